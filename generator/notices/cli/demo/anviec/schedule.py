"""The schedule of Anviec's demo: releases around now, one in every state.

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
_TESTED = (
    "    reason:\n"
    "        vi: Khách hàng dùng thử đề nghị chọn giờ này để cùng chúng tôi kiểm tra dữ liệu.\n"
    "        en: The customers who tested it asked for this time, to check their data with us.\n"
    "    approved_by: product\n"
)
_QUIET = (
    "    reason:\n"
    "        vi: Khách hàng bán lẻ đề nghị chọn giờ này, là lúc họ ít phát hành hóa đơn.\n"
    "        en: Our retail customers asked for this time, when they issue few invoices.\n"
    "    approved_by: product\n"
)
_VISITS = (
    "    reason:\n"
    "        vi: Nhiều đội bán hàng đề nghị chọn giờ này để kịp dùng cho đợt thăm khách hàng mới.\n"
    "        en: Many sales teams asked for this time, to have it for their next round of visits.\n"
    "    approved_by: product\n"
)
_NEARLY_FULL = (
    "    reason:\n"
    "        vi: Máy chủ tìm kiếm cũ sắp đầy nên cần chuyển sớm nhất có thể.\n"
    "        en: The old search servers are nearly full, so the move cannot wait.\n"
)
_MOVED = (
    "    moved_reason:\n"
    "        vi: Nhà cung cấp chứng thư số cần thêm một tuần để kiểm tra kết nối.\n"
    "        en: The certificate authority needs another week to test the connection.\n"
)


def schedule(base: datetime, policy: Policy) -> Schedule:
    """What happens around ``base`` (UTC, a full five minutes)."""
    return Schedule(tuple(_entries(base, policy)), _standstill(base, policy))


def _entries(base: datetime, policy: Policy) -> Iterator[DemoEntry]:
    day, hour, minute = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
    texts = ScheduleTexts(TEXTS, policy)
    outcome, added = texts.outcome, texts.added

    # What was.
    begins = policy.promise_begins
    yield DemoEntry(
        "employee-portal", base - 60 * day, _evening(begins - 40 * day, policy), 2 * hour,
        planned=False, extra=outcome(_evening(begins - 40 * day, policy) + 2 * hour),
    )  # fmt: skip
    partly = _evening(base - 40 * day, policy)
    yield DemoEntry(
        "travel-expenses", partly - 25 * day, partly, 2 * hour,
        later={
            partly + 2 * hour: outcome(partly + 2 * hour, "partial"),
            partly + day: added("travel-expenses.known_issues", base),
        },
    )  # fmt: skip
    back = _evening(base - 26 * day, policy)
    yield DemoEntry(
        "report-builder", back - 25 * day, back, 2 * hour,
        later={
            back + 90 * minute: outcome(back + 90 * minute, "rolled_back"),
            back + 2 * hour: added("report-builder.cause", back + 2 * hour),
        },
    )  # fmt: skip
    late = _late(base, policy)
    yield DemoEntry(
        "shift-swap", late - 25 * day, late, hour, later={late + hour: outcome(late + hour)}
    )
    done = _evening(base - 12 * day, policy)
    yield DemoEntry(
        "leave-forecast", done - 25 * day, done, 2 * hour,
        later={
            done + 2 * hour: outcome(done + 2 * hour),
            done + 2 * day: added("leave-forecast.known_issues", base),
        },
    )  # fmt: skip
    unannounced = _evening(base - 8 * day, policy)
    yield DemoEntry(
        "dark-mode", unannounced + day, unannounced, 30 * minute, planned=False,
        extra=outcome(unannounced + 30 * minute)
        + added("dark-mode.exception", unannounced + day),
    )  # fmt: skip
    fixed = base - 2 * day
    yield DemoEntry(
        "expense-rounding", fixed - 4 * hour, fixed, 30 * minute,
        later={fixed + 30 * minute: outcome(fixed + 30 * minute)},
    )  # fmt: skip

    # What is, and what is ahead.
    running = base - 20 * minute
    yield DemoEntry(
        "project-timeline", running - 25 * day, running, hour, reason=_TESTED,
        later={base - 5 * minute: added("project-timeline.updates", base - 5 * minute)},
    )  # fmt: skip
    waiting = base - 3 * hour
    yield DemoEntry("invoice-designer", waiting - 24 * day, waiting, hour, reason=_QUIET)
    soon = base + 26 * hour
    yield DemoEntry("customer-map", soon - 23 * day, soon, 2 * hour, reason=_VISITS)
    ahead = _evening(base + 8 * day, policy)
    yield DemoEntry("payroll-engine", ahead - 26 * day, ahead, 2 * hour)
    yield DemoEntry(
        "mobile-signing", ahead - 25 * day, ahead, hour,
        moved=(base - 3 * day, ahead + 7 * day), moved_reason=_MOVED,
    )  # fmt: skip
    yield DemoEntry(
        "search-server-move", base - 3 * day, base + 5 * hour, 45 * minute, reason=_NEARLY_FULL
    )
    yield DemoEntry(
        "provider-power", base - 30 * minute, base + 150 * minute, 30 * minute,
        extra=added("provider-power.exception", base),
    )  # fmt: skip
    yield DemoEntry("certificate-renewal", base - day, base + 3 * day, 30 * minute)
    cancelled = _evening(base + 4 * day, policy)
    yield DemoEntry(
        "chat-rooms", cancelled - 25 * day, cancelled, 2 * hour,
        later={base - day: added("chat-rooms.cancelled", base - day)},
    )  # fmt: skip

    # What is not public.
    yield DemoEntry("attendance-export", base - hour, base + 2 * day, 30 * minute)
    yield DemoEntry("hiring-pipeline", base - 2 * day, _evening(base + 24 * day, policy), 2 * hour)
    yield DemoEntry("office-assets", base - day, _evening(base + 30 * day, policy), hour)
    yield DemoEntry(
        "approval-shortcuts", base - hour, _evening(base + 2 * day, policy), hour, planned=False
    )
    yield DemoEntry("kpi-board", base - hour, _evening(base + 30 * day, policy), hour)


def _late(base: datetime, policy: Policy) -> datetime:
    """The start of the release whose last reminder comes late."""
    return _evening(base - 19 * timedelta(days=1), policy)


def _standstill(base: datetime, policy: Policy) -> tuple[datetime, datetime]:
    """From when and until when nothing is published: long enough for that reminder to be late."""
    due = _late(base, policy) - timedelta(hours=24)
    return due - timedelta(hours=8), due + timedelta(minutes=40)


def _evening(after: datetime, policy: Policy) -> datetime:
    return opening(after, policy, "feature")
