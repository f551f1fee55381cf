"""RSS, Atom and JSON Feed, read back by programs that we did not write."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import jsonschema
import pytest

from notices.domain.ledger import Record
from notices.domain.messages import messages_of, records_apart
from notices.domain.plans import Plan, PlanItem
from notices.domain.public import PublicPlan, PublicPlanItem, PublicSite
from notices.domain.release import Impact, Release, Window
from notices.rendering.locale.templates import TemplateRenderer
from tests.rendering.builders import (
    FEATURE,
    POLICY,
    Filled,
    at,
    message,
    public,
    record,
    release,
    rendered,
    site,
)
from tests.rendering.feed_reading import SCHEMA, ReadFeed, read_feed, stems, three
from tests.rendering.hostile_titles import HOSTILE, random_titles

ATOM = "{http://www.w3.org/2005/Atom}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
FIX = replace(FEATURE, id="fix", label={"vi": "Bản sửa lỗi", "en": "Fix"})
TWO_KINDS = replace(POLICY, categories={"feature": FEATURE, "fix": FIX})
FIRST = at("2026-03-01 08:00")


def of_ledger(
    entries: Sequence[Release], records: Sequence[Record], plans: Sequence[Plan] = ()
) -> PublicSite:
    """A site of what the ledger tells, with the messages' real ids and dates."""
    numbered = tuple(replace(r, seq=n) for n, r in enumerate(records, 1))
    messages, planned = messages_of(numbered), messages_of(numbered, "plan")
    kinds = {"feature": FEATURE, "fix": FIX}
    return site(
        *(
            replace(public(e, messages=messages.get(e.id, ())), category=kinds[e.category])
            for e in entries
        ),
        policy=TWO_KINDS,
        plans=tuple(
            PublicPlan(
                p, "announced", tuple(map(PublicPlanItem, p.items)), (), planned.get(p.id, ())
            )
            for p in plans
        ),
        generation="c0ffee",
    )


