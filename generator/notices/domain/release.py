"""Releases: what a company plans to change, and when.

Belongs here: the shape of one entry of ``content/releases`` and of ``content/systems.yml``.
Does not belong here: what it owes and when (``schedule``), what is forbidden (``rules``).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Literal

from notices.domain.policy import Texts
from notices.domain.problem import Source

__all__ = [
    "ASAP",
    "Approval",
    "Cancellation",
    "Impact",
    "KnownIssue",
    "Outcome",
    "Release",
    "System",
    "Update",
    "Window",
]

ASAP: Literal["asap"] = "asap"

Mode = Literal["usable", "read_only", "stopped"]
Result = Literal["success", "partial", "rolled_back"]
IssueStatus = Literal["open", "fixed"]


@dataclass(frozen=True, slots=True)
class Window:
    """The maintenance window, in UTC; ``reason`` and ``approved_by`` let it lie elsewhere.

    ``approved_by`` are roles. ``moved_reason`` is why it is no longer the one that was announced.
    """

    start: datetime
    end: datetime
    reason: Texts | None = None
    approved_by: tuple[str, ...] = ()
    moved_reason: Texts | None = None

    @property
    def length(self) -> timedelta:
        """Elapsed time from start to end."""
        return self.end - self.start

    def has_approval_of(self, roles: Collection[str]) -> bool:
        """Whether it has a reason and one of these roles approved it."""
        return self.reason is not None and any(role in roles for role in self.approved_by)


@dataclass(frozen=True, slots=True)
class Impact:
    """What customers notice while the update runs; ``None`` where the entry does not say."""

    downtime: timedelta
    mode: Mode | None = None
    sign_in_again: bool | None = None
    systems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Update:
    """What customers are told of an announced release beside its notices, mostly while it runs.

    ``at`` (UTC) is when it was so.
    """

    at: datetime
    text: Texts


@dataclass(frozen=True, slots=True)
class KnownIssue:
    """A bug that remains after the update (II.7); ``workaround`` is what customers do meanwhile."""

    title: Texts
    status: IssueStatus
    fixed_in: str | None = None
    workaround: Texts | None = None


@dataclass(frozen=True, slots=True)
class Approval:
    """An exception asked for in the entry: by which role, on which day, why."""

    approved_by: str
    on: date
    reason: Texts


@dataclass(frozen=True, slots=True)
class Cancellation:
    """The update will not happen; ``replaced_by`` is the id of the one that comes instead."""

    at: datetime
    reason: Texts
    replaced_by: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """How the update ended."""

    result: Result
    at: datetime


@dataclass(frozen=True, slots=True)
class Release:
    """One entry. ``own_times`` maps a notice's id to its own ``at`` (an instant, or asap).

    ``content`` is the digest of what its file says to readers, ``plain`` that none of its texts can
    hold more than words (see ``projection``); empty and False where that was not looked at.
    """

    id: str
    category: str
    title: Texts
    summary: Texts
    window: Window
    impact: Impact
    body: Texts = field(default_factory=dict)
    prepare: Texts = field(default_factory=dict)
    known_issues: tuple[KnownIssue, ...] = ()
    updates: tuple[Update, ...] = ()
    important: bool = False
    customers: tuple[str, ...] = ()
    origin: str | None = None
    own_times: Mapping[str, datetime | Literal["asap"]] = field(default_factory=dict)
    draft: bool = False
    exception: Approval | None = None
    cancelled: Cancellation | None = None
    outcome: Outcome | None = None
    source: Source = field(default_factory=lambda: Source(""), compare=False)
    content: str = field(default="", compare=False, repr=False)
    plain: bool = field(default=False, compare=False, repr=False)

    @property
    def markdown(self) -> Iterator[tuple[str, str, str]]:
        """The texts that are Markdown: field, language, text."""
        for name, texts in (("body", self.body), ("prepare", self.prepare)):
            for language, text in texts.items():
                yield name, language, text

    @property
    def targeted(self) -> bool:
        """Whether it is for named customers only, and so never public (I.2)."""
        return bool(self.customers)


@dataclass(frozen=True, slots=True)
class System:
    """A part of the product that releases can touch; public, whether or not one does.

    Only releases that have begun, or were announced before, name one that is ``retired``.
    """

    id: str
    name: Texts
    group: Texts
    retired: bool = False
    source: Source = field(default_factory=lambda: Source(""), compare=False)
