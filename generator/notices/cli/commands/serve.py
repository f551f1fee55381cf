"""``notices serve``: a live preview."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from notices.cli.now import moment, now_option
from notices.cli.terminal import REFUSED, UNUSABLE, say
from notices.project.disk import Workspace

__all__ = ["command"]


@click.command("serve")
@click.option("-a", "--dev-addr", metavar="HOST:PORT", help="Where to serve.")
@now_option
@click.pass_obj
def command(config_file: Path, dev_addr: str | None, now: str | None) -> None:
    """Preview with drafts, rebuilt at each edit; problems stand on top of the page."""
    workspace = Workspace.at(config_file)
    asked = moment(workspace, now)
    from notices.hosts import mkdocs as host

    try:
        host.serve(workspace.config_file, now=asked, dev_addr=dev_addr)
    except host.HostError as error:
        say(str(error))
        sys.exit(UNUSABLE if isinstance(error, host.Unusable) else REFUSED)