def many(count: int) -> PublicSite:
    """So many messages: five a release, of two categories and up to two systems each.

    Always two are recorded at one instant, as one publish does it.
    """
    systems = (("payroll",), ("crm",), ("payroll", "crm"), ())
    entries = [
        replace(
            release(f"r-{n}", impact=Impact(timedelta(), systems=systems[n % 4])),
            category="fix" if n % 3 == 0 else "feature",
        )
        for n in range((count + 4) // 5)
    ]
    return of_ledger(
        entries,
        [
            record(entries[n % len(entries)], f"notice-{n}", FIRST + timedelta(hours=n // 2))
            for n in range(count)
        ],
    )


def everything(documents: Filled) -> dict[str, ReadFeed]:
    """Every feed of a site by its path."""
    return {path: read_feed(documents, path) for stem in stems(documents) for path in three(stem)}


# The same in each format


@pytest.fixture(scope="module", params=[0, 1, 50, 500])
def count(request: pytest.FixtureRequest) -> int:
    return int(request.param)


@dataclass(frozen=True)
class Built:
    """A site of ``count`` messages, and its feeds as they were read."""

    count: int
    shown: PublicSite
    found: Filled
    read: dict[str, ReadFeed]


@pytest.fixture(scope="module")
def built(count: int) -> Built:
    shown = many(count)
    documents = rendered(shown)
    return Built(count, shown, documents, everything(documents))


def test_the_three_formats_tell_the_same(built: Built) -> None:
    for stem in stems(built.found):
        rss, atom, feed = (built.read[path] for path in three(stem))
        assert rss == replace(atom, own=rss.own) == replace(feed, own=rss.own)
        own = [f"https://updates.example.com/{path}" for path in three(stem)]
        assert [rss.own, atom.own, feed.own] == own
        assert (rss.author, rss.generation) == ("Anviec", "c0ffee")


def test_each_feed_has_the_newest_fifty_of_its_own_newest_first(built: Built) -> None:
    assert sum(len(p.messages) for p in built.shown.releases) == built.count
    for stem in stems(built.found):
        kind, _, name = stem.partition("feeds/")[2].partition("/")
        newest = sorted(
            (
                (message.dated, message.uid)
                for p in built.shown.releases
                for message in p.messages
                if kind != "category" or p.category.id == name
                if kind != "system" or name in p.release.impact.systems
            ),
            reverse=True,
        )[:50]
        for path in three(stem):
            assert [(item.dated, item.id) for item in built.read[path].items] == newest, path
    assert len(built.read["atom.xml"].items) == min(built.count, 50)


def in_publishes(*publishes: tuple[str, int]) -> PublicSite:
    """A site of so many messages at each of these instants."""
    sent = [when for when, count in publishes for _ in range(count)]
    entries = [release(f"r-{n}", impact=Impact(timedelta())) for n in range(len(sent))]
    return of_ledger(
        entries, [record(e, "advance", at(when)) for e, when in zip(entries, sent, strict=True)]
    )


@pytest.mark.parametrize(
    "publishes, items",
    [
        ([("2026-03-01 08:00", 49)], 49),
        ([("2026-03-01 08:00", 120)], 120),
        ([("2026-03-01 08:00", 120), ("2026-03-02 08:00", 1)], 121),
        ([("2026-03-01 08:00", 120), ("2026-03-02 08:01", 1)], 50),
        ([("2026-03-01 08:00", 40), ("2026-03-01 20:00", 40)], 80),
        ([("2026-03-01 08:00", 70), ("2026-03-03 08:00", 60)], 60),
    ],
)
def test_whoever_asks_once_a_day_misses_nothing_however_much_was_published(
    publishes: list[tuple[str, int]], items: int
) -> None:
    """What came in the 24 hours before the newest item is in the feed, both ends included."""
    shown = in_publishes(*publishes)
    expected = sorted((m.dated for p in shown.releases for m in p.messages), reverse=True)[:items]
    documents = rendered(shown)
    for path in (*three(""), *three("feeds/category/feature")):
        assert [item.dated for item in read_feed(documents, path).items] == expected, path


def test_no_two_items_are_alike_and_every_date_is_the_ledgers(built: Built) -> None:
    published = (r for p in built.shown.releases for m in p.messages for r in m.records)
    records = tuple(sorted(published, key=lambda record: record.seq))
    dates = set(records_apart(records).values())
    for path, feed in built.read.items():
        dated = [item.dated for item in feed.items]
        assert all(a > b for a, b in pairwise(dated)), path
        assert len({item.id for item in feed.items}) == len(dated)
        assert len({item.url for item in feed.items}) == len(dated)
        assert set(dated) <= dates
        assert all(day <= records[-1].at for day in dated)


def test_every_category_and_every_system_has_its_feeds(built: Built) -> None:
    topics = ["category/feature", "category/fix", "system/payroll", "system/crm"]
    homes = ("", "en/")
    expected = {*homes, *(f"{home}feeds/{topic}" for home in homes for topic in topics)}
    assert set(stems(built.found)) == expected
    pattern = re.compile(r"(^|/)(feed|atom)\.(xml|json)$")
    files = {path for path in built.found if "feeds/" in path or pattern.search(path)}
    calendars = {f"{stem}.ics" for stem in expected - {*homes}}
    assert files == set(built.read) | calendars
    assert built.read["en/feeds/system/crm.json"].title == "Anviec: updates – CRM"
    assert built.read["feeds/category/fix.xml"].title == "Anviec: thông báo về Bản sửa lỗi"


# What each format asks for


def test_atom_has_all_that_it_has_to_have(built: Built) -> None:
    documents = built.found
    ids = []
    for stem in stems(documents):
        path = three(stem)[1]
        root = ET.fromstring(documents[path].data)
        assert root.tag == f"{ATOM}feed"
        assert root.get(XML_LANG) == ("en" if stem.startswith("en/") else "vi")
        for name in ("id", "title", "updated", "author", "generator"):
            assert len(root.findall(ATOM + name)) == 1, name
        assert root.findtext(f"{ATOM}author/{ATOM}name") == "Anviec"
        ids.append(root.findtext(f"{ATOM}id"))
        links = {link.get("rel"): link for link in root.findall(f"{ATOM}link")}
        assert links["self"].get("href") == ids[-1] == f"https://updates.example.com/{path}"
        assert links["self"].get("type") == "application/atom+xml"
        assert links["alternate"].get("type") == "text/html"
        entries = root.findall(f"{ATOM}entry")
        newest = entries[0].findtext(f"{ATOM}updated") if entries else "2025-06-30T17:00:00+00:00"
        assert root.findtext(f"{ATOM}updated") == newest
        for entry in entries:
            for name in ("id", "title", "updated", "published", "content", "link", "summary"):
                assert len(entry.findall(ATOM + name)) == 1, name
            assert entry.findtext(f"{ATOM}updated") == entry.findtext(f"{ATOM}published")
            [content] = entry.findall(f"{ATOM}content")
            assert content.get("type") == "html"
            [summary] = entry.findall(f"{ATOM}summary")
            assert summary.get("type") is None
    assert len(set(ids)) == len(ids)


def test_rss_leads_to_the_page_and_is_dated_by_its_newest_item(built: Built) -> None:
    documents = built.found
    for stem in stems(documents):
        channel = ET.fromstring(documents[three(stem)[0]].data)[0]
        home = "en/" if stem.startswith("en/") else ""
        of = re.fullmatch(r"(?:en/)?feeds/(category|system)/([^/.]+)", stem)
        page = f"changelog/?{of[1]}={of[2]}" if of else ""
        assert channel.findtext("link") == f"https://updates.example.com/{home}{page}"
        assert channel.findtext("language") == ("en" if home else "vi")
        assert channel.findtext("generator") == "notices c0ffee"
        newest = channel.findtext("item/pubDate") or "Mon, 30 Jun 2025 17:00:00 +0000"
        assert channel.findtext("lastBuildDate") == newest
        assert channel.find("ttl") is None
        for item in channel.findall("item"):
            assert [guid.get("isPermaLink") for guid in item.findall("guid")] == ["false"]


def test_categories_have_their_ids_in_atom_and_are_the_same_in_each_language() -> None:
    documents = rendered(many(10))
    value = []
    for path in ("atom.xml", "en/atom.xml"):
        tags = ET.fromstring(documents[path].data).iter(f"{ATOM}category")
        value.append({(tag.get("term"), tag.get("scheme")) for tag in tags})
    assert value[0] == value[1]
    base = "https://updates.example.com/feeds/"
    assert ("feature", f"{base}category/") in value[0]
    assert ("payroll", f"{base}system/") in value[0]
    assert read_feed(documents, "en/feed.json").items[0].tags == ("New feature", "CRM")
    assert read_feed(documents, "feed.json").items[1].tags == ("Bản sửa lỗi", "Tiền lương")


@pytest.mark.parametrize(
    "broken",
    [
        {"version": "https://jsonfeed.org/version/1"},
        {"items": [{"title": "no id", "content_html": ""}]},
        {"items": [{"id": "no content"}]},
        {"items": [{"id": "x", "content_html": "", "date_published": "2026-12-12"}]},
        {"authors": [{}]},
        {"home": "https://updates.example.com/"},
        {"feed_url": "feed.json"},
    ],
    ids=["version", "id", "content", "date", "author", "name", "address"],
)
def test_the_schema_would_see_a_feed_that_is_none(broken: dict[str, Any]) -> None:
    good = json.loads(rendered(many(1))["feed.json"].data)
    jsonschema.validate(good, SCHEMA)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(good | broken, SCHEMA)


# Content


def test_content_leads_nowhere_but_to_whole_addresses() -> None:
    body = "[a](../../changelog/) [b](/x) [c](#y) ![d](pic.png) <https://elsewhere.example/>"
    entry = release(body={"vi": body, "en": body}, prepare={"vi": body})
    documents = rendered(site(public(entry, messages=[message(record(entry, "advance", FIRST))])))
    for feed in everything(documents).values():
        for item in feed.items:
            links = re.findall(r'(?:href|src)="([^"]*)"', item.content)
            assert links
            assert all(urlsplit(link).scheme in ("https", "mailto") for link in links), links
            assert "<img" not in item.content
    [item] = read_feed(documents, "en/feed.json").items
    assert 'href="https://updates.example.com/en/changelog/"' in item.content


# Texts that are hard on a format

TEXTS = (*HOSTILE, *random_titles(300))


@pytest.fixture(scope="module")
def hostile() -> Filled:
    """Every text as title, summary and body; a release has one message, so 50 at a time."""
    entries = []
    for n, text in enumerate(TEXTS):
        value = {"vi": text, "en": text}
        entries.append(
            replace(
                release(f"t-{n}", title=value, summary=value, body={"vi": f"```\n{text}\n```"}),
                category="feature",
                impact=Impact(timedelta(), systems=(f"s-{n // 40}",)),
            )
        )
    shown = of_ledger(
        entries, [record(e, "advance", FIRST + timedelta(hours=n)) for n, e in enumerate(entries)]
    )
    names = [f"s-{n}" for n in range(len(TEXTS) // 40 + 1)]
    systems = tuple(replace(shown.systems[0], id=name) for name in names)
    return rendered(replace(shown, systems=systems))


@pytest.mark.parametrize("ending", [0, 1, 2], ids=["rss", "atom", "json"])
def test_any_text_comes_back_as_it_was(hostile: Filled, ending: int) -> None:
    seen = set()
    for part in range(len(TEXTS) // 40 + 1):
        path = three(f"feeds/system/s-{part}")[ending]
        if not path.endswith(".json"):
            ET.fromstring(hostile[path].data)
        for item in read_feed(hostile, path).items:
            text = TEXTS[int(item.url.split("/t-")[1].split("/")[0])]
            assert item.title == f"[Thông báo sớm] {text}: 20:00–22:00, thứ Bảy 12/12/2026 (GMT+7)"
            assert item.summary == text
            assert text in _words(item.content)
            assert not re.search(r"<(script|img|b|!--)\b", item.content)
            seen.add(text)
    assert seen == set(TEXTS)


def _words(html: str) -> str:
    """What a browser shows of one code block."""
    [code] = re.findall(r"<pre><code>(.*?)</code></pre>", html, re.DOTALL)
    return str(ET.fromstring(f"<x>{code.replace('&nbsp;', '&#160;')}</x>").text)


# What stays, and what is new


def identity(shown: PublicSite) -> dict[str, list[tuple[str, datetime, str]]]:
    documents = rendered(shown)
    return {
        path: [(i.id, i.dated, i.url) for i in feed.items]
        for path, feed in everything(documents).items()
    }


def test_a_typo_that_is_mended_changes_neither_id_nor_date() -> None:
    entry = release()
    published = [record(entry, "advance", FIRST), record(entry, "final", FIRST + timedelta(days=1))]
    mended = replace(
        entry,
        title={"vi": "Bảng lương mới", "en": "A new payroll engine"},
        summary={"vi": "Nhanh hơn.", "en": "Faster."},
        body={"vi": "Khác.", "en": "Other."},
    )
    before, after = of_ledger([entry], published), of_ledger([mended], published)
    assert identity(before) == identity(after)
    [old, _] = read_feed(rendered(before), "en/atom.xml").items
    [new, first] = read_feed(rendered(after), "en/atom.xml").items
    assert old.title != new.title
    assert (first.summary, "Other." in new.content) == ("Faster.", True)


def test_a_moved_window_is_an_item_of_its_own_and_leaves_the_others_as_they_are() -> None:
    entry = release(start=at("2026-12-05 20:00"))
    published = [record(entry, "advance", FIRST)]
    start = at("2026-12-12 20:00")
    later = replace(entry, window=Window(start, start + timedelta(hours=2)))
    moved = [*published, record(later, "rescheduled", FIRST + timedelta(days=1))]
    before, after = identity(of_ledger([entry], published)), identity(of_ledger([later], moved))
    for path, items in before.items():
        assert after[path][-len(items) :] == items or not items
        assert len(after[path]) == (len(items) + 1 if items else 0), path
    titles = [i.title for i in read_feed(rendered(of_ledger([later], moved)), "en/feed.json").items]
    assert titles == [
        "[Moved] New payroll engine: Saturday 12 December 2026, 20:00–22:00 (GMT+7)",
        "[Advance notice] New payroll engine: Saturday 5 December 2026, 20:00–22:00 (GMT+7)",
    ]


def test_the_same_site_gives_the_same_bytes() -> None:
    first, second = rendered(many(20)), rendered(many(20))
    for stem in stems(first):
        for path in three(stem):
            assert first[path].data == second[path].data


def test_each_items_content_is_made_once_however_many_feeds_hold_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    drawn: list[str] = []
    plain = TemplateRenderer.render

    def counted(self: TemplateRenderer, template: str, here: str, **values: object) -> str:
        drawn.append(template)
        return plain(self, template, here, **values)

    monkeypatch.setattr(TemplateRenderer, "render", counted)
    read = everything(rendered(many(500)))
    items = {(feed.language, item.id) for feed in read.values() for item in feed.items}
    assert drawn.count("feed-item.html") == len(items) < 2 * 500


# What may not be there


def test_what_only_a_preview_shows_is_in_no_feed() -> None:
    secret = release("secret", title={"vi": "Bí mật", "en": "Secret"})
    hidden = public(secret, messages=[message(record(secret, "advance", FIRST))], preview=True)
    documents = rendered(site(hidden, drafts=True))
    for stem in stems(documents):
        for path in three(stem):
            assert b"secret" not in documents[path].data.lower(), path
            assert read_feed(documents, path).items == ()


def test_a_monthly_plan_stands_in_the_whole_feeds_alone() -> None:
    item = PlanItem({"vi": "Bảng lương", "en": "Payroll"}, "feature", date(2026, 12, 12))
    plan = Plan("2026-12", date(2026, 12, 1), (), (item,))
    entry = release()
    published = replace(
        record(entry, "plan", FIRST + timedelta(days=1)), kind="plan", entry="2026-12"
    )
    shown = of_ledger([entry], [record(entry, "advance", FIRST), published], [plan])
    for path, feed in everything(rendered(shown)).items():
        plans = [item for item in feed.items if "/plans/2026-12/" in item.url]
        assert len(plans) == (0 if "feeds/" in path else 1), path
    newest = read_feed(rendered(shown), "en/atom.xml").items[0]
    assert (newest.title, newest.tags) == ("[Monthly plan] December 2026", ("New feature",))
