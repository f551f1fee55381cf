"""The outbox on the disk: writing its files, and removing those that the program wrote in vain.

Belongs here: which files are written, replaced and removed, and what is remembered of them. Does
not belong here: which messages there are (``evaluation``), what they say (``rendering``).

What was written is remembered in ``.notices/outbox.json``: how many records of the ledger have
their messages in the outbox, and the digest of each file. So a run that was killed is made up for
by the next one, a file that somebody changed is neither replaced nor removed, and a mail that
nobody has to send any more, because the update moved, does not lie about. What went out stays.
Each file is complete at every instant; the ledger never depends on any of them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from notices.domain.layout import LEDGER, OUTBOX
from notices.domain.outbox import OutboxMessage
from notices.evaluation import Evaluation, Outbox, outbox_of
from notices.loading import read_ledger
from notices.project.disk import Workspace
from notices.publishing import journal
from notices.publishing.generations import sync_file
from notices.publishing.showing import ledger_bytes

__all__ = ["OutboxResult", "RenderOutbox", "begin", "refresh"]

RenderOutbox = Callable[[Outbox], Iterable[tuple[OutboxMessage, str, bytes]]]
"""Draws the files of an outbox: each with its message, and its path from the project's root."""


@dataclass(frozen=True, slots=True)
class OutboxResult:
    """What a refresh did. ``messages`` are those that have their files now.

    ``written`` and ``removed`` are paths from the project's root; ``changed`` are those that
    somebody changed since they were written, which stay as they are.
    """

    messages: tuple[OutboxMessage, ...] = ()
    written: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Memory:
    """What was written: the messages of the first ``records`` of the ledger, and ``files``.

    ``files`` maps a path to the digests that it may have; ``owed`` are those whose message nobody
    had sent.
    """

    records: int
    files: Mapping[str, Collection[str]] = field(default_factory=dict)
    owed: frozenset[str] = frozenset()

    @classmethod
    def read(cls, path: Path, records: int) -> _Memory:
        """What is remembered; nothing but a number of records where no file says so."""
        try:
            known = json.loads(path.read_bytes())
            files = {
                name: list(digests) for name, digests in known["files"].items() if _is_ours(name)
            }
            return cls(int(known["records"]), files, frozenset(known["owed"]) & files.keys())
        except FileNotFoundError:
            return cls(records)
        except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
            return cls(records)

    def keep(self, path: Path) -> None:
        """Have it on the disk."""
        known = {
            "records": self.records,
            "files": {name: sorted(digests) for name, digests in sorted(self.files.items())},
            "owed": sorted(self.owed),
        }
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(path, json.dumps(known, indent=1).encode())


def begin(workspace: Workspace) -> None:
    """Remember, before a publish adds to the ledger, that what it adds is not in the outbox yet."""
    path = _memory_file(workspace)
    if not path.exists():
        data = ledger_bytes(workspace) or b""
        _Memory(len(read_ledger(LEDGER, data).ledger.records)).keep(path)


def refresh(
    workspace: Workspace,
    evaluation: Evaluation,
    render: RenderOutbox,
    *,
    published: bool,
    since: int = 0,
    entry: str | None = None,
) -> OutboxResult:
    """Write the messages, and remove those that nobody has to send any more.

    After a publish they are those that are new in the ledger, and those that people owe; else
    those of which a record comes after the first ``since``, of one ``entry`` or of all.
    ``evaluation`` has a ``site``; the same one leaves the same files. Raises an ``OSError``; then
    the next run goes on from there.
    """
    with journal.locked(workspace, patient=True):
        path = _memory_file(workspace)
        memory = _Memory.read(path, len(evaluation.ledger.records))
        since = memory.records if published else since
        outbox = outbox_of(evaluation, published=published, since=since, entry=entry)
        drawn = list(render(outbox))
        files = {name: data for _, name, data in drawn}
        owed = frozenset(name for message, name, _ in drawn if message.dated is None)
        asked = frozenset(
            name for name in memory.owed if entry in (None, PurePosixPath(name).parent.name)
        )
        both = {name: {*memory.files.get(name, ()), _digest(files[name])} for name in files}
        started = _Memory(memory.records, {**memory.files, **both}, memory.owed | owed)
        if started != memory:
            started.keep(path)  # Whatever a crash leaves is known as ours.
        if files:
            _ignored_by_git(workspace.outbox)
        written, removed, changed = [], [], []
        known = dict(started.files)
        for name, data in files.items():
            result = _put(workspace.root / name, data, known[name])
            known[name] = [_digest(data)]
            if result == "foreign":
                del known[name]
                changed.append(name)
            elif result == "written":
                written.append(name)
        for name in sorted(asked - owed - files.keys()):
            if _take(workspace.root / name, known.pop(name)):
                removed.append(name)
            else:
                changed.append(name)
        records = len(evaluation.after.records) if published else memory.records
        kept = _Memory(records, known, ((memory.owed - asked) | owed) & known.keys())
        if kept != memory:
            kept.keep(path)
        return OutboxResult(outbox.messages, tuple(written), tuple(removed), tuple(changed))


def _ignored_by_git(folder: Path) -> None:
    """Keep a folder out of commits, also where no `.gitignore` of the project names it."""
    ignore = folder / ".gitignore"
    if not ignore.exists():
        folder.mkdir(parents=True, exist_ok=True)
        _write(ignore, b"*\n")


def _put(path: Path, data: bytes, digests: Collection[str]) -> str:
    """Let a file have these bytes, unless somebody gave it others: ``foreign``."""
    try:
        before = path.read_bytes()
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
    else:
        if before == data:
            return "same"
        if _digest(before) not in digests:
            return "foreign"
    _write(path, data)
    return "written"


def _take(path: Path, digests: Collection[str]) -> bool:
    """Remove a file, and its folder with the last one; not if somebody changed it."""
    with suppress(FileNotFoundError):
        if _digest(path.read_bytes()) not in digests:
            return False
        path.unlink()
    _beside(path).unlink(missing_ok=True)
    with suppress(OSError):
        path.parent.rmdir()
    return True


def _write(path: Path, data: bytes) -> None:
    """A complete file at every instant."""
    new = _beside(path)
    new.write_bytes(data)
    sync_file(new)
    new.replace(path)
    sync_file(path.parent)


def _beside(path: Path) -> Path:
    return path.with_name(f".{path.name}.new")


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _is_ours(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return parts[:1] == (OUTBOX,) and ".." not in parts


def _memory_file(workspace: Workspace) -> Path:
    return workspace.state / "outbox.json"
