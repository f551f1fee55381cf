"""The guard against mass changes: a slip in the policy must not mail the past to everybody.

Belongs here: counting what one publish would send late or as a move. Does not belong here:
stopping the publish (``publishing``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from notices.domain.ledger import Record
from notices.domain.policy import Policy
from notices.domain.problem import Problem

__all__ = ["mass_change"]


def mass_change(policy: Policy, records: Iterable[Record]) -> Iterator[Problem]:
    """A warning if ``records``, all of one publish, make too many late or rescheduled messages.

    Notices of one release are one message, so releases are counted. What is due on time, let
    out by an exception, or only recorded as missed mails nobody the past and does not count.
    """
    found = {
        record.entry
        for record in records
        if record.audience == "customers"
        and (record.verdict == "late" or record.notice == "rescheduled")
    }
    if len(found) > policy.max_at_once:
        yield Problem(
            "warning",
            "mass-change",
            policy.source.at("max_at_once"),
            f"a publish would send {len(found)} late or rescheduled messages at once; "
            f"`max_at_once` allows {policy.max_at_once}, so it sends none",
            help="Look whether a change of the policy or the clock made them late; if they are "
            "meant, send them with `notices publish --all`.",
        )
