"""The order of things: sources and ``now`` in; problems, the public site and new records out.

Belongs here: the steps from files to what a publish would show and record. Does not belong here:
any step itself, the disk, the clock.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial

from notices.domain.ledger import Ledger, Record
from notices.domain.phrases import NO_TEXT, phrase
from notices.domain.policy import Policy
from notices.domain.problem import Mark, Problem, sort_problems
from notices.domain.public import PublicRelease, PublicSite
from notices.domain.quotas import TakenWindows
from notices.domain.release import Release
from notices.evaluation.additions import announced_copies, new_records
from notices.evaluation.corrections import corrections_of, recorded
from notices.evaluation.decisions import Decision, decide
from notices.evaluation.entries import plan_entries_of, release_entries_of
from notices.evaluation.generation import generation_of
from notices.evaluation.inputs import Inputs, read_inputs
from notices.evaluation.missing import missing_records
from notices.evaluation.plan_decisions import PlanDecision, decide_plan
from notices.evaluation.public_site import public_freezes, public_plans, public_releases
from notices.evaluation.sources import Sources
from notices.evaluation.taken_windows import WindowTurns
from notices.evaluation.written import Written, pages_of, written_of
from notices.loading import LedgerText, chain
from notices.rules.pages import documented, guides_of
from notices.rules.project_context import ProjectContext
from notices.rules.registry import project_problems

__all__ = ["Evaluation", "evaluate"]

_MARKUP = re.compile(r"[<\[]|```|~~~")


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All that one evaluation found, at one ``now`` (UTC).

    ``site`` is what a publish would show (``None`` where policy, ledger or announced copies are
    unusable),
    ``records`` what it would append, as ``lines``, so that ``ledger`` becomes ``after``;
    ``copies`` the announced copies that it would leave in ``content/published`` (path to
    bytes), and beside a copy the file of its corrections, where there is a new one;
    ``corrected`` are the releases with one, as a publish shows them, by id. ``written`` are the paths below ``content/pages`` that the host may see.
    ``valid_length`` counts the bytes of the ledger's complete lines, ``partial_line`` says that
    the last line is incomplete. ``context`` is what was asked of all entries together, where
    something can be published; ``taken`` are the windows that count against quotas.
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

    @property
    def refuses(self) -> bool:
        """Whether anything is refused or invalid; ``mass-change`` speaks of messages alone."""
        return any(each.is_error and each.rule != "mass-change" for each in self.problems)

    @property
    def published(self) -> Evaluation:
        """The same with its records in the ledger: what a publish shows and still reports."""
        if self.site is None or not (self.records or self.corrected):
            return self
        releases = tuple(self.corrected.get(p.release.id, p) for p in self.site.releases)
        site = _as_recorded(replace(self.site, releases=releases), self.after, recorded=True)
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


def evaluate(sources: Sources, now: datetime, *, drafts: bool = False) -> Evaluation:
    """Read everything, judge everything, and work out what a publish at ``now`` (UTC) would give.

    ``drafts`` lets a preview show what is not public, too. Raises :class:`NoPolicy`.
    """
    inputs = read_inputs(sources, now)
    policy, text, ledger = inputs.policy, inputs.text, inputs.ledger
    if policy is None or text is None or ledger is None:
        problems = sort_problems([*inputs.problems])
        return Evaluation(now, problems, policy, partial_line=inputs.partial_line)
    decided = _decided(sources, inputs, policy, text, ledger, now)
    if decided.stopped:
        return Evaluation(
            now,
            sort_problems(decided.problems),
            policy,
            decided.releases,
            decided.plans,
            ledger=ledger,
            after=ledger,
            partial_line=text.partial_line,
            taken=decided.taken,
        )
    return _publishable(sources, decided, policy, text, ledger, drafts=drafts)


@dataclass(frozen=True, slots=True)
class _Decided:
    """What stands for each entry. ``stopped``: nothing at all can be published."""

    context: ProjectContext
    releases: tuple[Decision, ...]
    plans: tuple[PlanDecision, ...]
    problems: list[Problem]
    stopped: bool
    taken: TakenWindows


def _decided(
    sources: Sources,
    inputs: Inputs,
    policy: Policy,
    text: LedgerText,
    ledger: Ledger,
    now: datetime,
) -> _Decided:
    entries = release_entries_of(sources, policy, ledger, now)
    months = () if policy.plan is None else plan_entries_of(sources, policy, ledger, now)
    known = frozenset(entry.id for entry in entries)
    systems = frozenset(system.id for system in inputs.systems)
    retired = frozenset(system.id for system in inputs.systems if system.retired)
    turns = WindowTurns(entries, policy, now, known, systems, retired)
    releases = tuple(
        decide(
            entry,
            policy,
            now,
            known=known,
            systems=systems,
            retired=retired,
            taken=turns.taken,
            taken_elsewhere=partial(turns.elsewhere, entry.id),
        )
        for entry in entries
    )
    plans: tuple[PlanDecision, ...] = ()
    if policy.plan is not None:
        plans = tuple(decide_plan(entry, policy.plan, policy, now) for entry in months)
    missing = missing_records(sources, policy, text.ledger, entries, months)
    context = ProjectContext(
        policy,
        now,
        inputs.systems,
        tuple(decision.standing for decision in releases),
        tuple(decision.standing for decision in plans),
    )
    problems = [*inputs.problems, *missing, *project_problems("project", context)]
    problems += [problem for decision in (*releases, *plans) for problem in decision.problems]
    return _Decided(context, releases, plans, problems, bool(missing), turns.taken)


def _publishable(
    sources: Sources,
    decided: _Decided,
    policy: Policy,
    text: LedgerText,
    ledger: Ledger,
    *,
    drafts: bool,
) -> Evaluation:
    """The evaluation where nothing keeps the whole project from being published."""
    now, releases, plans = decided.context.now, decided.releases, decided.plans
    new = new_records(releases, plans, ledger)
    lines, after = chain(ledger, new)
    pages, page_problems = pages_of(sources, policy, tuple(d.entry for d in releases))
    context = replace(
        decided.context,
        documented=documented(pages, policy.default_language),
        guides=guides_of(pages),
        files=sources.files.keys(),
        records=new,
    )
    corrections = corrections_of(releases, sources)
    problems = [*decided.problems, *page_problems, *project_problems("publishable", context)]
    problems += corrections.problems
    visible = {d.entry.id for d in releases if (d.release is not None if drafts else d.public)}
    written = written_of(pages, visible)
    site = _site(decided, policy, after, written, drafts=drafts)
    files = [d.entry.file for d in releases if d.entry.file and _has_markup(d.entry.file)]
    if files:
        from notices.evaluation.texts import text_problems

        problems += text_problems(sources, files, site, written.paths)
    site = replace(site, releases=corrections.shown(site.releases))
    corrected = [recorded(public, sources, now) for public in site.releases if public.corrected]
    return Evaluation(
        now=now,
        problems=sort_problems(problems),
        policy=policy,
        decisions=releases,
        plans=plans,
        site=_as_recorded(site, ledger, recorded=not new),
        written=written.paths,
        ledger=ledger,
        after=after,
        valid_length=text.length,
        records=after.records[len(ledger.records) :],
        lines=lines,
        copies={
            **announced_copies(releases, plans, sources),
            **{path: data for _, path, data in corrected},
        },
        partial_line=text.partial_line,
        corrected={public.release.id: public for public, _, _ in corrected},
        context=context,
        taken=decided.taken,
    )


def _has_markup(release: Release) -> bool:
    """Whether a text of it may hold a tag, a link, a picture or a block of code."""
    return any(_MARKUP.search(text) for _, _, text in release.markdown)


def _site(
    decided: _Decided, policy: Policy, after: Ledger, written: Written, *, drafts: bool
) -> PublicSite:
    releases = public_releases(decided.releases, policy, after, decided.context.now, drafts=drafts)
    return PublicSite(
        policy=policy,
        systems=decided.context.systems,
        releases=releases,
        plans=public_plans(decided.plans, releases, policy, after),
        guides=written.guides,
        faq=written.faq,
        others=written.others,
        drafts=drafts,
        hidden=frozenset(d.entry.id for d in decided.releases)
        - frozenset(public.release.id for public in releases),
        freezes=public_freezes(policy, decided.context.now),
    )


def _as_recorded(site: PublicSite, ledger: Ledger, *, recorded: bool) -> PublicSite:
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
