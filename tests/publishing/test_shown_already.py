"""A publish that would show what is shown already renders and writes nothing, and no other does so.

Each input of a site is changed here once by itself, and so is each kind of file that is shown.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from notices.cli import building
from notices.hosts import plain
from tests.delivered import deliver, messages
from tests.project import CLONE, FEATURE, ZONE, Project, bytes_below

NOW = "2026-12-01 09:00"
LATER = "2026-12-01 09:01"
CHANNELS = """\
channels:
  - id: list
    type: mail
    audience: customers
    since: 2026-11-01
    from: news@example.com
    to: [customers@lists.example.com]
    smtp: {host: smtp.example.com, port: 465}
    subscribe_url: https://lists.example.com/join
"""
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 2"/>'
FREEZE = """\
freezes:
  - id: autumn
    from: 2026-12-05
    to: 2026-12-07
    kind: soft
    label: {vi: Nghỉ thu, en: Autumn}
    approvers: [ceo]
    source: II.6
"""


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """One word for each site that was rendered."""
    hosts: list[str] = []
    render = plain.render

    def counted(request):  # type: ignore[no-untyped-def]
        hosts.append("plain")
        return render(request)

    monkeypatch.setattr(plain, "render", counted)
    return hosts


@pytest.fixture
def shown(project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A project with a theme of its own and a release that is announced, which is shown."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (project.root / "theme").unlink()
    shutil.copytree(CLONE / "theme", project.root / "theme")
    project.release("payroll-engine", FEATURE)
    guide = "# Hướng dẫn\n\n![Ảnh](payroll-engine/a.svg)\n"
    project.write("content/pages/guides/payroll-engine.md", guide)
    project.write("content/pages/guides/payroll-engine/a.svg", PICTURE)
    published(project, NOW)
    published(project, NOW)
    return project


def published(project: Project, now: str, *args: str) -> str:
    """What a publish says."""
    answer = project.run_at(now, "publish", *args)
    assert answer.status == 0, answer.err
    return answer.err


def full(project: Project, now: str) -> dict[str, bytes]:
    """The site as a build makes it that knows of no earlier one."""
    folder = project.root.parent / "full"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(building, "earlier_site", lambda _: None)
        assert project.run_at(now, "build", "--site-dir", str(folder)).status == 0
    return bytes_below(folder)


def generations(project: Project) -> list[str]:
    return sorted(path.name for path in (project.root / ".notices/generations").iterdir())


def test_where_only_the_clock_moved_nothing_is_rendered_linked_or_written(
    shown: Project, rendered: list[str]
) -> None:
    before, right = generations(shown), shown.bytes_of_site()
    link = shown.site.readlink()
    assert published(shown, LATER).endswith("\nno notice was due; the site is current\n")
    assert rendered == []
    assert (generations(shown), shown.site.readlink()) == (before, link)
    assert shown.bytes_of_site() == right == full(shown, LATER)


def test_the_first_publish_after_a_notice_and_after_a_build_renders_nothing_either(
    shown: Project, rendered: list[str]
) -> None:
    at = "2026-12-12 20:00"
    published(shown, at)
    rendered.clear()
    published(shown, at)
    assert rendered == []
    shown.write("content/pages/index.md", "# Tin\n")
    assert shown.run_at(at, "build").status == 0
    rendered.clear()
    published(shown, at)
    assert rendered == []


def replaced(path: str, old: str, new: str) -> Callable[[Project], None]:
    def change(project: Project) -> None:
        text = (project.root / path).read_text(encoding="utf-8")
        assert old in text
        project.write(path, text.replace(old, new, 1))

    return change


def written(path: str, text: str) -> Callable[[Project], None]:
    return lambda project: (project.write(path, text), None)[1]


def written_after(path: str, text: str) -> Callable[[Project], None]:
    return lambda project: (
        project.write(path, (project.root / path).read_text(encoding="utf-8") + text),
        None,
    )[1]


def delivered(project: Project) -> None:
    ((uid, at),) = messages(project.site)
    deliver(project.root, uid, at + timedelta(seconds=30))


OLD = FEATURE.replace("2026-12-12", "2025-06-14").replace("New payroll engine", "An old one")
OLD += "outcome: {result: success, at: 2025-06-14 21:00}\n"
INPUTS: dict[str, Callable[[Project], None]] = {
    "a title": replaced("content/releases/payroll-engine.yml", "New payroll", "A new payroll"),
    "another release": written("content/releases/old.yml", OLD),
    "the policy": replaced("content/policy.yml", "New feature", "Feature"),
    "when a window may be": replaced("content/policy.yml", "from: 18:00", "from: 17:00"),
    "a freeze": written_after("content/policy.yml", FREEZE),
    "a system": replaced("content/systems.yml", "Payroll", "Wages"),
    "the home page": written("content/pages/index.md", "# Tin\n\nChào.\n"),
    "a guide": replaced("content/pages/guides/payroll-engine.md", "Hướng", "Huong"),
    "a picture": replaced("content/pages/guides/payroll-engine/a.svg", "2 2", "3 3"),
    "a new page": written("content/pages/about.md", "# Về chúng tôi\n"),
    "a list of mails": written("content/channels.yml", CHANNELS),
    "a delivery": delivered,
    "the name of the site": replaced("mkdocs.yml", "site_name: Anviec", "site_name: Other"),
    "where readers go": replaced("mkdocs.yml", "hotro@", "help@"),
    "an option of Markdown": replaced("mkdocs.yml", "permalink: false", "permalink: true"),
    "a template": replaced("theme/templates/release.html", "step.text }}", "step.text }}."),
    "a text": replaced("theme/texts/vi.yml", "Sắp diễn ra", "Sắp tới"),
    "the frame": replaced("theme/overrides/main.html", "</body>", "<hr></body>"),
    "a style": replaced("theme/overrides/assets/frame.css", "{", "{--x:1;"),
    "a script that others embed": replaced("theme/embed.js", "{", "{const unused = 1;"),
}


@pytest.mark.parametrize("what", INPUTS)
def test_each_input_of_a_site_renders_it_anew_once(
    shown: Project, rendered: list[str], what: str
) -> None:
    before = shown.bytes_of_site()
    INPUTS[what](shown)
    published(shown, LATER)
    assert rendered
    assert shown.bytes_of_site() == full(shown, LATER) != before
    published(shown, LATER)
    rendered.clear()
    published(shown, LATER)
    assert rendered == []


def test_an_id_that_is_hidden_from_now_on_leaves_the_links_of_pages(
    shown: Project, rendered: list[str]
) -> None:
    page = "content/pages/guides/payroll-engine.md"
    written(page, "# Hướng dẫn\n\n[Xem](../../releases/secret-7/)\n")(shown)
    published(shown, LATER)
    shown.release("secret-7", FEATURE.replace("2026-12-12", "2027-06-12"))
    rendered.clear()
    for _ in range(2):  # What has been found once is found each time.
        assert "secret-7" in published(shown, LATER)
    assert rendered == ["plain", "plain"]
    assert shown.bytes_of_site() == full(shown, LATER)


MOMENTS = (
    ("2026-12-02 00:00", False),
    ("2026-12-07 23:59", False),
    ("2026-12-08 00:00", True),  # The freeze is over.
    ("2026-12-09 14:00", True),  # A notice is due,
    ("2026-12-10 14:00", True),  # and a reminder,
    ("2026-12-11 14:00", True),  # and the last one.
    ("2026-12-12 19:59", False),
    ("2026-12-12 20:00", True),  # It begins,
    ("2026-12-12 22:00", True),  # and ought to be over.
    ("2027-01-01 00:00", False),  # No page knows which month it is; a reader's clock does.
)
"""Instants of a life, and whether pages say something else from then on than a minute before."""


def test_what_time_changes_is_rendered_at_that_instant_and_nothing_at_any_other(
    shown: Project, rendered: list[str]
) -> None:
    written_after("content/policy.yml", FREEZE)(shown)
    published(shown, LATER)
    for at, changes in MOMENTS:
        before = datetime.fromisoformat(at).replace(tzinfo=ZONE) - timedelta(minutes=1)
        published(shown, before.isoformat())
        shown_before = shown.bytes_of_site()
        rendered.clear()
        published(shown, at)
        assert (at, bool(rendered)) == (at, changes)
        assert shown.bytes_of_site() == full(shown, at)
        assert (shown.bytes_of_site() != shown_before) == changes


def kinds(site: Path) -> Iterator[Path]:
    """One file of each kind, of documents that could be taken and of those that are made each time."""
    found: dict[str, Path] = {}
    for path in sorted(path for path in site.rglob("*") if path.is_file()):
        name = path.relative_to(site)
        page = name.parts[0] if name.name == "index.html" else name.name
        found.setdefault(
            path.suffix if path.suffix in (".woff2", ".png", ".js", ".css") else page, path
        )
    return iter(found.values())


def test_a_flipped_byte_in_any_kind_of_shown_file_is_mended(
    shown: Project, rendered: list[str]
) -> None:
    right = shown.bytes_of_site()
    tried = [path.relative_to(shown.site).as_posix() for path in kinds(shown.site)]
    assert {"index.html", "releases/payroll-engine/index.html", ".notices-site"} <= {*tried}
    for name in tried:
        path = shown.site / name
        data = path.read_bytes()
        path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
        rendered.clear()
        published(shown, LATER)
        assert (name, rendered) == (name, ["plain"])
        assert shown.bytes_of_site() == right


@pytest.mark.parametrize(
    "name", ["index.html", "feed.xml", "api/notices.json", "assets/frame.css", ".notices-site"]
)
def test_what_a_publish_writes_anew_is_mended_although_length_and_date_are_the_same(
    shown: Project, name: str
) -> None:
    right = shown.bytes_of_site()
    path = shown.site / name
    date = path.stat().st_mtime_ns
    path.write_bytes(right[name][:-1] + bytes([right[name][-1] ^ 1]))
    os.utime(path, ns=(date, date))
    published(shown, LATER)
    assert shown.bytes_of_site() == right


def linked(site: Path) -> None:
    shutil.copy(site / "feed.xml", site.parent / "elsewhere.xml")
    (site / "feed.xml").unlink()
    (site / "feed.xml").symlink_to(site.parent / "elsewhere.xml")


TAMPERINGS: dict[str, Callable[[Path], object]] = {
    "a file less": lambda site: (site / "feed.xml").unlink(),
    "a page less": lambda site: (site / "releases/payroll-engine/index.html").unlink(),
    "a folder less": lambda site: shutil.rmtree(site / "releases"),
    "a file more": lambda site: (site / "more.html").write_text("x"),
    "a folder more": lambda site: (site / "more").mkdir(),
    "a link": linked,
    "a file that the server cannot read": lambda site: (site / "feed.xml").chmod(0),
    "a folder that the server cannot read": lambda site: (site / "releases").chmod(0o700),
    "no site": lambda site: site.unlink(),
}


@pytest.mark.parametrize("what", TAMPERINGS)
def test_whatever_somebody_does_to_the_shown_site_is_put_right(
    shown: Project, rendered: list[str], what: str
) -> None:
    def state() -> dict[str, tuple[int, bool]]:
        found = sorted(shown.site.resolve().rglob("*"))
        return {
            path.relative_to(shown.site.resolve()).as_posix(): (
                path.lstat().st_mode,
                path.is_symlink(),
            )
            for path in found
        }

    right, modes = shown.bytes_of_site(), state()
    TAMPERINGS[what](shown.site)
    rendered.clear()
    published(shown, LATER)
    assert rendered == ["plain"]
    assert (shown.bytes_of_site(), state()) == (right, modes)


def test_what_was_kept_of_another_site_or_not_whole_is_not_believed(
    shown: Project, rendered: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    right = shown.bytes_of_site()
    # Of this project, but of the generation before.
    shown.release("old", OLD)
    published(shown, LATER)
    generation = shown.site.readlink()
    shown.site.unlink()
    others = sorted((shown.root / ".notices/generations").iterdir())
    shown.site.symlink_to(os.path.relpath(others[0], shown.root))
    assert shown.site.readlink() != generation
    rendered.clear()
    published(shown, LATER)
    assert rendered == ["plain"]
    assert shown.bytes_of_site() == full(shown, LATER) != right
    # Cut off.
    (folder,) = (shown.root.parent / "cache").iterdir()
    for path in folder.iterdir():
        path.write_bytes(path.read_bytes()[:-1])
    rendered.clear()
    published(shown, LATER)
    assert rendered == ["plain"]
    # By another program.
    monkeypatch.setattr("notices.project.user_cache.program_digest", lambda: "another")
    rendered.clear()
    published(shown, LATER)
    assert rendered == ["plain"]


def rewritten(page: Path) -> Callable[[], object]:
    text = page.read_bytes()
    page.write_text("# Khác\n", encoding="utf-8")
    return lambda: page.write_bytes(text)


def put_aside(page: Path) -> Callable[[], object]:
    aside = page.rename(page.with_name("aside"))
    page.write_text("# Khác\n", encoding="utf-8")
    return lambda: aside.rename(page)


def overlaid(page: Path) -> Callable[[], object]:
    more = page.parents[2] / "theme/overrides/assets/more.css"
    more.write_text("p {}")
    return more.unlink


@pytest.mark.parametrize("changed", [rewritten, put_aside, overlaid])
def test_a_file_that_was_another_one_only_while_the_site_was_rendered_is_rendered_again(
    shown: Project,
    monkeypatch: pytest.MonkeyPatch,
    changed: Callable[[Path], Callable[[], object]],
) -> None:
    render = plain.render

    def meanwhile(request):  # type: ignore[no-untyped-def]
        back = changed(shown.root / "content/pages/index.md")
        found = render(request)
        back()
        return found

    monkeypatch.setattr(plain, "render", meanwhile)
    shown.release("old", OLD)
    published(shown, LATER)
    wrong = shown.bytes_of_site()
    monkeypatch.setattr(plain, "render", render)
    published(shown, LATER)
    assert shown.bytes_of_site() == full(shown, LATER) != wrong


def test_other_bytes_of_a_page_count_although_its_length_and_date_are_the_same(
    shown: Project,
) -> None:
    page = shown.root / "content/pages/index.md"
    date, text = page.stat().st_mtime_ns, page.read_bytes()
    page.write_bytes(text.replace(b"Tin", b"Tan"))
    os.utime(page, ns=(date, date))
    published(shown, LATER)
    assert "Tan" in shown.page("index.html")


@pytest.mark.parametrize(
    "change, args",
    [
        (replaced("mkdocs.yml", "  - tables\n", "  - tables\n  - pymdownx.snippets\n"), ()),
        (lambda _: None, ("--host", "mkdocs")),
        (replaced("mkdocs.yml", "  - notices\n", "  - notices\n  - search\n"), ()),
    ],
)  # fmt: skip
def test_where_not_all_that_a_host_reads_is_known_each_publish_renders(
    shown: Project, change: Callable[[Project], None], args: tuple[str, ...]
) -> None:
    change(shown)
    for _ in range(3):
        before = shown.site.readlink()
        published(shown, LATER, *args)
        assert shown.site.readlink() != before


def test_an_incomplete_last_line_of_the_ledger_is_cut_off_although_the_site_is_shown(
    shown: Project,
) -> None:
    path = shown.root / "content/ledger.jsonl"
    whole = path.read_bytes()
    path.write_bytes(whole + b'{"v":')
    published(shown, LATER)
    assert path.read_bytes() == whole
