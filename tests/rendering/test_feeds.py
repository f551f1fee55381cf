"""The feed, read back by another program."""

from __future__ import annotations

import calendar
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import feedparser
import pytest

from notices.domain.public import PublicRelease, PublicSite
from notices.domain.release import KnownIssue
from tests.rendering.builders import (
    at,
    cancelled,
    completed,
    message,
    public,
    record,
    release,
    rendered,
    site,
)


def read(shown: PublicSite, path: str = "feed.xml") -> Any:
    feed = feedparser.parse(rendered(shown)[path].data)
    assert not feed.bozo
    return feed


def dated(entry: Any) -> datetime:
    return datetime.fromtimestamp(calendar.timegm(entry.published_parsed), UTC)


def ladder() -> PublicRelease:
    entry = release()
    return public(
        entry,
        messages=[
            message(record(entry, "advance", at("2026-11-22 08:00"))),
            message(record(entry, "final", at("2026-12-11 14:00"))),
        ],
    )


def test_each_message_is_one_item_and_its_title_says_which() -> None:
    """And in which zone: a reader elsewhere has no other line than the title."""
    entries = read(site(ladder())).entries
    assert [entry.title for entry in entries] == [
        "[Nhắc lần cuối] Bảng lương thế hệ mới: 20:00–22:00, thứ Bảy 12/12/2026 (GMT+7)",
        "[Thông báo sớm] Bảng lương thế hệ mới: 20:00–22:00, thứ Bảy 12/12/2026 (GMT+7)",
    ]
    titles = [entry.title for entry in read(site(ladder()), "en/feed.xml").entries]
    assert (
        titles[0]
        == "[Final reminder] New payroll engine: Saturday 12 December 2026, 20:00–22:00 (GMT+7)"
    )


def test_an_item_carries_the_messages_id_date_and_place() -> None:
    shown = ladder()
    newest = read(site(shown)).entries[0]
    last = shown.messages[-1]
    assert newest.id == last.uid
    assert newest.guidislink is False
    assert dated(newest) == last.dated == at("2026-12-11 14:00")
    assert newest.link == f"https://updates.example.com/releases/payroll-engine/#{last.anchor}"
    assert [tag.term for tag in newest.tags] == ["Tính năng mới", "Tiền lương"]
    content = newest.content[0].value
    assert "20:00–22:00, thứ Bảy 12/12/2026 (giờ Việt Nam, GMT+7)" in content
    assert "khoảng 10 phút" in content
    assert "Lưu bảng lương" in content
    assert "Nhanh hơn." in content


def test_the_channel_names_itself_and_its_site() -> None:
    feed = read(site(ladder()), "en/feed.xml").feed
    assert feed.link == "https://updates.example.com/en/"
    assert feed.language == "en"
    links = {link.rel: link.href for link in feed.links}
    assert links["self"] == "https://updates.example.com/en/feed.xml"


def first_lines(shown: PublicRelease) -> list[str]:
    """The lines of the newest item as plain text."""
    content = read(site(shown), "en/feed.xml").entries[0].content[0].value
    return [re.sub(r"<[^>]+>", "", line) for line in content.splitlines()]


def test_the_first_sentence_of_an_item_says_what_happened_and_when() -> None:
    """And nothing of it comes again below."""
    when = "Saturday 12 December 2026, 20:00–22:00 (Vietnam time, GMT+7)"
    back = completed("back", at("2026-12-12 20:00"), "rolled_back")
    old = at("2026-12-05 20:00"), at("2026-12-05 22:00")
    move = record(release(), "rescheduled", at("2026-11-25 09:00"))
    for shown, lines in (
        (ladder(), [f"Final reminder: {when}", "Payroll runs faster."]),
        (
            public(release(), messages=[message(move, previous=old)]),
            [
                f"Moved: {when}",
                "Previously: Saturday 5 December 2026, 20:00–22:00 (GMT+7)",
                "Payroll runs faster.",
            ],
        ),
        (
            cancelled("off", at("2026-12-12 20:00"), at("2026-12-01 09:00")),
            [
                "This update was cancelled on Tuesday 1 December 2026, 09:00 (GMT+7).",
                "Reason: More testing needed",
                "Payroll runs faster.",
                f"Time window: {when}",
            ],
        ),
        (
            back,
            [
                (
                    "The update did not succeed. "
                    "The previous version was restored on Saturday 12 December 2026, 22:00 (GMT+7)."
                ),
                (
                    "You are using the previous version again. "
                    "As soon as there is a new date, we will announce it."
                ),
                "Payroll runs faster.",
                f"Time window: {when}",
            ],
        ),
    ):
        found = first_lines(shown)
        assert found[: len(lines)] == lines
        assert sum(when in line for line in found) == 1


