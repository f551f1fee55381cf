"""What the public may see: the one model from which every page and feed is made.

Belongs here: the shapes that rendering reads. Nothing hidden ever enters them, so nothing
that is made from them can leak. Does not belong here: deciding what is public
(``evaluation.decisions``), wording (``rendering``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from notices.domain.freezes import Freeze
from notices.domain.ledger import Record
from notices.domain.plans import Plan, PlanItem
from notices.domain.policy import Category, NoticeRule, Policy, update_number
from notices.domain.release import Release, System, Update

__all__ = [
    "UNSETTLED",
    "Delivered",
    "DeliveredBy",
    "Message",
    "NoticeStanding",
    "NoticeStatus",
    "PublicFreeze",
    "PublicPlan",
    "PublicPlanItem",
    "PublicRelease",
    "PublicSite",
    "State",
    "SubscribeOffer",
]

State = Literal[
    "invalid",
    "draft",
    "refused",
    "cancelled",
    "hidden",
    "completed",
    "awaiting_confirmation",
    "in_progress",
    "announced",
]

UNSETTLED: tuple[State, ...] = ("announced", "in_progress", "awaiting_confirmation")
"""The states of a public release that time can still change, in the order in which they come."""

NoticeStatus = Literal["published", "not_owed", "waiting", "missed", "late", "pending", "due"]


@dataclass(frozen=True, slots=True)
class NoticeStanding:
    """The status of one notice of one release at an instant. All times UTC.

    ``record`` is the ledger record that counts, whatever its verdict; ``excused`` says that
    a short-notice exception lets the notice out although it is late.
    """

    rule: NoticeRule
    opens: datetime | None
    planned: datetime | None
    deadline: datetime | None
    status: NoticeStatus
    record: Record | None = None
    excused: bool = False

    @property
    def published_at(self) -> datetime | None:
        """When the audience had it, if it was published."""
        return self.record.published_at if self.record and self.status == "published" else None


@dataclass(frozen=True, slots=True)
class Message:
    """Notices of one release that went out together: one feed item.

    ``notice`` is the headline: the event's own, else that of the nearest deadline.
    ``uid`` never changes; ``dated`` is unique among all messages and never after ``at``.
    ``previous`` is the window announced before, when this message moved it.
    """

    release: str
    notice: str
    records: tuple[Record, ...]
    at: datetime
    dated: datetime
    uid: str
    anchor: str
    previous: tuple[datetime, datetime] | None = None

    @property
    def start(self) -> datetime:
        """The window's start as this message announced it."""
        return self.records[0].start

    @property
    def end(self) -> datetime:
        """The window's end as this message announced it."""
        return self.records[0].end

    @property
    def result(self) -> str | None:
        """The outcome's result, where the message tells one."""
        return next((r.result for r in self.records if r.result), None)

    @property
    def cancels(self) -> bool:
        """Whether it told a cancellation."""
        return any(record.notice == "cancelled" for record in self.records)

    @property
    def updates(self) -> tuple[int, ...]:
        """The numbers of the release's updates that it told, ascending; they count from 1."""
        return tuple(sorted(filter(None, (update_number(r.notice) for r in self.records))))

    @property
    def updates_only(self) -> bool:
        """Whether updates are all that it told."""
        return len(self.updates) == len(self.records)

    @property
    def changes(self) -> bool:
        """Whether it told a change: another window, news of the update, or how it ended."""
        return bool(self.previous or self.result or self.cancels or self.updates)

    @property
    def leading(self) -> Record:
        """The headline's record."""
        return next((r for r in self.records if r.notice == self.notice), self.records[0])

    @property
    def verdict(self) -> str:
        """The verdict of the headline's record."""
        return self.leading.verdict


