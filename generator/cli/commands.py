"""The console script ``notices``.

Belongs here: options, exit status (0 fine, 1 refused or invalid, 2 wrong usage or no usable
project, 3 published but something withheld), which stream says what. Results go to standard
output; progress and messages to standard error.
"""

from __future__ import annotations

import difflib
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

import click
from rich.console import Console

from generator import pipeline, publishing
from generator.cli.moment import clock, moment
from generator.domain.instants import local
from generator.domain.problem import Problem
from generator.loading import json_schema
from generator.rendering import TextsMissing
from generator.rendering.reports import check_json, explained, problems_github, problems_text
from generator.workspace import ProjectError, Workspace

__all__ = ["main"]

_REFUSED, _UNUSABLE, _WITHHELD = 1, 2, 3

now_option = click.option(
    "--now",
    metavar="T",
    help="Speak for this instant (`YYYY-MM-DD HH:MM`, in the policy's zone) instead of now.",
)


def _say(text: str) -> None:
    click.echo(text.rstrip("\n"), err=True)


@contextmanager
def _working(message: str) -> Iterator[None]:
    """Show that something goes on, on a terminal; nothing in a pipe."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield
        return
    with console.status(message):
        yield


class _Group(click.Group):
    """Turns what can go wrong around us into one line and an exit status."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except (ProjectError, pipeline.NoPolicy, TextsMissing) as error:
            _say(f"notices: {error}")
            sys.exit(_UNUSABLE)
        except BrokenPipeError:
            raise
        except (publishing.Busy, OSError) as error:
            _say(f"notices: {error}")
            sys.exit(_REFUSED)


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


def _evaluated(workspace: Workspace, now: str | None, *, drafts: bool = False) -> pipeline.Edition:
    asked = moment(workspace, now) or clock()
    with _working("Reading the entries"):
        return pipeline.evaluate(workspace.sources(), asked, drafts=drafts)


@main.command()
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "github"]), default="text",
    show_default=True, help="How to print what was found.",
)  # fmt: skip
@click.option("--strict", is_flag=True, help="Breaches of the policy are errors, too.")
@now_option
@click.pass_obj
def check(config_file: Path, form: str, strict: bool, now: str | None) -> None:
    """Evaluate everything, write nothing; exit 1 if anything is refused."""
    edition = _evaluated(Workspace.at(config_file), now)
    problems = edition.problems
    if strict:
        problems = tuple(
            replace(p, severity="error") if p.rule == "breach" else p for p in problems
        )
    if form == "json":
        click.echo(check_json(edition.now, edition.policy, edition.judgements, problems), nl=False)
    elif form == "github":
        click.echo(problems_github(problems), nl=False)
    else:
        click.echo(problems_text(problems), nl=False)
    errors = sum(problem.is_error for problem in problems)
    if form != "json":
        _say(_summary(len(edition.judgements), errors, len(problems) - errors))
    sys.exit(_REFUSED if errors or (strict and problems) else 0)


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
    edition = _evaluated(workspace, now, drafts=drafts)
    if edition.site is None or (edition.refuses and not withhold):
        _refuse(edition)
    _say_problems([p.as_warning() for p in edition.problems])
    _say_problems(edition.unrecorded)
    shown = _host_build(
        workspace,
        edition=edition,
        site_dir=site_dir.absolute() if site_dir else None,
        withhold=withhold,
        drafts=drafts,
    )
    _say(f"built {_friendly(shown)}")


def _refuse(edition: pipeline.Edition) -> None:
    click.echo(problems_text(edition.problems), err=True, nl=False)
    _say("refused; the site stays as it was")
    sys.exit(_REFUSED)


def _say_problems(problems: tuple[Problem, ...] | list[Problem]) -> None:
    if problems:
        click.echo(problems_text(problems), err=True, nl=False)


def _friendly(path: Path) -> str:
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)


