"""What has to be readable before anything can be judged: policy, holidays, ledger and systems.

Belongs here: reading them, and the faults that stop everything. Does not belong here: entries
(``entries``), pages (``written``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from notices import loading
from notices.domain.layout import HOLIDAYS, LEDGER, POLICY
from notices.domain.ledger import Ledger
from notices.domain.names import known
from notices.domain.phrases import counted, phrase, sentence
from notices.domain.policy import Policy
from notices.domain.problem import Failure, Mark, Problem
from notices.domain.release import System
from notices.domain.wording import instant_text
from notices.evaluation.sources import Sources
from notices.loading import LedgerText, read_ledger

__all__ = ["Inputs", "NoPolicy", "read_inputs"]


class NoPolicy(Failure):
    """There is no ``content/policy.yml``: this is no usable project."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """What the policy, the holidays, the ledger and the systems say.

    ``policy`` is ``None`` where it is unusable, ``text`` (the whole ledger) where the ledger
    cannot be read. ``ledger`` is the ledger up to ``now``, ``None`` where entries cannot be judged.
    """

    problems: tuple[Problem, ...]
    policy: Policy | None = None
    text: LedgerText | None = None
    ledger: Ledger | None = None
    systems: tuple[System, ...] = ()

    @property
    def partial_line(self) -> bool:
        """Whether the last line of the ledger is incomplete."""
        return self.text is not None and self.text.partial_line


def read_inputs(sources: Sources, now: datetime) -> Inputs:
    """Read policy, holidays, ledger and systems. Raises :class:`NoPolicy`."""
    problems = list(sources.problems)
    if POLICY not in sources.files:
        if sources.is_hidden(POLICY):
            return Inputs(tuple(problems))
        raise NoPolicy(phrase("{field} is missing", field=POLICY))
    loaded = sources.reader.policy(POLICY, sources.files[POLICY])
    problems += loaded.problems
    policy, found = _with_holidays(loaded.value, sources)
    problems += found
    if any(_is_the_ledger(p.mark.path) for p in sources.problems):
        # It may hold anything. Taken for an empty one, all of it would be announced once more.
        return Inputs(tuple(problems), policy)
    text = read_ledger(LEDGER, sources.files.get(LEDGER, b""))
    problems += text.problems
    if policy is None or any(problem.is_error for problem in text.problems):
        return Inputs(tuple(problems), policy, text)
    ledger, later = _up_to(text.ledger, now, policy)
    problems += later
    if starts := _ledger_starts(policy, text.ledger):
        # Shown like this, the site would no longer count what was promised before that day.
        return Inputs((*problems, *starts), policy, text)
    systems = sources.systems(policy)
    problems += systems.problems
    if systems.value is None:
        return Inputs(tuple(problems), policy, text)
    if unknown := [*_unknown_systems(policy, systems.value)]:
        # A freeze of a misspelt system would let every window pass.
        return Inputs((*problems, *unknown), policy, text)
    return Inputs(tuple(problems), policy, text, ledger, systems.value)


def _unknown_systems(policy: Policy, systems: tuple[System, ...]) -> Iterator[Problem]:
    """An error for each system that the policy names and ``content/systems.yml`` does not list."""
    ids = frozenset(system.id for system in systems)
    for field, system in policy.systems_named.items():
        if system not in ids:
            yield Problem(
                "error",
                "unknown-system",
                policy.source.at(field),
                phrase("there is no system `{id}`", id=system),
                help=sentence(known(system, ids, phrase("The systems are")))
                or phrase("List it in `content/systems.yml`."),
                field=field,
                facts=(system,),
            )


def _with_holidays(
    policy: Policy | None, sources: Sources
) -> tuple[Policy | None, tuple[Problem, ...]]:
    """The policy with its days off; none where they cannot be read, since leads depend on them."""
    if policy is None or HOLIDAYS not in sources.files:
        return None if sources.is_hidden(HOLIDAYS) else policy, ()
    workdays = loading.load_holidays(HOLIDAYS, sources.files[HOLIDAYS], policy)
    if workdays.value is None:
        return None, workdays.problems
    return replace(policy, workdays=workdays.value), workdays.problems


def _is_the_ledger(path: str) -> bool:
    """Whether a path that cannot be read is the ledger's, or of a folder in its place."""
    return path == LEDGER or path.startswith(f"{LEDGER}/")


def _up_to(ledger: Ledger, now: datetime, policy: Policy) -> tuple[Ledger, list[Problem]]:
    """The ledger without what is later than ``now``, and a warning if anything is."""
    later = [record for record in ledger.records if record.at > now]
    if not later:
        return ledger, []
    problem = Problem(
        "warning",
        "clock",
        Mark(LEDGER, later[0].seq),
        counted(
            len(later),
            "{count} record is later than now, {now}; left out",
            "{count} records are later than now, {now}; left out",
            now=instant_text(now, policy),
        ),
        help=phrase("Check the machine's clock, or `--now`."),
        facts=(),
    )
    return ledger.until(now), [problem]


def _ledger_starts(policy: Policy, ledger: Ledger) -> list[Problem]:
    if not ledger.records or policy.promise_begins <= ledger.records[0].at:
        return []
    return [
        Problem(
            "error",
            "ledger-starts",
            policy.source.at("ledger_starts"),
            phrase("the ledger already holds records from before this day"),
            help=phrase(
                "The first record is from {at}; use that day or an earlier one.",
                at=instant_text(ledger.records[0].at, policy),
            ),
            field="ledger_starts",
            facts=(policy.promise_begins,),
        )
    ]
