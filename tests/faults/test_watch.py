"""`publish --watch` as a process: it publishes by the clock, and stops when it is told to."""

from __future__ import annotations

import os
import signal
import time
from datetime import UTC, datetime, timedelta

import pytest

from tests.faults.publishers import Publishers, until
from tests.faults.trials import FIX
from tests.project import Project

WINDOW = "start: 2027-03-01 20:00, end: 2027-03-01 21:00"
RUNNING = "data-calm hidden"


def test_a_watch_publishes_when_something_is_due_and_stops_at_once_when_it_is_told_to(
    project: Project, publishers: Publishers
) -> None:
    begins = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=5)
    ends = begins + timedelta(hours=1)
    window = f"start: {begins:%Y-%m-%dT%H:%M:%SZ}, end: {ends:%Y-%m-%dT%H:%M:%SZ}"
    project.release("a", FIX.format(name="a").replace(WINDOW, window))

    running = publishers.start(project.root, "publish", "--watch")
    until(lambda: project.site.exists() and RUNNING in project.page("index.html"))
    assert datetime.now(UTC) >= begins
    assert [line["notice"] for line in project.ledger] == ["important"]
    running.terminate()
    stopped_at = time.monotonic()
    result = running.wait()

    assert result.status == 0
    assert result.err.endswith("stopped\n")
    assert time.monotonic() - stopped_at < 3


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=["SIGTERM", "SIGINT"])
def test_a_publish_at_work_is_finished_before_a_watch_stops(
    project: Project, publishers: Publishers, number: signal.Signals
) -> None:
    project.release("a", FIX.format(name="a"))

    running = publishers.start(project.root, "publish", "--watch")
    until((project.root / ".notices/lock").exists)
    assert not project.site.exists()
    os.kill(running.pid, number)
    result = running.wait()

    assert result.status == 0
    assert [line["entry"] for line in project.ledger] == ["a"]
    assert "/a/" in project.page("feed.xml")
    assert not (project.root / ".notices/intent.json").exists()
