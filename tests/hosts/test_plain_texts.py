"""Markdown of hand-written pages without MkDocs."""

from __future__ import annotations

from notices.hosts.plain.texts import convert

URLS = {"about.md": "about/", "terms.md": "terms/"}


def test_a_link_that_is_no_url_stays_as_it_was_typed() -> None:
    text = "[a](http://[x) ![b](//[y) [c](terms.md)"
    assert convert(text, "about.md", URLS, {}).html == (
        '<p><a href="http://[x">a</a> <img alt="b" src="//[y" /> <a href="../terms/">c</a></p>'
    )
