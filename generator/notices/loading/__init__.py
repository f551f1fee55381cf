"""Text to domain: policy, systems, holidays, channels, releases, ledger, deliveries, texts, pages.

Belongs here: reading what people wrote, and finding all that is wrong with it, by line
and column. Does not belong here: the disk (``project``), rules (``rules``). Nothing here
raises for the content of a file: a bad file gives problems.

What reads YAML is imported when its name is asked for first; it takes long, most of all pydantic.
Whoever knows already what a file says (``Reader``) does without it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from notices.loading.chained import first_missing_line
from notices.loading.corrections import correction_line, read_corrections
from notices.loading.deliveries import DeliveriesText, chain_deliveries, read_deliveries
from notices.loading.drawings import DRAWING_BYTES, drawing_problems
from notices.loading.instants import (
    NotReadable,
    read_date,
    read_duration,
    read_epoch,
    read_instant,
)
from notices.loading.ledger import LedgerText, chain, read_ledger
from notices.loading.library_state import library_state
from notices.loading.loaded import Loaded
from notices.loading.pages import front_matter, page_text
from notices.loading.positions import position_within
from notices.loading.reader import Reader, zone_data
from notices.loading.schema_kind import SchemaKind
from notices.loading.tagged import Tagged

if TYPE_CHECKING:
    from notices.loading.channels import load_channels
    from notices.loading.configuration import key_place, load_configuration
    from notices.loading.fields import bad_id
    from notices.loading.holidays import load_holidays
    from notices.loading.plans import load_plan
    from notices.loading.policy import load_policy
    from notices.loading.releases import cancelled_copy, load_release
    from notices.loading.schema import json_schema
    from notices.loading.systems import load_systems
    from notices.loading.texts import load_texts, marks_of_texts

__all__ = [
    "DRAWING_BYTES",
    "DeliveriesText",
    "LedgerText",
    "Loaded",
    "NotReadable",
    "Reader",
    "SchemaKind",
    "Tagged",
    "bad_id",
    "cancelled_copy",
    "chain",
    "chain_deliveries",
    "correction_line",
    "drawing_problems",
    "first_missing_line",
    "front_matter",
    "json_schema",
    "key_place",
    "library_state",
    "load_channels",
    "load_configuration",
    "load_holidays",
    "load_plan",
    "load_policy",
    "load_release",
    "load_systems",
    "load_texts",
    "marks_of_texts",
    "page_text",
    "position_within",
    "read_corrections",
    "read_date",
    "read_deliveries",
    "read_duration",
    "read_epoch",
    "read_instant",
    "read_ledger",
    "zone_data",
]

_LATE = {
    "bad_id": "fields",
    "load_channels": "channels",
    "load_holidays": "holidays",
    "cancelled_copy": "releases",
    "json_schema": "schema",
    "key_place": "configuration",
    "load_configuration": "configuration",
    "load_plan": "plans",
    "load_policy": "policy",
    "load_release": "releases",
    "load_systems": "systems",
    "load_texts": "texts",
    "marks_of_texts": "texts",
}
"""Names whose modules read YAML into what we know, most of them by pydantic."""


def __getattr__(name: str) -> Any:
    if name not in _LATE:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{_LATE[name]}"), name)
