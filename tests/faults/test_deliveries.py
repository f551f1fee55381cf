"""Deliveries by real processes over a real line: once to each recipient, whoever is killed when."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from notices.loading import read_deliveries
from tests.faults.publishers import Publishers
from tests.faults.receivers import Receiver, receiving
from tests.faults.trials import FIRST, FIX
from tests.project import Answer, Project

HOOK = """\
channels:
  - {id: hook, type: webhook, audience: customers, languages: [vi], since: 2026-12-01, url_env: HOOK_URL, per_minute: 600}
"""


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as receiver:
        yield receiver


@pytest.fixture
def announced(project: Project) -> Project:
    """Two releases are announced, and one channel is to tell of them."""
    project.write("content/channels.yml", HOOK)
    for name in ("a", "b"):
        project.release(name, FIX.format(name=name))
    assert project.run("publish", "--now", FIRST.isoformat()).status == 0
    return project


def log_of(project: Project) -> list[dict[str, Any]]:
    data = (project.root / "content/deliveries.jsonl").read_bytes()
    assert read_deliveries("", data).problems == ()
    return [json.loads(line) for line in data.splitlines()]


def last_events(project: Project) -> dict[str, str]:
    return {line["key"]: line["event"] for line in log_of(project)}


def delivered(
    publishers: Publishers,
    project: Project,
    receiver: Receiver,
    minutes: int,
    *args: str,
    **how: Any,
) -> Answer:
    clock = (FIRST + timedelta(minutes=minutes)).isoformat()
    return publishers.run(
        project.root, "deliver", *args, clock=clock, env=receiver.environment, **how
    )


def test_two_runs_at_once_send_each_message_once(
    publishers: Publishers, announced: Project, receiver: Receiver
) -> None:
    receiver.takes_s = 0.3
    clock = (FIRST + timedelta(minutes=1)).isoformat()

    running = [
        publishers.start(announced.root, "deliver", clock=clock, env=receiver.environment)
        for _ in range(4)
    ]
    answers = [each.wait() for each in running]

    assert [answer.status for answer in answers] == [0] * 4
    assert sorted(receiver.received.values()) == [1, 1]
    assert set(last_events(announced).values()) == {"accepted"}


def test_a_publish_beside_a_receiver_that_hangs_is_not_held_up(
    publishers: Publishers, announced: Project, receiver: Receiver
) -> None:
    receiver.takes_s = 2
    clock = (FIRST + timedelta(minutes=1)).isoformat()
    running = publishers.start(announced.root, "deliver", clock=clock, env=receiver.environment)
    while not receiver.received:
        pass

    answer = publishers.run(announced.root, "publish", clock=clock, small=True)

    assert answer.status == 0
    assert set(last_events(announced).values()) == {"claim"}
    assert running.wait().status == 0


def test_a_run_that_is_killed_at_any_step_sends_nothing_twice_and_loses_nothing(
    publishers: Publishers, announced: Project, receiver: Receiver, tmp_path: Path
) -> None:
    kept = tmp_path / "kept"
    shutil.copytree(announced.root / "content", kept)
    ends: list[tuple[list[str], int]] = []
    for step in range(1, 30):
        receiver.received.clear()
        shutil.rmtree(announced.root / "content")
        shutil.copytree(kept, announced.root / "content")
        killed = delivered(publishers, announced, receiver, 1, die_while_delivering=step)
        delivered(publishers, announced, receiver, 17)
        if "deferred" in last_events(announced).values():
            delivered(publishers, announced, receiver, 19)

        events = last_events(announced)
        assert len(events) == 2
        assert set(events.values()) <= {"accepted", "unknown"}
        assert all(receiver.received[key] == 1 for key in events if events[key] == "accepted")
        assert max(receiver.received.values()) == 1
        # Only the one that was at work can be unknown.
        assert list(events.values()).count("unknown") <= 1
        ends.append((sorted(events.values()), sum(receiver.received.values())))
        if killed.status == 0:
            break

    assert ends[0] == (["accepted", "accepted"], 2)
    assert ends[-1] == (["accepted", "accepted"], 2)
    # Sent, and killed before its answer was noted; and killed before it was sent.
    assert (["accepted", "unknown"], 2) in ends
    assert (["accepted", "unknown"], 1) in ends
    assert 8 <= len(ends) < 29


def test_no_line_and_no_file_holds_the_address_of_a_webhook(
    publishers: Publishers, announced: Project, receiver: Receiver
) -> None:
    receiver.status = 503
    answer = delivered(publishers, announced, receiver, 1)

    assert answer.status == 0
    assert "put off" in answer.out
    files = [path for path in announced.root.rglob("*") if path.is_file()]
    assert files
    assert "secret-address" not in answer.out + answer.err
    assert not [path for path in files if b"secret-address" in path.read_bytes()]
