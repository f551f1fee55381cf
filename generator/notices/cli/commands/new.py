"""``notices new``: a new release, or the plan of a month, as files to go on with."""

from __future__ import annotations

from pathlib import Path

import click

from notices.cli.new.asking import usage
from notices.cli.new.desk import Desk
from notices.cli.new.plan import is_month, write_plan
from notices.cli.new.release import Asked, write_release
from notices.cli.new.repetition import MOST
from notices.cli.now import clock, given_now, now_option
from notices.cli.reading import usable
from notices.domain.phrases import phrase
from notices.project.disk import Workspace
from notices.project.kept import evaluated

__all__ = ["command"]

_PLAN = "plan"


@click.command("new")
@click.argument("kind", metavar="CATEGORY")
@click.argument("entry", metavar="[ID]", required=False)
@click.option(
    "--title",
    "titles",
    metavar="TEXT",
    multiple=True,
    help="The title; again for each further language, in the policy's order.",
)
@click.option("--start", metavar="T", help="When it begins: a time, or a day alone.")
@click.option("--end", metavar="T", help="When it ends.")
@click.option("--length", metavar="DURATION", help="How long its window is, such as 90m.")
@click.option("--downtime", metavar="DURATION", help="How long customers cannot work, at most.")
@click.option(
    "--repeat",
    metavar="RRULE",
    help="One release for each date that recurs, such as FREQ=MONTHLY;BYDAY=2SU.",
)
@click.option("--count", type=click.IntRange(1, MOST), help="How many, with --repeat.")
@click.option("--systems", metavar="LIST", help="The systems that it touches, such as payroll,crm.")
@click.option("--origin", metavar="NAME", help="Who caused it, such as provider.")
@click.option("--customers", metavar="LIST", help="The only customers that it is for.")
@click.option("--important", is_flag=True, help="Announce it as an important change.")
@now_option
@click.pass_obj
def command(
    config_file: Path,
    kind: str,
    entry: str | None,
    *,
    titles: tuple[str, ...],
    start: str | None,
    end: str | None,
    length: str | None,
    downtime: str | None,
    repeat: str | None,
    count: int | None,
    systems: str | None,
    origin: str | None,
    customers: str | None,
    important: bool,
    now: str | None,
) -> None:
    """Write a new release of CATEGORY, or with `plan YYYY-MM` the plan of a month.

    On a terminal, what is not given is asked for. The window is the earliest legal one that
    leaves time to publish it, or the nearest one to --start. Nothing that exists is replaced.
    """
    workspace = Workspace.at(config_file)
    sources = workspace.sources()
    evaluation = usable(evaluated(workspace.root, sources, given_now(workspace, now) or clock()))
    assert evaluation.policy is not None
    desk = Desk(workspace.root, sources, evaluation, evaluation.policy)
    asked = Asked(
        kind, entry, titles, start, end, length, downtime, repeat, count,
        systems, origin, customers, important,
    )  # fmt: skip
    if kind != _PLAN or (_PLAN in desk.policy.categories and not is_month(entry or "")):
        write_release(desk, asked)
    elif asked != Asked(kind, entry):
        raise usage(phrase("`new plan` takes no option but --now"))
    else:
        write_plan(desk, entry)
