"""The pictures beside shared links: the right size, colours, shapes and letters."""

from __future__ import annotations

import io
import re
import unicodedata
from dataclasses import replace
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageFont

from notices.rendering.colours import colours_of
from notices.rendering.metadata.drawing import draw_card, draw_icon
from notices.rendering.metadata.social import Palette, SocialCard
from tests.rendering.builders import THEME, theme
from tests.rendering.hostile_titles import HOSTILE, random_titles

DRAWN = theme()
FONTS = DRAWN.fonts
RING = "M21 12a9 9 0 1 1-18 0a9 9 0 0 1 18 0z"
COLOURS = Palette(
    background="#f7f8fa",
    text="#1a202b",
    secondary="#505966",
    accent="#1d4fa8",
    state="#00665a",
    category="#6541b0",
)
CARD = SocialCard(
    site="Anviec",
    host="updates.example.com",
    headline="Đang diễn ra",
    state_icon=RING,
    site_icon=RING,
    palette=COLOURS,
    category="Tính năng mới",
    category_icon="M6 6h12v12H6z",
)
PANEL = (820, 0, 1200, 630)
TEXTS = (0, 0, 820, 630)


def seen(card: SocialCard) -> Image.Image:
    return Image.open(io.BytesIO(draw_card(card, FONTS))).convert("RGB")


def colour(image: Image.Image, x: int, y: int) -> str:
    return "#{:02x}{:02x}{:02x}".format(*image.getpixel((x, y)))  # type: ignore[misc]


def differs(one: Image.Image, other: Image.Image) -> tuple[int, int, int, int] | None:
    """The box of all that is not the same in both."""
    return ImageChops.difference(one, other).getbbox()


def inked(image: Image.Image, box: tuple[int, int, int, int]) -> tuple[int, int, int, int] | None:
    """The box within ``box`` of all that is not the ground."""
    part = image.crop(box)
    return differs(part, Image.new("RGB", part.size, COLOURS.background))


def test_a_picture_is_a_small_png_of_the_size_that_networks_ask_for() -> None:
    data = draw_card(CARD, FONTS)
    image = Image.open(io.BytesIO(data))
    assert (image.format, image.size) == ("PNG", (1200, 630))
    assert len(data) < 40_000


def test_the_same_card_gives_the_same_bytes() -> None:
    from notices.rendering.metadata import drawing

    first = draw_card(CARD, FONTS)
    drawing._draw_card.cache_clear()
    assert draw_card(CARD, dict(sorted(FONTS.items(), reverse=True))) == first


def test_letters_are_set_alike_on_machines_that_can_shape_and_on_others() -> None:
    from notices.rendering.metadata import lettering

    font = lettering._font(FONTS["be-vietnam-pro-600.ttf"], 24)
    assert font.layout_engine == ImageFont.Layout.BASIC


@pytest.mark.parametrize("tone", ["#1c58b4", "#00665a", "#875000", "#2a6b30", "#a3372a", "#565d68"])
def test_the_panel_has_the_states_very_colour_and_a_white_icon(tone: str) -> None:
    image = seen(replace(CARD, palette=replace(COLOURS, state=tone)))
    assert {colour(image, x, y) for x, y in ((821, 1), (1199, 1), (821, 629), (1199, 629))} == {
        tone
    }
    # The ring, at its left edge and its top.
    assert colour(image, 1010 - 81, 315) == "#ffffff"
    assert colour(image, 1010, 315 - 81) == "#ffffff"
    assert colour(image, 1, 1) == COLOURS.background


def test_states_differ_by_shape_and_not_by_colour_alone() -> None:
    other = replace(CARD, state_icon="M5 12.5l4.5 4.5L19 7.5")
    box = differs(seen(CARD), seen(other))
    assert box is not None
    assert box[0] > PANEL[0]


@pytest.mark.parametrize("change", ["site", "host", "headline", "category"])
def test_every_text_shows_and_none_reaches_the_panel(change: str) -> None:
    value: Any = {change: "Việc khác hẳn"}
    box = differs(seen(CARD), seen(replace(CARD, **value)))
    assert box is not None
    assert box[2] <= PANEL[0]


def test_without_a_category_there_is_neither_its_name_nor_its_shape() -> None:
    image = seen(replace(CARD, category="", category_icon=""))
    assert COLOURS.category not in {
        colour(image, x, y) for x in range(60, 130) for y in range(150, 420)
    }
    image = seen(CARD)
    assert COLOURS.category in {
        colour(image, x, y) for x in range(60, 130) for y in range(150, 420)
    }


