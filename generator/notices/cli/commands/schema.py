"""``notices schema``: JSON Schemas for editors."""

from __future__ import annotations

import json
from typing import get_args

import click

from notices.loading import SchemaKind, json_schema

__all__ = ["command"]


@click.command("schema")
@click.argument("kind", type=click.Choice(get_args(SchemaKind)), default="release")
def command(kind: SchemaKind) -> None:
    """Print the JSON Schema of a file, for editors."""
    click.echo(json.dumps(json_schema(kind), ensure_ascii=False, indent=2))
