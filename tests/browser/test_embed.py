"""The banner in somebody else's application: another origin, one frozen build, any clock."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from notices.domain.public import PublicRelease
from notices.domain.release import Impact, Mode, Update
from notices.rendering import render_site
from tests.browser.conftest import Visitor
from tests.browser.stage import freeze, serving, wait_until
from tests.demo import NOW
from tests.rendering.builders import at, message, public, record, release, site, theme
from tests.rendering.hostile_titles import HOSTILE, random_titles

pytestmark = pytest.mark.browser

START, END = at("2026-12-12 20:00"), at("2026-12-12 22:00")
SECOND, MINUTE, HOUR, DAY = (
    timedelta(**{unit: 1}) for unit in ("seconds", "minutes", "hours", "days")
)
NEXT = {"vi": "Chuyển máy chủ tìm kiếm", "en": "New search servers"}
TITLE = {"vi": "Bảng lương thế hệ mới", "en": "New payroll engine"}
STATES = {
    "vi": ("Sắp diễn ra", "Đang diễn ra", "Chờ xác nhận kết quả"),
    "en": ("Scheduled", "In progress", "Awaiting result"),
}
COUNTS = {
    "vi": ("Bắt đầu sau", "Dự kiến xong sau", "Đã hết thời gian cập nhật"),
    "en": ("Starts in", "Expected to finish in", "The time window has ended"),
}
CHECKING = {"vi": "Đang kiểm tra kết quả", "en": "Checking the result"}
WINDOW = {
    "vi": "20:00–22:00, thứ Bảy 12/12/2026 (GMT+7)",
    "en": "Saturday 12 December 2026, 20:00–22:00 (GMT+7)",
}
IMPACT = {
    "vi": "Tiền lương\u00a0· Gián đoạn khoảng 10 phút\u00a0· Cần đăng nhập lại sau khi cập nhật",
    "en": "Payroll\u00a0· Down for about 10 minutes\u00a0· You need to sign in again afterwards",
}


def announced(*notices: str, **fields: Any) -> PublicRelease:
    """A public release with its messages, a day apart."""
    entry = release(**fields)
    first = at("2026-11-28 09:00")
    sent = [record(entry, name, first + n * DAY) for n, name in enumerate(notices or ("advance",))]
    return public(entry, messages=[message(each) for each in sent])


def later() -> PublicRelease:
    impact = Impact(timedelta(), None, None, ())
    return announced(release_id="search", title=NEXT, start=START + 8 * DAY, impact=impact)


class Vendor:
    """Our site, as one build left it, and the customer's application that shows its banner."""

    def __init__(self, folder: Path) -> None:
        self.site, self.app = folder / "site", folder / "app"
        self.app.mkdir(parents=True)
        self.address = ""
        self._written = 0

    def _write(self, path: Path, data: bytes) -> None:
        """Each file is seconds newer than the one before: so no browser keeps an old one."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        self._written += 2
        then = time.time() + self._written
        os.utime(path, (then, then))

    def build(self, *releases: PublicRelease) -> None:
        for document in render_site(site(*releases), theme()):
            if document.shell is None and document.path in ("embed.js", "api/upcoming.json"):
                self._write(self.site / document.path, document.data)

    def answers(self, body: str) -> None:
        """What the site says instead of its notices."""
        self._write(self.site / "api/upcoming.json", body.encode())

    def page(
        self,
        options: str = "",
        language: str = "vi",
        body: str = "",
        head: str = "",
        charset: str = "utf-8",
    ) -> str:
        """The application with the line that customers copy; the path of its page."""
        script = f'<script src="{self.address}embed.js" {options or "defer"}></script>'
        return self.write(f"<h1>App</h1>{body}{script}", language, head, charset)

    def write(self, body: str, language: str = "vi", head: str = "", charset: str = "utf-8") -> str:
        html = (
            f'<!doctype html><html lang="{language}"><head>'
            f'<meta charset="{charset}"><title>App</title>'
            '<link rel="icon" href="data:,">'
            f"{head}</head><body>{body}</body></html>"
        )
        self._write(self.app / "index.html", html.encode())
        return "index.html"


@pytest.fixture
def vendor(tmp_path: Path) -> Iterator[Vendor]:
    vendor = Vendor(tmp_path)
    vendor.build(announced(), later())
    with serving(vendor.site) as vendor.address:
        yield vendor


@pytest.fixture
def app(vendor: Vendor) -> Iterator[str]:
    """The customer's application: another origin."""
    with serving(vendor.app) as address:
        yield address


def banner(page: Page) -> Locator:
    return page.locator("notices-banner section")


def seen(page: Page) -> tuple[str, ...]:
    """State, title, window and countdown, as the reader sees them."""
    expect(banner(page)).to_be_visible()
    parts = (".state", ".title bdi", ".text > p:nth-child(2)", ".count > span", ".value")
    return tuple(banner(page).locator(part).first.inner_text() for part in parts)


