"""The fields of the form, from the JSON Schema of a file.

Belongs here: which widget of Sveltia CMS shows which kind of value. Does not belong here: which
files there are (``collections``), which values are legal (``loading``).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

__all__ = ["Field", "Form", "Names", "fields_of"]

Field = dict[str, Any]
Names = Mapping[str, str]

_LINE, _PARAGRAPH = 200, 1000
_INSTANT, _DAY = "2026-12-12 20:00", "2026-12-12"


@dataclass(frozen=True, slots=True)
class Form:
    """What all fields share: words of the form's language, and names that say more than ids do.

    ``languages`` are those of texts with their names, the default one first. ``names`` holds what
    the ids of each kind are called, such as those of all categories.
    """

    words: Mapping[str, Any]
    languages: Mapping[str, str]
    names: Sequence[Names]

    def called(self, values: Collection[Any]) -> Names:
        """What the values of a choice are called."""
        words: Names = self.words["choices"]
        # A system may have the id of a role: only all ids of a kind together tell which it is.
        return next((names for names in self.names if names.keys() == set(values)), words)


def fields_of(schema: Mapping[str, Any], form: Form) -> list[Field]:
    """A field for each key of a file, in the order in which people write them."""
    return _fields(schema, schema["$defs"], form, "")


def _fields(
    mapping: Mapping[str, Any], models: Mapping[str, Any], form: Form, path: str
) -> list[Field]:
    needed = mapping.get("required", ())
    return [
        {
            "name": key,
            "label": value["title"],
            # Messages of `check` name the key.
            "hint": f"{value['description']} `{path}{key}`",
            "required": key in needed,
            **_widget(_resolved(value, models), models, form, f"{path}{key}", needed=key in needed),
        }
        for key, value in mapping["properties"].items()
        if not _is_nameless(value)
    ]


def _is_nameless(value: Mapping[str, Any]) -> bool:
    """Whether it takes any id as a key; without names to choose from there is nothing to show."""
    return "pattern" in value.get("propertyNames", ())


def _resolved(value: Mapping[str, Any], models: Mapping[str, Any]) -> Mapping[str, Any]:
    return models[value["$ref"].rpartition("/")[2]] if "$ref" in value else value


def _widget(
    value: Mapping[str, Any], models: Mapping[str, Any], form: Form, path: str, *, needed: bool
) -> Field:
    """The widget and its options for one kind of value."""
    if "anyOf" in value:
        return _either(value["anyOf"], models, form, path, needed=needed)
    match value:
        case {"properties": _}:
            return {"widget": "object", "fields": _fields(value, models, form, f"{path}.")}
        case {"type": "object", "propertyNames": {"enum": names}}:
            each = _resolved(value["additionalProperties"], models)
            fields = [
                {
                    "name": name, "label": label, "widget": "object", "required": False,
                    "fields": _fields(each, models, form, f"{path}.{name}."),
                }
                for name, label in form.called(names).items()
            ]  # fmt: skip
            return {"widget": "object", "fields": fields}
        case {"type": "array", "items": {"enum": names}}:
            return {"widget": "select", "multiple": True, "options": _options(names, form)}
        case {"type": "array", "items": items}:
            item = _resolved(items, models)
            below = (
                {"fields": _fields(item, models, form, f"{path}.")} if "properties" in item else {}
            )
            return {"widget": "list", **below}
        case {"enum": names}:
            return {"widget": "select", "options": _options(names, form)}
        case {"type": "boolean"}:
            # A switch has no place for "not said", and would write what nobody chose.
            return {"widget": "select", "options": _options([True, False], form)}
        case _:
            return _text(value, form)


def _either(
    options: list[Mapping[str, Any]],
    models: Mapping[str, Any],
    form: Form,
    path: str,
    *,
    needed: bool,
) -> Field:
    """A text in each language; a time that may be a word; or one value in place of a list of them."""
    leaf = options[0]
    if leaf in [each.get("items") for each in options]:
        # No widget shows both: the form writes one, and a list is written by hand.
        return _widget(leaf, models, form, path, needed=needed)
    if "maxLength" not in leaf:
        patterns = [each.get("pattern") or f"^{each['const']}$" for each in options]
        return {"widget": "string", "pattern": ["|".join(patterns), form.words["time"]]}
    if len(form.languages) == 1:
        return _text(leaf, form)
    first = next(iter(form.languages))
    fields = [
        {"name": code, "label": name, "required": needed and code == first, **_text(leaf, form)}
        for code, name in form.languages.items()
    ]
    return {"widget": "object", "fields": fields}


def _options(values: list[Any], form: Form) -> list[dict[str, Any]]:
    names = form.called(values)
    return [{"label": names.get(str(each), str(each)), "value": each} for each in values]


def _text(value: Mapping[str, Any], form: Form) -> Field:
    pattern = value.get("pattern")
    if pattern is None:
        longest = value.get("maxLength", _LINE)
        return {"widget": "string" if longest <= _LINE else "text", "maxlength": longest}
    if re.search(pattern, _INSTANT):
        return {"widget": "datetime", "format": "YYYY-MM-DD HH:mm"}
    if re.search(pattern, _DAY) and not re.search(pattern, "id"):
        return {"widget": "datetime", "format": "YYYY-MM-DD", "type": "date"}
    what = "id" if re.search(pattern, "id") else "length"
    return {"widget": "string", "pattern": [pattern, form.words[what]]}
