"""What the host answered last, so that a check need not ask it again.

Belongs here: keeping one answer in ``.notices/cache``, and reading it only where it is just what
was kept for the same question. Does not belong here: the question and asking it (``cli.host_check``).
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from string import Formatter
from typing import Any

from notices.domain.phrases import Phrase
from notices.domain.problem import Mark, Problem
from notices.rules.registry import registered

__all__ = ["HostAnswer", "keep_answer", "kept_answer"]

_MOST = 4 * 1024 * 1024
_SEVERITIES = ("error", "warning")


@dataclass(frozen=True, slots=True)
class HostAnswer:
    """What keeps the host from rendering the site, or spoils it.

    ``unusable``: with it there is no usable project, so that a publish ends with status 2.
    """

    problems: tuple[Problem, ...] = ()
    unusable: bool = False


def kept_answer(file: Path, question: str) -> HostAnswer | None:
    """The answer to this question, if the file has it whole; it never raises."""
    try:
        with file.open("rb") as kept:
            data = kept.read(_MOST + 1)
        return _answer(json.loads(data), question) if len(data) <= _MOST else None
    except (OSError, ValueError, RecursionError):
        return None


def keep_answer(file: Path, question: str, answer: HostAnswer) -> None:
    """Keep the answer instead of the last one, in one step; nothing where that is not possible."""
    kept = {
        "question": question,
        "unusable": answer.unusable,
        "problems": [_written(problem) for problem in answer.problems],
    }
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        new = file.with_name(f"{file.name}.{os.getpid()}")
        try:
            new.write_text(json.dumps(kept), encoding="utf-8")
            new.replace(file)
        except OSError:
            new.unlink(missing_ok=True)


def _written(problem: Problem) -> dict[str, object]:
    mark = problem.mark
    return {
        "severity": problem.severity,
        "rule": problem.rule,
        "path": mark.path,
        "line": mark.line,
        "column": mark.column,
        "message": _written_phrase(problem.message),
        "help": _written_phrase(problem.help),
        "field": problem.field,
    }


def _written_phrase(text: Phrase) -> dict[str, object]:
    """With its template and values, so that it can still be said in any language."""
    values = {
        name: _written_phrase(value)
        if isinstance(value, Phrase)
        else value
        if isinstance(value, (str, int, float))
        else str(value)
        for name, value in text.values.items()
    }
    return {"text": str(text), "template": text.template, "values": values}


def _answer(kept: object, question: str) -> HostAnswer | None:
    """The answer in a file's JSON. Raises ``ValueError`` where it is not one of ours."""
    values = _mapping(kept, ("question", "unusable", "problems"))
    if values["question"] != question:
        return None
    unusable, problems = values["unusable"], values["problems"]
    if not isinstance(unusable, bool) or not isinstance(problems, list):
        raise ValueError
    return HostAnswer(tuple(map(_problem, problems)), unusable)


def _problem(kept: object) -> Problem:
    names = ("severity", "rule", "path", "line", "column", "message", "help", "field")
    values = _mapping(kept, names)
    texts = [values[name] for name in ("rule", "path")]
    numbers = [values[name] for name in ("line", "column")]
    field = values["field"]
    if (
        values["severity"] not in _SEVERITIES
        or values["rule"] not in registered()
        or not all(isinstance(text, str) for text in texts)
        or not all(type(number) is int and number > 0 for number in numbers)
        or not (field is None or isinstance(field, str))
    ):
        raise ValueError
    mark = Mark(values["path"], *numbers)
    message, help = _phrase(values["message"]), _phrase(values["help"])
    return Problem(values["severity"], values["rule"], mark, message, help, field=field)


def _phrase(kept: object) -> Phrase:
    parts = _mapping(kept, ("text", "template", "values"))
    text, template, values = parts["text"], parts["template"], parts["values"]
    if not (isinstance(text, str) and isinstance(template, str) and isinstance(values, dict)):
        raise ValueError
    if any(name not in values for _, name, _, _ in Formatter().parse(template) if name is not None):
        raise ValueError
    return Phrase(template, {name: _value(value) for name, value in values.items()}, text)


def _value(kept: object) -> object:
    if isinstance(kept, (str, int, float)):
        return kept
    return _phrase(kept)


def _mapping(value: object, names: Iterable[str]) -> Mapping[str, Any]:
    if not isinstance(value, dict) or value.keys() != {*names}:
        raise ValueError
    return value
