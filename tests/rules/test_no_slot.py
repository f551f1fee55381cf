"""A policy that leaves no window: what is in the way, at its place."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from notices.cli import main
from notices.evaluation import Sources, evaluate
from tests.core_builders import hanoi
from tests.project import POLICY, SYSTEMS, Project
from tests.rules.policy_told import NOW, TOLD, told, told_in_vietnamese

RETIRED = "  - {id: fax, name: {vi: Fax, en: Fax}, group: {vi: Fax, en: Fax}, retired: true}\n"
SATURDAYS = "{days: [sat], from: 18:00, to: 22:00}"


def policy(windows: str = "", freezes: str = "", more: str = "", category: str = "feature") -> str:
    lines = f"{more}freezes: [{freezes}]\ncategories:\n  {category}:\n    {TOLD}\n"
    return lines + (f"    windows: {{{windows}}}\n" if windows else "")


def freeze(since: str, until: str, kind: str = "hard", more: str = "", id: str = "closing") -> str:
    return f"{{id: {id}, from: {since}, to: {until}, kind: {kind}{more}}}"


def test_a_freeze_for_ever_is_named() -> None:
    assert told("no-slot", policy(freezes=freeze("2026-12-01", "2036-12-31"))) == [
        (
            "6:11",
            "the freeze `closing` leaves no window of `feature` within a year",
            "End it earlier.",
        )
    ]


@pytest.mark.parametrize(
    "until, fits", [("2027-12-03 09:15", True), ("2027-12-03 09:15:01", False)]
)
def test_a_year_counts_from_the_first_start_that_the_leads_allow(until: str, fits: bool) -> None:
    """Tuesday 09:00, a quarter of an hour to publish it, a day ahead, and 366 days."""
    text = policy(freezes=freeze("2026-12-01", until))
    assert (told("no-slot", text) == []) is fits


def test_a_freeze_that_has_ended_or_is_for_others_is_in_nobodys_way() -> None:
    for each in (
        freeze("2016-12-01", "2026-11-30"),
        freeze("2026-12-01", "2036-12-31", more=", systems: [payroll]"),
        freeze("2028-01-01", "2036-12-31"),
        freeze("2026-12-01", "2027-11-01"),
    ):
        assert told("no-slot", policy(freezes=each)) == [], each


def test_of_two_freezes_the_one_that_does_it_alone_is_named() -> None:
    short = freeze("2026-12-10", "2026-12-20", id="short")
    text = policy(freezes=f"{short}, {freeze('2026-12-01', '2036-12-31')}")
    assert [place for place, *_ in told("no-slot", text)] == [f"6:{13 + len(short)}"]


def test_freezes_that_do_it_together_are_named_together() -> None:
    halves = [
        freeze("2026-12-01", "2027-06-30", id="first"),
        freeze("2027-07-01", "2028-06-30", id="second"),
        freeze("2026-12-15", "2028-06-30", id="third"),
        freeze("2026-12-15", "2028-06-30", id="fourth"),
    ]
    help = "Shorten one, or allow windows at other times."
    assert told("no-slot", policy(freezes=", ".join(halves[:3]))) == [
        (
            "6:1",
            "the freezes `first`, `second` and `third` leave no window of `feature` within a year",
            help,
        )
    ]
    assert told("no-slot", policy(freezes=", ".join(halves))) == [
        (
            "6:1",
            (
                "4 freezes, among them `first`, `second` and `third`, leave no window of `feature` "
                "within a year"
            ),
            help,
        )
    ]


def test_a_freeze_and_the_allowed_windows_may_leave_nothing_together() -> None:
    """Each Saturday of the year that could be one is a last Saturday of a quarter."""
    rows = "allowed: [{days: [sat], from: 18:00, to: 22:00, nth: [5]}], approvers: [product]"
    # 2027 has a fifth Saturday in January, May, July and October.
    free = [
        freeze(f"2027-{m}-28", f"2027-{m}-31", "soft", id=f"m{m}") for m in ("01", "05", "07", "10")
    ]
    now = hanoi("2026-12-01 09:00")
    assert told("no-slot", policy(rows, ", ".join(free)), now) == [
        (
            "6:1",
            (
                "4 freezes, among them `m01`, `m05` and `m07`, leave no window of `feature` within a "
                "year"
            ),
            (
                "Shorten one, or allow windows at other times. Until then each window needs a "
                "`reason` and the approval of product."
            ),
        )
    ]
    assert told("no-slot", policy(rows, ", ".join(free[:3])), now) == []


def test_the_approvers_of_a_soft_freeze_are_named_and_a_hard_one_has_none() -> None:
    soft = freeze("2026-12-01", "2036-12-31", "soft", ", approvers: [ceo, care]")
    [(_, _, help)] = told("no-slot", policy(freezes=soft))
    assert help == (
        "End it earlier. Until then each window needs a `reason` and the approval of ceo or care."
    )
    windows = f"allowed: [{SATURDAYS}], approvers: [product]"
    [(_, _, help)] = told("no-slot", policy(windows, soft.replace(", approvers: [ceo, care]", "")))
    assert help.endswith("the approval of product.")
    [(_, _, help)] = told("no-slot", policy(windows, freeze("2026-12-01", "2036-12-31")))
    assert help == "End it earlier."


def test_the_categories_of_one_freeze_are_named_together() -> None:
    text = policy(freezes=freeze("2026-12-01", "2036-12-31"))
    text += f"  fix:\n    {TOLD}\n  server:\n    {TOLD}\n"
    [(place, message, _)] = told("no-slot", text)
    assert place == "6:11"
    assert message.startswith(
        "the freeze `closing` leaves no window of `feature`, `fix` and `server`"
    )


LONG = "    downtime: {max: 5h}\n"


def test_a_span_shorter_than_the_longest_downtime_is_named() -> None:
    text = policy(f"allowed: [{SATURDAYS}], approvers: [ceo]") + LONG
    assert told("no-slot", text) == [
        (
            "10:15",
            "no allowed window of `feature` is long enough: one takes 5 hours",
            (
                "Write a longer span. The length is that of `downtime`; a smaller `max` is another "
                "way. Until then each window needs a `reason` and the approval of ceo."
            ),
        )
    ]


@pytest.mark.parametrize(
    "rows",
    [
        "{days: [sat], from: 18:00, to: 23:00}",
        f"{SATURDAYS}, {{days: [sat], from: 22:00, to: 01:00}}",
        f"{SATURDAYS}, {{days: [sun], from: 18:00, to: 23:00, systems: [payroll]}}",
        "{days: [sun], from: 18:00, to: 23:00, systems: [payroll]}",
        "{from: sat 22:00, to: sun 04:00, nth: [5]}",
    ],
)
def test_spans_that_fit_for_some_release_are_fine(rows: str) -> None:
    """Together where they touch, or for the releases of one system."""
    assert told("no-slot", policy(f"allowed: [{rows}]") + LONG) == []


def test_without_a_longest_downtime_the_length_follows_from_the_spans() -> None:
    assert told("no-slot", policy("allowed: [{days: [sat], from: 18:00, to: 18:30}]")) == []


def test_spans_of_systems_that_are_not_in_use_are_named() -> None:
    rows = "allowed: [{days: [sat], from: 18:00, to: 22:00, systems: [fax]}]"
    assert told("no-slot", policy(rows), systems=SYSTEMS + RETIRED) == [
        (
            "10:15",
            "every allowed window of `feature` is for systems that are not in use",
            "Name a system of `content/systems.yml` that is not retired.",
        )
    ]
    in_use = rows.replace("[fax]", "[fax, crm]")
    assert told("no-slot", policy(in_use), systems=SYSTEMS + RETIRED) == []


def test_a_quota_of_too_few_hours_is_named() -> None:
    quotas = "{count: 9, per: week, by: category}, {hours: 1, per: month, by: category}"
    assert told("no-slot", policy(f"at_most: [{quotas}], approvers: [ceo, product]")) == [
        (
            "10:62",
            "the quota of 1 hour has no room for a window of `feature`: one takes 2 hours",
            (
                "Write more `hours`. Until then each window needs a `reason` and the approval of ceo or "
                "product."
            ),
        )
    ]
    for enough in ("hours: 1, per: month, by: system", "hours: 2, per: week, by: category"):
        assert told("no-slot", policy(f"at_most: [{{{enough}}}]")) == [], enough


def test_what_only_warns_leaves_every_window() -> None:
    windows = (
        f"allowed: [{SATURDAYS}], otherwise: warn, at_most: [{{hours: 1, per: week, by: category}}]"
    )
    assert told("no-slot", policy(windows) + LONG) == []


def test_long_leads_alone_are_no_fault() -> None:
    """Some customers are told more than a year ahead."""
    text = policy(f"allowed: [{SATURDAYS}]", freeze("2026-12-01", "2027-11-30"))
    assert told("no-slot", text.replace("latest: 24h", "latest: 400d")) == []


def test_holidays_that_are_not_listed_are_no_fault_of_the_policy() -> None:
    text = policy(f"allowed: [{SATURDAYS}]", freeze("2026-12-20", "2027-01-10"))
    in_workdays = text.replace("latest: 24h", "latest: 3bd")
    known = "covers: {from: 2026-01-01, to: 2026-12-31}\noff: []\n"
    assert told("no-slot", in_workdays, holidays=known) == []
    assert told("no-slot", in_workdays) == []


DEMO = POLICY.parents[1] / "generator/notices/cli/demo/tidewart/content/policy.yml"


@pytest.mark.parametrize("file", [POLICY, DEMO], ids=["default", "demo"])
def test_the_policies_of_this_repository_get_no_warning_at_all(file: Path) -> None:
    assert evaluate(Sources({"content/policy.yml": file.read_bytes()}), NOW).problems == ()


@pytest.mark.parametrize("name", ["procedure", "simple"])
def test_the_policy_of_a_project_that_init_made_gets_no_warning(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "new"
    options = ["--policy", name, "--url", "https://updates.example", "--ci", "none"]
    made = CliRunner().invoke(main, ["init", str(folder), "--name", "Mây", *options])
    assert made.exit_code == 0, made.output
    check = CliRunner().invoke(main, ["-f", str(folder / "mkdocs.yml"), "check", "--no-host"])
    assert (check.exit_code, "policy.yml" in check.output) == (0, False), check.output


def test_check_says_it_with_the_id_of_the_freeze(project: Project) -> None:
    text = POLICY.read_text(encoding="utf-8")
    text += "freezes:\n  - {id: closing, from: 2026-12-01, to: 2036-12-31, kind: hard, source: F}\n"
    project.write("content/policy.yml", text)
    [problem] = project.check("2026-12-01 09:00")["problems"]
    assert (problem["rule"], problem["severity"], problem["freeze"], problem["entry"]) == (
        "no-slot", "warning", "closing", None,
    )  # fmt: skip
    assert problem["message"].endswith("`feature`, `fix` and `server` within a year")
    found = project.run("slots", "feature", "--now", "2026-12-01 09:00")
    assert "Sat 2037-01-03 18:00–20:00" in found.out


def test_it_is_said_in_vietnamese() -> None:
    soft = freeze("2026-12-01", "2036-12-31", "soft", ", approvers: [ceo, care]")
    assert told_in_vietnamese("no-slot", policy(freezes=soft)) == [
        (
            (
                "đợt ngừng cập nhật `closing` khiến `feature` không có khung giờ nào trong vòng một "
                "năm"
            ),
            (
                "Hãy cho kết thúc sớm hơn. Trước đó, mỗi khung giờ cần có `reason` và được ceo hoặc care "
                "duyệt."
            ),
        )
    ]
    assert told_in_vietnamese("no-slot", policy(f"allowed: [{SATURDAYS}]") + LONG) == [
        (
            "không khung giờ được phép nào của `feature` đủ dài: mỗi lần cập nhật cần 5 giờ",
            "Hãy ghi một khoảng dài hơn. Độ dài này lấy từ `downtime`; cũng có thể ghi `max` nhỏ hơn.",
        )
    ]
