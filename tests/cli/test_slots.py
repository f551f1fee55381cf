"""`slots`: the windows that a new release can take, what each asks for, and why days have none."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

import pytest

from notices.domain import schedule
from notices.domain.policy import NoticeRule
from tests.project import FEATURE, POLICY, Project

NOW = "2026-12-01 09:00"


def slots(project: Project, *args: str, now: str = NOW) -> Any:
    answer = project.run("slots", *args, "--format", "json", "--now", now)
    assert answer.status == 0, answer.err
    return answer.json()


def starts(project: Project, *args: str, now: str = NOW) -> list[str]:
    return [
        slot["start"][:16].replace("T", " ") for slot in slots(project, *args, now=now)["slots"]
    ]


def left_out(project: Project, *args: str, now: str = NOW) -> list[tuple[str, str]]:
    return [(each["day"][5:], each["why"]) for each in slots(project, *args, now=now)["left_out"]]


def printed(project: Project, *args: str, now: str = NOW) -> str:
    answer = project.run("slots", *args, "--now", now)
    assert (answer.status, answer.err) == (0, "")
    return answer.out


# What is printed


def test_a_slot_says_what_has_to_be_published_by_when_and_who_owes_it(project: Project) -> None:
    assert printed(project, "feature", "--count", "1") == (
        "feature: windows of 2 hours, in Asia/Ho_Chi_Minh\n"
        "\n"
        "Sat 2026-12-12 18:00–20:00, publish it by Wed 2026-12-02 18:00\n"
        "  notice            audience   owner      planned               deadline              source\n"
        "  advance           customers  marketing  at once               Wed 2026-12-02 18:00  I.1\n"
        "  advance-internal  staff      marketing  at once               Wed 2026-12-02 18:00  I.1\n"
        "  announcement      customers  marketing  Wed 2026-12-09 12:00  Wed 2026-12-09 18:00  II.3, II.4\n"
        "  reminder          customers  marketing  Thu 2026-12-10 12:00  Thu 2026-12-10 18:00  I.1\n"
        "  final             customers  marketing  Fri 2026-12-11 12:00  Fri 2026-12-11 18:00  I.1, II.3\n"
        "  internal          staff      product    Fri 2026-12-11 12:00  Fri 2026-12-11 18:00  II.4\n"
        "  website           task       product    –                     Wed 2026-12-09 18:00  II.4\n"
        "  guides            task       product    –                     Fri 2026-12-11 18:00  II.5\n"
        "\n"
        "plan of 2026-12: was not announced by Sun 2026-11-29 24:00; a `feature` that no announced "
        "plan lists gets a warning (`unplanned`)\n"
    )


def test_as_json_a_slot_has_all_of_it_in_the_policys_zone(project: Project) -> None:
    project.release("backup", FEATURE.replace("20:00, ", "19:00, "))

    report = slots(
        project, "server", "--count", "1", "--near", "2026-12-12", "--systems", "payroll"
    )

    assert report == {
        "now": "2026-12-01T09:00:00+07:00",
        "category": "server",
        "length_s": 3600,
        "slots": [
            {
                "start": "2026-12-12T18:00:00+07:00",
                "end": "2026-12-12T19:00:00+07:00",
                "publish_by": "2026-12-11T18:00:00+07:00",
                "notices": [
                    {
                        "id": "advance",
                        "audience": "customers",
                        "owner": "marketing",
                        "opens": None,
                        "planned": "2026-12-11T12:00:00+07:00",
                        "deadline": "2026-12-11T18:00:00+07:00",
                        "status": "pending",
                        "source": "I.3",
                    },
                    {
                        "id": "final",
                        "audience": "customers",
                        "owner": "marketing",
                        "opens": None,
                        "planned": "2026-12-12T17:00:00+07:00",
                        "deadline": "2026-12-12T17:30:00+07:00",
                        "status": "pending",
                        "source": "I.3",
                    },
                    {
                        "id": "completed",
                        "audience": "customers",
                        "owner": "marketing",
                        "opens": None,
                        "planned": None,
                        "deadline": None,
                        "status": "waiting",
                        "source": "good manners",
                    },
                ],
                "tasks": [],
                "plan": None,
                "clashes": [],
            }
        ],
        "left_out": [],
    }


def test_explained_each_earlier_day_says_why_it_has_no_slot(project: Project) -> None:
    text = printed(project, "feature", "--count", "1", "--explain")

    late = "22:00–24:00: `advance` (I.1) had to be published by"
    assert text.split("\n\n")[1].splitlines() == [
        "Tue 2026-12-01 – Fri 2026-12-04: no allowed window begins (II.6)",
        f"Sat 2026-12-05: {late} Wed 2026-11-25 22:00, 5 days 11 hours ago",
        f"Sun 2026-12-06: {late} Thu 2026-11-26 22:00, 4 days 11 hours ago",
        "Mon 2026-12-07 – Fri 2026-12-11: no allowed window begins (II.6)",
    ]
    assert slots(project, "feature", "--explain")["left_out"][4] == {
        "day": "2026-12-05",
        "why": "late",
        "start": "2026-12-05T22:00:00+07:00",
        "end": "2026-12-06T00:00:00+07:00",
        "notice": "advance",
        "deadline": "2026-11-25T22:00:00+07:00",
        "late_by_s": 5 * 86400 + 11 * 3600,
        "source": "I.1",
    }


def test_an_evening_for_which_one_has_to_hurry_is_named_without_being_asked(
    project: Project,
) -> None:
    text = printed(project, "feature", "--count", "1", now="2026-12-02 17:00")

    assert text.split("\n\n")[1] == (
        "Sat 2026-12-12: 22:00–24:00: legal until Wed 2026-12-02 22:00, "
        "which leaves too little time to publish it"
    )
    assert left_out(project, "feature", now="2026-12-02 17:00") == [("12-12", "no-time")]
    assert left_out(project, "feature", now="2026-12-02 22:00") == [("12-12", "no-time")]
    assert left_out(project, "feature", now="2026-12-02 22:00:01") == []


def test_near_a_day_those_before_and_after_it_come_in_order_of_time(project: Project) -> None:
    near = "feature", "--near", "2026-12-23"
    assert starts(project, *near) == [
        "2026-12-20 18:00",
        "2026-12-26 18:00",
        "2026-12-27 18:00",
    ]
    days = ["12-21", "12-22", "12-23", "12-24", "12-25"]
    assert left_out(project, *near, "--explain") == [(day, "not-allowed") for day in days]


def test_near_a_time_of_day_the_evening_is_begun_then(project: Project) -> None:
    assert starts(project, "feature", "--near", "2026-12-10 20:10", "--count", "1") == [
        "2026-12-12 20:15"
    ]


def test_a_day_that_has_passed_is_no_day_to_explain(project: Project) -> None:
    asked = left_out(project, "feature", "--near", "2026-11-01", "--explain")
    assert asked == left_out(project, "feature", "--explain")
    too_long = "feature", "--length", "7h", "--explain"
    assert left_out(project, *too_long, "--near", "2026-11-01") == left_out(project, *too_long)


def test_a_window_that_fits_nowhere_is_said_so(project: Project) -> None:
    answer = project.run("slots", "feature", "--length", "7h", "--now", NOW)

    assert (answer.status, answer.out) == (0, "")
    assert answer.err == (
        "no window of 7 hours is legal for `feature`; `--explain` says why, day by day\n"
    )
    assert slots(project, "feature", "--length", "7h")["slots"] == []
    why = set(left_out(project, "feature", "--length", "7h", "--explain"))
    assert {each for each in why if each[0] in ("12-05", "12-07")} == {
        ("12-05", "too-long"),
        ("12-07", "not-allowed"),
    }


def test_in_vietnamese_all_of_it_is_vietnamese_but_ids(project: Project) -> None:
    project.release("payroll-engine", FEATURE)
    answer = project.run(
        "--lang", "vi", "slots", "feature", "--explain", "--now", "2026-12-02 17:00"
    )
    words = set(re.findall(r"[a-z]+", re.sub(r"`[^`]*`", "", answer.out)))
    assert not words & {"notice", "owner", "deadline", "planned", "publish", "window", "overlaps"}
    assert "T7 2026-12-12: 22:00–24:00: chỉ hợp lệ đến T4 2026-12-02 22:00" in answer.out


# What else counts


def test_the_switches_of_a_category_choose_which_notices_it_owes(project: Project) -> None:
    def notices(*args: str) -> list[str]:
        [slot] = slots(project, "fix", "--count", "1", *args)["slots"]
        return [notice["id"] for notice in slot["notices"]]

    assert notices() == ["completed"]
    assert notices("--important") == ["important", "completed"]
    assert notices("--targeted") == ["handoff"]


def test_a_window_that_a_provider_set_keeps_to_no_evening(project: Project) -> None:
    assert starts(project, "server", "--count", "2") == ["2026-12-05 18:00", "2026-12-06 18:00"]
    assert starts(project, "server", "--count", "2", "--origin", "provider") == [
        "2026-12-02 15:00",
        "2026-12-03 00:00",
    ]


@pytest.mark.parametrize(
    "args, message",
    [
        (["nix"], "there is no category `nix`; write feature, fix or server"),
        (["feature", "--origin", "provider"], "a `feature` has no origin `provider`"),
        (["server", "--origin", "x"], "a `server` has no origin `x`; write provider"),
        (["feature", "--important"], "no notice of `feature` is for important releases"),
        (["server", "--targeted"], "no notice of `server` is for targeted releases"),
        (["fix", "--targeted", "--important"], "a release is `--important` or `--targeted`, not both"),
        (["fix", "--systems", "crm,payrol"], "there is no system `payrol`; did you mean `payroll`?"),
        (["fix", "--systems", "old"], "`old` is retired: no new release may name it"),
        (["fix", "--length", "0m"], "a window is not empty"),
        (["fix", "--length", "2"], "'2' is not a length of time"),
        (["fix", "--near", "12.12.2026"], "is not a date"),
        (["fix", "--near", "2026-12-12 25:00"], "is not a time"),
        (["fix", "--count", "0"], "0 is not in the range"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_wrong_usage(
    project: Project, args: list[str], message: str
) -> None:
    systems = project.root / "content/systems.yml"
    retired = "  - {id: old, name: {vi: Cũ, en: Old}, group: {vi: Cũ, en: Old}, retired: true}\n"
    systems.write_text(systems.read_text("utf-8") + retired, "utf-8")

    answer = project.run("slots", *args, "--now", NOW)

    assert answer.status == 2
    assert message in " ".join(answer.err.split())


# The plan of the month


PLAN = """\
approvals: [{role: ceo, on: 2026-12-25}, {role: marketing, on: 2026-12-25}, {role: product, on: 2026-12-25}]
summary: {vi: Tháng này., en: This month.}
items: [{title: {vi: Mới, en: New}, category: feature, expected: 2027-01-16}]
"""


def plan_of(project: Project, near: str, now: str) -> Any:
    [slot] = slots(project, "feature", "--near", near, "--count", "1", now=now)["slots"]
    return slot["plan"]


def test_the_plan_says_when_it_is_approved_and_announced_and_what_it_can_name_first(
    project: Project,
) -> None:
    assert plan_of(project, "2027-01-16", NOW) == {
        "id": "2027-01",
        "path": "content/plans/2027-01.yml",
        "state": "open",
        "approved_from": "2026-12-24",
        "approved_to": "2026-12-27",
        "planned": "2026-12-28T09:00:00+07:00",
        "deadline": "2026-12-30T00:00:00+07:00",
        "first_start": "2027-01-09T18:00:00+07:00",
    }
    text = printed(project, "feature", "--near", "2027-01-16", "--count", "1")
    assert text.endswith(
        "\nplan of 2027-01: list it in content/plans/2027-01.yml, to be approved from 2026-12-24 to "
        "2026-12-27 (II.1) and announced from Mon 2026-12-28 09:00 until Tue 2026-12-29 24:00 (II.2)\n"
        "what customers first hear of by this plan can start on Sat 2027-01-09 18:00 at the "
        "earliest\n"
    )


@pytest.mark.parametrize(
    "month, first",
    [("2027-01", "07"), ("2027-03", "10"), ("2028-03", "09"), ("2027-05", "08")],
)
def test_what_is_first_named_on_the_28th_can_run_from_the_7th_to_the_10th_by_the_months_length(
    project: Project, month: str, first: str
) -> None:
    """Where any evening is allowed: ten days after the 28th of the month before."""
    text = POLICY.read_text("utf-8").replace(
        "days: [sat, sun]", "days: [mon, tue, wed, thu, fri, sat, sun]"
    )
    project.write(
        "content/policy.yml", text.replace("from: 18:00, to: 24:00", "from: 00:00, to: 24:00")
    )

    assert plan_of(project, f"{month}-20", NOW)["first_start"] == f"{month}-{first}T09:00:00+07:00"


def test_a_plan_is_open_until_its_deadline_and_late_a_second_after_it(project: Project) -> None:
    def state(now: str) -> str:
        found: str = plan_of(project, "2027-01-16", now)["state"]
        return found

    assert state("2026-12-30 00:00") == "open"
    assert state("2026-12-30 00:00:01") == "late"


def test_an_announced_plan_stays_as_it_is(project: Project) -> None:
    project.write("content/plans/2027-01.yml", PLAN)
    assert plan_of(project, "2027-01-16", "2026-12-28 08:59:59")["state"] == "open"

    # From then on a publish announces it.
    assert plan_of(project, "2027-01-16", "2026-12-28 09:00")["state"] == "announced"
    project.run("publish", "--now", "2026-12-28 09:00")
    found = plan_of(project, "2027-01-16", "2026-12-31 09:00")
    assert (found["state"], found["first_start"]) == ("announced", None)


# Clashes


def clashes(project: Project, *args: str, now: str = NOW) -> list[tuple[str, str, list[str]]]:
    report = slots(project, "feature", "--count", "1", *args, now=now)
    return [
        (each["entry"], each["start"][5:16], each["systems"])
        for each in report["slots"][0]["clashes"]
    ]


@pytest.mark.parametrize(
    "start, end, overlaps",
    [
        ("16:00", "18:00", False),
        ("16:00", "18:00:01", True),
        ("19:59:59", "21:00", True),
        ("20:00", "21:00", False),
        ("17:00", "23:00", True),
    ],
)
def test_windows_clash_that_share_a_second(
    project: Project, start: str, end: str, overlaps: bool
) -> None:
    """The slot is 18:00 to 20:00."""
    text = FEATURE.replace("12-12 20:00,", f"12-12 {start},").replace("12-12 22:00", f"12-12 {end}")
    project.release("other", text.replace("category: feature", "category: fix"))

    assert bool(clashes(project)) == overlaps


FIX = FEATURE.replace("feature", "fix").replace("20:00,", "19:00,")


@pytest.mark.parametrize(
    "asked, expected",
    [
        ([], [("other", "12-12T19:00", [])]),
        (["--systems", "payroll"], [("other", "12-12T19:00", ["payroll"])]),
        (["--systems", "crm,payroll"], [("other", "12-12T19:00", ["payroll"])]),
        (["--systems", "crm"], []),
    ],
)
def test_a_clash_is_on_the_same_systems_or_with_who_names_none(
    project: Project, asked: list[str], expected: list[tuple[str, str, list[str]]]
) -> None:
    project.release("other", FIX)
    assert clashes(project, *asked) == expected


@pytest.mark.parametrize(
    "more, clash",
    [
        ("", True),
        ("draft: true\n", True),
        ("customers: [acme]\n", True),
        ("cancelled: {at: 2026-11-30 09:00, reason: Hoãn.}\n", False),
    ],
)
def test_hidden_entries_drafts_and_targeted_ones_clash_and_cancelled_ones_do_not(
    project: Project, more: str, clash: bool
) -> None:
    project.release("other", FIX + more)
    assert bool(clashes(project)) == clash


def test_a_refused_move_clashes_with_both_of_its_windows(project: Project) -> None:
    """It stays where it was announced, and may go where its file says once somebody approves it."""
    project.release("other", FEATURE)
    assert project.run("publish", "--now", NOW).status == 0
    project.release("other", FEATURE.replace("2026-12-12", "2026-12-16"))

    for day in ("12-12", "12-16"):
        report = slots(project, "fix", "--count", "1", "--near", f"2026-{day} 21:00")
        [clash] = report["slots"][0]["clashes"]
        assert (clash["entry"], clash["start"][5:16]) == ("other", f"{day}T20:00")


def test_a_clash_is_named_below_the_table(project: Project) -> None:
    project.release("other", FIX)
    text = printed(project, "feature", "--count", "1", "--systems", "payroll")
    assert "\n  overlaps `other`, Sat 2026-12-12 19:00–22:00, on payroll\n" in text


def test_an_entry_that_cannot_be_read_is_named_since_it_may_clash(project: Project) -> None:
    project.release("other", FIX.replace("window", "windows"))
    answer = project.run("slots", "feature", "--now", NOW)
    assert answer.status == 0
    assert answer.err == (
        "content/releases/other.yml is invalid: whether it overlaps is not known\n"
    )


# Used as they are


@pytest.mark.parametrize(
    "category, args, more",
    [
        ("feature", [], "body: {vi: Nội dung., en: Details.}\n"),
        ("feature", ["--near", "2027-01-20 21:00", "--length", "90m"], "body: {vi: Nội dung., en: Details.}\n"),
        ("server", [], ""),
        ("server", ["--origin", "provider"], "origin: provider\n"),
        ("fix", ["--important"], "important: true\n"),
        ("fix", ["--targeted"], "customers: [acme]\n"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("now", ["2026-12-02 14:00", "2026-12-02 14:00:01", "2027-02-27 23:59:59"])
def test_check_accepts_each_slot_now_and_until_it_has_to_be_published(
    project: Project, category: str, args: list[str], more: str, now: str
) -> None:
    for slot in slots(project, category, "--count", "2", *args, now=now)["slots"]:
        window = f"window: {{start: {slot['start']}, end: {slot['end']}}}\n"
        text = (
            f"category: {category}\ntitle: {{vi: Mới, en: New}}\nsummary: {{vi: Mới., en: New.}}\n"
        )
        project.release("new", text + window + "impact: {downtime: 10m}\n" + more)
        for at in filter(None, (now, slot["publish_by"])):
            problems = project.check(at)["problems"]
            assert [p["message"] for p in problems if p["severity"] == "error"] == []
            assert "window-not-allowed" not in [p["rule"] for p in problems]
        if slot["publish_by"] is not None:
            too_late = datetime.fromisoformat(slot["publish_by"]) + timedelta(seconds=1)
            refused = [
                p["rule"]
                for p in project.check(too_late.isoformat())["problems"]
                if p["severity"] == "error"
            ]
            assert "lead-time" in refused
        assert project.entry("new", now)["publish_by"] == slot["publish_by"]


def test_what_fifty_notices_and_fifty_spans_take_to_list_and_explain_is_bounded(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The longest lead is 365 days, so that a year of days is explained: some 35,000 quarters of an
    hour, of each of which 50 notices could be asked. Counted, since clocks differ."""
    policy = POLICY.read_text("utf-8")
    rows = "".join(
        f"      - {{id: n{n}, label: {{vi: x, en: x}}, audience: customers, owner: marketing, latest: {n * 7 + 22}d, margin: 6h}}\n"
        for n in range(43)
    )
    days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    spans = "".join(
        f"        - {{days: [{days[n % 7]}], from: {n % 21:02}:{n:02}, to: {n % 21 + 2:02}:{n:02}}}\n"
        for n in range(50)
    )
    policy = policy.replace("        - {days: [sat, sun], from: 18:00, to: 24:00}\n", spans, 1)
    policy = policy.replace("    notices:\n", "    notices:\n" + rows, 1)
    project.write("content/policy.yml", policy)

    asked: list[str] = []

    def counted(rule: NoticeRule, *of: Any) -> schedule.Timing:
        asked.append(rule.id)
        return timing(rule, *of)

    timing = schedule.timing
    monkeypatch.setattr(schedule, "timing", counted)
    report = slots(project, "feature", "--explain", "--count", "10", now=NOW)

    assert len(report["slots"]) == 10
    assert len(report["left_out"]) > 300
    assert 500 < len(asked) < 3_000, len(asked)


