"""Texts beside the entries: the theme's wording, and the head of a hand-written page.

Belongs here: files whose values are all plain text. Does not belong here: what the texts
are for (``rendering``), whether a page counts as written (``rules``).
"""

from __future__ import annotations

import re
from typing import Any

from generator.loading.findings import Findings
from generator.loading.loaded import Loaded, bounded
from generator.loading.located import Commented, read

__all__ = ["front_matter", "load_texts", "page_text"]

_FRONT = re.compile(
    rb"(?:\xef\xbb\xbf)?-{3}[ \t]*\r?\n((?:.*?\n)?)(?:-{3}|\.{3})[ \t]*(?:\r?\n|\Z)", re.DOTALL
)
_META = ("title", "description", "stub")


def load_texts(path: str, data: bytes) -> Loaded[dict[str, Any]]:
    """Texts by nested keys, as one of the theme's files holds them: mappings and text only."""
    document = read(path, data)
    findings = Findings(path, document)
    if document.data is None:
        return Loaded(None, bounded(findings.problems))
    _plain(document.data, "", findings)
    problems = bounded(findings.problems)
    return Loaded(None if problems else document.data, problems)


def _plain(texts: dict[str, Any], name: str, findings: Findings) -> None:
    for key, value in texts.items():
        inner = f"{name}.{key}" if name else key
        if isinstance(value, dict):
            _plain(value, inner, findings)
        elif isinstance(value, list):
            findings.at_value(inner, f"{inner} is a list", "Write a text, or keys with texts.")
        elif isinstance(value, Commented):
            findings.add(
                value.at,
                f"{inner} has a comment behind it, which may have been meant as part of the text",
                "Put the text in quotes, or the comment on a line of its own.",
            )
            texts[key] = str(value)
        elif isinstance(value, str) and not value:
            findings.at_value(inner, f"{inner} is empty", "Write a text.")


def page_text(data: bytes) -> str:
    """A hand-written page without its head."""
    found = _FRONT.match(data)
    return data[found.end() if found else 0 :].decode("utf-8-sig", "replace")


def front_matter(path: str, data: bytes) -> Loaded[dict[str, str]]:
    """``title``, ``description`` and ``stub`` from the head of a hand-written page.

    Only those that are there; other keys are the host's business. A page without a head has
    none of them. ``stub`` is ``true`` or ``false``.
    """
    found = _FRONT.match(data)
    if found is None:
        return Loaded({})
    # The line of dashes is read as an empty one, so that the positions are the page's own.
    document = read(path, b"\n" + found[1], may_be_empty=True)
    findings = Findings(path, document)
    if document.data is None:
        return Loaded(None, bounded(findings.problems))
    meta: dict[str, str] = {}
    for key in _META:
        value = document.data.get(key)
        if isinstance(value, dict | list):
            findings.at_value(key, f"{key} has to be a single text")
        elif key == "stub" and isinstance(value, str) and value not in {"true", "false"}:
            findings.at_value(key, "stub has to be true or false")
        elif isinstance(value, str) and value:
            meta[key] = str(value)
    problems = bounded(findings.problems)
    return Loaded(None if problems else meta, problems)
