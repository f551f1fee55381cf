"""The language in which commands speak: that of ``--lang``, else of the locale, else English.

Belongs here: choosing it, and saying phrases and commands' help in it. Does not belong here: what
is said, the languages of a company's site (the policy has those). Ids, keys, paths and lines to
paste are the same in every language.

A folder of ``translations`` holds a language: a catalog for each package of ``notices``,
``help.yml`` for the help of commands, ``manual.yml`` for the rules' pages, ``click.yml`` for what
click says, which reads it from the catalog of gettext that is made from it.
"""

from __future__ import annotations

import copy
import gettext
import os
from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

import click

from notices.domain.phrases import LANGUAGE, Catalog, translated

__all__ = [
    "ENGLISH",
    "chosen",
    "languages",
    "localized",
    "manual_text",
    "of_locale",
    "say_in",
    "speak",
]

C = TypeVar("C", bound=click.Command)

ENGLISH = "en"
_FOLDER = Path(__file__).parent / "translations"
_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")

_language = ENGLISH
_catalog: Catalog = {}


def languages() -> list[str]:
    """Those that commands can speak: one folder of ``translations`` each, and English."""
    return sorted(
        {ENGLISH, *(f.name for f in _FOLDER.iterdir() if f.is_dir() and len(f.name) == 2)}
    )


def of_locale(environment: Mapping[str, str] | None = None) -> str:
    """The language of messages that POSIX's variables ask for; English if there is no such one."""
    variables = os.environ if environment is None else environment
    locale = next((value for name in _VARIABLES if (value := variables.get(name))), "")
    language = locale.partition(".")[0].partition("_")[0].lower()
    return language if language in languages() else ENGLISH


def speak(language: str) -> None:
    """Say everything from now on in this language."""
    global _language, _catalog
    _language, _catalog = language, _read(language)
    # Git and the system are asked with LC_ALL=C, to which this variable means nothing.
    os.environ["LANGUAGE"] = language
    gettext.bindtextdomain("messages", str(_FOLDER))


def chosen() -> str:
    """The language in which this command speaks."""
    return _language


def say_in(text: str) -> str:
    """A phrase in the chosen language; any other text, such as an id, as it is."""
    return translated(text, _catalog) if _catalog else str(text)


def manual_text(text: str) -> str:
    """A whole text of the help or of the rules' pages in the chosen language."""
    return _catalog.get(text, text)


def localized(command: C) -> C:
    """The command with its help in the chosen language."""
    if not _catalog:
        return command
    command = copy.copy(command)
    command.help = manual_text(command.help or "")
    command.params = [copy.copy(parameter) for parameter in command.params]
    for parameter in command.params:
        if isinstance(parameter, click.Option) and parameter.help:
            parameter.help = manual_text(parameter.help)
    return command


def _read(language: str) -> Catalog:
    if language == ENGLISH:
        return {}
    from notices.loading.catalog import load_catalog  # English, which most speak, needs no reader.

    known: dict[str, str] = {LANGUAGE: language}
    for file in (_FOLDER / language).glob("*.yml"):
        known.update(load_catalog(file.read_bytes()))
    return known
