"""The page of all ways to follow, which has to be complete without a word by hand."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.rendering.builders import (
    POLICY,
    SYSTEMS,
    Filled,
    html,
    public,
    rendered,
    site,
)
from tests.rendering.feed_reading import stems, three
from tests.rendering.test_plans import ahead

ADDRESS = "https://updates.example.com/"


class Links(HTMLParser):
    """Every link of a page: where it leads from ``page``, and its words."""

    def __init__(self, page: str, text: str) -> None:
        super().__init__()
        self._page = page
        self.found: dict[str, str] = {}
        self._open = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            link = dict(attrs)["href"] or ""
            up = link.count("../")
            base = self._page.split("/")[: self._page.count("/") - up]
            self._open = link if ":" in link else "/".join([*base, link.replace("../", "")])
            self.found[self._open] = ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._open = ""

    def handle_data(self, data: str) -> None:
        if self._open:
            self.found[self._open] += data


@pytest.fixture(scope="module")
def documents() -> Filled:
    return rendered(site(public()))


def links(documents: Filled, home: str) -> dict[str, str]:
    page = f"{home}subscribe/"
    return Links(page, documents[f"{page}index.html"].slots["tail"]).found


@pytest.mark.parametrize("home", ["", "en/"])
def test_every_feed_of_the_language_is_offered_and_none_of_another(
    documents: Filled, home: str
) -> None:
    feeds = {path for stem in stems(documents) for path in three(stem)}
    own = {path for path in feeds if path.startswith("en/") == (home == "en/")}
    assert feeds & set(links(documents, home)) == own


@pytest.mark.parametrize("home, name", [("", "Tiền lương"), ("en/", "Payroll")], ids=["vi", "en"])
def test_each_link_says_by_itself_what_it_is_of(documents: Filled, home: str, name: str) -> None:
    addresses = links(documents, home)
    stem = f"{home}feeds/system/payroll"
    words = [addresses[path] for path in three(stem)]
    assert words == [f"RSS: {name}", f"Atom: {name}", f"JSON: {name}"]
    calendar = {"": "Lịch", "en/": "Calendar"}[home]
    assert addresses[f"webcal://updates.example.com/{stem}.ics"] == f"{calendar}: {name}"


@pytest.mark.parametrize("home", ["", "en/"])
def test_each_area_offers_its_calendar_first_to_open_in_a_program_and_to_copy(
    documents: Filled, home: str
) -> None:
    tail = documents[f"{home}subscribe/index.html"].slots["tail"]
    rows = re.findall(r'<span class="nt-topics__formats">(.*?)</span></li>', tail)
    found = []
    for row in rows:
        [[program, media_type]] = re.findall(r'^<a href="([^"]+)" type="([^"]+)">', row)
        [copied] = re.findall(r'</a><button [^>]*data-copy="([^"]+)"', row)
        assert media_type == "text/calendar"
        assert program.removeprefix("webcal:") == copied.removeprefix("https:")
        found.append(copied.removeprefix(ADDRESS))
    topics = ("category/feature", "system/payroll", "system/crm")
    assert found == [f"{home}feeds/{topic}.ics" for topic in topics]
    assert set(found) <= set(documents)


@pytest.mark.parametrize("home", ["", "en/"])
def test_the_calendar_opens_in_a_program_and_has_an_address_to_copy(
    documents: Filled, home: str
) -> None:
    addresses = links(documents, home)
    assert f"webcal://updates.example.com/{home}calendar.ics" in addresses
    assert addresses[f"{home}calendar.ics"] == f"{ADDRESS}{home}calendar.ics"


@pytest.mark.parametrize(
    "home, name",
    [("", "Anviec: lịch cập nhật và bảo trì"), ("en/", "Anviec: updates and maintenance")],
)
def test_services_on_the_web_are_given_the_calendar_of_the_language(
    documents: Filled, home: str, name: str
) -> None:
    asked = {
        url.netloc + url.path: parse_qs(url.query)
        for url in map(urlsplit, links(documents, home))
        if url.scheme == "https"
    }
    given = {"url": [f"{ADDRESS}{home}calendar.ics"], "name": [name]}
    assert asked == {
        "calendar.google.com/calendar/r": {
            "cid": [f"webcal://updates.example.com/{home}calendar.ics"]
        },
        "outlook.office.com/calendar/0/addfromweb": given,
        "outlook.live.com/calendar/0/addfromweb": given,
    }


def test_each_way_into_a_calendar_says_for_whom_it_is(documents: Filled) -> None:
    tail = documents["en/subscribe/index.html"].slots["tail"]
    ways = re.findall(r'<li><a class="md-button[^>]*>(.*?)</a><span>(.*?)</span></li>', tail)
    assert ways == [
        (
            "Open in a calendar app",
            "For the calendar of an iPhone or a Mac, and for Outlook on a computer",
        ),
        ("Google Calendar", "For everyone with a Google account; open it on a computer"),
        ("Outlook (work or school)", "For a work or school account of Microsoft 365"),
        ("Outlook.com", "For a personal Microsoft account"),
    ]


@pytest.mark.parametrize("home", ["", "en/"])
def test_it_says_where_the_calendars_of_older_years_are(documents: Filled, home: str) -> None:
    tail = documents[f"{home}subscribe/index.html"].slots["tail"]
    words, link = {
        "": ("Lịch có mọi bản cập nhật sắp tới và các bản trong 12 tháng gần nhất.", "Nhật ký"),
        "en/": (
            "The calendar has all coming updates and those of the last twelve months.",
            "Changelog",
        ),
    }[home]
    assert re.search(rf"<p class=\"nt-also\">{re.escape(words)}.*{link}</a>", tail)
    assert links(documents, home)[f"{home}changelog/"] == link


def broken(address: str) -> str:
    """An address whose lines end behind parts of its host's name and behind folders."""
    scheme, _, rest = address.partition("://")
    host, slash, path = rest.partition("/")
    return f"{scheme}://<wbr>" + host.replace(".", ".<wbr>") + (slash + path).replace("/", "/<wbr>")


