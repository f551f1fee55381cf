"""The chart of the on-time page: the same numbers as its table, in their places."""

from __future__ import annotations

import random
import re

import pytest

from notices.domain.public import PublicRelease
from notices.domain.punctuality import Tally
from notices.rendering.pages.chart import MONTHS, PARTS, Counted, chart_of
from tests.rendering.builders import at, html, rendered, site
from tests.rendering.test_on_time import promised

FLOOR = 180.0


def tally(on_time: int = 0, exception: int = 0, late: int = 0, missed: int = 0) -> Tally:
    total = on_time + exception + late + missed
    return Tally(total, on_time, late, missed, exception)


def counted(number: int, of: Tally) -> Counted:
    year, month = divmod(number, 12)
    return Counted(str(month + 1), 2000 + year, f"{month + 1}/{2000 + year}", of)


def drawn(*tallies: Tally, first: int = 312) -> list[Counted]:
    return [counted(first + n, of) for n, of in enumerate(tallies)]


def test_a_bars_parts_have_its_numbers_from_the_foot_upwards() -> None:
    chart = chart_of(drawn(tally(3, 1, 2, 4), tally(), tally(late=1)))
    assert [[(part.kind, part.count) for part in bar.parts] for bar in chart.bars] == [
        [("on_time", 3), ("exception", 1), ("late", 2), ("missed", 4)],
        [],
        [("late", 1)],
    ]


@pytest.mark.parametrize("seed", range(20))
def test_parts_stand_on_each_other_and_are_as_tall_as_their_numbers(seed: int) -> None:
    chance = random.Random(seed)
    months = drawn(*(tally(*(chance.choice((0, 0, 1, 3, 40)) for _ in PARTS)) for _ in range(24)))
    chart = chart_of(months)
    most = max(line.count for line in chart.lines)
    unit = (FLOOR - 20) / most
    assert most >= max(month.tally.total for month in months)
    for bar, month in zip(chart.bars, months, strict=True):
        foot = FLOOR
        for part in bar.parts:
            assert part.count == getattr(month.tally, part.kind)
            assert float(part.y) + float(part.height) == pytest.approx(foot, abs=0.02)
            if part.count * unit > 5:
                assert float(part.height) == pytest.approx(part.count * unit - 2, abs=0.02)
            foot -= part.count * unit
        assert sum(part.count for part in bar.parts) == month.tally.total


@pytest.mark.parametrize(
    "most, counts",
    [
        (0, [0, 1]),
        (1, [0, 1]),
        (5, [0, 1, 2, 3, 4, 5]),
        (6, [0, 2, 4, 6]),
        (10, [0, 2, 4, 6, 8, 10]),
        (11, [0, 5, 10, 15]),
        (51, [0, 20, 40, 60]),
        (99, [0, 20, 40, 60, 80, 100]),
        (1234, [0, 500, 1000, 1500]),
    ],
)
def test_its_lines_are_round_numbers_and_few(most: int, counts: list[int]) -> None:
    chart = chart_of(drawn(tally(most)))
    assert [line.count for line in chart.lines] == counts
    assert chart.lines[0].y == "180"
    assert chart.lines[-1].y == "20"


@pytest.mark.parametrize("count", [0, 1, 2, 7, 12, 13, MONTHS, MONTHS + 1, 100])
def test_bars_stand_beside_each_other_within_the_chart_and_the_newest_are_shown(count: int) -> None:
    chart = chart_of(drawn(*(tally(1) for _ in range(count))))
    assert len(chart.bars) == min(count, MONTHS)
    right = float(chart.left)
    for bar in chart.bars:
        assert float(bar.x) >= right
        right = float(bar.x) + float(bar.width)
    assert right <= 100
    if count:
        last = 312 + count - 1
        assert chart.bars[-1].title == f"{last % 12 + 1}/{2000 + last // 12}"
        assert chart.bars[-1].major


def test_each_year_is_named_once_below_its_first_month() -> None:
    chart = chart_of(drawn(*(tally(1) for _ in range(20)), first=306))
    named = {number: bar.year for number, bar in enumerate(chart.bars) if bar.year}
    assert named == {0: "2025", 6: "2026", 18: "2027"}


