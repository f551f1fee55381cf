"""What a YAML parser's error means, in words for people who do not know YAML.

Belongs here: place, message and help for a syntax error. Does not belong here: finding one
(``located``), characters that look like YAML's (``lookalikes``). It knows the error's attributes only, so that it need not know the parser.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from notices.domain.phrases import Phrase, joined, phrase, verbatim
from notices.loading import lookalikes
from notices.loading.escapes import SINGLE_QUOTES

__all__ = ["explain", "no_key"]

_GENERAL = phrase(
    "Put a text with a colon, a quote, a bracket or a # in quotes, and indent keys that belong "
    "together by the same number of spaces."
)
# Both parsers' words without what differs between them or means nothing to people.
_SHORTER = (
    (re.compile(r"(?:did not find|could not find) (?:the )?expected"), "expected"),
    (re.compile(r", (?:but )?(?:found|got) .*"), ""),
    (re.compile(r"mapping values are.*"), "':' is not allowed here"),
    (re.compile(r".*sequence entries are.*"), "'-' is not allowed here"),
    (re.compile(r"mapping keys are.*"), "'?' is not allowed here"),
    (re.compile(r"<([a-z ]+)>|'<([a-z ]+)>'"), r"the \1\2"),
)
# What is left of them where a file that people write is wrong; the rest stays as it is.
_KNOWN = {
    str(words): words
    for words in (
        phrase("':' is not allowed here"),
        phrase("'-' is not allowed here"),
        phrase("'?' is not allowed here"),
        phrase("expected ',' or '}}'"),
        phrase("expected ',' or ']'"),
        phrase("expected '-' indicator"),
        phrase("expected key"),
        phrase("expected node content"),
        phrase("expected the node content"),
        phrase("expected the block end"),
        phrase("expected the document start"),
        phrase("expected alphabetic or numeric character"),
        phrase("expected comment or line break"),
        phrase("expected whitespace or line break"),
        phrase("found unexpected end of stream"),
        phrase("found unexpected document indicator"),
        phrase("found a tab character that violates indentation"),
    )
}
_VALUE = re.compile(r"\s*(?:- )*([A-Za-z0-9_-]+):\s+([^\s\[{|>\"'].*?)\s*")
_COLON = re.compile(r":(?:[ \t]|$)")
_ITEM = re.compile(r"\s*- ")
_NO_MORE = re.compile(r"\s*(?:[A-Za-z0-9_-]+:(?:\s|$)|[}\]])")
_CLOSING = {"{": "}", "[": "]"}
_TWICE = {"'": "''", '"': '\\"'}
_WIDEST = 80


def explain(error: Any, lines: Sequence[str]) -> tuple[tuple[int, int], Phrase, Phrase]:
    """Place (line, column from 1), message and help for the parser's ``error``.

    The help shows the line as it should be where quotes are the likely remedy, else the line
    with a caret below the place.
    """
    problem, context = str(error.problem or ""), str(error.context or "")
    unclosed = "quoted scalar" in context and "unexpected" in problem
    # People look for these where the text begins, not where the parser gave up.
    marked = "alphabetic or numeric" in problem
    at_opening = unclosed or marked or "simple key" in context
    mark = error.context_mark if at_opening else error.problem_mark or error.context_mark
    number, column = mark.line, mark.column
    if number >= len(lines):
        # The C parser gives up a line behind the last one, where that has no end.
        number, column = len(lines) - 1, len(lines[-1])
    line = lines[number]
    if "mapping values" in problem and (guilty := _without_colon(lines, number, column)) < number:
        return no_key(lines, guilty)
    if unclosed:
        message, help = phrase("unclosed quote"), phrase("Add the closing quote.")
    elif marked:
        message, help = _no_start(line, column)
    elif at_opening:
        return no_key(lines, number, column)
    elif (likely := _likely(error, lines, number, column)) is not None:
        (number, column), message, help = likely
        line = lines[number]
    elif "quoted scalar" in context:
        column = _backslash(line, column, unknown="unknown" in problem)
        escape = line[column : column + 2]
        message = phrase(
            "`{escape}` is no escape, and in double quotes a backslash begins one", escape=escape
        )
        help = SINGLE_QUOTES
    elif "start any token" in problem and line[column : column + 1] == "\t":
        message, help = phrase("tab used for indentation"), phrase("Indent with spaces.")
    elif "start any token" in problem:
        message, help = _no_start(line, column)
    elif "'}'" in problem and (comma := lookalikes.in_braces(line, column)) is not None:
        column, message, help = comma.offset, comma.message, comma.help
    else:
        for words, shorter in _SHORTER:
            problem = words.sub(shorter, problem)
        message, help = _KNOWN.get(problem) or verbatim(problem), _GENERAL
    pair = _VALUE.fullmatch(line) if message.startswith("':'") else None
    if pair and ": " in pair[2] and len(pair[2]) <= _WIDEST and not set(pair[2]) & {'"', "\\"}:
        help = phrase("Put the text in quotes: {line}", line=f'{pair[1]}: "{pair[2]}"')
    else:
        help = joined([help, _excerpt(line, column)], "")
    return (number + 1, column + 1), message, help


def no_key(
    lines: Sequence[str], number: int, column: int | None = None
) -> tuple[tuple[int, int], Phrase, Phrase]:
    """Place, message and help for a line (from 0) that should begin with a key, and has none."""
    line = lines[number]
    message, help = phrase("missing colon"), phrase("Write it like `key: value`.")
    if column is None:
        column = len(line) - len(line.lstrip(" -"))
    if (other := lookalikes.in_line(line)) is not None:
        column, message, help = other.offset, other.message, other.help
    return (number + 1, column + 1), message, joined([help, _excerpt(line, column)], "")


def _no_start(line: str, column: int) -> tuple[Phrase, Phrase]:
    message = phrase("a text cannot start with {mark}", mark=line[column : column + 1])
    return message, phrase("Put the whole text in quotes.")


def _likely(
    error: Any, lines: Sequence[str], number: int, column: int
) -> tuple[tuple[int, int], Phrase, Phrase] | None:
    """Place (from 0), message and help where the parser expects something, and why is likely."""
    if "expected" not in str(error.problem or ""):
        return None
    line = "".join(lines[number : number + 1])
    if (bracket := _unclosed(error, lines)) is not None:
        opening = lines[bracket[0]][bracket[1]]
        help = phrase("Add the closing {bracket}.", bracket=_CLOSING[opening])
        return bracket, phrase("unclosed {bracket}", bracket=opening), help
    if (quote := line[column - 1 : column]) in _TWICE and line[column : column + 1].isalpha():
        message = phrase("the text in quotes ends here, and more of it follows")
        twice = _TWICE[quote]
        help = phrase("Write {twice} for {mark} inside these quotes.", twice=twice, mark=quote)
        return (number, column - 1), message, help
    if line[column : column + 1] == ",":
        message = phrase("nothing stands before the comma")
        return (number, column), message, phrase("Delete the comma, or write what is missing.")
    if line[column : column + 1] == ":" and line[:column].rstrip()[-1:] in {"", "{", ","}:
        return (number, column), phrase("empty key"), phrase("Write a key before the colon.")
    return None


def _unclosed(error: Any, lines: Sequence[str]) -> tuple[int, int] | None:
    """Where the bracket stands that nobody closed before the next key, or before the end."""
    opening, end = error.context_mark, error.problem_mark
    if None in {opening, end}:
        return None
    first = "".join(lines[opening.line : opening.line + 1])
    if first[opening.column : opening.column + 1] not in _CLOSING:
        return None
    if end.line == len(lines) - 1 and end.column >= len(lines[end.line]):
        # The parser in Python gives up in the last line, where that has no end.
        return opening.line, opening.column
    if end.line <= opening.line:
        return None
    last = "".join(lines[end.line : end.line + 1])
    if last.strip() and (_indent(last) > _indent(first) or not _NO_MORE.match(last)):
        return None
    return opening.line, opening.column


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _without_colon(lines: Sequence[str], number: int, column: int) -> int:
    """The line (from 0) in which a colon is missed, where the parser complains of a later one.

    The parser reads the lines above without a key as one text with this one. Unless that text is
    the value of a key, its first line should have been a key.
    """
    if _COLON.search(lines[number], 0, column):
        return number
    guilty = number
    for above in range(number - 1, -1, -1):
        if _COLON.search(lines[above]):
            begins = lines[above].rstrip().endswith(":") or _ITEM.match(lines[guilty])
            return guilty if begins else number
        if lines[above].strip():
            guilty = above
    return guilty


def _backslash(line: str, column: int, *, unknown: bool) -> int:
    """Where the escape begins that the parser gave up in; the two parsers mark other places."""
    at_it = unknown and line[column : column + 1] == "\\"
    return column if at_it else max(0, line.rfind("\\", 0, column))


def _excerpt(line: str, column: int) -> str:
    """The source line, or a part of it, and a caret below the column (from 0)."""
    if not line.strip():
        return ""
    first = max(0, column - _WIDEST // 2)
    shown = line[first : first + _WIDEST].replace("\t", " ").rstrip()
    return f"\n      {shown}\n      {' ' * (column - first)}^"
