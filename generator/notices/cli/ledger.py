"""The commands that write into the ledger: ``publish`` and ``record``.

Belongs here: their options, signals, and what they say. Does not belong here: the commands
that only read (``commands``).
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from types import FrameType

import click

from notices import evaluation as pipeline
from notices.cli.building import host_build
from notices.cli.now import clock, instant, moment, now_option
from notices.cli.terminal import (
    REFUSED,
    WITHHELD,
    iso,
    refuse,
    said,
    say,
    say_problems,
    working,
)
from notices.loading import read_duration
from notices.project.disk import Workspace
from notices.project.git import Clone
from notices.publishing import publish as publishing
from notices.publishing import push as pushing
from notices.publishing import record as recording
from notices.publishing import watch as watching
from notices.publishing.publish import PublishOptions
from notices.publishing.record import RecordRequest

__all__ = ["publish", "record"]

_TOLD = {"missed": "not published in time", "late": "published late"}

_push_option = click.option(
    "--push", is_flag=True, help="Start from the upstream's head, and push what is recorded."
)


@click.command()
@click.option("--watch", is_flag=True, help="Stay up, and publish whenever something is due.")
@click.option(
    "--wait",
    metavar="DURATION",
    help="If nothing is due, wait so long (5h, 30m) for a notice that cannot bear a late run.",
)
@_push_option
@click.option(
    "--all", "send_all", is_flag=True, help="Send however many messages come late or moved."
)
@now_option
@click.pass_obj
def publish(
    config_file: Path, watch: bool, wait: str | None, push: bool, send_all: bool, now: str | None
) -> None:
    """Build what is due, show it, and record in the ledger that it was shown."""
    workspace = Workspace.at(config_file)
    longest = _duration(wait)
    if watch and longest is not None:
        raise click.UsageError("--watch waits by itself; take away --wait")
    if watch and send_all:
        raise click.UsageError("--all is for one publish that somebody looked at; not for --watch")
    _by_the_clock({"--watch": watch, "--wait": longest is not None, "--push": push}, now)

    def once() -> pipeline.Evaluation:
        return _published(workspace, push, send_all, now)

    if watch:
        _watch(workspace, once, push)
        return
    if longest is None:
        evaluation = once()
    else:
        evaluation = watching.wait(once, longest, clock=clock, sleep=time.sleep)
    if evaluation.site is None:
        sys.exit(REFUSED)
    if evaluation.refuses:
        sys.exit(WITHHELD)


def _duration(text: str | None) -> timedelta | None:
    try:
        return None if text is None else read_duration(text)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--wait") from None


def _by_the_clock(asked: dict[str, bool], now: str | None) -> None:
    """What goes on for a while, or is pushed, goes by the clock alone."""
    option = next((name for name, given in asked.items() if given), None)
    if option is None:
        return
    if now is not None:
        raise click.UsageError(f"{option} goes by the clock; take away --now")
    if os.environ.get("SOURCE_DATE_EPOCH"):
        raise click.UsageError(f"{option} goes by the clock; unset SOURCE_DATE_EPOCH")


def _asked(workspace: Workspace, now: str | None, *, send_all: bool = False) -> PublishOptions:
    return PublishOptions(
        evaluate=lambda at: pipeline.evaluate(workspace.sources(), at),
        now=moment(workspace, now),
        clock=clock,
        send_all=send_all,
        tell=say,
    )


def _published(
    workspace: Workspace, push: bool, send_all: bool, now: str | None
) -> pipeline.Evaluation:
    """Publish once, and say what came of it."""

    def built(evaluation: pipeline.Evaluation) -> Path:
        return host_build(workspace, evaluation=evaluation, withhold=True, show=False)

    way = pushing.publish if push else publishing.publish
    with working("Publishing"):
        evaluation = way(workspace, _asked(workspace, now, send_all=send_all), built)
    say_problems(evaluation.problems)
    if evaluation.site is None:
        say("refused; the site stays as it was")
        return evaluation
    for record in evaluation.records:
        told = _TOLD.get(record.verdict, "published")
        click.echo(f"{iso(record.at, evaluation.policy)} {record.entry} {record.notice} {told}")
    if evaluation.refuses:
        say("published; what is refused was withheld")
    else:
        say("published" if evaluation.records else "no notice was due; the site is current")
    return evaluation


def _watch(workspace: Workspace, once: Callable[[], pipeline.Evaluation], push: bool) -> None:
    """Publish until a signal says to stop; a publish at work is finished first."""
    stopping = False

    def stop(number: int, frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    def theme() -> watching.Seen:
        here = watching.seen(workspace)
        return (*here, Clone.at(workspace.root).fetch()) if push else here

    def failed(error: Exception | None, seconds: float) -> None:
        why = f"{said(error)}; " if error else ""
        say(f"notices: {why}trying again in {seconds:.0f} seconds")

    before = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        watching.watch(
            once, theme, clock=clock, sleep=time.sleep, stopped=lambda: stopping, failed=failed
        )
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    say("stopped")


@click.command()
@click.argument("entry", metavar="ID")
@click.argument("notice", metavar="NOTICE")
@click.option("--sent", metavar="T", help="When it was sent; now, if not told.")
@click.option("--channel", metavar="C", default="", help="How it was sent; for the message only.")
@_push_option
@now_option
@click.pass_obj
def record(
    config_file: Path,
    entry: str,
    notice: str,
    sent: str | None,
    channel: str,
    push: bool,
    now: str | None,
) -> None:
    """Enter a notice that a person sent, to staff or to the customers affected."""
    workspace = Workspace.at(config_file)
    _by_the_clock({"--push": push}, now)
    at = None if sent is None else instant(workspace, sent, option="--sent")
    told = RecordRequest(entry, notice, at, " ".join(channel.split()))
    way = pushing.enter if push else recording.enter
    with working("Recording"):
        made = way(workspace, _asked(workspace, now), told)
    if made.record is None:
        refuse(made.problems, "refused; nothing is recorded")
    when = iso(made.record.published_at, made.policy)
    by = f" by {told.channel}" if told.channel else ""
    verdict = made.record.verdict.replace("_", " ")
    click.echo(f"{when} {entry} {notice} recorded as sent{by}: {verdict}")
