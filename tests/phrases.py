"""The phrases of the source and their translations: ``python -m tests.phrases`` brings the
catalogs up to date.

Belongs here: finding every template in the code, and writing the catalogs: templates that are new
get an empty text to fill in, those that are gone go. Does not belong here: what holds for a
translation (``cli.test_language``).
"""

from __future__ import annotations

import ast
import json
import string
from collections.abc import Iterator, Mapping
from pathlib import Path

from notices.loading.catalog import load_catalog
from tests.project import CLONE

__all__ = ["CATALOGS", "catalog_files", "fields", "templates", "unusable"]

_PACKAGE = CLONE / "generator" / "notices"
CATALOGS = _PACKAGE / "cli" / "translations"

_PLACES = {"phrase": 0, "counted": 2}
"""The argument of each function that a catalog translates."""


def templates() -> dict[str, set[str]]:
    """Every template, by the package (the folder of ``notices``) whose code has it."""
    found: dict[str, set[str]] = {}
    for path, call in _calls():
        text = _argument(call)
        if text is not None:
            found.setdefault(path.relative_to(_PACKAGE).parts[0], set()).add(text)
    return found


def unusable() -> list[str]:
    """The calls whose template is no plain literal, as ``path:line``: nobody can translate them."""
    return [
        f"{path.relative_to(CLONE)}:{call.lineno}"
        for path, call in _calls()
        if _argument(call) is None
    ]


def fields(template: str) -> set[str]:
    """The names of a template's fields."""
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


def catalog_files(language: str) -> Mapping[str, Mapping[str, str]]:
    """A language's translations by package."""
    files = sorted((CATALOGS / language).glob("*.yml"))
    return {file.stem: load_catalog(file.read_bytes()) for file in files}


def _calls() -> Iterator[tuple[Path, ast.Call]]:
    for path in sorted(_PACKAGE.rglob("*.py")):
        if path == _PACKAGE / "domain" / "phrases.py":
            continue
        for node in ast.walk(ast.parse(path.read_bytes())):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in _PLACES
            ):
                yield path, node


def _argument(call: ast.Call) -> str | None:
    assert isinstance(call.func, ast.Name)
    place = _PLACES[call.func.id]
    argument = call.args[place] if len(call.args) > place else None
    text = argument.value if isinstance(argument, ast.Constant) else None
    return text if isinstance(text, str) else None


def _update(language: str) -> None:
    known: dict[str, str] = {}
    for file in catalog_files(language).values():
        known.update(file)
    for package, wanted in templates().items():
        lines = [f"{_quoted(text)}: {_quoted(known.get(text, ''))}\n" for text in sorted(wanted)]
        (CATALOGS / language / f"{package}.yml").write_text("".join(lines), encoding="utf-8")


def _quoted(text: str) -> str:
    """A text in double quotes: what JSON writes is YAML as well."""
    return json.dumps(text, ensure_ascii=False)


if __name__ == "__main__":
    for folder in CATALOGS.iterdir():
        _update(folder.name)