def table_of(page: str) -> dict[str, list[int]]:
    [table] = re.findall(r'<table class="nt-numbers">.*?</table>', page, re.DOTALL)
    return {
        month: [
            int(number) for number in re.findall(r"<td data-label=\"[^\"]+\">(\d+)</td>", cells)
        ]
        for month, cells in re.findall(r'">([^<]*)</a></th>(.*?)</tr>', table, re.DOTALL)
    }


def bars_of(page: str) -> dict[str, int]:
    """How many parts each bar of the picture has, by the month that it is titled with."""
    bars = re.findall(r'<g class="nt-chart__bar"><title>(.*?)</title>(.*?)</g>', page, re.DOTALL)
    return {title: len(re.findall(r"<rect", drawing)) - 1 for title, drawing in bars}


def months(count: int) -> list[PublicRelease]:
    """A release in each of the last months of 2026, every third one with all verdicts."""
    found = []
    for n in range(count):
        year, month = divmod(2026 * 12 + 11 - n, 12)
        verdicts = ("on_time", "late", "missed", "exception") if n % 3 == 0 else ("on_time",) * 2
        found.append(promised(f"r{n}", at(f"{year}-{month + 1:02}-12 20:00"), *verdicts))
    return found


def test_picture_and_table_say_the_same() -> None:
    page = html(rendered(site(*months(5))), "en/on-time/index.html")
    assert table_of(page) == {
        "December 2026": [4, 1, 1, 1, 1],
        "November 2026": [2, 2, 0, 0, 0],
        "October 2026": [2, 2, 0, 0, 0],
        "September 2026": [4, 1, 1, 1, 1],
        "August 2026": [2, 2, 0, 0, 0],
    }
    assert bars_of(page) == {
        "August 2026: 2 of 2 notices on time": 1,
        (
            "September 2026: 1 of 4 notices on time, 1 late, 1 missed, "
            "1 at short notice, with the reason given"
        ): 4,
        "October 2026: 2 of 2 notices on time": 1,
        "November 2026: 2 of 2 notices on time": 1,
        (
            "December 2026: 1 of 4 notices on time, 1 late, 1 missed, "
            "1 at short notice, with the reason given"
        ): 4,
    }


def test_a_month_without_notices_is_a_gap_in_the_picture() -> None:
    first, *_, last = months(4)
    page = html(rendered(site(first, last)), "on-time/index.html")
    assert [title.partition(":")[0] for title in bars_of(page)] == [
        f"Tháng {month} năm 2026" for month in (9, 10, 11, 12)
    ]
    assert list(table_of(page)) == ["Tháng 12 năm 2026", "Tháng 9 năm 2026"]


def test_of_many_years_picture_and_table_have_the_newest_months_and_the_page_has_all() -> None:
    page = html(rendered(site(*months(MONTHS + 6))), "on-time/index.html")
    assert len(bars_of(page)) == MONTHS
    assert len(table_of(page)) == MONTHS
    assert page.count('<details class="nt-fold"') == MONTHS + 6
    assert page.count('<details class="nt-fold" open>') == 1


def test_no_kind_is_told_by_its_colour_alone() -> None:
    page = html(rendered(site(*months(1))), "on-time/index.html")
    [picture] = re.findall(r'<svg class="nt-chart__picture".*?</svg>', page, re.DOTALL)
    [bar] = re.findall(r'<g class="nt-chart__bar">.*?</g>', picture, re.DOTALL)
    looks = re.findall(r"<rect (class=\"[^\"]*\"(?: fill=\"[^\"]*\")?)", bar)[1:]
    assert looks == [
        'class="nt-ink--on_time"',
        'class="nt-chart__outlined" fill="url(#nt-dots)"',
        'class="nt-chart__outlined" fill="url(#nt-stripes)"',
        'class="nt-ink--missed"',
    ]
    assert 'role="img" aria-labelledby="nt-chart-title nt-chart-more"' in picture
    assert "style=" not in page


def test_without_promises_there_is_no_picture() -> None:
    assert "nt-chart__picture" not in html(rendered(site()), "on-time/index.html")


def test_the_same_site_gives_the_same_picture() -> None:
    shown = site(*months(30))
    assert html(rendered(shown), "on-time/index.html") == html(
        rendered(shown), "on-time/index.html"
    )
