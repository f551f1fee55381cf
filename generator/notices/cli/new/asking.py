"""Questions on a terminal, and what is wrong with how a command was called.

Belongs here: how each is put. Does not belong here: which questions there are.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import click

from notices.cli.language import say_in
from notices.domain.phrases import Phrase, joined
from notices.domain.wording import log_text

__all__ = ["ask", "bad_value", "usage"]

T = TypeVar("T")


def ask(question: Phrase, parse: Callable[[str], T], default: str | None = None) -> T:
    """An answer on the terminal; asked again until it can be used."""
    answer: T = click.prompt(
        say_in(question), default=default, value_proc=parse, err=True, show_default=bool(default)
    )
    return answer


def usage(message: Phrase) -> click.UsageError:
    """The command was called in a way that it does not understand; to be raised."""
    return click.UsageError(log_text(say_in(message)))


def bad_value(option: str, message: str, help: str = "") -> click.BadParameter:
    """An option or an argument has a value that cannot be used; to be raised.

    Where it was an answer, the question is asked again.
    """
    text = log_text(say_in(joined([message, help], ". ")))
    return click.BadParameter(text, param_hint=option)
