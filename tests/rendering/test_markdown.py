"""Bodies are cleaned, whatever somebody writes into them."""

from __future__ import annotations

import re
from itertools import count
from time import process_time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from notices.rendering.locale.links import Links
from notices.rendering.locale.losses import losses
from notices.rendering.locale.markdown import LIMIT, body_html
from notices.rendering.locale.plain import plain
from notices.rendering.locale.typed import TAGS

LINKS = Links("https://updates.example/", ("vi", "en"), frozenset({"one"}))


def test_ordinary_markdown_becomes_html() -> None:
    text = "Một **hai** ~~ba~~\n\n1. a\n2. b\n\n| A | B |\n| - | -: |\n| c | `d` |\n"
    html = body_html(text)
    for part in ("<strong>hai</strong>", "<del>ba</del>", "<ol>", "<th>A</th>", "<code>d</code>"):
        assert part in html


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<SCRIPT SRC=//x.example/x.js></SCRIPT>",
        '<img src="x" onerror="alert(1)">',
        "![pixel](https://tracker.example/p.png)",
        "![pixel](data:image/png;base64,AAAA)",
        "[go](javascript:alert(1))",
        "[go](JaVaScRiPt:alert(1))",
        "[go](java&#115;cript:alert(1))",
        "[go](data:text/html,<script>alert(1)</script>)",
        "[go](vbscript:x)",
        "<javascript:alert(1)>",
        '<a href="https://x.example" onclick="alert(1)" style="x" class="y" id="z">go</a>',
        "<svg onload=alert(1)><script>1</script></svg>",
        "<iframe src=https://x.example></iframe>",
        "<style>body{display:none}</style>",
        "<form action=https://x.example><input name=a><button>go</button></form>",
        "<p style='position:fixed' class='md-banner' id='__content'>go</p>",
        "<math><mtext><style><img src=x onerror=alert(1)></style></mtext></math>",
        "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
        "<template><img src=x onerror=alert(1)></template>",
        "<base href=https://x.example><meta http-equiv=refresh content=0><link rel=stylesheet>",
        "<video src=https://x.example autoplay></video><audio src=x></audio><embed src=x>",
        "<!-- <script>alert(1)</script> -->",
        "</section></article><h1>out</h1>",
    ],
)
def test_nothing_dangerous_survives(hostile: str) -> None:
    html = body_html(f"before\n\n{hostile}\n\nafter")
    tags = {name.lower() for name in re.findall(r"</?([a-zA-Z0-9]+)", html)}
    assert tags <= {"p", "a", "h3"}
    for found in re.findall(r"<[^>]*>", html):
        assert not re.search(
            r"\bon\w+=|style=|class=|id=|src=|javascript|data:", found, re.IGNORECASE
        ), found


@pytest.mark.parametrize(
    "url", ["https://x.example/a?b=1", "http://x.example/", "mailto:a@x.example"]
)
def test_links_to_the_web_and_mail_stay_and_tell_nobody_where_from(url: str) -> None:
    assert f'<a href="{url}" rel="noopener noreferrer">go</a>' in body_html(f"[go]({url})")


@pytest.mark.parametrize(
    "url", ["ftp://x.example/", "javascript:alert(1)", "data:text/html,x", "vbscript:x"]
)
def test_links_to_anything_else_lose_their_target(url: str) -> None:
    assert "href" not in body_html(f"[go]({url})")


@pytest.mark.parametrize("url", ["/guides/x/", "../x", "x.html"])
def test_links_within_the_site_stay_as_typed_for_links_to_make_whole(url: str) -> None:
    assert f'<a href="{url}" rel="noopener noreferrer">go</a>' in body_html(f"[go]({url})")


def levels(text: str, top: int = 3) -> list[int]:
    return [int(level) for level in re.findall(r"<h(\d)>", body_html(text, top))]


@pytest.mark.parametrize(
    "text, expected",
    [
        ("# a\n\n## b\n\n### c", [3, 4, 5]),
        ("## a\n\n### b\n\n## c", [3, 4, 3]),
        ("#### a\n\n##### b", [3, 4]),
        ("# a\n\n#### b\n\n## c", [3, 4, 4]),
        ("#### a\n\n# b", [3, 3]),
        ("# 1\n\n## 2\n\n### 3\n\n#### 4\n\n##### 5\n\n###### 6", [3, 4, 5, 6, 6, 6]),
    ],
)
def test_headings_fit_below_the_pages_own_and_skip_no_level(text: str, expected: list[int]) -> None:
    assert levels(text) == expected


def test_a_heading_in_code_is_text() -> None:
    assert "&lt;h1&gt;x&lt;/h1&gt;" in body_html("```\n<h1>x</h1>\n```")


def test_an_empty_text_gives_nothing() -> None:
    assert body_html("") == body_html("  \n") == ""


