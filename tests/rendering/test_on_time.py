"""The on-time page: what went out how far ahead, and the ledger that it all comes from."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from notices.domain.instants import Lead
from notices.domain.ledger import Record
from notices.domain.plans import Plan
from notices.domain.policy import NoticeRule, TaskRule
from notices.domain.public import PublicPlan, PublicRelease
from notices.domain.release import Release
from tests.project import FEATURE, Project
from tests.rendering.builders import (
    ADVANCE,
    COMPLETED,
    POLICY,
    at,
    html,
    message,
    public,
    record,
    release,
    rendered,
    site,
)

HEAD = "5f" * 32
LEDGER: dict[str, Any] = {"ledger_head": HEAD, "ledger_count": 41}
START = at("2026-12-12 20:00")
DAY = timedelta(days=1)


def words_of(text: str) -> str:
    text = re.sub(r"<script.*?</script>", "", text, flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def promise(of: Release, rule: str, ahead: timedelta, verdict: Any = "on_time") -> Record:
    when = of.window.start - ahead
    return record(of, rule, when, verdict, deadline=of.window.start - timedelta(hours=24))


def promised(name: str, start: datetime, *verdicts: Any, **changes: Any) -> PublicRelease:
    """A release with one notice of each verdict, the first 20 days ahead, each a day later."""
    entry = release(name, start=start, title={"vi": f"Bản {name}", "en": f"The {name}"})
    value = tuple(
        promise(entry, "advance", timedelta(days=20 - n), verdict)
        for n, verdict in enumerate(verdicts)
    )
    return public(entry, promises=value, **changes)


def page(*releases: PublicRelease, language: str = "en", **changes: Any) -> str:
    path = {"vi": "on-time/index.html", "en": "en/on-time/index.html"}[language]
    return words_of(html(rendered(site(*releases, **(LEDGER | changes))), path))


def test_each_notice_says_how_far_ahead_it_went_out_and_each_month_how_many_were_on_time() -> None:
    entry = release()
    value = (
        promise(entry, "advance", timedelta(days=20)),
        promise(entry, "final", timedelta(hours=30, minutes=15)),
    )
    shown = public(entry, promises=value)
    assert (
        "December 2026 2 of 2 notices on time so far Update Notices: how far ahead of the "
        "start, and what we promised On time New payroll engine Saturday 12 December 2026 "
        "Advance notice 20 days ahead · promised 1 day "
        "Final reminder 1 day 6 hours ahead · promised 24 hours 2 of 2"
    ) in page(shown)
    vi = page(shown, language="vi")
    assert "Tháng 12 năm 2026 Đến nay: 2/2 thông báo đúng hạn" in vi
    assert (
        "Thông báo sớm trước 20 ngày · cam kết 1 ngày "
        "Nhắc lần cuối trước 1 ngày 6 giờ · cam kết 24 giờ 2/2"
    ) in vi


def test_late_missed_and_short_notices_are_counted_and_marked() -> None:
    page_text = page(promised("update", START, "on_time", "late", "missed", "exception"))
    assert (
        "1 of 4 notices on time (25%) since December 2026 1 late 1 missed 1 at short notice, with the reason"
        in page_text
    )
    assert "Advance notice Posted late 19 days ahead · promised 1 day" in page_text
    assert "Advance notice Missed promised 1 day" in page_text
    assert "Advance notice Short notice 17 days ahead · promised 1 day 1 of 4" in page_text


def test_a_share_is_never_rounded_up_and_a_cancelled_update_is_marked() -> None:
    verdicts = ["on_time"] * 299 + ["late"]
    many = promised("many", START + timedelta(days=400), *verdicts[:300])
    assert "299 of 300 notices on time (99%)" in page(many)
    off = promised("off", START, "on_time", state="cancelled")
    assert "The off Saturday 12 December 2026 Cancelled Advance" in page(off)
    assert "1 of 1 notice on time (100%)" in page(off)
    assert "1/1 thông báo đúng hạn (100%) từ tháng 12/2026" in page(off, language="vi")


def test_months_come_newest_first_each_with_its_own_tally_and_all_in_one_on_top() -> None:
    page_text = page(
        promised("older", at("2026-11-07 20:00"), "on_time", "late"),
        promised("newer", START, "on_time"),
        promised("second", at("2026-12-05 20:00"), "on_time"),
    )
    places = [
        page_text.index(words)
        for words in (
            "3 of 4 notices on time (75%) since November 2026 1 late",
            "Not counted: the results of updates On time, by month of the update",
            "December 2026 2 of 2 notices on time so far",
            "The newer",
            "The second",
            "November 2026 1 of 2 notices on time so far 1 late",
            "The older",
        )
    ]
    assert places == sorted(places)


def test_a_month_in_which_something_is_still_to_come_is_counted_so_far() -> None:
    def counted(state: Any, verdict: Any, language: str = "en") -> str:
        text = page(promised("one", START, verdict, state=state), language=language)
        before, after = {
            "en": ("by month of the update December 2026 ", " Update Notices"),
            "vi": ("theo tháng cập nhật Tháng 12 năm 2026 ", " Bản cập nhật Các"),
        }[language]
        return text.partition(before)[2].partition(after)[0]

    for state in ("announced", "in_progress"):
        assert counted(state, "on_time") == "1 of 1 notice on time so far"
    for state in ("awaiting_confirmation", "completed", "cancelled"):
        assert counted(state, "on_time") == "1 of 1 notice on time"
    assert counted("announced", "late", "vi") == "Đến nay: 0/1 thông báo đúng hạn 1 trễ hạn"


def test_a_month_whose_plan_is_not_over_is_counted_so_far() -> None:
    done = promised("done", START, "on_time", state="completed")

    for state, words in (("in_progress", "on time so far"), ("completed", "on time")):
        found = page(done, plans=(plan_of_december(state, "on_time"),))
        assert f"December 2026 2 of 2 notices {words} Update Notices:" in found


def test_the_newest_month_in_which_an_update_has_begun_is_open() -> None:
    past, ahead = at("2026-11-07 20:00"), at("2027-01-09 20:00")
    done = promised("done", past, "on_time", state="completed")
    late = promised("late", ahead, "on_time")
    near = promised("near", START, "on_time")
    off = promised("off", at("2026-12-19 20:00"), "on_time", state="cancelled")

    for shown, month in (
        ((late, near, off, done), "November 2026"),
        ((late, near, replace(done, state="in_progress")), "November 2026"),
        ((late, near, off), "December 2026"),
    ):
        text = html(rendered(site(*shown, **LEDGER)), "en/on-time/index.html")
        opened = re.findall(
            r'<details class="nt-fold" open>.*?<h3>(.*?)</h3>', text, flags=re.DOTALL
        )
        assert opened == [month]


def test_a_notice_of_a_start_that_has_moved_since_says_which_start_it_named() -> None:
    entry = release(start=START)
    before = release(start=at("2026-12-05 20:00"))
    shown = public(
        entry,
        promises=(
            promise(before, "advance", timedelta(days=20)),
            promise(entry, "final", timedelta(days=2)),
        ),
    )
    assert (
        "Advance notice for the earlier date, Saturday 5 December 2026 20 days ahead "
        "· promised 1 day Final reminder 2 days ahead · promised 24 hours"
    ) in page(shown)


def test_a_release_that_promised_nothing_is_not_on_the_page() -> None:
    assert "The update" not in page(promised("update", START))


def test_what_is_promised_and_not_counted_is_named_if_the_policy_promises_it() -> None:
    def said(*rows: NoticeRule, tasks: tuple[TaskRule, ...] = ()) -> list[str]:
        category = replace(POLICY.categories["feature"], notices=rows, tasks=tasks)
        policy = replace(POLICY, categories={"feature": category})
        shown = site(promised("update", START, "on_time"), **LEDGER, policy=policy)
        found = html(rendered(shown), "en/on-time/index.html")
        assert ("Not counted:" in found) == ('class="nt-intro nt-uncounted"' in found)
        listed = found.partition('class="nt-intro nt-uncounted"')[2].partition("</div>")[0]
        return re.findall("<li>(.*)</li>", listed)

    first, result = ADVANCE, COMPLETED
    soon = replace(first, id="soon", latest=None, earliest=None, asap=True)
    guides = TaskRule("guides", "product", Lead(24, "h"), done_when="guides")
    assert said(first) == []
    assert said(first, replace(result, audience="staff")) == []
    assert said(first, result) == ["the results of updates"]
    assert said(first, tasks=(guides,)) == ["user guides with questions and answers"]
    assert said(first, soon, result, tasks=(guides,)) == [
        "user guides with questions and answers",
        "notices that go out as soon as there is a date",
        "the results of updates",
    ]


def test_how_many_guides_and_questions_are_late_stands_beside_them_and_leads_to_the_lists() -> None:
    tasks = (TaskRule("guides", "product", Lead(24, "h"), done_when="guides"),)
    category = replace(POLICY.categories["feature"], tasks=tasks)
    policy = replace(POLICY, categories={"feature": category})

    def said(*due: PublicRelease, **written: Any) -> str:
        shown = site(promised("update", START, "on_time"), *due, policy=policy, **written)
        found = html(rendered(shown), "en/on-time/index.html")
        return found.partition("<li>user guides with questions and answers")[2].partition("</li>")[
            0
        ]

    def due(name: str, state: Any) -> PublicRelease:
        return public(release(name, start=START), state=state, guides_due=START - DAY)

    first, second = due("first", "in_progress"), due("second", "in_progress")
    written = {"guides": frozenset({("first", "vi")})}
    guides, faq = ('<a href="../../en/guides/#nt-owed">', '<a href="../../en/faq/#nt-owed">')
    assert said() == said(due("ahead", "announced")) == ""
    assert said(first) == f" (late now: {guides}1 guide</a>, {faq}1 set of questions</a>)"
    assert said(first, **written) == f" (late now: {faq}1 set of questions</a>)"
    assert said(first, second) == f" (late now: {guides}2 guides</a>, {faq}2 sets of questions</a>)"
    assert said(first, second, **written) == (
        f" (late now: {guides}1 guide</a>, {faq}2 sets of questions</a>)"
    )


def test_the_page_says_where_its_numbers_come_from() -> None:
    page_text = page(promised("update", START, "on_time"))
    assert "Every number on this page is counted from our ledger." in page_text
    assert f"41 records Fingerprint of the latest record (SHA-256) {HEAD}" in page_text


def test_without_any_promise_the_page_says_so_and_explains_no_numbers() -> None:
    page_text = page()
    assert (
        "No notice with a deadline has been published yet. Ways to follow How much notice we give"
        in page_text
    )
    assert "ledger" not in page_text
    assert HEAD not in page_text


def test_a_release_that_only_a_preview_shows_is_left_out() -> None:
    page_text = page(promised("update", START, "on_time", preview=True), drafts=True)
    assert "The update" not in page_text


def test_a_notice_whose_row_the_policy_has_lost_is_still_told() -> None:
    entry = release()
    shown = public(entry, promises=(promise(entry, "gone", timedelta(days=2)),))
    assert "Notice 2 days ahead · promised 1 day 1 of 1" in page(shown)


def plan_of_december(state: Any, verdict: Any) -> PublicPlan:
    published = record(
        release("2026-12"), "plan", at("2026-11-28 09:00"), verdict, kind="plan",
        start=at("2026-12-01 00:00"), deadline=at("2026-11-28 00:00"),
    )  # fmt: skip
    return PublicPlan(
        plan=Plan("2026-12", date(2026, 12, 1), (), ()),
        state=state,
        items=(),
        unplanned=(),
        messages=(message(published),),
        promises=(published,),
    )


def test_a_months_plan_is_counted_with_the_releases_of_its_month() -> None:
    plan = plan_of_december("announced", "late")
    page_text = page(promised("update", START, "on_time"), plans=(plan,))
    assert "December 2026 1 of 2 notices on time so far 1 late" in page_text
    assert (
        "Plan for December 2026 Publication of the plan Posted late posted on 28 Nov "
        "· promised by 27 Nov 0 of 1"
    ) in page_text


def test_it_stands_in_the_sitemap_and_is_linked_from_the_changelog() -> None:
    documents = rendered(site(**LEDGER))
    for place in ("on-time/", "en/on-time/"):
        assert f"<loc>https://updates.example.com/{place}</loc>".encode() in (
            documents["sitemap.xml"].data
        )
    assert 'href="../on-time/"' in html(documents, "changelog/index.html")
    assert 'href="../../en/on-time/"' in html(documents, "en/changelog/index.html")


def test_a_published_site_counts_what_its_ledger_holds_and_links_the_page_everywhere(
    project: Project,
) -> None:
    project.release("payroll-engine")
    project.release("hidden", FEATURE.replace("2026-12-12", "2027-01-09"))
    project.run("publish", "--now", "2026-12-01 09:00")
    project.run("publish", "--now", "2026-12-11 22:00")

    found = words_of(project.page("en/on-time/index.html"))

    ledger = project.ledger
    assert [line["verdict"] for line in ledger] == ["on_time", "late", "late", "late"]
    assert "1 of 4 notices on time so far 3 late" in found
    assert "Advance notice 11 days 11 hours ahead" in found
    assert "Final reminder Posted late 22 hours ahead" in found
    assert "4 records" in found
    for page_name in ("index.html", "en/subscribe/index.html", "404.html"):
        assert 'on-time/"' in project.page(page_name), page_name
