"""The Status API: the shapes of Statuspage v2, and what of ours stands in them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from notices.domain.public import Message, PublicRelease, PublicSite, State
from notices.domain.release import Impact, Outcome, System
from notices.rendering.api.status_api import LATEST, status_api
from notices.rendering.locale.locale import Locale
from tests.rendering.builders import (
    POLICY,
    SYSTEMS,
    at,
    cancelled,
    completed,
    message,
    public,
    record,
    release,
    site,
    theme,
)
from tests.rendering.hostile_titles import HOSTILE, random_titles

TESTS = Path(__file__).parents[1]
GOLDEN = TESTS / "golden/status_summary.json"
THEME = theme()
VALID = Draft202012Validator(
    json.loads((TESTS / "schemas/statuspage.json").read_text(encoding="utf-8")),
    format_checker=Draft202012Validator.FORMAT_CHECKER,
)

# What each file holds beside `page` and `generation`, in this order.
FILES = {
    "summary": ["components", "incidents", "scheduled_maintenances", "status"],
    "status": ["status"],
    "components": ["components"],
    "incidents": ["incidents"],
    "incidents/unresolved": ["incidents"],
    "scheduled-maintenances": ["scheduled_maintenances"],
    "scheduled-maintenances/upcoming": ["scheduled_maintenances"],
    "scheduled-maintenances/active": ["scheduled_maintenances"],
}
START, END = "2026-12-12T13:00:00.000Z", "2026-12-12T15:00:00.000Z"
BEGINS = "2025-06-30T17:00:00.000Z"

Body = dict[str, Any]


def files(shown: PublicSite, language: str = "vi") -> dict[str, Body]:
    """Every file by its name, each held against the schema."""
    ids = frozenset(p.release.id for p in shown.releases)
    policy = shown.policy
    locale = Locale.of(language, policy, THEME, ids)
    body = {}
    for document in status_api(shown, THEME, locale):
        name = document.path.removeprefix("api/v2/").removesuffix(".json")
        body[name] = json.loads(document.data)
        VALID.validate(body[name])
    return body


def names(document: Body) -> list[str]:
    return [found["shortlink"].split("/")[-2] for found in document["scheduled_maintenances"]]


def one(*releases: PublicRelease, **changes: Any) -> Body:
    """The only maintenance."""
    [documents] = files(site(*releases, **changes))["scheduled-maintenances"][
        "scheduled_maintenances"
    ]
    return dict(documents)


def component(document: Body, name: str) -> Body:
    return next(dict(c) for c in document["components"] if c["name"] == name)


def in_state(state: State, *messages: Message, **fields: Any) -> PublicRelease:
    entry = release(**fields)
    first = message(record(entry, "advance", at("2026-11-22 08:00")))
    return public(entry, state, [first, *messages])


def every_state() -> PublicSite:
    return site(
        in_state("announced", release_id="ahead"),
        in_state("announced", release_id="later", start=at("2027-01-09 20:00")),
        in_state("in_progress", release_id="runs", start=at("2026-11-28 20:00")),
        in_state("awaiting_confirmation", release_id="checked", start=at("2026-11-23 20:00")),
        completed("done", at("2026-06-06 20:00")),
        cancelled("off", at("2026-12-19 20:00"), at("2026-12-01 09:00")),
        generation="c0ffee",
    )


def test_there_are_eight_files_each_with_its_keys_in_order() -> None:
    documents = files(every_state())
    assert {name: list(content) for name, content in documents.items()} == {
        name: ["page", *keys, "generation"] for name, keys in FILES.items()
    }
    assert {content["generation"] for content in documents.values()} == {"c0ffee"}
    assert all(content["page"] == documents["status"]["page"] for content in documents.values())


def test_objects_carry_their_keys_in_statuspages_order() -> None:
    documents = files(every_state())["summary"]
    group, member = documents["components"][:2]
    maintenance = documents["scheduled_maintenances"][0]
    of_a_component = [
        "id",
        "name",
        "status",
        "created_at",
        "updated_at",
        "position",
        "description",
        "showcase",
        "start_date",
        "group_id",
        "page_id",
        "group",
        "only_show_if_degraded",
    ]
    assert list(documents["page"]) == ["id", "name", "url", "time_zone", "updated_at"]
    assert list(documents["status"]) == ["indicator", "description"]
    assert list(member) == list(maintenance["components"][0]) == of_a_component
    assert list(group) == [*of_a_component, "components"]
    assert list(maintenance) == [
        "id",
        "name",
        "status",
        "created_at",
        "updated_at",
        "monitoring_at",
        "resolved_at",
        "impact",
        "shortlink",
        "started_at",
        "page_id",
        "incident_updates",
        "components",
        "scheduled_for",
        "scheduled_until",
    ]
    assert list(maintenance["incident_updates"][0]) == [
        "id",
        "status",
        "body",
        "incident_id",
        "created_at",
        "updated_at",
        "display_at",
        "affected_components",
        "deliver_notifications",
        "custom_tweet",
        "tweet_id",
    ]


def test_the_bytes_of_a_small_site_are_these() -> None:
    shown = every_state()
    locale = Locale.of("vi", POLICY, THEME, frozenset(p.release.id for p in shown.releases))
    summary = next(iter(status_api(shown, THEME, locale)))
    assert summary.path == "api/v2/summary.json"
    # The file is laid out for people; the order of keys counts.
    document = GOLDEN.read_text(encoding="utf-8")
    compact = json.dumps(json.loads(document), ensure_ascii=False, separators=(",", ":"))
    assert summary.data.decode() == f"{compact}\n"


def test_the_page_names_site_address_and_zone() -> None:
    page = files(site())["status"]["page"]
    assert page | {"id": ""} == {
        "id": "",
        "name": "Anviec",
        "url": "https://updates.example.com",
        "time_zone": "Asia/Ho_Chi_Minh",
        "updated_at": BEGINS,
    }


@pytest.mark.parametrize(
    "state, status, lists, indicator",
    [
        ("announced", "scheduled", {"upcoming", "summary"}, "none"),
        ("in_progress", "in_progress", {"active", "summary"}, "maintenance"),
        ("awaiting_confirmation", "verifying", {"active", "summary"}, "none"),
        ("completed", "completed", set(), "none"),
        ("cancelled", "completed", set(), "none"),
    ],
)
def test_each_state_has_its_status_lists_and_indicator(
    state: State, status: str, lists: set[str], indicator: str
) -> None:
    shown = {
        "completed": completed("x", at("2026-12-12 20:00")),
        "cancelled": cancelled("x", at("2026-12-12 20:00"), at("2026-12-01 09:00")),
    }.get(state, in_state(state, release_id="x"))
    documents = files(site(shown))
    [maintenance] = documents["scheduled-maintenances"]["scheduled_maintenances"]
    assert maintenance["status"] == status
    assert (maintenance["scheduled_for"], maintenance["scheduled_until"]) == (START, END)
    assert {
        name.rpartition("/")[2]
        for name, content in documents.items()
        if content.get("scheduled_maintenances") == [maintenance]
    } == lists | {"scheduled-maintenances"}
    assert documents["status"]["status"]["indicator"] == indicator
    under = {"under_maintenance"} if state == "in_progress" else {"operational"}
    assert component(documents["components"], "Tiền lương")["status"] in under
    assert component(documents["components"], "Khách hàng")["status"] == "operational"
    assert [c["status"] for c in maintenance["components"]] == list(under)


@pytest.mark.parametrize(
    "shown, created, updated, monitoring, resolved",
    [
        (in_state("announced"), "2026-11-22T01", "2026-11-22T01", None, None),
        (in_state("in_progress"), "2026-11-22T01", START[:13], None, None),
        (in_state("awaiting_confirmation"), "2026-11-22T01", END[:13], END[:13], None),
        (
            completed("x", at("2026-12-12 20:00")),
            "2026-11-22T13",
            "2026-12-12T15:05",
            END[:13],
            END[:13],
        ),
        (
            cancelled("x", at("2026-12-12 20:00"), at("2026-12-01 09:00")),
            "2026-11-22T13",
            "2026-12-01T02",
            None,
            "2026-12-01T02",
        ),
    ],
)
def test_a_maintenance_is_dated_by_what_is_past(
    shown: PublicRelease, created: str, updated: str, monitoring: str | None, resolved: str | None
) -> None:
    document = one(shown)
    for key, wanted in (
        ("created_at", created),
        ("started_at", created),
        ("updated_at", updated),
        ("monitoring_at", monitoring),
        ("resolved_at", resolved),
    ):
        assert (document[key] or "none").startswith(wanted or "none"), key
    assert files(site(shown))["status"]["page"]["updated_at"] == document["updated_at"]


def early() -> PublicRelease:
    """It was over, and told so, an hour before its window's end."""
    entry = release("early", outcome=Outcome("success", at("2026-12-12 20:55")))
    first = message(record(entry, "advance", at("2026-11-22 08:00")))
    done = message(record(entry, "completed", at("2026-12-12 21:00"), result="success"))
    return public(entry, "completed", [first, done])


