"""A category has a notice that puts its releases on the site.

A release becomes public with its first notice to customers. Where a category has none, or only ones
that no release can owe, nothing of it is ever on the site, in a feed or in the calendar, whatever
its files say. A release for some customers only (`when: targeted`) is never public: it is told to
them in person.

Fails::

    # content/policy.yml
    categories:
      internal:
        notices:
          - {id: told, audience: staff, owner: product, latest: 24h}

Passes::

    # content/policy.yml
    categories:
      internal:
        notices:
          - {id: told, audience: staff, owner: product, latest: 24h}
          - {id: completed, audience: customers, owner: product, on: outcome}
"""

from __future__ import annotations

from collections.abc import Iterator

from notices.domain.phrases import Phrase, phrase
from notices.domain.policy import Category
from notices.domain.problem import Problem
from notices.rules.project_context import ProjectContext
from notices.rules.rule import Rule

__all__ = ["RULE"]


def _never_public(context: ProjectContext) -> Iterator[Problem]:
    source = context.policy.source
    for category in context.policy.categories.values():
        customers = [row for row in category.notices if row.audience == "customers"]
        if all(row.when == "targeted" for row in customers):
            field = f"categories.{category.id}.notices"
            yield Problem(
                "warning",
                "never-public",
                source.at(field),
                _message(category, targeted=bool(customers)),
                phrase(
                    "Add a notice with `audience: customers`, such as one with `on: outcome`, or "
                    "delete the category if nothing of it is meant for customers."
                ),
                field=field,
                facts=(),
            )


def _message(category: Category, *, targeted: bool) -> Phrase:
    if not category.notices:
        return phrase(
            "`{category}` has no notices: its releases are never on the site",
            category=category.id,
        )
    if targeted:
        return phrase(
            "every notice of `{category}` to customers is for targeted releases, which are never "
            "on the site",
            category=category.id,
        )
    return phrase(
        "no notice of `{category}` is for customers: its releases are never on the site",
        category=category.id,
    )


RULE = Rule("never-public", ("warning",), __doc__, project=_never_public)
