"""No text that readers see is a placeholder.

Help lines and examples show `…` where a text belongs. Pasted as it is, customers would read three
dots. What they were shown already stands until somebody writes the text. In the policy and in the
systems it is a warning.

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
from notices.domain.problem import Problem
from notices.domain.release import Release
from notices.rules.context import RuleContext
from notices.rules.plan_context import PlanContext
from notices.rules.project_context import ProjectContext
from notices.rules.rule import Rule

__all__ = ["RULE"]

_PLACEHOLDER = re.compile(r"(?:\s|…|\.{2,})*", re.ASCII)


def _reason(context: RuleContext) -> Iterator[Problem]:
    """A cancellation is shown whatever else is wrong, so its reason is asked of every file."""
    if (cancelled := context.release.cancelled) is not None:
        yield from _of_context(context, "cancelled.reason", cancelled.reason)


def _of_release(context: RuleContext) -> Iterator[Problem]:
    shown = dict(_texts(context.shown)) if context.shown is not None else {}
    for name, texts in _texts(context.release):
        yield from _of_context(context, name, _changed(texts, shown.get(name, {})))


def _of_context(context: RuleContext, name: str, texts: Texts) -> Iterator[Problem]:
    for field, text in _placeholders(name, texts):
        message, help = _words(field, text)
        yield context.problem("error", "placeholder", field, message, help=help, facts=(text,))


def _of_plan(context: PlanContext) -> Iterator[Problem]:
    shown = dict(_texts_of_plan(context.shown)) if context.shown is not None else {}
    for name, texts in _texts_of_plan(context.plan):
        for field, text in _placeholders(name, _changed(texts, shown.get(name, {}))):
            message, help = _words(field, text)
            yield context.error("placeholder", field, message, help, facts=(text,))


def _of_project(context: ProjectContext) -> Iterator[Problem]:
    sources = [(context.policy.source, *each) for each in _texts_of_policy(context.policy)]
    for system in context.systems:
        sources += [(system.source, "name", system.name), (system.source, "group", system.group)]
    for source, name, texts in sources:
        for field, text in _placeholders(name, texts):
            message, help = _words(field, text)
            yield Problem(
                "warning", "placeholder", source.at(field), message, help,
                field=field, facts=(text,),
            )  # fmt: skip


def _changed(texts: Texts, shown: Texts) -> Texts:
    """The texts that are not those of the announced copy."""
    return {each: text for each, text in texts.items() if text != shown.get(each)}


def _placeholders(name: str, texts: Texts) -> Iterator[tuple[str, str]]:
    """Field and text of each language that has nothing but dots."""
    for language, text in texts.items():
        if _PLACEHOLDER.fullmatch(text):
            yield f"{name}.{language}", text.strip()


def _words(field: str, text: str) -> tuple[str, str]:
    return f"`{field}` is the placeholder {text}", f"Write the text in the place of {text}."


def _texts(release: Release) -> Iterator[tuple[str, Texts]]:
    yield "title", release.title
    yield "summary", release.summary
    yield "body", release.body
    yield "prepare", release.prepare
    if release.window.reason is not None:
        yield "window.reason", release.window.reason
    if release.exception is not None:
        yield "exception.reason", release.exception.reason
    for number, issue in enumerate(release.known_issues):
        yield f"known_issues.{number}.title", issue.title


def _texts_of_plan(plan: Plan) -> Iterator[tuple[str, Texts]]:
    yield "summary", plan.summary
    for number, item in enumerate(plan.items):
        yield f"items.{number}.title", item.title


def _texts_of_policy(policy: Policy) -> Iterator[tuple[str, Texts]]:
    for category in policy.categories.values():
        yield f"categories.{category.id}.label", category.label
        for number, row in enumerate(category.notices):
            yield f"categories.{category.id}.notices.{number}.label", row.label


RULE = Rule(
    "placeholder",
    ("error", "warning"),
    __doc__,
    valid=_reason,
    hidden=_of_release,
    public=_of_release,
    hidden_plan=_of_plan,
    public_plan=_of_plan,
    project=_of_project,
)