@pytest.mark.parametrize("form", ["%Y-%m-%dT%H:%M:%S.%f%z", "%Y-%m-%dT%H:%M:%S.%fZ"])
def test_instants_are_read_by_the_forms_that_clients_use(form: str) -> None:
    document = one(in_state("announced"))
    read = datetime.strptime(document["scheduled_for"], form).replace(tzinfo=UTC)
    assert read == at("2026-12-12 20:00")


def test_a_window_that_was_over_early_never_waited_for_its_result() -> None:
    body = one(early())
    assert body["monitoring_at"] is None
    assert body["resolved_at"] == "2026-12-12T13:55:00.000Z"
    [document] = body["incident_updates"][0]["affected_components"]
    assert (document["old_status"], document["new_status"]) == ("under_maintenance", "operational")
    document = component(files(site(early()))["components"], "Tiền lương")
    assert document["updated_at"] == "2026-12-12T14:00:00.000Z"


def test_a_message_after_an_early_end_turns_nothing() -> None:
    shown = early()
    note = message(record(shown.release, "note", at("2026-12-12 21:30")))
    updates = one(replace(shown, messages=(*shown.messages, note)))["incident_updates"]
    assert updates[0]["status"] == "completed"
    [component] = updates[0]["affected_components"]
    assert (component["old_status"], component["new_status"]) == ("operational", "operational")


