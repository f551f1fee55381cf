"""What search engines are told of: every page, in every language, of its own date."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from notices.domain.public import PublicPlanItem, PublicRelease, PublicSite
from notices.rendering.api import sitemap as module
from tests.rendering.builders import (
    POLICY,
    Filled,
    at,
    cancelled,
    completed,
    message,
    public,
    record,
    release,
    rendered,
    site,
    theme,
)
from tests.rendering.test_plans import LAW, PAYROLL, planned

BASE = "https://updates.example.com/"
SPACE = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def listed(documents: Filled, name: str = "sitemap.xml") -> dict[str, ET.Element]:
    """Every entry by its address, each once."""
    root = ET.fromstring(documents[name].data)
    assert root.tag == f"{{{SPACE['s']}}}urlset"
    urls = root.findall("s:url", SPACE)
    by_address = {url.findtext("s:loc", "", SPACE): url for url in urls}
    assert len(by_address) == len(urls)
    return by_address


def dates(documents: Filled) -> dict[str, str]:
    """The date of each page that has one, by its URL below the root."""
    return {
        address.removeprefix(BASE): dated
        for address, url in listed(documents).items()
        if (dated := url.findtext("s:lastmod", "", SPACE))
    }


def languages(url: ET.Element) -> dict[str, str]:
    return {
        link.get("hreflang", ""): link.get("href", "")
        for link in url.findall("x:link", SPACE)
        if link.get("rel") == "alternate"
    }


def announced(name: str, start: str, *sent: str) -> PublicRelease:
    entry = release(name, start=at(start))
    return public(
        entry, "announced", [message(record(entry, "advance", at(when))) for when in sent]
    )


def shown() -> PublicSite:
    return site(
        public(release("ahead"), guides_due=at("2026-12-11 20:00")),
        completed("done", at("2025-12-06 20:00")),
        cancelled("off", at("2026-05-02 20:00"), at("2026-05-01 09:00")),
        guides=frozenset({("ahead", "en"), ("done", "vi")}),
        others=("legal/terms",),
    )


def test_every_page_for_search_engines_is_listed_and_nothing_else() -> None:
    documents = rendered(shown())
    pages = {
        BASE + document.place
        for document in documents.values()
        if document.shell and not document.slots["robots"]
    }
    assert set(listed(documents)) == pages
    assert f"{BASE}en/legal/terms/" in pages
    assert f"{BASE}guides/ahead/" in pages
    assert f"{BASE}faq/ahead/" not in pages


def test_languages_name_each_other_and_the_default_one_is_for_everyone_else() -> None:
    entries = listed(rendered(shown()))
    for address, url in entries.items():
        others = languages(url)
        assert list(others) == ["vi", "en", "x-default"]
        assert address in (others["vi"], others["en"])
        assert others["x-default"] == others["vi"]
        for other in others.values():
            assert languages(entries[other]) == others


def test_pages_are_dated_by_the_newest_message_that_shows_on_them() -> None:
    plan = planned(
        PublicPlanItem(PAYROLL, announced("payroll-engine", "2026-12-12 20:00", "2026-11-20 09:00"))
    )
    documents = rendered(
        site(
            announced("payroll-engine", "2026-12-12 20:00", "2026-11-20 09:00", "2026-11-25 09:00"),
            announced("older", "2025-06-14 20:00", "2025-06-01 09:00"),
            public(release("imported", start=at("2025-01-11 20:00")), imported=True),
            policy=LAW,
            plans=(plan,),
        )
    )
    newest, planned_at = "2026-11-25T02:00:00Z", "2026-11-28T02:00:00Z"
    own = {
        "": planned_at,
        "changelog/": newest,
        "changelog/2026/": newest,
        "changelog/2025/": "2025-06-01T02:00:00Z",
        "on-time/": planned_at,
        "plans/": planned_at,
        "plans/2026-12/": planned_at,
        "releases/payroll-engine/": newest,
        "releases/older/": "2025-06-01T02:00:00Z",
    }
    assert dates(documents) == own | {f"en/{page}": dated for page, dated in own.items()}


def test_a_plans_page_is_as_new_as_what_it_says_of_its_releases() -> None:
    moved = announced("payroll-engine", "2026-12-12 20:00", "2026-11-20 09:00", "2026-12-01 09:00")
    plan = planned(PublicPlanItem(PAYROLL, moved))
    dates_of_files = dates(rendered(site(moved, policy=LAW, plans=(plan,))))
    assert dates_of_files["plans/2026-12/"] == "2026-12-01T02:00:00Z"
    assert dates_of_files["plans/"] == "2026-11-28T02:00:00Z"
    extra = announced("extra", "2026-12-19 20:00", "2026-12-03 09:00")
    after = replace(plan, unplanned=(extra,))
    dates_of_files = dates(rendered(site(moved, extra, policy=LAW, plans=(after,))))
    assert dates_of_files["plans/2026-12/"] == "2026-12-03T02:00:00Z"


def test_a_promise_that_was_missed_is_news_on_the_page_of_promises_alone() -> None:
    entry = release()
    missed = record(entry, "final", at("2026-12-11 20:00"), "missed")
    first = message(record(entry, "advance", at("2026-11-20 09:00")))
    dates_of_files = dates(rendered(site(public(entry, "announced", [first], promises=(missed,)))))
    assert dates_of_files["on-time/"] == "2026-12-11T13:00:00Z"
    assert dates_of_files["changelog/"] == dates_of_files[""] == "2026-11-20T02:00:00Z"


def test_without_any_message_no_page_has_a_date() -> None:
    assert dates(rendered(site())) == {}
    assert len(listed(rendered(site()))) > 10


@pytest.mark.parametrize("name", ["a&b", "x'y", "q?z=<1>"])
def test_any_address_comes_back_as_it_was(name: str) -> None:
    from notices.rendering import render_site

    own = replace(theme(), base_url=f"https://updates.example.com/{name}/")
    documents = {document.path: document for document in render_site(site(), own)}
    assert f"https://updates.example.com/{name}/changelog/" in listed(documents)


def test_what_only_a_preview_shows_is_not_listed_and_gives_no_date() -> None:
    hidden = announced("secret", "2026-12-26 20:00", "2026-12-20 09:00")
    documents = rendered(
        site(
            replace(hidden, preview=True),
            announced("open", "2026-12-12 20:00", "2026-11-20 09:00"),
            drafts=True,
            guides=frozenset({("secret", "vi"), ("open", "vi")}),
        )
    )
    assert b"secret" not in documents["sitemap.xml"].data
    assert set(dates(documents).values()) == {"2026-11-20T02:00:00Z"}
    assert f"{BASE}guides/open/" in listed(documents)


def test_many_pages_stand_in_several_files_that_the_first_one_lists(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    complete = rendered(shown())
    monkeypatch.setattr(module, "MOST", 7)
    documents = rendered(shown())
    root = ET.fromstring(documents["sitemap.xml"].data)
    assert root.tag == f"{{{SPACE['s']}}}sitemapindex"
    names = [loc.text or "" for loc in root.iterfind("s:sitemap/s:loc", SPACE)]
    assert names == [f"{BASE}sitemap-{n}.xml" for n in range(1, len(names) + 1)]
    parts = [listed(documents, name.removeprefix(BASE)) for name in names]
    assert [len(part) for part in parts[:-1]] == [7] * (len(parts) - 1)
    assert [address for part in parts for address in part] == list(listed(complete))


def test_robots_may_come_in_and_are_told_where_the_sitemap_is() -> None:
    assert rendered(site())["robots.txt"].data == (
        b"User-agent: *\nAllow: /\n\nSitemap: https://updates.example.com/sitemap.xml\n"
    )
    # Whoever may not come in cannot see that a page is not to be listed.
    assert rendered(site(drafts=True))["robots.txt"].data == b"User-agent: *\nAllow: /\n"


def test_the_languages_are_the_policys() -> None:
    documents = rendered(site(policy=replace(POLICY, languages=("en", "vi"))))
    assert languages(listed(documents)[BASE]) == {"en": BASE, "vi": f"{BASE}vi/", "x-default": BASE}
