"""The console script ``notices``: options in, one call, problems and an exit status out.

Belongs here: finding the commands, and the exit status of what they could not handle: 0 fine,
1 refused, invalid or a bug, 2 wrong usage or no usable project, 3 published but something
withheld, 130 interrupted. Results go to standard output; progress and messages to standard error.
Does not belong here: any command; each is a module in ``commands`` that has its name, and is
imported only when it is called, so that none waits for what another needs.
"""

from __future__ import annotations

import atexit
import gc
import gettext
import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any

import click

from notices.cli import commands, language
from notices.domain.version import VERSION

__all__ = ["main"]

_UNUSABLE = 2
_INTERRUPTED = 130

# Nearly all that a command loads is in use until it ends, and then the system frees it: to search
# for garbage takes a tenth of a short command's time. What templates leave behind on thousands of
# pages has to go meanwhile.
gc.set_threshold(100_000)

# Publishing locks files and swaps links as POSIX does. Said on import, because the plugin of
# MkDocs is imported through here as well.
if find_spec("fcntl") is None:
    click.echo("notices runs on Linux and macOS; on Windows, use WSL", err=True)
    sys.exit(_UNUSABLE)


class _Group(click.Group):
    """The commands: the modules of ``commands``."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(path.stem for path in Path(commands.__path__[0]).glob("[a-z]*.py"))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        command: click.Command = import_module(f"{commands.__name__}.{cmd_name}").command
        return language.localized(command)

    def make_context(self, *args: Any, **extra: Any) -> click.Context:
        language.speak(language.of_locale())  # Until `--lang` is read, which may be never.
        return super().make_context(*args, **extra)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:  # click made it before it read `--lang`.
            option.help = gettext.gettext("Show this message and exit.")
        return option

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        super(_Group, language.localized(self)).format_help(ctx, formatter)

    def invoke(self, ctx: click.Context) -> object:
        _start_fast()
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.Abort, click.exceptions.Exit, BrokenPipeError):
            raise  # click ends these itself; of a closed pipe it says nothing.
        except KeyboardInterrupt:
            click.echo("notices: interrupted", err=True)
            sys.exit(_INTERRUPTED)
        except Exception as error:
            from notices.cli.failures import report_failure

            sys.exit(report_failure(error, debug=ctx.params["debug"]))


class _NoPlugins(ModuleType):
    """In the place of pydantic's search for plugins among all installed packages.

    None is of use here, and to import what it searches with takes longer than to read fifty
    entries. Whatever else is asked of it, the real module answers.
    """

    @staticmethod
    def get_plugins() -> tuple[()]:
        return ()

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):  # An import asks for these.
            raise AttributeError(name)
        sys.modules.pop(self.__name__, None)
        return getattr(import_module(self.__name__), name)


def _start_fast() -> None:
    name = "pydantic.plugin._loader"
    sys.modules.setdefault(name, _NoPlugins(name))
    atexit.register(gc.freeze)  # Nor is garbage searched for at the end.


@click.group(cls=_Group)
@click.option(
    "-f",
    "--config-file",
    type=click.Path(path_type=Path),
    default=Path("mkdocs.yml"),
    show_default=True,
    help="The project's configuration file.",
)
@click.option(
    "--lang",
    type=click.Choice(language.languages()),
    is_eager=True,
    expose_value=False,
    callback=lambda ctx, option, value: language.speak(value) if value else None,
    help="The language of messages.  [default: the locale's]",
)
@click.option("--debug", is_flag=True, help="Show the traceback of a bug.")
@click.version_option(VERSION, prog_name="notices")
@click.pass_context
def main(ctx: click.Context, config_file: Path, debug: bool) -> None:
    """Tell customers of updates, and keep your word about when."""
    ctx.obj = config_file
