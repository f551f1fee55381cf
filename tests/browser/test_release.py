"""A release's page as a person sees it: what stands where, what is one line, what opens."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import FloatRect, Locator, expect

from tests.browser.conftest import Visitor
from tests.browser.stage import freeze

pytestmark = pytest.mark.browser

RUNNING_ENDS = datetime(2026, 11, 23, 8, 50, tzinfo=UTC)
"""When the window of the demo's project-timeline is over."""

ENDED, MOVED = "releases/report-builder/", "releases/mobile-signing/"


def box(part: Locator) -> FloatRect:
    found = part.bounding_box()
    assert found is not None, part
    return found


def beside(left: Locator, right: Locator) -> bool:
    one, other = box(left), box(right)
    return one["x"] + one["width"] < other["x"] and abs(one["y"] - other["y"]) < 30


@pytest.mark.parametrize(
    "width, expected", [(360, False), (768, False), (1280, True), (1920, True)]
)
def test_the_timeline_stands_beside_the_text_where_there_is_room(
    base: str, visitor: Visitor, width: int, expected: bool
) -> None:
    page = visitor(width=width)
    for language in ("", "en/"):
        page.goto(base + language + MOVED)
        main, timeline = page.locator(".nt-main"), page.locator(".nt-history")
        assert beside(main, timeline) is expected
        if not expected:
            assert box(main)["y"] + box(main)["height"] <= box(timeline)["y"]


def test_that_there_is_no_record_is_said_where_others_have_theirs(
    base: str, visitor: Visitor
) -> None:
    page = visitor(width=1280)
    page.goto(f"{base}en/releases/employee-portal/")
    text, record = box(page.locator("#nt-changes")), box(page.locator("#nt-timeline"))
    assert record["y"] == text["y"]
    assert record["x"] > text["x"] + text["width"]
    assert page.locator(".nt-history").inner_text().split("\n\n") == [
        "Timeline",
        "This update took place before we began to keep a record of notices.",
    ]


@pytest.mark.parametrize("width, expected", [(360, False), (768, False), (1280, True)])
def test_of_a_moved_one_both_windows_stand_side_by_side_where_there_is_room(
    base: str, visitor: Visitor, width: int, expected: bool
) -> None:
    page = visitor(width=width)
    page.goto(f"{base}en/{MOVED}")
    old, new = page.locator(".nt-move > div").all()
    assert beside(old, new) is expected
    place, words = box(new), box(new.locator("time"))
    assert words["x"] + words["width"] <= place["x"] + place["width"]
    assert (old.inner_text(), new.locator("time").inner_text()) == (
        "Previously\nSaturday 5 December 2026, 20:00–21:00 (GMT+7)",
        "Saturday 12 December 2026, 20:00–21:00 (Vietnam time, GMT+7)",
    )
    expect(page.locator(".nt-hero__state")).to_contain_text("Moved")


@pytest.mark.parametrize("language", ["", "en/"])
def test_both_windows_of_a_move_take_a_line_each_and_the_whole_head(
    base: str, visitor: Visitor, language: str
) -> None:
    """Of the new one, the zone may stand below."""
    page = visitor(width=1280)
    page.goto(f"{base}{language}{MOVED}")
    hero, arrow = box(page.locator(".nt-hero")), page.locator(".nt-move > .nt-icon")
    old, new = page.locator(".nt-move time").all()
    assert box(old)["height"] < 40
    assert abs(box(new.locator(".nt-whole").first)["y"] - box(new)["y"]) < 5
    assert beside(old, arrow)
    assert beside(arrow, new)
    assert box(new)["x"] + box(new)["width"] > hero["x"] + 0.7 * hero["width"]
    assert old.evaluate("node => getComputedStyle(node.parentNode).textDecorationLine") == (
        "line-through"
    )


AWAITING = "releases/invoice-designer/"


@pytest.mark.parametrize("path, most", [(AWAITING, 130), (MOVED, 120)])
def test_the_head_leaves_no_half_of_its_width_empty(
    base: str, visitor: Visitor, path: str, most: int
) -> None:
    """What it means for customers is one row below the time."""
    page = visitor(width=1280)
    page.goto(base + path)
    when, facts = box(page.locator(".nt-hero__when")), box(page.locator(".nt-facts"))
    assert (facts["x"], facts["width"]) == (when["x"], when["width"])
    assert when["y"] + when["height"] <= facts["y"]
    assert when["height"] < most
    tops = {round(box(each)["y"]) for each in page.locator(".nt-facts dl > div").all()}
    assert len(tops) == 1


@pytest.mark.parametrize("width, most", [(360, 140), (1280, 120)])
@pytest.mark.parametrize(
    "path", [ENDED, "releases/leave-forecast/", "releases/travel-expenses/", "releases/dark-mode/"]
)
def test_once_it_is_over_what_it_changed_stands_above_what_it_was_to_affect(
    base: str, visitor: Visitor, path: str, width: int, most: int
) -> None:
    """And the head leaves no half of its width empty."""
    page = visitor(width=width)
    page.goto(base + path)
    when, changes, facts = (
        box(page.locator(part)) for part in (".nt-hero__when", "#nt-changes", ".nt-facts")
    )
    assert when["y"] + when["height"] <= changes["y"]
    assert when["height"] < most
    assert changes["y"] + changes["height"] <= facts["y"]
    assert changes["x"] == facts["x"]
    assert when["width"] > 0.98 * box(page.locator(".nt-hero"))["width"]


