"""The theme's wording in one language.

Belongs here: files whose values are all plain text, with names in braces at most. Does not belong here: what the texts
are for (``rendering``).
"""

from __future__ import annotations

from typing import Any

from notices.domain.patterns import invalid_braces
from notices.domain.phrases import phrase
from notices.domain.wording import quoted
from notices.loading.document import Commented
from notices.loading.findings import Findings
from notices.loading.loaded import Loaded

__all__ = ["load_texts"]


def load_texts(path: str, data: bytes) -> Loaded[dict[str, Any]]:
    """Texts by nested keys, as one of the theme's files holds them: mappings and text only."""
    findings = Findings(path, data)
    texts = findings.document.data
    _check(texts or {}, "", findings)
    return findings.loaded(texts)


def _check(texts: dict[str, Any], name: str, findings: Findings) -> None:
    for key, value in texts.items():
        inner = f"{name}.{key}" if name else key
        if isinstance(value, dict):
            _check(value, inner, findings)
        elif isinstance(value, list):
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
            texts[key] = str(value)
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
