"""Problems: findings with a place, as values.

Belongs here: what a finding is and where it points. Does not belong here: how one is
found (``rules``, ``loading``) or printed (``cli``). Exceptions are for broken environments.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Literal

from notices.domain.phrases import NO_TEXT, Phrase, joined, phrase
from notices.domain.quotas import ExceededQuota

__all__ = [
    "EntryKind",
    "Fact",
    "Failure",
    "Mark",
    "Problem",
    "Severity",
    "Source",
    "Unusable",
    "sort_problems",
]

Severity = Literal["error", "warning"]
EntryKind = Literal["release", "plan"]
Fact = str | date | timedelta | None
"""One fact that a problem rests on: a value of the file, an instant (UTC), an id."""


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """A position in a file of the project: POSIX path from its root, counted from 1."""

    path: str
    line: int = 1
    column: int = 1


@dataclass(frozen=True, slots=True)
class Source:
    """Where an entry came from: its file, the bytes' SHA-256, and a mark for each field.

    ``fields`` maps a dotted field path (``window.start``) to the line and column of its value.
    """

    path: str
    digest: str = ""
    fields: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    def at(self, name: str = "") -> Mark:
        """The mark of a field; of the nearest field around it where it has none itself."""
        while name:
            if name in self.fields:
                return Mark(self.path, *self.fields[name])
            name = name.rpartition(".")[0]
        return Mark(self.path)


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding.

    ``rule`` is the id of a registered rule. ``entry`` is the id of the release or plan that the
    finding is about, ``kind`` says which of the two: one month and one release may share an id.
    ``late_by_s`` is in seconds; ``publish_by`` is the latest instant at which the window could be
    published, ``earliest_start`` the earliest window start that is legal now (both UTC).
    ``first_missing_day`` is the first day that ``content/holidays.yml`` would have to cover;
    ``freeze`` the id of a freeze that is in the way, ``quota`` what has no room left, and ``system``
    the one for which this is so.

    ``field`` is the dotted field that is at fault and ``facts`` are the values that make it so.
    ``None`` for ``facts`` means that only the marked line tells one finding from the next.
    ``lenient`` is a warning that ``--strict`` leaves one: what would refuse a draft.
    """

    severity: Severity
    rule: str
    mark: Mark
    message: Phrase
    help: Phrase = NO_TEXT
    entry: str | None = None
    notice: str | None = None
    source_row: str | None = None
    late_by_s: int | None = None
    publish_by: datetime | None = None
    earliest_start: datetime | None = None
    first_missing_day: date | None = None
    freeze: str | None = None
    quota: ExceededQuota | None = None
    system: str | None = None
    kind: EntryKind | None = None
    field: str | None = None
    facts: tuple[Fact, ...] | None = None
    lenient: bool = False

    @property
    def key(self) -> tuple[object, ...]:
        """What stays the same while the problem does, whatever its wording and its line.

        The place in a list does not count: ``impact.systems.0`` and ``.1`` are one field.
        """
        place = (self.kind, self.entry) if self.entry is not None else self.mark.path
        field_name = ".".join(p for p in (self.field or "").split(".") if not p.isdecimal())
        return self.rule, place, self.notice, field_name, self.facts

    def as_warning(self) -> Problem:
        """The same finding, no longer in the way."""
        return replace(self, severity="warning")

    def under_strict(self) -> Problem:
        """The same finding as ``--strict`` has it: an error, unless it is lenient."""
        return self if self.lenient else replace(self, severity="error")

    @property
    def is_error(self) -> bool:
        """Whether this finding refuses something."""
        return self.severity == "error"


class Failure(Exception):
    """Something around the program keeps it from its work; ``text`` says what."""

    def __init__(self, text: Phrase) -> None:
        super().__init__(text)
        self.text = text


class Unusable(Failure):
    """Something is so wrong that the work cannot go on: problems say what, or a text."""

    def __init__(self, text: Phrase = NO_TEXT, problems: Iterable[Problem] = ()) -> None:
        self.problems = sort_problems([*problems])
        lines = [text]
        for problem in self.problems:
            mark = problem.mark
            place = f"{mark.path}:{mark.line}:{mark.column}: "
            lines.append(joined([place, problem.message], ""))
            if problem.help:
                lines.append(joined(["  ", phrase("help: {help}", help=problem.help)], ""))
        super().__init__(joined(lines, "\n"))


def sort_problems(problems: list[Problem]) -> tuple[Problem, ...]:
    """All problems by place, then rule and notice; each told once."""
    ordered = sorted(problems, key=lambda p: (p.mark, p.rule, p.notice or "", p.message))
    return tuple(dict.fromkeys(ordered))
