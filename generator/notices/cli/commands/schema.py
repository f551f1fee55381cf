"""``notices schema``: JSON Schemas for editors."""

from __future__ import annotations

import json
from typing import Literal

import click

from notices.loading import json_schema

__all__ = ["command"]


@click.command("schema")
@click.argument("kind", type=click.Choice(["release", "plan", "policy"]), default="release")
def command(kind: Literal["release", "plan", "policy"]) -> None:
    """Print the JSON Schema of a file, for editors."""
    click.echo(json.dumps(json_schema(kind), ensure_ascii=False, indent=2))
