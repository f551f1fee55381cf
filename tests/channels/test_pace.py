"""How many messages a channel takes in a minute."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from notices.channels.pace import PacedSender
from notices.domain.deliveries import Answer
from notices.domain.payloads import ChatPayload
from tests.channels.servers import machine


class Clock:
    """A clock that only moves while somebody sleeps, or between two messages."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.sent: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.now += seconds

    def send(self, *_: object) -> Answer:
        self.sent.append(self.now)
        return Answer("accepted")

    def close(self) -> None:
        """Nothing is kept."""


def sent_at(per_minute: int, gaps: list[float]) -> list[float]:
    clock = Clock()
    paced = PacedSender(clock, per_minute, machine(monotonic=lambda: clock.now, sleep=clock.sleep))
    for gap in gaps:
        clock.now += gap
        paced.send("key", "to", ChatPayload("", ""))
    return clock.sent


def test_messages_beyond_those_of_a_minute_wait_for_the_next() -> None:
    assert sent_at(2, [0.0, 1, 0, 0, 0]) == [1000, 1001, 1060, 1061, 1120]


def test_a_channel_that_has_rested_waits_for_nothing() -> None:
    assert sent_at(1, [0.0, 61, 60]) == [1000, 1061, 1121]


@given(st.integers(1, 5), st.lists(st.integers(0, 90).map(float), max_size=12))
def test_no_minute_has_more_than_its_messages(per_minute: int, gaps: list[float]) -> None:
    sent = sent_at(per_minute, gaps)

    assert len(sent) == len(gaps)
    assert all(later - first >= 60 for first, later in zip(sent, sent[per_minute:], strict=False))
