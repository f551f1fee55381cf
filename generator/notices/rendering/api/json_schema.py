"""JSON Schemas of our own models: ``TypedDict`` in, schema out.

Belongs here: what a type and its annotations mean in a schema. Does not belong here: any model.

In ``Annotated``, a text describes the value, and ``Keywords`` belong to its schema. What comes
 before :class:`Named` stands once, below ``$defs``; what comes after it, where it is used.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints, is_typeddict

__all__ = ["Keywords", "Named", "definitions", "object_schema", "schema_of"]

_TYPES: Mapping[object, str] = {str: "string", bool: "boolean", int: "integer"}


class Keywords:
    """More keywords of a schema: ``Keywords(format="uri")``."""

    def __init__(self, **values: object) -> None:
        self.values = values


@dataclass(frozen=True, slots=True)
class Named:
    """Where a type is below ``$defs``."""

    name: str


def object_schema(model: Any) -> dict[str, Any]:
    """The schema of a ``TypedDict``: an object that always has all its keys, and may get more."""
    keys = get_type_hints(model, include_extras=True)
    return {
        "type": "object",
        "required": list(keys),
        "properties": {key: schema_of(value) for key, value in keys.items()},
    }


def definitions(*named: Any) -> dict[str, Any]:
    """The schemas of ``named`` types, for ``$defs``."""
    definitions = {}
    for each in named:
        kind, *notes, name = get_args(each)
        definitions[name.name] = _annotated(kind, notes)
    return definitions


def schema_of(kind: Any) -> dict[str, Any]:
    """The schema of any type that a model may have."""
    arguments = get_args(kind)
    origin = get_origin(kind)
    if origin is Annotated:
        return _annotated(arguments[0], arguments[1:])
    if origin is Literal:
        one = {"const": arguments[0]}
        return one if len(arguments) == 1 else {"enum": list(arguments)}
    if origin is list:
        return {"type": "array", "items": schema_of(arguments[0])}
    if origin is dict:
        return {"type": "object", "additionalProperties": schema_of(arguments[1])}
    if origin is UnionType or NoneType in arguments:
        (inner,) = (each for each in arguments if each is not NoneType)
        return {"anyOf": [schema_of(inner), {"type": "null"}]}
    return object_schema(kind) if is_typeddict(kind) else {"type": _TYPES[kind]}


def _annotated(kind: Any, notes: Sequence[Any]) -> dict[str, Any]:
    names = [note.name for note in notes if isinstance(note, Named)]
    if names:
        schema: dict[str, Any] = {"$ref": f"#/$defs/{names[0]}"}
        notes = notes[notes.index(Named(names[0])) + 1 :]
    else:
        schema = schema_of(kind)
    for note in notes:
        schema |= {"description": note} if isinstance(note, str) else note.values
    return schema
