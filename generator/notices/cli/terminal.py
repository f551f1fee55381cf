"""What commands write, and where: results to standard output, the rest to standard error.

Belongs here: what several commands write alike. Does not belong here: any command.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn

import click

from notices.cli.language import say_in
from notices.cli.reports import problems_text
from notices.domain.instants import local
from notices.domain.phrases import Phrase, joined
from notices.domain.policy import Policy
from notices.domain.problem import Problem
from notices.domain.wording import log_text

__all__ = [
    "REFUSED",
    "UNDELIVERED",
    "UNUSABLE",
    "WITHHELD",
    "error_text",
    "friendly",
    "is_terminal",
    "iso",
    "refuse",
    "say",
    "say_problems",
    "show",
    "working",
]

REFUSED, UNUSABLE, WITHHELD, UNDELIVERED = 1, 2, 3, 4


def say(text: str) -> None:
    """One message, to standard error."""
    click.echo(log_text(say_in(text).rstrip("\n")), err=True)


def show(text: str) -> None:
    """A line of what a command found, to standard output."""
    click.echo(log_text(text))


def say_problems(problems: Iterable[Problem]) -> None:
    """Problems, to standard error."""
    click.echo(problems_text(problems), err=True, nl=False)


def error_text(error: Exception) -> str:
    """An error in one line; of the system's errors: what failed, and on which file."""
    if isinstance(error, OSError) and error.strerror:
        return joined([error.strerror, error.filename or ""], ": ")
    text = error.args[0] if error.args and isinstance(error.args[0], Phrase) else str(error)
    return text or type(error).__name__


@contextmanager
def working(message: str) -> Iterator[None]:
    """Show on a terminal that a command is at work; nothing in a pipe."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console  # Needs more time than a short command takes.

    with Console(stderr=True).status(say_in(message)):
        yield


def is_terminal() -> bool:
    """Whether somebody can be asked."""
    return sys.stdin.isatty()


def refuse(problems: Iterable[Problem], message: str) -> NoReturn:
    """End the command with the problems that stop it."""
    say_problems(problems)
    say(message)
    sys.exit(REFUSED)


def friendly(path: Path) -> str:
    """A path as typed from the current folder."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def iso(instant: datetime, policy: Policy | None) -> str:
    """An instant in the policy's zone, ISO 8601."""
    return local(instant, policy.zone if policy else UTC).isoformat(timespec="seconds")