@pytest.mark.parametrize("home", ["", "en/"])
def test_addresses_to_copy_are_whole(documents: Filled, home: str) -> None:
    addresses = links(documents, home)
    for path in (*three(home), "api/notices.json", "api/v2/summary.json"):
        assert addresses[path] == f"{ADDRESS}{path}"
    assert f"{home}banner/" in addresses
    tail = documents[f"{home}subscribe/index.html"].slots["tail"]
    for shown in (f"/feed subscribe {broken(ADDRESS + home)}", f"{broken(ADDRESS + home)}"):
        assert f"<code>{shown}feed.xml</code>" in tail


@pytest.mark.parametrize(
    "home, title, names",
    [
        (
            "",
            "Cách thêm lịch hoặc luồng tin",
            ["Google Lịch trên web", "Outlook trên web", "Trình đọc tin"],
        ),
        (
            "en/",
            "How to add a calendar or a feed",
            ["Google Calendar on the web", "Outlook on the web", "A feed reader"],
        ),
    ],
)
def test_it_says_how_a_calendar_is_added_and_then_how_a_feed_is(
    documents: Filled, home: str, title: str, names: list[str]
) -> None:
    how = html(documents, f"{home}subscribe/index.html").partition('<h2 id="nt-how">')[2]
    assert how.startswith(f"{title}</h2>")
    assert re.findall(r"<dt>(.*?)</dt>", how)[:3] == names


@pytest.mark.parametrize(
    "home, name, example",
    [("", "Tiếng Việt", "ví dụ"), ("en/", "Vietnamese", "e.g.")],
)
def test_the_banners_options_name_the_default_language_and_say_what_is_only_an_example(
    documents: Filled, home: str, name: str, example: str
) -> None:
    page = html(documents, f"{home}banner/index.html")
    values = re.findall(
        r'<tr><th scope="row"><code>(.*?)</code></th><td>(.*?)</td><td>(.*?)</td></tr>', page
    )
    assert [
        (option, value.partition(" ")[0], value.startswith(f"{example} <code>"))
        for option, value, _ in values
    ] == [
        ("data-lang", "<code>vi</code>,", False),
        ("data-theme", "<code>auto</code>,", False),
        ("data-position", "<code>bottom</code>,", False),
        ("data-target", example.partition(" ")[0], True),
        ("data-systems", example.partition(" ")[0], True),
        ("data-ahead", example.partition(" ")[0], True),
    ]
    assert values[0][2].endswith(f" {name}.")


def test_systems_stand_by_their_groups_and_categories_first(documents: Filled) -> None:
    def titles(page: str) -> list[str]:
        return re.findall(r"<h3[^>]*>(.*?)</h3>", html(documents, page))

    assert titles("subscribe/index.html") == ["Theo loại", "Nhân sự", "Kinh doanh"]
    assert titles("en/subscribe/index.html") == ["By type", "People", "Sales"]


def test_names_are_text_and_marked_where_they_are_in_another_language() -> None:
    odd = replace(SYSTEMS[0], name={"vi": "<b>Lương</b>"}, group={"vi": "Nhóm"})
    tail = html(rendered(site(systems=(odd,))), "en/subscribe/index.html")
    assert '<span lang="vi">&lt;b&gt;Lương&lt;/b&gt;</span>' in tail
    assert "<b>" not in tail
    assert '<h3 id="nt-topics-2"><span lang="vi">Nhóm</span></h3>' in tail


def test_plans_are_spoken_of_only_where_the_policy_asks_for_them(documents: Filled) -> None:
    words = "Kế hoạch tháng chỉ có trong luồng tin chung"
    assert words not in html(documents, "subscribe/index.html")
    assert words in html(rendered(ahead()), "subscribe/index.html")


def test_a_site_without_systems_has_the_categories_alone() -> None:
    page = html(rendered(site(systems=(), policy=POLICY)), "en/subscribe/index.html")
    assert re.findall(r"<h3[^>]*>(.*?)</h3>", page) == ["By type"]


@pytest.mark.parametrize("home", ["", "en/"])
def test_the_home_page_offers_feed_and_calendar(documents: Filled, home: str) -> None:
    addresses = Links(home, documents[f"{home}index.html"].slots["lead"]).found
    assert f"{home}feed.xml" in addresses
    assert f"{home}subscribe/#nt-calendar" in addresses
    assert 'id="nt-calendar"' in html(documents, f"{home}subscribe/index.html")
