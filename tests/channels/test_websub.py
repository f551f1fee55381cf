"""A hub is told of a feed, in the words of old hubs and new ones."""

from __future__ import annotations

from urllib.parse import parse_qs

import pytest

from notices.channels import ChannelFault, sender
from notices.channels.websub import WebSubSender
from notices.domain.channels import WebSubChannel
from notices.domain.deliveries import Answer
from notices.domain.payloads import FeedPayload
from tests.channels.servers import DROP, HANG, HttpServer, machine, opened

FEED = FeedPayload("https://updates.example.com/feed.xml?a=b&c")


def telling(answer: bytes | str, within: float = 5) -> tuple[HttpServer, Answer]:
    with opened(HttpServer(answer)) as server:
        channel = WebSubChannel(id="hub", hub=f"http://127.0.0.1:{server.port}/hub")
        return server, WebSubSender(channel, machine(), within).send("key", "hub", FEED)


def test_a_hub_reads_the_feed_under_either_name() -> None:
    server, answer = telling(b"HTTP/1.1 202 Accepted\r\n\r\n")

    assert answer == Answer("accepted", "HTTP 202 Accepted")
    (call,) = server.calls
    assert call.line == "POST /hub HTTP/1.1"
    assert call.headers["content-type"] == "application/x-www-form-urlencoded"
    assert parse_qs(call.body.decode(), strict_parsing=True) == {
        "hub.mode": ["publish"], "hub.url": [FEED.url], "hub.topic": [FEED.url],
    }  # fmt: skip


@pytest.mark.parametrize(
    "answer", [*(f"HTTP/1.1 {code} x\r\n\r\n".encode() for code in (302, 400, 404, 410, 503)), DROP]
)
def test_whatever_a_hub_does_not_take_is_told_again(answer: bytes | str) -> None:
    assert telling(answer)[1].event == "deferred"


def test_a_hub_that_says_nothing_is_told_again() -> None:
    """To be told twice does it no harm."""
    assert telling(HANG, within=0.3)[1].event == "deferred"


def test_a_hub_needs_https() -> None:
    with pytest.raises(ChannelFault, match="channel hub: the hub needs an address with https:"):
        sender(WebSubChannel(id="hub", hub="http://hub.example.com/"), {})
