"""Faults of templates: which file of the theme failed, at which line, and why.

Belongs here: telling a template's own fault from that of the code behind it. Does not belong here:
rendering (``frame``, ``locale.templates``).
"""

from __future__ import annotations

import traceback
from dataclasses import dataclass

from jinja2 import TemplateNotFound, TemplatesNotFound, TemplateSyntaxError, UndefinedError

from notices.domain.phrases import NO_TEXT, Phrase, joined, phrase, verbatim
from notices.domain.problem import Mark, Problem, Unusable

__all__ = ["TemplateBroken", "TemplateFault", "fault_of"]

_ENGINE = ("jinja2", "markupsafe")


class TemplateBroken(Unusable):
    """A file of the theme cannot be used: its path from the project's root, its line, and why."""

    def __init__(self, path: str, message: Phrase, line: int = 1, help: Phrase = NO_TEXT) -> None:
        super().__init__(problems=[Problem("error", "theme", Mark(path, line), message, help)])


@dataclass(frozen=True, slots=True)
class TemplateFault:
    """What is wrong with a template; ``file``, as its loader calls it, is empty where none is known."""

    file: str
    line: int
    message: Phrase


def fault_of(error: Exception) -> TemplateFault | None:
    """What ``error``, which rendering a template raised, says of it; ``None`` for other code's."""
    file, line, engine = "", 1, True
    for frame, number in traceback.walk_tb(error.__traceback__):
        # Jinja puts the template's own line in the place of the code that it made of it.
        if "__jinja_exception__" in frame.f_globals:
            file, line, engine = frame.f_code.co_filename, number, True
        elif file:
            engine = engine and str(frame.f_globals.get("__name__")).startswith(_ENGINE)
    if isinstance(error, TemplateSyntaxError):
        words = verbatim(error.message or str(error))
        return TemplateFault(error.filename or file, error.lineno, words)
    if isinstance(error, TemplateNotFound):
        names = error.templates if isinstance(error, TemplatesNotFound) else [error.name]
        templates = joined(map(str, names), phrase(" or "))
        return TemplateFault(
            file, line, phrase("there is no template {templates}", templates=templates)
        )
    if isinstance(error, UndefinedError):
        return TemplateFault(file, line, verbatim(error.message or str(error)))
    if file and engine:
        return TemplateFault(file, line, verbatim(f"{type(error).__name__}: {error}"))
    return None
