"""The editors' JSON Schema says the same as the program, as far as a form can say it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml

from notices.domain.policy import Policy
from notices.domain.release import System
from notices.loading import SchemaKind, json_schema, load_release
from notices.loading.key_texts import key_texts, known_languages
from notices.loading.policy_keys import PolicyFile
from notices.loading.release_keys import ReleaseFile

OWN = Path(__file__).parents[2] / "content"
SYSTEMS = (System("search", {"de": "Suche"}, {"de": "Seite"}),)


class _Editor(yaml.SafeLoader):
    """YAML 1.2's core types, as editors see them: no dates, and no 20:00 that is a number."""


_Editor.yaml_implicit_resolvers = {
    first: [
        (tag, pattern)
        for tag, pattern in resolvers
        if tag in {"tag:yaml.org,2002:null", "tag:yaml.org,2002:merge"}
    ]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
for _tag, _pattern, _firsts in (
    ("bool", "true|false", "tf"),
    ("int", "-?[0-9]+", "-0123456789"),
):
    _Editor.add_implicit_resolver(
        f"tag:yaml.org,2002:{_tag}", re.compile(rf"(?:{_pattern})$"), list(_firsts)
    )


def fits(value: Any, schema: dict[str, Any], root: dict[str, Any]) -> bool:
    """Enough of JSON Schema for ours; anything else in a schema fails the test."""
    known = {
        "$ref", "$schema", "$defs", "title", "description", "default", "type", "properties", "required",
        "additionalProperties", "propertyNames", "minProperties", "maxProperties", "items",
        "minItems", "maxItems", "pattern", "minLength", "maxLength", "minimum", "maximum",
        "enum", "const", "anyOf",
    }  # fmt: skip
    assert schema.keys() <= known, schema.keys() - known
    if "$ref" in schema:
        return fits(value, root["$defs"][schema["$ref"].rpartition("/")[2]], root)
    if "anyOf" in schema:
        return any(fits(value, option, root) for option in schema["anyOf"])
    if "const" in schema and value != schema["const"]:
        return False
    if "enum" in schema and value not in schema["enum"]:
        return False
    types = {"string": str, "boolean": bool, "integer": int, "object": dict, "array": list}
    if "type" in schema and type(value) is not types[schema["type"]]:
        return False
    match value:
        case str():
            return re.search(schema.get("pattern", ""), value) is not None and schema.get(
                "minLength", 0
            ) <= len(value) <= schema.get("maxLength", 10**9)
        case dict():
            names = schema.get("propertyNames", {}).get("pattern", "")
            rest = schema.get("additionalProperties", True)
            return (
                all(key in value for key in schema.get("required", ()))
                and schema.get("minProperties", 0) <= len(value)
                and all(re.search(names, key) for key in value)
                and all(
                    fits(each, schema["properties"][key], root)
                    if key in schema.get("properties", {})
                    else rest is True or (rest is not False and fits(each, rest, root))
                    for key, each in value.items()
                )
            )
        case list():
            return schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", 10**9) and all(
                fits(each, schema["items"], root) for each in value
            )
    return True


def as_editors_see(text: str) -> Any:
    return yaml.load(text, Loader=_Editor)


def test_the_repository_s_own_files_fit() -> None:
    policy = json_schema("policy")
    assert fits(as_editors_see((OWN / "policy.yml").read_text(encoding="utf-8")), policy, policy)
    systems = json_schema("systems")
    assert fits(as_editors_see((OWN / "systems.yml").read_text(encoding="utf-8")), systems, systems)
    release = json_schema("release")
    files = sorted((OWN / "releases").rglob("*.yml"))
    assert files
    for file in files:
        assert fits(as_editors_see(file.read_text(encoding="utf-8")), release, release), file


def test_the_tests_own_files_fit(policy_text: str, release_text: str) -> None:
    for kind, text in (("policy", policy_text), ("release", release_text)):
        schema = json_schema(kind)  # type: ignore[arg-type]
        assert fits(as_editors_see(text), schema, schema)


