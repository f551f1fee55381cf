"""``notices publish``: builds what is due, shows it, records it; once or for as long as it runs."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import click

from notices.cli.building import host_option, renderer, shown_by
from notices.cli.delivery import deliver_options, delivered, is_undelivered, stop_on_signals
from notices.cli.failures import failure_line
from notices.cli.language import say_in
from notices.cli.ledger import check_clock_options, publish_options, push_option
from notices.cli.now import clock, now_option
from notices.cli.outbox import refresh_outbox
from notices.cli.terminal import (
    REFUSED,
    UNDELIVERED,
    WITHHELD,
    error_text,
    iso,
    say,
    say_problems,
    show,
    working,
)
from notices.domain.phrases import phrase
from notices.domain.problem import Unusable
from notices.evaluation import Evaluation, changes_ahead
from notices.loading import read_duration
from notices.project.disk import Workspace
from notices.project.upstream import stale_clone
from notices.publishing import publish as publishing
from notices.publishing import push as pushing
from notices.publishing import watch as watching
from notices.publishing.publish import PublishOptions
from notices.publishing.seen import observe, observe_after
from notices.publishing.showing import IsShown, Render

__all__ = ["command"]

_AGAIN_AFTER = timedelta(minutes=5)

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
@click.option("--deliver", is_flag=True, help="Then send what is owed to the channels.")
@host_option
@now_option
@click.pass_obj
def command(
    config_file: Path,
    watch: bool,
    wait: str | None,
    push: bool,
    send_all: bool,
    deliver: bool,
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
    by_clock = {"--watch": watch, "--wait": longest is not None, "--push": push}
    check_clock_options({**by_clock, "--deliver": deliver}, now)

    def once(*, again: bool = False) -> Evaluation:
        return _published(
            workspace,
            publish_options(workspace, now, send_all=send_all),
            renderer(workspace, host),
            shown_by(workspace, host),
            push=push,
            again=again,
        )

    if watch:
        _watch(workspace, once, lambda: once(again=True), push, deliver=deliver)
        return
    if longest is None:
        evaluation = once()
    else:
        evaluation = watching.wait(once, longest, clock=clock, sleep=time.sleep)
    if evaluation.site is None:
        sys.exit(REFUSED)
    with stop_on_signals() as stopped:
        given = _Given(workspace, push, stopped, lambda: once(again=True), send_all)
        fine = not deliver or given.delivered()
    if evaluation.refuses:
        sys.exit(WITHHELD)
    if not fine:
        sys.exit(UNDELIVERED)


def _duration(text: str | None) -> timedelta | None:
    try:
        return None if text is None else read_duration(text)
    except ValueError as error:
        raise click.BadParameter(say_in(error_text(error)), param_hint="--wait") from None


def _published(
    workspace: Workspace,
    options: PublishOptions,
    render: Render,
    is_shown: IsShown,
    *,
    push: bool,
    again: bool,
) -> Evaluation:
    """Publish once, and say what came of it; ``again``, only what is new."""
    way = pushing.publish if push else publishing.publish
    if not push and not again:  # A push starts from the upstream's head.
        say_problems(stale_clone(workspace.root))
    with working(phrase("Publishing")):
        evaluation = way(workspace, options, render, is_shown)
    if not again or evaluation.site is None:
        say_problems(evaluation.problems)
    if evaluation.site is None:
        say(phrase("refused; the site is unchanged"))
        return evaluation
    for record in evaluation.records:
        result = say_in(_RESULTS.get(record.verdict, phrase("published")))
        show(f"{iso(record.at, evaluation.policy)} {record.entry} {record.notice} {result}")
    if again:
        say(phrase("the site tells what was delivered"))
    elif evaluation.refuses:
        say(phrase("published; what is refused was withheld"))
    else:
        done = phrase("published")
        say(done if evaluation.records else phrase("no notice was due; the site is current"))
    refresh_outbox(workspace, evaluation, published=True)
    return evaluation


@dataclass(slots=True)
class _Given:
    """Delivering after a publish: whatever goes wrong with it, the publish is done.

    ``show`` publishes once more, so that readers see what was delivered.
    """

    workspace: Workspace
    push: bool
    stopped: Callable[[], bool]
    show: Callable[[], object]
    send_all: bool = False
    next: datetime | None = None

    def delivered(self, *, until: datetime | None = None, rounds: int = 0) -> bool:
        """Deliver, and say what came of it; whether nobody has to look. ``next`` is when again."""
        options = deliver_options(
            self.workspace,
            push=self.push,
            send_all=self.send_all,
            stopped=self.stopped,
            until=until,
            rounds=rounds,
        )
        try:
            with working(phrase("Delivering")):
                result = delivered(self.workspace, options)
        except Exception as error:
            _say_failed(error)
            self.next = clock() + _AGAIN_AFTER
            return False
        self.next = clock() + _AGAIN_AFTER if result.problems else result.next
        if result.is_public:
            try:
                self.show()
            except Exception as error:
                _say_failed(error)  # The next publish shows it.
        return not (result.problems or is_undelivered(result))


def _say_failed(error: Exception) -> None:
    if isinstance(error, Unusable) and error.problems:
        say_problems(error.problems)
    else:
        say(phrase("notices: {line}", line=failure_line(error)))


def _watch(
    workspace: Workspace,
    once: Callable[[], Evaluation],
    again: Callable[[], Evaluation],
    push: bool,
    *,
    deliver: bool,
) -> None:
    """Publish until a signal says to stop; a publish at work is finished first."""

    def failed(error: Exception | None, seconds: float) -> None:
        again = phrase("trying again in {seconds} seconds", seconds=f"{seconds:.0f}")
        if isinstance(error, Unusable) and error.problems:
            say_problems(error.problems)
        elif error:
            again = phrase("{why}; {again}", why=failure_line(error), again=again)
        say(phrase("notices: {line}", line=again))

    with stop_on_signals() as stopped:
        shown: list[Evaluation] = []
        given = _Given(workspace, push, stopped, lambda: shown.append(again()))

        def publish_and_deliver() -> Evaluation:
            evaluation = once()
            shown.clear()
            if deliver and evaluation.site is not None:
                # The next notice to show does not wait for this.
                ahead = (each.at for each in changes_ahead(evaluation) if each.at > evaluation.now)
                given.delivered(until=next(ahead, None), rounds=1)
            return shown[0] if shown else evaluation

        watching.watch(
            publish_and_deliver,
            lambda: observe(workspace, upstream=push),
            lambda seen, evaluation: observe_after(workspace, seen, evaluation, upstream=push),
            clock=clock,
            sleep=time.sleep,
            stopped=stopped,
            failed=failed,
            also=lambda: given.next,
        )
    say(phrase("stopped"))
