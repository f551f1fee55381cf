"""The manual's reference: the keys of the files that people write, and the commands.

Belongs here: schemas and commands as pages of Markdown. Does not belong here: the rules' pages
(``manual``), the schemas themselves (``loading``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import click

from notices.loading import SchemaKind, json_schema

__all__ = ["commands_page", "file_page"]

_INTRODUCTIONS: dict[SchemaKind, str] = {
    "release": "One file for each release: `content/releases/<any folders>/<id>.yml`.",
    "plan": "One file for each month that has a plan: `content/plans/YYYY-MM.yml`.",
    "policy": "What the company promises: `content/policy.yml`.",
    "holidays": "The days off and the extra working days, for leads in working days: "
    "`content/holidays.yml`.",
    "systems": "The systems that releases can touch: `content/systems.yml`.",
    "channels": "Where messages are delivered beside the site, optional: `content/channels.yml`. "
    "Secrets are never in it; a key that ends with `_env` names the environment variable that holds "
    "one.",
}
_ID = "payroll-engine"
_FORMS = {
    "2026-12-12 20:00": "time",
    "2026-12-12": "day",
    "20:00": "time of day",
    "24h": "duration",
    "3bd": "working days",
    "en": "language",
    "news@example.com": "email",
    "https://example.com": "link",
    "SMTP_PASSWORD": "environment variable",
}
"""A text of each form, and what the form is called."""


def file_page(kind: SchemaKind) -> str:
    """The keys of one kind of file, from its schema: first the file's own, then those below each."""
    schema = json_schema(kind)
    parts = [
        f"# The {kind} file",
        f"{_INTRODUCTIONS[kind]} `notices schema {kind}` prints its JSON Schema for your editor.",
        _table(_rows(schema, schema["$defs"], "", nested=False)),
    ]
    for key, value in schema["properties"].items():
        below = [*_below(value, schema["$defs"], key)]
        if below:
            parts += [f"## Keys of `{key}`", value["description"], _table(below)]
        for name, form in _forms(value, schema["$defs"]).items():
            rows = _rows(form, schema["$defs"], f"{key}[].")
            parts += [f"## Keys of `{key}` of type `{name}`", form["description"], _table(rows)]
    return "\n\n".join(parts) + "\n"


def commands_page(main: click.Group) -> str:
    """What each command says with ``--help``."""
    top = click.Context(main, info_name="notices", terminal_width=88)
    parts = ["# Commands", _console("notices --help", top)]
    for name, command in sorted(main.commands.items()):
        context = click.Context(command, info_name=name, parent=top, terminal_width=88)
        parts += [f"## `notices {name}`", _console(f"notices {name} --help", context)]
    return "\n\n".join(parts) + "\n"


def _console(typed: str, context: click.Context) -> str:
    return f"```console\n$ {typed}\n{context.command.get_help(context)}\n```"


def _table(rows: Iterator[str] | list[str]) -> str:
    return "\n".join(["| key | value | what it says |", "| --- | --- | --- |", *rows])


def _rows(mapping: Any, models: Any, path: str, *, nested: bool = True) -> Iterator[str]:
    """A line of the table for each key of a mapping and, where asked, for those below it."""
    for key, value in mapping["properties"].items():
        name = f"{path}{key}"
        needed = " *(required)*" if key in mapping.get("required", ()) else ""
        words = _value(value, models)
        if "default" in value:
            words += f"; without it `{_yaml(value['default'])}`"
        yield f"| `{name}`{needed} | {words} | {value['description']} |"
        if nested:
            yield from _below(value, models, name)


def _below(value: Any, models: Any, name: str) -> Iterator[str]:
    """The lines of the keys that stand below a key."""
    value = _resolved(value, models)
    if "properties" in value:
        yield from _rows(value, models, f"{name}.")
    elif "items" in value:
        yield from _below(value["items"], models, f"{name}[]")
    elif isinstance(value.get("additionalProperties"), dict):
        yield from _below(value["additionalProperties"], models, f"{name}.<id>")


def _forms(value: Any, models: Any) -> dict[str, Any]:
    """The mappings that the items of a list may be, by their `type`."""
    options = _resolved(value, models).get("items", {}).get("anyOf", ())
    forms = [_resolved(option, models) for option in options]
    return {form["properties"]["type"]["const"]: form for form in forms if "properties" in form}


def _resolved(value: Any, models: Any) -> Any:
    if "$ref" in value:
        return models[value["$ref"].rpartition("/")[2]]
    return value


def _value(value: Any, models: Any) -> str:
    """Which values a key takes, in words."""
    value = _resolved(value, models)
    if "anyOf" in value:
        words = " or ".join(dict.fromkeys(_value(option, models) for option in value["anyOf"]))
    elif "const" in value or "enum" in value:
        words = ", ".join(f"`{each}`" for each in value.get("enum", [value.get("const")]))
    elif value["type"] == "string":
        words = _form(value.get("pattern"))
    elif value["type"] == "array":
        each = _value(value["items"], models)
        words = "list of " + re.sub("^[a-z-]+", r"\g<0>s", each)
    elif value["type"] == "object":
        words = _mapping(value, models)
    elif value["type"] == "integer":
        words = f"whole number, {value['minimum']} to {value['maximum']}"
    else:
        words = "`true` or `false`"
    return words


def _form(pattern: str | None) -> str:
    if pattern is None:
        return "text"
    if re.search(pattern, _ID):
        return "id"
    known = [f"{word} (`{text}`)" for text, word in _FORMS.items() if re.search(pattern, text)]
    return " or ".join(known) or "text"


def _mapping(value: Any, models: Any) -> str:
    if "properties" in value:
        return "mapping"
    names = value.get("propertyNames", {}).get("pattern", "")
    if re.search(names, "en") and not re.search(names, _ID):
        return "one for each language (`{vi: …, en: …}`)"
    return f"for each id: {_value(value['additionalProperties'], models)}"


def _yaml(value: object) -> str:
    """A default as it is typed."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return f"[{', '.join(map(_yaml, value))}]"
    return str(value)
