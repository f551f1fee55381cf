"""The search index: what can be found, in which order, and that nothing else is in it."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from notices.domain.names import LETTERS
from notices.domain.public import PublicPlanItem, PublicSite
from notices.domain.release import Impact
from notices.rendering.api.search import SEARCHED, search_index
from notices.rendering.documents import NoCache
from notices.rendering.inputs import SiteInputs
from notices.rendering.locale.locale import Locale
from notices.rendering.locale.templates import TemplateRenderer
from notices.rendering.views.cards import CardLists
from tests.rendering.builders import (
    FEATURE,
    POLICY,
    SYSTEMS,
    at,
    cancelled,
    completed,
    public,
    release,
    rendered,
    site,
    theme,
)
from tests.rendering.hostile_titles import HOSTILE, random_titles
from tests.rendering.test_plans import LAW, PAYROLL, REPORTS, planned

TWO = Impact(timedelta(minutes=10), systems=("payroll", "crm", "gone"))


def written(shown: PublicSite, language: str = "vi") -> tuple[str, str]:
    """Path and text of one language's index."""
    locale = Locale.of(language, shown.policy, theme(), frozenset())
    cards, inputs = CardLists(shown, locale).cards, SiteInputs(shown, theme())
    icons = TemplateRenderer(theme(), locale).icons
    document = search_index(shown, locale, cards, inputs, NoCache(), icons)
    assert document.shell is None
    return document.path, document.data.decode()


def index(shown: PublicSite, language: str = "vi") -> dict[str, Any]:
    parsed: dict[str, Any] = json.loads(written(shown, language)[1])
    return parsed


def urls(shown: PublicSite) -> list[str]:
    return [entry[0] for entry in index(shown)["entries"]]


def test_a_release_is_found_by_title_summary_category_systems_and_window() -> None:
    shown = site(public(release(impact=TWO)), generation="g" * 32)

    assert index(shown) == {
        "generation": "g" * 32,
        "language": "vi",
        "count": {"other": "{n} kết quả"},
        "more": {"other": "Xem thêm {n} kết quả"},
        "none": "Không tìm thấy nội dung phù hợp.",
        "all": "Xem nhật ký thay đổi",
        "papers": {"guides": "Hướng dẫn sử dụng", "faq": "Hỏi đáp"},
        "states": {
            "announced": "Sắp diễn ra",
            "in_progress": "Đang diễn ra",
            "awaiting_confirmation": "Chờ xác nhận kết quả",
        },
        "icons": {
            "announced": "M21 12a9 9 0 1 1-18 0a9 9 0 0 1 18 0zM12 7v5l3.5 2",
            "in_progress": "M20 12a8 8 0 1 1-2.4-5.7M20.5 3.5v4.5h-4.5",
            "awaiting_confirmation": "M7 3h10M7 21h10M8 3v4l4 5l4-5V3M8 21v-4l4-5l4 5v4",
        },
        "labels": ["Tính năng mới", "Tiền lương", "Khách hàng"],
        "letters": LETTERS,
        "entries": [
            [
                "releases/payroll-engine/",
                "Bảng lương thế hệ mới",
                "Tính lương nhanh hơn.",
                [0, 1, 2],
                [],
                "announced",
                "20:00–22:00, thứ Bảy 12/12/2026",
                "2026-12-12T13:00:00Z",
                "2026-12-12T15:00:00Z",
            ]
        ],
    }


def test_each_language_has_its_own_below_its_home_with_addresses_from_there() -> None:
    documents = rendered(site(public()))

    english = json.loads(documents["en/search.json"].data)
    assert json.loads(documents["search.json"].data)["language"] == "vi"
    assert english["language"] == "en"
    assert english["count"] == {"one": "{n} result", "other": "{n} results"}
    assert english["labels"] == ["New feature", "Payroll"]
    assert english["entries"][0][:3] == [
        "releases/payroll-engine/",
        "New payroll engine",
        "Payroll runs faster.",
    ]


def test_only_what_the_clock_can_change_brings_its_instants() -> None:
    shown = site(
        public(release("runs", start=at("2026-11-23 20:00")), "in_progress"),
        public(release("waits", start=at("2026-11-22 20:00")), "awaiting_confirmation"),
        completed("partly", at("2026-06-06 20:00"), "partial"),
        cancelled("off", at("2026-05-02 20:00"), at("2026-05-01 09:00")),
    )

    index_data = index(shown)
    assert [(entry[5], len(entry)) for entry in index_data["entries"]] == [
        ("in_progress", 9),
        ("awaiting_confirmation", 9),
        ("partial", 7),
        ("cancelled", 7),
    ]
    assert index_data["states"]["partial"] == "Hoàn tất một phần"
    assert index_data["states"]["cancelled"] == "Đã hủy"


def test_guides_and_questions_are_found_where_their_lists_name_them() -> None:
    shown = site(
        public(release("owed"), guides_due=at("2026-12-11 20:00")),
        completed("written", at("2026-06-06 20:00")),
        completed("without", at("2026-06-05 20:00")),
        replace(
            cancelled("off", at("2026-05-02 20:00"), at("2026-05-01 09:00")),
            guides_due=at("2026-05-01 20:00"),
        ),
        guides=frozenset({("written", "en")}),
    )

    guide_pages = {entry[0]: entry[4] for entry in index(shown)["entries"]}
    assert guide_pages == {
        "releases/owed/": [],  # nobody is led to a page that is not written
        "releases/written/": ["guides"],
        "releases/without/": [],
        "releases/off/": [],
    }


