"""The configuration of a site: the YAML of one ``mkdocs.yml``, read as MkDocs reads it.

Belongs here: bytes to plain values, with MkDocs' tags ``!ENV`` and ``!relative``. Does not
belong here: files that it inherits from, what the values mean (``project.configuration``).
Unlike entries, this file is MkDocs' own: it may hold whatever MkDocs takes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from notices.domain.phrases import Phrase, phrase
from notices.domain.problem import Mark, Problem
from notices.loading.conflicts import merge_conflict
from notices.loading.loaded import Loaded

__all__ = ["Tagged", "key_place", "load_configuration"]

_PYTHON = "tag:yaml.org,2002:python/"


class Tagged(str):
    """A value that only MkDocs can make: ``!relative …``, or the name of a Python object."""


def load_configuration(
    path: str, data: bytes, environ: Mapping[str, str]
) -> Loaded[dict[str, Any]]:
    """The keys of one file. ``!ENV`` names variables of ``environ``; the last of a list is the default.

    ``INHERIT`` stays a key. No Python object is ever made or imported.
    """
    if (conflict := merge_conflict(path, data.decode("utf-8", "replace"))) is not None:
        return Loaded(None, (conflict,))
    try:
        values = yaml.load(data, Loader=_loader(environ))  # noqa: S506  # It derives from SafeLoader.
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        place = Mark(path, mark.line + 1, mark.column + 1) if mark else Mark(path)
        words = getattr(error, "problem", None) or str(error).partition("\n")[0]
        return _refused(place, phrase("invalid YAML: {words}", words=words))
    if values is None:
        return Loaded({})
    if not isinstance(values, dict):
        return _refused(Mark(path), phrase("the file has to be a mapping of keys and values"))
    return Loaded(values)


def key_place(data: bytes, *names: str) -> tuple[int, int] | None:
    """Where the keys of a file lead, by line and column: that of the last key, or of a list's item.

    ``None`` where the file has no such key, or is not YAML.
    """
    try:
        node, mark = yaml.compose(data, Loader=yaml.SafeLoader), None
    except (yaml.YAMLError, ValueError, RecursionError):
        return None
    for name in names:
        found = next((pair for pair in _pairs(node) if pair[0].value == name), None)
        if found is None:
            return None
        mark, node = found[0].start_mark, found[1]
    return (mark.line + 1, mark.column + 1) if mark else None


def _pairs(node: yaml.Node | None) -> Iterator[tuple[yaml.Node, yaml.Node | None]]:
    """The keys of a mapping with their values, and of a list the names among its items."""
    if isinstance(node, yaml.MappingNode):
        yield from node.value
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            if isinstance(item, yaml.MappingNode):
                yield from item.value
            else:
                yield item, None


def _refused(place: Mark, message: Phrase) -> Loaded[dict[str, Any]]:
    return Loaded(None, (Problem("error", "configuration", place, message),))


def _loader(environ: Mapping[str, str]) -> type[yaml.SafeLoader]:
    """A loader of its own: constructors are kept in the class."""

    class Loader(yaml.SafeLoader):
        """YAML with MkDocs' tags."""

    def variable(loader: yaml.SafeLoader, node: yaml.Node) -> Any:
        default, named = None, [node]
        if isinstance(node, yaml.SequenceNode):
            named = list(node.value)
            if len(named) > 1:
                default = loader.construct_object(named.pop(), deep=True)
        for each in named:
            name = loader.construct_scalar(each)  # type: ignore[arg-type]  # It refuses any other.
            if name in environ:
                value = environ[name]
                # `12` and `true` get the type that they would have in the file.
                tag = loader.resolve(yaml.ScalarNode, value, (True, False))  # type: ignore[no-untyped-call]
                return loader.construct_object(yaml.ScalarNode(tag, value))
        return default

    def kept(loader: yaml.SafeLoader, suffix: str, node: yaml.Node) -> Tagged:
        if isinstance(node, yaml.ScalarNode) and not suffix.startswith("name:"):
            return Tagged(node.value)
        return Tagged(suffix.removeprefix("name:"))

    Loader.add_constructor("!ENV", variable)
    Loader.add_multi_constructor("!relative", kept)
    Loader.add_multi_constructor(_PYTHON, kept)
    return Loader
