"""The words of states, statuses, verdicts, results, audiences and weekdays, as people read them in
reports.

Belongs here: a phrase for each. Does not belong here: their ids in JSON, in the ledger and on the
site, which are the same in every language.
"""

from __future__ import annotations

from datetime import date

from notices.domain.phrases import Phrase, phrase

__all__ = ["weekday", "word"]

_WORDS = (
    # States
    phrase("invalid"),
    phrase("draft"),
    phrase("refused"),
    phrase("cancelled"),
    phrase("hidden"),
    phrase("completed"),
    phrase("awaiting confirmation"),
    phrase("in progress"),
    phrase("announced"),
    # Statuses of a notice
    phrase("published"),
    phrase("not owed"),
    phrase("waiting"),
    phrase("missed"),
    phrase("late"),
    phrase("pending"),
    phrase("due"),
    # Verdicts
    phrase("ok"),
    phrase("breached"),
    phrase("on time"),
    phrase("exception"),
    # Results
    phrase("success"),
    phrase("partial"),
    phrase("rolled back"),
    # Audiences
    phrase("customers"),
    phrase("staff"),
    phrase("affected"),
)
_BY_ID = {word.replace(" ", "_"): word for word in _WORDS}
_WEEKDAYS = (
    phrase("Mon"),
    phrase("Tue"),
    phrase("Wed"),
    phrase("Thu"),
    phrase("Fri"),
    phrase("Sat"),
    phrase("Sun"),
)


def weekday(day: date) -> Phrase:
    """The short name of the day's weekday."""
    return _WEEKDAYS[day.weekday()]


def word(id: str) -> Phrase:
    """The words for an id such as ``in_progress``. Raises ``KeyError`` for one that is unknown."""
    return _BY_ID[id]
