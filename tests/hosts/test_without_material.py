"""The day when Material's package is gone: its few files in our theme give the same site.

Which files those are stands in ``docs/decisions/0011``; they are read from its table here.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from notices.cli.building import HOSTS
from tests.project import CLONE, Project

RECORD = CLONE / "docs/decisions/0011-what-we-need-of-material.md"
NOW = "2026-11-23 09:00"
EPOCH = "1795399200"

# Like a machine without the package: it cannot be imported, and looking for it finds nothing.
WITHOUT = """
import importlib.metadata, sys

class Gone:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "material":
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

def entry_points(**wanted):
    found = every(**wanted)
    kept = (each for each in found if each.dist is None or each.dist.name != "mkdocs-material")
    return importlib.metadata.EntryPoints(kept)

every, importlib.metadata.entry_points = importlib.metadata.entry_points, entry_points
sys.meta_path.insert(0, Gone())
from notices.cli import main
try:
    main()
finally:
    assert not [name for name in sys.modules if name.partition(".")[0] == "material"]
"""

WRITTEN = """\
# Hướng dẫn

!!! note "Lưu ý"
    Chữ đậm: **bảng lương**.

| Việc | Khi nào |
| :--- | ------: |
| Mở   | 20:00   |
"""


def material() -> Path:
    """The folder of Material's templates, where the package is still there."""
    spec = importlib.util.find_spec("material")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent / "templates"


def needed() -> list[Path]:
    """The files that the record names, below Material's templates."""
    patterns = re.findall(r"^\| `([^`]+)` \|", RECORD.read_text(encoding="utf-8"), re.MULTILINE)
    found = [sorted(material().glob(pattern)) for pattern in patterns]
    assert found
    assert all(found), patterns
    return [path.relative_to(material()) for paths in found for path in paths]


def run_without(project: Project, *args: str) -> subprocess.CompletedProcess[str]:
    """A command of ours in a process that has no Material."""
    config = str(project.root / "mkdocs.yml")
    return subprocess.run(
        [sys.executable, "-c", WITHOUT, "-f", config, *args],
        capture_output=True, text=True, check=False, env={**os.environ, "SOURCE_DATE_EPOCH": EPOCH},
    )  # fmt: skip


def without_material(project: Project) -> Path:
    """Configure the project as one without Material; the folder of its theme's overrides."""
    theme = project.root / "theme"
    theme.unlink()
    shutil.copytree(CLONE / "theme", theme)
    config = project.root / "mkdocs.yml"
    text = config.read_text(encoding="utf-8")
    assert text.count("  name: material\n") == 1
    own = "  name: null\n  custom_dir: theme/overrides\n  static_templates: [404.html]\n"
    config.write_text(text.replace("  name: material\n", own), encoding="utf-8")
    return theme / "overrides"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = Project.create(tmp_path / "project")
    project.release("payroll-engine")
    project.write("content/pages/index.en.md", "# Updates\n\nWelcome.\n")
    project.write("content/pages/guides/payroll-engine.md", WRITTEN)
    return project


@pytest.fixture(params=[name for name, module in HOSTS.items() if importlib.util.find_spec(module)])
def host(request: pytest.FixtureRequest) -> str:
    found: str = request.param
    return found


@pytest.mark.slow
def test_with_the_files_of_the_record_in_our_theme_the_site_is_the_same(
    project: Project, host: str
) -> None:
    command = ("build", "--host", host)
    assert project.run_at(NOW, *command).status == 0
    before = project.bytes_of_site()
    overrides = without_material(project)
    for name in needed():
        target = overrides / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(material() / name, target)

    built = run_without(project, *command)

    assert built.returncode == 0, built.stderr
    after = project.bytes_of_site()
    assert sorted(after) == sorted(before)
    assert [name for name in before if before[name] != after[name]] == []
    assert any(name.startswith("assets/stylesheets/main.") for name in after)


@pytest.mark.slow
def test_without_any_one_of_them_it_is_not(project: Project, host: str) -> None:
    command = ("build", "--host", host)
    assert project.run_at(NOW, *command).status == 0
    before = project.bytes_of_site()
    overrides = without_material(project)
    files = needed()
    for missing in files:
        for name in files:
            target = overrides / name
            target.parent.mkdir(parents=True, exist_ok=True)
            if name == missing:
                target.unlink(missing_ok=True)
            else:
                shutil.copyfile(material() / name, target)

        built = run_without(project, *command)

        assert built.returncode != 0 or project.bytes_of_site() != before, missing


def test_material_itself_is_not_there_in_the_trial(project: Project, host: str) -> None:
    built = run_without(project, "build", "--host", host)

    assert built.returncode == 2
    assert "material" in built.stderr
    assert "bug" not in built.stderr
    assert not project.site.exists()
