"""What a page tells those who share it, and which pictures there are for that."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import pytest
from PIL import Image

from tests.rendering.builders import (
    FEATURE,
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
from tests.rendering.hostile_titles import HOSTILE

BASE = "https://updates.example.com/"


class _Metas(HTMLParser):
    """Every ``meta`` by its property or name, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        if tag == "meta":
            name = attributes.get("property") or attributes.get("name") or ""
            self.found.append((name, attributes.get("content") or ""))


def metas(documents: Filled, path: str) -> list[tuple[str, str]]:
    reader = _Metas()
    reader.feed(documents[path].slots["head"])
    return reader.found


def pictures(documents: Filled) -> set[str]:
    return {path for path in documents if path.startswith("og/") and "icon" not in path}


def test_an_announced_releases_page_shows_a_picture_of_its_own() -> None:
    entry = release()
    value = [
        message(record(entry, "advance", at("2026-11-15 20:00"))),
        message(record(entry, "final", at("2026-12-11 14:00"))),
    ]
    documents = rendered(site(public(entry, "announced", value)))
    assert metas(documents, "en/releases/payroll-engine/index.html") == [
        ("og:type", "article"),
        ("og:locale", "en_US"),
        ("og:locale:alternate", "vi_VN"),
        ("og:image", f"{BASE}en/releases/payroll-engine/picture.png?b5d36993"),
        ("og:image:type", "image/png"),
        ("og:image:width", "1200"),
        ("og:image:height", "630"),
        (
            "og:image:alt",
            "New feature: New payroll engine – Saturday 12 December 2026, 20:00–22:00 (GMT+7) – Anviec",
        ),
        ("article:published_time", "2026-11-15T13:00:00Z"),
        ("article:modified_time", "2026-12-11T07:00:00Z"),
        ("article:section", "New feature"),
        ("twitter:card", "summary_large_image"),
    ]


@pytest.mark.parametrize(
    "path, picture, alt",
    [
        ("index.html", "og/site.vi.png", "Lịch cập nhật và bảo trì – Anviec"),
        ("en/changelog/index.html", "og/site.en.png", "Updates and maintenance – Anviec"),
        ("on-time/index.html", "og/site.vi.png", "Lịch cập nhật và bảo trì – Anviec"),
    ],
)
def test_every_other_page_shows_the_sites_picture(path: str, picture: str, alt: str) -> None:
    tags = dict(metas(rendered(site(public())), path))
    assert (tags["og:image"], tags["og:image:alt"]) == (BASE + picture, alt)
    assert tags["og:type"] == "website"


@pytest.mark.parametrize(
    "shown, description",
    [
        (release(), "Payroll runs faster."),
        (
            "success",
            (
                "The update was completed on Saturday 6 June 2026, 22:00 (GMT+7). "
                "Payroll runs faster."
            ),
        ),
        (
            "rolled_back",
            (
                "The update did not succeed. The previous version was restored on "
                "Saturday 6 June 2026, 22:00 (GMT+7). Payroll runs faster."
            ),
        ),
        (
            "cancelled",
            "This update was cancelled on Monday 1 June 2026, 09:00 (GMT+7). Payroll runs faster.",
        ),
    ],
)
def test_the_description_of_one_that_ended_begins_with_how(shown: Any, description: str) -> None:
    start = at("2026-06-06 20:00")
    if shown == "cancelled":
        ended = cancelled("payroll-engine", start, at("2026-06-01 09:00"))
    elif isinstance(shown, str):
        ended = completed("payroll-engine", start, shown)
    else:
        ended = public(shown)
    page = rendered(site(ended))["en/releases/payroll-engine/index.html"]

    assert page.slots["description"] == description


def test_a_release_without_any_message_names_no_dates() -> None:
    tags = dict(metas(rendered(site(public(imported=True))), "releases/payroll-engine/index.html"))
    assert not [name for name in tags if name.startswith("article:")]
    assert tags["og:type"] == "website"


