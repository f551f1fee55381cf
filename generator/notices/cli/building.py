"""Rendering for a command: what the host is asked for, and what it answers.

Belongs here: the request of a build or a preview, and the one way from a command to a host,
which is imported only when it is needed. Does not belong here: commands, showing a site.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import cast

import click

from notices.cli.language import chosen, say_in
from notices.cli.terminal import say, say_problems, working
from notices.domain.layout import PAGES
from notices.domain.phrases import joined, phrase
from notices.evaluation import Evaluation, Sources
from notices.hosts import Host, InvalidSetup, RenderRequest
from notices.hosts.whole import files_read, made_from
from notices.project.brand import read_brand
from notices.project.configuration import Configuration
from notices.project.contact import read_contact
from notices.project.disk import Workspace
from notices.project.theme import read_theme
from notices.publishing.build import build
from notices.publishing.earlier import SITE, earlier_site
from notices.publishing.showing import IsShown, Render

__all__ = [
    "HOSTS",
    "build_site",
    "host_for",
    "host_option",
    "render_request",
    "renderer",
    "shown_by",
]

HOSTS = {"plain": "notices.hosts.plain", "mkdocs": "notices.hosts.mkdocs"}
"""The module of each host by its name."""

host_option = click.option(
    "--host",
    type=click.Choice(list(HOSTS)),
    help="What renders the pages; MkDocs only where the configuration needs it, if not given.",
)


def host_for(configuration: Configuration, name: str | None = None, *, quiet: bool = False) -> Host:
    """The host of that name, imported now; without a name the one that the configuration needs.

    Unless ``quiet``, it says why that is not the one without MkDocs.
    """
    if name is None:
        from notices.hosts import plain

        reasons = plain.unsupported(configuration)
        if not reasons:
            return plain
        if not quiet:
            say(
                phrase(
                    "{file}: only MkDocs has {named}; it renders the site",
                    file=configuration.file.name,
                    named=joined(reasons, ", "),
                )
            )
        name = "mkdocs"
    return cast("Host", import_module(HOSTS[name]))


def render_request(
    workspace: Workspace,
    configuration: Configuration,
    evaluation: Evaluation,
    staging: Path,
    *,
    preview: bool = False,
    sample: bool = False,
) -> RenderRequest:
    """What a host renders. Raises ``InvalidSetup`` or ``ProjectError`` for an unusable project."""
    if configuration.docs_dir.resolve() != workspace.pages.resolve():
        message = phrase("docs_dir has to be {folder}", folder=PAGES)
        help = phrase("Write `docs_dir: {folder}`.", folder=PAGES)
        raise InvalidSetup(problems=[configuration.problem(message, help, "docs_dir")])
    theme = read_theme(
        workspace, configuration.base_url, configuration.site_name, read_brand(configuration)
    )
    contact = read_contact(configuration)
    return RenderRequest(
        configuration, evaluation, replace(theme, support=contact.support), staging, preview,
        say_in, chosen(), sample=sample, contact=contact,
    )  # fmt: skip


def renderer(workspace: Workspace, host: str | None = None, *, elsewhere: bool = False) -> Render:
    """Renders an evaluation into a staging folder, and says what was found on the way.

    A site that will stand ``elsewhere`` takes no file of the shown one: it has dates of its own.
    """

    def render(evaluation: Evaluation, staging: Path) -> Mapping[str, str]:
        configuration = workspace.configuration()
        request = render_request(workspace, configuration, evaluation, staging)
        if not elsewhere:
            request = replace(request, earlier=earlier_site(workspace))
        files = files_read(request)  # One that changes from now on has other dates than these.
        with working(phrase("Building the site")):
            rendered = host_for(configuration, host).render(request)
        say_problems(rendered.problems)
        for warning in rendered.warnings:
            say(warning)
        if rendered.problems or rendered.warnings or not rendered.inputs:
            return rendered.inputs  # What was found has to be found again each time.
        return {**rendered.inputs, SITE: made_from(request, host, files)}

    return render


def shown_by(workspace: Workspace, host: str | None = None) -> IsShown:
    """Whether what :func:`renderer` would make is shown, and had no problems when it was made."""

    def is_shown(evaluation: Evaluation) -> bool:
        earlier = earlier_site(workspace)
        if earlier is None:
            return False
        request = render_request(workspace, workspace.configuration(), evaluation, Path())
        return earlier.is_whole(made_from(request, host, files_read(request)))

    return is_shown


def build_site(
    workspace: Workspace,
    evaluate: Callable[[Sources], Evaluation],
    *,
    host: str | None = None,
    site_dir: Path | None = None,
    withhold: bool = False,
) -> Evaluation:
    """Build and show the site at ``site_dir``; the evaluation that is shown, or was refused."""
    render = renderer(workspace, host, elsewhere=site_dir is not None)
    return build(workspace, evaluate, render, site_dir=site_dir, withhold=withhold)
