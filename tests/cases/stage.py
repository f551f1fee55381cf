"""The good project of the catalogue, published and delivered, in a folder where each case changes it.

Belongs here: how it comes to be, its return after a case, and the bytes that no refusal may change. Does not
belong here: the project itself (``project``).
"""

from __future__ import annotations

import os
import shutil
from datetime import UTC
from pathlib import Path

from tests.cases.catalogue import HERE
from tests.delivered import deliver, messages
from tests.project import Project, bytes_below

KEPT = ("site", "outbox", "content/published")
LOGS = ("content/ledger.jsonl", "content/deliveries.jsonl")
PUBLISHED = ("2026-11-04 09:00", "2026-11-24 09:00", "2026-12-01 09:00", "2026-12-01 10:00")
_MADE = {"site", "outbox", ".notices"}


class Stage:
    """One project for all cases, made as good as before by :meth:`reset`."""

    def __init__(self, folder: Path) -> None:
        self._good = folder / "good"
        self.project = Project(folder / "project")
        shutil.copytree(HERE / "project", self.project.root)
        for now in PUBLISHED:
            answer = self.project.run("publish", "--now", now)
            assert answer.status in (0, 3), answer.err
        for message, at in sorted(messages(self.project.site), key=lambda each: each[1]):
            deliver(self.project.root, message, at.astimezone(UTC), event="claim")
            deliver(self.project.root, message, at.astimezone(UTC))
        self.project.run("publish", "--now", PUBLISHED[-1])  # Readers see what went out by mail.
        self._good.mkdir()
        for path in self.project.root.iterdir():
            _copy(path, self._good / path.name)

    def kept(self, *, site: bool = True) -> dict[str, bytes]:
        """Every byte that a refused command must leave alone, with those of the site or without."""
        root, folders = self.project.root, KEPT if site else KEPT[1:]
        found = {
            f"{folder}/{name}": data
            for folder in folders
            for name, data in bytes_below(root / folder).items()
        }
        logs = {name: (root / name).read_bytes() for name in LOGS if (root / name).is_file()}
        return found | logs

    def reset(self) -> None:
        """Give the project its own files back, and all that was made of them if another site is shown."""
        whole = self.project.site.readlink() != (self._good / "site").readlink()
        for path in self.project.root.iterdir():
            if whole or path.name not in _MADE:
                _remove(path)
        for path in self._good.iterdir():
            if whole or path.name not in _MADE:
                _copy(path, self.project.root / path.name)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink()


def _copy(path: Path, target: Path) -> None:
    if path.is_symlink():
        target.symlink_to(path.readlink())
    elif path.is_dir():
        shutil.copytree(path, target, symlinks=True, copy_function=_copy_file)
    else:
        shutil.copy2(path, target)


def _copy_file(path: str, target: str) -> None:
    """The program links a generation's files itself, and never writes to one again."""
    if "/.notices/generations/" in path:
        os.link(path, target)
    else:
        shutil.copy2(path, target)
