"""Texts that people read, in one language or in several.

Belongs here: titles, summaries, reasons and bodies, their bounds, the languages' codes. Does
not belong here: values with a form of their own (``fields``), what a text is for.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Annotated, Any

from pydantic_core import PydanticCustomError

from notices.domain.names import known
from notices.domain.phrases import Phrase, phrase
from notices.domain.wording import quoted, size_text
from notices.loading import lookalikes
from notices.loading.document import Commented
from notices.loading.reading import (
    FIELD,
    Fault,
    Kind,
    Reading,
    mapping_schema,
    refusal,
    refused,
    single,
)

__all__ = [
    "LANGUAGE",
    "Body",
    "LanguageCode",
    "News",
    "Reason",
    "Summary",
    "Title",
    "line",
    "line_schema",
]

LANGUAGE = r"[a-z]{2,3}(-[A-Z]{2})?"
_BODY = 8 * 1024
_ONE_LINE = phrase("Write it on one line.")
_SHORT = phrase("Write it on one line; details belong in body.")


def line_schema(most: int) -> dict[str, Any]:
    """What an editor may know of a text in one line."""
    return {"type": "string", "minLength": 1, "maxLength": most}


def line(text: str, most: int, help: Phrase = _ONE_LINE) -> str:
    """The text without its last line end; refuses several lines, and more than ``most``."""
    text = text.rstrip("\n")
    if "\n" in text:
        raise refusal(phrase("{field} has a line break", field=FIELD), help)
    if len(text) > most:
        raise refusal(
            phrase(
                "{field} is {count} characters long, more than {most}",
                field=FIELD,
                count=len(text),
                most=most,
            )
        )
    return text


def _page(text: str) -> str:
    length = len(text.encode())
    if length > _BODY:
        raise refusal(
            phrase(
                "{field} is {size} long, more than {most} KiB",
                field=FIELD,
                size=size_text(length),
                most=_BODY // 1024,
            ),
            phrase("Move the details to the guide page."),
        )
    return text


def _free_text(value: object) -> str:
    text = single(value).rstrip("\n")
    if isinstance(value, Commented):
        raise refusal(
            phrase(
                "{field} is followed by a comment that may be meant as part of the text",
                field=FIELD,
            ),
            phrase("Put the text in quotes, or the comment on its own line."),
            value.at,
        )
    if not _shows_something(text):
        raise refusal(
            phrase("{field} is empty", field=FIELD), phrase("Write some text, or delete the key.")
        )
    return text


def _shows_something(text: str) -> bool:
    first = text.lstrip()[:1]
    if first and first.isprintable():
        return True
    return any(c.isprintable() and not c.isspace() for c in text)


def _texts(check: Callable[[str], str], leaf: dict[str, Any]) -> Kind:
    """A text in the default language, or one for each language: language to text."""

    def read(value: object, reading: Reading) -> dict[str, str]:
        if isinstance(value, str):
            # The only language of a text on lines of its own, without a colon that counts.
            other = lookalikes.in_line(value) if value.startswith(reading.languages) else None
            if other is not None and value[: other.offset].rstrip(":") in reading.languages:
                raise refusal(
                    phrase("{field} is read as one text: {what}", field=FIELD, what=other.message),
                    other.help,
                )
            value = {reading.languages[0]: value}
        if not isinstance(value, dict):
            raise refusal(
                phrase("{field} must be text, or text for each language, not a list", field=FIELD)
            )
        if not value:
            raise refusal(
                phrase("{field} is empty", field=FIELD),
                phrase("Write some text, or delete the key."),
            )
        texts: dict[str, str] = {}
        faults: list[Fault] = []
        for language, text in value.items():
            if language not in reading.languages:
                help = known(language, reading.languages, phrase("The policy's languages are"))
                what = phrase("{field} is not a language of the policy", field=FIELD)
                faults.append(Fault(what, help, within=(language,), at_key=True))
            try:
                texts[language] = check(_free_text(text))
            except PydanticCustomError as error:
                [fault] = (error.context or {})["faults"]
                faults.append(Fault(fault.message, fault.help, (language,), at=fault.at))
        if faults:
            raise refused(faults)
        return texts

    schema = {"anyOf": [leaf, mapping_schema(LANGUAGE, leaf)]}
    return Kind(read, schema, raw=True)


def _line(most: int, help: Phrase = _ONE_LINE) -> Kind:
    return _texts(lambda text: line(text, most, help), line_schema(most))


Title = Annotated[dict[str, str], _line(200, _SHORT)]
Summary = Annotated[dict[str, str], _line(600, _SHORT)]
Reason = Annotated[dict[str, str], _line(600)]
News = Annotated[dict[str, str], _line(600)]
Body = Annotated[dict[str, str], _texts(_page, line_schema(_BODY))]


def _language_code(text: str, _: Reading) -> str:
    if not re.fullmatch(LANGUAGE, text):
        raise refusal(
            phrase("{field}: {text} is not a language code", field=FIELD, text=quoted(text)),
            phrase("Write it like vi, en or pt-BR."),
        )
    return text


LanguageCode = Annotated[str, Kind(_language_code, {"type": "string", "pattern": f"^{LANGUAGE}$"})]
