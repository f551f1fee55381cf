"""The agenda of a project: what people owe at one instant, and by when.

Belongs here: an item for each thing that a person has to do for a release (I.1 to I.3, II.3 to
II.7). Does not belong here: what is owed, where a rule asks the same (``rules.project``), plans
(``agenda_plans``), refused and expiring entries (``agenda_entries``), deliveries
(``agenda_deliveries``), how a notice is sent (``agenda_notices``), what the program does by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from notices.domain.agenda import AgendaItem, in_order
from notices.domain.layout import PAGES
from notices.domain.phrases import joined, phrase
from notices.domain.policy import EVENTS, Policy
from notices.domain.problem import Mark
from notices.domain.wording import written_text
from notices.evaluation.agenda_deliveries import delivery_items
from notices.evaluation.agenda_entries import expiring_items, refused_items
from notices.evaluation.agenda_notices import notice_item
from notices.evaluation.agenda_plans import is_step_ahead, plan_items
from notices.evaluation.evaluation import Evaluation
from notices.evaluation.owners import maker, reporter
from notices.evaluation.recording import owed_of
from notices.rules.pages import GUIDED
from notices.rules.project.notice_overdue import by_hand
from notices.rules.project.outcome_overdue import open_outcomes
from notices.rules.project.task_overdue import UndoneTask, undone_tasks
from notices.rules.project_context import ProjectContext

__all__ = ["agenda"]


def agenda(
    evaluation: Evaluation, until: datetime, role: str | None = None
) -> tuple[AgendaItem, ...]:
    """What people owe at the evaluation's ``now``: what is overdue, then what is due at ``until``
    (UTC) or before, then what has no date.

    With ``role``, what that role owes. What a publish does by itself is nobody's. Empty where the
    project cannot be judged.
    """
    context = evaluation.context
    if context is None:
        return ()
    return in_order(
        item
        for item in _items(evaluation, context, until)
        if role in (None, item.role) and (item.overdue or item.due is None or item.due <= until)
    )


def _items(
    evaluation: Evaluation, context: ProjectContext, until: datetime
) -> Iterator[AgendaItem]:
    for decision in evaluation.decisions:
        yield from refused_items(decision, context)
        yield from expiring_items(decision, context)
    for plan in evaluation.plans:
        if not is_step_ahead(plan.standing, context):
            yield from refused_items(plan, context)
    yield from _notices(evaluation, context)
    yield from _tasks(context)
    yield from plan_items(context, until)
    yield from _outcomes(context)
    yield from _remains(context)
    yield from delivery_items(context)


def _notices(evaluation: Evaluation, context: ProjectContext) -> Iterator[AgendaItem]:
    """Notices that people send and record; those that follow from an end are due at once."""
    for unsent in by_hand(context):
        since = unsent.overdue_since(context.now)
        due = since or unsent.last
        if due is not None:
            yield notice_item(
                context,
                unsent.standing,
                unsent.release,
                unsent.notice,
                due,
                since is not None,
                unsent.opens,
            )
    for decision in evaluation.decisions:
        release = decision.release
        if release is None or not (decision.public or decision.state == "hidden"):
            continue
        ended = release.cancelled or release.outcome
        for notice in owed_of(decision):
            if ended and (notice.rule.on == "outcome" or notice.rule.id in EVENTS):
                late = ended.at < context.now
                standing = decision.standing
                yield notice_item(context, standing, release, notice, ended.at, late)


def _tasks(context: ProjectContext) -> Iterator[AgendaItem]:
    """Work for which a file shows whether it is done; of other work, what is not over."""
    for undone in undone_tasks(context):
        mark, help = _work(undone, context)
        yield AgendaItem(
            role=undone.task.owner,
            kind="task",
            entry_kind="release",
            entry=undone.release.id,
            name=undone.task.id,
            title=undone.release.title,
            message=phrase("still missing: {missing}", missing=undone.missing),
            help=help,
            due=undone.deadline,
            overdue=undone.deadline < context.now,
            mark=mark,
            command=f"notices stubs {undone.release.id}"
            if undone.task.done_when == "guides"
            else "",
            source=undone.task.source,
        )
    for standing in context.releases:
        if (release := standing.current) is None or standing.category is None:
            continue
        for task in standing.category.tasks:
            due = task.latest.before(
                release.window.start, context.policy.zone, context.policy.workdays
            )
            if task.done_when is None and context.now <= due:
                yield AgendaItem(
                    role=task.owner,
                    kind="task",
                    entry_kind="release",
                    entry=release.id,
                    name=task.id,
                    title=release.title,
                    message=phrase("the task `{task}`", task=task.id),
                    help=phrase("No file shows whether it is done; it is listed until it is due."),
                    due=due,
                    overdue=False,
                    source=task.source,
                )


def _work(undone: UndoneTask, context: ProjectContext) -> tuple[Mark, str]:
    """Where a task is done, and how."""
    mark = undone.standing.mark(undone.field)
    if undone.task.done_when != "guides":
        help = phrase(
            "Write {missing} in {path}.", missing=undone.missing, path=undone.standing.path
        )
        return mark, help
    language, entry = context.policy.default_language, undone.release.id
    lacks = [kind for kind in GUIDED if (kind, entry, language) not in context.guides]
    paths = [f"{PAGES}/{kind}/{entry}.md" for kind in lacks]
    files = joined(paths, phrase(" and "))
    if all(path in context.files for path in paths):
        help = phrase("Write {files}, then delete the line `stub: true`.", files=files)
    else:
        help = phrase("Write {files}; `notices stubs {entry}` begins it.", files=files, entry=entry)
    return Mark(paths[0]), help


def _outcomes(context: ProjectContext) -> Iterator[AgendaItem]:
    """Updates that are to say how they ended."""
    policy, now = context.policy, context.now
    for each in open_outcomes(context):
        window = each.release.window
        begun = window.start <= now < window.end
        text = _success(now if begun else window.end, window.start, policy)
        yield AgendaItem(
            role=reporter(policy, each.standing.category),
            kind="outcome",
            entry_kind="release",
            entry=each.release.id,
            title=each.release.title,
            message=phrase("say how it went"),
            help=phrase(
                "When it is over, write `{text}` into {path}: success, partial or rolled_back, and when.",
                text=text, path=each.standing.path,
            ),
            due=each.due,
            overdue=each.due < now,
            opens=window.start,
            mark=Mark(each.standing.path),
            text=text,
        )  # fmt: skip


def _remains(context: ProjectContext) -> Iterator[AgendaItem]:
    """What an update that ended left open: the rest of a partial one, its known issues (II.7)."""
    policy, now = context.policy, context.now
    for standing in context.releases:
        release = standing.release
        if release is None or standing.imported or standing.state != "completed":
            continue
        outcome, within = release.outcome, policy.issues_within
        if outcome is None:
            continue
        due = within.after(outcome.at, policy.zone) if within else None
        overdue = due is not None and due < now
        if outcome.result == "partial":
            text = _success(now, release.window.start, policy)
            yield AgendaItem(
                role=reporter(policy, standing.category),
                kind="partial",
                entry_kind="release",
                entry=release.id,
                title=release.title,
                message=phrase("only partly done; the rest is still open"),
                help=phrase(
                    "When the rest is done, write `{text}` into {path}.",
                    text=text, path=standing.path,
                ),
                due=due,
                overdue=overdue,
                mark=standing.mark("outcome.result"),
                text=text,
            )  # fmt: skip
        for number, issue in enumerate(release.known_issues):
            if within is not None and issue.status == "open":
                yield AgendaItem(
                    role=maker(policy, standing.category),
                    kind="known-issue",
                    entry_kind="release",
                    entry=release.id,
                    name=issue.title.get(policy.default_language)
                    or next(iter(issue.title.values())),
                    title=release.title,
                    detail=issue.title,
                    message=phrase("a known issue is still open"),
                    help=phrase(
                        "When it is fixed, write `status: fixed` beside it in {path}.",
                        path=standing.path,
                    ),
                    due=due,
                    overdue=overdue,
                    mark=standing.mark(f"known_issues.{number}"),
                    text="status: fixed",
                )


def _success(at: datetime, start: datetime, policy: Policy) -> str:
    """The line to write: in whole minutes, where that is not before the start."""
    minute = at.replace(second=0)
    return f"outcome: {{result: success, at: {written_text(max(minute, start), policy)}}}"