def test_the_summary_of_a_move_or_a_reminder_says_when_and_not_what_is_new() -> None:
    when = "Saturday 12 December 2026, 20:00–22:00 (Vietnam time, GMT+7)"
    old = at("2026-12-05 20:00"), at("2026-12-05 22:00")
    entry = release()
    why = {"vi": "Trùng kỳ lương.", "en": "It was payday."}
    entry = replace(entry, window=replace(entry.window, moved_reason=why))
    moved = message(record(entry, "rescheduled", at("2026-11-25 09:00")), previous=old)
    shown = replace(ladder(), release=entry)
    shown = replace(shown, messages=(shown.messages[0], moved, shown.messages[1]))

    summaries = {
        e.title.partition("]")[0]: e.summary for e in read(site(shown), "en/feed.xml").entries
    }

    assert summaries == {
        "[Advance notice": "Payroll runs faster.",
        "[Moved": f"Moved: {when}. Previously: Saturday 5 December 2026, 20:00–22:00 (GMT+7). "
        "Reason: It was payday.",
        "[Final reminder": f"Final reminder: {when}. Expected downtime: about 10 minutes.",
    }


def test_a_feed_names_the_next_attempt_once_that_is_public() -> None:
    issue = KnownIssue({"vi": "Chậm", "en": "Slow"}, "open", "again")
    back = completed("back", at("2026-06-06 20:00"), "rolled_back", known_issues=(issue,))
    following = public(release("again", title={"vi": "Lần hai", "en": "Second try"}))
    [entry, *_] = read(site(back, following), "en/feed.xml").entries
    assert (
        'Next attempt: <a href="https://updates.example.com/en/releases/again/">Second try</a>, '
        "Saturday 12 December 2026, 20:00–22:00 (GMT+7)."
    ) in entry.content[0].value


def test_a_feed_says_when_the_next_attempt_was_completed() -> None:
    issue = KnownIssue({"vi": "Chậm", "en": "Slow"}, "fixed", "again")
    back = completed("back", at("2026-06-06 20:00"), "rolled_back", known_issues=(issue,))
    title = {"vi": "Lần hai", "en": "Second try"}
    following = completed("again", at("2026-07-11 20:00"), title=title)
    entries = read(site(back, following), "en/feed.xml").entries
    [content] = [e.content[0].value for e in entries if "did not succeed" in e.content[0].value]
    assert (
        '<p>Followed by: <a href="https://updates.example.com/en/releases/again/">Second try</a>, '
        "completed on Saturday 11 July 2026.</p>"
    ) in content
    assert "You are using" not in content


def test_what_a_result_tells_is_no_longer_what_lies_ahead() -> None:
    back = completed("back", at("2026-02-07 20:00"), "rolled_back")
    done = completed("done", at("2026-01-10 20:00"))
    news = {
        entry.title: entry.content[0].value
        for entry in read(site(back, done), "en/feed.xml").entries
    }
    for title, heads in (
        ("[Rolled back]", []),
        ("[Completed]", ["What changed"]),
        ("[Advance notice]", ["What to prepare", "What changes"]),
    ):
        content = next(content for named, content in news.items() if named.startswith(title))
        assert re.findall(r"<h2>(.*?)</h2>", content) == heads, title
        assert ("you can keep" in content) is (title == "[Advance notice]")
        assert "could" not in content


