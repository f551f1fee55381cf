"""When a new release runs, or each of several: what was asked for where it is legal.

Belongs here: asking for a start, and saying why it cannot be. Does not belong here: which window
is legal (``windows``), which dates recur (``repetition``).
"""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import datetime
from typing import NoReturn

from notices.cli.new import given
from notices.cli.new.asking import ask, bad_value
from notices.cli.new.desk import Desk
from notices.cli.new.given import Start
from notices.cli.new.repetition import NoRepetition, dated_endings, repeated_starts
from notices.cli.new.windows import ChosenWindow, chosen_window, first_window, legal_with_exception
from notices.cli.terminal import REFUSED, is_terminal, say
from notices.domain.hindrances import lacks_listed_days
from notices.domain.names import free_id
from notices.domain.phrases import phrase
from notices.domain.release import Release, Window
from notices.domain.wording import days_listed_text, span_text, written_text

__all__ = ["needs_exception", "repeated", "single"]


def single(desk: Desk, release: Release, asked: Start | None) -> Release:
    """The release in the window that was asked for, or the nearest legal one.

    Where none was, it is the earliest that leaves time to publish it; on a terminal it is proposed.
    """
    if asked is not None:
        return _moved(desk, release, asked)
    proposed = replace(release, window=_first(desk, release))
    category = desk.policy.categories[release.category]
    while is_terminal():
        answer = ask(
            phrase("Start"),
            lambda text: given.start(text, category, desk.policy),
            written_text(proposed.window.start, desk.policy),
        )
        chosen = _moved(desk, release, answer)
        if answer.day_only or chosen.window.start == answer.instant:
            return chosen
        proposed = chosen
    return proposed


def _first(desk: Desk, release: Release) -> Window:
    window = first_window(release, desk.policy, desk.now, desk.windows)
    if window is None:
        _refuse_all(desk, release)
    return window


def _moved(desk: Desk, release: Release, asked: Start) -> Release:
    """The release in the legal window nearest to a start; says why where it is another one."""
    window = Window(asked.instant, asked.instant + release.window.length)
    wanted = replace(release, window=window)
    choice = chosen_window(wanted, desk.policy, desk.now, desk.windows, day_only=asked.day_only)
    if choice.refused and legal_with_exception(wanted, desk.policy, desk.now, desk.windows):
        _say_refused(desk, asked.instant, replace(choice, window=None))
        return wanted
    if choice.refused:
        _say_refused(desk, asked.instant, choice)
    if choice.window is None:
        _refuse_all(desk, release)
    return replace(release, window=choice.window)


def _say_refused(desk: Desk, start: datetime, choice: ChosenWindow) -> None:
    """Why no window may start then, and which one is legal."""
    for problem in choice.refused:
        reason = problem.message
        say(phrase("{start} is not legal: {reason}", start=desk.time(start), reason=reason))
    if choice.window is not None:
        first, last = desk.time(choice.window.start), desk.time(choice.window.end)
        say(phrase("the nearest legal window is {start} to {end}", start=first, end=last))


def _refuse_all(desk: Desk, release: Release) -> NoReturn:
    length, category = span_text(release.window.length), desk.policy.categories[release.category]
    if lacks_listed_days(release, category, desk.policy, desk.now):
        say(days_listed_text(desk.policy))
    say(
        phrase(
            "nothing was written: no window of {length} is legal in category {category}; see "
            "`notices slots {category} --explain`",
            length=length,
            category=release.category,
        )
    )
    sys.exit(REFUSED)


def repeated(
    desk: Desk, release: Release, asked: Start | None, rule: str, count: int | None, *, named: bool
) -> list[Release]:
    """One release for each date of a recurrence; ends the command where one is not legal.

    ``named``: somebody chose the id, so that no number may be added to it.
    """
    policy = desk.policy
    first = _first(desk, release).start if asked is None else asked.instant
    try:
        starts = repeated_starts(rule, first, count, policy)
    except NoRepetition as error:
        raise bad_value("--repeat", error.args[0]) from None
    taken = set(desk.taken)
    releases = []
    for start, ending in zip(starts, dated_endings(starts, policy), strict=True):
        name = f"{release.id[: 63 - len(ending)].rstrip('-')}-{ending}"
        if not named:
            name = free_id(name, taken)
        taken.add(given.id_for(name, taken))
        window = Window(start, start + release.window.length)
        releases.append(replace(release, id=name, window=window))
    _refuse_illegal(desk, releases)
    return releases


def _refuse_illegal(desk: Desk, releases: list[Release]) -> None:
    """All dates or none: each that is not legal is named, with the nearest that is."""
    refused = False
    for release in releases:
        choice = chosen_window(release, desk.policy, desk.now, desk.windows, day_only=False)
        if choice.refused and not legal_with_exception(
            release, desk.policy, desk.now, desk.windows
        ):
            _say_refused(desk, release.window.start, choice)
            refused = True
    if refused:
        say(phrase("nothing was written: correct --start or --repeat"))
        sys.exit(REFUSED)


def needs_exception(desk: Desk, release: Release) -> bool:
    """Whether its window is legal with an exception alone, which nobody has approved yet."""
    if not legal_with_exception(release, desk.policy, desk.now, desk.windows):
        return False
    return bool(chosen_window(release, desk.policy, desk.now, desk.windows, day_only=False).refused)
