"""Text to domain: policy, systems, releases, the ledger, texts and pages.

Belongs here: reading what people wrote, and telling them all that is wrong with it, by line
and column. Does not belong here: the disk (``workspace``), rules (``rules``). Nothing here
raises for what stands in a file: a bad file gives problems.
"""

from __future__ import annotations

from generator.loading.fields import ID, RESERVED
from generator.loading.instants import NotReadable, read_duration, read_epoch, read_instant
from generator.loading.ledger import LedgerText, chain, lost_line, read_ledger
from generator.loading.loaded import Loaded
from generator.loading.pages import front_matter, page_text
from generator.loading.plans import load_plan
from generator.loading.policy import load_policy
from generator.loading.releases import called_off, load_release
from generator.loading.schema import json_schema
from generator.loading.systems import load_systems
from generator.loading.texts import load_texts

__all__ = [
    "ID",
    "RESERVED",
    "LedgerText",
    "Loaded",
    "NotReadable",
    "called_off",
    "chain",
    "front_matter",
    "json_schema",
    "load_plan",
    "load_policy",
    "load_release",
    "load_systems",
    "load_texts",
    "lost_line",
    "page_text",
    "read_duration",
    "read_epoch",
    "read_instant",
    "read_ledger",
]
