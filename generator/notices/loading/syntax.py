"""What a YAML parser's complaint means to somebody who has never heard of YAML.

Belongs here: place, message and help for a syntax error. Does not belong here: finding one
(``located``). It knows the error's attributes only, so that it need not know the parser.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

__all__ = ["explain"]

_QUOTE = "Put the whole text in quotes."
_INDENT = (
    "Give keys that belong together the same number of blanks before them, and put texts with "
    "a colon, a quote or a bracket in quotes."
)
_BRACKETS = (
    "Separate the parts with commas, close every bracket, and put texts with a colon, a comma, "
    "a quote, a # or a bracket in quotes."
)

# Part of the parser's words (C and Python parser differ), message, help; the first that fits.
_MEANINGS = (
    (
        "mapping values are not allowed",
        "a colon stands where no key can be",
        "A text that contains ': ' needs quotes; otherwise check the blanks before the key.",
    ),
    ("mapping keys are not allowed", "a ? stands where no key can be", _QUOTE),
    (
        "sequence entries are not allowed",
        "a dash stands where no list can begin",
        "Begin the list on the next line, or put a text that begins with '- ' in quotes.",
    ),
    ("expected ',' or '}'", "the parts between { and } do not fit together", _BRACKETS),
    ("expected ',' or ']'", "the parts between [ and ] do not fit together", _BRACKETS),
    ("block collection", "this line does not fit to the lines above it", _INDENT),
    ("expected '-' indicator", "this line does not fit to the list above it", _INDENT),
    ("expected <block end>", "this line does not fit to the lines above it", _INDENT),
    ("expected key", "this line does not fit to the lines above it", _INDENT),
    (
        "expected ':'",
        "a colon is missing behind this key",
        "Write `key: value`; a text of several lines begins with | behind its key.",
    ),
    (
        "unknown escape character",
        "this escape is unknown",
        "In double quotes, write a backslash twice.",
    ),
    (
        "escape",
        "this escape stands for no character",
        "Write the character itself instead.",
    ),
    ("expected hex", "this escape is not complete", "Write the character itself instead."),
    (
        "unexpected end of stream",
        "a text in quotes is not closed",
        "Put the closing quote behind it.",
    ),
    (
        "unexpected document indicator",
        "a text in quotes is not closed",
        "Put the closing quote behind it.",
    ),
    (
        "expected alphabetic or numeric",
        "a text cannot begin with * or & here",
        _QUOTE,
    ),
    ("expected comment or", "a text cannot begin with | or > on the same line", _QUOTE),
    ("undefined tag handle", "tags such as !this! are not allowed", _QUOTE),
    ("expected '>'", "tags are not allowed", "A text that begins with ! needs quotes."),
    ("expected '!'", "tags are not allowed", "A text that begins with ! needs quotes."),
    ("tag", "tags are not allowed", "A text that begins with ! needs quotes."),
    (
        "document start",
        "the file goes on behind its end",
        "Keep one document a file, with keys and values only.",
    ),
    ("directive", "a text cannot begin with % here", _QUOTE),
    ("nested", "values are nested too deep here", ""),
    ("depth", "values are nested too deep here", ""),
)
_VALUE = re.compile(r"\s*(?:- )*([A-Za-z0-9_-]+):\s+([^\s\[{|>\"'].*?)\s*")
_WIDEST = 80


def explain(error: Any, lines: Sequence[str]) -> tuple[tuple[int, int], str, str]:
    """Place (line, column from 1), message and help for the parser's ``error``."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if mark is None:
        return (1, 1), "this is not YAML that can be read", ""
    words = str(error.problem or "")
    context = str(getattr(error, "context", None) or "")
    opening = getattr(error, "context_mark", None)
    if opening is not None and _is_at_its_opening(context, words):
        mark = opening
    place = (mark.line + 1, mark.column + 1)
    line = lines[mark.line] if mark.line < len(lines) else ""
    if "tab character" in words:
        return place, *_cannot_start("\t")
    if "cannot start any token" in words:
        return place, *_cannot_start(line[mark.column : mark.column + 1])
    if words.endswith("expected key") and line[: mark.column].strip():
        return place, "the text goes on behind its end", _QUOTE
    for part, message, help_line in _MEANINGS:
        if part in words or (part == "expected '-' indicator" and part in context):
            return place, message, _with_example(message, help_line, line)
    return place, "this is not YAML that can be read", _INDENT


def _is_at_its_opening(context: str, words: str) -> bool:
    """Whether people find the error where its text begins, not where the parser gave up."""
    if "quoted scalar" in context:
        return "escape" not in words and "expected hex" not in words
    return any(what in context for what in ("alias", "anchor", "a tag", "directive"))


def _cannot_start(character: str) -> tuple[str, str]:
    if character == "\t":
        return "a tab stands before the text of this line", "Indent with blanks instead of tabs."
    return f"a text cannot begin with {character} here", _QUOTE


def _with_example(message: str, help_line: str, line: str) -> str:
    """Shows the line's own text in quotes where quotes are the likely remedy."""
    found = _VALUE.fullmatch(line)
    if (
        found is None
        or "colon" not in message
        or ": " not in found[2]
        or len(found[2]) > _WIDEST
        or '"' in found[2]
        or "\\" in found[2]
    ):
        return help_line
    return f'Put the text in quotes: {found[1]}: "{found[2]}"'
