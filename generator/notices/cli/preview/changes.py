"""When a preview is out of date: what it is made from, and waiting until that changes.

Belongs here: looking at files, and being woken. Does not belong here: rendering (``loop``).
What counts is how files look; the system's events only save the wait. So nothing is lost that
changes while nobody waits, where folders are replaced, or on a disk that sends no events.
"""

from __future__ import annotations

import time
from pathlib import Path

from watchfiles import watch

from notices.project.configuration import configuration_files
from notices.project.disk import Workspace
from notices.publishing.seen import Seen, observe

__all__ = ["state", "wait"]

_LOOK_MS = 2000
# An editor's save is several events; this long there are none after the last.
_QUIET_MS = 30
_LONGEST_MS = 300


def state(workspace: Workspace) -> Seen | None:
    """How the files look now; ``None`` where one vanished meanwhile."""
    try:
        return observe(workspace)
    except OSError:
        return None


def wait(workspace: Workspace, before: Seen | None) -> Seen | None:
    """How the files look, as soon as that is other than before; at once if it is."""
    while (now := state(workspace)) == before:
        try:
            _wait_for_event(workspace)
        except (OSError, RuntimeError):
            # Of the system's watches there are only so many, and some disks have none.
            time.sleep(_LOOK_MS / 1000)
    return now


def _wait_for_event(workspace: Workspace) -> None:
    files = configuration_files(workspace.config_file)
    # A theme may be a link; events come from where it leads.
    paths: list[Path] = [workspace.content, workspace.theme_folder.resolve(), *files]
    events = watch(
        *(path for path in paths if path.exists()),
        watch_filter=None,
        debounce=_LONGEST_MS,
        step=_QUIET_MS,
        rust_timeout=_LOOK_MS,
        yield_on_timeout=True,
    )
    next(events, None)
