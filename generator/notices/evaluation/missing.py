"""What was announced may not vanish, whatever happened to the policy and the ledger.

Belongs here: the faults of announced copies for which a publish stops as a whole. Does not
belong here: which paths the copies have (``sources``), changes of one file that are refused
while its copy stands (``rules``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from notices.domain.layout import LEDGER, POLICY, PUBLISHED, PUBLISHED_PLANS, SYSTEMS
from notices.domain.ledger import Ledger
from notices.domain.phrases import joined, phrase
from notices.domain.policy import Policy
from notices.domain.problem import Mark, Problem
from notices.domain.release import System
from notices.domain.schedule import is_imported
from notices.domain.wording import every
from notices.evaluation.entries import PlanEntry, ReleaseEntry
from notices.evaluation.sources import Sources

__all__ = ["missing_records"]


def missing_records(
    sources: Sources,
    policy: Policy,
    ledger: Ledger,
    systems: tuple[System, ...],
    releases: tuple[ReleaseEntry, ...],
    plans: tuple[PlanEntry, ...],
) -> tuple[Problem, ...]:
    """The errors that stop every publish, since something that customers know is missing.

    ``ledger`` holds all records, those later than ``now`` too. Either the policy no longer lets
    us read a copy (one slip there, a category or a language that is gone, may cost many; where
    the files were changed along with the policy, they stand); or the ledger lacks the records of
    a release, which would be announced once more; or no system is listed any more.
    """
    return (
        *_unreadable(sources, policy, releases, plans),
        *_unrecorded(policy, ledger, releases),
        *_unlisted(systems, releases),
    )


def _unreadable(
    sources: Sources,
    policy: Policy,
    releases: tuple[ReleaseEntry, ...],
    plans: tuple[PlanEntry, ...],
) -> Iterator[Problem]:
    copies: list[tuple[str, ReleaseEntry | PlanEntry]] = [
        (f"{PUBLISHED}/{entry.id}.yml", entry) for entry in releases
    ]
    copies += [(f"{PUBLISHED_PLANS}/{entry.id}.yml", entry) for entry in plans]
    for path, entry in copies:
        known = entry.history.announced_window is not None
        if not known or entry.shown is not None or entry.file is not None:
            continue
        if path not in sources.files:
            yield Problem(
                "error",
                "taken-back",
                Mark(path),
                phrase(
                    "`{entry}` was announced, but its file and this copy are both missing",
                    entry=entry.id,
                ),
                help=phrase("Restore both from git; nothing is published until then."),
                entry=entry.id,
                kind=entry.kind,
                facts=("copy",),
            )
        else:
            load = sources.plan if entry.kind == "plan" else sources.release
            for problem in load(path, policy).problems:
                if problem.is_error:
                    back = phrase(
                        "This entry was announced, so nothing is published until {policy} "
                        "allows this again; do not change this file.",
                        policy=POLICY,
                    )
                    help = joined([problem.help, back])
                    yield replace(problem, entry=entry.id, kind=entry.kind, help=help)


def _unrecorded(
    policy: Policy, ledger: Ledger, releases: tuple[ReleaseEntry, ...]
) -> Iterator[Problem]:
    histories = ledger.histories()
    for entry in releases:
        if entry.shown is None or entry.id in histories:
            continue
        if not is_imported(entry.shown, policy, entry.history):
            yield Problem(
                "error",
                "ledger-broken",
                Mark(entry.shown.source.path),
                phrase(
                    "`{entry}` was announced with this copy, but the ledger has no record of it",
                    entry=entry.id,
                ),
                help=phrase("{file} is missing lines; restore it from git.", file=LEDGER),
                entry=entry.id,
                kind=entry.kind,
                facts=(),
            )


def _unlisted(systems: tuple[System, ...], releases: tuple[ReleaseEntry, ...]) -> Iterator[Problem]:
    """A list of systems that is gone or empty takes their feeds from the site, as a broken one would."""
    stand = [entry.file or entry.shown for entry in releases if entry.shown is not None]
    named = {system for release in filter(None, stand) for system in release.impact.systems}
    if named and not systems:
        yield Problem(
            "error",
            "unknown-system",
            Mark(SYSTEMS),
            phrase(
                "the file is missing or empty, and announced releases name {systems}",
                systems=every(f"`{system}`" for system in sorted(named)),
            ),
            help=phrase("Restore it from git; nothing is published until then."),
            facts=tuple(sorted(named)),
        )
