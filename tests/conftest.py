"""What all tests share: hypothesis' profile, a fresh project, and the demo at one instant."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests import demo
from tests.project import Project

settings.register_profile(
    "steady",
    deadline=None,
    derandomize=bool(os.environ.get("CI")),
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("steady")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """An empty project under the default policy; commands run inside it."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    made = Project.create(tmp_path / "project")
    monkeypatch.chdir(made.root)
    return made


@pytest.fixture(scope="session")
def demo_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's site, made once; nobody may change it."""
    return demo.made(tmp_path_factory.mktemp("demo") / "project")


@pytest.fixture(scope="session")
def demo_below(demo_site: Path) -> Path:
    """The same for an address with a path, ``demo.BELOW``."""
    return demo.moved(demo_site.parent, f"https://status.example{demo.BELOW}")
