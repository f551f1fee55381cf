"""The same content, ledger and now: the same bytes."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from unicodedata import normalize

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

    assert one.run_at(NOW, "build").status == 0
    assert other.run_at(NOW, "build").status == 0

    assert len(one.bytes_of_site()) > 30
    assert one.bytes_of_site() == other.bytes_of_site()


def test_a_year_in_which_nothing_happens_moves_nothing_out_of_the_calendar(
    project: Project,
) -> None:
    """No instant of `next` is between the two, so they are the same."""
    past = "window: {start: 2025-05-03 20:00, end: 2025-05-03 22:00}"
    done = "outcome: {result: success, at: 2025-05-03 22:00}"
    project.release("payroll-engine", re.sub("window: .*", f"{past}\n{done}", FEATURE))
    later = "2028-02-29 12:00"

    assert project.run_at(NOW, "build").status == 0
    before = project.bytes_of_site()
    assert project.run("next", "--now", NOW).out == ""
    assert project.run_at(later, "build").status == 0

    assert project.bytes_of_site() == before
    assert "releases/payroll-engine/" in project.page("calendar.ics")
    assert "releases/payroll-engine/" in project.page("calendar/2025.ics")


def test_a_site_dir_of_ones_own_is_an_ordinary_folder_with_the_same_bytes(
    project: Project, tmp_path: Path
) -> None:
    project.release("payroll-engine")
    out = tmp_path / "public"
    out.mkdir()

    project.run_at(NOW, "build", "--withhold")
    project.run_at(NOW, "build", "--withhold", "--site-dir", str(out))

    assert not out.is_symlink()
    assert bytes_below(out) == project.bytes_of_site()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["project", "public"]


def test_the_unicode_form_in_which_texts_were_typed_changes_no_byte_of_the_site(
    project: Project,
) -> None:
    project.release("payroll-engine")
    page = project.write("content/pages/about.md", "---\ntitle: Về chúng tôi\n---\nText.\n")
    project.run("publish", "--now", "2026-12-01 09:00")
    project.run_at("2026-12-01 10:00", "build")
    composed = project.bytes_of_site()
    assert "Bảng lương thế hệ mới" in composed["feed.xml"].decode()
    assert "<title>Về chúng tôi" in composed["about/index.html"].decode()

    project.release("payroll-engine", normalize("NFD", FEATURE))
    page.write_text(normalize("NFD", page.read_text(encoding="utf-8")), encoding="utf-8")
    project.run_at("2026-12-01 10:00", "build")

    assert project.bytes_of_site() == composed
