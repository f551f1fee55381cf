"""``notices stubs``: writes the guide and FAQ pages that are missing."""

from __future__ import annotations

from pathlib import Path

import click

from notices.cli.new.asking import usage
from notices.cli.new.files import write_new
from notices.cli.new.guide_pages import owing_guides, stub_pages
from notices.cli.now import clock, given_now, now_option
from notices.cli.reading import usable
from notices.cli.terminal import friendly, say, show
from notices.domain.names import known
from notices.domain.phrases import joined, phrase
from notices.domain.release import Release
from notices.evaluation import Evaluation
from notices.project.disk import Workspace
from notices.project.kept import evaluated

__all__ = ["command"]


@click.command("stubs")
@click.argument("entry", metavar="[ID]", required=False)
@now_option
@click.pass_obj
def command(config_file: Path, entry: str | None, now: str | None) -> None:
    """Write the guide and FAQ pages that are missing, each marked with `stub: true`.

    Of all releases ahead whose category asks for them, or of the release ID. Nothing that exists
    is ever replaced.
    """
    workspace = Workspace.at(config_file)
    sources = workspace.sources()
    evaluation = usable(evaluated(workspace.root, sources, given_now(workspace, now) or clock()))
    assert evaluation.policy is not None
    releases = [_named(evaluation, entry)] if entry else owing_guides(evaluation)
    pages: dict[str, str] = {}
    for release in releases:
        pages |= stub_pages(release, evaluation.policy, sources.files)
    write_new(workspace.root, pages)
    for path in pages:
        show(friendly(workspace.root / path))
    if pages:
        say(phrase("write each page, then delete its line `stub: true` and the mark below it"))
    else:
        say(phrase("no guide or FAQ page is missing"))


def _named(evaluation: Evaluation, name: str) -> Release:
    """The release of that id."""
    files = {decision.entry.id: decision.entry.file for decision in evaluation.decisions}
    if name not in files:
        missing = phrase("there is no release `{id}`", id=name)
        raise usage(joined([missing, known(name, files)], ". "))
    if (release := files[name]) is None:
        raise usage(phrase("the file of `{id}` cannot be read; see `notices check`", id=name))
    return release