def open_at(page: Page, url: str, when: datetime) -> None:
    """A page whose banner has been told what the site says."""
    with page.expect_response("**/api/upcoming.json") as answer:
        freeze(page, url, when)
    answer.value.finished()


def silent(page: Page) -> None:
    """Nothing is shown, though there was time for it."""
    page.wait_for_timeout(100)
    expect(banner(page)).to_be_hidden()


def closing(page: Page) -> Locator:
    return banner(page).get_by_role("button")


# When, which stage, and what the countdown says.
INSTANTS: tuple[tuple[datetime, int, dict[str, str]], ...] = (
    (START - 14 * DAY, 0, {"vi": "14 ngày", "en": "14 days"}),
    (START - DAY - HOUR, 0, {"vi": "1 ngày 1 giờ", "en": "1 day 1 hour"}),
    (START - 90 * MINUTE, 0, {"vi": "1 giờ 30 phút", "en": "1 hour 30 minutes"}),
    (START - SECOND, 0, {"vi": "1 giây", "en": "1 second"}),
    (START, 1, {"vi": "2 giờ", "en": "2 hours"}),
    (END - SECOND, 1, {"vi": "1 giây", "en": "1 second"}),
    (END, 2, CHECKING),
    (END + 4 * HOUR - SECOND, 2, CHECKING),
)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_one_frozen_build_tells_the_right_stage_at_eight_instants(
    vendor: Vendor, app: str, visitor: Visitor, language: str, scheme: str
) -> None:
    page = visitor(color_scheme=scheme)
    requests: set[str] = set()
    page.on("request", lambda request: requests.add(request.url))
    url = app + vendor.page(language=language)

    for when, stage, value in INSTANTS:
        open_at(page, url, when)
        assert seen(page) == (
            STATES[language][stage],
            TITLE[language],
            WINDOW[language],
            COUNTS[language][stage],
            value[language],
        ), when
        expect(banner(page).get_by_text(IMPACT[language], exact=True)).to_be_visible()
        dark = banner(page).evaluate("node => getComputedStyle(node).colorScheme")
        assert dark == scheme
    assert requests == {url, f"{vendor.address}embed.js", f"{vendor.address}api/upcoming.json"}


@pytest.mark.parametrize(
    "downtime, mode, said",
    [
        (10, "usable", "Down for about 10 minutes"),
        (
            10,
            "read_only",
            (
                "Down for about 10 minutes\u00a0· "
                "Except during the downtime, you can view everything, but not save changes"
            ),
        ),
        (10, "stopped", "Down for about 10 minutes\u00a0· The system is unavailable"),
        (0, "usable", "No downtime"),
        (0, "read_only", "No downtime\u00a0· You can view everything, but not save changes"),
        (0, "stopped", "No downtime\u00a0· The system is unavailable"),
    ],
)
def test_what_can_be_done_meanwhile_does_not_contradict_a_downtime(
    vendor: Vendor, app: str, visitor: Visitor, downtime: int, mode: Mode, said: str
) -> None:
    vendor.build(announced(impact=Impact(downtime * MINUTE, mode, None, ("payroll",))))
    page = visitor()
    open_at(page, app + vendor.page(language="en"), START - DAY)

    expect(banner(page).get_by_text(f"Payroll\u00a0· {said}", exact=True)).to_be_visible()


@pytest.mark.parametrize("charset", ["windows-1252", "windows-1258", "shift_jis"])
def test_a_page_that_is_not_utf_8_shows_every_letter(
    vendor: Vendor, app: str, visitor: Visitor, charset: str
) -> None:
    """The server names no encoding, so the browser reads the script in the page's own."""
    page = visitor()
    open_at(page, app + vendor.page(charset=charset), START - 90 * MINUTE)

    assert page.evaluate("document.characterSet").lower() == charset
    assert seen(page)[:3] == (STATES["vi"][0], TITLE["vi"], WINDOW["vi"])
    expect(banner(page).get_by_text(IMPACT["vi"], exact=True)).to_be_visible()


