"""The theme's assets as the site serves them."""

from __future__ import annotations

import re
from typing import Any

from notices.rendering.theme_assets import FINISHED_ASSETS, finished_asset
from tests.rendering import builders


def test_what_only_the_authors_of_a_style_sheet_need_is_left_out() -> None:
    theme: Any = None
    sheet = b'/* Why. */\n.a::before {\n  content: "/* \\b7 */  b";\n\n  color: red; margin: 0.5rem -0.1rem 10.5px; /* more\n  lines */\n}\n'
    assert finished_asset("assets/notices.css", sheet, theme) == (
        b'\n.a::before{content:"/* \\b7 */  b";color:red;margin:0.5rem -0.1rem 10.5px;\n}'
    )


def test_every_style_of_the_theme_is_served_without_the_words_of_its_authors() -> None:
    folder = builders.THEME / "overrides"
    styles = {path.relative_to(folder).as_posix() for path in folder.glob("assets/*.css")}
    assert styles == {asset for asset in FINISHED_ASSETS if asset.endswith(".css")}


def test_what_only_the_authors_of_a_script_need_is_left_out() -> None:
    theme: Any = None
    script = b'// Why.\nvar a = "// b"; /* c */\nif (a) /[/]x/.exec(a);\n'
    assert finished_asset("assets/search.js", script, theme) == (
        b'var a="// b";if(a)/[/]x/.exec(a);'
    )


def test_each_face_of_the_letters_is_written_once_and_served_in_both_weights() -> None:
    own = builders.theme()
    sheet = (builders.THEME / "overrides/assets/frame.css").read_bytes()
    served = finished_asset("assets/frame.css", sheet, own).decode()

    faces = re.findall(
        r"@font-face\{[^}]*font-weight:(\d+ \d+);[^}]*url\(\"fonts/(.*?)\"\)[^}]*unicode-range:([^;}]*)",
        served,
    )
    assert [(weights, file) for weights, file, _ in faces] == [
        ("400 500", "be-vietnam-pro-400.woff2"),
        ("600 700", "be-vietnam-pro-600.woff2"),
        ("400 500", "be-vietnam-pro-latin-400.woff2"),
        ("600 700", "be-vietnam-pro-latin-600.woff2"),
    ]
    ranges = [letters for *_, letters in faces]
    assert ranges[0] == ranges[1] != ranges[2] == ranges[3]
    assert sheet.count(b"unicode-range:") == 2
