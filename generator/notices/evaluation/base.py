"""The base: what a branch is held against, so that only what it changed is its fault.

Belongs here: whether the ledger only grew, which of two ledgers counts, and which problems
are older than the branch. Does not belong here: where the older content comes from
(``notices.project.revisions``), finding problems (``evaluation``).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from notices.domain.layout import LEDGER, PUBLISHED
from notices.domain.problem import Mark, Problem, sort_problems
from notices.evaluation.evaluation import Evaluation, NoPolicy, evaluate
from notices.evaluation.sources import Sources
from notices.loading import lost_line

__all__ = ["Base", "evaluate_against"]

_INSTANT = re.compile(
    r"\d{4}-\d{2}-\d{2}(?:[ T]\d{2}:\d{2}(?::\d{2})?)?(?: ?\([+-]\d{2}:\d{2}\)|Z|[+-]\d{2}:\d{2})?"
)
_SPAN = re.compile(r"\d+ (?:day|hour|minute|second)s?(?: \d+ (?:day|hour|minute|second)s?)*")


@dataclass(frozen=True, slots=True)
class Base:
    """The content at the revision ``ref`` (``tip``), and where the branch left it (``fork``)."""

    ref: str
    tip: Sources
    fork: Sources


def evaluate_against(sources: Sources, base: Base, now: datetime) -> Evaluation:
    """As ``evaluate``, with the proof that the ledger only grew since ``base``.

    A ledger that lost or changed a line is ``ledger-broken`` at that line. Where the base's
    ledger has grown on beyond ours, it counts, together with all that this branch left as it
    was. Errors that stand at the base already are warnings.
    """
    problem = _not_grown(sources, base)
    if problem is not None:
        evaluation = evaluate(sources, now)
        return replace(
            evaluation, problems=sort_problems([*evaluation.problems, problem]), site=None
        )
    if lost_line(_ledger(base.tip), _ledger(sources)) is not None:
        sources = _merged(sources, base)
    evaluation = evaluate(sources, now)
    if evaluation.site is None:
        return evaluation  # Nothing can be judged here, so nothing is forgiven.
    return replace(evaluation, problems=tuple(_forgiven(evaluation, base, now)))


def _ledger(sources: Sources) -> bytes:
    return sources.files.get(LEDGER, b"")


def _not_grown(sources: Sources, base: Base) -> Problem | None:
    """The first line that is gone or another since the fork, or differs from the base's."""
    ours, theirs = _ledger(sources), _ledger(base.tip)
    line = lost_line(_ledger(base.fork), ours)
    if line is None and lost_line(ours, theirs) is not None:
        line = lost_line(theirs, ours)
    if line is None:
        return None
    ended = ours.count(b"\n") < line
    return Problem(
        "error",
        "ledger-broken",
        Mark(LEDGER, line),
        f"the ledger ends before line {line} of that at `{base.ref}`: it may only grow"
        if ended
        else f"line {line} of the ledger is not that at `{base.ref}`: it may only grow",
        "Take back the ledger that customers were shown: "
        f"`git checkout {base.ref} -- {LEDGER} {PUBLISHED}`.",
    )


def _merged(sources: Sources, base: Base) -> Sources:
    """What a merge gives, file by file: ours where this branch changed it, else the base's."""
    ours, theirs, before = sources.files, base.tip.files, base.fork.files
    files = {}
    for path in sorted({*ours, *theirs}):
        data = theirs.get(path) if ours.get(path) == before.get(path) else ours.get(path)
        if path == LEDGER:
            data = theirs.get(path)
        if data is not None:
            files[path] = data
    return Sources(files, sources.problems)


def _forgiven(evaluation: Evaluation, base: Base, now: datetime) -> Iterator[Problem]:
    """The problems, those that the base has as well as warnings; a second one alike is new."""
    try:
        found = evaluate(base.tip, now).problems
    except NoPolicy:
        found = ()
    known = Counter(_likeness(problem) for problem in found if problem.is_error)
    for problem in evaluation.problems:
        alike = _likeness(problem)
        if not problem.is_error or not known[alike]:
            yield problem
            continue
        known[alike] -= 1
        yield replace(
            problem.as_warning(), message=f"{problem.message}; so at `{base.ref}` already"
        )


def _likeness(problem: Problem) -> tuple[str | None, ...]:
    """What makes two problems one: all but the line, and the instants that are told of."""
    message = _SPAN.sub("…", _INSTANT.sub("…", problem.message))
    return problem.rule, problem.mark.path, problem.entry, problem.notice, message
