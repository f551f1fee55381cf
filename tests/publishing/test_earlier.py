"""A publish renders and writes what changed; the rest are the files of the last site."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path

import pytest

from notices.cli import building
from notices.publishing.earlier import Earlier
from notices.rendering.metadata import release_drawing
from notices.rendering.metadata.social import ReleaseCard
from notices.rendering.pages import release as release_pages
from tests.delivered import deliver, messages
from tests.project import FEATURE, Project, bytes_below

NOW = "2027-01-04 09:00"
LATER = "2027-01-04 09:01"


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's cache of one test alone."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses of the release pages that were rendered, in each language."""
    paths: list[str] = []
    page = release_pages._page

    def counted(context, public, local, plan):  # type: ignore[no-untyped-def]
        paths.append(context.locale.at.home + local)
        return page(context, public, local, plan)

    monkeypatch.setattr(release_pages, "_page", counted)
    return paths


@pytest.fixture
def published(project: Project, cache: Path) -> Project:
    """Six releases of the year before, published."""
    for number in range(1, 7):
        project.release(f"old-{number}", ended(number))
    answer = project.run_at(NOW, "publish")
    assert answer.status == 0, answer.err
    return project


def ended(number: int, more: str = "") -> str:
    window = f"window: {{start: 2025-0{number}-11 20:00, end: 2025-0{number}-11 21:00}}"
    text = FEATURE.replace("window: {start: 2026-12-12 20:00, end: 2026-12-12 22:00}", window)
    text = text.replace("New payroll engine", f"Number {number}")
    return f"{text}outcome: {{result: success, at: 2025-0{number}-11 21:00}}\n{more}"


def inodes(site: Path) -> dict[str, int]:
    return {
        path.relative_to(site).as_posix(): path.stat().st_ino
        for path in site.rglob("*")
        if path.is_file()
    }


def full(project: Project, now: str) -> dict[str, bytes]:
    """The site as a build makes it that knows of no earlier one."""
    folder = project.root.parent / "full"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(building, "earlier_site", lambda _: None)
        assert project.run_at(now, "build", "--site-dir", str(folder)).status == 0
    return bytes_below(folder)


def test_where_only_the_clock_moved_no_release_page_is_rendered_or_written(
    published: Project, rendered: list[str]
) -> None:
    before, bytes_before = inodes(published.site), published.bytes_of_site()
    rendered.clear()
    assert published.run_at(LATER, "publish").status == 0
    assert rendered == []
    assert published.bytes_of_site() == bytes_before
    assert inodes(published.site) == before


def test_an_edited_release_is_rendered_once_in_each_language_and_no_other_is(
    published: Project, rendered: list[str]
) -> None:
    published.release("old-3", ended(3).replace("Number 3", "The third"))
    rendered.clear()
    assert published.run_at(LATER, "publish").status == 0
    assert rendered == ["releases/old-3/", "en/releases/old-3/"]
    assert published.bytes_of_site() == full(published, LATER)


