"""The record of deliveries on the disk: reading it, and appending to it, alone or through git.

Belongs here: the lock, the bytes, the repair of a partial line. Does not belong here: which records
(``evaluation.delivery_records``), when (``deliver``), the lines as text (``loading``).

It only grows, and is appended to in place: of a line that a crash cut off nothing followed yet.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from notices.domain.deliveries import DeliveryLog, DeliveryRecord
from notices.domain.layout import DELIVERIES
from notices.domain.problem import Unusable
from notices.loading import DeliveriesText, chain_deliveries, read_deliveries
from notices.project.disk import Workspace
from notices.publishing import journal
from notices.publishing.generations import sync_file
from notices.publishing.publish import PublishOptions
from notices.publishing.push import Offer, pushed

__all__ = ["Change", "append", "append_pushed", "read_log"]

Change = Callable[[DeliveryLog, datetime], Sequence[DeliveryRecord]]
"""The records to add to a log at an instant (UTC) that is not before its last record."""


def read_log(workspace: Workspace) -> DeliveriesText:
    """The record as it is on the disk. Raises :class:`Unusable` where it is broken."""
    return _text(_bytes(workspace))


def append(
    workspace: Workspace, options: PublishOptions, change: Change, *, patient: bool = True
) -> DeliveryLog:
    """Append what ``change`` says, on the disk when this returns; gives the log as it is then.

    Raises :class:`Unusable`, an ``OSError``, and ``journal.Busy`` unless it is ``patient``.
    """
    with journal.locked(workspace, patient=patient):
        data = _bytes(workspace)
        text = _text(data)
        lines, log = _chained(text, options, change)
        if lines or text.partial_line:
            _write(workspace.root / DELIVERIES, text, data, lines)
        return log


def append_pushed(
    workspace: Workspace,
    options: PublishOptions,
    change: Change,
) -> DeliveryLog:
    """The same, once the other side took it; ``change`` is asked again where others were faster.

    Raises ``GitError`` where it was not accepted, or where nobody knows.
    """

    def offer() -> Offer[DeliveryLog]:
        data = _bytes(workspace)
        text = _text(data)
        lines, log = _chained(text, options, change)
        if not lines:
            return Offer(log, {}, "")
        added = log.records[len(text.log.records) :]
        return Offer(log, {DELIVERIES: _complete(text, data) + lines}, _subject(added))

    with journal.locked(workspace, patient=True):
        return pushed(workspace, options, offer, delivering=True).result


def _subject(added: Sequence[DeliveryRecord]) -> str:
    """The commit's message."""
    claims = sum(record.event == "claim" for record in added)
    what = "Claim" if claims else "Record"
    count = claims or len(added)
    return f"{what} {count} {'delivery' if count == 1 else 'deliveries'}\n"


def _chained(
    text: DeliveriesText, options: PublishOptions, change: Change
) -> tuple[bytes, DeliveryLog]:
    records = text.log.records
    now = options.clock()
    if records:
        now = max(now, records[-1].at)  # A clock that was set back may not break the order.
    return chain_deliveries(text.log, change(text.log, now))


def _complete(text: DeliveriesText, data: bytes) -> bytes:
    """The lines that count, each with its end."""
    lines = data[: text.length]
    return lines + b"\n" if lines and not lines.endswith(b"\n") else lines


def _write(path: Path, text: DeliveriesText, data: bytes, lines: bytes) -> None:
    added = memoryview(_complete(text, data)[text.length :] + lines)
    is_new = not path.exists()
    with path.open("ab" if is_new else "r+b", buffering=0) as file:
        try:
            file.truncate(text.length)
            file.seek(text.length)
            while added:
                added = added[file.write(added) :]
            os.fsync(file.fileno())
        except OSError:
            # Most likely the disk is full.
            file.truncate(text.length)
            raise
    if is_new:
        sync_file(path.parent)


def _text(data: bytes) -> DeliveriesText:
    text = read_deliveries(DELIVERIES, data)
    errors = [problem for problem in text.problems if problem.is_error]
    if errors:
        raise Unusable(problems=errors)
    return text


def _bytes(workspace: Workspace) -> bytes:
    try:
        return (workspace.root / DELIVERIES).read_bytes()
    except FileNotFoundError:
        return b""
