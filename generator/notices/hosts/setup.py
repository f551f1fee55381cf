"""The set-up of a site: what every host refuses before it renders anything.

Belongs here: faults of the configuration that no host can render with, each with its place.
Does not belong here: reading the configuration (``project.configuration``), what only one host
cannot do (its package).
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path

from notices.domain.names import nearest
from notices.domain.phrases import NO_TEXT, phrase
from notices.domain.problem import Problem
from notices.hosts import InvalidSetup
from notices.project.configuration import Configuration

__all__ = ["check_setup"]


def check_setup(configuration: Configuration) -> None:
    """Raise :class:`InvalidSetup` with every problem of the configuration."""
    if problems := (
        *_theme(configuration),
        *_plugins(configuration),
        *_names(
            configuration,
            "markdown_extensions",
            configuration.markdown_extensions,
            "markdown.extensions",
        ),
    ):
        raise InvalidSetup(problems=problems)


def _theme(configuration: Configuration) -> Iterator[Problem]:
    theme = configuration.theme
    name, custom = theme.get("name"), theme.get("custom_dir")
    # Without a name the theme is what lies in `custom_dir`.
    if name not in ("material", None):
        message = phrase("theme.name has to be material, not {name}", name=str(name))
        help = phrase("Write `name: material` below `theme`.")
        yield configuration.problem(message, help, "theme")
    if custom and not Path(custom).is_dir():
        written = os.path.relpath(custom, configuration.file.parent)
        message = phrase(
            "theme.custom_dir names {folder}, which is not a folder", folder=str(written)
        )
        yield configuration.problem(message, NO_TEXT, "theme", "custom_dir")


def _plugins(configuration: Configuration) -> Iterator[Problem]:
    """A problem for each unknown one, or where ours is missing: MkDocs would show every page."""
    plugins = configuration.plugins
    unknown = [*_names(configuration, "plugins", plugins, "mkdocs.plugins")]
    yield from unknown
    if not unknown and "notices" not in plugins:
        message = phrase(
            "plugins does not name `notices`, so MkDocs would show pages that are not due"
        )
        help = phrase("Write `plugins: [notices]`, with the other plugins behind it.")
        yield configuration.problem(message, help, "plugins")


def _names(
    configuration: Configuration, key: str, given: Iterable[str], group: str
) -> Iterator[Problem]:
    """A problem for each of the names that no package brings."""
    # To look through all installed packages takes longer, and these are nearly always all.
    given = [name for name in given if not _is_common(name, group)]
    # Material's own plugins have its name before theirs.
    known = (
        {entry.name.removeprefix("material/") for entry in entry_points(group=group)}
        if given
        else set()
    )
    for name in given:
        if name.removeprefix("material/") in known:
            continue
        guess = nearest(name, sorted(known))
        help = phrase("Install the package that brings it.")
        if guess:
            help = phrase("Did you mean `{near}`?", near=guess)
        message = (
            phrase("there is no plugin `{name}`", name=name)
            if key == "plugins"
            else phrase("there is no Markdown extension `{name}`", name=name)
        )
        yield configuration.problem(message, help, key, name)


def _is_common(name: str, group: str) -> bool:
    """Whether the name is that of our plugin, or of an extension that can be imported."""
    if group != "markdown.extensions":
        return name == "notices"
    return _is_module(name.partition(":")[0]) or _is_module(f"markdown.extensions.{name}")


def _is_module(name: str) -> bool:
    try:
        return find_spec(name) is not None
    except (ImportError, ValueError):
        return False
