"""The latest news of the home page: what ended, was cancelled or moved, the newest news first."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from notices.domain.public import PublicRelease, PublicSite, State
from notices.domain.release import KnownIssue, Outcome, Update, Window
from notices.rendering.pages.home import SHOWN
from tests.rendering.builders import (
    at,
    cancelled,
    completed,
    html,
    message,
    public,
    record,
    release,
    rendered,
    site,
)

HOURS = timedelta(hours=2)


def rows_of(shown: PublicSite, language: str) -> list[str]:
    """The rows of the news in words."""
    latest = html(rendered(shown), f"{language}index.html").split('id="nt-latest"')[1]
    rows = re.findall(r"<article.*?</article>", latest, re.DOTALL)
    return [" ".join(re.sub("<[^>]+>", " ", row).split()) for row in rows]


def news(language: str) -> list[str]:
    return rows_of(
        site(
            completed("first", at("2026-05-30 20:00"), title={"vi": "Một", "en": "One"}),
            cancelled("off", at("2026-06-06 20:00"), at("2026-06-01 09:00")),
            completed("last", at("2026-06-02 20:00"), title={"vi": "Hai", "en": "Two"}),
        ),
        language,
    )


def moved(
    state: State = "announced",
    *,
    old: str = "2026-12-05 20:00",
    why: bool = True,
    outcome: Outcome | None = None,
) -> PublicRelease:
    """One that was moved to the evening of 12 December, which was told on 20 November."""
    start = at("2026-12-12 20:00")
    reason = {"vi": "Nhà cung cấp cần thêm thời gian.", "en": "A supplier needs more time."}
    window = Window(start, start + HOURS, moved_reason=reason if why else None)
    entry = release("moved", window=window, outcome=outcome)
    before = (at(old), at(old) + HOURS)
    told = message(record(entry, "rescheduled", at("2026-11-20 09:00")), previous=before)
    return public(entry, state, [told])


def soon(count: int) -> list[PublicRelease]:
    """So many that start before it."""
    return [public(release(f"soon-{n}", start=at(f"2026-12-0{n + 1} 08:00"))) for n in range(count)]


def test_news_come_by_when_they_became_news() -> None:
    assert [row.split()[0] for row in news("en/")] == ["Two", "New", "One"]


def test_of_a_moved_one_the_news_is_the_new_time_the_old_day_and_why() -> None:
    earlier = completed("before", at("2026-11-19 20:00"), title={"vi": "Trước", "en": "Before"})
    later = completed("after", at("2026-11-21 20:00"), title={"vi": "Sau", "en": "After"})
    shown = site(*soon(SHOWN), moved(), earlier, later)

    english, vietnamese = rows_of(shown, "en/"), rows_of(shown, "")

    assert [row.split()[0] for row in english] == ["After", "New", "Before"]
    assert english[1] == (
        "New payroll engine Scheduled Moved Saturday 12 December 2026, 20:00–22:00 (GMT+7) "
        "Moved on Friday 20 November 2026, 09:00 (GMT+7) "
        "Previously: Saturday 5 December 2026 . A supplier needs more time."
    )
    assert vietnamese[1] == (
        "Bảng lương thế hệ mới Sắp diễn ra Đổi lịch 20:00–22:00 , thứ Bảy 12/12/2026 (GMT+7) "
        "Đổi lịch lúc 09:00, thứ Sáu 20/11/2026 (GMT+7) "
        "Lịch trước đó: thứ Bảy 05/12/2026 . Nhà cung cấp cần thêm thời gian."
    )
    page = html(rendered(shown), "en/index.html").split('id="nt-latest"')[1]
    old = '<time datetime="2026-12-05T20:00:00+07:00">Saturday 5 December 2026</time>'
    assert f"<del>{old}</del>" in page
    # Its state follows the reader's clock.
    assert re.search(r'aria-labelledby="nt-row-moved" data-card>.*data-countdown', page, re.DOTALL)


@pytest.mark.parametrize(
    "old, why, words",
    [
        ("2026-12-05 20:00", False, "Previously: Saturday 5 December 2026"),
        (
            "2026-12-12 08:00",
            True,
            "Previously: Saturday 12 December 2026, 08:00–10:00 . A supplier needs more time.",
        ),
    ],
)
def test_of_one_moved_within_its_day_the_old_time_and_no_reason_where_there_is_none(
    old: str, why: bool, words: str
) -> None:
    [row] = rows_of(site(*soon(SHOWN), moved(old=old, why=why)), "en/")

    assert row.endswith(f"(GMT+7) {words}")
    assert "(GMT+7) Moved on " in row


def test_what_stands_as_a_card_above_or_has_ended_since_is_no_news_of_a_move() -> None:
    done = moved("completed", outcome=Outcome("success", at("2026-12-12 21:40")))

    assert rows_of(site(*soon(SHOWN - 1), moved()), "en/") == []
    assert rows_of(site(moved("in_progress")), "en/") == []
    [row] = rows_of(site(done), "en/")
    assert "Previously" not in row
    # What was not moved is no news while it lies ahead.
    assert rows_of(site(*soon(SHOWN + 2)), "en/") == []


ISSUES = (
    KnownIssue({"en": "Slow reports"}, "open"),
    KnownIssue({"en": "Wrong sums"}, "fixed"),
)
SLOW = Update(at("2026-06-02 21:00"), {"en": "It was slow for an hour."})


@pytest.mark.parametrize(
    "result, fields, words",
    [
        ("partial", {"known_issues": ISSUES}, "Being worked on: Slow reports"),
        ("partial", {"known_issues": ISSUES[1:], "updates": (SLOW,)}, "It was slow for an hour."),
        ("partial", {}, "Payroll runs faster."),
        ("rolled_back", {"known_issues": ISSUES}, "Reason: Slow reports; Wrong sums"),
        ("rolled_back", {"updates": (SLOW,)}, "It was slow for an hour."),
        ("rolled_back", {}, "Planned: Payroll runs faster."),
        ("success", {"known_issues": ISSUES}, "Payroll runs faster."),
    ],
)
def test_of_what_did_not_go_well_the_news_is_why_or_what_remains(
    result: str, fields: dict[str, object], words: str
) -> None:
    [row] = rows_of(site(completed("one", at("2026-06-02 20:00"), result, **fields)), "en/")

    assert row.split("(GMT+7) ")[1] == words


def test_of_a_cancelled_one_the_news_is_since_when_and_why() -> None:
    assert news("en/")[1] == (
        "New payroll engine Cancelled Cancelled on Monday 1 June 2026, 09:00 (GMT+7) "
        "Was planned for Saturday 6 June 2026 More testing needed"
    )
    assert news("")[1] == (
        "Bảng lương thế hệ mới Đã hủy Hủy lúc 09:00, thứ Hai 01/06/2026 (GMT+7) "
        "Lịch đã báo: thứ Bảy 06/06/2026 Cần kiểm tra thêm"
    )


def test_news_of_what_was_rolled_back_call_it_planned() -> None:
    shown = site(
        completed("back", at("2026-06-02 20:00"), "rolled_back"),
        completed("done", at("2026-05-30 20:00")),
    )

    latest = html(rendered(shown), "en/index.html").split('id="nt-latest"')[1]

    assert re.findall(r'<p class="nt-row__summary">(.*?)</p>', latest) == [
        "Planned: Payroll runs faster.",
        "Payroll runs faster.",
    ]
