"""Files that change under an unfinished publish: no record is lost, none stands twice."""

from __future__ import annotations

import json
import os
import shutil
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import feedparser
import pytest

from notices.loading import read_ledger
from notices.project.disk import Workspace
from notices.publishing import journal, showing
from notices.publishing import publish as publishing
from notices.publishing.journal import Change
from tests.project import Project, bytes_below

FIX = """\
category: fix
title: {{vi: Bản vá {name}, en: Fix {name}}}
summary: {{vi: Sửa lỗi., en: Mended.}}
window: {{start: {day} 20:00, end: {day} 21:00}}
impact: {{downtime: 0m, mode: usable, systems: [crm]}}
body: {{vi: Nội dung., en: The details.}}
{whom}
"""
LEDGER = "content/ledger.jsonl"
COPY = "content/published/a.yml"

Crash = Callable[[Project, str], None]


def fix(
    project: Project, name: str, *, whom: str = "important: true", day: str = "2027-03-01"
) -> None:
    project.release(name, FIX.format(name=name, whom=whom, day=day))


def handed_over(project: Project, now: str) -> None:
    """Somebody records a hand-off."""
    assert project.run("record", "for-acme", "handoff", "--now", now).status == 0


def published(project: Project, now: str) -> None:
    told = project.run("publish", "--now", now)
    assert told.status == 0, told.err


def pull(project: Project, elsewhere: Project) -> None:
    """Bring what was recorded elsewhere, as git does: one file after another."""
    for path, data in bytes_below(elsewhere.root / "content").items():
        target = project.root / "content" / path
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(data)


def records(project: Project) -> list[tuple[str, str, str | None]]:
    """Entry, instant and sending of each record; the chain has to hold, and `check` to agree."""
    text = read_ledger(LEDGER, (project.root / LEDGER).read_bytes())
    assert not text.problems
    assert project.check("2026-12-02 09:00")["problems"] == []
    assert not list((project.root / "content").rglob(".*.new*"))
    assert not (project.root / ".notices/intent.json").exists()
    return [
        (line["entry"], line["at"][11:], line["sent"] and line["sent"][11:])
        for line in project.ledger
    ]


@pytest.fixture
def crash(monkeypatch: pytest.MonkeyPatch) -> Crash:
    """A publish that dies once its site is shown, before anything is recorded."""

    def crashed(project: Project, now: str) -> None:
        with monkeypatch.context() as patch:

            def shown(*args: Any) -> None:
                showing.show(*args)
                patch.setattr(journal, "recover", lambda workspace: None)
                raise OSError("killed")

            patch.setattr(publishing, "show", shown)
            assert project.run("publish", "--now", now).status == 1

    return crashed


@pytest.fixture
def elsewhere(project: Project, tmp_path: Path) -> Project:
    """Another clone, which has the same records so far."""
    fix(project, "old")
    fix(project, "for-acme", whom="customers: [acme]")
    published(project, "2026-12-01 08:00")
    fix(project, "a")
    shutil.copytree(project.root, tmp_path / "elsewhere", symlinks=True)
    return Project(tmp_path / "elsewhere")


def test_a_hand_off_that_was_recorded_elsewhere_before_stays_and_the_notice_follows_it(
    project: Project, elsewhere: Project, crash: Crash
) -> None:
    handed_over(elsewhere, "2026-12-01 08:30")
    crash(project, "2026-12-01 09:00")
    pull(project, elsewhere)

    published(project, "2026-12-01 10:00")

    assert records(project) == [
        ("old", "01:00:00Z", None),
        ("for-acme", "01:30:00Z", "01:30:00Z"),
        ("a", "02:00:00Z", None),
    ]
    assert (project.root / COPY).read_bytes() == (
        project.root / "content/releases/a.yml"
    ).read_bytes()


def test_a_notice_that_was_shown_before_a_hand_off_elsewhere_keeps_its_instant_as_sent(
    project: Project, elsewhere: Project, crash: Crash
) -> None:
    crash(project, "2026-12-01 09:00")
    shown = {
        item.id: item.published for item in feedparser.parse(project.site / "feed.xml").entries
    }
    handed_over(elsewhere, "2026-12-01 09:30")
    pull(project, elsewhere)

    published(project, "2026-12-01 10:00")

    assert records(project) == [
        ("old", "01:00:00Z", None),
        ("for-acme", "02:30:00Z", "02:30:00Z"),
        ("a", "02:30:00Z", "02:00:00Z"),
    ]
    assert len(shown) == 2
    assert project.run("publish", "--now", "2026-12-01 10:01").status == 0
    assert len(project.ledger) == 3


