"""``notices agenda``: who owes what by when."""

from __future__ import annotations

from pathlib import Path

import click

from notices.cli.agenda_words import AgendaWords
from notices.cli.language import say_in
from notices.cli.now import now_option
from notices.cli.reading import evaluated, usable
from notices.cli.terminal import friendly, say
from notices.domain.instants import Lead
from notices.domain.phrases import phrase
from notices.evaluation.agenda import agenda
from notices.project.disk import Workspace

__all__ = ["command"]


@click.command("agenda")
@click.option("--role", metavar="R", help="Only what this role of the policy owes.")
@click.option(
    "--days", metavar="N", type=click.IntRange(0, 366), default=14, show_default=True,
    help="How many days to look ahead; what is overdue is always there.",
)  # fmt: skip
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "ics", "html"]), default="text",
    show_default=True, help="How to print it.",
)  # fmt: skip
@click.option(
    "-o", "--output", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False),
    help="Write it into this file instead, which may not be one of the site.",
)  # fmt: skip
@now_option
@click.pass_obj
def command(
    config_file: Path, role: str | None, days: int, form: str, output: Path | None, now: str | None
) -> None:
    """Print who owes what by when: what is overdue first.

    It lists notices that people send, guides and pages, the steps of the month's plan, outcomes,
    known issues, and entries that are refused or soon will be; not what `publish` does by itself.
    """
    workspace = Workspace.at(config_file)
    evaluation = usable(evaluated(workspace, now))
    policy = evaluation.policy
    assert policy is not None
    if role is not None and role not in policy.roles:
        known = ", ".join(policy.roles)
        unknown = phrase(
            "there is no role `{role}`; the policy's roles are {known}", role=role, known=known
        )
        raise click.UsageError(say_in(unknown))
    # Where the clocks go back, a day's own time may lie an hour ago.
    until = max(evaluation.now, Lead(days, "d").after(evaluation.now, policy.zone))
    words = AgendaWords(agenda(evaluation, until, role), policy, evaluation.now, until, role)
    printed = _printed(words, workspace, form)
    if output is None:
        click.echo(printed, nl=False)
    else:
        _write(printed, output, workspace)


def _printed(words: AgendaWords, workspace: Workspace, form: str) -> str:
    if form == "text":
        return words.text
    if form == "json":
        return words.json
    configuration = workspace.configuration()
    text = words.for_files(configuration.site_name, configuration.site_url)
    if form == "html":
        from notices.rendering.agenda.page import agenda_page

        return agenda_page(text)
    from notices.rendering.agenda.calendar import agenda_calendar

    return agenda_calendar(text, words.now, words.policy.timezone)


def _write(printed: str, output: Path, workspace: Workspace) -> None:
    """Never to where the public, or a publish, would find it: it speaks of what is hidden."""
    target = output.resolve()
    for folder in (workspace.site, workspace.content, workspace.state, workspace.theme_folder):
        if target.is_relative_to(folder.resolve()):
            refusal = phrase(
                "{file} is below {folder}; the agenda speaks of hidden updates, so write it elsewhere",
                file=friendly(output.absolute()), folder=friendly(folder),
            )  # fmt: skip
            raise click.UsageError(say_in(refusal))
    target.write_bytes(printed.encode())
    say(phrase("written to {file}", file=friendly(output)))
