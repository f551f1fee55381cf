"""What people say of a new release: options and answers, as values.

Belongs here: reading each of them by the policy, with a message where it cannot be used. Does not
belong here: asking (``commands.new``), whether a window is legal (``windows``).
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from notices.cli.new.asking import bad_value, usage
from notices.cli.new.windows import start_on
from notices.domain.names import is_id, known
from notices.domain.phrases import joined, phrase
from notices.domain.policy import Category, Policy
from notices.domain.release import System
from notices.domain.wording import quoted
from notices.loading import (
    NotReadable,
    bad_id,
    load_release,
    read_date,
    read_duration,
    read_instant,
)

__all__ = [
    "Start",
    "category_of",
    "duration",
    "end",
    "id_for",
    "names",
    "start",
    "system_ids",
    "title",
]


def category_of(name: str, policy: Policy) -> Category:
    """The category of that name."""
    if name not in policy.categories:
        missing = phrase("there is no category {name}", name=quoted(name))
        raise usage(joined([missing, known(name, policy.categories)], ". "))
    return policy.categories[name]


def title(text: str, language: str, policy: Policy) -> str:
    """A title in one line, as ``check`` lets it pass."""
    line = " ".join(text.split())
    # Judged as the only thing that may be wrong with an entry.
    entry = (
        f"draft: true\ncategory: {next(iter(policy.categories))}\nsummary: x\n"
        "window: {start: 2026-12-12T20:00Z, end: 2026-12-12T21:00Z}\nimpact: {downtime: 0m}\n"
        f"title: {{{language}: {json.dumps(line, ensure_ascii=False)}}}\n"
    )
    data = entry.encode("utf-8", "surrogatepass")
    wrong = next((p for p in load_release("title.yml", data, policy).problems if p.is_error), None)
    if wrong is not None:
        raise bad_value("--title", wrong.message)
    return line


def id_for(text: str, taken: Collection[str]) -> str:
    """An id that no release has, or had."""
    if bad := bad_id(text):
        raise bad_value("ID", *bad)
    if text in taken:
        message = phrase("there is a release `{id}` already; choose another id", id=text)
        raise bad_value("ID", message)
    return text


@dataclass(frozen=True, slots=True)
class Start:
    """A start (UTC); with ``day_only`` any of its day is meant."""

    instant: datetime
    day_only: bool = False


def start(text: str, category: Category, policy: Policy) -> Start:
    """A start: a time, or a day alone."""
    try:
        if ":" not in text:
            return Start(start_on(read_date(text), category, policy), day_only=True)
        return Start(read_instant(text, policy.zone))
    except NotReadable as error:
        raise bad_value("--start", error.message, error.help) from None


def end(text: str, policy: Policy) -> datetime:
    """An end (UTC); 24:00 is that of a day."""
    try:
        return read_instant(text, policy.zone, end=True)
    except NotReadable as error:
        raise bad_value("--end", error.message, error.help) from None


def duration(text: str, option: str) -> timedelta:
    """A length of time in whole minutes."""
    try:
        return read_duration(text)
    except NotReadable as error:
        raise bad_value(option, error.message, error.help) from None


def names(text: str, option: str) -> tuple[str, ...]:
    """A list with commas: ``a,b``."""
    found = tuple(dict.fromkeys(each.strip() for each in text.split(",") if each.strip()))
    bad = next((each for each in found if not is_id(each)), None if found else text)
    if bad is not None:
        message = phrase("{name} is no name such as {example}", name=quoted(bad), example="acme")
        raise bad_value(option, message)
    return found


def system_ids(text: str, systems: Sequence[System]) -> tuple[str, ...]:
    """Some of these systems."""
    ids = [system.id for system in systems]
    found = names(text, "--systems")
    for each in found:
        if each not in ids:
            message = phrase("there is no system `{id}`", id=each)
            raise bad_value("--systems", message, known(each, ids))
    return found