def test_there_are_pictures_for_the_states_that_public_releases_have_and_no_others() -> None:
    fix = replace(FEATURE, id="fix", label={"vi": "Bản sửa lỗi", "en": "Fix"})
    documents = rendered(
        site(
            public(release("ahead")),
            public(release("also")),
            replace(public(release("fixed")), category=fix),
            completed("done", at("2026-06-06 20:00"), "rolled_back"),
            cancelled("off", at("2026-05-02 20:00"), at("2026-05-01 09:00")),
            public(release("secret"), "hidden", preview=True),
            policy=replace(POLICY, categories={"feature": FEATURE, "fix": fix}),
        )
    )
    names = (
        "site",
        "feature-announced",
        "feature-rolled-back",
        "feature-cancelled",
        "fix-announced",
    )
    assert pictures(documents) == {
        f"og/{name}.{code}.png" for name in names for code in ("vi", "en")
    }
    # One picture for one set of words: nothing is drawn twice, and no two are alike.
    assert len({documents[path].data for path in pictures(documents)}) == 10


def test_every_picture_that_a_page_names_is_there_with_the_size_that_it_says() -> None:
    documents = rendered(site(public(), completed("done", at("2026-06-06 20:00"))))
    for path, document in documents.items():
        if not document.shell:
            continue
        tags = dict(metas(documents, path))
        data = documents[tags["og:image"].removeprefix(BASE).partition("?")[0]].data
        size = int(tags["og:image:width"]), int(tags["og:image:height"])
        assert Image.open(io.BytesIO(data)).size == size


@pytest.mark.parametrize("text", HOSTILE)
def test_any_name_of_a_category_comes_back_as_it_was(text: str) -> None:
    category = replace(FEATURE, label={"vi": text})
    shown = site(
        replace(public(), category=category),
        policy=replace(POLICY, categories={"feature": category}),
    )
    tags = dict(metas(rendered(shown), "releases/payroll-engine/index.html"))
    assert tags["og:image:alt"] == f"{text}: Sắp diễn ra – Anviec"


def test_a_language_is_told_with_where_most_of_its_people_live_unless_it_says_where() -> None:
    from notices.rendering import render_site

    own = theme()
    texts: dict[str, Any] = {**own.texts, "pt-PT": own.texts["en"], "ja": own.texts["en"]}
    policy = replace(POLICY, languages=("vi", "pt-PT", "ja"))
    shown = replace(site(), policy=policy)
    documents = {d.path: d for d in render_site(shown, replace(own, texts=texts))}
    tags = metas(documents, "pt-PT/index.html")
    assert [value for name, value in tags if name.startswith("og:locale")] == [
        "pt_PT", "vi_VN", "ja_JP",
    ]  # fmt: skip


def test_the_manifest_names_icons_that_are_there() -> None:
    documents = rendered(site())
    document = json.loads(documents["manifest.json"].data)
    assert (document["name"], document["lang"], document["start_url"]) == ("Anviec", "vi", "./")
    assert (document["theme_color"], document["background_color"]) == ("#ffffff", "#f7f8fa")
    assert len(document["icons"]) == 2
    for icon in document["icons"]:
        image = Image.open(io.BytesIO(documents[icon["src"]].data))
        assert "{}x{}".format(*image.size) == icon["sizes"]
    assert Image.open(io.BytesIO(documents["og/icon-180.png"].data)).size == (180, 180)


def test_a_stub_is_nothing_for_search_engines_and_a_written_page_is() -> None:
    documents = rendered(
        site(
            public(guides_due=at("2026-12-11 20:00")),
            guides=frozenset({("payroll-engine", "vi")}),
        )
    )
    assert "noindex" in documents["faq/payroll-engine/index.html"].slots["robots"]
    assert documents["guides/payroll-engine/index.html"].slots["robots"] == ""
