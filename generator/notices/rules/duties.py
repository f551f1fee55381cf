"""What people owe and the program cannot do for them: tasks, and notices to staff and affected.

Belongs here: warnings once such a deadline has passed (I.1, I.2, II.4, II.5). They never hide
or refuse a release. Does not belong here: customers' notices (``leads``, ``reminders``), whether
a guide is written (``pages``).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from notices.domain.policy import Policy, TaskRule
from notices.domain.problem import Mark, Problem
from notices.domain.public import NoticeStanding
from notices.domain.release import Release
from notices.domain.wording import instant_text, span_text
from notices.rules.decision import Decision

__all__ = ["overdue"]


def overdue(
    decided: Iterable[Decision], policy: Policy, now: datetime, documented: Collection[str]
) -> Iterator[Problem]:
    """A warning for each task and each notice of staff or affected that is past its deadline.

    Asked of releases that are public, or hidden with nothing in their way, and have neither
    an outcome nor a cancellation. ``documented`` are the ids of those whose guide and FAQ are
    written in the policy's first language (``done_when: guides``). A task with ``done_when:
    page`` is done when title, summary and body exist in every language of the policy. No file
    says whether a task without ``done_when`` is done, so there is no warning about it.
    """
    for decision in decided:
        release = decision.release
        if release is None or not (decision.public or decision.state == "hidden"):
            continue
        if release.outcome is not None or release.cancelled is not None:
            continue
        duty = _Duty(decision, release, policy, now)
        yield from duty.tasks(documented)
        yield from duty.notices()


@dataclass(frozen=True, slots=True)
class _Duty:
    decision: Decision
    release: Release
    policy: Policy
    now: datetime

    def tasks(self, documented: Collection[str]) -> Iterator[Problem]:
        checks: dict[str, Callable[[], tuple[str, str, str]]] = {
            "page": self._page,
            "guides": lambda: self._guides(documented),
        }
        for task in self.decision.category.tasks if self.decision.category else ():
            deadline = task.latest.before(self.release.window.start, self.policy.zone)
            if self.now <= deadline or task.done_when is None:
                continue
            field, missing, help = checks[task.done_when]()
            if missing:
                yield self._task(task, deadline, field, missing, help)

    def _page(self) -> tuple[str, str, str]:
        """Field, what is missing, and what to do; nothing missing where it is done."""
        texts = {
            "title": self.release.title,
            "summary": self.release.summary,
            "body": self.release.body,
        }
        lacks = [
            (name, language)
            for name, text in texts.items()
            for language in self.policy.languages
            if not text.get(language)
        ]
        if not lacks:
            return "", "", ""
        said = ", ".join(f"`{name}` in `{language}`" for name, language in lacks)
        return lacks[0][0], said, f"write {said}"

    def _guides(self, documented: Collection[str]) -> tuple[str, str, str]:
        if self.release.id in documented:
            return "", "", ""
        pages = " and ".join(f"`{kind}/{self.release.id}.md`" for kind in ("guides", "faq"))
        help = f"write {pages} below `pages`, without `stub: true`"
        return "window.start", "a written guide and FAQ", help

    def _task(
        self, task: TaskRule, deadline: datetime, field: str, missing: str, help: str
    ) -> Problem:
        source = f" ({task.source})" if task.source else ""
        return Problem(
            "warning",
            "task-overdue",
            self._mark(field),
            f"the task `{task.id}`{source} of `{task.owner}` was due by "
            f"{instant_text(deadline, self.policy)}, {span_text(self.now - deadline)} ago; "
            f"still missing: {missing}",
            help=f"{help[:1].upper()}{help[1:]}.",
            entry=self.release.id,
            source_row=task.source or None,
            late_by_s=int((self.now - deadline).total_seconds()),
        )

    def notices(self) -> Iterator[Problem]:
        for standing in self.decision.notices:
            if standing.rule.audience == "customers":
                continue
            since = self._overdue_since(standing)
            if since is None:
                continue
            rule = standing.rule
            source = f" ({rule.source})" if rule.source else ""
            ago = f"since {instant_text(since, self.policy)}"
            yield Problem(
                "warning",
                "notice-overdue",
                self._mark("window.start"),
                f"`{rule.id}`{source} to {rule.audience}, which `{rule.owner}` sends, is overdue "
                f"{ago}: no record says that it was sent",
                help=f"Send it, then enter it with `notices record {self.release.id} {rule.id}`.",
                entry=self.release.id,
                notice=rule.id,
                source_row=rule.source or None,
                late_by_s=int((self.now - since).total_seconds()),
            )

    def _overdue_since(self, standing: NoticeStanding) -> datetime | None:
        """From when a notice that nobody recorded is overdue; ``None`` while it is not.

        One that is owed as soon as possible has no deadline: it is overdue once customers
        have heard of the update, or it has begun.
        """
        if standing.status in ("late", "missed"):
            return standing.deadline
        if standing.status != "due" or standing.deadline is not None:
            return None
        told = self.decision.entry.history.first_announced
        begun = self.release.window.start if self.release.window.start <= self.now else None
        return min((at for at in (told, begun) if at is not None), default=None)

    def _mark(self, field: str) -> Mark:
        """The field in the file; a refused change leaves the copy standing, and has no field."""
        source = self.release.source
        return source.at(field) if source.path == self.decision.entry.path else Mark(
            self.decision.entry.path
        )  # fmt: skip
