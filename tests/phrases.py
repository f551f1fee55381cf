"""The phrases of the source and their translations: ``python -m tests.phrases`` brings the
catalogs up to date.

Belongs here: finding every template in the code, every text of the commands' help, of the rules'
pages and of click, and writing the catalogs: what is new gets an empty text to fill in, what is
gone goes. Does not belong here: what holds for a translation (``cli.test_language``).
"""

from __future__ import annotations

import ast
import io
import json
import string
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import click
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo

from notices.cli import main
from notices.loading.catalog import load_catalog
from notices.rules.registry import registered
from tests.project import CLONE

__all__ = ["CATALOGS", "catalog_files", "click_catalog", "fields", "templates", "unusable"]

_PACKAGE = CLONE / "generator" / "notices"
CATALOGS = _PACKAGE / "cli" / "translations"

_NO_DATE = datetime.fromtimestamp(0, UTC)

_PLACES = {"phrase": 0, "counted": 2}
"""The argument of each function that a catalog translates."""


def templates() -> dict[str, set[str]]:
    """Every text to translate, by its file: a package of ``notices``, help, manual or click."""
    found: dict[str, set[str]] = {
        "click": {id if isinstance(id, str) else id[-1] for id in _click_ids()},
        "help": set(_help(main)),
        "manual": {
            text
            for rule in registered().values()
            for text in (rule.summary, *rule.why.split("\n\n"))
            if text
        },
    }
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


def click_catalog(language: str) -> bytes:
    """What click reads of a language, as gettext has it."""
    known = catalog_files(language).get("click", {})
    catalog = Catalog(locale=language, creation_date=_NO_DATE, revision_date=_NO_DATE)
    for id in _click_ids():
        text = known.get(id if isinstance(id, str) else id[-1])
        if text:
            catalog.add(id, text if isinstance(id, str) else (text,) * catalog.num_plurals)
    file = io.BytesIO()
    write_mo(file, catalog)
    return file.getvalue()


def _click_ids() -> Iterable[str | tuple[str, ...]]:
    """What click marks for translation, but what it says on Windows and of shells."""
    folder = Path(click.__file__).parent
    for file, _, id, *_ in extract_from_dir(folder, [("**.py", "python")]):
        if file not in ("_winconsole.py", "shell_completion.py"):
            yield id


def _help(command: click.Command) -> Iterator[str]:
    """The texts of a command and of those below it; what click adds itself is click's."""
    yield command.help or ""
    for parameter in command.params:
        if isinstance(parameter, click.Option) and parameter.help:
            yield parameter.help
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below is not None
            yield from _help(below)


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
    compiled = CATALOGS / language / "LC_MESSAGES" / "messages.mo"
    compiled.parent.mkdir(exist_ok=True)
    compiled.write_bytes(click_catalog(language))


def _quoted(text: str) -> str:
    """A text in double quotes: what JSON writes is YAML as well."""
    return json.dumps(text, ensure_ascii=False)


if __name__ == "__main__":
    for folder in CATALOGS.iterdir():
        _update(folder.name)
