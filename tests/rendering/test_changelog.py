"""The changelog: which releases stand on which page, and what can be chosen among them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from html import unescape

import pytest

from notices.domain.public import PublicRelease, PublicSite
from notices.domain.release import Impact, KnownIssue, Window
from notices.rendering.pages.changelog import FEW, JUMPS, NEWEST, OPEN
from notices.rendering.views.summaries import LINE, MOST
from tests.rendering.builders import (
    FEATURE,
    POLICY,
    Filled,
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
from tests.rendering.hostile_titles import HOSTILE
from tests.rendering.test_pages import words_of

MAIN = "changelog/index.html"
FIX = replace(FEATURE, id="fix", label={"vi": "Bản sửa lỗi", "en": "Fix"})
LAW = replace(POLICY, categories={"feature": FEATURE, "fix": FIX})
BOTH = Impact(timedelta(), systems=("payroll", "crm"))


def mixed() -> PublicSite:
    fixed = completed("fixed", at("2026-11-04 20:00"), impact=BOTH)
    return site(
        public(release("ahead", start=at("2026-12-12 20:00"))),
        replace(fixed, category=FIX),
        completed("old", at("2025-12-31 23:00"), impact=Impact(timedelta())),
        policy=LAW,
    )


YEAR = tuple((f"2026-{month:02}", 1) for month in range(12, 0, -1))


def rows_of(page: str) -> list[tuple[str, str, str, str]]:
    """Of each row its release, and what the browser filters by."""
    return [
        (name, *chosen)
        for *chosen, name in re.findall(
            r'<article class="nt-row nt-line" aria-labelledby="[^"]+" data-category="(.*?)" data-system="(.*?)" '
            r'data-state="(.*?)".*?/releases/([^/"]+)/"',
            page,
            re.DOTALL,
        )
    ]


def choices(page: str, name: str) -> list[str]:
    if name == "category":
        return re.findall(r'<input type="radio" name="category" value="([^"]*)"', page)
    [choice] = re.findall(rf'<select name="{name}".*?</select>', page, re.DOTALL)
    return re.findall(r'<option value="([^"]*)"', choice)


def many(*months: tuple[str, int]) -> PublicSite:
    """So many releases in each month, each a minute after the one before."""
    releases: list[PublicRelease] = []
    for month, count in months:
        first = at(f"{month}-02 08:00")
        releases += [
            completed(f"r{month}-{n:03}", first + timedelta(minutes=n)) for n in range(count)
        ]
    return site(*releases)


def counted(documents: Filled, path: str) -> dict[str, int]:
    """How many rows each month of a page has."""
    page = html(documents, path)
    return {
        head: part.count("<article")
        for head, part in re.findall(
            r'<h2 class="nt-month__title">(.*?)</h2>(.*?)</section>', page, re.DOTALL
        )
    }


def test_each_row_has_what_the_browser_filters_by() -> None:
    for path in (MAIN, f"en/{MAIN}"):
        assert rows_of(html(rendered(mixed()), path)) == [
            ("ahead", "feature", "payroll", "announced"),
            ("fixed", "fix", "payroll crm", "completed"),
            ("old", "feature", "", "completed"),
        ]


def test_a_row_says_its_day_its_state_its_summary_and_what_it_touches() -> None:
    documents = rendered(mixed())
    vi = words_of(html(documents, MAIN))
    assert (
        "Tháng 11 năm 2026 Thứ Tư 04/11/2026 Bảng lương thế hệ mới Đã hoàn tất "
        "Bản sửa lỗi Tiền lương, Khách hàng 20:00–22:00 (GMT+7) Tính lương nhanh hơn." in vi
    )
    assert "Tháng 12 năm 2025 Thứ Tư 31/12/2025 Bảng lương" in vi
    en = words_of(html(documents, f"en/{MAIN}"))
    assert "December 2026 Saturday 12 December 2026 New payroll engine Scheduled" in en


def test_each_state_has_its_symbol() -> None:
    start = at("2026-06-06 20:00")
    shown = site(
        public(release("ahead", start=at("2026-12-12 20:00"))),
        *(completed(result, start, result) for result in ("success", "partial", "rolled_back")),
        cancelled("off", start, at("2026-06-01 09:00")),
    )
    page = html(rendered(shown), MAIN)

    badges = dict(re.findall(r'<span class="nt-badge nt-badge--(\w+)"[^>]*>(<svg.*?</svg>)?', page))
    assert badges.keys() == {"announced", "completed", "partial", "rolled_back", "cancelled"}
    assert len(set(badges.values()) - {""}) == 5


def test_what_can_be_chosen_is_what_the_site_has_in_the_order_of_policy_and_systems() -> None:
    documents = rendered(mixed())
    for path in (MAIN, "changelog/2026/index.html", "changelog/2025/index.html"):
        page = html(documents, path)
        assert choices(page, "category") == ["", "feature", "fix"]
        assert choices(page, "system") == ["", "payroll", "crm"]
        live = ["announced", "in_progress", "awaiting_confirmation"]
        assert choices(page, "state") == ["", *live, "completed"]
        assert re.findall(r'<optgroup label="(.*?)"', page) == ["Nhân sự", "Kinh doanh"]


def test_a_choice_names_the_feed_that_tells_of_nothing_else() -> None:
    documents = rendered(mixed())
    for path, up, home in (
        (MAIN, "../", ""),
        ("changelog/2025/index.html", "../../", ""),
        ("en/changelog/2025/index.html", "../../../", "en/"),
    ):
        feeds = re.findall(r'value="(\w+)"[^>]* data-feed="(.*?)"', html(documents, path))
        assert feeds == [
            (name, f"{up}{home}feeds/{kind}/{name}.xml")
            for kind, name in (
                ("category", "feature"),
                ("category", "fix"),
                ("system", "payroll"),
                ("system", "crm"),
            )
        ]
        assert all(feed.removeprefix(up) in documents for _, feed in feeds)


def test_where_there_is_nothing_to_choose_nothing_is_offered() -> None:
    plain = completed("plain", at("2026-11-04 20:00"), impact=Impact(timedelta()))
    assert "data-filter" not in html(rendered(site(plain)), MAIN)
    assert "data-filter" not in html(rendered(site()), MAIN)


def test_the_filter_is_for_the_browser_and_all_is_shown_without_it() -> None:
    page = html(rendered(mixed()), MAIN)
    assert re.search(r'<form class="nt-filter"[^>]* data-filter', page)
    assert not re.search(r'<article class="nt-row nt-line"[^>]* hidden', page)
    assert re.search(r'<div class="nt-empty nt-nothing" data-nothing hidden>', page)


@pytest.mark.parametrize("path", [MAIN, f"en/{MAIN}", "changelog/2025/index.html"])
def test_each_page_carries_what_to_say_of_a_choice_that_does_not_exist(path: str) -> None:
    """One sentence for each name in the address, hidden until the browser finds one unknown."""
    page = html(rendered(mixed()), path)
    assert re.findall(r'<span data-unknown="(\w+)" hidden>', page) == [
        "category",
        "system",
        "state",
    ]
    english = "The link asks for an area that does not exist here."
    vietnamese = "Đường dẫn này lọc theo một phần không có trong nhật ký."
    wanted, other = (english, vietnamese) if path.startswith("en/") else (vietnamese, english)
    assert wanted in page
    assert other not in page


def test_the_tags_of_cards_and_releases_lead_to_the_changelog_of_nothing_else() -> None:
    documents = rendered(mixed())
    for path, up in (("index.html", ""), ("releases/ahead/index.html", "../../")):
        links = set(re.findall(r'href="([^"]*changelog/\?[^"]*)"', html(documents, path)))
        assert {f"{up}changelog/?category=feature", f"{up}changelog/?system=payroll"} <= links


@pytest.mark.parametrize(
    "months, shown",
    [
        ((("2026-03", 1), ("2026-02", NEWEST - 2), ("2026-01", 1)), [1, NEWEST - 2, 1]),
        ((("2026-03", 1), ("2026-02", NEWEST - 1), ("2026-01", 1)), [1, NEWEST - 1]),
        ((("2026-03", 1), ("2026-02", NEWEST), ("2026-01", 1)), [1]),
        ((("2026-03", NEWEST + 1), ("2025-02", 2)), [NEWEST]),
        # Of what is older than the newest twelve months, only where there is little else.
        ((*YEAR, ("2025-12", FEW - 12)), [1] * 12 + [FEW - 12]),
        ((*YEAR, ("2025-12", FEW - 11)), [1] * 12),
    ],
)
def test_the_page_of_all_years_has_the_newest_whole_months_and_leads_on_to_the_years(
    months: tuple[tuple[str, int], ...], shown: list[int]
) -> None:
    documents = rendered(many(*months))

    assert list(counted(documents, MAIN).values()) == shown
    total = sum(count for _, count in months)
    for year in {month[:4] for month, _ in months}:
        own = sum(count for month, count in months if month.startswith(year))
        assert sum(counted(documents, f"changelog/{year}/index.html").values()) == own
        [years] = re.findall(r'<nav class="nt-years".*?</nav>', html(documents, MAIN), re.DOTALL)
        assert f'{year} <span class="nt-years__count">{own}</span>' in years
    text = words_of(html(documents, f"en/{MAIN}"))
    older = f"This page shows the newest {sum(shown)} update"
    assert (older in text) == (sum(shown) < total)
    for path in (MAIN, "changelog/2026/index.html"):
        cut = "Newest 2026" in words_of(html(documents, f"en/{path}"))
        assert cut == (sum(shown) < total)


def test_only_years_of_which_some_are_left_out_are_called_older() -> None:
    months = (
        ("2028-01", 2),
        ("2027-06", 1),
        ("2026-12", NEWEST - 4),
        ("2026-11", 2),
        ("2025-01", 3),
    )
    page = html(rendered(many(*months)), f"en/{MAIN}")

    linked = r'href="[^"]*changelog/(\d*)/?" data-keep'
    [years] = re.findall(r'<nav class="nt-years".*?</nav>', page, re.DOTALL)
    assert re.findall(linked, years) == ["", "2028", "2027", "2026", "2025"]
    older = page.split('<div class="nt-older">')[1].split("</div>")[0]
    assert re.findall(linked, older) == ["2026", "2025"]


def test_the_page_of_a_year_offers_the_calendar_of_that_year() -> None:
    documents = rendered(mixed())
    for home, words in (
        ("", "Tải lịch năm 2025 (.ics)"),
        ("en/", "Download the calendar of 2025 (.ics)"),
    ):
        page = html(documents, f"{home}changelog/2025/index.html")
        [(link, text)] = re.findall(
            r'<a href="([^"]+\.ics)" type="text/calendar">.*?</svg>(.*?)</a>', page
        )
        assert (link, text) == (f"{'../' * (2 + bool(home))}{home}calendar/2025.ics", words)
        assert f"{home}calendar/2025.ics" in documents
        assert ".ics" not in html(documents, f"{home}changelog/index.html")


def test_a_year_that_only_a_preview_shows_has_no_calendar() -> None:
    draft = public(release("draft", start=at("2027-03-06 20:00")), "draft", preview=True)
    documents = rendered(site(*mixed().releases, draft, policy=LAW, drafts=True))
    assert ".ics" not in html(documents, "changelog/2027/index.html")
    assert "calendar/2027.ics" not in documents


def test_hostile_titles_and_names_stand_in_it_as_text() -> None:
    for title in HOSTILE:
        texts = {"vi": title, "en": title}
        shown = site(
            completed("one", at("2026-06-06 20:00"), title=texts, summary=texts),
            systems=(replace(mixed().systems[0], name=texts, group=texts),),
        )
        page = html(rendered(shown), MAIN)
        [row] = re.findall(r'<article class="nt-row nt-line".*?</article>', page, re.DOTALL)
        value = re.findall(r'<a href="\.\./releases/one/">(.*?)</a>', row, re.DOTALL)
        # A short word with a hyphen is kept together.
        plain = [re.sub(r'<span class="nt-whole">([^<]*)</span>', r"\1", text) for text in value]
        assert [unescape(text) for text in plain] == [title]
        group, option = re.findall(
            r'<optgroup label="(.*?)">\s*<option value="payroll"[^>]*>(.*?)</option>',
            page,
            re.DOTALL,
        )[0]
        assert (unescape(group), unescape(option)) == (title, title)


def parts_of(page: str) -> list[str]:
    return re.findall(
        r'<h[2-4] class="nt-(?:part__title|month__title|row__title)"[^>]*>(?:<a [^>]*>)?(.*?)<',
        page,
    )


def test_what_is_ahead_stands_apart_from_what_is_over() -> None:
    titles = ("Đang chạy", "Sắp tới", "Đã hủy", "Xong")
    running, ahead, off, done = (
        public(
            release("running", start=at("2026-11-23 20:00"), title={"vi": titles[0]}), "in_progress"
        ),
        public(release("ahead", start=at("2026-12-12 20:00"), title={"vi": titles[1]})),
        cancelled("off", at("2026-12-19 20:00"), at("2026-11-20 09:00"), title={"vi": titles[2]}),
        completed("done", at("2026-11-01 20:00"), title={"vi": titles[3]}),
    )
    page = html(rendered(site(off, ahead, running, done)), MAIN)

    assert parts_of(page) == [
        "Sắp tới và đang diễn ra",
        "Tháng 11 năm 2026",
        "Đang chạy",
        "Tháng 12 năm 2026",
        "Sắp tới",
        "Đã kết thúc hoặc đã hủy",
        "Tháng 12 năm 2026",
        "Đã hủy",
        "Tháng 11 năm 2026",
        "Xong",
    ]


def test_what_is_ahead_stands_soonest_first_also_within_a_month_and_alone() -> None:
    days = ("2027-01-02", "2026-12-19", "2026-12-12", "2026-11-28")
    ahead = [
        public(release(day, start=at(f"{day} 20:00"), title={"vi": day, "en": day})) for day in days
    ]
    runs = public(
        release("runs", start=at("2026-11-23 20:00"), title={"vi": "runs", "en": "runs"}),
        "in_progress",
    )

    assert parts_of(html(rendered(site(*ahead, runs)), f"en/{MAIN}")) == [
        "November 2026",
        "runs",
        "2026-11-28",
        "December 2026",
        "2026-12-12",
        "2026-12-19",
        "January 2027",
        "2027-01-02",
    ]


def test_the_day_of_what_was_cancelled_is_struck_through() -> None:
    off = cancelled("off", at("2026-12-19 20:00"), at("2026-11-20 09:00"))
    page = html(rendered(site(off, public(release()))), MAIN)

    dates = re.findall(r'<p class="nt-line__day"[^>]*><span class="nt-unseen">(.*?)</span>', page)
    assert dates == ["Thứ Bảy 12/12/2026", "<del>Thứ Bảy 19/12/2026</del>"]


def test_a_page_with_only_one_of_both_is_not_divided() -> None:
    page = html(rendered(site(completed("done", at("2026-11-01 20:00")))), MAIN)

    assert "nt-part__title" not in page
    assert '<h2 class="nt-month__title">Tháng 11 năm 2026</h2>' in page
    assert '<h3 class="nt-row__title"' in page


def test_a_row_has_its_hours_beside_its_day_and_the_zone_in_short() -> None:
    """Ahead or over; what was cancelled had none."""
    shown = site(
        public(release("ahead", start=at("2026-12-12 20:00"))),
        cancelled("off", at("2026-11-20 18:00"), at("2026-11-01 09:00")),
        completed("done", at("2026-11-04 08:00")),
    )
    page = html(rendered(shown), MAIN)

    assert re.findall(r'<p class="nt-row__window"><time[^>]*>(.*?)</time>', page) == [
        '<span class="nt-whole">20:00–22:00</span> (GMT+7)',
        '<span class="nt-whole">08:00–10:00</span> (GMT+7)',
    ]


def test_a_row_of_what_is_ahead_or_runs_says_how_long_it_is_down_before_the_areas() -> None:
    five = timedelta(minutes=5)
    shown = site(
        public(release("ahead", start=at("2026-12-12 20:00"), impact=replace(BOTH, downtime=five))),
        public(release("all", start=at("2026-12-05 20:00"), impact=Impact(five))),
        public(release("runs", start=at("2026-11-23 14:50"), impact=BOTH), "in_progress"),
        completed("done", at("2026-11-04 08:00"), impact=replace(BOTH, downtime=five)),
    )
    rows = html(rendered(shown), f"en/{MAIN}").split("<article")[1:]

    assert [
        words_of(row.split('<p class="nt-line__about">')[1].split("</p>")[0]) for row in rows
    ] == [
        "New feature No downtime · Payroll, CRM",
        "New feature Down for about 5 minutes",
        "New feature Down for about 5 minutes · Payroll, CRM",
        "New feature Payroll, CRM",
    ]


def test_what_customers_do_not_have_is_called_planned() -> None:
    """As on its own page; never what is still to come."""
    shown = site(
        public(release("ahead", start=at("2026-12-12 20:00"))),
        completed("back", at("2026-11-04 20:00"), "rolled_back"),
        completed("half", at("2026-11-03 20:00"), "partial"),
        cancelled("off", at("2026-11-02 20:00"), at("2026-11-01 09:00")),
    )

    page = html(rendered(shown), f"en/{MAIN}")

    assert re.findall(r'<p class="nt-row__summary">(.*?)</p>', page) == [
        "Payroll runs faster.",
        "Planned: Payroll runs faster.",
        "Payroll runs faster.",
        "Planned: Payroll runs faster.",
    ]
    # Of what was cancelled, why as well.
    assert re.findall(r'<p class="nt-row__summary nt-row__why">(.*?)</p>', page) == [
        "More testing needed"
    ]


def test_a_row_says_what_became_of_an_update_other_than_was_planned() -> None:
    issue = KnownIssue({"en": "Large reports are slow"}, "open")
    start = at("2026-12-12 20:00")
    because = {"en": "A supplier needs more time."}
    window = Window(start, start + timedelta(hours=2), moved_reason=because)
    moved = release("moved", window=window)
    told = message(
        record(moved, "rescheduled", at("2026-11-20 09:00")),
        previous=(at("2026-12-05 20:00"), at("2026-12-05 22:00")),
    )
    shown = site(
        public(moved, messages=[told]),
        completed("back", at("2026-11-04 20:00"), "rolled_back", known_issues=(issue,)),
        completed("half", at("2026-11-03 20:00"), "partial", known_issues=(issue,)),
        completed("done", at("2026-11-02 20:00"), known_issues=(issue,)),
    )

    page = html(rendered(shown), f"en/{MAIN}")

    before = '<time datetime="2026-12-05T20:00:00+07:00">Saturday 5 December 2026</time>'
    assert re.findall(r'<p class="nt-row__summary(?: nt-row__why)?">(.*?)</p>', page) == [
        f"Previously: <del>{before}</del>. A supplier needs more time.",
        "Payroll runs faster.",
        "Reason: Large reports are slow",
        "Planned: Payroll runs faster.",
        "Being worked on: Large reports are slow",
        "Payroll runs faster.",
        "Payroll runs faster.",
    ]


def test_the_line_of_what_became_of_it_is_no_longer_than_a_summary() -> None:
    issue = KnownIssue({"vi": "chữ " * 60}, "open")
    half = completed("half", at("2026-11-03 20:00"), "partial", known_issues=(issue,))

    page = html(rendered(site(half)), MAIN)

    [why] = re.findall(r'<p class="nt-row__summary nt-row__why">(.*?)</p>', page)
    assert why.endswith("chữ…")
    assert len(why) <= LINE + 20


def test_a_long_summary_ends_with_a_word() -> None:
    words = " ".join(f"từ{n}" for n in range(60))
    done = completed("done", at("2026-11-01 20:00"), summary={"vi": words})
    [shown] = re.findall(r'<p class="nt-row__summary">(.*?)</p>', html(rendered(site(done)), MAIN))

    assert shown.endswith("…")
    assert LINE - 5 < len(shown) <= LINE
    assert words.startswith(shown.removesuffix("…") + " ")


def test_a_summary_cut_at_the_end_of_a_sentence_ends_with_it() -> None:
    words = f"{'từ ' * 30}hết. Nữa {'nữa ' * 30}"
    done = completed("done", at("2026-11-01 20:00"), summary={"vi": words})
    [shown] = re.findall(r'<p class="nt-row__summary">(.*?)</p>', html(rendered(site(done)), MAIN))

    assert shown == words[:94]
    exact = f"{'từ ' * 34}CRM. Nữa {'nữa ' * 30}"
    done = completed("done", at("2026-11-01 20:00"), summary={"vi": exact})
    [shown] = re.findall(r'<p class="nt-row__summary">(.*?)</p>', html(rendered(site(done)), MAIN))
    assert shown == f"{'từ ' * 34}CRM."


@pytest.mark.parametrize("letters, whole", [(MOST, True), (MOST + 1, False)])
def test_a_summary_is_cut_only_where_that_saves_a_line(letters: int, whole: bool) -> None:
    words = f"{'từ ' * 60}"[: letters - 1] + "."
    done = completed("done", at("2026-11-01 20:00"), summary={"vi": words})
    [shown] = re.findall(r'<p class="nt-row__summary">(.*?)</p>', html(rendered(site(done)), MAIN))

    assert (shown == words) is whole


def jumps(page: str) -> list[str]:
    """Where a page's links to its parts and months lead, each to a place that is there once."""
    found = re.findall(r'<nav class="nt-jumps".*?</nav>', page, re.DOTALL)
    targets = re.findall(r'href="#(.*?)"', "".join(found))
    assert [page.count(f' id="{target}"') for target in targets] == [1] * len(targets)
    return targets