def test_what_ran_before_it_was_told_was_started_before_it_became_known() -> None:
    entry = release("fix", outcome=Outcome("success", at("2026-12-12 21:30")))
    done = message(record(entry, "completed", at("2026-12-13 09:00"), result="success"))
    document = one(public(entry, "completed", [done]))
    assert document["created_at"] == document["updated_at"] == "2026-12-13T02:00:00.000Z"
    assert document["started_at"] == START
    assert document["monitoring_at"] is None
    assert [component["status"] for component in document["incident_updates"]] == ["completed"]


def test_history_from_before_the_ledger_claims_no_updates() -> None:
    entry = release("old", start=at("2025-03-08 20:00"))
    ended = replace(entry, outcome=Outcome("success", at("2025-03-08 21:00")))
    document = one(public(ended, "completed", imported=True))
    assert document["incident_updates"] == []
    assert document["created_at"] == document["started_at"] == "2025-03-08T13:00:00.000Z"
    assert document["updated_at"] == document["resolved_at"] == "2025-03-08T14:00:00.000Z"
    assert document["monitoring_at"] is None


def test_what_is_announced_without_a_message_is_dated_by_the_ledgers_beginning() -> None:
    document = one(public())
    assert document["created_at"] == document["started_at"] == document["updated_at"] == BEGINS