# Freezes, quotas, rows of systems


def barred(project: Project, *, windows: str = "", top: str = "") -> None:
    path = project.root / "content/policy.yml"
    text = path.read_text("utf-8").replace("      approvers: [ceo, product]\n", f"      approvers: [ceo, product]\n{windows}", 1)  # fmt: skip
    path.write_text(text + top, "utf-8")


def test_a_day_in_a_freeze_is_explained(project: Project) -> None:
    freeze = "{id: closing, from: 2026-12-12, to: 2026-12-13, kind: hard, source: F.1}"
    barred(project, top=f"freezes: [{freeze}]\n")
    args = ("slots", "feature", "--count", "1", "--explain", "--now", "2026-12-01 09:00")

    told = project.run(*args).out.splitlines()
    assert (
        "Sat 2026-12-12 – Sun 2026-12-13: in the freeze `closing` (F.1), Sat 2026-12-12 00:00 to "
        "Sun 2026-12-13 24:00"
    ) in told

    report = project.run(*args, "--format", "json").json()
    [day] = [each for each in report["left_out"] if each["day"] == "2026-12-12"]
    assert (day["why"], day["freeze"], day["source"]) == ("freeze", "closing", "F.1")
    assert report["slots"][0]["start"] == "2026-12-19T18:00:00+07:00"


