"""What changed after the first notice, and what went wrong, on the page and in the feed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from html import unescape
from typing import Any

import feedparser
import pytest

from notices.domain.public import Message, NoticeStanding, PublicRelease
from notices.domain.release import Approval, Outcome, Release, Window
from tests.rendering.builders import (
    ADVANCE,
    COMPLETED,
    FINAL,
    at,
    cancelled,
    html,
    message,
    public,
    record,
    release,
    rendered,
    site,
    standing,
)

OLD = at("2026-12-05 20:00"), at("2026-12-05 22:00")
REASON = {"vi": "Nhà cung cấp báo lịch muộn.", "en": "The provider told us late."}
EXCEPTION = Approval("ceo", date(2026, 12, 11), REASON)


def page(shown: PublicRelease, language: str = "vi") -> str:
    home = "" if language == "vi" else f"{language}/"
    return plain(html(rendered(site(shown)), f"{home}releases/{shown.release.id}/index.html"))


def plain(text: str) -> str:
    """The text with one blank between words, ``time`` elements as their words."""
    text = re.sub(r'<span class="nt-whole">(.*?)</span>', r"\1", text)
    return re.sub(r"\s+", " ", re.sub(r"</?time[^>]*>", "", text))


def items(shown: PublicRelease, language: str = "vi") -> list[tuple[str, str]]:
    """Title and content of each item, newest first."""
    path = "feed.xml" if language == "vi" else f"{language}/feed.xml"
    found: Any = feedparser.parse(rendered(site(shown))[path].data)
    return [(entry.title, plain(entry.content[0].value)) for entry in found.entries]


def moved(
    previous: tuple[datetime, datetime], state: Any = "announced", *more: Message
) -> PublicRelease:
    entry = release()
    first = record(entry, "advance", at("2026-11-15 20:00"), start=previous[0], end=previous[1])
    published = record(entry, "rescheduled", at("2026-11-20 09:00"))
    return public(entry, state, [message(first), message(published, previous=previous), *more])


# Moves


@pytest.mark.parametrize(
    "language, before, after, name",
    [
        (
            "vi",
            "Lịch trước đó: <del>20:00–22:00, thứ Bảy 05/12/2026 (GMT+7)</del>",
            "Lịch mới: <ins>20:00–22:00, thứ Bảy 12/12/2026 (GMT+7)</ins>",
            "[Đổi lịch] Bảng lương thế hệ mới: 20:00–22:00, thứ Bảy 12/12/2026 (GMT+7)",
        ),
        (
            "en",
            "Previously: <del>Saturday 5 December 2026, 20:00–22:00 (GMT+7)</del>",
            "Now: <ins>Saturday 12 December 2026, 20:00–22:00 (GMT+7)</ins>",
            "[Moved] New payroll engine: Saturday 12 December 2026, 20:00–22:00 (GMT+7)",
        ),
    ],
)
def test_a_move_shows_the_old_window_struck_through(
    language: str, before: str, after: str, name: str
) -> None:
    shown = page(moved(OLD), language)
    assert shown.count(before) == 1, "as a step"
    assert after in shown
    [(title, content), (first, first_published)] = items(moved(OLD), language)
    assert title == name
    assert before in content
    assert "<del>" not in first_published
    assert "05/12/2026" in first or "5 December" in first


@pytest.mark.parametrize(
    "language, head",
    [
        (
            "vi",
            (
                "Sắp diễn ra Đổi lịch Tính năng mới Bảng lương thế hệ mới Tính lương nhanh hơn. "
                "Lịch trước đó 20:00–22:00, thứ Bảy 05/12/2026 (GMT+7) "
                "Lịch mới 20:00–22:00, thứ Bảy 12/12/2026 (giờ Việt Nam, GMT+7) Lý do: Trùng lịch."
            ),
        ),
        (
            "en",
            (
                "Scheduled Moved New feature New payroll engine Payroll runs faster. "
                "Previously Saturday 5 December 2026, 20:00–22:00 (GMT+7) "
                "Now Saturday 12 December 2026, 20:00–22:00 (Vietnam time, GMT+7) Reason: Another event."
            ),
        ),
    ],
)
def test_the_head_says_moved_with_both_windows_side_by_side_and_why(
    language: str, head: str
) -> None:
    public = moved(OLD)
    window = replace(
        public.release.window, moved_reason={"vi": "Trùng lịch.", "en": "Another event."}
    )
    public = replace(public, release=replace(public.release, window=window))
    shown = page(public, language)
    hero = shown[shown.index('<div class="nt-hero__state') : shown.index("nt-countdown")]
    note = r"<div class=\"nt-outcome.*?</div>\s*</div>"
    hero = re.sub(rf"<ol.*?</ol>|{note}|<[^>]+>", " ", hero, flags=re.DOTALL)
    assert " ".join(unescape(hero).split()).startswith(head)


def test_a_move_of_the_end_alone_is_called_by_its_name() -> None:
    entry = release()
    old = entry.window.start, at("2026-12-12 21:00")
    assert items(moved(old))[0][0].startswith("[Đổi giờ kết thúc] ")
    assert items(moved(old), "en")[0][0].startswith("[New end time] ")
    assert page(moved(old), "en").count("New end time") == 2, "beside the state, and as a step"


@pytest.mark.parametrize("state", ["in_progress", "awaiting_confirmation"])
def test_the_old_window_stands_in_the_head_while_the_new_one_runs(state: Any) -> None:
    """In the page's head, in the timeline, and in what the picture beside a shared link says."""
    assert page(moved(OLD, state)).count("Lịch trước đó") == 3


