"""What is said of a monthly plan: its page, the list, the home page, feed and JSON."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date, time
from typing import Any, cast

import feedparser
import pytest

from notices.domain.plans import Plan, PlanItem
from notices.domain.policy import PlanPolicy
from notices.domain.public import PublicPlan, PublicPlanItem, PublicRelease, PublicSite, State
from notices.domain.release import KnownIssue
from tests.rendering.builders import (
    POLICY,
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
from tests.rendering.test_pages import words_of as all_words_of

LAW = replace(
    POLICY,
    plan=PlanPolicy(("ceo", "marketing"), 24, 27, 28, 29, time(9), "marketing", "II.1", "II.2"),
)
PAGE = "plans/2026-12/index.html"
TOLD = at("2026-11-28 09:00")

PAYROLL = PlanItem(
    {"vi": "Bảng lương mới", "en": "New payroll"}, "feature", date(2026, 12, 12), "payroll-engine"
)
REPORTS = PlanItem(
    {"vi": "Báo cáo <nhanh>", "en": "Quick <reports>"}, "feature", date(2026, 12, 5), "zq-hidden"
)


def words_of(text: str) -> str:
    """A page's words but for those of its calendar, which ``test_month`` looks at."""
    return all_words_of(re.sub(r'<div class="nt-calendar">.*?</div>', "", text, flags=re.DOTALL))


def planned(*items: PublicPlanItem, **changes: Any) -> PublicPlan:
    """The plan of December 2026, announced on 28 November."""
    plan = Plan(
        "2026-12",
        date(2026, 12, 1),
        (),
        tuple(found.item for found in items),
        {"vi": "Tháng của kế toán.", "en": "A month for accounting."},
    )
    line = record(
        release("2026-12"),
        "plan",
        TOLD,
        kind="plan",
        start=at("2026-12-01 00:00"),
        end=at("2027-01-01 00:00"),
        deadline=at("2026-11-30 00:00"),
    )
    defaults: dict[str, Any] = {"state": "announced", "unplanned": (), "messages": (message(line),)}
    return PublicPlan(plan=plan, items=items, **(defaults | changes))


def showing(*plans: PublicPlan, releases: tuple[PublicRelease, ...] = ()) -> PublicSite:
    return site(*releases, policy=LAW, plans=plans)


def ahead() -> PublicSite:
    shown = public()
    return showing(
        planned(PublicPlanItem(PAYROLL, shown), PublicPlanItem(REPORTS)), releases=(shown,)
    )


def after() -> PublicSite:
    """After the month: one of each fate."""
    kept = completed("kept", at("2026-12-12 20:00"))
    moved = completed("moved", at("2026-12-19 20:00"))
    off = cancelled("off", at("2026-12-26 20:00"), at("2026-12-20 09:00"))
    extra = completed("extra", at("2026-12-13 20:00"), title={"vi": "Thêm", "en": "Extra"})
    items = (
        PublicPlanItem(replace(PAYROLL, release="kept"), kept, "kept"),
        PublicPlanItem(
            replace(PAYROLL, release="moved", expected=date(2026, 12, 6)), moved, "moved"
        ),
        PublicPlanItem(
            replace(PAYROLL, release="off", expected=date(2026, 12, 26)), off, "dropped"
        ),
        PublicPlanItem(REPORTS, None, "dropped"),
    )
    return showing(
        planned(*items, state="completed", unplanned=(extra,)),
        releases=(kept, moved, off, extra),
    )


