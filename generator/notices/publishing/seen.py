"""What a watch looks at: what a publish depends on, as far as one can tell without reading it.

Belongs here: the state of files and of the upstream, and which changes of it are a publish's
own. Does not belong here: when to look (``watch``).
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from notices.domain.layout import CONTENT, DELIVERIES, LEDGER
from notices.evaluation import Evaluation
from notices.loading import read_deliveries, read_ledger
from notices.project.clone import Clone
from notices.project.configuration import configuration_files
from notices.project.disk import Workspace, walk

__all__ = ["Seen", "observe", "observe_after"]

State = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Seen:
    """Files by their path from the root (date, size, inode), and the upstream's head."""

    files: Mapping[str, State]
    upstream: str = ""


def observe(workspace: Workspace, *, upstream: bool = False) -> Seen:
    """The state now; with ``upstream`` it fetches. Raises ``OSError`` or ``GitError``."""
    head = Clone.at(workspace.root).fetch() if upstream else ""
    return Seen(dict(_files(workspace)), head)


def observe_after(
    workspace: Workspace, before: Seen, evaluation: Evaluation, *, upstream: bool = False
) -> Seen:
    """What was seen before a publish, with what that publish itself wrote as it is now.

    Whatever else changed meanwhile is left as it was, so that the next look finds it.
    """
    now = dict(_files(workspace))
    if upstream:
        # A publish through git brings the clone to the head, and content is the head's.
        own = {name for name in {*before.files, *now} if name.startswith(f"{CONTENT}/")}
        head = Clone.at(workspace.root).head() or ""
    else:
        own, head = set(_own(workspace.root, evaluation)), ""
    files = {name: state for name, state in before.files.items() if name not in own}
    return Seen(files | {name: now[name] for name in own & now.keys()}, head)


def _files(workspace: Workspace) -> Iterator[tuple[str, State]]:
    for path in configuration_files(workspace.config_file):
        if path.is_file():
            yield Path(os.path.relpath(path, workspace.root)).as_posix(), _state(path.stat())
    for folder in (workspace.content, workspace.theme_folder):
        # A preview waits for this, and of thousands none needs a path object.
        for entry, name in walk(os.fspath(folder), folder.name) if folder.is_dir() else ():
            if entry.is_file():
                yield name, _state(entry.stat())


def _state(about: os.stat_result) -> State:
    return about.st_mtime_ns, about.st_size, about.st_ino


def _own(root: Path, evaluation: Evaluation) -> Iterator[str]:
    """The files that are as the publish left them, or knew them: nobody has changed them since."""
    for name, data in evaluation.copies.items():
        if _bytes(root / name) == data:
            yield name
    if read_ledger(LEDGER, _bytes(root / LEDGER)).ledger.head == evaluation.after.head:
        yield LEDGER
    if (
        read_deliveries(DELIVERIES, _bytes(root / DELIVERIES)).log.head
        == evaluation.deliveries.head
    ):
        yield DELIVERIES


def _bytes(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""
