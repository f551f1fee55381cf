"""`notices deliver`, and `publish --deliver`: what they say, and how they end."""

from __future__ import annotations

import signal
import time
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from notices.channels import ChannelFault
from notices.cli import delivery, ledger
from notices.cli.commands import deliver as deliver_command
from notices.cli.commands import publish as publish_command
from notices.domain.channels import MessageChannel
from notices.domain.deliveries import Answer
from notices.domain.payloads import CallPayload, MailPayload, Payload, Sender
from notices.domain.phrases import phrase
from notices.evaluation import Evaluation
from notices.publishing import publish as publishing
from notices.publishing import watch as watching
from tests.project import Project
from tests.publishing.couriers import ACCEPTED, CHANNELS, DEFERRED, NOW, REFUSED, UNKNOWN

AN, BINH = "an@list.example", "binh@list.example"


class Post:
    """In the place of all senders; the clock is its own, too."""

    def __init__(self) -> None:
        self.now = NOW + timedelta(seconds=30)
        self.answers: dict[str, list[Answer]] = {}
        self.sent: list[tuple[str, Payload]] = []
        self.fault: Exception | None = None

    def sender(self, channel: MessageChannel) -> Sender:
        if self.fault is not None:
            raise self.fault
        return self

    def send(self, key: str, recipient: str, payload: Payload) -> Answer:
        self.sent.append((recipient, payload))
        return (self.answers.get(recipient) or [ACCEPTED]).pop(0)

    def close(self) -> None:
        pass


@pytest.fixture
def post(project: Project, monkeypatch: pytest.MonkeyPatch) -> Post:
    project.write("content/channels.yml", CHANNELS)
    project.release("payroll-engine")
    project.run("publish", "--now", "2026-12-01 09:00")
    post = Post()
    for module in (ledger, delivery, deliver_command, publish_command):
        monkeypatch.setattr(module, "clock", lambda: post.now)
    for module in (delivery, deliver_command):
        monkeypatch.setattr(module, "sender_of", post.sender)
    return post


def test_each_delivery_is_a_line_and_the_record_of_a_staff_notice_another(
    project: Project, post: Post
) -> None:
    result = project.run("deliver")

    assert result.status == 0
    assert result.out == (
        "2026-12-01T09:00:30+07:00 payroll-engine advance list vi an@list.example delivered\n"
        "2026-12-01T09:00:30+07:00 payroll-engine advance list vi binh@list.example delivered\n"
        "2026-12-01T09:00:30+07:00 payroll-engine advance-internal chat vi delivered\n"
        "2026-12-01T09:00:30+07:00 payroll-engine advance-internal recorded as sent\n"
    )
    assert result.err == "marked as sent in outbox/\n3 messages delivered\n"
    again = project.run("deliver")
    assert (again.status, again.out, again.err) == (0, "", "nothing was due to be delivered\n")


def test_a_mail_and_a_call_are_what_is_sent(project: Project, post: Post) -> None:
    project.run("deliver")

    assert [type(payload) for _, payload in post.sent] == [MailPayload, MailPayload, CallPayload]
    first, second = (payload for _, payload in post.sent[:2])
    assert isinstance(first, MailPayload)
    assert isinstance(second, MailPayload)
    assert first.message_id != second.message_id
    log = (project.root / "content/deliveries.jsonl").read_text(encoding="utf-8")
    assert log.count(first.message_id) == 2


def test_what_is_put_off_comes_by_itself_and_ends_with_0(project: Project, post: Post) -> None:
    post.answers[AN] = [DEFERRED]

    result = project.run("deliver")

    assert result.status == 0
    assert "payroll-engine advance list vi an@list.example put off: 451 later\n" in result.out


@pytest.mark.parametrize(
    "answer, words, help",
    [
        (REFUSED, "refused: 550 no such user", "See to it another way; then: notices deliver "),
        (UNKNOWN, "unknown whether it was taken: timed out", "Ask the recipient, or look in "),
    ],
)
def test_what_a_person_has_to_see_to_ends_with_4_and_says_how(
    project: Project, post: Post, answer: Answer, words: str, help: str
) -> None:
    post.answers[AN] = [answer]

    result = project.run("deliver")

    assert result.status == 4
    assert f"payroll-engine advance list vi an@list.example {words}\n" in result.out
    assert f"    help: {help}" in result.err
    key = result.err.partition("--settle ")[2].split(";")[0].split()[0]
    settled = project.run("deliver", "--settle", key)
    assert (settled.status, settled.err) == (0, "1 delivery settled\n")


def test_a_key_that_needs_no_settling_is_refused(project: Project, post: Post) -> None:
    result = project.run("deliver", "--settle", "0" * 16)

    assert result.status == 1
    assert result.err == (
        "no delivery `0000000000000000` is to be settled; `notices deliver --dry-run` lists those that "
        "are\nnothing is settled\n"
    )


