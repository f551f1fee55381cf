"""The hand-written pages of a project: which there are, and which of them may be shown.

Belongs here: reading ``content/pages`` as far as it decides that. Does not belong here: which
paths are allowed (``rules.pages``), rendering the pages (the host).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from notices.domain.layout import PAGES
from notices.domain.phrases import phrase
from notices.domain.policy import Policy
from notices.domain.problem import Mark, Problem
from notices.evaluation.entries import ReleaseEntry
from notices.evaluation.sources import Sources
from notices.loading import drawing_problems, page_text
from notices.rules.pages import STUB_MARK, Page, sort_pages, unfilled

__all__ = ["Written", "pages_of", "written_of"]


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
    sources: Sources, policy: Policy, entries: tuple[ReleaseEntry, ...]
) -> tuple[tuple[Page, ...], tuple[Problem, ...]]:
    """Every file of ``content/pages``, and an error for each stray, unreadable or unsafe one.

    A guide or FAQ page that is marked as a stub, empty, or still the stub's text counts as
    not written, and is left out (II.5); so is any other page that is marked so.
    """
    paths = [path.removeprefix(f"{PAGES}/") for path in sources.below(PAGES, "")]
    known = {entry.id for entry in entries}
    pages, problems = sort_pages(paths, PAGES, policy.languages, known)
    kept, all_problems = [], list(problems)
    for page in pages:
        path = f"{PAGES}/{page.path}"
        if path.endswith(".md"):
            text = page_text(path, sources.files[path])
            all_problems += text.problems
            if text.value is None:
                continue
            meta = sources.reader.front_matter(path, sources.files[path])
            all_problems += meta.problems
            # The host reads it too, and less carefully.
            if meta.value is None:
                continue
            if meta.value.get("stub", "").lower() == "true":
                continue
            if page.release is not None and (lacks := unfilled(text.value)):
                all_problems.append(_unfilled(path, page, lacks))
                continue
        elif path.lower().endswith(".svg") and (
            unsafe := drawing_problems(path, sources.files[path])
        ):
            all_problems += unsafe
            continue
        kept.append(page)
    return tuple(kept), tuple(all_problems)


def _unfilled(path: str, page: Page, lacks: Literal["empty", "stub"]) -> Problem:
    if lacks == "empty":
        message = phrase("the page is empty, so it counts as not written and is not shown")
        help = phrase("Write it, or mark it with `stub: true`.")
    else:
        message = phrase(
            "the page still holds the generated stub's text, so it counts as not written and is "
            "not shown"
        )
        help = phrase(
            "Write it and remove the line `{mark}`, or mark it with `stub: true`.", mark=STUB_MARK
        )
    return Problem(
        "warning",
        "stub-unfilled",
        Mark(path),
        message,
        help=help,
        entry=page.release,
        kind="release",
        facts=(page.path,),
    )


def written_of(pages: tuple[Page, ...], visible: set[str]) -> Written:
    """What of the pages belongs to no release, or to a visible one; a guide brings its images."""

    def pages_of_kind(kind: str) -> frozenset[tuple[str, str]]:
        return frozenset(
            (page.release, page.language)
            for page in pages
            if page.kind == kind and page.release in visible and page.language is not None
        )

    guides, faq = pages_of_kind("guides"), pages_of_kind("faq")
    illustrated = {release for release, _ in guides}
    paths = tuple(
        page.path
        for page in pages
        if page.release is None
        or (page.release in visible and (page.kind != "image" or page.release in illustrated))
    )
    others = {page.name for page in pages if page.kind == "page"}
    return Written(paths, guides, faq, tuple(sorted(others)))
