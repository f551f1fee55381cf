"""The policy's file: any company's zone, languages, categories and leads."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notices.domain.allowed_windows import AllowedWindow
from notices.domain.instants import HoursOfDay, Lead
from notices.domain.policy import Grant, Organizer, PlanPolicy, Policy, TaskRule, WindowPolicy
from notices.loading import Loaded, load_policy, load_systems

Messages = Callable[[Loaded[Any]], list[tuple[str, int, int, str]]]
OWN = Path(__file__).parents[2] / "content"


def load(text: str) -> Loaded[Policy]:
    return load_policy("content/policy.yml", text.encode())


def test_another_company_s_policy_is_read(policy_text: str) -> None:
    loaded = load(policy_text)
    assert loaded.problems == ()
    policy = loaded.value
    assert policy is not None
    assert policy.zone == ZoneInfo("Europe/Berlin")
    assert (policy.languages, policy.default_language) == (("de", "en"), "de")
    assert policy.roles == ("head", "press")
    assert policy.ledger_starts == date(2026, 1, 1)
    assert policy.promise_begins == datetime(2025, 12, 31, 23, tzinfo=UTC)
    assert policy.notice_hours == HoursOfDay(time(9), time(17))
    assert policy.max_at_once == 10
    assert policy.plan is None
    change = policy.categories["change"]
    assert change.windows == WindowPolicy(
        (AllowedWindow(frozenset({5}), time(22), None),), "refuse", ("head",)
    )
    assert change.label == {"de": "change", "en": "change"}
    assert change.short_notice == Grant(("head",), "supplier")
    assert change.after_the_fact is None
    early, last, done = change.notices
    assert (early.earliest, early.latest, early.margin) == (Lead(14, "d"), Lead(7, "d"), None)
    assert (last.asap, last.asap_for) == (False, frozenset({"landlord"}))
    assert (done.on, done.label) == ("outcome", {"de": "done", "en": "done"})
    assert change.origins == {"supplier", "landlord"}
    flash, call = policy.categories["patch"].notices
    assert (flash.asap, flash.asap_for, flash.when) == (True, frozenset(), "important")
    assert (call.audience, call.when) == ("affected", "targeted")
    assert policy.categories["patch"].windows.allowed == ()


def test_the_repository_s_own_policy_and_systems_are_read() -> None:
    loaded = load_policy("content/policy.yml", (OWN / "policy.yml").read_bytes())
    assert loaded.problems == ()
    policy = loaded.value
    assert policy is not None
    assert list(policy.categories) == ["feature", "fix", "server"]
    final = policy.categories["server"].notice("final")
    assert final is not None
    assert (final.latest, final.margin, final.source) == (Lead(30, "m"), Lead(30, "m"), "I.3")
    assert policy.categories["server"].downtime_max == timedelta(minutes=60)
    assert policy.categories["feature"].tasks[1].latest == Lead(24, "h")
    assert policy.plan == PlanPolicy(
        ("ceo", "marketing", "product"), 24, 27, 28, 29, time(9), "marketing", "II.1", "II.2"
    )
    assert [task.done_when for task in policy.categories["feature"].tasks] == ["page", "guides"]
    assert [each.in_plan for each in policy.categories.values()] == [True, False, False]
    assert policy.source.at("categories.feature.notices.0.latest").line > 50
    systems = load_systems("content/systems.yml", (OWN / "systems.yml").read_bytes(), policy)
    assert systems.problems == ()


@pytest.mark.parametrize(
    "more, in_plan",
    [
        ("", False),
        ("    tasks: [{id: a, owner: head, latest: 1d}]\n", True),
        ("    tasks: [{id: a, owner: head, latest: 1d}]\n    in_plan: false\n", False),
        ("    in_plan: true\n", True),
    ],
)
def test_the_plan_is_for_categories_with_tasks_unless_the_policy_says_otherwise(
    policy_text: str, more: str, in_plan: bool
) -> None:
    policy = load(policy_text.replace("  patch:\n", f"  patch:\n{more}")).value
    assert policy is not None
    assert policy.categories["patch"].in_plan is in_plan


def test_a_task_and_a_plan_of_an_older_file_name_no_end_and_no_source(policy_text: str) -> None:
    plan = """\
plan:
  approvals: {roles: [head], from: 24, to: 27}
  announce: {from: 28, to: 29, at: 09:00, owner: press}
