"""`notices holidays` proposes a file that the program reads, and says what to check in it."""

from __future__ import annotations

import builtins
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from notices.domain.layout import HOLIDAYS
from notices.domain.workdays import NamedDays
from notices.loading import load_holidays
from tests.core_builders import POLICY
from tests.project import Project

TET = [date(2026, 2, day) for day in (16, 17, 18, 19, 20)]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project.create(tmp_path / "project")


def test_what_it_prints_is_read_as_the_calendar_of_that_year(project: Project) -> None:
    answer = project.run("holidays", "vn", "2026")

    assert (answer.status, answer.err) == (0, "")
    loaded = load_holidays(HOLIDAYS, answer.out.encode(), POLICY)
    assert loaded.problems == ()
    assert loaded.value is not None
    assert loaded.value.covers == (date(2026, 1, 1), date(2026, 12, 31))
    assert not any(map(loaded.value.is_work, TET))
    # A Saturday that makes up for the Monday before the National Day.
    assert NamedDays(date(2026, 8, 22), date(2026, 8, 22)) in loaded.value.work


def test_it_says_what_to_check_in_the_language_of_messages(project: Project) -> None:
    english = project.run("--lang", "en", "holidays", "VN", "2027").out
    vietnamese = project.run("--lang", "vi", "holidays", "VN", "2027").out

    assert english.startswith("# yaml-language-server: $schema=../.notices/schemas/holidays.json\n")
    assert "# Lunar holidays such as Tết are set by the government each year" in english
    assert '- {day: 2027-02-06, label: "Lunar New Year"}' in english
    assert "# Ngày nghỉ theo âm lịch như Tết" in vietnamese
    assert '- {day: 2027-02-06, label: "Tết Nguyên Đán"}' in vietnamese


def test_several_years_are_one_span_and_neighbours_of_one_name_one_line(project: Project) -> None:
    out = project.run("holidays", "VN", "2026", "2027").out

    assert "covers: {from: 2026-01-01, to: 2027-12-31}\n" in out
    assert '- {from: 2027-09-02, to: 2027-09-03, label: "National Day"}' in out


def test_a_region_has_its_own_days(project: Project) -> None:
    epiphany = "2027-01-06"

    assert epiphany in project.run("holidays", "DE-BY", "2027").out
    assert epiphany not in project.run("holidays", "DE", "2027").out


@pytest.mark.parametrize(
    "args, words",
    [
        (("XX", "2027"), "does not know `XX`; write a code such as VN, DE or DE-BY"),
        (("DE-XX", "2027"), "does not know `DE-XX`"),
        (("VN", "2900"), "knows no holidays of 2900 for VN"),
        (("VN", "next"), "'next' is not a valid integer"),
        (("VN",), "Missing argument 'YEAR...'"),
    ],
)
def test_what_the_library_does_not_know_is_wrong_usage(
    project: Project, args: tuple[str, ...], words: str
) -> None:
    answer = project.run("holidays", *args)

    assert (answer.status, answer.out) == (2, "")
    assert words in answer.err


def test_without_the_library_it_says_how_to_get_it(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = builtins.__import__

    def without(name: str, *args: Any, **more: Any) -> Any:
        if name == "holidays":
            raise ModuleNotFoundError(name=name)
        return real(name, *args, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    answer = project.run("holidays", "VN", "2027")

    assert (answer.status, answer.out) == (2, "")
    assert "install it with `pip install 'notices[holidays]'`" in answer.err


def test_it_writes_nothing(project: Project) -> None:
    before = {*project.root.rglob("*")}

    project.run("holidays", "VN", "2027")

    assert {*project.root.rglob("*")} == before
