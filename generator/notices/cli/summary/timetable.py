"""What comes when for one release: customers' notices, its page, and what people owe.

Belongs here: the rows, by instant. Does not belong here: how they are laid out (``releases``), when
anything is planned or due (``domain.schedule``).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from notices.cli.instants import instant
from notices.cli.language import say_in
from notices.cli.summary.markdown import code, prose
from notices.cli.summary.texts import text_of
from notices.domain.phrases import phrase
from notices.domain.policy import Policy, TaskRule
from notices.domain.public import NoticeStanding
from notices.domain.release import Release
from notices.evaluation.decisions import Decision

__all__ = ["first_seen", "timetable"]

_EVENTS = {"rescheduled": phrase("New window"), "cancelled": phrase("Cancellation")}
_AUDIENCES = {"staff": phrase("staff"), "affected": phrase("the customers affected")}
_TASKS = {"page": phrase("Texts in every language"), "guides": phrase("Guide and FAQ")}
_CUSTOMERS = phrase("customers")
_NEXT = phrase("with the next publish")


@dataclass(frozen=True, slots=True)
class _Row:
    """``at`` (UTC) is only its place in the order. The texts are Markdown."""

    at: datetime | None
    when: str
    what: str
    whom: str
    status: str

    @property
    def cells(self) -> tuple[str, str, str, str]:
        return self.when, self.what, self.whom, self.status


def timetable(
    decision: Decision, release: Release, policy: Policy, now: datetime, undone: Collection[str]
) -> Iterator[tuple[str, str, str, str]]:
    """When, what, for or by whom, and its status, as Markdown; what has no instant comes last.

    ``undone`` are the ids of its tasks of which files show that they are not done.
    """
    table = _Timetable(decision, release, policy, now, undone)
    for found in sorted(table.rows(), key=lambda r: (r.at is None, r.at or now)):
        yield found.cells


def first_seen(decision: Decision) -> datetime | None:
    """When customers will first see a hidden release, as things stand (UTC)."""
    planned = [
        standing.planned
        for standing in decision.notices
        if standing.rule.audience == "customers" and standing.status == "pending"
    ]
    return min((at for at in planned if at is not None), default=None)


@dataclass(frozen=True, slots=True)
class _Timetable:
    """The rows of one release at ``now`` (UTC)."""

    decision: Decision
    release: Release
    policy: Policy
    now: datetime
    undone: Collection[str]

    def rows(self) -> Iterator[_Row]:
        yield from self._page()
        stands = self.decision.state not in ("draft", "refused")
        for standing in self.decision.notices:
            if standing.status == "not_owed":
                continue
            if standing.rule.audience == "customers":
                yield self._notice(standing)
            elif stands:
                yield self._by_people(standing)
        if self.release.cancelled is None and self.release.outcome is None:
            if stands:
                yield from self._tasks()
            begins = phrase("**The update begins**")
            yield self._row(self.release.window.start, begins, "", "")

    def _page(self) -> Iterator[_Row]:
        """When page, feeds and calendar show it."""
        what = phrase("Page, feeds and calendar show it")
        decision = self.decision
        known = decision.entry.history.first_announced
        if known is not None:
            yield self._row(known, what, _CUSTOMERS, phrase("since then"))
        elif decision.public and not decision.imported:
            yield self._row(self.now, what, _CUSTOMERS, phrase("due"), when=_NEXT)
        elif decision.state == "hidden" and (first := first_seen(decision)) is not None:
            yield self._row(first, what, _CUSTOMERS, phrase("from then on"))

    def _notice(self, standing: NoticeStanding) -> _Row:
        """A notice that a publish sends."""
        what, status = self._name(standing), standing.status
        if self.decision.state == "refused" and status in ("due", "pending", "late", "missed"):
            at = standing.planned if status == "pending" else standing.deadline or standing.planned
            told = phrase("not sent: refused")
            if status in ("late", "missed"):
                told = phrase("too late; not sent: refused")
            return self._row(at, what, _CUSTOMERS, told)
        if status == "published":
            return self._row(standing.published_at, what, _CUSTOMERS, self._how(standing))
        if status == "waiting":
            return self._row(
                None, what, _CUSTOMERS, phrase("waiting"), when=phrase("with the outcome")
            )
        if status == "missed":
            return self._row(standing.deadline, what, _CUSTOMERS, phrase("missed"))
        if status == "pending":
            return self._row(standing.planned, what, _CUSTOMERS, phrase("planned"))
        told = phrase("late") if status == "late" and not standing.excused else phrase("due")
        return self._row(self.now, what, _CUSTOMERS, told, when=_NEXT)

    def _by_people(self, standing: NoticeStanding) -> _Row:
        """A notice that a person sends."""
        rule, status = standing.rule, standing.status
        to = say_in(_AUDIENCES[rule.audience])
        whom = phrase("{audience}; {role} sends it", audience=to, role=code(rule.owner))
        what = self._name(standing)
        if status == "published":
            return self._row(standing.published_at, what, whom, phrase("sent"))
        if status == "waiting":
            return self._row(None, what, whom, phrase("waiting"), when=phrase("with the outcome"))
        told = phrase("overdue") if status in ("late", "missed") else phrase("to be sent")
        if rule.on == "start":
            return self._row(standing.planned, what, whom, told)
        if standing.deadline is None:
            return self._row(standing.planned, what, whom, told, when=phrase("as soon as possible"))
        return self._row(standing.deadline, what, whom, told, by=True)

    def _tasks(self) -> Iterator[_Row]:
        """What owners have to finish."""
        category = self.decision.category
        for task in category.tasks if category else ():
            deadline = task.latest.before(
                self.release.window.start, self.policy.zone, self.policy.workdays
            )
            told = self._progress(task, deadline)
            yield self._row(deadline, self._task(task), code(task.owner), told, by=True)

    def _progress(self, task: TaskRule, deadline: datetime) -> str:
        """What files show of it; nothing where none does."""
        if task.done_when is None:
            return ""
        if task.id not in self.undone:
            return phrase("done")
        return phrase("overdue") if deadline < self.now else phrase("to be done")

    def _task(self, task: TaskRule) -> str:
        known = _TASKS.get(task.done_when or "")
        return f"{say_in(known)} ({code(task.id)})" if known else code(task.id)

    def _name(self, standing: NoticeStanding) -> str:
        """The label that customers read, and the id."""
        rule = standing.rule
        label = text_of(rule.label, self.policy)
        name = prose(label) if label else say_in(_EVENTS.get(rule.id, ""))
        return f"{name} ({code(rule.id)})" if name else code(rule.id)

    def _how(self, standing: NoticeStanding) -> str:
        verdict = standing.record.verdict if standing.record else ""
        return phrase("published late") if verdict == "late" else phrase("published")

    def _row(
        self,
        at: datetime | None,
        what: str,
        whom: str,
        status: str,
        *,
        when: str = "",
        by: bool = False,
    ) -> _Row:
        time = instant(at, self.policy) if at is not None else ""
        shown = when or (phrase("by {instant}", instant=time) if by else time)
        return _Row(at, *(say_in(text) for text in (shown, what, whom, status)))