def test_a_notice_that_was_recorded_elsewhere_too_stands_once(
    project: Project, elsewhere: Project, crash: Crash
) -> None:
    crash(project, "2026-12-01 09:00")
    published(elsewhere, "2026-12-01 09:10")
    handed_over(elsewhere, "2026-12-01 09:30")
    pull(project, elsewhere)

    published(project, "2026-12-01 10:00")

    assert [entry for entry, _, _ in records(project)] == ["old", "a", "for-acme"]


def test_a_window_that_was_moved_elsewhere_keeps_both_records_and_the_copy_of_the_last(
    project: Project, elsewhere: Project, crash: Crash
) -> None:
    fix(elsewhere, "a", day="2027-03-02")
    published(elsewhere, "2026-12-01 09:30")
    crash(project, "2026-12-01 09:00")
    pull(project, elsewhere)

    assert project.run("record", "for-acme", "handoff", "--now", "2026-12-01 10:00").status == 0

    starts = [(line["entry"], line["start"][:10]) for line in project.ledger]
    assert starts == [
        ("old", "2027-03-01"), ("a", "2027-03-02"), ("a", "2027-03-01"), ("for-acme", "2027-03-01"),
    ]  # fmt: skip
    assert "2027-03-01" in (project.root / COPY).read_text(encoding="utf-8")
    published(project, "2026-12-01 11:00")
    # Customers hear the window that the file has now.
    assert project.ledger[-1]["start"] == "2027-03-02T13:00:00Z"
    assert len(records(project)) == 5


def test_a_copy_that_was_announced_elsewhere_later_is_kept(
    project: Project, elsewhere: Project, crash: Crash
) -> None:
    crash(project, "2026-12-01 09:00")
    fix(elsewhere, "a", whom="important: true\n# a word more")
    published(elsewhere, "2026-12-01 09:10")
    pull(project, elsewhere)

    published(project, "2026-12-01 10:00")

    assert [entry for entry, _, _ in records(project)] == ["old", "a"]
    assert "a word more" in (project.root / COPY).read_text(encoding="utf-8")


