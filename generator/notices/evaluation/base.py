"""The base: what a branch is compared with, so that only its own changes count as its faults.

Belongs here: whether ledger and deliveries only grew, which of two ledgers counts, and which problems
are older than the branch. Does not belong here: where the older content comes from
(``notices.project.revisions``), finding problems (``evaluation``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from notices.domain.layout import DELIVERIES, LEDGER, PUBLISHED
from notices.domain.phrases import phrase
from notices.domain.problem import Mark, Problem, sort_problems
from notices.evaluation.evaluation import Evaluation
from notices.evaluation.inputs import NoPolicy
from notices.evaluation.sources import Sources
from notices.evaluation.steps import evaluate
from notices.loading import first_missing_line

__all__ = ["Base", "BranchChanges", "evaluate_against"]


@dataclass(frozen=True, slots=True)
class Base:
    """The content at the revision ``ref`` (``tip``), and where the branch left it (``fork``)."""

    ref: str
    tip: Sources
    fork: Sources


@dataclass(frozen=True, slots=True)
class BranchChanges:
    """The paths of the files that a branch added, changed or removed; ``removed`` alone as well."""

    changed: frozenset[str]
    removed: frozenset[str]

    @classmethod
    def of(cls, sources: Sources, base: Base) -> BranchChanges:
        """What the branch did since it left its base."""
        ours, before = sources.files, base.fork.files
        changed = {path for path in {*ours, *before} if ours.get(path) != before.get(path)}
        return cls(frozenset(changed), frozenset(changed - ours.keys()))


def evaluate_against(sources: Sources, base: Base, now: datetime) -> Evaluation:
    """As ``evaluate``, with the proof that ledger and deliveries only grew since ``base``.

    A ledger that lost or changed a line is ``ledger-broken`` at that line, deliveries that did are
    ``deliveries-broken``. Where the base's ledger has grown on beyond ours, it counts, together with
    all that this branch left as it was. An error that the base has too, with the same facts, is a
    warning.
    """
    problem = _ledger_not_grown(sources, base)
    if problem is not None:
        evaluation = evaluate(sources, now)
        return replace(
            evaluation, problems=sort_problems([*evaluation.problems, problem]), site=None
        )
    lost = _deliveries_not_grown(sources, base)
    if first_missing_line(_ledger(base.tip), _ledger(sources)) is not None:
        sources = _merged(sources, base)
    evaluation = evaluate(sources, now)
    if evaluation.site is not None:  # Where nothing can be judged, nothing is forgiven.
        evaluation = replace(evaluation, problems=tuple(_forgiven(evaluation, sources, base)))
    return replace(evaluation, problems=sort_problems([*evaluation.problems, *lost]))


def _ledger(sources: Sources) -> bytes:
    return sources.files.get(LEDGER, b"")


def _line_not_kept(path: str, sources: Sources, base: Base) -> int | None:
    """The first line that was removed or changed since the fork, or differs from the base's."""
    ours, theirs, before = (each.files.get(path, b"") for each in (sources, base.tip, base.fork))
    line = first_missing_line(before, ours)
    if line is None and first_missing_line(ours, theirs) is not None:
        line = first_missing_line(theirs, ours)
    return line


def _deliveries_not_grown(sources: Sources, base: Base) -> Iterator[Problem]:
    line = _line_not_kept(DELIVERIES, sources, base)
    if line is not None:
        yield Problem(
            "error",
            "deliveries-broken",
            Mark(DELIVERIES, line),
            phrase(
                "line {line} of the record of deliveries is not that of `{ref}`; it may only grow",
                line=line,
                ref=base.ref,
            ),
            phrase(
                "Restore it, or messages go out once more: `{command}`.",
                command=f"git checkout {base.ref} -- {DELIVERIES}",
            ),
        )


def _ledger_not_grown(sources: Sources, base: Base) -> Problem | None:
    line = _line_not_kept(LEDGER, sources, base)
    if line is None:
        return None
    ended = _ledger(sources).count(b"\n") < line
    return Problem(
        "error",
        "ledger-broken",
        Mark(LEDGER, line),
        phrase(
            "the ledger ends before line {line} of the one at `{ref}`; it may only grow",
            line=line,
            ref=base.ref,
        )
        if ended
        else phrase(
            "line {line} of the ledger differs from the one at `{ref}`; it may only grow",
            line=line,
            ref=base.ref,
        ),
        phrase(
            "Restore the ledger that customers were shown: `{command}`.",
            command=f"git checkout {base.ref} -- {LEDGER} {PUBLISHED}",
        ),
    )


def _merged(sources: Sources, base: Base) -> Sources:
    """The result of a merge, file by file: ours where this branch changed it, else the base's."""
    ours, theirs, before = sources.files, base.tip.files, base.fork.files
    files = {}
    for path in sorted({*ours, *theirs}):
        data = theirs.get(path) if ours.get(path) == before.get(path) else ours.get(path)
        if path == LEDGER:
            data = theirs.get(path)
        if data is not None:
            files[path] = data
    return replace(sources, files=files)


def _forgiven(evaluation: Evaluation, sources: Sources, base: Base) -> Iterator[Problem]:
    """The problems, those that the base has as well as warnings; each of them forgives one."""
    try:
        of_base = evaluate(replace(base.tip, reader=sources.reader), evaluation.now).problems
    except NoPolicy:
        of_base = ()
    known = Counter(_key(problem, base.tip) for problem in of_base if problem.is_error)
    for problem in evaluation.problems:
        key = _key(problem, sources)
        if not problem.is_error or not known[key]:
            yield problem
            continue
        known[key] -= 1
        message = phrase(
            "{problem}; `{ref}` has this problem too", problem=problem.message, ref=base.ref
        )
        yield replace(problem.as_warning(), message=message)


def _key(problem: Problem, sources: Sources) -> tuple[object, ...]:
    """What makes two problems one: the key, or the marked line where no facts are known."""
    if problem.facts is not None:
        return problem.key
    lines = sources.files.get(problem.mark.path, b"").splitlines()
    return *problem.key, problem.mark.path, *lines[problem.mark.line - 1 : problem.mark.line]
