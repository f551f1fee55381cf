"""A release names only systems that `content/systems.yml` lists.

The site groups updates by system, so a misspelt one would be on no page. The policy names only
those as well: a freeze of a misspelt system would stop nothing, so nothing is published until it is
corrected. Nor is anything while the list is gone, or empty, and announced releases name systems:
their feeds would vanish.

Fails::

    impact: {downtime: 10m, systems: [payrol]}

Passes::

    impact: {downtime: 10m, systems: [payroll]}
"""

from __future__ import annotations

from collections.abc import Iterator

from notices.domain.names import known
from notices.domain.phrases import phrase
from notices.domain.problem import Problem
from notices.rules.context import RuleContext
from notices.rules.rule import Rule

__all__ = ["RULE"]


def _systems(context: RuleContext) -> Iterator[Problem]:
    for index, system in enumerate(context.release.impact.systems):
        if system not in context.systems:
            yield context.problem(
                "error",
                "unknown-system",
                f"impact.systems.{index}",
                phrase("there is no system `{id}`", id=system),
                facts=(system,),
                help=known(system, context.systems, phrase("The systems are"))
                or phrase(
                    "`content/systems.yml` has no system yet; list it there, or leave it out"
                ),
            )


RULE = Rule("unknown-system", ("error",), __doc__, valid=_systems)
