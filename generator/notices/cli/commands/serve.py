"""``notices serve``: a live preview."""

from __future__ import annotations

from pathlib import Path

import click

from notices.cli.building import render_request
from notices.cli.now import clock, given_now, now_option
from notices.cli.terminal import say
from notices.evaluation import evaluate
from notices.hosts import RenderRequest
from notices.project.configuration import Configuration
from notices.project.disk import Workspace

__all__ = ["command"]


@click.command("serve")
@click.option("-a", "--dev-addr", metavar="HOST:PORT", help="Where to serve.")
@now_option
@click.pass_obj
def command(config_file: Path, dev_addr: str | None, now: str | None) -> None:
    """Preview with drafts, rebuilt at each edit; problems are shown on top of the page."""
    workspace = Workspace.at(config_file)
    instant = given_now(workspace, now)

    def request(configuration: Configuration) -> RenderRequest:
        evaluation = evaluate(workspace.sources(), instant or clock(), drafts=True)
        staging = configuration.site_dir
        return render_request(workspace, configuration, evaluation, staging, preview=True)

    from notices.hosts import mkdocs as host

    host.serve(workspace.config_file, request, say, dev_addr)
