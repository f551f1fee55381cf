"""The tasks of an update are done by their deadlines.

A task is work that the program cannot do: the page of the update, its guide. It is checked where
files show whether it is done, and never hides or refuses a release. A task with
`done_when: page` is done when title, summary and body exist in every language of the policy; one
with `done_when: guides` when the guide and the FAQ are written in the policy's first language.

Announced::

    window:
      start: 2026-12-03 20:00
      end: 2026-12-03 22:00
      reason: {vi: Đã thống nhất với khách hàng., en: Agreed with the customers.}
      approved_by: product

Fails::

    body: {vi: Nội dung chi tiết.}
    window:
      start: 2026-12-03 20:00
      end: 2026-12-03 22:00
      reason: {vi: Đã thống nhất với khách hàng., en: Agreed with the customers.}
      approved_by: product

Passes::

    window:
      start: 2026-12-03 20:00
      end: 2026-12-03 22:00
      reason: {vi: Đã thống nhất với khách hàng., en: Agreed with the customers.}
      approved_by: product
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from notices.domain.policy import TaskRule
from notices.domain.problem import Problem
from notices.domain.release import Release
from notices.domain.wording import instant_text, span_text
from notices.rules.project_context import ProjectContext, StandingRelease
from notices.rules.rule import Rule

__all__ = ["RULE", "UndoneTask", "undone_tasks"]


@dataclass(frozen=True, slots=True)
class UndoneTask:
    """A task that is not done: what is missing, at which field, what to do, by when (UTC)."""

    standing: StandingRelease
    release: Release
    task: TaskRule
    deadline: datetime
    field: str
    missing: str
    help: str

    def problem(self, rule: str, when: str, *, late_by: timedelta | None = None) -> Problem:
        """The warning; ``when`` says what the deadline is, or was."""
        task, source = self.task, f" ({self.task.source})" if self.task.source else ""
        return Problem(
            "warning",
            rule,
            self.standing.mark(self.field),
            f"the task `{task.id}`{source} of `{task.owner}` {when}; still missing: {self.missing}",
            help=f"{self.help[:1].upper()}{self.help[1:]}.",
            entry=self.release.id,
            source_row=task.source or None,
            late_by_s=int(late_by.total_seconds()) if late_by is not None else None,
            kind="release",
            field=self.field,
            facts=(task.id, self.deadline),
        )


def undone_tasks(context: ProjectContext) -> Iterator[UndoneTask]:
    """Every task of which files show that it is not done, whenever it is due."""
    for standing in context.releases:
        if (release := standing.current) is not None:
            yield from _Tasks(context, standing, release).undone()


def _overdue(context: ProjectContext) -> Iterator[Problem]:
    for undone in undone_tasks(context):
        late_by = context.now - undone.deadline
        if late_by > timedelta():
            by = instant_text(undone.deadline, context.policy)
            when = f"was due by {by}, {span_text(late_by)} ago"
            yield undone.problem("task-overdue", when, late_by=late_by)


@dataclass(frozen=True, slots=True)
class _Tasks:
    """The tasks of one release."""

    context: ProjectContext
    standing: StandingRelease
    release: Release

    def undone(self) -> Iterator[UndoneTask]:
        checks: dict[str, Callable[[], tuple[str, str, str]]] = {
            "page": self._page,
            "guides": self._guides,
        }
        for task in self.standing.category.tasks if self.standing.category else ():
            deadline = task.latest.before(self.release.window.start, self.context.policy.zone)
            if task.done_when is None:
                continue
            field, missing, help = checks[task.done_when]()
            if missing:
                yield UndoneTask(self.standing, self.release, task, deadline, field, missing, help)

    def _page(self) -> tuple[str, str, str]:
        """The field, what is missing, and what to do; nothing is missing where it is done."""
        texts = {
            "title": self.release.title,
            "summary": self.release.summary,
            "body": self.release.body,
        }
        lacks = [
            (name, language)
            for name, text in texts.items()
            for language in self.context.policy.languages
            if not text.get(language)
        ]
        if not lacks:
            return "", "", ""
        listed = ", ".join(f"`{name}` in `{language}`" for name, language in lacks)
        return lacks[0][0], listed, f"write {listed}"

    def _guides(self) -> tuple[str, str, str]:
        if self.release.id in self.context.documented:
            return "", "", ""
        pages = " and ".join(f"`{kind}/{self.release.id}.md`" for kind in ("guides", "faq"))
        help = f"write {pages} below `pages`, without `stub: true`"
        return "window.start", "a written guide and FAQ", help


RULE = Rule(
    "task-overdue",
    ("warning",),
    __doc__,
    source="categories.*.tasks.*.source",
    publishable=_overdue,
)
