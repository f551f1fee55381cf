"""The schedule of Tidewart's demo: what an API, maintenance and small changes look like.

Belongs here: when each entry's file appears, when its window is, what is added later, and the one
standstill. Does not belong here: the entries' own texts, what is added to them and their guides
(``entries``), any rule.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from notices.cli.demo.entries import DemoEntry, Schedule, ScheduleTexts, opening
from notices.domain.policy import Policy

__all__ = ["TEXTS", "schedule"]

TEXTS = Path(__file__).parent / "entries"
_MOVED = (
    "    moved_reason:\n"
    "        de: Das neue Rechenzentrum wird zwei Wochen später übergeben als zugesagt.\n"
    "        en: The new data centre will be handed over two weeks later than promised.\n"
)
_DAY, _HOUR, _MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)


def schedule(base: datetime, policy: Policy) -> Schedule:
    """What happens around ``base`` (UTC, a full five minutes)."""
    return Schedule(tuple(_entries(base, policy)), _standstill(base, policy))


def _entries(base: datetime, policy: Policy) -> Iterator[DemoEntry]:
    texts = ScheduleTexts(TEXTS, policy)
    outcome, added = texts.outcome, texts.added

    # What was.
    off = opening(base - 42 * _DAY, policy, "api")
    yield DemoEntry(
        "warehouse-api-v1", off - 40 * _DAY, off, _HOUR, later={off + _HOUR: outcome(off + _HOUR)}
    )
    back = opening(base - 30 * _DAY, policy, "maintenance")
    yield DemoEntry(
        "stock-database", back - 18 * _DAY, back, 2 * _HOUR,
        later={
            back + 100 * _MINUTE: outcome(back + 100 * _MINUTE, "rolled_back"),
            back + 2 * _HOUR: added("stock-database.updates", back + 2 * _HOUR),
            back + 3 * _HOUR: added("stock-database.known_issues", base),
        },
    )  # fmt: skip
    late = _late(base, policy)
    yield DemoEntry(
        "tracking-servers", late - 16 * _DAY, late, _HOUR, later={late + _HOUR: outcome(late + _HOUR)}
    )  # fmt: skip
    done = opening(base - 12 * _DAY, policy, "change")
    yield DemoEntry(
        "barcode-scanner", done - 5 * _DAY, done, _HOUR,
        later={
            done + _HOUR: outcome(done + _HOUR),
            done + _DAY: added("barcode-scanner.known_issues", base),
        },
    )  # fmt: skip
    partly = opening(base - 8 * _DAY, policy, "change")
    yield DemoEntry(
        "return-labels", partly - 4 * _DAY, partly, _HOUR,
        later={
            partly + _HOUR: outcome(partly + _HOUR, "partial"),
            partly + 2 * _HOUR: added("return-labels.known_issues", base),
        },
    )  # fmt: skip

    # What is, and what is ahead.
    running = base - 20 * _MINUTE
    yield DemoEntry(
        "stock-filters", running - 5 * _DAY, running, _HOUR,
        later={base - 5 * _MINUTE: added("stock-filters.updates", base - 5 * _MINUTE)},
    )  # fmt: skip
    waiting = base - 3 * _HOUR
    yield DemoEntry("carrier-choice", waiting - 4 * _DAY, waiting, _HOUR)
    yield DemoEntry("picking-sounds", base - 3 * _DAY, base + 26 * _HOUR, _HOUR)
    yield DemoEntry(
        "provider-network", base - 30 * _MINUTE, base + 150 * _MINUTE, 30 * _MINUTE,
        extra=added("provider-network.exception", base),
    )  # fmt: skip
    signed = opening(base + 5 * _DAY, policy, "api")
    yield DemoEntry("webhook-signatures", signed - 34 * _DAY, signed, _HOUR)
    ahead = opening(base + 8 * _DAY, policy, "maintenance")
    yield DemoEntry(
        "label-printing", ahead - 20 * _DAY, ahead, 2 * _HOUR,
        moved=(base - 2 * _DAY, ahead + 14 * _DAY), moved_reason=_MOVED,
    )  # fmt: skip
    dropped = opening(base + 3 * _DAY, policy, "change")
    yield DemoEntry(
        "bulk-orders", dropped - 9 * _DAY, dropped, _HOUR,
        later={base - _DAY: added("bulk-orders.cancelled", base - _DAY)},
    )  # fmt: skip

    # What is not public.
    yield DemoEntry(
        "site-transfers", base - _DAY, opening(base + 20 * _DAY, policy, "change"), _HOUR
    )
    yield DemoEntry("customs-fields", base - _HOUR, opening(base + 9 * _DAY, policy, "api"), _HOUR)


def _late(base: datetime, policy: Policy) -> datetime:
    """The start of the release whose reminder comes late."""
    return opening(base - 20 * _DAY, policy, "maintenance")


def _standstill(base: datetime, policy: Policy) -> tuple[datetime, datetime]:
    """From when and until when nothing is published: long enough for that reminder to be late."""
    reminder = policy.categories["maintenance"].notice("reminder")
    assert reminder is not None
    assert reminder.latest is not None
    due = reminder.latest.before(_late(base, policy), policy.zone, policy.workdays)
    return due - 26 * _HOUR, due + 40 * _MINUTE
