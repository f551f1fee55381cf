"""The published JSON Schema of our own JSON.

Belongs here: what each key means, for people who write programs against it. Does not belong
here: writing the document (``notices_json``). The tests hold both against each other.
"""

from __future__ import annotations

import json
from typing import Any

from notices.rendering.api.notices_json import SCHEMA, VERSION
from notices.rendering.documents import Document, Theme
from notices.rendering.registry.declarations import Output
from notices.rendering.registry.kinds import FileKind

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
they go into a page. A text that was not translated stands in the language that it has."""


def notices_schema(theme: Theme) -> Document:
    """``/api/notices.schema.json`` (draft 2020-12), under its own address as ``$id``."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": theme.base_url + SCHEMA,
        "title": "Notices of software updates",
        "description": _PROMISE,
        **_object(_DOCUMENT),
        "$defs": _DEFINITIONS,
    }
    text = json.dumps(schema, ensure_ascii=False, indent=2)
    return Document(SCHEMA, data=f"{text}\n".encode())


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    """An object that always has all these keys, and may get more."""
    return {"type": "object", "required": list(properties), "properties": properties}


def _told(schema: dict[str, Any], description: str) -> dict[str, Any]:
    return {**schema, "description": description}


def _of(name: str, description: str) -> dict[str, Any]:
    return {"$ref": f"#/$defs/{name}", "description": description}


def _or_null(schema: dict[str, Any], description: str) -> dict[str, Any]:
    return {"anyOf": [schema, {"type": "null"}], "description": description}


def _list(schema: dict[str, Any], description: str) -> dict[str, Any]:
    return {"type": "array", "items": schema, "description": description}


_TEXT: dict[str, Any] = {"type": "string"}
_FLAG: dict[str, Any] = {"type": "boolean"}
_COUNT: dict[str, Any] = {"type": "integer", "minimum": 0}
_URL: dict[str, Any] = {"type": "string", "format": "uri"}
_DAY: dict[str, Any] = {"type": "string", "format": "date"}
_INSTANT: dict[str, Any] = {"$ref": "#/$defs/instant"}
_TEXTS: dict[str, Any] = {"$ref": "#/$defs/texts"}
_RESULT: dict[str, Any] = {"enum": ["success", "partial", "rolled_back"]}
_MODE: dict[str, Any] = {"enum": ["usable", "read_only", "stopped"]}
_PLAN_RESULT: dict[str, Any] = {"enum": ["kept", "moved", "dropped"]}
_WINDOW: dict[str, Any] = {
    "start": _told(_INSTANT, "When the maintenance window starts."),
    "end": _told(_INSTANT, "When it ends, as far as is planned."),
}
_ADDRESSES: dict[str, Any] = {
    "url": _told(_URL, "The page, in the default language."),
    "urls": {
        "type": "object",
        "additionalProperties": _URL,
        "description": "The page in each language.",
    },
}

_DOCUMENT: dict[str, Any] = {
    "$schema": _told(_URL, "Where this schema stands."),
    "version": {"const": VERSION, "description": "The version of this document's form."},
    "generation": _told(
        _TEXT,
        "An id of all that the site shows. It is the same in everything that was made together "
        "(feeds, calendar, API), and changes with what is shown.",
    ),
    "ledger": _told(
        _object(
            {
                "head": {
                    "type": "string",
                    "pattern": "^[0-9a-f]{64}$",
                    "description": "SHA-256 of the latest record.",
                },
                "count": _told(_COUNT, "How many records there are."),
            }
        ),
        "The append-only record of notices as it stood.",
    ),
    "recorded": _told(_FLAG, "Whether the record holds everything that is shown."),
    "site": _told(
        _object(
            {
                "name": _told(_TEXT, "What the site is called."),
                "url": _told(_URL, "Its home page in the default language; ends with a slash."),
                "timezone": _told(_TEXT, "The company's time zone, by its IANA name."),
                "languages": {
                    "type": "array",
                    "items": _TEXT,
                    "minItems": 1,
                    "description": "Language codes; the first is the default.",
                },
            }
        ),
        "The site.",
    ),
    "categories": {
        "type": "object",
        "additionalProperties": _object({"label": _told(_TEXTS, "What it is called.")}),
        "description": "The kinds of releases, by id.",
    },
    "systems": _list(
        _object(
            {
                "id": _told(_TEXT, "What a release names it by."),
                "name": _told(_TEXTS, "What it is called."),
                "group": _told(_TEXTS, "What its group is called."),
            }
        ),
        "The parts of the product that releases can touch, in their order; those of one group "
        "stand next to each other.",
    ),
    "releases": _list(
        {"$ref": "#/$defs/release"}, "Updates and maintenance, the last to start first."
    ),
    "plans": _list({"$ref": "#/$defs/plan"}, "Monthly plans, newest month first."),
}

