"""The picture of a release: where its texts stand, in which lines, and what is in the file."""

from __future__ import annotations

import io
import struct
from dataclasses import replace

import pytest
from PIL import Image, ImageChops

from notices.rendering.metadata import lettering
from notices.rendering.metadata.lettering import SetText
from notices.rendering.metadata.release_drawing import draw_release, layout_of
from notices.rendering.metadata.social import Palette, ReleaseCard
from tests.rendering.builders import theme
from tests.rendering.hostile_titles import HOSTILE, random_titles

FONTS = theme().fonts
SQUARE = "M6 6h12v12H6z"
COLOURS = Palette("#f7f8fa", "#1a202b", "#505966", "#1d4fa8", "#1d4fa8", "#6541b0")
CARD = ReleaseCard(
    site="Anviec",
    category="Tính năng mới",
    title="Bảng lương thế hệ mới",
    window="20:00–22:00, thứ Bảy 12/12/2026",
    zone="Giờ Việt Nam, GMT+7",
    before="",
    ending="",
    struck=False,
    site_icon=SQUARE,
    category_icon=SQUARE,
    window_icon=SQUARE,
    palette=COLOURS,
)
MOVED = replace(CARD, before="Lịch trước đó: 20:00–22:00, thứ Bảy 05/12/2026")
CANCELLED = replace(CARD, ending="Đã hủy", struck=True, palette=replace(COLOURS, state="#565d68"))
ENDED = replace(CANCELLED, ending="Đã khôi phục phiên bản trước", struck=False)
DAYS = replace(
    CARD,
    window="Saturday 12 December 2026, 22:00 – Sunday 13 December 2026, 02:00",
    before="Previously: Saturday 5 December 2026, 22:00 – Sunday 6 December 2026, 02:00",
)
LONG = "Chuyển máy chủ tìm kiếm sang trung tâm dữ liệu mới và nâng cấp hệ thống lưu trữ của khách"


def seen(card: ReleaseCard) -> Image.Image:
    return Image.open(io.BytesIO(draw_release(card, FONTS))).convert("RGB")


def chunks(data: bytes) -> list[str]:
    """The names of a PNG's chunks, each run of the same once."""
    found: list[str] = []
    at = 8
    while at < len(data):
        (length,) = struct.unpack_from(">I", data, at)
        name = data[at + 4 : at + 8].decode()
        found += [name] if found[-1:] != [name] else []
        at += length + 12
    return found


def rows(card: ReleaseCard) -> dict[str, tuple[str, ...]]:
    return {name: text.lines for name, text in layout_of(card, FONTS).rows}


# What is in the file.


@pytest.mark.parametrize(
    "card", [CARD, MOVED, CANCELLED, ENDED, DAYS, replace(DAYS, title="Ộ " * 250)]
)
def test_a_picture_is_a_small_png_with_nothing_in_it_but_the_picture(card: ReleaseCard) -> None:
    data = draw_release(card, FONTS)

    assert Image.open(io.BytesIO(data)).size == (1200, 630)
    assert chunks(data) == ["IHDR", "PLTE", "IDAT", "IEND"]
    assert len(data) <= 40_000


def test_the_same_card_gives_the_same_bytes_whatever_was_drawn_before() -> None:
    first = draw_release(CARD, FONTS)
    draw_release(DAYS, FONTS)
    assert draw_release(CARD, dict(sorted(FONTS.items(), reverse=True))) == first
    lettering._line_mask.cache_clear()
    assert draw_release(CARD, FONTS) == first


# Its texts.


