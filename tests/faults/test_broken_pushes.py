"""Pushes that hang, and pushes whose other side dies midway: what it took counts, and nothing else."""

from __future__ import annotations

import pytest

from notices.project import clone as cloning
from notices.project.git import GitError
from tests.faults.clones import Clones, git
from tests.faults.runner import Runner, release

# The other side runs these before and behind its branch moves; their parent is what receives.
DIES, HANGS = "kill -9 $PPID", "exec sleep 1000"


@pytest.fixture(autouse=True)
def _patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cloning, "_NETWORK_S", 6.0)


def test_a_push_whose_other_side_dies_midway_shows_and_records_nothing(
    clones: Clones, one: Runner
) -> None:
    release(clones, clones.one, "a")
    head = git(clones.bare, "rev-parse", "main")
    clones.hook("pre-receive", DIES)

    with pytest.raises(GitError, match="git push: ") as raised:
        one.publish()

    assert "\n" not in str(raised.value)
    assert git(clones.bare, "rev-parse", "main") == head
    assert one.shown is None
    clones.hook("pre-receive", "exit 0")
    assert one.publish() == ["a"]
    assert clones.recorded() == [("a", "important")]


def test_a_push_whose_other_side_dies_behind_the_branch_counts_and_is_recorded_once(
    clones: Clones, one: Runner
) -> None:
    release(clones, clones.one, "a")
    clones.hook("post-receive", DIES)

    assert one.publish() == ["a"]

    assert one.shown == ["a"]
    clones.hook("post-receive", "exit 0")
    assert one.publish() == []
    assert clones.recorded() == [("a", "important")]


def test_a_push_that_hangs_is_given_up_and_shows_and_records_nothing(
    clones: Clones, one: Runner
) -> None:
    release(clones, clones.one, "a")
    head = git(clones.bare, "rev-parse", "main")
    clones.hook("pre-receive", HANGS)

    with pytest.raises(GitError, match="git push took longer than 6 seconds"):
        one.publish()

    assert git(clones.bare, "rev-parse", "main") == head
    assert one.shown is None
    clones.hook("pre-receive", "exit 0")
    assert one.publish() == ["a"]
    assert clones.recorded() == [("a", "important")]


def test_a_push_that_was_taken_and_hangs_counts_and_is_recorded_once(
    clones: Clones, one: Runner, two: Runner
) -> None:
    """It is given up as well, and the other side is asked what it has."""
    release(clones, clones.one, "a")
    clones.hook("post-receive", HANGS)

    assert one.publish() == ["a"]

    assert one.shown == ["a"]
    clones.hook("post-receive", "exit 0")
    for runner in (two, one):
        assert runner.publish() == []
        assert runner.shown == ["a"]
    assert clones.recorded() == [("a", "important")]
    assert git(clones.one.root, "status", "--porcelain") == ""
