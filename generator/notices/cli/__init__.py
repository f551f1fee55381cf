"""The console script ``notices``: options in, one call, problems and an exit status out.

Belongs here: finding the commands, and turning what can go wrong around them into one line and
an exit status: 0 fine, 1 refused or invalid, 2 wrong usage or no usable project, 3 published
but something withheld. Results go to standard output; progress and messages to standard error.
Does not belong here: any command; each is a module in ``commands`` that bears its name, and is
imported only when it is called.
"""

from __future__ import annotations

import pkgutil
import sys
from importlib import import_module
from pathlib import Path

import click

from notices.cli import commands
from notices.cli.building import NotBuilt
from notices.cli.terminal import REFUSED, UNUSABLE, said, say
from notices.evaluation import NoPolicy
from notices.project.disk import ProjectError
from notices.project.git import GitError
from notices.publishing.journal import Busy

__all__ = ["main"]


class _Group(click.Group):
    """The commands: the modules of ``commands``."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(module.name for module in pkgutil.iter_modules(commands.__path__))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        command: click.Command = import_module(f"{commands.__name__}.{cmd_name}").command
        return command

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except (ProjectError, NoPolicy) as error:
            say(f"notices: {error}")
            sys.exit(UNUSABLE)
        except BrokenPipeError:
            raise
        except NotBuilt as error:
            say(str(error))
            sys.exit(UNUSABLE if error.unusable else REFUSED)
        except (Busy, GitError, OSError) as error:
            say(f"notices: {said(error)}")
            sys.exit(REFUSED)


@click.group(cls=_Group)
@click.option(
    "-f",
    "--config-file",
    type=click.Path(path_type=Path),
    default=Path("mkdocs.yml"),
    show_default=True,
    help="The project's configuration file.",
)
@click.version_option(package_name="notices")
@click.pass_context
def main(ctx: click.Context, config_file: Path) -> None:
    """Tell customers of updates, and keep your word about when."""
    ctx.obj = config_file
