"""No text that readers see is a placeholder.

Help lines and examples show `…` where a text belongs. Pasted as it is, customers would read three
dots. It is a warning, so that what a help line proposes passes.

Fails::

    title: {vi: …, en: …}

Passes::

    title: {vi: Bảng lương thế hệ mới, en: New payroll engine}
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from notices.domain.phrases import phrase
from notices.domain.policy import Texts
from notices.domain.problem import EntryKind, Problem, Source
from notices.domain.release import Release
from notices.rules.project_context import ProjectContext
from notices.rules.rule import Rule
from notices.rules.texts import announcement_texts, plan_texts, policy_texts

__all__ = ["RULE", "written_texts"]

_PLACEHOLDER = re.compile(r"(?:\s|…|\.{2,})+", re.ASCII)


def written_texts(texts: Texts) -> Texts:
    """The text in the languages in which it is more than a placeholder; in all if it is in none."""
    written = {each: text for each, text in texts.items() if not _PLACEHOLDER.fullmatch(text)}
    return written or texts


def _placeholders(context: ProjectContext) -> Iterator[Problem]:
    for name, texts in policy_texts(context.policy):
        yield from _found(texts, context.policy.source, name)
    for system in context.systems:
        for name, texts in (("name", system.name), ("group", system.group)):
            yield from _found(texts, system.source, name)
    # The file, also where its announced copy stands: the file is what a person can correct.
    for release in filter(None, (standing.file for standing in context.releases)):
        for name, texts in _of_release(release):
            yield from _found(texts, release.source, name, "release", release.id)
    for plan in filter(None, (month.file for month in context.plans)):
        for name, texts in plan_texts(plan):
            yield from _found(texts, plan.source, name, "plan", plan.id)


def _of_release(release: Release) -> Iterator[tuple[str, Texts]]:
    yield from announcement_texts(release)
    if release.cancelled is not None:
        yield "cancelled.reason", release.cancelled.reason
    for number, issue in enumerate(release.known_issues):
        yield f"known_issues.{number}.title", issue.title


def _found(
    texts: Texts,
    source: Source,
    name: str,
    kind: EntryKind | None = None,
    entry: str | None = None,
) -> Iterator[Problem]:
    """A warning for each language that has nothing but dots."""
    for language, text in texts.items():
        if _PLACEHOLDER.fullmatch(text):
            field, dots = f"{name}.{language}", text.strip()
            yield Problem(
                "warning",
                "placeholder",
                source.at(field),
                phrase("`{field}` is the placeholder {dots}", field=field, dots=dots),
                phrase("Write the text in the place of {dots}.", dots=dots),
                entry=entry,
                kind=kind,
                field=field,
                facts=(text,),
            )


RULE = Rule("placeholder", ("warning",), __doc__, project=_placeholders)
