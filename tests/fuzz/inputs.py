"""Inputs: the corpus, the repository's own files, words of our grammars, and large hostile texts.

Belongs here: what a target begins with. Does not belong here: changing it (``mutations``).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from notices import loading
from tests.fuzz.trials import ROOT
from tests.loading.conftest import POLICY, RELEASE

__all__ = ["CORPUS", "OF_YAML", "corpus_of", "hostile", "huge", "in_values", "seeds_of", "words"]

CORPUS = Path(__file__).with_name("corpus")

_FILES = {
    "release": "content/releases/**/*.yml",
    "plan": "content/plans/*.yml",
    "policy": "generator/notices/cli/init_files/policies/*/policy.yml",
    "systems": "generator/notices/cli/init_files/policies/*/systems.yml",
    "texts": "theme/texts/*.yml",
    "configuration": "mkdocs.yml",
    "page": "content/pages/**/*.md",
    "body": "content/pages/**/*.md",
    "drawing": "content/pages/**/*.svg",
}
_KINDS: tuple[loading.SchemaKind, ...] = (
    "release",
    "plan",
    "policy",
    "systems",
    "channels",
    "holidays",
)
_MARKS = (
    *(
        "\n",
        ": ",
        "- ",
        "{",
        "}",
        "[",
        "]",
        "'",
        '"',
        "\\",
        "|\n  ",
        ">\n  ",
        "#",
        "&a ",
        "*a",
        "!!str ",
    ),
    *("<<: ", "---\n", "...\n", "%YAML 1.1\n", "\\ud800", "\ufeff", "\u202e", "\0", "\r\n", "\x85"),
    *(
        "<a href=",
        "<ol start=",
        "<!--",
        "-->",
        "```",
        "~~~",
        "](",
        "![",
        "]: ",
        "[^1]",
        "| - |",
        "**",
    ),
    *(
        "&#",
        "&lt;",
        "javascript:",
        "https://",
        "mailto:",
        "//",
        "../",
        ".md",
        "%2e%2e",
        "{{",
        "}}",
        "%s",
    ),
    *(
        "2026-12-12",
        "20:00",
        "24:00",
        "+14:00",
        "0001-01-01T00:00:00",
        "9999-12-31T23:59:59Z",
        "1e999",
    ),
    *(
        "FREQ=DAILY;INTERVAL=0",
        ";COUNT=",
        ";BYDAY=",
        ";UNTIL=",
        "250-",
        "250 ",
        "HTTP/1.1 200 OK\r\n",
    ),
    *(
        "Retry-After: ",
        "Infinity",
        "NaN",
        "null",
        "true",
        "[[[[",
        "9" * 30,
        "đ",
        "ế",
        "\u0301",
        "🇻🇳",
    ),
)
_UNITS = (
    *(
        "a",
        " ",
        "\t",
        "\n",
        "[",
        "]",
        "(",
        "{",
        "}",
        "<",
        ">",
        "&",
        "`",
        "*",
        "_",
        "~",
        "|",
        "-",
        "#",
    ),
    *(
        "\\",
        '"',
        "'",
        ":",
        ".",
        "/",
        "@",
        "0",
        "9",
        "é",
        "đ",
        "\u0301",
        "🇻🇳",
        "\ud7ff",
        "\0",
        "\u202e",
    ),
    *(
        "a: ",
        "- ",
        "[a",
        "{a: ",
        "a: [",
        "? ",
        "&a ",
        "*a ",
        "!a ",
        "|\n ",
        "- - ",
        "a:\n ",
        "'a' ",
        "# ",
    ),
    *(
        "[a](",
        "![a](",
        "[a]: b\n",
        "**a",
        "*a _b ",
        "> ",
        ">> ",
        "1. ",
        "<b>",
        "<a href=",
        "<!-- ",
        "``` ",
        "&#",
    ),
    *(
        "<p a='",
        "</b>",
        "]](",
        "|a",
        "a@",
        "a.",
        "a-",
        "..",
        "../",
        "%25",
        "http://a ",
        "//",
        "x:/",
        "=?",
    ),
    *(
        '{"a":',
        '{"a":1}\n',
        "[1,",
        "<a><b>",
        "M0 0",
        "1e9",
        "-1 ",
        "250-a\r\n",
        "a: b\r\n",
        ";A=1",
        "A=1;",
    ),
)
_KIB = 1024
OF_YAML = frozenset({*_KINDS, "texts", "configuration"})
_WHOLE_FILES = frozenset(
    {*OF_YAML, "page", "drawing"}
    | {"ledger", "deliveries", "corrections", "merged", "deployed", "kept"}
)
_OF_HUGE = (b"a", b"[", b"a: b\n", b"\n", b'{"a":', b"<a>", b"9")
# Beyond what any of our files may have, for those that look before they read.
_HUGE = 10 * _KIB * _KIB


def corpus_of(target: str) -> list[bytes]:
    """What the repository keeps for a target, in the order of names."""
    return [path.read_bytes() for path in sorted((CORPUS / target).glob("*"))]


def seeds_of(target: str) -> list[bytes]:
    """The repository's own files of that kind."""
    paths = sorted(ROOT.glob(_FILES[target])) if target in _FILES else []
    own = {"release": RELEASE, "policy": POLICY}.get(target)
    return [path.read_bytes() for path in paths] + ([own.encode()] if own else [])


@cache
def words() -> tuple[bytes, ...]:
    """The keys and the words of our files, and marks of the languages that they are in."""
    keys = {
        word
        for kind in _KINDS
        for word in re.findall(r'"([a-z_]{2,20})"', json.dumps(loading.json_schema(kind)))
    }
    return tuple(text.encode("utf-8", "surrogatepass") for text in (*sorted(keys), *_MARKS))


def hostile(size: int) -> Iterator[bytes]:
    """Texts of that size that are hard on a reader: one unit again and again."""
    for unit in _UNITS:
        piece = unit.encode("utf-8", "surrogatepass")
        yield (piece * (size // len(piece) + 1))[:size]
    yield b"\xff" * size


def in_values(size: int) -> Iterator[bytes]:
    """The same as values of a key, and a file of aliases."""
    for text in hostile(size):
        yield b"title: " + text
        yield b"body: |\n  " + text.replace(b"\n", b"\n  ") + b"\n"
    yield b"a: &a [x]\n" + b"".join(b"b%d: &b%d [*a, *a]\n" % (n, n) for n in range(size // 20))


def huge(target: str) -> Iterator[bytes]:
    """Texts of ten megabytes, for what reads whole files."""
    for unit in _OF_HUGE if target in _WHOLE_FILES else ():
        yield (unit * (_HUGE // len(unit)))[:_HUGE]
