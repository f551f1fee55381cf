"""Deliveries only grow on both sides of a push, and what became of them never stops a publish."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from notices.domain.deliveries import DeliveryLog, DeliveryRecord, delivery_key
from notices.domain.layout import DELIVERIES
from notices.loading import chain_deliveries
from notices.project.clone import Clone
from notices.project.git import GitError
from notices.publishing.catch_up import caught_up
from tests.faults.clones import Clones, git
from tests.faults.refusals import refusal, typed
from tests.faults.runner import Runner, release

AT = datetime(2026, 11, 1, tzinfo=UTC)


def delivery(number: int) -> DeliveryRecord:
    of = f"urn:uuid:{number}", "list", "vi", "a@b.example"
    return DeliveryRecord(
        0, AT + timedelta(minutes=number), delivery_key(*of), *of, 1, "accepted", detail="250 ok"
    )


TEXT = chain_deliveries(DeliveryLog(), [delivery(1), delivery(2)])[0].decode()
FIRST = TEXT.splitlines(keepends=True)[0]


@pytest.fixture
def delivered(clones: Clones) -> str:
    """Two deliveries that both clones and the repository have; the commit."""
    clones.one.write(DELIVERIES, TEXT)
    commit = clones.commit(clones.one, "Deliver")
    git(clones.two.root, "pull", "-q")
    return commit[:10]


def delivering(clones: Clones) -> str:
    """What the start of a delivery says that finds lines lost."""
    with pytest.raises(GitError) as refused:
        caught_up(Clone.at(clones.one.root), delivering=True)
    return str(refused.value)


@pytest.mark.parametrize("kept, line", [("", 1), (FIRST, 2), (FIRST + TEXT, 2)])
def test_lines_that_somebody_s_push_lost_stop_a_delivery_and_no_publish(
    clones: Clones, one: Runner, delivered: str, kept: str, line: int
) -> None:
    clones.two.write(DELIVERIES, kept)
    clones.commit(clones.two, "An old record")
    assert delivering(clones).startswith(f"the branch at origin lacks line {line} of ")
    release(clones, clones.two, "a")

    assert one.publish() == ["a"]

    help = delivering(clones)
    assert f"commit {delivered} (Deliver) had it. Bring it back: git restore " in help
    typed(clones.one, help)
    caught_up(Clone.at(clones.one.root), delivering=True)
    assert (clones.one.root / DELIVERIES).read_text(encoding="utf-8") == TEXT


def test_a_commit_that_loses_a_delivery_is_never_pushed(
    clones: Clones, one: Runner, delivered: str
) -> None:
    clones.one.write(DELIVERIES, FIRST)
    git(clones.one.root, "commit", "-qam", "An old record")
    said = refusal(one.publish)
    assert f"loses line 2 of {DELIVERIES} that origin has; it is not pushed." in said
    assert clones.pushed(DELIVERIES) == TEXT


def test_deliveries_that_somebody_committed_go_along_with_a_publish(
    clones: Clones, one: Runner
) -> None:
    release(clones, clones.one, "a")
    clones.one.write(DELIVERIES, TEXT)
    git(clones.one.root, "add", "--all")
    git(clones.one.root, "commit", "-qm", "Deliver")
    assert one.publish() == ["a"]
    assert clones.pushed(DELIVERIES) == TEXT


def test_deliveries_of_two_sides_are_never_merged_and_those_of_this_one_are_settled(
    clones: Clones, delivered: str
) -> None:
    """From the other side they would go once more."""
    log = chain_deliveries(DeliveryLog(), [delivery(1), delivery(2)])[1]
    for project, number in ((clones.two, 3), (clones.one, 4)):
        project.write(DELIVERIES, TEXT + chain_deliveries(log, [delivery(number)])[0].decode())
        git(project.root, "commit", "-qam", "Deliver")
    git(clones.two.root, "push", "-q")

    said = delivering(clones)

    assert "the branch at origin lacks line 3 of content/deliveries.jsonl" in said
    assert said.endswith(
        f"Then settle what was delivered already: notices deliver --settle {delivery(4).key} --push"
    )