_DEFINITIONS: dict[str, Any] = {
    "instant": {
        "type": "string",
        "format": "date-time",
        "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$",
        "description": "UTC, whole seconds.",
    },
    "texts": {
        "type": "object",
        "additionalProperties": _TEXT,
        "description": "One text in every language of the site, by language code.",
    },
    "window": _object(_WINDOW),
    "published": _object(
        {
            "id": _told(_TEXT, "The notice's id in the company's policy."),
            "published_at": _told(_INSTANT, "When it was published on the site."),
        }
    ),
    "message": _object(
        {
            "id": _told(_TEXT, "The same as in the feeds; never changes."),
            "notice": _told(_TEXT, "The notice that names it."),
            "published_at": _told(_INSTANT, "When it was published on the site."),
            "start": _told(_INSTANT, "The start of the window (a plan's month) that it announced."),
            "end": _told(_INSTANT, "The end of the window that it announced."),
            "result": _or_null(_RESULT, "The result that it told, if it told one."),
            "title": _told(_TEXTS, "Its title, as in the feeds."),
        }
    ),
    "release": _object(
        {
            "id": _told(_TEXT, "Never changes, whatever else does."),
            "category": _told(_TEXT, "One of `categories`."),
            "state": {
                "enum": [
                    "announced",
                    "in_progress",
                    "awaiting_confirmation",
                    "completed",
                    "cancelled",
                ],
                "description": "As of the generation. The first three follow from `start` and "
                "`end`: a program that knows the time need not wait for the next generation.",
            },
            "title": _told(_TEXTS, "What is updated."),
            "summary": _told(_TEXTS, "One or two sentences."),
            **_WINDOW,
            "moved_from": _or_null(
                {"$ref": "#/$defs/window"}, "The window announced before the last move."
            ),
            "important": _told(_FLAG, "Whether the company calls it important."),
            "impact": _told(
                _object(
                    {
                        "downtime_s": _told(_COUNT, "Expected downtime in seconds."),
                        "mode": _or_null(_MODE, "How far the product can be used meanwhile."),
                        "sign_in_again": _or_null(
                            _FLAG, "Whether customers need to sign in again afterwards."
                        ),
                        "systems": _list(_TEXT, "The ids of the `systems` that it touches."),
                    }
                ),
                "What customers notice; null where the company did not say.",
            ),
            "cancelled": _or_null(
                _object(
                    {
                        "at": _told(_INSTANT, "When it was called off."),
                        "reason": _told(_TEXTS, "Why."),
                    }
                ),
                "That it will not happen.",
            ),
            "outcome": _or_null(
                _object(
                    {
                        "result": _told(_RESULT, "How it ended."),
                        "at": _told(_INSTANT, "When it was over."),
                    }
                ),
                "How it ended, once that is known.",
            ),
            "short_notice_reason": _or_null(
                _TEXTS, "Why it was announced at short notice or only afterwards, if it was."
            ),
            **_ADDRESSES,
            "notices": _list({"$ref": "#/$defs/published"}, "What was published, oldest first."),
            "ahead": _list(
                _object(
                    {
                        "id": _told(_TEXT, "The notice's id in the company's policy."),
                        "label": _told(_TEXTS, "What it is called."),
                        "planned": _or_null(
                            _INSTANT,
                            "When it is to be published; null where that depends on "
                            "something else, such as the result.",
                        ),
                        "deadline": _or_null(_INSTANT, "By when at the latest, if it has one."),
                    }
                ),
                "The notices to customers that are still to come, the next first.",
            ),
            "messages": _list(
                {"$ref": "#/$defs/message"},
                "What was published, oldest first; notices that went out together are one.",
            ),
        }
    ),
    "plan": _object(
        {
            "id": _told(_TEXT, "The month, `YYYY-MM`."),
            "state": {
                "enum": ["announced", "in_progress", "completed"],
                "description": "Where the month stands.",
            },
            **_ADDRESSES,
            "items": _list(
                _object(
                    {
                        "title": _told(_TEXTS, "What is planned."),
                        "category": _told(_TEXT, "One of `categories`."),
                        "expected": _told(_DAY, "The expected day in the company's time zone."),
                        "release": _or_null(_TEXT, "The release's id, once that is public."),
                        "fate": _or_null(
                            _PLAN_RESULT, "What became of it, once the month is over."
                        ),
                    }
                ),
                "What is planned for the month.",
            ),
            "unplanned": _list(
                _TEXT, "The ids of releases outside the plan, once the month is over."
            ),
            "notices": _list({"$ref": "#/$defs/published"}, "What was published, oldest first."),
            "messages": _list({"$ref": "#/$defs/message"}, "The same as messages."),
        }
    ),
}


OUTPUT = Output(
    (FileKind(SCHEMA, "application/json", "programs"),),
    for_site=lambda c: [notices_schema(c.theme)],
)
