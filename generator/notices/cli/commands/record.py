"""``notices record``: records a notice that a person sent."""

from __future__ import annotations

from pathlib import Path

import click

from notices.cli.language import say_in
from notices.cli.ledger import check_clock_options, publish_options, push_option
from notices.cli.now import instant, now_option
from notices.cli.outbox import refresh_outbox
from notices.cli.reading import evaluated, usable
from notices.cli.terminal import iso, refuse, say, say_problems, show, working
from notices.cli.words import word
from notices.domain.phrases import phrase
from notices.domain.problem import Problem
from notices.evaluation import Evaluation, owed_by_people
from notices.project.disk import Workspace
from notices.project.upstream import stale_clone
from notices.publishing import push as pushing
from notices.publishing import record as recording
from notices.publishing.record import RecordRequest

__all__ = ["command"]


@click.command("record")
@click.argument("entry", metavar="ID")
@click.argument("notice", metavar="[NOTICE]", required=False)
@click.option("--sent", metavar="T", help="When it was sent; now, if omitted.")
@click.option("--channel", metavar="C", default="", help="How it was sent; for the message only.")
@push_option
@now_option
@click.pass_obj
def command(
    config_file: Path,
    entry: str,
    notice: str | None,
    sent: str | None,
    channel: str,
    push: bool,
    now: str | None,
) -> None:
    """Record a notice that a person sent, to staff or to the customers affected.

    Without NOTICE, list those of the release ID that are owed and not recorded yet.
    """
    workspace = Workspace.at(config_file)
    check_clock_options({"--push": push}, now)
    if not push:  # A push starts from the upstream's head.
        say_problems(stale_clone(workspace.root))
    if notice is None:
        if push or sent is not None or channel:
            message = phrase("name the NOTICE that was sent; `notices record ID` lists them")
            raise click.UsageError(say_in(message))
        _list(usable(evaluated(workspace, now)), entry)
        return
    at = None if sent is None else instant(workspace, sent, option="--sent")
    request = RecordRequest(entry, notice, at, " ".join(channel.split()))
    way = pushing.enter if push else recording.enter
    with working(phrase("Recording")):
        result = way(workspace, publish_options(workspace, now), request)
    if result.record is None:
        refuse(result.problems, phrase("refused; nothing is recorded"))
    when = iso(result.record.published_at, result.policy)
    done = phrase("recorded as sent")
    if request.channel:
        done = phrase("recorded as sent by {channel}", channel=request.channel)
    show(f"{when} {entry} {notice} {say_in(done)}: {say_in(word(result.record.verdict))}")
    evaluation = evaluated(workspace, now)
    if evaluation.site is not None:
        since = result.record.seq - 1
        refresh_outbox(
            workspace, evaluation, published=False, since=since, entry=entry, recorded=True
        )


def _list(evaluation: Evaluation, entry: str) -> None:
    """Which notices people still owe for a release: id, audience, status, planned, deadline."""
    owed = owed_by_people(evaluation, entry)
    if isinstance(owed, Problem):
        refuse((owed,), phrase("nothing is listed"))
    for standing in owed:
        rule, policy = standing.rule, evaluation.policy
        words = [
            phrase("to {audience}", audience=word(rule.audience)),
            word(standing.status),
        ]
        if standing.planned:
            words.append(phrase("from {instant}", instant=iso(standing.planned, policy)))
        if standing.deadline:
            words.append(phrase("until {instant}", instant=iso(standing.deadline, policy)))
        show("  ".join([entry, rule.id, *map(say_in, words)]))
    if owed:
        say(phrase("record what was sent: notices record {entry} NOTICE", entry=entry))
    else:
        say(phrase("no notice of `{entry}` is left for people to record", entry=entry))
