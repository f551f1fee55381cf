"""From a document to a model, and from a model's complaints to problems that people understand.

Belongs here: place, wording and help of what the schema refuses. Does not belong here: what
it refuses (``fields``, ``release_keys``, ``policy_keys``), what YAML refuses (``located``).
"""

from __future__ import annotations

import re
import types
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from notices.domain.problem import Mark, Problem
from notices.loading.located import Document
from notices.loading.reading import Reading
from notices.loading.wording import either, known, quoted

__all__ = ["Findings", "validated"]

M = TypeVar("M", bound=BaseModel)

_KEY = "[key]"


class Findings:
    """Gathers the problems of one document; each is placed by the path of its field."""

    def __init__(self, path: str, document: Document, entry: str | None = None) -> None:
        self.path = path
        self.document = document
        self.entry = entry
        self.problems: list[Problem] = list(document.problems)

    def add(self, at: tuple[int, int], message: str, help: str = "") -> None:
        """One problem of rule ``schema`` at a position."""
        self.problems.append(
            Problem("error", "schema", Mark(self.path, *at), message, help, entry=self.entry)
        )

    def at_value(self, name: str, message: str, help: str = "") -> None:
        """A problem with the value of the field ``name`` (dotted)."""
        self.add(self.place(name), message, help)

    def at_key(self, name: str, message: str, help: str = "") -> None:
        """A problem with the key of the field ``name`` (dotted)."""
        self.add(self.document.keys.get(name) or self.place(name), message, help)

    def place(self, name: str) -> tuple[int, int]:
        """Where the value of ``name`` stands, or the nearest field around it."""
        while name:
            if name in self.document.places:
                return self.document.places[name]
            name = name.rpartition(".")[0]
        return self.document.start


def validated(model: type[M], findings: Findings, reading: Reading) -> M | None:
    """The document as ``model``; ``None`` where it does not fit, with all problems told."""
    try:
        return model.model_validate(findings.document.data, context=reading)
    except ValidationError as error:
        for complaint in error.errors(include_url=False):
            _tell(dict(complaint), model, findings)
    return None


def _tell(complaint: dict[str, Any], model: type[BaseModel], findings: Findings) -> None:
    loc: tuple[int | str, ...] = complaint["loc"]
    kind: str = complaint["type"]
    document = findings.document
    if kind == "missing":
        parent = ".".join(map(str, loc[:-1]))
        if parent in document.incomplete:
            return
        name = str(loc[-1])
        example = (_field(model, loc).examples or ["…"])[0]
        findings.add(
            findings.place(parent), f"{_label(loc)} is missing", f"Add `{name}: {example}`."
        )
        return
    if kind == "too_short" and complaint["input"]:
        return  # it counts what it could read; each of the others has a complaint of its own
    name = ".".join(str(part) for part in loc if part != _KEY)
    if kind == "extra_forbidden":
        keys = list(_keys(model, loc[:-1]))
        where = f" in {_label(loc[:-1])}" if loc[:-1] else ""
        findings.at_key(
            name, f"the key {quoted(str(loc[-1]))} is unknown{where}", known(str(loc[-1]), keys)
        )
        return
    if name in document.spoiled or name in document.around:
        return
    message, help_line, at = _wording(kind, complaint)
    shown = tuple(part for part in loc if part != _KEY)
    while shown and ".".join(map(str, shown)) not in document.places:
        shown = shown[:-1]
    joined = message if message.startswith(":") else f" {message.strip()}"
    if at is not None:
        findings.add(at, _label(shown) + joined, help_line)
    elif loc[-1:] == (_KEY,):
        findings.at_key(name, _label(shown) + joined, help_line)
    else:
        findings.at_value(name, _label(shown) + joined, help_line)


def _wording(kind: str, complaint: dict[str, Any]) -> tuple[str, str, tuple[int, int] | None]:
    context: Mapping[str, Any] = complaint.get("ctx", {})
    value = complaint.get("input")
    if kind == "plain":
        return context["message"], context["help"], context["at"]
    if value == "":
        return "is empty", "Write a value, or delete the key.", None
    if kind == "literal_error":
        options = re.findall(r"'([^']*)'", context["expected"])
        if not isinstance(value, str):
            return f"has to be {either(options)}", "", None
        # The message names all options already: the help is for a slip of the pen alone.
        close = known(value, options)
        return (
            f"has to be {either(options)}, not {quoted(value)}",
            close if close.startswith("Did you") else "",
            None,
        )
    fixed = _FIXED.get(kind)
    if fixed is not None:
        return *fixed, None
    if kind in {"too_long", "too_short"}:
        count = context["actual_length"]
        if kind == "too_short":
            return "is empty", "Write at least one, or delete the key.", None
        return f"has {count} entries, more than {context['max_length']}", "", None
    return "cannot be read", "", None


_FIXED = {
    "model_type": ("has to be keys with values", "Write it like {key: value}, or indented below."),
    "dict_type": ("has to be keys with values", "Write it like {key: value}, or indented below."),
    "tuple_type": ("has to be a list", "Write it like [one, two], or one a line behind dashes."),
}


def _label(loc: Sequence[int | str]) -> str:
    """The field's name for people; items are counted from 1."""
    label = ""
    for part in loc:
        if isinstance(part, int):
            label += f" (item {part + 1})"
        elif label.endswith(")"):
            label += f": {part}"
        else:
            label += f".{part}" if label else part
    return label or "the file"


def _field(model: type[BaseModel], loc: Sequence[int | str]) -> FieldInfo:
    return _keys(model, loc[:-1])[str(loc[-1])]


def _keys(model: type[BaseModel], loc: Sequence[int | str]) -> dict[str, FieldInfo]:
    """The keys that the mapping at ``loc`` may have."""
    annotation: Any = model
    for part in loc:
        annotation = _inner(annotation)
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            annotation = _named(annotation)[str(part)].annotation
        else:
            annotation = get_args(annotation)[0 if get_origin(annotation) is tuple else -1]
    return _named(_inner(annotation))


def _named(model: type[BaseModel]) -> dict[str, FieldInfo]:
    return {info.alias or name: info for name, info in model.model_fields.items()}


def _inner(annotation: Any) -> Any:
    """The type itself, without what is annotated and without ``None``."""
    while True:
        if get_origin(annotation) is Annotated:
            annotation = get_args(annotation)[0]
        elif get_origin(annotation) in {Union, types.UnionType}:
            annotation = next(a for a in get_args(annotation) if a is not type(None))
        else:
            return annotation