def test_a_pull_while_a_site_is_shown_loses_nothing(
    project: Project, elsewhere: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    handed_over(elsewhere, "2026-12-01 08:30")

    def shown(*args: Any) -> None:
        showing.show(*args)
        pull(project, elsewhere)

    monkeypatch.setattr(publishing, "show", shown)
    published(project, "2026-12-01 09:00")
    monkeypatch.undo()

    assert [entry for entry, _, _ in records(project)] == ["old", "for-acme", "a"]


def test_a_pull_while_a_hand_off_is_recorded_loses_neither(
    project: Project, elsewhere: Project
) -> None:
    published(elsewhere, "2026-12-01 09:10")
    before = (project.root / LEDGER).read_bytes()
    handed_over(project, "2026-12-01 09:00")
    after = (project.root / LEDGER).read_bytes()
    (project.root / LEDGER).write_bytes(before)
    workspace = Workspace.at(project.root / "mkdocs.yml")
    journal.stage(workspace, {LEDGER: Change(before, after)}, None)
    pull(project, elsewhere)

    assert project.run_at("2026-12-01 10:00", "build").status == 0

    assert records(project) == [
        ("old", "01:00:00Z", None),
        ("a", "02:10:00Z", None),
        ("for-acme", "02:10:00Z", "02:00:00Z"),
    ]


def test_an_old_ledger_that_came_back_before_the_recovery_gets_its_lines_again(
    project: Project, elsewhere: Project, crash: Crash
) -> None:
    crash(project, "2026-12-01 09:00")
    (project.root / LEDGER).unlink()

    published(project, "2026-12-01 10:00")

    assert records(project) == [("old", "01:00:00Z", None), ("a", "02:00:00Z", None)]


def test_a_ledger_with_marks_of_a_conflict_stops_the_recovery_until_it_is_put_right(
    project: Project, elsewhere: Project, crash: Crash
) -> None:
    crash(project, "2026-12-01 09:00")
    handed_over(elsewhere, "2026-12-01 09:30")
    good = (elsewhere.root / LEDGER).read_bytes()
    (project.root / LEDGER).write_bytes(good + b"<<<<<<< HEAD\n")

    for _ in range(2):
        told = project.run("publish", "--now", "2026-12-01 10:00")
        assert told.status == 1
        assert told.err == (
            "notices: content/ledger.jsonl is broken, and an unfinished publish has records for "
            "it; bring back its last good version, and run this again: git restore --source=HEAD "
            f"--staged --worktree -- {project.root / LEDGER}\n"
        )

    (project.root / LEDGER).write_bytes(good)
    published(project, "2026-12-01 10:00")
    assert [entry for entry, _, _ in records(project)] == ["old", "for-acme", "a"]


def test_a_journal_of_an_older_version_is_finished_as_it_says(
    project: Project, elsewhere: Project, crash: Crash
) -> None:
    crash(project, "2026-12-01 09:00")
    path = project.root / ".notices/intent.json"
    entry = json.loads(path.read_bytes())
    del entry["made_from"]
    path.write_text(json.dumps(entry), encoding="utf-8")
    handed_over(elsewhere, "2026-12-01 09:30")
    (project.root / LEDGER).write_bytes((elsewhere.root / LEDGER).read_bytes())

    published(project, "2026-12-01 10:00")

    assert [entry for entry, _, _ in records(project)] == ["old", "for-acme", "a"]


def test_a_ledger_that_changes_while_a_hand_off_is_judged_is_not_overwritten(
    project: Project, elsewhere: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    published(elsewhere, "2026-12-01 08:30")
    sources = Workspace.sources

    def read(workspace: Workspace) -> Any:
        found = sources(workspace)
        pull(project, elsewhere)
        return found

    monkeypatch.setattr(Workspace, "sources", read)
    told = project.run("record", "for-acme", "handoff", "--now", "2026-12-01 09:00")
    monkeypatch.undo()

    assert told.status == 1
    assert told.err.startswith("notices: content/ledger.jsonl changed while this was running")
    assert [entry for entry, _, _ in records(project)] == ["old", "a"]


@pytest.mark.parametrize("gone", ["content", "content/published"])
@pytest.mark.parametrize("into", ["nothing", "a file"])
def test_a_folder_that_is_gone_when_it_is_written_to_stops_a_publish_before_it_shows(
    project: Project, elsewhere: Project, monkeypatch: pytest.MonkeyPatch, gone: str, into: str
) -> None:
    before, away = project.bytes_of_site(), project.root / "away"
    stage = journal.stage

    def staged(*args: Any) -> None:
        (project.root / gone).rename(away)
        if into == "a file":
            (project.root / gone).write_text("", encoding="utf-8")
        stage(*args)

    monkeypatch.setattr(journal, "stage", staged)
    told = project.run("publish", "--now", "2026-12-01 09:00")
    monkeypatch.undo()

    # A folder of copies is made where there is none: the first publish does that.
    missing = gone == "content/published" and into == "nothing"
    assert told.status == (0 if missing else 1)
    assert "Traceback" not in told.err
    if missing:
        return
    assert project.bytes_of_site() == before
    assert ("is gone" if gone == "content" else "has to be a folder") in told.err
    if into == "a file":
        (project.root / gone).unlink()
    away.rename(project.root / gone)
    published(project, "2026-12-01 09:00")
    assert [entry for entry, _, _ in records(project)] == ["old", "a"]


@pytest.mark.parametrize("read_only", [LEDGER, "content", "content/published"])
def test_what_is_read_only_is_named_and_nothing_is_shown_or_recorded(
    project: Project, elsewhere: Project, monkeypatch: pytest.MonkeyPatch, read_only: str
) -> None:
    before = project.bytes_of_site(), bytes_below(project.root / "content")
    true = os.access
    denied = project.root / read_only
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path) != denied and true(path, mode))

    told = project.run("publish", "--now", "2026-12-01 09:00")
    monkeypatch.undo()

    assert told.status == 1
    what = "file" if read_only == LEDGER else "folder"
    assert told.err.splitlines()[-1] == f"notices: the {what} is read-only: {denied}"
    assert (project.bytes_of_site(), bytes_below(project.root / "content")) == before
    assert not (project.root / ".notices/intent.json").exists()
    published(project, datetime(2026, 12, 1, 2, 0, tzinfo=UTC).isoformat())


def test_whoever_waits_for_its_turn_while_the_lock_is_removed_holds_the_new_one(
    project: Project,
) -> None:
    workspace = Workspace.at(project.root / "mkdocs.yml")
    alone: list[bool] = []

    def wait() -> None:
        with journal.locked(workspace, patient=True):
            try:
                with journal.locked(workspace):
                    alone.append(False)
            except journal.Busy:
                alone.append(True)

    with journal.locked(workspace):
        waiting = threading.Thread(target=wait)
        waiting.start()
        time.sleep(0.5)
        shutil.rmtree(workspace.state)
    waiting.join()

    assert alone == [True]


def test_working_files_that_are_removed_under_a_publish_are_named(project: Project) -> None:
    workspace = Workspace.at(project.root / "mkdocs.yml")
    state = project.root / ".notices"

    def work(*, removed: bool) -> None:
        with journal.locked(workspace):
            if removed:
                shutil.rmtree(state)
            (state / "generations/1").mkdir()

    with pytest.raises(journal.Busy, match=r"\.notices was removed while this was at work; run it"):
        work(removed=True)
    with pytest.raises(FileNotFoundError):
        work(removed=False)
