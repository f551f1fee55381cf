"""Notices to the staff that a channel sends, so that nobody has to.

Belongs here: since when a notice may be sent, and which channels take it then. Does not belong here:
what a channel lets in (``channels``), the deliveries themselves (``evaluation.deliveries``).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from notices.domain.channels import Channel, MessageChannel
from notices.domain.ledger import History
from notices.domain.policy import Policy
from notices.domain.public import NoticeStanding
from notices.domain.release import Release

__all__ = ["sendable_from", "staff_channels"]


def sendable_from(
    notice: NoticeStanding, release: Release, history: History, now: datetime
) -> datetime:
    """Since when (UTC) people or channels may send a notice: not before its window was announced,
    if it was.

    Nothing keeps which publish first found it due (decision 0025).
    """
    ended = release.cancelled or release.outcome
    since = notice.planned or (ended.at if ended else now)
    announced = history.window_announced_at(release.window.start)
    return max(since, announced or since)


def staff_channels(
    channels: Iterable[Channel],
    notice: NoticeStanding,
    release: Release,
    history: History,
    policy: Policy,
    now: datetime,
) -> tuple[str, ...]:
    """The ids of the channels that send a notice and have it recorded, in the file's order."""
    at = sendable_from(notice, release, history, now)
    return tuple(
        channel.id
        for channel in channels
        if isinstance(channel, MessageChannel)
        and channel.takes_notice(notice.rule, release, at, policy.zone)
    )
