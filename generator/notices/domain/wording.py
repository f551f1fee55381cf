"""Wording: how values, instants, spans and windows read in problems, logs and reports.

Belongs here: forms that rules, publishing and commands share. Does not belong here: what the
site says (``rendering.locale``), reading such forms (``loading.instants``).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from itertools import pairwise

from notices.domain.instants import Lead, local
from notices.domain.layout import HOLIDAYS
from notices.domain.phrases import NO_TEXT, Phrase, counted, joined, phrase, verbatim
from notices.domain.policy import Policy
from notices.domain.release import Window
from notices.domain.workdays import NamedDays

__all__ = [
    "blank_text",
    "days_listed_text",
    "days_off_text",
    "either",
    "every",
    "instant_text",
    "json_text",
    "lead_text",
    "log_text",
    "quoted",
    "size_text",
    "sourced",
    "span_text",
    "window_text",
    "written_text",
]

_SHOWN = 60
_UNITS: tuple[tuple[Callable[[int], Phrase], timedelta], ...] = (
    (lambda count: counted(count, "{count} day", "{count} days"), timedelta(days=1)),
    (lambda count: counted(count, "{count} hour", "{count} hours"), timedelta(hours=1)),
    (lambda count: counted(count, "{count} minute", "{count} minutes"), timedelta(minutes=1)),
    (lambda count: counted(count, "{count} second", "{count} seconds"), timedelta(seconds=1)),
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


def span_text(span: timedelta) -> Phrase:
    """``1 day 2 hours``: a length in words, in its largest unit and the one below that.

    What is left over is cut off, so that a length is never said to be longer than it is; only
    one below a second is ``0 seconds``.
    """
    left = abs(span)
    for (text, size), (lesser, part) in pairwise(_UNITS):
        if left >= size:
            count, rest = divmod(left, size)
            more = rest // part
            return joined([text(count), lesser(more)]) if more else text(count)
    text, size = _UNITS[-1]
    return text(left // size)


def lead_text(lead: Lead) -> Phrase:
    """``24 hours``: a lead in words, in its own unit."""
    match lead.unit:
        case "w":
            return counted(lead.count, "{count} week", "{count} weeks")
        case "bd":
            return counted(lead.count, "{count} working day", "{count} working days")
    text, _ = _UNITS[("d", "h", "m").index(lead.unit)]
    return text(lead.count)


def days_off_text(leads: Iterable[Lead | None], start: datetime, policy: Policy) -> Phrase:
    """``Tết, 2027-02-08 to 2027-02-12, are days off``: what the longest of these leads that are in
    working days walks over from ``start``; empty where there is nothing."""
    counts = [lead.count for lead in leads if lead is not None and lead.in_workdays]
    if not counts:
        return NO_TEXT
    day = local(start, policy.zone).date()
    return joined(map(_days_off, policy.workdays.off_before(day, max(counts))), "; ")


def _days_off(days: NamedDays) -> Phrase:
    first, last, label = days.first, days.last, days.label
    if first == last:
        if not label:
            return phrase("{day} is a day off", day=first)
        return phrase("{label}, {day}, is a day off", label=label, day=first)
    if not label:
        return phrase("{first} to {last} are days off", first=first, last=last)
    return phrase("{label}, {first} to {last}, are days off", label=label, first=first, last=last)


def days_listed_text(policy: Policy) -> Phrase:
    """Up to when leads in working days can be counted at all, and what lets more of them be."""
    covers = policy.workdays.covers
    if covers is None:
        return phrase(
            "leads count working days, and there is no `{file}`: `notices holidays COUNTRY YEAR` "
            "proposes it",
            file=HOLIDAYS,
        )
    return phrase(
        "leads count working days, and `{file}` covers them until {last}",
        file=HOLIDAYS,
        last=covers[1],
    )


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


def json_text(value: object) -> str:
    """A value as JSON that may stand there too: readable, with escapes for control characters."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    return "\n".join(_printable(line, json.dumps) for line in text.split("\n"))


def _printable(text: str, spelt: Callable[[str], str] = ascii) -> str:
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else spelt(c)[1:-1] for c in text)


def either(options: Iterable[str]) -> Phrase:
    """The options as a list: ``a, b or c``."""
    *most, last = options
    if not most:
        return verbatim(last)
    return phrase("{options} or {last}", options=", ".join(most), last=last)


def every(names: Iterable[str]) -> Phrase:
    """The names as a list: ``a, b and c``."""
    *most, last = names
    if not most:
        return verbatim(last)
    return phrase("{names} and {last}", names=", ".join(most), last=last)


def sourced(name: str, source: str) -> str:
    """A row of the policy by its id, with the row of the procedure that asks for it."""
    return f"`{name}` ({source})" if source else f"`{name}`"


def size_text(count: int) -> str:
    """A number of bytes in KiB with one digit."""
    return f"{count / 1024:.1f} KiB"
