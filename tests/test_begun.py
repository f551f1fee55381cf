"""News that an update has begun: a company whose policy has rows `on: start`."""

from __future__ import annotations

import json
import re
from email import message_from_bytes
from email.policy import default
from html import unescape
from typing import Any

import feedparser
import pytest

from tests.project import Project

POLICY = """\
timezone: Europe/Berlin
languages: [en, vi, de]
roles: [ops, desk]
ledger_starts: 2026-01-01
notice_hours: {from: 08:00, to: 18:00}
categories:
  silent:
    label: {en: Small work, vi: Việc nhỏ, de: Kleine Arbeiten}
    notices:
      - {id: begun, label: {en: Start, vi: Bắt đầu, de: Beginn}, audience: customers, owner: ops, on: start, source: N.1}
  known:
    label: {en: Network work, vi: Hạ tầng mạng, de: Netzarbeiten}
    notices:
      - {id: begun, label: {en: Start, vi: Bắt đầu, de: Beginn}, audience: customers, owner: ops, on: start, source: N.1}
      - {id: soon, label: {en: Ahead, vi: Báo trước, de: Ankündigung}, audience: customers, owner: ops, latest: 24h, source: N.2}
      - {id: also, audience: customers, owner: ops, planned: asap, since: 2026-10-25 02:30+02:00, source: N.3}
      - {id: desk, label: {en: Desk, vi: Quầy, de: Schalter}, audience: staff, owner: desk, on: start, source: N.4}
      - {id: over, audience: customers, owner: ops, on: outcome, source: N.5}
"""
# Two in the morning comes twice on this Sunday: the first time by summer time.
START, END = "2026-10-25T02:30:00+02:00", "2026-10-25T03:30:00+01:00"
WINDOW = "window: {start: 2026-10-25 02:30+02:00, end: 2026-10-25 03:30}\n"
WORK = f"""\
category: silent
title: {{en: New routers, vi: Bộ định tuyến mới, de: Neue Router}}
summary: {{en: The lines move., vi: Các đường truyền chuyển đi., de: Die Leitungen ziehen um.}}
{WINDOW}impact: {{downtime: 5m, systems: [crm]}}
prepare: {{en: Save your work., vi: Lưu công việc., de: Speichern Sie.}}
"""
KNOWN = WORK.replace("silent", "known")
OUTCOME = "outcome: {result: success, at: 2026-10-25 03:00}\n"
BEGUN = {
    "en": "The update has begun",
    "vi": "Bản cập nhật đã bắt đầu",
    "de": "Das Update hat begonnen",
}
HOMES = {"en": "", "vi": "vi/", "de": "de/"}


