"""The pace: how many messages a channel takes in a minute.

Belongs here: waiting before one more is sent. Does not belong here: trying again later
(``domain.deliveries``).
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from notices.channels.machine import Machine

if TYPE_CHECKING:
    from notices.domain.deliveries import Answer
    from notices.domain.payloads import Payload, Sender

__all__ = ["PacedSender"]

_MINUTE = 60.0


class PacedSender:
    """Another sender, which is never asked more often in any minute than ``per_minute`` says."""

    def __init__(self, sender: Sender, per_minute: int, machine: Machine) -> None:
        self._sender, self._machine = sender, machine
        self._sent: deque[float] = deque(maxlen=per_minute)

    def send(self, key: str, recipient: str, payload: Payload) -> Answer:
        """Wait until it may go, and send it."""
        sent, machine = self._sent, self._machine
        if len(sent) == sent.maxlen:
            wait = sent[0] + _MINUTE - machine.monotonic()
            if wait > 0:
                machine.sleep(wait)
        sent.append(machine.monotonic())
        return self._sender.send(key, recipient, payload)

    def close(self) -> None:
        """Close the other one."""
        self._sender.close()