"""
    tasks = "  patch:\n    tasks: [{id: guides, owner: head, latest: 1d}]\n"
    policy = load(policy_text.replace("  patch:\n", tasks) + plan).value
    assert policy is not None
    assert policy.categories["patch"].tasks == (TaskRule("guides", "head", Lead(1, "d")),)
    assert policy.categories["patch"].guides_task is None
    assert policy.plan == PlanPolicy(("head",), 24, 27, 28, 29, time(9), "press", "", "")


@pytest.mark.parametrize(
    "since, instant",
    [
        ("2026-03-01", datetime(2026, 2, 28, 23, tzinfo=UTC)),
        ("2026-03-01 12:00", datetime(2026, 3, 1, 11, tzinfo=UTC)),
        ("2026-03-01T12:00Z", datetime(2026, 3, 1, 12, tzinfo=UTC)),
    ],
)
def test_since_is_a_day_or_a_time_of_the_policy_s_zone(
    policy_text: str, since: str, instant: datetime
) -> None:
    policy = load(policy_text.replace("latest: 7d", f"latest: 7d, since: {since}")).value
    assert policy is not None
    assert policy.categories["change"].notices[0].since == instant


@pytest.mark.parametrize(
    "old, new, message",
    [
        ("Europe/Berlin", "§Europe/Berln", "timezone: unknown time zone 'Europe/Berln'"),
        ("Europe/Berlin", "§Europe", "timezone: unknown time zone 'Europe'"),
        (
            "Europe/Berlin",
            "§../../etc/passwd",
            "timezone: unknown time zone '../../etc/passwd'",
        ),
        ("Europe/Berlin", "§localtime", "timezone: unknown time zone 'localtime'"),
        ("timezone: Europe/Berlin\n", "§", "timezone is missing"),
        ("languages: [de, en]", "§languages: []", "languages is empty"),
        ("[de, en]", "[de, §English]", "languages (item 2): 'English' is not a language code"),
        ("[de, en]", "[de, en, §de]", "duplicate 'de'"),
        ("[head, press]", "[head, press, §head]", "duplicate 'head'"),
        (
            "ledger_starts: 2026-01-01",
            "ledger_starts: §2026-01-01 00:00",
            "ledger_starts: '2026-01-01 00:00' is not a date",
        ),
        ("to: 17:00", "to: §9:00", "notice_hours.to: '9:00' is not a time of day"),
        ("to: 17:00", "to: §09:00", "notice_hours.to must be after 09:00"),
        ("from: 09:00", "from: §24:00", "notice_hours.from: 24:00 is allowed only as an end"),
        (
            "categories:\n",
            "max_at_once: §0\ncategories:\n",
            "max_at_once: '0' is not a whole number from 1 to 1000000",
        ),
        (
            "categories:\n",
            "max_at_once: §ten\ncategories:\n",
            "max_at_once: 'ten' is not a whole number from 1 to 1000000",
        ),
        ("  change:", "  §index:", "categories.index: the id 'index' is reserved"),
        ("days: [sat]", "days: [sat, §sat]", "duplicate 'sat'"),
        (
            "days: [sat]",
            "days: [§Saturday]",
            "categories.change.windows.allowed (item 1): days (item 1) must be mon, tue, wed, thu, fri, sat or sun, not 'Saturday'",
        ),
        (
            "to: 24:00}]",
            "to: §24:01}]",
            "categories.change.windows.allowed (item 1): to: '24:01' is not a time of day",
        ),
        ("approvers: [head]", "approvers: [§boss]", "unknown role 'boss'"),
        ("roles: [head]}", "roles: [§chief]}", "unknown role 'chief'"),
        (
            "origin: supplier, roles: [head]",
            "origin: supplier, §roles: []",
            "categories.change.exceptions.short_notice.roles is empty",
        ),
        ("owner: press, earliest", "owner: §pres, earliest", "unknown role 'pres'"),
        (
            "id: early",
            "id: §cancelled",
            "the id 'cancelled' is reserved for a notice that follows from a change",
        ),
        (
            "id: early",
            "id: §update-1",
            "the id 'update-1' is reserved for a notice that follows from a change",
        ),
        ("id: last", "id: §early", "duplicate 'early'"),
        (
            "earliest: 14d",
            "earliest: §7d",
            "earliest (7d) must be longer than latest (7d)",
        ),
        (
            "earliest: 14d",
            "earliest: §168h",
            "earliest (168h) must be longer than latest (7d)",
        ),
        (
            "latest: 7d",
            "latest: §0d",
            "categories.change.notices (item 1): latest: '0d' is zero",
        ),
        (
            "{id: early, audience: customers, owner: press, earliest: 14d, latest: 7d",
            "§{id: early, audience: customers, owner: press, source: x",
            "nothing says when this notice goes out",
        ),
        ("latest: 90m, ", "§", "nothing says when this notice goes out for other origins"),
        (
            "planned: {landlord: asap",
            "§planned: {landlord: soon",
            "categories.change.notices (item 2): planned must be asap, or asap for an origin",
        ),
        (
            "on: outcome",
            "on: outcome, §latest: 1d",
            "latest has no effect here: the notice follows the outcome",
        ),
        (
            "on: outcome",
            "on: §outcom",
            "categories.change.notices (item 3): on must be outcome or start, not 'outcom'",
        ),
        ("on: outcome", "on: outcome, §margin: 1h", "margin has no effect without latest"),
        *(
            (
                "on: outcome",
                f"on: start, §{key}: {value}",
                f"{key} has no effect here: the notice goes out at the start",
            )
            for key, value in (
                ("earliest", "2d"),
                ("latest", "30m"),
                ("margin", "5m"),
                ("planned", "asap"),
                ("planned", "{landlord: asap}"),
            )
        ),
        (
            "audience: affected",
            "audience: §everyone",
            "categories.patch.notices (item 2): audience must be customers, staff or affected, not 'everyone'",
        ),
        (
            "id: flash",
            "id: flash, label: {§fr: Vite}",
            "categories.patch.notices (item 1): label.fr is not a language of the policy",
        ),
        (
            "id: flash",
            "id: flash, §lable: Vite",
            "unknown key 'lable' in categories.patch.notices (item 1)",
        ),
        (
            "  patch:",
            "  patch:\n    tasks: [{id: a, owner: §x, latest: 1d}]",
            "unknown role 'x'",
        ),
        (
            "  patch:",
            "  patch:\n    tasks: [{id: a, owner: head, latest: 1d, done_when: §website}]",
            "categories.patch.tasks (item 1): done_when must be guides or page, not 'website'",
        ),
        *(
            ("roles:", f"{organizer}\nroles:", message)
            for organizer, message in (
                ("§organizer: {name: NOC}", "organizer.email is missing"),
                (
                    "organizer: {name: NOC, email: §noc at example.com}",
                    "organizer.email: 'noc at example.com' is not an email address",
                ),
                (
                    "organizer: {name: NOC, email: §noc@localhost}",
                    "organizer.email: 'noc@localhost' is not an email address",
                ),
                (
                    "organizer: {name: NOC, email: noc@example.com, §mail: x}",
                    "unknown key 'mail' in organizer",
                ),
                (
                    "organizer: {name: NOC, email: noc@example.com, §account: [a, b]}",
                    "organizer.account must be a single value, not a list",
                ),
            )
        ),
        (
            "  patch:",
            "  patch:\n    in_plan: §yes",
            "categories.patch.in_plan must be true or false, not 'yes'",
        ),
    ],
)
def test_what_a_policy_cannot_say_is_refused_at_its_place(
    policy_text: str, messages: Messages, old: str, new: str, message: str
) -> None:
    """The mark § stands before the place that the problem has to name."""
    assert old in policy_text
    loaded, (place,) = marked(policy_text.replace(old, new, 1))
    assert loaded.value is None
    assert messages(loaded) == [("schema", *place, message)]


def test_a_row_at_the_start_is_read_and_help_says_how_to_write_one(policy_text: str) -> None:
    policy = load(policy_text.replace("on: outcome", "on: start, since: 2026-03-01")).value
    assert policy is not None
    begun = policy.categories["change"].notices[2]
    assert (begun.on, begun.latest, begun.margin, begun.asap) == ("start", None, None, False)
    (problem,) = load(policy_text.replace(", on: outcome", "")).problems
    assert problem.help == "Add `latest`, `planned: asap`, `on: outcome` or `on: start`."
    (problem,) = load(policy_text.replace("on: outcome", "on: start, latest: 1h")).problems
    assert problem.help == "Delete `latest` or `on`."


def marked(text: str) -> tuple[Loaded[Policy], list[tuple[int, int]]]:
    """The policy without its marks §, and the place behind each of them."""
    parts = text.split("§")
    befores = ["".join(parts[:count]) for count in range(1, len(parts))]
    return load("".join(parts)), [
        (before.count("\n") + 1, len(before) - before.rfind("\n")) for before in befores
    ]


def test_the_plan_s_days_and_roles_are_checked(policy_text: str, messages: Messages) -> None:
    plan = """\