def test_once_it_is_over_the_old_window_stands_in_the_timeline_alone() -> None:
    entry = release(outcome=Outcome("success", at("2026-12-12 21:40")))
    published = record(entry, "rescheduled", at("2026-11-20 09:00"))
    done = record(entry, "completed", at("2026-12-12 22:00"), result="success")
    over = public(entry, "completed", [message(published, previous=OLD), message(done)])
    assert page(over).count("Lịch trước đó") == 1


def test_a_card_on_the_home_page_shows_the_old_window_too() -> None:
    home = plain(html(rendered(site(moved(OLD))), "index.html"))
    assert "<del>20:00–22:00, thứ Bảy 05/12/2026" in home


def test_back_and_forth_is_one_item_each_and_the_head_shows_the_last_move() -> None:
    there = moved(OLD)
    again = record(there.release, "rescheduled", at("2026-11-21 09:00"))
    third = (at("2026-12-13 20:00"), at("2026-12-13 22:00"))
    back = public(there.release, "announced", [*there.messages, message(again, previous=third)])
    assert [title.split("]")[0] for title, _ in items(back)] == [
        "[Đổi lịch",
        "[Đổi lịch",
        "[Thông báo sớm",
    ]
    head = page(back).split("nt-main")[0]
    assert "<del>20:00–22:00, Chủ nhật 13/12/2026" in head
    assert "05/12/2026" not in head


# Late, missed, at short notice


def with_messages(
    entry: Release, messages: Iterable[Message], notices: Iterable[NoticeStanding] = ()
) -> PublicRelease:
    return public(entry, "announced", messages, notices)


DEADLINE = at("2026-12-11 20:00")


@pytest.mark.parametrize(
    "language, shown_as, sent_as",
    [
        (
            "vi",
            ("Trễ 1 giờ 5 phút", "Cam kết trước 24 giờ, chậm nhất 20:00, thứ Sáu 11/12 (GMT+7)"),
            ("Đăng trễ hạn", "Cam kết trước 24 giờ, chậm nhất 20:00, thứ Sáu 11/12/2026"),
        ),
        (
            "en",
            (
                "1 hour 5 minutes late",
                "Promised 24 hours ahead, by Friday 11 December, 20:00 (GMT+7)",
            ),
            ("Posted late", "Promised 24 hours ahead, by Friday 11 December 2026, 20:00"),
        ),
    ],
)
def test_a_late_notice_says_so_with_what_was_promised(
    language: str, shown_as: tuple[str, str], sent_as: tuple[str, str]
) -> None:
    """The page, where the window is beside it, without the year, and by how much."""
    entry = release()
    late = record(entry, "final", at("2026-12-11 21:05"), "late", deadline=DEADLINE)
    shown = with_messages(entry, [message(late)])
    for text, words in (
        (page(shown, language), shown_as),
        (items(shown, language)[0][1], sent_as),
    ):
        assert [each for each in words if each not in text] == []


