"""``notices build``: the site that a publish would give; records nothing."""

from __future__ import annotations

import os
from pathlib import Path

import click

from notices.cli import garbage
from notices.cli.building import build_site, host_option
from notices.cli.language import say_in
from notices.cli.now import clock, given_now, now_option
from notices.cli.terminal import friendly, refuse, say, say_problems
from notices.domain.phrases import phrase
from notices.evaluation import Evaluation, Sources
from notices.project.disk import Workspace
from notices.project.kept import evaluated
from notices.publishing.build import buildable
from notices.publishing.site_dir import is_same_place

__all__ = ["command"]


@click.command("build")
@click.option(
    "--site-dir",
    type=click.Path(path_type=Path),
    help="Where the site goes; needed with --drafts and --now.",
)
@click.option("--withhold", is_flag=True, help="Leave out what is refused, and build the rest.")
@click.option("--drafts", is_flag=True, help="A preview that shows what is not public.")
@host_option
@now_option
@click.pass_obj
def command(
    config_file: Path,
    site_dir: Path | None,
    withhold: bool,
    drafts: bool,
    host: str | None,
    now: str | None,
) -> None:
    """Build the site that a publish would give; record nothing."""
    workspace = Workspace.at(config_file)
    instant = given_now(workspace, now)
    target = Path(os.path.abspath(site_dir)) if site_dir else None  # noqa: PTH100  # A link stays one.
    _check_preview(workspace, target, {"--drafts": drafts, "--now": now is not None})

    def evaluate(sources: Sources) -> Evaluation:
        with garbage.reading():
            return evaluated(workspace.root, sources, instant or clock(), drafts=drafts)

    evaluation = build_site(
        workspace,
        evaluate,
        host=host,
        site_dir=target,
        withhold=withhold,
    )
    if not buildable(evaluation, withhold=withhold):
        refuse(evaluation.problems, phrase("refused; the site is unchanged"))
    say_problems([problem.as_warning() for problem in evaluation.problems])
    say_problems(evaluation.unrecorded)
    say(phrase("built {folder}", folder=friendly(target or workspace.site)))


def _check_preview(workspace: Workspace, target: Path | None, asked: dict[str, bool]) -> None:
    """What readers are not to see yet goes into a folder of its own."""
    option = next((name for name, given in asked.items() if given), None)
    if option is None:
        return
    if target is None:
        raise click.UsageError(
            say_in(
                phrase("{option} is a preview; name a folder for it with --site-dir", option=option)
            )
        )
    served = workspace.site
    if target.resolve() == served.resolve() or is_same_place(target, served):
        message = phrase(
            "{option} is a preview, and {folder} is the site that is served; "
            "name another folder with --site-dir",
            option=option,
            folder=target,
        )
        raise click.UsageError(say_in(message))
