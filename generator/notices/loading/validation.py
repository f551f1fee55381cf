"""From a file to a model, and from a model's complaints to problems that people understand.

Belongs here: wording and help of what the schema refuses, and the field that it belongs to. Does
not belong here: what it refuses (``fields``, ``release_keys``, ``policy_keys``), where a field
stands (``findings``).
"""

from __future__ import annotations

import re
import types
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from notices.domain.instants import local
from notices.domain.names import known, nearest
from notices.domain.phrases import NO_TEXT, Phrase, joined, phrase
from notices.domain.wording import either, quoted
from notices.loading import lookalikes
from notices.loading.findings import Findings
from notices.loading.reading import FIELD, NOW, TODAY, Fault, Reading

__all__ = ["validated"]

M = TypeVar("M", bound=BaseModel)

_KEY = "[key]"
_FORM = "type"
"""The key that says which form a mapping of several forms has."""


def validated(findings: Findings, model: type[M], reading: Reading) -> M | None:
    """The file as ``model``; ``None`` where it does not fit, with all problems added to ``findings``."""
    if findings.document.data is None:
        return None
    _refuse_duplicates(findings, findings.document.data, "")
    try:
        return model.model_validate(findings.document.data, context=reading)
    except ValidationError as error:
        for complaint in error.errors(include_url=False):
            _add(findings, dict(complaint), model, reading)
    return None


def _refuse_duplicates(findings: Findings, value: object, path: str) -> None:
    """No list of a file holds a text, or what names its items, more than once."""
    if isinstance(value, dict):
        for key, each in value.items():
            if isinstance(each, dict | list):
                _refuse_duplicates(findings, each, f"{path}.{key}" if path else key)
    seen: set[str] = set()
    for number, item in enumerate(value if isinstance(value, list) else ()):
        at, name = f"{path}.{number}", item
        if isinstance(item, dict | list):
            _refuse_duplicates(findings, item, at)
        if isinstance(item, dict):
            key = "id" if "id" in item else "release"
            at, name = f"{at}.{key}", item.get(key)
        if isinstance(name, str) and name in seen:
            message = phrase("duplicate {name}", name=quoted(name))
            findings.at_value(at, message, phrase("Delete or rename one of them."))
        elif isinstance(name, str) and name:
            seen.add(name)


def _add(
    findings: Findings, complaint: dict[str, Any], model: type[BaseModel], reading: Reading
) -> None:
    loc: tuple[int | str, ...] = complaint["loc"]
    shown = _shown(model, loc)
    match complaint["type"]:
        case "missing":
            _add_missing(
                findings, shown, _example(_keys(model, loc[:-1])[str(loc[-1])], "", reading)
            )
        case "union_tag_not_found":
            _add_missing(findings, (*shown, _FORM), next(iter(_forms(_annotation(model, loc)))))
        case "union_tag_invalid":
            fault = _fault(
                "literal_error",
                complaint["input"][_FORM],
                {"expected": complaint["ctx"]["expected_tags"]},
            )
            _add_fault(findings, (*shown, _FORM), fault)
        case "extra_forbidden":
            name = quoted(str(loc[-1]))
            message = phrase("unknown key {key}", key=name)
            if shown[:-1]:
                message = phrase("unknown key {key} in {field}", key=name, field=_label(shown[:-1]))
            keys = _keys(model, loc[:-1])
            if nearest(str(loc[-1]), keys) and (letter := lookalikes.in_word(str(loc[-1]))):
                message = phrase(
                    "{message}, which has {character}", message=message, character=letter
                )
            help = known(str(loc[-1]), keys)
            findings.at_key(_dotted(shown), message, help)
        case "refused":
            for fault in complaint["ctx"]["faults"]:
                _add_fault(findings, shown, fault)
        case "too_short" if complaint["input"]:
            pass  # it counts what is good; each of the others has a complaint of its own
        case "model_type" | "model_attributes_type":
            key = f"{loc[-1]}: " if isinstance(loc[-1], str) else ""
            mapping = _mapping(_keys(model, loc), complaint["input"], reading)
            help = phrase(
                "Write it like `{key}{mapping}`, or its keys on lines of their own below.",
                key=key,
                mapping=mapping,
            )
            text = complaint["input"]
            what = phrase("{field} must be keys with values", field=FIELD)
            if text == "":
                what = phrase("{field} is empty", field=FIELD)
            if isinstance(text, str) and (other := lookalikes.in_line(text)) is not None:
                what = phrase(
                    "{field} must be keys with values: {what}", field=FIELD, what=other.message
                )
            _add_fault(findings, shown, Fault(what, help))
        case kind:
            _add_fault(
                findings, shown, _fault(kind, complaint.get("input"), complaint.get("ctx", {}))
            )


def _add_missing(findings: Findings, loc: tuple[int | str, ...], example: str) -> None:
    if _dotted((*loc[:-1], "?")) not in findings.document.spoiled:
        message = phrase("{field} is missing", field=_label(loc))
        help = phrase("Add `{key}: {example}`.", key=str(loc[-1]), example=example)
        findings.add(findings.place(_dotted(loc[:-1])), message, help)