def test_no_line_ends_within_how_far_ahead_a_notice_was_promised() -> None:
    entry = release()
    late = record(entry, "final", at("2026-12-11 21:05"), "late", deadline=DEADLINE)
    shown = rendered(site(with_messages(entry, [message(late)])))
    lead = 'Promised <span class="nt-whole">24 hours ahead</span>, by '
    assert html(shown, f"en/releases/{entry.id}/index.html").count(lead) == 1


def test_a_late_notice_beside_one_on_time_names_its_own_promise() -> None:
    entry = release()
    final = record(entry, "final", at("2026-12-11 19:00"), deadline=DEADLINE)
    broken = at("2026-12-02 20:00")
    advance = record(entry, "advance", at("2026-12-11 19:00"), "late", deadline=broken)
    [(title, content)] = items(with_messages(entry, [message(final, advance)]), "en")
    assert title.startswith("[Final reminder]")
    assert "Includes: Advance notice" in content
    assert (
        "<strong>Posted late.</strong> Advance notice: Promised 10 days ahead, by "
        "Wednesday 2 December 2026, 20:00" in content
    )
    # On the page the mark stands with what was late, not with what was on time.
    shown = page(with_messages(entry, [message(final, advance)]), "en")
    assert "Final reminder</p>" in shown
    assert re.search(
        r"Advance notice: Promised 10 days[^§]*?nt-mark--late[^§]*?8 days 23 hours late", shown
    )


@pytest.mark.parametrize(
    "language, mark, reasons, delay",
    [
        (
            "vi",
            "Báo gấp",
            ("Lý do báo gấp: Nhà cung cấp báo lịch muộn.", "Lý do: Nhà cung cấp báo lịch muộn."),
            "Đăng trễ 22 giờ so với cam kết",
        ),
        (
            "en",
            "Short notice",
            (
                "Reason for short notice: The provider told us late.",
                "Reason: The provider told us late.",
            ),
            "Posted 22 hours later than promised",
        ),
    ],
)
def test_short_notice_gives_its_reason(
    language: str, mark: str, reasons: tuple[str, str], delay: str
) -> None:
    """The page once, in its head; and it says how much later than promised the notice came."""
    entry = release(exception=EXCEPTION)
    short = record(entry, "final", at("2026-12-12 18:00"), "exception", deadline=DEADLINE)
    shown = with_messages(entry, [message(short)])
    texts = page(shown, language), items(shown, language)[0][1]
    for text, reason in zip(texts, reasons, strict=True):
        assert mark in text
        assert text.count(reason) == 1
    assert reasons[1] not in texts[0]
    assert delay in texts[0]


def test_a_notice_on_time_gives_no_reason_although_the_entry_has_one() -> None:
    entry = release(exception=EXCEPTION)
    fine = record(entry, "final", at("2026-12-11 18:00"), deadline=DEADLINE)
    for text in (
        page(with_messages(entry, [message(fine)])),
        items(with_messages(entry, [message(fine)]))[0][1],
    ):
        assert "Báo gấp" not in text
        assert "Lý do" not in text


