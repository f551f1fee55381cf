"""Somebody sees to a message that a receiver refused.

An address that is gone, a mail that is too large, a receiver that could not be reached for two days:
the program does not try again. The recipient is told another way, or the channel is put right. The
warning stands until a person says that it is seen to.

Fails::

    $ notices check    # the server answered: 550 no such user

Passes::

    $ notices deliver --settle 3f2a9c0d71b64e58 && notices check
"""

from __future__ import annotations

from collections.abc import Iterator

from notices.domain.deliveries import is_of_feed
from notices.domain.layout import DELIVERIES
from notices.domain.phrases import phrase
from notices.domain.problem import Mark, Problem
from notices.rules.project_context import ProjectContext
from notices.rules.rule import Rule

__all__ = ["RULE"]


def _refused(context: ProjectContext) -> Iterator[Problem]:
    for each in context.undelivered:
        if each.status != "refused":
            continue
        last = each.last
        kind, entry = each.entry or (None, None)
        message = phrase(
            "{recipient} did not get `{message}` over {channel}",
            recipient=last.recipient,
            message=each.notice or last.message,
            channel=last.channel,
        )
        help = phrase(
            "Tell the recipient another way, or put the channel right; then: `notices deliver "
            "--settle {key}`.",
            key=last.key,
        )
        if is_of_feed(last.message):
            message = phrase(
                "the hub {channel} does not take that {feed} changed",
                channel=last.channel,
                feed=last.recipient,
            )
            help = phrase(
                "Put the hub's address right, or delete the channel; then: `notices deliver --settle "
                "{key}`.",
                key=last.key,
            )
        if last.detail:
            message = phrase("{what}: {why}", what=message, why=last.detail)
        yield Problem(
            "warning",
            "delivery-refused",
            Mark(DELIVERIES, last.seq),
            message,
            help=help,
            entry=entry,
            notice=each.notice,
            kind=kind,
            facts=(last.key,),
        )


RULE = Rule("delivery-refused", ("warning",), __doc__, project=_refused)