@dataclass(frozen=True, slots=True)
class PublicRelease:
    """One release as the public sees it.

    ``notices`` are those owed to customers or published to them, by planned time;
    ``messages`` what was published, oldest first. An imported release makes no claims about
    notices. ``guides_due`` is the deadline of the guide and FAQ (II.5), where one is owed.
    ``promises`` are the customers' records of notices with a deadline, oldest first, missed
    ones too. ``corrections`` are the instants at which its content was changed without a message,
    oldest first; ``corrected`` says that it has been changed so since the last publish.
    ``preview`` marks what only a preview with drafts shows. ``settled`` says that the rest and the
    policy alone make the notices what they are, whatever the time.
    """

    release: Release
    category: Category
    state: State
    notices: Sequence[NoticeStanding]
    messages: tuple[Message, ...]
    imported: bool = False
    guides_due: datetime | None = None
    preview: bool = False
    promises: tuple[Record, ...] = ()
    corrections: tuple[datetime, ...] = ()
    corrected: bool = False
    settled: bool = False

    def updates_of(self, message: Message) -> tuple[Update, ...]:
        """The updates that the message told, oldest first, as they stand now."""
        updates = self.release.updates
        return tuple(updates[number - 1] for number in message.updates if number <= len(updates))

    def says_begun(self, record: Record) -> bool:
        """Whether the notice says that the update has begun; then it was sent from the start on."""
        row = self.category.notice(record.notice)
        return row is not None and row.on == "start" and record.published_at >= record.start

    def is_begun_by(self, message: Message) -> bool:
        """Whether the message told that the update has begun."""
        return any(map(self.says_begun, message.records))

    def is_moved_by(self, message: Message) -> bool:
        """Whether the message told the newest move: ``moved_reason`` speaks of that one alone."""
        moves = [each for each in self.messages if each.previous]
        return message in moves[-1:]

    def is_told_by(self, message: Message) -> bool:
        """Whether the message told how the release ended, as it stands now.

        Only the newest that told a result, or the cancellation, may have: a result may come back
        to an earlier one, and that message did not know of this date.
        """
        ended = self.release.outcome.result if self.release.outcome else None
        told = next((m for m in reversed(self.messages) if m.result or m.cancels), None)
        return message == told and (
            message.cancels if self.release.cancelled else message.result == ended
        )


@dataclass(frozen=True, slots=True)
class PublicPlanItem:
    """One line of a plan: ``release`` only where that is public itself.

    ``result`` says after the month what became of it; ``None`` before.
    """

    item: PlanItem
    release: PublicRelease | None = None
    result: Literal["kept", "moved", "dropped"] | None = None


@dataclass(frozen=True, slots=True)
class PublicPlan:
    """One month's plan as the public sees it (II.2).

    ``unplanned`` are the month's public releases of the planned categories that it does not
    list; empty before the month is over. An imported plan makes no claim about its notice.
    ``promises`` are as a release's.
    """

    plan: Plan
    state: State
    items: tuple[PublicPlanItem, ...]
    unplanned: tuple[PublicRelease, ...]
    messages: tuple[Message, ...]
    imported: bool = False
    promises: tuple[Record, ...] = ()


@dataclass(frozen=True, slots=True)
class PublicFreeze:
    """One freeze as the public sees it; ``over`` once it has ended."""

    freeze: Freeze
    over: bool


DeliveredBy = Literal["mail", "chat"]
"""How a message reached somebody beside the site: by mail, or by a call to another service."""

Delivered = Mapping[str, Mapping[DeliveredBy, datetime]]
"""How each message reached anybody beside the site, by its ``uid``, and when first (UTC)."""


@dataclass(frozen=True, slots=True)
class SubscribeOffer:
    """A list of mails that customers can put themselves on, at an ``https`` address.

    Where ``categories``, ``systems`` or ``notices`` are not empty, it sends only those; an update
    of a release is one of ``updates``.
    """

    id: str
    languages: tuple[str, ...]
    url: str
    categories: frozenset[str] = frozenset()
    systems: frozenset[str] = frozenset()
    notices: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class PublicSite:
    """Everything that one build shows. ``releases``: newest start first, then by id;
    ``plans``: newest month first; ``freezes``: by start, then by id.

    ``recorded`` says whether the ledger holds every message that the site shows. ``guides``
    and ``faq`` hold (release id, language) of each page that somebody wrote, ``others`` the names
    of hand-written pages that belong to no release (``index``, ``about``). ``ledger_head``
    (64 hexadecimal digits) and ``ledger_count`` are those of the ledger as it is recorded;
    ``generation`` is one id for all of this. ``hidden`` are the ids of entries that nobody is
    shown, so that links which name one can be taken out of people's texts; nothing else is
    known of them here. ``basis`` is the digest of all files that say what holds for every release
    (policy, systems, days off) and of the zone's data; empty where it is not known.

    ``subscribe`` are the lists that customers are offered, ``hubs`` the addresses of the hubs that are
    told of changed feeds, ``delivered`` what went out. No other word of channels is here.
    """

    policy: Policy
    systems: tuple[System, ...]
    releases: tuple[PublicRelease, ...]
    plans: tuple[PublicPlan, ...] = ()
    recorded: bool = True
    guides: frozenset[tuple[str, str]] = frozenset()
    faq: frozenset[tuple[str, str]] = frozenset()
    others: tuple[str, ...] = ()
    drafts: bool = False
    ledger_head: str = "0" * 64
    ledger_count: int = 0
    generation: str = ""
    hidden: frozenset[str] = frozenset()
    freezes: tuple[PublicFreeze, ...] = ()
    basis: str = ""
    subscribe: tuple[SubscribeOffer, ...] = ()
    hubs: tuple[str, ...] = ()
    delivered: Delivered = field(default_factory=dict)

    @property
    def current_systems(self) -> tuple[System, ...]:
        """Those that are not retired: they alone have feeds, calendars, components and filters."""
        return tuple(system for system in self.systems if not system.retired)
