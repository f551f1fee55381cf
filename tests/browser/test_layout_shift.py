"""Nothing on a page moves by itself: not when it is opened, however old it is, nor while it is open.

The browser's own measure, to a thousandth: a word that was only read aloud and is now shown
counts for less.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, Route

from tests.browser.conftest import Visitor
from tests.demo import NOW

pytestmark = pytest.mark.browser

LONG_AFTER = datetime(2027, 3, 1, tzinfo=UTC)
WIDTHS = (360, 1280)
# The demo's search-server-move: 20:10 to 20:55 in Vietnam. A guide is promised for 17:10.
DUE = datetime(2026, 11, 23, 10, 10, tzinfo=UTC)
START = datetime(2026, 11, 23, 13, 10, tzinfo=UTC)
END = datetime(2026, 11, 23, 13, 55, tzinfo=UTC)
SECOND = timedelta(seconds=1)

WATCH = """
window.shifts = [];
window.watched = new PerformanceObserver((list) => {
  for (const { value, sources } of list.getEntries()) {
    const moved = sources.map(({ node }) => (node?.closest ? node : node?.parentElement)?.className);
    if (value >= 0.001) window.shifts.push([value.toFixed(3), ...moved].join(" "));
  }
});
window.watched.observe({ type: "layout-shift", buffered: true });
"""
FRAMES = """async () => {
    // What glides comes to rest first.
    const gliding = document.getAnimations().filter((each) => each.effect.getTiming().iterations === 1);
    await Promise.all(gliding.map((each) => each.finished));
    // The test stops the clock that draws frames for scripts; this one is the browser's own.
    const frame = () => new Promise((drawn) => new IntersectionObserver(drawn).observe(document.body));
    for (let i = 0; i < 3; i++) await frame();
    const moved = window.shifts;
    window.shifts = [];
    return moved;
}"""


PAINTED = """() => new Promise((drawn) =>
    new PerformanceObserver(drawn).observe({ type: "paint", buffered: true }))"""


MAIN = re.compile(r'<main[^>]* id="([^"]+)"')
FONT = re.compile(r"@font-face\s*\{")
LOADED = "[...document.fonts].filter((face) => face.status === 'loaded').length >= 2"


def watched(page: Page, at: datetime, *, late_letters: bool = False) -> Page:
    """A page whose shifts are counted, and whose documents end with a script that comes late.

    Without late letters it has none of its own: a font is drawn with if it comes within the browser's
    patience, which is so short that a busy machine would decide what is tested.
    """
    page.add_init_script(WATCH)
    page.clock.install(time=at)

    def with_last(route: Route) -> None:
        answer = route.fetch()
        body = answer.text().replace("</body>", '<script src="/last.js"></script></body>')
        # A busy machine may draw half a header, whose rest then moves it; or half a footer, which
        # stands at the end of a screen that the page does not fill.
        body = body.replace("<main", '<main id="drawn"', 1) if "<main id=" not in body else body
        body = body.replace("<footer", '<footer id="drawn-last"', 1)
        expected = "".join(
            f'<link rel="expect" href="#{name}" blocking="render">'
            for name in (MAIN.findall(body)[0], "drawn-last")
        )
        body = body.replace("</head>", f"{expected}</head>", 1)
        if not late_letters:  # The browser would say that it waited for something that is not used.
            body = body.replace('rel="preload"', 'rel="none"')
        route.fulfill(response=answer, body=body)

    page.route(re.compile(r"/$"), with_last)
    if not late_letters:
        page.route("**/frame*.css*", without_letters)
    return page


def without_letters(route: Route) -> None:
    """The style sheet without its fonts."""
    answer = route.fetch()
    body, fonts = FONT.subn("@supports (no: font) {", answer.text())
    assert fonts >= 2
    route.fulfill(response=answer, body=body)


def moved(page: Page) -> list[str]:
    """What has moved since this was asked last."""
    shifts: list[str] = page.evaluate(FRAMES)
    return shifts


def opened(page: Page, url: str) -> list[str]:
    """What moves while a page is opened: from its first paint, before it is all there."""
    held: list[Route] = []
    page.route("**/last.js", lambda route: held.append(route))  # noqa: PLW0108
    with page.expect_request("**/last.js"):
        page.goto(url, wait_until="commit")
    page.evaluate(PAINTED)
    held.pop().fulfill(content_type="text/javascript", body="")
    page.wait_for_load_state()
    page.evaluate("document.fonts.ready.then(() => null)")
    page.unroute("**/last.js")
    return moved(page)


def test_what_moves_is_found(base: str, visitor: Visitor) -> None:
    page = watched(visitor(), NOW)
    assert opened(page, base) == []

    page.locator("main").evaluate("main => { main.style.marginTop = '5rem'; }")
    assert moved(page) != []
    assert moved(page) == []


@pytest.mark.parametrize("at", [NOW, LONG_AFTER], ids=["as built", "long after"])
def test_nothing_moves_when_a_page_is_opened(
    every_kind: tuple[str, ...], visitor: Visitor, at: datetime
) -> None:
    page = watched(visitor(timezone_id="America/New_York"), at)
    pairs = zip(every_kind[::2], every_kind[1::2], strict=True)
    found = []
    for number, languages in enumerate(pairs, start=at is NOW):
        page.set_viewport_size({"width": WIDTHS[number % 2], "height": 900})
        url = languages[number // 2 % 2]
        found += [f"{url} {shift}" for shift in opened(page, url)]

    assert found == []


@pytest.mark.parametrize("width", WIDTHS)
def test_letters_that_come_late_move_nothing(base: str, visitor: Visitor, width: int) -> None:
    held: list[Route] = []
    for path in ("", "en/changelog/", "faq/"):
        page = watched(visitor(width=width), NOW, late_letters=True)
        page.route("**/*.woff2", lambda route: held.append(route))  # noqa: PLW0108
        page.route(
            "**/last.js", lambda route: route.fulfill(body="", content_type="text/javascript")
        )
        page.goto(base + path, wait_until="commit")
        page.evaluate(PAINTED)
        page.wait_for_function("document.fonts.size > 2 && document.querySelector('.nt-footer')")
        assert moved(page) == [], path
        while held:
            held.pop().continue_()
        page.wait_for_load_state()
        page.wait_for_function(LOADED)
        assert moved(page) == [], path


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_moves_when_the_clock_changes_a_page_that_is_open(
    base: str, visitor: Visitor, width: int
) -> None:
    for path in ("", "en/releases/search-server-move/", "en/changelog/", "guides/"):
        page = watched(visitor(width=width), DUE - timedelta(minutes=1))
        page.clock.pause_at(DUE - SECOND)
        assert opened(page, base + path) == []
        for turn in (DUE, START, END):
            page.clock.pause_at(turn - SECOND)
            moved(page)
            before = page.locator("main").inner_text()
            page.clock.run_for(1000)
            assert moved(page) == [], (path, turn)
            if turn == (DUE if "guides" in path else END):
                assert page.locator("main").inner_text() != before


def test_who_wants_no_motion_sees_none(base: str, visitor: Visitor) -> None:
    page = visitor(reduced_motion="reduce")
    page.clock.install(time=START - timedelta(minutes=1))
    page.goto(base)
    page.clock.pause_at(START - SECOND)
    page.clock.run_for(1000)
    assert page.evaluate("document.getAnimations().length") == 0
    assert page.locator("[data-running] .nt-card--in_progress").count() == 1
