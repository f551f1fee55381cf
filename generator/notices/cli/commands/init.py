"""``notices init``: writes a company's own project."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

import click

from notices.cli.init_project import (
    CI,
    ProjectAnswers,
    project_files,
    translated_languages,
)
from notices.cli.language import chosen, say_in
from notices.cli.now import clock
from notices.cli.policy_library import counts_workdays, described, policies
from notices.cli.terminal import is_terminal, say
from notices.domain.layout import HOLIDAYS
from notices.domain.names import nearest
from notices.domain.phrases import phrase
from notices.project.disk import Workspace
from notices.project.errors import ProjectError
from notices.project.schemas import write_schemas
from notices.publishing.site_dir import protected_places

__all__ = ["command"]

_Callback = Callable[[click.Context, click.Parameter, str | None], object]


def _asked(
    question: str,
    parse: Callable[[str], object],
    default: str | None = None,
    show_choices: Callable[[click.HelpFormatter], None] | None = None,
) -> _Callback:
    """What an option says, parsed; asked for on a terminal, else the default where it has one."""

    def callback(context: click.Context, parameter: click.Parameter, value: str | None) -> object:
        if value is None and is_terminal():
            if show_choices:
                formatter = context.make_formatter()
                show_choices(formatter)
                click.echo(formatter.getvalue(), nl=False, err=True)
            return click.prompt(say_in(question), default=default, value_proc=parse, err=True)
        if value is None:
            value = default
        if value is None:
            raise click.MissingParameter(ctx=context, param=parameter)
        return parse(value)

    return callback


def _folder(context: click.Context, parameter: click.Parameter, folder: Path) -> Path:
    """The folder, which asking nothing in vain has to be free."""
    if reason := protected_places().reason(folder.absolute()):
        raise ProjectError(
            phrase(
                "cannot make a project in {folder}: {reason}; name a folder below it",
                folder=folder,
                reason=reason,
            )
        )
    _refuse_existing(folder, ("mkdocs.yml", "content"))
    return folder


def _name(text: str) -> str:
    name = " ".join(text.split())
    if not (name and name.isprintable() and len(name) <= 60):
        raise click.BadParameter(say_in(phrase("a name has 1 to 60 letters")))
    return name


def _url(text: str) -> str:
    try:
        url = urlsplit(text)
        is_usable = url.scheme in ("http", "https") and bool(url.hostname) and url.username is None
    except ValueError:
        is_usable = False
    if not is_usable or "?" in text or "#" in text or not text.isprintable() or " " in text:
        message = phrase("{text} is no address like https://updates.example.com/", text=repr(text))
        raise click.BadParameter(say_in(message))
    return text if text.endswith("/") else f"{text}/"


def _zone(text: str) -> str:
    return _one_of(text, available_timezones(), phrase("time zone"), "Europe/Berlin")


def _policy(text: str) -> str:
    return _one_of(text, policies(), phrase("policy"), ", ".join(policies()))


def _ci(text: str) -> str:
    return _one_of(text, CI, phrase("set of workflows"), ", ".join(CI))


def _languages(text: str) -> tuple[str, ...]:
    known = translated_languages()
    chosen = tuple(dict.fromkeys(each.strip() for each in text.split(",") if each.strip()))
    for each in chosen or ("",):
        _one_of(each, known, phrase("language with texts"), ", ".join(known))
    return chosen


def _one_of(text: str, known: Collection[str], kind: str, such_as: str) -> str:
    if text not in known:
        guess = nearest(text, sorted(known))
        hint = (
            phrase("did you mean {name}?", name=guess)
            if guess
            else phrase("write one like {example}", example=such_as)
        )
        message = phrase("{text} is no {kind}; {hint}", text=repr(text), kind=kind, hint=hint)
        raise click.BadParameter(say_in(message))
    return text


def _show_policies(formatter: click.HelpFormatter) -> None:
    with formatter.section(say_in(phrase("Policies"))):
        formatter.write_dl([*described().items()])


class _Init(click.Command):
    """The command; its help ends with the policies, each with what it is for."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        _show_policies(formatter)


@click.command("init", cls=_Init)
@click.argument(
    "folder", metavar="DIR", type=click.Path(path_type=Path), callback=_folder, is_eager=True
)
@click.option(
    "--name", callback=_asked(phrase("Name of the company or product"), _name),
    help="What the company or the product is called on the site.",
)  # fmt: skip
@click.option(
    "--url", callback=_asked(phrase("Address of the site"), _url),
    help="Where the site will be, such as https://updates.example.com/.",
)  # fmt: skip
@click.option(
    "--timezone", "zone", metavar="ZONE", callback=_asked(phrase("Time zone"), _zone, "UTC"),
    help="The zone of every time without an offset, such as Europe/Berlin.  [default: UTC]",
)  # fmt: skip
@click.option(
    "--languages", metavar="LIST", callback=_asked(phrase("Languages"), _languages, "en"),
    help="The site's languages, the default one first, such as de,en.  [default: en]",
)  # fmt: skip
@click.option(
    "--policy", metavar="NAME", callback=_asked(phrase("Notice policy"), _policy, "simple", _show_policies),
    help="The notice policy to start with, one of those below.  [default: simple]",
)  # fmt: skip
@click.option(
    "--ci", metavar="NAME", callback=_asked(phrase("Workflows"), _ci, "none"),
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
    write_schemas(Workspace.at(folder / "mkdocs.yml"), chosen())
    say(
        phrase(
            "wrote {count} files into {folder}; its README.md says what they are",
            count=len(files),
            folder=folder,
        )
    )
    if counts_workdays(policy):
        say(
            phrase(
                "the policy counts working days; before the first release, write the days off with: {command}",
                command=f"notices holidays COUNTRY {today.year} {today.year + 1} > {folder / HOLIDAYS}",
            )
        )
    say(phrase("see the site with: notices -f {file} serve", file=folder / "mkdocs.yml"))


def _refuse_existing(folder: Path, names: Collection[str]) -> None:
    found = [str(folder / each) for each in names if (folder / each).exists()]
    if found:
        raise ProjectError(
            phrase(
                "nothing was written: {files} exists; name another folder", files=", ".join(found)
            )
        )
