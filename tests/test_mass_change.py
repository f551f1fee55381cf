"""A slip in the policy must not mail the past: too many late or moved messages stop a publish."""

from __future__ import annotations

import pytest

from tests.project import FEATURE, POLICY, Project, bytes_below

PAST = "2026-12-09 21:00"
"""An hour after the announcement's deadline."""


def several(project: Project, count: int, at_once: int) -> None:
    policy = POLICY.read_text(encoding="utf-8")
    project.write(
        "content/policy.yml", policy.replace("max_at_once: 10", f"max_at_once: {at_once}")
    )
    for number in range(count):
        project.release(f"release-{number}")


def everything(project: Project) -> tuple[dict[str, bytes], dict[str, bytes]]:
    return project.bytes_of_site(), bytes_below(project.root / "content")


@pytest.fixture
def three(project: Project) -> Project:
    """Three features, announced on time, of which three announcements are late at ``PAST``."""
    several(project, 3, 2)
    assert project.run("publish", "--now", "2026-11-22 20:00").status == 0
    return project


def test_more_late_messages_than_the_policy_allows_stop_the_publish(three: Project) -> None:
    before = everything(three)

    result = three.run("publish", "--now", PAST)

    assert result.status == 1
    line = 1 + [line.startswith("max_at_once") for line in three_policy(three).splitlines()].index(
        True
    )
    assert (
        f"content/policy.yml:{line}:14: error[mass-change] a publish would send 3 late or "
        "rescheduled messages at once; `max_at_once` allows 2" in result.err
    )
    assert "notices publish --all" in result.err
    assert everything(three) == before


def three_policy(project: Project) -> str:
    return (project.root / "content/policy.yml").read_text(encoding="utf-8")


def test_all_sends_them_once(three: Project) -> None:
    result = three.run("publish", "--all", "--now", PAST)
    assert result.status == 0
    assert "mass-change" not in result.err
    late = [line for line in three.ledger if line["verdict"] == "late"]
    assert [line["notice"] for line in late] == ["announcement"] * 3
    before = everything(three)
    assert three.run("publish", "--now", PAST).status == 0
    assert everything(three) == before


def test_check_refuses_it_build_warns_and_both_speak_of_the_site_without_it(three: Project) -> None:
    """Check ends as the publish would; a build sends nothing."""
    assert three.run("check", "--now", PAST).status == 1
    result = three.check(PAST)
    assert result["ok"] is False
    [problem] = [p for p in result["problems"] if p["rule"] == "mass-change"]
    assert (problem["severity"], problem["path"]) == ("error", "content/policy.yml")
    assert {e["state"] for e in result["entries"]} == {"announced"}

    built = three.run_at(PAST, "build")
    assert built.status == 0
    assert "warning[mass-change]" in built.err


def test_as_many_as_the_policy_allows_go_out(project: Project) -> None:
    several(project, 2, 2)
    project.run("publish", "--now", "2026-11-22 20:00")
    assert project.run("publish", "--now", PAST).status == 0


def test_moves_count_and_what_is_on_time_or_missed_does_not(project: Project) -> None:
    several(project, 4, 2)
    assert project.run("publish", "--now", "2026-11-22 20:00").status == 0, "four on time"
    for number in range(3):
        project.release(f"release-{number}", FEATURE.replace("2026-12-12", "2026-12-13"))
    assert "error[mass-change]" in project.run("publish", "--now", "2026-11-25 12:00").err
    project.release("release-0")
    assert project.run("publish", "--now", "2026-11-25 12:00").status == 0
    # Everybody slept through the reminders: they are recorded as missed, and mail nobody.
    result = project.run("publish", "--now", "2026-12-13 21:00")
    assert (result.status, "mass-change" in result.err) == (0, False)
    assert {line["verdict"] for line in project.ledger[6:]} == {"missed"}


def test_a_late_notice_and_a_move_of_one_release_are_one_message(project: Project) -> None:
    several(project, 1, 1)
    project.run("publish", "--now", "2026-11-22 20:00")
    longer = FEATURE.replace("end: 2026-12-12 22:00", "end: 2026-12-12 23:00")
    project.release("release-0", longer)
    assert project.run("publish", "--now", PAST).status == 0
    assert [line["notice"] for line in project.ledger] == ["advance", "announcement", "rescheduled"]
