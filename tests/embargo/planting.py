"""Words planted in what people write, each so rare that a find says which entry and field it is from.

Belongs here: which fields there are (the schemas say it), whether readers may ever see one, and writing
entries, plans and pages that are full of words. Does not belong here: which entries there are and when
they are public (``timeline``), looking for words (``decoding``).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from notices.loading.channels import ChannelsFile
from notices.loading.holidays import HolidaysFile
from notices.loading.plans import PlanFile
from notices.loading.reading import Keys
from notices.loading.release_keys import ReleaseFile
from notices.loading.window_keys import FreezeKeys
from tests.embargo.decoding import folded
from tests.project import Project

__all__ = ["CHOICES", "NEVER", "Book", "Plant", "places", "secret", "write_pages"]

NEVER = frozenset(
    {
        "window.approved_by", "customers", "origin", "exception.approved_by", "approvals.role", "approvers",
        "source", "off.label", "work.label", "comment", "front matter", "file", "stub",
        "channels.id", "channels.from", "channels.to", "channels.reply_to", "channels.list_id",
        "channels.unsubscribe", "channels.url_env", "channels.secret_env", "channels.smtp.host",
        "channels.smtp.user_env", "channels.smtp.password_env",
    }
)  # fmt: skip
"""The places of what the site never shows, whatever became of the entry."""

CHOICES: Mapping[type[Keys], frozenset[str]] = {
    ReleaseFile: frozenset(
        {
            "category", "impact.mode", "impact.sign_in_again", "impact.systems", "known_issues.status",
            "known_issues.fixed_in", "cancelled.replaced_by", "important", "draft", "outcome.result", "exception.on",
        }
    ),
    PlanFile: frozenset({"approvals.on", "items.category", "items.expected", "items.release"}),
    FreezeKeys: frozenset({"from", "to", "kind", "categories", "systems"}),
    HolidaysFile: frozenset(
        {"covers.from", "covers.to", "off.day", "off.from", "off.to", "work.day", "work.from", "work.to"}
    ),
    ChannelsFile: frozenset(
        f"channels.{key}"
        for key in (
            "audience", "calendar", "categories", "idempotent", "languages", "max_bytes", "notices", "one_click",
            "per_minute", "since", "smtp.port", "smtp.tls", "systems", "type",
        )
    ),
}  # fmt: skip
"""What is chosen among names, words and days that every site may show: ``side_channel`` looks for these."""


def places(model: type[Keys]) -> Iterator[str]:
    """Every value that a file may hold, by its keys: ``window.start``."""
    schema = model.model_json_schema()
    yield from dict.fromkeys(
        ".".join(keys) for keys in _leaves(schema, schema.get("$defs", {}), ())
    )


def _leaves(
    node: Mapping[str, Any], models: Mapping[str, Any], keys: tuple[str, ...]
) -> Iterator[tuple[str, ...]]:
    if "$ref" in node:
        yield from _leaves(models[node["$ref"].rpartition("/")[2]], models, keys)
    elif ways := node.get("anyOf") or node.get("oneOf"):
        for way in ways:
            yield from _leaves(way, models, keys)
    elif node.get("type") == "array":
        yield from _leaves(node["items"], models, keys)
    elif "properties" in node:
        for name, value in node["properties"].items():
            yield from _leaves(value, models, (*keys, name))
    elif isinstance(inner := node.get("additionalProperties"), dict) and "$ref" in inner:
        yield from _leaves(inner, models, keys)
    elif node.get("type") != "null":
        yield keys


@dataclass(frozen=True, slots=True)
class Plant:
    """A sign (a word, a clock, a span) and where it was planted: ``draft: window.reason vi``."""

    sign: str
    entry: str
    place: str
    language: str = ""

    @property
    def is_shown(self) -> bool:
        """Whether readers see it once its entry is public."""
        return self.place not in NEVER

    def __str__(self) -> str:
        return f"{self.sign} ({self.entry}: {self.place} {self.language})".replace(" )", ")")


_MARKED = str.maketrans("aeiouyd", "ạẽỉôứỵđ")


@dataclass
class Book:
    """Every sign that was planted, by the sign as it is found."""

    plants: dict[str, Plant] = field(default_factory=dict)

    def word(self, entry: str, place: str, language: str = "") -> str:
        """A word that stands nowhere else: ``zqdra007en``; in Vietnamese, its letters have marks."""
        sign = f"zq{entry}{len(self.plants):03}{language or 'xx'}"
        self._add(Plant(sign, entry, place, language))
        return sign.translate(_MARKED) if language == "vi" else sign

    def clock(self, entry: str, place: str, time: str) -> str:
        """A time whose minutes no other time has; the company's clocks are seven hours ahead."""
        hour, minute = time[-5:].split(":")
        self._add(Plant(f"{hour}:{minute}", entry, place))
        self._add(Plant(f"{(int(hour) - 7) % 24:02}:{minute}", entry, place))
        return time

    def minutes(self, entry: str, place: str, count: int) -> str:
        """A length that no other entry has."""
        self._add(Plant(f"{count} min", entry, place))
        return f"{count}m"

    def _add(self, plant: Plant) -> None:
        assert plant.sign not in self.plants, f"{plant} is {self.plants[plant.sign]}, too"
        self.plants[plant.sign] = plant

    def text(self, entry: str, place: str) -> dict[str, str]:
        """A text in both languages."""
        return {each: f"{self.word(entry, place, each)}" for each in ("vi", "en")}

    def found(self, signs: Collection[str]) -> set[Plant]:
        """The plants of these signs; of a word cut short, the entry at least."""
        entries = {
            plant.sign[:5]: plant.entry for plant in self.plants.values() if plant.sign[:2] == "zq"
        }
        cut = (Plant(sign, entries[sign], "?") for sign in signs if sign in entries)
        return {self.plants[sign] for sign in signs if sign in self.plants} | {*cut}

    def release(self, entry: str, keys: Mapping[str, Any]) -> str:
        """A release's file: a key with ``...`` gets words, another one its value."""
        return self._file(entry, keys)

    def _file(self, entry: str, keys: Mapping[str, Any]) -> str:
        told = yaml.safe_dump(
            self.filled(entry, keys, ""), allow_unicode=True, sort_keys=False, width=10_000
        )
        comment = self.word(entry, "comment")
        return f"# {comment}\n{told}# and {comment}\n"

    def filled(self, entry: str, value: Any, place: str) -> Any:
        if value is ...:
            return self.text(entry, place)
        if callable(value):
            return value(self, entry, place)
        if isinstance(value, Mapping):
            return {
                key: self.filled(entry, each, f"{place}.{key}".lstrip("."))
                for key, each in value.items()
            }
        if isinstance(value, list):
            return [self.filled(entry, each, place) for each in value]
        return value


