"""Settling: a person says that a delivery needs no sending any more.

Belongs here: which deliveries can be settled, and recording it. Does not belong here: sending
(``deliver``).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from notices.domain.deliveries import DeliveryLog, DeliveryRecord
from notices.evaluation.delivery_records import settlement_of
from notices.project.disk import Workspace
from notices.publishing.deliver_options import DeliverOptions
from notices.publishing.delivery_log import append, append_pushed
from notices.publishing.owed import every_delivery

__all__ = ["settle"]


def settle(workspace: Workspace, options: DeliverOptions, keys: Sequence[str]) -> tuple[str, ...]:
    """Record that a person has looked after deliveries; gives the keys that need no settling.

    Each that may still be sent, or that somebody has to look at, can be settled, also one that is
    known from elsewhere to have gone out. Where another key is given, nothing is recorded.
    """
    unneeded: list[str] = []

    def change(log: DeliveryLog, now: datetime) -> Sequence[DeliveryRecord]:
        evaluation = options.publish.evaluate(now)
        found = {
            each.key: each
            for each in every_delivery(workspace, evaluation, log, now)
            if each.status not in ("accepted", "settled")
        }
        unneeded[:] = [key for key in keys if key not in found]
        if unneeded:
            return ()
        return [settlement_of(found[key], now) for key in dict.fromkeys(keys)]

    if options.push:
        append_pushed(workspace, options.publish, change)
    else:
        append(workspace, options.publish, change)
    return tuple(unneeded)
