"""One publish sends only so many late or rescheduled messages.

A slip in the policy, or a clock that is wrong, can make hundreds of notices late at once. Then
nothing is sent until a person has looked, and has said `notices publish --all`. `build`, which
sends nothing, only warns. Notices of one release are one message. What is on time, excused by an exception, or only recorded as missed does
not count.

Fails::

    $ notices publish    # twenty releases moved at once, and `max_at_once: 10`

Passes::

    $ notices publish --all
"""

from __future__ import annotations

from collections.abc import Iterator

from notices.domain.phrases import phrase
from notices.domain.problem import Problem
from notices.rules.project_context import ProjectContext
from notices.rules.rule import Rule

__all__ = ["RULE"]


def _mass_change(context: ProjectContext) -> Iterator[Problem]:
    policy = context.policy
    entries = {
        record.about
        for record in context.records
        if record.audience == "customers"
        and (record.verdict == "late" or record.notice == "rescheduled")
    }
    if len(entries) > policy.max_at_once:
        yield Problem(
            "error",
            "mass-change",
            policy.source.at("max_at_once"),
            phrase(
                "a publish would send {count} late or rescheduled messages at once; "
                "`max_at_once` allows {most}, so it sends none",
                count=len(entries),
                most=policy.max_at_once,
            ),
            help=phrase(
                "Check whether a change of the policy or the clock made them late; if they are "
                "intended, send them with `notices publish --all`."
            ),
            field="max_at_once",
            facts=(),
        )


RULE = Rule("mass-change", ("error",), __doc__, publishable=_mass_change)
