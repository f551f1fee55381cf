"""The layout: what the files of a project are called, from its root.

Belongs here: names of files and folders that people write or that the program keeps for them.
Does not belong here: reading them (``project.disk``), what is in them (``loading``).
"""

from __future__ import annotations

__all__ = [
    "CONTENT",
    "LEDGER",
    "PAGES",
    "PLANS",
    "POLICY",
    "PUBLISHED",
    "PUBLISHED_PLANS",
    "RELEASES",
    "SYSTEMS",
]

CONTENT = "content"
POLICY = f"{CONTENT}/policy.yml"
SYSTEMS = f"{CONTENT}/systems.yml"
LEDGER = f"{CONTENT}/ledger.jsonl"
RELEASES = f"{CONTENT}/releases"
PLANS = f"{CONTENT}/plans"
PUBLISHED = f"{CONTENT}/published"
PUBLISHED_PLANS = f"{PUBLISHED}/plans"
PAGES = f"{CONTENT}/pages"
