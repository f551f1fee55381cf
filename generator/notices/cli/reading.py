"""Reading and evaluating the project for a command.

Belongs here: the evaluation at the command's ``now``. Does not belong here: what a command does
with it.
"""

from __future__ import annotations

import sys

import click

from notices.cli import garbage
from notices.cli.now import clock, given_now
from notices.cli.reports import problems_text
from notices.cli.terminal import REFUSED, working
from notices.domain.phrases import phrase
from notices.evaluation import Evaluation
from notices.project import kept
from notices.project.disk import Workspace

__all__ = ["evaluated", "usable"]


def evaluated(workspace: Workspace, now: str | None, *, drafts: bool = False) -> Evaluation:
    """The evaluation at ``--now``, or at the present."""
    at = given_now(workspace, now) or clock()
    with working(phrase("Reading the entries")), garbage.reading():
        return kept.evaluated(workspace.root, workspace.sources(), at, drafts=drafts)


def usable(evaluation: Evaluation) -> Evaluation:
    """The evaluation, if it has a site; else the command ends with its problems."""
    if evaluation.site is None:
        click.echo(problems_text(evaluation.problems), err=True, nl=False)
        sys.exit(REFUSED)
    return evaluation
