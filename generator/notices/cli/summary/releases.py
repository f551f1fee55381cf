"""One release in the summary: what customers will read, see and get, and what stands.

Belongs here: which releases are shown, and the section of each. Does not belong here: what comes
when (``timetable``), what is wrong (``findings``), one release in a terminal (``cli.explanation``).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime

from notices.cli.instants import instant, span
from notices.cli.language import say_in
from notices.cli.summary.markdown import code, prose, row
from notices.cli.summary.texts import text_of
from notices.cli.summary.timetable import first_seen, timetable
from notices.domain.layout import PAGES
from notices.domain.phrases import joined, phrase
from notices.domain.policy import Policy
from notices.domain.problem import Problem
from notices.domain.release import Impact, Release, Window
from notices.domain.wording import span_text
from notices.evaluation import Evaluation
from notices.evaluation.decisions import Decision
from notices.rules.project.task_overdue import undone_tasks

__all__ = ["release_sections", "releases_to_show"]

_PAGE = re.compile(rf"{PAGES}/(?:guides|faq)/([a-z0-9-]+)[./]")
_STATES = {
    "announced": phrase("announced"),
    "in_progress": phrase("running"),
    "awaiting_confirmation": phrase("over; its outcome is not known yet"),
    "completed": phrase("completed"),
    "cancelled": phrase("cancelled"),
}
_MODES = {
    "usable": phrase("customers can work meanwhile"),
    "read_only": phrase("customers can only read meanwhile"),
    "stopped": phrase("customers cannot work meanwhile"),
}


def releases_to_show(
    evaluation: Evaluation, problems: Collection[Problem], changed: Collection[str] | None
) -> tuple[Decision, ...]:
    """The releases that a change touches, and all with an error, by start; invalid ones first.

    ``changed`` are the paths of the files that it changed. ``None``: all that are not public yet,
    or that something is said about.
    """
    about = {p.entry for p in problems if p.kind == "release" and (p.is_error or changed is None)}
    pages = {found[1] for path in changed or () if (found := _PAGE.match(path))}

    def is_shown(decision: Decision) -> bool:
        entry = decision.entry
        if changed is None:
            is_new = not decision.imported and entry.history.announced_window is None
        else:
            is_new = entry.path in changed or entry.id in pages
        return is_new or entry.id in about

    shown = [decision for decision in evaluation.decisions if is_shown(decision)]
    invalid = [decision for decision in shown if decision.release is None]
    usable = [(d.release.window.start, d.entry.id, d) for d in shown if d.release is not None]
    return *invalid, *(decision for _, _, decision in sorted(usable, key=lambda each: each[:2]))


def release_sections(
    decisions: Iterable[Decision],
    evaluation: Evaluation,
    policy: Policy,
    problems: Iterable[Problem] = (),
) -> Iterator[str]:
    """For each release a heading, what stands, and a table of what comes when.

    ``problems`` say which texts are not written yet.
    """
    unwritten: dict[str | None, list[str]] = {}
    for problem in problems:
        if problem.kind == "release" and problem.rule == "placeholder":
            unwritten.setdefault(problem.entry, []).append(code(problem.field or ""))
    undone: dict[str, set[str]] = {}
    for task in undone_tasks(evaluation.context) if evaluation.context else ():
        undone.setdefault(task.standing.id, set()).add(task.task.id)
    for decision in decisions:
        id = decision.entry.id
        yield _section(decision, evaluation.now, policy, undone.get(id, ()), unwritten.get(id, ()))


def _section(
    decision: Decision,
    now: datetime,
    policy: Policy,
    undone: Collection[str],
    unwritten: Collection[str],
) -> str:
    release, path = decision.release, code(decision.entry.path)
    if release is None:
        said = phrase("The file is not valid, so customers see and get nothing of it.")
        return f"### {path}\n\n{say_in(said)}"
    lines = [
        f"### {prose(text_of(release.title, policy))}",
        "",
        f"- {path}",
        f"- {say_in(phrase('**Window:** {window}', window=_window(decision, release, policy)))}",
        f"- {say_in(phrase('**State:** {state}', state=_state(decision, policy)))}",
        f"- {say_in(phrase('**Impact:** {impact}', impact=_impact(release.impact)))}",
        *_publish_by(decision, policy),
        *_unwritten(unwritten),
        *(f"- **{code(each)}:** {_read(release, each)}" for each in policy.languages),
        "",
        row(
            say_in(head)
            for head in (phrase("When"), phrase("What"), phrase("Who"), phrase("Status"))
        ),
        row(["---"] * 4),
        *(row(cells) for cells in timetable(decision, release, policy, now, undone)),
    ]
    return "\n".join(lines)


def _window(decision: Decision, release: Release, policy: Policy) -> str:
    """The window, its zone, and what customers were told before a move."""
    window = f"{span(release.window, policy)} ({prose(policy.timezone)})"
    told = decision.entry.history.announced_window
    if told is None or told == (release.window.start, release.window.end):
        return window
    before = span(Window(*told), policy)
    return phrase("{window}; customers were told {before}", window=window, before=before)


def _publish_by(decision: Decision, policy: Policy) -> Iterator[str]:
    """Until when a change has to be merged and published, so that this window stands."""
    known = decision.entry.history.announced_window is not None
    if decision.publish_by is not None and not known and decision.verdict == "ok":
        at = instant(decision.publish_by, policy)
        yield f"- {say_in(phrase('**Merge and publish it by:** {instant}', instant=at))}"


def _unwritten(fields: Collection[str]) -> Iterator[str]:
    """The texts of which readers would see a placeholder."""
    if fields:
        said = phrase(
            "**Still to write, readers would see dots:** {fields}", fields=", ".join(fields)
        )
        yield f"- {say_in(said)}"


def _read(release: Release, language: str) -> str:
    """What customers read of it in a list, in one language."""
    title, summary = (each.get(language, "") for each in (release.title, release.summary))
    return f"{prose(title) or '–'} – {prose(summary) or '–'}"


def _state(decision: Decision, policy: Policy) -> str:
    """What stands for customers."""
    release, state = decision.release, decision.state
    known = decision.entry.history.announced_window is not None or decision.imported
    if decision.public and decision.verdict in ("refused", "invalid"):
        return phrase(
            "{state}; the change is refused, and customers keep what was announced",
            state=_STATES[state],
        )
    if decision.public:
        shown = _STATES[state]
        return (
            shown if known else phrase("hidden; the next publish shows it ({state})", state=shown)
        )
    if state == "draft":
        return phrase("a draft: nothing of it is shown or sent while it says `draft: true`")
    if state == "refused":
        return phrase("refused: nothing of it is shown or sent")
    if release is not None and release.targeted:
        return phrase("for the customers that it names; never on the site")
    if release is not None and release.cancelled is not None:
        return phrase("cancelled before customers heard of it; it stays hidden")
    first = first_seen(decision)
    if first is None:
        return phrase("hidden")
    return phrase("hidden until {instant}", instant=instant(first, policy))


def _impact(impact: Impact) -> str:
    pause = phrase("no pause")
    if impact.downtime:
        pause = phrase("a pause of {length}", length=span_text(impact.downtime))
    mode = _MODES[impact.mode] if impact.mode else ""
    again = phrase("customers sign in again afterwards") if impact.sign_in_again else ""
    systems = ", ".join(code(system) for system in impact.systems)
    return joined([pause, mode, again, systems], "; ")
