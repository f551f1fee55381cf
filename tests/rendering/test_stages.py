"""The strip that shows where a release is on its way."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from notices.domain.public import PublicRelease
from notices.rendering.locale.locale import Locale
from notices.rendering.views.stages import stages
from tests.rendering.builders import (
    ADVANCE,
    COMPLETED,
    FINAL,
    POLICY,
    at,
    cancelled,
    completed,
    html,
    public,
    record,
    release,
    rendered,
    site,
    standing,
    theme,
)

PAGE = "releases/payroll-engine/index.html"


def with_statuses(advance: str, final: str, state: Any, **changes: Any) -> PublicRelease:
    """A release that owes two notices before its start, each where it is said to stand."""
    entry = changes.pop("entry", release())
    verdict = changes.pop("verdict", "on_time")
    notices = []
    for rule, status in ((ADVANCE, advance), (FINAL, final)):
        counts = None
        if status == "published":
            counts = record(entry, rule.id, at("2026-11-22 08:00"), verdict)
        notices.append(standing(rule, status, at("2026-11-22 08:00"), None, counts))  # type: ignore[arg-type]
    notices.append(standing(COMPLETED, "waiting"))
    return public(entry, state, (), notices, **changes)


def shown(of: PublicRelease) -> list[str]:
    """Each stage as its page has it: label and note, how it stands, and where we are."""
    page = html(rendered(site(of)), f"releases/{of.release.id}/index.html")
    found = []
    for attributes, inner in re.findall(r'<li class="nt-stage ([^>]*)>(.*?)</li>', page, re.DOTALL):
        words = " ".join(re.sub(r"<[^>]+>", " ", inner).split()).replace(" : ", ": ")
        found.append(words + (" <-" if 'aria-current="step"' in attributes else ""))
    return found


@pytest.mark.parametrize(
    "of, strip",
    [
        (
            with_statuses("published", "pending", "announced"),
            [
                "Báo trước: đã xong",
                "Nhắc lịch: đang ở bước này <-",
                "Thực hiện: chưa đến",
                "Kết quả: chưa đến",
            ],
        ),
        (
            with_statuses("published", "published", "announced"),
            [
                "Báo trước: đã xong",
                "Nhắc lịch: đã xong <-",
                "Thực hiện: chưa đến",
                "Kết quả: chưa đến",
            ],
        ),
        (
            with_statuses("published", "not_owed", "announced"),
            ["Báo trước: đã xong <-", "Thực hiện: chưa đến", "Kết quả: chưa đến"],
        ),
        (
            with_statuses("pending", "pending", "announced"),
            [
                "Báo trước: đang ở bước này <-",
                "Nhắc lịch: chưa đến",
                "Thực hiện: chưa đến",
                "Kết quả: chưa đến",
            ],
        ),
        (
            with_statuses("published", "pending", "announced", verdict="exception"),
            [
                "Báo trước Báo gấp: đã xong",
                "Nhắc lịch: đang ở bước này <-",
                "Thực hiện: chưa đến",
                "Kết quả: chưa đến",
            ],
        ),
        (
            with_statuses("published", "pending", "announced", verdict="late"),
            [
                "Báo trước Đăng trễ hạn: đã xong",
                "Nhắc lịch: đang ở bước này <-",
                "Thực hiện: chưa đến",
                "Kết quả: chưa đến",
            ],
        ),
        (
            with_statuses("published", "missed", "in_progress"),
            [
                "Báo trước: đã xong",
                "Nhắc lịch Không có thông báo: không thực hiện",
                "Thực hiện: đang ở bước này <-",
                "Kết quả: chưa đến",
            ],
        ),
        (
            with_statuses("published", "published", "awaiting_confirmation"),
            [
                "Báo trước: đã xong",
                "Nhắc lịch: đã xong",
                "Thực hiện: đã xong",
                "Kết quả: đang ở bước này <-",
            ],
        ),
        (
            completed("payroll-engine", at("2026-06-06 20:00")),
            ["Báo trước: đã xong", "Thực hiện: đã xong", "Đã hoàn tất: đã xong <-"],
        ),
        (
            completed("payroll-engine", at("2026-06-06 20:00"), "rolled_back"),
            ["Báo trước: đã xong", "Thực hiện: đã qua", "Đã khôi phục phiên bản trước: đã xong <-"],
        ),
        (
            cancelled("payroll-engine", at("2026-06-06 20:00"), at("2026-06-01 09:00")),
            ["Báo trước: đã xong", "Đã hủy: không thực hiện <-"],
        ),
        (
            replace(completed("payroll-engine", at("2025-03-15 20:00")), imported=True),
            [],
        ),
    ],
    ids=[
        "reminders ahead",
        "all told",
        "no reminder owed",
        "moved, to be announced again",
        "short notice",
        "late",
        "running, a reminder missed",
        "awaiting its result",
        "completed",
        "rolled back",
        "cancelled",
        "imported",
    ],
)
def test_each_state_shows_where_we_are(of: PublicRelease, strip: list[str]) -> None:
    assert shown(of) == strip


@pytest.mark.parametrize("verdict, late", [("on_time", 0), ("late", 1), ("exception", 1)])
def test_a_notice_that_came_too_late_is_no_green_stage(verdict: str, late: int) -> None:
    of = with_statuses("published", "pending", "announced", verdict=verdict)
    page = html(rendered(site(of)), PAGE)
    assert page.count("nt-stage nt-stage--done nt-stage--late") == late


def test_a_release_of_a_public_plan_begins_with_it() -> None:
    locale = Locale.of("vi", POLICY, theme(), frozenset())

    first, *_ = stages(with_statuses("published", "pending", "announced"), locale, "2026-12")

    assert (first.label, first.standing, first.url) == ("Kế hoạch", "done", "plans/2026-12/")


def test_a_cancelled_release_asks_for_nothing_and_its_window_is_struck() -> None:
    off = cancelled("payroll-engine", at("2026-06-06 20:00"), at("2026-06-01 09:00"))
    page = html(rendered(site(off)), PAGE)

    assert '<span class="nt-hero__time"><del><time ' in page
    assert "Nội dung dự kiến ban đầu" in page
    for wanted in ('id="nt-prepare"', 'id="nt-impact"', "nt-add"):
        assert wanted not in page
