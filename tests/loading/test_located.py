"""YAML in which nothing surprises: every refusal with its exact place."""

from __future__ import annotations

import unicodedata

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from notices.loading import located
from notices.loading.document import SPOILED, LocatedDocument
from notices.loading.located import read
from tests.fuzz.limits import within


def places(document: LocatedDocument) -> list[tuple[int, int, str]]:
    assert all(p.rule == "yaml" and p.severity == "error" for p in document.problems)
    assert all(p.mark.path == "a.yml" for p in document.problems)
    return [(p.mark.line, p.mark.column, p.message) for p in document.problems]


@pytest.fixture(params=["CSafeLoader", "SafeLoader"], autouse=True)
def _each_parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(located, "_LOADER", getattr(yaml, request.param))


def test_every_scalar_is_text() -> None:
    document = read("a.yml", b"{a: 20:00, b: no, c: 010, d: 1.10, e: 2026-01-01, f: [on, 1e3]}")
    assert document.problems == []
    assert document.data == {
        "a": "20:00",
        "b": "no",
        "c": "010",
        "d": "1.10",
        "e": "2026-01-01",
        "f": ["on", "1e3"],
    }


def test_every_value_knows_its_place_in_characters() -> None:
    text = (
        'tên: "Đợt 😀 mới"\nwindow: {start: a, end: b}\nlist:\n  - x\n  - k: |\n      y\nempty:\n'
    )
    document = read("a.yml", text.encode())
    assert document.places == {
        "tên": (1, 6),
        "window": (2, 1),
        "window.start": (2, 17),
        "window.end": (2, 25),
        "list": (3, 1),
        "list.0": (4, 5),
        "list.1": (5, 5),
        "list.1.k": (5, 8),
        "empty": (7, 1),
    }
    assert document.keys["window.end"] == (2, 20)


def test_columns_count_characters_also_behind_an_astral_one() -> None:
    assert read("a.yml", "{a: 😀😀, b: c}".encode()).places["b"] == (1, 12)


def test_windows_line_ends_and_a_mark_at_the_beginning_are_fine() -> None:
    document = read("a.yml", b"\xef\xbb\xbfa: b\r\nc: d # e\r\n")
    assert (document.data, document.places["c"]) == ({"a": "b", "c": "d"}, (2, 4))
    assert document.problems == []


def test_plain_null_is_nothing_and_quoted_null_a_text() -> None:
    assert read("a.yml", b"{a: ~, b: null, c: 'null'}").data == {"a": "", "b": "", "c": "null"}


NO_KEY = "':' is not allowed here"


@pytest.mark.parametrize(
    "text, line, column, message",
    [
        pytest.param(b"", 1, 1, "the file is empty", id="nothing"),
        pytest.param(b"# only a comment\n", 1, 1, "the file is empty", id="only a comment"),
        pytest.param(b"---\n", 1, 1, "the file is empty", id="only a document start"),
        pytest.param(b"\n- a\n", 2, 1, "the file must consist of keys with values", id="a list"),
        pytest.param(b"a\n", 1, 1, "the file must consist of keys with values", id="a text"),
        pytest.param(b"a: b\n--- \nc: d\n", 2, 1, "a second document starts here", id="two files"),
        pytest.param(b"a: \xff\n", 1, 4, "byte 0xFF is not UTF-8", id="no UTF-8"),
        pytest.param(
            "ă: b\nđ: ".encode() + b"\xc3(", 2, 4, "byte 0xC3 is not UTF-8", id="cut UTF-8"
        ),
        pytest.param(b"a: \xed\xa0\x80", 1, 4, "byte 0xED is not UTF-8", id="raw surrogate"),
        pytest.param(
            b"a: " + b"x" * 65534,
            1,
            1,
            "the file has more than 64 KiB",
            id="too large",
        ),
        pytest.param(
            b"a: b\rc: d\r",
            1,
            5,
            "U+000D is a line break that many editors do not show",
            id="line ends of an old Mac",
        ),
        pytest.param(
            b"a: {b: {c: {d: {e: {f: {g: {h: {}}}}}}}}",
            1,
            32,
            "nested more than 8 levels deep",
            id="nine levels",
        ),
        pytest.param(b"title: Fix: login\n", 1, 11, NO_KEY, id="a colon in a title"),
        pytest.param(b"a:\n  b: c\n   d: e\n", 3, 5, NO_KEY, id="one blank too many"),
        pytest.param(b"a:\n\tb: d\n", 2, 1, "tab used for indentation", id="a tab"),
        pytest.param(b"a: @b\n", 1, 4, "a text cannot start with @", id="an at sign"),
        pytest.param(b"a: `b`\n", 1, 4, "a text cannot start with `", id="a backtick"),
        pytest.param(b'a: "b\nc: d\n', 1, 4, "unclosed quote", id="an open quote"),
        pytest.param(
            b"a: - b\n",
            1,
            4,
            "'-' is not allowed here",
            id="a dash in a line",
        ),
        pytest.param(
            b"a: [x, y\n  b: c\n",
            2,
            4,
            "expected ',' or ']'",
            id="a key in a list",
        ),
        pytest.param(b"a: [x, y\nb: c\n", 1, 4, "unclosed [", id="an open bracket"),
        pytest.param(b"a: {b: c, d: {e: f\n", 1, 14, "unclosed {", id="a file that was cut"),
        pytest.param(b"a: {b: [c, d\n}\n", 1, 8, "unclosed [", id="another bracket"),
        pytest.param(
            b"a: 'Today's news'\n",
            1,
            10,
            "the text in quotes ends here, and more of it follows",
            id="an apostrophe",
        ),
        pytest.param(
            b'a: {b: "an "odd" one"}\n',
            1,
            12,
            "the text in quotes ends here, and more of it follows",
            id="quotes in quotes",
        ),
        pytest.param(b"a: *New* news\n", 1, 4, "a text cannot start with *", id="a star"),
        pytest.param(b"a: & news\n", 1, 4, "a text cannot start with &", id="an ampersand"),
        pytest.param(b"a: [b,, c]\n", 1, 7, "nothing stands before the comma", id="two commas"),
        pytest.param(b"a: b\n: c\n", 2, 1, "empty key", id="a colon in front"),
        pytest.param(b"a: b\nc\nd: e\n", 2, 1, "missing colon", id="no colon"),
        pytest.param(b"a: [x", 1, 4, "unclosed [", id="a file ends in brackets"),
        pytest.param(b"a: b\nc: {d: e", 2, 4, "unclosed {", id="a file ends in braces"),
    ],
)
def test_a_file_that_cannot_be_read_says_where_and_why(
    text: bytes, line: int, column: int, message: str
) -> None:
    document = read("a.yml", text)
    assert document.data is None
    assert places(document) == [(line, column, message)]


