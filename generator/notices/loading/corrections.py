"""The text of corrections: when an announced entry was changed without a message, line by line.

Belongs here: the form of a line. Does not belong here: what is a correction (``evaluation``).
"""

from __future__ import annotations

import json
from datetime import UTC, datetime

from notices.domain.instants import utc
from notices.domain.phrases import phrase
from notices.domain.problem import Mark, Problem

__all__ = ["correction_line", "read_corrections"]

_NEVER = datetime(1970, 1, 1, tzinfo=UTC)
_HOPELESS = 100


def correction_line(at: datetime) -> bytes:
    """The line of a correction that was shown at ``at``."""
    return f'{{"at":"{utc(at)}"}}\n'.encode()


def read_corrections(path: str, data: bytes) -> tuple[tuple[datetime, ...], tuple[Problem, ...]]:
    """The instants (UTC) of all corrections, one a line, and what is wrong with the file.

    A line that cannot be read still counts, so that there are never fewer than before; it has
    the instant of the line before. Keys that nobody knows are left alone. Behind a hundred such
    lines no more are read.
    """
    instants: list[datetime] = []
    problems: list[Problem] = []
    lines = data.splitlines()
    for number, line in enumerate(lines, 1):
        if len(problems) >= _HOPELESS:
            instants += [instants[-1]] * (len(lines) - len(instants))
            break
        instant = _instant(line)
        instants.append(instant or (instants[-1] if instants else _NEVER))
        if instant is None:
            problems.append(
                Problem(
                    "error",
                    "ledger-broken",
                    Mark(path, number),
                    phrase("this line is no correction that `notices publish` recorded"),
                    phrase(
                        "After a merge keep the lines of both sides; else restore the last good "
                        "version from git. Only the program writes this file."
                    ),
                    facts=(str(number),),
                )
            )
    return tuple(instants), tuple(problems)


def _instant(line: bytes) -> datetime | None:
    """The instant of a line (UTC); ``None`` where it is no correction."""
    try:
        return datetime.fromisoformat(json.loads(line)["at"]).astimezone(UTC)
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError):
        return None
