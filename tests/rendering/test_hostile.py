"""Whatever stands in an entry, it is shown as text, everywhere."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import feedparser
import pytest

from notices.domain.release import Impact, KnownIssue
from tests.rendering.builders import (
    FEATURE,
    POLICY,
    SYSTEMS,
    Filled,
    at,
    completed,
    html,
    rendered,
    site,
)

HOSTILE = """<img src=x onerror=alert(1)>"'&]]></script><script>alert(2)</script>{{ 7*7 }}{x}"""


@pytest.fixture(scope="module")
def documents() -> Filled:
    texts = {"vi": HOSTILE, "en": HOSTILE}
    one = completed(
        "one",
        at("2026-06-06 20:00"),
        title=texts,
        summary=texts,
        body=texts,
        prepare=texts,
        impact=Impact(timedelta(minutes=5), systems=("payroll",)),
        known_issues=(KnownIssue(texts, "open"), KnownIssue(texts, "fixed", "one")),
    )
    labels = tuple(replace(rule, label=texts) for rule in FEATURE.notices)
    category = replace(FEATURE, label=texts, notices=labels)
    shown = site(
        replace(one, category=category, guides_due=at("2026-06-05 20:00")),
        systems=(replace(SYSTEMS[0], name=texts),),
        policy=POLICY,
    )
    return rendered(shown)


def test_no_page_runs_what_an_entry_says(documents: Filled) -> None:
    for path in documents:
        page = html(documents, path)
        assert "<img" not in page, path
        # Data for scripts is no script; whatever stands in it, it cannot end the block.
        assert not re.search(r"<script(?! type=\"application/(?:ld\+)?json\")", page), path
        assert "49" not in re.sub(r"\d\d:\d\d", "", page), path


def test_texts_for_heads_are_escaped_for_attributes_too(documents: Filled) -> None:
    document = documents["releases/one/index.html"]
    for slot in ("title", "description"):
        text = document.slots[slot]
        assert not set('<>"') & set(text)
        assert "&#34;" in text


def test_the_feed_shows_the_title_as_it_is(documents: Filled) -> None:
    feed = feedparser.parse(documents["feed.xml"].data, sanitize_html=False)
    assert not feed.bozo
    assert HOSTILE in feed.entries[-1].title
    assert "<script" not in feed.entries[-1].content[0].value
    assert "<img" not in feed.entries[-1].content[0].value
