"""Somebody finds out what became of a delivery of which nobody knows.

A run was stopped while it sent a message, or the line died before the receiver answered: it may have
been taken or not. The program sends nothing twice by itself, so a person asks the recipient, or looks
in the server's log. What came is settled; what did not is sent again.

Fails::

    $ notices check    # the server fell silent after the text of a mail

Passes::

    $ notices deliver --settle 3f2a9c0d71b64e58 && notices check
"""

from __future__ import annotations

from collections.abc import Iterator

from notices.domain.layout import DELIVERIES
from notices.domain.phrases import phrase
from notices.domain.problem import Mark, Problem
from notices.rules.project_context import ProjectContext
from notices.rules.rule import Rule

__all__ = ["RULE"]


def _unknown(context: ProjectContext) -> Iterator[Problem]:
    for each in context.undelivered:
        if each.status != "unknown":
            continue
        last = each.last
        kind, entry = each.entry or (None, None)
        yield Problem(
            "warning",
            "delivery-unknown",
            Mark(DELIVERIES, last.seq),
            phrase(
                "nobody knows whether {recipient} got `{message}` over {channel}",
                recipient=last.recipient,
                message=each.notice or last.message,
                channel=last.channel,
            ),
            help=phrase(
                "Ask the recipient, or look in the server's log. If it came: `notices deliver --settle "
                "{key}`; if not: `notices deliver --retry-unknown`.",
                key=last.key,
            ),
            entry=entry,
            notice=each.notice,
            kind=kind,
            facts=(last.key,),
        )


RULE = Rule("delivery-unknown", ("warning",), __doc__, project=_unknown)
