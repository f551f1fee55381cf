"""The wheel has all that a company needs beside its own content."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import urllib.request
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from packaging.utils import canonicalize_name

from notices.rendering.theme_assets import finished_asset
from tests.locks import RUNTIME, needed, read_lock
from tests.project import CLONE, FEATURE
from tests.sbom import SBOM

NOW = "2026-12-01T02:00:00Z"
OTHER_MACHINE = {
    "USER": "zq-user", "LOGNAME": "zq-user", "HOME": "/zq-home", "HOSTNAME": "zq-host",
    "TZ": "Pacific/Chatham", "LC_ALL": "vi_VN.UTF-8", "PYTHONHASHSEED": "4711",
    "SECRET_TOKEN": "zq-secret",
}  # fmt: skip


@dataclass(frozen=True)
class Installed:
    """The wheel in an environment of its own, far from the clone."""

    python: Path

    def run(self, *args: str, cwd: Path) -> subprocess.CompletedProcess[str]:
        env = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "NOTICES"))}
        return subprocess.run(
            [self.python.with_name("notices"), *args],
            cwd=cwd, env=env, capture_output=True, text=True, check=False,
        )  # fmt: skip


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from a copy, so that what a build leaves behind can be seen."""
    source = copied_clone(tmp_path_factory.mktemp("source") / "notices")
    before = sorted(source.rglob("*"))
    wheel = built(source, tmp_path_factory.mktemp("wheel"))
    assert sorted(source.rglob("*")) == before
    return wheel


