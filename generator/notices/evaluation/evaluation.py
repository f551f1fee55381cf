"""What one evaluation found.

Belongs here: that value, and what it says of itself. Does not belong here: how it is found (``steps``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from notices.domain.channels import Channel
from notices.domain.deliveries import DeliveryLog
from notices.domain.ledger import Ledger, Record
from notices.domain.phrases import NO_TEXT, phrase
from notices.domain.policy import Policy
from notices.domain.problem import Mark, Problem
from notices.domain.public import PublicRelease, PublicSite
from notices.domain.quotas import TakenWindows
from notices.evaluation.decisions import Decision
from notices.evaluation.delivery_inputs import UNDELIVERED
from notices.evaluation.generation import generation_of
from notices.evaluation.plan_decisions import PlanDecision
from notices.rules.project_context import ProjectContext

__all__ = ["Evaluation", "as_recorded"]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All that one evaluation found, at one ``now`` (UTC).

    ``site`` is what a publish would show (``None`` where policy, ledger or announced copies are
    unusable), ``records`` what it would append, as ``lines``, so that ``ledger`` becomes ``after``;
    ``copies`` the announced copies that it would change in ``content/published`` (path to
    bytes), and beside a copy the file of its corrections, where there is a new one;
    ``corrected`` are the releases with one, as a publish shows them, by id. ``written`` are the
    paths below ``content/pages`` that the host may see.
    ``valid_length`` counts the bytes of the ledger's complete lines, ``partial_line`` says that
    the last line is incomplete. ``context`` is what was asked of all entries together, where
    something can be published; ``taken`` are the windows that count against quotas. ``channels`` and
    ``deliveries`` (up to ``now``) are what delivery starts from, and ``may_deliver`` says whether it
    may: false where one of their files is broken or a delivery is later than now.
    """

    now: datetime
    problems: tuple[Problem, ...]
    policy: Policy | None = None
    decisions: tuple[Decision, ...] = ()
    plans: tuple[PlanDecision, ...] = ()
    site: PublicSite | None = None
    written: tuple[str, ...] = ()
    ledger: Ledger = field(default_factory=Ledger)
    after: Ledger = field(default_factory=Ledger)
    valid_length: int = 0
    records: tuple[Record, ...] = ()
    lines: bytes = b""
    copies: Mapping[str, bytes] = field(default_factory=dict)
    partial_line: bool = False
    corrected: Mapping[str, PublicRelease] = field(default_factory=dict)
    context: ProjectContext | None = field(default=None, repr=False)
    taken: TakenWindows | None = field(default=None, repr=False, compare=False)
    channels: tuple[Channel, ...] = ()
    deliveries: DeliveryLog = field(default_factory=DeliveryLog)
    may_deliver: bool = False

    @property
    def refuses(self) -> bool:
        """Whether anything is refused or invalid; of messages alone nothing is."""
        of_messages = {"mass-change", *UNDELIVERED}
        return any(each.is_error and each.rule not in of_messages for each in self.problems)

    @property
    def published(self) -> Evaluation:
        """The same with its records in the ledger: what a publish shows and still reports."""
        if self.site is None or not (self.records or self.corrected):
            return self
        releases = tuple(self.corrected.get(p.release.id, p) for p in self.site.releases)
        site = as_recorded(replace(self.site, releases=releases), self.after, recorded=True)
        return replace(self, site=site, problems=tuple(_remaining(self.problems, self.records)))

    @property
    def unrecorded(self) -> tuple[Problem, ...]:
        """A warning for each notice that the site shows and the ledger does not hold yet."""
        if self.policy is None:
            return ()
        paths = {decision.entry.about: decision.entry.path for decision in self.decisions}
        paths |= {decision.entry.about: decision.entry.path for decision in self.plans}
        return tuple(
            Problem(
                "warning",
                "unrecorded",
                Mark(paths[record.about]),
                phrase(
                    "`{notice}` of `{entry}` is shown, but not recorded",
                    notice=record.notice,
                    entry=record.entry,
                ),
                help=phrase("`notices publish` records what it shows."),
                entry=record.entry,
                notice=record.notice,
                kind=record.kind,
                facts=(record.start,),
            )
            for record in self.records
            if record.verdict != "missed"
        )


def as_recorded(site: PublicSite, ledger: Ledger, *, recorded: bool) -> PublicSite:
    """The site with the ledger that it names to its readers, and its id."""
    named = replace(
        site, recorded=recorded, ledger_head=ledger.head, ledger_count=len(ledger.records)
    )
    return replace(named, generation=generation_of(named))


def _remaining(problems: tuple[Problem, ...], records: tuple[Record, ...]) -> Iterator[Problem]:
    """The problems, without the advice to publish what is published now."""
    entries = {record.about for record in records}
    notices = {(record.about, record.notice) for record in records}
    for problem in problems:
        about = (problem.kind, problem.entry)
        if problem.rule in ("expires-soon", "plan-due") and about in entries:
            continue
        sent = problem.rule == "breach" and (about, problem.notice) in notices
        yield replace(problem, help=NO_TEXT) if sent else problem
