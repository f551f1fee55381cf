"""Text to domain: policy, systems, holidays, releases, the ledger, texts and pages.

Belongs here: reading what people wrote, and finding all that is wrong with it, by line
and column. Does not belong here: the disk (``project``), rules (``rules``). Nothing here
raises for the content of a file: a bad file gives problems.

What reads YAML is imported when its name is asked for first; it takes long, most of all pydantic.
Whoever knows already what a file says (``Reader``) does without it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from notices.loading.configuration import Tagged, key_place, load_configuration
from notices.loading.corrections import correction_line, read_corrections
from notices.loading.drawings import DRAWING_BYTES, drawing_problems
from notices.loading.instants import (
    NotReadable,
    read_date,
    read_duration,
    read_epoch,
    read_instant,
)
from notices.loading.ledger import LedgerText, chain, first_missing_line, read_ledger
from notices.loading.loaded import Loaded
from notices.loading.pages import front_matter, page_text
from notices.loading.positions import position_within
from notices.loading.reader import Reader
from notices.loading.schema_kind import SchemaKind

if TYPE_CHECKING:
    from notices.loading.fields import bad_id
    from notices.loading.holidays import load_holidays
    from notices.loading.plans import load_plan
    from notices.loading.policy import load_policy
    from notices.loading.releases import cancelled_copy, load_release
    from notices.loading.schema import json_schema
    from notices.loading.systems import load_systems
    from notices.loading.texts import load_texts

__all__ = [
    "DRAWING_BYTES",
    "LedgerText",
    "Loaded",
    "NotReadable",
    "Reader",
    "SchemaKind",
    "Tagged",
    "bad_id",
    "cancelled_copy",
    "chain",
    "correction_line",
    "drawing_problems",
    "first_missing_line",
    "front_matter",
    "json_schema",
    "key_place",
    "load_configuration",
    "load_holidays",
    "load_plan",
    "load_policy",
    "load_release",
    "load_systems",
    "load_texts",
    "page_text",
    "position_within",
    "read_corrections",
    "read_date",
    "read_duration",
    "read_epoch",
    "read_instant",
    "read_ledger",
]

_LATE = {
    "bad_id": "fields",
    "load_holidays": "holidays",
    "cancelled_copy": "releases",
    "json_schema": "schema",
    "load_plan": "plans",
    "load_policy": "policy",
    "load_release": "releases",
    "load_systems": "systems",
    "load_texts": "texts",
}
"""Names whose modules read YAML into what we know, most of them by pydantic."""


def __getattr__(name: str) -> Any:
    if name not in _LATE:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{_LATE[name]}"), name)