def test_a_plan_says_what_is_meant_for_which_day_and_when_it_was_announced() -> None:
    documents = rendered(ahead())
    assert words_of(documents[PAGE].slots["content"]) == (
        "Kế hoạch tháng Sắp tới Kế hoạch tháng 12/2026 Tháng của kế toán. 2 mục dự kiến "
        "Dự kiến trong tháng Báo cáo &lt;nhanh&gt; Thứ Bảy 05/12/2026 Tính năng mới "
        "Bảng lương mới Sắp diễn ra 20:00–22:00, thứ Bảy 12/12/2026 (GMT+7) Tính năng mới "
        "Gián đoạn khoảng 10 phút · Tiền lương "
        "Lịch trong tháng Công bố kế hoạch Đăng lúc 09:00, thứ Bảy 28/11/2026 (GMT+7) ; "
        "cam kết đăng chậm nhất là hết Chủ nhật 29/11/2026. "
        "Ngày trong kế hoạch là ngày dự kiến. Lịch chính thức của từng bản cập nhật được thông "
        "báo riêng. "
        "Kế hoạch tháng 1/2027 sẽ được đăng tại đây, chậm nhất là hết thứ Ba 29/12/2026."
    )
    assert words_of(documents[f"en/{PAGE}"].slots["content"]) == (
        "Monthly plans Coming up Plan for December 2026 A month for accounting. 2 planned updates "
        "Planned for the month Quick &lt;reports&gt; Saturday 5 December 2026 New feature "
        "New payroll Scheduled Saturday 12 December 2026, 20:00–22:00 (GMT+7) New feature "
        "Down for about 10 minutes · Payroll "
        "The month at a glance Publication of the plan Posted Saturday 28 November 2026, 09:00 (GMT+7) ; "
        "promised by the end of Sunday 29 November 2026. "
        "Dates in a plan are expected dates. Each update gets its own notice with the exact "
        "time. "
        "Plan for January 2027: to be posted here by the end of Tuesday 29 December 2026."
    )


def test_only_a_public_release_is_linked_and_named() -> None:
    page = html(rendered(ahead()), PAGE)
    assert '<a href="../../releases/payroll-engine/">Bảng lương mới</a>' in page
    for document in rendered(ahead()).values():
        assert b"zq-hidden" not in document.data
        assert "zq-hidden" not in "".join(document.slots.values())


def test_a_days_words_are_not_an_instant_that_the_browser_turns_into_another_zone() -> None:
    times = re.findall(r"<time [^>]+>([^<]+)", html(rendered(ahead()), PAGE))
    assert times == ["09:00, thứ Bảy 28/11/2026 (GMT+7)"]


def test_before_the_months_end_a_release_on_another_day_says_so() -> None:
    shown = public(release(start=at("2026-12-19 20:00")))
    documents = rendered(showing(planned(PublicPlanItem(PAYROLL, shown)), releases=(shown,)))
    assert "Thứ Bảy 12/12/2026 Tính năng mới Lịch hiện tại: thứ Bảy 19/12/2026" in words_of(
        html(documents, PAGE)
    )
    assert (
        "Saturday 12 December 2026 New feature Now scheduled for Saturday 19 December 2026"
        in words_of(html(documents, f"en/{PAGE}"))
    )


def test_after_the_month_it_says_what_became_of_each_thing() -> None:
    documents = rendered(after())
    vi = words_of(html(documents, PAGE))
    for text in (
        "Báo cáo &lt;nhanh&gt; Thứ Bảy 05/12/2026 Tính năng mới Không thực hiện",
        "Đã hoàn tất Chủ nhật 06/12/2026 Tính năng mới Dời sang thứ Bảy 19/12/2026",
        "Đã hoàn tất Thứ Bảy 12/12/2026 Tính năng mới Đúng ngày dự kiến",
        "Đã hủy Thứ Bảy 26/12/2026 Tính năng mới Không thực hiện",
        "4 mục dự kiến 1 đúng ngày 1 dời ngày 2 không thực hiện 1 ngoài kế hoạch",
        "Bổ sung sau khi công bố kế hoạch Thêm Đã hoàn tất Chủ nhật 13/12/2026 Tính năng mới Không có trong",
    ):
        assert text in vi, (text, vi)
    en = words_of(html(documents, f"en/{PAGE}"))
    for text in (
        "Saturday 5 December 2026 New feature Not carried out",
        "Sunday 6 December 2026 New feature Moved to Saturday 19 December 2026",
        "Saturday 12 December 2026 New feature On the expected day",
        "Added after the plan Extra Completed Sunday 13 December 2026 New feature Not in the plan",
    ):
        assert text in en, (text, en)
    assert "Ngày trong kế hoạch" not in vi
    page = html(documents, PAGE)
    assert re.findall(r"<del>(.*?)</del>", page) == ["Thứ Bảy 26/12/2026"]  # what was cancelled
    for mark in ("kept", "moved", "dropped", "unplanned"):
        assert re.search(rf'nt-fate--{mark}"><svg class="nt-icon"', page), mark
    assert "data-countdown" not in page