def test_on_a_phone_a_sentence_takes_a_row_and_on_a_tablet_half_of_one(
    base: str, visitor: Visitor
) -> None:
    page = visitor(width=360)
    page.goto(base + MOVED)
    whole = box(page.locator(".nt-facts dl"))["width"]
    sentences = page.locator(".nt-facts__said").all()
    assert len(sentences) == 2
    assert {box(each)["width"] for each in sentences} == {whole}

    page.set_viewport_size({"width": 768, "height": 800})
    starts = {round(box(each)["x"]) for each in page.locator(".nt-facts dl > div").all()}
    assert len(starts) == 2


@pytest.mark.parametrize("width", [360, 1280])
def test_an_areas_name_is_whole(base: str, visitor: Visitor, width: int) -> None:
    """Not "e-" at the end of a line, and "signature" on the next."""
    page = visitor(width=width)
    page.goto(f"{base}en/releases/search-server-move/")

    names = page.locator(".nt-facts__wide a")
    expect(names).to_have_text(["CRM", "Tasks and projects", "Approvals and e-signature"])
    assert (
        names.evaluate_all(
            "all => all.map(e => e.getBoundingClientRect().height < 1.5 * parseFloat(getComputedStyle(e).lineHeight))"
        )
        == [True] * 3
    )


def test_a_partial_result_leads_to_its_known_issues(base: str, visitor: Visitor) -> None:
    page = visitor(width=360)
    page.goto(f"{base}en/releases/travel-expenses/")
    page.locator(".nt-outcome").get_by_role("link", name="The iPhone app").click()
    expect(page.get_by_role("heading", name="Known issues")).to_be_in_viewport()


def test_effects_are_called_planned_once_the_window_is_over_and_not_told_as_what_happened(
    base: str, visitor: Visitor
) -> None:
    """By the reader's clock, before the site knows of it; what happened, nobody knows yet."""
    page = visitor()
    freeze(page, f"{base}en/releases/project-timeline/", RUNNING_ENDS - timedelta(seconds=1))
    facts = page.locator(".nt-facts")
    for head in ("Impact", "Planned impact"):
        expect(facts.locator("h2")).to_have_text(head)
        expect(facts).to_contain_text("Except during the downtime, you can keep working as usual")
        expect(facts).to_contain_text("You need to sign in again afterwards")
        page.clock.run_for(1000)


@pytest.mark.parametrize("scripts", [True, False])
def test_old_notices_are_a_line_each_with_its_day_until_somebody_opens_one(
    base: str, visitor: Visitor, scripts: bool
) -> None:
    page = visitor(width=1280, java_script_enabled=scripts)
    page.goto(base + ENDED)
    lines = page.locator(".nt-step details")
    assert [" ".join(line.inner_text().split()) for line in lines.all()] == [
        "Thông báo sớm 11/10/2026",
        "Thông báo lịch cập nhật 28/10/2026",
        "Nhắc chuẩn bị 29/10/2026",
        "Nhắc lần cuối 30/10/2026",
        "Đã khôi phục phiên bản trước 31/10/2026",
    ]
    # The last one's name takes two lines.
    assert [round(box(line)["height"] / 10) for line in lines.all()] == [3, 3, 3, 3, 5]
    expect(page.get_by_text("Đã đăng lúc").locator("visible=true")).to_have_count(1)
    lines.first.locator("summary").click()
    assert list(filter(None, lines.first.inner_text().split("\n")))[-2:] == [
        "Đã đăng lúc 20:00, Chủ nhật 11/10 (GMT+7)",
        "Cam kết trước 10 ngày, chậm nhất 20:00, thứ Tư 21/10 (GMT+7)",
    ]


@pytest.mark.parametrize("scripts", [True, False])
def test_of_what_is_to_come_the_next_stands_out_and_the_rest_is_a_line_each(
    base: str, visitor: Visitor, scripts: bool
) -> None:
    page = visitor(width=1280, java_script_enabled=scripts)
    page.goto(f"{base}en/releases/payroll-engine/")
    labels = page.locator(".nt-step--planned .nt-step__label")
    assert [" ".join(label.split()) for label in labels.all_inner_texts()] == [
        "Next: Update announcement",
        "Reminder to prepare 3 Dec 2026",
        "Final reminder 4 Dec 2026",
        "Completion notice",
    ]
    lines = page.locator(".nt-step--planned details")
    assert [round(box(line)["height"] / 10) for line in lines.all()] == [3, 3]
    expect(lines.last).not_to_contain_text("To be posted", use_inner_text=True)
    lines.last.locator("summary").click()
    expect(lines.last).to_contain_text("To be posted Friday 4 December, 14:00 (GMT+7)")


