"""What a YAML parser's error means, in words for people who do not know YAML.

Belongs here: place, message and help for a syntax error. Does not belong here: finding one
(``located``). It knows the error's attributes only, so that it need not know the parser.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

__all__ = ["explain"]

_GENERAL = (
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
_VALUE = re.compile(r"\s*(?:- )*([A-Za-z0-9_-]+):\s+([^\s\[{|>\"'].*?)\s*")
_WIDEST = 80


def explain(error: Any, lines: Sequence[str]) -> tuple[tuple[int, int], str, str]:
    """Place (line, column from 1), message and help for the parser's ``error``.

    The help shows the line as it should be where quotes are the likely remedy, else the line
    with a caret below the place.
    """
    problem, context = str(error.problem or ""), str(error.context or "")
    unclosed = "quoted scalar" in context and "unexpected" in problem
    # People look for these where the text begins, not where the parser gave up.
    at_opening = unclosed or "simple key" in context
    mark = error.context_mark if at_opening else error.problem_mark or error.context_mark
    line = lines[mark.line] if mark.line < len(lines) else ""
    if unclosed:
        message, help = "unclosed quote", "Add the closing quote."
    elif at_opening:
        message, help = "missing colon", "Write it like `key: value`."
    elif "start any token" in problem and line[mark.column : mark.column + 1] == "\t":
        message, help = "tab used for indentation", "Indent with spaces."
    elif "start any token" in problem:
        message = f"a text cannot start with {line[mark.column : mark.column + 1]}"
        help = "Put the whole text in quotes."
    else:
        for words, shorter in _SHORTER:
            problem = words.sub(shorter, problem)
        message, help = problem, _GENERAL
    pair = _VALUE.fullmatch(line) if message.startswith("':'") else None
    if pair and ": " in pair[2] and len(pair[2]) <= _WIDEST and not set(pair[2]) & {'"', "\\"}:
        help = f'Put the text in quotes: {pair[1]}: "{pair[2]}"'
    else:
        help += _excerpt(line, mark.column)
    return (mark.line + 1, mark.column + 1), message, help


def _excerpt(line: str, column: int) -> str:
    """The source line, or a part of it, and a caret below the column (from 0)."""
    if not line.strip():
        return ""
    first = max(0, column - _WIDEST // 2)
    shown = line[first : first + _WIDEST].replace("\t", " ").rstrip()
    return f"\n      {shown}\n      {' ' * (column - first)}^"
