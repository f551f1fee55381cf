"""`publish --watch` and `--wait`: up at the right instants, and through every error."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner

from notices.cli import main
from notices.domain.instants import local
from notices.evaluation import Evaluation, evaluate
from notices.project.disk import Workspace
from notices.publishing import publish as publishing
from notices.publishing import watch as watching
from notices.publishing.seen import observe, observe_after
from tests.project import FEATURE, Project

START = datetime(2026, 12, 8, 2, 0, tzinfo=UTC)

SERVER = """\
category: server
title: {vi: Chuyển máy chủ, en: Server move}
summary: {vi: Dừng 30 phút., en: Down for half an hour.}
window: {start: 2026-12-12 20:00, end: 2026-12-12 21:00}
impact: {downtime: 30m, mode: stopped, systems: [crm]}
body: {vi: Nội dung., en: The details.}
"""


@dataclass
class Watched:
    """A project that is watched by a clock of the test's; it sleeps without taking time."""

    project: Project
    now: datetime = START
    end: datetime = START + timedelta(days=1)
    published: list[str] = field(default_factory=list)
    failures: list[tuple[str, float]] = field(default_factory=list)
    happens: dict[datetime, Callable[[], object]] = field(default_factory=dict)
    broken: Callable[[], object] = field(default=lambda: None)

    def sleep(self, seconds: float) -> None:
        assert 0 < seconds <= 60
        self.now += timedelta(seconds=seconds)
        for at in [at for at in self.happens if at <= self.now]:
            self.happens.pop(at)()

    def publish(self) -> Evaluation:
        workspace = Workspace.at(self.project.root / "mkdocs.yml")
        self.published.append(f"{local(self.now, UTC):%d %H:%M:%S}")
        self.broken()
        options = publishing.PublishOptions(
            evaluate=lambda at: evaluate(workspace.sources(), at),
            now=None,
            clock=lambda: self.now,
            sleep=self.sleep,
        )
        return publishing.publish(workspace, options, lambda evaluation, folder: None)

    def watch(self) -> list[str]:
        """When it published, until the end of the day."""
        workspace = Workspace.at(self.project.root / "mkdocs.yml")
        watching.watch(
            self.publish,
            lambda: observe(workspace),
            lambda before, evaluation: observe_after(workspace, before, evaluation),
            clock=lambda: self.now,
            sleep=self.sleep,
            stopped=lambda: self.now >= self.end,
            failed=lambda error, pause: self.failures.append((str(error), pause)),
        )
        return self.published

    def wait(self, hours: int) -> list[str]:
        watching.wait(
            self.publish, timedelta(hours=hours), clock=lambda: self.now, sleep=self.sleep
        )
        return self.published

    def recorded(self) -> list[tuple[str, str]]:
        return [(line["notice"], line["at"]) for line in self.project.ledger]


@pytest.fixture
def watched(project: Project) -> Watched:
    return Watched(project)


def test_a_watch_publishes_at_once_and_to_the_second_when_something_is_due(
    watched: Watched,
) -> None:
    watched.project.release("server-move", SERVER)
    watched.project.run("publish", "--now", "2026-12-11 18:00")
    watched.now = datetime(2026, 12, 12, 10, 0, 30, tzinfo=UTC)
    watched.end = datetime(2026, 12, 12, 15, 0, tzinfo=UTC)

    watched.watch()

    # The notice, once more to see that nothing is left, and the window's start and end.
    assert watched.published == [
        "12 10:00:30", "12 12:00:00", "12 12:00:00", "12 13:00:00", "12 14:00:00",
    ]  # fmt: skip
    assert watched.recorded()[-1] == ("final", "2026-12-12T12:00:00Z")


