"""Characters that look like YAML's own are named where they stand, not on the next line."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import yaml

from notices.domain.release import Release
from notices.loading import Loaded, located
from notices.loading.located import read
from tests.loading.conftest import RELEASE


@pytest.fixture(params=["CSafeLoader", "SafeLoader"], autouse=True)
def _each_parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(located, "_LOADER", getattr(yaml, request.param))


FULL_WIDTH = "U+FF1A fullwidth colon in place of a colon"
INDENT = "U+00A0 no-break space used for indentation"


@pytest.mark.parametrize(
    "text, line, column, message, help",
    [
        ("title：Bảng\nsummary: x\n", 1, 6, FULL_WIDTH, "Write it like `title: …`."),
        ("a: b\ntitle：Bảng\nc: d\n", 2, 6, FULL_WIDTH, "Write it like `title: …`."),
        ("title:\n  vi：Bảng\n  en: Payroll\n", 2, 5, FULL_WIDTH, "Write it like `vi: …`."),
        ("title:\n  vi：Bảng\n\n  en: Payroll\n", 2, 5, FULL_WIDTH, "Write it like `vi: …`."),
        ("title:\n  vi: Bảng\n  en：Payroll\n", 3, 5, FULL_WIDTH, "Write it like `en: …`."),
        ("title: {vi：Bảng, en: Payroll}\n", 1, 11, FULL_WIDTH, "Write it like `vi: …`."),
        ("a:\n  - title：b\n    status: open\n", 2, 10, FULL_WIDTH, "Write it like `title: …`."),
        (
            "a: b\nc∶ d\n", 2, 2, "U+2236 ratio in place of a colon",
            "Write it like `c: …`.",
        ),
        (
            "a: b\ntitle:\u00a0Bảng\nc: d\n", 2, 7, "U+00A0 no-break space after the colon",
            "Write it like `title: …`.",
        ),
        (
            "a:\n  vi:\u2003x\n  en: y\n", 2, 6, "U+2003 em space after the colon",
            "Write it like `vi: …`.",
        ),
        (
            "a: b\ntitle\u00a0: Bảng\n", 2, 6, "U+00A0 no-break space before the colon",
            "Write it like `title: …`.",
        ),
        (
            "a: b\ntitle:Bảng\nc: d\n", 2, 7, "missing space after the colon",
            "Write it like `title: …`.",
        ),
        (
            "a:\n  vi:x\n  en: y\n", 2, 6, "missing space after the colon",
            "Write it like `vi: …`.",
        ),
        (
            "a:\n  - Lỗi in\n    status: open\n", 2, 5, "missing colon",
            "Write it like `key: value`.",
        ),
        ("window:\n\u00a0\u00a0start: a\n", 2, 1, INDENT, "Indent with spaces."),
        ("window:\n  start: a\n\u00a0\u00a0end: b\n", 3, 1, INDENT, "Indent with spaces."),
        ("a: b\nlist:\n\u00a0 - x\n", 3, 1, INDENT, "Indent with spaces."),
        ("body: |\n\u00a0\u00a0x\n", 2, 1, INDENT, "Indent with spaces."),
        (
            "window:\n \u3000start: a\n", 2, 2,
            "U+3000 ideographic space used for indentation", "Indent with spaces.",
        ),
        (
            "window:\n\u2003start: a\n", 2, 1, "U+2003 em space used for indentation",
            "Indent with spaces.",
        ),
        (
            "title: {vi: x，en: y}\n", 1, 14, "U+FF0C fullwidth comma in place of a comma",
            "Write an ordinary comma.",
        ),
    ],
)  # fmt: skip
def test_what_looks_like_a_mark_of_yaml_is_named_where_it_is(
    text: str, line: int, column: int, message: str, help: str
) -> None:
    document = read("a.yml", text.encode())
    (problem,) = document.problems
    assert document.data is None
    assert (problem.mark.line, problem.mark.column, problem.message) == (line, column, message)
    assert problem.help.partition("\n")[0] == help


@pytest.mark.parametrize(
    "text, value",
    [
        ("a: Chú ý：đọc kỹ\n", "Chú ý：đọc kỹ"),
        ("a: |\n  \u3000段落：一\n", "\u3000段落：一\n"),
        ("a: 10\u00a0GB，đủ\n", "10\u00a0GB，đủ"),
        ("a: https://example.com:8080/x\n", "https://example.com:8080/x"),
        ("a: one\n  two：three\n", "one two：three"),
    ],
)
def test_within_a_text_such_characters_are_text(text: str, value: str) -> None:
    document = read("a.yml", text.encode())
    assert (document.data, document.problems) == ({"a": value}, [])


def test_every_key_that_is_indented_with_such_characters_is_told() -> None:
    """People paste a whole file from a page, and mend it in one go."""
    text = (
        "window:\n\u00a0\u00a0start: a\n\u00a0\u00a0end: b\n"
        "body: |\n  \u3000段落：一\nimpact:\n \u00a0- mode: x\n"
    )
    problems = read("a.yml", text.encode()).problems
    places = [(each.mark.line, each.mark.column, each.message) for each in problems]
    assert places == [(2, 1, INDENT), (3, 1, INDENT), (7, 2, INDENT)]


def test_a_colon_in_the_second_line_of_a_text_is_told_there() -> None:
    (problem,) = read("a.yml", b"a: text\n  more text\n  note: more\n").problems
    assert (problem.mark.line, problem.message) == (3, "':' is not allowed here")


@pytest.mark.parametrize("text", ["a: b\n\ufeffc: d\n", "window:\n\ufeff  start: a\n"])
def test_a_byte_order_mark_within_a_file_is_all_that_is_told_of_its_line(text: str) -> None:
    (problem,) = read("a.yml", text.encode()).problems
    assert (problem.mark.line, problem.mark.column) == (2, 1)
    assert problem.message == "U+FEFF is an invisible byte order mark"


@pytest.mark.parametrize(
    "text, line, column, message",
    [
        (
            "title:\n  de：Suche\n", 3, 3,
            "title is read as one text: U+FF1A fullwidth colon in place of a colon",
        ),
        (
            "title:\n  de:\u00a0Suche\n", 3, 3,
            "title is read as one text: U+00A0 no-break space after the colon",
        ),
        (
            "title:\n  de:Suche\n", 3, 3,
            "title is read as one text: missing space after the colon",
        ),
        (
            "outcome:\n  result：success\n", 7, 3,
            "outcome must be keys with values: U+FF1A fullwidth colon in place of a colon",
        ),
    ],
)  # fmt: skip
def test_the_only_key_of_its_mapping_is_not_taken_for_a_text(
    load: Callable[[str], Loaded[Release]], text: str, line: int, column: int, message: str
) -> None:
    others = [each for each in RELEASE.splitlines() if each[0] != "t" or text[0] != "t"]
    kept = "".join(f"{each}\n" for each in others)
    loaded = load(kept.replace("summary", f"{text}summary") if text[0] == "t" else kept + text)
    (problem,) = loaded.problems
    assert (problem.mark.line, problem.mark.column, problem.message) == (line, column, message)


def test_a_title_that_names_a_language_is_a_title(load: Callable[[str], Loaded[Release]]) -> None:
    for title in ("deutsch：neu", '"de: neu"', "English：new"):
        assert load(RELEASE.replace("{de: Neue Suche, en: New search}", title)).problems == ()