@pytest.mark.parametrize(
    "language, words", [("vi", "Không có thông báo"), ("en", "Was not posted")]
)
def test_a_missed_notice_stands_in_the_timeline_and_in_no_feed(language: str, words: str) -> None:
    entry = release()
    first = record(entry, "advance", at("2026-11-22 20:00"))
    missed = standing(FINAL, "missed", at("2026-12-11 14:00"), DEADLINE)
    shown = public(
        entry,
        "in_progress",
        [message(first)],
        [standing(ADVANCE, "published", first.at, None, first), missed],
    )
    assert words in page(shown, language)
    assert [title.split("]")[0] for title, _ in items(shown, "en")] == ["[Advance notice"]


@pytest.mark.parametrize(
    "language, words",
    [
        ("vi", "Đăng khi bản cập nhật đã bắt đầu."),
        ("en", "Posted after the update had begun."),
    ],
)
def test_a_notice_that_comes_after_the_start_is_worded_as_a_report(
    language: str, words: str
) -> None:
    entry = release()
    during = with_messages(entry, [message(record(entry, "advance", entry.window.start))])
    ahead = with_messages(entry, [message(record(entry, "advance", at("2026-12-12 19:59")))])
    for shown, expected in ((during, True), (ahead, False)):
        assert (words in page(shown, language)) is expected
        assert (words in items(shown, language)[0][1]) is expected


# Endings


@pytest.mark.parametrize(
    "language, words, reason",
    [
        ("vi", "[Đã hủy]", "Lý do: Cần kiểm tra thêm"),
        ("en", "[Cancelled]", "Reason: More testing needed"),
    ],
)
def test_a_cancellation_is_an_item_with_its_reason(language: str, words: str, reason: str) -> None:
    shown = cancelled("off", at("2026-12-12 20:00"), at("2026-12-01 09:00"))
    [(title, content), (_, before)] = items(shown, language)
    assert title.startswith(words)
    assert reason in content
    assert reason not in before
    assert reason in page(shown, language)


@pytest.mark.parametrize(
    "language, words, reason",
    [
        ("vi", "Bản cập nhật này không được thông báo trước.", "Lý do: Nhà cung cấp báo"),
        ("en", "This update was not announced in advance.", "Reason: The provider told"),
    ],
)
def test_after_the_fact_says_that_nobody_was_told_and_why(
    language: str, words: str, reason: str
) -> None:
    end = at("2026-12-12 21:40")
    entry = release(exception=EXCEPTION, outcome=Outcome("success", end))
    done = record(entry, "completed", at("2026-12-13 09:00"), result="success")
    shown = public(
        entry,
        "completed",
        [message(done)],
        [
            standing(ADVANCE, "missed", None, at("2026-12-02 20:00")),
            standing(COMPLETED, "published", None, None, done),
        ],
    )
    for text in (page(shown, language), items(shown, language)[0][1]):
        assert f"{words} {reason}" in text


def test_what_ran_unannounced_carries_that_beside_its_state_wherever_it_is_listed() -> None:
    end = at("2026-12-12 21:40")
    entry = release(outcome=Outcome("success", end))
    done = record(entry, "completed", at("2026-12-13 09:00"), result="success")
    missed = standing(ADVANCE, "missed", None, at("2026-12-02 20:00"))
    told = standing(ADVANCE, "published", at("2026-11-22 20:00"))
    for notice, shown in ((missed, True), (told, False)):
        documents = rendered(site(public(entry, "completed", [message(done)], [notice])))
        for path in ("releases/payroll-engine/index.html", "changelog/index.html", "index.html"):
            assert ("</svg>Not announced</span>" in html(documents, f"en/{path}")) is shown, path
            assert ("</svg>Không báo trước</span>" in html(documents, path)) is shown, path


@pytest.mark.parametrize(
    "language, words",
    [
        ("vi", ["2 thông báo không được đăng", "Thông báo sớm, Nhắc lần cuối"]),
        ("en", ["2 notices were not posted", "Advance notice, Final reminder"]),
    ],
)
def test_notices_that_were_not_posted_one_after_another_are_one_step(
    language: str, words: list[str]
) -> None:
    entry = release(outcome=Outcome("success", at("2026-12-12 21:40")))
    done = record(entry, "completed", at("2026-12-13 09:00"), result="success")
    missed = [
        standing(ADVANCE, "missed", None, at("2026-12-02 20:00")),
        standing(FINAL, "missed", None, DEADLINE),
    ]
    shown = page(public(entry, "completed", [message(done)], missed), language)
    [step] = re.findall(r'<li class="nt-step nt-step--missed">.*?</li>', shown, re.DOTALL)
    assert re.findall(r"<p class[^>]*>(.*?)</p>", step) == words


