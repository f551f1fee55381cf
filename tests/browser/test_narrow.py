"""Long words on small screens: the German company's site fits a phone, and nothing covers anything."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Visitor
from tests.browser.kinds import DEMO
from tests.browser.stage import arrive, chromium, serving
from tests.delivered import deliver, messages
from tests.demo import built, made
from tests.project import CLONE

pytestmark = pytest.mark.browser

PAGES = ("", "changelog/", "guides/webhook-signatures/", "on-time/", "subscribe/", "banner/")
# The places of the circles of the strip, and of the words of each stage that are shown.
PLACES = """() => [...document.querySelectorAll(".nt-stage")].flatMap(stage => {
  const dot = stage.querySelector(".nt-stage__dot").getBoundingClientRect();
  const label = stage.querySelector(".nt-stage__label");
  const range = document.createRange();
  const words = label.offsetWidth < 2 ? [] : [...label.querySelectorAll("*"), label]
    .flatMap(part => [...part.childNodes])
    .filter(node => node.nodeType === 3 && node.data.trim() && !node.parentElement.closest(".nt-unseen"))
    .flatMap(node => { range.selectNodeContents(node); return [...range.getClientRects()]; });
  const place = boxes => ["left", "right", "top", "bottom"].map((side, odd) =>
    Math[odd % 2 ? "max" : "min"](...boxes.map(box => box[side])));
  return words.length ? [place([dot]), place(words)] : [place([dot])];
})"""
WORD = "Donaudampfschifffahrtskapitäne"

NOW = "2026-11-23 09:10"
MAILS = """\
channels:
  - id: rundbrief
    type: mail
    audience: customers
    languages: [de]
    since: 2026-01-01
    subscribe_url: https://verteiler.example.com/rundbrief-an-alle-kundinnen-und-kunden
    from: updates@example.com
    to: [customers@lists.example.com]
    smtp: {host: smtp.example.com, port: 465}
"""


@pytest.fixture(scope="module")
def german_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The German company's demo, with a list of mails that every message went out to."""
    project = tmp_path_factory.mktemp("german") / "demo"
    site = made(project, "tidewart", NOW)
    for uid, at in sorted(messages(site), key=lambda message: message[1]):
        deliver(project, uid, at)
    (project / "content/channels.yml").write_text(MAILS, encoding="utf-8")
    return built(project / "mkdocs.yml", "mailed", NOW)


@pytest.fixture(scope="module")
def german(german_site: Path) -> Iterator[str]:
    with serving(german_site) as address:
        yield address


@pytest.fixture(scope="module")
def long_words(german_site: Path) -> Iterator[str]:
    """The same in a language whose states, stages and labels are words of thirty letters."""
    project = german_site.parent
    texts = yaml.safe_load((CLONE / "theme/texts/de.yml").read_text(encoding="utf-8"))
    for part in ("state", "stage", "countdown", "release", "notice"):
        for key, text in texts[part].items():
            if isinstance(text, str) and "{" not in text:
                texts[part][key] = WORD
    (project / "theme/texts").mkdir(parents=True)
    (project / "theme/texts/de.yml").write_text(
        yaml.safe_dump(texts, allow_unicode=True), encoding="utf-8"
    )
    with serving(built(project / "mkdocs.yml", "long", NOW)) as address:
        yield address


def screen(visitor: Visitor, width: int) -> Page:
    return visitor(width=width, timezone_id="Europe/Berlin")


Place = tuple[float, float, float, float]


def cover(one: Place, other: Place) -> bool:
    (left, right, top, bottom), (left2, right2, top2, bottom2) = one, other
    return min(right, right2) - max(left, left2) > 0.5 and min(bottom, bottom2) - max(top, top2) > 3