plan:
  approvals: {roles: [head, §boss], from: 27, to: §24}
  announce: {from: 28, to: §32, at: 09:00, owner: §nobody}
"""
    loaded, places = marked(policy_text + plan)
    assert messages(loaded) == [
        ("schema", *place, message)
        for place, message in zip(
            places,
            [
                "unknown role 'boss'",
                "plan.approvals.to is day 24, before day 27",
                "plan.announce.to: '32' is not a whole number from 1 to 31",
                "unknown role 'nobody'",
            ],
            strict=True,
        )
    ]


def test_a_comment_behind_a_label_is_refused(policy_text: str, messages: Messages) -> None:
    loaded, (place,) = marked(policy_text.replace("  patch:", "  patch:\n    label: Patch §# x"))
    assert messages(loaded) == [
        (
            "schema",
            *place,
            (
                "categories.patch.label is followed by a comment that may be meant as part of the text"
            ),
        )
    ]


def test_problems_of_all_kinds_come_at_once(policy_text: str, messages: Messages) -> None:
    loaded, places = marked(
        policy_text.replace("Europe/Berlin", "§Mars")
        .replace("earliest: 14d, latest: 7d", "earliest: §14d, latest: 20d")
        .replace("id: last", "id: §&x last")
        .replace("on: outcome", "on: §result")
    )
    assert [place[1:3] for place in messages(loaded)] == places
    assert [place[0] for place in messages(loaded)] == ["schema", "schema", "yaml", "schema"]


OWN_TEXT = (OWN / "policy.yml").read_text(encoding="utf-8")


@given(
    st.integers(0, len(OWN_TEXT)),
    st.integers(0, 30),
    st.sampled_from(
        ["", "{}", "[]", "x", "0", "24:00", "{a: {b: c}}", "[[a]]", "on: outcome", "~"]
    ),
)
def test_no_damage_to_a_policy_makes_it_raise(at: int, gone: int, put: str) -> None:
    loaded = load(OWN_TEXT[:at] + put + OWN_TEXT[at + gone :])
    assert loaded.problems or loaded.value is not None


@given(st.integers(0, 200), st.sampled_from(["", "{}", "[]", "[a]", "{a: b}", "[{}]", "1", "asap"]))
def test_no_value_in_place_of_another_makes_it_raise(line: int, put: str) -> None:
    lines = OWN_TEXT.splitlines()
    key, colon, _ = lines[line].partition(":")
    lines[line] = f"{key}{colon} {put}"
    loaded = load("\n".join(lines))
    assert loaded.problems or loaded.value is not None


WINDOWS = "{days: [sat], from: 22:00, to: 24:00}"


@pytest.mark.parametrize(
    "row, expected",
    [
        (WINDOWS, AllowedWindow(frozenset({5}), time(22), None)),
        ("{days: [fri], from: 22:00, to: 05:00}", AllowedWindow(frozenset({4}), time(22), time(5))),
        (
            "{from: sat 22:00, to: mon 06:00}",
            AllowedWindow(frozenset({5}), time(22), time(6), 2),
        ),
        ("{from: sat 00:00, to: sun 24:00}", AllowedWindow(frozenset({5}), time(), None, 1)),
        ("{from: sat 20:00, to: sat 22:00}", AllowedWindow(frozenset({5}), time(20), time(22), 0)),
        ("{from: sat 22:00, to: sat 21:59}", AllowedWindow(frozenset({5}), time(22), time(21, 59), 7)),
        (
            "{days: [sat], from: 18:00, to: 24:00, nth: [1, -1], zone: Asia/Tokyo, systems: [mail, web]}",
            AllowedWindow(
                frozenset({5}), time(18), None, None, frozenset({1, -1}), ZoneInfo("Asia/Tokyo"),
                frozenset({"mail", "web"}),
            ),
        ),
    ],
)  # fmt: skip
def test_an_allowed_window_is_read_in_each_of_its_forms(
    policy_text: str, row: str, expected: AllowedWindow
) -> None:
    policy = load(policy_text.replace(WINDOWS, row)).value
    assert policy is not None
    assert policy.categories["change"].windows.allowed == (expected,)


WHERE = "categories.change.windows.allowed (item 1): "
EMPTY = "Write at least one, or delete the key."


@pytest.mark.parametrize(
    "row, message, help",
    [
        ("§", "categories.change.windows.allowed is empty", EMPTY),
        ("{§days: [], from: 22:00, to: 24:00}", f"{WHERE}days is empty", EMPTY),
        ("{days: [sat], from: 22:00, to: 24:00, §nth: []}", f"{WHERE}nth is empty", EMPTY),
        ("{days: [sat], from: 22:00, to: 24:00, §systems: []}", f"{WHERE}systems is empty", EMPTY),
        (
            "{days: [sat], from: 22:00, to: 24:00, nth: [§0]}",
            f"{WHERE}nth (item 1): '0' is not a number from 1 to 5",
            "1 is the first such weekday of the month, -1 the last one.",
        ),
        (
            "{days: [sat], from: 22:00, to: 24:00, nth: [1, §-6]}",
            f"{WHERE}nth (item 2): '-6' is not a number from 1 to 5",
            "1 is the first such weekday of the month, -1 the last one.",
        ),
        (
            "{days: [sat], from: 22:00, to: 24:00, zone: §Berlin}",
            f"{WHERE}zone: unknown time zone 'Berlin'",
            "Write a name of the zone database, such as Asia/Ho_Chi_Minh or Europe/Berlin.",
        ),
        (
            "{from: §22:00, to: mon 06:00}",
            f"{WHERE}from names no day of the week",
            "Add `days`, or write it like `from: sat 22:00`.",
        ),
        (
            "{from: sat 22:00, to: §06:00}",
            f"{WHERE}to names no day of the week",
            "Add `days`, or write it like `to: sat 22:00`.",
        ),
        (
            "{days: [sat], from: §sat 22:00, to: 06:00}",
            f"{WHERE}from names a day of the week, and `days` is there as well",
            "Delete `days`, or write a time of day alone.",
        ),
        (
            "{from: §Sat 22:00, to: mon 06:00}",
            f"{WHERE}from: 'Sat 22:00' is not a time of the week",
            "Write it like sat 22:00.",
        ),
        (
            "{from: sat 22:00, to: §mon 25:00}",
            f"{WHERE}to: '25:00' is not a time of day",
            "",
        ),
        (
            "{from: §sat 24:00, to: mon 06:00}",
            f"{WHERE}from: 24:00 is allowed only as an end",
            "Write 00:00 of the next day.",
        ),
        (
            "{from: sat 22:00, to: §sat 22:00}",
            "the span from sat 22:00 to sat 22:00 is a week or longer",
            "A span of the week is shorter than 7 days.",
        ),
        (
            "{from: mon 00:00, to: §sun 24:00}",
            "the span from mon 00:00 to sun 24:00 is a week or longer",
            "A span of the week is shorter than 7 days.",
        ),
    ],
)
def test_a_fault_of_an_allowed_window_says_where_and_what_to_write(
    policy_text: str, row: str, message: str, help: str
) -> None:
    marked = policy_text.replace(WINDOWS, row)
    if row == "§":
        marked = policy_text.replace(f"allowed: [{WINDOWS}]", "§allowed: []")
    before = marked.partition("§")[0]
    line, column = before.count("\n") + 1, len(before.rpartition("\n")[2]) + 1

    [problem] = load(marked.replace("§", "")).problems

    assert (problem.rule, problem.message, problem.help) == ("schema", message, help)
    assert (problem.mark.line, problem.mark.column) == (line, column)


def test_an_origin_may_be_taken_out_of_the_question(policy_text: str) -> None:
    text = policy_text.replace(
        "approvers: [head]}", "approvers: [head], unless: {origin: weather}}", 1
    )
    policy = load(text).value
    assert policy is not None
    change = policy.categories["change"]
    assert change.windows.unless == "weather"
    assert "weather" in change.origins
    assert policy.imposed_by == {"provider"}
    policy = load(f"imposed_by: [weather, landlord]\n{text}").value
    assert policy is not None
    assert policy.imposed_by == {"weather", "landlord"}


@pytest.mark.parametrize(
    "text, organizer",
    [
        ("", None),
        (
            "organizer: {name: Our NOC, email: noc@sub.example.com}\n",
            Organizer("Our NOC", "noc@sub.example.com", "sub.example.com", "all"),
        ),
        (
            "organizer: {name: Our NOC, email: a.b+c@example.com, provider: x y, account: 137.03}\n",
            Organizer("Our NOC", "a.b+c@example.com", "x y", "137.03"),
        ),
    ],
)
def test_an_organizer_may_be_named(
    policy_text: str, text: str, organizer: Organizer | None
) -> None:
    policy = load(text + policy_text).value
    assert policy is not None
    assert policy.organizer == organizer


@pytest.mark.parametrize("length, good", [(254, True), (255, False)])
def test_an_address_is_as_long_as_mail_allows(policy_text: str, length: int, good: bool) -> None:
    domain = ".".join(["x" * 60] * 4)[: length - len("noc@.example")] + ".example"
    text = f"organizer: {{name: NOC, email: noc@{domain}}}\n{policy_text}"
    assert len(f"noc@{domain}") == length
    assert (load(text).value is not None) == good
