"""Which keys the rules about windows have, in the policy's file (II.6).

Belongs here: the allowed windows, the quotas and the freezes, what must hold between their keys,
and what the domain makes of them. Does not belong here: the policy's other keys (``policy_keys``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Annotated, Any, Literal, Self

from pydantic import model_validator

from notices.domain.allowed_windows import AllowedWindow
from notices.domain.freezes import Freeze, day_begins
from notices.domain.phrases import Phrase, phrase
from notices.domain.policy import WindowPolicy
from notices.domain.quotas import Quota
from notices.domain.wording import quoted
from notices.loading import instants
from notices.loading.fields import (
    CategoryName,
    Count,
    Id,
    Line,
    Many,
    Name,
    Role,
    Some,
    SystemId,
    Weekday,
    ZoneName,
    zone_of,
)
from notices.loading.languages import Title
from notices.loading.plan_rule_keys import SOURCE
from notices.loading.reading import (
    FIELD,
    Fault,
    Keys,
    Kind,
    Reading,
    optional,
    refusal,
    refused,
    required,
)

__all__ = ["FreezeKeys", "WindowsKeys", "weekday_numbers"]

_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class _Edge:
    """An end of a span: a time of day, or one of a weekday (Monday is 0); ``None`` is 24:00."""

    clock: time | None
    weekday: int | None = None


def _edge(text: str, *, end: bool = False) -> _Edge:
    if re.match(r"[A-Za-z]", text):
        weekday, clock = instants.read_week_clock(text, end=end)
        return _Edge(clock, weekday)
    return _Edge(instants.read_clock(text, end=end))


def _nth(text: str, _: Reading) -> int:
    if not re.fullmatch(r"-?[1-5]", text):
        raise refusal(
            phrase("{field}: {text} is not a number from 1 to 5", field=FIELD, text=quoted(text)),
            phrase("1 is the first such weekday of the month, -1 the last one."),
        )
    return int(text)


def _freeze_start(text: str, reading: Reading) -> datetime:
    if re.fullmatch(instants.DATE, text):
        return day_begins(instants.read_date(text), reading.zone)
    return instants.read_instant(text, reading.zone)


def _freeze_end(text: str, reading: Reading) -> datetime:
    if re.fullmatch(instants.DATE, text):
        return day_begins(instants.read_date(text) + timedelta(days=1), reading.zone)
    return instants.read_instant(text, reading.zone, end=True)


def _pattern(*forms: str) -> dict[str, Any]:
    return {"type": "string", "pattern": f"^(?:{'|'.join(forms)})$"}


_CLOCKS = _pattern(instants.CLOCK, instants.WEEK_CLOCK)
_Since = Annotated[_Edge, Kind(lambda text, _: _edge(text), _CLOCKS)]
_Until = Annotated[_Edge, Kind(lambda text, _: _edge(text, end=True), _CLOCKS)]
_Nth = Annotated[int, Kind(_nth, {"enum": [number for number in range(-5, 6) if number]})]
_DAY_OR_TIME = _pattern(instants.DATE, instants.INSTANT)
_FreezeStart = Annotated[datetime, Kind(_freeze_start, _DAY_OR_TIME)]
_FreezeEnd = Annotated[datetime, Kind(_freeze_end, _DAY_OR_TIME)]


def weekday_numbers(names: Iterable[str]) -> frozenset[int]:
    """Weekdays by their names in a file; Monday is 0."""
    return frozenset(map(instants.WEEKDAYS.index, names))


class AllowedKeys(Keys):
    """A span that begins on each of some weekdays, or one from a weekday to another."""

    days: Some[Weekday] | None = optional("The days of the week on which the span begins.")
    since: _Since = required(
        "When it begins: a time of day, or, without `days`, one of a weekday.",
        "18:00",
        alias="from",
    )
    until: _Until = required(
        "When it ends, in the same form; 24:00 is the end of the day.", "24:00", alias="to"
    )
    nth: Some[_Nth] | None = optional(
        "Only the first, second, … of these weekdays in the month; -1 is the last one."
    )
    zone: ZoneName | None = optional("The time zone of the span; the policy's if this is missing.")
    systems: Some[SystemId] | None = optional("Only for releases that touch one of these systems.")

    @model_validator(mode="after")
    def _of_one_form(self) -> Self:
        for name, edge in (("from", self.since), ("to", self.until)):
            if (self.days is None) == (edge.weekday is None):
                raise refused([self._mixed(name)])
        if self.days is None and not timedelta() < self._row().nominal < _WEEK:
            what = phrase("the span from {since} to {until} is a week or longer", **self._texts())
            raise refused(
                [Fault(what, phrase("A span of the week is shorter than 7 days."), ("to",))]
            )
        return self

    def _mixed(self, name: str) -> Fault:
        if self.days is None:
            return Fault(
                phrase("{field} names no day of the week", field=FIELD),
                phrase("Add `days`, or write it like {text}.", text=f"`{name}: sat 22:00`"),
                (name,),
            )
        return Fault(
            phrase("{field} names a day of the week, and `days` is there as well", field=FIELD),
            phrase("Delete `days`, or write a time of day alone."),
            (name,),
        )

    def _texts(self) -> dict[str, str]:
        """Both ends as they are written."""
        return {
            name: f"{instants.WEEKDAYS[edge.weekday or 0]} "
            + (f"{edge.clock:%H:%M}" if edge.clock else "24:00")
            for name, edge in (("since", self.since), ("until", self.until))
        }

    def _row(self) -> AllowedWindow:
        since, until = self.since, self.until
        assert since.clock is not None
        nights = None
        days = weekday_numbers(self.days or ())
        if since.weekday is not None and until.weekday is not None:
            days = frozenset([since.weekday])
            nights = (until.weekday - since.weekday) % 7
            if nights == 0 and until.clock is not None and until.clock <= since.clock:
                nights = 7
        zone = zone_of(self.zone) if self.zone else None
        return AllowedWindow(
            days,
            since.clock,
            until.clock,
            nights,
            frozenset(self.nth or ()),
            zone,
            frozenset(self.systems or ()),
        )

    def to_domain(self, **_: Any) -> AllowedWindow:
        """The row as the domain has it."""
        return self._row()


class QuotaKeys(Keys):
    """How many windows a week or a month may hold."""

    shape = Quota
    count: Count | None = optional("So many windows at most.")
    hours: Count | None = optional("So many hours at most, all windows together.")
    per: Literal["week", "month"] = required("In a week from Monday on, or in a month.", "week")
    by: Literal["category", "system"] = required(
        "category: windows of this category; system: of every category, for each system that the "
        "release names.",
        "category",
    )

    @model_validator(mode="after")
    def _limits_something(self) -> Self:
        if self.count is None and self.hours is None:
            raise refusal(
                phrase("the quota has no limit"), phrase("Add `count`, `hours`, or both.")
            )
        return self


class UnlessKeys(Keys):
    origin: Name = required("The origin whose windows may lie at any time.", "provider")


class WindowsKeys(Keys):
    """When a category's windows may be."""

    shape = WindowPolicy
    allowed: Some[AllowedKeys] | None = optional(
        "The spans of the week in which a window must lie; at any time if this is missing."
    )
    otherwise: Literal["refuse", "warn"] = optional("What a window outside them gets.", "refuse")
    approvers: Many[Role] = optional("The roles that may approve a window outside them.", ())
    unless: UnlessKeys | None = optional("Which windows are not asked about these spans.")
    at_most: Many[QuotaKeys] = optional("How many windows a week or a month may hold.", ())
    source: Line = optional(SOURCE, "")

    def to_domain(self, **_: Any) -> WindowPolicy:
        """The rules as the domain has them."""
        return super().to_domain(  # type: ignore[no-any-return]
            allowed=tuple(row.to_domain() for row in self.allowed or ()),
            unless=self.unless.origin if self.unless else None,
        )


