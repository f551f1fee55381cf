"""A publish: build what is due, show it, record it, in an order that survives any crash.

Belongs here: the lock, the intent, the ledger's and the copies' way to the disk. Does not
belong here: what is recorded (``pipeline``), building the pages (``hosts``; a publish is given
the build as a function), how a site is shown (``generations``).

Everything that needs room on the disk is written beside its place first. Then an intent is
written down that names the generation and the renames to come; the site is shown in one
rename; the other renames follow. Whoever finds an intent, after a crash, looks which
generation the site shows: if it is the intent's, the renames are finished; if not, nobody has
seen anything, and the intent is dropped.
"""

from __future__ import annotations

import fcntl
import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from generator import generations
from generator.domain.problem import sort_problems
from generator.pipeline import LEDGER, Edition, evaluate
from generator.workspace import Workspace

__all__ = ["Busy", "publish"]


class Busy(Exception):
    """Another publish is at work in this project."""


def publish(
    workspace: Workspace,
    now: datetime | None,
    clock: Callable[[], datetime],
    build: Callable[[Edition], Path],
) -> Edition:
    """Build what is due at ``now``, show it, record it; returns the edition that was shown.

    ``build`` makes an edition's site in a staging folder and returns that. ``now`` given is
    taken as it is. Without it ``clock`` is asked, and the publish waits the few seconds that
    keep the dates of all messages apart. Raises :class:`Busy`, or an ``OSError``; then either
    nothing was shown, or the next publish finishes this one. Where nothing can be published
    (``edition.site`` is None) it returns the edition with nothing done.
    """
    with _lock(workspace):
        _finish(workspace)
        edition = evaluate(workspace.sources(), now or clock())
        while now is None and (wait := _too_close(edition)):
            time.sleep(wait.total_seconds())
            edition = evaluate(workspace.sources(), clock())
        edition = _against_the_clock(edition)
        if edition.site is None:
            return edition
        shown = replace(edition, site=replace(edition.site, recorded=True))
        staged = build(shown)
        _intend(workspace, staged.name, _changed_files(workspace, shown))
        generations.show(workspace, staged, workspace.site)
        _finish(workspace)
        return shown


@contextmanager
def _lock(workspace: Workspace) -> Iterator[None]:
    workspace.state.mkdir(parents=True, exist_ok=True)
    with (workspace.state / "lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            message = "another publish is at work in this project; try again when it is done"
            raise Busy(message) from None
        yield


def _too_close(edition: Edition) -> timedelta:
    """How long until the new messages' dates stay behind those of the last publish."""
    records = edition.ledger.records
    if not records or not edition.records:
        return timedelta()
    free = records[-1].at + timedelta(seconds=len(edition.records))
    return max(free - edition.now, timedelta())


def _against_the_clock(edition: Edition) -> Edition:
    """An edition that may not be published, because the ledger holds later records."""
    if not any(problem.rule == "clock" for problem in edition.problems):
        return edition
    stopped = [replace(p, severity="error") if p.rule == "clock" else p for p in edition.problems]
    return replace(edition, problems=sort_problems(stopped), site=None)


def _changed_files(workspace: Workspace, edition: Edition) -> dict[str, bytes]:
    """The files that the publish changes: path from the root, to all of its new bytes.

    A torn last line of the ledger, which a crash while appending left, is cut off, or ended.
    """
    files = dict(edition.copies)
    ledger = workspace.root / LEDGER
    data = ledger.read_bytes() if ledger.exists() else b""
    whole = data[: edition.whole]
    if whole and not whole.endswith(b"\n"):
        whole += b"\n"
    if edition.lines or edition.torn:
        files[LEDGER] = whole + edition.lines
    return {
        name: data
        for name, data in files.items()
        if not (workspace.root / name).exists() or (workspace.root / name).read_bytes() != data
    }


def _beside(path: Path) -> Path:
    """Where a file's new bytes wait: a name that nobody reads."""
    return path.with_name(f".{path.name}.new")


def _intend(workspace: Workspace, generation: str, files: Mapping[str, bytes]) -> None:
    """Write every changed file beside its place, and then what is going to happen."""
    for name, data in files.items():
        path = workspace.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(_beside(path), data)
    intent = {"generation": generation, "files": sorted(files)}
    path = _intent(workspace)
    _write(_beside(path), json.dumps(intent).encode())
    _beside(path).replace(path)
    generations.sync_file(path.parent)


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
    generations.sync_file(path)


def _intent(workspace: Workspace) -> Path:
    return workspace.state / "intent.json"


def _finish(workspace: Workspace) -> None:
    """Do what an intent says, if its generation was shown; else take it back."""
    path = _intent(workspace)
    if not path.exists():
        return
    intent = json.loads(path.read_bytes())
    shown = generations.shows(workspace, intent["generation"])
    for name in intent["files"]:
        final = workspace.root / name
        if not shown:
            _beside(final).unlink(missing_ok=True)
        elif _beside(final).exists():
            _beside(final).replace(final)
            generations.sync_file(final.parent)
    path.unlink()
    generations.sync_file(path.parent)