@pytest.mark.parametrize(
    "unit",
    [
        *(
            "[",
            "![",
            "*a ",
            "_",
            "`",
            "> ",
            "- ",
            "<b>",
            "<",
            "&",
            "(",
            "|a",
            "\\",
            "[a](",
            "~~a",
            "# ",
        ),
        *(
            "<!--",
            "<a b=",
            "<p a=1 ",
            "<a" + " " * 99,
            "<script>\n",
            "<title>\n\n",
            "<td>",
            "<b>\n\n",
        ),
        *(
            "[a]:b\n",
            "[^1]: ",
            "[a](#b) ",
            "[a](b.md) ",
            "<a@",
            "<p>\n> ",
            "<x y=z>`a` ",
            "](<",
            "<ul><li>",
        ),
        *("<b><i>\n\n</b>", "- <!-- a\n\n", "# a\n[a](#a)\n", "<https:", "</b>", "```a b\n"),
    ],
)
def test_hostile_text_takes_no_time(unit: str) -> None:
    text = (unit * 8000)[:8192]
    since = process_time()
    body_html(text + "\n\n|-|\n")
    [*losses(text, lambda link: LINKS.target_of(link, "releases/one/"), lambda path: False)]
    assert process_time() - since < 2


def test_more_than_any_entry_may_hold_is_shown_as_typed() -> None:
    html = body_html("<b>" + "x" * LIMIT)
    assert html.startswith("<p>&lt;b&gt;x")


PIECES = st.sampled_from(
    [
        *("<company>", "<select>", "<script>", "</script>", "<title>", "<textarea>", "<style>"),
        *("<b>", "</b>", "<code>", "</code>", "<p>", "</p>", "<table>", "<tr>", "<td>", "</table>"),
        *("<ul>", "<li>", "</ul>", "<a href='https://x.example/'>", "<a>", "</a>", "<br>", "<hr/>"),
        *(
            "<!--",
            "-->",
            "<?php",
            "<![CDATA[",
            "]]>",
            "<!DOCTYPE",
            "<p and",
            "<b\n",
            "q>",
            "<",
            ">",
        ),
        *("<std::string>", "<https://x.example/>", "<me@x.example>", "<javascript:x>", "<tel:+1>"),
        *("](", ")", "[", "](<", "]: ", "[^1]", "[^1]: ", "[one]", "[one]: ", "![", "**", "*", "`"),
        *(
            "```\n",
            "    ",
            "> ",
            "- ",
            "1. ",
            "# ",
            "\n",
            "\n\n",
            "|",
            "|-|-|\n",
            "\\",
            "~~",
            "&lt;",
        ),
        *(
            "&",
            "&#60;",
            "<p style='x'>",
            "<svg onload=x>",
            "<iframe src=x>",
            "<math>",
            "<template>",
        ),
    ]
)
# A word that is nothing else, in sentences that are written in a hurry.
TEXTS = st.lists(PIECES | st.just(" w ") | st.just("w"), max_size=30)


def numbered(pieces: list[str]) -> str:
    """The text; each word in it is another one."""
    numbers = count(10)
    return "".join(
        piece.replace("w", f"w{next(numbers)}") if piece.strip() == "w" else piece
        for piece in pieces
    )


@settings(max_examples=500, deadline=None)
@given(TEXTS)
@example(["~~", "~~", "w", "w"])
def test_no_word_is_lost_without_a_warning(pieces: list[str]) -> None:
    text = numbered(pieces)
    words = plain(body_html(text))
    # A single word behind the fence of a code block names a language; several of ours may be one.
    languages = " ".join(re.findall(r"(?:```|~~~)\s*(\S*)\s*$", text, re.MULTILINE))
    named = {*re.findall(r"w\d+", languages)}
    lost = {word for word in re.findall(r"w\d+", text) if word not in words} - named
    found = [*losses(text, lambda link: LINKS.target_of(link, "releases/one/"), lambda path: False)]
    if lost and not found:
        pytest.fail(f"{lost} of {text!r}: {body_html(text)!r}")


@settings(max_examples=500, deadline=None)
@given(TEXTS)
def test_no_mark_is_left_and_nothing_but_what_is_allowed(pieces: list[str]) -> None:
    html = body_html("".join(pieces))
    assert not re.search("[\ufdd0-\ufdef]", html)
    assert set(re.findall(r"</?([a-zA-Z0-9]+)", html)) <= TAGS
    for tag in re.findall(r"<[^>]*>", html):
        assert re.fullmatch(
            r"</?\w+>|<h\d id=\"[\w-]+\">|<a( href=\"(https?:|mailto:|tel:|[^:\"]*\")[^>]*)?"
            r"( title=\"[^\"]*\")? rel=\"noopener noreferrer\">|<ol start=\"\d+\">", tag
        ), tag  # fmt: skip


def test_the_columns_of_a_table_keep_their_side() -> None:
    """As classes of the theme: a style in the page would be refused by its policy."""
    html = body_html("| A | B | C | D |\n|:--|:-:|--:|---|\n| 1 | 2 | 3 | 4 |\n")
    assert (
        '<tr><td class="nt-left">1</td><td class="nt-center">2</td><td class="nt-right">3</td>'
        "<td>4</td></tr>" in html
    )
    assert '<th class="nt-left">A</th>' in html
    typed = body_html('<table><tr><td class="nt-x" style="color: red">a</td></tr></table>')
    assert "<td>a</td>" in typed


def test_an_address_in_two_lines_is_one_as_browsers_take_it() -> None:
    assert body_html('<a href="https://a.example/\nb">b</a>\n', 2, "") == (
        '<p><a href="https://a.example/b" rel="noopener noreferrer">b</a></p>\n'
    )
