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

from notices.domain.plans import Plan
from notices.domain.policy import Policy, Texts
from notices.domain.problem import EntryKind, Problem, Source
from notices.domain.release import Release
from notices.rules.project_context import ProjectContext
from notices.rules.rule import Rule

__all__ = ["RULE"]

_PLACEHOLDER = re.compile(r"(?:\s|…|\.{2,})+", re.ASCII)


def _placeholders(context: ProjectContext) -> Iterator[Problem]:
    for name, texts in _of_policy(context.policy):
        yield from _found(texts, context.policy.source, name)
    for system in context.systems:
        for name, texts in (("name", system.name), ("group", system.group)):
            yield from _found(texts, system.source, name)
    # The file, also where its announced copy stands: the file is what a person can correct.
    for release in filter(None, (standing.file for standing in context.releases)):
        for name, texts in _of_release(release):
            yield from _found(texts, release.source, name, "release", release.id)
    for plan in filter(None, (month.file for month in context.plans)):
        for name, texts in _of_plan(plan):
            yield from _found(texts, plan.source, name, "plan", plan.id)


def _of_policy(policy: Policy) -> Iterator[tuple[str, Texts]]:
    for category in policy.categories.values():
        yield f"categories.{category.id}.label", category.label
        for number, row in enumerate(category.notices):
            yield f"categories.{category.id}.notices.{number}.label", row.label


def _of_release(release: Release) -> Iterator[tuple[str, Texts]]:
    yield "title", release.title
    yield "summary", release.summary
    yield "body", release.body
    yield "prepare", release.prepare
    if release.window.reason is not None:
        yield "window.reason", release.window.reason
    if release.exception is not None:
        yield "exception.reason", release.exception.reason
    if release.cancelled is not None:
        yield "cancelled.reason", release.cancelled.reason
    for number, issue in enumerate(release.known_issues):
        yield f"known_issues.{number}.title", issue.title


def _of_plan(plan: Plan) -> Iterator[tuple[str, Texts]]:
    yield "summary", plan.summary
    for number, item in enumerate(plan.items):
        yield f"items.{number}.title", item.title


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
                f"`{field}` is the placeholder {dots}",
                f"Write the text in the place of {dots}.",
                entry=entry,
                kind=kind,
                field=field,
                facts=(text,),
            )


RULE = Rule("placeholder", ("warning",), __doc__, project=_placeholders)
