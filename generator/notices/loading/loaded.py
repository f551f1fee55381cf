"""What every reader of a file returns: a value, the problems, or both.

Belongs here: the result's shape and its bound. Does not belong here: any reading.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from notices.domain.phrases import NO_TEXT, phrase
from notices.domain.problem import Problem, sort_problems

__all__ = ["Loaded", "bounded"]

T = TypeVar("T")

_MOST = 100


@dataclass(frozen=True, slots=True)
class Loaded(Generic[T]):
    """What a file gave. ``value`` is ``None`` where a problem leaves nothing usable."""

    value: T | None
    problems: tuple[Problem, ...] = ()


def bounded(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """All problems of one file in order; of a hopeless file the first hundred and their number."""
    ordered = sort_problems(list(problems))
    if len(ordered) <= _MOST:
        return ordered
    last = ordered[_MOST - 1]
    message = phrase("{count} more problems follow in this file", count=len(ordered) - _MOST + 1)
    rest = replace(last, message=message, help=NO_TEXT)
    return (*ordered[: _MOST - 1], rest)
