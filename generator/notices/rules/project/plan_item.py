"""A plan's item names a release that is there, is not cancelled, and begins in the plan's month.

The plan's page links the item to its release, and says after the month what became of it. With a
name that is wrong it says that the update did not happen.

Fails::

    # content/plans/2027-01.yml
    items:
      - title: {vi: Bảng lương, en: Payroll}
        category: feature
        expected: 2027-01-09
        release: payrol-engine

Passes::

    # content/plans/2027-01.yml
    items:
      - title: {vi: Bảng lương, en: Payroll}
        category: feature
        expected: 2027-01-09
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from notices.domain.instants import local
from notices.domain.phrases import NO_TEXT, Phrase, joined, phrase
from notices.domain.plans import Plan
from notices.domain.problem import Fact, Problem
from notices.rules.project_context import ProjectContext
from notices.rules.rule import Rule

__all__ = ["RULE"]


def _items(context: ProjectContext) -> Iterator[Problem]:
    """A warning for each such item of a month that is not over."""
    for month in context.plans:
        plan, timing = month.file, month.timing
        if plan is None or timing is None or month.imported or timing.end <= context.now:
            continue
        for number, item in enumerate(plan.items):
            if item.release is None:
                continue
            found = _wrong(item.release, plan, context)
            if found is None:
                continue
            message, help, facts = found
            if month.public and "unknown" not in facts:
                help = phrase("The plan is announced; its page shows what became of the item.")
            yield Problem(
                "warning",
                "plan-item",
                plan.source.at(f"items.{number}.release"),
                message,
                help,
                entry=plan.id,
                kind="plan",
                field=f"items.{number}.release",
                facts=(item.release, *facts),
            )


def _wrong(
    name: str, plan: Plan, context: ProjectContext
) -> tuple[Phrase, Phrase, tuple[Fact, ...]] | None:
    """What is wrong with the release of that id, what to do, and the facts; ``None``: nothing.

    Of a release whose file cannot be read only that it is there is known.
    """
    standing = next((each for each in context.releases if each.id == name), None)
    if standing is None:
        near = difflib.get_close_matches(name, [each.id for each in context.releases], 1)
        hint = phrase("Did you mean `{near}`?", near=near[0]) if near else NO_TEXT
        rule = phrase("`release` is a file's name without .yml; leave it out until there is one.")
        return phrase("there is no release `{id}`", id=name), joined([hint, rule]), ("unknown",)
    release = standing.release
    if release is None:
        return None
    if release.cancelled is not None:
        message = phrase("`{release}` is cancelled", release=name)
        return message, phrase("Take the item out of the plan."), ("cancelled",)
    day = local(release.window.start, context.policy.zone).date()
    if day.replace(day=1) != plan.month:
        help = phrase(
            "List it in the plan of {month}, or correct its window.", month=f"{day:%Y-%m}"
        )
        message = phrase(
            "`{release}` begins on {day}, which is not in {month}",
            release=name,
            day=day,
            month=plan.id,
        )
        return message, help, (day,)
    return None


RULE = Rule("plan-item", ("warning",), __doc__, project=_items)
