"""The messages of the outbox: what went out to customers, and what people send.

Belongs here: which messages there are at one instant, and of which release or plan. Does not
belong here: their words (``rendering.outbox``), their files (``publishing.outbox``), recording
that one was sent (``recording``).

A message to customers is made from the public site alone, so nothing hidden can be in it. One to
staff, or to the customers of a targeted release, may be of a release that the site does not show.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from notices.domain.ledger import Record
from notices.domain.outbox import OutboxMessage, as_handed, as_planned, as_told, hand_uid
from notices.domain.public import Message, NoticeStanding, PublicPlan, PublicRelease, PublicSite
from notices.domain.staff_channels import sendable_from
from notices.evaluation.decisions import Decision
from notices.evaluation.evaluation import Evaluation
from notices.evaluation.public_site import shown_release
from notices.evaluation.release_records import release_events, release_record

__all__ = ["Outbox", "newest_of_each_kind", "outbox_of"]

_UNSENT = ("due", "late", "missed")


@dataclass(frozen=True, slots=True)
class Outbox:
    """The messages at one instant, and the ``site`` that customers see then."""

    site: PublicSite
    messages: tuple[OutboxMessage, ...]


def outbox_of(
    evaluation: Evaluation, *, published: bool, since: int = 0, entry: str | None = None
) -> Outbox:
    """The messages of which a record comes after the first ``since``, and all that people owe.

    ``published`` says that the evaluation, which has a ``site``, was published; else what it would
    send to customers is not sent yet, and has no message. ``entry`` is the one release or month
    that is asked for. What people owe is theirs from the instant at which the notice is due until
    it is recorded, while the release is neither refused nor over.
    """
    site = evaluation.published.site
    assert site is not None
    ledger = evaluation.after if published else evaluation.ledger
    count = len(ledger.records)
    told = {record.about for record in ledger.records if record.audience == "customers"}
    releases = tuple(
        public
        for public in site.releases
        if not public.preview and (public.imported or ("release", public.release.id) in told)
    )
    shown = {public.release.id: public for public in releases}
    hidden = {d.entry.id for d in evaluation.decisions} - shown.keys()
    site = replace(site, releases=releases, hidden=site.hidden | hidden)

    def new(messages: tuple[Message, ...]) -> Iterator[Message]:
        for message in messages:
            numbers = [record.seq for record in message.records]
            if max(numbers) > since and min(numbers) <= count:
                yield message

    messages: list[OutboxMessage] = []
    for public in releases:
        if entry in (None, public.release.id):
            messages += (_to_customers(as_told(public, m), m) for m in new(public.messages))
    for plan in site.plans:
        if entry in (None, plan.plan.id):
            messages += (_to_customers(as_planned(plan), m) for m in new(plan.messages))
    for decision in evaluation.decisions:
        if entry in (None, decision.entry.id):
            known = shown.get(decision.entry.id)
            messages += _by_people(decision, evaluation, known, since)
    return Outbox(site, tuple(messages))


def newest_of_each_kind(site: PublicSite) -> Outbox:
    """The newest message of a release and the newest of a plan: with them, mails can be tried."""

    def newest(messages: tuple[Message, ...]) -> tuple[datetime, int]:
        return messages[-1].at, messages[-1].records[-1].seq

    messages: list[OutboxMessage] = []
    releases = [each for each in site.releases if each.messages]
    if releases:
        public = max(releases, key=lambda each: newest(each.messages))
        last = public.messages[-1]
        messages.append(_to_customers(as_told(public, last), last))
    plans = [each for each in site.plans if each.messages]
    if plans:
        plan = max(plans, key=lambda each: newest(each.messages))
        messages.append(_to_customers(as_planned(plan), plan.messages[-1]))
    return Outbox(site, tuple(messages))


def _to_customers(entry: PublicRelease | PublicPlan, message: Message) -> OutboxMessage:
    # The anchor's own number is behind its instant, which ends with a capital letter.
    number = message.anchor.rpartition("Z-")[2] if "Z-" in message.anchor else "1"
    return OutboxMessage(
        entry=entry,
        notice=message.notice,
        audience="customers",
        start=message.start,
        uid=message.uid,
        number=int(number),
        message=message,
    )


def _by_people(
    decision: Decision,
    evaluation: Evaluation,
    public: PublicRelease | None,
    since: int,
) -> Iterator[OutboxMessage]:
    """The messages of one release to staff and affected customers: the recorded, then the owed."""
    history = decision.entry.history
    recorded = [r for r in history.records if r.audience != "customers"]
    owed = list(_owed(decision))
    if not owed and not any(record.seq > since for record in recorded):
        return
    assert evaluation.policy is not None
    seen = public or shown_release(decision, evaluation.policy, history, (), evaluation.now)
    if seen is None:
        return

    def message(record: Record, number: int, due: datetime | None = None) -> OutboxMessage:
        return OutboxMessage(
            entry=as_handed(seen, record),
            notice=record.notice,
            audience=record.audience,
            start=record.start,
            uid=hand_uid(record.entry, record.notice, record.start, number),
            number=number,
            is_public=public is not None,
            sent=record.published_at if record.seq else None,
            due=due,
        )

    numbers: Counter[tuple[str, object]] = Counter()
    for record in recorded:
        numbers[record.notice, record.start] += 1
        if record.seq > since:
            yield message(record, numbers[record.notice, record.start])
    for standing in owed:
        # Not in the ledger, so it has no number there.
        record = release_record(seen.release, standing, "on_time", evaluation.now)
        number = numbers[record.notice, record.start] + 1
        now = evaluation.now
        due = min(sendable_from(standing, seen.release, history, now), now)
        yield message(record, number, due)


def _owed(decision: Decision) -> Iterator[NoticeStanding]:
    """The notices that people may send now, of a release that nothing refuses."""
    release = decision.release
    if release is None or not (decision.public or decision.state == "hidden"):
        return
    over = release.outcome is not None or release.cancelled is not None
    notices = decision.notices
    if decision.settled and decision.context is not None:
        notices = release_events(decision.context)  # No notice of the policy's is open.
    for standing in notices:
        rule = standing.rule
        ends = rule.on == "outcome" or rule.id == "cancelled"
        if rule.audience != "customers" and standing.status in _UNSENT and (ends or not over):
            yield standing
