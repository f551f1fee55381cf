"""Our own JSON, held against its published schema."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from notices.domain.plans import Plan, PlanItem
from notices.domain.public import (
    NoticeStanding,
    PublicPlan,
    PublicPlanItem,
    PublicRelease,
    PublicSite,
    State,
)
from notices.domain.release import Approval, Impact, KnownIssue, Outcome, System
from notices.rendering.api.notices_json import notices_json
from notices.rendering.api.notices_schema import notices_schema
from notices.rendering.inputs import SiteInputs
from notices.rendering.locale.locale import Locale
from tests.rendering.builders import (
    ADVANCE,
    COMPLETED,
    FINAL,
    SYSTEMS,
    at,
    cancelled,
    completed,
    message,
    public,
    record,
    release,
    site,
    standing,
    theme,
)
from tests.rendering.hostile_titles import HOSTILE, random_titles

GOLDEN = Path(__file__).parents[1] / "golden/notices.json"
THEME = theme()
URL = "https://updates.example.com/"
SCHEMA = json.loads(notices_schema(THEME).data)

Document = dict[str, Any]


def strict(schema: Any) -> Any:
    """The schema with nothing let through that it does not name."""
    if isinstance(schema, list):
        return [strict(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    inner = {key: strict(value) for key, value in schema.items()}
    if isinstance(schema.get("properties"), dict) and "required" in schema:
        inner["additionalProperties"] = False
    return inner


VALID = Draft202012Validator(strict(SCHEMA), format_checker=Draft202012Validator.FORMAT_CHECKER)


def documents(shown: PublicSite) -> dict[str, bytes]:
    ids = frozenset(p.release.id for p in shown.releases)
    locales = {
        language: Locale.of(language, shown.policy, THEME, ids)
        for language in shown.policy.languages
    }
    made = notices_json(shown, THEME, locales, SiteInputs(shown, THEME))
    return {document.path: document.data for document in made}


def read(shown: PublicSite, name: str = "notices") -> Document:
    document = json.loads(documents(shown)[f"api/{name}.json"])
    VALID.validate(document)
    return dict(document)


def one(of: PublicRelease, **changes: Any) -> Document:
    [document] = read(site(of, **changes))["releases"]
    return dict(document)


def ladder() -> PublicRelease:
    """Announced and moved once; the last reminder and the result are still to come."""
    entry = release(important=True)
    first = record(entry, "advance", at("2026-11-22 08:00"))
    earlier = (at("2026-12-05 20:00"), at("2026-12-05 22:00"))
    moved = record(entry, "rescheduled", at("2026-11-25 09:00"))
    return public(
        entry,
        messages=[message(first), message(moved, previous=earlier)],
        notices=[
            standing(ADVANCE, "published", at("2026-11-22 08:00"), at("2026-12-02 20:00"), first),
            standing(FINAL, "pending", at("2026-12-11 14:00"), at("2026-12-11 20:00")),
            standing(COMPLETED, "waiting"),
        ],
    )


def plan() -> PublicPlan:
    plan = Plan(
        "2026-12",
        date(2026, 12, 1),
        (),
        (PlanItem({"vi": "Bảng lương", "en": "Payroll"}, "feature", date(2026, 12, 12), "x"),),
    )
    month: dict[str, Any] = {
        "start": at("2026-12-01 00:00"),
        "end": at("2027-01-01 00:00"),
        "kind": "plan",
    }
    published_at = record(release("2026-12"), "plan", at("2026-11-28 09:00"), **month)
    return PublicPlan(
        plan, "announced", (PublicPlanItem(plan.items[0]),), (), (message(published_at),)
    )


def small() -> PublicSite:
    return site(
        ladder(),
        completed("done", at("2026-06-06 20:00")),
        cancelled("off", at("2026-12-19 20:00"), at("2026-12-01 09:00")),
        plans=(plan(),),
        generation="c0ffee",
        ledger_head="ab" * 32,
        ledger_count=7,
    )


def test_the_published_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$id"] == f"{URL}api/notices.schema.json"
    assert notices_schema(THEME).path == "api/notices.schema.json"


def test_every_key_of_the_schema_is_described() -> None:
    def undescribed(schema: Any, where: str) -> list[str]:
        if not isinstance(schema, dict):
            return []
        found = []
        for name, inner in schema.get("properties", {}).items():
            if "description" not in inner:
                found.append(f"{where}/{name}")
        for key, inner in schema.items():
            found += undescribed(inner, f"{where}/{key}")
        return found

    assert undescribed(SCHEMA, "") == []


def test_the_documentations_example_is_part_of_a_release() -> None:
    text = (Path(__file__).parents[2] / "docs/api.md").read_text(encoding="utf-8")
    shown = json.loads(text.partition("```json\n")[2].partition("```")[0])
    document = one(ladder())
    for key, value in shown.items():
        if key == "urls":
            assert value["vi"] == document[key]["vi"]
        elif isinstance(value, list):
            assert value == document[key][:1]
        else:
            assert value == document[key], key


def test_a_program_that_holds_to_the_schema_lives_with_new_keys() -> None:
    more = read(small()) | {"news": 1}
    more["releases"][0]["news"] = {"more": True}
    Draft202012Validator(SCHEMA).validate(more)
    assert not VALID.is_valid(more)


@pytest.mark.parametrize("key", ["version", "generation", "releases", "$schema"])
def test_a_document_that_lacks_a_key_is_no_such_document(key: str) -> None:
    document = read(small())
    del document[key]
    assert not Draft202012Validator(SCHEMA).is_valid(document)


def test_the_bytes_of_a_small_site_are_these() -> None:
    assert documents(small())["api/notices.json"].decode() == GOLDEN.read_text(encoding="utf-8")


def test_the_head_names_version_generation_record_and_site() -> None:
    document = read(replace(small(), recorded=False, releases=(), plans=()))
    assert document == {
        "$schema": f"{URL}api/notices.schema.json",
        "version": 1,
        "generation": "c0ffee",
        "ledger": {"head": "ab" * 32, "count": 7},
        "recorded": False,
        "site": {
            "name": "Anviec",
            "url": URL,
            "timezone": "Asia/Ho_Chi_Minh",
            "languages": ["vi", "en"],
        },
        "categories": {"feature": {"label": {"vi": "Tính năng mới", "en": "New feature"}}},
        "systems": [
            {
                "id": "payroll",
                "name": {"vi": "Tiền lương", "en": "Payroll"},
                "group": {"vi": "Nhân sự", "en": "People"},
                "retired": False,
            },
            {
                "id": "crm",
                "name": {"vi": "Khách hàng", "en": "CRM"},
                "group": {"vi": "Kinh doanh", "en": "Sales"},
                "retired": False,
            },
        ],
        "freezes": [],
        "releases": [],
        "plans": [],
    }


def test_a_release_tells_all_that_a_browser_needs() -> None:
    shown = ladder()
    assert one(shown) == {
        "id": "payroll-engine",
        "category": "feature",
        "state": "announced",
        "title": {"vi": "Bảng lương thế hệ mới", "en": "New payroll engine"},
        "summary": {"vi": "Tính lương nhanh hơn.", "en": "Payroll runs faster."},
        "start": "2026-12-12T13:00:00Z",
        "end": "2026-12-12T15:00:00Z",
        "moved_from": {"start": "2026-12-05T13:00:00Z", "end": "2026-12-05T15:00:00Z"},
        "moved_reason": None,
        "important": True,
        "impact": {
            "downtime_s": 600,
            "mode": "usable",
            "sign_in_again": True,
            "systems": ["payroll"],
        },
        "cancelled": None,
        "outcome": None,
        "known_issues": [],
        "short_notice_reason": None,
        "url": f"{URL}releases/payroll-engine/",
        "urls": {
            "vi": f"{URL}releases/payroll-engine/",
            "en": f"{URL}en/releases/payroll-engine/",
        },
        "notices": [
            {"id": "advance", "published_at": "2026-11-22T01:00:00Z"},
            {"id": "rescheduled", "published_at": "2026-11-25T02:00:00Z"},
        ],
        "ahead": [
            {
                "id": "final",
                "label": {"vi": "Nhắc lần cuối", "en": "Final reminder"},
                "planned": "2026-12-11T07:00:00Z",
                "deadline": "2026-12-11T13:00:00Z",
            },
            {
                "id": "completed",
                "label": {"vi": "Thông báo hoàn tất", "en": "Completion notice"},
                "planned": None,
                "deadline": None,
            },
        ],
        "updates": [],
        "messages": [
            {
                "id": shown.messages[0].uid,
                "notice": "advance",
                "published_at": "2026-11-22T01:00:00Z",
                "start": "2026-12-12T13:00:00Z",
                "end": "2026-12-12T15:00:00Z",
                "result": None,
                "title": {
                    "vi": "[Thông báo sớm] Bảng lương thế hệ mới: 20:00–22:00, thứ Bảy 12/12/2026 (GMT+7)",
                    "en": "[Advance notice] New payroll engine: "
                    "Saturday 12 December 2026, 20:00–22:00 (GMT+7)",
                },
            },
            {
                "id": shown.messages[1].uid,
                "notice": "rescheduled",
                "published_at": "2026-11-25T02:00:00Z",
                "start": "2026-12-12T13:00:00Z",
                "end": "2026-12-12T15:00:00Z",
                "result": None,
                "title": {
                    "vi": "[Đổi lịch] Bảng lương thế hệ mới: 20:00–22:00, thứ Bảy 12/12/2026 (GMT+7)",
                    "en": "[Moved] New payroll engine: Saturday 12 December 2026, 20:00–22:00 (GMT+7)",
                },
            },
        ],
    }


def test_what_the_company_did_not_say_is_null() -> None:
    document = one(
        public(release(impact=Impact(timedelta(), systems=("payroll", "gone", "payroll"))))
    )
    assert document["impact"] == {
        "downtime_s": 0,
        "mode": None,
        "sign_in_again": None,
        "systems": ["payroll"],
    }


def test_endings_are_told() -> None:
    off = one(cancelled("off", at("2026-12-19 20:00"), at("2026-12-01 09:00")))
    assert off["cancelled"] == {
        "at": "2026-12-01T02:00:00Z",
        "reason": {"vi": "Cần kiểm tra thêm", "en": "More testing needed"},
        "replaced_by": None,
    }
    done = one(completed("done", at("2026-06-06 20:00"), "rolled_back"))
    assert done["outcome"] == {"result": "rolled_back", "at": "2026-06-06T15:00:00Z"}
    assert [value["result"] for value in done["messages"]] == [None, "rolled_back"]
    assert (off["outcome"], done["cancelled"]) == (None, None)


def test_known_issues_and_replacements_are_told_and_name_only_what_is_public() -> None:
    meanwhile = {"vi": "Xem từng tháng.", "en": "View month by month."}
    issues = (
        KnownIssue({"vi": "Chậm", "en": "Slow"}, "open", None, meanwhile),
        KnownIssue({"vi": "Lỗi in"}, "fixed", "next"),
    )
    off = cancelled("off", at("2026-12-19 20:00"), at("2026-12-01 09:00"))
    assert off.release.cancelled is not None
    why = replace(off.release.cancelled, replaced_by="next")
    off = replace(off, release=replace(off.release, cancelled=why, known_issues=issues))
    following = public(release("next"))

    for shown, name in (
        ([following], "next"),
        ([], None),
        ([replace(following, preview=True)], None),
    ):
        releases = read(site(off, *shown))["releases"]
        told = next(each for each in releases if each["id"] == "off")
        assert told["cancelled"]["replaced_by"] == name
        assert told["known_issues"] == [
            {
                "title": {"vi": "Chậm", "en": "Slow"},
                "status": "open",
                "workaround": meanwhile,
                "fixed_in": None,
            },
            {
                "title": {"vi": "Lỗi in", "en": "Lỗi in"},
                "status": "fixed",
                "workaround": None,
                "fixed_in": name,
            },
        ]


def test_what_is_ahead_stands_as_the_page_tells_it() -> None:
    rules = {name: replace(FINAL, id=name) for name in ("late", "missed", "not_owed", "soon")}
    notices: list[NoticeStanding] = [
        standing(COMPLETED, "waiting"),
        standing(rules["late"], "late", at("2026-12-01 09:00")),
        standing(rules["missed"], "missed", at("2026-12-01 09:00")),
        standing(rules["not_owed"], "not_owed", at("2026-12-01 09:00")),
        standing(FINAL, "pending", at("2026-12-11 14:00")),
        standing(rules["soon"], "due", None, at("2026-12-10 14:00")),
    ]
    shown = public(notices=notices)
    assert [document["id"] for document in one(shown)["ahead"]] == ["soon", "final", "completed"]
    off = cancelled("off", at("2026-12-19 20:00"), at("2026-12-01 09:00"))
    assert one(replace(off, notices=tuple(notices)))["ahead"] == []
    assert one(replace(shown, imported=True))["ahead"] == []


APPROVAL = Approval("ceo", date(2026, 11, 1), {"vi": "Vá lỗi gấp", "en": "Urgent fix"})


def excepted(verdict: Any, state: State = "announced") -> PublicRelease:
    entry = release(exception=APPROVAL)
    return public(
        entry, state, [message(record(entry, "advance", at("2026-12-11 08:00"), verdict))]
    )


def after_the_fact() -> PublicRelease:
    entry = release(exception=APPROVAL, outcome=Outcome("success", at("2026-12-12 21:00")))
    done = record(entry, "completed", at("2026-12-13 09:00"), result="success")
    return public(entry, "completed", [message(done)], [standing(ADVANCE, "missed")])


@pytest.mark.parametrize(
    "shown, given",
    [
        (excepted("exception"), True),
        (excepted("on_time"), False),
        (excepted("late"), False),
        (after_the_fact(), True),
        (public(release(exception=APPROVAL)), False),
    ],
)
def test_a_reason_for_short_notice_is_told_where_the_page_shows_it(
    shown: PublicRelease, given: bool
) -> None:
    reason = {"vi": "Vá lỗi gấp", "en": "Urgent fix"}
    assert one(shown)["short_notice_reason"] == (reason if given else None)


def test_a_text_in_one_language_stands_for_the_others() -> None:
    assert one(public(release(title={"vi": "Bảng lương"})))["title"] == {
        "vi": "Bảng lương",
        "en": "Bảng lương",
    }


def test_programs_read_the_plans_with_their_messages() -> None:
    [document] = read(small())["plans"]
    assert document["urls"] == {"vi": f"{URL}plans/2026-12/", "en": f"{URL}en/plans/2026-12/"}
    [item] = document["items"]
    assert (item["expected"], item["release"], item["fate"]) == ("2026-12-12", None, None)
    [known] = document["messages"]
    assert known["id"] == plan().messages[0].uid
    assert (known["start"], known["end"]) == ("2026-11-30T17:00:00Z", "2026-12-31T17:00:00Z")
    assert known["title"] == {
        "vi": "[Kế hoạch tháng] Tháng 12/2026",
        "en": "[Monthly plan] December 2026",
    }
    assert document["notices"] == [{"id": "plan", "published_at": "2026-11-28T02:00:00Z"}]


def test_what_is_upcoming_is_the_same_without_what_is_settled_and_without_plans() -> None:
    states: tuple[State, ...] = ("announced", "in_progress", "awaiting_confirmation")
    shown = replace(
        small(),
        releases=(
            *(public(release(state.replace("_", "-")), state) for state in states),
            *small().releases[-2:],
        ),
    )
    document, part = read(shown), read(shown, "upcoming")
    assert list(document) == list(part)
    assert {value["state"] for value in part["releases"]} == set(states)
    assert part["releases"] == [value for value in document["releases"] if value["state"] in states]
    assert part["plans"] == []
    assert document["plans"]
    rest = {"releases", "plans"}
    assert all(document[key] == part[key] for key in document.keys() - rest)


@pytest.mark.parametrize("count", [0, 1, 50, 500])
def test_any_number_of_releases_is_valid(count: int) -> None:
    first = at("2026-01-03 20:00")
    shown = site(*(completed(f"r-{n}", first + timedelta(hours=3 * n)) for n in range(count)))
    assert len(read(shown)["releases"]) == count
    assert read(shown, "upcoming")["releases"] == []


def test_a_preview_leaves_no_trace() -> None:
    secret = public(release("secret"), "announced", preview=True)
    assert documents(site(ladder(), secret)) == documents(site(ladder()))


def test_a_move_keeps_the_id_and_what_was_published() -> None:
    before = one(replace(ladder(), messages=ladder().messages[:1]))
    after = one(ladder())
    assert before["id"] == after["id"]
    assert before["moved_from"] is None
    assert before["messages"] == after["messages"][:1]


def test_of_several_moves_the_last_is_told() -> None:
    shown = ladder()
    later = (at("2026-12-19 20:00"), at("2026-12-19 22:00"))
    back = message(record(shown.release, "rescheduled", at("2026-11-27 09:00")), previous=later)
    document = one(replace(shown, messages=(*shown.messages, back)))
    assert document["moved_from"] == {
        "start": "2026-12-19T13:00:00Z",
        "end": "2026-12-19T15:00:00Z",
    }


def titled(titles: Iterable[str]) -> PublicSite:
    entries = [
        public(
            release(
                f"r-{n}",
                start=at("2027-01-02 20:00") + timedelta(days=n),
                title={"vi": title, "en": title},
                summary={"vi": title, "en": title},
            )
        )
        for n, title in enumerate(titles)
    ]
    return site(*entries)


@pytest.mark.parametrize("name", ["notices", "upcoming"])
def test_hostile_texts_come_back_as_they_were(name: str) -> None:
    titles = [*HOSTILE, *random_titles(300)]
    document = read(titled(titles), name)["releases"]
    for key in ("title", "summary"):
        assert [value[key] for value in reversed(document)] == [{"vi": t, "en": t} for t in titles]


def test_hostile_names_come_back_as_they_were() -> None:
    systems = tuple(System(f"s-{n}", {"vi": t}, {"vi": t}) for n, t in enumerate(HOSTILE))
    document = read(site(systems=(*SYSTEMS, *systems)))["systems"]
    assert [value["name"]["vi"] for value in document[2:]] == list(HOSTILE)


def test_the_same_site_gives_the_same_bytes() -> None:
    assert documents(small()) == documents(small())