@pytest.mark.parametrize(
    "clobbering",
    [
        '<img name="currentScript" src="{foreign}a.svg">',
        '<form name="currentScript"></form><img name="currentScript" src="{foreign}a.svg">',
        '<embed name="currentScript" src="{foreign}a.svg">',
    ],
)
def test_an_element_named_currentscript_does_not_choose_the_host_that_is_asked(
    vendor: Vendor, app: str, visitor: Visitor, tmp_path: Path, clobbering: str
) -> None:
    page = visitor()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    (tmp_path / "foreign").mkdir()
    (tmp_path / "foreign/a.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    with serving(tmp_path / "foreign") as foreign:
        url = app + vendor.page(body=clobbering.format(foreign=foreign))
        open_at(page, url, START - DAY)
        assert seen(page)[1] == TITLE["vi"]
    assert {each for each in asked if each.endswith(".json")} == {
        f"{vendor.address}api/upcoming.json"
    }


UPDATES = (
    Update(START + 40 * MINUTE, {"vi": "Đã sao lưu xong.", "en": "The backup is done."}),
    Update(START + 110 * MINUTE, {"vi": "Đã chuyển <2/3>.", "en": "<2/3> are moved."}),
)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_while_it_runs_the_newest_update_is_shown_and_told_to_those_who_listen(
    vendor: Vendor, app: str, visitor: Visitor, language: str
) -> None:
    vendor.build(announced(updates=UPDATES))
    page = visitor()
    open_at(page, app + vendor.page(language=language), START + HOUR)
    newest = UPDATES[1].text[language]

    expect(banner(page).get_by_text(newest, exact=True)).to_be_visible()
    expect(banner(page).get_by_text(UPDATES[0].text[language])).to_have_count(0)
    expect(page.locator("notices-banner [role=status]")).to_have_text(
        f"{STATES[language][1]}. {TITLE[language]}. {WINDOW[language]}. {newest}"
    )


def test_before_the_start_there_is_the_window_that_was_moved_and_no_update(
    vendor: Vendor, app: str, visitor: Visitor
) -> None:
    moved = announced("advance", "rescheduled", updates=UPDATES)
    earlier = (START - 7 * DAY, END - 7 * DAY)
    vendor.build(
        replace(moved, messages=(moved.messages[0], replace(moved.messages[1], previous=earlier)))
    )
    page = visitor()
    open_at(page, app + vendor.page(), START - DAY)

    shown = banner(page).get_by_text("Lịch trước đó: 20:00–22:00, thứ Bảy 05/12/2026 (GMT+7)")
    expect(shown).to_be_visible()
    expect(banner(page).get_by_text("Đã chuyển")).to_have_count(0)
    page.clock.pause_at(START)
    expect(banner(page).get_by_text("Đã chuyển <2/3>.")).to_be_visible()
    expect(banner(page).get_by_text("Lịch trước đó")).to_have_count(0)


def test_once_the_result_was_awaited_long_enough_the_next_update_is_shown(
    vendor: Vendor, app: str, visitor: Visitor
) -> None:
    page = visitor()
    open_at(page, app + vendor.page(), END + 4 * HOUR)

    assert seen(page)[:2] == (STATES["vi"][0], NEXT["vi"])
    page.clock.pause_at(START + 8 * DAY + 7 * HOUR)
    silent(page)


def test_stages_change_on_the_second_with_no_reload_and_are_told_once_to_those_who_listen(
    vendor: Vendor, app: str, visitor: Visitor
) -> None:
    page = visitor()
    open_at(page, app + vendor.page(), START - 2 * SECOND)
    status = page.locator("notices-banner [role=status]")
    timer = page.locator("notices-banner [role=timer]")
    where = f"{TITLE['vi']}. {WINDOW['vi']}"

    expect(timer).to_have_attribute("aria-live", "off")
    page.evaluate(
        "() => { window.changes = 0; new MutationObserver(() => { window.changes += 1; }).observe("
        "document.querySelector('notices-banner').shadowRoot.querySelector('[role=status]'),"
        "{childList: true, characterData: true, subtree: true}); }"
    )
    for when, state, value in (
        (START - 2 * SECOND, 0, "2 giây"),
        (START - SECOND, 0, "1 giây"),
        (START, 1, "2 giờ"),
        (START + HOUR, 1, "1 giờ"),
        (START + HOUR + SECOND, 1, "59 phút 59 giây"),
        (END, 2, CHECKING["vi"]),
    ):
        page.clock.pause_at(when)
        assert (seen(page)[0], seen(page)[-1]) == (STATES["vi"][state], value)
        expect(status).to_have_text(f"{STATES['vi'][state]}. {where}")
    assert page.evaluate("window.changes") == 2


def test_a_laptop_that_slept_through_the_window_shows_what_holds_now(
    vendor: Vendor, app: str, visitor: Visitor
) -> None:
    page = visitor()
    open_at(page, app + vendor.page(), START - 40 * DAY)

    assert seen(page)[-1] == "40 ngày"
    page.clock.fast_forward(int((40 * DAY + HOUR).total_seconds() * 1000))
    assert seen(page)[0] == STATES["vi"][1]


def test_a_clock_that_runs_behind_takes_nothing_back(
    vendor: Vendor, app: str, visitor: Visitor
) -> None:
    vendor.build(replace(announced(), state="in_progress"))
    page = visitor()
    open_at(page, app + vendor.page(), START - HOUR)

    assert seen(page)[0] == STATES["vi"][1]
    # Of three hours, which the two of its window cannot take, none are shown.
    expect(banner(page).locator(".count")).to_be_hidden()
    page.clock.pause_at(START)
    expect(banner(page).locator(".count")).to_be_visible()
    assert seen(page)[-1] == "2 giờ"


def test_what_runs_comes_first_then_what_starts_within_the_hour_then_what_is_checked(
    vendor: Vendor, app: str, visitor: Visitor
) -> None:
    vendor.build(
        later(),
        announced(),
        announced(release_id="second", title={"vi": "Thứ hai"}, start=END + HOUR, length=HOUR),
    )
    page = visitor()
    open_at(page, app + vendor.page(), END)

    assert seen(page)[1] == TITLE["vi"]
    more = banner(page).get_by_role("link", name="Và 2 lịch cập nhật nữa")
    expect(more).to_have_attribute("href", vendor.address)
    # Nobody may be stopped in their work because the banner still speaks of what is over.
    page.clock.pause_at(END + MINUTE)
    assert seen(page)[:2] == (STATES["vi"][0], "Thứ hai")
    page.clock.pause_at(END + HOUR)
    assert seen(page)[:2] == (STATES["vi"][1], "Thứ hai")
    page.clock.pause_at(END + 2 * HOUR)
    assert seen(page)[1] == TITLE["vi"]


def test_in_another_zone_it_speaks_of_the_readers_own_clock(
    vendor: Vendor, app: str, visitor: Visitor
) -> None:
    # At 24:00 in Auckland it is 18:00 in Vietnam; Kolkata and Newfoundland have odd offsets.
    vendor.build(announced(start=at("2026-12-12 17:00"), length=HOUR))
    for zone, text in (
        ("Pacific/Auckland", "23:00–24:00, thứ Bảy 12/12/2026 (GMT+13)"),
        ("Asia/Kolkata", "15:30–16:30, thứ Bảy 12/12/2026 (GMT+5:30)"),
        ("America/St_Johns", "06:30–07:30, thứ Bảy 12/12/2026 (GMT-3:30)"),
        ("Africa/Abidjan", "10:00–11:00, thứ Bảy 12/12/2026 (GMT)"),
    ):
        page = visitor(timezone_id=zone)
        open_at(page, app + vendor.page(), START - DAY)
        assert seen(page)[2] == text


def test_a_clock_change_within_the_window_gives_each_end_its_own_offset(
    vendor: Vendor, app: str, visitor: Visitor
) -> None:
    vendor.build(announced(start=at("2026-11-01 12:30"), length=45 * MINUTE))
    page = visitor(timezone_id="America/New_York")
    open_at(page, app + vendor.page(), at("2026-10-31 12:30"))

    assert seen(page)[2] == (
        "01:30 (GMT-4), Chủ nhật 01/11/2026 – 01:15 (GMT-5), Chủ nhật 01/11/2026"
    )


# The line's options, the application's language, the browser's, and the banner's.
LANGUAGES = (
    ('data-lang="en"', "vi", "vi-VN", "en"),
    ("", "en-GB", "vi-VN", "en"),
    ("", "fr", "en-US", "en"),
    ("", "fr", "fr-FR", "vi"),
    ('data-lang="fr"', "en", "vi-VN", "en"),
    ('data-lang="VI"', "", "en-US", "vi"),
)


@pytest.mark.parametrize("options, app_language, browsers, shown", LANGUAGES)
def test_it_speaks_the_language_that_was_asked_for_else_the_nearest(
    vendor: Vendor,
    app: str,
    visitor: Visitor,
    options: str,
    app_language: str,
    browsers: str,
    shown: str,
) -> None:
    page = visitor(locale=browsers)
    open_at(page, app + vendor.page(f"defer {options}", app_language), START - DAY)

    assert seen(page)[:2] == (STATES[shown][0], TITLE[shown])
    expect(banner(page)).to_have_attribute("lang", shown)


def test_its_options_may_change_while_the_application_runs(
    vendor: Vendor, app: str, visitor: Visitor
) -> None:
    page = visitor(color_scheme="light")
    open_at(page, app + vendor.page(body='<main id="slot"></main>'), START - DAY)
    script = page.locator("script")

    def change(name: str, value: str) -> None:
        script.evaluate("(node, [name, value]) => { node.dataset[name] = value; }", [name, value])

    change("lang", "en")
    assert seen(page)[1] == TITLE["en"]
    change("theme", "dark")
    assert banner(page).evaluate("node => getComputedStyle(node).colorScheme") == "dark"
    assert bottom_of(page) > 800
    change("position", "top")
    assert bottom_of(page) < 300
    change("target", "#slot")
    change("position", "inline")
    assert page.evaluate("document.querySelector('#slot').lastChild.localName") == "notices-banner"
    change("systems", "crm")
    assert seen(page)[1] == NEXT["en"]
    change("ahead", "2d")
    silent(page)


def bottom_of(page: Page) -> float:
    box = banner(page).bounding_box()
    assert box is not None
    return box["y"] + box["height"]


def test_at_an_edge_it_moves_nothing_of_the_application(
    vendor: Vendor, app: str, visitor: Visitor
) -> None:
    body = '<style>body{display:grid;gap:40px;grid-template-rows:auto 1fr}</style><p id="p">x</p>'
    where = "() => JSON.stringify([document.querySelector('#p').getBoundingClientRect(), document.documentElement.scrollHeight])"
    for position in ("top", "bottom"):
        page = visitor()
        url = app + vendor.page(f'defer data-position="{position}"', body=body)
        page.route("**/embed.js", lambda route: route.fulfill(body=""))
        freeze(page, url, START - DAY)
        before = page.evaluate(where)
        page.unroute("**/embed.js")
        open_at(page, url, START - DAY)
        expect(banner(page)).to_be_visible()
        assert page.evaluate(where) == before


def test_inline_it_stands_where_its_line_stands_or_nowhere(
    vendor: Vendor, app: str, visitor: Visitor
) -> None:
    page = visitor()
    open_at(page, app + vendor.page('defer data-position="inline"'), START - DAY)
    expect(banner(page)).to_be_visible()
    assert (
        page.evaluate("document.querySelector('script').nextSibling.localName") == "notices-banner"
    )

    freeze(page, app + vendor.page('defer data-position="inline" data-target="#none"'), START)
    page.clock.run_for(2000)
    expect(banner(page)).to_have_count(0)
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<i id=none></i>')")
    page.clock.run_for(61_000)
    expect(banner(page)).to_be_visible()


LOADINGS: dict[str, Callable[[str], str]] = {
    "plain in the head": lambda src: f'<script src="{src}"></script>',
    "async": lambda src: f'<script src="{src}" async></script>',
    "module": lambda src: f'<script src="{src}" type="module"></script>',
    "twice": lambda src: f'<script src="{src}"></script><script src="{src}?again" defer></script>',
    "by another script": lambda src: (
        "<script>const s = document.createElement('script');"
        f"s.src = '{src}'; document.head.append(s);</script>"
    ),
}


@pytest.mark.parametrize("way", LOADINGS)
def test_however_it_is_loaded_there_is_one_banner(
    vendor: Vendor, app: str, visitor: Visitor, way: str
) -> None:
    page = visitor()
    if way == "module":
        # Modules from elsewhere need what only the site's hosting notes can give.
        page.route(
            "**/embed.js",
            lambda route: route.fulfill(
                response=route.fetch(),
                headers={"access-control-allow-origin": "*", "content-type": "text/javascript"},
            ),
        )
    head = LOADINGS[way](f"{vendor.address}embed.js")
    before = "Object.keys(window).length"
    url = app + vendor.write("<h1>App</h1>", head=head)
    open_at(page, url, START - DAY)

    assert seen(page)[1] == TITLE["vi"]
    expect(banner(page)).to_have_count(1)
    globals_then = page.evaluate(before)
    page.route("**/embed.js*", lambda route: route.fulfill(body="", content_type="text/javascript"))
    freeze(page, url, START - DAY)
    expect(banner(page)).to_have_count(0)
    assert page.evaluate(before) == globals_then


def test_an_application_that_replaces_its_whole_body_keeps_its_banner(
    vendor: Vendor, app: str, visitor: Visitor
) -> None:
    page = visitor()
    open_at(page, app + vendor.page(), START - DAY)
    page.evaluate("document.body = document.createElement('body')")

    page.clock.run_for(61_000)
    assert seen(page)[1] == TITLE["vi"]


# Closing.


def test_what_was_closed_stays_closed_until_there_is_news_of_it(
    vendor: Vendor, app: str, visitor: Visitor
) -> None:
    vendor.build(announced())
    page = visitor()
    url = app + vendor.page()

    def opens(when: datetime, *, shown: bool) -> None:
        open_at(page, url, when)
        if shown:
            seen(page)
        else:
            silent(page)

    opens(START - 10 * DAY, shown=True)
    closing(page).click()
    silent(page)
    opens(START - 9 * DAY, shown=False)
    # A reminder.
    vendor.build(announced("advance", "final"))
    opens(START - DAY, shown=True)
    closing(page).click()
    opens(START - SECOND, shown=False)
    # The next stage, on the second.
    page.clock.run_for(1000)
    assert seen(page)[0] == STATES["vi"][1]
    closing(page).click()
    opens(START + HOUR, shown=False)
    page.clock.pause_at(END)
    assert seen(page)[0] == STATES["vi"][2]
    # Another window.
    for by in (DAY, 2 * DAY):
        vendor.build(announced("advance", "final", start=START + by))
        opens(START - 10 * DAY, shown=True)
        closing(page).click()
        opens(START - 9 * DAY, shown=False)


def test_closing_one_shows_the_next_and_nothing_is_kept_of_what_is_gone(
    vendor: Vendor, app: str, visitor: Visitor
) -> None:
    page = visitor()
    open_at(page, app + vendor.page(), START - DAY)
    closing(page).click()
    assert seen(page)[1] == NEXT["vi"]
    closing(page).click()
    silent(page)
    kept = "Object.keys(JSON.parse(Object.values(localStorage)[0]))"
    assert page.evaluate(kept) == ["search", "payroll-engine"]

    vendor.build(announced("advance", "final"))
    open_at(page, app + vendor.page(), START - DAY)
    closing(page).click()
    silent(page)
    assert page.evaluate(kept) == ["payroll-engine"]
    assert page.evaluate("localStorage.length") == 1
    assert page.context.cookies() == []


@pytest.mark.parametrize(
    "storage",
    [
        "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no', 'SecurityError'); }})",
        "Object.defineProperty(window, 'localStorage', {value: null})",
        "localStorage['notices SITE'] = '5'",
        "localStorage['notices SITE'] = 'null'",
        "localStorage['notices SITE'] = '{'",
    ],
    ids=["denied", "none", "a number", "null", "broken"],
)
def test_where_nothing_can_be_kept_it_can_be_closed_all_the_same(
    vendor: Vendor, app: str, visitor: Visitor, storage: str
) -> None:
    page = visitor()
    page.add_init_script(storage.replace("SITE", vendor.address))
    open_at(page, app + vendor.page(), START - DAY)

    closing(page).click()
    assert seen(page)[1] == NEXT["vi"]
    page.clock.run_for(61_000)
    assert seen(page)[1] == NEXT["vi"]


def test_the_keyboard_reaches_the_link_and_the_button_and_sees_where_it_is(
    vendor: Vendor, app: str, visitor: Visitor
) -> None:
    vendor.build(announced())
    page = visitor()
    open_at(page, app + vendor.page(), START - DAY)
    expect(page.get_by_role("region", name="Lịch cập nhật của Anviec")).to_be_visible()
    link = page.get_by_role("link", name=f"{TITLE['vi']} (mở trong tab mới)")
    expect(link).to_have_attribute("href", "https://updates.example.com/releases/payroll-engine/")
    button = page.get_by_role("button", name="Đóng thông báo này")

    for target in (link, button):
        page.keyboard.press("Tab")
        expect(target).to_be_focused()
        assert target.evaluate("node => getComputedStyle(node).outlineStyle") == "solid"
        box = target.bounding_box()
        assert box is not None
        assert box["height"] >= 24
        assert box["width"] >= 24
    page.keyboard.press("Enter")
    silent(page)


# What the site may answer.


NONSENSE = (
    "",
    "<!doctype html><p>Sign in",
    "null",
    "[]",
    "5",
    "{}",
    '{"version": 2, "releases": []}',
    '{"version": 1, "systems": [], "releases": []}',
    '{"version": 1, "systems": [], "releases": null}',
    '{"version": 1, "systems": [], "releases": 5}',
    '{"version": 1, "systems": [], "releases": [null]}',
    '{"version": 1, "systems": [], "releases": [{}]}',
    '{"version": 1, "systems": [], "releases": [{"id": 1, "state": "announced", "start": "x"}]}',
)


def test_nonsense_shows_nothing_and_says_nothing(
    vendor: Vendor, app: str, visitor: Visitor
) -> None:
    page = visitor()
    url = app + vendor.page()
    for body in NONSENSE:
        vendor.answers(body)
        open_at(page, url, START - DAY)
        silent(page)
        page.clock.run_for(61_000)
        silent(page)


def test_nonsense_after_good_news_takes_nothing_away(
    vendor: Vendor, app: str, visitor: Visitor
) -> None:
    page = visitor()
    open_at(page, app + vendor.page(), START - DAY)
    seen(page)
    # After each failure it asks half as often.
    for minutes, body in ((15, '{"error": "busy"}'), (30, "<!doctype html>")):
        vendor.answers(body)
        with page.expect_response("**/api/upcoming.json") as answer:
            page.clock.run_for(minutes * 60_000)
        answer.value.finished()
        page.wait_for_timeout(100)
        page.clock.run_for(1000)
    assert seen(page)[1] == TITLE["vi"]


def test_a_move_or_a_cancellation_reaches_a_page_that_stays_open(
    vendor: Vendor, app: str, visitor: Visitor
) -> None:
    page = visitor()
    open_at(page, app + vendor.page(), START - DAY)
    vendor.build(announced("advance", "final", start=START + DAY))
    page.clock.run_for(14 * 60_000)
    assert seen(page)[2] == WINDOW["vi"]
    with page.expect_response("**/api/upcoming.json"):
        page.clock.run_for(60_000)
    expect(banner(page)).to_contain_text("20:00–22:00, Chủ nhật 13/12/2026 (GMT+7)")
    vendor.build()
    with page.expect_response("**/api/upcoming.json"):
        page.clock.run_for(15 * 60_000)
    silent(page)


def test_the_window_that_was_moved_stands_beside_the_new_one(
    vendor: Vendor, app: str, visitor: Visitor
) -> None:
    entry = release(start=START + DAY)
    published = record(entry, "advance", at("2026-12-01 09:00"))
    vendor.build(public(entry, messages=[message(published, previous=(START, END))]))
    page = visitor()
    open_at(page, app + vendor.page(language="en"), START - DAY)

    expect(banner(page)).to_contain_text(f"Previously: {WINDOW['en']}")


def test_an_unreachable_site_shows_nothing_and_is_asked_ever_less(
    vendor: Vendor, app: str, browser: Browser
) -> None:
    """Twice as long after each try, four hours at most, however late the refusals come.

    The browser writes each failed request into the console by itself; nothing else is there.
    """
    context = browser.new_context()
    page = context.new_page()
    messages, broken, wanted = [], [], []
    page.on("console", lambda line: messages.append(line.text))
    page.on("pageerror", lambda error: broken.append(str(error)))
    page.on("request", lambda request: wanted.append(request.url))
    page.route("**/api/upcoming.json", lambda route: route.abort("connectionrefused"))
    freeze(page, app + vendor.page(), START - DAY)
    for _ in range(48):
        page.clock.run_for(30 * 60_000)

    wait_until(page, lambda: len(messages) >= 9, lambda: f"the console has {messages}")
    silent(page)
    assert sum(url.endswith("upcoming.json") for url in wanted) == 9
    assert messages == ["Failed to load resource: net::ERR_CONNECTION_REFUSED"] * 9
    assert broken == []
    context.close()


def test_a_page_that_nobody_sees_asks_for_nothing(
    vendor: Vendor, app: str, visitor: Visitor
) -> None:
    page = visitor()
    page.add_init_script("Object.defineProperty(document, 'hidden', {get: () => !window.looking})")
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    freeze(page, app + vendor.page(), START - DAY)
    page.clock.run_for(3600_000)
    assert [url for url in requests if "api" in url] == []

    with page.expect_response("**/api/upcoming.json"):
        page.evaluate(
            "window.looking = true; document.dispatchEvent(new Event('visibilitychange'))"
        )
    assert seen(page)[1] == TITLE["vi"]


SHOW_EACH = """async (node, [sample, titles]) => {
    const shown = [];
    for (const title of titles) {
        sample.releases[0].title = sample.systems[0].name = {vi: title};
        node.dataset.preview = JSON.stringify(sample);
        await new Promise(queueMicrotask);
        const box = document.querySelector("notices-banner").shadowRoot;
        shown.push([box.querySelector("bdi"), box.querySelectorAll(".soft")[1]].map((p) => p.textContent));
    }
    return shown;
}"""


def test_whatever_a_title_holds_is_text(vendor: Vendor, app: str, visitor: Visitor) -> None:
    vendor.build(announced())
    sample = json.loads((vendor.site / "api/upcoming.json").read_text(encoding="utf-8"))
    page = visitor()
    freeze(page, app + vendor.page("defer data-preview='{}'"), START - DAY)

    titles = [*HOSTILE, *random_titles(300)]
    shown = page.locator("script").evaluate(SHOW_EACH, [sample, titles])
    assert [title for title, _ in shown] == titles
    assert all(impact.startswith(f"{title}\u00a0· ") for title, impact in shown)
    assert page.evaluate("window.ran") is None
    assert banner(page).locator("script, img, b").count() == 0


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "JaVaScRiPt:alert(1)", "vbscript:x"]
)
def test_a_link_leads_to_the_web_or_nowhere(
    vendor: Vendor, app: str, visitor: Visitor, url: str
) -> None:
    sample = json.loads((vendor.site / "api/upcoming.json").read_text(encoding="utf-8"))
    for each in sample["releases"]:
        each["url"], each["urls"] = url, {"vi": url}
    vendor.answers(json.dumps(sample))
    page = visitor()
    open_at(page, app + vendor.page(), START - DAY)

    assert seen(page)[1] == TITLE["vi"]
    assert banner(page).locator(".title").get_attribute("href") is None


