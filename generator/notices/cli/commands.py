"""The console script ``notices``.

Belongs here: options, exit status (0 fine, 1 refused or invalid, 2 wrong usage or no usable
project, 3 published but something withheld), which stream says what. Results go to standard
output; progress and messages to standard error.
"""

from __future__ import annotations

import difflib
import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Literal

import click

from notices import evaluation as pipeline
from notices.audit.doctor import Unreachable, examine
from notices.cli.building import NotBuilt, host_build
from notices.cli.now import clock, moment, now_option
from notices.cli.terminal import (
    REFUSED,
    UNUSABLE,
    friendly,
    iso,
    refuse,
    said,
    say,
    say_problems,
    working,
)
from notices.loading import json_schema
from notices.project import revisions
from notices.project.disk import ProjectError, Workspace
from notices.project.git import GitError
from notices.publishing import journal
from notices.rendering import TemplateBroken, TextsMissing
from notices.rendering.reports import check_json, explained, problems_github, problems_text
from notices.rules.decision import Decision
from notices.rules.plans import PlanDecision

__all__ = ["main"]


class _Group(click.Group):
    """Turns what can go wrong around us into one line and an exit status."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except (ProjectError, pipeline.NoPolicy, TemplateBroken, TextsMissing) as error:
            say(f"notices: {error}")
            sys.exit(UNUSABLE)
        except BrokenPipeError:
            raise
        except NotBuilt as error:
            say(str(error))
            sys.exit(UNUSABLE if error.unusable else REFUSED)
        except (journal.Busy, GitError, OSError) as error:
            say(f"notices: {said(error)}")
            sys.exit(REFUSED)


@click.group(cls=_Group)
@click.option(
    "-f",
    "--config-file",
    type=click.Path(path_type=Path),
    default=Path("mkdocs.yml"),
    show_default=True,
    help="The project's configuration file.",
)
@click.version_option(package_name="notices")
@click.pass_context
def main(ctx: click.Context, config_file: Path) -> None:
    """Tell customers of updates, and keep your word about when."""
    ctx.obj = config_file


def _evaluated(
    workspace: Workspace, now: str | None, *, drafts: bool = False
) -> pipeline.Evaluation:
    asked = moment(workspace, now) or clock()
    with working("Reading the entries"):
        return pipeline.evaluate(workspace.sources(), asked, drafts=drafts)


@main.command()
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "github"]), default="text",
    show_default=True, help="How to print what was found.",
)  # fmt: skip
@click.option(
    "--base", "ref", metavar="REF",
    help="Only what changed since this git revision is an error, and the ledger only grew.",
)  # fmt: skip
@click.option("--strict", is_flag=True, help="Every warning is an error, too.")
@now_option
@click.pass_obj
def check(config_file: Path, form: str, ref: str | None, strict: bool, now: str | None) -> None:
    """Evaluate everything, write nothing; exit 1 if anything is refused."""
    workspace = Workspace.at(config_file)
    if ref is None:
        evaluation = _evaluated(workspace, now)
    else:
        asked = moment(workspace, now) or clock()
        with working("Reading the entries, here and there"):
            base = revisions.base_of(workspace, ref)
            evaluation = pipeline.evaluate_against(workspace.sources(), base, asked)
    problems = evaluation.problems
    if strict:
        problems = tuple(replace(p, severity="error") for p in problems)
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
    errors = sum(problem.is_error for problem in problems)
    if form != "json":
        say(
            _summary(
                len(evaluation.decisions) + len(evaluation.plans), errors, len(problems) - errors
            )
        )
    sys.exit(REFUSED if errors else 0)


def _summary(entries: int, errors: int, warnings: int) -> str:
    def counted(number: int, word: str) -> str:
        return f"{number} {word}{'' if number == 1 else 's'}"

    found = f"{counted(errors, 'error')}, {counted(warnings, 'warning')}"
    return f"checked {entries} {'entry' if entries == 1 else 'entries'}: {found}"


@main.command()
@click.option("--site-dir", type=click.Path(path_type=Path), help="Where the site goes.")
@click.option("--withhold", is_flag=True, help="Leave out what is refused, build the rest.")
@click.option("--drafts", is_flag=True, help="A preview that shows what is not public.")
@now_option
@click.pass_obj
def build(
    config_file: Path, site_dir: Path | None, withhold: bool, drafts: bool, now: str | None
) -> None:
    """Build the site that a publish would give; record nothing."""
    workspace = Workspace.at(config_file)
    evaluation = _evaluated(workspace, now, drafts=drafts)
    if evaluation.site is None or (evaluation.refuses and not withhold):
        refuse(evaluation.problems, "refused; the site stays as it was")
    say_problems([p.as_warning() for p in evaluation.problems])
    say_problems(evaluation.unrecorded)
    shown = host_build(
        workspace,
        evaluation=evaluation,
        site_dir=site_dir.absolute() if site_dir else None,
        withhold=withhold,
        drafts=drafts,
    )
    say(f"built {friendly(shown)}")


@main.command()
@click.option("-a", "--dev-addr", metavar="HOST:PORT", help="Where to serve.")
@now_option
@click.pass_obj
def serve(config_file: Path, dev_addr: str | None, now: str | None) -> None:
    """Preview with drafts, rebuilt at each edit; problems stand on top of the page."""
    workspace = Workspace.at(config_file)
    asked = moment(workspace, now)
    from notices.hosts import mkdocs as host

    try:
        host.serve(workspace.config_file, now=asked, dev_addr=dev_addr)
    except host.HostError as error:
        say(str(error))
        sys.exit(UNUSABLE if isinstance(error, host.Unusable) else REFUSED)


@main.command()
@click.argument("entry", metavar="ID")
@now_option
@click.pass_obj
def explain(config_file: Path, entry: str, now: str | None) -> None:
    """Show the whole timeline of a release, or of a month's plan: what is owed, and when."""
    evaluation = _usable(_evaluated(Workspace.at(config_file), now))
    assert evaluation.policy is not None
    known: dict[str, Decision | PlanDecision] = {j.entry.id: j for j in evaluation.plans}
    known |= {j.entry.id: j for j in evaluation.decisions}
    if entry in known:
        click.echo(explained(known[entry], evaluation.policy, evaluation.now), nl=False)
        return
    near = difflib.get_close_matches(entry, known, 1)
    hint = f"; did you mean `{near[0]}`?" if near else ""
    raise click.UsageError(f"there is no release or plan `{entry}`{hint}")


