"""The list of windows around freezes: it passes over them, goes on behind them, and says why."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any

from notices.domain.freezes import Freeze
from notices.domain.slot_list import NoSlot, SlotList
from tests.core_builders import FEATURE, POLICY, hanoi, release

NOW = hanoi("2026-12-01 09:00")
HOUR = timedelta(hours=1)


def frozen(since: str, until: str, **more: Any) -> Freeze:
    defaults = {"id": "f", "kind": "hard", "label": {"vi": "f"}, "source": "II.6"}
    return Freeze(**{**defaults, **more}, start=hanoi(since), end=hanoi(until))


def listed(*freezes: Freeze, now: datetime = NOW, **window: Any) -> SlotList:
    return SlotList(release(**window), FEATURE, replace(POLICY, freezes=freezes), now)


def starts(of: SlotList, count: int, near: date | None = None) -> list[str]:
    found = islice(of.windows(near), count)
    return [f"{window.start + 7 * HOUR:%m-%d %H:%M}" for window in found]


# From the 14th of December to the 10th of January there are eight evenings, and 28 days.
LONG = frozen("2026-12-14 00:00", "2027-01-11 00:00")


def test_the_list_goes_on_behind_a_freeze_that_takes_weeks() -> None:
    assert starts(listed(LONG), 4) == ["12-12 18:00", "12-13 18:00", "01-16 18:00", "01-17 18:00"]


def test_around_a_day_in_a_freeze_it_finds_the_windows_on_both_sides() -> None:
    assert starts(listed(LONG), 4, date(2026, 12, 28)) == [
        "12-13 18:00",
        "12-12 18:00",
        "01-16 18:00",
        "01-17 18:00",
    ]


def test_a_freeze_for_ever_is_the_end_of_the_list() -> None:
    for_ever = frozen("2026-12-14 00:00", "2999-12-31 00:00")
    assert starts(listed(for_ever), 9) == ["12-12 18:00", "12-13 18:00"]


def test_an_evening_that_is_frozen_in_part_keeps_what_is_left() -> None:
    early = frozen("2026-12-12 00:00", "2026-12-12 20:10")
    late = frozen("2026-12-13 21:00", "2026-12-14 00:00", id="g")
    assert starts(listed(early, late), 2) == ["12-12 20:15", "12-13 18:00"]


def test_an_approval_of_the_freeze_opens_the_evening() -> None:
    soft = replace(LONG, kind="soft", approvers=("marketing",))
    assert starts(listed(soft, reason="Gấp.", approved_by="marketing"), 3)[2] == "12-19 18:00"
    assert starts(listed(soft), 3)[2] == "01-16 18:00"


def why(of: SlotList, day: str) -> NoSlot | None:
    return of.why_none(date.fromisoformat(day))


def freeze_of(found: NoSlot) -> Freeze | None:
    return found.bar.freeze if found.bar else None


def test_a_day_on_which_every_window_is_frozen_names_the_freeze() -> None:
    found = why(listed(LONG), "2026-12-19")
    assert found is not None
    assert (found.why, freeze_of(found), found.source) == ("freeze", LONG, "II.6")
    assert found.window is not None
    assert found.window.start == hanoi("2026-12-19 22:00")
    weekday = why(listed(LONG), "2026-12-21")
    assert weekday is not None
    assert (weekday.why, freeze_of(weekday)) == ("not-allowed", None)
    assert why(listed(LONG), "2027-01-16") is None


def test_of_a_day_that_is_frozen_in_part_the_last_window_says_why() -> None:
    freeze = frozen("2026-12-05 21:00", "2026-12-06 00:00")
    found = why(listed(freeze), "2026-12-05")
    assert found is not None
    assert (found.why, freeze_of(found)) == ("freeze", freeze)
    assert found.window is not None
    assert found.window.end == hanoi("2026-12-06 00:00")


def test_what_has_passed_is_past_whether_it_was_frozen_or_not() -> None:
    found = why(listed(frozen("2026-11-01 00:00", "2026-12-01 00:00")), "2026-11-28")
    assert found is not None
    assert (found.why, freeze_of(found)) == ("past", None)


def test_a_freeze_of_other_releases_is_no_reason() -> None:
    for other in ({"categories": frozenset({"fix"})}, {"systems": frozenset({"crm"})}):
        assert starts(listed(replace(LONG, **other)), 3)[2] == "12-19 18:00"  # type: ignore[arg-type]
