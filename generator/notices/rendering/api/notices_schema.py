"""The published JSON Schema of our own JSON.

Belongs here: what the document promises to those who write programs against it. Does not belong
here: its keys (``notices_model``), writing it (``notices_json``).
"""

from __future__ import annotations

import json

from notices.rendering.api.json_schema import definitions, object_schema
from notices.rendering.api.notices_json import SCHEMA
from notices.rendering.api.notices_model import DEFINITIONS, JsonDocument
from notices.rendering.documents import Document, Theme
from notices.rendering.registry import FileKind, Output

__all__ = ["OUTPUT", "notices_schema"]

_PROMISE = """\
Everything public of one site: releases with their maintenance windows and notices, and monthly \
plans. `/api/notices.json` holds all of it, `/api/upcoming.json` is the same document with only \
the releases that are announced, running or waiting for their result, and no plans.

Versions: within a version new keys may come at any time, so ignore those that you do not know; \
no key is removed, none changes its meaning or type, and the values of an `enum` stay the same. \
A new version gets an address of its own, and the old one stays for at least a year beside it. \
Ids of categories, systems and notices are the company's own and come and go with its policy.

All instants are UTC, ISO 8601 in whole seconds with `Z`. Texts are plain: escape them before \
they go into a page. A text that was not translated is in the language that it has."""


def notices_schema(theme: Theme) -> Document:
    """``/api/notices.schema.json`` (draft 2020-12), under its own address as ``$id``."""
    key = f"{SCHEMA} {theme.base_url}"
    data = theme.cache.get(key)
    if data is None:
        data = _schema(theme)
        theme.cache.put(key, data)
    return Document(SCHEMA, data=data)


def _schema(theme: Theme) -> bytes:
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": theme.base_url + SCHEMA,
        "title": "Notices of software updates",
        "description": _PROMISE,
        **object_schema(JsonDocument),
        "$defs": definitions(*DEFINITIONS),
    }
    text = json.dumps(schema, ensure_ascii=False, indent=2)
    return f"{text}\n".encode()


OUTPUT = Output(
    (FileKind(SCHEMA, "application/json", "programs"),),
    for_site=lambda c: [notices_schema(c.theme)],
)
