"""Settled releases: those that owe nothing any more, whatever the time.

Belongs here: one cheap question about a release, so that of a long history nothing has to be worked
out that nobody asks for, and values that are worked out for the first one who asks. Does not belong
here: what a release owes and when (``schedule``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar, overload

from notices.domain.ledger import History
from notices.domain.policy import Category, NoticeRule, Policy
from notices.domain.release import Release
from notices.domain.schedule import is_imported, is_owed

__all__ = ["Deferred", "is_settled"]

T_co = TypeVar("T_co", covariant=True)


def is_settled(release: Release, category: Category, policy: Policy, history: History) -> bool:
    """Whether each notice of an ended release was published in time, or is not owed any more.

    True only where this shows without any instant of a notice: its standing is then the same at
    any later time. False does not say that something is open.
    """
    if release.outcome is None and release.cancelled is None:
        return False
    if is_imported(release, policy, history):
        return True
    if any(record.verdict in ("late", "missed") for record in history.records):
        return False
    # Until the window in force was announced, it depends on the time which records serve it.
    announced = history.window_announced_at(release.window.start)
    begun = history.first_announced
    return (
        announced is not None
        and begun is not None
        and all(
            _is_over(rule, release, history) or not is_owed(rule, release, policy, history, begun)
            for rule in category.notices
        )
    )


def _is_over(rule: NoticeRule, release: Release, history: History) -> bool:
    records = history.of(rule.id)
    if rule.on == "start" and release.outcome is not None:
        return True  # What is over is never told as begun.
    if rule.on == "outcome":
        result = release.outcome.result if release.outcome else None
        return bool(records) and records[-1].result == result is not None
    return any(record.start == release.window.start for record in records)


class Deferred(Sequence[T_co]):
    """A sequence that ``make`` gives for the first one who looks at it."""

    __slots__ = ("_made", "_make")

    def __init__(self, make: Callable[[], tuple[T_co, ...]]) -> None:
        self._make = make
        self._made: tuple[T_co, ...] | None = None

    @property
    def _all(self) -> tuple[T_co, ...]:
        if self._made is None:
            self._made = self._make()
        return self._made

    @overload
    def __getitem__(self, index: int) -> T_co: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[T_co, ...]: ...
    def __getitem__(self, index: int | slice) -> T_co | tuple[T_co, ...]:
        return self._all[index]

    def __iter__(self) -> Iterator[T_co]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)

    def __eq__(self, other: object) -> bool:
        return self._all == (other._all if isinstance(other, Deferred) else other)

    def __hash__(self) -> int:
        return hash(self._all)

    def __repr__(self) -> str:
        return repr(self._all)
