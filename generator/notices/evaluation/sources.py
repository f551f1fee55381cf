"""The files of a project, and the entries and pages that they hold.

Belongs here: which path is what, and putting together all that is known of one id: its file,
its announced copy, its records. Does not belong here: reading the disk (``workspace``),
judging (``rules``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from notices.domain.layout import PAGES, PLANS, PUBLISHED, PUBLISHED_PLANS, RELEASES
from notices.domain.ledger import History, Ledger
from notices.domain.policy import Policy
from notices.domain.problem import Mark, Problem
from notices.domain.release import Release
from notices.loading import (
    Loaded,
    cancelled_copy,
    front_matter,
    load_plan,
    load_release,
    page_text,
)
from notices.rules.decision import Entry
from notices.rules.pages import STUB_MARK, Page, sort_pages, unfilled
from notices.rules.plans import PlanEntry

__all__ = [
    "Sources",
    "Written",
    "entries_of",
    "pages_of",
    "plan_entries_of",
    "written_of",
]


@dataclass(frozen=True, slots=True)
class Sources:
    """Every file below ``content``: POSIX path from the project's root, to its bytes.

    Of files that nobody here reads (images) the bytes may be left empty. ``problems`` are
    what the walk itself found (links, files that cannot be read).
    """

    files: Mapping[str, bytes]
    problems: tuple[Problem, ...] = ()

    def below(self, folder: str, suffix: str = ".yml") -> Iterator[tuple[str, bytes]]:
        """The files below a folder that end so, by path."""
        for path in sorted(self.files):
            if path.startswith(f"{folder}/") and path.endswith(suffix):
                yield path, self.files[path]


def entries_of(sources: Sources, policy: Policy, ledger: Ledger) -> tuple[Entry, ...]:
    """One entry for each id that a file, a copy or the ledger names, by id."""
    files: dict[str, list[str]] = defaultdict(list)
    for path, _ in sources.below(RELEASES):
        files[PurePosixPath(path).stem].append(path)
    shown = {
        PurePosixPath(path).stem: path
        for path, _ in sources.below(PUBLISHED)
        if not path.startswith(f"{PUBLISHED_PLANS}/")
    }
    histories = ledger.histories()
    entries = []
    for name in sorted({*files, *shown, *histories}):
        history = histories.get(name, History())
        paths = files.get(name, [])
        loaded: Loaded[Release] = Loaded(None)
        if len(paths) == 1:
            loaded = load_release(paths[0], sources.files[paths[0]], policy)
        copy = None
        if name in shown:
            same = len(paths) == 1 and sources.files[paths[0]] == sources.files[shown[name]]
            # Most copies are their file's bytes: those are not read again.
            copy = (
                loaded.value
                and replace(loaded.value, source=replace(loaded.value.source, path=shown[name]))
                if same
                else load_release(shown[name], sources.files[shown[name]], policy).value
            )
        if len(paths) == 1:
            errors = tuple(p for p in loaded.problems if p.is_error)
            named = tuple(replace(p, entry=p.entry or name) for p in loaded.problems)
            file = None if errors else loaded.value
            joined = None
            if file and file.cancelled and copy and copy.cancelled is None:
                joined = cancelled_copy(
                    shown[name], sources.files[shown[name]], file.cancelled, policy
                )
            entries.append(Entry(name, paths[0], file, copy, named, history, joined))
        elif paths:
            entries.append(Entry(name, paths[0], None, copy, _duplicates(name, paths), history))
        elif copy is not None or history.announced_window is not None:
            path = shown.get(name, f"{PUBLISHED}/{name}.yml")
            entries.append(Entry(name, path, None, copy, (), history))
    return tuple(entries)


def plan_entries_of(sources: Sources, policy: Policy, ledger: Ledger) -> tuple[PlanEntry, ...]:
    """One entry for each month that a plan's file, its copy or the ledger names, by month."""
    files: dict[str, list[str]] = defaultdict(list)
    for found, _ in sources.below(PLANS):
        files[PurePosixPath(found).stem].append(found)
    shown = {PurePosixPath(path).stem: path for path, _ in sources.below(PUBLISHED_PLANS)}
    histories = ledger.plan_histories()
    entries = []
    for name in sorted({*files, *shown, *histories}):
        copy = shown.get(name)
        announced = load_plan(copy, sources.files[copy], policy).value if copy else None
        paths = files.get(name, [])
        path = paths[0] if paths else None
        loaded = load_plan(path, sources.files[path], policy) if path else Loaded(None)
        if len(paths) > 1:
            loaded = Loaded(None, _duplicates(name, paths))
        where = path or copy or f"{PUBLISHED_PLANS}/{name}.yml"
        history = histories.get(name, History())
        entries.append(PlanEntry(name, where, loaded.value, announced, loaded.problems, history))
    return tuple(entries)


