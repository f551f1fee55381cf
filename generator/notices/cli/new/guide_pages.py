"""Guide and FAQ pages that still have to be written.

Belongs here: which of them are missing, and their text. Does not belong here: whether a page
counts as written (``rules.pages``), by when it has to be (``rules.project.task_due``).
"""

from __future__ import annotations

from collections.abc import Container, Iterator

from notices.cli.language import say_in
from notices.cli.new.entry_text import quoted_text
from notices.domain.layout import PAGES
from notices.domain.phrases import phrase
from notices.domain.policy import Policy
from notices.domain.release import Release
from notices.evaluation import Evaluation
from notices.loading.characters import private
from notices.rules.pages import GUIDED, STUB_MARK, page_file
from notices.rules.project.placeholder import written_texts

__all__ = ["owes_guides", "owing_guides", "stub_pages"]


def owing_guides(evaluation: Evaluation) -> Iterator[Release]:
    """The releases ahead, drafts too, whose category asks for a guide and an FAQ page (II.5)."""
    for decision in evaluation.decisions:
        release = decision.entry.file
        if (
            release is not None
            and evaluation.policy is not None
            and owes_guides(release, evaluation.policy)
            and release.cancelled is None
            and release.outcome is None
            and evaluation.now < release.window.end
        ):
            yield release


def owes_guides(release: Release, policy: Policy) -> bool:
    """Whether somebody has to write its guide and FAQ; of a release that is never public nobody."""
    return policy.categories[release.category].guides_task is not None and not release.targeted


def stub_pages(release: Release, policy: Policy, existing: Container[str]) -> dict[str, str]:
    """The pages that do not exist yet, by their paths from the project's root.

    Each is a stub in its language: it has the release's title, and counts as not written.
    """
    titles, pages = written_texts(release.title), {}
    # One line, whatever its width: it says so.
    hint = say_in(
        phrase("When the page is written, delete this line, the next one, and the mark below.")
    )
    for kind in GUIDED:
        for language in policy.languages:
            path = f"{PAGES}/{kind}/{page_file(release.id, language, policy.languages)}"
            if path not in existing:
                title = titles.get(language) or next(iter(titles.values()))
                shown = quoted_text(_showable(title))
                pages[path] = _STUB.format(title=shown, hint=hint, mark=STUB_MARK)
    return pages


def _showable(title: str) -> str:
    """A title without the characters that an entry may have and a page may not."""
    left_out = set(private(title))
    return "".join(sign for place, sign in enumerate(title) if place not in left_out)


_STUB = """\
---
title: {title}
# {hint}
stub: true
---

{mark}
"""
