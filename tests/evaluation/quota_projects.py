"""Small projects with quotas, drawn, and written down as the files of a project.

Belongs here: drawing worlds, their files. Does not belong here: the law (``naive_quotas``).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from notices.domain.layout import LEDGER, POLICY, SYSTEMS
from notices.domain.ledger import Ledger, Record
from notices.evaluation import evaluate
from notices.evaluation.sources import Sources
from notices.loading import chain
from tests.evaluation.naive_quotas import (
    ANNOUNCED,
    CHANGED,
    Kind,
    Limit,
    Piece,
    Rules,
    Taking,
    World,
)

SYSTEMS_TEXT = """\
systems:
  - {id: payroll, name: {en: Payroll}, group: {en: People}}
  - {id: crm, name: {en: CRM}, group: {en: Sales}}
"""
DAY, QUARTER, MINUTE = timedelta(days=1), timedelta(minutes=15), timedelta(minutes=1)
LEAD = timedelta(hours=48)
KINDS: tuple[Kind, ...] = (
    "hidden",
    "hidden",
    "hidden",
    "announced",
    "announced",
    "moved",
    "moved",
    "draft",
    "targeted",
    "handed_off",
    "imported",
    "cancelled",
    "invalid",
    "after_the_fact",
    "moved_refused",
    "gone",
    "announced_invalid",
    "announced_cancelled",
)
# A Monday, and a zone: the year's end, clocks put back, clocks put on, a midnight that comes twice.
PLACES = (
    (datetime(2026, 12, 14, 5, tzinfo=UTC), "Asia/Ho_Chi_Minh"),
    (datetime(2026, 10, 12, 5, tzinfo=UTC), "Europe/Berlin"),
    (datetime(2027, 3, 15, 5, tzinfo=UTC), "Europe/Berlin"),
    (datetime(2026, 10, 19, 5, tzinfo=UTC), "America/Havana"),
)


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """A project of some entries around a week's and a month's end."""
    monday, zone = draw(st.sampled_from(PLACES))
    begins = datetime.combine((monday + 2 * DAY).date(), datetime.min.time(), ZoneInfo(zone))
    ledger = begins.astimezone(UTC)
    now = monday + 3 * DAY + draw(st.sampled_from([0, 4, 11])) * DAY
    rules = {name: draw(_rules) for name in ("a", "b")}
    kinds = draw(st.lists(st.sampled_from(KINDS), min_size=2, max_size=8))
    pieces = [draw(_piece(f"e{n}", kind, monday, now)) for n, kind in enumerate(kinds)]
    return World(ZoneInfo(zone), rules, tuple(pieces), now, ledger, ledger + MINUTE, LEAD)


_limits = st.builds(
    Limit,
    st.sampled_from(["week", "month"]),
    st.sampled_from(["category", "system"]),
    st.none() | st.integers(1, 3),
    st.none() | st.integers(2, 8),
).filter(lambda limit: limit.count is not None or limit.hours is not None)
_rules = st.builds(
    Rules,
    st.lists(_limits, max_size=3).map(tuple),
    st.sampled_from(["refuse", "refuse", "warn"]),
    st.booleans(),
)


@st.composite
def _taking(draw: st.DrawFn, name: str, first: datetime, last: datetime) -> Taking:
    quarters = (last - first) // QUARTER
    return Taking(
        name,
        draw(st.sampled_from(["a", "a", "b"])),
        draw(st.sampled_from([("payroll",), ("crm",), ("payroll", "crm"), ()])),
        first + draw(st.integers(0, quarters)) * QUARTER,
        draw(st.integers(1, 20)) * QUARTER,
    )


@st.composite
def _piece(draw: st.DrawFn, name: str, kind: Kind, monday: datetime, now: datetime) -> Piece:
    end = monday + 21 * DAY
    match kind:
        case "imported":
            first, last = monday, monday + DAY
        case "cancelled" | "announced_cancelled":
            first, last = now + DAY, end
        case "after_the_fact":
            first, last = monday + 2 * DAY, now - 6 * timedelta(hours=1)
        case "announced" | "gone" | "announced_invalid" | "moved" | "moved_refused":
            first, last = monday + 5 * DAY, end
        case "targeted" | "handed_off":
            first, last = monday + 2 * DAY, end
        case _:
            first, last = monday, end
    known = window = draw(_taking(name, first, last))
    approved = draw(st.integers(0, 5)) == 0
    provider = draw(st.integers(0, 7)) == 0
    if kind in CHANGED:
        window = draw(_changed(known, now, end))
    told = known if kind in ANNOUNCED or kind == "announced_cancelled" else None
    return Piece(kind, window, told, approved, provider)


@st.composite
def _changed(draw: st.DrawFn, known: Taking, now: datetime, end: datetime) -> Taking:
    what = draw(st.sampled_from(["start", "start", "end", "systems", "all"]))
    other = draw(_taking(known.id, now + QUARTER, end))
    other = replace(other, category=known.category)
    match what:
        case "start":
            return replace(known, start=other.start)
        case "end":
            longer = max(other.length, now + QUARTER - known.start)
            return replace(known, length=longer if known.start <= now else other.length)
        case "systems":
            return replace(known, systems=other.systems)
    return other


def policy_text(world: World, *, quotas: bool) -> str:
    """The policy; without quotas it lets everything be announced."""
    rows = []
    for name, rules in world.rules.items():
        limits = [
            ", ".join(f"{key}: {value}" for key, value in vars(limit).items() if value is not None)
            for limit in rules.limits
        ]
        windows = f"otherwise: {rules.otherwise}, approvers: [boss]"
        if rules.daytime and quotas:
            days = "mon, tue, wed, thu, fri, sat, sun"
            windows += f", allowed: [{{days: [{days}], from: 06:00, to: 22:00}}]"
        if limits and quotas:
            windows += ", at_most: [" + ", ".join(f"{{{limit}}}" for limit in limits) + "]"
        rows.append(f"""\
  {name}:
    label: {{en: {name}}}
    windows: {{{windows}}}
    exceptions: {{after_the_fact: {{roles: [boss]}}}}
    notices:
      - {{id: soon, audience: customers, owner: ops, latest: 48h, planned: asap}}
      - {{id: news, audience: customers, owner: ops, when: important, latest: 48h,
         planned: {{provider: asap}}}}
      - {{id: handoff, audience: affected, owner: ops, planned: asap, when: targeted}}
