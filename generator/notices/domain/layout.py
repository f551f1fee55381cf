"""The layout: what the files of a project are called, from its root.

Belongs here: names of files and folders that people write or that the program keeps for them.
Does not belong here: reading them (``project.disk``), what is in them (``loading``).
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Literal

__all__ = [
    "CHANNELS",
    "CONTENT",
    "DELIVERIES",
    "HOLIDAYS",
    "LEDGER",
    "OUTBOX",
    "PAGES",
    "PLANS",
    "POLICY",
    "PUBLISHED",
    "PUBLISHED_PLANS",
    "RELEASES",
    "SYSTEMS",
    "outbox_path",
]

CONTENT = "content"
POLICY = f"{CONTENT}/policy.yml"
SYSTEMS = f"{CONTENT}/systems.yml"
HOLIDAYS = f"{CONTENT}/holidays.yml"
CHANNELS = f"{CONTENT}/channels.yml"
LEDGER = f"{CONTENT}/ledger.jsonl"
DELIVERIES = f"{CONTENT}/deliveries.jsonl"
RELEASES = f"{CONTENT}/releases"
PLANS = f"{CONTENT}/plans"
PUBLISHED = f"{CONTENT}/published"
PUBLISHED_PLANS = f"{PUBLISHED}/plans"
PAGES = f"{CONTENT}/pages"
OUTBOX = "outbox"


def outbox_path(
    entry_id: str,
    start: datetime,
    notice: str,
    language: str,
    number: int = 1,
    *,
    form: Literal["eml", "txt"] = "eml",
) -> str:
    """The file of a message, ready to send: ``outbox/<id>/<start>-<notice>.<language>.<form>``.

    ``start`` is that of the window it speaks of, of a plan its month's; the file has it in UTC.
    ``number`` counts the messages of one notice for one start (a result that was corrected); from
    the second on it stands behind the notice: ``completed.2``. No notice has a dot in its id.
    """
    which = f"{start.astimezone(UTC):%Y%m%dT%H%M%SZ}-{notice}"
    if number > 1:
        which += f".{number}"
    return f"{OUTBOX}/{entry_id}/{which}.{language}.{form}"
