"""Warnings: what somebody should know before it becomes a refusal, and promises broken.

Belongs here: windows whose last legal moment comes near, breaches, notices out of order.
Does not belong here: refusals.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from notices.domain.problem import Problem
from notices.domain.wording import span_text
from notices.rules.context import RuleContext

__all__ = ["breach", "breaches", "expires_soon", "out_of_order"]

_SOON = timedelta(hours=48)


def expires_soon(context: RuleContext) -> Iterator[Problem]:
    """A hidden release whose window can be published for less than two more days."""
    latest = context.publish_by
    if latest is not None and timedelta() <= latest - context.now <= _SOON:
        left = latest - context.now
        rest = f"for another {span_text(left)}, until" if left else "at this very second,"
        yield context.problem(
            "warning",
            "expires-soon",
            "window.start",
            f"this window can be published {rest} {context.when(latest)}",
            help="publish before then, or choose a later window",
            latest=latest,
        )


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


def breach(context: RuleContext) -> Iterator[Problem]:
    """One warning for each customers' notice of a public release that broke its deadline."""
    for standing in context.notices:
        verdict = standing.record.verdict if standing.record else None
        broken = standing.status in ("late", "missed") and not standing.excused
        if standing.rule.audience != "customers" or not (broken or verdict in ("late", "missed")):
            continue
        deadline = standing.deadline
        word = verdict if verdict in ("late", "missed") else standing.status
        said = "was never published" if word == "missed" else "was published late"
        help = ""
        if standing.status == "late":
            said, help = "is late", "the next `notices publish` sends it, marked as late"
        by = f" (deadline {context.when(deadline)})" if deadline else ""
        yield context.problem(
            "warning",
            "breach",
            "window.start",
            f"`{standing.rule.id}` {said}{by}",
            help=help,
            row=standing.rule,
            late_by=context.now - deadline if deadline and standing.status == "late" else None,
        )


def out_of_order(context: RuleContext) -> Iterator[Problem]:
    """Own times that turn around the order in which the deadlines come."""
    ahead = [
        (n, n.planned, n.deadline)
        for n in context.notices
        if n.rule.audience == "customers"
        and n.status in ("pending", "due")
        and n.planned is not None
        and n.deadline is not None
    ]
    for standing, planned, deadline in ahead:
        if standing.rule.id not in context.release.own_times:
            continue
        for other, other_planned, other_deadline in ahead:
            after = deadline < other_deadline and planned > other_planned
            before = deadline > other_deadline and planned < other_planned
            if after or before:
                yield context.problem(
                    "warning",
                    "out-of-order",
                    f"notices.{standing.rule.id}.at",
                    f"`{standing.rule.id}` would come {'after' if after else 'before'} "
                    f"`{other.rule.id}`, which is planned for {context.when(other_planned)}",
                    help="choose a time on the other side of it, or leave `at` out",
                    row=standing.rule,
                )
