"""A notice of a public release was published by its deadline.

The site shows customers which notices came late or never, so the company should know it first.
Nothing is refused: what happened cannot be undone. An exception excuses the notice.

Announced::

    window:
      start: 2026-12-03 20:00
      end: 2026-12-03 22:00
      reason: {vi: Đã thống nhất với khách hàng., en: Agreed with the customers.}
      approved_by: product

Fails::

    window:
      start: 2026-12-03 20:00
      end: 2026-12-03 22:00
      reason: {vi: Đã thống nhất với khách hàng., en: Agreed with the customers.}
      approved_by: product

Passes::

    window:
      start: 2026-12-03 20:00
      end: 2026-12-03 22:00
      reason: {vi: Đã thống nhất với khách hàng., en: Agreed with the customers.}
      approved_by: product
    cancelled: {at: 2026-12-01 08:30, reason: {vi: Hoãn., en: Postponed.}}
"""

from __future__ import annotations

from collections.abc import Iterator

from notices.domain.phrases import NO_TEXT, joined, phrase
from notices.domain.problem import Problem
from notices.rules.context import RuleContext
from notices.rules.rule import Rule

__all__ = ["RULE", "breaches"]


def breaches(context: RuleContext) -> bool:
    """Whether a customers' notice was, or now is, late or missed with no exception for it."""
    return any(
        standing.rule.audience == "customers"
        and (
            (standing.status in ("late", "missed") and not standing.excused)
            or (standing.record is not None and standing.record.verdict in ("late", "missed"))
        )
        for standing in context.notices
    )


def _breach(context: RuleContext) -> Iterator[Problem]:
    """One warning for each customers' notice of a public release that broke its deadline."""
    for standing in context.notices:
        verdict = standing.record.verdict if standing.record else None
        broken = standing.status in ("late", "missed") and not standing.excused
        if standing.rule.audience != "customers" or not (broken or verdict in ("late", "missed")):
            continue
        deadline = standing.deadline
        word = verdict if verdict in ("late", "missed") else standing.status
        notice = f"`{standing.rule.id}`"
        help = NO_TEXT
        if standing.status == "late":
            what = phrase("{notice} is late", notice=notice)
            help = phrase("the next `notices publish` sends it, marked as late")
        elif word == "missed":
            what = phrase("{notice} was never published", notice=notice)
        else:
            what = phrase("{notice} was published late", notice=notice)
        by = phrase("(deadline {deadline})", deadline=context.when(deadline)) if deadline else ""
        yield context.problem(
            "warning",
            "breach",
            "window.start",
            joined([what, by]),
            facts=(deadline,),
            help=help,
            row=standing.rule,
            late_by=context.now - deadline if deadline and standing.status == "late" else None,
        )


RULE = Rule("breach", ("warning",), __doc__, advice=_breach)
