"""The summary's Markdown: what people wrote is shown as they wrote it, and does nothing."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from notices.cli.manual import manual_url
from notices.cli.summary.document import summary_text
from notices.cli.summary.markdown import block, cell, code, link, prose, row, said
from notices.evaluation import Sources, evaluate
from tests.project import POLICY, SYSTEMS

FOLD = r"<details>\n<summary>\d+ warnings?</summary>\n|</details>\n?"
GITHUB = MarkdownIt("gfm-like", {"linkify": False, "html": True})
# What GitHub makes a link, a mention or a picture of in the text itself.
BY_ITSELF = re.compile(r"@\w|#\d|\bGH-\d|https?://|ftp://|www\.\w|:[\w+-]+:", re.IGNORECASE)
PIECES = st.sampled_from(
    [
        "`", "``", "|", "\\", "*", "**", "_", "~~", "[x](y)", "![x](y)", "<b>", "</details>", "<!--",
        "&lt;", "&#64;", "@user", "@org/team", "#1", "GH-1", "owner/name#2", "https://a.example", "www.a.example",
        "a@b.example", "mailto:a@b.example", ":+1:", "$x$", "{{x}}", "[^1]", "[x]: y", "a_b", "_a_", "__", "- ", "+ ", "1. ", "2) ",
        "# ", "> ", "---", "===", "\n", "\r\n", "\n\n", "    ", "\t", "| --- |", "\u202e", "\x00", "~~~", "```",
        "Lương", "x", " ", "é",
    ]
)  # fmt: skip
HOSTILE = st.one_of(st.lists(PIECES, max_size=8).map("".join), st.text(max_size=40))


def tokens(text: str) -> list[Token]:
    """Every token of a text, those within lines as well."""
    found = []
    for token in GITHUB.parse(text):
        found.append(token)
        found += token.children or []
    return found


def shown(text: str) -> str:
    """What a reader sees of a text that should be one paragraph of plain text."""
    kinds = [token.type for token in tokens(text)]
    assert set(kinds) <= {"paragraph_open", "inline", "text", "paragraph_close", "text_special"}
    assert kinds.count("paragraph_open") <= 1
    return unescape(GITHUB.render(text).removeprefix("<p>").removesuffix("</p>\n"))


def plain(text: str) -> str:
    """A text as it should read: on one line, control characters spelt out."""
    line = " ".join(text.split())
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in line)


@given(HOSTILE)
def test_no_text_is_anything_but_text(text: str) -> None:
    """No markup, no link, no mention; and the same words but for spaces of no width."""
    seen = shown(prose(text))
    assert seen.replace("\u200b", "") == plain(text).replace("\u200b", "")
    assert not BY_ITSELF.search(seen)


@given(HOSTILE)
def test_a_text_of_ours_has_code_and_nothing_else(text: str) -> None:
    kinds = {token.type for token in tokens(said(text))}
    assert kinds <= {
        "paragraph_open",
        "inline",
        "text",
        "paragraph_close",
        "text_special",
        "code_inline",
    }
    visible = "".join(t.content for t in tokens(said(text)) if t.type == "text")
    assert not BY_ITSELF.search(visible)


@given(HOSTILE, HOSTILE)
def test_no_text_leaves_its_cell(one: str, two: str) -> None:
    table = "\n".join(
        (row(("a", "b", "c")), row(("---",) * 3), row((prose(one), prose(two), "end")))
    )
    cells = [t for t in GITHUB.parse(table) if t.type == "td_open"]
    assert len(cells) == 3
    assert re.search(r"<td>end</td>\n</tr>\n</tbody>\n</table>\n$", GITHUB.render(table))


@given(HOSTILE)
def test_no_text_ends_the_block_that_it_is_in(text: str) -> None:
    found = tokens(f"{block(text, 'yaml')}\n\nend")
    assert [token.type for token in found][:2] == ["fence", "paragraph_open"]


@given(HOSTILE)
def test_no_text_ends_the_code_that_it_is_in(text: str) -> None:
    kinds = [token.type for token in tokens(code(text))]
    assert kinds == ["paragraph_open", "inline", "code_inline", "paragraph_close"]


def summary(title: str, text: str) -> str:
    """The summary of a project whose only release, fine or not, has this title and summary."""
    entry = f"""\
category: feature
title: {json.dumps(title)}
summary: {{vi: {json.dumps(text)}, en: {json.dumps(title)}}}
window: {{start: 2026-12-12 20:00, end: 2026-12-12 22:00}}
impact: {{downtime: 10m, mode: usable, systems: [payroll]}}
"""
    files = {
        "content/policy.yml": POLICY.read_bytes(),
        "content/systems.yml": SYSTEMS.encode(),
        "content/releases/x.yml": entry.encode(),
    }
    evaluation = evaluate(Sources(files), datetime(2026, 12, 1, 2, tzinfo=UTC))
    return summary_text(evaluation, evaluation.problems, "checked")


@settings(max_examples=40)
@given(HOSTILE, HOSTILE)
def test_whatever_an_entry_says_the_summary_has_its_own_shape(title: str, text: str) -> None:
    """Links lead to the manual alone, HTML is what folds the warnings, tables have four columns."""
    written = summary(title or "x", text or "x")
    found = tokens(written)
    html = [token.content for token in found if token.type.startswith("html")]
    links = [str(token.attrs["href"]) for token in found if token.type == "link_open"]
    rendered = re.findall(r"<tr>(.*?)</tr>", GITHUB.render(written), re.DOTALL)

    assert {each for each in html if not re.fullmatch(FOLD, each)} == set()
    assert all(link.startswith(f"{manual_url()}rules/") for link in links)
    assert not any(token.type in ("image", "s_open", "em_open") for token in found)
    assert {row.count("<td") + row.count("<th") for row in rendered} == {4}
    lines = (token.children for token in found if token.children)
    texts = ("".join(t.content for t in line if t.type.startswith("text")) for line in lines)
    assert not any(BY_ITSELF.search(text) for text in texts)
    assert written.endswith("\n\n---\n\nchecked\n")


@pytest.mark.parametrize(
    "text, written",
    [
        ("Bảng lương | @anviec #1", "Bảng lương \\| @\u200banviec \\#\u200b1"),
        ("1. <b>", "1\\. &lt;b&gt;"),
        ("20:00 – 22:00", "20:00 – 22:00"),
        ("a" * 301, "a" * 299 + "…"),
    ],
)
def test_what_is_written(text: str, written: str) -> None:
    assert prose(text) == written


def test_code_in_single_backticks_stays_code() -> None:
    assert said("write `window: {start: x}`, _now_") == "write `window: {start: x}`, \\_now\\_"
    assert said("``x`` and `y") == "\\`\\`x\\`\\` and \\`y"
    assert code("a`b") == "``a`b``"


def test_an_address_stays_within_its_link() -> None:
    assert link("x", "https://a.example/b c)<d>") == "[x](https://a.example/b%20c%29%3Cd%3E)"


def test_a_bar_of_code_is_escaped_in_a_cell() -> None:
    assert cell("`a|b` \\|") == "`a\\|b` \\|"
