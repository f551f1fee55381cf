"""Webhooks: what a receiver gets, how it proves it, and what its answer means."""

from __future__ import annotations

import logging
import socket
import threading
from base64 import b64encode
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from standardwebhooks.webhooks import Webhook

from notices.channels.secrets import MissingSecret, Secrets, UnusableSecret
from notices.channels.webhook import WebhookSender
from notices.domain.channels import WebhookChannel
from notices.domain.deliveries import LONGEST_WAIT, Answer
from notices.domain.payloads import CallPayload
from notices.rendering.outbox.payloads import PayloadWriter
from tests.channels.servers import (
    DEAF,
    DROP,
    HANG,
    HttpServer,
    machine,
    opened,
    server_tls,
    webhook_channel,
)
from tests.rendering.test_mails import every_kind, project

OLD = "whsec_" + b64encode(b"an older secret, of 32 bytes ...").decode()
NEW = "whsec_" + b64encode(b"a newer secret, also of 32 bytes").decode()
TOKEN = "T0KEN-7hq2-zz"
CALL = CallPayload('{"type": "notice.published", "text": "Bảng lương"}'.encode())
NOW = datetime(2026, 11, 22, 1, tzinfo=UTC)
OK = b"HTTP/1.1 204 No Content\r\n\r\n"


def sender_to(
    url: str, secret: str = OLD, *, within: float = 5, channel: WebhookChannel | None = None,
    **fields: Any,
) -> WebhookSender:  # fmt: skip
    environ = {"HOOK_URL": url, "HOOK_SECRET": secret}
    secrets = Secrets("hook", environ)
    return WebhookSender(channel or webhook_channel(), secrets, machine(**fields), within)


def calling(server: HttpServer, secret: str = OLD, **fields: Any) -> Answer:
    url = f"http://127.0.0.1:{server.port}/in/{TOKEN}?a=b"
    return sender_to(url, secret, **fields).send("0123456789abcdef", "hook", CALL)


def answering(answer: bytes | str, **fields: Any) -> Answer:
    with opened(HttpServer(answer)) as server:
        return calling(server, **fields)


def status(code: int, *headers: str) -> bytes:
    return "\r\n".join((f"HTTP/1.1 {code} x", "Content-Length: 0", *headers, "", "")).encode()


# What the receiver gets.


def test_each_message_comes_as_json_that_its_receiver_can_prove() -> None:
    """Checked by the receivers' own library, which takes nothing that is older than 5 minutes."""
    with opened(HttpServer(OK)) as server:
        one = sender_to(f"http://localhost:{server.port}/in?a=b")
        for number, (_, shown, message) in enumerate(every_kind()):
            writer = PayloadWriter(shown, project())
            payload = writer.payload(message, webhook_channel(), "en", "hook")
            assert one.send(f"key-{number}", "hook", payload) == Answer(
                "accepted", "HTTP 204 No Content"
            )

    assert len(server.calls) == 9
    for number, call in enumerate(server.calls):
        assert call.line == "POST /in?a=b HTTP/1.1"
        assert call.headers["webhook-id"] == f"key-{number}"
        assert call.headers["content-type"] == "application/json"
        data = Webhook(OLD).verify(call.body, call.headers)
        assert data["type"] == "notice.published"


def test_the_signature_is_of_id_time_and_body_with_each_secret() -> None:
    """While a new secret replaces the old one, receivers of both can prove it."""
    with opened(HttpServer(OK)) as server:
        calling(server, f" {NEW}  {OLD} ", now=lambda: NOW)

    (call,) = server.calls
    assert call.headers["webhook-timestamp"] == str(int(NOW.timestamp()))
    assert call.headers["webhook-signature"].split(" ") == [
        Webhook(secret).sign("0123456789abcdef", NOW, CALL.body.decode()) for secret in (NEW, OLD)
    ]


def test_a_channel_without_secret_sends_no_signature() -> None:
    with opened(HttpServer(OK)) as server:
        calling(server, channel=webhook_channel(secret_env=""))

    assert "webhook-signature" not in server.calls[0].headers


def test_the_same_delivery_comes_with_the_same_id_and_body_and_a_fresh_time() -> None:
    times = iter((NOW, NOW + timedelta(hours=1)))
    with opened(HttpServer(status(503))) as server:
        one = sender_to(f"http://127.0.0.1:{server.port}/", now=lambda: next(times))
        for _ in range(2):
            one.send("key", "hook", CALL)

    first, second = server.calls
    assert (first.headers["webhook-id"], first.body) == (second.headers["webhook-id"], second.body)
    assert first.headers["webhook-timestamp"] != second.headers["webhook-timestamp"]