@pytest.mark.parametrize(
    "plain, marked", [("a", "ạ"), ("u", "ữ"), ("O", "Ộ"), ("d", "đ"), ("e", "ế")]
)
def test_marks_stand_on_their_letters_however_they_are_written(plain: str, marked: str) -> None:
    complete = seen(replace(CARD, headline=unicodedata.normalize("NFC", marked * 3)))
    parts = seen(replace(CARD, headline=unicodedata.normalize("NFD", marked * 3)))
    assert differs(complete, parts) is None
    bare = inked(seen(replace(CARD, headline=plain * 3)), (0, 300, 820, 540))
    more = inked(complete, (0, 300, 820, 540))
    assert bare is not None
    assert more is not None
    # As wide as without the marks (a horn and a bar reach out a little), and nowhere a box.
    assert abs((more[2] - more[0]) - (bare[2] - bare[0])) < 40


@pytest.mark.parametrize("letter", ["字", "🇻🇳", "ก", "א"])
def test_letters_that_no_font_has_are_left_out_and_no_box_stands_for_them(letter: str) -> None:
    assert (
        differs(seen(CARD), seen(replace(CARD, headline=f"Đang {letter}diễn ra{letter}"))) is None
    )
    image = seen(replace(CARD, headline=letter * 5, category="", category_icon=""))
    assert inked(image, (0, 180, 820, 500)) is None


@pytest.mark.parametrize("text", [*HOSTILE, *random_titles(40), "", "W" * 300, "Ộ " * 200])
def test_no_text_breaks_a_picture_or_runs_out_of_its_place(text: str) -> None:
    image = seen(replace(CARD, site=text, host=text, headline=text, category=text))
    assert differs(image.crop(PANEL), seen(CARD).crop(PANEL)) is None
    box = inked(image, TEXTS)
    assert box is not None
    assert box[0] >= 40
    assert box[2] <= 790
    assert box[1] >= 40
    assert box[3] <= 600


def test_a_second_font_sets_what_the_first_one_lacks() -> None:
    own = FONTS["be-vietnam-pro-600.ttf"]
    assert draw_card(CARD, {"b-600.ttf": own}) == draw_card(
        CARD, {"a-600.ttf": own, "b-600.ttf": own}
    )
    silent = seen(CARD)
    nothing = Image.open(io.BytesIO(draw_card(CARD, {}))).convert("RGB")
    assert inked(silent, (0, 200, 820, 500)) is not None
    # The category's shape stands alone.
    box = inked(nothing, (0, 200, 820, 630))
    assert box is None or box[2] < 130


@pytest.mark.parametrize("size", [180, 512])
def test_the_mark_fills_its_square_and_keeps_clear_of_round_corners(size: int) -> None:
    image = Image.open(io.BytesIO(draw_icon(size, RING, "#1d4fa8"))).convert("RGB")
    assert image.size == (size, size)
    box = differs(image, Image.new("RGB", image.size, "#1d4fa8"))
    assert box is not None
    # Phones may cut off all that is outside of a circle of four fifths.
    assert box[0] > 0.19 * size
    assert box[2] < 0.81 * size
    assert colour(image, 0, 0) == "#1d4fa8"


def test_the_themes_tokens_are_read_light_ones_first() -> None:
    css = ":root { --nt-ink: #1A202b; --nt-surface: #fff; --nt-focus: var(--nt-ink); }\n"
    css += "@media x { :root { --nt-ink: #e9ecf2; } }\n[d] { --nt-ink: #000; }"
    assert colours_of(css) == {"ink": "#1a202b", "surface": "#ffffff", "ink-dark": "#e9ecf2"}


def test_dark_is_the_same_whether_the_device_or_the_reader_chose_it() -> None:
    css = (THEME / "overrides/assets/frame.css").read_text("utf-8")
    # Written twice: a media query and an attribute cannot be one selector.
    device, reader = re.findall(r"\{\s*(color-scheme: dark;[^{}]*)\}", css)
    assert device.split() == reader.split()
    assert "--nt-ground: #" in device


@pytest.mark.parametrize("token", ["announced", "in-progress", "awaiting", "good", "partly", "bad", "quiet",
                                   "accent"])  # fmt: skip
def test_white_can_be_read_on_every_colour_that_a_panel_may_have(token: str) -> None:
    assert 1.05 / (_light(DRAWN.colours[token]) + 0.05) >= 4.5


@pytest.mark.parametrize("token", ["ink", "soft", *(f"category-{n}" for n in range(1, 7))])
def test_every_ink_can_be_read_on_the_ground(token: str) -> None:
    colours = DRAWN.colours
    assert (_light(colours["ground"]) + 0.05) / (_light(colours[token]) + 0.05) >= 4.5


def _light(code: str) -> float:
    """The relative luminance of WCAG."""
    shares = [int(part, 16) / 255 for part in re.findall("..", code[1:])]
    linear = [s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_the_fonts_come_with_their_licence() -> None:
    assert "SIL OPEN FONT LICENSE" in (THEME / "fonts" / "OFL.txt").read_text("utf-8")
    assert set(FONTS) == {"be-vietnam-pro-400.ttf", "be-vietnam-pro-600.ttf"}
