"""The summary as a whole: refusals on top, releases, plans, warnings, and a count.

Belongs here: the order of its parts, and its limit. Does not belong here: any part.
"""

from __future__ import annotations

from collections.abc import Iterable

from notices.cli.instants import instant
from notices.cli.language import say_in
from notices.cli.summary.findings import refusal, warning
from notices.cli.summary.markdown import code, linked, prose, said
from notices.cli.summary.plans import plans_table
from notices.cli.summary.releases import release_sections, releases_to_show
from notices.domain.phrases import counted, phrase
from notices.domain.problem import Problem
from notices.evaluation import BranchChanges, Evaluation

__all__ = ["LIMIT", "summary_text"]

LIMIT = 1024 * 1024
"""How many bytes a step may write into its job's summary: GitHub shows nothing of a longer one."""

# For the count, and the sentence about what is left out.
_RESERVED = 1024


def summary_text(
    evaluation: Evaluation,
    problems: tuple[Problem, ...],
    count: str,
    changes: BranchChanges | None = None,
    *,
    preview_url: str = "",
    limit: int = LIMIT,
) -> str:
    """What an evaluation found, as GitHub's Markdown, in at most ``limit`` bytes of UTF-8.

    ``problems`` are all that check reports, sorted; ``count`` is its last line. With ``changes`` it
    speaks of the releases that a branch touched, without of all that are not public yet or have
    a problem. ``preview_url`` is where the site with this change can be looked at.
    """
    errors = [problem for problem in problems if problem.is_error]
    warnings = [problem for problem in problems if not problem.is_error]
    parts = _Parts(limit - _RESERVED)
    parts.add([_heading(len(errors)), _introduction(evaluation, preview_url)])
    for problem in errors:
        parts.add([refusal(problem)])
    if (policy := evaluation.policy) is not None:
        changed = None if changes is None else changes.changed
        releases = releases_to_show(evaluation, problems, changed)
        sections = [*release_sections(releases, evaluation, policy, problems)]
        if changes is not None:
            sections += [_removed(path) for path in sorted(changes.removed)]
        title = phrase("What customers will see and get, and who owes what")
        parts.add_under(f"## {say_in(title)}", sections)
        plans = plans_table(evaluation, policy, problems, changed)
        parts.add_under(f"## {say_in(phrase('Monthly plans'))}", [plans] if plans else [])
    if warnings:
        parts.add_folded(
            say_in(counted(len(warnings), "1 warning", "{count} warnings")), map(warning, warnings)
        )
    return parts.ended_by(prose(say_in(count)))


def _heading(errors: int) -> str:
    if not errors:
        return f"# {say_in(phrase('Notices: nothing is refused'))}"
    text = counted(
        errors, "Notices: 1 problem to put right", "Notices: {count} problems to put right"
    )
    return f"# {say_in(text)}"


def _introduction(evaluation: Evaluation, preview_url: str) -> str:
    policy = evaluation.policy
    sentences = []
    if policy is not None:
        sentences.append(
            phrase(
                "As of {instant}. All times are those of {zone}.",
                instant=instant(evaluation.now, policy),
                zone=prose(policy.timezone),
            )
        )
    if preview_url:
        link = linked(preview_url)
        sentences.append(phrase("[Preview of the site with this change]({link}).", link=link))
    return " ".join(map(say_in, sentences))


def _removed(path: str) -> str:
    return say_in(phrase("{path} is removed.", path=code(path)))


class _Parts:
    """Blocks of Markdown, as many as there is room for."""

    def __init__(self, room: int) -> None:
        self._room = room
        self._blocks: list[str] = []
        self._left_out = 0

    def add(self, blocks: list[str]) -> None:
        """All of these blocks, or none."""
        text = "\n\n".join(filter(None, blocks))
        size = len(text.encode()) + 2
        if size > self._room:
            self._left_out += 1
            return
        self._room -= size
        self._blocks.append(text)

    def add_under(self, heading: str, blocks: list[str]) -> None:
        """Blocks below a heading, which stands there only if one of them does."""
        for number, block in enumerate(blocks):
            self.add([heading, block] if not number else [block])

    def add_folded(self, title: str, items: Iterable[str]) -> None:
        """Items of a list that a reader opens."""
        begin, end = f"<details>\n<summary>{title}</summary>\n", "\n</details>"
        self._room -= len(begin) + len(end)
        chosen = []
        for item in items:
            size = len(item.encode()) + 1
            if size > self._room:
                self._left_out += 1
                continue
            self._room -= size
            chosen.append(item)
        self._blocks.append("\n".join((begin, *chosen, end)))

    def ended_by(self, line: str) -> str:
        """The whole text; ``line`` is its last one."""
        blocks = [*self._blocks, "---"]
        if self._left_out:
            text = counted(
                self._left_out,
                "1 part is left out: a summary has room for 1 MiB. `notices check` prints all of it.",
                "{count} parts are left out: a summary has room for 1 MiB. `notices check` prints "
                "all of them.",
            )
            blocks.append(said(say_in(text)))
        return "\n\n".join((*blocks, f"{line}\n"))
