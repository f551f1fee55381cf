"""``notices schema``: JSON Schemas for editors."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import click

from notices.cli.language import chosen
from notices.cli.terminal import friendly, say
from notices.domain.phrases import phrase
from notices.domain.wording import json_text
from notices.loading import SchemaKind
from notices.project.disk import Workspace
from notices.project.schemas import project_files, project_schemas, write_schemas

__all__ = ["command"]


@click.command("schema")
@click.argument("kind", type=click.Choice(get_args(SchemaKind)), default="release")
@click.option(
    "--write", is_flag=True,
    help="Write the schemas of all kinds into .notices/schemas, where entries name them, instead.",
)  # fmt: skip
@click.pass_obj
def command(config_file: Path, kind: SchemaKind, write: bool) -> None:
    """Print the JSON Schema of a file, for editors.

    In a project it knows the names of the policy and the systems.
    """
    if write:
        workspace = Workspace.at(config_file)
        write_schemas(workspace, chosen())
        say(phrase("wrote the schemas into {folder}", folder=friendly(workspace.schemas)))
        return
    files = project_files(Workspace(config_file.absolute()))
    for _, schema in project_schemas([kind], files, chosen()):
        click.echo(json_text(schema))