def test_a_colon_in_a_title_shows_the_line_as_it_should_be() -> None:
    (problem,) = read("a.yml", b"title: Fix: login\n").problems
    assert problem.help == 'Put the text in quotes: title: "Fix: login"'


def test_any_other_error_of_form_shows_its_line_with_a_caret() -> None:
    (problem,) = read("a.yml", b"a: b\nnotices:\n\tfinal: c\n").problems
    assert problem.help == "Indent with spaces.\n       final: c\n      ^"


def test_of_a_long_line_the_part_around_the_caret_is_shown() -> None:
    (problem,) = read("a.yml", b"a: b\n" + b"x" * 100 + b": @" + b"y" * 100).problems
    assert problem.help == (
        f"Put the whole text in quotes.\n      {'x' * 38}: @{'y' * 39}\n      {' ' * 40}^"
    )


@pytest.mark.parametrize(
    "text, line, column, message",
    [
        ("a: *b", 1, 4, "aliases such as *b are not allowed"),
        ("*b : a", 1, 1, "aliases such as *b are not allowed"),
        ("a: &b c", 1, 4, "anchors such as &b are not allowed"),
        ("a: &b [c]", 1, 4, "anchors such as &b are not allowed"),
        ("&b a: c", 1, 1, "anchors such as &b are not allowed"),
        ("a: !!int 5", 1, 4, "tags such as !!int are not allowed"),
        ("a: !important {b: c}", 1, 4, "tags such as !important are not allowed"),
        ("a: !<x> y", 1, 4, "tags such as !<x> are not allowed"),
        ("a:\n  <<: {b: c}", 2, 3, "merge keys (<<) are not allowed"),
        ("a: 1\nb: 2\na: 3", 3, 1, "duplicate key 'a'"),
        ("a: {b: 1, c: {d: 1, d: 2}}", 1, 21, "duplicate key 'd'"),
        ("a: [{b: 1, 'b': 2}]", 1, 12, "duplicate key 'b'"),
        ("[a]: b", 1, 1, "a key must be text"),
        ("? {a: b}\n: c", 1, 3, "a key must be text"),
        ("'': a", 1, 1, "empty key"),
        ("a: b\u202ec", 1, 5, "U+202E changes the text direction"),
        ("a: 1\nb: x\u2066y", 2, 5, "U+2066 changes the text direction"),
        ("a: b\x00c", 1, 5, "U+0000 is a control character"),
        ("a: b\x7fc", 1, 5, "U+007F is a control character"),
        ("a: b\x1bc", 1, 5, "U+001B is a control character"),
        ("a: b\x85c", 1, 5, "U+0085 is a line break that many editors do not show"),
        ("a: b\u2028c", 1, 5, "U+2028 is a line break that many editors do not show"),
        ("a: b\u2029c", 1, 5, "U+2029 is a line break that many editors do not show"),
        ("a: b\ufeffc", 1, 5, "U+FEFF is an invisible byte order mark"),
        ("a: b\ufffec", 1, 5, "U+FFFE is not a character"),
        ("a: 😀\U0001ffffc", 1, 5, "U+1FFFF is not a character"),
        ('a: "x\\u202ey"', 1, 6, "U+202E changes the text direction"),
        ('a: "x\\0y"', 1, 6, "U+0000 is a control character"),
        ('a: "x\\r\\ny"', 1, 6, "U+000D is a line break that many editors do not show"),
        ('a: "x\\Ly"', 1, 6, "U+2028 is a line break that many editors do not show"),
        ('a: "x\\Py"', 1, 6, "U+2029 is a line break that many editors do not show"),
        ('a: "x\\ey"', 1, 6, "U+001B is a control character"),
        ('a: "x\\U0001fffey"', 1, 6, "U+1FFFE is not a character"),
        ('a: "x\\Ny"', 1, 6, "U+0085 is a line break that many editors do not show"),
        ('a: "\\\\0 x\n  \\x07y"', 2, 3, "U+0007 is a control character"),
        ('"a\\u2067": b', 1, 3, "U+2067 changes the text direction"),
        ("a: # 😀\nb: Release #5 is out", 2, 12, ("'#5 is out' is a comment, so the text "
         "ends with 'Release'")),
        ("a: [b]\nc:\n- Release #5", 3, 11, ("'#5' is a comment, so the text ends with "
         "'Release'")),
    ],
)  # fmt: skip
def test_what_surprises_people_is_refused_at_its_place(
    text: str, line: int, column: int, message: str
) -> None:
    assert places(read("a.yml", text.encode())) == [(line, column, message)]