def test_the_call_goes_to_the_address_that_was_checked_under_the_name_that_was_meant() -> None:
    """The name is asked once: a second answer could lead anywhere else."""
    asked: list[str] = []

    def resolve(host: str, port: int) -> tuple[str, ...]:
        asked.append(host)
        return ("127.0.0.1",)

    with opened(HttpServer(OK, server_tls("hooks.example.com"))) as server:
        one = sender_to(f"https://hooks.example.com:{server.port}/x", resolve=resolve)
        answer = one.send("key", "hook", CALL)

    assert answer.event == "accepted"
    assert asked == ["hooks.example.com"]
    assert server.names == ["hooks.example.com"]
    assert server.calls[0].headers["host"] == f"hooks.example.com:{server.port}"


def test_a_certificate_of_another_host_ends_the_call() -> None:
    with opened(HttpServer(OK, server_tls("other.example.com"))) as server:
        one = sender_to(
            f"https://hooks.example.com:{server.port}/", resolve=lambda *_: ("127.0.0.1",)
        )
        answer = one.send("key", "hook", CALL)

    assert answer == Answer("deferred", "connect: the certificate is another host's", reached=False)
    assert server.calls == []


@pytest.mark.parametrize(
    "found",
    [("127.0.0.1",), ("10.0.0.1",), ("93.184.215.14", "192.168.1.1"), ("::ffff:169.254.169.254",)],
)
def test_a_name_that_leads_to_a_private_address_is_not_called(found: tuple[str, ...]) -> None:
    one = sender_to("https://hooks.example.com/", resolve=lambda *_: found, allows_loopback=False)

    assert one.send("key", "hook", CALL) == Answer(
        "deferred", "the name leads to an address that is not public", reached=False
    )


def test_http_goes_to_this_machine_alone() -> None:
    one = sender_to("http://hooks.example.com/", resolve=lambda *_: ("93.184.215.14",))

    assert one.send("key", "hook", CALL).detail == "the name leads to an address that is not public"


# What its answer means.


@pytest.mark.parametrize(
    "code, event",
    [
        *((code, "accepted") for code in (200, 201, 202, 204, 299)),
        *((code, "deferred") for code in (429, 500, 502, 503, 504, 401, 403, 404, 408, 425)),
        *((code, "refused") for code in (400, 405, 409, 410, 413, 422)),
        *((code, "deferred") for code in (301, 302, 307, 308)),
    ],
)
def test_what_a_status_means(code: int, event: str) -> None:
    answer = answering(status(code, "Location: http://127.0.0.1:1/"))

    assert answer.event == event
    assert answer.detail.startswith(f"HTTP {code}")


def test_no_redirect_is_followed() -> None:
    with opened(HttpServer(OK)) as target:
        moved = status(307, f"Location: http://127.0.0.1:{target.port}/")
        assert answering(moved).detail == (
            "HTTP 307 Temporary Redirect: redirects are not followed"
        )

    assert target.calls == []


@pytest.mark.parametrize(
    "asked, wait",
    [
        ("120", timedelta(minutes=2)),
        ("Sun, 22 Nov 2026 01:30:00 GMT", timedelta(minutes=30)),
        ("Sun, 22 Nov 2026 00:30:00 GMT", timedelta()),
        ("99999999999999999999", LONGEST_WAIT),
        ("soon", timedelta()),
        ("-5", timedelta()),
        ("²", timedelta()),
    ],
)
def test_a_receiver_may_ask_for_a_wait_within_bounds(asked: str, wait: timedelta) -> None:
    answer = answering(
        status(503, "Retry-After: ").replace(b"After: ", f"After: {asked}".encode()),
        now=lambda: NOW,
    )

    assert (answer.event, answer.wait) == ("deferred", wait)


def test_a_huge_answer_is_not_read() -> None:
    def huge(line: socket.socket) -> None:
        line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 999999999999\r\n\r\n")
        while True:
            line.sendall(b"x" * 65536)

    with opened(HttpServer(huge)) as server:
        assert calling(server).event == "accepted"


def test_a_receiver_that_takes_the_call_and_says_nothing_leaves_it_unknown() -> None:
    assert answering(HANG, within=0.4) == Answer("unknown", "answer: timed out")