def test_what_was_rolled_back_is_called_so_once_on_whatever_day() -> None:
    failed = completed("payroll-engine", at("2026-12-12 20:00"), "rolled_back")
    plan = planned(PublicPlanItem(PAYROLL, failed, "kept"), state="completed")
    documents = rendered(showing(plan, releases=(failed,)))
    vi, en = (words_of(html(documents, page)) for page in (PAGE, f"en/{PAGE}"))
    assert (
        "1 mục phải khôi phục phiên bản trước Dự kiến trong tháng Bảng lương mới "
        "Đã khôi phục phiên bản trước Thứ Bảy 12/12/2026 Tính năng mới Lịch trong tháng"
    ) in vi
    assert (
        "1 planned update 1 rolled back Planned for the month New payroll Rolled back "
        "Saturday 12 December 2026 New feature The month at a glance"
    ) in en
    assert "expected day" not in en


def test_what_was_partly_completed_is_no_success_of_the_day_that_was_planned() -> None:
    partly = completed("payroll-engine", at("2026-12-12 20:00"), "partial")
    plan = planned(PublicPlanItem(PAYROLL, partly, "kept"), state="completed")
    documents = rendered(showing(plan, releases=(partly,)))
    vi, en = (words_of(html(documents, page)) for page in (PAGE, f"en/{PAGE}"))
    assert (
        "1 mục dự kiến 1 hoàn tất một phần Dự kiến trong tháng Bảng lương mới "
        "Hoàn tất một phần Thứ Bảy 12/12/2026 Tính năng mới Lịch trong tháng"
    ) in vi
    assert (
        "1 planned update 1 partly completed Planned for the month New payroll Partly completed "
        "Saturday 12 December 2026 New feature The month at a glance"
    ) in en
    assert "expected day" not in en


def test_what_was_partly_completed_on_another_day_says_which() -> None:
    partly = completed("payroll-engine", at("2026-12-19 20:00"), "partial")
    plan = planned(PublicPlanItem(PAYROLL, partly, "moved"), state="completed")
    en = words_of(html(rendered(showing(plan, releases=(partly,))), f"en/{PAGE}"))
    assert "1 planned update 1 moved" in en
    assert (
        "Partly completed Saturday 12 December 2026 New feature Moved to Saturday 19 December 2026"
    ) in en


def test_the_list_has_the_newest_first_and_tells_how_a_month_went() -> None:
    older = planned(
        PublicPlanItem(REPORTS, None, "dropped"), state="completed", messages=(), imported=True
    )
    older = replace(older, plan=replace(older.plan, id="2026-11", month=date(2026, 11, 1)))
    over = after().plans[0]
    documents = rendered(replace(after(), plans=(over, older)))
    vi = words_of(html(documents, "plans/index.html"))
    assert (
        "2026 Kế hoạch tháng 12/2026 Đã kết thúc Tháng của kế toán. "
        "4 mục dự kiến 1 đúng ngày 1 dời ngày 2 không thực hiện 1 ngoài kế hoạch "
        "Kế hoạch tháng 11/2026 Đã kết thúc Tháng của kế toán. 1 mục dự kiến 1 không thực hiện"
        in vi
    )
    en = words_of(html(documents, "en/plans/index.html"))
    assert (
        "4 planned updates 1 on the expected day 1 moved 2 not carried out 1 outside the plan" in en
    )
    assert "Plan for December 2026 Coming up A month for accounting. 2 planned updates" in words_of(
        html(rendered(ahead()), "en/plans/index.html")
    )


def test_before_the_months_end_it_says_how_many_have_ended_and_how() -> None:
    done = completed("payroll-engine", at("2026-12-12 20:00"))
    item, other = PublicPlanItem(PAYROLL, done), PublicPlanItem(REPORTS)
    plan = planned(item, other, state="in_progress")
    documents = rendered(showing(plan, releases=(done,)))
    for name in (PAGE, "plans/index.html"):
        assert "2 mục dự kiến 1 đã hoàn tất 1 chưa kết thúc" in words_of(html(documents, name))
        assert "2 planned updates 1 completed 1 not finished yet" in words_of(
            html(documents, f"en/{name}")
        )
    [page] = [words_of(html(rendered(ahead()), f"en/{name}")) for name in (PAGE,)]
    assert "not finished" not in page