def test_a_plan_is_found_by_its_month_and_by_what_it_lists_in_the_place_of_its_month() -> None:
    ahead = public(release("ahead"))
    before = completed("before", at("2026-11-30 20:00"))
    plan = planned(PublicPlanItem(PAYROLL, None), PublicPlanItem(REPORTS))
    shown = site(ahead, before, policy=LAW, plans=(plan,))

    assert urls(shown) == ["releases/ahead/", "plans/2026-12/", "releases/before/"]
    assert index(shown)["entries"][1] == [
        "plans/2026-12/",
        "Kế hoạch tháng 12/2026",
        "Tháng của kế toán. · Báo cáo <nhanh> · Bảng lương mới",
    ]
    assert "zq-hidden" not in written(shown)[1]


def test_without_a_rule_for_plans_there_is_no_page_to_lead_to() -> None:
    assert urls(site(public(), plans=(planned(),), policy=POLICY)) == ["releases/payroll-engine/"]


def test_nothing_of_a_preview_is_in_it() -> None:
    texts = {"vi": "Zq bí mật", "en": "Zq secret"}
    shown = site(
        public(release("open")),
        public(
            release("zq-draft", title=texts, summary=texts, impact=TWO),
            "draft",
            preview=True,
            guides_due=at("2026-12-11 20:00"),
        ),
        guides=frozenset({("zq-draft", "vi")}),
        drafts=True,
    )

    for language in ("vi", "en"):
        text = written(shown, language)[1]
        assert "zq" not in text.lower()
        # Not even the label that nothing public has, nor the state.
        assert "Khách hàng" not in text
        assert "CRM" not in text
        assert "Bản nháp" not in text
    assert urls(shown) == ["releases/open/"]


def test_the_newest_two_thousand_are_in_it_and_previews_take_no_place() -> None:
    first = at("2020-01-01 20:00")
    many = [
        public(release(f"r{n:04}", start=first + timedelta(days=n)), preview=n in (2002, 2003))
        for n in range(SEARCHED + 4)
    ]

    addresses = urls(site(*many))
    assert SEARCHED == len(addresses) == 2_000
    assert addresses[0] == "releases/r2001/"
    assert addresses[-1] == "releases/r0002/"


def test_two_thousand_releases_weigh_little() -> None:
    first = at("2020-01-01 20:00")
    many = [completed(f"release-{n:04}", first + timedelta(days=n)) for n in range(SEARCHED)]

    text = written(site(*many))[1]
    assert len(text.encode()) / SEARCHED < 200
    assert text.count("\n") == SEARCHED + 2


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_text_comes_back_as_it_was(language: str) -> None:
    titles = (*HOSTILE, *random_titles(300))
    category = replace(FEATURE, label={"vi": HOSTILE[1], "en": HOSTILE[1]})
    system = replace(SYSTEMS[0], name={"vi": HOSTILE[2], "en": HOSTILE[2]})
    shown = site(
        *(
            replace(
                public(
                    release(
                        f"r{n:03}",
                        start=at("2026-12-12 20:00") - timedelta(days=n),
                        title={"vi": title, "en": title},
                        summary={"vi": title[::-1], "en": title[::-1]},
                    )
                ),
                category=category,
            )
            for n, title in enumerate(titles)
        ),
        systems=(system,),
    )

    index_data = index(shown, language)
    assert [entry[1] for entry in index_data["entries"]] == list(titles)
    assert [entry[2] for entry in index_data["entries"]] == [title[::-1] for title in titles]
    assert index_data["labels"] == [HOSTILE[1], HOSTILE[2]]
    assert len(written(shown, language)[1].split("\n")) == len(titles) + 3


def test_with_the_letters_every_latin_letter_of_europe_and_vietnam_becomes_ascii() -> None:
    """What Unicode takes apart loses its marks; the table has all that is left, and no more."""
    left = set()
    for code in (*range(0x00C0, 0x0180), *range(0x1E00, 0x1F00)):
        letter = chr(code)
        # Unicode advises against U+0149, and takes U+1E9A apart into a letter of phonetics.
        if unicodedata.category(letter) in ("Ll", "Lu") and code not in (0x0149, 0x1E9A):
            apart = unicodedata.normalize("NFKD", letter).lower()
            left |= {sign for sign in apart if sign.isalpha() and not sign.isascii()}
    # What no orthography of today has: a delta, and letters of the Middle Ages.
    assert left - set("ẜẝẟỻỽỿ") == set(LETTERS)
    assert all(value.isascii() and value.islower() for value in LETTERS.values())


def test_a_text_of_another_language_says_which() -> None:
    entry = release(title={"vi": "Bảng lương"}, summary={"vi": "Nhanh.", "en": "Fast."})
    shown = site(public(entry), systems=(replace(SYSTEMS[0], name={"vi": "Tiền lương"}),))

    index_data = index(shown, "en")
    assert index_data["entries"][0][1:4] == [["Bảng lương", "vi"], "Fast.", [0, 1]]
    assert index_data["labels"] == ["New feature", ["Tiền lương", "vi"]]
    assert index(shown)["entries"][0][1] == "Bảng lương"


def test_the_same_site_gives_the_same_bytes() -> None:
    shown = site(
        public(), completed("done", at("2026-06-06 20:00")), policy=LAW, plans=(planned(),)
    )
    assert written(shown) == written(shown)
    assert written(site())[1].endswith('"entries":[\n\n]}\n')


def test_each_state_has_the_icon_that_pages_draw_it_with() -> None:
    shown = site(public(), completed("done", at("2026-06-06 20:00"), "partial"))
    locale = Locale.of("vi", shown.policy, theme(), frozenset())
    drawn = TemplateRenderer(theme(), locale).icons

    found = index(shown)
    assert found["icons"].keys() == found["states"].keys() >= {"announced", "partial"}
    assert found["icons"] == {state: drawn[state] for state in found["states"]}
