"""A model's types and annotations become the schema that says the same."""

from __future__ import annotations

from typing import Annotated, Literal, TypedDict

from notices.rendering.api.json_schema import Keywords, Named, definitions, object_schema

Name = Annotated[str, Keywords(minLength=1), "Any name.", Named("name")]


class Thing(TypedDict):
    name: Annotated[Name, "Its own."]
    size: Annotated[int, Keywords(minimum=0)]
    kind: Literal["large", "small"]
    version: Literal[1]
    others: Annotated[list[Name] | None, "The others."]
    by_id: dict[str, bool]


def test_a_model_is_an_object_that_has_all_its_keys() -> None:
    assert object_schema(Thing) == {
        "type": "object",
        "required": ["name", "size", "kind", "version", "others", "by_id"],
        "properties": {
            "name": {"$ref": "#/$defs/name", "description": "Its own."},
            "size": {"type": "integer", "minimum": 0},
            "kind": {"enum": ["large", "small"]},
            "version": {"const": 1},
            "others": {
                "anyOf": [
                    {"type": "array", "items": {"$ref": "#/$defs/name"}},
                    {"type": "null"},
                ],
                "description": "The others.",
            },
            "by_id": {"type": "object", "additionalProperties": {"type": "boolean"}},
        },
    }


def test_a_named_type_is_described_once_for_all_that_use_it() -> None:
    assert definitions(Name) == {
        "name": {"type": "string", "minLength": 1, "description": "Any name."}
    }
