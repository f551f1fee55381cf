"""No text that readers see is a placeholder.

Help lines and examples show `…` where a text belongs. Pasted as it is, customers would read three
dots. So a release whose title, summary, body or `prepare` is one is not published, and of a public
one such a change is refused. A draft gets a warning. So does any other text, so that what a
help line proposes passes.

Fails::

    title: {vi: …, en: …}

Passes::

    title: {vi: Bảng lương thế hệ mới, en: New payroll engine}
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from notices.domain.phrases import Phrase, phrase
from notices.domain.policy import Policy, Texts
from notices.domain.problem import EntryKind, Problem, Source
from notices.domain.release import Release
from notices.domain.schedule import is_imported
from notices.rules.context import RuleContext
from notices.rules.project_context import ProjectContext, StandingRelease
from notices.rules.rule import Rule
from notices.rules.texts import announcement_texts, plan_texts, policy_texts

__all__ = ["RULE", "written_texts"]

_PLACEHOLDER = re.compile(r"(?:\s|…|\.{2,})+", re.ASCII)


def written_texts(texts: Texts) -> Texts:
    """The text in the languages in which it is more than a placeholder; in all if it is in none."""
    written = {each: text for each, text in texts.items() if not _is_one(text)}
    return written or texts


def _hidden(context: RuleContext) -> Iterator[Problem]:
    """An error for each of the texts that tell of the update, as long as customers read none."""
    yield from _refused(context, {})


def _changed(context: RuleContext) -> Iterator[Problem]:
    """The same for each that was a text, or missing, in the announced copy."""
    if context.shown is not None:
        yield from _refused(context, _of_update(context.shown))


def _refused(context: RuleContext, known: Mapping[str, Texts]) -> Iterator[Problem]:
    for name, texts in _of_update(context.release).items():
        for language, text in texts.items():
            if _is_one(text) and not _is_one(known.get(name, {}).get(language, "")):
                field = f"{name}.{language}"
                message, help = _told(field, text)
                yield context.problem(
                    "error", "placeholder", field, message, facts=(text,), help=help
                )


def _placeholders(context: ProjectContext) -> Iterator[Problem]:
    for name, texts in policy_texts(context.policy):
        yield from _found(texts, context.policy.source, name)
    for system in context.systems:
        for name, texts in (("name", system.name), ("group", system.group)):
            yield from _found(texts, system.source, name)
    # The file, also where its announced copy stands: the file is what a person can correct.
    for standing in context.releases:
        if standing.file is not None and _has_one(standing.file):
            for name, texts in _left(standing, standing.file, context.policy):
                yield from _found(texts, standing.file.source, name, "release", standing.id)
    for plan in filter(None, (month.file for month in context.plans)):
        for name, texts in plan_texts(plan):
            yield from _found(texts, plan.source, name, "plan", plan.id)


def _left(standing: StandingRelease, file: Release, policy: Policy) -> Iterator[tuple[str, Texts]]:
    """The texts of a release of which nothing else is told."""
    update = _of_update(file)
    if standing.public and standing.release is not None:
        shown = _of_update(standing.release)
        for name, texts in update.items():
            known = shown.get(name, {})
            yield name, {each: text for each, text in texts.items() if _is_one(known.get(each, ""))}
    elif (
        standing.state == "invalid"
        or file.cancelled is not None
        or is_imported(file, policy, standing.history)
    ):
        yield from update.items()
    for name, texts in announcement_texts(file):
        if name not in update:
            yield name, texts
    if file.cancelled is not None:
        yield "cancelled.reason", file.cancelled.reason
    for number, issue in enumerate(file.known_issues):
        yield f"known_issues.{number}.title", issue.title
        if issue.workaround is not None:
            yield f"known_issues.{number}.workaround", issue.workaround


def _has_one(file: Release) -> bool:
    """Whether any text of a release is a placeholder; most have none."""
    return (
        file.cancelled is not None
        or bool(file.known_issues)
        or any(_is_one(text) for _, texts in announcement_texts(file) for text in texts.values())
    )


def _of_update(release: Release) -> Mapping[str, Texts]:
    """The texts that tell customers what the update is."""
    return {
        "title": release.title,
        "summary": release.summary,
        "body": release.body,
        "prepare": release.prepare,
    }


def _found(
    texts: Texts,
    source: Source,
    name: str,
    kind: EntryKind | None = None,
    entry: str | None = None,
) -> Iterator[Problem]:
    """A warning for each language that has nothing but dots."""
    for language, text in texts.items():
        if _is_one(text):
            field = f"{name}.{language}"
            yield Problem(
                "warning",
                "placeholder",
                source.at(field),
                *_told(field, text),
                entry=entry,
                kind=kind,
                field=field,
                facts=(text,),
            )


def _told(field: str, text: str) -> tuple[Phrase, Phrase]:
    dots = text.strip()
    return (
        phrase("`{field}` is the placeholder {dots}", field=field, dots=dots),
        phrase("Write the text in the place of {dots}.", dots=dots),
    )


def _is_one(text: str) -> bool:
    return _PLACEHOLDER.fullmatch(text) is not None


RULE = Rule(
    "placeholder",
    ("error", "warning"),
    __doc__,
    hidden=_hidden,
    public=_changed,
    project=_placeholders,
)
