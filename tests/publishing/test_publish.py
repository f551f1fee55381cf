"""One release, from YAML to its readers: shown on schedule, recorded once, never early."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import feedparser
import pytest

from notices.cli.building import renderer
from notices.evaluation import Evaluation, evaluate
from notices.project.disk import Workspace
from notices.publishing import journal
from notices.publishing.publish import PublishOptions, publish
from tests.project import FEATURE, Project, bytes_below

BEFORE_ALL = "2026-11-20 09:00"

# What `next` names, and what a publish at that instant adds to the ledger.
LIFE = [
    ("2026-11-22T20:00:00+07:00", ["advance"]),
    ("2026-12-09T14:00:00+07:00", ["announcement"]),
    ("2026-12-10T14:00:00+07:00", ["reminder"]),
    ("2026-12-11T14:00:00+07:00", ["final"]),
    ("2026-12-12T20:00:00+07:00", []),
    ("2026-12-12T22:00:00+07:00", []),
]
OUTCOME = "outcome: {result: success, at: 2026-12-12 21:40}\n"
OUTCOME_KNOWN = "2026-12-12 22:05"


def item_titles(project: Project, feed: str = "feed.xml") -> list[str]:
    return [item.title for item in feedparser.parse(project.site / feed).entries]


def publish_along_next(project: Project, now: str) -> list[tuple[str, list[str]]]:
    """Publish at each instant that `next` names, and what each added to the ledger."""
    seen = []
    while message := project.run("next", "--now", now).out.strip():
        before = len(project.ledger)
        assert project.run("publish", "--now", message).status == 0
        seen.append((message, [line["notice"] for line in project.ledger[before:]]))
        now = message
    return seen


def test_publishing_at_each_instant_of_next_sends_each_notice_exactly_once(
    project: Project,
) -> None:
    project.release("payroll-engine")

    assert publish_along_next(project, BEFORE_ALL) == LIFE

    project.release("payroll-engine", FEATURE + OUTCOME)
    assert project.run("next", "--now", OUTCOME_KNOWN).out == "2026-12-12T22:05:00+07:00\n"
    assert project.run("publish", "--now", OUTCOME_KNOWN).status == 0
    assert project.run("next", "--now", OUTCOME_KNOWN).out == ""
    assert [(line["notice"], line["verdict"], line["result"]) for line in project.ledger] == [
        ("advance", "on_time", None),
        ("announcement", "on_time", None),
        ("reminder", "on_time", None),
        ("final", "on_time", None),
        ("completed", "on_time", "success"),
    ]
    assert len(item_titles(project)) == 5
    assert len(item_titles(project, "en/feed.xml")) == 5
    page = project.page("en/releases/payroll-engine/index.html")
    for line in project.ledger:
        at = datetime.fromisoformat(line["at"]).astimezone(timezone(timedelta(hours=7)))
        assert f'<time datetime="{at.isoformat()}">' in page


def test_publishing_again_changes_no_byte(project: Project) -> None:
    project.release("payroll-engine")
    project.run("publish", "--now", LIFE[0][0])
    before = project.bytes_of_site(), bytes_below(project.root / "content")

    result = project.run("publish", "--now", LIFE[0][0])

    assert (result.status, result.out) == (0, "")
    assert (project.bytes_of_site(), bytes_below(project.root / "content")) == before


def test_two_publishes_between_two_instants_of_next_give_the_same_bytes(project: Project) -> None:
    project.release("payroll-engine")
    project.run("publish", "--now", LIFE[0][0])
    before = project.bytes_of_site()

    project.run("publish", "--now", "2026-12-09 13:59:59")

    assert project.bytes_of_site() == before


def test_a_feature_is_published_at_ten_days_to_the_second_and_refused_a_second_later(
    project: Project,
) -> None:
    project.release("payroll-engine")
    late = project.run_at("2026-12-02 20:00:01", "build")
    assert late.status == 1
    assert not project.site.exists()

    assert project.run("publish", "--now", "2026-12-02 20:00:00").status == 0

    assert "Bảng lương thế hệ mới" in project.page("releases/payroll-engine/index.html")
    assert "New payroll engine" in project.page("en/releases/payroll-engine/index.html")
    assert [line["verdict"] for line in project.ledger] == ["on_time"]


def test_a_refused_release_is_withheld_and_the_rest_is_published_with_status_3(
    project: Project,
) -> None:
    project.release("too-late", FEATURE.replace("12-12", "12-06"))
    project.release("payroll-engine")

    result = project.run("publish", "--now", "2026-12-01 09:00")

    assert result.status == 3
    assert "content/releases/too-late.yml:4:17: error[lead-time]" in result.err
    assert (project.site / "releases/payroll-engine/index.html").exists()
    assert not (project.site / "releases/too-late").exists()
    assert b"too-late" not in b"".join(project.bytes_of_site().values())


def test_a_refused_build_leaves_every_byte_of_the_old_site(project: Project) -> None:
    project.release("payroll-engine")
    project.run_at("2026-12-01 09:00", "build")
    before = project.bytes_of_site()
    project.release("too-late", FEATURE.replace("12-12", "12-06"))

    result = project.run_at("2026-12-01 09:00", "build")

    assert result.status == 1
    assert "error[lead-time]" in result.err
    assert project.bytes_of_site() == before


def test_build_withhold_leaves_it_out_with_a_warning_and_exits_0(project: Project) -> None:
    project.release("too-late", FEATURE.replace("12-12", "12-06"))

    result = project.run_at("2026-12-01 09:00", "build", "--withhold")

    assert result.status == 0
    assert "content/releases/too-late.yml:4:17: warning[lead-time]" in result.err
    assert "error" not in result.err
    assert not (project.site / "releases").exists()


def test_a_build_records_nothing_and_says_so(project: Project) -> None:
    project.release("payroll-engine")

    result = project.run_at("2026-12-01 09:00", "build")

    assert project.ledger == []
    assert not (project.root / "content/published").exists()
    assert "warning[unrecorded] `advance` of `payroll-engine`" in result.err
    assert '"recorded": false' in project.page("api/notices.json")
    project.run("publish", "--now", "2026-12-01 09:00")
    assert '"recorded": true' in project.page("api/notices.json")


def test_publish_keeps_a_copy_of_each_public_release_and_names_it_in_the_ledger(
    project: Project,
) -> None:
    import hashlib

    path = project.release("payroll-engine")
    project.release("hidden", FEATURE.replace("12-12", "12-26"))

    project.run("publish", "--now", "2026-12-01 09:00")

    copies = bytes_below(project.root / "content/published")
    assert copies == {"payroll-engine.yml": path.read_bytes()}
    assert project.ledger[0]["digest"] == hashlib.sha256(path.read_bytes()).hexdigest()


def test_publishing_before_the_newest_record_stops_with_clock(project: Project) -> None:
    project.release("payroll-engine")
    project.run("publish", "--now", "2026-12-01 09:00")
    before = project.bytes_of_site(), bytes_below(project.root / "content")

    result = project.run("publish", "--now", "2026-12-01 08:59:59")

    assert result.status == 1
    assert "content/ledger.jsonl:1:1: error[clock]" in result.err
    assert (project.bytes_of_site(), bytes_below(project.root / "content")) == before


@pytest.mark.parametrize("command", ["build", "publish"])
def test_what_the_system_refuses_is_told_in_its_words_without_a_number(
    project: Project, command: str
) -> None:
    path = project.write(".notices/generations", "in the way")
    result = project.run_at("2026-12-01 09:00", command)
    assert (result.status, result.err) == (1, f"notices: File exists: {path}\n")


def test_a_second_publish_at_work_in_the_project_is_told_to_wait(project: Project) -> None:
    import fcntl

    (project.root / ".notices").mkdir()
    with (project.root / ".notices/lock").open("a") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        result = project.run("publish", "--now", "2026-12-01 09:00")

    assert result.status == 1
    assert result.err.startswith("notices: another publish is running in this project")
    assert not project.site.exists()


@pytest.mark.parametrize("form", ["text", "json"])
def test_next_names_now_while_something_is_due_and_nothing_when_nothing_is_ahead(
    project: Project, form: str
) -> None:
    def next_instant(now: str) -> str | None:
        result = project.run("next", "--format", form, "--now", now)
        message = result.json()["next"] if form == "json" else result.out.strip() or None
        assert message is None or isinstance(message, str)
        return message

    assert next_instant("2026-12-01 09:00") is None
    project.release("payroll-engine")
    assert next_instant("2026-12-01 09:00") == "2026-12-01T09:00:00+07:00"


def test_the_feeds_dates_are_the_ledgers_and_no_two_are_alike(project: Project) -> None:
    project.release("one")
    project.release("two", FEATURE.replace("payroll engine", "second thing"))
    project.run("publish", "--now", "2026-12-01 09:00:30")

    entries = feedparser.parse(project.site / "feed.xml").entries

    assert [datetime(*e.published_parsed[:6]).isoformat() for e in entries] == [  # noqa: DTZ001
        "2026-12-01T02:00:30",
        "2026-12-01T02:00:29",
    ]
    assert len({e.id for e in entries}) == 2


def test_a_torn_last_line_of_the_ledger_is_mended_by_publish_alone(project: Project) -> None:
    project.release("payroll-engine")
    project.run("publish", "--now", "2026-12-01 09:00")
    path = project.root / "content/ledger.jsonl"
    complete = path.read_bytes()
    path.write_bytes(complete + complete[:40])

    result = project.run("check", "--now", "2026-12-01 10:00")
    assert "content/ledger.jsonl:2:1: warning[ledger-torn]" in result.out
    assert path.read_bytes() == complete + complete[:40]

    assert project.run("publish", "--now", "2026-12-01 10:00").status == 0
    assert path.read_bytes() == complete


def test_a_last_line_that_lost_only_its_end_gets_it_back(project: Project) -> None:
    project.release("payroll-engine")
    project.run("publish", "--now", "2026-12-01 09:00")
    path = project.root / "content/ledger.jsonl"
    complete = path.read_bytes()
    path.write_bytes(complete[:-1])

    assert project.run("publish", "--now", "2026-12-01 10:00").status == 0

    assert path.read_bytes() == complete


def test_a_publish_does_not_ask_for_what_it_has_just_done(project: Project) -> None:
    project.release("payroll-engine")
    assert "expires-soon" in project.run("check", "--now", "2026-12-01 09:00").out
    assert "expires-soon" not in project.run("publish", "--now", "2026-12-01 09:00").err

    result = project.run("check", "--now", "2026-12-09 21:00")
    assert "help: The next `notices publish` sends it, marked as late." in result.out
    result = project.run("publish", "--now", "2026-12-09 21:00")
    assert result.out == "2026-12-09T21:00:00+07:00 payroll-engine announcement published late\n"
    assert "The next `notices publish` sends it" not in result.err


@pytest.mark.parametrize("hidden", ["a link", "a folder"])
def test_a_ledger_that_cannot_be_read_is_not_taken_for_an_empty_one(
    project: Project, hidden: str
) -> None:
    project.release("payroll-engine")
    project.run("publish", "--now", "2026-12-01 09:00")
    path, kept = project.root / "content/ledger.jsonl", project.root / "kept.jsonl"
    path.rename(kept)
    if hidden == "a link":
        path.symlink_to(kept)
    else:
        path.mkdir()
        kept.rename(path / "ledger.jsonl")
        (path / "ledger.link").symlink_to("ledger.jsonl")
    shown = project.bytes_of_site()

    for command in (("check",), ("build", "--withhold"), ("publish",), ("next",)):
        result = project.run_at("2026-12-01 10:00", *command)
        assert result.status == 1
        assert "error[stray-file]" in result.out + result.err

    assert project.bytes_of_site() == shown
    assert path.is_symlink() == (hidden == "a link")


def test_a_forged_ledger_stops_every_command(project: Project) -> None:
    project.release("payroll-engine")
    project.run("publish", "--now", "2026-12-01 09:00")
    path = project.root / "content/ledger.jsonl"
    path.write_bytes(path.read_bytes().replace(b"on_time", b"on_tide"))

    for command in ("check", "build", "publish", "next"):
        result = project.run_at("2026-12-01 10:00", command)
        assert result.status == 1
        assert "content/ledger.jsonl:1:1: error[ledger-broken]" in result.out + result.err


def test_a_ledger_that_grows_while_a_publish_builds_is_never_cut_back(project: Project) -> None:
    project.release("payroll-engine")
    project.run("publish", "--now", "2026-11-28 20:00")
    ledger = project.root / "content/ledger.jsonl"
    workspace = Workspace.at(project.root / "mkdocs.yml")

    def render(evaluation: Evaluation, folder: Path) -> None:
        # Another clone told the same, and somebody pulled it.
        ledger.write_bytes(ledger.read_bytes() + evaluation.lines)
        renderer(workspace)(evaluation, folder)

    now = datetime(2026, 12, 9, 7, 0, tzinfo=UTC)
    options = PublishOptions(lambda at: evaluate(workspace.sources(), at), now, lambda: now)
    before, records = project.bytes_of_site(), project.ledger
    with pytest.raises(journal.Busy, match="changed while this was running"):
        publish(workspace, options, render)
    assert [line["notice"] for line in project.ledger] == ["advance", "announcement"]
    assert (project.ledger[:1], project.bytes_of_site()) == (records, before)
