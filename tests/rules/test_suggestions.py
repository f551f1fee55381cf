"""Every suggestion of every refusal, taken literally, leads to an entry that passes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import yaml
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from notices.domain.layout import LEDGER, POLICY, RELEASES, SYSTEMS
from notices.domain.problem import Problem
from notices.evaluation import Evaluation, Sources, evaluate
from notices.rules.registry import registered
from tests import project
from tests.core_builders import HANOI, SECOND, hanoi

ENTRY = f"{RELEASES}/update.yml"
BEGIN = datetime(2026, 12, 2, 20, tzinfo=HANOI)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)

NO_SUGGESTION = {
    "exception": "only a person knows the day of an approval, and what to do without an exception",
    "contradiction": "a person knows whether it was cancelled or undone",
    "outcome": "a person knows how it ended",
    "cancellation": "a person knows how it ended",
    "window-started": "what began stays as it is",
    "window-order": "a person knows when it ends",
    "lead-time": "no exception is granted and no start is legal, or it has run",
}
"""The rules whose help may name nothing to write, and why."""

VALIDITY = {name for name, rule in registered().items() if rule.valid is not None}

Entry = dict[str, Any]
Way = list[tuple[str, list[str], Any]]
"""What to do, one after the other: `set` or `remove`, the path of a key, its value."""


# A person's desk


@dataclass
class Desk:
    """A project in memory, with one entry; its window may be on lines of its own."""

    entry: Entry
    lines: bool = False
    files: dict[str, bytes] = field(default_factory=dict, repr=False)

    def evaluated(self, now: datetime) -> Evaluation:
        self.files |= {
            POLICY: project.POLICY.read_bytes(),
            SYSTEMS: project.SYSTEMS.encode(),
            ENTRY: written(self.entry, lines=self.lines).encode(),
        }
        return evaluate(Sources(self.files), now)

    def publish(self, now: datetime) -> None:
        done = self.evaluated(now)
        self.files[LEDGER] = self.files.get(LEDGER, b"") + done.lines
        self.files |= done.copies

    def refusals(self, now: datetime) -> list[Problem]:
        return [each for each in self.evaluated(now).problems if each.is_error]

    def follow(self, way: Way) -> None:
        for verb, path, value in way:
            *above, key = path
            part = self.entry
            for name in above:
                part = part[name]
            if verb == "set":
                part[key] = value
            else:
                del part[key]


def written(value: Entry, *, lines: bool = False) -> str:
    """An entry as YAML: one line for each of its keys, or for each of the window's."""

    def flow(part: Any) -> str:
        if isinstance(part, dict):
            return "{" + ", ".join(f"{key}: {flow(each)}" for key, each in part.items()) + "}"
        if isinstance(part, list):
            return "[" + ", ".join(map(flow, part)) + "]"
        return str(part)

    def key_of(key: str, part: Any) -> str:
        if lines and key == "window" and isinstance(part, dict):
            return "window:\n" + "".join(f"  {name}: {flow(each)}\n" for name, each in part.items())
        return f"{key}: {flow(part)}\n"

    return "".join(key_of(key, part) for key, part in value.items())


def clock(at: datetime) -> str:
    return f"{at.astimezone(HANOI):%Y-%m-%d %H:%M:%S}"


# Reading a help line

INSTANT = r"(\d{4}-\d\d-\d\d \d\d:\d\d(?::\d\d)?) \(\+07:00\)"


def ways_out(problem: Problem) -> Iterator[Way]:
    """Each thing that the help says to write or to remove, with what belongs to it."""
    within = (problem.field or "").split(".")[:-1]
    for sentence in re.split(r"; or |(?<=\)); |(?<=`), or ", problem.help):
        yield from bounds(sentence, within)
        if found := re.findall(r"[Rr]emove `(\w+)", sentence):
            yield [("remove", [key], None) for key in found]
        elif found := re.findall(r"`(\w+: [^`]+)`", sentence):
            steps = [step for text in found for step in read(text, within)]
            if "instead" in sentence:
                steps.insert(0, ("remove", [problem.field or ""], None))
            yield steps


def read(text: str, within: list[str]) -> Iterator[tuple[str, list[str], Any]]:
    """A key to write: at the top, or beside the field that is at fault."""
    ((key, value),) = yaml.load(text, yaml.BaseLoader).items()  # Strings only.
    at_top = key in ("window", "exception", "outcome", "cancelled", "origin", "category", "draft")
    yield "set", [key] if at_top else [*within, key], value


def bounds(sentence: str, within: list[str]) -> Iterator[Way]:
    """`at` may be from one instant until another; or there is none."""
    if "`at` may be" not in sentence:
        return
    for bound in re.findall(INSTANT, sentence):
        yield [("set", [*within, "at"], bound)]
    yield [("remove", within, None)]


# Entries that are wrong in every way


