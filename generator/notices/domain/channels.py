"""Channels: where messages are delivered beside the site, and which messages each one takes.

Belongs here: what ``content/channels.yml`` says, as data, and its filters. Does not belong here:
reading the file (``loading.channels``), what was delivered (``deliveries``), sending (``channels``).

No secret is in any of these: a name that ends with ``_env`` is that of an environment variable.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from typing import Literal

from notices.domain.instants import midnight
from notices.domain.outbox import OutboxMessage
from notices.domain.plans import PLAN_NOTICE
from notices.domain.policy import EVENTS, NoticeRule, Policy, update_number
from notices.domain.problem import Source
from notices.domain.public import PublicPlan
from notices.domain.release import Release

__all__ = [
    "AnyChannel",
    "AppriseChannel",
    "Channel",
    "ChannelAudience",
    "MailChannel",
    "MessageChannel",
    "SmtpServer",
    "WebSubChannel",
    "WebhookChannel",
    "notices_told",
]

ChannelAudience = Literal["customers", "staff"]

_UPDATES = "updates"
"""What a channel's ``notices`` call all updates of a release."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageChannel:
    """What every channel of messages says.

    It takes the messages to its ``audience`` from the day ``since`` on (in the policy's zone), in
    each of its ``languages``. ``categories``, ``systems`` and ``notices`` take all where they are
    empty; of several systems of a release one is enough, and a plan has neither category nor system.
    ``per_minute`` is the most deliveries in a minute.
    """

    id: str
    audience: ChannelAudience
    languages: tuple[str, ...]
    since: date
    categories: frozenset[str] = frozenset()
    systems: frozenset[str] = frozenset()
    notices: frozenset[str] = frozenset()
    per_minute: int = 60
    source: Source | None = field(default=None, compare=False)

    @property
    def recipients(self) -> tuple[str, ...]:
        """Whom it reaches, one delivery each: a channel without addresses is its own recipient."""
        return (self.id,)

    @property
    def recognises_key(self) -> bool:
        """Whether the receiver recognises a delivery that it has had, so that it may come again."""
        return False

    def takes(self, message: OutboxMessage, at: datetime, zone: tzinfo) -> bool:
        """Whether it takes a message whose instant is ``at`` (UTC); ``zone`` is the policy's."""
        return (
            message.audience == self.audience
            and at >= midnight(self.since, zone)
            and _among(self.notices, _notices_of(message))
            and _among(self.categories, _categories_of(message))
            and _among(self.systems, _systems_of(message))
        )

    def takes_notice(self, rule: NoticeRule, release: Release, at: datetime, zone: tzinfo) -> bool:
        """The same of a notice that nobody has sent yet, whose message has its instant at ``at``."""
        return (
            rule.audience == self.audience
            and at >= midnight(self.since, zone)
            and _among(self.notices, (rule.id,))
            and _among(self.categories, (release.category,))
            and _among(self.systems, release.impact.systems)
        )


@dataclass(frozen=True, slots=True)
class SmtpServer:
    """A server that takes mail. ``tls`` says how the line is encrypted; without, it is not."""

    host: str
    port: int
    tls: Literal["implicit", "starttls", "none"] = "starttls"
    user_env: str = ""
    password_env: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MailChannel(MessageChannel):
    """A mailing list or a bulk-mail service; each address of ``to`` gets a mail of its own.

    ``list_id`` is the name in ``List-Id`` (by default made of channel and host), and
    ``unsubscribe`` what is in ``List-Unsubscribe``: addresses with ``https:`` or ``mailto:``.
    ``subscribe_url`` is where customers put themselves on the list. ``max_bytes`` is the largest
    mail. ``calendar`` says what its calendar part is: the event of the site's calendar, or the one that
    network operators' tools read.
    """

    sender: str
    to: tuple[str, ...]
    smtp: SmtpServer
    reply_to: str = ""
    list_id: str = ""
    unsubscribe: tuple[str, ...] = ()
    one_click: bool = False
    subscribe_url: str = ""
    max_bytes: int = 1_000_000
    calendar: Literal["event", "maintnote"] = "event"

    @property
    def recipients(self) -> tuple[str, ...]:
        """Each address."""
        return self.to


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookChannel(MessageChannel):
    """A receiver of Standard Webhooks, at the address in an environment variable.

    ``secret_env`` may hold several secrets with blanks between them, while one replaces another.
    """

    url_env: str
    secret_env: str = ""
    idempotent: bool = False

    @property
    def recognises_key(self) -> bool:
        """As the file says it."""
        return self.idempotent


@dataclass(frozen=True, slots=True, kw_only=True)
class AppriseChannel(MessageChannel):
    """A chat or push service, at the Apprise address in an environment variable."""

    url_env: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WebSubChannel:
    """A hub that is told of each feed whose bytes changed; ``hub`` is its public address."""

    id: str
    hub: str
    source: Source | None = field(default=None, compare=False)

    @property
    def recognises_key(self) -> bool:
        """A hub that is told twice looks twice, which does no harm."""
        return True

    @property
    def per_minute(self) -> int:
        """The most calls in a minute."""
        return 60


Channel = MailChannel | WebhookChannel | AppriseChannel | WebSubChannel

AnyChannel = MessageChannel | WebSubChannel
"""A channel of any kind, by what those of messages have in common."""


def notices_told(policy: Policy) -> tuple[str, ...]:
    """What a channel's ``notices`` may name: the policy's rows, and what follows from a change."""
    rows = (row.id for category in policy.categories.values() for row in category.notices)
    return (*dict.fromkeys(rows), *EVENTS, _UPDATES, *([PLAN_NOTICE] if policy.plan else []))


def _among(wanted: Collection[str], found: Collection[str]) -> bool:
    return not wanted or any(name in wanted for name in found)


def _notices_of(message: OutboxMessage) -> tuple[str, ...]:
    """The notices of a message; each update is also one of ``updates``."""
    told = message.message
    notices = (message.notice,) if told is None else tuple(r.notice for r in told.records)
    return (*notices, _UPDATES) if any(map(update_number, notices)) else notices


def _categories_of(message: OutboxMessage) -> tuple[str, ...]:
    entry = message.entry
    return () if isinstance(entry, PublicPlan) else (entry.release.category,)


def _systems_of(message: OutboxMessage) -> tuple[str, ...]:
    entry = message.entry
    return () if isinstance(entry, PublicPlan) else entry.release.impact.systems
