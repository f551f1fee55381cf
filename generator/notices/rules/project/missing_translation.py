"""Translations: every text that readers see, in every language of the policy.

Belongs here: the warning for a text that lacks a language, which readers of that language are
shown in another one. Does not belong here: which language is shown instead (``rendering``),
hand-written pages, the site's own texts (``theme/texts``, without which nothing is built).

What is over is not asked for: nobody translates the past, and years of it would drown the rest.
Of an update that ended only the issues that are still open count.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from notices.domain.plans import Plan
from notices.domain.policy import Policy, Texts
from notices.domain.problem import Problem, Source
from notices.domain.release import Release, System
from notices.rules.decision import Decision
from notices.rules.plans import PlanDecision

__all__ = ["untranslated"]


def untranslated(
    policy: Policy,
    systems: Iterable[System],
    decided: Iterable[Decision],
    plans: Iterable[PlanDecision],
    now: datetime,
) -> Iterator[Problem]:
    """A warning for each text of what is ahead, runs or waits that lacks a language.

    The texts of the policy and of the systems stand on every page, and always count. Drafts
    do not, nor does what was refused and can no longer happen.
    """
    for name, texts in _of_policy(policy):
        yield from _missing(texts, policy, policy.source, name)
    for system in systems:
        for name, texts in (("name", system.name), ("group", system.group)):
            yield from _missing(texts, policy, system.source, name)
    for decision in decided:
        # The file, also where its announced copy stands: that is what a person can mend.
        release = decision.entry.file
        if release is None or release.draft or decision.imported:
            continue
        if not decision.public and release.window.end <= now:
            continue
        for name, texts in _of_release(release):
            yield from _missing(texts, policy, release.source, name, release.id)
    for each in plans:
        plan = each.entry.file
        if plan is None or each.timing is None or each.imported or each.timing.end <= now:
            continue
        for name, texts in _of_plan(plan):
            yield from _missing(texts, policy, plan.source, name, plan.id)


def _of_policy(policy: Policy) -> Iterator[tuple[str, Texts]]:
    for category in policy.categories.values():
        start = f"categories.{category.id}"
        yield f"{start}.label", category.label
        for number, row in enumerate(category.notices):
            yield f"{start}.notices.{number}.label", row.label


def _of_release(release: Release) -> Iterator[tuple[str, Texts]]:
    if release.outcome is None and release.cancelled is None:
        yield "title", release.title
        yield "summary", release.summary
        yield "body", release.body
        yield "prepare", release.prepare
        if release.window.reason is not None:
            yield "window.reason", release.window.reason
        if release.exception is not None:
            yield "exception.reason", release.exception.reason
    for number, issue in enumerate(release.known_issues):
        if issue.status == "open":
            yield f"known_issues.{number}.title", issue.title


def _of_plan(plan: Plan) -> Iterator[tuple[str, Texts]]:
    yield "summary", plan.summary
    for number, item in enumerate(plan.items):
        yield f"items.{number}.title", item.title


def _missing(
    texts: Texts, policy: Policy, source: Source, name: str, entry: str | None = None
) -> Iterator[Problem]:
    """One problem for a text that is there and lacks languages; none for one that is not there."""
    lacks = [language for language in policy.languages if not texts.get(language)]
    if not texts or not lacks:
        return
    has = next(language for language in (*policy.languages, *texts) if texts.get(language))
    written = ", ".join([f"{has}: …", *(f"{language}: …" for language in lacks)])
    what = name.rpartition(".")[2]
    yield Problem(
        "warning",
        "missing-translation",
        source.at(name),
        f"`{name}` is not written in {_listed(lacks)}; those readers see it in `{has}`",
        f"Write it in each language of the policy: `{what}: {{{written}}}`.",
        entry=entry,
    )


def _listed(languages: list[str]) -> str:
    *most, last = [f"`{language}`" for language in languages]
    return f"{', '.join(most)} and {last}" if most else last
