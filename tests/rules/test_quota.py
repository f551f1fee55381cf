"""A week or a month with no room left: what counts, what is said, where, and what helps."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from notices.cli.reports import check_json
from notices.domain.layout import LEDGER, POLICY, SYSTEMS
from notices.domain.quotas import Quota
from notices.evaluation import evaluate
from notices.evaluation.sources import Sources

NOW = "2026-11-20 09:00"
SYSTEM_LINES = """\
systems:
  - {id: payroll, name: {en: Payroll}, group: {en: People}}
  - {id: crm, name: {en: CRM}, group: {en: Sales}}
"""


def law(*at_most: str, otherwise: str = "refuse", more: str = "") -> str:
    """A policy whose categories `work` and `fix` are announced at once, two days ahead at least."""
    quotas = f"at_most: [{', '.join(at_most)}], " if at_most else ""
    return f"""\
timezone: Asia/Ho_Chi_Minh
languages: [en]
roles: [ops, boss]
ledger_starts: 2026-11-01
notice_hours: {{from: 00:00, to: 24:00}}
categories:
  work:
    label: {{en: Work}}
    windows: {{{quotas}otherwise: {otherwise}, approvers: [boss], source: Q.1}}
    notices:
      - {{id: soon, audience: customers, owner: ops, latest: 2d, planned: asap, source: Q.2}}
  fix:
    label: {{en: Fix}}
    notices:
      - {{id: soon, audience: customers, owner: ops, latest: 2d, planned: asap}}
{more}"""


def entry(
    start: str,
    hours: float = 2,
    *,
    systems: str = "payroll",
    category: str = "work",
    approved: bool = False,
    more: str = "",
) -> str:
    first = datetime.fromisoformat(start)
    last = first + timedelta(hours=hours)
    approval = ", reason: It has to be., approved_by: boss" if approved else ""
    return f"""\
