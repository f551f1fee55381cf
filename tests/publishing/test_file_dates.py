"""A publish re-dates what it changed and nothing else, so that readers who poll are told so."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from notices.project.disk import Workspace
from notices.publishing import generations
from notices.publishing.marker import MARKER, discard
from tests.project import FEATURE, Project

OLD = 1_700_000_000 * 10**9 + 123_456_789


def workspace(root: Path) -> Workspace:
    (root / "content").mkdir(parents=True)
    (root / "mkdocs.yml").write_text("site_name: x\n", encoding="utf-8")
    return Workspace.at(root / "mkdocs.yml")


def show(space: Workspace, files: dict[str, str], site_dir: Path | None = None) -> None:
    staged = generations.stage(space)
    for name, text in files.items():
        (staged / name).parent.mkdir(parents=True, exist_ok=True)
        (staged / name).write_text(text, encoding="utf-8")
    generations.show(space, staged, site_dir or space.site)


def date(path: Path) -> int:
    return path.stat().st_mtime_ns


@pytest.mark.parametrize("carried_away", [False, True])
def test_a_file_with_the_same_bytes_keeps_its_date_and_any_other_gets_a_later_second(
    tmp_path: Path, carried_away: bool
) -> None:
    space = workspace(tmp_path / "project")
    site = tmp_path / "out" if carried_away else space.site
    show(space, {"same/feed.xml": "one", "changed.xml": "one", "longer.xml": "one"}, site)
    for path in site.rglob("*.xml"):
        os.utime(path, ns=(OLD, OLD))

    show(space, {"same/feed.xml": "one", "changed.xml": "two", "longer.xml": "three"}, site)

    assert date(site / "same/feed.xml") == OLD
    assert date(site / "changed.xml") > OLD + 10**9
    assert date(site / "longer.xml") > OLD + 10**9


def test_two_sites_of_one_second_differ_in_the_second_of_what_changed(tmp_path: Path) -> None:
    space = workspace(tmp_path / "project")
    ahead = 4_000_000_000 * 10**9 + 999_999_999
    show(space, {"feed.xml": "one"})
    os.utime(space.site / "feed.xml", ns=(ahead, ahead))

    show(space, {"feed.xml": "two"})
    assert date(space.site / "feed.xml") == 4_000_000_001 * 10**9

    show(space, {"feed.xml": "one"})
    assert date(space.site / "feed.xml") == 4_000_000_002 * 10**9


def test_a_site_is_shown_whatever_stands_where_its_files_will_be(tmp_path: Path) -> None:
    space = workspace(tmp_path / "project")
    show(space, {"now-a-file/inside.xml": "one", "now-a-folder": "one", "gone.xml": "one"})
    (space.site / "gone.xml").unlink()
    (space.site / "gone.xml").symlink_to("gone.xml")

    files = {"now-a-file": "one", "now-a-folder/inside.xml": "one", "gone.xml": "one"}
    show(space, files)

    assert {name: (space.site / name).read_text(encoding="utf-8") for name in files} == files


def test_what_a_new_site_has_unchanged_is_the_same_file_and_stays_when_the_old_site_goes(
    tmp_path: Path,
) -> None:
    space = workspace(tmp_path / "project")
    show(space, {"same/feed.xml": "one", "changed.xml": "one"})
    first = space.site.resolve()
    show(space, {"same/feed.xml": "one", "changed.xml": "two"})

    assert (space.site / "same/feed.xml").samefile(first / "same/feed.xml")
    assert not (space.site / "changed.xml").samefile(first / "changed.xml")
    assert not (space.site / MARKER).samefile(first / MARKER)
    assert (first / "changed.xml").read_text(encoding="utf-8") == "one"
    discard(first)
    assert (space.site / "same/feed.xml").read_text(encoding="utf-8") == "one"


def test_a_shown_file_that_somebody_changed_is_not_taken_over(tmp_path: Path) -> None:
    space = workspace(tmp_path / "project")
    show(space, {"feed.xml": "one", "page.html": "one"})
    (space.site / "feed.xml").write_text("two", encoding="utf-8")
    (space.site / "page.html").chmod(0o600)
    show(space, {"feed.xml": "one", "page.html": "one"})
    assert (space.site / "feed.xml").read_text(encoding="utf-8") == "one"
    assert (space.site / "page.html").stat().st_mode & 0o777 != 0o600


def test_a_site_that_is_carried_away_shares_no_file(tmp_path: Path) -> None:
    space, site = workspace(tmp_path / "project"), tmp_path / "out"
    for _ in range(2):
        show(space, {"feed.xml": "one"}, site)
        assert (site / "feed.xml").stat().st_nlink == 1


def test_a_publish_re_dates_the_pages_that_it_changed_alone(project: Project) -> None:
    project.release("payroll-engine")
    project.run("publish", "--now", "2026-12-01 09:00")
    first = {path: date(project.site / path) for path in project.bytes_of_site()}
    project.run("publish", "--now", "2026-12-01 09:05")
    assert {path: date(project.site / path) for path in project.bytes_of_site()} == first

    before = project.bytes_of_site()
    project.release("second", FEATURE.replace("12-12", "12-19"))
    project.run("publish", "--now", "2026-12-01 09:10")
    after = project.bytes_of_site()

    kept = {path for path in first if date(project.site / path) == first[path]}
    assert kept == {path for path in before if before[path] == after.get(path)}
    assert {"assets/notices.css", "releases/payroll-engine/index.html"} <= kept
    assert not {"index.html", "feed.xml", "api/notices.json"} & kept
