"""Which releases have a picture of their own beside shared links, what it says, and when it changes."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from PIL import Image

from notices.domain.public import PublicRelease, PublicSite, State
from notices.domain.release import Outcome, Result
from notices.rendering.brand import Brand, branded_tokens
from notices.rendering.colours import AA, contrast, mixed
from notices.rendering.documents import Document, Theme
from notices.rendering.metadata import pictures, release_drawing
from notices.rendering.metadata.social import SOFT, WHITE, ReleaseCard
from notices.rendering.site import site_documents
from tests.rendering.builders import at, message, public, record, release, site, theme
from tests.rendering.test_heads import BASE, metas

START = at("2026-12-12 20:00")
END = START + timedelta(hours=2)
RESULTS: tuple[Result, ...] = ("success", "partial", "rolled_back")
ELSEWHEN = at("2026-12-05 20:00"), at("2026-12-05 22:00")


def told(state: State = "announced", name: str = "payroll-engine", **fields: Any) -> PublicRelease:
    """A release that was announced; with ``previous``, it was moved then."""
    previous = fields.pop("previous", None)
    entry = release(name, **fields)
    first = message(record(entry, "advance", at("2026-11-15 20:00")))
    moved = [message(record(entry, "final", at("2026-11-20 20:00")), previous=previous)]
    return public(entry, state, [first, *(moved if previous else [])])


class Shown:
    """What becomes of one site's pictures: drawn ones are counted, with what they say."""

    def __init__(self, of: PublicSite, used: Theme | None = None) -> None:
        self.documents = {d.path: d for d in site_documents(of, used or theme())}

    @property
    def paths(self) -> set[str]:
        return {path for path in self.documents if path.endswith("/picture.png")}

    def draw(self, path: str) -> bytes:
        return self.documents[path].finished.data

    def metas(self, path: str) -> dict[str, str]:
        page = self.documents[path].finished
        return dict(metas({path: page}, path))

    def image(self, language: str = "") -> str:
        address = self.metas(f"{language}releases/payroll-engine/index.html")["og:image"]
        return address.removeprefix(BASE)

    def alt(self, language: str = "") -> str:
        return self.metas(f"{language}releases/payroll-engine/index.html")["og:image:alt"]


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[ReleaseCard]:
    found: list[ReleaseCard] = []
    draw = release_drawing.draw_release

    def noted(card: ReleaseCard, fonts: Any) -> bytes:
        found.append(card)
        return draw(card, fonts)

    monkeypatch.setattr(release_drawing, "draw_release", noted)
    return found


# Which releases.


def test_what_was_announced_has_a_picture_in_each_language_beside_its_page() -> None:
    shown = Shown(site(told(), public(release("imported"), imported=True)))

    assert shown.paths == {
        "releases/payroll-engine/picture.png", "en/releases/payroll-engine/picture.png",
    }  # fmt: skip
    page = shown.metas("releases/imported/index.html")
    assert page["og:image"] == f"{BASE}og/feature-announced.vi.png"


def test_what_a_preview_alone_shows_has_none() -> None:
    hidden = replace(told("hidden"), preview=True)

    assert Shown(site(hidden)).paths == set()


@pytest.mark.parametrize("days, has", [(365, True), (366, False)])
def test_what_ended_over_a_year_before_the_newest_that_is_known_has_none_any_more(
    days: int, has: bool
) -> None:
    ended = told("completed", outcome=Outcome("success", END))
    newest = END + timedelta(days=days)
    later = release("later", start=newest + timedelta(days=20))
    news = public(later, "announced", [message(record(later, "advance", newest))])

    shown = Shown(site(ended, news))

    assert ("releases/payroll-engine/picture.png" in shown.paths) == has
    assert shown.image().startswith("releases/payroll-engine/" if has else "og/feature-completed")


@pytest.mark.parametrize("title", ["Bảng lương 🇻🇳", "日本", "لوحة الرواتب", "a\u200bb"])
def test_a_title_that_cannot_be_set_has_the_picture_of_its_state(title: str) -> None:
    shown = Shown(site(told(title={"vi": title, "en": "New payroll engine"})))

    assert shown.paths == {"en/releases/payroll-engine/picture.png"}
    assert shown.image() == "og/feature-announced.vi.png"
    assert shown.alt() == "Tính năng mới: Sắp diễn ra – Anviec"


# What it says.


@pytest.mark.parametrize(
    "language, title, window, zone",
    [
        ("", "Bảng lương thế hệ mới", "20:00–22:00, thứ Bảy 12/12/2026", "Giờ Việt Nam, GMT+7"),
        (
            "en/",
            "New payroll engine",
            "Saturday 12 December 2026, 20:00–22:00",
            "Vietnam time, GMT+7",
        ),
    ],
)
def test_it_says_who_what_and_when_in_the_words_of_its_page(
    drawn: list[ReleaseCard], language: str, title: str, window: str, zone: str
) -> None:
    Shown(site(told())).draw(f"{language}releases/payroll-engine/picture.png")

    [card] = drawn
    assert (card.site, card.title, card.window, card.zone) == ("Anviec", title, window, zone)
    assert (card.before, card.ending, card.struck) == ("", "", False)


def test_its_description_says_all_that_it_shows() -> None:
    assert Shown(site(told())).alt() == (
        "Tính năng mới: Bảng lương thế hệ mới – 20:00–22:00, thứ Bảy 12/12/2026 (GMT+7) – Anviec"
    )
    assert Shown(site(told(previous=ELSEWHEN))).alt("en/") == (
        "New feature: New payroll engine – Saturday 12 December 2026, 20:00–22:00 (GMT+7). "
        "Previously: Saturday 5 December 2026, 20:00–22:00 – Anviec"
    )
    assert Shown(site(told("cancelled"))).alt("en/") == (
        "New feature: New payroll engine – "
        "Cancelled: Saturday 12 December 2026, 20:00–22:00 (GMT+7) – Anviec"
    )


