"""The story on one screen: sources and ``now`` in; problems, the public site and records out.

Belongs here: the order of things, from files to what a publish would show and record. Does
not belong here: any rule, any wording, the disk, the clock.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import count

from notices.domain.layout import LEDGER, POLICY, PUBLISHED, PUBLISHED_PLANS, SYSTEMS
from notices.domain.ledger import Ledger, Record
from notices.domain.policy import Policy
from notices.domain.problem import Mark, Problem, sort_problems
from notices.domain.public import PublicSite
from notices.domain.release import System
from notices.domain.wording import instant_text
from notices.evaluation.generation import generation_of
from notices.evaluation.missing import missing_records
from notices.evaluation.public_site import public_plans, public_releases
from notices.evaluation.sources import Sources, entries_of, pages_of, plan_entries_of, written_of
from notices.loading import (
    chain,
    load_policy,
    load_systems,
    read_ledger,
)
from notices.rules.decision import Decision, Entry, decide
from notices.rules.duties import overdue
from notices.rules.mass_change import mass_change
from notices.rules.pages import documented
from notices.rules.plans import PlanDecision, decide_plan, unplanned
from notices.rules.translations import untranslated

__all__ = ["Evaluation", "NoPolicy", "evaluate"]


class NoPolicy(Exception):
    """There is no ``content/policy.yml``: this is no usable project."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All that one evaluation found, for one ``now``.

    ``site`` is what a publish would show (``None`` where policy, ledger or what was announced
    is unusable),
    ``records`` what it would append, as ``lines``, which makes ``after`` of ``ledger``;
    ``copies`` the announced copies that it would leave in ``content/published`` (path to
    bytes). ``written`` are the paths below ``content/pages`` that the host may see. ``whole``
    counts the bytes of the ledger's whole lines, ``partial_line`` says that its last line is not.
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
    whole: int = 0
    records: tuple[Record, ...] = ()
    lines: bytes = b""
    copies: Mapping[str, bytes] = field(default_factory=dict)
    partial_line: bool = False

    @property
    def refuses(self) -> bool:
        """Whether anything is refused or invalid."""
        return any(problem.is_error for problem in self.problems)

    @property
    def published(self) -> Evaluation:
        """The same with its records in the ledger: what a publish shows, and has left to say."""
        if self.site is None or not self.records:
            return self
        site = _as_recorded(self.site, self.after, recorded=True)
        return replace(self, site=site, problems=tuple(_left(self.problems, self.records)))

    @property
    def unrecorded(self) -> tuple[Problem, ...]:
        """A warning for each notice that the site shows and the ledger does not hold yet."""
        if self.policy is None:
            return ()
        paths = {j.entry.id: j.entry.path for j in self.plans}
        paths |= {j.entry.id: j.entry.path for j in self.decisions}
        return tuple(
            Problem(
                "warning",
                "unrecorded",
                Mark(paths[record.entry]),
                f"`{record.notice}` of `{record.entry}` is shown, but not recorded",
                help="`notices publish` records what it shows.",
                entry=record.entry,
                notice=record.notice,
            )
            for record in self.records
            if record.verdict != "missed"
        )


