"""Each page's policy names the scripts that the theme wrote into it, and no other."""

from __future__ import annotations

import base64
import hashlib

import pytest

from notices.rendering.content_security import HeadMissing, blocked, secured

SITE = "https://updates.example/"


def sha(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def directives(page: str) -> dict[str, str]:
    content = page.split('http-equiv="Content-Security-Policy" content="')[1].partition('"')[0]
    return dict(each.split(" ", 1) for each in content.split("; "))


def page(inside: str) -> str:
    return f"<!doctype html>\n<html><head>\n<title>T</title></head><body>{inside}</body></html>"


def test_the_policy_is_the_first_thing_in_the_head_and_all_else_stays() -> None:
    before = page("<p>Hi</p>")

    head, policy, rest = secured(before).split("\n", 3)[1:]

    assert head == "<html><head>"
    assert policy == (
        '  <meta http-equiv="Content-Security-Policy" content="'
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "connect-src 'self'; font-src 'self'; manifest-src 'self'; base-uri 'none'; "
        "form-action 'none'\">"
    )
    assert f"<!doctype html>\n{head}\n{rest}" == before


@pytest.mark.parametrize(
    "inside, scripts, styles",
    [
        ("<script>one()</script>", ["one()"], []),
        ("<SCRIPT>one()</Script >", ["one()"], []),
        ("<script>a</script><script>b</script><script>a</script>", ["a", "b"], []),
        ('<script type="module">one()</script>', ["one()"], []),
        ("<script type='text/javascript' data-x='a>b'>one()</script>", ["one()"], []),
        ("<script type=Application/JavaScript>one()</script>", ["one()"], []),
        ('<script type="">one()</script>', ["one()"], []),
        ('<script type="importmap">{}</script>', ["{}"], []),
        ('<script data-src="x" data-type="json">one()</script>', ["one()"], []),
        ("<script>\r\none()\r\n</script>", ["\none()\n"], []),
        ("<script>chữ có dấu</script>", ["chữ có dấu"], []),
        ('<script type="application/json">{"a": "<!--"}</script><script>b</script>', ["b"], []),
        ('<script type="application/ld+json">{}</script>', [], []),
        ('<script src="x.js"></script>', [], []),
        ("<!-- <script>old()</script> --><script>new()</script>", ["new()"], []),
        ("<style>p{}</style>", [], ["p{}"]),
    ],
)
def test_what_the_theme_wrote_inline_may_run_by_its_hash(
    inside: str, scripts: list[str], styles: list[str]
) -> None:
    found = directives(secured(page(inside)))

    assert found["script-src"].split() == ["'self'", *map(sha, scripts)]
    assert found["style-src"].split() == ["'self'", *map(sha, styles)]


def test_what_a_person_wrote_inline_may_not() -> None:
    own = "<p>x</p><script>mine()</script><style>p{}</style>"

    found = directives(secured(page(f"<script>theme()</script>{own}"), own))

    assert found["script-src"] == f"'self' {sha('theme()')}"
    assert found["style-src"] == "'self'"


def test_a_page_without_a_head_is_an_error() -> None:
    with pytest.raises(HeadMissing):
        secured("<html><header></header><body></body></html>")


@pytest.mark.parametrize(
    "html, refused",
    [
        ("<p>onward, style = good, <code>x</code></p>", ()),
        ('<img src="a.png"><script src="a.js"></script><a href="https://x.example/">x</a>', ()),
        (f'<img src="{SITE}a.png">', ()),
        ('<script type="application/json">{}</script>', ()),
        ("<script>x()</script>", ("a <script> with its text inside",)),
        ('<p style="color:red" onclick="x()">', ("the attribute style=", "the attribute onclick=")),
        ("<style>p{}</style>", ("<style>",)),
        ('<img src="https://x.example/a.png">', ("<img> from another host",)),
        ('<script src="//x.example/a.js"></script>', ("<script> from another host",)),
        ('<link rel="stylesheet" href="https://x.example/a.css">', ("<link> to another host",)),
        ('<iframe src="https://x.example/"></iframe>', ("<iframe>",)),
        ('<img src="https://[broken/a.png">', ("<img> from another host",)),
        ('<a href="javascript:x()">x</a>', ("an address that begins with javascript:",)),
    ],
)
def test_what_a_browser_will_refuse_is_told_in_words(html: str, refused: tuple[str, ...]) -> None:
    assert blocked(html, SITE) == refused
