"""``notices new CATEGORY``: from what people say to the files of one release or several.

Belongs here: asking for what is missing, and what is written. Does not belong here: how one answer
is read (``given``), which window is legal (``windows``), the text (``entry_text``).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

import click

from notices.cli.new import given
from notices.cli.new.asking import ask, usage
from notices.cli.new.dates import needs_exception, repeated, single
from notices.cli.new.desk import Desk
from notices.cli.new.entry_text import PLACEHOLDER, entry_text
from notices.cli.new.guide_pages import owes_guides, stub_pages
from notices.cli.new.plan import list_in_plan
from notices.cli.terminal import is_terminal, say
from notices.domain.layout import RELEASES
from notices.domain.ledger import History
from notices.domain.names import free_id, id_of
from notices.domain.phrases import joined, phrase
from notices.domain.policy import Category, Policy
from notices.domain.release import Impact, Release, Window
from notices.domain.schedule import publish_by
from notices.domain.slot_list import usual_length
from notices.domain.wording import either

__all__ = ["Asked", "write_release"]

_PAUSE = timedelta(minutes=10)
"""What a category without a longest downtime begins with; the entry asks people to correct it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line says, as it was typed; see the options of ``notices new``."""

    category: str
    entry: str | None
    titles: tuple[str, ...] = ()
    start: str | None = None
    end: str | None = None
    length: str | None = None
    downtime: str | None = None
    repeat: str | None = None
    count: int | None = None
    systems: str | None = None
    origin: str | None = None
    customers: str | None = None
    important: bool = False


def write_release(desk: Desk, asked: Asked) -> None:
    """Write the release, or one for each date, with the pages that it owes; ask on a terminal.

    Ends the command where nothing can be written.
    """
    policy = desk.policy
    category = given.category_of(asked.category, policy)
    blank = _blank(desk, asked, category)
    start = None if asked.start is None else given.start(asked.start, category, policy)
    if asked.count is not None and asked.repeat is None:
        raise usage(phrase("--count needs --repeat"))
    titles = _titles(asked, policy)
    release = replace(blank, id=_name(desk, asked, titles, category), title=titles)
    releases = (
        repeated(desk, release, start, asked.repeat, asked.count, named=asked.entry is not None)
        if asked.repeat is not None
        else [single(desk, release, start)]
    )
    drafts = [replace(release, draft=True) for release in releases]
    pages: dict[str, str] = {}
    for release in filter(lambda each: owes_guides(each, policy), drafts):
        pages |= stub_pages(release, policy, desk.sources.files)
    desk.write(
        {**_entries(desk, drafts), **pages},
        # It has to be as legal once it is no draft any more.
        judged=_entries(desk, [each for each in releases if not needs_exception(desk, each)]),
        but_for=("placeholder",),
    )
    for release in releases:
        _say_what_is_next(desk, release)
    say(
        phrase(
            "write the texts in the place of each {dots}, delete the line `draft: true`, and run: "
            "notices check",
            dots=PLACEHOLDER,
        )
    )
    for release in releases:
        list_in_plan(desk, release)


def _titles(asked: Asked, policy: Policy) -> dict[str, str]:
    """The title in the languages in which somebody gave one."""
    languages = policy.languages
    if len(asked.titles) > len(languages):
        known = ", ".join(languages)
        raise usage(
            phrase("--title: the policy has the languages {languages} only", languages=known)
        )
    found = {
        language: given.title(text, language, policy)
        for language, text in zip(languages, asked.titles, strict=False)
    }
    if not is_terminal():
        if not found:
            raise usage(phrase('there is no title: add --title "…"'))
        return found
    for language in languages:
        if language not in found:
            text = _title_asked(language, policy)
            if text:
                found[language] = text
    return found


def _title_asked(language: str, policy: Policy) -> str:
    """Only the default language needs one; an empty answer leaves another for later."""
    question = phrase("Title ({language})", language=language)
    if language == policy.default_language:
        return ask(question, lambda text: given.title(text, language, policy))
    return ask(
        question, lambda text: given.title(text, language, policy) if text.strip() else "", ""
    )


def _name(desk: Desk, asked: Asked, titles: dict[str, str], category: Category) -> str:
    """The id; of repeated releases the part that they share."""
    taken: frozenset[str] = frozenset() if asked.repeat else desk.taken
    if asked.entry is not None:
        return given.id_for(asked.entry, taken)
    words = next(filter(None, map(id_of, titles.values())), category.id)
    proposal = free_id(words, taken)
    if not is_terminal():
        return proposal
    return ask(phrase("Id"), lambda text: given.id_for(text, taken), proposal)


def _blank(desk: Desk, asked: Asked, category: Category) -> Release:
    """What the options say of it, without id and title; of its window only the length is meant."""
    if asked.important and not category.asks_for("important"):
        raise _no_effect("--important", category)
    if asked.customers and not category.asks_for("targeted"):
        raise _no_effect("--customers", category)
    if asked.important and asked.customers:
        raise usage(phrase("write --important or --customers, not both"))
    if asked.origin is not None and asked.origin not in category.origins:
        if not category.origins:
            raise _no_effect("--origin", category)
        known = either(sorted(category.origins))
        raise usage(phrase("--origin is {origins} in this category", origins=known))
    length = _length(desk, asked, category)
    downtime = min(length, category.downtime_max or _PAUSE)
    if asked.downtime is not None:
        downtime = given.duration(asked.downtime, "--downtime")
    systems = given.system_ids(asked.systems, desk.systems) if asked.systems else ()
    return Release(
        id="",
        category=category.id,
        title={},
        summary={},
        window=Window(desk.now, desk.now + length),
        impact=Impact(downtime, systems=systems),
        important=asked.important,
        customers=given.names(asked.customers, "--customers") if asked.customers else (),
        origin=asked.origin,
    )


def _length(desk: Desk, asked: Asked, category: Category) -> timedelta:
    if asked.end is None:
        length = (
            given.duration(asked.length, "--length") if asked.length else usual_length(category)
        )
    elif asked.start is None or asked.length is not None:
        raise usage(phrase("--end needs --start, and no --length"))
    else:
        start = given.start(asked.start, category, desk.policy)
        length = given.end(asked.end, desk.policy) - start.instant
    if length <= timedelta():
        raise usage(phrase("the window ends at or before its start"))
    return length


def _entries(desk: Desk, releases: list[Release]) -> dict[str, str]:
    return {
        f"{RELEASES}/{release.id}.yml": entry_text(release, desk.policy, desk.systems, desk.now)
        for release in releases
    }


def _say_what_is_next(desk: Desk, release: Release) -> None:
    """When it runs, and until when that can be published."""
    category = desk.policy.categories[release.category]
    first, last = desk.time(release.window.start), desk.time(release.window.end)
    window = phrase("{id} runs from {start} to {end}", id=release.id, start=first, end=last)
    if needs_exception(desk, release):
        assert category.short_notice is not None
        roles = either(category.short_notice.roles)
        say(phrase("{window}; it needs the `exception` of {role}", window=window, role=roles))
        return
    until = publish_by(release, category, desk.policy, History(), desk.now)
    by = phrase("publish it by {instant}", instant=desk.time(until)) if until else ""
    say(joined([window, by], "; "))


def _no_effect(option: str, category: Category) -> click.UsageError:
    return usage(
        phrase("{option} has no effect in category {category}", option=option, category=category.id)
    )
