"""Freezes through the real program: what refuses, what is shown, and when it changes."""

from __future__ import annotations

import json
import subprocess
from typing import Any

import pytest

from tests.project import FEATURE, POLICY, Project

NOW = "2026-12-01 09:00"
TEXT = POLICY.read_text(encoding="utf-8")
YEAR_END = """\
freezes:
  - id: year-end
    from: 2026-12-24
    to: 2027-01-03
    kind: soft
    label: {vi: Nghỉ cuối năm, en: Year's end}
    approvers: [ceo]
    source: II.6
"""
FROZEN = FEATURE.replace("2026-12-12", "2026-12-26")
APPROVED = FROZEN.replace("22:00}", "22:00, reason: {vi: Gấp., en: Urgent.}, approved_by: ceo}")
PLAN = """\
approvals: [{role: ceo, on: 2026-11-24}, {role: marketing, on: 2026-11-25}, {role: product, on: 2026-11-25}]
items: []
summary: {vi: Tháng nghỉ., en: A quiet month.}
"""


@pytest.fixture
def frozen(project: Project) -> Project:
    """A project with a freeze, and a month's plan that was announced."""
    project.write("content/policy.yml", TEXT + YEAR_END)
    project.write("content/plans/2026-12.yml", PLAN)
    assert project.run("publish", "--now", "2026-11-28 09:00").status == 0
    return project


def edited(project: Project, old: str, new: str) -> None:
    path = project.root / "content/policy.yml"
    text = path.read_text(encoding="utf-8")
    rest, freezes = text.split("freezes:")
    assert old in freezes
    project.write("content/policy.yml", f"{rest}freezes:{freezes.replace(old, new)}")


def test_check_names_the_freeze_in_the_language_of_messages(frozen: Project) -> None:
    frozen.release("payroll-engine", FROZEN)
    english = frozen.run("--lang", "en", "check", "--now", NOW)
    assert english.status == 1
    assert (
        "content/releases/payroll-engine.yml:4:17: error[freeze] the window lies in the freeze "
        "`year-end` (II.6), 'Year's end', from 2026-12-24 to 2027-01-03\n"
    ) in english.out
    vietnamese = frozen.run("--lang", "vi", "check", "--now", NOW).out
    assert (
        "error[freeze] khung giờ nằm trong đợt ngừng cập nhật `year-end` (II.6), 'Nghỉ cuối năm', "
        "từ 2026-12-24 đến 2027-01-03\n"
    ) in vietnamese


def test_its_json_has_the_id_of_the_freeze_and_the_earliest_start(frozen: Project) -> None:
    frozen.release("payroll-engine", FROZEN)
    [told] = [p for p in frozen.check(NOW)["problems"] if p["rule"] == "freeze"]
    assert told["freeze"] == "year-end"
    assert (told["line"], told["column"], told["entry"]) == (4, 17, "payroll-engine")
    assert told["earliest_start"] == "2026-12-12T18:00:00+07:00"
    [entry] = [e for e in frozen.check(NOW)["entries"] if e["kind"] == "release"]
    assert (entry["state"], entry["verdict"], entry["publish_by"]) == ("refused", "refused", None)


def test_an_approval_lets_it_pass_and_explain_says_whose(frozen: Project) -> None:
    frozen.release("payroll-engine", APPROVED)
    assert frozen.run("check", "--now", NOW).status == 0
    said = frozen.run("--lang", "en", "explain", "payroll-engine", "--now", NOW).out
    assert (
        "freeze      the freeze `year-end` (II.6), 'Year's end', from 2026-12-24 to 2027-01-03; "
        "approved by ceo: Urgent.\n"
    ) in said


def test_explain_says_why_a_freeze_that_was_added_later_is_not_in_the_way(
    project: Project,
) -> None:
    project.release("payroll-engine", FROZEN)
    assert project.run("publish", "--now", "2026-12-07 09:00").status == 0
    project.write("content/policy.yml", TEXT + YEAR_END)
    said = project.run("--lang", "en", "explain", "payroll-engine", "--now", "2026-12-08 09:00").out
    assert (
        "'Year's end', from 2026-12-24 to 2027-01-03; "
        "it does not judge a window that customers know\n"
    ) in said


def test_a_problem_that_stands_at_the_base_is_a_warning_and_a_new_freeze_is_none(
    frozen: Project,
) -> None:
    def git(*args: str) -> None:
        subprocess.run(["git", *args], cwd=frozen.root, check=True, capture_output=True)

    def committed() -> None:
        git("add", "-A")
        git("-c", "user.name=a", "-c", "user.email=a@b.example", "commit", "-qm", "x")

    git("init", "-q", "-b", "main")
    frozen.release("payroll-engine", FROZEN)
    committed()
    git("checkout", "-qb", "branch")
    frozen.release("other", FEATURE)
    committed()
    known = frozen.run("check", "--now", NOW, "--base", "main", "--format", "json")
    [told] = [p for p in known.json()["problems"] if p["rule"] == "freeze"]
    assert (known.status, told["severity"]) == (0, "warning")
    more = "  - {id: more, from: 2026-12-26, to: 2026-12-26, kind: hard}\n"
    frozen.write("content/policy.yml", TEXT + YEAR_END + more)
    committed()
    found = frozen.run("check", "--now", NOW, "--base", "main", "--format", "json")
    told_now = {
        p["freeze"]: p["severity"] for p in found.json()["problems"] if p["rule"] == "freeze"
    }
    assert (found.status, told_now) == (1, {"year-end": "warning", "more": "error"})


