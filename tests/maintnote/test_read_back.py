"""`/maintnote.ics` of a network operator, read by circuit-maintenance-parser after each publish."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.project import CLONE, Project

_READER = CLONE / ".notices/maintnote/bin/python"

POLICY = """\
timezone: Europe/Berlin
languages: [en, vi]
roles: [noc, desk]
ledger_starts: 2026-01-01
notice_hours: {from: 08:00, to: 18:00}
organizer: {name: Carrier NOC, email: noc@carrier.example, provider: "Carrier, Inc.", account: "137.03"}
categories:
  work:
    label: {en: Network work, vi: Hạ tầng mạng}
    notices:
      - {id: soon, audience: customers, owner: noc, earliest: 30d, latest: 2d, planned: asap}
      - {id: over, audience: customers, owner: noc, on: outcome}
  some:
    notices:
      - {id: told, audience: affected, owner: desk, planned: asap, when: targeted}
"""
ROUTERS = """\
category: work
title: {en: "New routers; faster, too", vi: Bộ định tuyến mới}
summary: {en: The lines move., vi: Các đường truyền chuyển đi.}
body: {en: The details., vi: Nội dung chi tiết.}
impact: {downtime: 10m, systems: [payroll, crm]}
"""
FILTERS = """\
category: work
title: {en: New filters, vi: Bộ lọc mới}
summary: {en: Slower for an hour., vi: Chậm hơn trong một giờ.}
body: {en: The details., vi: Nội dung chi tiết.}
window: {start: 2026-12-10 01:00, end: 2026-12-10 02:00}
impact: {downtime: 0m, mode: read_only}
"""
FIRST = "window: {start: 2026-12-12 01:00, end: 2026-12-12 03:00}\n"
SECOND = (
    "window: {start: 2026-12-13 01:30, end: 2026-12-13 04:00, "
    "moved_reason: {en: A strike, vi: Đình công}}\n"
)
OUTCOME = "outcome: {result: partial, at: 2026-12-13 03:45}\n"
CANCELLED = "cancelled: {at: 2026-11-25 12:00, reason: {en: Not needed, vi: Không cần}}\n"
SECRETS = {
    "draft-one": FILTERS + "draft: true\n",
    "later-one": FILTERS.replace("2026-12-10", "2027-03-10"),
    "acme-one": FILTERS.replace("category: work", "category: some") + "customers: [acme]\n",
}

Maintenance = Mapping[str, Any]


def berlin(text: str) -> int:
    """The instant at which Berlin's clocks read ``text``, in seconds since 1970."""
    return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/Berlin")).timestamp())


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """The file as it was after each publish, by what had happened."""
    folder = tmp_path_factory.mktemp("maintnote")
    project = Project.create(folder / "carrier", POLICY)
    kept: dict[str, Path] = {}

    def publish(name: str, now: str) -> None:
        answer = project.run("publish", "--now", now)
        assert answer.status == 0, answer.err
        kept[name] = folder / f"{name}.ics"
        kept[name].write_bytes((project.site / "maintnote.ics").read_bytes())

    for name, text in SECRETS.items():
        project.release(name, text)
    project.release("routers", ROUTERS + FIRST)
    project.release("filters", FILTERS)
    publish("announced", "2026-11-22 09:00")
    project.release("routers", ROUTERS + SECOND)
    publish("moved", "2026-11-24 09:00")
    project.release("filters", FILTERS + CANCELLED)
    publish("cancelled", "2026-11-25 12:30")
    publish("running", "2026-12-13 02:00")
    publish("awaited", "2026-12-13 04:30")
    project.release("routers", ROUTERS + SECOND + OUTCOME)
    publish("completed", "2026-12-13 05:00")
    return kept


@pytest.fixture(scope="module")
def read(history: Mapping[str, Path]) -> Mapping[str, Mapping[str, Maintenance]]:
    """What the parser finds in each file: maintenances by their id."""
    if not _READER.is_file():
        pytest.fail(f"{_READER} is missing; `make maintnote` installs it")
    script = Path(__file__).with_name("read_back.py")
    done = subprocess.run(
        [_READER, "-I", script, *history.values()],
        capture_output=True,
        check=False,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    return {
        name: {each["maintenance_id"]: each for each in found[str(path)]}
        for name, path in history.items()
    }


def test_an_announced_maintenance_is_read_as_it_was_written(
    read: Mapping[str, Mapping[str, Maintenance]],
) -> None:
    [filters, routers] = [read["announced"][name] for name in ("filters", "routers")]
    assert len(read["announced"]) == 2
    assert routers == {
        "provider": "Carrier, Inc.",
        "account": "137.03",
        "maintenance_id": "routers",
        "status": "CONFIRMED",
        "circuits": [
            {"circuit_id": "payroll", "impact": "OUTAGE"},
            {"circuit_id": "crm", "impact": "OUTAGE"},
        ],
        "start": berlin("2026-12-12 01:00"),
        "end": berlin("2026-12-12 03:00"),
        "stamp": berlin("2026-11-22 09:00"),
        "organizer": "mailto:noc@carrier.example",
        "uid": routers["uid"],
        "sequence": 0,
        "summary": "New routers; faster, too",
    }
    assert filters["circuits"] == [{"circuit_id": "Carrier, Inc.", "impact": "DEGRADED"}]
    assert filters["uid"] != routers["uid"]


@pytest.mark.parametrize(
    "name, status, start, end, stamp, sequence",
    [
        ("moved", "CONFIRMED", "2026-12-13 01:30", "2026-12-13 04:00", "2026-11-24 09:00", 1),
        ("cancelled", "CONFIRMED", "2026-12-13 01:30", "2026-12-13 04:00", "2026-11-24 09:00", 1),
        ("running", "IN-PROCESS", "2026-12-13 01:30", "2026-12-13 04:00", "2026-12-13 01:30", 2),
        ("awaited", "IN-PROCESS", "2026-12-13 01:30", "2026-12-13 04:00", "2026-12-13 01:30", 2),
        ("completed", "COMPLETED", "2026-12-13 01:30", "2026-12-13 04:00", "2026-12-13 05:00", 4),
    ],
)
def test_each_change_is_read_as_a_newer_version_of_the_same_maintenance(
    read: Mapping[str, Mapping[str, Maintenance]],
    name: str,
    status: str,
    start: str,
    end: str,
    stamp: str,
    sequence: int,
) -> None:
    assert read[name]["routers"] == {
        **read["announced"]["routers"],
        "status": status,
        "start": berlin(start),
        "end": berlin(end),
        "stamp": berlin(stamp),
        "sequence": sequence,
    }


def test_a_cancelled_maintenance_stays_and_is_cancelled(
    read: Mapping[str, Mapping[str, Maintenance]],
) -> None:
    cancelled = {
        **read["announced"]["filters"],
        "status": "CANCELLED",
        "stamp": berlin("2026-11-25 12:30"),
        "sequence": 3,
        "summary": "Cancelled: New filters",
    }
    assert read["cancelled"]["filters"] == cancelled
    assert read["completed"]["filters"] == cancelled


def test_nothing_else_is_in_any_file(
    history: Mapping[str, Path], read: Mapping[str, Mapping[str, Maintenance]]
) -> None:
    """What is a draft, not due yet, or for one customer alone."""
    assert {frozenset(found) for found in read.values()} == {frozenset({"routers", "filters"})}
    told = b"".join(path.read_bytes() for path in history.values())
    assert [name for name in (*SECRETS, "acme", "2027") if name.encode() in told] == []
