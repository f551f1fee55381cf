"""Wording: how values, instants, spans and windows read in problems, logs and reports, in English.

Belongs here: forms that rules, publishing and commands share. Does not belong here: what the
site says (``rendering.locale``), reading such forms (``loading.instants``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import pairwise

from notices.domain.instants import local
from notices.domain.policy import Policy
from notices.domain.release import Window

__all__ = [
    "blank_text",
    "either",
    "instant_text",
    "log_text",
    "quoted",
    "size_text",
    "span_text",
    "window_text",
    "written_text",
]

_SHOWN = 60
_UNITS = (
    ("day", timedelta(days=1)),
    ("hour", timedelta(hours=1)),
    ("minute", timedelta(minutes=1)),
    ("second", timedelta(seconds=1)),
)
# A runner of workflows obeys lines that begin so, blanks before it aside.
_COMMAND = re.compile(r"^([^\S\n]*)(?=::|##\[)", re.MULTILINE)


def instant_text(instant: datetime, policy: Policy) -> str:
    """``2026-12-12 20:00 (+07:00)``; seconds only where there are any."""
    return f"{_bare(instant, policy)} ({_offset(local(instant, policy.zone))})"


def _offset(wall: datetime) -> str:
    return wall.isoformat(timespec="minutes")[16:]


def _bare(instant: datetime, policy: Policy) -> str:
    wall = local(instant, policy.zone)
    return f"{wall:%Y-%m-%d %H:%M:%S}" if wall.second else f"{wall:%Y-%m-%d %H:%M}"


def window_text(window: Window, policy: Policy) -> str:
    """A window as one writes it in an entry: ready to paste, and read back the same."""
    return (
        f"{{start: {written_text(window.start, policy)}, end: {written_text(window.end, policy)}}}"
    )


def written_text(instant: datetime, policy: Policy) -> str:
    """An instant as one writes it in an entry; the offset only where a clock change asks for it."""
    wall = local(instant, policy.zone)
    ambiguous = wall.replace(fold=0).utcoffset() != wall.replace(fold=1).utcoffset()
    bare = _bare(instant, policy)
    return f"{bare}{_offset(wall)}" if ambiguous else bare


def blank_text(policy: Policy) -> str:
    """``{vi: …, en: …}``: a text in each language, as one writes it, to be filled in."""
    return f"{{{', '.join(f'{language}: …' for language in policy.languages)}}}"


def span_text(span: timedelta) -> str:
    """``1 day 2 hours``: a length in words, in its largest unit and the one below that.

    What is left over is cut off, so that a length is never said to be longer than it is; only
    one below a second is ``0 seconds``.
    """
    left = abs(span)
    for (name, size), (lesser, part) in pairwise(_UNITS):
        if left >= size:
            count, rest = divmod(left, size)
            more = rest // part
            return _counted(count, name) + (f" {_counted(more, lesser)}" if more else "")
    return _counted(left // _UNITS[-1][1], _UNITS[-1][0])


def _counted(count: int, name: str) -> str:
    return f"{count} {name}{'' if count == 1 else 's'}"


def quoted(text: str) -> str:
    """``text`` in quotes on one line, cut after 60 characters, control characters spelt out."""
    short = text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
    return f"'{_printable(short)}'"


def log_text(text: str) -> str:
    """``text`` as it may stand in a job's log, whatever names and answers it quotes.

    Control characters but line ends are spelt out, and no line can be taken for a command.
    """
    lines = "\n".join(_printable(line) for line in text.split("\n"))
    return _COMMAND.sub(r"\1| ", lines)


def _printable(text: str) -> str:
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)


def either(options: Iterable[str]) -> str:
    """The options as a list: ``a, b or c``."""
    names = list(options)
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"


def size_text(count: int) -> str:
    """A number of bytes in KiB with one digit."""
    return f"{count / 1024:.1f} KiB"