@pytest.mark.parametrize(
    "state, hit",
    [
        ("announced", "Down for about 10 minutes · Payroll"),
        ("in_progress", "Down for about 10 minutes · Payroll"),
        ("awaiting_confirmation", ""),
        ("completed", ""),
        ("cancelled", ""),
    ],
)
def test_a_plan_says_what_is_hit_by_that_which_lies_ahead_or_runs(state: str, hit: str) -> None:
    start = at("2026-12-12 20:00")
    if state == "completed":
        shown = completed("payroll-engine", start)
    elif state == "cancelled":
        shown = cancelled("payroll-engine", start, at("2026-12-10 09:00"))
    else:
        shown = replace(public(release(start=start)), state=cast("State", state))
    plan = planned(PublicPlanItem(PAYROLL, shown), state="in_progress")
    page = html(rendered(showing(plan, releases=(shown,))), f"en/{PAGE}")
    listed = page[: page.index('class="nt-calendar"')]

    assert re.findall(r'<p class="nt-row__summary">(.*?)</p>', listed) == [hit][: bool(hit)]


def test_a_plan_says_why_something_of_it_or_beside_it_became_other_than_was_planned() -> None:
    start = at("2026-12-12 20:00")
    issue = KnownIssue({"vi": "Sổ lương mở chậm", "en": "The payroll opens slowly"}, "open")
    off = cancelled("off", start, at("2026-12-10 09:00"))
    back = completed("back", start, "rolled_back", known_issues=(issue,))
    extra = completed("extra", start, "partial", known_issues=(issue,))
    plan = planned(
        PublicPlanItem(replace(PAYROLL, release="off"), off, "dropped"),
        PublicPlanItem(replace(PAYROLL, release="back"), back, "kept"),
        PublicPlanItem(replace(REPORTS, release="kept"), completed("kept", start), "moved"),
        state="completed",
        unplanned=(extra,),
    )
    documents = rendered(showing(plan, releases=(off, back, extra, completed("kept", start))))

    said = re.compile(r'<p class="nt-row__summary nt-row__why">(.*?)</p>')
    assert said.findall(html(documents, f"en/{PAGE}")) == [
        "More testing needed",
        "Reason: The payroll opens slowly",
        "Being worked on: The payroll opens slowly",
    ]
    assert said.findall(html(documents, PAGE))[0] == "Cần kiểm tra thêm"


def test_the_tally_counts_what_is_outside_the_plan_so_far_and_in_the_end() -> None:
    inside, extra = (
        completed(name, at(f"2026-12-{day} 20:00"))
        for name, day in (("payroll-engine", 12), ("extra", 13))
    )
    beside = completed("beside", at("2026-12-14 20:00"))
    releases, item = (inside, extra, beside), PublicPlanItem(PAYROLL, inside, "kept")
    runs = planned(PublicPlanItem(PAYROLL, inside), state="in_progress")
    over = planned(item, state="completed", unplanned=(extra,))
    for plan, vi, en in (
        (
            runs,
            "1 mục dự kiến 1 đã hoàn tất 2 ngoài kế hoạch, tính đến nay",
            "1 planned update 1 completed 2 outside the plan so far",
        ),
        (
            over,
            "1 mục dự kiến 1 đúng ngày 2 ngoài kế hoạch",
            "1 planned update 1 on the expected day 2 outside the plan",
        ),
    ):
        documents = rendered(showing(plan, releases=releases))
        for name in (PAGE, "plans/index.html"):
            assert vi in words_of(html(documents, name))
            assert en in words_of(html(documents, f"en/{name}"))


def of(month: date) -> PublicPlan:
    plan = planned(PublicPlanItem(REPORTS))
    return replace(plan, plan=replace(plan.plan, id=f"{month:%Y-%m}", month=month))


NEXT = re.compile(
    r'<p class="nt-next-plan">.*?<span data-due="(.*?)" data-then="(.*?)">(.*?)</span>'
)