class FreezeKeys(Keys):
    """A span of time in which no window may be."""

    id: Id = required("The freeze's id, for the calendar and for problems.", "year-end")
    since: _FreezeStart = required(
        "Its first day, or the time at which it begins.", "2026-12-24", alias="from"
    )
    until: _FreezeEnd = required(
        "Its last day, or the time at which it ends.", "2027-01-03", alias="to"
    )
    kind: Literal["hard", "soft"] = required(
        "hard: no window at all; soft: with a reason and an approval.", "hard"
    )
    label: Title | None = optional("What readers see; the id if there is none.")
    categories: Some[CategoryName] | None = optional("Only for releases of these categories.")
    systems: Some[SystemId] | None = optional("Only for releases that touch one of these systems.")
    approvers: Some[Role] | None = optional(
        "The roles that may approve a window in it; those of the category if this is missing."
    )
    source: Line = optional(SOURCE, "")

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.until <= self.since:
            raise refused(
                [Fault(phrase("{field} is not after `from`", field=FIELD), _SWAP, ("to",))]
            )
        if self.kind == "hard" and self.approvers:
            what = phrase(
                "approvers have no effect here: nobody may approve a window in a hard freeze"
            )
            help = phrase("Delete `approvers`, or write `kind: soft`.")
            raise refused([Fault(what, help, ("approvers",), at_key=True)])
        return self

    def freeze(self, languages: tuple[str, ...]) -> Freeze:
        """The freeze as the domain has it."""
        return Freeze(
            id=self.id,
            start=self.since,
            end=self.until,
            kind=self.kind,
            label=self.label or dict.fromkeys(languages, self.id),
            categories=frozenset(self.categories or ()),
            systems=frozenset(self.systems or ()),
            approvers=self.approvers or (),
            source=self.source,
        )


_SWAP: Phrase = phrase("A day as its end is part of the freeze.")
