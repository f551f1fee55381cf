"""Lead times: nobody hears of an update later than the policy promises (I.1, I.3, II.3, II.4).

Belongs here: refusals of a window whose customers' notices are late or missed, and of own
times outside their notice's bounds. Does not belong here: breaches of what is public
already (``reminders``).
"""

from __future__ import annotations

from collections.abc import Iterator

from notices.domain.problem import Problem
from notices.domain.public import NoticeStanding
from notices.domain.schedule import timing
from notices.domain.wording import span_text
from notices.rules.context import RuleContext, legal_window_help

__all__ = ["late_notices", "own_times"]


def late_notices(context: RuleContext) -> Iterator[Problem]:
    """One error for each customers' notice that can no longer be published in time."""
    late = [n for n in context.notices if _is_late(n)]
    if not late:
        return
    earliest = context.earliest()
    latest = context.publish_by
    known_by = (
        f"this window could have been published until {context.when(latest)}" if latest else ""
    )
    way_out = legal_window_help(context, earliest)
    if context.release.outcome is not None:
        way_out = _afterwards(context)
    for standing in late:
        rule, deadline = standing.rule, standing.deadline
        assert deadline is not None
        late_by = context.now - deadline
        source = f" ({rule.source})" if rule.source else ""
        yield context.problem(
            "error",
            "lead-time",
            "window.start",
            f"`{rule.id}`{source} is due to customers {_ahead(standing)} before the start, "
            f"by {context.when(deadline)}; that was {span_text(late_by)} ago",
            help="; ".join(filter(None, (known_by, way_out))),
            row=rule,
            late_by=late_by,
            earliest=earliest,
            latest=latest,
        )


def _afterwards(context: RuleContext) -> str:
    """What is left for an update that has run and was announced to nobody."""
    grant = context.category.after_the_fact
    if grant is None:
        return "the policy lets no update be shown that was not announced"
    asked = context.release.exception
    if asked is not None and asked.approved_by in grant.roles:
        end = context.when(context.release.window.end)
        return f"by its exception it is shown once its window is over, at {end}"
    return (
        "with `exception: {approved_by: …, on: …, reason: …}` by "
        f"{' or '.join(grant.roles)} it is shown as 'not announced in advance'"
    )


def _is_late(standing: NoticeStanding) -> bool:
    return (
        standing.rule.audience == "customers"
        and standing.status in ("late", "missed")
        and not standing.excused
    )


def _ahead(standing: NoticeStanding) -> str:
    lead = standing.rule.latest
    assert lead is not None
    name = {"d": "day", "h": "hour", "m": "minute"}[lead.unit]
    return f"{lead.count} {name}{'' if lead.count == 1 else 's'}"


def own_times(context: RuleContext) -> Iterator[Problem]:
    """One error for each own time, of a notice still owed, outside [opens, deadline]."""
    for standing in context.notices:
        if standing.status in ("published", "not_owed"):
            continue
        rule = standing.rule
        times = timing(rule, context.release, context.policy, context.history, context.now)
        bounds = _bounds(context, standing)
        source = f" ({rule.source})" if rule.source else ""
        if times.own is None:
            continue
        if times.too_late and times.deadline is not None:
            yield context.problem(
                "error",
                "lead-time",
                f"notices.{rule.id}.at",
                f"its own time for `{rule.id}`{source} is "
                f"{span_text(times.own - times.deadline)} after its deadline, "
                f"{context.when(times.deadline)}",
                help=bounds,
                row=rule,
                late_by=times.own - times.deadline,
                latest=context.publish_by,
                earliest=context.earliest(),
            )
        if times.too_early and times.opens is not None:
            yield context.problem(
                "error",
                "too-early",
                f"notices.{rule.id}.at",
                f"its own time for `{rule.id}`{source} is "
                f"{span_text(times.opens - times.own)} before it opens, "
                f"{context.when(times.opens)}",
                help=bounds,
                row=rule,
                latest=context.publish_by,
                earliest=context.earliest(),
            )


def _bounds(context: RuleContext, standing: NoticeStanding) -> str:
    until = f"until {context.when(standing.deadline)}" if standing.deadline else ""
    since = f"from {context.when(standing.opens)} " if standing.opens else ""
    return f"`at` may be {since}{until}; without it, the program chooses a good time itself"
