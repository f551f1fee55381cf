"""What a command could not handle: one line on standard error, and an exit status.

Belongs here: telling a broken environment from a bug in notices. Does not belong here: problems of
the content (``reports``). Imported only when something failed, for it knows everything that can.
"""

from __future__ import annotations

import traceback

import click

from notices.cli.building import NotBuilt
from notices.cli.terminal import REFUSED, UNUSABLE, error_text, say
from notices.evaluation import NoPolicy
from notices.project.disk import ProjectError
from notices.project.git import GitError
from notices.publishing.journal import Busy

__all__ = ["BUG", "report_failure"]

BUG = "notices: this is a bug in notices"
"""How the line about a bug begins."""


def report_failure(error: Exception, *, debug: bool) -> int:
    """Say why the command ended, and return its exit status.

    Whatever is not expected of an environment is a bug, with its traceback if ``debug``.
    """
    match error:
        case ProjectError() | NoPolicy():
            say(f"notices: {error}")
            return UNUSABLE
        case NotBuilt():
            say(str(error))
            return UNUSABLE if error.unusable else REFUSED
        case Busy() | GitError() | OSError():
            say(f"notices: {error_text(error)}")
            return REFUSED
    if debug:
        click.echo("".join(traceback.format_exception(error)), err=True, nl=False)
    words = " ".join(f"{type(error).__name__}: {error}".split())
    text = "".join(character if character.isprintable() else "?" for character in words)
    say(f"{BUG} ({text}); please report it with the output of --debug")
    return REFUSED