@pytest.fixture
def begun(watched: Watched) -> Watched:
    """A server's move from the 12th, 20:00:07, of which customers hear at its start alone."""
    policy = (watched.project.root / "content/policy.yml").read_text(encoding="utf-8")
    head = "  server:\n"
    before, after = policy.split(head)
    rows = """\
    notices:
      - {id: begun, audience: customers, owner: care, on: start, source: ours}
      - {id: desk, audience: staff, owner: care, on: start, source: ours}
"""
    after = after[: after.index("    notices:\n")] + rows + after[after.index("\nplan:") :]
    watched.project.write("content/policy.yml", before + head + after)
    watched.project.release("server-move", SERVER.replace("12 20:00", "12 20:00:07"))
    watched.now = datetime(2026, 12, 12, 10, 0, 30, tzinfo=UTC)
    watched.end = datetime(2026, 12, 12, 15, 0, tzinfo=UTC)
    return watched


def test_a_watch_tells_to_the_second_that_an_update_has_begun(begun: Watched) -> None:
    begun.watch()

    # At the start, once more to see that nothing is left, and at the end.
    assert begun.published == ["12 10:00:30", "12 13:00:07", "12 13:00:07", "12 14:00:00"]
    assert begun.recorded() == [("begun", "2026-12-12T13:00:07Z")]


def test_a_watch_wakes_at_the_start_for_what_people_send(begun: Watched) -> None:
    policy = (begun.project.root / "content/policy.yml").read_text(encoding="utf-8")
    row = "      - {id: begun, audience: customers, owner: care, on: start, source: ours}\n"
    begun.project.write("content/policy.yml", policy.replace(row, ""))

    begun.watch()

    assert begun.published == ["12 10:00:30", "12 13:00:07"]
    assert begun.recorded() == []


def test_a_wait_holds_out_for_a_start(begun: Watched) -> None:
    assert begun.wait(hours=2) == ["12 10:00:30"]
    begun.now = datetime(2026, 12, 12, 11, 30, tzinfo=UTC)
    assert begun.wait(hours=2)[1:] == ["12 11:30:00", "12 13:00:07"]
    assert begun.recorded() == [("begun", "2026-12-12T13:00:07Z")]


def test_a_watch_with_nothing_ahead_publishes_once_and_sleeps(watched: Watched) -> None:
    assert watched.watch() == ["08 02:00:00"]


def test_a_watch_notices_an_edit_within_a_minute(watched: Watched) -> None:
    def edit() -> None:
        watched.project.release("payroll-engine", FEATURE.replace("12-12", "12-26"))

    watched.happens[START + timedelta(hours=1)] = edit

    watched.watch()

    [(notice, at)] = watched.recorded()
    assert notice == "advance"
    assert at <= "2026-12-08T03:01:00Z"


def test_a_watch_does_not_publish_again_for_what_its_own_publish_wrote(watched: Watched) -> None:
    watched.project.release("payroll-engine", FEATURE.replace("12-12", "12-26"))
    watched.publish()
    watched.published.clear()

    def edit() -> None:
        text = FEATURE.replace("12-12", "12-26").replace("The details.", "More details.")
        watched.project.release("payroll-engine", text)

    watched.happens[START + timedelta(hours=1)] = edit
    watched.end = START + timedelta(hours=3)

    first, second = watched.watch()

    assert first == "08 02:00:00"
    assert "08 03:00:00" <= second <= "08 03:01:00"
    copy = watched.project.root / "content/published/payroll-engine.yml"
    assert "More details." in copy.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["content/ledger.jsonl", "content/published/payroll-engine.yml"])
def test_a_watch_notices_when_somebody_else_changes_what_it_wrote(
    watched: Watched, name: str
) -> None:
    watched.project.release("payroll-engine", FEATURE.replace("12-12", "12-26"))
    path = watched.project.root / name
    watched.happens[START + timedelta(hours=1)] = lambda: path.write_bytes(path.read_bytes() + b"#")
    watched.end = START + timedelta(minutes=62)

    published = watched.watch()

    assert published[:2] == ["08 02:00:00", "08 02:00:00"]
    assert "08 03:00:00" <= published[2] <= "08 03:01:00"