def evaluate(sources: Sources, now: datetime, *, drafts: bool = False) -> Evaluation:
    """Read everything, judge everything, and say what a publish at ``now`` would give.

    ``drafts`` lets a preview show what is not public, too. Raises :class:`NoPolicy`.
    """
    problems: list[Problem] = list(sources.problems)
    if POLICY not in sources.files and any(p.mark.path == POLICY for p in problems):
        return Evaluation(now, sort_problems(problems))
    if POLICY not in sources.files:
        raise NoPolicy(f"{POLICY} is missing")
    loaded_policy = load_policy(POLICY, sources.files[POLICY])
    problems += loaded_policy.problems
    if any(_is_the_ledger(p.mark.path) for p in sources.problems):
        # It may hold anything. Taken for an empty one, all of it would be announced once more.
        return Evaluation(now, sort_problems(problems), loaded_policy.value)
    text = read_ledger(LEDGER, sources.files.get(LEDGER, b""))
    problems += text.problems
    policy = loaded_policy.value
    if policy is None or any(problem.is_error for problem in text.problems):
        return Evaluation(now, sort_problems(problems), policy, partial_line=text.partial_line)

    ledger, later = _up_to(text.ledger, now, policy)
    problems += later + _ledger_starts(policy, text.ledger)
    systems = load_systems(SYSTEMS, sources.files.get(SYSTEMS, b""), policy)
    if SYSTEMS in sources.files:
        problems += systems.problems
    entries = entries_of(sources, policy, ledger)
    decided = _decided(entries, policy, now, systems.value or ())
    problems += [problem for decision in decided for problem in decision.problems]
    months = () if policy.plan is None else plan_entries_of(sources, policy, ledger)
    fatal = missing_records(sources, policy, text.ledger, entries, months)
    problems += fatal
    plans: tuple[PlanDecision, ...] = ()
    if policy.plan is not None:
        plans = tuple(decide_plan(entry, policy.plan, policy, now) for entry in months)
        problems += [problem for decision in plans for problem in decision.problems]
        problems += unplanned(decided, plans, policy, now)
    problems += untranslated(policy, systems.value or (), decided, plans, now)

    if fatal:
        told = sort_problems(problems)
        return Evaluation(
            now,
            told,
            policy,
            decided,
            plans,
            ledger=ledger,
            after=ledger,
            partial_line=text.partial_line,
        )

    new = _new_records(decided, plans, ledger)
    problems += mass_change(policy, new)
    lines, after = chain(ledger, new)
    pages, page_problems = pages_of(sources, policy, entries)
    problems += page_problems
    problems += overdue(decided, policy, now, documented(pages, policy.default_language))
    public = {decision.entry.id for decision in decided if decision.public}
    written = written_of(pages, {j.entry.id for j in decided if j.release} if drafts else public)
    releases = public_releases(decided, policy, after, now, drafts=drafts)
    site = PublicSite(
        policy=policy,
        systems=systems.value or (),
        releases=releases,
        plans=public_plans(plans, releases, policy, after),
        guides=written.guides,
        faq=written.faq,
        others=written.others,
        drafts=drafts,
    )
    return Evaluation(
        now=now,
        problems=sort_problems(problems),
        policy=policy,
        decisions=decided,
        plans=plans,
        site=_as_recorded(site, ledger, recorded=not new),
        written=written.paths,
        ledger=ledger,
        after=after,
        whole=text.length,
        records=after.records[len(ledger.records) :],
        lines=lines,
        copies=_copies(decided, plans, sources),
        partial_line=text.partial_line,
    )


def _as_recorded(site: PublicSite, ledger: Ledger, *, recorded: bool) -> PublicSite:
    """The site with the ledger that it names to its readers, and its id."""
    named = replace(
        site, recorded=recorded, ledger_head=ledger.head, ledger_count=len(ledger.records)
    )
    return replace(named, generation=generation_of(named))


def _left(problems: tuple[Problem, ...], records: tuple[Record, ...]) -> Iterator[Problem]:
    """The problems, without the advice to publish what is published now."""
    entries = {record.entry for record in records}
    notices = {(record.entry, record.notice) for record in records}
    for problem in problems:
        if problem.rule == "expires-soon" and problem.entry in entries:
            continue
        sent = problem.rule == "breach" and (problem.entry, problem.notice) in notices
        yield replace(problem, help="") if sent else problem


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
        f"{len(later)} {'record is' if len(later) == 1 else 'records are'} later than now, "
        f"{instant_text(now, policy)}; left out",
        help="Check the machine's clock, or `--now`.",
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
            "the ledger already holds records from before this day",
            help="The first record is of "
            f"{instant_text(ledger.records[0].at, policy)}; name that day or an earlier one.",
        )
    ]


def _decided(
    entries: tuple[Entry, ...], policy: Policy, now: datetime, systems: tuple[System, ...]
) -> tuple[Decision, ...]:
    known = frozenset(entry.id for entry in entries)
    ids = frozenset(system.id for system in systems)
    return tuple(decide(entry, policy, now, known=known, systems=ids) for entry in entries)


def _new_records(
    decided: tuple[Decision, ...], plans: tuple[PlanDecision, ...], ledger: Ledger
) -> tuple[Record, ...]:
    """What a publish would append, in the order in which the windows come."""
    found = [record for decision in decided if decision.public for record in decision.records]
    found += [record for decision in plans if decision.public for record in decision.records]
    found.sort(key=lambda record: (record.start, record.kind, record.entry))
    numbers = count(len(ledger.records) + 1)
    return tuple(replace(record, seq=next(numbers)) for record in found)


def _copies(
    decided: tuple[Decision, ...], plans: tuple[PlanDecision, ...], sources: Sources
) -> dict[str, bytes]:
    """The announced copy of every public release and plan.

    The file's bytes, or the copy's own; or those with the cancellation that the file brought.
    """
    standing = {f"{PUBLISHED}/{j.entry.id}.yml": j.release for j in decided if j.public}
    months = {f"{PUBLISHED_PLANS}/{j.entry.id}.yml": j.plan for j in plans if j.public}
    joined = [j.entry.cancelled_copy for j in decided if j.public and j.entry.cancelled_copy]
    texts = {release.source.digest: data for release, data in joined}
    copies = {}
    for name, entry in (*standing.items(), *months.items()):
        if entry is None:
            continue
        data = sources.files.get(entry.source.path)
        if data is not None and hashlib.sha256(data).hexdigest() == entry.source.digest:
            copies[name] = data
        elif entry.source.digest in texts:
            copies[name] = texts[entry.source.digest]
    return copies
