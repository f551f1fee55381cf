"""The notice policies that a new project can start with: one folder of ``init_files/policies`` each.

Belongs here: which there are, and what is asked of them before a project is written. Does not
belong here: their texts (their folders), the project that is made of one (``init_project``).

A folder has the ``policy.yml``, the ``systems.yml`` that it speaks of, a first ``release.yml`` that
is legal on any day, and ``about.yml``: one line in each language of the commands.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from notices.cli.language import chosen
from notices.loading.catalog import load_catalog

__all__ = ["FOLDER", "counts_workdays", "described", "policies"]

FOLDER = Path(__file__).parent / "init_files" / "policies"
_LEAD_IN_WORKDAYS = re.compile(r"^[^#\n]*\b[0-9]+bd\b", re.MULTILINE)


def policies() -> tuple[str, ...]:
    """Their names."""
    return tuple(sorted(folder.parent.name for folder in FOLDER.glob("*/policy.yml")))


def described() -> Mapping[str, str]:
    """Each name with what the policy is for, in the language of the commands."""
    return {
        name: load_catalog((FOLDER / name / "about.yml").read_bytes())[chosen()]
        for name in policies()
    }


def counts_workdays(name: str) -> bool:
    """Whether a lead of it is in working days, so that the days off have to be known."""
    text = (FOLDER / name / "policy.yml").read_text(encoding="utf-8")
    return _LEAD_IN_WORKDAYS.search(text) is not None
