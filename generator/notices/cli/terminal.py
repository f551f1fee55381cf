"""What commands say, and where: results to standard output, the rest to standard error.

Belongs here: what several commands say alike. Does not belong here: any command.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn

import click
from rich.console import Console

from notices.domain.instants import local
from notices.domain.policy import Policy
from notices.domain.problem import Problem
from notices.domain.wording import problems_text

__all__ = [
    "REFUSED",
    "UNUSABLE",
    "WITHHELD",
    "friendly",
    "iso",
    "refuse",
    "said",
    "say",
    "say_problems",
    "working",
]

REFUSED, UNUSABLE, WITHHELD = 1, 2, 3


def say(text: str) -> None:
    """One message, to standard error."""
    click.echo(text.rstrip("\n"), err=True)


def say_problems(problems: Iterable[Problem]) -> None:
    """Problems, to standard error."""
    if told := tuple(problems):
        click.echo(problems_text(told), err=True, nl=False)


def said(error: Exception) -> str:
    """An error in one line, for people: of the system's, what failed, and on which file."""
    if isinstance(error, OSError) and error.strerror:
        return f"{error.strerror}: {error.filename}" if error.filename else error.strerror
    return str(error) or type(error).__name__


@contextmanager
def working(message: str) -> Iterator[None]:
    """Show that something goes on, on a terminal; nothing in a pipe."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield
        return
    with console.status(message):
        yield


def refuse(problems: Iterable[Problem], message: str) -> NoReturn:
    """End with what stands in the way."""
    say_problems(problems)
    say(message)
    sys.exit(REFUSED)


def friendly(path: Path) -> str:
    """A path as one would type it here."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def iso(instant: datetime, policy: Policy | None) -> str:
    """An instant in the policy's zone, ISO 8601."""
    return local(instant, policy.zone if policy else UTC).isoformat(timespec="seconds")
