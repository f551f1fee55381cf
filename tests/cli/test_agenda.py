"""`agenda` as text, JSON, calendar and page: what stands in each, and where none of it may stand."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import html5lib
import icalendar
import jsonschema
import pytest

from tests.project import CLONE, FEATURE, Project

NOW = "2026-12-07 09:00"
"""A Monday."""

TARGETED = """\
category: fix
customers: [acme]
title: {vi: Xuất tệp, en: "Export; <b>all</b>, done"}
summary: {vi: Xuất xong., en: An export finishes.}
window: {start: 2026-12-07 12:00, end: 2026-12-07 12:30}
impact: {downtime: 0m, systems: [crm]}
"""

ENGLISH = """\
Agenda of product
As of Fri 2026-12-11 21:00, with what is due by Fri 2026-12-18 21:00 (Asia/Ho_Chi_Minh)

Overdue
  Fri 2026-12-11 20:00  product  New payroll engine: send `internal` to the staff – Internal notice
                                 Send outbox/payroll/20261212T130000Z-internal.vi.eml (`notices outbox payroll` writes it), then record it: `notices record payroll internal`.
  Fri 2026-12-11 20:00  product  New payroll engine: still missing: a written guide and FAQ
                                 Write content/pages/guides/payroll.md and content/pages/faq/payroll.md; `notices stubs payroll` begins it.
"""

VIETNAMESE = """\
Việc cần làm của ceo
Lúc T2 2026-12-14 00:00, gồm những việc đến hạn từ nay đến T2 2026-12-28 00:00 (Asia/Ho_Chi_Minh)

Sau đó
  CN 2026-12-27 24:00  ceo  Kế hoạch 2027-01: duyệt kế hoạch, từ 2026-12-24 đến 2026-12-27; kế hoạch được thông báo từ 2026-12-28 đến 2026-12-29
                            Thêm `- {role: ceo, on: 2026-12-24}` vào `approvals` trong content/plans/2027-01.yml.
