"""``notices slots``: the next legal windows for a new release."""

from __future__ import annotations

import difflib
from dataclasses import replace
from datetime import date, time, timedelta
from pathlib import Path

import click

from notices.cli.language import say_in
from notices.cli.now import instant, now_option
from notices.cli.reading import evaluated, usable
from notices.cli.slot_json import slots_json
from notices.cli.slot_report import slots_text
from notices.cli.terminal import error_text, say
from notices.domain.hindrances import lacks_listed_days
from notices.domain.instants import local
from notices.domain.phrases import NO_TEXT, joined, phrase
from notices.domain.policy import Category, Policy
from notices.domain.release import Impact, Release, Window
from notices.domain.slot_list import usual_length
from notices.domain.wording import days_listed_text, either, json_text, log_text, span_text
from notices.evaluation import Evaluation
from notices.evaluation.slots import find_slots
from notices.loading import NotReadable, read_date, read_duration
from notices.project.disk import Workspace

__all__ = ["command"]


@click.command("slots")
@click.argument("category")
@click.option(
    "--count", type=click.IntRange(1, 100), default=3, show_default=True, help="How many."
)
@click.option(
    "--length", metavar="DURATION",
    help="The length of the window, as `90m` or `2h`.  [default: the policy's longest downtime, else 2h]",
)  # fmt: skip
@click.option(
    "--systems", metavar="LIST", multiple=True,
    help="The systems that the update touches; other windows count as clashes on these.",
)  # fmt: skip
@click.option(
    "--near", metavar="T",
    help="Those nearest to this day, before and after it; with a time of day, near to that as well.",
)  # fmt: skip
@click.option("--origin", metavar="NAME", help="Who caused it, such as provider.")
@click.option("--important", is_flag=True, help="For a release that is important.")
@click.option("--targeted", is_flag=True, help="For a release that is for some customers only.")
@click.option("--explain", is_flag=True, help="Say why each nearer day has no slot.")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text",
    show_default=True, help="How to print them.",
)  # fmt: skip
@now_option
@click.pass_obj
def command(
    config_file: Path,
    *,
    category: str,
    count: int,
    length: str | None,
    systems: tuple[str, ...],
    near: str | None,
    origin: str | None,
    important: bool,
    targeted: bool,
    explain: bool,
    form: str,
    now: str | None,
) -> None:
    """Print the next legal windows for a new release of CATEGORY.

    One for each allowed evening (each day, where any time is allowed) that still leaves time to
    publish it, with what has to be published by when, the plan that has to list it, and other
    releases at the same time.
    """
    workspace = Workspace.at(config_file)
    evaluation = usable(evaluated(workspace, now))
    policy = evaluation.policy
    assert policy is not None
    rules = _category(category, policy)
    _check_readers(rules, important=important, targeted=targeted)
    release = Release(
        id="",
        category=category,
        title={},
        summary={},
        window=Window(evaluation.now, evaluation.now + _length(length, rules)),
        impact=Impact(timedelta(), systems=_systems(systems, evaluation)),
        important=important,
        customers=("",) if targeted else (),
        origin=_origin(origin, rules),
    )
    day, clock = _near(workspace, near, policy)
    found = find_slots(evaluation, release, count, day, clock)
    if not explain:
        hurried = tuple(each for each in found.left_out if each.why == "no-time")
        found = replace(found, left_out=hurried)
    _say_unread(evaluation)
    if form == "json":
        report = slots_json(found, release, policy, evaluation.now)
        click.echo(json_text(report))
    elif found.slots or found.left_out:
        click.echo(log_text(slots_text(found, release, policy, evaluation.now)), nl=False)
    if not found.slots:
        none = phrase(
            "no window of {length} is legal for `{category}`; `--explain` says why, day by day",
            length=span_text(release.window.length),
            category=category,
        )
        say(none)
        if lacks_listed_days(release, policy.categories[category], policy, evaluation.now):
            say(days_listed_text(policy))


def _say_unread(evaluation: Evaluation) -> None:
    """The entries whose windows nobody knows, since their files are invalid."""
    for decision in evaluation.decisions:
        if decision.release is None and decision.entry.file is None:
            path = decision.entry.path
            say(phrase("{path} is invalid: whether it overlaps is not known", path=path))


def _category(name: str, policy: Policy) -> Category:
    if name not in policy.categories:
        known = either(policy.categories)
        unknown = phrase("there is no category `{name}`", name=name)
        raise _usage(joined([unknown, phrase("write {known}", known=known)], "; "))
    return policy.categories[name]


def _check_readers(category: Category, *, important: bool, targeted: bool) -> None:
    if important and targeted:
        raise _usage(phrase("a release is `--important` or `--targeted`, not both"))
    if important and not category.asks_for("important"):
        raise _usage(
            phrase("no notice of `{category}` is for important releases", category=category.id)
        )
    if targeted and not category.asks_for("targeted"):
        raise _usage(
            phrase("no notice of `{category}` is for targeted releases", category=category.id)
        )


def _length(text: str | None, category: Category) -> timedelta:
    if text is None:
        return usual_length(category)
    try:
        length = read_duration(text)
    except NotReadable as error:
        raise click.BadParameter(error_text(error), param_hint="--length") from None
    if not length:
        raise click.BadParameter(say_in(phrase("a window is not empty")), param_hint="--length")
    return length


def _systems(lists: tuple[str, ...], evaluation: Evaluation) -> tuple[str, ...]:
    """The ids of the options; each may hold several, with commas between."""
    assert evaluation.site is not None
    known = {system.id: system.retired for system in evaluation.site.systems}
    asked = dict.fromkeys(name.strip() for names in lists for name in names.split(","))
    for name in asked:
        if name not in known:
            near = difflib.get_close_matches(name, known, 1)
            hint = phrase("did you mean `{near}`?", near=near[0]) if near else NO_TEXT
            raise _usage(joined([phrase("there is no system `{name}`", name=name), hint], "; "))
        if known[name]:
            raise _usage(phrase("`{name}` is retired: no new release may name it", name=name))
    return tuple(asked)


def _origin(origin: str | None, category: Category) -> str | None:
    if origin is not None and origin not in category.origins:
        known = sorted(category.origins)
        unknown = phrase(
            "a `{category}` has no origin `{origin}`", category=category.id, origin=origin
        )
        hint = phrase("write {known}", known=either(known)) if known else NO_TEXT
        raise _usage(joined([unknown, hint], "; "))
    return origin


def _near(
    workspace: Workspace, text: str | None, policy: Policy
) -> tuple[date | None, time | None]:
    """The day that is asked for, and the time of day where there is one."""
    if text is None:
        return None, None
    if " " in text or "T" in text:
        asked = local(instant(workspace, text, option="--near"), policy.zone)
        return asked.date(), asked.time()
    try:
        return read_date(text), None
    except NotReadable as error:
        raise click.BadParameter(error_text(error), param_hint="--near") from None


def _usage(text: str) -> click.UsageError:
    return click.UsageError(log_text(say_in(text)))