def test_a_result_is_expected_by_an_instant_and_then_takes_longer(
    base: str, visitor: Visitor
) -> None:
    """By the policy's `outcome_within`, a day after the window."""
    due = datetime(2026, 11, 24, 6, 10, tzinfo=UTC)
    page = visitor()
    freeze(page, f"{base}en/{AWAITING}", due - timedelta(seconds=1))
    said = page.locator("[data-awaiting] p")
    expect(said.nth(0)).to_have_text("The time window has ended, and we are checking how it went.")
    expect(said.nth(1)).to_have_text(
        "We expect to post the result here by Tuesday 24 November 2026, 13:10 (GMT+7)."
    )
    expect(page.locator("[data-awaiting]").get_by_role("link")).to_have_text(
        ["Contact support", "Get notified"]
    )
    page.clock.run_for(1000)
    expect(said.nth(1)).to_have_text("It is taking longer than we expected.")


def test_while_an_update_runs_its_page_leads_to_a_person(base: str, visitor: Visitor) -> None:
    """The page tells of the start by itself; once the result is awaited, its box says so instead."""
    page = visitor()
    start = datetime(2026, 11, 23, 13, 10, tzinfo=UTC)
    freeze(page, f"{base}en/releases/search-server-move/", start - timedelta(seconds=1))
    offer = page.locator(".nt-hero__ways .nt-trouble")
    expect(offer).to_be_hidden()
    page.clock.run_for(1000)
    expect(offer).to_be_visible()
    expect(offer).to_have_text("Is something not working? Contact support")
    page.clock.pause_at(start + timedelta(hours=1))
    expect(offer).to_be_hidden()


def test_below_the_changes_the_impact_takes_the_whole_width_of_a_tablet(
    base: str, visitor: Visitor
) -> None:
    page = visitor(width=768)
    page.goto(f"{base}en/{ENDED}")
    head, facts = box(page.locator(".nt-hero")), box(page.locator(".nt-facts"))
    assert (facts["x"], facts["width"]) == (head["x"], head["width"])


def test_two_links_of_a_result_are_not_taken_for_each_other_on_a_phone(
    base: str, visitor: Visitor
) -> None:
    page = visitor(width=360)
    page.goto(f"{base}releases/leave-forecast/")
    issue, hear = page.locator(".nt-outcome a").all()
    assert box(hear)["y"] - box(issue)["y"] - box(issue)["height"] > 8


def test_what_a_move_says_is_set_apart_in_the_timeline(base: str, visitor: Visitor) -> None:
    page = visitor()
    page.goto(f"{base}en/{MOVED}")
    page.locator("details").evaluate_all("all => all.forEach(each => { each.open = true; })")
    told = page.locator(".nt-step--moved .nt-step__text")
    assert [line.partition(":")[0].split()[0] for line in told.all_inner_texts()] == [
        "Posted",
        "Previously",
        "Now",
        "Reason",
    ]
    for upper, lower in pairwise(told.all()):
        assert box(lower)["y"] - box(upper)["y"] - box(upper)["height"] == pytest.approx(5, abs=0.1)


def test_no_step_has_a_blank_line(base: str, visitor: Visitor) -> None:
    """Where nothing is said of how long ago it was, no room is kept for it."""
    page = visitor(width=360)
    page.clock.install(time="2027-06-01T08:00:00Z")
    page.goto(base + ENDED)
    page.locator("details summary").evaluate_all("all => all.forEach(each => each.click())")
    expect(page.locator(".nt-relative__words:visible")).to_have_count(0)
    for text in page.locator(".nt-step__text").all():
        assert box(text)["height"] < 60, text.inner_text()


def test_a_link_from_a_feed_opens_the_line_that_it_leads_to(
    base: str, demo_site: Path, visitor: Visitor
) -> None:
    items: list[dict[str, Any]] = json.loads((demo_site / "feed.json").read_text("utf-8"))["items"]
    first = [item for item in items if ENDED in item["url"]][-1]
    page = visitor()
    page.goto(base + ENDED + "#" + first["url"].partition("#")[2])
    opened = page.locator("details[open]")
    expect(opened).to_have_count(1)
    expect(opened.locator("summary")).to_contain_text("Thông báo sớm")


def test_in_print_an_old_notice_says_its_day_once(base: str, visitor: Visitor) -> None:
    page = visitor()
    page.goto(base + ENDED)
    page.emulate_media(media="print")
    notice = page.locator(".nt-step details").first
    expect(notice).to_contain_text("Thông báo sớm")
    expect(notice.locator(".nt-step__text").first).to_contain_text("Chủ nhật 11/10")
    expect(notice.locator(".nt-step__day")).to_be_hidden()
    expect(notice.locator("summary .nt-icon")).to_be_hidden()


@pytest.mark.parametrize("path", [ENDED, MOVED, "releases/project-timeline/"])
def test_letters_of_twice_the_size_need_no_scrolling_sideways(
    base: str, visitor: Visitor, path: str
) -> None:
    page = visitor(width=360, timezone_id="Europe/Berlin")
    page.goto(base + path)
    page.evaluate("document.documentElement.style.fontSize = '250%'")
    article = page.locator("article")
    assert article.evaluate("node => node.scrollWidth - node.clientWidth") <= 0
