"""The holidays file.

Belongs here: ``content/holidays.yml`` to the calendar of working days. Does not belong here: how
working days are counted (``domain.workdays``), what has to be covered (``rules``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Self

from pydantic import ValidationInfo, field_validator, model_validator

from notices.domain.phrases import Phrase, phrase
from notices.domain.policy import Policy
from notices.domain.problem import Mark, Problem
from notices.domain.workdays import NamedDays, WorkCalendar
from notices.loading.fields import Day, Line, Many
from notices.loading.findings import Findings
from notices.loading.languages import Title
from notices.loading.loaded import Loaded
from notices.loading.reading import (
    FIELD,
    Fault,
    Keys,
    Reading,
    optional,
    refusal,
    refused,
    required,
)
from notices.loading.validation import validated

__all__ = ["HolidaysFile", "load_holidays"]


_YEARS = 20
_LONGEST = timedelta(days=366 * _YEARS)


class CoversKeys(Keys):
    since: Day = required("The first day.", "2027-01-01", alias="from")
    until: Day = required("The last day.", "2027-12-31", alias="to")

    @field_validator("until")
    @classmethod
    def _not_before_since(cls, until: date, info: ValidationInfo) -> date:
        since = info.data.get("since")
        if since and until < since:
            raise refusal(
                phrase("{field} is before {since}", field=FIELD, since=since),
                phrase("Swap the days."),
            )
        if since and until - since > _LONGEST:
            raise refusal(
                phrase(
                    "{field} is more than {most} years after {since}",
                    field=FIELD,
                    most=_YEARS,
                    since=since,
                ),
                phrase("Nobody knows the days off of so many years."),
            )
        return until


class NamedDaysKeys(Keys):
    """One day, or the days from one to another."""

    day: Day | None = optional("The day, where it is only one.")
    since: Day | None = optional("The first of several days.", alias="from")
    until: Day | None = optional("The last of them.", alias="to")
    label: Line = optional("What they are called; messages name it.", "")

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        if (self.day is None) == (self.since is None) or (self.since is None) != (
            self.until is None
        ):
            raise refused(
                [
                    Fault(
                        phrase(
                            "{field} must be one day, or the days from one to another", field=FIELD
                        ),
                        phrase(
                            "Write it like {{day: 2027-02-08, label: Tết}} or "
                            "{{from: 2027-02-08, to: 2027-02-12, label: Tết}}."
                        ),
                    )
                ]
            )
        if self.since and self.until and self.until < self.since:
            what = phrase("{field} is before {since}", field=FIELD, since=self.since)
            raise refused([Fault(what, phrase("Swap the days."), ("to",))])
        return self

    def to_domain(self, **_: Any) -> NamedDays:
        first, last = self.day or self.since, self.day or self.until
        assert first is not None
        assert last is not None
        return NamedDays(first, last, self.label)


class DaysOffKeys(NamedDaysKeys):
    """One day off, or the days off from one to another."""

    name: Title | None = optional("What customers read of them in the plan of their month.")

    def to_domain(self, **more: Any) -> NamedDays:
        return replace(super().to_domain(**more), name=self.name or {})


class HolidaysFile(Keys):
    """The days off and the extra working days, `content/holidays.yml`."""

    covers: CoversKeys = required(
        "The span of which all days off are listed.", "{from: 2027-01-01, to: 2027-12-31}"
    )
    off: Many[DaysOffKeys] = optional("Days off, on which people would work otherwise.", ())
    work: Many[NamedDaysKeys] = optional(
        "Days on which people work although their weekday is free.", ()
    )


def load_holidays(path: str, data: bytes, policy: Policy) -> Loaded[WorkCalendar]:
    """The policy's calendar of working days with what the file says of them."""
    findings = Findings(path, data)
    model = validated(findings, HolidaysFile, Reading(policy.zone, policy.languages))
    if model is None:
        return findings.loaded(None)
    covers = (model.covers.since, model.covers.until)
    off, work = (tuple(each.to_domain() for each in days) for days in (model.off, model.work))
    for field, message, help in _faults(covers, off, work):
        mark = Mark(path, *findings.place(field))
        findings.problems.append(Problem("error", "holidays", mark, message, help))
    return findings.loaded(replace(policy.workdays, covers=covers, off=off, work=work))


def _faults(
    covers: tuple[date, date], off: tuple[NamedDays, ...], work: tuple[NamedDays, ...]
) -> Iterator[tuple[str, Phrase, Phrase]]:
    """What does not fit together, each with its field."""
    for name, days in (("off", off), ("work", work)):
        for number, each in enumerate(days):
            outside = next((day for day in (each.first, each.last) if not _in(day, covers)), None)
            if outside is not None:
                yield (
                    f"{name}.{number}",
                    phrase(
                        "{day} is outside the days that `covers` names, {first} to {last}",
                        day=outside,
                        first=covers[0],
                        last=covers[1],
                    ),
                    phrase("Correct the day, or extend `covers` once all its days off are listed."),
                )
    for number, each in enumerate(work):
        for other in off:
            first, last = max(each.first, other.first), min(each.last, other.last)
            if first <= last:
                yield (
                    f"work.{number}",
                    phrase("{day} is listed under `off` as well", day=first),
                    phrase("Delete it in one of the two lists."),
                )


def _in(day: date, covers: tuple[date, date]) -> bool:
    return covers[0] <= day <= covers[1]