def _add_fault(findings: Findings, loc: tuple[int | str, ...], fault: Fault) -> None:
    at_key = fault.at_key or loc[-1:] == (_KEY,)
    shown = tuple(part for part in (*loc, *fault.within) if part != _KEY)
    name = _dotted(shown)
    if name in findings.document.spoiled:
        return
    while shown and not at_key and _dotted(shown) not in findings.document.places:
        shown = shown[:-1]
    message = fault.message
    if message.values.get("field") == FIELD:
        message = message.with_values(field=_label(shown))
    if fault.at is not None:
        findings.add(fault.at, message, fault.help)
    elif at_key:
        findings.at_key(name, message, fault.help)
    else:
        findings.at_value(name, message, fault.help)


def _fault(kind: str, value: object, context: Mapping[str, Any]) -> Fault:
    """What a complaint of pydantic's own says."""
    if value == "":
        return Fault(
            phrase("{field} is empty", field=FIELD), phrase("Write a value, or delete the key.")
        )
    match kind:
        case "literal_error":
            options = re.findall(r"'([^']*)'", context["expected"])
            if not isinstance(value, str):
                return Fault(
                    phrase("{field} must be {options}", field=FIELD, options=either(options))
                )
            # The message names all options already: the help is for a slip of the pen alone.
            near = nearest(value, options)
            return Fault(
                phrase(
                    "{field} must be {options}, not {value}",
                    field=FIELD,
                    options=either(options),
                    value=quoted(value),
                ),
                phrase("Did you mean '{near}'?", near=near) if near else NO_TEXT,
            )
        case "dict_type":
            return Fault(
                phrase("{field} must be keys with values", field=FIELD),
                phrase("Write it like {{key: value}}, or indented below."),
            )
        case "tuple_type":
            return Fault(
                phrase("{field} must be a list", field=FIELD),
                phrase("Write it like [one, two], or one on each line after a dash."),
            )
        case "too_short":
            return Fault(
                phrase("{field} is empty", field=FIELD),
                phrase("Write at least one, or delete the key."),
            )
        case "too_long":
            count, most = context["actual_length"], context["max_length"]
            return Fault(
                phrase(
                    "{field} has {count} entries, more than {most}",
                    field=FIELD,
                    count=count,
                    most=most,
                )
            )
    return Fault(phrase("{field} is invalid", field=FIELD))


def _mapping(keys: Mapping[str, FieldInfo], value: object, reading: Reading) -> str:
    """The keys that a mapping must have, with examples; ``value`` stands in its place."""
    pairs = [
        f"{name}: {_example(info, value, reading)}"
        for name, info in keys.items()
        if info.is_required()
    ]
    return f"{{{', '.join(pairs or ['key: value'])}}}"


def _example(info: FieldInfo, value: object, reading: Reading) -> str:
    """What may be written for a key: ``value`` if it is one of its words, else its example."""
    annotation = _inner(info.annotation)
    if get_origin(annotation) is Literal and value in get_args(annotation):
        return str(value)
    example = str((info.examples or [""])[0])
    if reading.now is None or example not in (NOW, TODAY):
        return example
    wall = local(reading.now, reading.zone)
    return f"{wall:%Y-%m-%d %H:%M}" if example == NOW else f"{wall:%Y-%m-%d}"


def _dotted(loc: Sequence[int | str]) -> str:
    return ".".join(map(str, loc))


def _label(loc: Sequence[int | str]) -> Phrase:
    """The field's name for people; items are counted from 1."""
    label = NO_TEXT
    for part in loc:
        if isinstance(part, int):
            label = phrase("{field} (item {number})", field=label, number=part + 1)
        elif label.endswith(")"):
            label = joined([label, part], ": ")
        else:
            label = joined([label, part], ".")
    return label or phrase("the file")


def _keys(model: type[BaseModel], loc: Sequence[int | str]) -> dict[str, FieldInfo]:
    """The keys that the mapping at ``loc`` may have."""
    return _named(_inner(_annotation(model, loc)))


def _shown(model: type[BaseModel], loc: Sequence[int | str]) -> tuple[int | str, ...]:
    """The place as the file has it: pydantic names the form of a mapping as well."""
    forms = (_forms(_annotation(model, loc[:number])) for number in range(len(loc)))
    return tuple(part for part, known_forms in zip(loc, forms, strict=True) if not known_forms)


def _annotation(model: type[BaseModel], loc: Sequence[int | str]) -> Any:
    """The type of what stands at ``loc``; ``None`` where nothing is known to stand there."""
    annotation: Any = model
    for part in loc:
        if forms := _forms(annotation):
            annotation = forms[str(part)]
            continue
        annotation = _inner(annotation)
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            info = _named(annotation).get(str(part))
            annotation = info.annotation if info else None
        else:
            inner = get_args(annotation)
            annotation = inner[0 if get_origin(annotation) is tuple else -1] if inner else None
    return annotation


def _forms(annotation: Any) -> dict[str, type[BaseModel]]:
    """The models of a mapping that has several forms, by the key that tells them apart."""
    if get_origin(annotation) is Annotated:
        annotation = get_args(annotation)[0]
    if get_origin(annotation) not in {Union, types.UnionType}:
        return {}
    models = [each for each in get_args(annotation) if isinstance(each, type)]
    return {
        str(get_args(each.model_fields[_FORM].annotation)[0]): each
        for each in models
        if issubclass(each, BaseModel) and _FORM in each.model_fields
    }


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
