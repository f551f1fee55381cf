"""The deliveries that a person has to look after, and what each of them told.

Belongs here: finding those that were refused or are unknown, and the entry and notice behind a
message's id. Does not belong here: the warnings (``rules.project``), deliveries that are owed
(``deliveries``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from notices.domain.channels import Channel, MessageChannel
from notices.domain.deliveries import DeliveryLog, UnsettledDelivery, delivery_status, is_of_feed
from notices.domain.feed_deliveries import hubs_refusing
from notices.domain.ledger import Ledger
from notices.domain.messages import messages_of
from notices.domain.outbox import hand_uid
from notices.domain.problem import EntryKind
from notices.evaluation.decisions import Decision

__all__ = ["undelivered"]

_Told = tuple[tuple[EntryKind, str], str]
"""An entry, and the notice that was told of it."""


def undelivered(
    log: DeliveryLog,
    channels: Iterable[Channel],
    ledger: Ledger,
    releases: Iterable[Decision],
    now: datetime,
) -> tuple[UnsettledDelivery, ...]:
    """Every delivery that at ``now`` (UTC) is refused or unknown, in the order of the log."""
    recognising = {c.id for c in channels if isinstance(c, MessageChannel) and c.recognises_key}
    found: list[UnsettledDelivery] = []
    histories = log.histories()
    refusing = hubs_refusing(histories, now)
    for key, records in histories.items():
        last = records[-1]
        if is_of_feed(last.message) and key not in refusing:
            continue
        status = delivery_status(records, now, recognises_key=last.channel in recognising)
        if status in ("unknown", "refused"):
            found.append(UnsettledDelivery(status, last))
    if not found:
        return ()
    told = _told(ledger, releases)
    return tuple(
        replace(each, entry=about[0], notice=about[1])
        if (about := told.get(each.last.message))
        else each
        for each in found
    )


def _told(ledger: Ledger, releases: Iterable[Decision]) -> dict[str, _Told]:
    """What each message told, by its id: those of the ledger, and those that people owe now."""
    told: dict[str, _Told] = {}
    kinds: tuple[EntryKind, ...] = ("release", "plan")
    for kind in kinds:
        for entry, messages in messages_of(ledger.records, kind).items():
            told |= {message.uid: ((kind, entry), message.notice) for message in messages}
    numbers: Counter[tuple[str, str, datetime]] = Counter()
    for record in ledger.records:
        if record.audience != "customers":
            place = record.entry, record.notice, record.start
            numbers[place] += 1
            told[hand_uid(*place, numbers[place])] = (record.about, record.notice)
    for decision in releases:
        if decision.release is None:
            continue
        entry, start = decision.entry.id, decision.release.window.start
        for standing in decision.notices:
            if standing.rule.audience != "customers":
                notice = standing.rule.id
                uid = hand_uid(entry, notice, start, numbers[entry, notice, start] + 1)
                told[uid] = (("release", entry), notice)
    return told