category: {category}
title: {{en: A title}}
summary: {{en: A summary.}}
window: {{start: {first:%Y-%m-%d %H:%M:%S}, end: {last:%Y-%m-%d %H:%M:%S}{approval}}}
impact: {{downtime: 10m, systems: [{systems}]}}
{more}"""


class Files(dict[str, bytes]):
    """A project as its files, and what a publish leaves in them."""

    @classmethod
    def of(cls, policy: str, **entries: str) -> Files:
        files = cls({POLICY: policy.encode(), SYSTEMS: SYSTEM_LINES.encode()})
        for name, text in entries.items():
            files.release(name, text)
        return files

    def release(self, name: str, text: str | None) -> None:
        path = f"content/releases/{name}.yml"
        self.pop(path, None)
        if text is not None:
            self[path] = text.encode()

    def check(self, now: str = NOW) -> Any:
        at = instant(now)
        found = evaluate(Sources(self), at)
        return json.loads(
            check_json(at, found.policy, found.decisions, found.plans, found.problems)
        )

    def quotas(self, now: str = NOW) -> list[Any]:
        return [p for p in self.check(now)["problems"] if p["rule"] == "quota"]

    def refused(self, now: str = NOW) -> list[str]:
        return [p["entry"] for p in self.quotas(now) if p["severity"] == "error"]

    def publish(self, now: str = NOW) -> list[str]:
        """The entries of what was recorded."""
        found = evaluate(Sources(self), instant(now))
        self[LEDGER] = self.get(LEDGER, b"") + found.lines
        self.update(found.copies)
        return [record.entry for record in found.records]


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Asia/Ho_Chi_Minh")).astimezone(UTC)


ONE = "{count: 1, per: week, by: system}"
MONDAY, SUNDAY = "2026-11-30 00:00", "2026-12-06 23:59:59"


def test_the_problem_says_what_is_taken_where_and_what_helps() -> None:
    files = Files.of(law(ONE), a=entry("2026-12-01 20:00"), b=entry("2026-12-03 20:00"))

    [problem] = files.quotas()

    assert problem["message"] == (
        "at most 1 window a week may touch `payroll`: `a` takes it already in the week from "
        "2026-11-30 to 2026-12-06 (Q.1)"
    )
    assert problem["help"] == (
        "Write `window: {start: 2026-12-07 20:00, end: 2026-12-07 22:00}`, and publish it by "
        "2026-12-05 20:00 (+07:00); the earliest window that is legal now starts at "
        "2026-11-22 09:00 (+07:00); or write `reason: {en: …}` and `approved_by: boss` in the "
        "window, once boss has approved it."
    )
    assert (problem["path"], problem["line"], problem["column"]) == (
        "content/releases/b.yml",
        4,
        17,
    )
    assert (problem["severity"], problem["entry"], problem["system"], problem["source"]) == (
        "error",
        "b",
        "payroll",
        "Q.1",
    )
    assert problem["quota"] == {
        "span": {"from": "2026-11-30T00:00:00+07:00", "to": "2026-12-07T00:00:00+07:00"},
        "count": 1,
        "hours": None,
        "entries": ["a"],
    }
    assert problem["earliest_start"] == "2026-11-22T09:00:00+07:00"
    assert problem["publish_by"] is None


@pytest.mark.parametrize(
    "quota, windows, message",
    [
        (
            "{count: 2, per: month, by: category}",
            [("2026-12-01 20:00", 2), ("2026-12-15 20:00", 2), ("2026-12-31 20:00", 2)],
            (
                "at most 2 windows a month may be in the category `work`: `a` and `b` take them "
                "already in the month 2026-12 (Q.1)"
            ),
        ),
        (
            "{hours: 4, per: week, by: system}",
            [("2026-12-01 20:00", 1), ("2026-12-02 20:00", 1.5), ("2026-12-03 20:00", 2)],
            (
                "at most 4 hours of updates a week may touch `payroll`: `a` and `b` take 2 hours "
                "30 minutes already in the week from 2026-11-30 to 2026-12-06, and this window "
                "takes 2 hours (Q.1)"
            ),
        ),
        (
            "{hours: 1, per: week, by: category}",
            [("2026-12-01 20:00", 1), ("2026-12-02 20:00", 1)],
            (
                "at most 1 hour of updates a week may be in the category `work`: `a` takes 1 hour "
                "already in the week from 2026-11-30 to 2026-12-06, and this window takes 1 hour "
                "(Q.1)"
            ),
        ),
        (
            "{hours: 4, per: week, by: system}",
            [("2026-12-01 20:00", 5)],
            (
                "at most 4 hours of updates a week may touch `payroll`: this window alone takes "
                "5 hours (Q.1)"
            ),
        ),
    ],
)
def test_each_limit_has_its_words(
    quota: str, windows: list[tuple[str, float]], message: str
) -> None:
    entries = {name: entry(*window) for name, window in zip("abc", windows, strict=False)}
    files = Files.of(law(quota), **entries)

    [problem] = files.quotas()

    assert problem["message"] == message
    assert problem["entry"] == "abc"[len(windows) - 1]


def test_no_week_has_room_for_what_is_too_long() -> None:
    files = Files.of(law("{hours: 4, per: week, by: category}"), a=entry("2026-12-01 08:00", 5))

    [problem] = files.quotas()

    assert problem["earliest_start"] is None
    assert problem["quota"]["entries"] == []
    assert problem["help"] == (
        "Write `reason: {en: …}` and `approved_by: boss` in the window, once boss has approved it."
    )


@pytest.mark.parametrize(
    "start, refused",
    [
        ("2026-11-29 23:59:59", []),
        (MONDAY, ["b"]),
        (SUNDAY, ["b"]),
        ("2026-12-07 00:00:00", []),
    ],
)
def test_a_week_runs_from_monday_on_and_a_window_counts_where_it_starts(
    start: str, refused: list[str]
) -> None:
    files = Files.of(law(ONE), a=entry("2026-12-02 20:00"))
    files.publish()
    files.release("b", entry(start))

    assert files.refused() == refused


@pytest.mark.parametrize(
    "zone, per, day, first, following",
    [
        ("Europe/Berlin", "week", "2026-10-20", "2026-10-18T22:00Z", "2026-10-25T23:00Z"),
        ("Europe/Berlin", "week", "2027-03-28", "2027-03-21T23:00Z", "2027-03-28T22:00Z"),
        ("Asia/Ho_Chi_Minh", "week", "2027-01-01", "2026-12-27T17:00Z", "2027-01-03T17:00Z"),
        ("Asia/Ho_Chi_Minh", "month", "2026-12-31", "2026-11-30T17:00Z", "2026-12-31T17:00Z"),
        ("Europe/Berlin", "month", "2028-02-29", "2028-01-31T23:00Z", "2028-02-29T23:00Z"),
        # Clocks skip this month's first hour, and repeat that one's.
        ("America/Asuncion", "month", "2023-10-05", "2023-10-01T04:00Z", "2023-11-01T03:00Z"),
        ("America/Havana", "month", "2026-11-05", "2026-11-01T04:00Z", "2026-12-01T05:00Z"),
    ],
)
def test_weeks_and_months_are_those_of_the_zone(
    zone: str, per: Any, day: str, first: str, following: str
) -> None:
    noon = datetime.combine(date.fromisoformat(day), datetime.min.time(), ZoneInfo(zone))
    noon = (noon + timedelta(hours=12)).astimezone(UTC)
    expected = (datetime.fromisoformat(first), datetime.fromisoformat(following))

    assert Quota(per, "category", 1).span(noon, ZoneInfo(zone)) == expected


@pytest.mark.parametrize(
    "hours, refused",
    [(2, []), (2 + 1 / 3600, ["b"])],
    ids=["exactly the limit", "a second more"],
)
def test_exactly_the_limit_is_allowed(hours: float, refused: list[str]) -> None:
    files = Files.of(
        law("{hours: 4, per: week, by: category}"),
        a=entry("2026-12-01 20:00"),
        b=entry("2026-12-03 20:00", hours),
    )
    assert files.refused() == refused


def test_hours_are_those_that_pass_while_clocks_are_put_back() -> None:
    policy = law("{hours: 3, per: week, by: category}").replace("Asia/Ho_Chi_Minh", "Europe/Berlin")
    window = "window: {start: 2027-10-31 01:00, end: 2027-10-31 04:00}"
    text = "\n".join(
        window if line.startswith("window") else line
        for line in entry("2027-10-31 01:00").splitlines()
    )
    [problem] = Files.of(policy, a=text).quotas()

    assert problem["message"].endswith("this window alone takes 4 hours (Q.1)")


def test_every_announced_window_counts_and_only_those_before_of_the_hidden_ones() -> None:
    hidden = Files.of(law(ONE), a=entry("2026-12-05 20:00"), b=entry("2026-12-02 20:00"))
    assert hidden.refused() == ["a"]

    announced = Files.of(law(ONE), a=entry("2026-12-05 20:00"))
    assert announced.publish() == ["a"]
    announced.release("b", entry("2026-12-02 20:00"))
    assert announced.refused() == ["b"]


def test_of_two_at_the_same_instant_the_first_by_id_is_taken() -> None:
    same = entry("2026-12-02 20:00")
    assert Files.of(law(ONE), b=same, a=same).refused() == ["b"]


def test_a_hidden_window_counts_whatever_else_refuses_it() -> None:
    files = Files.of(law(ONE), a=entry("2026-12-01 20:00"), b=entry("2026-12-05 20:00"))

    problems = files.check("2026-11-30 09:00")["problems"]

    assert [(p["entry"], p["rule"]) for p in problems] == [("a", "lead-time"), ("b", "quota")]


@pytest.mark.parametrize(
    "first, refused",
    [
        (entry("2026-12-01 20:00", more="draft: true\n"), []),
        (entry("2026-12-01 20:00", more="colour: red\n"), []),
        (entry("2026-12-01 20:00", more="cancelled: {at: 2026-11-19 09:00, reason: No.}\n"), []),
        (entry("2026-12-01 20:00", systems="crm"), []),
        (entry("2026-12-01 20:00", category="fix"), ["b"]),
        (entry("2026-12-01 20:00", systems="crm, payroll"), ["b"]),
    ],
    ids=["draft", "invalid", "cancelled", "other system", "other category", "both systems"],
)
def test_what_counts(first: str, refused: list[str]) -> None:
    assert Files.of(law(ONE), a=first, b=entry("2026-12-03 20:00")).refused() == refused


def test_a_draft_is_asked_in_its_place() -> None:
    files = Files.of(
        law(ONE),
        a=entry("2026-12-01 20:00"),
        b=entry("2026-12-02 20:00", more="draft: true\n"),
        c=entry("2026-12-03 20:00"),
    )
    found = [(p["entry"], p["severity"], p["quota"]["entries"]) for p in files.quotas()]
    assert found == [("b", "warning", ["a"]), ("c", "error", ["a"])]


def test_each_system_is_asked_by_itself_and_a_release_of_none_is_not() -> None:
    files = Files.of(
        law(ONE),
        a=entry("2026-12-01 20:00", systems="payroll"),
        b=entry("2026-12-02 20:00", systems="crm"),
        c=entry("2026-12-03 20:00", systems="crm, payroll"),
        d=entry("2026-12-04 20:00", systems=""),
    )
    found = [(p["entry"], p["system"], p["quota"]["entries"]) for p in files.quotas()]
    assert sorted(found) == [("c", "crm", ["b"]), ("c", "payroll", ["a"])]


def test_an_approved_window_passes_and_counts() -> None:
    files = Files.of(
        law("{count: 2, per: week, by: category}"),
        a=entry("2026-12-01 20:00"),
        b=entry("2026-12-02 20:00"),
        c=entry("2026-12-03 20:00", approved=True),
        d=entry("2026-12-04 20:00"),
    )
    [problem] = files.quotas()
    assert (problem["entry"], problem["quota"]["entries"]) == ("d", ["a", "b", "c"])
    assert problem["message"].startswith(
        "at most 2 windows a week may be in the category `work`: `a`, `b` and `c` take them already"
    )


@pytest.mark.parametrize("how", ["warn", "provider"])
def test_a_window_that_is_only_warned_of_passes_and_counts(how: str) -> None:
    origin = "origin: provider\n" if how == "provider" else ""
    policy = law(ONE, otherwise="warn" if how == "warn" else "refuse").replace(
        "latest: 2d, planned: asap, source", "latest: 2d, source"
    )
    policy = policy.replace("latest: 2d, source", "latest: 2d, planned: {provider: asap}, source")
    files = Files.of(
        policy,
        a=entry("2026-12-01 20:00"),
        b=entry("2026-12-02 20:00", more=origin),
    )

    [problem] = files.quotas()

    assert (problem["entry"], problem["severity"], problem["earliest_start"]) == (
        "b",
        "warning",
        None,
    )
    assert problem["help"] == "This is allowed; but it may be more than customers take in."


def test_a_warning_stands_until_the_start_and_names_what_was_announced_before() -> None:
    files = Files.of(
        law(ONE, otherwise="warn"), a=entry("2026-12-01 20:00"), b=entry("2026-12-05 20:00")
    )
    files.publish()
    files.release("c", entry("2026-12-03 20:00"))

    found = [(p["entry"], p["quota"]["entries"]) for p in files.quotas("2026-11-21 09:00")]
    assert found == [("b", ["a"]), ("c", ["a", "b"])]

    # From its start on nothing is said of a window.
    files.release("c", None)
    assert [p["entry"] for p in files.quotas("2026-12-05 19:59:59")] == ["b"]
    assert files.quotas("2026-12-05 20:00:00") == []


def test_of_two_announced_windows_the_one_that_was_announced_later_is_warned_of() -> None:
    files = Files.of(law(ONE, otherwise="warn"), b=entry("2026-12-05 20:00"))
    files.publish()
    files.release("a", entry("2026-12-01 20:00"))
    assert [p["entry"] for p in files.quotas("2026-11-21 09:00")] == ["a"]
    files.publish("2026-11-21 09:00")
    assert [p["entry"] for p in files.quotas("2026-11-21 10:00")] == ["a"]


def test_full_weeks_are_passed_over() -> None:
    files = Files.of(law(ONE), a=entry("2026-12-03 20:00"), b=entry("2026-12-08 20:00"))
    files.publish()
    files.release("c", entry("2026-12-04 20:00"))

    [problem] = files.quotas("2026-11-30 09:00")

    assert problem["earliest_start"] == "2026-12-14T00:00:00+07:00"


def test_who_leaves_a_week_leaves_it_to_the_next_in_turn() -> None:
    """`a` is too late; without it `b` would have the week, so `a` has to look behind it."""
    files = Files.of(law(ONE), a=entry("2026-12-01 20:00"), b=entry("2026-12-02 08:00"))
    [late] = [p for p in files.check("2026-11-30 09:00")["problems"] if p["entry"] == "a"]
    assert (late["rule"], late["earliest_start"]) == ("lead-time", "2026-12-07T00:00:00+07:00")


def test_a_move_away_ends_the_warning_of_the_other_at_once() -> None:
    files = Files.of(
        law(ONE, otherwise="warn"), a=entry("2026-12-01 20:00"), b=entry("2026-12-05 20:00")
    )
    files.publish()
    files.release("a", entry("2026-12-08 20:00"))
    assert files.quotas("2026-11-21 09:00") == []


def test_room_that_a_move_leaves_within_a_week_is_found() -> None:
    """Until the move's turn has come four hours are taken, and one from then on."""
    files = Files.of(law("{hours: 4, per: week, by: category}"), a=entry("2026-12-02 08:00", 4))
    files.publish()
    files.release("a", entry("2026-12-04 08:00", 1))
    files.release("b", entry("2026-12-02 20:00", 3))

    [problem] = files.quotas("2026-11-30 09:00")

    assert (problem["entry"], problem["earliest_start"]) == ("b", "2026-12-04T08:00:00+07:00")
    files.release("b", entry("2026-12-04 08:00", 3))
    assert files.quotas("2026-11-30 09:00") == []


