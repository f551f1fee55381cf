"""Reading the project for a command that evaluates it.

Belongs here: the evaluation that a command speaks of. Does not belong here: what a command
says of it.
"""

from __future__ import annotations

import sys

import click

from notices.cli.now import clock, moment
from notices.cli.terminal import REFUSED, working
from notices.domain.wording import problems_text
from notices.evaluation import Evaluation, evaluate
from notices.project.disk import Workspace

__all__ = ["evaluated", "usable"]


def evaluated(workspace: Workspace, now: str | None, *, drafts: bool = False) -> Evaluation:
    """The project at ``--now``, or at the present."""
    asked = moment(workspace, now) or clock()
    with working("Reading the entries"):
        return evaluate(workspace.sources(), asked, drafts=drafts)


def usable(evaluation: Evaluation) -> Evaluation:
    """The evaluation, if a site can be made of it; else the command ends, with its problems."""
    if evaluation.site is None:
        click.echo(problems_text(evaluation.problems), err=True, nl=False)
        sys.exit(REFUSED)
    return evaluation
