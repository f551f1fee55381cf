"""The order of things: sources and ``now`` in; problems, the public site and new records out.

Belongs here: the steps from files to what a publish would show and record. Does not belong here:
any step itself, what all of them found (``evaluation``), the disk, the clock.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from notices.domain.channels import WebSubChannel
from notices.domain.ledger import Ledger
from notices.domain.policy import Policy
from notices.domain.problem import Problem, sort_problems
from notices.domain.public import PublicSite
from notices.domain.quotas import TakenWindows
from notices.domain.release import Release
from notices.evaluation.additions import announced_copies, new_records
from notices.evaluation.corrections import corrections_of, recorded
from notices.evaluation.decisions import Decision, decide
from notices.evaluation.delivery_inputs import DeliveryInputs, read_delivery_inputs
from notices.evaluation.entries import plan_entries_of, release_entries_of
from notices.evaluation.evaluation import Evaluation, as_recorded
from notices.evaluation.inputs import Inputs, read_inputs
from notices.evaluation.missing import missing_records
from notices.evaluation.plan_decisions import PlanDecision, decide_plan
from notices.evaluation.public_site import (
    delivered,
    public_freezes,
    public_plans,
    public_releases,
    subscribe_offers,
)
from notices.evaluation.sources import Sources
from notices.evaluation.taken_windows import WindowTurns
from notices.evaluation.undelivered import undelivered
from notices.evaluation.written import Written, pages_of, written_of
from notices.loading import LedgerText, chain
from notices.rules.pages import documented, guides_of
from notices.rules.project_context import ProjectContext
from notices.rules.registry import project_problems

__all__ = ["evaluate"]

_MARKUP = re.compile(r"[<\[]|```|~~~")


def evaluate(sources: Sources, now: datetime, *, drafts: bool = False) -> Evaluation:
    """Read everything, judge everything, and work out what a publish at ``now`` (UTC) would give.

    ``drafts`` lets a preview show what is not public, too. Raises :class:`NoPolicy`.
    """
    inputs = read_inputs(sources, now)
    policy, text, ledger = inputs.policy, inputs.text, inputs.ledger
    delivery = read_delivery_inputs(sources, policy, now)
    if policy is None or text is None or ledger is None:
        problems = sort_problems([*inputs.problems, *delivery.problems])
        return Evaluation(
            now,
            problems,
            policy,
            partial_line=inputs.partial_line,
            channels=delivery.channels,
            deliveries=delivery.log,
        )
    decided = _decided(sources, inputs, delivery, policy, text, ledger, now)
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
            channels=delivery.channels,
            deliveries=delivery.log,
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
    delivery: DeliveryInputs


def _decided(
    sources: Sources,
    inputs: Inputs,
    delivery: DeliveryInputs,
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
    missing = missing_records(sources, policy, text.ledger, inputs.systems, entries, months)
    context = ProjectContext(
        policy,
        now,
        inputs.systems,
        tuple(decision.standing for decision in releases),
        tuple(decision.standing for decision in plans),
        channels=delivery.channels,
        undelivered=undelivered(delivery.log, delivery.channels, ledger, releases, now),
    )
    problems = [
        *inputs.problems,
        *delivery.problems,
        *missing,
        *project_problems("project", context),
    ]
    problems += [problem for decision in (*releases, *plans) for problem in decision.problems]
    return _Decided(context, releases, plans, problems, bool(missing), turns.taken, delivery)


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
    site = _site(sources, decided, policy, after, written, drafts=drafts)
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
        site=as_recorded(site, ledger, recorded=not new),
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
        channels=decided.delivery.channels,
        deliveries=decided.delivery.log,
        may_deliver=decided.delivery.usable,
    )


def _has_markup(release: Release) -> bool:
    """Whether a text of it may hold a tag, a link, a picture or a block of code."""
    return not release.plain and any(_MARKUP.search(text) for _, _, text in release.markdown)


def _site(
    sources: Sources,
    decided: _Decided,
    policy: Policy,
    after: Ledger,
    written: Written,
    *,
    drafts: bool,
) -> PublicSite:
    releases = public_releases(decided.releases, policy, after, decided.context.now, drafts=drafts)
    plans = public_plans(decided.plans, releases, policy, after)
    channels = decided.delivery.channels
    return PublicSite(
        policy=policy,
        systems=decided.context.systems,
        releases=releases,
        plans=plans,
        guides=written.guides,
        faq=written.faq,
        others=written.others,
        drafts=drafts,
        hidden=frozenset(d.entry.id for d in decided.releases)
        - frozenset(public.release.id for public in releases),
        freezes=public_freezes(policy, decided.context.now),
        basis=sources.basis(policy.timezone),
        subscribe=subscribe_offers(channels),
        hubs=tuple(each.hub for each in channels if isinstance(each, WebSubChannel)),
        delivered=delivered(decided.delivery.log, releases, plans),
    )
