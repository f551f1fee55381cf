"""The configuration of a site: the YAML of one ``mkdocs.yml``, read as MkDocs reads it.

Belongs here: bytes to plain values, with MkDocs' tags ``!ENV`` and ``!relative``. Does not
belong here: files that it inherits from, what the values mean (``project.configuration``).
Unlike entries, this file is MkDocs' own: it may hold whatever MkDocs takes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import inf
from typing import Any

import yaml

from notices.domain.phrases import NO_TEXT, Phrase, phrase
from notices.domain.problem import Mark, Problem
from notices.domain.wording import quoted, size_text
from notices.loading.conflicts import merge_conflict
from notices.loading.loaded import Loaded
from notices.loading.tagged import Tagged

__all__ = ["key_place", "load_configuration"]

# The parser is MkDocs' own, which takes a second for this.
_LARGEST = 128 * 1024
_MOST_VALUES = 100_000
_LONG_TEXT = 100
_DEEPEST = 100
# What the parser raises for `!!int ''`, `!!bool x` and `!!timestamp x`, beside its own.
_NOT_OF_ITS_TAG = (AttributeError, LookupError, TypeError)
_PYTHON = "tag:yaml.org,2002:python/"


def load_configuration(
    path: str, data: bytes, environ: Mapping[str, str]
) -> Loaded[dict[str, Any]]:
    """The keys of one file. ``!ENV`` names variables of ``environ``; the last of a list is the default.

    ``INHERIT`` stays a key. No Python object is ever made or imported. A file of more than 128 KiB is
    refused, and one whose aliases make more of it than anybody writes.
    """
    if (problem := _unread(path, data)) is not None:
        return Loaded(None, (problem,))
    try:
        values = yaml.load(data, Loader=_loader(environ))  # noqa: S506  # It derives from SafeLoader.
    except _NOT_OF_ITS_TAG:
        return _refused(Mark(path), phrase("a value is not of the type that its tag names"))
    except _Twice as error:
        return _refused(Mark(path, error.line, error.column), error.message, error.help)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        place = Mark(path, mark.line + 1, mark.column + 1) if mark else Mark(path)
        words = getattr(error, "problem", None) or str(error).partition("\n")[0]
        return _refused(place, phrase("invalid YAML: {words}", words=words))
    if values is None:
        return Loaded({})
    if not isinstance(values, dict):
        return _refused(Mark(path), phrase("the file has to be a mapping of keys and values"))
    if _weight(values, {}) > _MOST_VALUES:
        message = phrase("the file holds more than {most} values", most=_MOST_VALUES)
        return _refused(Mark(path), message)
    return Loaded(values)


def _unread(path: str, data: bytes) -> Problem | None:
    """Why the file is not even parsed."""
    if len(data) > _LARGEST:
        size, most = size_text(len(data)), _LARGEST // 1024
        message = phrase("the file has {size}, more than {most} KiB", size=size, most=most)
        return Problem("error", "configuration", Mark(path), message)
    return merge_conflict(path, data.decode("utf-8", "replace"))


def _weight(value: Any, known: dict[int, float]) -> float:
    """How many values there are, aliases counted each time; one that holds itself has no end."""
    if isinstance(value, (str, bytes)):
        return 1 + len(value) / _LONG_TEXT
    if not isinstance(value, (dict, list, tuple, set)):
        return 1
    if id(value) not in known:
        known[id(value)] = inf
        inner = [*value, *value.values()] if isinstance(value, dict) else value
        known[id(value)] = 1 + sum(_weight(each, known) for each in inner)
    return known[id(value)]


def key_place(data: bytes, *names: str) -> tuple[int, int] | None:
    """Where the keys of a file lead, by line and column: that of the last key, or of a list's item.

    ``None`` where the file has no such key, or is not YAML.
    """
    if len(data) > _LARGEST:
        return None
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


def _refused(place: Mark, message: Phrase, help: Phrase = NO_TEXT) -> Loaded[dict[str, Any]]:
    return Loaded(None, (Problem("error", "configuration", place, message, help),))


class _Twice(Exception):
    """A key stands twice in one mapping; the last one would count, and nobody would see it."""

    def __init__(self, key: yaml.ScalarNode, first: yaml.ScalarNode) -> None:
        self.line, self.column = key.start_mark.line + 1, key.start_mark.column + 1
        self.message = phrase("duplicate key {key}", key=quoted(key.value))
        number = first.start_mark.line + 1
        self.help = phrase("Delete one of them; the first is on line {line}.", line=number)


def _loader(environ: Mapping[str, str]) -> type[yaml.SafeLoader]:
    """A loader of its own: constructors are kept in the class."""

    class Loader(yaml.SafeLoader):
        """YAML with MkDocs' tags, and without duplicate keys."""

        def fetch_flow_collection_start(self, TokenClass: type[yaml.Token]) -> None:
            # The parser takes time by the square of the depth.
            if self.flow_level >= _DEEPEST:
                problem = f"brackets in more than {_DEEPEST} levels"
                raise yaml.MarkedYAMLError(problem=problem, problem_mark=self.get_mark())
            super().fetch_flow_collection_start(TokenClass)

        def compose_mapping_node(self, anchor: Any) -> yaml.MappingNode:
            node = super().compose_mapping_node(anchor)
            keys: dict[str, yaml.ScalarNode] = {}
            for key, _ in node.value:
                if isinstance(key, yaml.ScalarNode) and keys.setdefault(key.value, key) is not key:
                    raise _Twice(key, keys[key.value])
            return node

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