@pytest.mark.parametrize("result", ["success", "partial", "rolled_back"])
def test_a_result_names_the_known_issues_that_are_open_and_what_to_do_meanwhile(
    result: str,
) -> None:
    meanwhile = {"vi": "Xem từng tháng.", "en": "View month by month."}
    issues = (
        KnownIssue({"vi": "Báo cáo chậm", "en": "Reports are slow"}, "open", None, meanwhile),
        KnownIssue({"vi": "Lỗi in", "en": "Printing"}, "fixed"),
    )
    ended = completed("half", at("2026-03-07 20:00"), result, known_issues=issues)

    told, announced = (entry.content[0].value for entry in read(site(ended), "en/feed.xml").entries)

    remains = "Reports are slow – Being worked on. Meanwhile: View month by month."
    assert f"<h2>Known issues</h2>\n<ul>\n<li>{remains}</li>\n</ul>" in told
    assert "Printing" not in told
    assert "Known issues" not in announced


def test_results_changes_and_cancellations_are_named() -> None:
    entry = release("moved", start=at("2026-06-13 20:00"))
    old = (at("2026-06-06 20:00"), at("2026-06-06 22:00"))
    moved = message(record(entry, "rescheduled", at("2026-05-20 09:00")), previous=old)
    document = read(
        site(
            public(entry, messages=[moved]),
            cancelled("off", at("2026-05-02 20:00"), at("2026-05-01 09:00")),
            completed("ok", at("2026-04-04 20:00")),
            completed("half", at("2026-03-07 20:00"), "partial"),
            completed("back", at("2026-02-07 20:00"), "rolled_back"),
        ),
        "en/feed.xml",
    ).entries
    kinds = [entry.title.split("]")[0] + "]" for entry in document]
    for kind in (
        "[Moved]",
        "[Cancelled]",
        "[Completed]",
        "[Partly completed]",
        "[Rolled back]",
    ):
        assert kinds.count(kind) == 1
    moved_item = next(entry for entry in document if entry.title.startswith("[Moved]"))
    before = "Previously: <del>Saturday 6 June 2026, 20:00–22:00 (GMT+7)</del>"
    assert before in moved_item.content[0].value
    early = next(e for e in document if "/ok/" in e.link and e.title.startswith("[Advance"))
    assert "succeeded" not in early.content[0].value


@pytest.mark.parametrize("typed", ["# One\n\n## Two", "### One\n\n##### Two", "One"])
def test_the_headings_of_a_body_stand_below_the_sections_of_its_item(typed: str) -> None:
    """Whatever levels were typed, a reader who jumps by headings gets the right outline."""
    body = {"vi": f"{typed}\n\nNội dung.", "en": f"{typed}\n\nThe text."}
    entry = release(body=body, prepare=body)
    shown = site(
        public(entry, messages=[message(record(entry, "advance", at("2026-11-22 08:00")))])
    )
    [item] = read(shown, "en/feed.xml").entries

    own = [("3", "One"), ("4", "Two")] if "#" in typed else []
    assert re.findall(r"<h(\d)>(.*?)</h", item.content[0].value) == [
        ("2", "What to prepare"), *own, ("2", "What changes"), *own
    ]  # fmt: skip


def test_the_newest_fifty_come_newest_first() -> None:
    many = [completed(f"r-{n}", at("2025-08-02 20:00") + timedelta(days=7 * n)) for n in range(40)]
    entries = read(site(*many)).entries
    dates = [dated(entry) for entry in entries]
    assert len(entries) == 50
    assert dates == sorted(dates, reverse=True)
    assert len({entry.id for entry in entries}) == 50
    assert dates[0] == max(m.dated for p in many for m in p.messages)


def test_the_feed_names_the_generation_that_it_was_made_with() -> None:
    for path in ("feed.xml", "en/feed.xml"):
        assert read(site(ladder(), generation="c0ffee"), path).feed.generator == "notices c0ffee"


def test_the_feed_is_dated_by_its_newest_item_and_never_by_the_clock() -> None:
    feed = read(site(ladder())).feed
    assert feed.updated == "Fri, 11 Dec 2026 07:00:00 +0000"
    assert read(site()).feed.updated == "Mon, 30 Jun 2025 17:00:00 +0000"