"""

SCHEMA: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["now", "until", "role", "items"],
    "properties": {
        "now": {"$ref": "#/$defs/instant"},
        "until": {"$ref": "#/$defs/instant"},
        "role": {"type": ["string", "null"]},
        "items": {"type": "array", "items": {"$ref": "#/$defs/item"}},
    },
    "$defs": {
        "instant": {
            "type": "string",
            "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$",
        },
        "dated": {"anyOf": [{"$ref": "#/$defs/instant"}, {"type": "null"}]},
        "texts": {"type": "object", "additionalProperties": {"type": "string"}},
        "item": {
            "type": "object",
            "additionalProperties": False,
            "properties": {
                "role": {"type": "string"},
                "kind": {
                    "enum": [
                        "notice", "task", "plan-step", "approval", "outcome", "partial",
                        "known-issue", "refused", "expiring", "delivery",
                    ]
                },
                "part": {"enum": ["overdue", "today", "week", "later"]},
                "overdue": {"type": "boolean"},
                "due": {"$ref": "#/$defs/dated"},
                "opens": {"$ref": "#/$defs/dated"},
                "entry_kind": {"enum": ["release", "plan"]},
                "entry": {"type": "string"},
                "name": {"type": "string"},
                "title": {"$ref": "#/$defs/texts"},
                "detail": {"$ref": "#/$defs/texts"},
                "message": {"type": "string", "minLength": 1},
                "help": {"type": "string", "minLength": 1},
                "command": {"type": "string"},
                "text": {"type": "string"},
                "path": {"type": ["string", "null"]},
                "line": {"type": ["integer", "null"]},
                "column": {"type": ["integer", "null"]},
                "outbox": {"type": "array", "items": {"type": "string"}},
                "source": {"type": "string"},
            },
        },
    },
}  # fmt: skip
SCHEMA["$defs"]["item"]["required"] = [*SCHEMA["$defs"]["item"]["properties"]]


@pytest.fixture
def busy(project: Project) -> Project:
    """One update ahead, one for a customer, one that is refused, and no plan."""
    project.release("payroll")
    assert project.run("publish", "--now", "2026-11-22 20:00").status == 0
    project.release("export", TARGETED)
    project.release("broken", "category: feature\n")
    project.release("hidden", FEATURE.replace("2026-12-12", "2026-12-26").replace("payroll", "crm"))
    return project


def agenda(project: Project, *options: str, now: str = NOW, lang: str = "en") -> str:
    answer = project.run("--lang", lang, "agenda", "--now", now, *options)
    assert (answer.status, answer.err) == (0, "")
    return answer.out


def test_the_text_says_when_who_what_and_how(busy: Project) -> None:
    assert agenda(busy, "--role", "product", "--days", "7", now="2026-12-11 21:00") == ENGLISH


def test_it_speaks_vietnamese_and_an_end_of_a_day_is_of_that_day(busy: Project) -> None:
    assert agenda(busy, "--role", "ceo", now="2026-12-14 00:00", lang="vi") == VIETNAMESE


def test_the_parts_come_in_order_and_only_those_that_have_items(busy: Project) -> None:
    lines = agenda(busy).splitlines()
    assert [line for line in lines[2:] if line and line[0] != " "] == [
        "Overdue", "Today", "This week", "Later",
    ]  # fmt: skip
    assert [line for line in agenda(busy, "--days", "0").splitlines()[2:] if line[:1] != " "] == [
        "", "Overdue", "", "Today",
    ]  # fmt: skip


def test_an_empty_agenda_says_so_kindly(project: Project) -> None:
    assert agenda(project, now="2026-12-01 09:00") == (
        "Agenda\n"
        "As of Tue 2026-12-01 09:00, with what is due by Tue 2026-12-15 09:00 (Asia/Ho_Chi_Minh)\n\n"
        "All done: nothing is overdue, and nothing is due by Tue 2026-12-15 09:00.\n"
    )
    assert "Mọi việc đã xong: " in agenda(project, now="2026-12-01 09:00", lang="vi")
    assert '<p class="empty">All done: ' in agenda(
        project, "--format", "html", now="2026-12-01 09:00"
    )


def test_an_unknown_role_is_wrong_usage_and_the_known_ones_are_named(project: Project) -> None:
    answer = project.run("agenda", "--role", "ops")
    assert answer.status == 2
    assert (
        "there is no role `ops`; the policy's roles are ceo, marketing, product, care" in answer.err
    )


@pytest.mark.parametrize("days", ["-1", "367", "x"])
def test_a_number_of_days_has_bounds(project: Project, days: str) -> None:
    assert project.run("agenda", "--days", days).status == 2


def test_a_project_that_cannot_be_judged_has_no_agenda(project: Project) -> None:
    project.write("content/ledger.jsonl", "{}\n")
    answer = project.run("agenda", "--now", NOW)
    assert (answer.status, answer.out) == (1, "")
    assert "ledger-broken" in answer.err


def test_no_title_of_an_entry_begins_a_line_that_a_runner_obeys(project: Project) -> None:
    project.release("x", FEATURE.replace("New payroll engine", "'::error::x'"))
    assert not re.search(r"^\s*::", agenda(project, now="2026-11-25 09:00"), re.MULTILINE)


# JSON.


@pytest.mark.parametrize("lang", ["en", "vi"])
def test_the_json_has_one_shape(busy: Project, lang: str) -> None:
    def report_at(now: str) -> Any:
        return busy.run("--lang", lang, "agenda", "--now", now, "--format", "json").json()

    for now in (NOW, "2026-12-14 09:00", "2026-12-28 09:00"):
        jsonschema.validate(report_at(now), SCHEMA)
        assert report_at(now)["items"]
    report = report_at("2026-12-28 09:00")
    assert (report["now"], report["until"], report["role"]) == (
        "2026-12-28T09:00:00+07:00", "2027-01-11T09:00:00+07:00", None,
    )  # fmt: skip


def test_the_manual_names_each_key_and_each_kind() -> None:
    page = (CLONE / "docs/recipes/agenda.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`([a-z_-]+)`", page.partition("## For programs")[2]))
    properties = SCHEMA["$defs"]["item"]["properties"]
    for group in (
        SCHEMA["properties"],
        properties,
        properties["kind"]["enum"],
        properties["part"]["enum"],
    ):
        assert set(group) - named == set()


# The calendar.


def calendar(project: Project, *options: str, now: str = NOW, lang: str = "en") -> Any:
    return icalendar.Calendar.from_ical(
        agenda(project, "--format", "ics", *options, now=now, lang=lang)
    )


def test_an_event_ends_when_its_item_is_due_and_reminds_a_day_before(busy: Project) -> None:
    events = {
        str(event["summary"]): event for event in calendar(busy, now="2026-12-08 09:00").events
    }
    event = events["product · New payroll engine: send `internal` to the staff – Internal notice"]
    due = datetime(2026, 12, 11, 13, tzinfo=UTC)
    assert (event.start, event.end) == (due - timedelta(minutes=30), due)
    assert [alarm["trigger"].dt for alarm in event.walk("VALARM")] == [timedelta(days=-1)]
    assert "notices record payroll internal" in event["description"]
    assert "URL" not in event


def test_what_is_overdue_stands_at_the_present(busy: Project) -> None:
    now = datetime(2026, 12, 7, 2, tzinfo=UTC)
    late = [e for e in calendar(busy).events if str(e["summary"]).startswith("Overdue · ")]
    assert late
    assert {(e.start, e.end) for e in late} == {(now, now + timedelta(minutes=30))}
    assert [alarm for e in late for alarm in e.walk("VALARM")] == []


def test_an_event_keeps_its_uid_and_a_later_file_takes_its_place(busy: Project) -> None:
    def known(now: str) -> dict[str, Any]:
        return {str(e["uid"]): e for e in calendar(busy, now=now).events}

    before, after = known("2026-12-07 09:00"), known("2026-12-07 09:01")
    assert before.keys() == after.keys()
    assert len(before) == len(busy.run("agenda", "--now", NOW, "--format", "json").json()["items"])
    assert all(after[uid]["sequence"] > before[uid]["sequence"] for uid in before)
    assert {str(e["uid"]) for e in calendar(busy, lang="vi").events} == before.keys()


def test_the_calendar_is_called_after_the_role_and_the_company(busy: Project) -> None:
    read = calendar(busy, "--role", "care")
    assert str(read["x-wr-calname"]) == "Agenda of care – Anviec"
    assert [str(e["categories"].cats[0]) for e in read.events] == ["care"]
    assert "Export; <b>all</b>, done" in str(read.events[0]["summary"])


def test_a_calendar_without_items_is_a_calendar(project: Project) -> None:
    assert calendar(project, now="2026-12-01 09:00").events == []


# The page.


@pytest.mark.parametrize(
    "lang, heading", [("en", "Agenda – Anviec"), ("vi", "Việc cần làm – Anviec")]
)
def test_the_page_is_one_valid_file_that_loads_nothing(
    busy: Project, lang: str, heading: str
) -> None:
    page = agenda(busy, "--format", "html", lang=lang)
    html5lib.HTMLParser(strict=True).parse(page)
    assert page.startswith(f'<!doctype html>\n<html lang="{lang}">')
    assert f"<h1>{heading}</h1>" in page
    assert '<meta name="robots" content="noindex, nofollow">' in page
    assert "prefers-color-scheme: dark" in page
    assert not re.search(r"<script|<link|<img|\ssrc=|\shref=|url\(|@import|https?:", page)


def test_titles_are_text_and_what_is_in_backticks_is_code(busy: Project) -> None:
    page = agenda(busy, "--format", "html")
    assert "Export; &lt;b&gt;all&lt;/b&gt;, done: tell" in page
    assert "<code>notices record export handoff</code>" in page


@pytest.mark.parametrize("form", ["text", "json", "ics", "html"])
def test_the_same_content_and_now_give_the_same_bytes(busy: Project, form: str) -> None:
    assert agenda(busy, "--format", form) == agenda(busy, "--format", form)


# Where it may be written.


@pytest.mark.parametrize("form", ["text", "json", "ics", "html"])
def test_it_is_written_to_a_file_of_ones_own(busy: Project, form: str) -> None:
    answer = busy.run("--lang", "en", "agenda", "--now", NOW, "--format", form, "-o", "desk.out")
    assert (answer.status, answer.out, answer.err) == (0, "", "written to desk.out\n")
    # The runner of these tests reads every end of a line as \n.
    written = (busy.root / "desk.out").read_bytes().replace(b"\r\n", b"\n")
    assert written == agenda(busy, "--format", form).encode()


@pytest.mark.parametrize(
    "file", ["site/agenda.html", "content/pages/agenda.html", "content/../site/a", ".notices/a", "theme/overrides/a.html"]
)  # fmt: skip
def test_it_is_never_written_where_the_public_would_find_it(busy: Project, file: str) -> None:
    assert busy.run("publish", "--now", "2026-11-25 09:00").status == 3
    before = busy.bytes_of_site()
    answer = busy.run("--lang", "en", "agenda", "--now", NOW, "--format", "html", "-o", file)
    assert answer.status == 2
    assert "the agenda speaks of hidden updates, so write it elsewhere" in answer.err
    assert not (busy.root / file).exists()
    assert busy.bytes_of_site() == before


def test_no_build_has_anything_of_it(busy: Project) -> None:
    assert busy.run_at(NOW, "build", "--withhold").status == 0
    before = busy.bytes_of_site()
    for form in ("text", "json", "ics", "html"):
        agenda(busy, "--format", form)
        agenda(busy, "--format", form, "--days", "366", lang="vi")
    busy.run("agenda", "--now", NOW, "--format", "html", "-o", "agenda.html")
    assert busy.run_at(NOW, "build", "--withhold").status == 0
    after = busy.bytes_of_site()
    assert after == before
    assert not [name for name, data in after.items() if b"Xu\xe1\xba\xa5t t\xe1\xbb\x87p" in data]


def test_no_horizon_lies_before_now_where_the_clocks_go_back(project: Project) -> None:
    text = (project.root / "content/policy.yml").read_text(encoding="utf-8")
    project.write("content/policy.yml", text.replace("Asia/Ho_Chi_Minh", "Europe/Berlin"))
    project.release("broken", "category: feature\n")
    report = agenda(project, "--format", "json", "--days", "0", now="2026-10-25T02:30:00+01:00")
    assert '"until": "2026-10-25T02:30:00+01:00"' in report
    assert '"due": "2026-10-25T02:30:00+01:00"' in report
