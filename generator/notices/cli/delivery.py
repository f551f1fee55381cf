"""Delivering for a command: with what it is sent, and what is said of each answer.

Belongs here: what ``deliver`` and ``publish --deliver`` share. Does not belong here: the commands, the
order of claim and answer (``publishing.deliver``), sending (``notices.channels``).
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from types import FrameType

from notices.cli.failures import failure_line
from notices.cli.language import say_in
from notices.cli.ledger import publish_options
from notices.cli.now import clock
from notices.cli.outbox import refresh_outbox
from notices.cli.terminal import iso, say, say_problems, show
from notices.domain.channels import AnyChannel
from notices.domain.deliveries import Answer, DeliveryRecord, is_of_feed
from notices.domain.payloads import Sender
from notices.domain.phrases import Phrase, counted, joined, phrase
from notices.domain.policy import Policy
from notices.evaluation import Evaluation, outbox_of
from notices.evaluation.deliveries import Delivery
from notices.project.disk import Workspace
from notices.project.kept import evaluated
from notices.publishing.deliver import deliver
from notices.publishing.deliver_options import DeliverOptions, DeliverResult, Draw

__all__ = [
    "ANSWERS",
    "answer_text",
    "deliver_options",
    "delivered",
    "is_undelivered",
    "place_of",
    "sender_of",
    "stop_on_signals",
]

ANSWERS: Mapping[str, Phrase] = {
    "accepted": phrase("delivered"),
    "deferred": phrase("put off"),
    "refused": phrase("refused"),
    "unknown": phrase("unknown whether it was taken"),
}


def deliver_options(
    workspace: Workspace,
    *,
    push: bool,
    send_all: bool = False,
    retry_unknown: bool = False,
    stopped: Callable[[], bool] = lambda: False,
    until: datetime | None = None,
    rounds: int = 0,
) -> DeliverOptions:
    """How commands deliver: by the clock, with the secrets of the environment."""
    return DeliverOptions(
        publish=publish_options(workspace, None),
        sender=sender_of,
        draw=lambda evaluation: _draw(workspace, evaluation),
        tell=_tell,
        fail=_fail,
        push=push,
        send_all=send_all,
        retry_unknown=retry_unknown,
        stopped=stopped,
        until=until,
        rounds=rounds,
    )


def delivered(workspace: Workspace, options: DeliverOptions) -> DeliverResult:
    """Deliver, and say what came of it."""
    result = deliver(workspace, options)
    for record in result.lost:
        _lost(record)
    if result.problems:
        say_problems(result.problems)
        say(phrase("refused; nothing is delivered"))
        return result
    if result.withheld:
        say(
            counted(
                result.withheld,
                "1 message is late, and `max_at_once` allows fewer; it is not sent. If it is "
                "intended: notices deliver --all",
                "{count} messages are late, and `max_at_once` allows fewer; none of them is sent. If "
                "they are intended: notices deliver --all",
            )
        )
    for entered in result.recorded:
        say_problems(entered.problems)
        if entered.record is not None:
            done = phrase("recorded as sent")
            words = (iso(entered.record.published_at, entered.policy), entered.record.entry)
            show(" ".join((*words, entered.record.notice, say_in(done))))
            _mark_as_sent(workspace, entered.record.entry, entered.record.seq - 1)
    accepted = [each for each, answer in result.answers if answer.event == "accepted"]
    feeds = sum(is_of_feed(each.message_id) for each in accepted)
    if messages := len(accepted) - feeds:
        say(counted(messages, "1 message delivered", "{count} messages delivered"))
    if feeds:
        say(counted(feeds, "1 changed feed told to a hub", "{count} changed feeds told to hubs"))
    if not result.answers:
        say(phrase("nothing was due to be delivered"))
    return result


def is_undelivered(result: DeliverResult) -> bool:
    """Whether a person has to look: what was put off comes by itself."""
    ended = any(answer.event in ("refused", "unknown") for _, answer in result.answers)
    return bool(ended or result.lost or result.withheld or result.failed)


def sender_of(channel: AnyChannel) -> Sender:
    """The sender of a channel. Raises ``ChannelFault``."""
    from notices.channels import sender

    return sender(channel, os.environ)


@contextmanager
def stop_on_signals() -> Iterator[Callable[[], bool]]:
    """Within it, a signal to stop lets the message at work be finished; gives whether one came."""
    stopping = False

    def stop(number: int, frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    before = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield lambda: stopping
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def answer_text(answer: Answer) -> Phrase:
    """What came of sending, with the reason where it was not taken."""
    result = ANSWERS[answer.event]
    if answer.event == "accepted" or not answer.detail:
        return result
    return phrase("{result}: {why}", result=result, why=answer.detail)


def place_of(delivery: Delivery) -> str:
    """Which delivery it is, in one line: entry, notice, channel, language, recipient.

    Of a feed, only the channel, the language and its address.
    """
    message = delivery.message
    about: tuple[str, ...] = (
        (delivery.message_id,) if message is None else (message.id, message.notice)
    )
    if is_of_feed(delivery.message_id):
        about = ()
    to = () if delivery.recipient == delivery.channel_id else (delivery.recipient,)
    return " ".join((*about, delivery.channel_id, delivery.language, *to))


def _tell(delivery: Delivery, answer: Answer, policy: Policy | None) -> None:
    show(f"{iso(clock(), policy)} {place_of(delivery)} {say_in(answer_text(answer))}")
    if answer.event == "refused":
        _help_to_settle(delivery.key)
    elif answer.event == "unknown":
        _help_with_unknown(delivery.key)


def _fail(error: Exception) -> None:
    say(phrase("notices: {line}", line=failure_line(error)))


def _lost(record: DeliveryRecord) -> None:
    say(
        phrase(
            "an earlier run was stopped while it sent to {recipient} over {channel}: nobody knows "
            "whether it was taken",
            recipient=record.recipient,
            channel=record.channel,
        )
    )
    _help_with_unknown(record.key)


def _help_to_settle(key: str) -> None:
    _help(phrase("See to it another way; then: notices deliver --settle {key}", key=key))


def _help_with_unknown(key: str) -> None:
    _help(
        phrase(
            "Ask the recipient, or look in the server's log. If it came: notices deliver --settle "
            "{key}; if not: notices deliver --retry-unknown",
            key=key,
        )
    )


def _help(text: Phrase) -> None:
    say(joined(["    ", phrase("help: {help}", help=text)], ""))


def _draw(workspace: Workspace, evaluation: Evaluation) -> Draw:
    from notices.project.brand import read_brand
    from notices.project.theme import read_theme
    from notices.rendering.outbox.payloads import PayloadWriter

    configuration = workspace.configuration()
    brand = read_brand(configuration)
    theme = read_theme(workspace, configuration.base_url, configuration.site_name, brand)
    return PayloadWriter(outbox_of(evaluation, published=False).site, theme).payload


def _mark_as_sent(workspace: Workspace, entry: str, since: int) -> None:
    evaluation = evaluated(workspace.root, workspace.sources(), clock())
    if evaluation.site is not None:
        refresh_outbox(
            workspace, evaluation, published=False, since=since, entry=entry, recorded=True
        )
