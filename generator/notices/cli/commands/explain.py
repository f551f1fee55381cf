"""``notices explain``: one release's, or one plan's, whole timeline."""

from __future__ import annotations

import difflib
from pathlib import Path

import click

from notices.cli.now import now_option
from notices.cli.reading import evaluated, usable
from notices.cli.reports import explained
from notices.project.disk import Workspace
from notices.rules.decision import Decision
from notices.rules.plans import PlanDecision

__all__ = ["command"]


@click.command("explain")
@click.argument("entry", metavar="ID")
@now_option
@click.pass_obj
def command(config_file: Path, entry: str, now: str | None) -> None:
    """Show the whole timeline of a release, or of a month's plan: what is owed, and when."""
    evaluation = usable(evaluated(Workspace.at(config_file), now))
    assert evaluation.policy is not None
    known: dict[str, Decision | PlanDecision] = {j.entry.id: j for j in evaluation.plans}
    known |= {j.entry.id: j for j in evaluation.decisions}
    if entry in known:
        click.echo(explained(known[entry], evaluation.policy, evaluation.now), nl=False)
        return
    near = difflib.get_close_matches(entry, known, 1)
    hint = f"; did you mean `{near[0]}`?" if near else ""
    raise click.UsageError(f"there is no release or plan `{entry}`{hint}")
