"""A project with channels, and runs of `deliver` on a clock of the test's over senders of the test's."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from notices.domain.channels import AnyChannel, MessageChannel
from notices.domain.deliveries import Answer
from notices.domain.outbox import OutboxMessage
from notices.domain.payloads import ChatPayload, Payload
from notices.evaluation import Evaluation, evaluate
from notices.project.disk import Workspace
from notices.publishing import publish as publishing
from notices.publishing.deliver import deliver
from notices.publishing.deliver_options import DeliverOptions, DeliverResult
from notices.publishing.publish import PublishOptions
from notices.publishing.settle import settle
from tests.project import Project

NOW = datetime(2026, 12, 1, 2, 0, tzinfo=UTC)
"""09:00 in Hanoi."""

ACCEPTED = Answer("accepted", "250 ok")
DEFERRED = Answer("deferred", "451 later")
REFUSED = Answer("refused", "550 no such user")
UNKNOWN = Answer("unknown", "timed out")
UNREACHED = Answer("deferred", "connection refused", reached=False)

CHANNELS = """\
channels:
  - id: list
    type: mail
    audience: customers
    languages: [vi]
    since: 2026-12-01
    from: tin@anviec.example
    to: [an@list.example, binh@list.example]
    smtp: {host: mail.example, port: 465, tls: implicit}
  - {id: chat, type: webhook, audience: staff, languages: [vi], since: 2026-12-01, url_env: CHAT_URL}
"""


@dataclass
class Courier:
    """A machine that publishes and delivers; what its senders answer, the test says."""

    project: Project
    now: datetime = NOW
    answers: dict[str, list[Answer]] = field(default_factory=dict)
    sent: list[tuple[str, str]] = field(default_factory=list)
    told: list[tuple[str, str]] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    while_sending: Callable[[], object] = field(default=lambda: None)
    no_sender: Exception | None = None
    slept: list[float] = field(default_factory=list)
    seconds: float = 0.0
    push: bool = False

    @property
    def workspace(self) -> Workspace:
        return Workspace.at(self.project.root / "mkdocs.yml")

    @property
    def options(self) -> PublishOptions:
        return PublishOptions(
            evaluate=lambda at: evaluate(self.workspace.sources(), at),
            now=None,
            clock=lambda: self.now,
            sleep=self._sleep,
        )

    def publish(self) -> Evaluation:
        return publishing.publish(self.workspace, self.options, lambda evaluation, folder: None)

    def deliver(self, **options: Any) -> DeliverResult:
        return deliver(self.workspace, self._options(**options))

    def settle(self, *keys: str) -> tuple[str, ...]:
        return settle(self.workspace, self._options(), keys)

    def later(self, **span: float) -> None:
        self.now += timedelta(**span)

    @property
    def log(self) -> list[dict[str, Any]]:
        path = self.project.root / "content/deliveries.jsonl"
        if not path.exists():
            return []
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]

    @property
    def events(self) -> list[tuple[str, str]]:
        return [(line["recipient"], line["event"]) for line in self.log]

    def _options(self, **options: Any) -> DeliverOptions:
        return DeliverOptions(
            publish=self.options,
            sender=self._sender,
            draw=lambda evaluation: _drawn,
            tell=lambda delivery, answer, policy: self.told.append(
                (delivery.recipient, answer.event)
            ),
            fail=lambda error: self.failures.append(str(error)),
            push=self.push,
            monotonic=lambda: self.seconds,
            **options,
        )

    def _sender(self, channel: AnyChannel) -> _Sender:
        if self.no_sender is not None:
            raise self.no_sender
        return _Sender(self)

    def _sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += timedelta(seconds=max(1, round(seconds)))


@dataclass
class _Sender:
    courier: Courier

    def send(self, key: str, recipient: str, payload: Payload) -> Answer:
        assert isinstance(payload, ChatPayload)
        self.courier.sent.append((recipient, payload.title))
        self.courier.while_sending()
        return (self.courier.answers.get(recipient) or [ACCEPTED]).pop(0)

    def close(self) -> None:
        pass


def _drawn(
    message: OutboxMessage, channel: MessageChannel, language: str, recipient: str
) -> Payload:
    return ChatPayload(f"{message.id} {message.notice}", "")
