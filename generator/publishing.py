"""Showing a site, and appending to the ledger: the only writes of a publish.

Belongs here: generations and the one rename that shows one, the ledger's append, announced
copies, the lock. Does not belong here: what is recorded (``pipeline``), building the pages
(``hosts``; a publish is given the build as a function).
"""

from __future__ import annotations

import fcntl
import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from generator.domain.problem import sort_problems
from generator.pipeline import LEDGER, PUBLISHED, Edition, evaluate
from generator.workspace import Workspace

__all__ = ["Busy", "publish", "show", "stage"]

_KEPT = 2


class Busy(Exception):
    """Another publish is at work in this project."""


def stage(workspace: Workspace) -> Path:
    """A fresh, empty generation folder."""
    folder = workspace.state / "generations"
    folder.mkdir(parents=True, exist_ok=True)
    number = max((int(p.name) for p in folder.iterdir() if p.name.isdigit()), default=0)
    while True:
        number += 1
        staged = folder / f"{number:06d}"
        try:
            staged.mkdir()
        except FileExistsError:
            continue
        return staged


def show(workspace: Workspace, staged: Path, site_dir: Path) -> Path | None:
    """Let ``site_dir`` show a staged generation.

    The project's own ``site`` becomes a link to it, in one rename: at every instant it is a
    whole site, the old or the new. Any other folder is an output that people carry away, and
    becomes an ordinary folder. Returns where a real folder in the way was put aside, if one
    was.
    """
    _sync(staged)
    if site_dir != workspace.site:
        _place(staged, site_dir)
        return None
    aside = None
    if site_dir.exists() and not site_dir.is_symlink():
        aside = _free_name(workspace.state / "site-before")
        site_dir.rename(aside)
    link = workspace.state / f"site-{os.getpid()}"
    link.unlink(missing_ok=True)
    link.symlink_to(os.path.relpath(staged, site_dir.parent), target_is_directory=True)
    link.replace(site_dir)
    _forget_old(staged)
    return aside


def _place(staged: Path, site_dir: Path) -> None:
    """Make ``site_dir`` an ordinary folder with the staged files."""
    site_dir.parent.mkdir(parents=True, exist_ok=True)
    beside = _free_name(site_dir.with_name(f".{site_dir.name}-new"))
    shutil.copytree(staged, beside)
    shutil.rmtree(staged)
    if site_dir.is_symlink():
        site_dir.unlink()
    old = None
    if site_dir.exists():
        old = _free_name(site_dir.with_name(f".{site_dir.name}-old"))
        site_dir.rename(old)
    beside.rename(site_dir)
    if old is not None:
        shutil.rmtree(old)


def _free_name(path: Path) -> Path:
    number, found = 1, path
    while os.path.lexists(found):
        number += 1
        found = path.with_name(f"{path.name}-{number}")
    return found


def _forget_old(staged: Path) -> None:
    """Remove all generations but the newest few; a reader may still be inside the last."""
    generations = sorted(p for p in staged.parent.iterdir() if p.name.isdigit())
    for old in generations[:-_KEPT]:
        if old != staged:
            shutil.rmtree(old, ignore_errors=True)


def _sync(folder: Path) -> None:
    """Have every file of a folder on the disk before anyone is shown it."""
    for root, _, names in os.walk(folder):
        for name in names:
            _fsync(Path(root) / name)
        _fsync(Path(root))


def _fsync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


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


def publish(
    workspace: Workspace,
    now: datetime | None,
    clock: Callable[[], datetime],
    build: Callable[[Edition], Path],
) -> Edition:
    """Build what is due at ``now``, show it, record it; returns the edition that was shown.

    ``build`` makes an edition's site in a staging folder and returns that.

    ``now`` given is taken as it is. Without it ``clock`` is asked, and the publish waits the
    few seconds that keep the dates of all messages apart. Raises :class:`Busy`; and where
    nothing can be published (``edition.site`` is None, or a ``clock`` error) returns the
    edition with nothing done.
    """
    with _lock(workspace):
        edition = evaluate(workspace.sources(), now or clock())
        while now is None and (wait := _too_close(edition)):
            time.sleep(wait.total_seconds())
            edition = evaluate(workspace.sources(), clock())
        edition = _against_the_clock(edition)
        if edition.site is None:
            return edition
        if edition.torn:
            _mend(workspace, edition)
        shown = replace(edition, site=replace(edition.site, recorded=True))
        staged = build(shown)
        show(workspace, staged, workspace.site)
        _append(workspace.root / LEDGER, shown.lines)
        _keep_copies(workspace, shown)
        return shown


def _too_close(edition: Edition) -> timedelta:
    """How long until the new messages' dates stay behind those of the last publish."""
    records = edition.ledger.records
    if not records or not edition.records:
        return timedelta()
    free = records[-1].at + timedelta(seconds=len(edition.records))
    return max(free - edition.now, timedelta())


def _against_the_clock(edition: Edition) -> Edition:
    """An edition that may not be published, because the ledger holds later records."""
    later = [problem for problem in edition.problems if problem.rule == "clock"]
    if not later:
        return edition
    stopped = [replace(p, severity="error") if p.rule == "clock" else p for p in edition.problems]
    return replace(edition, problems=sort_problems(stopped), site=None)


def _mend(workspace: Workspace, edition: Edition) -> None:
    """Cut a torn last line off the ledger: a crash while appending left it."""
    path = workspace.root / LEDGER
    data = path.read_bytes()
    whole = data[: data.rfind(b"\n") + 1]
    with path.open("r+b") as file:
        file.truncate(len(whole))
        os.fsync(file.fileno())


def _append(path: Path, lines: bytes) -> None:
    """Append whole lines in one write, and have them on the disk."""
    if not lines:
        return
    new = not path.exists()
    with path.open("ab", buffering=0) as file:
        size = os.fstat(file.fileno()).st_size
        written = file.write(lines)
        if written != len(lines):
            file.truncate(size)
            raise OSError(28, "no space left on the disk for the ledger")
        os.fsync(file.fileno())
    if new:
        _fsync(path.parent)


def _keep_copies(workspace: Workspace, edition: Edition) -> None:
    """Leave in ``content/published`` a copy of each release that the site shows."""
    folder = workspace.root / PUBLISHED
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in edition.copies.items():
        path = workspace.root / name
        if path.exists() and path.read_bytes() == data:
            continue
        fresh = path.with_name(f".{path.name}")
        fresh.write_bytes(data)
        _fsync(fresh)
        fresh.replace(path)
