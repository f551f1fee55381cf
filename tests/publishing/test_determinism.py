"""The same content, ledger and now: the same bytes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.project import FEATURE, Project, bytes_below

NOW = "2026-12-10 15:00"


def filled(root: Path) -> Project:
    project = Project.create(root)
    project.release("payroll-engine")
    project.release("second", FEATURE.replace("12-12", "12-19"))
    project.write("content/pages/guides/payroll-engine.md", "# Hướng dẫn\n\nBước một.\n")
    project.run("publish", "--now", "2026-12-01 09:00")
    project.run("publish", "--now", NOW)
    return project


def test_two_builds_in_two_folders_are_the_same_to_the_byte(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    one = filled(tmp_path / "one")
    other = Project(tmp_path / "elsewhere" / "a longer name")
    shutil.copytree(one.root / "content", other.root / "content")
    shutil.copy(one.root / "mkdocs.yml", other.root)
    (other.root / "theme").symlink_to((one.root / "theme").resolve())

    assert one.run("build", "--now", NOW).status == 0
    assert other.run("build", "--now", NOW).status == 0

    assert len(one.bytes_of_site()) > 30
    assert one.bytes_of_site() == other.bytes_of_site()


def test_a_site_dir_of_ones_own_is_an_ordinary_folder_with_the_same_bytes(
    project: Project, tmp_path: Path
) -> None:
    project.release("payroll-engine")
    out = tmp_path / "public"
    (out / "old").mkdir(parents=True)

    project.run("build", "--now", NOW, "--withhold")
    project.run("build", "--now", NOW, "--withhold", "--site-dir", str(out))

    assert not out.is_symlink()
    assert bytes_below(out) == project.bytes_of_site()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["project", "public"]


@pytest.mark.parametrize("command", ["build", "publish"])
def test_a_real_site_folder_is_put_aside_once_and_kept(project: Project, command: str) -> None:
    (project.site / "mine").mkdir(parents=True)
    (project.site / "mine/file.txt").write_text("mine", encoding="utf-8")

    result = project.run(command, "--now", NOW)

    assert result.status == 0
    assert project.site.is_symlink()
    [aside] = (project.root / ".notices").glob("site-before*")
    assert (aside / "mine/file.txt").read_text(encoding="utf-8") == "mine"
    assert f"{project.site} was an ordinary folder; it is now {aside}\n" in result.err