@pytest.fixture
def company(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> Project:
    project = Project.create(tmp_path / "company", POLICY)
    monkeypatch.chdir(project.root)
    return project


def publish(project: Project, now: str) -> list[str]:
    """The notices that a publish recorded."""
    before = len(project.ledger)
    answer = project.run("publish", "--now", now)
    assert answer.status == 0, answer.err
    return [line["notice"] for line in project.ledger[before:]]


def following(project: Project, now: str) -> Any:
    return project.run("next", "--now", now, "--format", "json").json()["next"]


def statuses(project: Project, now: str) -> dict[str, str]:
    return {n["id"]: n["status"] for n in project.entry("routers", now)["notices"]}


def words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def timeline(project: Project, home: str) -> str:
    page = project.page(f"{home}releases/routers/index.html")
    found = re.search(r'<section[^>]*aria-labelledby="nt-timeline".*?</section>', page, re.DOTALL)
    assert found
    return words(found[0])


# The law, to the second, in the hour that comes twice


def test_it_is_pending_until_the_start_owed_until_the_end_and_then_not_owed(
    company: Project,
) -> None:
    company.release("routers", WORK)
    for now, status, state, public in (
        ("2026-10-25T02:29:59+02:00", "pending", "hidden", False),
        (START, "due", "in_progress", True),
        ("2026-10-25T02:30:00+01:00", "due", "in_progress", True),
        ("2026-10-25T03:29:59+01:00", "due", "in_progress", True),
        (END, "not_owed", "hidden", False),
    ):
        entry = company.entry("routers", now)
        [notice] = entry["notices"]
        assert (notice["planned"], notice["deadline"], notice["opens"]) == (START, None, None)
        assert (notice["status"], entry["state"], entry["public"]) == (status, state, public)
        assert entry["publish_by"] is None


def test_next_names_the_start_and_then_the_end(company: Project) -> None:
    company.release("routers", WORK)
    assert following(company, "2026-10-01T09:00+02:00") == START
    assert following(company, "2026-10-25T02:45:00+02:00") == "2026-10-25T02:45:00+02:00"
    assert publish(company, "2026-10-25T02:29:59+02:00") == []
    assert publish(company, START) == ["begun"]
    assert following(company, START) == END
    assert company.entry("routers", END)["state"] == "awaiting_confirmation"


def test_a_publish_after_the_end_or_the_outcome_has_nothing_to_tell(company: Project) -> None:
    company.release("routers", WORK)
    assert publish(company, END) == []
    assert not (company.site / "releases").exists()
    assert following(company, END) is None
    company.release("routers", WORK + "outcome: {result: success, at: 2026-10-25 03:00}\n")
    assert publish(company, "2026-10-25T03:10:00+01:00") == []
    assert statuses(company, "2026-10-25T03:10:00+01:00") == {"begun": "not_owed"}


def test_an_outcome_s_notice_still_shows_what_nobody_told_of_at_the_start(
    company: Project,
) -> None:
    row = "      - {id: over, audience: customers, owner: ops, on: outcome}\n  known:"
    company.write("content/policy.yml", POLICY.replace("  known:", row, 1))
    company.release("routers", WORK + OUTCOME)
    assert publish(company, "2026-10-25T04:00:00+01:00") == ["over"]
    assert BEGUN["en"] not in company.page("releases/routers/index.html")


def test_such_a_row_never_makes_a_release_public_before_its_start(company: Project) -> None:
    company.release("routers", KNOWN)
    assert statuses(company, "2026-10-20T09:00+02:00")["begun"] == "pending"
    # Only the deadline's own notice does.
    assert publish(company, "2026-10-23T17:59:59+02:00") == []
    assert publish(company, "2026-10-24T02:30:00+02:00") == ["soon"]
    assert publish(company, START) == ["begun"]


def test_an_overrun_keeps_it_owed_and_a_move_owes_it_for_the_new_start(company: Project) -> None:
    company.release("routers", KNOWN)
    assert publish(company, "2026-10-24T02:00:00+02:00") == ["soon"]
    moved = KNOWN.replace("10-25 02:30+02:00", "10-26 02:30").replace("10-25 03", "10-26 03")
    company.release("routers", moved)
    assert publish(company, "2026-10-24T02:29:00+02:00") == ["rescheduled"]
    assert publish(company, "2026-10-24T18:00:00+02:00") == ["soon"]
    assert following(company, START) == "2026-10-26T02:30:00+01:00"

    longer = moved.replace("10-26 03:30", "10-26 05:00")
    company.release("routers", longer)
    assert publish(company, "2026-10-26T03:29:59+01:00") == ["begun", "rescheduled"]
    company.release("routers", moved)
    assert statuses(company, "2026-10-26T04:00:00+01:00")["begun"] == "published"


def test_a_longer_window_brings_it_back_while_nobody_was_told(company: Project) -> None:
    company.release("routers", KNOWN)
    assert publish(company, "2026-10-24T02:00:00+02:00") == ["soon"]
    company.release("routers", KNOWN.replace("03:30}", "05:00}"))
    assert statuses(company, "2026-10-25T03:29:59+01:00")["begun"] == "due"
    assert statuses(company, "2026-10-25T04:59:59+01:00")["begun"] == "due"
    assert statuses(company, "2026-10-25T05:00:00+01:00")["begun"] == "not_owed"


def test_a_cancellation_or_a_draft_owes_none(company: Project) -> None:
    company.release("routers", KNOWN)
    assert publish(company, "2026-10-24T02:00:00+02:00") == ["soon"]
    off = "cancelled: {at: 2026-10-25 02:30+02:00, reason: {en: Off., vi: Hoãn., de: Aus.}}\n"
    company.release("routers", KNOWN + off)
    assert publish(company, "2026-10-25T02:31:00+02:00") == ["cancelled"]
    company.release("other", WORK + "draft: true\n")
    assert company.entry("other", START)["notices"][0]["status"] == "not_owed"


def test_an_entry_cannot_choose_another_time_for_it(company: Project) -> None:
    for at in ("2026-10-25 02:45+01:00", "asap"):
        company.release("routers", f"{WORK}notices: {{begun: {{at: {at}}}}}\n")
        found = company.check("2026-10-20T09:00+02:00")["problems"]
        [problem] = [each for each in found if each["severity"] == "error"]
        assert problem["rule"] == "schema"
        assert problem["message"] == "notice 'begun' cannot have its own time: it has no deadline"


# What leads a common message


def test_it_leads_what_has_no_deadline_and_follows_what_has_one_or_is_news(
    company: Project,
) -> None:
    """`also` has no deadline and stands behind `begun` in the policy; it is owed from S on."""
    company.release("routers", KNOWN)
    assert publish(company, "2026-10-24T02:00:00+02:00") == ["soon"]
    text = (company.root / "content/policy.yml").read_text()
    company.write("content/policy.yml", text.replace(", since: 2026-10-25 02:30+02:00", ""))
    assert publish(company, START) == ["also", "begun"]
    [release] = json.loads(company.page("api/notices.json"))["releases"]
    assert [m["notice"] for m in release["messages"]] == ["soon", "begun"]


@pytest.mark.parametrize(
    "more, told, head",
    [
        (OUTCOME, ["also", "over"], "over"),
        (
            "cancelled: {at: 2026-10-25 02:59+01:00, reason: {en: Off., vi: Hoãn., de: Aus.}}\n",
            ["cancelled"],
            "cancelled",
        ),
        ("", ["also", "begun", "rescheduled"], "rescheduled"),
        (
            "updates: [{at: 2026-10-25 02:50+01:00, text: {en: Half., vi: Nửa., de: Halb.}}]\n",
            ["also", "begun", "update-1"],
            "update-1",
        ),
    ],
    ids=["outcome", "cancelled", "moved end", "update"],
)
def test_events_lead_it(company: Project, more: str, told: list[str], head: str) -> None:
    company.release("routers", KNOWN)
    assert publish(company, "2026-10-24T02:00:00+02:00") == ["soon"]
    text = (company.root / "content/policy.yml").read_text()
    company.write("content/policy.yml", text.replace(", since: 2026-10-25 02:30+02:00", ""))
    company.release("routers", KNOWN + more if more else KNOWN.replace("03:30}", "04:00}"))
    assert publish(company, "2026-10-25T03:05:00+01:00") == told
    [release] = json.loads(company.page("api/notices.json"))["releases"]
    assert [m["notice"] for m in release["messages"]] == ["soon", head]


# What customers read


@pytest.fixture
def told(company: Project) -> Project:
    """Announced a day ahead, and told at the start."""
    company.release("routers", KNOWN)
    assert publish(company, "2026-10-24T02:30:00+02:00") == ["soon"]
    return company


def test_the_page_says_that_it_will_be_published_and_then_that_the_update_has_begun(
    told: Project,
) -> None:
    ahead = timeline(told, "")
    assert "Start To be posted Sunday 25 October, 02:30" in ahead
    assert BEGUN["en"] not in ahead

    assert publish(told, START) == ["begun"]

    for language, home in HOMES.items():
        steps = timeline(told, home)
        assert BEGUN[language] in steps
        # Right behind the window, of which it is the news.
        labels = {"en": "Time window", "vi": "Khung giờ", "de": "Zeitfenster"}
        assert steps.index(labels[language]) < steps.index(BEGUN[language])
    assert "Posted after the update had begun." not in timeline(told, "")


def test_feeds_and_programs_name_it_in_every_language(told: Project) -> None:
    publish(told, "2026-10-25T02:30:07+02:00")
    for language, home in HOMES.items():
        title = f"[{BEGUN[language]}] "
        for name in ("feed.xml", "atom.xml"):
            newest = feedparser.parse(told.page(f"{home}{name}")).entries[0]
            assert newest.title.startswith(title)
        newest = json.loads(told.page(f"{home}feed.json"))["items"][0]
        assert newest["title"].startswith(title)
        assert newest["date_published"] == "2026-10-25T00:30:07Z"
        # There is nothing left to prepare.
        assert "Save your work" not in newest["content_html"]
    [release] = json.loads(told.page("api/notices.json"))["releases"]
    assert release["notices"][-1] == {"id": "begun", "published_at": "2026-10-25T00:30:07Z"}
    message = release["messages"][-1]
    assert (message["notice"], message["result"]) == ("begun", None)
    assert message["title"]["de"].startswith("[Das Update hat begonnen] Neue Router: ")


def test_programs_are_told_before_that_it_is_ahead(told: Project) -> None:
    [release] = json.loads(told.page("api/notices.json"))["releases"]
    assert release["ahead"][0] == {
        "id": "begun",
        "label": {"en": "Start", "vi": "Bắt đầu", "de": "Beginn"},
        "planned": "2026-10-25T00:30:00Z",
        "deadline": None,
    }


def test_readers_of_statuspage_s_shapes_get_an_update_of_a_maintenance_under_way(
    told: Project,
) -> None:
    publish(told, START)
    [entry] = json.loads(told.page("api/v2/scheduled-maintenances/active.json"))[
        "scheduled_maintenances"
    ]
    newest = entry["incident_updates"][0]
    assert (entry["status"], newest["status"]) == ("in_progress", "in_progress")
    assert newest["created_at"] == "2026-10-25T00:30:00.000Z"
    assert newest["body"].startswith("[The update has begun] ")
    assert newest["affected_components"][0]["new_status"] == "under_maintenance"


def test_the_mail_says_it_in_subject_and_text_and_asks_nobody_to_prepare(told: Project) -> None:
    publish(told, START)
    folder = told.root / "outbox/routers"
    for language, begun in BEGUN.items():
        [path] = folder.glob(f"*-begun.{language}.eml")
        mail = message_from_bytes(path.read_bytes(), policy=default)
        body = mail.get_body(("plain",))
        assert body is not None
        text = body.get_content()
        assert f"] {begun}: " in mail["Subject"]
        assert begun in text
        assert not re.search("Save|Lưu|Speichern", text)
        [short] = folder.glob(f"*-begun.{language}.txt")
        assert begun in short.read_text(encoding="utf-8")
    [announced] = folder.glob("*-soon.en.txt")
    assert "Save your work" in announced.read_text(encoding="utf-8")


def test_promises_name_it(told: Project) -> None:
    for language, silent, known in (
        ("en", "Small work Start: when it begins", "Ahead: at least 24 hours ahead Start: when it begins"),
        ("vi", "Việc nhỏ Bắt đầu: khi bắt đầu", "Báo trước: trước ít nhất 24 giờ Bắt đầu: khi bắt đầu"),
        ("de", "Kleine Arbeiten Beginn: wenn es beginnt", "mindestens 24 Stunden vorher Beginn: wenn es beginnt"),
    ):  # fmt: skip
        page = words(told.page(f"{HOMES[language]}lead-times/index.html"))
        assert silent in page
        assert known in page


def test_the_strip_of_stages_takes_it_for_no_announcement(company: Project) -> None:
    company.release("routers", WORK)
    publish(company, START)
    page = words(company.page("releases/routers/index.html"))
    assert "Time window : current step" in page
    assert "Announcement" not in page
    off = "cancelled: {at: 2026-10-25 02:50+01:00, reason: {en: Off., vi: Hoãn., de: Aus.}}\n"
    company.release("routers", WORK + off)
    publish(company, "2026-10-25T02:55:00+01:00")
    assert "Announcement" not in words(company.page("releases/routers/index.html"))


def test_what_was_told_stays_told_though_the_row_or_its_kind_changes(told: Project) -> None:
    """A notice that went out before its start said nothing of a beginning."""
    text = POLICY.replace("latest: 24h, source: N.2", "on: start, source: N.2")
    told.write("content/policy.yml", text.replace("id: begun", "id: then"))
    assert publish(told, START) == ["then"]
    titles = [
        m["title"]["en"]
        for m in json.loads(told.page("api/notices.json"))["releases"][0]["messages"]
    ]
    assert [title.split("]")[0] for title in titles] == ["[Ahead", "[The update has begun"]


def test_explain_says_that_it_comes_at_the_start(told: Project) -> None:
    line = next(
        line
        for line in told.run("explain", "routers", "--now", START).out.splitlines()
        if line.startswith("begun")
    )
    assert re.split("  +", line)[1:] == [
        "customers", "–", "2026-10-25 02:30", "–", "due", "–", "at the start", "N.1",
    ]  # fmt: skip


# What people do


def agenda(project: Project, now: str) -> list[dict[str, Any]]:
    items = project.run("agenda", "--now", now, "--format", "json", "--days", "7").json()["items"]
    return [item for item in items if item["kind"] == "notice"]


def problems(project: Project, now: str) -> list[str]:
    return [p["rule"] for p in project.check(now)["problems"] if p["notice"] == "desk"]


def test_people_owe_it_from_the_start_to_the_end(told: Project) -> None:
    [ahead] = agenda(told, "2026-10-25T02:29:59+02:00")
    assert (ahead["due"], ahead["opens"], ahead["overdue"]) == (END, START, False)
    assert ahead["message"] == "send `desk` to the staff, once the update has begun"
    assert problems(told, "2026-10-25T02:29:59+02:00") == []
    for now in (START, "2026-10-25T03:29:59+01:00"):
        [item] = agenda(told, now)
        assert (item["due"], item["overdue"]) == (END, False)
        assert problems(told, now) == ["notice-due"]
    assert agenda(told, END) == []
    assert problems(told, END) == []


def record(project: Project, now: str, *more: str) -> tuple[int, str]:
    answer = project.run("record", "routers", "desk", "--now", now, *more)
    return answer.status, answer.err


def test_nobody_records_before_the_start_that_it_has_begun(told: Project) -> None:
    status, said = record(told, "2026-10-25T02:29:59+02:00")
    assert status == 1
    assert (
        "`desk` says that the update has begun, and it begins at 2026-10-25 02:30 (+02:00)" in said
    )
    assert record(told, START)[0] == 0
    line = told.ledger[-1]
    assert (line["notice"], line["deadline"], line["verdict"]) == ("desk", None, "on_time")
    assert agenda(told, START) == []
    assert statuses(told, END)["desk"] == "published"


def test_who_sent_it_in_time_may_record_it_later(told: Project) -> None:
    publish(told, START)
    told.release("routers", KNOWN + OUTCOME)
    publish(told, "2026-10-25T04:00:00+01:00")
    now = "2026-10-26T09:00:00+01:00"
    assert record(told, now)[0] == 1
    assert record(told, now, "--sent", END)[0] == 1
    assert record(told, now, "--sent", "2026-10-25T02:29:59+02:00")[0] == 1
    assert record(told, now, "--sent", START)[0] == 0
    assert statuses(told, now)["desk"] == "published"


def test_its_mail_is_written_at_the_start_and_says_that_it_has_begun(told: Project) -> None:
    assert not list(told.root.glob("outbox/routers/*-desk.*"))
    publish(told, START)
    [mail] = told.root.glob("outbox/routers/*-desk.en.txt")
    assert "The update has begun: New routers" in mail.read_text(encoding="utf-8")
    before = mail.read_bytes()
    record(told, "2026-10-25T02:40:00+02:00")
    publish(told, "2026-10-26T09:00:00+01:00")
    assert mail.read_bytes() == before


def test_slots_and_summary_show_when_it_comes(company: Project) -> None:
    company.release("routers", KNOWN)
    [slot, *_] = company.run(
        "slots", "known", "--now", "2026-10-01T09:00+02:00", "--format", "json", "--count", "1"
    ).json()["slots"]
    [begun] = [n for n in slot["notices"] if n["id"] == "begun"]
    assert begun["planned"] == slot["start"]
    assert begun["deadline"] is None