def test_one_that_was_cancelled_says_so_and_not_when_it_was_before(
    drawn: list[ReleaseCard],
) -> None:
    Shown(site(told("cancelled", previous=ELSEWHEN))).draw("releases/payroll-engine/picture.png")

    [card] = drawn
    assert (card.ending, card.struck, card.before) == ("Đã hủy", True, "")
    assert card.palette.state == theme().colours["quiet"]


@pytest.mark.parametrize(
    "result, words, token",
    [
        ("success", "Đã hoàn tất", "good"),
        ("partial", "Hoàn tất một phần", "partly"),
        ("rolled_back", "Đã khôi phục phiên bản trước", "bad"),
    ],
)
def test_one_that_ended_says_how_on_the_colour_of_its_state(
    drawn: list[ReleaseCard], result: Result, words: str, token: str
) -> None:
    ended = told("completed", outcome=Outcome(result, END), previous=ELSEWHEN)
    shown = Shown(site(ended))
    shown.draw("releases/payroll-engine/picture.png")

    [card] = drawn
    assert (card.ending, card.struck, card.before) == (words, False, "")
    assert card.palette.state == theme().colours[token]
    assert card.window_icon not in ("", _icon_of_the_window())
    assert f" – {words}: 20:00–22:00, thứ Bảy" in shown.alt()


def _icon_of_the_window() -> str:
    [card] = _cards(Shown(site(told())))
    return card.window_icon


# When it changes.


def test_no_turn_of_the_clock_changes_it() -> None:
    states: tuple[State, ...] = ("announced", "in_progress", "awaiting_confirmation")
    images = {Shown(site(each)).image() for each in map(told, states)}

    assert len(images) == 1


def test_its_address_changes_with_what_it_says_and_its_file_stays_where_it_is() -> None:
    now = told()
    variants = [
        now,
        told(title={"vi": "Bảng lương mới", "en": "New payroll engine"}),
        told(start=START + timedelta(hours=1)),
        told(previous=ELSEWHEN),
        told("cancelled"),
        *(told("completed", outcome=Outcome(result, END)) for result in RESULTS),
    ]
    images = [Shown(site(each)).image() for each in variants]

    assert len(set(images)) == len(images)
    assert {image.partition("?")[0] for image in images} == {"releases/payroll-engine/picture.png"}
    # What the English page says has not changed with the Vietnamese title.
    assert Shown(site(variants[0])).image("en/") == Shown(site(variants[1])).image("en/")


def test_other_releases_and_hidden_ones_change_nothing_of_it() -> None:
    alone = Shown(site(told()))
    others = Shown(site(told(), told(name="other"), hidden=frozenset({"secret"})))
    path = "releases/payroll-engine/picture.png"

    assert others.documents[path].inputs == alone.documents[path].inputs != ""
    assert others.image() == alone.image()
    assert others.documents[path].finished == alone.documents[path].finished


def test_its_inputs_are_its_words_colours_icons_and_fonts() -> None:
    def inputs(used: Theme) -> str:
        path = "releases/payroll-engine/picture.png"
        return Shown(site(told()), used).documents[path].inputs

    own = theme()
    changed = [
        replace(own, site_name="Acme"),
        replace(own, colours={**own.colours, "accent": "#123456"}),
        replace(own, fonts={name: data + b"\0" for name, data in own.fonts.items()}),
    ]

    assert len({inputs(own), *map(inputs, changed)}) == 4
    # What stands on no picture.
    assert inputs(replace(own, colours={**own.colours, "line": "#123456"})) == inputs(own)


def test_nothing_is_drawn_before_somebody_asks_for_it(drawn: list[ReleaseCard]) -> None:
    shown = Shown(site(told()))
    assert shown.image().startswith("releases/")
    assert drawn == []

    data = shown.draw("en/releases/payroll-engine/picture.png")

    assert [card.title for card in drawn] == ["New payroll engine"]
    assert Image.open(io.BytesIO(data)).size == (1200, 630)


def test_no_picture_of_a_release_is_put_into_the_users_cache() -> None:
    class Memory(dict[str, bytes]):
        def put(self, key: str, data: bytes) -> None:
            self[key] = data

    memory = Memory()
    used = replace(theme(), cache=memory)
    [card] = _cards(Shown(site(told()), used))

    pictures.release_picture(card, used)

    assert [key for key in memory if "Bảng lương" in key] == []


def _cards(shown: Shown) -> list[ReleaseCard]:
    found: list[ReleaseCard] = []
    document: Document = shown.documents["releases/payroll-engine/picture.png"]
    assert document.later is not None
    found.append(document.later.args[1])  # type: ignore[attr-defined]
    return found


# Its colours.


@pytest.mark.parametrize("accent", ["#0b6bcb", "#ffe14d", "#f7f8fa", "#000000", "#7fd1ae"])
@pytest.mark.parametrize("state", ["announced", "cancelled"])
def test_a_companys_colours_are_on_it_as_far_as_they_can_be_read(accent: str, state: State) -> None:
    own = theme()
    tokens = branded_tokens(own.colours, Brand(accent))
    [card] = _cards(Shown(site(told(state)), replace(own, colours=tokens)))
    colours = card.palette

    assert contrast(mixed(WHITE, colours.state, SOFT), colours.state) >= AA
    assert contrast(WHITE, colours.accent) >= AA
    assert contrast(colours.text, colours.background) >= AA
    assert contrast(colours.category, colours.background) >= AA
    if accent in ("#0b6bcb", "#000000") and state == "announced":
        assert contrast(colours.accent, accent) < 1.3
