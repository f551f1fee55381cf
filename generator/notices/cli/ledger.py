"""What the commands share that write into the ledger.

Belongs here: their options, and what they ask of ``publishing``. Does not belong here: the
commands (``publish``, ``record``).
"""

from __future__ import annotations

import os
from datetime import datetime

import click

from notices.cli import garbage
from notices.cli.language import say_in
from notices.cli.now import clock, given_now
from notices.domain.phrases import phrase
from notices.evaluation import Evaluation
from notices.project.disk import Workspace
from notices.project.kept import evaluated
from notices.publishing.publish import PublishOptions

__all__ = ["check_clock_options", "publish_options", "push_option"]

push_option = click.option(
    "--push",
    is_flag=True,
    help="Start from the head of the upstream branch, and push what is recorded.",
)


def check_clock_options(options: dict[str, bool], now: str | None) -> None:
    """What goes on for a while, or is pushed, goes by the clock alone."""
    option = next((name for name, given in options.items() if given), None)
    if option is None:
        return
    if now is not None:
        raise click.UsageError(
            say_in(phrase("{option} uses the clock; remove --now", option=option))
        )
    if os.environ.get("SOURCE_DATE_EPOCH"):
        raise click.UsageError(
            say_in(phrase("{option} uses the clock; unset SOURCE_DATE_EPOCH", option=option))
        )


def publish_options(
    workspace: Workspace, now: str | None, *, send_all: bool = False
) -> PublishOptions:
    """How a publish, or a record, evaluates this project."""

    def evaluate(at: datetime) -> Evaluation:
        with garbage.reading():
            return evaluated(workspace.root, workspace.sources(), at)

    return PublishOptions(
        evaluate=evaluate,
        now=given_now(workspace, now),
        clock=clock,
        send_all=send_all,
    )
