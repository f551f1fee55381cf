"""Failures in one line: those of the project, and bugs of ours.

Belongs here: telling one from the other. Does not belong here: exit statuses (``cli``), problems
of entries (``reports``).
"""

from __future__ import annotations

from notices.cli.terminal import said
from notices.evaluation import NoPolicy
from notices.hosts import HostError
from notices.project.errors import ProjectError
from notices.project.git import GitError
from notices.publishing.journal import Busy
from notices.rendering import TemplateBroken, TextsMissing

__all__ = ["KNOWN", "failure_line"]

KNOWN = (
    Busy, GitError, HostError, NoPolicy, OSError, ProjectError, TemplateBroken, TextsMissing,
)  # fmt: skip
"""What can go wrong around a command, and what people can do something about."""


def failure_line(error: Exception) -> str:
    """What went wrong, in one line; for a bug, how to report it."""
    if isinstance(error, KNOWN):
        return said(error)
    what = f"{type(error).__name__}: {error}".splitlines()[0]
    return (
        f"this is a bug in notices: {what}; please report it with the command that you ran "
        "(--debug shows the traceback)"
    )
