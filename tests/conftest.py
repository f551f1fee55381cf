"""What all tests share: hypothesis' profile, a fresh project, and the demo at one instant."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, settings

from notices.cli import main
from notices.cli.language import speak
from tests import demo, figures
from tests.built import OURS, Site
from tests.project import CLONE, Project

settings.register_profile(
    "steady",
    deadline=None,
    derandomize=bool(os.environ.get("CI")),
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("steady")


# Their files take minutes each: begun last, one of them would keep a single process busy at the end.
_LONG = ("faults", "browser")


def pytest_configure(config: pytest.Config) -> None:
    if not config.pluginmanager.is_registered(figures):
        config.pluginmanager.register(figures)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files that take long come first; otherwise the order stays."""
    items.sort(key=lambda item: item.path.parent.name not in _LONG)


@pytest.fixture(scope="session", autouse=True)
def _environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A cache of these tests alone, empty at their start; and the locale is English."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LC_ALL", "C.UTF-8")
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(autouse=True)
def _language() -> None:
    """Each test begins in English, whatever the one before spoke."""
    speak("en")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """An empty project under the default policy; commands run inside it."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    project = Project.create(tmp_path / "project")
    monkeypatch.chdir(project.root)
    return project


@pytest.fixture(scope="session")
def demo_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's site, made once; nobody may change it."""
    return demo.made(tmp_path_factory.mktemp("demo") / "project")


@pytest.fixture(scope="session")
def demo_below(demo_site: Path) -> Path:
    """The same for an address with a path, ``demo.BELOW``."""
    return demo.moved(demo_site.parent, f"https://status.example{demo.BELOW}")


@pytest.fixture(scope="session")
def own_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the repository's own content, years after all of it, made once."""
    target = tmp_path_factory.mktemp("own") / "site"
    command = ["-f", str(CLONE / "mkdocs.yml"), "build", "--now", "2031-01-01 09:00"]
    result = CliRunner().invoke(main, [*command, "--site-dir", str(target)], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return target


@pytest.fixture(scope="session", params=["demo", "below", "own"])
def site(request: pytest.FixtureRequest) -> Site:
    """Each of the built sites in turn, to be read from its files."""
    fixture, address = {
        "demo": ("demo_site", OURS),
        "below": ("demo_below", f"https://status.example{demo.BELOW}"),
        "own": ("own_site", OURS),
    }[request.param]
    folder: Path = request.getfixturevalue(fixture)
    return Site(folder.resolve(), address)