def test_the_list_and_the_newest_plan_say_by_when_the_next_one_is_there() -> None:
    documents = rendered(showing(of(date(2027, 1, 1)), of(date(2026, 12, 1))))
    # A month that has no 29th day: by the end of its last.
    said = [
        "2027-02-28T17:00:00Z",
        "Plan for March 2027: late, promised by the end of Sunday 28 February 2027.",
        "Plan for March 2027: to be posted here by the end of Sunday 28 February 2027.",
    ]
    later = showing(of(date(2027, 2, 1)), of(date(2027, 1, 1)))
    for name in ("plans/index.html", "plans/2027-02/index.html"):
        assert list(*NEXT.findall(html(rendered(later), f"en/{name}"))) == said
    assert (
        "Plan for February 2027: to be posted here by the end of Friday 29 January 2027."
        in words_of(html(documents, "en/plans/index.html"))
    )
    assert "nt-next-plan" not in html(documents, "en/plans/2026-12/index.html")


def test_no_next_plan_is_promised_without_one_or_once_its_month_has_begun_or_before_the_record() -> (
    None
):
    early = replace(
        showing(of(date(2026, 12, 1))), policy=replace(LAW, ledger_starts=date(2027, 1, 2))
    )
    for shown in (showing(), after(), early):
        assert "nt-next-plan" not in html(rendered(shown), "plans/index.html")
    on_the_day = replace(early, policy=replace(LAW, ledger_starts=date(2027, 1, 1)))
    assert "nt-next-plan" in html(rendered(on_the_day), "plans/index.html")


def test_the_list_has_each_year_once_the_newest_first() -> None:
    months = (date(2027, 1, 1), date(2026, 12, 1), date(2026, 11, 1), date(2025, 6, 1))
    page = html(rendered(showing(*map(of, months))), "plans/index.html")
    heads = re.findall(r"<h2>(.*?)</h2>|<a href=\"\.\./plans/([\d-]+)/\"", page)
    assert [year or plan for year, plan in heads] == [
        "2027", "2027-01", "2026", "2026-12", "2026-11", "2025", "2025-06",
    ]  # fmt: skip


def test_a_plans_page_tells_what_else_takes_place_in_its_month_by_start() -> None:
    inside = public(release("inside", start=at("2026-12-12 20:00")))
    others = (
        public(release("last", start=at("2026-12-31 23:30"), title={"vi": "Cuối tháng"})),
        public(release("first", start=at("2026-12-01 00:00"), title={"vi": "Đầu tháng"})),
        public(release("before", start=at("2026-11-30 23:59"))),
        public(release("after", start=at("2027-01-01 00:00"))),
    )
    item = PublicPlanItem(replace(PAYROLL, release="inside"), inside)
    page = html(rendered(showing(planned(item), releases=(inside, *others))), PAGE)
    listed = page[page.index('id="nt-beside"') : page.index('class="nt-calendar"')]
    assert re.findall(r'href="\.\./\.\./releases/([a-z]+)/"', listed) == ["first", "last"]
    assert (
        "Ngoài kế hoạch, tính đến nay Đầu tháng Sắp diễn ra 00:00–02:00, thứ Ba 01/12/2026 (GMT+7) "
        "Tính năng mới Gián đoạn khoảng 10 phút · Tiền lương "
        "Cuối tháng Sắp diễn ra Thứ Năm 31/12/2026 Tính năng mới "
        "Gián đoạn khoảng 10 phút · Tiền lương Lịch trong tháng Công bố kế hoạch Đăng lúc"
        in words_of(page)
    )


@pytest.mark.parametrize(
    "start, end, said",
    [
        ("2026-12-12 22:00", "2026-12-13 00:00", "22:00–24:00, thứ Bảy 12/12/2026 (GMT+7)"),
        ("2026-12-12 22:00", "2026-12-13 00:01", "Thứ Bảy 12/12/2026"),
        ("2026-12-13 20:00", "2026-12-13 22:00", "Thứ Bảy 12/12/2026"),
    ],
    ids=["until midnight", "beyond midnight", "on another day"],
)
def test_a_day_has_the_hours_that_are_in_it_as_windows_have_them_elsewhere(
    start: str, end: str, said: str
) -> None:
    shown = public(release(start=at(start), length=at(end) - at(start)))
    page = html(rendered(showing(planned(PublicPlanItem(PAYROLL, shown)), releases=(shown,))), PAGE)

    assert f"Sắp diễn ra {said} Tính năng mới" in words_of(page)