def stand_apart(page: Page, width: int) -> int:
    """Check that nothing of the strip covers anything, or leaves the screen; how much there is."""
    places = page.evaluate(PLACES)
    assert not [pair for pair in combinations(places, 2) if cover(*pair)], page.url
    assert max(right for _, right, *_ in places) <= width, page.url
    return len(places)


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_no_page_is_wider_than_its_screen(
    german: str, german_site: Path, visitor: Visitor, width: int
) -> None:
    page = screen(visitor, width)
    releases = [f"releases/{each.name}/" for each in (german_site / "releases").iterdir()]
    for path in (*PAGES, *releases):
        arrive(page, german + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_with_letters_twice_as_large_a_phone_scrolls_no_page_sideways(
    base: str, browser: Browser
) -> None:
    options = ["--no-sandbox", "--blink-settings=defaultFontSize=32"]
    with browser.browser_type.launch(executable_path=chromium(), args=options) as large:
        page = large.new_page(viewport={"width": 360, "height": 800})
        for language in ("", "en/"):
            for path in DEMO:
                page.goto(f"{base}{language}{path}")
                assert page.evaluate("getComputedStyle(document.body).fontSize") == "32px"
                assert page.evaluate("document.documentElement.scrollWidth") == 360, path
                follow = page.locator(".nt-nav a").last
                box = follow.bounding_box()
                assert box is not None
                assert box["x"] + box["width"] <= 360
                scheme = page.locator(".nt-scheme").bounding_box()
                assert scheme is not None
                assert (scheme["width"], scheme["height"]) == (80, 80)


@pytest.mark.parametrize("language", ["vi", "en", "de"])
def test_on_a_phone_all_ways_stand_in_one_row_and_the_name_leads_home(
    base: str, german: str, visitor: Visitor, language: str
) -> None:
    page = screen(visitor, 360)
    home = {"vi": base, "en": f"{base}en/", "de": german}[language]
    # There the last of them is bold, and so as wide as it gets.
    arrive(page, f"{home}subscribe/")
    boxes = [way.bounding_box() for way in page.locator(".nt-nav a:visible").all()]
    ways = [(box["x"], box["y"], box["width"], box["height"]) for box in boxes if box]
    assert len(ways) == (4 if language == "de" else 5)
    assert len({top for _, top, _, _ in ways}) == 1
    assert max(left + width for left, _, width, _ in ways) <= 344 + 5
    assert min(min(width, height) for _, _, width, height in ways) >= 24
    page.locator(".nt-brand").click()
    page.wait_for_url(home)


def test_the_home_page_of_a_phone_breaks_no_word_of_a_title(german: str, visitor: Visitor) -> None:
    page = screen(visitor, 360)
    arrive(page, german)
    titles = page.locator(".nt-row__title").locator("visible=true")
    # Each word is one box, so it is on one line.
    broken = titles.evaluate_all(
        """all => all.flatMap(title => {
            const walker = document.createTreeWalker(title, NodeFilter.SHOW_TEXT);
            const broken = [];
            while (walker.nextNode()) {
                for (const word of walker.currentNode.data.matchAll(/[\\p{L}]+/gu)) {
                    const range = document.createRange();
                    range.setStart(walker.currentNode, word.index);
                    range.setEnd(walker.currentNode, word.index + word[0].length);
                    if (range.getClientRects().length > 1) broken.push(word[0]);
                }
            }
            return broken;
        })"""
    )
    assert titles.count() == 3
    assert broken == []


def test_a_phone_shows_the_list_and_when_a_notice_went_out(german: str, visitor: Visitor) -> None:
    page = screen(visitor, 360)
    arrive(page, f"{german}subscribe/")
    button = page.get_by_role("link", name="E-Mails abonnieren")
    assert button.evaluate("link => [link.rel, link.protocol]") == ["noopener", "https:"]
    left, right = button.evaluate(
        "link => (box => [box.left, box.right])(link.getBoundingClientRect())"
    )
    assert 0 < left < right < 360
    arrive(page, f"{german}on-time/")
    assert page.get_by_text("Davon vor Ablauf der Frist auch per E-Mail versendet").is_visible()


@pytest.mark.parametrize("width", [320, 360])
@pytest.mark.parametrize("language", ["", "en/"])
def test_in_the_strip_no_circle_covers_another_or_a_word(
    german: str, german_site: Path, visitor: Visitor, width: int, language: str
) -> None:
    page = screen(visitor, width)
    seen = set()
    for release in (german_site / "releases").iterdir():
        arrive(page, f"{german}{language}releases/{release.name}/")
        seen.add(stand_apart(page, width))
    assert max(seen) > 4


def test_five_stages_and_a_long_word_fit_a_phone(base: str, visitor: Visitor) -> None:
    """An update that was in a plan and was rolled back, in the first company's demo."""
    page = screen(visitor, 360)
    for language in ("", "en/"):
        for release in ("report-builder", "travel-expenses"):
            arrive(page, f"{base}{language}releases/{release}/")
            assert stand_apart(page, 360) == 6


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_words_of_thirty_letters_cover_nothing(
    long_words: str, german_site: Path, visitor: Visitor, width: int
) -> None:
    page = screen(visitor, width)
    for release in (german_site / "releases").iterdir():
        arrive(page, f"{long_words}releases/{release.name}/")
        stand_apart(page, width)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, release.name
    assert page.get_by_text(WORD).count()


LEADS = """() => [...document.querySelectorAll(".nt-promises li")].map(line => {
  const [name, lead] = [...line.children].map(part => part.getBoundingClientRect());
  return [Math.round(lead.left), name.bottom <= lead.top, lead.height < 30];
})"""


@pytest.mark.parametrize("width", [560, 768, 1024, 1280])
def test_the_leads_of_all_notices_stand_in_one_column(
    base: str, german: str, visitor: Visitor, width: int
) -> None:
    page = screen(visitor, width)
    for home in (base, f"{base}en/", german):
        arrive(page, f"{home}lead-times/")
        places = page.evaluate(LEADS)
        assert len(places) > 9
        assert places == [[places[0][0], False, True]] * len(places)


def test_on_a_phone_each_lead_stands_below_its_notice(
    base: str, german: str, visitor: Visitor
) -> None:
    page = screen(visitor, 360)
    for home in (base, f"{base}en/", german):
        arrive(page, f"{home}lead-times/")
        places = page.evaluate(LEADS)
        assert places == [[places[0][0], True, True]] * len(places)


HEADER = """() => {
  const box = (of) => document.querySelector(of).getBoundingClientRect();
  const ways = [...document.querySelectorAll(".nt-nav a")].map(way => way.getBoundingClientRect());
  const [brand, search, tools] = [".nt-brand", ".nt-search__open", ".nt-tools"].map(box);
  const name = box(".nt-search__name");
  return {
    rows: new Set(ways.map(way => way.top)).size,
    between: search.left - Math.max(...ways.map(way => way.right)),
    named: name.top < search.bottom,
    inside: brand.left >= 0 && tools.right <= innerWidth
  };
}"""


@pytest.mark.parametrize(
    "width, longer, rows, is_named",
    [
        (1280, "", 1, True),
        (1280, "aaaa", 1, False),
        (1280, "aaaaaaaa", 2, False),
        (1024, "", 1, True),
    ],
)
def test_words_of_the_header_that_grow_cover_nothing(
    base: str, visitor: Visitor, width: int, longer: str, rows: int, is_named: bool
) -> None:
    """First the search does without its name, then the ways stand in two rows."""
    page = screen(visitor, width)
    arrive(page, f"{base}en/plans/")
    page.evaluate(
        "more => document.querySelectorAll('.nt-nav a').forEach(way => way.append(more))", longer
    )
    header = page.evaluate(HEADER)
    assert header.pop("between") >= 20
    assert header == {"rows": rows, "named": is_named, "inside": True}


def test_a_guides_picture_is_as_wide_as_a_phone_and_shows_that_it_can_be_enlarged(
    own_site: Path, visitor: Visitor
) -> None:
    with serving(own_site) as own:
        for width, sign in ((360, '"+" / ""'), (1280, "none")):
            page = screen(visitor, width)
            arrive(page, f"{own}guides/shift-scheduling/")
            picture = page.locator(".nt-picture")
            assert picture.evaluate("e => getComputedStyle(e, '::after').content") == sign
            box = picture.locator("img").bounding_box()
            assert box is not None
            assert (box["x"], box["width"]) == ((0, 360) if width == 360 else (140, 720))


NOTICES = """() => [...document.querySelectorAll(".nt-fold[open] .nt-punctual li")].map(line => {
  const [name, said] = [line.firstElementChild, line.lastElementChild];
  const [a, b] = [name, said].map(part => part.getBoundingClientRect());
  return [a.left === b.left, a.bottom <= b.top, said.offsetHeight < 30];
})"""


@pytest.mark.parametrize("width, is_below", [(360, True), (768, True), (1280, False)])
def test_what_a_notice_says_stands_below_its_name_or_on_a_wide_screen_beside_it(
    base: str, visitor: Visitor, width: int, is_below: bool
) -> None:
    page = screen(visitor, width)
    for language in ("", "en/"):
        arrive(page, f"{base}{language}on-time/")
        places = page.evaluate(NOTICES)
        assert len(places) > 20
        assert places == [[is_below, is_below, True]] * len(places)


# The words of the calendar's titles, each with the number of lines that it takes.
WORDS = """() => [...document.querySelectorAll(".nt-day__title")]
  .filter(title => title.offsetWidth > 1)
  .flatMap(title => [...title.textContent.matchAll(/\\S+/g)].map(word => {
    const range = document.createRange();
    range.setStart(title.firstChild, word.index);
    range.setEnd(title.firstChild, word.index + word[0].length);
    return [word[0], range.getClientRects().length];
  }))"""


@pytest.mark.parametrize("width, is_named", [(360, False), (768, True), (900, True)])
def test_the_months_calendar_has_titles_once_their_words_have_room(
    base: str, visitor: Visitor, width: int, is_named: bool
) -> None:
    page = screen(visitor, width)
    for language in ("", "en/"):
        arrive(page, f"{base}{language}plans/2026-11/")
        lines = dict(page.evaluate(WORDS))
        assert bool(lines) is is_named
        assert set(lines.values()) <= {1}, lines