@main.command()
@now_option
@click.pass_obj
def publish(config_file: Path, now: str | None) -> None:
    """Build what is due, show it, and record in the ledger that it was shown."""
    workspace = Workspace.at(config_file)

    def built(edition: pipeline.Edition) -> Path:
        return _host_build(workspace, edition=edition, withhold=True, show=False)

    with _working("Publishing"):
        edition = publishing.publish(workspace, moment(workspace, now), clock, built)
    if edition.site is None or edition.policy is None:
        _refuse(edition)
        return
    _say_problems(edition.problems)
    for record in edition.records:
        told = "not published in time" if record.verdict == "missed" else "published"
        click.echo(f"{_iso(record.at, edition)} {record.entry} {record.notice} {told}")
    if edition.refuses:
        _say("published; what is refused was withheld")
        sys.exit(_WITHHELD)
    _say("published" if edition.records else "no notice was due; the site is current")


def _host_build(workspace: Workspace, **asked: Any) -> Path:
    """Build through the host; what it cannot do is one message and exit status 1."""
    from generator.hosts import mkdocs as host

    try:
        with _working("Building the site"):
            return host.build(workspace.config_file, **asked)
    except host.HostError as error:
        _say(str(error))
        sys.exit(_UNUSABLE if isinstance(error, host.Unusable) else _REFUSED)


def _iso(instant: datetime, edition: pipeline.Edition) -> str:
    zone = edition.policy.zone if edition.policy else UTC
    return local(instant, zone).isoformat(timespec="seconds")


@main.command()
@click.option("-a", "--dev-addr", metavar="HOST:PORT", help="Where to serve.")
@now_option
@click.pass_obj
def serve(config_file: Path, dev_addr: str | None, now: str | None) -> None:
    """Preview with drafts, rebuilt at each edit; problems stand on top of the page."""
    workspace = Workspace.at(config_file)
    asked = moment(workspace, now)
    from generator.hosts import mkdocs as host

    try:
        host.serve(workspace.config_file, now=asked, dev_addr=dev_addr)
    except host.HostError as error:
        _say(str(error))
        sys.exit(_UNUSABLE if isinstance(error, host.Unusable) else _REFUSED)


@main.command()
@click.argument("entry", metavar="ID")
@now_option
@click.pass_obj
def explain(config_file: Path, entry: str, now: str | None) -> None:
    """Show one release's whole timeline: what is owed, when, and by which rule."""
    edition = _usable(_evaluated(Workspace.at(config_file), now))
    assert edition.policy is not None
    for judgement in edition.judgements:
        if judgement.entry.id == entry:
            click.echo(explained(judgement, edition.policy, edition.now), nl=False)
            return
    near = difflib.get_close_matches(entry, [j.entry.id for j in edition.judgements], 1)
    hint = f"; did you mean `{near[0]}`?" if near else ""
    raise click.UsageError(f"there is no release `{entry}`{hint}")


@main.command("next")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text",
    show_default=True, help="How to print it.",
)  # fmt: skip
@now_option
@click.pass_obj
def next_instant(config_file: Path, form: str, now: str | None) -> None:
    """Print the next instant at which the site would change; nothing if none is ahead."""
    edition = _usable(_evaluated(Workspace.at(config_file), now))
    change = pipeline.next_change(edition)
    said = _iso(change, edition) if change else None
    if form == "json":
        click.echo(json.dumps({"now": _iso(edition.now, edition), "next": said}))
    elif said:
        click.echo(said)


def _usable(edition: pipeline.Edition) -> pipeline.Edition:
    if edition.site is None:
        click.echo(problems_text(edition.problems), err=True, nl=False)
        sys.exit(_REFUSED)
    return edition


@main.command()
@click.argument("kind", type=click.Choice(["release", "policy"]), default="release")
def schema(kind: Literal["release", "policy"]) -> None:
    """Print the JSON Schema of a file, for editors."""
    click.echo(json.dumps(json_schema(kind), ensure_ascii=False, indent=2))


@main.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@now_option
def demo(folder: Path, now: str | None) -> None:
    """Make and build a project whose releases stand around now, one in every state."""
    from generator.cli import demo as scenes

    asked = moment(Workspace.at(scenes.CLONE / "mkdocs.yml"), now) or clock()
    with _working("Playing the demo up to now"):
        edition = scenes.make(folder, asked)
    workspace = Workspace.at(folder / "mkdocs.yml")
    shown = _host_build(workspace, edition=edition, withhold=True)
    _say(f"built {_friendly(shown)}; see it with: notices -f {folder / 'mkdocs.yml'} serve")
