"""``notices rule``: what a rule says, why, and an example that fails and one that passes."""

from __future__ import annotations

import json
from typing import Literal

import click

from notices.cli.manual import rule_data, rule_list, rule_text
from notices.domain.names import nearest
from notices.rules.registry import registered

__all__ = ["command"]


@click.command("rule")
@click.argument("id", required=False)
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="What to print."
)
def command(id: str | None, form: Literal["text", "json"]) -> None:
    """Explain the rule ID: what it says, why, what fails and what passes; without ID, list all."""
    rules = registered()
    if id is not None and id not in rules:
        guess = nearest(id, list(rules))
        hint = f"did you mean `{guess}`?" if guess else "`notices rule` lists all"
        raise click.BadParameter(f"there is no rule `{id}`; {hint}", param_hint="ID")
    if form == "json":
        data = rule_data([rules[id]] if id else rules.values())
        text = json.dumps(data[0] if id else data, ensure_ascii=False, indent=2) + "\n"
    else:
        text = rule_text(rules[id]) if id else rule_list(rules)
    click.echo(text, nl=False)