def test_systems_stand_in_their_order_below_their_groups() -> None:
    more = (
        SYSTEMS[0],
        System("hr", {"vi": "Hồ sơ", "en": "Records"}, SYSTEMS[0].group),
        SYSTEMS[1],
    )
    documents = files(site(systems=more))["components"]["components"]
    assert [(c["name"], c["position"], c["group"]) for c in documents] == [
        ("Nhân sự", 1, True),
        ("Tiền lương", 1, False),
        ("Hồ sơ", 2, False),
        ("Kinh doanh", 2, True),
        ("Khách hàng", 1, False),
    ]
    people, payroll, hr, sales, crm = documents
    assert people["components"] == [payroll["id"], hr["id"]]
    assert sales["components"] == [crm["id"]]
    assert payroll["group_id"] == hr["group_id"] == people["id"]
    assert crm["group_id"] == sales["id"]
    assert people["group_id"] is None
    assert len({c["id"] for c in documents}) == 5
    assert {c["created_at"] for c in documents} == {c["updated_at"] for c in documents} == {BEGINS}


def test_a_group_is_as_its_members_are() -> None:
    documents = files(site(in_state("in_progress")))["components"]
    people, payroll = component(documents, "Nhân sự"), component(documents, "Tiền lương")
    assert (people["status"], people["updated_at"]) == ("under_maintenance", START)
    assert (payroll["status"], payroll["updated_at"]) == ("under_maintenance", START)
    assert component(documents, "Kinh doanh")["status"] == "operational"
    assert component(documents, "Kinh doanh")["updated_at"] == BEGINS


@pytest.mark.parametrize(
    "running, language, description",
    [
        (0, "vi", "Không có cập nhật nào đang chạy"),
        (1, "vi", "Có 1 cập nhật đang chạy"),
        (2, "vi", "Có 2 cập nhật đang chạy"),
        (0, "en", "No update is running"),
        (1, "en", "An update is running"),
        (2, "en", "2 updates are running"),
    ],
)
def test_the_description_says_what_runs_and_never_that_all_is_well(
    running: int, language: str, description: str
) -> None:
    shown = [in_state("in_progress", release_id=f"r-{n}") for n in range(running)]
    policy = replace(POLICY, languages=(language,))
    document = files(site(*shown, policy=policy), language)["status"]["status"]
    assert document["description"] == description


def test_a_window_that_touches_no_system_still_runs() -> None:
    shown = in_state("in_progress", impact=Impact(timedelta(), systems=("gone",)))
    documents = files(site(shown))
    assert documents["status"]["status"]["indicator"] == "maintenance"
    assert {c["status"] for c in documents["components"]["components"]} == {"operational"}
    assert documents["summary"]["scheduled_maintenances"][0]["components"] == []


def test_updates_are_the_messages_newest_first_each_with_the_state_of_its_time() -> None:
    entry = release(outcome=Outcome("partial", at("2026-12-12 22:30")))
    times = {
        "advance": at("2026-11-22 08:00"),
        "started": at("2026-12-12 20:00"),
        "delayed": at("2026-12-12 22:00"),
    }
    messages = [message(record(entry, name, when)) for name, when in times.items()]
    done = message(record(entry, "completed", at("2026-12-12 22:40"), result="partial"))
    after = message(record(entry, "note", at("2026-12-14 09:00")))
    document = one(public(entry, "completed", [*messages, done, after]))
    updates = document["incident_updates"]
    assert [(component["status"], component["created_at"]) for component in updates] == [
        ("completed", "2026-12-14T02:00:00.000Z"),
        ("completed", "2026-12-12T15:40:00.000Z"),
        ("verifying", END),
        ("in_progress", START),
        ("scheduled", "2026-11-22T01:00:00.000Z"),
    ]
    for component in updates:
        assert component["created_at"] == component["updated_at"] == component["display_at"]
        assert component["incident_id"] == document["id"]
    turns = [component["affected_components"][0] for component in updates]
    assert {turn["name"] for turn in turns} == {"Nhân sự - Tiền lương"}, "the group comes first"
    assert [component["name"] for component in document["components"]] == ["Tiền lương"]
    assert {turn["code"] for turn in turns} == {document["components"][0]["id"]}
    assert [(turn["old_status"], turn["new_status"]) for turn in turns] == [
        ("operational", "operational"),
        ("operational", "operational"),
        ("operational", "operational"),
        ("under_maintenance", "under_maintenance"),
        ("operational", "operational"),
    ]


