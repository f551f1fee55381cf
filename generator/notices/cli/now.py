"""A command's ``now``: the one place where commands read the clock.

Belongs here: ``--now``, ``SOURCE_DATE_EPOCH`` and the clock, in that order. Does not belong
here: what happens at that instant.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime, tzinfo

import click

from notices.cli.language import say_in
from notices.cli.terminal import error_text
from notices.domain.layout import POLICY
from notices.loading import NotReadable, read_epoch, read_instant
from notices.project.disk import Workspace
from notices.project.kept import reader_of

__all__ = ["clock", "given_now", "instant", "now_option"]

now_option = click.option(
    "--now",
    metavar="T",
    help="Use this instant (`YYYY-MM-DD HH:MM`, in the policy's zone) instead of the present.",
)


def clock() -> datetime:
    """The present, in UTC and whole seconds."""
    return datetime.now(UTC).replace(microsecond=0)


def given_now(workspace: Workspace, text: str | None) -> datetime | None:
    """The instant of the options (UTC): ``--now``, else ``SOURCE_DATE_EPOCH``, else ``None``.

    A time without an offset is read in the policy's zone.
    """
    if text is not None:
        return instant(workspace, text, option="--now")
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch:
        try:
            return read_epoch(epoch)
        except NotReadable as error:
            raise click.UsageError(f"SOURCE_DATE_EPOCH: {say_in(error_text(error))}") from None
    return None


def instant(workspace: Workspace, text: str, *, option: str) -> datetime:
    """The instant (UTC) that an option names; without an offset, in the policy's zone."""
    try:
        return read_instant(text, _zone(workspace))
    except ValueError as error:
        raise click.BadParameter(say_in(error_text(error)), param_hint=option) from None


def _zone(workspace: Workspace) -> tzinfo:
    try:
        data = (workspace.root / POLICY).read_bytes()
        policy = reader_of(workspace.root).policy(POLICY, data).value
    except OSError:
        policy = None  # The evaluation reports it.
    return policy.zone if policy is not None else UTC
