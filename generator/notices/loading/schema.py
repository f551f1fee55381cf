"""The editors' JSON Schema, made from the models that validate.

Belongs here: what a model means to an editor. Does not belong here: the models
(``release_keys``, ``plans``, ``policy_keys``, ``systems``).
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from notices.loading.plans import PlanFile
from notices.loading.policy_keys import PolicyFile
from notices.loading.release_keys import ReleaseFile
from notices.loading.systems import SystemsFile

__all__ = ["SchemaKind", "json_schema"]

SchemaKind = Literal["release", "plan", "policy", "systems"]
"""The files that people write and an editor can check."""


class _ForEditors(GenerateJsonSchema):
    """Closes what would be open: a key is absent or has a value, never null, and is known."""

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def dict_schema(self, schema: core_schema.DictSchema) -> JsonSchemaValue:
        json_schema = super().dict_schema(schema)
        # As a pattern of properties it would let any other key pass.
        for pattern, inner in json_schema.pop("patternProperties", {}).items():
            json_schema.update(propertyNames={"pattern": pattern}, additionalProperties=inner)
        return json_schema

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        if schema.get("default") in (None, (), "", {}, frozenset()):
            return self.generate_inner(schema["schema"])
        return super().default_schema(schema)


_MODELS: dict[SchemaKind, type[BaseModel]] = {
    "release": ReleaseFile,
    "plan": PlanFile,
    "policy": PolicyFile,
    "systems": SystemsFile,
}
_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schema(kind: SchemaKind) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a file that people write, for editors.

    It knows the form alone: what depends on the policy, on other keys or on the calendar is
    checked by the program. Times are strings in it, as editors of YAML 1.2 see them.
    """
    schema = _MODELS[kind].model_json_schema(by_alias=True, schema_generator=_ForEditors)
    return {"$schema": _DIALECT, **_for_people(schema)}


def _for_people(schema: Any) -> Any:
    """Without generated titles, which say the key's name again, and the examples in YAML."""
    if isinstance(schema, list):
        return [_for_people(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        key: _for_people(part)
        for key, part in schema.items()
        if not (key == "title" and isinstance(part, str)) and key != "examples"
    }
