"""The manual shows what is sent, and its example checks what came."""

from __future__ import annotations

import inspect
import json
import re
from dataclasses import replace
from typing import Any

import pytest

from notices.channels.apprise import AppriseSender
from notices.channels.mail import MailLimits
from notices.channels.webhook import WebhookSender
from notices.channels.websub import WebSubSender
from notices.domain.payloads import CallPayload, MailPayload
from notices.rendering.outbox.payloads import PayloadWriter
from tests.channels.servers import HttpServer, opened
from tests.channels.test_webhook import NEW, OK, OLD, calling
from tests.project import CLONE
from tests.rendering.builders import site
from tests.rendering.test_mails import announced, project, told
from tests.rendering.test_payloads import HOOK, LIST

PAGE = (CLONE / "docs" / "delivery.md").read_text(encoding="utf-8")


def fence(title: str) -> str:
    found = re.search(rf'^```\w+ title="{title}"\n(.*?)^```$', PAGE, re.MULTILINE | re.DOTALL)
    assert found is not None
    return found[1]


def listed(heading: str, name: str) -> list[str]:
    """The names in the first column of the table below a heading whose first column is ``name``."""
    part = PAGE.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    table = part.partition(f"| {name} |")[2].partition("\n\n")[0]
    cells = [line.split(" | ")[0] for line in table.splitlines()[2:]]
    return [found for cell in cells for found in re.findall(r"`([\w-]+)`", cell)]


def test_the_body_that_it_shows_is_the_one_that_is_sent() -> None:
    shown = announced()
    payload = PayloadWriter(site(shown), project()).payload(told(shown), HOOK, "en", "hook")
    assert isinstance(payload, CallPayload)
    sent = json.loads(payload.body)
    sent["data"] |= {"text": "…", "short": "…"}

    assert json.loads(fence("body")) == sent
    assert listed("Webhooks", "key") == ["type", "timestamp", *sent["data"]]


def test_its_example_takes_what_was_sent_and_nothing_else() -> None:
    with opened(HttpServer(OK)) as server:
        calling(server)
    (call,) = server.calls
    example: dict[str, Any] = {}
    exec(fence("verify.py"), example)
    verified = example["verified"]

    assert verified(OLD, call.headers, call.body) == json.loads(call.body)
    with pytest.raises(ValueError, match="not signed"):
        verified(NEW, call.headers, call.body)
    with pytest.raises(ValueError, match="not signed"):
        verified(OLD, call.headers, call.body + b" ")
    with pytest.raises(ValueError, match="too old"):
        verified(OLD, {**call.headers, "webhook-timestamp": "1"}, call.body)
    assert listed("Webhooks", "header") == [
        *(name for name in call.headers if name.startswith("webhook-")), "Content-Type",
    ]  # fmt: skip


def test_it_lists_each_header_of_a_mail() -> None:
    shown = announced()
    channel = replace(
        LIST, reply_to="care@example.com", unsubscribe=("https://x/",), one_click=True
    )
    payload = PayloadWriter(site(shown), project()).payload(told(shown), channel, "en", "a@b.c")
    assert isinstance(payload, MailPayload)
    head = payload.data.partition(b"\r\n\r\n")[0].decode()

    names = re.findall(r"^([\w-]+):", head, re.MULTILINE)
    assert listed("Mail", "header") == [
        name for name in names if name not in ("MIME-Version", "Content-Type")
    ]


def test_it_says_how_many_seconds_each_receiver_has() -> None:
    def within(sender: type) -> float:
        default: float = inspect.signature(sender).parameters["within"].default
        return default

    mail = MailLimits()

    assert "A call has 5 seconds in all." in PAGE
    assert (within(WebhookSender), within(WebSubSender)) == (5, 5)
    assert "nothing within 30 seconds" in PAGE
    assert within(AppriseSender) == 30
    assert "All up to the dot has a minute, and a connection 10 seconds." in PAGE
    assert "no answer within two minutes, after the dot" in PAGE
    assert (mail.text, mail.connect, mail.dot) == (60, 10, 120)