@pytest.mark.parametrize(
    "title, size, lines",
    [
        ("Fix", 84, ["Fix"]),
        ("Bảng lương thế hệ mới", 84, ["Bảng lương thế hệ mới"]),
        ("Nâng cấp cổng thanh toán và đối soát tự động hằng ngày", 72,
         ["Nâng cấp cổng thanh", "toán và đối soát tự", "động hằng ngày"]),
        (LONG, 66, ["Chuyển máy chủ tìm kiếm sang", "trung tâm dữ liệu mới và nâng", "cấp hệ thống lưu trữ của khách"]),
        (f"{LONG} hàng", 60, ["Chuyển máy chủ tìm kiếm sang", "trung tâm dữ liệu mới và nâng cấp", "hệ thống lưu trữ của khách hàng"]),
        (f"{LONG}, {LONG}", 54, ["Chuyển máy chủ tìm kiếm sang trung", "tâm dữ liệu mới và nâng cấp hệ thống", "lưu trữ của khách, Chuyển máy chủ…"]),
        ("x" * 60, 54, ["x" * 33, "x" * 27]),
    ],
    ids=["tiny", "short", "three lines", "long", "longer", "cut", "one word"],
)  # fmt: skip
def test_a_title_has_up_to_three_lines_and_is_cut_at_a_word(
    title: str, size: int, lines: list[str]
) -> None:
    found = layout_of(replace(CARD, title=title), FONTS).title

    assert (found.size, [*found.lines]) == (size, lines)


def test_the_window_stands_above_its_zone_and_the_one_before_it() -> None:
    assert rows(MOVED) == {
        "window": (MOVED.window,), "zone": (MOVED.zone,), "before": (MOVED.before,),
    }  # fmt: skip
    assert rows(CARD) == {"window": (CARD.window,), "zone": (CARD.zone,)}
    assert [*rows(CANCELLED)] == ["ending", "window", "zone"]


def test_a_window_over_midnight_has_two_lines_and_no_date_is_cut_off() -> None:
    assert {name: " ".join(lines) for name, lines in rows(DAYS).items()} == {
        "window": DAYS.window, "zone": DAYS.zone, "before": DAYS.before,
    }  # fmt: skip


def test_a_cancelled_window_is_struck_through() -> None:
    top = layout_of(CANCELLED, FONTS).band
    window = dict(layout_of(CANCELLED, FONTS).rows)["window"]
    image = seen(CANCELLED)
    # A line through letters is a row of pixels in one colour, as long as they are.
    longest = max(max(len(run) for run in _runs(image, y)) for y in range(top + 1, 628))
    assert longest >= window.width
    plain = seen(replace(CANCELLED, struck=False, title="x"))
    assert max(max(len(run) for run in _runs(plain, y)) for y in range(540, 628)) < window.width


def _runs(image: Image.Image, y: int) -> list[list[int]]:
    """The runs of pixels in a row that are not the band's own colour."""
    ground = image.getpixel((1199, 629))
    found: list[list[int]] = [[]]
    for x in range(150, 1190):
        if image.getpixel((x, y)) == ground:
            found.append([])
        else:
            found[-1].append(x)
    return found


# Nothing reaches out of its place.


def boxes(card: ReleaseCard) -> list[tuple[str, SetText, int]]:
    layout = layout_of(card, FONTS)
    return [
        ("site", layout.site, 1056 - 82 - (layout.category.width + 54 if layout.category.lines else 0)),
        ("title", layout.title, 1056),
        *((name, text, 1056 - 84) for name, text in layout.rows),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text", [*HOSTILE, *random_titles(20), "", "W" * 300, "Ộ " * 250, "m" * 60, "i " * 250]
)
def test_no_text_breaks_a_picture_or_runs_out_of_its_place(text: str) -> None:
    everywhere = replace(
        ENDED,
        ending=text,
        site=text,
        category=text,
        title=text,
        window=f"20:00 {text}",
        zone=text,
        before=text,
    )
    for card in (replace(CARD, title=text), replace(DAYS, title=text), everywhere):
        layout = layout_of(card, FONTS)
        assert [name for name, found, room in boxes(card) if found.width > room] == []
        assert len(layout.title.lines) <= 3
        assert 136 + layout.title.height <= layout.band
        image = seen(card)
        for edge in ((0, 0, 1200, 40), (0, 0, 40, layout.band), (1140, 0, 1200, layout.band)):
            part = image.crop(edge)
            empty = Image.new("RGB", part.size, COLOURS.background)
            assert ImageChops.difference(part, empty).getbbox() is None
