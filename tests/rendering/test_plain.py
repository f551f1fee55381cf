"""What a piece of HTML says, without the HTML."""

from __future__ import annotations

import pytest
from markupsafe import Markup

from notices.rendering.locale.markdown import body_html
from notices.rendering.locale.plain import plain
from tests.rendering.hostile_titles import HOSTILE, random_titles


@pytest.mark.parametrize(
    "markdown, text",
    [
        ("", ""),
        ("one *two*\nthree", "one two three"),
        ("one\n\ntwo", "one\n\ntwo"),
        ("one\\\ntwo", "one\ntwo"),
        ("# Head\n\ntext", "Head\n\ntext"),
        ("before\n\n- one\n- two\n\nafter", "before\n\n- one\n- two\n\nafter"),
        ("- one\n\n- two", "- one\n- two"),
        ("- one\n  - in\n  - in too\n- two", "- one\n  - in\n  - in too\n- two"),
        ("- one\n\n  more of it\n- two", "- one\n\n  more of it\n- two"),
        ("3. three\n4. four", "3. three\n4. four"),
        ("- a\n  1. b\n  2. c", "- a\n  1. b\n  2. c"),
        ("see [the guide](https://a.example/g).", "see the guide (https://a.example/g)."),
        ("see <https://a.example/g>.", "see https://a.example/g."),
        ("ask [us](mailto:us@a.example)", "ask us (us@a.example)"),
        ("| a | b |\n| - | - |\n| 1 | 2 |", "a | b\n1 | 2"),
        ("now ~~then~~", "now ~~then~~"),
        ("```\nif x:\n    y\n```", "if x:\n    y"),
        ("a `b  c` d", "a b c d"),
        ("> said\n\nheard", "said\n\nheard"),
        ("a\n\n---\n\nb", "a\n\nb"),
        ("1 &lt; 2 &amp; 3", "1 < 2 & 3"),
    ],
)
def test_it_reads_as_it_was_meant(markdown: str, text: str) -> None:
    assert plain(body_html(markdown)) == text


def test_a_text_that_was_escaped_comes_back() -> None:
    # Blanks of any kind are one blank, as in a browser.
    for text in (*HOSTILE, *random_titles(300)):
        assert plain(Markup("<p>{}</p>").format(text)) == " ".join(text.split())


def test_an_address_is_not_escaped_twice() -> None:
    html = Markup('<a href="{}">x</a>').format("https://a.example/?a=1&b=2")
    assert plain(html) == "x (https://a.example/?a=1&b=2)"


def test_a_list_that_begins_with_more_than_markdown_can_count_begins_with_one() -> None:
    html = '<ol start="{}"><li>a</li></ol>'
    assert plain(body_html(html.format("999999999"))) == "999999999. a"
    assert plain(body_html(html.format("9" * 5000))) == "1. a"
