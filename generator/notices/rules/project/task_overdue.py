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

from notices.domain.phrases import NO_TEXT, Phrase, joined, phrase
from notices.domain.policy import TaskRule
from notices.domain.problem import Problem
from notices.domain.release import Release
from notices.domain.wording import instant_text, sourced, span_text
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
    missing: Phrase
    help: Phrase

    @property
    def described(self) -> Phrase:
        """Which task it is, and whose."""
        task = self.task
        return phrase(
            "the task {task} of `{role}`", task=sourced(task.id, task.source), role=task.owner
        )

    def problem(self, rule: str, message: Phrase, *, late_by: timedelta | None = None) -> Problem:
        """The warning; ``when`` says what the deadline is, or was."""
        task = self.task
        return Problem(
            "warning",
            rule,
            self.standing.mark(self.field),
            message,
            help=self.help,
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
            message = phrase(
                "{task} was due by {deadline}, {late_by} ago; still missing: {missing}",
                task=undone.described,
                deadline=instant_text(undone.deadline, context.policy),
                late_by=span_text(late_by),
                missing=undone.missing,
            )
            yield undone.problem("task-overdue", message, late_by=late_by)


@dataclass(frozen=True, slots=True)
class _Tasks:
    """The tasks of one release."""

    context: ProjectContext
    standing: StandingRelease
    release: Release

    def undone(self) -> Iterator[UndoneTask]:
        checks: dict[str, Callable[[], tuple[str, Phrase, Phrase]]] = {
            "page": self._page,
            "guides": self._guides,
        }
        for task in self.standing.category.tasks if self.standing.category else ():
            deadline = task.latest.before(
                self.release.window.start, self.context.policy.zone, self.context.policy.workdays
            )
            if task.done_when is None:
                continue
            field, missing, help = checks[task.done_when]()
            if missing:
                yield UndoneTask(self.standing, self.release, task, deadline, field, missing, help)

    def _page(self) -> tuple[str, Phrase, Phrase]:
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
            return "", NO_TEXT, NO_TEXT
        listed = joined(
            [
                phrase("`{field}` in `{language}`", field=name, language=language)
                for name, language in lacks
            ],
            ", ",
        )
        return lacks[0][0], listed, phrase("Write {texts}.", texts=listed)

    def _guides(self) -> tuple[str, Phrase, Phrase]:
        if self.release.id in self.context.documented:
            return "", NO_TEXT, NO_TEXT
        help = phrase(
            "Write `guides/{id}.md` and `faq/{id}.md` below `pages`, without `stub: true`.",
            id=self.release.id,
        )
        return "window.start", phrase("a written guide and FAQ"), help


RULE = Rule(
    "task-overdue",
    ("warning",),
    __doc__,
    source="categories.*.tasks.*.source",
    publishable=_overdue,
)
