"""``notices outbox``: writes the messages that people send, once more."""

from __future__ import annotations

from pathlib import Path

import click

from notices.cli.language import say_in
from notices.cli.now import now_option
from notices.cli.outbox import refresh_outbox
from notices.cli.reading import evaluated, usable
from notices.cli.terminal import iso, refuse, say, show
from notices.cli.words import word
from notices.domain.layout import CONTENT
from notices.domain.names import known
from notices.domain.outbox import OutboxMessage
from notices.domain.phrases import counted, phrase
from notices.domain.policy import Policy
from notices.domain.problem import Mark, Problem
from notices.domain.public import PublicRelease
from notices.evaluation import Evaluation
from notices.project.disk import Workspace

__all__ = ["command"]


@click.command("outbox")
@click.argument("entry", metavar="[ID]", required=False)
@now_option
@click.pass_obj
def command(config_file: Path, entry: str | None, now: str | None) -> None:
    """Write the messages of all notices that are recorded, or that people owe, as mails and short texts.

    With ID, those of one release, or of the plan of a month. Prints each mail, and whether it was sent.
    """
    workspace = Workspace.at(config_file)
    evaluation = usable(evaluated(workspace, now))
    if entry is not None and (problem := _unknown(evaluation, entry)):
        refuse((problem,), phrase("nothing is written"))
    result = refresh_outbox(workspace, evaluation, published=False, entry=entry)
    assert evaluation.policy is not None
    for message in result.messages:
        for language in evaluation.policy.languages:
            words = (message.path(language), *_standing(message, evaluation.policy))
            show("  ".join(words))
    if not result.messages:
        say(phrase("no message went out or is owed yet"))
    due = [r for r in evaluation.records if r.verdict != "missed" and entry in (None, r.entry)]
    if due:
        say(
            counted(
                len(due), "1 notice to customers is due: `notices publish` shows it and writes its mail",
                "{count} notices to customers are due: `notices publish` shows them and writes their mails",
            )
        )  # fmt: skip


def _standing(message: OutboxMessage, policy: Policy) -> tuple[str, str]:
    """Whether a message was sent or shown, and to whom it goes."""
    entry = message.entry
    names = entry.release.customers if isinstance(entry, PublicRelease) else ()
    audience = ", ".join(names) if message.audience == "affected" else word(message.audience)
    to = phrase("to {audience}", audience=audience or word("affected"))
    done = phrase("to be sent")
    if message.message is not None:
        done = phrase("published {at}", at=iso(message.message.at, policy))
    elif message.sent is not None:
        done = phrase("sent {at}", at=iso(message.sent, policy))
    return say_in(done), say_in(to)


def _unknown(evaluation: Evaluation, entry: str) -> Problem | None:
    names = {each.entry.id for each in evaluation.decisions}
    names |= {each.entry.id for each in evaluation.plans}
    if entry in names:
        return None
    message = phrase("there is no release or plan `{entry}`", entry=entry)
    return Problem("error", "unknown-entry", Mark(CONTENT), message, known(entry, names))