def test_a_dry_run_lists_what_is_owed_and_changes_nothing(project: Project, post: Post) -> None:
    result = project.run("deliver", "--dry-run", "--now", "2026-12-01 11:00")

    assert result.status == 0
    assert [line.split(" ", 1)[1] for line in result.out.splitlines()] == [
        "payroll-engine advance list vi an@list.example late",
        "payroll-engine advance list vi binh@list.example late",
        "payroll-engine advance-internal chat vi late",
    ]
    assert post.sent == []
    assert not (project.root / "content/deliveries.jsonl").exists()
    [first, *_] = project.run(
        "deliver", "--dry-run", "--format", "json", "--now", "2026-12-01 09:30"
    ).json()
    assert {name: first[name] for name in ("entry", "notice", "status", "late", "tries")} == {
        "entry": "payroll-engine", "notice": "advance", "status": "open", "late": False, "tries": 0,
    }  # fmt: skip


def test_a_test_message_is_marked_is_of_no_release_and_is_recorded_nowhere(
    project: Project, post: Post
) -> None:
    result = project.run("deliver", "test", "list")

    assert result.status == 0
    assert result.out == (
        "2026-12-01T09:00:30+07:00 test list an@list.example delivered\n"
        "2026-12-01T09:00:30+07:00 test list binh@list.example delivered\n"
    )
    for recipient, payload in post.sent:
        assert isinstance(payload, MailPayload)
        text = payload.data.decode()
        assert f"To: {recipient}" in text
        assert "Subject: Test of the channel list" in text
        assert "payroll" not in text
    assert not (project.root / "content/deliveries.jsonl").exists()
    assert project.run("deliver", "test", "nobody").status == 1


def test_a_channel_without_its_secret_is_named_and_the_run_ends_with_4(
    project: Project, post: Post
) -> None:
    post.fault = ChannelFault(phrase("channel {channel}: no", channel="chat"))

    result = project.run("deliver")

    assert result.status == 4
    assert "notices: channel chat: no\n" in result.err


@pytest.mark.parametrize(
    "args",
    [("deliver", "--now", "2026-12-01"), ("publish", "--deliver", "--now", "2026-12-01")],
)
def test_delivery_goes_by_the_clock(project: Project, post: Post, args: tuple[str, ...]) -> None:
    assert project.run(*args).status == 2
    assert post.sent == []


def test_a_publish_delivers_afterwards_and_keeps_its_exit_status(
    project: Project, post: Post
) -> None:
    post.answers[AN] = [REFUSED]
    post.now += timedelta(minutes=1)

    assert project.run("publish", "--deliver").status == 4

    project.release("late", "category: feature\n")
    post.now += timedelta(minutes=1)
    post.answers["chat"] = [REFUSED]
    assert project.run("publish", "--deliver").status == 3


def test_readers_see_at_once_what_a_publish_delivered_to_customers(
    project: Project, post: Post
) -> None:
    post.answers = {AN: [DEFERRED], BINH: [DEFERRED]}
    post.now += timedelta(minutes=1)
    assert "the site tells" not in project.run("publish", "--deliver").err
    assert "Sent by email" not in project.page("en/releases/payroll-engine/index.html")
    post.now += timedelta(minutes=1)

    result = project.run("publish", "--deliver")

    assert result.err.endswith("2 messages delivered\nthe site tells what was delivered\n")
    assert "Sent by email" in project.page("en/releases/payroll-engine/index.html")


def test_a_site_that_cannot_be_shown_again_takes_nothing_back(
    project: Project, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    post.now += timedelta(minutes=1)
    publishes = []

    def publish(*args: Any) -> Evaluation:
        publishes.append(args)
        if len(publishes) == 2:
            raise OSError(28, "No space left on device")
        return publishing.publish(*args)

    monkeypatch.setattr(publish_command, "publishing", SimpleNamespace(publish=publish))

    result = project.run("publish", "--deliver")

    assert result.status == 0
    assert result.err.endswith("3 messages delivered\nnotices: No space left on device\n")


def test_a_broken_record_of_deliveries_does_not_keep_a_publish_from_its_work(
    project: Project, post: Post
) -> None:
    project.write("content/deliveries.jsonl", "{}\n")
    post.now += timedelta(minutes=1)

    result = project.run("publish", "--deliver")

    assert result.status == 4
    assert "no notice was due; the site is current\n" in result.err
    assert "error[deliveries-broken]" in result.err


def test_a_watch_wakes_when_what_was_put_off_is_due_again(
    project: Project, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    post.answers[AN] = [DEFERRED, DEFERRED]
    end = NOW + timedelta(minutes=8)

    def sleep(seconds: float) -> None:
        post.now += timedelta(seconds=seconds)
        if post.now >= end:
            signal.raise_signal(signal.SIGTERM)

    monkeypatch.setattr(time, "sleep", sleep)
    monkeypatch.setattr(watching, "_OBSERVE_EVERY_S", 1e9)

    result = project.run("publish", "--watch", "--deliver")

    assert result.status == 0
    tried = [line.split()[0] for line in result.out.splitlines() if AN in line]
    assert tried == [
        "2026-12-01T09:00:30+07:00", "2026-12-01T09:01:30+07:00", "2026-12-01T09:06:30+07:00",
    ]  # fmt: skip