def test_a_notice_that_is_due_once_more_after_a_move_tells_of_the_new_date() -> None:
    entry = release()
    first = record(entry, "advance", at("2026-11-15 08:00"))
    again = record(entry, "advance", at("2026-11-22 08:00"))
    ahead = standing(ADVANCE, "pending", at("2026-11-22 08:00"), at("2026-12-02 20:00"))

    def labels(messages: list[Message], notices: list[NoticeStanding], language: str) -> list[str]:
        shown = page(public(entry, "announced", messages, notices), language)
        return re.findall(r"(?:Advance notice|Thông báo sớm)[^< ]*[^<]*", shown)

    posted, told = message(first), message(again)
    assert labels([posted], [ahead], "en")[-1] == "Advance notice: new date"
    assert labels([posted], [ahead], "vi")[-1] == "Thông báo sớm: lịch mới"
    assert labels([posted, told], [], "en")[-1] == "Advance notice: new date"
    assert labels([posted], [], "en")[-1].strip() == "Advance notice"


def test_a_time_of_the_list_names_its_zone_and_the_year_only_where_the_window_has_another() -> None:
    def told(when: str, start: str) -> str:
        entry = release(start=at(start))
        shown = page(with_messages(entry, [message(record(entry, "advance", at(when)))]), "en")
        return str(re.findall(r"Posted ([^<]*\d\d:\d\d[^<]*?) ?<", shown)[0])

    assert told("2026-11-22 08:00", "2026-12-12 20:00") == "Sunday 22 November, 08:00 (GMT+7)"
    assert told("2026-12-22 08:00", "2027-01-09 20:00") == "Tuesday 22 December 2026, 08:00 (GMT+7)"


def test_a_changed_result_is_an_item_of_its_own_and_the_first_says_nothing_new() -> None:
    entry = release(outcome=Outcome("rolled_back", at("2026-12-12 23:00")))
    first = record(entry, "completed", at("2026-12-12 22:05"), result="success")
    second = record(entry, "completed", at("2026-12-12 23:05"), result="rolled_back")
    shown = public(entry, "completed", [message(first), message(second)])
    [(newest, last_published), (older, first_published)] = items(shown, "en")
    assert newest.startswith("[Rolled back]")
    assert older.startswith("[Completed]")
    assert "was restored" in last_published
    assert "was restored" not in first_published


def test_of_two_messages_of_one_result_only_the_newest_knows_its_date() -> None:
    entry = release(outcome=Outcome("success", at("2026-12-12 23:40")))
    results = ("success", "partial", "success")
    done = [
        record(entry, "completed", at(f"2026-12-12 2{n}:55"), result=result)
        for n, result in enumerate(results, 1)
    ]
    shown = public(entry, "completed", [message(each) for each in done])
    contents = [content for _, content in items(shown, "en")]
    assert ["23:40" in content for content in contents] == [True, False, False]


def test_an_overrun_told_with_its_outcome_shows_both_windows() -> None:
    start, end = at("2026-12-12 20:00"), at("2026-12-12 23:00")
    entry = release(window=Window(start, end), outcome=Outcome("success", end))
    done = record(entry, "completed", end, result="success")
    longer = record(entry, "rescheduled", end)
    previous = (start, at("2026-12-12 22:00"))
    shown = public(entry, "completed", [message(done, longer, previous=previous)])
    [(title, content)] = items(shown, "en")
    assert title.startswith("[Completed]")
    assert "<del>Saturday 12 December 2026, 20:00–22:00 (GMT+7)</del>" in content
    assert "Includes: New end time" in content
