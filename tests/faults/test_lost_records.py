"""No push and no fetch loses a record, and each refusal names commands that lead out of it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from notices.project.git import GitError
from tests.faults.clones import Clones, git
from tests.faults.publishers import Publishers
from tests.faults.refusals import refusal, typed
from tests.faults.runner import HANDOFF, NOW, Runner, release
from tests.faults.trials import FIX
from tests.project import Project

LEDGER = "content/ledger.jsonl"


def entered_again(project: Project, help: str, publishers: Publishers, clock: str) -> None:
    """Type the commands that record again what people sent."""
    _, _, commands = help.partition("what people sent: ")
    assert commands
    for command in commands.split("; "):
        told = publishers.run(project.root, *command.split()[1:], clock=clock)
        assert told.status == 0, told.err


@pytest.fixture
def three(clones: Clones, one: Runner, two: Runner) -> list[str]:
    """Two notices and a hand-off that both clones and the repository have; the lines."""
    release(clones, clones.one, "a")
    clones.one.release("for-acme", HANDOFF)
    clones.commit(clones.one)
    one.publish()
    one.now += timedelta(minutes=1)
    assert one.record("for-acme")
    release(clones, clones.one, "b")
    one.publish()
    two.now = one.now + timedelta(minutes=1)
    two.publish()
    one.now = two.now
    lines = clones.pushed().splitlines(keepends=True)
    assert [entry for entry, _ in clones.recorded()] == ["a", "for-acme", "b"]
    return lines


def commit_ledger(project: Project, text: str, message: str = "An old ledger") -> None:
    project.write(LEDGER, text)
    git(project.root, "commit", "-q", "-am", message)


@pytest.mark.parametrize("kept", [0, 1, 2])
def test_a_commit_that_brings_an_old_ledger_back_is_named_and_never_pushed(
    clones: Clones, one: Runner, three: list[str], kept: int
) -> None:
    before, shown = clones.pushed(), one.shown
    commit_ledger(clones.one, "".join(three[:kept]))
    short = git(clones.one.root, "rev-parse", "HEAD").strip()[:10]
    release(clones, clones.two, "c")

    git(clones.one.root, "fetch", "-q")
    git(clones.one.root, "rebase", "-q", "origin/main")
    short = git(clones.one.root, "rev-parse", "HEAD").strip()[:10]
    help = refusal(one.publish)

    assert help.startswith(
        f"commit {short} (An old ledger) loses line {kept + 1} of {LEDGER} that origin has; "
        "it is not pushed. Go on from origin; what is only here stays on a branch: "
    )
    assert (clones.pushed(), one.shown) == (before, shown)
    typed(clones.one, help)
    assert one.publish() == ["c"]
    assert clones.pushed().startswith(before)


def test_a_record_pushes_no_loss_either(
    clones: Clones, one: Runner, three: list[str], publishers: Publishers
) -> None:
    clones.two.release("for-zeta", HANDOFF)
    clones.commit(clones.two)
    git(clones.one.root, "pull", "-q")
    before = clones.pushed()
    # The hand-off is the line that is lost: no announced copy would show that.
    commit_ledger(clones.one, three[0])

    help = refusal(lambda: one.record("for-zeta"))

    assert f"loses line 2 of {LEDGER} that origin has" in help
    assert clones.pushed() == before
    typed(clones.one, help)
    assert one.record("for-zeta")
    assert clones.pushed().startswith(before)


def test_a_loss_that_a_later_commit_takes_back_is_not_pushed_either(
    clones: Clones, one: Runner, three: list[str]
) -> None:
    commit_ledger(clones.one, three[0])
    commit_ledger(clones.one, "".join(three), "The ledger again")

    help = refusal(one.publish)

    assert " (An old ledger) loses line 2 of " in help
    typed(clones.one, help)
    assert one.publish() == []


def test_a_local_record_that_a_later_commit_drops_is_named_and_can_be_entered_again(
    clones: Clones, one: Runner, three: list[str], publishers: Publishers
) -> None:
    clones.one.release("for-zeta", HANDOFF)
    clones.commit(clones.one)
    sent = (one.now - timedelta(seconds=30)).isoformat()
    told = publishers.run(
        clones.one.root, "record", "for-zeta", "handoff", "--sent", sent,
        clock=one.now.isoformat(),
    )  # fmt: skip
    assert told.status == 0, told.err
    git(clones.one.root, "commit", "-q", "-am", "Sent to zeta")
    commit_ledger(clones.one, "".join(three))

    help = refusal(one.publish)

    assert f"loses line 4 of {LEDGER} of an earlier commit" in help
    typed(clones.one, help)
    clock = (one.now + timedelta(hours=1)).isoformat()
    entered_again(clones.one, help, publishers, clock)
    assert clones.pushed().startswith("".join(three))
    assert clones.one.ledger[-1]["sent"] == sent.replace("+00:00", "Z")


def test_a_refused_publish_pushes_nothing_that_was_committed_here(
    clones: Clones, one: Runner, three: list[str]
) -> None:
    release(clones, clones.one, "c")
    assert clones.one.run("publish", "--now", one.now.isoformat()).status == 0
    clones.commit(clones.one, "Published by hand", push=False)
    before = git(clones.bare, "rev-parse", "main")
    # The clock is behind the records: refused.
    one.now -= timedelta(days=1)

    one.publish()

    assert git(clones.bare, "rev-parse", "main") == before


def test_a_line_of_another_hand_is_taken_out_by_what_the_refusal_says(
    clones: Clones, one: Runner, three: list[str]
) -> None:
    before = git(clones.bare, "rev-parse", "main")
    commit_ledger(clones.one, "".join(three) + "{}\n", "A line of another hand")

    help = refusal(one.publish)

    assert help.startswith(f"{LEDGER} is broken at line 4; commit ")
    assert git(clones.bare, "rev-parse", "main") == before
    typed(clones.one, help)
    assert one.publish() == []
    assert clones.pushed() == "".join(three)


def test_an_old_ledger_that_is_not_committed_yet_is_not_to_be_committed(
    clones: Clones, one: Runner, three: list[str]
) -> None:
    git(clones.one.root, "checkout", "-q", "HEAD~2", "--", LEDGER)

    help = refusal(one.publish)

    assert help.startswith(f"{LEDGER} has lost line 3, which was committed; bring it back: git ")
    typed(clones.one, help)
    assert one.publish() == []


def test_a_branch_that_somebody_shortened_with_a_commit_is_not_taken(
    clones: Clones, one: Runner, three: list[str]
) -> None:
    commit_ledger(clones.two, three[0])
    git(clones.two.root, "push", "-q")
    head = git(clones.one.root, "rev-parse", "HEAD")

    help = refusal(one.publish)

    assert help.startswith(
        f"the branch at origin lacks line 2 of {LEDGER}, which this clone has; "
        "nothing was taken from it. Bring it back: "
    )
    assert git(clones.one.root, "rev-parse", "HEAD") == head
    typed(clones.one, help)
    assert one.publish() == []
    assert clones.pushed() == "".join(three)


def test_a_branch_that_was_pushed_by_force_is_not_taken(
    clones: Clones, one: Runner, two: Runner, three: list[str]
) -> None:
    git(clones.two.root, "reset", "-q", "--hard", "HEAD~2")
    clones.two.release("c", FIX.format(name="c"))
    git(clones.two.root, "add", "--all")
    git(clones.two.root, "commit", "-q", "-m", "Plan c")
    git(clones.two.root, "push", "-q", "--force")

    help = refusal(one.publish)

    assert help.startswith("the branch at origin lacks line ")
    typed(clones.one, help)
    assert "c" in one.publish()
    assert clones.pushed().startswith("".join(three))


def test_a_branch_that_went_back_by_force_gets_its_records_again(
    clones: Clones, one: Runner, three: list[str]
) -> None:
    release(clones, clones.one, "c")
    one.publish()
    one.publish()
    full = clones.pushed()
    git(clones.bare, "update-ref", "refs/heads/main", "main~1")

    assert one.publish() == []

    assert clones.pushed() == full


def test_ledgers_that_both_grew_lead_on_from_the_other_sides(
    clones: Clones, one: Runner, two: Runner, three: list[str], publishers: Publishers
) -> None:
    clones.one.release("for-zeta", HANDOFF)
    clones.commit(clones.one)
    clock = (one.now + timedelta(minutes=1)).isoformat()
    told = publishers.run(clones.one.root, "record", "for-zeta", "handoff", clock=clock)
    assert told.status == 0, told.err
    git(clones.one.root, "commit", "-q", "-am", "Sent to zeta")
    release(clones, clones.two, "c")
    two.now += timedelta(minutes=2)
    two.publish()
    before = clones.pushed()

    help = refusal(one.publish)

    assert "lacks line 4 of" in help
    typed(clones.one, help)
    clock = (two.now + timedelta(minutes=2)).isoformat()
    entered_again(clones.one, help, publishers, clock)
    assert clones.pushed().startswith(before)
    assert [entry for entry, _ in clones.recorded()][3:] == ["c", "for-zeta"]


def test_a_branch_of_before_that_was_merged_here_is_no_loss(
    clones: Clones, one: Runner, three: list[str]
) -> None:
    git(clones.one.root, "switch", "-q", "-c", "side", "HEAD~2")
    clones.one.release("d", FIX.format(name="d"))
    git(clones.one.root, "add", "--all")
    git(clones.one.root, "commit", "-q", "-m", "Plan d")
    git(clones.one.root, "switch", "-q", "main")
    git(clones.one.root, "merge", "-q", "--no-ff", "--no-edit", "side")

    help = refusal(one.publish)

    assert help == (
        "`main` has commits that were never pushed; git push them first: git push origin HEAD:main"
    )
    typed(clones.one, help)
    assert one.publish() == ["d"]


def test_a_merge_that_loses_what_one_of_its_sides_recorded_is_named(
    clones: Clones, one: Runner, three: list[str]
) -> None:
    git(clones.one.root, "switch", "-q", "-c", "side", "HEAD~2")
    clones.one.release("d", FIX.format(name="d"))
    git(clones.one.root, "add", "--all")
    git(clones.one.root, "commit", "-q", "-m", "Plan d")
    git(clones.one.root, "switch", "-q", "main")
    git(clones.one.root, "merge", "-q", "--no-ff", "--no-commit", "side")
    git(clones.one.root, "checkout", "-q", "side", "--", LEDGER)
    git(clones.one.root, "commit", "-q", "-m", "A bad merge")

    help = refusal(one.publish)

    assert f"(A bad merge) loses line 3 of {LEDGER} that origin has; it is not pushed" in help
    typed(clones.one, help)
    assert one.publish() == []


def test_commits_of_people_that_diverged_can_be_put_upon_the_others(
    clones: Clones, one: Runner, three: list[str]
) -> None:
    release(clones, clones.two, "c")
    clones.one.release("d", FIX.format(name="d"))
    clones.commit(clones.one, push=False)

    help = refusal(one.publish)

    assert "have diverged; put what is only here upon it: git rebase " in help
    typed(clones.one, help)
    assert sorted(one.publish()) == ["c", "d"]


@pytest.mark.parametrize("committed", [False, True])
def test_the_marks_of_a_conflict_in_the_ledger_never_get_out(
    clones: Clones, one: Runner, two: Runner, three: list[str], committed: bool
) -> None:
    told = clones.one.run("publish", "--now", (NOW + timedelta(hours=1)).isoformat())
    assert told.status == 0
    release(clones, clones.two, "c")
    two.now += timedelta(hours=2)
    two.publish()
    clones.one.release("d", FIX.format(name="d"))
    told = clones.one.run("publish", "--now", (NOW + timedelta(hours=1)).isoformat())
    assert told.status == 0
    git(clones.one.root, "add", "--all")
    git(clones.one.root, "commit", "-q", "-m", "Publish d by hand")
    before = clones.pushed()
    with pytest.raises(AssertionError):
        git(clones.one.root, "pull", "-q", "--no-rebase", "--no-edit")
    assert "<<<<<<<" in Path(clones.one.root / LEDGER).read_text(encoding="utf-8")
    if committed:
        git(clones.one.root, "commit", "-q", "-am", "Merge")

    for _ in range(4):
        try:
            one.now = NOW + timedelta(hours=3)
            one.publish()
            break
        except GitError as error:
            assert clones.pushed() == before
            typed(clones.one, str(error))
    else:
        pytest.fail("the commands lead nowhere")

    assert clones.pushed().startswith(before)
    assert "<<<<<<<" not in clones.pushed()


def test_a_pull_between_a_crash_and_the_next_publish_loses_no_hand_off(
    clones: Clones, two: Runner, three: list[str], publishers: Publishers
) -> None:
    clones.two.release("for-zeta", HANDOFF)
    clones.two.release("c", FIX.format(name="c"))
    clones.commit(clones.two)
    git(clones.one.root, "pull", "-q")
    died = publishers.run(
        clones.one.root, "publish", "--now", "2026-12-01 10:00", die_once_shown=True
    )
    assert died.status == -9
    two.now = NOW + timedelta(hours=2)
    assert two.record("for-zeta")
    git(clones.one.root, "pull", "-q")

    told = clones.one.run("publish", "--now", "2026-12-01 12:00")

    assert told.status == 0, told.err
    lines = [(line["entry"], line["at"], line["sent"]) for line in clones.one.ledger[3:]]
    assert lines == [
        ("for-zeta", "2026-12-01T04:00:00Z", "2026-12-01T04:00:00Z"),
        ("c", "2026-12-01T04:00:00Z", "2026-12-01T03:00:00Z"),
    ]
    assert (clones.one.root / LEDGER).read_text(encoding="utf-8").startswith(clones.pushed())
    assert clones.one.run("check", "--now", "2026-12-01 12:01").status == 0
