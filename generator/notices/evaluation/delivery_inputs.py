"""What delivery starts from: the channels, and what was delivered by now.

Belongs here: reading both, and whether anything may be delivered. Does not belong here: which
deliveries there are (``deliveries``), sending.

Nothing here keeps a site from being shown or a notice from being recorded: of all that is wrong with
the two files, only delivery waits.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from notices.domain.channels import Channel
from notices.domain.deliveries import DeliveryLog
from notices.domain.layout import CHANNELS, DELIVERIES
from notices.domain.phrases import counted, phrase
from notices.domain.policy import Policy
from notices.domain.problem import Mark, Problem
from notices.domain.wording import instant_text
from notices.evaluation.sources import Sources
from notices.loading import read_deliveries

__all__ = ["UNDELIVERED", "DeliveryInputs", "read_delivery_inputs"]

UNDELIVERED = frozenset({"channels", "deliveries-broken"})
"""The rules of errors that keep messages from being delivered, and nothing else."""


@dataclass(frozen=True, slots=True)
class DeliveryInputs:
    """The channels, and the record of deliveries up to now.

    ``usable`` says whether anything may be delivered: both files could be read, and no delivery is
    later than now. Where it is false, what is here may lack deliveries or channels.
    """

    channels: tuple[Channel, ...] = ()
    log: DeliveryLog = field(default_factory=DeliveryLog)
    problems: tuple[Problem, ...] = ()
    usable: bool = False


def read_delivery_inputs(sources: Sources, policy: Policy | None, now: datetime) -> DeliveryInputs:
    """Read both files; without a policy, only what is wrong with the record of deliveries."""
    if sources.is_hidden(DELIVERIES):
        # It may hold anything. Taken for an empty one, all of it would be delivered once more.
        return DeliveryInputs()
    text = read_deliveries(DELIVERIES, sources.files.get(DELIVERIES, b""))
    problems = [*text.problems]
    if policy is None:
        return DeliveryInputs(problems=tuple(problems))
    log = text.log.until(now)
    if log is not text.log:
        problems.append(_later(text.log, log, now, policy))
    data = sources.files.get(CHANNELS, b"")
    systems = sources.systems(policy).value
    channels = sources.reader.channels(CHANNELS, data, policy, systems)
    if CHANNELS in sources.files:
        problems += channels.problems
    usable = channels.value is not None and not sources.is_hidden(CHANNELS)
    return DeliveryInputs(
        channels.value or (),
        log,
        tuple(problems),
        usable and log is text.log and not any(each.is_error for each in text.problems),
    )


def _later(whole: DeliveryLog, log: DeliveryLog, now: datetime, policy: Policy) -> Problem:
    first, count = len(log.records), len(whole.records) - len(log.records)
    return Problem(
        "warning",
        "clock",
        Mark(DELIVERIES, whole.records[first].seq),
        counted(
            count,
            "{count} record is later than now, {now}; left out",
            "{count} records are later than now, {now}; left out",
            now=instant_text(now, policy),
        ),
        help=phrase("Check the machine's clock, or `--now`."),
        facts=(),
    )
