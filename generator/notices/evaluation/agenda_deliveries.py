"""Deliveries that a person has to look after, as items of the agenda.

Belongs here: one item for each, with the command that ends it. Does not belong here: the warnings
about them (``rules.project``), notices that people send (``agenda``).
"""

from __future__ import annotations

from collections.abc import Iterator

from notices.domain.agenda import AgendaItem
from notices.domain.deliveries import is_of_feed
from notices.domain.layout import DELIVERIES
from notices.domain.phrases import phrase
from notices.domain.problem import Mark
from notices.evaluation.owners import teller
from notices.rules.project_context import ProjectContext

__all__ = ["delivery_items"]


def delivery_items(context: ProjectContext) -> Iterator[AgendaItem]:
    """What was refused, and of what nobody knows: overdue since then."""
    policy = context.policy
    standings = {standing.id: standing for standing in context.releases}
    for each in context.undelivered:
        last = each.last
        # A message that nobody can name any more has its place by its id.
        kind, entry = each.entry or ("release", last.message)
        standing = standings.get(entry) if kind == "release" else None
        release = standing.release if standing else None
        command = f"notices deliver --settle {last.key}"
        about = {"notice": each.notice or "?", "recipient": last.recipient, "channel": last.channel}
        if each.status == "unknown":
            message = phrase("find out whether {recipient} got `{notice}` over {channel}", **about)
            help = phrase(
                "If it came, run `{command}`; if not, run `notices deliver --retry-unknown`.",
                command=command,
            )
        elif is_of_feed(last.message):
            message = phrase(
                "the hub {channel} does not take that {feed} changed; put its address right",
                channel=last.channel,
                feed=last.recipient,
            )
            help = phrase("When it is seen to, run `{command}`.", command=command)
        else:
            message = phrase(
                "{recipient} did not get `{notice}` over {channel}; tell them another way", **about
            )
            help = phrase("When it is seen to, run `{command}`.", command=command)
        owner = policy.plan.owner if kind == "plan" and policy.plan else None
        yield AgendaItem(
            role=owner or teller(policy, standing.category if standing else None),
            kind="delivery",
            entry_kind=kind,
            entry=entry,
            name=last.key,
            title=release.title if release else {},
            message=message,
            help=help,
            due=last.at,
            overdue=True,
            mark=Mark(DELIVERIES, last.seq),
            command=command,
        )
