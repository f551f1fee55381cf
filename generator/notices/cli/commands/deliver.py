"""``notices deliver``: sends what is owed to the channels of ``content/channels.yml``."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from notices.cli.delivery import (
    ANSWERS,
    answer_text,
    deliver_options,
    delivered,
    is_undelivered,
    place_of,
    sender_of,
    stop_on_signals,
)
from notices.cli.language import say_in
from notices.cli.ledger import check_clock_options, push_option
from notices.cli.now import clock, now_option
from notices.cli.reading import evaluated, usable
from notices.cli.terminal import REFUSED, UNDELIVERED, iso, refuse, say, say_problems, show, working
from notices.domain.channels import WebSubChannel
from notices.domain.layout import CHANNELS
from notices.domain.names import known
from notices.domain.phrases import Phrase, counted, phrase
from notices.domain.policy import Policy
from notices.domain.problem import Mark, Problem
from notices.evaluation import Evaluation
from notices.evaluation.deliveries import (
    Delivery,
    late_messages,
)
from notices.project.disk import Workspace
from notices.project.upstream import stale_clone
from notices.publishing.owed import every_delivery
from notices.publishing.settle import settle

__all__ = ["command"]

_TEST = "test"


@click.command("deliver")
@click.argument("words", metavar="[test CHANNEL]", nargs=-1)
@click.option("--dry-run", is_flag=True, help="Only list the deliveries; send and record nothing.")
@click.option(
    "--retry-unknown", is_flag=True, help="Send again what nobody knows to have been taken."
)
@click.option(
    "--settle",
    "keys",
    metavar="KEY",
    multiple=True,
    help="Record that somebody has seen to a delivery: it is not sent any more.",
)
@click.option("--all", "send_all", is_flag=True, help="Send late messages, however many they are.")
@push_option
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text",
    show_default=True, help="How --dry-run prints them.",
)  # fmt: skip
@now_option
@click.pass_obj
def command(
    config_file: Path,
    words: tuple[str, ...],
    dry_run: bool,
    retry_unknown: bool,
    keys: tuple[str, ...],
    send_all: bool,
    push: bool,
    form: str,
    now: str | None,
) -> None:
    """Send the messages that are published, and the staff's that are due, to the channels.

    Each goes once to each recipient. With `test CHANNEL`, send one test message and record nothing.
    """
    workspace = Workspace.at(config_file)
    if words and (len(words) != 2 or words[0] != _TEST):
        raise click.UsageError(say_in(phrase("give `test CHANNEL`, or nothing")))
    if dry_run:
        _list(workspace, usable(evaluated(workspace, now)), form, send_all=send_all)
        return
    if form == "json":
        raise click.UsageError(say_in(phrase("--format json is for --dry-run")))
    check_clock_options({"deliver": True}, now)
    if words:
        _try(workspace, words[1])
        return
    if not push:
        say_problems(stale_clone(workspace.root))
    with stop_on_signals() as stopped:
        options = deliver_options(
            workspace, push=push, send_all=send_all, retry_unknown=retry_unknown, stopped=stopped
        )
        if keys:
            _settle(settle(workspace, options, keys), keys)
            return
        with working(phrase("Delivering")):
            result = delivered(workspace, options)
    if result.problems:
        sys.exit(REFUSED)
    if is_undelivered(result):
        sys.exit(UNDELIVERED)


def _settle(unneeded: tuple[str, ...], keys: tuple[str, ...]) -> None:
    for key in unneeded:
        say(
            phrase(
                "no delivery `{key}` is to be settled; `notices deliver --dry-run` lists those that are",
                key=key,
            )
        )
    if unneeded:
        say(phrase("nothing is settled"))
        sys.exit(REFUSED)
    say(counted(len(keys), "1 delivery settled", "{count} deliveries settled"))


def _try(workspace: Workspace, id: str) -> None:
    """Send one message that is made of no release; tell a hub of the site's feed."""
    from notices.rendering.addresses import Addresses
    from notices.rendering.outbox.trial import trial_payload

    evaluation = evaluated(workspace, None)
    channels = {each.id: each for each in evaluation.channels}
    if id not in channels:
        message = phrase("there is no channel `{id}`", id=id)
        help = known(id, channels)
        refuse(
            (Problem("error", "channels", Mark(CHANNELS), message, help),),
            phrase("nothing is sent"),
        )
    channel, at = channels[id], clock()
    title = say_in(phrase("Test of the channel {channel}", channel=id))
    text = say_in(
        phrase("Somebody tries this channel. Nothing happens, and nothing is to be done.")
    )
    key, sender = f"test-{at:%Y%m%dT%H%M%SZ}-{id}", sender_of(channel)
    recipients = (
        (workspace.configuration().base_url + Addresses("", "").feed,)
        if isinstance(channel, WebSubChannel)
        else channel.recipients
    )
    failed = False
    try:
        for recipient in recipients:
            payload = trial_payload(channel, recipient, title, text, key, at)
            answer = sender.send(key, recipient, payload)
            to = id if recipient == id else f"{id} {recipient}"
            show(f"{iso(clock(), evaluation.policy)} test {to} {say_in(answer_text(answer))}")
            failed = failed or answer.event != "accepted"
    finally:
        sender.close()
    if failed:
        sys.exit(UNDELIVERED)


def _list(workspace: Workspace, evaluation: Evaluation, form: str, *, send_all: bool) -> None:
    """The deliveries that are owed or open, and those that a person has to look after."""
    policy, now = evaluation.policy, evaluation.now
    assert policy is not None
    found = [
        each
        for each in every_delivery(workspace, evaluation, evaluation.deliveries, now)
        if each.status not in ("accepted", "settled")
    ]
    late = late_messages(found)
    withheld = frozenset() if send_all or len(late) <= policy.max_at_once else late
    if form == "json":
        click.echo(json.dumps([_entered(each, withheld, policy) for each in found], indent=2))
        return
    for each in found:
        show(f"{each.key} {place_of(each)} {say_in(_standing(each, withheld, policy))}")
    if not found:
        say(phrase("nothing is to be delivered"))
    if not evaluation.may_deliver:
        say(
            phrase(
                "nothing is delivered until `notices check` finds no error in {file}", file=CHANNELS
            )
        )


def _standing(delivery: Delivery, withheld: frozenset[str], policy: Policy) -> Phrase:
    """What will become of a delivery."""
    again = iso(delivery.again, policy) if delivery.again else ""
    if delivery.late and delivery.message_id in withheld:
        return phrase("late, and too many are; --all sends it")
    if delivery.status == "open":
        return phrase("late") if delivery.late else phrase("due")
    if delivery.status == "waiting":
        return phrase("put off until {at}", at=again)
    if delivery.status == "claimed":
        return phrase("being sent, until {at} at the latest", at=again)
    return ANSWERS[delivery.status]


def _entered(
    delivery: Delivery, withheld: frozenset[str], policy: Policy
) -> dict[str, str | int | bool | None]:
    message = delivery.message
    return {
        "key": delivery.key,
        "message": delivery.message_id,
        "entry": message.id if message else None,
        "notice": message.notice if message else None,
        "channel": delivery.channel_id,
        "language": delivery.language,
        "recipient": delivery.recipient,
        "status": delivery.status,
        "late": delivery.late,
        "withheld": delivery.late and delivery.message_id in withheld,
        "tries": delivery.tries,
        "again": iso(delivery.again, policy) if delivery.again else None,
    }