def test_what_is_over_has_its_day_alone() -> None:
    done = completed("payroll-engine", at("2026-12-12 20:00"))
    page = html(rendered(showing(planned(PublicPlanItem(PAYROLL, done)), releases=(done,))), PAGE)

    assert "Đã hoàn tất Thứ Bảy 12/12/2026 Tính năng mới" in words_of(page)


def test_a_plan_shows_what_is_important_or_at_short_notice_before_it_begins() -> None:
    shown = public(release(important=True))
    page = html(rendered(showing(planned(PublicPlanItem(PAYROLL, shown)), releases=(shown,))), PAGE)

    assert "Bảng lương mới Sắp diễn ra Quan trọng 20:00–22:00, thứ Bảy" in words_of(page)


def test_a_plan_leads_to_those_of_the_months_before_and_after() -> None:
    months = (date(2027, 1, 1), date(2026, 12, 1), date(2026, 10, 1))
    documents = rendered(showing(*map(of, months)))
    around = {
        month: re.findall(
            r'<a href="\.\./\.\./plans/([\d-]+)/" rel="(\w+)"',
            html(documents, f"plans/{month}/index.html"),
        )
        for month in ("2027-01", "2026-12", "2026-10")
    }
    assert around == {
        "2027-01": [("2026-12", "prev")],
        "2026-12": [("2026-10", "prev"), ("2027-01", "next")],
        "2026-10": [("2026-12", "next")],
    }
    assert "nt-months" not in html(rendered(ahead()), PAGE)


def test_an_imported_plan_claims_no_announcement() -> None:
    plan = planned(PublicPlanItem(REPORTS), messages=(), imported=True)
    page = words_of(html(rendered(showing(plan)), PAGE))
    assert "Kế hoạch này được lập trước khi chúng tôi bắt đầu lưu lại các thông báo." in page
    assert "Đăng lúc" not in page
    assert "cam kết" not in page


EMPTY = {
    "": "Không có bản cập nhật nào được lên kế hoạch cho tháng 12/2026.",
    "en/": "No updates are planned for December 2026.",
}
SUMMARIES = {"": "Tháng của kế toán.", "en/": "A month for accounting."}


@pytest.mark.parametrize("home", [*EMPTY])
def test_a_plan_of_nothing_says_so_with_its_summary_wherever_it_is_read(home: str) -> None:
    documents = rendered(showing(planned()))
    said, summary = EMPTY[home], SUMMARIES[home]
    both = f"{said} {summary}"

    page = words_of(documents[f"{home}{PAGE}"].slots["content"])
    assert page.index(summary) < page.index(said)
    # For who shares the page: its description.
    assert html(documents, f"{home}{PAGE}").split("\n")[1] == both
    assert both in words_of(html(documents, f"{home}index.html"))
    [item] = feedparser.parse(documents[f"{home}feed.xml"].data).entries
    assert item.summary == both
    assert said in item.content[0].value
    assert "<li>" not in item.content[0].value
    assert f"{said} · {summary}" in documents[f"{home}search.json"].data.decode()
    for key in ("meant", "count"):
        words = {"": ("ngày dự kiến", "0 mục"), "en/": ("expected dates", "0 planned")}[home]
        assert words[key == "count"] not in "".join(
            html(documents, f"{home}{name}") for name in (PAGE, "plans/index.html")
        )


def test_a_title_of_a_plan_of_nothing_says_so() -> None:
    documents = rendered(showing(planned()))
    title = "[Monthly plan] December 2026: no updates planned"
    [plan] = json.loads(documents["api/notices.json"].data)["plans"]
    assert plan["messages"][0]["title"] == {
        "vi": "[Kế hoạch tháng] Tháng 12/2026: không có cập nhật theo kế hoạch",
        "en": title,
    }
    for name in ("feed.xml", "atom.xml"):
        assert feedparser.parse(documents[f"en/{name}"].data).entries[0].title == title
    assert json.loads(documents["en/feed.json"].data)["items"][0]["title"] == title
    assert "No updates planned" in words_of(html(documents, "en/plans/index.html"))