def test_an_edit_during_a_publish_is_published_a_minute_later(watched: Watched) -> None:
    def edit() -> None:
        watched.broken = lambda: None
        watched.project.write("content/pages/index.md", "# Mới\n")

    watched.broken = edit
    watched.end = START + timedelta(minutes=5)

    assert watched.watch() == ["08 02:00:00", "08 02:01:00"]


def test_a_watch_notices_a_clock_that_was_set_ahead_within_a_second(watched: Watched) -> None:
    watched.project.release("payroll-engine")
    watched.project.run("publish", "--now", "2026-12-01 09:00")
    watched.end = datetime(2026, 12, 9, 8, 0, tzinfo=UTC)
    jump = datetime(2026, 12, 9, 7, 30, tzinfo=UTC)
    watched.happens[watched.now + timedelta(hours=1)] = lambda: setattr(watched, "now", jump)

    watched.watch()

    assert watched.recorded()[-1] == ("announcement", "2026-12-09T07:30:00Z")


def test_a_watch_survives_every_error_and_tries_again_later_and_later(watched: Watched) -> None:
    def broken() -> None:
        raise OSError(28, "No space left on device")

    watched.broken = broken
    watched.end = START + timedelta(minutes=30)

    watched.watch()

    pauses = [pause for _, pause in watched.failures]
    assert pauses[:7] == [5, 10, 20, 40, 80, 160, 300]
    assert set(pauses[7:]) == {300}
    assert all("No space left on device" in error for error, _ in watched.failures)


def test_after_a_success_the_next_error_is_tried_again_at_once(watched: Watched) -> None:
    def fails_once() -> None:
        watched.broken = lambda: None
        raise RuntimeError("once")

    watched.broken = fails_once
    watched.happens[START + timedelta(hours=1)] = lambda: setattr(watched, "broken", fails_once)
    watched.happens[START + timedelta(hours=2)] = lambda: watched.project.write(
        "content/pages/index.md", "# Mới\n"
    )

    watched.watch()

    assert watched.failures == [("once", 5), ("once", 5)]
    assert len(watched.published) == 4


def test_a_watch_survives_unusable_content_until_somebody_mends_it(watched: Watched) -> None:
    good = (watched.project.root / "content/policy.yml").read_text(encoding="utf-8")
    watched.project.write("content/policy.yml", "timezone: Mars/Olympus\n")
    watched.project.release("payroll-engine", FEATURE.replace("12-12", "12-26"))
    watched.happens[START + timedelta(hours=1)] = lambda: watched.project.write(
        "content/policy.yml", good
    )

    watched.watch()

    [(notice, at)] = watched.recorded()
    assert notice == "advance"
    assert at <= "2026-12-08T03:01:05Z"


def test_a_watch_that_may_not_publish_yet_tries_again_until_it_may(watched: Watched) -> None:
    watched.project.release("payroll-engine", FEATURE.replace("12-12", "12-26"))
    # Published half an hour ahead of the clock: somebody has set it right since.
    watched.project.run("publish", "--now", "2026-12-08 09:30")
    watched.end = START + timedelta(hours=1)

    watched.watch()

    assert watched.failures
    assert {error for error, _ in watched.failures} == {"None"}
    assert "08 02:30:00" <= watched.published[-1] <= "08 02:35:00"


def test_a_watch_that_is_stopped_sleeps_no_longer_than_a_second(watched: Watched) -> None:
    watched.end = START + timedelta(seconds=1)

    watched.watch()

    assert watched.now == watched.end


def test_a_watch_that_is_stopped_before_it_began_publishes_nothing(watched: Watched) -> None:
    watched.end = START

    assert watched.watch() == []


