"""``notices build``: the site that a publish would give; records nothing."""

from __future__ import annotations

import os
from pathlib import Path

import click

from notices.cli.building import build_site
from notices.cli.now import clock, given_now, now_option
from notices.cli.terminal import friendly, refuse, say, say_problems
from notices.evaluation import evaluate
from notices.project.disk import Workspace
from notices.publishing.build import buildable

__all__ = ["command"]


@click.command("build")
@click.option("--site-dir", type=click.Path(path_type=Path), help="Where the site goes.")
@click.option("--withhold", is_flag=True, help="Leave out what is refused, and build the rest.")
@click.option("--drafts", is_flag=True, help="A preview that shows what is not public.")
@now_option
@click.pass_obj
def command(
    config_file: Path, site_dir: Path | None, withhold: bool, drafts: bool, now: str | None
) -> None:
    """Build the site that a publish would give; record nothing."""
    workspace = Workspace.at(config_file)
    instant = given_now(workspace, now)
    target = Path(os.path.abspath(site_dir)) if site_dir else None  # noqa: PTH100
    evaluation = build_site(
        workspace,
        lambda sources: evaluate(sources, instant or clock(), drafts=drafts),
        site_dir=target,
        withhold=withhold,
    )
    if not buildable(evaluation, withhold=withhold):
        refuse(evaluation.problems, "refused; the site is unchanged")
    say_problems([problem.as_warning() for problem in evaluation.problems])
    say_problems(evaluation.unrecorded)
    say(f"built {friendly(target or workspace.site)}")
