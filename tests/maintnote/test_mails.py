"""Mails of a channel for network operators, read by circuit-maintenance-parser as they were sent."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from notices.cli import delivery, ledger
from notices.domain.channels import AnyChannel
from notices.domain.deliveries import Answer
from notices.domain.payloads import MailPayload, Payload, Sender
from tests.maintnote.test_read_back import (
    _READER,
    CANCELLED,
    FILTERS,
    FIRST,
    OUTCOME,
    POLICY,
    ROUTERS,
    SECOND,
    berlin,
)
from tests.project import Project

BEGUN = "      - {id: begun, audience: customers, owner: noc, on: start}\n  some:"
CHANNELS = """\
channels:
  - id: operators
    type: mail
    audience: customers
    languages: [en]
    since: 2026-11-01
    from: noc@carrier.example
    to: [operators@list.example]
    smtp: {host: mail.example, port: 465, tls: implicit}
    calendar: maintnote
"""


class Post:
    """In the place of a mail server; each mail is a file of the folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.now = datetime.min.replace(tzinfo=UTC)
        self.mails: list[Path] = []

    def sender(self, channel: AnyChannel) -> Sender:
        return self

    def send(self, key: str, recipient: str, payload: Payload) -> Answer:
        assert isinstance(payload, MailPayload)
        path = self._folder / f"{len(self.mails)}.eml"
        path.write_bytes(payload.data)
        self.mails.append(path)
        return Answer("accepted")

    def close(self) -> None:
        pass


@pytest.fixture(scope="module")
def mails(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Path]]:
    """All mails, in the order in which they were sent."""
    folder = tmp_path_factory.mktemp("mails")
    project = Project.create(folder / "carrier", POLICY.replace("  some:", BEGUN))
    project.write("content/channels.yml", CHANNELS)
    post = Post(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(delivery, "sender_of", post.sender)
        for module in (delivery, ledger):
            patch.setattr(module, "clock", lambda: post.now)

        def publish(now: str) -> None:
            answer = project.run("publish", "--now", now)
            assert answer.status == 0, answer.err
            at = datetime.fromisoformat(now).replace(tzinfo=ZoneInfo("Europe/Berlin"))
            post.now = at.astimezone(UTC)
            assert project.run("deliver").status == 0

        project.release("routers", ROUTERS + FIRST)
        project.release("filters", FILTERS)
        publish("2026-11-22 09:00")
        project.release("routers", ROUTERS + SECOND)
        publish("2026-11-24 09:00")
        project.release("filters", FILTERS + CANCELLED)
        publish("2026-11-25 12:30")
        publish("2026-12-13 02:00")
        project.release("routers", ROUTERS + SECOND + OUTCOME)
        publish("2026-12-13 05:00")
        yield post.mails


@pytest.fixture(scope="module")
def read(mails: list[Path]) -> list[Mapping[str, Any]]:
    """What the parser finds in each mail: one maintenance."""
    if not _READER.is_file():
        pytest.fail(f"{_READER} is missing; `make maintnote` installs it")
    script = Path(__file__).with_name("read_back.py")
    command: list[str | Path] = [_READER, "-I", script, *mails]
    done = subprocess.run(command, capture_output=True, check=False, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert [len(found[str(path)]) for path in mails] == [1] * len(mails)
    return [found[str(path)][0] for path in mails]


def test_each_mail_holds_the_maintenance_as_it_was_then(read: list[Mapping[str, Any]]) -> None:
    told = [
        (each["maintenance_id"], each["status"], each["sequence"], each["start"]) for each in read
    ]
    first, second = berlin("2026-12-12 01:00"), berlin("2026-12-13 01:30")
    filters = berlin("2026-12-10 01:00")
    assert told == [
        ("routers", "CONFIRMED", 0, first),
        ("filters", "CONFIRMED", 0, filters),
        ("routers", "CONFIRMED", 1, second),
        ("filters", "CANCELLED", 3, filters),
        ("routers", "IN-PROCESS", 2, second),
        ("routers", "COMPLETED", 4, second),
    ]
    assert len({each["uid"] for each in read}) == 2
    assert read[0]["circuits"] == [
        {"circuit_id": "payroll", "impact": "OUTAGE"}, {"circuit_id": "crm", "impact": "OUTAGE"},
    ]  # fmt: skip
    assert {each["organizer"] for each in read} == {"mailto:noc@carrier.example"}


def test_the_part_is_a_file_and_no_invitation(mails: list[Path]) -> None:
    for path in mails:
        mail = message_from_bytes(path.read_bytes(), policy=policy.default)
        [part] = [each for each in mail.walk() if each.get_content_type() == "text/calendar"]
        assert part.get_content_disposition() == "attachment"
        assert part.get_param("method") is None
        assert b"METHOD" not in part.get_payload(decode=True)