def test_a_move_counts_where_it_was_until_its_turn_has_come() -> None:
    files = Files.of(law(ONE), a=entry("2026-12-01 20:00"))
    files.publish()
    files.release("a", entry("2026-12-08 20:00"))
    files.release("b", entry("2026-12-03 20:00"))
    files.release("c", entry("2026-12-10 20:00"))
    files.release("d", entry("2026-12-07 20:00"))

    # `d` comes before the move, which is refused then, and keeps its old window.
    assert files.refused() == ["a", "b", "c"]
    files.release("d", None)
    assert files.refused() == ["b", "c"]
    files.publish()
    assert files.refused() == ["c"]


def test_a_move_is_not_held_against_its_own_old_window() -> None:
    files = Files.of(law(ONE), a=entry("2026-12-01 20:00"))
    files.publish()
    files.release("a", entry("2026-12-03 20:00"))
    assert files.quotas() == []


def test_a_system_that_is_added_is_asked_about() -> None:
    files = Files.of(
        law(ONE), a=entry("2026-12-01 20:00"), b=entry("2026-12-03 20:00", systems="crm")
    )
    assert files.publish() == ["a", "b"]
    files.release("b", entry("2026-12-03 20:00", systems="crm, payroll"))
    assert files.refused() == ["b"]