def shown(project: Project) -> dict[str, str]:
    paths = ("calendar.ics", "en/plans/2026-12/index.html", "en/index.html", "api/notices.json")
    return {path: project.page(path) for path in paths}


def test_an_edited_freeze_is_shown_everywhere_with_the_next_publish(frozen: Project) -> None:
    """What is kept between builds must not outlive what it was made from."""
    for old, new in (
        ("Nghỉ cuối năm, en: Year's end", "Nghỉ Tết, en: New Year"),
        ("to: 2027-01-03", "to: 2027-01-05"),
        ("kind: soft", "categories: [feature]\n    kind: soft"),
        ("source: II.6\n", "source: II.6\n    systems: [crm]\n"),
    ):
        before = shown(frozen)
        edited(frozen, old, new)
        assert frozen.run("publish", "--now", NOW).status == 0
        after = shown(frozen)
        assert [path for path in before if before[path] == after[path]] == [], new
    frozen.write("content/policy.yml", TEXT)
    assert frozen.run("publish", "--now", NOW).status == 0
    for path, text in shown(frozen).items():
        assert "year-end" not in text, path


def generation(project: Project) -> str:
    return str(json.loads(project.page("api/notices.json"))["generation"])


def changes(project: Project, now: str) -> Any:
    return project.run("next", "--format", "json", "--now", now).json()["changes"]


def test_next_names_its_end_and_between_two_of_its_instants_nothing_changes(
    frozen: Project,
) -> None:
    end = {
        "at": "2027-01-04T00:00:00+07:00",
        "kind": "freeze",
        "entry": "year-end",
        "notice": None,
        "state": None,
    }
    assert end in changes(frozen, NOW)
    # The month of the plan is over by then; nothing but the freeze is ahead.
    assert changes(frozen, "2027-01-02 09:00") == [end]
    sites = []
    for now in ("2027-01-01 00:00", "2027-01-03 23:59:59", "2027-01-04 00:00", "2027-02-01 00:00"):
        assert frozen.run("publish", "--now", now).status == 0
        sites.append(frozen.bytes_of_site())
    first, last_second, over, later = sites
    assert first == last_second
    assert over == later
    assert "Nghỉ cuối năm" in first["index.html"].decode()
    assert "Nghỉ cuối năm" not in over["index.html"].decode()
    # Calendars and the plan keep it: they are about the past as well.
    assert b"freeze-year-end-2026-12-24@" in over["calendar.ics"]
    assert b"Ngh" in over["plans/2026-12/index.html"]
    assert changes(frozen, "2027-01-04 00:00") == []


def test_no_release_that_a_freeze_holds_back_is_named_anywhere(frozen: Project) -> None:
    frozen.release("secret-merger", FROZEN.replace("New payroll engine", "Zq Merger"))
    assert frozen.run("publish", "--now", NOW).status == 3
    for path, data in frozen.bytes_of_site().items():
        assert b"secret-merger" not in data, path
        assert b"Zq Merger" not in data, path


def test_a_new_entry_names_the_freezes_near_its_window(frozen: Project) -> None:
    more = "  - {id: far, from: 2027-03-01, to: 2027-03-31, kind: hard}\n"
    more += "  - {id: other, from: 2026-12-14, to: 2026-12-16, kind: hard, categories: [fix]}\n"
    more += "  - {id: crm, from: 2026-12-14, to: 2026-12-16, kind: hard, systems: [crm]}\n"
    frozen.write("content/policy.yml", TEXT + YEAR_END + more)
    start = ("--start", "2026-12-12 20:00", "--title", "Search", "--now", NOW)
    answer = frozen.run("--lang", "en", "new", "feature", "search", *start)
    assert answer.status == 0, answer.err
    text = (frozen.root / "content/releases/search.yml").read_text(encoding="utf-8")
    window = " ".join(text.partition("window:")[2].replace("#", "").split())
    assert window.startswith(
        "start: 2026-12-12 20:00 end: 2026-12-12 22:00 "
        "A window in the freeze `year-end` (II.6), 'Year's end', from 2026-12-24 to 2027-01-03, "
        "needs a `reason` and an approval. "
        "No window may lie in the freeze `crm`, from 2026-12-14 to 2026-12-16. "
    )
    assert "`far`" not in text
    assert "`other`" not in text
