"""``notices new plan``: the plan of a month, and the line for a new release in one that is there.

Belongs here: which releases a new plan lists, whether a plan can still be changed, and asking.
Does not belong here: the text (``plan_text``).
"""

from __future__ import annotations

import re
import sys
from datetime import date, timedelta

import click

from notices.cli.language import say_in
from notices.cli.new.asking import ask, bad_value, usage
from notices.cli.new.desk import Desk
from notices.cli.new.plan_text import item_lines, month_of, plan_text, with_item
from notices.cli.terminal import REFUSED, friendly, is_terminal, say, show
from notices.domain.instants import local
from notices.domain.layout import PLANS
from notices.domain.phrases import phrase
from notices.domain.plans import Plan, plan_timing
from notices.domain.release import Release
from notices.domain.wording import quoted

__all__ = ["is_month", "list_in_plan", "write_plan"]

_MONTH = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])")


def is_month(text: str) -> bool:
    """Whether a text is a month, ``YYYY-MM``."""
    return _MONTH.fullmatch(text) is not None


def write_plan(desk: Desk, month: str | None) -> None:
    """Write the plan of a month with its releases; asks for the month on a terminal.

    Ends the command where the plan is there already or too late.
    """
    policy, rules = desk.policy, desk.policy.plan
    if rules is None:
        raise usage(phrase("the policy has no monthly plans"))
    name = _month(desk, month)
    path = f"{PLANS}/{name}.yml"
    first = date(int(name[:4]), int(name[5:]), 1)
    timing = plan_timing(Plan(name, first, (), ()), rules, policy)
    if name in {decision.entry.id for decision in desk.evaluation.plans}:
        say(phrase("nothing was written: there is a plan of {month} already", month=name))
        sys.exit(REFUSED)
    if timing.deadline < desk.now and timing.start >= policy.promise_begins:
        say(
            phrase(
                "nothing was written: the plan of {month} could be announced until {instant}",
                month=name,
                instant=desk.time(timing.deadline),
            )
        )
        sys.exit(REFUSED)
    listed = [release for release in _planned(desk) if month_of(release, policy) == first]
    desk.write({path: plan_text(path, listed, timing, rules, policy)}, but_for=("plan-approval",))
    say(
        phrase(
            "{roles} approve it from {first} to {last}, and it is announced at {planned}, by "
            "{deadline} at the latest; `notices check` refuses it until all have approved it",
            roles=", ".join(rules.roles),
            first=timing.approved_from,
            last=timing.approved_to,
            planned=desk.time(timing.planned),
            deadline=desk.time(timing.deadline),
        )
    )
    if not listed:
        say(
            phrase(
                "no release that a plan lists starts in {month}, so its list is empty; announced so, "
                "it tells customers that no updates are planned, with its summary",
                month=name,
            )
        )


def _month(desk: Desk, month: str | None) -> str:
    if month is None and is_terminal():
        today = local(desk.now, desk.policy.zone).date()
        proposal = f"{today.replace(day=1) + timedelta(days=31):%Y-%m}"
        return ask(phrase("Month"), _read_month, proposal)
    if month is None:
        raise usage(phrase("there is no month: write `notices new plan YYYY-MM`"))
    return _read_month(month)


def _read_month(text: str) -> str:
    if not is_month(text):
        message = phrase("{text} is no month such as 2027-01", text=quoted(text))
        raise bad_value("MONTH", message)
    return text


def _planned(desk: Desk) -> list[Release]:
    """The releases that plans list, drafts too, by their start."""
    files = (decision.entry.file for decision in desk.evaluation.decisions)
    planned = [
        release
        for release in files
        if release is not None
        and release.cancelled is None
        and desk.policy.categories[release.category].in_plan
    ]
    return sorted(planned, key=lambda release: (release.window.start, release.id))


def list_in_plan(desk: Desk, release: Release) -> None:
    """Offer a new release to its month's plan, where the plan can still be changed.

    On a terminal the line is written if the answer is yes; else it is printed.
    """
    policy, rules = desk.policy, desk.policy.plan
    if rules is None or not policy.categories[release.category].in_plan:
        return
    first = month_of(release, policy)
    month = f"{first:%Y-%m}"
    timing = plan_timing(Plan(month, first, (), ()), rules, policy)
    standing = next((each for each in desk.evaluation.plans if each.entry.id == month), None)
    if standing is not None and (standing.public or standing.entry.history.records):
        say(phrase("the plan of {month} is announced and does not list it", month=month))
    elif timing.deadline < desk.now:
        say(
            phrase(
                "{id} is in no plan: that of {month} could be announced until {instant}",
                id=release.id,
                month=month,
                instant=desk.time(timing.deadline),
            )
        )
    elif standing is None:
        say(
            phrase(
                "there is no plan of {month} yet; write it with: notices new plan {month}",
                month=month,
            )
        )
    else:
        _list(desk, release, standing.entry.path)


def _list(desk: Desk, release: Release, path: str) -> None:
    file = desk.root / path
    text = with_item(path, file.read_bytes(), release, desk.policy, desk.now)
    if text is not None and is_terminal():
        question = phrase("List it in {path}?", path=friendly(file))
        if click.confirm(say_in(question), default=True, err=True):
            beside = file.with_name(f".{file.name}.new")
            beside.write_bytes(text)
            beside.replace(file)
            show(friendly(file))
            return
    say(phrase("list it in {path}, below `items:`", path=friendly(file)))
    for line in item_lines(release, desk.policy):
        click.echo(line, err=True)
