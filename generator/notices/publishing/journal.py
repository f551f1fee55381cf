"""The lock and the journal: how files of ``content`` change as one, whatever crashes.

Belongs here: one process at a time, new bytes beside their places, the renames, and what the
next process does about those of one that died. Does not belong here: which bytes (``publish``,
``record``), what readers are shown (``generations``).

Everything that needs room on the disk is written beside its place first. Then an entry of the
journal names the renames to come, the generation that they belong to, if they belong to one, and
the digests of what the new bytes were made from.
Whoever finds an entry, after a crash, looks which generation the site shows: if it is the
entry's, or the entry has none, the renames are finished; if not, nobody has seen anything, and
the entry is dropped.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import json
import os
import shlex
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from notices.domain.layout import LEDGER, PUBLISHED_PLANS
from notices.domain.phrases import phrase
from notices.domain.problem import Failure
from notices.loading import first_missing_line, read_ledger
from notices.project.disk import Workspace
from notices.publishing import generations
from notices.publishing.again import made_again

__all__ = [
    "Busy",
    "Change",
    "LedgerUnreadable",
    "changed",
    "check_writable",
    "locked",
    "recover",
    "stage",
]


class Busy(Failure):
    """Another process changes this project; it says so, for people."""


class LedgerUnreadable(Busy):
    """The ledger changed under an unfinished publish, and is broken by now."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            phrase(
                "{file} is broken, and an unfinished publish has records for it; bring back its "
                "last good version, and run this again: {command}",
                file=LEDGER,
                command="git restore --source=HEAD --staged --worktree -- "
                f"{shlex.quote(str(path))}",
            )
        )


@contextmanager
def locked(workspace: Workspace, *, patient: bool = False) -> Iterator[None]:
    """Be the only one that changes the project; what a dead one left is recovered first.

    Raises :class:`Busy` where somebody is at work; a ``patient`` one waits for its turn. Raises
    it also where the working files vanish meanwhile.
    """
    path = workspace.state / "lock"
    while True:
        workspace.state.mkdir(parents=True, exist_ok=True)
        with path.open("a") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | (0 if patient else fcntl.LOCK_NB))
            except BlockingIOError:
                message = phrase(
                    "another publish is running in this project; try again when it has finished"
                )
                raise Busy(message) from None
            # The file may have been removed while this waited; the next one would get another.
            if not _is_same(file.fileno(), path):
                continue
            recover(workspace)
            try:
                yield
            except FileNotFoundError:
                if _is_same(file.fileno(), path):
                    raise
                message = phrase(
                    "{folder} was removed while this was at work; run it again",
                    folder=str(workspace.state),
                )
                raise Busy(message) from None
            return


