"""``notices serve``: a live preview."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import click

from notices.cli.building import host_for, host_option, render_request
from notices.cli.language import say_in
from notices.cli.now import clock, given_now, now_option
from notices.cli.preview.address import read_address
from notices.cli.preview.loop import run
from notices.cli.preview.server import Server
from notices.cli.terminal import error_text, say, say_problems
from notices.domain.phrases import phrase
from notices.project.disk import Workspace
from notices.project.errors import ProjectError
from notices.project.kept import evaluated
from notices.publishing.earlier import Earlier

__all__ = ["command"]

_ADDRESS = "127.0.0.1:8000"


@click.command("serve")
@click.option("-a", "--dev-addr", metavar="HOST:PORT", help="Where to serve.")
@host_option
@now_option
@click.pass_context
def command(ctx: click.Context, dev_addr: str | None, host: str | None, now: str | None) -> None:
    """Preview with drafts, rebuilt at each edit; problems are shown on top of the page."""
    workspace = Workspace.at(ctx.obj)
    given_now(workspace, now)  # Wrong usage ends the command before it begins.
    server = _server(workspace, dev_addr)
    last: Earlier | None = None

    def render(folder: Path) -> str:
        nonlocal last
        configuration = workspace.configuration()
        below = urlsplit(configuration.site_url).path or "/"
        configuration = replace(configuration, site_url=f"{server.address.url}{below}")
        evaluation = evaluated(
            workspace.root, workspace.sources(), given_now(workspace, now) or clock(), drafts=True
        )
        request = render_request(workspace, configuration, evaluation, folder, preview=True)
        rendered = host_for(configuration, host).render(replace(request, earlier=last))
        site = evaluation.site
        last = Earlier.of(folder, rendered.inputs, site.hidden if site else frozenset())
        say_problems(rendered.problems)
        for warning in rendered.warnings:
            say(warning)
        return below

    run(workspace, server, render, debug=ctx.find_root().params["debug"])


def _server(workspace: Workspace, dev_addr: str | None) -> Server:
    """A server at the address of the option, else of the configuration."""
    try:
        address = read_address(dev_addr or _configured(workspace))
    except ValueError as error:
        raise click.BadParameter(say_in(error_text(error)), param_hint="--dev-addr") from None
    try:
        return Server(address)
    except OSError as error:
        message = phrase(
            "cannot serve at {url}: {error}; name another HOST:PORT with --dev-addr",
            url=address.url,
            error=error.strerror or error,
        )
        raise click.ClickException(say_in(message)) from None


def _configured(workspace: Workspace) -> str:
    try:
        return str(workspace.configuration().values.get("dev_addr") or _ADDRESS)
    except ProjectError:
        return _ADDRESS  # The preview says what is wrong with the file.
