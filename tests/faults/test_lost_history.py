"""A person's own push of a ledger that lost lines is noticed, by every clone that has its history."""

from __future__ import annotations

import pytest

from tests.faults.clones import Clones, git
from tests.faults.refusals import refusal, typed
from tests.faults.runner import Runner, release

LEDGER = "content/ledger.jsonl"


@pytest.fixture
def lines(clones: Clones, one: Runner) -> list[str]:
    """The lines of two notices that the repository has."""
    for name in ("a", "b"):
        release(clones, clones.one, name)
        one.publish()
    git(clones.two.root, "pull", "-q")
    return clones.pushed().splitlines(keepends=True)


@pytest.mark.parametrize("kept", [0, 1])
def test_an_old_ledger_that_somebody_pushed_and_every_clone_pulled_is_refused_and_brought_back(
    clones: Clones, one: Runner, two: Runner, lines: list[str], kept: int
) -> None:
    before = git(clones.bare, "rev-parse", "--short=10", "main").strip()
    clones.two.write(LEDGER, "".join(lines[:kept]))
    release(clones, clones.two, "c")
    git(clones.one.root, "pull", "-q")

    help = refusal(one.publish)
    for said in (help, refusal(two.publish)):
        assert said.startswith(
            f"{LEDGER} has lost line {kept + 1}; commit {before} (Publish important of b) had it. "
            f"Bring it back: git restore --source={before} "
        )

    assert clones.pushed() == "".join(lines[:kept])
    typed(clones.one, help)
    assert one.publish() == ["c"]
    assert clones.pushed().startswith("".join(lines))
    assert two.publish() == []


def test_a_conflict_that_somebody_pushed_in_a_ledger_is_refused_and_taken_out(
    clones: Clones, one: Runner, lines: list[str]
) -> None:
    clones.two.write(LEDGER, f"{lines[0]}<<<<<<< HEAD\n{lines[1]}=======\n>>>>>>> theirs\n")
    clones.commit(clones.two, "Merge")

    help = refusal(one.publish)

    typed(clones.one, help)
    assert one.publish() == []
    assert clones.pushed() == "".join(lines)


def test_a_break_that_only_this_clone_has_is_refused_and_taken_out(
    clones: Clones, one: Runner, lines: list[str]
) -> None:
    clones.one.write(LEDGER, f"{''.join(lines)}<<<<<<< HEAD\n")
    git(clones.one.root, "commit", "-qam", "Merge")

    help = refusal(one.publish)

    assert help.startswith(f"{LEDGER} is broken at line 3; commit ")
    typed(clones.one, help)
    assert one.publish() == []
    assert clones.pushed() == "".join(lines)