# What the application may do to it.


def test_under_a_strict_policy_it_looks_the_same(vendor: Vendor, visitor: Visitor) -> None:
    origin = vendor.address.rstrip("/")
    policy = (
        f"default-src 'self'; script-src 'self' {origin}; connect-src {origin}; style-src 'self'; "
        "img-src data:; require-trusted-types-for 'script'; trusted-types 'none'"
    )
    looks = []
    for text in ("", policy):
        with serving(vendor.app, policy=text) as address:
            page = visitor()
            open_at(page, address + vendor.page(), START - DAY)
            seen(page)
            looks.append(page.screenshot())
    assert looks[0] == looks[1]


def test_no_style_of_the_application_reaches_it_and_none_of_its_own_gets_out(
    vendor: Vendor, app: str, visitor: Visitor
) -> None:
    wild = (
        "<style>html{font-size:30px}*,notices-banner{color:red!important;display:inline!important;"
        "font:italic 40px cursive!important;text-transform:uppercase!important;opacity:.2!important;"
        "direction:rtl!important;position:relative!important}notices-banner{transform:rotate(9deg)}"
        "section,.state,.main,button{background:lime}</style>"
    )
    own = '<section class="state">x</section>'
    measured = (
        "node => [node, ...node.querySelectorAll('*')].map(each => {"
        "const is = getComputedStyle(each), box = each.getBoundingClientRect();"
        "return [is.color, is.fontSize, is.textTransform, is.direction, is.backgroundColor,"
        " box.x, box.y, box.width, box.height]; })"
    )
    measures, outside = [], []
    for head in ("", wild):
        page = visitor()
        open_at(page, app + vendor.page(head=head, body=own), START - DAY)
        seen(page)
        measures.append(banner(page).evaluate(measured))
        assert (
            page.locator("notices-banner").evaluate("node => getComputedStyle(node).opacity") == "1"
        )
        if not head:
            outside.append(
                page.locator("body > section").evaluate("node => getComputedStyle(node).position")
            )
    assert measures[0] == measures[1]
    assert outside == ["static"]


