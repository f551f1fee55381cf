"""A release names only systems that `content/systems.yml` lists.

The site groups updates by system, so a misspelt one would be on no page.

Fails::

    impact: {downtime: 10m, systems: [payrol]}

Passes::

    impact: {downtime: 10m, systems: [payroll]}
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator

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
                f"there is no system `{system}`",
                facts=(system,),
                help=_nearest(system, context.systems)
                if context.systems
                else "`content/systems.yml` has no system yet; list it there, or leave it out",
            )


def _nearest(name: str, names: frozenset[str]) -> str:
    near = difflib.get_close_matches(name, names, 1)
    return f"Did you mean '{near[0]}'?" if near else f"The systems are: {', '.join(sorted(names))}."


RULE = Rule("unknown-system", ("error",), __doc__, valid=_systems)
