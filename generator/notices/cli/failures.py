"""What a command could not handle: one line on standard error, and an exit status.

Belongs here: telling a broken environment from a bug in notices. Does not belong here: problems of
entries (``reports``). It imports all that can fail, so it is imported only where something did.
"""

from __future__ import annotations

import traceback

from notices.channels.secrets import ChannelFault
from notices.cli.terminal import REFUSED, UNUSABLE, error_text, say, say_problems
from notices.domain.phrases import phrase
from notices.domain.problem import Unusable
from notices.evaluation import NoPolicy
from notices.hosts import HostError, InvalidSetup
from notices.project.errors import ProjectError
from notices.project.git import GitError
from notices.publishing.journal import Busy
from notices.rendering import TemplateBroken, TextsMissing

__all__ = ["BUG", "failure_line", "is_unusable", "report_failure"]

BUG = phrase("this is a bug in notices")
"""How the line about a bug begins."""

_KNOWN = (Busy, ChannelFault, GitError, NoPolicy, OSError, Unusable)


def failure_line(error: Exception) -> str:
    """What went wrong, in one line; for a bug, how to report it."""
    if isinstance(error, _KNOWN):
        return error_text(error)
    words = " ".join(f"{type(error).__name__}: {error}".split())
    text = "".join(character if character.isprintable() else "?" for character in words)
    return phrase("{bug}: {text}; please report it with the output of --debug", bug=BUG, text=text)


def report_failure(error: Exception, *, debug: bool) -> int:
    """Say why the command ended, and return its exit status; with a bug's traceback if ``debug``."""
    if debug and not isinstance(error, _KNOWN):
        say("".join(traceback.format_exception(error)))
    if isinstance(error, Unusable) and error.problems:
        say_problems(error.problems)
    else:
        # The host's errors may have several lines of their own.
        line = failure_line(error)
        say(line if isinstance(error, HostError) else phrase("notices: {line}", line=line))
    return UNUSABLE if is_unusable(error) else REFUSED


def is_unusable(error: Exception) -> bool:
    """Whether the error says that there is no usable project here."""
    return isinstance(error, (InvalidSetup, NoPolicy, ProjectError, TemplateBroken, TextsMissing))