@main.command("next")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text",
    show_default=True, help="How to print it.",
)  # fmt: skip
@now_option
@click.pass_obj
def next_instant(config_file: Path, form: str, now: str | None) -> None:
    """Print the next instant at which the site would change; nothing if none is ahead."""
    evaluation = _usable(_evaluated(Workspace.at(config_file), now))
    change = pipeline.next_change(evaluation)
    said = iso(change, evaluation.policy) if change else None
    if form == "json":
        click.echo(json.dumps({"now": iso(evaluation.now, evaluation.policy), "next": said}))
    elif said:
        click.echo(said)


def _usable(evaluation: pipeline.Evaluation) -> pipeline.Evaluation:
    if evaluation.site is None:
        click.echo(problems_text(evaluation.problems), err=True, nl=False)
        sys.exit(REFUSED)
    return evaluation


@main.command()
@click.argument("url", metavar="URL")
@now_option
@click.pass_obj
def doctor(config_file: Path, url: str, now: str | None) -> None:
    """Compare a live site with what it should show now; exit 1 where it differs."""
    workspace = Workspace.at(config_file)
    evaluation = _usable(_evaluated(workspace, now))
    with working("Asking the site"):
        try:
            findings = examine(workspace, evaluation, url)
        except Unreachable as error:
            say(f"notices: {error}")
            sys.exit(UNUSABLE)
    for finding in findings:
        click.echo(finding)
    if findings:
        sys.exit(REFUSED)
    say(f"the site is what it should be at {iso(evaluation.now, evaluation.policy)}")


@main.command()
@click.argument("kind", type=click.Choice(["release", "plan", "policy"]), default="release")
def schema(kind: Literal["release", "plan", "policy"]) -> None:
    """Print the JSON Schema of a file, for editors."""
    click.echo(json.dumps(json_schema(kind), ensure_ascii=False, indent=2))


@main.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@now_option
def demo(folder: Path, now: str | None) -> None:
    """Make and build a project whose releases stand around now, one in every state."""
    from notices.cli import demo as scenes

    asked = moment(Workspace.at(scenes.CLONE / "mkdocs.yml"), now) or clock()
    with working("Playing the demo up to now"):
        evaluation = scenes.make(folder, asked)
    workspace = Workspace.at(folder / "mkdocs.yml")
    shown = host_build(workspace, evaluation=evaluation, withhold=True)
    say(f"built {friendly(shown)}; see it with: notices -f {folder / 'mkdocs.yml'} serve")
