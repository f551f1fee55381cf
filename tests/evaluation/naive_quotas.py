"""The law of quotas a second time: slow, obvious, and sharing no code with the core.

Belongs here: what each entry of a small project is, as a drawing says it, and a literal reading of
'Quota'. Does not belong here: how such a project is written down (``quota_projects``).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

HOUR = timedelta(hours=1)

Kind = Literal[
    "hidden",
    "draft",
    "cancelled",
    "invalid",
    "imported",
    "after_the_fact",
    "targeted",
    "handed_off",
    "announced",
    "moved",
    "moved_refused",
    "gone",
    "announced_invalid",
    "announced_cancelled",
]
ANNOUNCED = ("announced", "moved", "moved_refused", "gone", "announced_invalid")
"""Those with a window that customers know, whatever the file says. A cancelled one has none."""
CHANGED = ("moved", "moved_refused")


@dataclass(frozen=True)
class Limit:
    """A quota of a category."""

    per: str
    by: str
    count: int | None
    hours: int | None


@dataclass(frozen=True)
class Rules:
    """What the policy says of a category."""

    limits: tuple[Limit, ...]
    otherwise: str = "refuse"
    daytime: bool = False
    """Windows must lie between 06:00 and 22:00 of one day."""


@dataclass(frozen=True)
class Taking:
    """A window that counts: where it starts, how long it is, which systems it touches."""

    id: str
    category: str
    systems: tuple[str, ...]
    start: datetime
    length: timedelta


@dataclass(frozen=True)
class Piece:
    """One entry: ``window`` is what the file asks for, ``known`` what customers were told."""

    kind: Kind
    window: Taking
    known: Taking | None = None
    approved: bool = False
    provider: bool = False


@dataclass(frozen=True)
class World:
    """The whole project at ``now``; its ledger begins at ``ledger``.

    Each release is announced at least ``lead`` ahead; those that customers know were at ``told``.
    """

    zone: ZoneInfo
    rules: dict[str, Rules]
    pieces: tuple[Piece, ...]
    now: datetime
    ledger: datetime
    told: datetime
    lead: timedelta


Found = tuple[str, str, str, int | None, int | None, str | None, tuple[str, ...]]
"""Severity, entry, week or month, count, hours, system, the entries that fill it."""


def quota_problems(world: World) -> list[Found]:
    """Every problem of the rule, sorted."""
    counted = _from_the_start(world)
    told = {*counted}
    found: list[Found] = []
    for piece in sorted(world.pieces, key=lambda each: (each.window.start, each.window.id)):
        rules = world.rules[piece.window.category]
        others = [each for name, each in counted.items() if name != piece.window.id]
        over = _over(piece.window, rules, others, world.zone) if asks(piece, world) else []
        if piece.approved:
            over = []
        lenient = rules.otherwise == "warn" or piece.provider
        refused = bool(over) and not lenient
        before = piece.window.start > world.now
        match piece.kind:
            case "draft":
                found += [("warning", *each) for each in over if not lenient]
            case "hidden" | "targeted":
                found += [("error", *each) for each in over if not lenient]
                if lenient and before and not _refused_hidden(piece, world):
                    found += [("warning", *each) for each in over]
                if not refused and _in_rows(piece, world) and piece.window.id not in counted:
                    counted[piece.window.id] = piece.window
            case "after_the_fact":
                counted[piece.window.id] = piece.window
            case "moved" | "moved_refused":
                other_refusal = piece.kind == "moved_refused" or not _may_move(piece, world)
                found += [("error", *each) for each in over if not lenient]
                if not refused and not other_refusal:
                    counted[piece.window.id] = piece.window
                    if lenient and before:
                        found += [("warning", *each) for each in over]
    found += _of_announced(world, counted, told)
    return sorted(found, key=repr)


def _from_the_start(world: World) -> dict[str, Taking]:
    """The windows that somebody was told of, and those from before the ledger."""
    counted = {}
    for piece in world.pieces:
        started = piece.kind == "targeted" and piece.window.start <= world.now
        if piece.kind in ANNOUNCED and piece.known is not None:
            counted[piece.window.id] = piece.known
        elif piece.kind in ("imported", "handed_off") or started:
            counted[piece.window.id] = piece.window
    return counted


def _of_announced(world: World, counted: dict[str, Taking], told: set[str]) -> list[Found]:
    """The warnings of announced windows, once all turns have come."""
    found: list[Found] = []
    for piece in world.pieces:
        rules, known = world.rules[piece.window.category], piece.known
        silent = piece.kind == "moved" and (
            asks(piece, world) or counted[piece.window.id] != piece.window
        )
        if piece.kind not in ("announced", "moved") or silent or piece.approved or known is None:
            continue
        if (rules.otherwise == "warn" or piece.provider) and piece.window.start > world.now:
            others = [counted[name] for name in told if _known_before(counted[name], piece, world)]
            over = _over(piece.window, rules, others, world.zone)
            found += [("warning", *each) for each in over]
    return found


def _known_before(other: Taking, piece: Piece, world: World) -> bool:
    """Whether customers knew of it before: all announced ones were told at once, by their starts."""
    [of_other] = [each for each in world.pieces if each.window.id == other.id]
    if of_other.kind in ANNOUNCED:
        unmoved = other == of_other.known
        return unmoved and (other.start, other.id) < (piece.window.start, piece.window.id)
    return True


def asks(piece: Piece, world: World) -> bool:
    """Whether its window is asked about."""
    known, window = piece.known, piece.window
    if piece.kind in CHANGED and known is not None:
        if world.now >= known.start:
            return False
        added = set(window.systems) - set(known.systems)
        return (window.start, window.length) != (known.start, known.length) or bool(added)
    if piece.kind == "targeted":
        return window.start > world.now
    return piece.kind in ("hidden", "draft")


def is_legal(piece: Piece, world: World) -> bool:
    """Whether nothing refuses the piece, which is one of the world."""
    if piece.kind in CHANGED:
        early = piece.window.start > world.now and _may_move(piece, world)
    else:
        early = not _late(piece, world)
    refused = [each for each in quota_problems(world) if each[0] == "error"]
    return early and _in_rows(piece, world) and all(e[1] != piece.window.id for e in refused)


def with_start(piece: Piece, start: datetime, world: World) -> tuple[Piece, World]:
    """The world with another start in one of its files."""
    moved = replace(piece, window=replace(piece.window, start=start))
    pieces = tuple(moved if each is piece else each for each in world.pieces)
    return moved, replace(world, pieces=pieces)


def _late(piece: Piece, world: World) -> bool:
    if piece.kind == "targeted":
        return False
    return piece.window.start < max(world.now + world.lead, world.ledger)


def _refused_hidden(piece: Piece, world: World) -> bool:
    return _late(piece, world) or not _in_rows(piece, world)


def _may_move(piece: Piece, world: World) -> bool:
    """Whether nothing but a quota refuses a move."""
    known, window = piece.known, piece.window
    assert known is not None
    late = window.start < world.told + world.lead or known.start <= world.now
    if window.start != known.start and late:
        return False
    return not asks(piece, world) or _in_rows(piece, world)


def _in_rows(piece: Piece, world: World) -> bool:
    rules = world.rules[piece.window.category]
    if not rules.daytime or rules.otherwise == "warn" or piece.approved:
        return True
    start = piece.window.start.astimezone(world.zone)
    end = (piece.window.start + piece.window.length).astimezone(world.zone)
    last = end.hour * 60 + end.minute + end.second / 60
    return start.date() == end.date() and start.hour >= 6 and last <= 22 * 60


def _over(
    window: Taking, rules: Rules, others: list[Taking], zone: ZoneInfo
) -> list[tuple[str, str, int | None, int | None, str | None, tuple[str, ...]]]:
    """The limits that the window would break."""
    found = []
    for limit in rules.limits:
        for system in window.systems if limit.by == "system" else (None,):
            same = [
                each
                for each in others
                if (each.category == window.category if system is None else system in each.systems)
                and _span(each.start, limit.per, zone) == _span(window.start, limit.per, zone)
            ]
            hours = sum((each.length / HOUR for each in same), window.length / HOUR)
            too_many = limit.count is not None and len(same) + 1 > limit.count
            too_long = limit.hours is not None and hours > limit.hours + 1e-9
            if too_many or too_long:
                names = tuple(e.id for e in sorted(same, key=lambda e: (e.start, e.id)))
                found.append((window.id, limit.per, limit.count, limit.hours, system, names))
    return found


def _span(start: datetime, per: str, zone: ZoneInfo) -> tuple[int, int]:
    day = start.astimezone(zone).date()
    if per == "month":
        return day.year, day.month
    return day.isocalendar()[:2]
