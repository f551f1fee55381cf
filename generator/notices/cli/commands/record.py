"""``notices record``: records a notice that a person sent."""

from __future__ import annotations

from pathlib import Path

import click

from notices.cli.ledger import check_clock_options, publish_options, push_option
from notices.cli.now import instant, now_option
from notices.cli.terminal import iso, refuse, working
from notices.project.disk import Workspace
from notices.publishing import push as pushing
from notices.publishing import record as recording
from notices.publishing.record import RecordRequest

__all__ = ["command"]


@click.command("record")
@click.argument("entry", metavar="ID")
@click.argument("notice", metavar="NOTICE")
@click.option("--sent", metavar="T", help="When it was sent; now, if omitted.")
@click.option("--channel", metavar="C", default="", help="How it was sent; for the message only.")
@push_option
@now_option
@click.pass_obj
def command(
    config_file: Path,
    entry: str,
    notice: str,
    sent: str | None,
    channel: str,
    push: bool,
    now: str | None,
) -> None:
    """Record a notice that a person sent, to staff or to the customers affected."""
    workspace = Workspace.at(config_file)
    check_clock_options({"--push": push}, now)
    at = None if sent is None else instant(workspace, sent, option="--sent")
    request = RecordRequest(entry, notice, at, " ".join(channel.split()))
    way = pushing.enter if push else recording.enter
    with working("Recording"):
        result = way(workspace, publish_options(workspace, now), request)
    if result.record is None:
        refuse(result.problems, "refused; nothing is recorded")
    when = iso(result.record.published_at, result.policy)
    by = f" by {request.channel}" if request.channel else ""
    verdict = result.record.verdict.replace("_", " ")
    click.echo(f"{when} {entry} {notice} recorded as sent{by}: {verdict}")
