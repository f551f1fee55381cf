"""Texts that people read, in one language or in several.

Belongs here: titles, summaries, reasons and bodies, their bounds, the languages' codes. Does
not belong here: values with a form of their own (``fields``), what a text is for.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Annotated, Any, cast

from pydantic import BeforeValidator, Field, PlainValidator, ValidationInfo, WithJsonSchema

from notices.loading.located import Commented
from notices.loading.reading import Reading, refusal, single
from notices.loading.wording import known, quoted, size

__all__ = ["Body", "LanguageCode", "Reason", "Summary", "Title", "line_schema"]

_LANGUAGE = r"[a-z]{2,3}(-[A-Z]{2})?"
_BODY = 8 * 1024


def line_schema(most: int) -> dict[str, Any]:
    """What an editor may know of a text in one line."""
    return {"type": "string", "minLength": 1, "maxLength": most}


def _free_text(value: object) -> str:
    text = single(value).rstrip("\n")
    if isinstance(value, Commented):
        raise refusal(
            "has a comment behind it, which may have been meant as part of the text",
            "Put the text in quotes, or the comment on a line of its own.",
            value.at,
        )
    if not any(c.isprintable() and not c.isspace() for c in text):
        raise refusal("is empty", "Write a text, or delete the key.")
    return text


def _line(most: int, where: str) -> Callable[[object], str]:
    def read(value: object) -> str:
        text = _free_text(value)
        if "\n" in text:
            raise refusal("has a line break", f"Write it on one line{where}.")
        if len(text) > most:
            raise refusal(f"is {len(text)} characters long, more than {most}")
        return text

    return read


def _pages(value: object) -> str:
    text = _free_text(value)
    length = len(text) if text.isascii() else len(text.encode())
    if length > _BODY:
        raise refusal(
            f"is {size(length)} long, more than {_BODY // 1024} KiB",
            "Move the details to the guide page.",
        )
    return text


def _language(value: object, info: ValidationInfo) -> str:
    languages = cast("Reading", info.context).languages
    if value not in languages:
        raise refusal(
            "is not a language of the policy",
            known(str(value), languages, "The policy's languages are"),
        )
    return str(value)


def _in_default_language(value: object, info: ValidationInfo) -> object:
    if isinstance(value, str):
        return {cast("Reading", info.context).languages[0]: value}
    if isinstance(value, list):
        raise refusal("has to be a text, or a text for each language, not a list")
    return value


def _texts_schema(leaf: dict[str, Any]) -> dict[str, Any]:
    by_language = {
        "type": "object",
        "minProperties": 1,
        "propertyNames": {"pattern": f"^{_LANGUAGE}$"},
        "additionalProperties": leaf,
    }
    return {"anyOf": [leaf, by_language]}


_Language = Annotated[str, PlainValidator(_language)]

Title = Annotated[
    dict[_Language, Annotated[str, PlainValidator(_line(200, "; details belong in body"))]],
    Field(min_length=1),
    BeforeValidator(_in_default_language),
    WithJsonSchema(_texts_schema(line_schema(200))),
]
Summary = Annotated[
    dict[_Language, Annotated[str, PlainValidator(_line(600, "; details belong in body"))]],
    Field(min_length=1),
    BeforeValidator(_in_default_language),
    WithJsonSchema(_texts_schema(line_schema(600))),
]
Reason = Annotated[
    dict[_Language, Annotated[str, PlainValidator(_line(600, ""))]],
    Field(min_length=1),
    BeforeValidator(_in_default_language),
    WithJsonSchema(_texts_schema(line_schema(600))),
]
Body = Annotated[
    dict[_Language, Annotated[str, PlainValidator(_pages)]],
    Field(min_length=1),
    BeforeValidator(_in_default_language),
    WithJsonSchema(_texts_schema({"type": "string", "minLength": 1, "maxLength": _BODY})),
]


def _language_code(value: object) -> str:
    text = single(value)
    if not re.fullmatch(_LANGUAGE, text):
        raise refusal(f": {quoted(text)} is not a language code", "Write it like vi, en or pt-BR.")
    return str(text)


LanguageCode = Annotated[
    str,
    PlainValidator(_language_code),
    WithJsonSchema({"type": "string", "pattern": f"^{_LANGUAGE}$"}),
]
