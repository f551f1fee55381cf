"""Repeated releases: the starts that a recurrence rule names.

Belongs here: RRULE (RFC 5545) to starts and ids. Does not belong here: whether a start is legal.
It alone knows python-dateutil.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import MAXYEAR, datetime
from itertools import islice

from notices.domain.instants import at_wall, local
from notices.domain.phrases import counted, phrase
from notices.domain.policy import Policy
from notices.domain.wording import quoted

__all__ = ["MOST", "NoRepetition", "dated_endings", "repeated_starts"]

MOST = 100
"""How many releases one command writes."""

_RULE = re.compile(r"(?:RRULE:)?((?:[A-Z]+=[A-Z0-9,+-]+)(?:;[A-Z]+=[A-Z0-9,+-]+)*)")
_UNTIL = re.compile(r"[0-9]{8}(?:T[0-9]{6})?")
_FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_COUNT = re.compile(r"[0-9]{1,6}")
_ZERO = re.compile(r"0+")
_YEARS_AHEAD = 10
_YEARS_OF_YEARLY = 100
# dateutil looks for a day that fits up to the year 9999, whatever the end. The calendar is the same
# every 400 years, weekdays too, so a rule is read in the last of them.
_CYCLE = 400


class NoRepetition(Exception):
    """The text is no recurrence rule, or not one of so many dates; the first argument says why."""


def repeated_starts(
    rule: str, first: datetime, count: int | None, policy: Policy
) -> tuple[datetime, ...]:
    """The first ``count`` starts of a recurrence rule from ``first`` on (UTC).

    It is read by the clocks of the policy's zone, so that 20:00 stays 20:00 across a clock change.
    Without a count it goes on to the rule's own ``COUNT`` or ``UNTIL``. Raises
    :class:`NoRepetition`.
    """
    from dateutil.rrule import rrulestr  # Of use here alone.

    read = _RULE.fullmatch(rule.strip().upper())
    parts = dict(part.split("=") for part in read[1].split(";")) if read else {}
    # What is missing of a date, dateutil takes from the clock.
    is_whole = (
        _UNTIL.fullmatch(parts.get("UNTIL", "20270101")) is not None
        and _COUNT.fullmatch(parts.get("COUNT", "1")) is not None
        and not _ZERO.fullmatch(parts.get("INTERVAL", "1"))
        and "BYEASTER" not in parts  # No part of RFC 5545, and Easter has another cycle.
    )
    if parts.get("FREQ") not in _FREQUENCIES or not is_whole:
        example = "FREQ=MONTHLY;BYDAY=2SU"
        raise NoRepetition(
            phrase(
                "{rule} is no rule such as {example}; FREQ is one of {frequencies}",
                rule=quoted(rule),
                example=example,
                frequencies=", ".join(_FREQUENCIES),
            )
        )
    if len(parts.get("UNTIL", "")) == len("20270101"):
        parts["UNTIL"] += "T235959"
    has_end = "UNTIL" in parts or "COUNT" in parts
    if count is None and not has_end:
        raise NoRepetition(phrase("it does not say how often; add `--count`"))
    years = _YEARS_OF_YEARLY if has_end and parts["FREQ"] == "YEARLY" else _YEARS_AHEAD
    last = f"{first.year + years}1231T235959"
    until = min(parts.get("UNTIL", last), last)
    ahead = max(MAXYEAR - first.year - years, 0) // _CYCLE * _CYCLE
    parts["UNTIL"] = f"{int(until[:4]) + ahead:04}{until[4:]}"
    most = (count or MOST) + 1
    most = min(most, int(parts.pop("COUNT", most)))
    wall = local(first, policy.zone).replace(tzinfo=None)
    wall = wall.replace(year=wall.year + ahead)
    try:
        found = rrulestr(";".join(f"{key}={value}" for key, value in parts.items()), dtstart=wall)
        walls = [each.replace(year=each.year - ahead) for each in islice(found, most)]
    except (ValueError, TypeError) as error:
        why = phrase("{rule} cannot be read: {reason}", rule=quoted(rule), reason=error)
        raise NoRepetition(why) from None
    if count is None and len(walls) > MOST:
        raise NoRepetition(phrase("it names more than {most} dates; add `--count`", most=MOST))
    if not walls or (count is not None and len(walls) < count):
        raise NoRepetition(
            counted(
                len(walls),
                "{rule} names only {count} date in the next {years} years",
                "{rule} names only {count} dates in the next {years} years",
                rule=quoted(rule),
                years=years,
            )
        )
    return tuple(at_wall(each.date(), each.time(), policy.zone) for each in walls[:count])


def dated_endings(starts: Sequence[datetime], policy: Policy) -> list[str]:
    """What tells the ids of repeated releases apart: the month, or the day where months repeat.

    Starts lie a day apart at least, but for those of one day that differ in their time.
    """
    walls = [local(start, policy.zone) for start in starts]
    forms = ("%Y-%m", "%Y-%m-%d", "%Y-%m-%d-%H%M")
    named = ([f"{wall:{form}}" for wall in walls] for form in forms)
    return next((endings for endings in named if len(set(endings)) == len(endings)), [])