@pytest.mark.parametrize("text", ["colour: red\n", "draft: true\n", None])
def test_an_announced_window_counts_whatever_became_of_its_file(text: str | None) -> None:
    files = Files.of(law(ONE), a=entry("2026-12-01 20:00"))
    files.publish()
    files.release("a", None if text is None else entry("2026-12-01 20:00", more=text))
    files.release("b", entry("2026-12-03 20:00"))
    assert files.refused() == ["b"]


def test_what_was_cancelled_gives_its_place_whatever_became_of_its_file() -> None:
    cancelled = entry("2026-12-01 20:00", more="cancelled: {at: 2026-11-20 10:00, reason: No.}\n")
    files = Files.of(law(ONE), a=entry("2026-12-01 20:00"))
    files.publish()
    files.release("a", cancelled)
    files.publish("2026-11-20 11:00")
    files.release("b", entry("2026-12-03 20:00"))
    assert files.refused("2026-11-20 12:00") == []
    files.release("a", None)
    assert files.refused("2026-11-20 12:00") == []


def test_a_hidden_window_gives_way_to_one_that_was_announced_before_it() -> None:
    """Each is announced from ten days ahead on, or, with an own time, before that."""
    policy = law(ONE).replace("planned: asap", "earliest: 10d")
    own = "notices: {{soon: {{at: {}}}}}\n".format
    files = Files.of(policy, a=entry("2026-12-05 20:00"), b=entry("2026-12-05 10:00"))
    assert (files.publish("2026-11-25 09:00"), files.refused("2026-11-25 09:00")) == ([], ["a"])
    files.release("a", entry("2026-12-05 20:00", approved=True, more=own("2026-11-25 21:00")))
    files.release("b", entry("2026-12-05 10:00", more=own("2026-11-26 09:00")))
    assert files.refused("2026-11-25 21:00") == []
    assert files.publish("2026-11-25 21:00") == ["a"]

    assert files.refused("2026-11-26 09:00") == ["b"]
    assert files.publish("2026-11-26 09:00") == []


@pytest.mark.parametrize("order", ["ab", "ba"])
def test_a_second_publish_at_the_same_instant_records_nothing(order: str) -> None:
    texts = {"a": entry("2026-12-01 20:00"), "b": entry("2026-12-03 20:00")}
    files = Files.of(law(ONE), **{name: texts[name] for name in order})
    assert files.publish() == ["a"]
    assert files.publish() == []
    assert files.refused() == ["b"]
    files.release("b", entry("2026-12-03 20:00", approved=True))
    assert files.publish() == ["b"]
    # That there are two now takes nothing back from the one that customers knew.
    assert files.quotas() == []
    a, b = files.check()["entries"]
    assert (a["publish_by"], b["publish_by"]) == (
        "2026-11-29T20:00:00+07:00",
        "2026-12-01T20:00:00+07:00",
    )
