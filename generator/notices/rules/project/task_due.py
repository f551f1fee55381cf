"""A task that files show is done before the last day of its time.

A day before its deadline, `check` starts to name what is missing of the page or the guides. After
the deadline the task is overdue (`task-overdue`).

Announced::

    window:
      start: 2026-12-04 20:00
      end: 2026-12-04 22:00
      reason: {vi: Đã thống nhất với khách hàng., en: Agreed with the customers.}
      approved_by: product

Fails::

    body: {vi: Nội dung chi tiết.}
    window:
      start: 2026-12-04 20:00
      end: 2026-12-04 22:00
      reason: {vi: Đã thống nhất với khách hàng., en: Agreed with the customers.}
      approved_by: product

Passes::

    window:
      start: 2026-12-04 20:00
      end: 2026-12-04 22:00
      reason: {vi: Đã thống nhất với khách hàng., en: Agreed with the customers.}
      approved_by: product
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from notices.domain.phrases import phrase
from notices.domain.problem import Problem
from notices.domain.wording import instant_text
from notices.rules.project.task_overdue import undone_tasks
from notices.rules.project_context import ProjectContext
from notices.rules.rule import Rule

__all__ = ["RULE"]

_SOON = timedelta(hours=24)


def _due(context: ProjectContext) -> Iterator[Problem]:
    for undone in undone_tasks(context):
        if timedelta() <= undone.deadline - context.now <= _SOON:
            message = phrase(
                "{task} is due by {deadline}; still missing: {missing}",
                task=undone.described,
                deadline=instant_text(undone.deadline, context.policy),
                missing=undone.missing,
            )
            yield undone.problem("task-due", message)


RULE = Rule(
    "task-due", ("warning",), __doc__, source="categories.*.tasks.*.source", publishable=_due
)
