"""The editors' JSON Schema, made from the models that validate.

Belongs here: what a model means to an editor. Does not belong here: the models
(``release_keys``, ``plans``, ``policy_keys``, ``systems``, ``holidays``,
``channels``).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cache
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from notices.domain.channels import notices_told
from notices.domain.policy import Policy
from notices.domain.release import System
from notices.loading.channels import ChannelsFile
from notices.loading.holidays import HolidaysFile
from notices.loading.key_texts import FILE, key_text
from notices.loading.languages import LANGUAGE
from notices.loading.plans import PlanFile
from notices.loading.policy_keys import PolicyFile
from notices.loading.reading import ONE_OF
from notices.loading.release_keys import ReleaseFile
from notices.loading.schema_kind import SchemaKind
from notices.loading.systems import SystemsFile

__all__ = ["json_schema"]


class _ForEditors(GenerateJsonSchema):
    """Closes what would be open: a key is absent or has a value, never null, and is known."""

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def dict_schema(self, schema: core_schema.DictSchema) -> JsonSchemaValue:
        json_schema = super().dict_schema(schema)
        # As a pattern of properties it would let any other key pass.
        for pattern, inner in json_schema.pop("patternProperties", {}).items():
            names = {**json_schema.get("propertyNames", {}), "pattern": pattern}
            json_schema.update(propertyNames=names, additionalProperties=inner)
        return json_schema

    def tagged_union_schema(self, schema: core_schema.TaggedUnionSchema) -> JsonSchemaValue:
        return {"anyOf": [self.generate_inner(each) for each in schema["choices"].values()]}

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        if schema.get("default") in (None, (), "", {}, frozenset()):
            return self.generate_inner(schema["schema"])
        return super().default_schema(schema)


_MODELS: dict[SchemaKind, type[BaseModel]] = {
    "release": ReleaseFile,
    "plan": PlanFile,
    "policy": PolicyFile,
    "systems": SystemsFile,
    "holidays": HolidaysFile,
    "channels": ChannelsFile,
}
_LANGUAGES = "languages"
_DIALECT = "https://json-schema.org/draft/2020-12/schema"
# What a project's own names would only hinder: who edits the policy makes them.
_DEFINES_NAMES = frozenset({"policy"})


def json_schema(
    kind: SchemaKind,
    language: str = "en",
    policy: Policy | None = None,
    systems: Collection[System] = (),
) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a file that people write, for editors.

    It knows the form alone: what depends on other keys or on the calendar is checked by the
    program. Times are strings in it, as editors of YAML 1.2 see them. Titles and descriptions are
    in ``language``, or in English. With a project's policy and systems it knows their names, too:
    categories, roles, notices, systems and the languages of texts.
    """
    names = {} if kind in _DEFINES_NAMES else _names(policy, systems)
    schema = _for_people(_form(kind), names)
    for name, part in ((_MODELS[kind].__name__, schema), *schema["$defs"].items()):
        _describe(part, name, language)
    return {"$schema": _DIALECT, **schema}


@cache
def _form(kind: SchemaKind) -> dict[str, Any]:
    """What Pydantic says of the kind of file; nobody may change it."""
    return _MODELS[kind].model_json_schema(by_alias=True, schema_generator=_ForEditors)


def _names(policy: Policy | None, systems: Collection[System]) -> dict[str, list[str]]:
    """A project's own names, by what they are names of."""
    if policy is None:
        return {}
    notices = (row.id for category in policy.categories.values() for row in category.notices)
    return {
        "categories": list(policy.categories),
        "roles": list(policy.roles),
        "notices": list(dict.fromkeys(notices)),
        "told": list(notices_told(policy)),
        "systems": [system.id for system in systems],
        _LANGUAGES: list(policy.languages),
    }


def _for_people(schema: Any, names: Mapping[str, list[str]]) -> Any:
    """Without generated titles and the examples in YAML; with the names of a project."""
    if isinstance(schema, list):
        return [_for_people(part, names) for part in schema]
    if not isinstance(schema, dict):
        return schema
    part = {
        key: _for_people(part, names)
        for key, part in schema.items()
        if not (key == "title" and isinstance(part, str)) and key != "examples"
    }
    if (known := names.get(part.pop(ONE_OF, ""))) and "pattern" in part:
        del part["pattern"]
        part["enum"] = known
    if names and part.get("propertyNames") == {"pattern": f"^{LANGUAGE}$"}:
        del part["propertyNames"]
        text = part["additionalProperties"]
        part["properties"] = dict.fromkeys(names[_LANGUAGES], text)
        part["additionalProperties"] = False
    return part


def _describe(part: dict[str, Any], model: str, language: str) -> None:
    """Titles and descriptions of a model and its keys."""
    if "description" in part:
        text = key_text(model, FILE, part["description"], language)
        part["description"] = text.description
    for key, value in part["properties"].items():
        text = key_text(model, key, value["description"], language)
        value.update(title=text.title, description=text.description)
