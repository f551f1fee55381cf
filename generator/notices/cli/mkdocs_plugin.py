"""The plugin ``notices`` of MkDocs: ``mkdocs build`` and ``mkdocs serve`` by themselves.

Belongs here: what our own commands do around a host, done at MkDocs' events: evaluating,
staging, and showing through ``publishing``. It is here because only this package knows both.
Does not belong here: rendering (``hosts.mkdocs``). Within a call of ours it only renders.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import click

from notices.cli.building import render_request
from notices.cli.language import say_in
from notices.cli.now import clock, given_now
from notices.cli.reports import problems_text
from notices.domain.layout import LEDGER
from notices.domain.phrases import phrase, verbatim
from notices.domain.problem import Problem
from notices.hosts import HostError, RenderRequest
from notices.hosts.mkdocs.plugin import HostPlugin
from notices.hosts.mkdocs.session import current
from notices.project.configuration import Configuration
from notices.project.disk import Workspace
from notices.project.kept import evaluated
from notices.publishing import generations, journal
from notices.publishing.build import buildable
from notices.publishing.showing import Staged, remove, show
from notices.publishing.site_dir import check_site_dir

__all__ = ["NoticesPlugin"]


class NoticesPlugin(HostPlugin):  # type: ignore[no-untyped-call]  # MkDocs'
    """Evaluates, stages and shows where MkDocs was not called by us."""

    def __init__(self) -> None:
        super().__init__()
        self._workspace: Workspace | None = None
        self._ledger: bytes | None = None
        self._staged: Path | None = None

    def request(self, configuration: Configuration, *, preview: bool) -> RenderRequest:
        """That of the call of ours, or the project as it is now."""
        self._staged = None
        if current() is not None:
            return super().request(configuration, preview=preview)
        workspace = self._workspace = Workspace.at(configuration.file)
        try:
            now = given_now(workspace, None) or clock()
        except click.UsageError as error:
            raise HostError(verbatim(error.format_message())) from None
        sources = workspace.sources()
        evaluation = evaluated(workspace.root, sources, now, drafts=preview)
        if not preview:
            check_site_dir(workspace, configuration)
            if not buildable(evaluation, withhold=False):
                report = problems_text(evaluation.problems)
                refused = say_in(phrase("refused; the site is unchanged"))
                raise HostError(verbatim(f"{refused}\n{report.rstrip()}"))
            for problem in (*evaluation.problems, *evaluation.unrecorded):
                self.warn(problems_text([problem]), lenient=problem.lenient)
        staging = configuration.site_dir
        if not (preview or _serves()):
            self._ledger = sources.files.get(LEDGER)
            staging = self._staged = generations.stage(workspace)
        return render_request(workspace, configuration, evaluation, staging, preview=preview)

    def report(self, problems: Collection[Problem]) -> None:
        """Put them into MkDocs' log, or leave them for the call of ours."""
        super().report(problems)
        if current() is None:
            for problem in problems:
                self.warn(problems_text([problem]))

    def finish(self, request: RenderRequest) -> None:
        """Show the site, unless the ledger grew meanwhile: then a newer one may be shown."""
        workspace, folder = self._workspace, self._staged
        if workspace is None or folder is None:
            return
        site_dir = request.configuration.site_dir
        try:
            with journal.locked(workspace, patient=True):
                show(workspace, Staged(folder), site_dir, self._ledger)
        except journal.Busy as error:
            raise HostError(error.text) from None
        finally:
            self.discard(request)

    def discard(self, request: RenderRequest) -> None:
        """Remove what was staged and is not shown."""
        if self._workspace is not None and self._staged is not None:
            remove(self._workspace, self._staged)
            self._staged = None


def _serves() -> bool:
    """Whether this is ``mkdocs serve --clean``, which builds into its own folder as a build does."""
    context = click.get_current_context(silent=True)
    return context is not None and context.command.name == "serve"
