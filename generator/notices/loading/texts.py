"""The theme's wording in one language.

Belongs here: files whose values are all plain text, with names in braces at most. Does not belong here: what the texts
are for (``rendering``).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from notices.domain.patterns import invalid_braces
from notices.domain.phrases import phrase
from notices.domain.problem import Mark
from notices.domain.wording import quoted
from notices.loading.document import Commented
from notices.loading.findings import Findings
from notices.loading.loaded import Loaded

__all__ = ["load_texts", "marks_of_texts"]


def load_texts(path: str, data: bytes) -> Loaded[dict[str, str]]:
    """Texts by their dotted keys, as one of the theme's files holds them: mappings and text only."""
    findings = Findings(path, data)
    texts: dict[str, str] = {}
    _collect(findings.document.data or {}, "", findings, texts)
    return findings.loaded(texts)


def marks_of_texts(path: str, data: bytes, keys: Iterable[str]) -> dict[str, Mark]:
    """Where the texts at these dotted keys stand in their file."""
    findings = Findings(path, data)
    at = findings.document.keys
    return {key: Mark(path, *(at.get(key) or findings.place(key))) for key in keys}


def _collect(values: dict[str, Any], name: str, findings: Findings, texts: dict[str, str]) -> None:
    for key, value in values.items():
        inner = f"{name}.{key}" if name else key
        if isinstance(value, dict):
            _collect(value, inner, findings, texts)
            continue
        texts[inner] = str(value)
        if isinstance(value, list):
            message = phrase("{field} is a list", field=inner)
            findings.at_value(inner, message, phrase("Write text, or keys with texts."))
        elif isinstance(value, Commented):
            findings.add(
                value.at,
                phrase(
                    "{field} is followed by a comment that may be meant as part of the text",
                    field=inner,
                ),
                phrase("Put the text in quotes, or the comment on its own line."),
            )
        elif isinstance(value, str) and not value:
            message = phrase("{field} is empty", field=inner)
            findings.at_value(inner, message, phrase("Write some text."))
        elif isinstance(value, str) and (braces := invalid_braces(value)):
            message = phrase(
                "{field} has {braces}, which is not a name in braces",
                field=inner,
                braces=quoted(braces),
            )
            findings.at_value(inner, message, phrase("Write a name alone, such as {{date}}."))