def secret(word: str, window: str = "", extra: str = "") -> str:
    """A release with the word, and a number of its own, in every field that takes text."""
    window = window or "start: 2026-12-26 20:00, end: 2026-12-26 22:00"
    return f"""\
category: feature
title: {{vi: {word}tieude, en: {word}title}}
summary: {{vi: {word}tomtat, en: {word}summary}}
window: {{{window}, reason: {{vi: {word}lydo, en: {word}reason}}, approved_by: product}}
impact: {{downtime: 7m, mode: read_only, sign_in_again: true, systems: [payroll]}}
body: {{vi: {word}noidung, en: {word}body}}
prepare: {{vi: {word}chuanbi, en: {word}prepare}}
known_issues:
  - title: {{vi: {word}loi, en: {word}issue}}
{extra}"""


def write_pages(project: Project, name: str, word: str) -> None:
    for folder in ("guides", "faq"):
        for suffix in ("", ".en"):
            project.write(
                f"content/pages/{folder}/{name}{suffix}.md",
                f"---\ntitle: {word}{folder}\n---\n\n# {word}heading\n\n{word}text\n",
            )
    project.write(f"content/pages/guides/{name}/{word}image.svg", f"<svg><!--{word}svg--></svg>")


Filling = Callable[[Book, str, str], object]
"""Writes what stands in a place of an entry, and enters it in the book."""

assert folded("ạẽỉôứỵđ") == "aeiouyd"
