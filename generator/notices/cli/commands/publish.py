"""``notices publish``: builds what is due, shows it, records it; once or for as long as it runs."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from types import FrameType

import click

from notices.cli.building import host_option, renderer
from notices.cli.failures import failure_line
from notices.cli.language import say_in
from notices.cli.ledger import check_clock_options, publish_options, push_option
from notices.cli.now import clock, now_option
from notices.cli.outbox import refresh_outbox
from notices.cli.terminal import REFUSED, WITHHELD, error_text, iso, say, say_problems, working
from notices.domain.phrases import phrase
from notices.domain.problem import Unusable
from notices.evaluation import Evaluation
from notices.loading import read_duration
from notices.project.disk import Workspace
from notices.project.upstream import stale_clone
from notices.publishing import publish as publishing
from notices.publishing import push as pushing
from notices.publishing import watch as watching
from notices.publishing.publish import PublishOptions
from notices.publishing.seen import observe, observe_after
from notices.publishing.showing import Render

__all__ = ["command"]


_RESULTS = {
    "missed": phrase("not published in time"),
    "late": phrase("published late"),
}


@click.command("publish")
@click.option("--watch", is_flag=True, help="Keep running, and publish whenever something is due.")
@click.option(
    "--wait",
    metavar="DURATION",
    help="If nothing is due, wait this long (5h, 30m) for a notice for which a late run is too late.",
)
@push_option
@click.option(
    "--all",
    "send_all",
    is_flag=True,
    help="Send late and rescheduled messages, however many they are.",
)
@host_option
@now_option
@click.pass_obj
def command(
    config_file: Path,
    watch: bool,
    wait: str | None,
    push: bool,
    send_all: bool,
    host: str | None,
    now: str | None,
) -> None:
    """Build what is due, show it, and record in the ledger that it was shown."""
    workspace = Workspace.at(config_file)
    longest = _duration(wait)
    if watch and longest is not None:
        raise click.UsageError(say_in(phrase("--watch waits by itself; remove --wait")))
    if watch and send_all:
        message = phrase("--all is for a single publish that somebody has checked; remove --watch")
        raise click.UsageError(say_in(message))
    check_clock_options({"--watch": watch, "--wait": longest is not None, "--push": push}, now)

    def once() -> Evaluation:
        return _published(
            workspace,
            publish_options(workspace, now, send_all=send_all),
            renderer(workspace, host),
            push=push,
        )

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
        raise click.BadParameter(say_in(error_text(error)), param_hint="--wait") from None


def _published(
    workspace: Workspace, options: PublishOptions, render: Render, *, push: bool
) -> Evaluation:
    """Publish once, and say what came of it."""
    way = pushing.publish if push else publishing.publish
    if not push:  # A push starts from the upstream's head.
        say_problems(stale_clone(workspace.root))
    with working(phrase("Publishing")):
        evaluation = way(workspace, options, render)
    say_problems(evaluation.problems)
    if evaluation.site is None:
        say(phrase("refused; the site is unchanged"))
        return evaluation
    for record in evaluation.records:
        result = say_in(_RESULTS.get(record.verdict, phrase("published")))
        click.echo(f"{iso(record.at, evaluation.policy)} {record.entry} {record.notice} {result}")
    if evaluation.refuses:
        say(phrase("published; what is refused was withheld"))
    else:
        done = phrase("published")
        say(done if evaluation.records else phrase("no notice was due; the site is current"))
    refresh_outbox(workspace, evaluation, published=True)
    return evaluation


def _watch(workspace: Workspace, once: Callable[[], Evaluation], push: bool) -> None:
    """Publish until a signal says to stop; a publish at work is finished first."""
    stopping = False

    def stop(number: int, frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    def failed(error: Exception | None, seconds: float) -> None:
        again = phrase("trying again in {seconds} seconds", seconds=f"{seconds:.0f}")
        if isinstance(error, Unusable) and error.problems:
            say_problems(error.problems)
        elif error:
            again = phrase("{why}; {again}", why=failure_line(error), again=again)
        say(phrase("notices: {line}", line=again))

    before = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        watching.watch(
            once,
            lambda: observe(workspace, upstream=push),
            lambda seen, evaluation: observe_after(workspace, seen, evaluation, upstream=push),
            clock=clock,
            sleep=time.sleep,
            stopped=lambda: stopping,
            failed=failed,
        )
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    say(phrase("stopped"))
