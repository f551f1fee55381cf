"""``notices build``: the site that a publish would give; records nothing."""

from __future__ import annotations

from pathlib import Path

import click

from notices.cli.building import host_build
from notices.cli.now import now_option
from notices.cli.reading import evaluated
from notices.cli.terminal import friendly, refuse, say, say_problems
from notices.project.disk import Workspace

__all__ = ["command"]


@click.command("build")
@click.option("--site-dir", type=click.Path(path_type=Path), help="Where the site goes.")
@click.option("--withhold", is_flag=True, help="Leave out what is refused, build the rest.")
@click.option("--drafts", is_flag=True, help="A preview that shows what is not public.")
@now_option
@click.pass_obj
def command(
    config_file: Path, site_dir: Path | None, withhold: bool, drafts: bool, now: str | None
) -> None:
    """Build the site that a publish would give; record nothing."""
    workspace = Workspace.at(config_file)
    evaluation = evaluated(workspace, now, drafts=drafts)
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
