"""What each fuzz target holds of the values that it gets.

Belongs here: what is true of every problem and of every text, whatever was read. Does not belong here:
calling the program (``targets``), how often (``driver``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

from notices.domain.phrases import LANGUAGE, Catalog, translated
from notices.domain.problem import Problem
from notices.loading.catalog import load_catalog
from notices.rendering.locale.markdown import ATTRIBUTES, SCHEMES
from notices.rendering.locale.typed import TAGS

__all__ = ["hold", "hold_clean", "hold_located", "hold_said"]

_TRANSLATIONS = Path(__file__).parents[2] / "generator/notices/cli/translations/vi"
# Readers refuse longer files as a whole.
_ENOUGH = 2 * 1024 * 1024
_KEPT_BY_US = {
    "rel": r"noopener noreferrer",
    "id": r"nt-in-[\w-]+",
    "class": r"nt-(left|center|right)",
}
_SCHEME = re.compile(r"[\x00-\x20]*([a-zA-Z][a-zA-Z0-9+.-]*):")


def hold(truth: object, what: str) -> None:
    """Fail with what is not so."""
    if not truth:
        raise AssertionError(what)


def hold_located(problems: Iterable[Problem], data: bytes) -> None:
    """Every problem says something, in both languages, about a place of the file."""
    if not (problems := [*problems]):
        return
    text = data[:_ENOUGH].decode("utf-8", "replace").removeprefix("\ufeff")
    # Readers differ in what ends a line, and so do editors.
    readings = (text.split("\n"), re.split("\r\n|\r|\n", text), f"{text}\n".splitlines())
    for problem in problems:
        line, column = problem.mark.line, problem.mark.column
        inside = (
            1 <= line <= len(lines) and 1 <= column <= len(lines[line - 1]) + 1
            for lines in readings
        )
        hold(any(inside), f"{line}:{column} is outside of the file: {problem.message}")
        hold(problem.message.strip(), f"a problem of {problem.rule} says nothing")
        hold_said(problem.message)
        hold_said(problem.help)


def hold_said(text: str) -> None:
    """A text can be said in Vietnamese, and written as UTF-8."""
    f"{text}{translated(text, _vietnamese())}".encode()


@cache
def _vietnamese() -> Catalog:
    known: dict[str, str] = {LANGUAGE: "vi"}
    for file in _TRANSLATIONS.glob("*.yml"):
        known.update(load_catalog(file.read_bytes()))
    return known


def hold_clean(html: str) -> None:
    """HTML holds elements, attributes and addresses that an entry may have, and no others."""
    reader = _Reader(convert_charrefs=False)
    reader.feed(html)
    reader.close()


class _Reader(HTMLParser):
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        hold(tag in TAGS, f"<{tag}> may not stand")
        for name, value in attrs:
            known = name in ATTRIBUTES.get(tag, ()) or re.fullmatch(
                _KEPT_BY_US.get(name, r"(?!)"), value or ""
            )
            hold(known, f"{name}={value!r} of <{tag}> may not stand")
            if name == "href":
                self._address(unescape(value or ""))

    def _address(self, value: str) -> None:
        scheme = _SCHEME.match(re.sub(r"[\t\r\n]", "", value))
        hold(not scheme or scheme[1].lower() in SCHEMES, f"{value!r} is no address for a link")
        if not value.startswith("#"):
            hold("\n" not in value, f"{value!r} has a line break")
            if scheme:
                urlsplit(value.replace("[", "").replace("]", ""))

    def handle_comment(self, data: str) -> None:
        hold(False, f"the comment {data!r} may not stand")

    def handle_decl(self, decl: str) -> None:
        hold(False, f"<!{decl}> may not stand")

    def handle_pi(self, data: str) -> None:
        hold(False, f"<?{data}> may not stand")