def test_what_came_of_a_plan_of_nothing_stands_below_it_and_its_feed_item_stays() -> None:
    extra = completed("extra", at("2026-12-13 20:00"), title={"vi": "Thêm", "en": "Extra"})
    plan = planned(state="completed", unplanned=(extra,))
    over = rendered(showing(plan, releases=(extra,)))

    assert (
        "Planned for the month No updates were planned for December 2026. "
        "Added after the plan Extra Completed Sunday 13 December 2026"
        in words_of(html(over, f"en/{PAGE}"))
    )
    assert "A month for accounting. No updates planned 1 outside the plan" in words_of(
        html(over, "en/plans/index.html")
    )
    entries = feedparser.parse(over["en/feed.xml"].data).entries
    [before] = feedparser.parse(rendered(showing(planned()))["en/feed.xml"].data).entries
    [after] = [entry for entry in entries if "plan" in entry.title]
    assert (after.id, after.title, after.summary, after.content) == (
        before.id, before.title, before.summary, before.content,
    )  # fmt: skip


def test_a_plan_of_nothing_needs_no_summary() -> None:
    plan = planned()
    documents = rendered(showing(replace(plan, plan=replace(plan.plan, summary={}))))
    assert feedparser.parse(documents["feed.xml"].data).entries[0].summary == EMPTY[""]
    assert EMPTY[""] in words_of(html(documents, "index.html"))


def test_no_plan_says_so() -> None:
    assert "Chưa có kế hoạch nào được công bố." in words_of(
        html(rendered(showing()), "plans/index.html")
    )


def test_the_home_page_shows_this_month_and_an_announced_next_one() -> None:
    home = words_of(html(rendered(ahead()), "index.html"))
    assert (
        "Kế hoạch tháng 12/2026 Thứ Bảy 05/12 Báo cáo &lt;nhanh&gt; "
        "Thứ Bảy 12/12 Bảng lương mới Sắp diễn ra Xem kế hoạch Tin mới nhất" in home
    )
    now = replace(ahead().plans[0], state="in_progress")
    nxt = replace(now, plan=replace(now.plan, id="2027-01", month=date(2027, 1, 1)))
    both = words_of(html(rendered(replace(ahead(), plans=(nxt, now))), "en/index.html"))
    assert both.index("Plan for December 2026") < both.index("Plan for January 2027")
    assert "Plan for" not in words_of(html(rendered(after()), "en/index.html"))


def test_a_long_plan_is_cut_short_on_the_home_page() -> None:
    items = tuple(
        PublicPlanItem(replace(REPORTS, expected=date(2026, 12, day))) for day in range(1, 9)
    )
    home = words_of(html(rendered(showing(planned(*items))), "index.html"))
    assert "Và 3 mục nữa trong kế hoạch" in home
    assert "Thứ Bảy 05/12 " in home
    assert "06/12" not in home


def test_a_plan_with_a_single_one_beyond_them_is_whole_on_the_home_page() -> None:
    items = tuple(
        PublicPlanItem(replace(REPORTS, expected=date(2026, 12, day))) for day in range(1, 7)
    )
    home = words_of(html(rendered(showing(planned(*items))), "index.html"))
    assert re.findall(r"0\d/12", home) == [f"0{day}/12" for day in range(1, 7)]
    assert "nữa trong kế hoạch" not in home


def test_the_home_page_says_how_many_of_a_plan_are_ahead_and_how_many_are_outside_of_it() -> None:
    done = completed("payroll-engine", at("2026-12-12 20:00"))
    beside = public(release("beside", start=at("2026-12-13 20:00"), title={"vi": "Thêm"}))
    plan = planned(PublicPlanItem(REPORTS), PublicPlanItem(PAYROLL, done), state="in_progress")
    documents = rendered(showing(plan, releases=(done, beside)))
    vi, en = (words_of(html(documents, page)) for page in ("index.html", "en/index.html"))
    assert "Kế hoạch tháng 12/2026" in vi
    assert "Còn 1/2 mục sắp tới Thứ Bảy 05/12" in vi
    assert "Đã hoàn tất Tính đến nay, tháng này có 1 bản cập nhật ngoài kế hoạch Xem kế hoạch" in vi
    assert "1 of 2 still to come Saturday 5 December" in en
    assert "Completed So far, this month also has 1 update outside the plan See the plan" in en
    assert "still to come" not in words_of(html(rendered(ahead()), "en/index.html"))
    assert "outside" not in words_of(html(rendered(ahead()), "en/index.html"))


