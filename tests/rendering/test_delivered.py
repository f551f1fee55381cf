"""What readers see of deliveries: lists of mails, what went out by mail, and hubs."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import feedparser
import pytest

from notices.domain.ledger import Record
from notices.domain.public import PublicRelease, SubscribeOffer
from tests.rendering.builders import (
    POLICY,
    Filled,
    at,
    html,
    message,
    public,
    record,
    release,
    rendered,
    site,
)
from tests.rendering.feed_reading import read_feed, stems, three
from tests.rendering.test_plans import ahead

VI = SubscribeOffer("list", ("vi",), "https://lists.example.com/tin?a=1&b=2")
EN = SubscribeOffer("list-en", ("en",), "https://lists.example.com/news")
HUBS = ("https://hub.example.com/?a=1&b=2", "https://other.example.com/")
PAGE = "releases/payroll-engine/index.html"
PUBLISHED = at("2026-11-22 08:00")
DEADLINE = at("2026-12-02 20:00")


def lists(*offers: SubscribeOffer, home: str = "", **changes: Any) -> list[tuple[str, ...]]:
    """Each address that the page offers, its words, and what is said below it."""
    page = html(rendered(site(subscribe=offers, **changes)), f"{home}subscribe/index.html")
    _, _, section = page.partition('<h2 id="nt-mail">')
    section, _, _ = section.partition("</section>")
    parts = re.findall(
        r'href="([^"]*)" rel="noopener">(.*?)</a></p>(.*?)(?=<p class="nt-actions|$)',
        section,
        re.DOTALL,
    )
    return [
        (url, text(words), *filter(None, text(below).split("\n"))) for url, words, below in parts
    ]


def text(found: str) -> str:
    return re.sub(r"<[^>]+>", "", found).strip()


def words_of(documents: Filled, path: str) -> str:
    page = html(documents, path)
    # Words that stay on one line are in a span of their own.
    page = re.sub(r'<span class="nt-whole">(.*?)</span>', r"\1", page)
    return " ".join(text(re.sub(r"<[^>]+>", " ", page)).split())


def announced(*records: Record) -> PublicRelease:
    entry = release()
    found = records or (record(entry, "advance", PUBLISHED, deadline=DEADLINE),)
    return public(entry, messages=map(message, found), promises=found)


UID = announced().messages[0].uid


def by_mail(when: datetime, uid: str = UID) -> Any:
    return {uid: {"mail": when}}


# The lists of mails.


@pytest.mark.parametrize(
    "home, found",
    [
        (
            "",
            [
                (VI.url.replace("&", "&amp;"), "Đăng ký nhận email"),
                (EN.url, "Đăng ký nhận email (English)"),
            ],
        ),
        (
            "en/",
            [
                (EN.url, "Sign up for emails"),
                (VI.url.replace("&", "&amp;"), "Sign up for emails (Tiếng Việt)"),
            ],
        ),
    ],
    ids=["vi", "en"],
)
def test_the_list_in_the_pages_language_comes_first_and_others_name_theirs(
    home: str, found: list[tuple[str, ...]]
) -> None:
    assert lists(VI, EN, home=home) == found


def test_a_list_with_mails_in_each_language_says_so() -> None:
    both = replace(VI, languages=("vi", "en"))
    assert [words for _, words in lists(both)] == ["Đăng ký nhận email (Tiếng Việt, English)"]


def test_a_list_of_some_mails_alone_says_of_which() -> None:
    some = replace(
        EN,
        categories=frozenset({"feature"}),
        systems=frozenset({"crm", "payroll"}),
        notices=frozenset({"final", "updates", "cancelled", "plan"}),
    )
    assert lists(some, home="en/", policy=POLICY)[0][1:] == (
        "Sign up for emails",
        "Only these types: New feature",
        "Only these areas: Payroll, CRM",
        "Only these notices: Final reminder, Cancelled, Status update, Monthly plan",
    )
    assert lists(some)[0][2:] == (
        "Chỉ gửi về các loại: Tính năng mới",
        "Chỉ gửi về các phần: Tiền lương, Khách hàng",
        "Chỉ gửi các thông báo: Nhắc lần cuối, Đã hủy, Cập nhật tình hình, Kế hoạch tháng",
    )


ALL_BY_MAIL = {
    "": "Dành cho người muốn được báo mà không cần vào xem: mọi thông báo được gửi đến hộp thư của Quý khách.",
    "en/": "For everyone who wants to be told without looking: every notice comes to your inbox.",
}


@pytest.mark.parametrize("home", ["", "en/"])
def test_mails_are_the_first_way_to_follow_and_it_is_said_for_whom(home: str) -> None:
    page = html(rendered(site(subscribe=(VI,))), f"{home}subscribe/index.html")
    ways = re.findall(r'<h2 id="(nt-[a-z]+)">', page)
    assert ways[:3] == ["nt-mail", "nt-calendar", "nt-feeds"]
    _, _, section = page.partition('id="nt-mail"')
    assert f"</h2>\n<p>{ALL_BY_MAIL[home]}</p>\n" in section


@pytest.mark.parametrize("home, link", [("", ""), ("en/", "../en/")])
def test_the_home_page_leads_to_the_lists_where_there_are_any(home: str, link: str) -> None:
    button = re.compile(
        f'<a class="md-button" href="{link}subscribe/#nt-mail"><svg.*?</svg>Email</a>'
    )
    assert button.search(html(rendered(site(subscribe=(VI,))), f"{home}index.html"))
    assert "nt-mail" not in html(rendered(site()), f"{home}index.html")


# What went out by mail.


@pytest.mark.parametrize(
    "when, vi, en",
    [
        (
            "2026-11-22 08:02",
            "Đã gửi qua email lúc 08:02 (GMT+7)",
            "Sent by email at 08:02 (GMT+7)",
        ),
        (
            "2026-11-23 00:00",
            "Đã gửi qua email lúc 00:00, thứ Hai 23/11/2026 (GMT+7)",
            "Sent by email on Monday 23 November 2026, 00:00 (GMT+7)",
        ),
    ],
    ids=["the same day", "another day"],
)
def test_a_message_that_went_out_by_mail_says_when_below_its_own_time(
    when: str, vi: str, en: str
) -> None:
    shown = rendered(site(announced(), delivered=by_mail(at(when))))
    published = "Đã đăng lúc 08:00, Chủ nhật 22/11 (GMT+7)"
    assert f"{published} {vi} " in words_of(shown, PAGE)
    published = "Posted Sunday 22 November, 08:00 (GMT+7)"
    assert f"{published} {en} " in words_of(shown, f"en/{PAGE}")


def test_the_browser_reads_the_time_of_a_mail_like_any_other() -> None:
    page = html(rendered(site(announced(), delivered=by_mail(at("2026-11-22 08:02")))), PAGE)
    assert '<time datetime="2026-11-22T08:02:00+07:00">08:02 (GMT+7)</time>' in page


@pytest.mark.parametrize("delivered", [{UID: {"chat": PUBLISHED}}, by_mail(PUBLISHED, "urn:other")])
def test_calls_and_mails_of_other_messages_change_no_page(delivered: Any) -> None:
    assert rendered(site(announced(), delivered=delivered)) == rendered(site(announced()))


def test_a_plan_that_went_out_by_mail_says_so() -> None:
    planned = ahead()
    (sent,) = planned.plans[0].messages
    when = sent.at + timedelta(minutes=2)
    shown = rendered(replace(planned, delivered=by_mail(when, sent.uid)))
    path = "plans/2026-12/index.html"
    assert "Đã gửi qua email lúc 09:02 (GMT+7)" in words_of(shown, path)
    assert "Sent by email at 09:02 (GMT+7)" in words_of(shown, f"en/{path}")


def test_a_mail_changes_the_pages_of_its_release_and_the_on_time_page_alone() -> None:
    other = public(release("other"))
    before = rendered(site(announced(), other))
    after = rendered(site(announced(), other, delivered=by_mail(PUBLISHED)))
    assert {path for path in before if before[path].slots != after[path].slots} == {
        f"{home}{path}" for home in ("", "en/") for path in (PAGE, "on-time/index.html")
    }
    assert {path for path in before if before[path].data != after[path].data} == set()


@pytest.mark.parametrize(
    "mails, vi, en",
    [
        (
            [DEADLINE, DEADLINE + timedelta(seconds=1)],
            "Trong đó, 1 thông báo cũng đã được gửi qua email trước hạn, 1 sau hạn.",
            "Of these, 1 notice also went out by email before the deadline, and 1 after it.",
        ),
        (
            [PUBLISHED, DEADLINE],
            "Trong đó, 2 thông báo cũng đã được gửi qua email trước hạn.",
            "Of these, 2 notices also went out by email before the deadline.",
        ),
        (
            [None, DEADLINE],
            "Trong đó, 1 thông báo cũng đã được gửi qua email trước hạn.",
            "Of these, 1 notice also went out by email before the deadline.",
        ),
    ],
    ids=["one late", "both in time", "one not by mail"],
)
def test_the_on_time_page_counts_the_notices_that_went_out_by_mail(
    mails: list[datetime | None], vi: str, en: str
) -> None:
    entry = release()
    shown = announced(
        record(entry, "advance", PUBLISHED, deadline=DEADLINE),
        record(entry, "final", PUBLISHED + timedelta(days=1), deadline=DEADLINE),
        record(entry, "rescheduled", PUBLISHED + timedelta(days=2)),
    )
    sent = {m.uid: {"mail": when} for m, when in zip(shown.messages, mails, strict=False) if when}
    sent[shown.messages[2].uid] = {"mail": DEADLINE}
    pages: Any = rendered(site(shown, delivered=sent))
    assert f"3/3 thông báo đúng hạn (100%) từ tháng 12/2026 {vi} " in words_of(
        pages, "on-time/index.html"
    )
    assert f"3 of 3 notices on time (100%) since December 2026 {en} " in words_of(
        pages, "en/on-time/index.html"
    )


# Hubs.


def test_every_feed_names_its_hubs_in_its_own_way_and_stays_what_it_was() -> None:
    before, after = rendered(site(announced())), rendered(site(announced(), hubs=HUBS))
    for stem in stems(after):
        *xml, jsonfeed = three(stem)
        for path in xml:
            links = feedparser.parse(after[path].data).feed.links
            assert [link.href for link in links if link.rel == "hub"] == [*HUBS]
            own = [link.href for link in links if link.rel == "self"]
            assert own == [f"https://updates.example.com/{path}"]
        hubs = json.loads(after[jsonfeed].data)["hubs"]
        assert hubs == [{"type": "WebSub", "url": hub} for hub in HUBS]
        for path in three(stem):
            assert read_feed(after, path) == read_feed(before, path)


def test_a_hub_changes_feeds_alone() -> None:
    before, after = rendered(site(announced())), rendered(site(announced(), hubs=HUBS))
    feeds = {path for stem in stems(after) for path in three(stem)}
    assert {path for path in before if before[path] != after[path]} == feeds