def test_a_long_page_leads_to_its_months() -> None:
    few = rendered(many(("2026-12", JUMPS - 1), ("2026-11", 1)))
    assert jumps(html(few, MAIN)) == []
    assert jumps(html(few, "changelog/2026/index.html")) == []
    long = rendered(many(("2026-12", JUMPS), ("2026-11", 1)))
    assert jumps(html(long, MAIN)) == ["nt-over-2026-12", "nt-over-2026-11"]
    counts = [f"{JUMPS}", "1"]
    for path, names in (
        (f"en/{MAIN}", ["Dec 2026", "Nov 2026"]),
        (MAIN, ["12/2026", "11/2026"]),
        # The page of a year names it in its title.
        ("en/changelog/2026/index.html", ["Dec", "Nov"]),
        ("changelog/2026/index.html", ["Tháng 12", "Tháng 11"]),
    ):
        links = re.findall(r"data-month>(.*?) <span[^>]*>(.*?)</span></a>", html(long, path))
        assert links == list(zip(names, counts, strict=True))


def test_it_leads_to_what_is_over_and_says_how_much_that_is() -> None:
    shown = mixed()
    over = [completed(f"over-{n}", at("2026-02-07 20:00")) for n in range(JUMPS)]
    page = html(rendered(site(*shown.releases, *over)), "en/changelog/2026/index.html")
    parts = [target for target in jumps(page) if target.startswith("nt-part")]
    assert parts == ["nt-part-1", "nt-part-2"]
    names = re.findall(
        r'"nt-jumps__part" href="#nt-part-\d">(.*?) <span[^>]*>(.*?)</span></a>', page
    )
    assert names == [("Coming up and under way", "1"), ("Finished or cancelled", f"{JUMPS + 1}")]


