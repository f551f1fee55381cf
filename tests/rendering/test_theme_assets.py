"""The theme's assets as the site serves them."""

from __future__ import annotations

from typing import Any

from notices.rendering.theme_assets import finished_asset


def test_what_only_the_authors_of_a_style_sheet_need_is_left_out() -> None:
    theme: Any = None
    sheet = b'/* Why. */\n.a::before {\n  content: "/* \\b7 */  b";\n\n  color: red; /* more\n  lines */\n}\n'
    assert finished_asset("assets/notices.css", sheet, theme) == (
        b'\n.a::before {\ncontent: "/* \\b7 */  b";\ncolor: red; \n}\n'
    )


def test_what_only_the_authors_of_a_script_need_is_left_out() -> None:
    theme: Any = None
    script = b'// Why.\nvar a = "// b"; /* c */\nif (a) /[/]x/.exec(a);\n'
    assert finished_asset("assets/search.js", script, theme) == (
        b'var a="// b";if(a)/[/]x/.exec(a);'
    )