def bodies(shown: PublicRelease) -> list[list[str]]:
    return [document["body"].splitlines() for document in one(shown)["incident_updates"]]


def test_a_body_says_in_plain_words_what_was_told_and_of_which_window() -> None:
    zone = "(GMT+7)"
    assert bodies(completed("x", at("2026-06-06 20:00"))) == [
        [
            f"[Đã hoàn tất] 20:00–22:00, thứ Bảy 06/06/2026 {zone}",
            "Bản cập nhật đã hoàn tất lúc 22:00, thứ Bảy 06/06/2026 (GMT+7).",
        ],
        [f"[Thông báo sớm] 20:00–22:00, thứ Bảy 06/06/2026 {zone}", "Tính lương nhanh hơn."],
    ]
    entry = release("moved")
    old = (at("2026-12-05 20:00"), at("2026-12-05 22:00"))
    moved = message(record(entry, "rescheduled", at("2026-12-01 09:00")), previous=old)
    assert bodies(public(entry, messages=[moved])) == [
        [
            f"[Đổi lịch] 20:00–22:00, thứ Bảy 12/12/2026 {zone}",
            f"Lịch trước đó: 20:00–22:00, thứ Bảy 05/12/2026 {zone}",
            "Tính lương nhanh hơn.",
        ]
    ]


def test_a_cancellation_is_the_newest_update_of_a_maintenance_that_is_over() -> None:
    shown = cancelled("off", at("2026-12-12 20:00"), at("2026-12-01 09:00"))
    documents = files(site(shown))
    assert names(documents["scheduled-maintenances"]) == ["off"]
    assert names(documents["scheduled-maintenances/upcoming"]) == []
    assert names(documents["scheduled-maintenances/active"]) == []
    assert bodies(shown)[0] == [
        "[Đã hủy] 20:00–22:00, thứ Bảy 12/12/2026 (GMT+7)",
        "Bản cập nhật này đã bị hủy lúc 09:00, thứ Ba 01/12/2026 (GMT+7).",
        "Lý do: Cần kiểm tra thêm",
    ]
    assert [document["status"] for document in one(shown)["incident_updates"]] == [
        "completed",
        "scheduled",
    ]


def test_lists_hold_the_next_first_and_the_list_of_all_the_last_first() -> None:
    documents = files(every_state())
    assert names(documents["scheduled-maintenances/upcoming"]) == ["ahead", "later"]
    assert names(documents["scheduled-maintenances/active"]) == ["checked", "runs"]
    assert names(documents["summary"]) == ["checked", "runs", "ahead", "later"]
    assert names(documents["scheduled-maintenances"]) == [
        "later",
        "off",
        "ahead",
        "runs",
        "checked",
        "done",
    ]


@pytest.mark.parametrize("count", [0, 1, 50, 500])
def test_the_list_of_all_holds_the_latest_fifty(count: int) -> None:
    first = at("2026-01-03 20:00")
    shown = [completed(f"r-{n}", first + timedelta(hours=3 * n)) for n in range(count)]
    documents = files(site(*shown))
    wanted = [f"r-{n}" for n in reversed(range(count))][:LATEST]
    assert names(documents["scheduled-maintenances"]) == wanted
    assert len(documents["components"]["components"]) == 4


