"""A build: a site shown that records nothing.

Belongs here: evaluating and rendering until what is shown fits the ledger. Does not belong
here: publishing (``publish``), evaluating and rendering, which are parameters.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from notices.domain.layout import LEDGER
from notices.evaluation import Evaluation, Sources
from notices.project.disk import Workspace
from notices.publishing import journal
from notices.publishing.showing import LedgerChanged, Render, show, staged
from notices.publishing.site_dir import check_site_dir

__all__ = ["build", "buildable"]

_TRIES = 5


def build(
    workspace: Workspace,
    evaluate: Callable[[Sources], Evaluation],
    render: Render,
    *,
    site_dir: Path | None = None,
    withhold: bool = False,
) -> Evaluation:
    """Build and show the site at ``site_dir`` (else at the configured one); what it shows.

    Where the ledger grew meanwhile, it evaluates and renders again, up to five times; then it
    raises :class:`LedgerChanged`, and the newer site stays. Nothing is done where the
    evaluation is not :func:`buildable`. Raises ``ProjectError`` for an unusable ``site_dir``.
    """
    configuration = workspace.configuration()
    target = site_dir or configuration.site_dir
    check_site_dir(workspace, replace(configuration, site_dir=target))
    for _ in range(_TRIES):
        sources = workspace.sources()
        evaluation = evaluate(sources)
        if not buildable(evaluation, withhold=withhold):
            return evaluation
        with staged(workspace, evaluation, render) as site:
            try:
                # A publish that died may have shown its site and not recorded it yet; taking
                # the lock records it.
                with journal.locked(workspace, patient=True):
                    show(workspace, site, target, sources.files.get(LEDGER))
            except LedgerChanged:
                continue
        return evaluation
    raise LedgerChanged


def buildable(evaluation: Evaluation, *, withhold: bool) -> bool:
    """Whether a site may be built: nothing is refused, or what is refused is left out."""
    return evaluation.site is not None and (withhold or not evaluation.refuses)
