"""Showing a site: the only way to it, under the lock, for the ledger that was evaluated.

Belongs here: staging a site and removing what is not shown, and the check before it is. Does
not belong here: the renames (``generations``), what is recorded (``publish``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from notices.domain.layout import LEDGER
from notices.domain.phrases import phrase
from notices.evaluation import Evaluation
from notices.project.disk import Workspace
from notices.publishing import generations
from notices.publishing.earlier import keep
from notices.publishing.journal import Busy
from notices.publishing.marker import discard, has_marker
from notices.publishing.site_dir import check_site_dir

__all__ = [
    "IsShown",
    "LedgerChanged",
    "Render",
    "Staged",
    "ledger_bytes",
    "remove",
    "show",
    "stage",
    "staged",
]

Render = Callable[[Evaluation, Path], Mapping[str, str] | None]
"""Fills a staging folder with the site of an evaluation.

It gives the inputs of the documents that the next site can use again, by path."""

IsShown = Callable[[Evaluation], bool]
"""Whether the shown site is certainly, in every byte, that of an evaluation."""


@dataclass(frozen=True, slots=True)
class Staged:
    """A site in ``folder`` that is not shown yet.

    ``inputs`` are those of its documents that the next site can use again, by path; ``hidden`` the
    ids that were not public when it was made.
    """

    folder: Path
    inputs: Mapping[str, str] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()


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


def stage(workspace: Workspace, evaluation: Evaluation, render: Render) -> Staged:
    """The site of an evaluation, rendered into a generation that is not shown.

    Raises :class:`Busy` where the generation's folder vanished meanwhile: what was rendered
    behind that made it anew, with a part of the site alone.
    """
    folder = generations.stage(workspace)
    try:
        inputs = render(evaluation, folder)
        if not has_marker(folder):
            raise Busy(
                phrase("{file} changed while this was running; run it again", file=str(folder))
            )
    except BaseException:
        remove(workspace, folder)
        raise
    site = evaluation.site
    hidden = site.hidden if site is not None else frozenset()
    return Staged(folder, inputs or {}, hidden)


@contextmanager
def staged(workspace: Workspace, evaluation: Evaluation, render: Render) -> Iterator[Staged]:
    """The same; it is removed at the end unless the project's site shows it then."""
    found = stage(workspace, evaluation, render)
    try:
        yield found
    finally:
        remove(workspace, found.folder)


def remove(workspace: Workspace, folder: Path) -> None:
    """Remove a staged generation, unless readers are shown it."""
    if has_marker(folder) and not generations.shows(workspace, folder.name):
        with suppress(OSError):
            discard(folder)


def show(workspace: Workspace, site: Staged, site_dir: Path, ledger: bytes | None) -> None:
    """Show a staged site that was rendered for these bytes of the ledger. The caller holds the lock.

    Raises :class:`LedgerChanged` where the ledger has others by now: a newer site may be shown.
    Raises ``ProjectError`` for a ``site_dir`` that is unusable by now.
    """
    if ledger_bytes(workspace) != ledger:
        raise LedgerChanged
    configuration = replace(workspace.configuration(), site_dir=site_dir)
    generations.show(workspace, site.folder, check_site_dir(workspace, configuration))
    if site.inputs and generations.shows(workspace, site.folder.name):
        keep(workspace, site.folder, site.inputs, site.hidden)
