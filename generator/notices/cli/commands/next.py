"""``notices next``: the next instant at which the site would change."""

from __future__ import annotations

import json
from pathlib import Path

import click

from notices.cli.now import now_option
from notices.cli.reading import evaluated, usable
from notices.cli.terminal import iso
from notices.evaluation import next_change
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
    """Print the next instant at which the site would change; nothing if none is ahead."""
    evaluation = usable(evaluated(Workspace.at(config_file), now))
    change = next_change(evaluation)
    text = iso(change, evaluation.policy) if change else None
    if form == "json":
        click.echo(json.dumps({"now": iso(evaluation.now, evaluation.policy), "next": text}))
    elif text:
        click.echo(text)
