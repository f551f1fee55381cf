"""Entries that are refused, or soon will be, as items of the agenda.

Belongs here: one item for each such entry. Does not belong here: why it is refused (``rules``),
what people owe for entries that stand (``agenda``, ``agenda_plans``).
"""

from __future__ import annotations

from collections.abc import Iterator

from notices.domain.agenda import AgendaItem
from notices.domain.phrases import counted, joined, phrase
from notices.domain.policy import Policy
from notices.domain.wording import instant_text
from notices.evaluation.decisions import Decision
from notices.evaluation.owners import teller
from notices.evaluation.plan_decisions import PlanDecision
from notices.evaluation.upcoming import planned_of
from notices.rules.project_context import ProjectContext

__all__ = ["expiring_items", "refused_items"]


def refused_items(
    decision: Decision | PlanDecision, context: ProjectContext
) -> Iterator[AgendaItem]:
    """An entry that is refused or invalid: one item, of its first error."""
    entry = decision.entry
    errors = [problem for problem in decision.problems if problem.is_error]
    if decision.verdict not in ("invalid", "refused") or not errors:
        return
    first, more = errors[0], len(errors) - 1
    missed = next((each.publish_by for each in errors if each.publish_by), context.now)
    due = min(missed, context.now)
    others = counted(
        more, "One more error: `notices check`.", "{count} more errors: `notices check`."
    )  # fmt: skip
    yield AgendaItem(
        role=_keeper(decision, context.policy),
        kind="refused",
        entry_kind=entry.kind,
        entry=entry.id,
        name=first.rule,
        title=_title(decision),
        message=phrase("refused: {problem}", problem=first.message),
        help=joined(
            [
                phrase("{path}, line {line}:", path=first.mark.path, line=first.mark.line),
                first.help or phrase("see `notices check`."),
                others if more else "",
            ]
        ),
        due=due,
        overdue=due < context.now,
        mark=first.mark,
        command="notices check",
        source=first.source_row or "",
    )


def _keeper(decision: Decision | PlanDecision, policy: Policy) -> str:
    if isinstance(decision, Decision):
        return teller(policy, decision.category)
    return policy.plan.owner if policy.plan else teller(policy, None)


def _title(decision: Decision | PlanDecision) -> dict[str, str]:
    if isinstance(decision, PlanDecision):
        return {}
    release = decision.entry.file or decision.release
    return dict(release.title) if release else {}


def expiring_items(decision: Decision, context: ProjectContext) -> Iterator[AgendaItem]:
    """A hidden release whose window can soon no longer be published."""
    found = next((p for p in decision.problems if p.rule == "expires-soon"), None)
    if found is None or decision.release is None:
        return
    planned = min((at for at, _ in planned_of(decision)), default=None)
    help = phrase("Run `notices publish`; where publishing is scheduled, it does this by itself.")
    if not decision.records and planned is not None:
        help = phrase(
            "`notices publish` announces it from {planned} on; make sure that it runs then.",
            planned=instant_text(planned, context.policy),
        )
    yield AgendaItem(
        role=teller(context.policy, decision.category),
        kind="expiring",
        entry_kind="release",
        entry=decision.entry.id,
        title=decision.release.title,
        message=found.message,
        help=help,
        due=decision.publish_by,
        overdue=False,
        opens=None if decision.records else planned,
        mark=found.mark,
        command="notices publish",
    )
