"""Owners: who owes what no row of the policy names an owner for.

Belongs here: choosing among the owners that the policy names. Does not belong here: what is owed
(``agenda``), any role's name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from notices.domain.policy import Category, Policy

__all__ = ["maker", "reporter", "teller"]


def teller(policy: Policy, category: Category | None) -> str:
    """Who looks after an entry: the owner of its category's first notice to customers."""
    return _first(
        policy,
        (
            row.owner
            for each in _near(policy, category)
            for row in each.notices
            if row.audience == "customers"
        ),
    )


def reporter(policy: Policy, category: Category | None) -> str:
    """Who says how an update ended: the owner of the notice that waits for it."""
    rows = (row for row in category.notices if row.on == "outcome") if category else iter(())
    return next((row.owner for row in rows), None) or teller(policy, category)


def maker(policy: Policy, category: Category | None) -> str:
    """Who works on the product: the owner of the category's first task, else of its first notice
    to staff; of another category's where it has neither."""
    owners = (
        owner
        for each in _near(policy, category)
        for owner in (
            *(task.owner for task in each.tasks),
            *(row.owner for row in each.notices if row.audience == "staff"),
        )
    )
    return next(owners, None) or teller(policy, category)


def _near(policy: Policy, category: Category | None) -> Iterator[Category]:
    """The category, then all others."""
    if category is not None:
        yield category
    yield from policy.categories.values()


def _first(policy: Policy, owners: Iterable[str]) -> str:
    return next(iter(owners), policy.roles[0])
