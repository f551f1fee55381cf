"""The text fields of all files that people write, found in the schemas of those files.

Belongs here: which fields there are, and dealing payloads to them. Does not belong here: the files (``sites``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, get_args

from notices.loading.schema import json_schema
from notices.loading.schema_kind import SchemaKind
from tests.hostile.payloads import PAYLOADS

__all__ = ["CLOSED", "ONCE", "PAGES", "SITE", "Dealer", "schema_fields"]

_MOST = 200

CLOSED = frozenset(
    {
        "policy.timezone",
        "policy.categories.*.windows.allowed[].zone",
        "channels.channels[].smtp.host",
        "channels.channels[].list_id",
    }
)
"""Of a form that no schema can tell: loading refuses each payload there."""

PAGES = frozenset({"pages.title", "pages.description", "pages.heading"})
"""What a hand-written page's head and first heading say, beside its text."""

SITE = frozenset({"mkdocs.site_name", "mkdocs.site_description", "mkdocs.copyright"})

ONCE = (
    SITE
    | {f"policy.organizer.{key}" for key in ("name", "provider", "account")}
    | {f"policy.plan.{key}.source" for key in ("approvals", "announce")}
)
"""A project has them once."""


def schema_fields() -> frozenset[str]:
    """Each place of a file where any text may stand: ``release.known_issues[].title``."""
    found: set[str] = set()
    for kind in get_args(SchemaKind):
        schema = json_schema(kind)
        found |= set(_texts(schema, schema["$defs"], kind))
    # A text in one language and one for each are one field.
    return frozenset(name.removesuffix(".*") for name in found)


def _texts(part: Mapping[str, Any], shared: Mapping[str, Any], name: str) -> Iterator[str]:
    if "$ref" in part:
        part = shared[part["$ref"].rpartition("/")[2]]
    if part.get("type") == "string" and not part.keys() & {"pattern", "enum", "const"}:
        yield name
    for each in part.get("anyOf", ()):
        yield from _texts(each, shared, name)
    for key, each in part.get("properties", {}).items():
        yield from _texts(each, shared, f"{name}.{key}")
    if isinstance(more := part.get("additionalProperties"), dict):
        yield from _texts(more, shared, f"{name}.*")
    if "items" in part:
        yield from _texts(part["items"], shared, f"{name}[]")


class Dealer:
    """Deals each field another payload, and notes which field has had which.

    With another ``turn`` each field gets the next one, so that as many turns as there are payloads give every
    field every payload. ``payloads`` are by name.
    """

    def __init__(self, payloads: Mapping[str, str] = PAYLOADS) -> None:
        self._payloads = [*payloads.items()]
        self._places: dict[str, int] = {}
        self.dealt: set[tuple[str, str]] = set()

    def text(self, field: str, turn: int) -> str:
        """The payload of that turn."""
        name, text = self._payload(field, turn)
        self.dealt.add((field, name))
        return text

    def packed(self, field: str, turns: Sequence[int]) -> str:
        """Those of so many turns as fit into one line, apart by blanks."""
        text = self.text(field, turns[0])
        for turn in turns[1:]:
            if len(text) + len(self._payload(field, turn)[1]) >= _MOST:
                break
            text += f" {self.text(field, turn)}"
        return text

    def _payload(self, field: str, turn: int) -> tuple[str, str]:
        place = self._places.setdefault(field, 5 * len(self._places))
        return self._payloads[(turn + place) % len(self._payloads)]