@pytest.mark.parametrize(
    "from_, expected",
    [
        # 30 minutes before the start, planned an hour before: that cannot bear a late run.
        ("2026-12-12 16:00", ["12 09:00:00", "12 12:00:00"]),
        ("2026-12-12 14:00:00", ["12 07:00:00", "12 12:00:00"]),
        # Five hours are not enough.
        ("2026-12-12 13:59:59", ["12 06:59:59"]),
        # The notice of 24 hours has a margin of six hours: it waits for the next schedule.
        ("2026-12-11 12:00", ["11 05:00:00"]),
    ],
)
def test_a_job_that_starts_early_waits_for_the_next_notice_with_a_short_margin(
    watched: Watched, from_: str, expected: list[str]
) -> None:
    watched.project.release("server-move", SERVER)
    watched.project.run("publish", "--now", "2026-12-11 11:00")
    if from_ > "2026-12-12":
        assert watched.project.run("publish", "--now", "2026-12-11 16:00").status == 0
    watched.now = datetime.fromisoformat(f"{from_}+07:00").astimezone(UTC)

    assert watched.wait(5) == expected


def test_a_job_that_published_something_does_not_hold_it_back_to_wait(watched: Watched) -> None:
    watched.project.release("server-move", SERVER)
    watched.now = datetime(2026, 12, 11, 12, 59, tzinfo=UTC)
    watched.project.release(
        "fixed", SERVER.replace("12-12 20", "12-11 21").replace("21:00}", "22:00}")
    )

    published = watched.wait(36)

    assert published == ["11 12:59:00"]
    assert watched.recorded()


@pytest.mark.parametrize(
    "args, text",
    [
        (("--watch", "--now", "2026-12-01 09:00"), "--watch uses the clock; remove --now"),
        (("--push", "--now", "2026-12-01 09:00"), "--push uses the clock; remove --now"),
        (("--wait", "5h", "--now", "2026-12-01"), "--wait uses the clock; remove --now"),
        (("--watch", "--wait", "5h"), "--watch waits by itself; remove --wait"),
        (("--wait", "soon"), "is not a length of time"),
    ],
)
def test_what_goes_by_the_clock_takes_no_other_instant(
    project: Project, args: tuple[str, ...], text: str
) -> None:
    result = project.run("publish", *args)

    assert result.status == 2
    assert text in result.err
    assert not project.site.exists()


@pytest.mark.parametrize("option", ["--watch", "--push"])
def test_what_goes_by_the_clock_refuses_a_source_date(
    project: Project, monkeypatch: pytest.MonkeyPatch, option: str
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1796090400")

    result = project.run("publish", option)

    assert result.status == 2
    assert "unset SOURCE_DATE_EPOCH" in result.err


def test_a_watch_reports_a_bug_in_one_line_and_goes_on(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: object) -> None:
        raise KeyError("payroll")

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        if len(slept) > 20:
            os.kill(os.getpid(), signal.SIGTERM)

    slept: list[float] = []
    monkeypatch.setattr("notices.hosts.splicing.site_documents", broken)
    monkeypatch.setattr("notices.cli.commands.publish.time.sleep", sleep)
    now = iter(range(10**6))
    monkeypatch.setattr(
        "notices.cli.commands.publish.clock", lambda: START + timedelta(seconds=next(now))
    )

    result = CliRunner().invoke(
        main, ["-f", str(project.root / "mkdocs.yml"), "publish", "--watch"]
    )

    assert result.exit_code == 0
    first, second, *_, last = result.stderr.splitlines()
    bug = "notices: this is a bug in notices: KeyError: 'payroll'; please report it"
    assert first.startswith(bug)
    assert first.endswith("trying again in 5 seconds")
    assert second.startswith(bug)
    assert second.endswith("trying again in 10 seconds")
    assert last == "stopped"
    assert list((project.root / ".notices/generations").iterdir()) == []


def test_a_file_that_the_configuration_inherits_from_is_looked_at_too(project: Project) -> None:
    config, base = project.root / "mkdocs.yml", project.root.parent / "base.yml"
    base.write_bytes(config.read_bytes())
    config.write_text("INHERIT: ../base.yml\n", encoding="utf-8")
    workspace = Workspace.at(config)
    before = observe(workspace)
    assert observe(workspace) == before

    base.write_bytes(base.read_bytes() + b"extra: {changed: true}\n")

    assert observe(workspace) != before