def test_on_a_phone_nothing_is_wider_than_the_screen(
    vendor: Vendor, app: str, visitor: Visitor
) -> None:
    vendor.build(announced(title={"vi": "Đ" * 100}))
    page = visitor(width=320)
    open_at(page, app + vendor.page(), START - DAY)

    box = banner(page).bounding_box()
    assert box is not None
    assert box["x"] > 0
    assert box["x"] + box["width"] < 320
    assert banner(page).evaluate("node => node.scrollWidth - node.clientWidth") <= 0


# The page that tells how to put it in.

SAMPLE = {"vi": "Cập nhật Hồ sơ nhân sự", "en": "Employee records update"}
"""Of the first system that the site lists: no real title has a countdown that was made up."""


@pytest.mark.parametrize(
    "path, language", [("banner/", "vi"), ("en/banner/", "en")], ids=["vi", "en"]
)
def test_on_its_own_page_it_can_be_tried(
    base: str, visitor: Visitor, path: str, language: str
) -> None:
    page = visitor()
    freeze(page, base + path, NOW)
    other = "en" if language == "vi" else "vi"
    line = page.locator("#nt-your-line")

    def choose(group: str, value: str) -> None:
        page.locator(f'.nt-choice:has(input[name="{group}"][value="{value}"])').click()

    assert seen(page)[:2] == (STATES[language][0], SAMPLE[language])
    for stage, name in enumerate(("announced", "running", "ended")):
        choose("stage", name)
        assert seen(page)[0] == STATES[language][stage]
    closing(page).click()
    silent(page)
    choose("lang", other)
    assert seen(page)[:2] == (STATES[other][2], SAMPLE[other])
    choose("theme", "dark")
    assert banner(page).evaluate("node => getComputedStyle(node).colorScheme") == "dark"
    choose("position", "")
    assert bottom_of(page) > 800
    src = "https://capnhat.anviec.example/embed.js"
    expect(line).to_have_text(
        f'<script src="{src}" data-lang="{other}" data-theme="dark" defer></script>'
    )
    kept = "Object.keys(localStorage).filter((key) => key.startsWith('notices'))"
    assert page.evaluate(kept) == []


@pytest.mark.parametrize("width", [768, 1280])
@pytest.mark.parametrize("path", ["banner/", "en/banner/"])
def test_on_its_own_page_little_is_empty_below_it(
    base: str, visitor: Visitor, path: str, width: int
) -> None:
    page = visitor(width=width)
    freeze(page, base + path, NOW)
    seen(page)
    end, lines = (page.locator(part).bounding_box() for part in ("#nt-slot", ".nt-mock__lines"))
    assert end is not None
    assert lines is not None
    assert 10 <= lines["y"] - end["y"] - end["height"] <= 60


def test_its_page_can_be_read_without_javascript(base: str, visitor: Visitor) -> None:
    page = visitor(java_script_enabled=False)
    page.goto(base + "en/banner/")

    expect(page.get_by_text("To try the banner here, please turn on JavaScript")).to_be_visible()
    expect(page.locator("#nt-line")).to_be_visible()
    expect(page.locator("form.nt-try")).to_be_hidden()
    expect(page.locator("article").get_by_role("button")).to_have_count(0)
