"""Values as JSON and back: the same value, or a refusal."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any, Literal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notices.domain.policy import Policy
from notices.domain.problem import Source
from notices.domain.release import Release
from notices.loading import load_plan, load_policy, load_release
from notices.loading.codec import decoded, encoded
from tests.core_builders import policy, release
from tests.domain.drawn import policies, releases
from tests.project import CLONE


def through_text(value: Any) -> Any:
    """What comes back of a value that was written and read."""
    return decoded(type(value), json.loads(json.dumps(encoded(value))))


def test_every_entry_of_the_repository_comes_back_with_all_its_places() -> None:
    """Sources are no part of equality, so they are compared by themselves."""
    path = CLONE / "content/policy.yml"
    law = load_policy("content/policy.yml", path.read_bytes()).value
    assert law is not None
    values: list[Any] = [law]
    for folder, load in (("releases", load_release), ("plans", load_plan)):
        paths = sorted((CLONE / "content" / folder).rglob("*.yml"))
        values += [load(path.name, path.read_bytes(), law).value for path in paths]
    assert len(values) > 10

    for value in values:
        assert through_text(value) == value
        assert through_text(value).source == value.source


@given(st.data())
def test_any_policy_and_any_release_come_back(data: st.DataObject) -> None:
    law = data.draw(policies())
    file = data.draw(releases(law))

    assert through_text(law) == law
    assert through_text(file) == file
    assert type(through_text(file).window.start) is datetime
    assert through_text(law).zone is law.zone


@dataclass(frozen=True)
class Days:
    count: int


@dataclass(frozen=True)
class Hours:
    count: int


@dataclass(frozen=True)
class Anything:
    """A class that nobody thought of, with each kind of field that a class may have."""

    lead: Days | Hours | None
    at: datetime | Literal["asap"]
    day: date
    clock: time | None
    span: timedelta
    zone: tzinfo
    names: frozenset[str]
    places: Mapping[str, tuple[int, int]]
    more: tuple[Days, ...] = ()
    choice: Literal["one", "two"] = "one"
    sure: bool = True
    texts: Mapping[str, str] = field(default_factory=dict)


ANYTHING = Anything(
    Hours(3),
    datetime(2026, 12, 12, 13, 0, 1, tzinfo=UTC),
    date(2026, 12, 12),
    time(8, 30),
    timedelta(days=-1, microseconds=1),
    ZoneInfo("Europe/Berlin"),
    frozenset({"a", "b"}),
    {"window.start": (3, 10)},
    (Days(1), Days(2)),
    "two",
    False,
    {"vi": "Tiền lương", "en": "\U0001f600 \u2028"},
)


@pytest.mark.parametrize(
    "value",
    [
        ANYTHING,
        replace(ANYTHING, lead=Days(3), at="asap", clock=None),
        replace(ANYTHING, lead=None, span=timedelta(days=400)),
    ],
)
def test_a_new_class_and_its_fields_need_nothing(value: Anything) -> None:
    assert through_text(value) == value


@given(st.dictionaries(st.text(), st.tuples(st.integers(), st.integers())))
def test_names_with_numbers_come_back_or_are_not_written(
    table: dict[str, tuple[int, int]],
) -> None:
    """They are one text and one list: a name with a line end has no place in it."""
    value = replace(ANYTHING, places=table)
    if any("\n" in name for name in table):
        with pytest.raises(ValueError, match=r"cannot be read back|argument"):
            encoded(value)
    else:
        assert list(through_text(value).places.items()) == list(table.items())


@pytest.mark.parametrize(
    "change",
    [
        {"at": datetime(2026, 12, 12, 13)},  # noqa: DTZ001  # That is what is refused.
        {"at": datetime(2026, 12, 12, 13, tzinfo=ZoneInfo("Europe/Berlin"))},
        {"choice": "three"},
        {"lead": 3},
        {"zone": UTC},
        {"names": frozenset({1})},
        {"sure": 1},
    ],
)
def test_what_is_not_of_its_type_is_not_written(change: dict[str, Any]) -> None:
    with pytest.raises((TypeError, ValueError)):
        encoded(replace(ANYTHING, **change))


def test_no_value_of_another_type_is_read() -> None:
    """Each part of what was written is replaced by each value that it cannot be."""
    written = json.loads(json.dumps(encoded(ANYTHING)))

    for number, part in enumerate(written):
        for other in (1.5, 17, True, [], {}, [9, 9], "nowhere", None, {"a": 1}):
            if type(other) is type(part) or (other is None and number in (0, 3)):
                continue
            if isinstance(part, list) and isinstance(other, list):
                continue
            changed = [*written[:number], other, *written[number + 1 :]]
            with pytest.raises((TypeError, ValueError)):
                decoded(Anything, changed)


@pytest.mark.parametrize(
    "place, wrong",
    [
        (0, [2, [3]]),
        (0, [-1, [3]]),
        (0, [0, [3, 3]]),
        (1, [0, "2026-12-12T13:00:00"]),
        (1, [0, "2026-12-12T13:00:00+07:00"]),
        (1, [1, "soon"]),
        (5, "No/Where"),
        (5, "../../etc/passwd"),
        (7, {"window.start": [3]}),
        (7, {"window.start": [3, "10"]}),
        (7, []),
        (7, ["window.start", [3, 10], 1]),
        (7, ["window.start", [3]]),
        (7, ["window.start", [3, 10, 4]]),
        (7, ["window.start", [3, "10"]]),
        (7, ["window.start", [3, True]]),
        (7, ["window.start", [3, 1.0]]),
        (7, ["window.start\nwindow.end", [3, 10]]),
        (7, ["window.start", [3, 10, 4, 10]]),
        (7, [3, [3, 10]]),
        (7, ["window.start", "31"]),
        (7, ["window.start", {"3": 10}]),
        (11, {"vi": 1}),
        (11, {"vi": ["Tiền lương"]}),
        (11, ["vi"]),
        (9, "three"),
    ],
)
def test_wrong_values_of_the_right_shape_are_refused(place: int, wrong: object) -> None:
    written = encoded(ANYTHING)
    written[place] = wrong

    with pytest.raises((TypeError, ValueError)):
        decoded(Anything, written)


def test_fewer_and_more_fields_are_refused() -> None:
    """That is what an older and a newer program would have written."""
    written = encoded(ANYTHING)

    for fields in (written[:-1], [*written, None]):
        with pytest.raises(ValueError, match="argument"):
            decoded(Anything, fields)


@pytest.mark.parametrize("kind, value", [(Policy, policy()), (Release, release())])
def test_one_kind_is_not_taken_for_another(kind: type, value: object) -> None:
    with pytest.raises((TypeError, ValueError)):
        decoded(Source, encoded(value))
    assert isinstance(decoded(kind, encoded(value)), kind)