@pytest.mark.parametrize(
    "old, new",
    [
        ("category: change", "kategory: change"),
        ("category: change\n", ""),
        ("10m", "10"),
        ("10m", "1h30m"),
        ("10m", "10m, mode: stop"),
        ("10m", "10m, sign_in_again: yes"),
        ("2026-06-06 22:00", "2026-06-06"),
        ("2026-06-06 22:00", "2026-06-06 22:00+0700"),
        ("Die Suche findet mehr.", ""),
        ("Die Suche findet mehr.", "{}"),
        ("Die Suche findet mehr.", "[a]"),
        ("{de: Neue Suche,", "{german: Neue Suche,"),
        ("impact: {downtime: 10m}", "impact: 10m"),
        ("summary:", "draft: null\nsummary:"),
        ("summary:", "updates: [{at: 2026-06-06 22:10}]\nsummary:"),
        ("summary:", "updates: [{at: 2026-06-06, text: x}]\nsummary:"),
        (
            "summary:",
            f"updates: [{', '.join(['{at: 2026-06-06 22:10, text: x}'] * 21)}]\nsummary:",
        ),
    ],
)
def test_schema_and_program_refuse_the_same(
    policy: Policy, release_text: str, old: str, new: str
) -> None:
    schema = json_schema("release")
    text = release_text.replace(old, new, 1)
    assert text != release_text
    assert not fits(as_editors_see(text), schema, schema)
    assert load_release("r/a.yml", text.encode(), policy).value is None


@pytest.mark.parametrize("language", known_languages())
def test_every_key_has_a_title_and_a_description(language: str) -> None:
    for kind in get_args(SchemaKind):
        schema = json_schema(kind, language)
        assert schema["description"]
        for part in (schema, *schema["$defs"].values()):
            assert part["additionalProperties"] is False
            for key, each in part["properties"].items():
                assert each.get("title"), key
                assert each.get("description"), key


@pytest.mark.parametrize("language", known_languages()[1:])
def test_each_language_has_a_text_for_each_key_and_no_other(language: str) -> None:
    wanted = {
        (model, key) for model, part in models() for key in ("file", *part["properties"])
        if key != "file" or "description" in part
    }  # fmt: skip
    texts = key_texts(language)

    assert set(texts) == wanted
    assert [key for key, text in texts.items() if not all(text)] == []
    assert [key for key, text in texts.items() if text.description[-1:] != "."] == []
    english = {
        part["description"] for _, model in models() for part in model["properties"].values()
    }
    assert not english & {text.description for text in texts.values()}


def models() -> Iterator[tuple[str, Any]]:
    """Every model of the files by its name, as English has it."""
    names = ("ReleaseFile", "PlanFile", "PolicyFile", "SystemsFile", "HolidaysFile", "ChannelsFile")
    for name, kind in zip(names, get_args(SchemaKind), strict=True):
        schema = json_schema(kind)
        yield from ((name, schema), *schema["$defs"].items())


def test_a_project_s_schema_knows_its_names(policy: Policy, release_text: str) -> None:
    """Categories, roles, notices, systems and languages are choices; outside a project, any id."""
    generic, own = json_schema("release"), json_schema("release", "en", policy, SYSTEMS)

    assert generic["properties"]["category"]["pattern"]
    assert own["properties"]["category"]["enum"] == list(policy.categories)
    assert own["$defs"]["ExceptionKeys"]["properties"]["approved_by"]["enum"] == list(policy.roles)
    assert own["$defs"]["ImpactKeys"]["properties"]["systems"]["items"]["enum"] == ["search"]
    assert own["properties"]["title"]["anyOf"][1]["properties"].keys() == set(policy.languages)
    assert "x-one-of" not in json.dumps([generic, own])
    assert fits(as_editors_see(release_text), own, own)


def test_a_policy_s_own_schema_leaves_its_names_open(policy: Policy) -> None:
    """Who edits the policy makes its names; a schema from before must not refuse them."""
    assert json_schema("policy", "en", policy, SYSTEMS) == json_schema("policy")


def test_the_schema_names_every_key_of_the_model_and_is_plain_json() -> None:
    release, policy = json_schema("release"), json_schema("policy")
    assert set(release["properties"]) == {"notices", *ReleaseFile.model_fields} - {"own_times"}
    assert set(policy["properties"]) == set(PolicyFile.model_fields)
    assert {"from", "to"} <= set(policy["$defs"]["HoursKeys"]["properties"])
    for schema in (release, policy):
        assert json.loads(json.dumps(schema)) == schema
        assert "null" not in json.dumps(schema)
