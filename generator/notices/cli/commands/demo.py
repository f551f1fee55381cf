"""``notices demo``: makes and builds a project with releases around now."""

from __future__ import annotations

from pathlib import Path

import click

from notices.cli import demo
from notices.cli.building import build_site
from notices.cli.now import clock, given_now, now_option
from notices.cli.terminal import friendly, say, working
from notices.domain.phrases import phrase
from notices.evaluation import evaluate
from notices.project.disk import Workspace

__all__ = ["command"]


@click.command("demo")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--company",
    type=click.Choice([*demo.COMPANIES]),
    default=next(iter(demo.COMPANIES)),
    show_default=True,
    help="Whose project: each company has a policy and languages of its own.",
)
@now_option
def command(folder: Path, company: str, now: str | None) -> None:
    """Make and build a project with releases around now, one in every state."""
    chosen = demo.COMPANIES[company]
    instant = given_now(Workspace.at(chosen.config), now) or clock()
    with working(phrase("Making the demo")):
        demo.make(folder, instant, chosen)
    workspace = Workspace.at(folder / "mkdocs.yml")
    build_site(workspace, lambda sources: evaluate(sources, instant), withhold=True)
    say(
        phrase(
            "built {folder}; see it with: notices -f {file} serve",
            folder=friendly(workspace.site),
            file=folder / "mkdocs.yml",
        )
    )
