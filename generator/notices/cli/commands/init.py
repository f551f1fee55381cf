"""``notices init``: writes a company's own project."""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

import click

from notices.cli.init_project import (
    CI,
    ProjectAnswers,
    policies,
    project_files,
    translated_languages,
)  # fmt: skip
from notices.cli.now import clock
from notices.cli.terminal import say
from notices.domain.names import nearest
from notices.project.errors import ProjectError
from notices.publishing.site_dir import protected_places

__all__ = ["command"]

_Callback = Callable[[click.Context, click.Parameter, str | None], object]


def _asked(question: str, parse: Callable[[str], object], default: str | None = None) -> _Callback:
    """What an option says, parsed; asked for on a terminal, else the default where it has one."""

    def callback(context: click.Context, parameter: click.Parameter, value: str | None) -> object:
        if value is None and _is_terminal():
            return click.prompt(question, default=default, value_proc=parse, err=True)
        if value is None:
            value = default
        if value is None:
            raise click.MissingParameter(ctx=context, param=parameter)
        return parse(value)

    return callback


def _is_terminal() -> bool:
    return sys.stdin.isatty()


def _folder(context: click.Context, parameter: click.Parameter, folder: Path) -> Path:
    """The folder, which asking nothing in vain has to be free."""
    if reason := protected_places().reason(folder.absolute()):
        raise ProjectError(f"cannot make a project in {folder}: {reason}; name a folder below it")
    _refuse_existing(folder, ("mkdocs.yml", "content"))
    return folder


def _name(text: str) -> str:
    name = " ".join(text.split())
    if not (name and name.isprintable() and len(name) <= 60):
        raise click.BadParameter("a name has 1 to 60 letters")
    return name


def _url(text: str) -> str:
    try:
        url = urlsplit(text)
        is_usable = url.scheme in ("http", "https") and bool(url.hostname) and url.username is None
    except ValueError:
        is_usable = False
    if not is_usable or "?" in text or "#" in text or not text.isprintable() or " " in text:
        raise click.BadParameter(f"{text!r} is no address like https://updates.example.com/")
    return text if text.endswith("/") else f"{text}/"


def _zone(text: str) -> str:
    return _one_of(text, available_timezones(), "time zone", "Europe/Berlin")


def _policy(text: str) -> str:
    return _one_of(text, policies(), "policy", ", ".join(policies()))


def _ci(text: str) -> str:
    return _one_of(text, CI, "set of workflows", ", ".join(CI))


def _languages(text: str) -> tuple[str, ...]:
    known = translated_languages()
    chosen = tuple(dict.fromkeys(each.strip() for each in text.split(",") if each.strip()))
    for each in chosen or ("",):
        _one_of(each, known, "language with texts", ", ".join(known))
    return chosen


def _one_of(text: str, known: Collection[str], kind: str, such_as: str) -> str:
    if text not in known:
        guess = nearest(text, sorted(known))
        hint = f"did you mean {guess}?" if guess else f"write one like {such_as}"
        raise click.BadParameter(f"{text!r} is no {kind}; {hint}")
    return text


@click.command("init")
@click.argument(
    "folder", metavar="DIR", type=click.Path(path_type=Path), callback=_folder, is_eager=True
)
@click.option(
    "--name", callback=_asked("Name of the company or product", _name),
    help="What the company or the product is called on the site.",
)  # fmt: skip
@click.option(
    "--url", callback=_asked("Address of the site", _url),
    help="Where the site will be, such as https://updates.example.com/.",
)  # fmt: skip
@click.option(
    "--timezone", "zone", metavar="ZONE", callback=_asked("Time zone", _zone, "UTC"),
    help="The zone of every time without an offset, such as Europe/Berlin.  [default: UTC]",
)  # fmt: skip
@click.option(
    "--languages", metavar="LIST", callback=_asked("Languages", _languages, "en"),
    help="The site's languages, the default one first, such as de,en.  [default: en]",
)  # fmt: skip
@click.option(
    "--policy", metavar="NAME", callback=_asked("Notice policy", _policy, "simple"),
    help=f"The notice policy to start with: {', '.join(policies())}.  [default: simple]",
)  # fmt: skip
@click.option(
    "--ci", metavar="NAME", callback=_asked("Workflows", _ci, "none"),
    help=f"Whose workflows to write: {', '.join(CI)}.  [default: none]",
)  # fmt: skip
def command(
    folder: Path,
    name: str,
    url: str,
    zone: str,
    languages: tuple[str, ...],
    policy: str,
    ci: str,
) -> None:
    """Write a new project into DIR, which publishes at once.

    On a terminal, what is not given is asked for. Nothing that exists is ever replaced.
    """
    today = clock().astimezone(ZoneInfo(zone)).date()
    files = project_files(ProjectAnswers(name, url, zone, languages, policy, ci, today))
    _refuse_existing(folder, files)
    for path, data in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        with (folder / path).open("xb") as file:
            file.write(data)
    say(f"wrote {len(files)} files into {folder}; its README.md says what they are")
    say(f"see the site with: notices -f {folder / 'mkdocs.yml'} serve")


def _refuse_existing(folder: Path, names: Collection[str]) -> None:
    found = [str(folder / each) for each in names if (folder / each).exists()]
    if found:
        raise ProjectError(f"nothing was written: {', '.join(found)} exists; name another folder")
