"""`deliver --push`: among machines, a claim is somebody's once the other side took it."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from notices.project.git import GitError
from notices.publishing import push as pushing
from tests.faults.clones import Clones, git
from tests.faults.refusals import typed
from tests.publishing.couriers import ACCEPTED, CHANNELS, DEFERRED, REFUSED, Courier

AN, BINH = "an@list.example", "binh@list.example"
DELIVERIES = "content/deliveries.jsonl"


@pytest.fixture
def machines(clones: Clones) -> tuple[Courier, Courier]:
    """Two machines; one release is announced, and pushed."""
    clones.one.write("content/channels.yml", CHANNELS)
    clones.one.release("payroll-engine")
    clones.commit(clones.one)
    one, two = Courier(clones.one, push=True), Courier(clones.two, push=True)
    pushing.publish(one.workspace, one.options, lambda evaluation, folder: None)
    return one, two


def pushed(clones: Clones) -> list[dict[str, Any]]:
    return [json.loads(line) for line in clones.pushed(DELIVERIES).splitlines()]


def test_a_claim_is_on_the_other_side_before_anything_is_sent(
    clones: Clones, machines: tuple[Courier, Courier]
) -> None:
    one, two = machines
    seen: list[list[str]] = []
    one.while_sending = lambda: seen.append([line["event"] for line in pushed(clones)])

    one.deliver()
    two.deliver()

    assert seen == [
        ["claim", "claim"],
        ["claim", "claim"],
        ["claim", "claim", "accepted", "accepted", "claim"],
    ]
    assert [recipient for recipient, _ in one.sent] == [AN, BINH, "chat"]
    assert two.sent == []
    assert clones.recorded() == [
        ("payroll-engine", "advance"), ("payroll-engine", "advance-internal"),
    ]  # fmt: skip
    assert git(clones.one.root, "status", "--porcelain") == ""


def test_of_two_machines_that_claim_at_once_one_sends(
    clones: Clones, machines: tuple[Courier, Courier]
) -> None:
    one, two = machines
    before = one._sender

    def slower(channel: Any) -> Any:
        # The other one is faster, after this one has judged.
        if not two.sent:
            two.deliver()
        return before(channel)

    one._sender = slower  # type: ignore[method-assign]

    one.deliver()

    assert [recipient for recipient, _ in two.sent] == [AN, BINH, "chat"]
    assert one.sent == []


def test_where_claims_cannot_be_pushed_nothing_is_sent(
    clones: Clones, machines: tuple[Courier, Courier]
) -> None:
    one, _ = machines
    clones.hook("pre-receive", "exit 1")

    with pytest.raises(GitError):
        one.deliver()

    assert one.sent == []
    assert git(clones.one.root, "status", "--porcelain") == ""


def test_answers_that_could_not_be_pushed_come_with_the_next_run(
    clones: Clones, machines: tuple[Courier, Courier]
) -> None:
    one, two = machines
    one.answers = {AN: [ACCEPTED], BINH: [REFUSED], "chat": [DEFERRED]}
    one.while_sending = lambda: clones.hook("pre-receive", "exit 1")
    with pytest.raises(GitError):
        one.deliver()
    clones.hook("pre-receive", "exit 0")
    two.now = one.now
    two.later(minutes=16)
    two.deliver()
    assert [recipient for recipient, _ in two.sent] == ["chat"]
    assert [(line["recipient"], line["event"]) for line in pushed(clones)][2:4] == [
        (AN, "unknown"), (BINH, "unknown"),
    ]  # fmt: skip

    one.while_sending = lambda: None
    one.now = two.now
    one.deliver()

    last = {line["recipient"]: line["event"] for line in pushed(clones)}
    assert last == {AN: "accepted", BINH: "refused", "chat": "accepted"}
    assert [recipient for recipient, _ in one.sent] == [AN, BINH]


def test_a_claim_of_a_machine_that_is_gone_is_unknown_elsewhere_once_it_ran_out(
    clones: Clones, machines: tuple[Courier, Courier]
) -> None:
    one, two = machines
    one.while_sending = lambda: clones.hook("pre-receive", "exit 1")
    with pytest.raises(GitError):
        one.deliver()
    clones.hook("pre-receive", "exit 0")
    two.now = one.now
    two.later(minutes=-1)
    assert two.deliver().lost == []

    two.later(minutes=20)
    result = two.deliver()

    assert [record.recipient for record in result.lost] == [AN, BINH]
    assert [recipient for recipient, _ in two.sent] == ["chat"]


def test_what_only_a_clone_that_was_too_late_knows_is_settled_as_it_says(
    clones: Clones, machines: tuple[Courier, Courier]
) -> None:
    one, two = machines
    one.push = False
    one.deliver(stopped=lambda: len(one.sent) == 2)
    git(clones.one.root, "add", DELIVERIES)
    git(clones.one.root, "commit", "-qm", "Deliver")
    git(clones.two.root, "pull", "-q")
    owed = clones.two.run("deliver", "--dry-run", "--format", "json", "--now", "2026-12-01 09:00")
    [chat] = [each["key"] for each in owed.json() if each["recipient"] == "chat"]
    two.settle(chat)
    one.push = True
    with pytest.raises(GitError) as refused:
        one.deliver()
    keys = re.findall("--settle ([0-9a-f]+) --push", str(refused.value))
    typed(clones.one, str(refused.value))

    assert one.settle(*keys) == ()

    settled = [line["recipient"] for line in pushed(clones) if line["event"] == "settled"]
    assert settled == ["chat", AN, BINH]
    two.deliver()
    assert two.sent == []


def test_lines_that_the_other_side_lost_stop_a_delivery_and_no_publish(
    clones: Clones, machines: tuple[Courier, Courier]
) -> None:
    one, two = machines
    two.deliver()
    clones.two.write(DELIVERIES, "")
    clones.commit(clones.two, "An old record")

    with pytest.raises(GitError, match=f"{DELIVERIES} has lost line 1; commit .* had it"):
        one.deliver()

    assert one.sent == []
    one.later(minutes=1)
    assert pushing.publish(one.workspace, one.options, lambda evaluation, folder: None).site
