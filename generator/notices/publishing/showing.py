"""Showing a site: the only way to it, under the lock, for the ledger that was evaluated.

Belongs here: staging a site and removing what is not shown, and the check before it is. Does
not belong here: the renames (``generations``), what is recorded (``publish``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from notices.domain.layout import LEDGER
from notices.domain.phrases import phrase
from notices.evaluation import Evaluation
from notices.project.disk import Workspace
from notices.publishing import generations
from notices.publishing.journal import Busy
from notices.publishing.marker import discard, has_marker
from notices.publishing.site_dir import check_site_dir

__all__ = ["LedgerChanged", "Render", "ledger_bytes", "show", "staged"]

Render = Callable[[Evaluation, Path], object]
"""Fills a staging folder with the site of an evaluation."""


class LedgerChanged(Busy):
    """The ledger on the disk is not the one that was evaluated; nothing was shown."""

    def __init__(self) -> None:
        super().__init__(
            phrase(
                "{file} changed while this was running (by `git pull` or another publish?); "
                "run it again",
                file=LEDGER,
            )
        )


def ledger_bytes(workspace: Workspace) -> bytes | None:
    """The ledger as it is on the disk; ``None`` where there is no such file."""
    try:
        return (workspace.root / LEDGER).read_bytes()
    except FileNotFoundError:
        return None


@contextmanager
def staged(workspace: Workspace, evaluation: Evaluation, render: Render) -> Iterator[Path]:
    """The site of an evaluation, rendered into a generation that is not shown.

    It is removed at the end unless the project's site shows it then.
    """
    folder = generations.stage(workspace)
    try:
        render(evaluation, folder)
        yield folder
    finally:
        remove(workspace, folder)


def remove(workspace: Workspace, folder: Path) -> None:
    """Remove a staged generation, unless readers are shown it."""
    if has_marker(folder) and not generations.shows(workspace, folder.name):
        with suppress(OSError):
            discard(folder)


def show(workspace: Workspace, folder: Path, site_dir: Path, ledger: bytes | None) -> None:
    """Show a staged site that was rendered for these bytes of the ledger. The caller holds the lock.

    Raises :class:`LedgerChanged` where the ledger has others by now: a newer site may be shown.
    Raises ``ProjectError`` for a ``site_dir`` that is unusable by now.
    """
    if ledger_bytes(workspace) != ledger:
        raise LedgerChanged
    configuration = replace(workspace.configuration(), site_dir=site_dir)
    generations.show(workspace, folder, check_site_dir(workspace, configuration))
