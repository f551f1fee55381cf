"""Hand-written pages: what their head tells, and what no page may hold."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notices.loading import Loaded, drawing_problems, front_matter, page_text
from tests.fuzz.limits import within

Messages = Callable[[Loaded[Any]], list[tuple[str, int, int, str]]]


@pytest.mark.parametrize(
    "page, meta",
    [
        (b"# No head\n", {}),
        (b"", {}),
        (b"---\n---\n", {}),
        (b"---\n# nothing\n---\ntext", {}),
        (b"---\ntitle: Payroll\nstub: true\n---\n# x\n", {"title": "Payroll", "stub": "true"}),
        (b"---\r\nstub: false\r\n---\r\n# x\r\n", {"stub": "false"}),
        (b"\xef\xbb\xbf---\ntitle: A\n---\n", {"title": "A"}),
        (b"---\ntitle: a---b\n...\n", {"title": "a---b"}),
        (b"---\ntitle: A\n---", {"title": "A"}),
        (b"---\nhide: [toc]\ntags: {a: b}\ndescription: 'D: e'\n---\n", {"description": "D: e"}),
        (b"---\ntitle:\n---\n", {}),
        (b"text\n---\nstub: true\n---\n", {}),
        (b"---\nstub: true\n", {}),
        (b"---\nstub: true # for now\n---\n" + b"x" * 100_000, {"stub": "true"}),
    ],
)
def test_the_head_of_a_page_tells_title_description_and_stub(
    page: bytes, meta: dict[str, str]
) -> None:
    assert front_matter("p.md", page) == Loaded(meta)


@pytest.mark.parametrize(
    "page, line, column, message",
    [
        (b"---\ntitle: A: b\n---\n", 2, 9, "':' is not allowed here"),
        (b"---\n\nstub: yes\n---\n", 3, 7, "stub must be true or false"),
        (b"---\ntitle: [a]\n---\n", 2, 1, "title must be text on one line"),
        (b"---\n- a\n---\n", 2, 1, "the file must consist of keys with values"),
        (b"---\na: 1\na: 2\n---\n", 3, 1, "duplicate key 'a'"),
    ],
)
def test_a_head_that_cannot_be_read_says_where_in_the_page(
    messages: Messages, page: bytes, line: int, column: int, message: str
) -> None:
    loaded = front_matter("p.md", page)
    assert loaded.value is None
    assert [place[1:] for place in messages(loaded)] == [(line, column, message)]


@pytest.mark.parametrize(
    "page, text",
    [
        (b"", ""),
        (b"# A\n", "# A\n"),
        (b"\xef\xbb\xbf# A\n", "# A\n"),
        (b"# A\r\nb\r\n", "# A\r\nb\r\n"),
        (b"---\ntitle: A\n---\n# B\n", "# B\n"),
        (b"\xef\xbb\xbf---\ntitle: A\n---\n# B\n", "# B\n"),
        ("# Đăng nhập 👋🏽 \u200d\n".encode(), "# Đăng nhập 👋🏽 \u200d\n"),
    ],
)
def test_a_page_s_text_is_what_stands_below_its_head(page: bytes, text: str) -> None:
    assert page_text("p.md", page) == Loaded(text)


@pytest.mark.parametrize(
    "page, places",
    [
        (b"# A\n\nx \xff y\n", [(3, 3, "byte 0xFF is not UTF-8")]),
        (b"---\ntitle: \xc3(\n---\n", [(2, 8, "byte 0xC3 is not UTF-8")]),
        (b"\xef\xbb\xbf\xff", [(1, 1, "byte 0xFF is not UTF-8")]),
        (
            "# A\n\ue000b\uf8ff\n".encode(),
            [
                (2, 1, "U+E000 is a private-use character that most readers cannot see"),
                (2, 3, "U+F8FF is a private-use character that most readers cannot see"),
            ],
        ),
        (
            "---\ntitle: A\n---\nđ\u202eb\n\x00".encode(),
            [
                (4, 2, "U+202E changes the text direction"),
                (5, 1, "U+0000 is a control character"),
            ],
        ),
        (b"a\rb\r\n", [(1, 2, "U+000D is a line break that many editors do not show")]),
    ],
)
def test_what_browsers_could_not_show_is_told_at_its_place(
    messages: Messages, page: bytes, places: list[tuple[int, int, str]]
) -> None:
    loaded = page_text("p.md", page)
    assert loaded.value is None
    assert [place[1:] for place in messages(loaded)] == places


def test_of_a_hopeless_page_the_first_hundred_problems_are_told() -> None:
    loaded = page_text("p.md", b"\x00" * 50_000)
    assert loaded.value is None
    assert len(loaded.problems) == 100
    assert loaded.problems[-1].message == "901 more problems follow in this file"


HEAD = b"---\ntitle: A\n---\n"


@pytest.mark.parametrize(
    "page, line, column, message",
    [
        (b"a\n\nb " + b"[" * 5_000, 3, 3, "this paragraph has too many brackets [ for its length"),
        (
            HEAD + b"a\n\n" + b"[a](" * 15_000,
            6,
            1,
            "this paragraph has too many brackets [ for its length",
        ),
        (b"![" * 10_000, 1, 2, "this paragraph has too many brackets [ for its length"),
        (b"[`]`" * 10_000, 1, 1, "this paragraph has too many brackets [ for its length"),
        (b"a <b " * 200, 1, 3, "more than 100 tags begin with < and do not end with >"),
        (b"\n\n<![CDATA[" * 200, 3, 1, "more than 100 tags begin with < and do not end with >"),
        (
            b"x\n\n" + b"> " * 50,
            3,
            1,
            "more than 40 quotations or lists begin here, each in the last",
        ),
        (b"1. - " * 50, 1, 1, "more than 40 quotations or lists begin here, each in the last"),
        (b"a\n\n" + b"-\n" * 3_000, 3, 1, "this paragraph has more than 2000 lines"),
        (b"a" * 65_537, 1, 1, "the page is larger than 64 KiB"),
    ],
)
def test_a_page_that_markdown_would_need_minutes_for_is_refused_at_once(
    messages: Messages, page: bytes, line: int, column: int, message: str
) -> None:
    begun = time.process_time()
    loaded = page_text("p.md", page)
    assert time.process_time() - begun < 0.5
    assert loaded.value is None
    assert messages(loaded) == [("page-limits", line, column, message)]


@pytest.mark.parametrize("blank", [" ", "\t", "\u00a0", " \n"])
def test_a_page_of_blanks_is_read_at_once(blank: str) -> None:
    text = blank * (65_536 // len(blank.encode()))
    with within():
        assert page_text("p.md", text.encode()).value == text


@pytest.mark.parametrize(
    "head, rule, message",
    [
        (b"a: " + b"[" * 9_000, "page-limits", "the front matter is larger than 8 KiB"),
        (b"a: " + b"[" * 8_000, "yaml", "nested more than 8 levels deep"),
        (b"a: [" + b"b," * 4_000 + b"]\nc: [" + b"b," * 200, "page-limits", None),
    ],
)
def test_a_head_without_end_is_refused_at_once(
    messages: Messages, head: bytes, rule: str, message: str | None
) -> None:
    begun = time.process_time()
    loaded = front_matter("p.md", b"---\n" + head + b"\n---\n")
    assert time.process_time() - begun < 0.5
    assert loaded.value is None
    [(found, _, _, text)] = messages(loaded)
    assert (found, text) == (rule, message or text)


@pytest.mark.parametrize(
    "text",
    [
        "| [a](b.md) | `<T>` | a < b |\n" * 300,
        ("A [link](https://example.com/a_(b)) and an ![image](a.png).\n" * 8 + "\n") * 100,
        "- - - - - - - - - - - - - - - - - - - -\n\n> > > three\n\n1. one\n   - two\n",
        "<details><summary>More</summary><p>Text</p></details>\n" * 500,
        "a" * 65_536,
    ],
    ids=["a table", "links", "rules", "HTML", "the most"],
)
def test_a_long_page_as_people_write_it_is_read(text: str) -> None:
    assert page_text("p.md", text.encode()) == Loaded(text)


@given(st.binary(max_size=100), st.booleans())
def test_no_page_makes_it_raise(data: bytes, headed: bool) -> None:
    page = b"---\n" + data + b"\n---\n" if headed else data
    drawing_problems("p.svg", data)
    front_matter("p.md", page)
    page_text("p.md", page)
