"""Every text that readers see is written in each language of the policy.

Readers of a language that is missing see the text in another one. The texts of the policy and of
the systems are on every page, and always count. Drafts do not count, nor what is never public,
such as a fix for single customers, nor what is over: the past is not translated. Of an update
that ended only the open issues count, of a cancelled one the reason. A guide or FAQ page
counts once it is written in one language.

Fails::

    title: {vi: Bảng lương thế hệ mới}

Passes::

    title: {vi: Bảng lương thế hệ mới, en: New payroll engine}
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from notices.domain.layout import PAGES
from notices.domain.phrases import joined, phrase
from notices.domain.policy import Policy, Texts
from notices.domain.problem import EntryKind, Mark, Problem, Source
from notices.domain.release import Release
from notices.domain.wording import every
from notices.rules.pages import GUIDED, page_file
from notices.rules.project_context import ProjectContext
from notices.rules.rule import Rule
from notices.rules.texts import announcement_texts, plan_texts, policy_texts

__all__ = ["RULE"]


def _untranslated(context: ProjectContext) -> Iterator[Problem]:
    policy, now = context.policy, context.now
    for name, texts in policy_texts(policy, ("customers",)):
        yield from _missing(texts, policy, policy.source, name)
    for system in context.systems:
        for name, texts in (("name", system.name), ("group", system.group)):
            yield from _missing(texts, policy, system.source, name)
    for standing in context.releases:
        # The file, also where its announced copy stands: the file is what a person can correct.
        release = standing.file
        if release is None or release.draft or standing.imported:
            continue
        if not standing.public and release.window.end <= now:
            continue
        if release.targeted or (release.cancelled is not None and not standing.public):
            continue
        for name, texts in _of_release(release, now):
            yield from _missing(texts, policy, release.source, name, "release", release.id)
    for month in context.plans:
        plan = month.file
        if plan is None or month.timing is None or month.imported or month.timing.end <= now:
            continue
        for name, texts in plan_texts(plan):
            yield from _missing(texts, policy, plan.source, name, "plan", plan.id)


def _of_release(release: Release, now: datetime) -> Iterator[tuple[str, Texts]]:
    if release.outcome is None and release.cancelled is None:
        yield from announcement_texts(release)
    if release.cancelled is not None and now < release.window.end:
        yield "cancelled.reason", release.cancelled.reason
    for number, issue in enumerate(release.known_issues):
        if issue.status == "open":
            yield f"known_issues.{number}.title", issue.title
            if issue.workaround is not None:
                yield f"known_issues.{number}.workaround", issue.workaround


def _untranslated_pages(context: ProjectContext) -> Iterator[Problem]:
    """A warning for each language in which a guide or FAQ page has no file."""
    policy = context.policy
    for standing in context.releases:
        release = standing.current
        if release is None or release.draft or release.targeted:
            continue
        for kind in GUIDED:
            written = [
                each for each in policy.languages if (kind, release.id, each) in context.guides
            ]
            files = {
                each: f"{PAGES}/{kind}/{page_file(release.id, each, policy.languages)}"
                for each in policy.languages
            }
            lacks = [each for each in policy.languages if files[each] not in context.files]
            if not written or not lacks:
                continue
            yield Problem(
                "warning",
                "missing-translation",
                Mark(files[written[0]]),
                phrase(
                    "this page is not written in {lacks}; its readers see it in `{language}`",
                    lacks=every(f"`{language}`" for language in lacks),
                    language=written[0],
                ),
                phrase(
                    "Write {files}.",
                    files=joined([f"`{files[each]}`" for each in lacks], phrase(" and ")),
                ),
                entry=release.id,
                kind="release",
                field=kind,
                facts=(*lacks,),
            )


def _missing(
    texts: Texts,
    policy: Policy,
    source: Source,
    name: str,
    kind: EntryKind | None = None,
    entry: str | None = None,
) -> Iterator[Problem]:
    """A warning if the text exists and lacks languages."""
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
        phrase(
            "`{field}` is not written in {lacks}; its readers see it in `{language}`",
            field=name,
            lacks=every(f"`{language}`" for language in lacks),
            language=has,
        ),
        phrase(
            "Write it in each language of the policy: `{key}: {{{texts}}}`.",
            key=what,
            texts=written,
        ),
        entry=entry,
        kind=kind,
        field=name,
        facts=(*lacks,),
    )


RULE = Rule(
    "missing-translation",
    ("warning",),
    __doc__,
    project=_untranslated,
    publishable=_untranslated_pages,
)
