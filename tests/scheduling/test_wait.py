"""`publish --wait`: a run that is early waits for a notice that cannot bear a late one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from notices.evaluation import Evaluation, evaluate
from notices.project.disk import Workspace
from notices.publishing import watch as watching
from tests.project import Project

# Saturday 20:00 in the policy's zone. Its notices: 6 hours before 24 hours before (Friday
# 14:00), and an hour before the start.
START = datetime(2026, 12, 12, 13, tzinfo=UTC)
ADVANCE = START - timedelta(hours=30)
FINAL = START - timedelta(hours=1)
SERVER = """\
category: server
title: {vi: Thay ổ đĩa, en: New disks}
summary: {vi: Thay ổ đĩa của máy chủ., en: The server gets new disks.}
window: {start: 2026-12-12 20:00, end: 2026-12-12 20:30}
impact: {downtime: 20m, mode: stopped, systems: [crm]}
body: {vi: Nội dung chi tiết., en: The details.}
"""
FIVE_HOURS = timedelta(hours=5)


class Runner:
    """A run of hosted CI: its clock, and a publish on it."""

    def __init__(self, project: Project, began: datetime) -> None:
        self.project = project
        self.now = began
        self.recorded: list[tuple[datetime, str, str]] = []

    def publish(self) -> Evaluation:
        sources = Workspace.at(self.project.root / "mkdocs.yml").sources()
        evaluation = evaluate(sources, self.now)
        ledger = self.project.root / "content/ledger.jsonl"
        ledger.write_bytes((ledger.read_bytes() if ledger.exists() else b"") + evaluation.lines)
        for name, data in evaluation.copies.items():
            self.project.write(name, data.decode())
        self.recorded += [(record.at, record.entry, record.notice) for record in evaluation.records]
        return evaluation

    def sleep(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    def wait(self) -> Evaluation:
        return watching.wait(self.publish, FIVE_HOURS, clock=lambda: self.now, sleep=self.sleep)


def announced(project: Project, *names: str) -> None:
    for number, name in enumerate(names):
        project.release(name, SERVER.replace("20:", f"{20 + number}:"))
    Runner(project, ADVANCE + timedelta(hours=len(names))).publish()


def test_it_waits_for_a_notice_with_a_short_margin_and_publishes_it_on_the_second(
    project: Project,
) -> None:
    announced(project, "disks")
    runner = Runner(project, FINAL - FIVE_HOURS)

    runner.wait()

    assert runner.recorded == [(FINAL, "disks", "final")]


def test_it_waits_for_nothing_that_is_further_away(project: Project) -> None:
    announced(project, "disks")
    runner = Runner(project, FINAL - FIVE_HOURS - timedelta(seconds=1))

    runner.wait()

    assert runner.recorded == []
    assert runner.now == FINAL - FIVE_HOURS - timedelta(seconds=1)


def test_it_does_not_wait_for_a_notice_that_can_bear_a_late_run(project: Project) -> None:
    project.release("disks", SERVER)
    runner = Runner(project, ADVANCE - timedelta(hours=1))

    runner.wait()

    assert runner.recorded == []
    assert runner.now == ADVANCE - timedelta(hours=1)


def test_what_it_recorded_is_deployed_before_anything_else_is_waited_for(
    project: Project,
) -> None:
    announced(project, "disks", "memory")
    runner = Runner(project, FINAL - timedelta(hours=1))

    runner.wait()
    assert (runner.now, runner.recorded) == (FINAL, [(FINAL, "disks", "final")])

    runner = Runner(project, FINAL)
    project.release("now", SERVER.replace("server", "fix", 1) + "important: true\n")
    runner.wait()
    assert (runner.now, runner.recorded) == (FINAL, [(FINAL, "now", "important")])
