"""The texts that people write for readers, each with its field and its languages.

Belongs here: which texts the policy, a release's announcement and a plan have. Does not belong
here: what is asked of them (the rules).
"""

from __future__ import annotations

from collections.abc import Container, Iterator

from notices.domain.plans import Plan
from notices.domain.policy import Audience, Policy, Texts
from notices.domain.release import Release

__all__ = ["announcement_texts", "plan_texts", "policy_texts"]


def policy_texts(
    policy: Policy, audiences: Container[Audience] = ("customers", "staff", "affected")
) -> Iterator[tuple[str, Texts]]:
    """The labels of the categories, and of their notices to these audiences."""
    for category in policy.categories.values():
        yield f"categories.{category.id}.label", category.label
        for number, row in enumerate(category.notices):
            if row.audience in audiences:
                yield f"categories.{category.id}.notices.{number}.label", row.label


def announcement_texts(release: Release) -> Iterator[tuple[str, Texts]]:
    """What a release says of an update that is to come, or runs."""
    yield "title", release.title
    yield "summary", release.summary
    yield "body", release.body
    yield "prepare", release.prepare
    if release.window.reason is not None:
        yield "window.reason", release.window.reason
    if release.window.moved_reason is not None:
        yield "window.moved_reason", release.window.moved_reason
    if release.exception is not None:
        yield "exception.reason", release.exception.reason
    for number, update in enumerate(release.updates):
        yield f"updates.{number}.text", update.text


def plan_texts(plan: Plan) -> Iterator[tuple[str, Texts]]:
    """A plan's summary and the titles of its items."""
    yield "summary", plan.summary
    for number, item in enumerate(plan.items):
        yield f"items.{number}.title", item.title
