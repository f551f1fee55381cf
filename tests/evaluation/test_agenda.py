"""Who owes what by when, to the second: each kind of item, from when and until when it is there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.project import FEATURE, POLICY, Project

PAYROLL = "content/releases/payroll.yml"
PLAN = "content/plans/2026-12.yml"
ITEMS = "items: [{title: {vi: Bảng lương, en: Payroll}, category: feature, expected: 2026-12-12}]\n"
TARGETED = """\
category: fix
customers: [acme]
title: Export
summary: An export finishes.
window: {start: 2026-12-03 12:00, end: 2026-12-03 12:30}
impact: {downtime: 0m, systems: [crm]}
"""
SERVER = """\
category: server
title: Database
summary: Faster.
window: {start: 2026-12-12 20:00, end: 2026-12-12 21:00}
impact: {downtime: 30m, mode: stopped, systems: [crm]}
"""


def found(
    project: Project, now: str, kind: str, *, days: int = 14, name: str | None = None
) -> list[dict[str, Any]]:
    report = project.run("agenda", "--now", now, "--format", "json", "--days", str(days)).json()
    return [i for i in report["items"] if i["kind"] == kind and name in (None, i["name"])]


def publish(project: Project, *nows: str) -> None:
    for now in nows:
        answer = project.run("publish", "--now", now)
        assert answer.status in (0, 3), answer.err


@pytest.fixture
def announced(project: Project) -> Project:
    """A public feature of Saturday, 2026-12-12, 20:00 to 22:00."""
    project.release("payroll")
    publish(project, "2026-11-22 20:00")
    return project


# Notices that people send.


def test_a_notice_to_the_staff_is_due_by_its_deadline_and_overdue_a_second_later(
    announced: Project,
) -> None:
    for now, overdue in (
        ("2026-12-11 19:59:59", False),
        ("2026-12-11 20:00:00", False),
        ("2026-12-11 20:00:01", True),
        ("2026-12-13 09:00:00", True),
    ):
        [item] = found(announced, now, "notice", name="internal")
        assert (item["due"], item["overdue"]) == ("2026-12-11T20:00:00+07:00", overdue), now
    [item] = found(announced, "2026-12-13 09:00:00", "notice", name="internal")
    assert item == {
        "role": "product",
        "kind": "notice",
        "part": "overdue",
        "overdue": True,
        "due": "2026-12-11T20:00:00+07:00",
        "opens": None,
        "entry_kind": "release",
        "entry": "payroll",
        "name": "internal",
        "title": {"vi": "Bảng lương thế hệ mới", "en": "New payroll engine"},
        "detail": {"vi": "Thông báo nội bộ", "en": "Internal notice"},
        "message": "send `internal` to the staff",
        "help": "Send outbox/payroll/20261212T130000Z-internal.vi.eml (`notices outbox payroll` "
        "writes it), then record it: `notices record payroll internal`.",
        "command": "notices record payroll internal",
        "text": "",
        "path": None,
        "line": None,
        "column": None,
        "outbox": [
            "outbox/payroll/20261212T130000Z-internal.vi.eml",
            "outbox/payroll/20261212T130000Z-internal.en.eml",
        ],
        "source": "II.4",
    }


def test_the_horizon_ends_with_its_last_second_and_lets_what_is_overdue_in(
    announced: Project,
) -> None:
    assert found(announced, "2026-11-27 19:59:59", "notice", name="internal") == []
    assert len(found(announced, "2026-11-27 20:00:00", "notice", name="internal")) == 1
    assert found(announced, "2026-12-11 19:59:59", "notice", name="internal", days=0) == []
    assert len(found(announced, "2026-12-11 20:00:00", "notice", name="internal", days=0)) == 1
    assert len(found(announced, "2026-12-12 20:00:00", "notice", name="internal", days=0)) == 1


def test_a_notice_that_opens_later_says_when(project: Project) -> None:
    project.release("payroll")
    [item] = found(project, "2026-11-20 09:00", "notice", name="advance-internal")
    assert (item["opens"], item["due"]) == (
        "2026-11-22T20:00:00+07:00",
        "2026-12-02T20:00:00+07:00",
    )


def test_what_the_program_sends_is_nobodys(announced: Project) -> None:
    names = {i["name"] for i in found(announced, "2026-12-11 15:00", "notice", days=60)}
    assert names == {"advance-internal", "internal"}


def test_a_hand_off_is_due_by_the_start_and_overdue_from_it(project: Project) -> None:
    project.release("export", TARGETED)
    for now, overdue in (("2026-12-03 11:59:59", False), ("2026-12-03 12:00:00", True)):
        [item] = found(project, now, "notice")
        assert (item["role"], item["name"], item["overdue"]) == ("care", "handoff", overdue)
        assert item["due"] == "2026-12-03T12:00:00+07:00"
    [item] = found(project, "2026-12-03 12:00:00", "notice")
    assert item["message"] == "tell the customers concerned (`handoff`), as soon as possible"


def test_who_told_the_customers_of_a_fix_tells_them_that_it_is_cancelled(project: Project) -> None:
    project.release("export", TARGETED)
    assert project.run("record", "export", "handoff", "--now", "2026-12-02 10:00").status == 0
    assert found(project, "2026-12-02 11:00", "notice") == []
    cancelled = "cancelled: {at: 2026-12-02 11:00, reason: {vi: Hoãn., en: Postponed.}}\n"
    project.release("export", TARGETED + cancelled)

    [item] = found(project, "2026-12-02 11:00", "notice")
    assert (item["role"], item["name"], item["due"], item["overdue"]) == (
        "care", "cancelled", "2026-12-02T11:00:00+07:00", False,
    )  # fmt: skip
    assert item["message"] == "tell the customers concerned that it is cancelled"
    [item] = found(project, "2026-12-02 11:00:01", "notice")
    assert (item["overdue"], item["command"]) == (True, "notices record export cancelled")
    assert project.run("record", "export", "cancelled", "--now", "2026-12-02 11:01").status == 0
    assert found(project, "2026-12-02 11:01", "notice") == []


def test_a_cancelled_fix_that_nobody_was_told_of_is_nobodys(project: Project) -> None:
    cancelled = "cancelled: {at: 2026-12-02 11:00, reason: {vi: Hoãn., en: Postponed.}}\n"
    project.release("export", TARGETED + cancelled)
    assert found(project, "2026-12-02 12:00", "notice") == []


def test_a_staff_notice_of_the_outcome_is_due_at_once(project: Project) -> None:
    row = "      - {id: report, audience: staff, owner: care, on: outcome, source: R.1}\n"
    policy = POLICY.read_text(encoding="utf-8").replace("    notices:\n", f"    notices:\n{row}", 1)
    project.write("content/policy.yml", policy)
    project.release("payroll")
    publish(project, "2026-11-22 20:00")
    assert found(project, "2026-12-12 22:00", "notice", name="report") == []
    project.release("payroll", FEATURE + "outcome: {result: success, at: 2026-12-12 21:40}\n")

    [item] = found(project, "2026-12-12 21:40", "notice", name="report")
    assert (item["role"], item["due"], item["overdue"], item["source"]) == (
        "care", "2026-12-12T21:40:00+07:00", False, "R.1",
    )  # fmt: skip
    assert found(project, "2026-12-12 21:40:01", "notice", name="report")[0]["overdue"]
    assert project.run("record", "payroll", "report", "--now", "2026-12-12 21:41").status == 0
    assert found(project, "2026-12-12 21:41", "notice", name="report") == []


def test_where_a_channel_takes_a_staff_notice_its_owner_only_sees_to_it(announced: Project) -> None:
    """Whoever sent it as well would tell the staff twice."""
    chat = "- {id: chat, type: apprise, audience: staff, since: 2026-12-01, url_env: CHAT_URL"
    by_hand = "send `internal` to the staff"
    by_machine = "see that `internal` goes to the staff over chat"
    for filters, message in (
        ("", by_machine),
        (", systems: [crm]", by_hand),
        (", categories: [fix]", by_hand),
        (", notices: [advance-internal]", by_hand),
    ):
        announced.write("content/channels.yml", f"channels:\n  {chat}{filters}}}\n")
        [item] = found(announced, "2026-12-11 12:00", "notice", name="internal")
        assert (item["role"], item["due"], item["message"]) == (
            "product", "2026-12-11T20:00:00+07:00", message,
        )  # fmt: skip
        starts = "`notices deliver` sends it when it is due" if message == by_machine else "Send "
        assert item["help"].startswith(starts)
        [warned] = [
            problem
            for problem in announced.run(
                "check", "--now", "2026-12-11 12:00", "--format", "json"
            ).json()["problems"]
            if problem["rule"] == "notice-due"
        ]
        assert warned["help"] == (
            "`notices deliver` sends it over chat, and records it."
            if message == by_machine
            else "Send it, then record it with `notices record payroll internal`."
        )
        # Its instant lies before the channel's first day.
        [older] = found(announced, "2026-12-11 12:00", "notice", name="advance-internal")
        assert older["message"] == "send `advance-internal` to the staff"


# Tasks.


def test_guide_and_faq_are_missing_until_both_are_written(announced: Project) -> None:
    guide, faq = (f"content/pages/{kind}/payroll.md" for kind in ("guides", "faq"))
    for now, overdue in (("2026-12-11 20:00:00", False), ("2026-12-11 20:00:01", True)):
        [item] = found(announced, now, "task")
        assert (item["role"], item["name"], item["overdue"]) == ("product", "guides", overdue)
    [item] = found(announced, "2026-12-11 20:00:01", "task")
    assert (item["path"], item["line"], item["source"]) == (guide, 1, "II.5")
    assert item["message"] == "still missing: a written guide and FAQ"
    assert item["help"] == f"Write {guide} and {faq}; `notices stubs payroll` begins it."

    announced.write(guide, "# Hướng dẫn\n\nBước một.\n")
    announced.write(faq, "---\nstub: true\n---\n\n# Hỏi đáp\n")
    [item] = found(announced, now, "task")
    assert item["path"] == faq
    assert item["help"] == f"Write {faq}, then delete the line `stub: true`."
    announced.write(faq, "# Hỏi đáp\n\nCó.\n")
    assert found(announced, now, "task") == []


def test_a_page_that_lacks_a_language_is_named_at_its_place(project: Project) -> None:
    project.release("payroll", FEATURE.replace(", en: The details.", ""))
    publish(project, "2026-11-22 20:00")
    [item] = found(project, "2026-12-09 20:00:00", "task", name="website")
    assert (item["path"], item["line"], item["overdue"]) == (PAYROLL, 6, False)
    assert item["help"] == f"Write `body` in `en` in {PAYROLL}."
    assert found(project, "2026-12-09 20:00:01", "task", name="website")[0]["overdue"]


def test_a_task_that_no_file_shows_is_listed_until_it_is_due(project: Project) -> None:
    policy = POLICY.read_text(encoding="utf-8").replace("done_when: guides, ", "")
    project.write("content/policy.yml", policy)
    project.release("payroll")
    publish(project, "2026-11-22 20:00")
    [item] = found(project, "2026-12-11 20:00:00", "task")
    assert (item["message"], item["overdue"]) == ("the task `guides`", False)
    assert found(project, "2026-12-11 20:00:01", "task") == []


# Outcomes, and what they leave open.


def test_an_outcome_is_due_when_the_policy_says(announced: Project) -> None:
    assert found(announced, "2026-11-29 21:59:59", "outcome") == []
    [item] = found(announced, "2026-11-29 22:00:00", "outcome")
    assert (item["role"], item["opens"], item["due"], item["text"]) == (
        "marketing",
        "2026-12-12T20:00:00+07:00",
        "2026-12-13T22:00:00+07:00",
        "outcome: {result: success, at: 2026-12-12 22:00}",
    )
    [item] = found(announced, "2026-12-12 21:15:42", "outcome")
    assert item["text"] == "outcome: {result: success, at: 2026-12-12 21:15}"
    for now, overdue in (("2026-12-13 22:00:00", False), ("2026-12-13 22:00:01", True)):
        [item] = found(announced, now, "outcome")
        assert item["overdue"] is overdue
    assert item["text"] == "outcome: {result: success, at: 2026-12-12 22:00}"
    assert item["message"] == "say how it went"
    announced.release("payroll", FEATURE + item["text"] + "\n")
    assert found(announced, now, "outcome") == []


@pytest.mark.parametrize("result, expected", [("partial", 1), ("success", 0), ("rolled_back", 0)])
def test_a_partial_outcome_waits_for_the_rest(
    announced: Project, result: str, expected: int
) -> None:
    outcome = f"outcome: {{result: {result}, at: 2026-12-12 22:00}}\n"
    announced.release("payroll", FEATURE + outcome)
    for now, overdue in (("2026-12-19 22:00:00", False), ("2026-12-19 22:00:01", True)):
        items = found(announced, now, "partial")
        assert [(i["due"], i["overdue"]) for i in items] == expected * [
            ("2026-12-19T22:00:00+07:00", overdue)
        ]
    items = found(announced, "2026-12-19 22:00:01", "partial")
    for item in items:
        assert (item["role"], item["path"], item["line"]) == ("marketing", PAYROLL, 7)
        assert item["text"] == "outcome: {result: success, at: 2026-12-19 22:00}"


ISSUES = """\
outcome: {result: success, at: 2026-12-12 22:00}
known_issues:
  - title: {vi: Chậm, en: Slow}
  - title: {vi: Sai, en: Wrong}
    status: fixed
