"""What is wrong with the theme's styles: ``python -m tests.styles`` tells it, as a linter does.

Belongs here: what can be seen without a browser: syntax, a property that is written twice in one
block, a variable that nothing sets. Does not belong here: whether a browser knows a declaration
(``tests.browser.test_styles``).
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import tinycss2

from tests.project import CLONE

__all__ = ["STYLES", "Declaration", "declarations", "problems", "variables"]

_THEME = CLONE / "theme"
STYLES = sorted(_THEME.rglob("*.css"))

_SET = re.compile(r"(--[\w-]+)[\"']?\s*[:,]")
"""A variable that is set, by a declaration or by `setProperty`."""


@dataclass(frozen=True, slots=True)
class Declaration:
    """One declaration, in the block of ``around``: a selector, or an at-rule such as `@font-face`."""

    around: str
    name: str
    value: str
    line: int


def declarations(css: str) -> Iterator[Declaration]:
    """Every declaration of a style sheet, in the order of the file."""
    for block in _blocks(_parsed(css)):
        for node in block[1]:
            if node.type == "declaration":
                value = tinycss2.serialize(node.value).strip()
                yield Declaration(block[0], node.name, value, node.source_line)


def variables() -> frozenset[str]:
    """The variables that a file of the theme sets."""
    files = (path for path in _THEME.rglob("*") if path.suffix in {".css", ".html", ".js"})
    return frozenset(name for path in files for name in _SET.findall(path.read_text("utf-8")))


def problems(css: str, known: frozenset[str]) -> list[str]:
    """What is wrong with a style sheet, a line each, with its place: ``3:7: message``."""
    nodes = _parsed(css)
    found = []
    for _, block in [("", nodes), *_blocks(nodes)]:
        names: list[str] = []
        for node in block:
            place = f"{node.source_line}:{node.source_column}"
            if node.type == "error":
                found.append(f"{place}: {node.message}")
            if node.type == "declaration":
                # Right behind the first, it is for browsers that know the second form.
                if node.name in names[:-1]:
                    found.append(f"{place}: `{node.name}` is written twice in this block")
                names.append(node.name)
                found += [
                    f"{place}: nothing sets the variable `{name}`"
                    for name in _used(tinycss2.serialize(node.value))
                    if name not in known
                ]
    return found


def _parsed(css: str) -> list[Any]:
    nodes: list[Any] = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    return nodes


def _blocks(nodes: list[Any]) -> Iterator[tuple[str, list[Any]]]:
    """Each block of braces, the outer ones first, by what stands in front of it."""
    for node in nodes:
        if node.type in ("qualified-rule", "at-rule") and node.content is not None:
            inner = tinycss2.parse_blocks_contents(
                node.content, skip_comments=True, skip_whitespace=True
            )
            sign = f"@{node.at_keyword} " if node.type == "at-rule" else ""
            yield (sign + tinycss2.serialize(node.prelude)).strip(), inner
            yield from _blocks(inner)


def _used(value: str) -> list[str]:
    """The variables that a value cannot do without: those that name no other value."""
    return re.findall(r"var\(\s*(--[\w-]+)\s*\)", value)


if __name__ == "__main__":
    known = variables()
    lines = [
        f"{path.relative_to(CLONE)}:{problem}"
        for path in STYLES
        for problem in problems(path.read_text(encoding="utf-8"), known)
    ]
    print("\n".join([*lines, f"{len(STYLES)} style sheets, {len(lines)} problems"]))
    sys.exit(bool(lines))
