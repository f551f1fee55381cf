"""Repeated releases: the starts that a recurrence rule names.

Belongs here: RRULE (RFC 5545) to starts and ids. Does not belong here: whether a start is legal.
It alone knows python-dateutil.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from itertools import islice

from notices.domain.instants import at_wall, local
from notices.domain.policy import Policy
from notices.domain.wording import quoted

__all__ = ["MOST", "dated_endings", "repeated_starts"]

MOST = 100
"""How many releases one command writes."""

_RULE = re.compile(r"(?:RRULE:)?((?:[A-Z]+=[A-Z0-9,+-]+)(?:;[A-Z]+=[A-Z0-9,+-]+)*)")
_FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_YEARS_AHEAD = 10


def repeated_starts(
    rule: str, first: datetime, count: int | None, policy: Policy
) -> tuple[datetime, ...]:
    """The first ``count`` starts of a recurrence rule from ``first`` on (UTC).

    It is read by the clocks of the policy's zone, so that 20:00 stays 20:00 across a clock change.
    Without a count it goes on to the rule's own ``COUNT`` or ``UNTIL``. Raises ``ValueError`` with
    words fit for people.
    """
    from dateutil.rrule import rrulestr  # Of use here alone.

    read = _RULE.fullmatch(rule.strip().upper())
    parts = dict(part.split("=") for part in read[1].split(";")) if read else {}
    if parts.get("FREQ") not in _FREQUENCIES:
        example = "FREQ=MONTHLY;BYDAY=2SU"
        raise ValueError(
            f"{quoted(rule)} is no rule such as {example}; FREQ is one of {', '.join(_FREQUENCIES)}"
        )
    if "UNTIL" not in parts and "COUNT" not in parts:
        if count is None:
            raise ValueError("it does not say how often; add `--count`")
        parts["UNTIL"] = f"{first.year + _YEARS_AHEAD}1231T235959"
    wall = local(first, policy.zone).replace(tzinfo=None)
    try:
        found = rrulestr(";".join(f"{key}={value}" for key, value in parts.items()), dtstart=wall)
        walls = list(islice(found, (count or MOST) + 1))
    except (ValueError, TypeError) as error:
        raise ValueError(f"{quoted(rule)} cannot be read: {error}") from None
    if count is None and len(walls) > MOST:
        raise ValueError(f"it names more than {MOST} dates; add `--count`")
    if not walls or (count is not None and len(walls) < count):
        raise ValueError(f"{quoted(rule)} names {len(walls)} dates in {_YEARS_AHEAD} years")
    return tuple(at_wall(each.date(), each.time(), policy.zone) for each in walls[:count])


def dated_endings(starts: Sequence[datetime], policy: Policy) -> list[str]:
    """What tells the ids of repeated releases apart: the month, or the day where months repeat."""
    walls = [local(start, policy.zone) for start in starts]
    for form in ("%Y-%m", "%Y-%m-%d", "%Y-%m-%d-%H%M"):
        endings = [f"{wall:{form}}" for wall in walls]
        if len(set(endings)) == len(endings):
            break
    return endings


