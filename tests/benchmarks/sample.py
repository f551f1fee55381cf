"""The sample project: years of imported history, and some releases that the ledger knows.

Belongs here: which release happens when, and its file. Does not belong here: what it says
(``texts``), what is run (``ours``).

There are 1,000 releases a year. The newest 3 % lie after the day on which the ledger starts:
fixes that are done, important fixes to come, and maintenance on the Saturdays to come, which is
still hidden. One publish at `NOW` announces all but the last.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import yaml

from tests.benchmarks.texts import Corpus, Text, repository_corpus
from tests.project import CLONE, Project

__all__ = ["NOW", "Release", "maintenance", "releases", "write"]

LEDGER_STARTS = datetime(2029, 1, 1, tzinfo=UTC)
NOW = datetime(2029, 3, 1, 5, tzinfo=UTC)
SATURDAY = datetime(2029, 3, 10, 13, tzinfo=UTC)
"""20:00 in the policy's zone, where anything may run."""
LENGTH = timedelta(hours=1)
_BETWEEN = timedelta(hours=8, minutes=45)
_LEAST, _SHARE = 5, 0.03


@dataclass(frozen=True, slots=True)
class Release:
    """A release: its id, its start, what it says, and the rest of its file."""

    id: str
    start: datetime
    text: Text
    more: dict[str, Any]
    hidden: bool = False

    def file(self) -> str:
        """Its file, with the keys in the order in which people write them."""
        data: dict[str, Any] = {"category": self.text.category, **self.text.spoken}
        data["window"] = {"start": _time(self.start), "end": _time(self.start + LENGTH)}
        data |= {"impact": self.text.impact, **self.more}
        return yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10_000)


def maintenance(week: int) -> datetime:
    """When the maintenance of that week starts; the first is week 0."""
    return SATURDAY + timedelta(weeks=week)


def releases(size: int, weeks: int, corpus: Corpus | None = None) -> list[Release]:
    """So many releases, oldest first; maintenance is planned for so many weeks."""
    corpus = corpus or repository_corpus()
    recorded = max(_LEAST, round(size * _SHARE), weeks + 3)
    imported = size - recorded
    return [
        *(_imported(corpus.text(number), number, imported) for number in range(imported)),
        *(
            _recorded(corpus.text(imported + number), imported + number, number, recorded, weeks)
            for number in range(recorded)
        ),
    ]


def write(root: Path, made: list[Release]) -> Project:
    """A project of these releases, with the repository's policy, systems and theme."""
    policy = (CLONE / "content/policy.yml").read_text(encoding="utf-8")
    starts = f"ledger_starts: {LEDGER_STARTS:%Y-%m-%d}"
    policy, found = re.subn(r"(?m)^ledger_starts: .*$", starts, policy)
    assert found == 1
    project = Project.create(root, policy)
    systems = CLONE / "content/systems.yml"
    project.write("content/systems.yml", systems.read_text(encoding="utf-8"))
    for release in made:
        project.release(f"{release.start:%Y}/{release.id}", release.file())
    return project


def _imported(text: Text, number: int, count: int) -> Release:
    start = LEDGER_STARTS - (count - number) * _BETWEEN
    return Release(_id(number), start, text, {"outcome": _done(start)})


def _recorded(text: Text, number: int, place: int, count: int, weeks: int) -> Release:
    if place < weeks:
        start = maintenance(place)
        return Release(_id(number), start, _as(text, "server"), {}, hidden=True)
    if place % 3 == 0:
        # So far ahead that nothing of it happens while the weeks of maintenance are published.
        start = NOW + timedelta(days=730, hours=3 * place)
        return Release(_id(number), start, _as(text, "fix"), {"important": True})
    start = LEDGER_STARTS + (NOW - LEDGER_STARTS - 2 * LENGTH) * place / count
    start = start.replace(second=0, microsecond=0)
    return Release(_id(number), start, _as(text, "fix"), {"outcome": _done(start)})


def _id(number: int) -> str:
    return f"update-{number:05d}"


def _as(text: Text, category: str) -> Text:
    return Text(category, text.impact, text.spoken)


def _done(start: datetime) -> dict[str, str]:
    return {"result": "success", "at": _time(start + LENGTH)}


def _time(instant: datetime) -> str:
    return f"{instant:%Y-%m-%d %H:%M}Z"


class _Dumper(yaml.CSafeDumper):
    """Texts of several lines as people write them, and nothing twice by reference."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _written(dumper: yaml.CSafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _written)
