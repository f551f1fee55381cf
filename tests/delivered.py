"""Deliveries that were accepted, as the program records them.

Belongs here: appending such records, and the messages that a site shows. Does not belong here: the
form of a record (``tests/loading``), sending.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from notices.domain.deliveries import ANSWER_WITHIN, DeliveryEvent, DeliveryRecord, delivery_key
from notices.domain.layout import DELIVERIES
from notices.loading import chain_deliveries, read_deliveries

__all__ = ["CUSTOMERS", "deliver", "messages"]

CUSTOMERS = "customers@lists.example.com"
"""The address of a list; a channel without addresses is its own recipient."""


def messages(site: Path) -> Iterator[tuple[str, datetime]]:
    """The id of each message that a site shows, and when it was published (UTC)."""
    shown = json.loads((site / "api/notices.json").read_text("utf-8"))
    for entry in (*shown["releases"], *shown["plans"]):
        for message in entry["messages"]:
            yield message["id"], datetime.fromisoformat(message["published_at"])


def deliver(
    project: Path,
    message: str,
    at: datetime,
    recipient: str = CUSTOMERS,
    event: DeliveryEvent = "accepted",
) -> None:
    """Append the record of a delivery. None of the file is later than ``at`` (UTC)."""
    path = project / DELIVERIES
    log = read_deliveries(DELIVERIES, path.read_bytes() if path.exists() else b"").log
    of = (message, "list" if "@" in recipient else recipient, "vi", recipient)
    at = at.astimezone(UTC)
    until = at + ANSWER_WITHIN if event == "claim" else None
    record = DeliveryRecord(0, at, delivery_key(*of), *of, 1, event, until)
    line, _ = chain_deliveries(log, [record])
    with path.open("ab") as file:
        file.write(line)
