"""A new monthly plan as a file, and the lines by which a plan lists a release.

Belongs here: their text, and where a line goes in a plan that people wrote. Does not belong here:
which days a plan has (``domain.plans``), what it may hold (``rules``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime

from notices.cli.new.entry_text import comment, quoted_text, texts_block
from notices.domain.instants import local
from notices.domain.phrases import phrase
from notices.domain.plans import Plan, PlanTiming
from notices.domain.policy import PlanPolicy, Policy
from notices.domain.release import Release
from notices.loading import load_plan
from notices.project.schemas import modeline
from notices.rules.project.placeholder import written_texts

__all__ = ["item_lines", "month_of", "plan_text", "with_item"]


def month_of(release: Release, policy: Policy) -> date:
    """The first day of the month in which a release starts, in the policy's zone."""
    return local(release.window.start, policy.zone).date().replace(day=1)


def plan_text(
    path: str, releases: Iterable[Release], timing: PlanTiming, rules: PlanPolicy, policy: Policy
) -> str:
    """The file at ``path`` of a new plan that lists these releases; approvals are behind a ``#``."""
    items = [line for release in releases for line in item_lines(release, policy)]
    blocks = [
        [modeline(path).rstrip()],
        [
            *comment(
                phrase(
                    "Each role approves the plan on a day from {first} to {last}. Then delete the # of "
                    "its line, and that of `approvals`, and correct the day.",
                    first=timing.approved_from,
                    last=timing.approved_to,
                )
            ),
            "#approvals:",
            *(f"#  - {{role: {role}, on: {timing.approved_from}}}" for role in rules.roles),
        ],
        [
            *comment(phrase("What the month brings, in a sentence or two.")),
            *texts_block("summary", {}, policy),
        ],
        ["items:", *items] if items else ["items: []"],
    ]
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def item_lines(release: Release, policy: Policy, indent: str = "  ") -> list[str]:
    """The item by which a plan lists a release; with the languages in which its title is written."""
    titles = ", ".join(
        f"{language}: {quoted_text(title)}"
        for language, title in written_texts(release.title).items()
    )
    return [
        f"{indent}- title: {{{titles}}}",
        f"{indent}  category: {release.category}",
        f"{indent}  expected: {local(release.window.start, policy.zone).date()}",
        f"{indent}  release: {release.id}",
    ]


def with_item(
    path: str, data: bytes, release: Release, policy: Policy, now: datetime
) -> bytes | None:
    """A plan's file that also lists a release; all that people wrote stays as it was.

    ``None`` where its form does not allow that by one more item.
    """
    before = load_plan(path, data, policy, now).value
    if before is None:
        return None
    for text in _candidates(data.decode(), before, release, policy):
        after = load_plan(path, text.encode(), policy, now).value
        if after is None or after.items[:-1] != before.items:
            continue
        if replace(after, items=before.items) == before and after.items[-1].release == release.id:
            return text.encode()
    return None


def _candidates(text: str, plan: Plan, release: Release, policy: Policy) -> Iterator[str]:
    """The text with the item in the place of an empty list, or behind any line of the last item."""
    newline = "\r\n" if "\r\n" in text else "\n"
    lines = text.splitlines(keepends=True)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += newline
    if not plan.items:
        place = plan.source.at("items").line - 1
        item = "".join(f"{line}{newline}" for line in item_lines(release, policy))
        if lines[place].strip() == "items: []":
            yield "".join([*lines[:place], f"items:{newline}", item, *lines[place + 1 :]])
        return
    mark = plan.source.at(f"items.{len(plan.items) - 1}")
    # The mark is at the item's first key, behind its dash.
    head = lines[mark.line - 1][: mark.column - 1]
    indent = head.partition("-")[0]
    if indent.strip():
        return
    item = "".join(f"{line}{newline}" for line in item_lines(release, policy, indent))
    for place in range(mark.line, len(lines) + 1):
        yield "".join([*lines[:place], item, *lines[place:]])
