"""The real program around one window: `next` names its start and its end, and the API turns then."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.project import FEATURE, Project

START, END = "2026-12-12T20:00:00+07:00", "2026-12-12T22:00:00+07:00"
OUTCOME = f"{FEATURE}outcome: {{result: success, at: 2026-12-12 21:50}}\n"
LISTS = ("upcoming", "active")


def api(project: Project, name: str) -> Any:
    return json.loads(project.page(f"api/{name}.json"))


def following(project: Project, now: str) -> str | None:
    result = project.run("next", "--now", now, "--format", "json")
    found: str | None = result.json()["next"]
    return found


def turned(project: Project) -> tuple[str, str, str, list[int]]:
    """What each file says of the only window, its system and the whole."""
    [entry] = api(project, "v2/scheduled-maintenances")["scheduled_maintenances"]
    components = api(project, "v2/components")["components"]
    [payroll] = [c["status"] for c in components if c["name"] == "Tiền lương"]
    counts = [
        len(api(project, f"v2/scheduled-maintenances/{name}")["scheduled_maintenances"])
        for name in LISTS
    ]
    indicator = api(project, "v2/status")["status"]["indicator"]
    return entry["status"], payroll, indicator, counts


@pytest.fixture
def announced(project: Project) -> Project:
    """All that comes before the window was published, each at the instant that `next` named."""
    project.release("payroll-engine")
    now: str | None = "2026-12-01T09:00:00+07:00"
    while now is not None and now != START:
        assert project.run("publish", "--now", now).status == 0
        now = following(project, now)
    assert now == START
    return project


def api_files(project: Project) -> dict[str, bytes]:
    return {name: data for name, data in project.bytes_of_site().items() if name.startswith("api/")}


def generation(project: Project) -> str:
    """The id that every file names."""
    files = api_files(project)
    del files["api/notices.schema.json"]
    assert len(files) == 10
    [document] = {json.loads(data)["generation"] for data in files.values()}
    return str(document)


def before(instant: str) -> str:
    return (datetime.fromisoformat(instant) - timedelta(seconds=1)).isoformat()


def test_the_api_turns_at_the_start_and_at_the_end_that_next_names(announced: Project) -> None:
    project = announced
    ahead = ("scheduled", "operational", "none", [1, 0])
    runs = ("in_progress", "under_maintenance", "maintenance", [0, 1])
    waits = ("verifying", "operational", "none", [0, 1])
    over = ("completed", "operational", "none", [0, 0])
    assert turned(project) == ahead
    generations = [generation(project)]
    assert [r["state"] for r in api(project, "upcoming")["releases"]] == ["announced"]

    known = api_files(project)
    project.run("publish", "--now", before(START))
    assert api_files(project) == known

    assert project.run("publish", "--now", START).status == 0
    assert turned(project) == runs
    generations.append(generation(project))
    assert [r["state"] for r in api(project, "upcoming")["releases"]] == ["in_progress"]
    assert following(project, START) == END

    known = api_files(project)
    project.run("publish", "--now", before(END))
    assert api_files(project) == known

    assert project.run("publish", "--now", END).status == 0
    assert turned(project) == waits
    assert len({*generations, generation(project)}) == 3
    page = api(project, "v2/status")["page"]
    assert page["updated_at"] == "2026-12-12T15:00:00.000Z"

    project.release("payroll-engine", OUTCOME)
    assert project.run("publish", "--now", "2026-12-12 22:10").status == 0
    assert turned(project) == over
    assert api(project, "upcoming")["releases"] == []
    [entry] = api(project, "notices")["releases"]
    assert entry["outcome"] == {"result": "success", "at": "2026-12-12T14:50:00Z"}


def test_a_move_keeps_every_id_and_takes_the_new_start_everywhere(project: Project) -> None:
    project.release("payroll-engine")
    project.run("publish", "--now", "2026-12-01 09:00")
    [first] = api(project, "v2/scheduled-maintenances/upcoming")["scheduled_maintenances"]
    known = [m["id"] for m in api(project, "notices")["releases"][0]["messages"]]
    moved = FEATURE.replace("2026-12-12", "2026-12-19")
    project.release("payroll-engine", moved)
    assert project.run("publish", "--now", "2026-12-02 09:00").status == 0
    [after] = api(project, "v2/scheduled-maintenances/upcoming")["scheduled_maintenances"]
    [entry] = api(project, "notices")["releases"]

    assert after["id"] == first["id"]
    assert after["scheduled_for"] == "2026-12-19T13:00:00.000Z"
    assert after["incident_updates"][1:] == [
        {**update, "body": after["incident_updates"][1]["body"]}
        for update in first["incident_updates"]
    ]
    assert [m["id"] for m in entry["messages"]][: len(known)] == known
    assert entry["moved_from"] == {"start": "2026-12-12T13:00:00Z", "end": "2026-12-12T15:00:00Z"}


def test_what_is_hidden_stands_in_no_file(project: Project) -> None:
    project.release("payroll-engine")
    project.release("secret-merger", FEATURE.replace("2026-12-12", "2027-01-09"))
    project.release("acme-only", f"{FEATURE}customers: [acme]\n")
    project.run("publish", "--now", "2026-12-01 09:00")
    files = api_files(project)
    assert len(files) == 11
    for name, data in files.items():
        assert b"secret-merger" not in data, name
        assert b"acme" not in data, name


def test_ids_and_titles_are_those_of_the_feed(project: Project) -> None:
    project.release("payroll-engine")
    for now in ("2026-12-01 09:00", "2026-12-09 14:00", "2026-12-10 14:00"):
        project.run("publish", "--now", now)
    items = json.loads(project.page("feed.json"))["items"]
    messages = api(project, "notices")["releases"][0]["messages"]
    assert [(item["id"], item["title"]) for item in reversed(items)] == [
        (value["id"], value["title"]["vi"]) for value in messages
    ]
    items = json.loads(project.page("en/feed.json"))["items"]
    assert [item["title"] for item in reversed(items)] == [m["title"]["en"] for m in messages]