def _is_same(handle: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except FileNotFoundError:
        return False


@dataclass(frozen=True, slots=True)
class Change:
    """The bytes that a file gets, and those that they were made from; ``None``: no such file."""

    before: bytes | None
    after: bytes


def changed(workspace: Workspace, files: Mapping[str, bytes]) -> dict[str, Change]:
    """The changes of those files (path from the root, to all of its bytes) that are not so yet."""
    found = {name: Change(_bytes(workspace.root / name), data) for name, data in files.items()}
    return {name: change for name, change in found.items() if change.before != change.after}


def check_writable(workspace: Workspace, names: Iterable[str]) -> None:
    """Raise an ``OSError`` where a file could not be put into its place, before anything is."""
    if not workspace.content.is_dir():
        message = phrase("the folder is gone; nothing was shown or recorded")
        raise FileNotFoundError(errno.ENOENT, message, str(workspace.content))
    for name in names:
        path = workspace.root / name
        if path.exists() and not os.access(path, os.W_OK):
            raise PermissionError(errno.EACCES, phrase("the file is read-only"), str(path))
        folder = next(above for above in path.parents if os.path.lexists(above))
        if not folder.is_dir():
            message = phrase("this has to be a folder")
            raise NotADirectoryError(errno.ENOTDIR, message, str(folder))
        if not os.access(folder, os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, phrase("the folder is read-only"), str(folder))


def stage(workspace: Workspace, changes: Mapping[str, Change], generation: str | None) -> None:
    """Write every file beside its place, and then what is going to happen.

    With a ``generation`` it happens once the site shows that one; without, it is decided.
    """
    check_writable(workspace, changes)
    path = _journal_file(workspace)
    entry = {
        "generation": generation,
        "files": list(changes),
        "made_from": {name: _digest(change.before) for name, change in changes.items()},
    }
    beside = [_beside(workspace.root / name) for name in changes]
    try:
        for new, (name, change) in zip(beside, changes.items(), strict=True):
            new.parent.mkdir(parents=True, exist_ok=True)
            _write(new, change.after)
            _keep_mode(new, of=workspace.root / name)
        _write(_beside(path), json.dumps(entry).encode())
    except OSError:
        # Most likely the disk is full, and what nobody will use need not fill it.
        for new in (*beside, _beside(path)):
            with suppress(OSError):
                new.unlink()
        raise
    _beside(path).replace(path)
    generations.sync_file(path.parent)


def recover(workspace: Workspace) -> None:
    """Do what the journal's entry says, if it is decided; else drop it.

    Files may have changed since the entry was written (a ``git pull``): the records are made
    again upon a ledger that lacks them, and a copy only takes the place of what it was made from,
    or of another that the ledger's last record does not name.

    Raises an ``OSError`` for an entry that cannot be read: whether it was decided, nobody knows
    then. Raises :class:`LedgerUnreadable` where the records cannot be made again; the entry stays.
    """
    path = _journal_file(workspace)
    if not path.exists():
        return
    generation, names, made_from = _read_entry(path)
    if generation is None or generations.shows(workspace, generation):
        for name in names:
            new, final = _beside(workspace.root / name), workspace.root / name
            if not new.exists():
                continue
            if name == LEDGER:
                _grow(new, final)
            elif name in made_from and not _is_due(workspace, new, final, made_from[name]):
                new.unlink()
                continue
            new.replace(final)
            generations.sync_file(final.parent)
    else:
        for name in names:
            _beside(workspace.root / name).unlink(missing_ok=True)
    path.unlink()
    generations.sync_file(path.parent)


def _read_entry(path: Path) -> tuple[str | None, list[str], dict[str, str | None]]:
    """The journal's entry; one of an older version does not say what its files were made from."""
    try:
        entry = json.loads(path.read_bytes())
        return entry["generation"], list(entry["files"]), dict(entry.get("made_from", {}))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        message = phrase(
            "the journal of an unfinished publish is damaged; check that the ledger and "
            "`content/published` are as the site shows them (`notices doctor`), then delete it"
        )
        raise OSError(errno.EBADMSG, message, str(path)) from None


def _grow(new: Path, final: Path) -> None:
    """Let new bytes of the ledger hold every line that it has by now, and their own records."""
    now, data = _bytes(final) or b"", new.read_bytes()
    if first_missing_line(now, data) is None:
        return
    again = made_again(now, data)
    if again is None:
        raise LedgerUnreadable(final)
    # Its own bytes stay readable until the new ones are complete.
    _write(_beside(new), again)
    _beside(new).replace(new)
    _keep_mode(new, of=final)


def _is_due(workspace: Workspace, new: Path, final: Path, made_from: str | None) -> bool:
    """Whether an announced copy takes its place: nobody else has changed it, or it came later."""
    if _digest(_bytes(final)) == made_from:
        return True
    records = read_ledger(LEDGER, _bytes(workspace.root / LEDGER) or b"").ledger.records
    kind = "plan" if final.parent == workspace.root / PUBLISHED_PLANS else "release"
    last = [record.digest for record in records if record.about == (kind, final.stem)][-1:]
    return last == [_digest(new.read_bytes())]


def _journal_file(workspace: Workspace) -> Path:
    # The name is older than the word: an upgrade may find one that a crash left.
    return workspace.state / "intent.json"


def _beside(path: Path) -> Path:
    """Where a file's new bytes wait: a name that nobody reads."""
    return path.with_name(f".{path.name}.new")


def _keep_mode(new: Path, *, of: Path) -> None:
    """Let new bytes have the old file's mode. A rename would not ask whether it is read-only."""
    if not of.exists():
        return
    if not os.access(of, os.W_OK):
        raise PermissionError(errno.EACCES, phrase("the file is read-only"), str(of))
    shutil.copymode(of, new)


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _digest(data: bytes | None) -> str | None:
    return None if data is None else hashlib.sha256(data).hexdigest()


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
    generations.sync_file(path)
