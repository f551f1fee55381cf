"""An entry does not contradict itself.

A draft is not announced, so it has no exception, cancellation or outcome. A cancelled update has
no outcome. What goes to a few customers only (`customers`) is not announced to all as `important`.
That nothing works during the update (`mode: stopped`) and that there is no downtime is a warning:
customers read both. So is an open issue with the release that fixes it (`fixed_in`): customers
read only that it is open.

Fails::

    cancelled: {at: 2026-12-01 08:30, reason: {vi: Hoãn., en: Postponed.}}
    draft: true

Passes::

    cancelled: {at: 2026-12-01 08:30, reason: {vi: Hoãn., en: Postponed.}}
"""

from __future__ import annotations

from collections.abc import Iterator

from notices.domain.phrases import phrase
from notices.domain.problem import Problem
from notices.rules.context import RuleContext
from notices.rules.project_context import ProjectContext
from notices.rules.rule import Rule

__all__ = ["RULE"]


def _contradictions(context: RuleContext) -> Iterator[Problem]:
    release = context.release
    if release.draft:
        for name in ("exception", "cancelled", "outcome"):
            if getattr(release, name) is not None:
                yield context.problem(
                    "error",
                    "contradiction",
                    name,
                    phrase("a draft cannot have `{key}`", key=name),
                    facts=("draft",),
                    help=phrase("remove `draft: true`, or `{key}`", key=name),
                )
    if release.cancelled is not None and release.outcome is not None:
        yield context.problem(
            "error",
            "contradiction",
            "outcome",
            phrase("a cancelled update cannot have an outcome"),
            facts=("cancelled",),
            help=phrase(
                "an update that started and was undone has the outcome `rolled_back`; "
                "one that never started is `cancelled`"
            ),
        )
    if release.important and release.targeted:
        yield context.problem(
            "error",
            "contradiction",
            "important",
            phrase(
                "`important` announces the release to everyone, but `customers` limits it to a few"
            ),
            facts=("customers",),
            help=phrase("remove one of the two"),
        )


def _impact(context: RuleContext) -> Iterator[Problem]:
    impact = context.release.impact
    if impact.mode == "stopped" and not impact.downtime:
        yield context.problem(
            "warning",
            "contradiction",
            "impact.mode",
            phrase(
                "customers read that the system is unavailable (`mode: stopped`), and that there "
                "is no downtime"
            ),
            facts=("downtime",),
            help=phrase("write in `downtime` how long they cannot work, or choose another `mode`"),
        )


def _open(context: ProjectContext) -> Iterator[Problem]:
    """Known issues are told when an update has ended, and advice is none of such a release."""
    for standing in context.releases:
        file = standing.file
        for index, issue in enumerate(file.known_issues if file else ()):
            if file and issue.status == "open" and issue.fixed_in is not None:
                field = f"known_issues.{index}.fixed_in"
                yield Problem(
                    "warning",
                    "contradiction",
                    file.source.at(field),
                    phrase("customers read that the issue is open, and not which release fixes it"),
                    help=phrase("write `status: fixed` when it is fixed, and `fixed_in` with it"),
                    entry=standing.id,
                    kind="release",
                    field=field,
                    facts=(issue.fixed_in,),
                )


RULE = Rule(
    "contradiction",
    ("error", "warning"),
    __doc__,
    valid=_contradictions,
    advice=_impact,
    project=_open,
)
