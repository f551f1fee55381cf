"""The registry: every rule, found in the modules of this package.

Belongs here: finding rules and running the checks of a group. Does not belong here: which
problems refuse what (``evaluation``), printing a rule's manual (``cli``).
"""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module
from typing import Literal, cast

from notices import rules
from notices.domain.problem import Problem
from notices.rules.context import RuleContext
from notices.rules.plan_context import PlanContext
from notices.rules.project_context import ProjectContext
from notices.rules.rule import Check, Group, Rule

__all__ = [
    "EXAMPLE",
    "EXAMPLE_NOW",
    "plan_problems",
    "project_problems",
    "registered",
    "release_problems",
]

EXAMPLE = """\
category: feature
title: {vi: Bảng lương thế hệ mới, en: New payroll engine}
summary: {vi: Tính lương nhanh hơn., en: Payroll is faster.}
body: {vi: Nội dung chi tiết., en: The details.}
window: {start: 2026-12-12 20:00, end: 2026-12-12 22:00}
impact: {downtime: 10m}
"""
"""The release whose keys an example leaves out; legal under the default policy."""

EXAMPLE_NOW = "2026-12-01 09:00"
"""When the examples are judged, in the time zone of the default policy."""


@cache
def registered() -> dict[str, Rule]:
    """Every rule whose id a problem can have, by id."""
    known: dict[str, Rule] = {}
    for module in pkgutil.walk_packages(rules.__path__, f"{rules.__name__}."):
        for value in vars(import_module(module.name)).values():
            if isinstance(value, Rule) and known.setdefault(value.id, value) is not value:
                raise ValueError(f"two rules have the id `{value.id}`")
    return dict(sorted(known.items()))


@cache
def _checks(group: Group) -> tuple[Check[object], ...]:
    checks = (getattr(rule, group) for rule in registered().values())
    return tuple(cast("Check[object]", check) for check in checks if check is not None)


def release_problems(
    group: Literal["valid", "hidden", "public", "advice"], context: RuleContext
) -> tuple[Problem, ...]:
    """What the rules of a group find in one release, by place."""
    return _run(group, context)


def plan_problems(
    group: Literal["hidden_plan", "public_plan"], context: PlanContext
) -> tuple[Problem, ...]:
    """What the rules of a group find in one month's plan, by place."""
    return _run(group, context)


def project_problems(
    group: Literal["project", "publishable"], context: ProjectContext
) -> tuple[Problem, ...]:
    """What the rules of a group find in all entries together, by place."""
    return _run(group, context)


def _run(group: Group, context: object) -> tuple[Problem, ...]:
    problems = [problem for check in _checks(group) for problem in check(context)]
    return tuple(sorted(problems, key=lambda problem: (problem.mark, problem.rule)))
