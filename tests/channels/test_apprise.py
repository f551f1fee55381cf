"""Chat and push services, through Apprise and its plainest service: a POST of JSON."""

from __future__ import annotations

import json
import logging
import sys
import warnings
from datetime import date

import pytest

from notices.channels import ChannelFault, MissingSecret, sender
from notices.channels.apprise import AppriseSender
from notices.channels.secrets import Secrets, UnusableSecret
from notices.domain.channels import AppriseChannel
from notices.domain.deliveries import Answer
from notices.domain.payloads import ChatPayload
from tests.channels.servers import DROP, HANG, HttpServer, machine, opened

TOKEN = "t0ken-88qz"
CHANNEL = AppriseChannel(
    id="chat", audience="staff", languages=("vi",), since=date(2026, 1, 1), url_env="CHAT_URL"
)
SAID = ChatPayload("[Anviec] Bảng lương <thế hệ mới>", "20:00 *hôm nay* & mai.\nhttps://x/")
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"


def sending(url: str, within: float = 10) -> Answer:
    return AppriseSender(CHANNEL, Secrets("chat", {"CHAT_URL": url}), within).send(
        "key", "chat", SAID
    )


def answering(answer: bytes | str, within: float = 10, more: str = "") -> tuple[HttpServer, Answer]:
    with opened(HttpServer(answer)) as server:
        return server, sending(f"json://127.0.0.1:{server.port}/{TOKEN}{more}", within)


def test_a_message_comes_once_as_it_was_written() -> None:
    server, answer = answering(OK)

    assert answer == Answer("accepted")
    (call,) = server.calls
    assert call.line == f"POST /{TOKEN} HTTP/1.1"
    body = json.loads(call.body)
    assert (body["title"], body["message"]) == (SAID.title, SAID.text)


def test_nothing_of_apprises_own_stands_beside_a_message() -> None:
    """A service that shows a picture would fetch it from elsewhere."""
    with opened(HttpServer(OK)) as server:
        sending(f"mmost://127.0.0.1:{server.port}/{'3c' * 13}?image=yes")

    body = json.loads(server.calls[0].body)
    assert body["text"].startswith(SAID.title)
    assert "icon_url" not in body
    assert "apprise" not in str(body).lower()


@pytest.mark.parametrize("code", [302, 400, 401, 404, 429, 500, 503])
def test_what_failed_is_unknown_with_what_the_service_said(code: int) -> None:
    """One address may be that of several services' targets: some may have had it."""
    _, answer = answering(f"HTTP/1.1 {code} no\r\nContent-Length: 0\r\n\r\n".encode())

    assert answer == Answer("unknown", f"the service answered {code}")


@pytest.mark.parametrize("answer", [DROP, HANG])
def test_a_service_that_took_it_and_said_nothing_leaves_it_unknown(answer: str) -> None:
    assert answering(answer, within=0.5)[1].event == "unknown"


def test_a_service_that_is_not_there_is_tried_later() -> None:
    with opened(HttpServer(OK)) as server:
        port = server.port

    assert sending(f"json://127.0.0.1:{port}/") == Answer(
        "deferred", "no connection", reached=False
    )


def test_an_address_cannot_ask_for_more_tries_or_call_a_failure_a_success() -> None:
    server, answer = answering(
        b"HTTP/1.1 500 no\r\nContent-Length: 0\r\n\r\n", more="?retry=3&wait=0&optional=yes"
    )

    assert answer.event == "unknown"
    assert len(server.calls) == 1


def test_no_log_holds_the_address(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        details = [answering(answer, within=0.5)[1].detail for answer in (OK, HANG, DROP)]
        details.append(sending(f"json://user:{TOKEN}@127.0.0.1:1/{TOKEN}").detail)

    everything = "\n".join((*details, caplog.text, *capfd.readouterr(), *map(str, warned)))
    assert TOKEN not in everything


@pytest.mark.parametrize("url", [f"nothing://{TOKEN}", TOKEN, f"https://example.com/{TOKEN}", " "])
def test_an_address_that_apprise_does_not_know_is_not_repeated(url: str) -> None:
    with pytest.raises(UnusableSecret) as error:
        sending(url)

    assert error.value.text == (
        "channel chat: the environment variable CHAT_URL does not hold an address that Apprise knows"
    )


def test_a_missing_address_is_named() -> None:
    with pytest.raises(MissingSecret, match="the environment variable CHAT_URL is not set"):
        sender(CHANNEL, {}, machine())


def test_without_the_library_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "apprise", None)

    with pytest.raises(ChannelFault) as error:
        sender(CHANNEL, {"CHAT_URL": "json://127.0.0.1/"}, machine())

    assert error.value.text == (
        "channel chat: the library Apprise is missing; install notices[chat]"
    )
