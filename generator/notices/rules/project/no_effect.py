"""Every line of the policy has an effect.

A line that changes nothing was meant otherwise. A notice whose `earliest` never comes before its
`latest` goes out at its deadline. A `margin` counts only where the deadline sets the planned time.
Customers read nothing of a targeted release on the site, so a notice `when: targeted` is
for those who are `affected`. An allowed span or a quota that stands twice counts once, and a quota beside
a stricter one of the same span never.

Fails::

    # content/policy.yml
    categories:
      fix:
        notices:
          - {id: told, audience: customers, owner: product, earliest: 10d, latest: 2d, margin: 6h}

Passes::

    # content/policy.yml
    categories:
      fix:
        notices:
          - {id: told, audience: customers, owner: product, earliest: 10d, latest: 2d}
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from datetime import datetime, timedelta

from notices.domain.phrases import Phrase, phrase
from notices.domain.policy import Category, NoticeRule, Policy
from notices.domain.problem import Problem
from notices.domain.quotas import Quota
from notices.rules.project_context import ProjectContext
from notices.rules.rule import Rule

__all__ = ["RULE"]

_DAY = timedelta(days=1)
_YEAR = 366


def _no_effect(context: ProjectContext) -> Iterator[Problem]:
    source = context.policy.source
    for category in context.policy.categories.values():
        for field, message, help in _of_category(category, context.policy, context.now):
            yield Problem(
                "warning", "no-effect", source.at(field), message, help, field=field, facts=()
            )


_Found = Iterator[tuple[str, Phrase, Phrase]]
"""The key that has no effect, why, and what to do."""


def _of_category(category: Category, policy: Policy, now: datetime) -> _Found:
    for number, row in enumerate(category.notices):
        yield from _of_notice(row, f"categories.{category.id}.notices.{number}", policy, now)
    windows, field = category.windows, f"categories.{category.id}.windows"
    yield from _twice(windows.allowed, f"{field}.allowed")
    yield from _twice(windows.at_most, f"{field}.at_most")
    yield from _never_reached(windows.at_most, f"{field}.at_most")


def _of_notice(row: NoticeRule, field: str, policy: Policy, now: datetime) -> _Found:
    if row.audience == "customers" and row.when == "targeted":
        yield (
            f"{field}.when",
            phrase(
                "`{notice}` is never published: a targeted release is not told to all customers",
                notice=row.id,
            ),
            phrase("Write `audience: affected` to tell the customers of the release, in person."),
        )
    if row.margin is not None and (row.asap or row.earliest is not None):
        message = phrase("`margin` has no effect: the notice goes out as soon as it opens")
        if row.asap:
            message = phrase("`margin` has no effect: the notice goes out as soon as possible")
        yield f"{field}.margin", message, phrase("Delete it.")
    if row.earliest is not None and row.latest is not None and _never_opens(row, policy, now):
        yield (
            f"{field}.earliest",
            phrase(
                "`earliest` ({earliest}) has no effect: on no day of the year ahead is it longer "
                "than `latest` ({latest})",
                earliest=str(row.earliest),
                latest=str(row.latest),
            ),
            phrase("Write a longer `earliest`, or delete it."),
        )


def _never_opens(row: NoticeRule, policy: Policy, now: datetime) -> bool:
    """Whether the notice opens at its deadline for any start; units that are mixed may cross."""
    earliest, latest, zone, workdays = row.earliest, row.latest, policy.zone, policy.workdays
    assert earliest is not None
    assert latest is not None
    if earliest.in_workdays == latest.in_workdays:
        return False  # No file has one that is too short.
    starts = (now + number * _DAY for number in range(_YEAR))
    return all(
        earliest.before(start, zone, workdays) >= latest.before(start, zone, workdays)
        for start in starts
    )


def _twice(rows: Sequence[Hashable], field: str) -> _Found:
    for number, row in enumerate(rows):
        if row in rows[:number]:
            yield (
                f"{field}.{number}",
                phrase("this row says what one before it says"),
                phrase("Delete it, or write what it was meant to be."),
            )


def _never_reached(quotas: Sequence[Quota], field: str) -> _Found:
    for number, quota in enumerate(quotas):
        if any(other != quota and other.is_at_least_as_strict_as(quota) for other in quotas):
            yield (
                f"{field}.{number}",
                phrase("another row allows no more, so this one stops nothing"),
                phrase("Delete it, or write what it was meant to be."),
            )


RULE = Rule("no-effect", ("warning",), __doc__, project=_no_effect)
