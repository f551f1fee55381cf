"""The set-up of a site: what every host refuses before it renders anything.

Belongs here: faults of the configuration that no host can render with, each with its place.
Does not belong here: reading the configuration (``project.configuration``), what only one host
cannot do (its package).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.metadata import entry_points
from importlib.util import find_spec

from notices.domain.names import nearest
from notices.domain.problem import Mark, Problem
from notices.hosts import InvalidSetup
from notices.project.configuration import Configuration

__all__ = ["check_setup"]


def check_setup(configuration: Configuration) -> None:
    """Raise :class:`InvalidSetup` with every problem of the configuration."""
    if problems := (*_theme(configuration), *_extensions(configuration)):
        raise InvalidSetup(problems=problems)


def _theme(configuration: Configuration) -> Iterator[Problem]:
    name = configuration.theme.get("name")
    # Without a name the theme is what lies in `custom_dir`.
    if name not in ("material", None):
        yield _problem(configuration, "theme", f"theme.name has to be material, not {name}")


def _extensions(configuration: Configuration) -> Iterator[Problem]:
    known = {entry.name for entry in entry_points(group="markdown.extensions")}
    for name in configuration.markdown_extensions:
        if name not in known and not _is_module(name.partition(":")[0]):
            guess = nearest(name, sorted(known))
            help = f"Did you mean `{guess}`?" if guess else "Install the package that brings it."
            yield _problem(configuration, name, f"there is no Markdown extension `{name}`", help)


def _is_module(name: str) -> bool:
    try:
        return find_spec(name) is not None
    except (ImportError, ValueError):
        return False


def _problem(configuration: Configuration, word: str, message: str, help: str = "") -> Problem:
    """A problem where the word stands in the file; at its start where the file inherits it."""
    text = configuration.file.read_text(encoding="utf-8", errors="replace")
    found = re.search(rf"^[\s\-\"']*({re.escape(word)})\b", text, re.MULTILINE)
    at = found.start(1) if found else 0
    line, column = text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
    return Problem(
        "error", "configuration", Mark(configuration.file.name, line, column), message, help
    )