def copied_clone(target: Path) -> Path:
    """The clone's own files, without what git ignores."""
    tracked = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=CLONE, capture_output=True, text=True, check=True,
    ).stdout.split("\0")  # fmt: skip
    for name in filter(None, tracked):
        if (CLONE / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(CLONE / name, target / name)
    return target


def built(source: Path, target: Path) -> Path:
    """As `make wheel` does it."""
    subprocess.run(
        [
            sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-index",
            "--no-build-isolation", "--disable-pip-version-check", "--wheel-dir", target, source,
        ],
        check=True,
    )  # fmt: skip
    return next(target.glob("notices-*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """A new environment with the wheel, and of the tests' own what the runtime's lock has."""
    folder = tmp_path_factory.mktemp("environment") / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    python = folder / "bin" / "python"
    packages = subprocess.run(
        [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        capture_output=True, text=True, check=True,
    ).stdout.strip()  # fmt: skip
    subprocess.run(
        [
            sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-deps",
            "--no-index", "--disable-pip-version-check", wheel,
        ],
        check=True,
    )  # fmt: skip
    runs = needed("notices")
    for name in {one.name for one in read_lock(RUNTIME)} & runs:
        link_installed(name, Path(packages))
    return Installed(python)


def link_installed(name: str, packages: Path) -> None:
    """Let an environment have a package of the tests' own, and nothing else of them."""
    tops = {Path(file).parts[0] for file in metadata.files(name) or []}
    for top in tops - {"..", "__pycache__"}:
        if not (packages / top).exists():
            (packages / top).symlink_to(Path(sysconfig.get_path("purelib")) / top)


def test_the_runtime_s_lock_is_all_that_is_there(installed: Installed) -> None:
    """So that what works here needs none of the tests' tools."""
    listed = "from importlib import metadata as m; print(*(d.name for d in m.distributions()))"
    found = subprocess.run(
        [installed.python, "-c", listed], capture_output=True, text=True, check=True
    ).stdout.split()

    assert {canonicalize_name(name) for name in found} == (
        {one.name for one in read_lock(RUNTIME)} & needed("notices") | {"notices"}
    )


def test_the_program_is_the_wheel_and_not_the_clone(installed: Installed, tmp_path: Path) -> None:
    where = subprocess.run(
        [installed.python, "-c", "import notices; print(notices.__file__)"],
        cwd=tmp_path, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip

    assert str(installed.python.parents[1]) in where


def test_every_file_of_the_theme_travels_in_the_wheel(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        inside = {name for name in archive.namelist() if name.startswith("notices/theme/")}
    theme = CLONE / "theme"
    own = {
        f"notices/theme/{path.relative_to(theme).as_posix()}"
        for path in theme.rglob("*")
        if path.is_file()
    }

    assert inside == own


def test_the_wheel_lists_what_it_is_installed_with(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if "/sboms/" in name)
        listed = archive.read(name)
        lock = archive.read("notices/requirements-runtime.lock").decode()

    assert re.fullmatch(r"notices-[0-9.]+\.dist-info/sboms/sbom\.cdx\.json", name)
    assert listed == SBOM.read_bytes()
    assert {f"{one['name']}=={one['version']}" for one in json.loads(listed)["components"]} == set(
        re.findall(r"^[a-z0-9-]+==[^ ]+", lock, re.MULTILINE)
    )


def test_two_builds_on_two_machines_give_the_same_bytes(
    wheel: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other one has another user, zone, language and umask, other dates, and is elsewhere."""
    for name, value in OTHER_MACHINE.items():
        monkeypatch.setenv(name, value)
    source = copied_clone(tmp_path / "zq-deeper" / "zq-other")
    for path in source.rglob("*"):
        os.utime(path, (1_000_000_000, 1_000_000_000))
    before = os.umask(0o077)
    try:
        other = built(source, tmp_path / "wheel")
    finally:
        os.umask(before)

    assert other.read_bytes() == wheel.read_bytes()
    with zipfile.ZipFile(other) as archive:
        inside = b"".join(name.encode() + archive.read(name) for name in archive.namelist())
    planted = [value for value in OTHER_MACHINE.values() if "zq-" in value]
    traces = [*planted, "zq-deeper", "zq-other", "Chatham", str(CLONE)]
    assert [trace for trace in traces if trace.encode() in inside] == []


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project that is content and ten lines of configuration."""
    root = tmp_path / "acme"
    shutil.copytree(CLONE / "content/pages", root / "content/pages", ignore=_only_front)
    for name in ("policy.yml", "systems.yml"):
        shutil.copyfile(CLONE / "content" / name, root / "content" / name)
    (root / "content/releases").mkdir()
    (root / "content/releases/payroll-engine.yml").write_text(FEATURE, encoding="utf-8")
    (root / "mkdocs.yml").write_text(
        "site_name: Acme\nsite_url: https://updates.acme.example/\ndocs_dir: content/pages\n"
        "theme:\n  name: material\n  language: vi\n  font: false\nplugins: [notices]\n",
        encoding="utf-8",
    )
    return root


def _only_front(folder: str, names: list[str]) -> list[str]:
    return [name for name in names if name in ("guides", "faq")]


def test_check_build_and_publish_work_without_a_clone(installed: Installed, project: Path) -> None:
    for command in (
        ("check", "--now", NOW),
        ("build", "--now", NOW, "--site-dir", "preview"),
        ("publish", "--now", NOW),
    ):
        answer = installed.run(*command, cwd=project)
        assert (command, answer.returncode, answer.stderr.count("Traceback")) == (command, 0, 0), (
            answer.stderr
        )

    page = (project / "site/releases/payroll-engine/index.html").read_text(encoding="utf-8")
    assert "Bảng lương thế hệ mới" in page
    theme: Any = None  # This sheet has nothing of a brand in it.
    sheet = (CLONE / "theme/overrides/assets/notices.css").read_bytes()
    finished = finished_asset("assets/notices.css", sheet, theme)
    assert (project / "site/assets/notices.css").read_bytes() == finished
    assert len((project / "content/ledger.jsonl").read_bytes().splitlines()) == 1


def test_mkdocs_builds_with_the_plugin_of_the_wheel(installed: Installed, project: Path) -> None:
    answer = installed.run(
        "build", "--host", "mkdocs", "--now", NOW, "--site-dir", "preview", cwd=project
    )

    assert answer.returncode == 0, answer.stderr
    assert (project / "preview/assets/frame.css").is_file()


@pytest.mark.parametrize(
    "company, title, guide",
    [
        ("anviec", "Lịch cập nhật và bảo trì", "travel-expenses"),
        ("tidewart", "Updates und Wartung", "webhook-signatures"),
    ],
)
def test_demo_works_without_a_clone(
    installed: Installed, tmp_path: Path, company: str, title: str, guide: str
) -> None:
    answer = installed.run("demo", "demo", "--company", company, cwd=tmp_path)

    assert answer.returncode == 0, answer.stderr
    assert title in (tmp_path / "demo/site/index.html").read_text(encoding="utf-8")
    assert (tmp_path / f"demo/site/guides/{guide}/index.html").is_file()
    assert not (tmp_path / "demo/theme").exists()


@pytest.fixture
def served(installed: Installed, project: Path) -> Iterator[str]:
    process = subprocess.Popen(
        [installed.python.with_name("notices"), "serve", "-a", "127.0.0.1:0"],
        cwd=project, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert process.stderr is not None
        said = ""
        for line in process.stderr:
            said += line
            if found := re.search(r"http://127\.0\.0\.1:\d+/", line):
                yield found.group()
                break
        else:
            pytest.fail(f"no address: {said}")
    finally:
        process.terminate()
        process.communicate(timeout=30)


def test_serve_works_without_a_clone(served: str) -> None:
    with urllib.request.urlopen(served, timeout=30) as answer:  # Loopback.
        page = answer.read().decode()

    assert "Bảng lương thế hệ mới" in page


def test_a_new_project_publishes_without_a_clone(installed: Installed, tmp_path: Path) -> None:
    options = ("--name", "Acme", "--url", "https://updates.acme.example", "--languages", "en")
    for ci in ("github", "gitlab"):
        folder = tmp_path / ci
        made = installed.run("init", ci, *options, "--ci", ci, cwd=tmp_path)
        assert made.returncode == 0, made.stderr
        published = installed.run("publish", cwd=folder)
        assert published.returncode == 0, published.stderr
        assert "Acme" in (folder / "site/index.html").read_text(encoding="utf-8")
