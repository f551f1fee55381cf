"""``notices explain``: one release's, or one plan's, whole timeline."""

from __future__ import annotations

import difflib
from pathlib import Path

import click

from notices.cli.explanation import explained
from notices.cli.language import say_in
from notices.cli.now import now_option
from notices.cli.reading import evaluated, usable
from notices.domain.phrases import phrase
from notices.domain.wording import log_text
from notices.evaluation.decisions import Decision
from notices.evaluation.plan_decisions import PlanDecision
from notices.project.disk import Workspace

__all__ = ["command"]


@click.command("explain")
@click.argument("entry", metavar="ID")
@now_option
@click.pass_obj
def command(config_file: Path, entry: str, now: str | None) -> None:
    """Show the whole timeline of a release or of a month's plan; of both if they share the id."""
    evaluation = usable(evaluated(Workspace.at(config_file), now))
    assert evaluation.policy is not None
    decisions: tuple[Decision | PlanDecision, ...] = (*evaluation.decisions, *evaluation.plans)
    matching = [
        explained(decision, evaluation.policy, evaluation.now, evaluation.taken)
        for decision in decisions
        if decision.entry.id == entry
    ]
    if not matching:
        near = difflib.get_close_matches(entry, [decision.entry.id for decision in decisions], 1)
        message = phrase("there is no release or plan `{entry}`", entry=entry)
        if near:
            message = phrase("{message}; did you mean `{name}`?", message=message, name=near[0])
        raise click.UsageError(log_text(say_in(message)))
    click.echo(log_text("\n".join(matching)), nl=False)