def test_a_full_week_is_explained_by_what_fills_it(project: Project) -> None:
    barred(project, windows="      at_most: [{count: 1, per: week, by: category}]\n")
    project.release("other", FEATURE)
    now = "2026-12-01 09:00"
    project.run("publish", "--now", now)
    args = ("slots", "feature", "--count", "1", "--explain", "--now", now)

    told = project.run(*args).out
    assert "Sun 2026-12-13: `other` take what the week from 2026-12-07 may hold" in told  # fmt: skip
    report = project.run(*args, "--format", "json").json()
    [day] = [each for each in report["left_out"] if each["day"] == "2026-12-13"]
    assert (day["why"], day["quota"]["entries"]) == ("quota", ["other"])
    assert report["slots"][0]["start"] == "2026-12-19T18:00:00+07:00"
    # A new entry goes where there is room, too.
    assert project.run("new", "feature", "next", "--title", "Next", "--now", now).status == 0
    text = (project.root / "content/releases/next.yml").read_text("utf-8")
    assert "start: 2026-12-19 18:00" in text


def test_where_rows_are_for_systems_a_system_has_to_be_named(project: Project) -> None:
    path = project.root / "content/policy.yml"
    row = "{days: [sat, sun], from: 18:00, to: 24:00}"
    text = path.read_text("utf-8").replace(row, row.replace("}", ", systems: [payroll]}"), 1)
    path.write_text(text, "utf-8")
    args = ("slots", "feature", "--count", "1", "--now", "2026-12-01 09:00")

    told = project.run(*args, "--explain").out
    assert "each allowed window (II.6) is for certain systems: add `--systems`" in told
    assert "Sat 2026-12-12 18:00–20:00" in project.run(*args, "--systems", "payroll").out
    assert "Sat 2026-12-12" not in project.run(*args, "--systems", "payroll,crm").out
