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


def test_a_watch_tells_at_the_start_that_an_update_has_begun(
    project: Project, publishers: Publishers
) -> None:
    policy = project.root / "content/policy.yml"
    text = policy.read_text(encoding="utf-8")
    row = "- {id: begun, audience: customers, owner: care, on: start, source: ours}"
    policy.write_text(text.replace("- id: important\n", f"{row}\n      - id: important\n", 1))
    begins = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=6)
    ends = begins + timedelta(hours=1)
    window = f"start: {begins:%Y-%m-%dT%H:%M:%SZ}, end: {ends:%Y-%m-%dT%H:%M:%SZ}"
    project.release(
        "a", FIX.format(name="a").replace(WINDOW, window).replace("important: true\n", "")
    )

    running = publishers.start(project.root, "publish", "--watch")
    until(project.site.exists)
    assert project.ledger == []
    assert "releases/a/" not in project.page("sitemap.xml")
    until(lambda: bool(project.ledger))
    running.terminate()
    assert running.wait().status == 0

    [line] = project.ledger
    assert line["notice"] == "begun"
    assert begins <= datetime.fromisoformat(line["at"]) < ends
    assert "[Bản cập nhật đã bắt đầu] " in project.page("feed.xml")
