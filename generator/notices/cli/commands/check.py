"""``notices check``: evaluates everything, writes nothing but what it keeps for the next time."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path

import click

from notices.cli import garbage
from notices.cli.host_check import host_answer
from notices.cli.language import chosen, say_in
from notices.cli.now import clock, given_now, now_option
from notices.cli.reports import check_json, problems_github, problems_text, rule_hint
from notices.cli.terminal import REFUSED, UNUSABLE, say, working
from notices.domain.phrases import Phrase, counted, phrase
from notices.domain.problem import sort_problems
from notices.evaluation import NoPolicy, evaluate
from notices.project import kept
from notices.project.disk import Workspace
from notices.project.schemas import write_schemas
from notices.project.upstream import stale_clone

__all__ = ["command"]


@click.command("check")
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "github"]), default="text",
    show_default=True, help="How to print the problems.",
)  # fmt: skip
@click.option(
    "--base", "ref", metavar="REF",
    help="Report only what changed since this git revision as errors, and check that the ledger only grew.",
)  # fmt: skip
@click.option(
    "--summary", "summary_file", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False),
    help="Append to this file, as Markdown, what customers will see and get; for a job's summary.",
)  # fmt: skip
@click.option(
    "--preview-url", metavar="URL", default="",
    help="Where the site with this change can be looked at; the summary links to it.",
)  # fmt: skip
@click.option(
    "--strict",
    is_flag=True,
    help="Treat warnings as errors, but for those of what would refuse a draft.",
)
@click.option(
    "--no-host", is_flag=True,
    help="Leave out what is known only when pages are rendered: their links, the theme's templates.",
)  # fmt: skip
@now_option
@click.pass_obj
def command(
    config_file: Path,
    form: str,
    ref: str | None,
    summary_file: Path | None,
    preview_url: str,
    strict: bool,
    no_host: bool,
    now: str | None,
) -> None:
    """Evaluate everything, write nothing; exit 1 if anything is refused."""
    if preview_url and not preview_url.startswith(("https://", "http://")):
        said = say_in(phrase("it begins with https:// or http://"))
        raise click.BadParameter(said, param_hint="--preview-url")
    workspace = Workspace.at(config_file)
    at = given_now(workspace, now) or clock()
    # In a folder that cannot be written to, editors have to do without.
    with suppress(OSError):
        write_schemas(workspace, chosen())
    with working(phrase("Reading the entries")), garbage.reading():
        sources = workspace.sources()
        try:
            as_it_is = evaluate(sources, at)
        except NoPolicy:
            workspace.configuration()  # A publish reads it first, and names what is wrong with it.
            raise
        evaluation, base = as_it_is, None
        if ref is not None:
            from notices.evaluation import evaluate_against
            from notices.project import revisions  # Git is needed here only.

            base = revisions.base_of(workspace, ref)
            evaluation = evaluate_against(sources, base, at)
        kept.keep(workspace.root, sources)
    with working(phrase("Looking at pages and theme")):
        answer = host_answer(workspace, sources, as_it_is, ask=not no_host)
    problems = sort_problems([*evaluation.problems, *answer.problems, *stale_clone(workspace.root)])
    if strict:
        problems = tuple(problem.under_strict() for problem in problems)
    if form == "json":
        click.echo(
            check_json(
                evaluation.now, evaluation.policy, evaluation.decisions, evaluation.plans, problems
            ),
            nl=False,
        )
    elif form == "github":
        click.echo(problems_github(problems), nl=False)
    else:
        click.echo(problems_text(problems), nl=False)
        if hint := rule_hint(problems):
            say(hint)
    errors = sum(problem.is_error for problem in problems)
    count = _count(
        len(evaluation.decisions) + len(evaluation.plans), errors, len(problems) - errors
    )
    if form != "json":
        say(count)
    if summary_file is not None:
        # Only a workflow asks for it.
        from notices.cli.summary.document import summary_text
        from notices.evaluation import BranchChanges

        changes = None if base is None else BranchChanges.of(sources, base)
        text = summary_text(evaluation, problems, count, changes, preview_url=preview_url)
        with summary_file.open("a", encoding="utf-8", newline="\n") as file:
            file.write(text)
    if answer.unusable:
        sys.exit(UNUSABLE)
    sys.exit(REFUSED if errors else 0)


def _count(entries: int, errors: int, warnings: int) -> Phrase:
    return phrase(
        "checked {entries}: {errors}, {warnings}",
        entries=counted(entries, "{count} entry", "{count} entries"),
        errors=counted(errors, "{count} error", "{count} errors"),
        warnings=counted(warnings, "{count} warning", "{count} warnings"),
    )