def test_a_receiver_that_answers_byte_by_byte_has_no_more_time() -> None:
    def slow(line: socket.socket) -> None:
        for byte in b"HTTP/1.1 200 OK\r\n\r\n":
            line.sendall(bytes([byte]))
            if over.wait(0.1):
                return

    over = threading.Event()
    with opened(HttpServer(slow)) as server:
        answer = calling(server, within=0.4)
        over.set()

    assert answer == Answer("unknown", "answer: timed out")


@pytest.mark.parametrize("answer", [DROP, b"hello\r\n\r\n", b"HTTP/1.1 ", b""])
def test_what_is_no_answer_leaves_it_unknown(answer: Any) -> None:
    assert answering(answer).event == "unknown"


def test_a_receiver_that_takes_no_bytes_has_not_had_the_call() -> None:
    """The body is larger than what a line holds."""
    with opened(HttpServer(DEAF)) as server:
        one = sender_to(f"http://127.0.0.1:{server.port}/", within=0.4)
        answer = one.send("key", "hook", CallPayload(b"x" * 20_000_000))

    assert answer.event == "deferred"


def test_a_receiver_that_is_not_there_is_tried_later() -> None:
    with opened(HttpServer(OK)) as server:
        url = f"http://127.0.0.1:{server.port}/"

    def unknown(host: str, port: int) -> tuple[str, ...]:
        raise socket.gaierror(socket.EAI_NONAME, f"{host} is not known")

    assert sender_to(url).send("key", "hook", CALL) == Answer(
        "deferred", "connect: connection refused", reached=False
    )
    assert sender_to("https://hooks.example.com", resolve=unknown).send(
        "k", "hook", CALL
    ) == Answer("deferred", "connect: the name of the host is not known", reached=False)


def test_a_host_whose_name_nobody_tells_in_time_is_tried_later() -> None:
    over = threading.Event()

    def silent(host: str, port: int) -> tuple[str, ...]:
        over.wait(2)
        return ("127.0.0.1",)

    with opened(HttpServer(OK)) as server:
        answer = calling(server, resolve=silent, within=0.1)
        over.set()

    assert answer == Answer("deferred", "connect: timed out", reached=False)
    assert server.calls == []


# Secrets.


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.com/x7q", "http://example.com/x7q", "https://me:x7q@example.com/",
        "https:///x7q", "example.com/x7q", "https://example.com:x7q/", "https://example.com/\r\nx7q:",
        "https://example.com/ x7q", "https://ví-dụ.example/x7q",
    ],
)  # fmt: skip
def test_an_address_that_cannot_be_called_is_not_repeated(url: str) -> None:
    with pytest.raises(UnusableSecret) as error:
        sender_to(url, allows_loopback=False)

    assert error.value.text == (
        "channel hook: the environment variable HOOK_URL does not hold an address with https:, "
        "without a user's name"
    )


@pytest.mark.parametrize("secret", ["whsec_x7q", "whsec_" + b64encode(b"short x7q").decode(), "!"])
def test_a_secret_that_signs_nothing_is_not_repeated(secret: str) -> None:
    with pytest.raises(UnusableSecret) as error:
        sender_to("https://example.com/", f"{OLD} {secret}")

    assert error.value.text == (
        "channel hook: the environment variable HOOK_SECRET does not hold secrets of Standard "
        "Webhooks (whsec_…, of 24 to 64 bytes)"
    )


@pytest.mark.parametrize("name", ["HOOK_URL", "HOOK_SECRET"])
def test_a_variable_that_is_not_set_is_named(name: str) -> None:
    environ = {"HOOK_URL": "https://example.com/", "HOOK_SECRET": OLD}
    del environ[name]

    with pytest.raises(MissingSecret, match=f"the environment variable {name} is not set"):
        WebhookSender(webhook_channel(), Secrets("hook", environ), machine())


def test_no_answer_and_no_log_holds_the_address_or_the_secret(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    echo = f"HTTP/1.1 400 no {TOKEN} {OLD}\r\nx: {TOKEN}\r\n\r\n{OLD}".encode()

    details = [
        answering(answer, within=0.4).detail
        for answer in (echo, status(302, f"Location: /{TOKEN}"), HANG, DROP, TOKEN.encode(), OK)
    ]

    everything = "\n".join((*details, caplog.text, *capfd.readouterr()))
    assert not [each for each in (TOKEN, OLD, OLD[6:], "/in/") if each in everything]