def test_what_is_ahead_is_whole_however_much_it_is() -> None:
    first = at("2027-01-02 20:00")
    shown = [
        in_state("announced", release_id=f"r-{n}", start=first + timedelta(days=n))
        for n in range(60)
    ]
    documents = files(site(*shown, in_state("in_progress", release_id="runs")))
    assert len(names(documents["scheduled-maintenances/upcoming"])) == 60
    assert names(documents["summary"])[:2] == ["runs", "r-0"]


def test_a_preview_leaves_no_trace() -> None:
    secret = release("secret", title={"vi": "Bí mật", "en": "Secret"})
    hidden = public(secret, "in_progress", preview=True)
    assert files(site(completed("done", at("2026-06-06 20:00")), hidden)) == files(
        site(completed("done", at("2026-06-06 20:00")))
    )


def ids(document: Any) -> set[str]:
    """Every id anywhere."""
    if isinstance(document, list):
        return set().union(*map(ids, document)) if document else set()
    if isinstance(document, dict):
        own = {document["id"]} if "id" in document else set()
        return own | ids(list(document.values()))
    return set()


def test_ids_outlast_changed_texts_moves_states_and_new_neighbours() -> None:
    before = site(in_state("announced", release_id="x"))
    entry = release("x", start=at("2026-12-19 20:00"), title={"vi": "Khác"})
    again = in_state("in_progress", release_id="x")
    moved = replace(again, release=entry)
    systems = tuple(
        replace(system, name={"vi": "Tên khác"}, group={"vi": f"Nhóm của {system.id}"})
        for system in SYSTEMS
    )
    after = site(moved, in_state("announced", release_id="y"), systems=systems, generation="new")
    assert ids(files(before)["summary"]) <= ids(files(after)["summary"])
    [known] = files(before)["summary"]["scheduled_maintenances"]
    assert known["id"] == files(after)["summary"]["scheduled_maintenances"][0]["id"]


def test_no_two_things_share_an_id() -> None:
    twin = System("x", {"vi": "X"}, {"vi": "x"})
    documents = files(site(in_state("announced", release_id="x"), systems=(twin,)))["summary"]
    [maintenance] = documents["scheduled_maintenances"]
    [update] = maintenance["incident_updates"]
    known = [documents["page"]["id"], maintenance["id"], update["id"]]
    known += [c["id"] for c in documents["components"]]
    assert len(set(known)) == 5


def titled(titles: Iterable[str]) -> PublicSite:
    first = at("2027-01-02 20:00")
    return site(
        *(
            in_state(
                "announced",
                release_id=f"r-{n}",
                start=first + timedelta(days=n),
                title={"vi": title, "en": title},
                summary={"vi": title, "en": title},
            )
            for n, title in enumerate(titles)
        )
    )


def test_hostile_texts_come_back_as_they_were() -> None:
    titles = [*HOSTILE, *random_titles(300)]
    documents = files(titled(titles))["scheduled-maintenances/upcoming"]["scheduled_maintenances"]
    assert [value["name"] for value in documents] == titles
    for value, title in zip(documents, titles, strict=True):
        assert value["incident_updates"][0]["body"].partition("\n")[2] == title


def test_hostile_names_of_systems_come_back_as_they_were() -> None:
    systems = tuple(
        System(f"s-{n}", {"vi": name}, {"vi": f"{name} +"}) for n, name in enumerate(HOSTILE)
    )
    documents = files(site(systems=systems))["components"]["components"]
    assert [c["name"] for c in documents if not c["group"]] == list(HOSTILE)
    assert [c["name"] for c in documents if c["group"]] == [f"{name} +" for name in HOSTILE]


def test_the_same_site_gives_the_same_bytes() -> None:
    locale = Locale.of("vi", POLICY, THEME, frozenset())
    shown = every_state()
    assert list(status_api(shown, THEME, locale)) == list(status_api(shown, THEME, locale))