@st.composite
def starts(draw: st.DrawFn) -> datetime:
    """A start in the weeks around now: to the second, on the hour, or in an evening."""
    day = BEGIN + draw(st.integers(-4, 25)) * DAY
    match draw(st.sampled_from(["evening", "hour", "second"])):
        case "evening":
            saturday = day + (5 - day.weekday()) * DAY
            return saturday.replace(hour=draw(st.integers(18, 22)))
        case "hour":
            return day.replace(hour=draw(st.integers(0, 23)))
        case _:
            return day + draw(st.integers(0, 86399)) * SECOND


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    category = draw(st.sampled_from(["feature", "feature", "fix", "server", "server"]))
    start = draw(starts())
    end = start + draw(st.sampled_from([HOUR, 2 * HOUR, 5 * HOUR, 7 * HOUR, -HOUR]))
    window: Entry = {"start": clock(start), "end": clock(end)}
    entry: Entry = {
        "category": category,
        "title": {"vi": "Bảng lương", "en": "Payroll"},
        "summary": {"vi": "Nhanh hơn.", "en": "Faster."},
        "window": window,
        "impact": {"downtime": "10m", "systems": ["payroll"]},
        "body": {"vi": "Nội dung.", "en": "Details."},
    }
    if draw(st.booleans()):
        window["reason"] = {"vi": "Gấp.", "en": "Urgent."}
    if draw(st.booleans()):
        window["approved_by"] = draw(st.sampled_from(["ceo", "care"]))
    if category == "server" and draw(st.booleans()):
        entry["origin"] = "provider"
    if category == "fix" and draw(st.booleans()):
        entry["important"] = "true"
    if category == "fix" and draw(st.integers(0, 3)) == 0:
        entry["customers"] = ["acme"]
    notices = {"feature": ["advance", "reminder"], "server": ["advance", "final"]}.get(category, [])
    for notice in notices:
        if draw(st.integers(0, 2)) == 0:
            at = start - draw(st.integers(0, 25 * 24)) * HOUR
            entry.setdefault("notices", {})[notice] = {"at": clock(at)}
    ended = draw(
        st.sampled_from([None, None, None, "outcome", "cancelled", "draft", "outcome draft"])
    )
    at = BEGIN + draw(st.integers(-60, 60)) * HOUR
    for key in (ended or "").split():
        entry[key] = {
            "outcome": {"result": "success", "at": clock(at)},
            "cancelled": {"at": clock(at), "reason": "Hoãn."},
            "draft": "true",
        }[key]
    if draw(st.integers(0, 3)) == 0:
        entry["exception"] = {
            "approved_by": draw(st.sampled_from(["ceo", "marketing"])),
            "on": f"{date(2026, 12, 2) + draw(st.integers(-2, 1)) * DAY}",
            "reason": "Gấp.",
        }
    return entry


@st.composite
def desks(draw: st.DrawFn) -> Desk:
    """An entry; perhaps it was announced as it was, or as it was before somebody changed it."""
    entry = draw(entries())
    desk = Desk(entry, draw(st.booleans()))
    if draw(st.booleans()):
        before = deepcopy(entry)
        for key in ("draft", "exception", "outcome", "cancelled", "notices"):
            before.pop(key, None)
        start = hanoi("2026-12-05 20:00") + draw(st.sampled_from([0, 1, 7, 8])) * DAY
        before["window"] = {"start": clock(start), "end": clock(start + HOUR)}
        desk.entry = before
        desk.publish(hanoi("2026-11-25 09:00"))
        desk.publish(hanoi("2026-12-02 09:00"))
        desk.entry = entry if draw(st.booleans()) else {**before, **draw(changes())}
        if draw(st.integers(0, 9)) == 0:
            other = draw(st.sampled_from(["feature", "fix", "server"]))
            desk.entry = {**before, "category": other}
            for key in ("origin", "important", "customers"):
                desk.entry.pop(key, None)
    return desk


@st.composite
def changes(draw: st.DrawFn) -> Entry:
    start = draw(starts())
    window = {"start": clock(start), "end": clock(start + HOUR)}
    return draw(st.sampled_from([{"window": window}, {"draft": "true"}]))


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(desks(), st.integers(-2 * 86400, 12 * 86400), st.data())
def test_every_suggestion_of_every_refusal_taken_literally_passes(
    desk: Desk, after: int, data: st.DataObject
) -> None:
    """What it was written for is gone at once, nothing else is refused for it, and all ways lead to
    an entry that passes, or to what only a person can know."""
    now = BEGIN + after * SECOND
    refusals = desk.refusals(now)
    for _ in range(6):
        if not refusals:
            return
        helped = [(problem, way) for problem in refusals for way in ways_out(problem)]
        if not helped:
            assert {problem.rule for problem in refusals} <= NO_SUGGESTION.keys(), [
                p.message for p in refusals
            ]
            return
        problem, way = data.draw(st.sampled_from(helped))
        event(problem.rule)
        before = written(desk.entry, lines=desk.lines)
        desk.follow(way)
        if "is then shown" in problem.help and way[0][1] == ["exception"]:
            now = max(now, hanoi(desk.entry["window"]["end"]))  # It says from when on.
        known = {(each.rule, each.field) for each in refusals} - {(problem.rule, problem.field)}
        refusals = desk.refusals(now)
        found = [each for each in refusals if (each.rule, each.field) not in known]
        if problem.rule in VALIDITY or problem.field == "draft":
            # Other rules are asked only now: they look at valid entries that are no drafts.
            found = [p for p in found if (p.rule, p.field) == (problem.rule, problem.field)]
        new = [each.message for each in found]
        assert not new, "\n".join((before, problem.message, problem.help, f"{way}", *new))
    raise AssertionError(f"the ways out lead in circles: {[p.message for p in refusals]}")
