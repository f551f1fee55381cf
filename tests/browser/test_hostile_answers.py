"""What a reader types, an address asks for, a browser has kept or a host answers: none of it is more than data.

The banner stands on a page of somebody else's, so that what our site answers must not reach that page.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Route

from tests.browser.stage import serving
from tests.demo import NOW
from tests.figures import figure
from tests.hostile.payloads import PAYLOADS
from tests.hostile.probe import Probe, missing, opened, words

pytestmark = pytest.mark.browser


@pytest.fixture
def probe(browser: Browser, base: str) -> Iterator[Probe]:
    with opened(browser, base, now=NOW) as visitor:
        yield visitor
        assert visitor.faults() == []


def elements(probe: Probe) -> set[str]:
    """Every element and attribute of the page that is open."""
    probe.shapes.clear()
    probe.look(probe.page.url)
    return set(probe.shapes)


def test_what_is_typed_into_the_search_stays_what_was_typed(probe: Probe) -> None:
    probe.open("")
    probe.page.locator("[data-search]").click()
    box = probe.page.get_by_role("searchbox")
    shapes: set[str] = set()
    for word in ("payroll", "nothing at all", "a"):
        box.fill(word)
        shapes |= elements(probe)

    for text in PAYLOADS.values():
        box.fill(text)
        assert text.startswith(box.input_value())
        assert elements(probe) <= shapes, text


ASKED = ("changelog/?category={}&system={}&state={}", "changelog/2026/?q={}#{}", "?q={}#{}", "#{}", "plans/?month={}#{}")  # fmt: skip


def test_what_an_address_asks_for_does_nothing_else(probe: Probe) -> None:
    expected: set[str] = set()
    for path in ASKED:
        probe.open(path.replace("{}", "x"))
        probe.page.hover(".nt-switch")
        expected |= elements(probe)

    left = [quote(text, safe="") for text in PAYLOADS.values()]
    for asked in cycle(ASKED):
        if not left:
            break
        path = re.sub("{}", lambda _: left.pop() if left else "x", asked)
        probe.open(path)
        probe.page.hover(".nt-switch")
        assert elements(probe) <= expected, path
        # The switch leads to the same site, whatever it carries.
        assert probe.page.locator(".nt-switch").first.evaluate("(a) => a.origin") in probe.base


@pytest.mark.parametrize("part", ["%", "%zz", "%E0%A4%A", "__proto__", "constructor", "[x]"])
def test_a_part_of_an_address_that_cannot_be_read_is_none(probe: Probe, part: str) -> None:
    probe.open(f"changelog/#{part}")
    probe.page.hover(".nt-switch")

    probe.page.locator(".nt-switch").first.click()

    assert probe.page.url.startswith(f"{probe.base}en/changelog/")


def test_what_a_browser_has_kept_is_only_a_choice(probe: Probe) -> None:
    probe.open("")
    kept = ("notices.scheme", "notices.search-key", f"notices {probe.base}")
    for text in [*PAYLOADS.values()][::8]:
        probe.page.evaluate("([keys, text]) => keys.forEach((key) => { localStorage[key] = text; })", [kept, text])  # fmt: skip
        probe.open("banner/")
        assert probe.page.evaluate("document.documentElement.dataset.scheme ?? null") is None
        assert text not in probe.page.content()


def test_a_page_that_is_not_there_repeats_nothing_of_its_address(
    browser: Browser, base: str
) -> None:
    with opened(browser, base, policy=True, now=NOW) as probe:
        probe.open("nowhere/")
        expected = elements(probe)
        for text in [*PAYLOADS.values()][::8]:
            seen = probe.open(f"en/{quote(text, safe='')}/?{quote(text)}#{quote(text)}")
            assert words(text) not in seen
        assert elements(probe) - expected == set()
        assert probe.faults() == []


# The banner.


class Answers:
    """What the site says instead of its notices."""

    def __init__(self) -> None:
        self.body, self.type, self.status = "{}", "application/json", 200

    def __call__(self, route: Route) -> None:
        cors = {"Access-Control-Allow-Origin": "*", "Content-Type": self.type}
        route.fulfill(status=self.status, headers=cors, body=self.body)


@pytest.fixture
def answers() -> Answers:
    return Answers()


@pytest.fixture
def foreign(browser: Browser, base: str, answers: Answers, tmp_path: Path) -> Iterator[Probe]:
    """A page of another host that shows our banner."""
    line = f'<script src="{base}embed.js" data-lang="en" data-systems="" defer></script>'
    head = '<!doctype html><html lang="en"><meta charset="utf-8"><title>App</title><link rel="icon" href="data:,">'
    (tmp_path / "index.html").write_text(f"{head}<h1>App</h1>{line}", encoding="utf-8")
    with (
        serving(tmp_path) as app,
        opened(browser, app, now="2026-12-12T12:30:00Z", also=(base,)) as probe,
    ):
        probe.page.route("**/api/upcoming.json", answers)
        yield probe
        assert probe.faults() == []


def notices(text: Any, news: Any = None, system: Any = None) -> dict[str, Any]:
    """An answer in which every text is the first one, but for those that are given."""
    texts, told, name = (
        {"vi": each, "en": each, "__proto__": each}
        for each in (text, text if news is None else news, text if system is None else system)
    )
    release = {
        "id": "x",
        "state": "announced",
        "title": texts,
        "url": text,
        "urls": texts,
        "start": "2026-12-12T12:00:00Z",
        "end": "2026-12-12T14:00:00Z",
        "impact": {"systems": ["s"], "downtime_s": 60, "mode": text, "sign_in_again": True},
        "messages": [{"id": text}],
        "updates": [{"at": "2026-12-12T12:10:00Z", "text": told}],
        "moved_from": None,
    }
    systems = [{"id": "s", "name": name}]
    return {"version": 1, "systems": systems, "releases": [release, {**release, "id": "y"}]}


BANNER = """() => {
  const root = document.querySelector("notices-banner")?.shadowRoot;
  if (!root) return null;
  const shapes = new Set();
  for (const element of root.querySelectorAll("*")) {
    shapes.add(element.localName);
    for (const { name } of element.attributes) shapes.add(element.localName + " " + name);
  }
  const links = [...root.querySelectorAll("a")].map((link) => link.protocol);
  return { shapes: [...shapes], links, text: root.querySelector("section").innerText };
}"""


def banner(probe: Probe) -> dict[str, Any]:
    with probe.page.expect_response("**/api/upcoming.json") as answer:
        probe.open("")
    answer.value.finished()
    probe.page.evaluate("new Promise((drawn) => setTimeout(drawn))")
    probe.look("banner")
    found: dict[str, Any] = probe.page.evaluate(BANNER)
    return found


def test_a_banner_on_a_foreign_page_shows_our_texts_as_text(
    foreign: Probe, answers: Answers
) -> None:
    answers.body = json.dumps(notices("x"))
    expected = {*banner(foreign)["shapes"]}
    shown = []

    left = [*PAYLOADS.items(), *[*PAYLOADS.items()][:2]]
    while len(left) > 2:
        some, left = left[:3], left[3:]
        answers.body = json.dumps(notices(*(text for _, text in some)))
        found = banner(foreign)
        assert {*found["shapes"]} <= expected, some
        assert {*found["links"]} <= {"http:", "https:", ":"}, some
        shown += missing(some, words(found["text"]))
    assert shown == []
    figure("inject: banners on a foreign page", len(PAYLOADS) // 3 + 1)


DEEP = "[" * 5_000 + "]" * 5_000
WRONG = {
    "nothing": "",
    "no JSON": "<script>window.ran=1</script>",
    "a page": "<!doctype html><script>window.ran=1</script><h1>Login</h1>",
    "null": "null",
    "a number": "1",
    "a text": '"x"',
    "a list": "[]",
    "deep": DEEP,
    "no releases": '{"version": 1}',
    "releases that are none": '{"version": 1, "systems": [], "releases": 7}',
    "a release that is none": '{"version": 1, "systems": [], "releases": [null, 1, "x", []]}',
    "a prototype": '{"version": 1, "__proto__": {"ran": 1}, "constructor": {"prototype": {"ran": 1}}, "systems": [], "releases": []}',
    "texts that are none": json.dumps(notices({"a": [1]})),
    "texts that are numbers": json.dumps(notices(7)),
    "texts that are nothing": json.dumps(notices(None)),
    "a text without end": json.dumps(notices("x" * 200_000)),
    "many releases": json.dumps(
        {**notices("x"), "releases": [{**notices("x")["releases"][0], "id": f"{n}"} for n in range(2_000)]}
    ),
    "another version": json.dumps({**notices("<b>x</b>"), "version": 2}),
    "far dates": json.dumps(notices("x")).replace("2026-12-12T14", "275760-09-13T00"),
}  # fmt: skip


def test_a_banner_on_a_foreign_page_survives_any_answer(foreign: Probe, answers: Answers) -> None:
    answers.body = json.dumps(notices("x"))
    # Hidden where there is nothing to show.
    shapes = banner(foreign)["shapes"]
    expected = {*shapes, *(f"{shape} hidden" for shape in shapes)}

    for name, body in WRONG.items():
        answers.type = "text/html" if "<" in body else "application/json"
        answers.body = body
        assert {*banner(foreign)["shapes"]} <= expected, name
    assert foreign.page.locator("h1").inner_text() == "App"
