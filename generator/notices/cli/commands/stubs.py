"""``notices stubs``: writes the guide and FAQ pages that are missing."""

from __future__ import annotations

from pathlib import Path

import click

from notices.cli.new.files import write_new
from notices.cli.new.guide_pages import owing_guides, stub_pages
from notices.cli.now import now_option
from notices.cli.reading import evaluated, usable
from notices.cli.terminal import friendly, say
from notices.domain.names import known
from notices.project.disk import Workspace

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
    evaluation = usable(evaluated(workspace, now))
    assert evaluation.policy is not None
    releases = list(owing_guides(evaluation))
    if entry is not None:
        files = {each.entry.id: each.entry.file for each in evaluation.decisions}
        if entry not in files:
            raise click.UsageError(f"there is no release `{entry}`. {known(entry, files)}")
        release = files[entry]
        if release is None:
            raise click.UsageError(f"the file of `{entry}` cannot be read; see `notices check`")
        releases = [release]
    pages = {
        path: text
        for release in releases
        for path, text in stub_pages(release, evaluation.policy, sources.files).items()
    }
    write_new(workspace.root, pages)
    for path in pages:
        click.echo(friendly(workspace.root / path))
    if pages:
        say("write each page, then delete its line `stub: true` and the mark below it")
    else:
        say("no guide or FAQ page is missing")
