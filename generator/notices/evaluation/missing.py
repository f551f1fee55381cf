"""What customers know, held against policy and ledger: whatever became of those, it may not vanish.

Belongs here: the faults of announced copies for which a publish stops as a whole. Does not
belong here: which paths the copies have (``sources``), changes of one file that are refused
while its copy stands (``rules``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from notices.domain.layout import LEDGER, POLICY, PUBLISHED, PUBLISHED_PLANS
from notices.domain.ledger import Ledger
from notices.domain.policy import Policy
from notices.domain.problem import Mark, Problem
from notices.domain.schedule import is_imported
from notices.evaluation.sources import Sources
from notices.loading import load_plan, load_release
from notices.rules.decision import Entry
from notices.rules.plans import PlanEntry

__all__ = ["missing_records"]


def missing_records(
    sources: Sources,
    policy: Policy,
    ledger: Ledger,
    releases: tuple[Entry, ...],
    plans: tuple[PlanEntry, ...],
) -> tuple[Problem, ...]:
    """The errors for which nothing can be published, or what customers know would be missing_records.

    ``ledger`` holds all records, those later than ``now`` too. Either the policy no longer lets
    us read a copy (one slip there, a category or a language taken out, may cost many; where
    the files were changed along with the policy, they stand); or the ledger has missing_records what it
    knew of a release, which would be announced once more.
    """
    return (
        *_unreadable(sources, policy, releases, plans),
        *_unrecorded(policy, ledger, releases),
    )


def _unreadable(
    sources: Sources, policy: Policy, releases: tuple[Entry, ...], plans: tuple[PlanEntry, ...]
) -> Iterator[Problem]:
    copies: list[tuple[str, Entry | PlanEntry]] = [
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
                f"customers know `{entry.id}`, but neither its file nor this copy is there",
                help="Bring both back as git has them; nothing is published until then.",
                entry=entry.id,
            )
        else:
            load = load_plan if isinstance(entry, PlanEntry) else load_release
            for problem in load(path, sources.files[path], policy).problems:
                if problem.is_error:
                    back = (
                        f"Customers know this one, so nothing is published until {POLICY} allows "
                        "again what stands here; leave this file as it is."
                    )
                    help = f"{problem.help} {back}".strip()
                    yield replace(problem, entry=entry.id, help=help)


def _unrecorded(policy: Policy, ledger: Ledger, releases: tuple[Entry, ...]) -> Iterator[Problem]:
    histories = ledger.histories()
    for entry in releases:
        if entry.shown is None or entry.id in histories:
            continue
        if not is_imported(entry.shown, policy, entry.history):
            yield Problem(
                "error",
                "ledger-broken",
                Mark(entry.shown.source.path),
                f"customers know `{entry.id}`, which stands here, but no record tells of it",
                help=f"{LEDGER} has missing_records lines: put it back as git has it.",
                entry=entry.id,
            )