@pytest.mark.parametrize(
    "months, folded",
    [
        ((("2026-12", OPEN - 1), ("2026-11", 1)), []),
        # A single one has nothing below it.
        ((("2026-12", OPEN + 1),), []),
        ((("2026-12", OPEN - 1), ("2026-11", 1), ("2026-10", 1)), [False, False, True]),
        ((("2026-12", OPEN + 1), ("2026-11", 1), ("2026-10", 2)), [False, True, True]),
    ],
)
def test_of_many_that_are_over_the_months_beyond_the_newest_that_fit_are_folded(
    months: tuple[tuple[str, int], ...], folded: list[bool]
) -> None:
    page = html(rendered(many(*months)), "en/changelog/2026/index.html")

    found = re.findall(
        r'<details class="nt-month__fold"( open)?><summary>.*?<h2 class="nt-month__title">.*?'
        r'<span class="nt-month__count"[^>]*>(.*?)</span></summary>',
        page,
        re.DOTALL,
    )
    assert [not is_open for is_open, _ in found] == folded
    counts = [f"{count} update{'s' * (count != 1)}" for _, count in months]
    assert [said for _, said in found] == counts[: len(folded)]
    assert page.count("<article") == sum(count for _, count in months)


def test_what_is_ahead_is_never_folded() -> None:
    ahead = [public(release(f"a{n}", start=at("2026-12-12 20:00"))) for n in range(OPEN + 1)]
    sooner = public(release("sooner", start=at("2026-11-28 20:00")))
    page = html(rendered(site(*ahead, sooner)), "changelog/2026/index.html")
    assert "nt-month__fold" not in page


def test_a_page_that_has_not_all_says_so_above_its_list() -> None:
    cut = rendered(many(("2026-03", 1), ("2026-02", NEWEST)))
    for path, words in (
        (
            f"en/{MAIN}",
            "This page shows the newest 1 update out of 101. The others are on the page of their year.",
        ),
        (
            MAIN,
            "Trang này có 1 bản cập nhật mới nhất trong số 101. Các bản còn lại nằm ở trang từng năm.",
        ),
    ):
        [said] = re.findall(r'<p class="nt-intro">(.*?)</p>', html(cut, path))
        assert said == words
    whole = html(rendered(many(("2026-03", 1))), f"en/{MAIN}")
    [said] = re.findall(r'<p class="nt-intro">(.*?)</p>', whole)
    assert said.startswith("All updates and maintenance. ")
