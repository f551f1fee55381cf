"""From decisions to the public site: the one place through which anything becomes visible.

Belongs here: picking what is public, as it is after the publish. Does not belong here:
deciding that (``decisions``), wording (``rendering``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from notices.domain.channels import Channel, MailChannel
from notices.domain.deliveries import DeliveryLog
from notices.domain.instants import local
from notices.domain.ledger import History, Ledger
from notices.domain.messages import messages_of
from notices.domain.plans import Plan, PlanItem
from notices.domain.policy import Policy
from notices.domain.public import (
    DeliveredBy,
    Message,
    NoticeStanding,
    PublicFreeze,
    PublicPlan,
    PublicPlanItem,
    PublicRelease,
    SubscribeOffer,
)
from notices.domain.punctuality import promises_of
from notices.domain.schedule import public_state, standings
from notices.domain.settled import Deferred, is_settled
from notices.evaluation.decisions import Decision
from notices.evaluation.plan_decisions import PlanDecision
from notices.rules.project.unplanned import planned_categories

__all__ = [
    "delivered",
    "public_freezes",
    "public_plans",
    "public_releases",
    "shown_release",
    "subscribe_offers",
]


def public_releases(
    decided: tuple[Decision, ...],
    policy: Policy,
    after: Ledger,
    now: datetime,
    *,
    drafts: bool,
) -> tuple[PublicRelease, ...]:
    """Every release that the site shows, newest start first, as it is after the publish."""
    histories = after.histories()
    messages = messages_of(after.records)
    shown = []
    for decision in decided:
        if not (decision.public or drafts):
            continue
        history = histories.get(decision.entry.id, History())
        public = shown_release(decision, policy, history, messages.get(decision.entry.id, ()), now)
        if public is not None:
            shown.append(public)
    shown.sort(key=lambda p: p.release.id)
    shown.sort(key=lambda p: p.release.window.start, reverse=True)
    return tuple(shown)


def shown_release(
    decision: Decision,
    policy: Policy,
    history: History,
    messages: tuple[Message, ...],
    now: datetime,
) -> PublicRelease | None:
    """The release of a decision as whoever is shown it sees it; ``None`` where none is usable.

    ``history`` and ``messages`` are its own, after the publish.
    """
    release, category = decision.release, decision.category
    if release is None or category is None:
        return None
    settled = is_settled(release, category, policy, history)

    def notices() -> tuple[NoticeStanding, ...]:
        found = [
            standing
            for standing in standings(release, category, policy, history, now)
            if standing.rule.audience == "customers"
            and (standing.status != "not_owed" or standing.record is not None)
        ]
        found.sort(key=lambda n: (n.planned is None, n.planned or now, n.deadline or now))
        return tuple(found)

    task = category.guides_task
    owed = task is not None and not decision.imported and release.cancelled is None
    return PublicRelease(
        release=release,
        category=category,
        state=public_state(release, now),
        # An imported release has no record and owes no notice; most of a long history is imported.
        notices=() if decision.imported else Deferred(notices) if settled else notices(),
        messages=messages,
        imported=decision.imported,
        guides_due=task.latest.before(release.window.start, policy.zone, policy.workdays)
        if task and owed
        else None,
        preview=not decision.public,
        promises=promises_of(history),
        settled=settled,
    )


def public_plans(
    decided: tuple[PlanDecision, ...],
    releases: tuple[PublicRelease, ...],
    policy: Policy,
    after: Ledger,
) -> tuple[PublicPlan, ...]:
    """Every announced plan, newest month first; after its month with what became of it."""
    public = {p.release.id: p for p in releases if not p.preview}
    histories = after.plan_histories()
    messages = messages_of(after.records, "plan")
    plans = []
    for decision in decided:
        plan = decision.plan
        if plan is None or not decision.public:
            continue
        over = decision.state == "completed"
        plans.append(
            PublicPlan(
                plan=plan,
                state=decision.state,
                items=tuple(_plan_item(item, public, policy, over=over) for item in plan.items),
                unplanned=tuple(_unplanned(plan, public, policy)) if over else (),
                messages=messages.get(plan.id, ()),
                imported=decision.imported,
                promises=promises_of(histories.get(plan.id, History())),
            )
        )
    plans.sort(key=lambda p: p.plan.month, reverse=True)
    return tuple(plans)


def public_freezes(policy: Policy, now: datetime) -> tuple[PublicFreeze, ...]:
    """Every freeze of the policy, by start; each is public from the day on which it is there."""
    ordered = sorted(policy.freezes, key=lambda freeze: (freeze.start, freeze.id))
    return tuple(PublicFreeze(freeze, over=freeze.end <= now) for freeze in ordered)


def subscribe_offers(channels: Iterable[Channel]) -> tuple[SubscribeOffer, ...]:
    """The lists that customers can put themselves on; nothing else is public of a channel of mails."""
    return tuple(
        SubscribeOffer(
            channel.id,
            channel.languages,
            channel.subscribe_url,
            channel.categories,
            channel.systems,
            channel.notices,
        )
        for channel in channels
        if isinstance(channel, MailChannel) and channel.audience == "customers"
        if channel.subscribe_url
    )


def delivered(
    log: DeliveryLog, releases: tuple[PublicRelease, ...], plans: tuple[PublicPlan, ...]
) -> dict[str, dict[DeliveredBy, datetime]]:
    """By which ways each public message reached anybody, and when first (UTC); by its uid.

    The record alone says it, so that it stays when a channel goes: mail has an address to go to.
    """
    shown = [public.messages for public in releases if not public.preview]
    uids = {message.uid for messages in shown for message in messages}
    uids |= {message.uid for public in plans for message in public.messages}
    found: dict[str, dict[DeliveredBy, datetime]] = {}
    for record in log.records:
        if record.event == "accepted" and record.message in uids:
            way: DeliveredBy = "mail" if "@" in record.recipient else "chat"
            found.setdefault(record.message, {}).setdefault(way, record.at)
    return found


def _plan_item(
    item: PlanItem, public: dict[str, PublicRelease], policy: Policy, *, over: bool
) -> PublicPlanItem:
    """A plan's line, linked only to what is public, with its result once the month is over."""
    public_release = public.get(item.release) if item.release is not None else None
    if not over:
        return PublicPlanItem(item, public_release)
    if public_release is None or public_release.state == "cancelled":
        return PublicPlanItem(item, public_release, "dropped")
    day = local(public_release.release.window.start, policy.zone).date()
    return PublicPlanItem(item, public_release, "kept" if day == item.expected else "moved")


def _unplanned(
    plan: Plan, public: dict[str, PublicRelease], policy: Policy
) -> Iterator[PublicRelease]:
    """The month's releases of the planned categories that the plan does not list."""
    categories = planned_categories(policy)
    for name, shown in sorted(public.items()):
        day = local(shown.release.window.start, policy.zone).date()
        if (
            shown.release.category in categories
            and shown.state != "cancelled"
            and plan.month <= day < plan.next_month
            and name not in plan.listed
        ):
            yield shown
