"""The quotas of drawn projects, held against a second reading of the law.

`NOTICES_STEPS=1000` draws more of them, which `make soak` does.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings

from notices.cli.reports import check_json
from notices.evaluation import evaluate
from notices.evaluation.sources import Sources
from tests.agreement_walk import steps
from tests.evaluation.naive_quotas import (
    Found,
    Piece,
    World,
    is_legal,
    quota_problems,
    with_start,
)
from tests.evaluation.quota_projects import file_of, files_of, worlds

SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)
# A limit that is reached to the minute is rare; what the later tests draw costs more.
MANY, FEWER = (
    settings(
        max_examples=count,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
        print_blob=True,
    )
    for count in (steps(300), steps(100))
)


def report(files: dict[str, bytes], now: datetime) -> Any:
    found = evaluate(Sources(files), now)
    text = check_json(now, found.policy, found.decisions, found.plans, found.problems)
    return json.loads(text)


def found_in(document: Any) -> list[Found]:
    found: list[Found] = []
    for problem in document["problems"]:
        if problem["rule"] == "quota":
            quota = problem["quota"]
            span = [datetime.fromisoformat(quota["span"][key]) for key in ("from", "to")]
            found.append(
                (
                    problem["severity"],
                    problem["entry"],
                    "week" if span[1] - span[0] < timedelta(days=8) else "month",
                    quota["count"],
                    quota["hours"],
                    problem.get("system"),
                    tuple(quota["entries"]),
                )
            )
    return sorted(found, key=repr)


@MANY
@given(worlds())
def test_the_problems_are_those_of_the_law(world: World) -> None:
    document = report(files_of(world), world.now)

    # Two rows of a policy that are alike say one thing.
    assert found_in(document) == sorted(set(quota_problems(world)), key=repr)


@FEWER
@given(worlds())
def test_the_earliest_start_is_legal_and_none_before_it_is(world: World) -> None:
    files = files_of(world)
    for piece, problem in refused(files, world)[:1]:
        earliest = problem["earliest_start"]
        until = datetime.fromisoformat(earliest).astimezone(UTC) if earliest else None
        for start in starts(piece, world):
            if until is None or start < until:
                moved, other = with_start(piece, start, world)
                assert not is_legal(moved, other), start
        if until is not None:
            moved, other = with_start(piece, until, world)
            assert is_legal(moved, other)
            assert errors_with(files, piece, file_of(moved, other), world) == []


@FEWER
@given(worlds())
def test_the_window_that_is_proposed_passes(world: World) -> None:
    files = files_of(world)
    for piece, problem in refused(files, world):
        proposed = re.search(r"`window: ({[^`]*})`", problem["help"])
        text = file_of(piece, world)
        if proposed is not None and text is not None:
            text = re.sub(r"(?m)^window: .*$", f"window: {proposed[1]}", text)
            assert errors_with(files, piece, text, world) == []


def refused(files: dict[str, bytes], world: World) -> list[tuple[Piece, Any]]:
    """What a quota refuses, and nothing of the file but its window."""
    pieces = {piece.window.id: piece for piece in world.pieces}
    return [
        (pieces[problem["entry"]], problem)
        for problem in report(files, world.now)["problems"]
        if problem["rule"] == "quota" and problem["severity"] == "error"
        if pieces[problem["entry"]].kind != "moved_refused"
    ]


def errors_with(
    files: dict[str, bytes], piece: Piece, text: str | None, world: World
) -> list[tuple[str, str]]:
    """What refuses the piece once its file says this."""
    assert text is not None
    changed = {**files, f"content/releases/{piece.window.id}.yml": text.encode()}
    return [
        (problem["rule"], problem["message"])
        for problem in report(changed, world.now)["problems"]
        if problem["entry"] == piece.window.id and problem["severity"] == "error"
    ]


def starts(piece: Piece, world: World) -> list[datetime]:
    """The hours ahead, and every instant at which something may change."""
    first = max(world.now, world.ledger)
    hours = [first + n * HOUR for n in range(24 * 40)]
    changes = [each.window.start for each in world.pieces]
    days = {hour.astimezone(world.zone).date() for hour in hours}
    midnights = [datetime.combine(day, datetime.min.time(), world.zone) for day in days]
    changes += [each.astimezone(UTC) for each in midnights]
    changes.append(world.now + world.lead)
    found = {at + n * SECOND for at in changes for n in (-1, 0, 1)} | set(hours[::3])
    return sorted(start for start in found if start > world.now)