""")
    return f"""\
timezone: {world.zone}
languages: [en]
roles: [ops, boss]
ledger_starts: {world.ledger.astimezone(world.zone):%Y-%m-%d}
notice_hours: {{from: 00:00, to: 24:00}}
max_at_once: 100
categories:
{"".join(rows)}"""


def entry_text(piece: Piece, window: Taking, now: datetime) -> str:
    """The file of an entry with this window."""
    start, end = window.start, window.start + window.length
    approval = ", reason: It has to be., approved_by: boss" if piece.approved else ""
    text = f"""\
category: {window.category}
title: {{en: {window.id}}}
summary: {{en: Faster.}}
window: {{start: {_z(start)}, end: {_z(end)}{approval}}}
impact: {{downtime: 5m, systems: [{", ".join(window.systems)}]}}
"""
    if piece.provider:
        text += "origin: provider\n"
    return text


def _z(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"


def file_of(piece: Piece, world: World) -> str | None:
    """What the file says at the world's ``now``."""
    text = entry_text(piece, piece.window, world.now)
    match piece.kind:
        case "draft" | "moved_refused":
            return f"{text}draft: true\n"
        case "cancelled" | "announced_cancelled":
            return f"{text}cancelled: {{at: {_z(world.now - QUARTER)}, reason: No.}}\n"
        case "invalid" | "announced_invalid":
            return f"{text}colour: red\n"
        case "imported":
            end = piece.window.start + piece.window.length
            return f"{text}outcome: {{result: success, at: {_z(end)}}}\n"
        case "after_the_fact":
            end = piece.window.start + piece.window.length
            day = world.now.astimezone(world.zone).date() - DAY
            return (
                f"{text}outcome: {{result: success, at: {_z(end)}}}\n"
                f"exception: {{approved_by: boss, on: {day}, reason: It ran.}}\n"
            )
        case "targeted" | "handed_off":
            return f"{text}customers: [acme]\n"
        case "gone":
            return None
    return text


def files_of(world: World) -> dict[str, bytes]:
    """The whole project: what was announced before there were quotas, and what the files say now."""
    told = [p for p in world.pieces if p.known is not None]
    files = {SYSTEMS: SYSTEMS_TEXT.encode()}
    files[POLICY] = policy_text(world, quotas=False).encode()
    for piece in told:
        assert piece.known is not None
        text = entry_text(piece, piece.known, world.now)
        files[f"content/releases/{piece.window.id}.yml"] = text.encode()
    evaluation = evaluate(Sources(files), world.told)
    assert len({r.entry for r in evaluation.records}) == len(told), evaluation.problems
    records = evaluation.records
    handed = [p.window for p in world.pieces if p.kind == "handed_off"]
    lines, _ = chain(
        Ledger(), (*records, *(_handed(window, world.told + MINUTE) for window in handed))
    )
    files |= {LEDGER: lines, **evaluation.copies, POLICY: policy_text(world, quotas=True).encode()}
    for piece in world.pieces:
        path, file = f"content/releases/{piece.window.id}.yml", file_of(piece, world)
        files.pop(path, None)
        if file is not None:
            files[path] = file.encode()
    return files


def _handed(window: Taking, at: datetime) -> Record:
    return Record(
        seq=0,
        at=at,
        sent=at,
        kind="release",
        entry=window.id,
        notice="handoff",
        audience="affected",
        start=window.start,
        end=window.start + window.length,
        deadline=None,
        verdict="on_time",
        result=None,
        digest="0" * 64,
    )