def _duplicates(name: str, paths: list[str]) -> tuple[Problem, ...]:
    return tuple(
        Problem(
            "error",
            "duplicate-id",
            Mark(path),
            f"the id `{name}` is taken twice: also by {', '.join(p for p in paths if p != path)}",
            help="An entry's id is its file's name, in whatever folder; rename one of them.",
            entry=name,
        )
        for path in paths
    )


@dataclass(frozen=True, slots=True)
class Written:
    """The hand-written pages that may be shown.

    ``paths`` (below ``content/pages``) is all that the host may see; ``guides`` and ``faq``
    hold (release, language) of each such page that somebody wrote (II.5); ``others`` are the
    names of those that belong to no release.
    """

    paths: tuple[str, ...]
    guides: frozenset[tuple[str, str]]
    faq: frozenset[tuple[str, str]]
    others: tuple[str, ...] = ()


def pages_of(
    sources: Sources, policy: Policy, entries: tuple[Entry, ...]
) -> tuple[tuple[Page, ...], tuple[Problem, ...]]:
    """Every file of ``content/pages``, and an error for each stray or unreadable one.

    A guide or FAQ page that is marked as a stub, empty, or still the stub's text counts as
    not written, and is left out (II.5); so is any other page that is marked so.
    """
    paths = [path.removeprefix(f"{PAGES}/") for path, _ in sources.below(PAGES, "")]
    known = {entry.id for entry in entries}
    pages, problems = sort_pages(paths, PAGES, policy.languages, known)
    kept, found = [], list(problems)
    for page in pages:
        path = f"{PAGES}/{page.path}"
        if path.endswith(".md"):
            text = page_text(path, sources.files[path])
            found += text.problems
            if text.value is None:
                continue
            meta = front_matter(path, sources.files[path])
            found += meta.problems
            if (meta.value or {}).get("stub", "").lower() == "true":
                continue
            if page.release is not None and (lacks := unfilled(text.value)):
                found.append(_unfilled(path, page, lacks))
                continue
        kept.append(page)
    return tuple(kept), tuple(found)


def _unfilled(path: str, page: Page, lacks: str) -> Problem:
    todo = "Write it" if lacks == "is empty" else f"Write it and take out the line `{STUB_MARK}`"
    return Problem(
        "warning",
        "stub-unfilled",
        Mark(path),
        f"the page {lacks}, so it counts as not written and is not shown",
        help=f"{todo}, or mark it with `stub: true`.",
        entry=page.release,
    )


def written_of(pages: tuple[Page, ...], visible: set[str]) -> Written:
    """What of the pages belongs to no release, or to a visible one; a guide brings its images."""

    def told(kind: str) -> frozenset[tuple[str, str]]:
        return frozenset(
            (page.release, page.language)
            for page in pages
            if page.kind == kind and page.release in visible and page.language is not None
        )

    guides, faq = told("guides"), told("faq")
    illustrated = {release for release, _ in guides}
    paths = tuple(
        page.path
        for page in pages
        if page.release is None
        or (page.release in visible and (page.kind != "image" or page.release in illustrated))
    )
    others = {page.name for page in pages if page.kind == "page"}
    return Written(paths, guides, faq, tuple(sorted(others)))
