"""``notices rule``: what a rule says, why, and an example that fails and one that passes."""

from __future__ import annotations

import json
from typing import Literal

import click

from notices.cli.language import say_in
from notices.cli.manual import rule_data, rule_list, rule_text
from notices.domain.names import nearest
from notices.domain.phrases import phrase
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
        hint = (
            phrase("did you mean `{name}`?", name=guess)
            if guess
            else phrase("`notices rule` lists all")
        )
        message = phrase("there is no rule `{id}`; {hint}", id=id, hint=hint)
        raise click.BadParameter(say_in(message), param_hint="ID")
    if form == "json":
        data = rule_data([rules[id]] if id else rules.values())
        text = json.dumps(data[0] if id else data, ensure_ascii=False, indent=2) + "\n"
    else:
        text = rule_text(rules[id]) if id else rule_list(rules)
    click.echo(text, nl=False)