"""


def test_a_known_issue_is_overdue_after_the_policys_time(announced: Project) -> None:
    announced.release("payroll", FEATURE + ISSUES)
    for now, overdue in (("2026-12-19 22:00:00", False), ("2026-12-19 22:00:01", True)):
        [item] = found(announced, now, "known-issue")
        assert (item["name"], item["overdue"]) == ("Chậm", overdue)
    now = "2026-12-19 22:00:01"
    [item] = found(announced, now, "known-issue")
    assert (item["role"], item["path"], item["line"], item["text"]) == (
        "product", PAYROLL, 9, "status: fixed",
    )  # fmt: skip
    assert item["detail"] == {"vi": "Chậm", "en": "Slow"}
    announced.release("payroll", FEATURE + ISSUES.replace("Slow}\n", "Slow}\n    status: fixed\n"))
    assert found(announced, now, "known-issue") == []


def test_a_policy_without_that_time_lists_no_known_issue_and_dates_no_partial_outcome(
    announced: Project,
) -> None:
    policy = POLICY.read_text(encoding="utf-8")
    assert policy.count("issues_within: 7d\n") == 1
    announced.write("content/policy.yml", policy.replace("issues_within: 7d\n", ""))
    announced.release("payroll", FEATURE + ISSUES.replace("success", "partial"))
    assert found(announced, "2027-12-19 22:00", "known-issue") == []
    [item] = found(announced, "2027-12-19 22:00", "partial")
    assert (item["due"], item["overdue"], item["part"]) == (None, False, "later")


def test_history_from_before_the_ledger_owes_nothing(project: Project) -> None:
    old = FEATURE.replace("2026-12-12", "2025-06-07") + ISSUES.replace("2026-12-12", "2025-06-07")
    project.release("payroll", old.replace("success", "partial"))
    report = project.run("agenda", "--now", "2026-11-01 09:00", "--format", "json").json()
    assert report["items"] == []


# Entries that are refused, or soon will be.


def test_a_refused_release_is_overdue_since_it_was_too_late(project: Project) -> None:
    project.release("payroll")
    for now, expected in (
        ("2026-12-02 20:00:00", []),
        ("2026-12-02 20:00:01", [("2026-12-02T20:00:00+07:00", True)]),
    ):
        items = found(project, now, "refused")
        assert [(i["due"], i["overdue"]) for i in items] == expected
    items = found(project, "2026-12-02 20:00:01", "refused")
    [item] = items
    assert (item["role"], item["path"], item["line"], item["source"]) == (
        "marketing", PAYROLL, 4, "I.1",
    )  # fmt: skip
    assert item["message"].startswith("refused: `advance` (I.1) is due to customers 10 days")
    assert item["help"].startswith(f"{PAYROLL}, line 4: This window could have been published")


def test_what_cannot_be_read_is_due_now_and_told_once(project: Project) -> None:
    project.release("payroll", "category: feature\n")
    [item] = found(project, "2026-12-01 09:00", "refused")
    assert (item["due"], item["overdue"], item["part"]) == (
        "2026-12-01T09:00:00+07:00", False, "today",
    )  # fmt: skip
    assert item["title"] == {}
    assert item["help"].endswith("more errors: `notices check`.")


def test_a_refused_change_is_told_and_what_the_announced_copy_owes_stays(
    announced: Project,
) -> None:
    announced.release("payroll", FEATURE.replace("12-12", "12-05"))
    now = "2026-12-02 21:00"
    assert [i["entry"] for i in found(announced, now, "refused")] == ["payroll"]
    [item] = found(announced, now, "notice", name="internal")
    assert item["due"] == "2026-12-11T20:00:00+07:00"


def test_a_draft_owes_nothing(project: Project) -> None:
    project.release("payroll", FEATURE + "draft: true\n")
    report = project.run("agenda", "--now", "2026-12-11 09:00", "--format", "json").json()
    assert report["items"] == []


def test_a_window_that_expires_soon_is_told_from_two_days_before(project: Project) -> None:
    project.release("database", SERVER)
    until = "2026-12-11T20:00:00+07:00"
    assert found(project, "2026-12-09 19:59:59", "expiring") == []
    [item] = found(project, "2026-12-09 20:00:00", "expiring")
    assert (item["role"], item["due"], item["opens"]) == (
        "marketing", until, "2026-12-11T14:00:00+07:00",
    )  # fmt: skip
    assert item["help"] == (
        "`notices publish` announces it from 2026-12-11 14:00 (+07:00) on; "
        "make sure that it runs then."
    )
    [item] = found(project, "2026-12-11 20:00:00", "expiring")
    assert (item["opens"], item["command"], item["overdue"]) == (None, "notices publish", False)
    assert found(project, "2026-12-11 20:00:01", "expiring") == []
    assert len(found(project, "2026-12-11 20:00:01", "refused")) == 1


# The plan of next month.


def steps(project: Project, now: str, days: int = 14) -> list[tuple[str, str, str]]:
    report = project.run("agenda", "--now", now, "--format", "json", "--days", str(days)).json()
    return [
        (i["kind"], i["role"], "overdue" if i["overdue"] else i["due"][:16])
        for i in report["items"]
        if i["entry_kind"] == "plan"
    ]


ROLES = ("ceo", "marketing", "product")
APPROVED = "2026-11-28T00:00"


def approvals(*roles: str, on: str = "2026-11-25") -> str:
    return f"approvals: [{', '.join(f'{{role: {role}, on: {on}}}' for role in roles)}]\n"


def test_a_plan_is_on_the_agenda_before_its_approvals_begin(project: Project) -> None:
    assert steps(project, "2026-11-13 23:59:59") == []
    expected = [
        ("plan-step", "marketing", APPROVED),
        *(("approval", role, APPROVED) for role in ROLES),
    ]
    for now in ("2026-11-14 00:00:00", "2026-11-28 00:00:00"):
        assert steps(project, now) == expected
    [item] = found(project, "2026-11-14 00:00", "plan-step")
    assert item["message"] == (
        "write the plan; it is approved from 2026-11-24 to 2026-11-27, "
        "and announced from 2026-11-28 to 2026-11-29"
    )
    assert (item["path"], item["command"]) == (PLAN, "notices new plan 2026-12")
    [ceo] = found(project, "2026-11-14 00:00", "approval", name="ceo")
    assert ceo["message"] == (
        "approve the plan, from 2026-11-24 to 2026-11-27; "
        "it is announced from 2026-11-28 to 2026-11-29"
    )
    assert (ceo["opens"], ceo["text"], ceo["source"]) == (
        "2026-11-24T00:00:00+07:00", "- {role: ceo, on: 2026-11-24}", "II.1",
    )  # fmt: skip
    assert {step[2] for step in steps(project, "2026-11-28 00:00:01")} == {"overdue"}


def test_an_unapproved_plan_is_one_item_for_each_role_that_lacks(project: Project) -> None:
    project.write(PLAN, ITEMS)
    assert steps(project, "2026-11-24 09:00") == [("approval", r, APPROVED) for r in ROLES]
    project.write(PLAN, approvals("marketing") + ITEMS)
    assert steps(project, "2026-11-25 00:00") == [
        ("approval", role, APPROVED) for role in ("ceo", "product")
    ]
    [item] = found(project, "2026-11-26 09:00", "approval", name="ceo")
    assert (item["path"], item["line"]) == (PLAN, 1)
    assert item["help"] == f"Add `- {{role: ceo, on: 2026-11-26}}` to `approvals` in {PLAN}."


def test_an_approved_plan_is_nobodys_until_it_is_to_be_announced(project: Project) -> None:
    project.write(PLAN, approvals(*ROLES) + ITEMS)
    assert steps(project, "2026-11-28 08:59:59") == []
    for now in ("2026-11-28 09:00:00", "2026-11-30 00:00:00"):
        assert steps(project, now) == [("plan-step", "marketing", "2026-11-30T00:00")]
    assert [i["command"] for i in found(project, now, "plan-step")] == ["notices publish"]
    assert steps(project, "2026-11-30 00:00:01") == [("plan-step", "marketing", "overdue")]
    [late] = found(project, "2026-11-30 00:00:01", "plan-step")
    assert (late["message"], late["help"]) == (
        "the plan can no longer be announced", "Announce its releases one by one.",
    )  # fmt: skip
    publish(project, "2026-11-28 09:00")
    assert steps(project, "2026-11-29 09:00") == []


def test_a_missing_plan_that_is_too_late_is_one_item_until_the_months_end(project: Project) -> None:
    for now in ("2026-11-30 00:00:01", "2026-11-30 23:59:59"):
        assert steps(project, now) == [("plan-step", "marketing", "overdue")]
    assert steps(project, "2026-12-01 00:00:00") == []


def test_a_plan_that_cannot_be_read_is_one_refused_entry(project: Project) -> None:
    project.write(PLAN, "items: [")
    assert steps(project, "2026-11-25 09:00") == [("refused", "marketing", "2026-11-25T09:00")]


def test_a_plan_written_early_is_not_refused_before_its_time(project: Project) -> None:
    project.write("content/plans/2027-02.yml", ITEMS.replace("2026-12", "2027-02"))
    assert steps(project, "2026-11-02 09:00") == []


def test_a_farther_horizon_has_the_plans_of_more_months(project: Project) -> None:
    due = {step[2] for step in steps(project, "2026-11-14 00:00", days=44)}
    assert due == {"2026-11-28T00:00", "2026-12-28T00:00"}


def test_a_company_without_plans_owes_none(project: Project) -> None:
    text = POLICY.read_text(encoding="utf-8")
    project.write("content/policy.yml", text[: text.index("\nplan:")])
    assert steps(project, "2026-11-24 09:00") == []


# The order, and whose it is.


def test_what_is_overdue_comes_first_then_the_nearest(announced: Project) -> None:
    announced.release("export", TARGETED.replace("2026-12-03", "2026-12-14"))
    announced.release("broken", "category: feature\n")
    report = announced.run("agenda", "--now", "2026-12-11 20:00:01", "--format", "json").json()
    keys = [(not i["overdue"], i["due"]) for i in report["items"]]
    assert keys == sorted(keys)
    assert {i["part"] for i in report["items"]} == {"overdue", "today", "week", "later"}


@pytest.mark.parametrize("role", ["ceo", "marketing", "product", "care"])
def test_a_role_sees_its_own_alone(announced: Project, role: str) -> None:
    announced.release("export", TARGETED)
    options = ("agenda", "--now", "2026-11-25 09:00", "--format", "json")
    every = announced.run(*options).json()["items"]
    own = announced.run(*options, "--role", role).json()["items"]
    assert own
    assert own == [item for item in every if item["role"] == role]


def test_another_companys_roles_own_what_its_policy_has_no_owner_for(project: Project) -> None:
    def renamed(text: str) -> str:
        for old, new in (("marketing", "press"), ("product", "makers"), ("care", "desk")):
            text = text.replace(f"owner: {old}", f"owner: {new}")
        text = text.replace(
            "roles: [ceo, marketing, product, care]", "roles: [ceo, press, makers, desk]"
        )
        return text.replace(
            "roles: [ceo, marketing, product]", "roles: [ceo, press, makers]"
        ).replace("[ceo, product]", "[ceo, makers]")

    project.write("content/policy.yml", renamed(POLICY.read_text(encoding="utf-8")))
    fix = TARGETED.replace("customers: [acme]\n", "").replace(
        "start: 2026-12-03 12:00", "start: 2026-12-03 11:00"
    )
    project.release(
        "export",
        fix + "outcome: {result: partial, at: 2026-12-03 12:00}\nknown_issues: [{title: Slow}]\n",
    )
    publish(project, "2026-12-03 13:00")
    project.release("broken", "category: feature\n")
    now = "2026-12-04 09:00"
    roles = {
        kind: [i["role"] for i in found(project, now, kind)]
        for kind in ("partial", "known-issue", "refused")
    }
    assert roles == {"partial": ["press"], "known-issue": ["makers"], "refused": ["press"]}


# Each suggestion, done as it says, ends its item.


def _approve(project: Project, item: dict[str, Any]) -> None:
    path = project.root / item["path"]
    head, rest = path.read_text(encoding="utf-8").split("approvals:\n")
    path.write_text(f"{head}approvals:\n  {item['text']}\n{rest}", encoding="utf-8")


def _append(project: Project, item: dict[str, Any]) -> None:
    path = project.root / item["path"]
    lines = [
        x for x in path.read_text(encoding="utf-8").splitlines() if not x.startswith("outcome:")
    ]
    path.write_text("\n".join([*lines, item["text"], ""]), encoding="utf-8")


def _beside(project: Project, item: dict[str, Any]) -> None:
    path = project.root / item["path"]
    lines = path.read_text(encoding="utf-8").splitlines()
    lines.insert(item["line"], " " * (item["column"] - 1) + item["text"])
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")


def _write_plan(project: Project, item: dict[str, Any]) -> None:
    project.write(item["path"], "approvals:\n  - {role: ceo, on: 2026-10-01}\n" + ITEMS)


def _write_page(project: Project, item: dict[str, Any]) -> None:
    project.write(item["path"], "# Trang\n\nNội dung.\n")


def _retimed(project: Project, item: dict[str, Any]) -> None:
    window = item["help"].partition("write `window: ")[2].partition("`")[0]
    path = project.root / item["path"]
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[item["line"] - 1] = f"window: {window}"
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")


DEEDS: dict[str, Callable[[Project, dict[str, Any]], None]] = {
    "approval": _approve,
    "outcome": _append,
    "partial": _append,
    "known-issue": _beside,
    "task": _write_page,
    "refused": _retimed,
}
"""What a person does for an item that has no command that ends it."""


def done(project: Project, item: dict[str, Any], now: str) -> None:
    if item["kind"] in DEEDS:
        DEEDS[item["kind"]](project, item)
    elif item["command"].startswith("notices new plan"):
        _write_plan(project, item)
    else:
        _, *words = item["command"].split()
        answer = project.run(*words, "--now", now)
        assert answer.status in (0, 3), answer.err


@pytest.mark.parametrize(
    "now",
    ["2026-11-24 09:00", "2026-11-28 09:00", "2026-12-02 20:00:01", "2026-12-11 15:00", "2026-12-13 09:00"],
)  # fmt: skip
def test_an_agenda_that_is_worked_off_as_it_says_is_empty(project: Project, now: str) -> None:
    project.release("payroll")
    publish(project, "2026-11-22 20:00")
    done_before = "outcome: {result: partial, at: 2026-11-07 21:00}\nknown_issues:\n  - title: A\n  - title: B\n"
    old = FEATURE.replace("2026-12-12", "2026-11-07")
    project.release("old", old)
    project.write(
        "content/policy.yml", POLICY.read_text("utf-8").replace("2025-07-01", "2025-07-01")
    )
    exception = "exception: {approved_by: ceo, on: 2026-11-08, reason: {vi: Gấp., en: Urgent.}}\n"
    project.release("old", old + done_before + exception)
    publish(project, "2026-11-23 09:00")
    project.release("export", TARGETED)
    project.release("database", SERVER)
    project.release("early", FEATURE.replace("2026-12-12", "2026-12-05"))

    kinds = set()
    for _ in range(40):
        items = project.run("agenda", "--now", now, "--format", "json").json()["items"]
        open_now = [
            item
            for item in items
            if (item["opens"] is None or item["opens"] <= f"{now.replace(' ', 'T')}:00+07:00")
            and not item["message"].startswith("the plan can no longer")
        ]
        if not open_now:
            break
        item = open_now[0]
        kinds.add(item["kind"])
        done(project, item, now)
        key = [(i["kind"], i["entry"], i["name"], i["path"]) for i in items]
        left = project.run("agenda", "--now", now, "--format", "json").json()["items"]
        gone = (item["kind"], item["entry"], item["name"], item["path"])
        assert gone in key
        assert gone not in [(i["kind"], i["entry"], i["name"], i["path"]) for i in left], item
    else:
        pytest.fail("the agenda is never empty")
    assert {"notice", "known-issue", "partial"} <= kinds
