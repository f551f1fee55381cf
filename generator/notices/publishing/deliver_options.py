"""How a run of `deliver` is asked to deliver, and what it came to.

Belongs here: what goes into a run, and what comes out. Does not belong here: the run (``deliver``).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from notices.domain.channels import AnyChannel, MessageChannel
from notices.domain.deliveries import Answer, DeliveryRecord
from notices.domain.outbox import OutboxMessage
from notices.domain.payloads import Payload, Sender
from notices.domain.policy import Policy
from notices.domain.problem import Problem
from notices.evaluation import Evaluation
from notices.evaluation.deliveries import Delivery
from notices.publishing.publish import PublishOptions
from notices.publishing.record import RecordResult

__all__ = ["DeliverOptions", "DeliverResult", "Draw"]

Draw = Callable[[OutboxMessage, MessageChannel, str, str], Payload]
"""Gives a message as a channel sends it, in one language to one recipient."""


@dataclass(frozen=True, slots=True)
class DeliverOptions:
    """How a run delivers.

    ``publish`` evaluates the project and tells the time. ``sender`` makes a channel's, and raises
    where it cannot send with what this machine has; ``draw`` is asked once for an evaluation.
    ``tell`` hears of each answer as it comes, ``fail`` of what could not be done. ``send_all`` sends
    late messages, however many they are; ``retry_unknown`` sends again what nobody knows about.
    Nothing is begun once ``stopped``, or from ``until`` (UTC) on. ``rounds`` is how often a channel
    comes to its turn; 0: until nothing is due.
    """

    publish: PublishOptions
    sender: Callable[[AnyChannel], Sender]
    draw: Callable[[Evaluation], Draw]
    tell: Callable[[Delivery, Answer, Policy | None], None]
    fail: Callable[[Exception], None]
    push: bool = False
    send_all: bool = False
    retry_unknown: bool = False
    stopped: Callable[[], bool] = lambda: False
    until: datetime | None = None
    rounds: int = 0
    monotonic: Callable[[], float] = time.monotonic

    @property
    def now(self) -> datetime:
        """The present (UTC)."""
        return self.publish.clock()

    @property
    def is_over(self) -> bool:
        """Whether nothing more may be begun."""
        return self.stopped() or (self.until is not None and self.now >= self.until)


@dataclass(slots=True)
class DeliverResult:
    """What a run came to.

    ``answers`` are those that it had, ``lost`` the claims of earlier runs of which nobody knows,
    ``withheld`` counts the late messages that it did not send because they are too many. ``failed``
    says that something could not be done, ``problems`` why nothing was. ``recorded`` is what came of
    entering staff notices. ``next`` is when there is something to do again (UTC).
    """

    answers: list[tuple[Delivery, Answer]] = field(default_factory=list)
    lost: list[DeliveryRecord] = field(default_factory=list)
    withheld: int = 0
    failed: bool = False
    problems: tuple[Problem, ...] = ()
    recorded: list[RecordResult] = field(default_factory=list)
    next: datetime | None = None

    @property
    def is_public(self) -> bool:
        """Whether a site that is shown from now on tells of an answer: of a message to customers."""
        return any(
            answer.event == "accepted"
            and delivery.message is not None
            and delivery.message.audience == "customers"
            for delivery, answer in self.answers
        )