def test_without_plans_in_the_policy_no_page_speaks_of_them() -> None:
    documents = rendered(site(public()))
    assert not [path for path in documents if "plans/" in path]
    assert b"plans/" not in documents["sitemap.xml"].data


@pytest.mark.parametrize(
    "path, title, link",
    [
        ("feed.xml", "[Kế hoạch tháng] Tháng 12/2026", "plans/2026-12/"),
        ("en/feed.xml", "[Monthly plan] December 2026", "en/plans/2026-12/"),
    ],
)
def test_the_feed_has_one_item_for_it_among_the_others_by_date(
    path: str, title: str, link: str
) -> None:
    shown = ahead()
    entry = shown.releases[0].release
    value = [
        message(record(entry, "advance", at("2026-11-22 08:00"))),
        message(record(entry, "announcement", at("2026-12-09 14:00"))),
    ]
    feed = feedparser.parse(
        rendered(replace(shown, releases=(replace(shown.releases[0], messages=tuple(value)),)))[
            path
        ].data
    )
    assert not feed.bozo
    titles = [item.title for item in feed.entries]
    assert (len(titles), titles[1]) == (3, title)
    item = feed.entries[1]
    [sent] = shown.plans[0].messages
    assert (item.id, item.guidislink) == (sent.uid, False)
    assert item.link == f"https://updates.example.com/{link}#{sent.anchor}"
    assert f'id="{sent.anchor}"' in html(rendered(shown), f"{link}index.html")
    assert item.published == "Sat, 28 Nov 2026 02:00:00 +0000"


def test_what_became_of_a_plan_changes_nothing_in_its_feed_item() -> None:
    def item(shown: PublicSite) -> Any:
        entries = feedparser.parse(rendered(shown)["feed.xml"].data).entries
        return next(dict(e) for e in entries if e.title.startswith("[Kế hoạch tháng]"))

    over = after()
    before = replace(
        over,
        plans=(
            replace(
                over.plans[0],
                state="announced",
                unplanned=(),
                items=tuple(PublicPlanItem(found.item) for found in over.plans[0].items),
            ),
        ),
    )
    assert item(over) == item(before)
    assert (
        "Thứ Bảy 05/12/2026: Báo cáo &lt;nhanh&gt; (Tính năng mới)"
        in (item(over)["content"][0]["value"])
    )


def test_programs_read_the_plans() -> None:
    data = json.loads(rendered(after())["api/notices.json"].data)
    [plan] = data["plans"]
    assert {key: plan[key] for key in ("id", "state", "url", "unplanned", "notices")} == {
        "id": "2026-12",
        "state": "completed",
        "url": "https://updates.example.com/plans/2026-12/",
        "unplanned": ["extra"],
        "notices": [{"id": "plan", "published_at": "2026-11-28T02:00:00Z"}],
    }
    assert plan["items"][0] == {
        "title": {"vi": "Bảng lương mới", "en": "New payroll"},
        "category": "feature",
        "expected": "2026-12-12",
        "release": "kept",
        "fate": "kept",
    }
    assert [(i["release"], i["fate"]) for i in plan["items"][1:]] == [
        ("moved", "moved"),
        ("off", "dropped"),
        (None, "dropped"),
    ]


def test_the_sitemap_dates_a_plan_by_its_announcement() -> None:
    text = rendered(ahead())["sitemap.xml"].data.decode()
    assert (
        "<loc>https://updates.example.com/en/plans/2026-12/</loc>"
        "<lastmod>2026-11-28T02:00:00Z</lastmod>" in text
    )
    dated = "<lastmod>2026-11-28T02:00:00Z</lastmod>"
    assert f"<loc>https://updates.example.com/plans/</loc>{dated}<xhtml" in text


def test_where_there_is_no_plan_yet_the_list_leads_to_the_ways_to_follow() -> None:
    text = words_of(html(rendered(showing()), "en/plans/index.html"))
    assert "No plan has been published yet. Ways to follow" in text
