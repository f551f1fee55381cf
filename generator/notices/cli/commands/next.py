"""``notices next``: the next instant at which the site would change."""

from __future__ import annotations

import json
from pathlib import Path

import click

from notices.cli.now import now_option
from notices.cli.reading import evaluated, usable
from notices.cli.terminal import iso
from notices.domain.policy import Policy
from notices.evaluation import ChangeAhead, changes_ahead, next_change
from notices.project.disk import Workspace

__all__ = ["command"]


@click.command("next")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text",
    show_default=True, help="How to print it.",
)  # fmt: skip
@now_option
@click.pass_obj
def command(config_file: Path, form: str, now: str | None) -> None:
    """Print the next instant at which the site would change; nothing if none is ahead.

    As JSON, also what changes then and later, as things stand.
    """
    evaluation = usable(evaluated(Workspace.at(config_file), now))
    policy = evaluation.policy
    if form == "json":
        changes = [_entered(change, policy) for change in changes_ahead(evaluation)]
        first = changes[0]["at"] if changes else None
        report = {"now": iso(evaluation.now, policy), "next": first, "changes": changes}
        click.echo(json.dumps(report))
    elif change := next_change(evaluation):
        click.echo(iso(change, policy))


def _entered(change: ChangeAhead, policy: Policy | None) -> dict[str, str | None]:
    return {
        "at": iso(change.at, policy),
        "kind": change.kind,
        "entry": change.entry,
        "notice": change.notice,
        "state": change.state,
    }