def test_the_picture_of_a_release_is_drawn_when_it_says_something_else_and_taken_else(
    project: Project, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[str] = []
    draw = release_drawing.draw_release

    def counted(card: ReleaseCard, fonts: Mapping[str, bytes]) -> bytes:
        drawn.append(f"{card.title} {card.ending}".strip())
        return draw(card, fonts)

    monkeypatch.setattr(release_drawing, "draw_release", counted)

    def drawn_at(now: str) -> list[str]:
        drawn.clear()
        assert project.run_at(now, "publish").status == 0
        return sorted(drawn)

    project.release("payroll-engine", FEATURE)
    assert drawn_at("2026-12-01 09:00") == ["Bảng lương thế hệ mới", "New payroll engine"]
    # An hour later, with another summary, while it runs.
    assert drawn_at("2026-12-01 10:00") == []
    project.release("payroll-engine", FEATURE.replace("faster", "quicker"))
    assert drawn_at("2026-12-01 11:00") == []
    assert drawn_at("2026-12-12 20:30") == []
    project.release("payroll-engine", FEATURE.replace("New payroll engine", "A new payroll engine"))
    assert drawn_at("2026-12-12 20:40") == ["A new payroll engine"]
    assert project.bytes_of_site() == full(project, "2026-12-12 20:40")


def test_a_page_that_names_a_fix_follows_that_one(published: Project, rendered: list[str]) -> None:
    bug = "known_issues: [{title: {vi: Lỗi, en: A bug}, status: fixed, fixed_in: old-3}]\n"
    published.release("old-2", ended(2, bug))
    assert published.run_at(LATER, "publish").status == 0
    published.release("old-3", ended(3).replace("Number 3", "The third"))
    rendered.clear()
    assert published.run_at(LATER, "publish").status == 0
    assert sorted(rendered) == [
        "en/releases/old-2/", "en/releases/old-3/", "releases/old-2/", "releases/old-3/",
    ]  # fmt: skip
    assert "The third" in published.page("en/releases/old-2/index.html")


def test_another_theme_or_policy_makes_every_page_anew(
    published: Project, rendered: list[str]
) -> None:
    policy = published.root / "content/policy.yml"
    policy.write_text(policy.read_text("utf-8") + "# Another.\n", encoding="utf-8")
    rendered.clear()
    assert published.run_at(LATER, "publish").status == 0
    assert len(rendered) == 12


def test_a_shown_file_that_somebody_changed_is_made_anew(
    published: Project, rendered: list[str]
) -> None:
    right = published.bytes_of_site()
    page = published.site / "releases/old-1/index.html"
    page.write_bytes(right["releases/old-1/index.html"].replace(b"2025", b"1925"))
    rendered.clear()
    assert published.run_at(LATER, "publish").status == 0
    assert rendered == ["releases/old-1/"]
    assert published.bytes_of_site() == right


def test_a_new_hidden_entry_is_found_in_a_page_that_is_not_rendered_again(
    published: Project, rendered: list[str]
) -> None:
    published.release("old-1", ended(1).replace("The details.", "Next is secret-7. Then more."))
    assert "hidden-name" not in published.run_at(LATER, "publish").err
    rendered.clear()
    published.release("secret-7", FEATURE.replace("2026-12-12", "2027-06-12"))
    for _ in range(2):  # What has been found once is found each time.
        answer = published.run_at(LATER, "publish")
        assert "en/releases/old-1/index.html:1:1: warning[hidden-name]" in answer.err
    assert rendered == ["en/releases/old-1/"]


def flipped(folder: Path) -> Iterator[Path]:
    """Each file below a folder in turn, with one byte flipped; it is put back afterwards."""
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        data = path.read_bytes()
        for place in {len(data) // 3, len(data) - 1}:
            path.write_bytes(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :])
            yield path
        path.write_bytes(data)


def test_a_flipped_byte_in_any_file_of_the_cache_changes_nothing(
    published: Project, cache: Path
) -> None:
    texts = "# Tin\n", "# Tin cập nhật\n"
    right = []
    for text in texts:
        published.write("content/pages/index.md", text)
        assert published.run_at(LATER, "publish").status == 0
        right.append(published.bytes_of_site())
    tried = 0
    for path in flipped(cache):
        for number in (tried % 2, 1 - tried % 2):  # First only the clock moved.
            published.write("content/pages/index.md", texts[number])
            assert published.run_at(LATER, "publish").status == 0, path
            assert published.bytes_of_site() == right[number], path
        tried += 1
    assert tried > 10


def test_a_site_that_was_removed_is_made_from_nothing(
    published: Project, rendered: list[str]
) -> None:
    right = published.bytes_of_site()
    published.site.unlink()
    rendered.clear()
    assert published.run_at(LATER, "publish").status == 0
    assert len(rendered) == 12
    assert published.bytes_of_site() == right


def test_a_site_that_is_built_elsewhere_takes_no_file_since_its_dates_are_its_own(
    published: Project, rendered: list[str]
) -> None:
    folder = published.root.parent / "elsewhere"
    page = "en/releases/old-1/index.html"
    published.release("old-1", ended(1).replace("Number 1", "The first"))
    assert published.run_at(LATER, "build", "--site-dir", str(folder)).status == 0
    other = (folder / page).stat().st_mtime_ns
    published.release("old-1", ended(1))
    rendered.clear()
    assert published.run_at(LATER, "build", "--site-dir", str(folder)).status == 0
    assert len(rendered) == 12
    assert (folder / page).stat().st_mtime_ns // 10**9 > other // 10**9


@pytest.mark.parametrize("host, asked", [("plain", True), ("mkdocs", False)])
def test_only_the_host_without_other_plugins_uses_files_again_since_those_may_write_to_them(
    published: Project, monkeypatch: pytest.MonkeyPatch, host: str, asked: bool
) -> None:
    taken: list[str] = []

    def take(_: Earlier, path: str, *others: str) -> bool:
        taken.append(path)
        return False

    monkeypatch.setattr(Earlier, "take", take)
    right = published.bytes_of_site()
    assert published.run_at(LATER, "publish", "--host", host).status == 0
    assert ("releases/old-1/index.html" in taken) == asked
    assert published.bytes_of_site() == right


CHANNELS = """\
channels:
  - id: list
    type: mail
    audience: customers
    since: 2027-01-01
    from: news@example.com
    to: [customers@lists.example.com]
    smtp: {host: smtp.example.com, port: 465}
    subscribe_url: https://lists.example.com/join
  - {id: hub, type: websub, hub: https://hub.example.com/}
"""
ANNOUNCED, MAILED = "2027-01-18 09:00", "2027-01-18 09:05"


@pytest.fixture
def announced(published: Project) -> Project:
    """The same with one release that is announced, and a list of mails."""
    published.release("next", FEATURE.replace("2026-12-12", "2027-02-06"))
    published.write("content/channels.yml", CHANNELS)
    assert published.run_at(ANNOUNCED, "publish").status == 0
    return published


def test_a_mail_that_went_out_makes_the_pages_of_its_release_anew_and_no_others(
    announced: Project, rendered: list[str]
) -> None:
    ((uid, at),) = messages(announced.site)
    deliver(announced.root, uid, at + timedelta(minutes=2))
    rendered.clear()
    assert announced.run_at(MAILED, "publish").status == 0
    assert rendered == ["releases/next/", "en/releases/next/"]
    assert "Sent by email at" in announced.page("en/releases/next/index.html")
    assert announced.bytes_of_site() == full(announced, MAILED)


def test_calls_and_mails_that_were_not_taken_render_no_page(
    announced: Project, rendered: list[str]
) -> None:
    ((uid, at),) = messages(announced.site)
    deliver(announced.root, uid, at + timedelta(minutes=1), "chat")
    deliver(announced.root, uid, at + timedelta(minutes=1), event="claim")
    deliver(announced.root, uid, at + timedelta(minutes=2), event="refused")
    rendered.clear()
    assert announced.run_at(MAILED, "publish").status == 0
    assert rendered == []
    assert announced.bytes_of_site() == full(announced, MAILED)


def test_a_list_of_mails_stands_in_the_foot_of_each_page_and_goes_with_its_channel(
    announced: Project,
) -> None:
    link = '<a href="{}subscribe/#nt-mail">Email</a>'
    pages = {"index.html": "", "releases/next/index.html": "../../", "guides/index.html": "../"}
    for page, base in pages.items():
        assert link.format(base) in announced.page(page).partition("<footer")[2]
    (announced.root / "content/channels.yml").unlink()
    assert announced.run_at(MAILED, "publish").status == 0
    assert [name for name, data in announced.bytes_of_site().items() if b"nt-mail" in data] == []
    assert announced.bytes_of_site() == full(announced, MAILED)
