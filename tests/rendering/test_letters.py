"""Which letters a font has, and which texts can be set one letter after another."""

from __future__ import annotations

import io
import struct
import unicodedata

import pytest
from PIL import ImageFont

from notices.rendering.metadata.letters import can_be_set, composed, letters_of
from notices.rendering.template_faults import TemplateBroken
from tests.rendering.builders import theme

FONTS = theme().fonts
VIETNAMESE = "Cập nhật quyền đăng nhập ở máy chủ, ngày 05/12/2026 – “ẨN” (50 %)…"


def font_of(table: bytes, encoding: int = 3) -> bytes:
    """A file that has no more of a font than one table of characters."""
    cmap = struct.pack(">HHHHI", 0, 1, 0, encoding, 12) + table
    return (
        struct.pack(">IHHHH", 0x00010000, 1, 0, 0, 0)
        + struct.pack(">4sIII", b"cmap", 0, 28, len(cmap))
        + cmap
    )


def groups(*spans: tuple[int, int, int]) -> bytes:
    table = struct.pack(">HHIII", 12, 0, 16 + 12 * len(spans), 0, len(spans))
    return font_of(table + b"".join(struct.pack(">III", *span) for span in spans), encoding=4)


@pytest.mark.parametrize("name", sorted(FONTS))
def test_a_font_has_the_letters_that_it_draws_and_no_others(name: str) -> None:
    font = ImageFont.truetype(io.BytesIO(FONTS[name]), 24, layout_engine=ImageFont.Layout.BASIC)
    missing = bytes(font.getmask("\uffff"))
    drawn = {c for c in map(chr, range(0x21, 0x2500)) if bytes(font.getmask(c)) != missing}

    assert {c for c in letters_of(name, FONTS[name]) if "!" <= c < "\u2500"} - {"\xa0"} == drawn


def test_letters_beyond_the_first_plane_are_read_from_the_table_that_has_them() -> None:
    font = groups((0x41, 0x43, 1), (0x1F600, 0x1F601, 4))

    assert letters_of("a-600.ttf", font) == {"A", "B", "C", "😀", "😁"}


def test_what_stands_for_a_missing_letter_is_no_letter() -> None:
    assert letters_of("a-600.ttf", groups((0x41, 0x42, 0))) == {"B"}


@pytest.mark.parametrize(
    "font",
    [
        b"",
        b"junk" * 9,
        FONTS["be-vietnam-pro-600.ttf"][:400],
        font_of(b""),
        # Groups that overlap, run backwards or beyond Unicode could take for ever.
        groups((0x41, 0x50, 1), (0x42, 0x60, 1)),
        groups((0x50, 0x41, 1)),
        groups((0, 0xFFFFFFFF, 1)),
    ],
    ids=["empty", "junk", "cut", "no table", "overlap", "backwards", "beyond"],
)
def test_a_damaged_font_is_named(font: bytes) -> None:
    with pytest.raises(TemplateBroken, match=r"theme/fonts/a-600\.ttf"):
        letters_of("a-600.ttf", font)


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_vietnamese_can_be_set_however_its_marks_are_written(form: str) -> None:
    text = unicodedata.normalize(form, VIETNAMESE)  # type: ignore[arg-type]

    assert [can_be_set(text, FONTS, weight) for weight in (400, 600)] == [True, True]
    assert composed(f" {text}\n") == VIETNAMESE


@pytest.mark.parametrize(
    "text",
    ["Bảng lương 🇻🇳", "日本", "العربية", "עברית", "กำหนด", "a\u202eb", "a\u200bb", "soft\u00adhyphen", "x\u0323\u0323", "\u0301"],
)  # fmt: skip
def test_a_text_with_a_letter_that_would_not_be_right_cannot_be_set(text: str) -> None:
    assert not can_be_set(text, FONTS, 600)
    assert can_be_set("Bảng lương", FONTS, 600)


def test_one_font_has_to_have_all_letters_of_a_text_in_the_weight_that_is_asked_for() -> None:
    two = {"a-600.ttf": groups((0x41, 0x42, 1)), "b-600.ttf": groups((0x43, 0x44, 1))}

    assert [can_be_set(text, two, 600) for text in ("AB", "CD", "A D", "")] == [
        True, True, False, True,
    ]  # fmt: skip
    assert not can_be_set("AB", two, 400)


def test_letters_that_join_cannot_be_set_though_a_font_has_them() -> None:
    every = {"a-600.ttf": groups((0x21, 0x2FFFF, 1))}

    assert can_be_set("日本 2026", every, 600)
    assert not can_be_set("العربية", every, 600)
    assert not can_be_set("हिन्दी", every, 600)