@pytest.mark.parametrize("escape", ["\\n", "\\t", "\\\\0", "\\u1ea1", "\\_", '\\"'])
def test_escapes_of_ordinary_characters_are_fine(escape: str) -> None:
    assert read("a.yml", f'a: "x{escape}y"'.encode()).problems == []


@pytest.mark.parametrize("text", ["a: b # c", "a: 'b' #c", "a: [b] #c", "a: b#c", "a: #c\n  b: d"])
def test_comments_that_cannot_be_meant_as_text_are_fine(text: str) -> None:
    assert read("a.yml", text.encode()).problems == []


def test_all_problems_of_a_file_come_at_once_and_the_rest_can_be_read() -> None:
    document = read("a.yml", "a: *x\nb: &y 1\na: 2\nc: \u202e\nd: e\n".encode())
    assert [(line, column) for line, column, _ in places(document)] == [
        (4, 4),
        (1, 4),
        (2, 4),
        (3, 1),
    ]
    assert document.data == {"a": SPOILED, "b": SPOILED, "c": SPOILED, "d": "e"}


@pytest.mark.parametrize("hostile", ["[", "{", "- ", "? ", "[{", "{a: ", "!", '"', "&a ", "- &a "])
def test_hostile_nesting_is_refused_quickly(hostile: str) -> None:
    for size in (100_000, 60_000 // len(hostile)):
        with within():
            document = read("a.yml", b"a: " + hostile.encode() * size)
        assert document.problems


def test_a_file_of_too_many_values_is_refused() -> None:
    document = read("a.yml", b"a: [" + b"x, " * 20_000)
    assert document.data is None
    assert places(document) == [(1, 30005, "the file holds more than 10000 values")]


def test_a_thousand_problems_are_enough() -> None:
    document = read("a.yml", b"".join(b"k%d: *x\n" % n for n in range(5000)))
    assert document.data is None
    assert len(document.problems) == 1000


def test_eight_levels_are_allowed() -> None:
    assert read("a.yml", b"a: {b: {c: {d: {e: {f: {g: {h: 1}}}}}}}").problems == []


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8")))
def test_no_bytes_make_it_raise(data: bytes) -> None:
    document = read("a.yml", data)
    assert document.problems or document.data is not None


@given(st.text(alphabet="ab:#-[]{},&*!|>'\"%@`?<~ \n\t\\u0", max_size=60))
def test_no_punctuation_makes_it_raise(text: str) -> None:
    document = read("a.yml", text.encode())
    assert document.problems or document.data is not None


def test_texts_are_composed_and_places_count_the_files_own_characters() -> None:
    text = unicodedata.normalize("NFD", "{tên: Bảng lương, b: c}\n")
    document = read("a.yml", text.encode())
    assert document.data == {"tên": "Bảng lương", "b": "c"}
    assert document.places["b"] == (1, text.index("c}") + 1)
    assert text.index("c}") > "{tên: Bảng lương, b: c}".index("c}")


def test_a_key_that_differs_in_its_unicode_form_alone_is_the_same_key() -> None:
    text = "tên: 1\n" + unicodedata.normalize("NFD", "tên: 2\n")
    assert places(read("a.yml", text.encode())) == [(2, 1, "duplicate key 'tên'")]
