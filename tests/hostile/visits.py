"""Looking at all that a project has published: what is wrong in it, and what shapes it has.

Belongs here: which pages and files are looked at. Does not belong here: how one is opened or read (``probe``,
``outputs``), what the shapes of a hostile project may be (the tests).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser

from tests.browser.stage import serving
from tests.hostile.outputs import Read, read_mail, read_site
from tests.hostile.probe import Probe, missing, opened, words
from tests.hostile.sites import HostileProject

__all__ = ["Seen", "see_files", "see_mails", "see_pages"]

_MARKDOWN = frozenset({"release.body", "release.prepare"})
# What a release's own page says beside what its file does.
_AROUND = (
    "policy.categories.*.label",
    "policy.categories.*.notices[].label",
    "systems.systems[].name",
)


@dataclass(frozen=True)
class Seen:
    """So many things were looked at: what ``ran``, what ``left``, all ``faults``, these two too; and the shapes.

    ``shapes`` are names of elements and attributes, of keys, properties and headers.
    """

    count: int
    shapes: frozenset[str]
    ran: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def see_pages(made: HostileProject, browser: Browser) -> Seen:
    """Open every page without its policy; each release's own has to show its texts as they were typed."""
    with serving(made.site) as base, opened(browser, base) as probe:
        lost = []
        for path in _addresses(made.site):
            text = probe.open(path)
            if found := re.fullmatch(r"(en/)?releases/(\w+-(\d+))/", path):
                language = "en" if found[1] else "vi"
                lost += missing(_wanted(made, found[2], found[3], language), text)
        return _seen(probe, probe.opened, frozenset(probe.shapes), lost)


def see_files(made: HostileProject, browser: Browser) -> Seen:
    """Read every file that is no page; all HTML in it is shown as it is."""
    read = read_site(made.site)
    said = "\n".join(map(words, read.texts))
    lost = [title for title in _titles(made) if title not in said]
    return _trusted(made, browser, read, len(read.html), lost)


def see_mails(made: HostileProject, browser: Browser, every: int = 1) -> Seen:
    """Read the mails of the outbox, all or one of so many; each has the title in subject and plain text."""
    read, lost = Read(), []
    files = sorted((made.project.root / "outbox").rglob("*.eml"))[::every]
    for path in files:
        subject, text = read_mail(path.name, path.read_bytes(), read)
        language = path.suffixes[-2].removeprefix(".")
        title = made.said.get(path.parent.name, {}).get(("release.title", language), "")
        lost += missing([(f"subject of {path.name}", title)], words(subject))
        lost += missing([(f"text of {path.name}", title)], words(text))
    return _trusted(made, browser, read, len(files), lost)


def _addresses(site: Path) -> list[str]:
    found = (path.relative_to(site).as_posix() for path in site.rglob("*.html"))
    return sorted(path.removesuffix("index.html") for path in found)


def _wanted(made: HostileProject, name: str, turn: str, language: str) -> list[tuple[str, str]]:
    """What a release's own page has to show, each with where that is from."""
    own = {**made.said[name]}
    around = {**made.said[f"c-{turn}"], **made.said[f"s-{turn}"]}
    # What was cancelled touches no system.
    shown = _AROUND[:-1] if name.startswith("off") else _AROUND
    return [
        *(
            (f"{name} {field}", text)
            for (field, of), text in own.items()
            if of == language and field not in _MARKDOWN
        ),
        *((f"{name} {field}", around[field, language]) for field in shown),
    ]


def _titles(made: HostileProject) -> set[str]:
    said = (each for texts in made.said.values() for each in texts.items())
    return {words(text) for (field, _), text in said if field == "release.title"}


def _trusted(
    made: HostileProject, browser: Browser, read: Read, count: int, lost: list[str]
) -> Seen:
    with serving(made.site) as base, opened(browser, base) as probe:
        probe.open("404.html")
        probe.trust(read.html)
        html = frozenset(f"html {shape}" for shape in probe.shapes)
        return _seen(probe, count, html | read.shapes, lost)


def _seen(probe: Probe, count: int, shapes: frozenset[str], lost: list[str]) -> Seen:
    return Seen(count, shapes, probe.ran, probe.left, [*probe.faults(), *lost])
