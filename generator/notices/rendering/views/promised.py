"""What was promised of a notice's time, and how far it was missed, in the words of one language.

Belongs here: deadlines, and delays behind them. Does not belong here: what a notice told
(``timeline``), the verdicts (the record brings those).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from markupsafe import Markup

from notices.domain.ledger import Record
from notices.domain.policy import NoticeRule, Policy
from notices.domain.public import Message, PublicRelease
from notices.rendering.locale.locale import Locale
from notices.rendering.locale.times import TimeText

__all__ = [
    "Mark",
    "deadline_text",
    "delay_text",
    "is_broken",
    "mark_of",
    "moment",
    "promise_text",
    "promised_length",
]

Mark = Literal["", "late", "short_notice"]


def mark_of(message: Message) -> Mark:
    """What the record says of a message's time: late, at short notice, or nothing."""
    verdicts = {record.verdict for record in message.records}
    return "late" if "late" in verdicts else "short_notice" if "exception" in verdicts else ""


def is_broken(record: Record, mark: Mark) -> bool:
    """Whether a record of a message gave that its mark."""
    return record.verdict == {"late": "late", "short_notice": "exception", "": None}[mark]


def moment(locale: Locale, at: datetime, near: datetime | None) -> TimeText:
    """An instant; as beside a window that starts at ``near``, if there is one."""
    return locale.times.instant(at) if near is None else locale.times.near(at, near)


def promise_text(
    locale: Locale,
    public: PublicRelease,
    message: Message,
    mark: Mark,
    near: datetime | None = None,
) -> str:
    """The deadline that the headline kept; where one was broken, that, by its notice's name."""
    own = [r for r in message.records if r.notice == message.notice]
    broken = [r for r in message.records if is_broken(r, mark)]
    records = [r for r in own if not mark or r in broken] + broken
    rule = public.category.notice(records[0].notice) if records else None
    if rule is None:
        return ""
    promise = deadline_text(locale, rule, records[0].deadline, near)
    if records[0].notice == message.notice or not promise:
        return promise
    label = locale.localize(rule.label)
    return locale.say.html("notice.of", label=label, promise=promise)


def deadline_text(
    locale: Locale,
    rule: NoticeRule,
    deadline: datetime | None,
    near: datetime | None = None,
) -> str:
    """What was promised; empty where nothing was. With ``near``, as beside a window that starts then.

    It names its day, also where the line above does: that may be of the reader's own clock.
    """
    if deadline is None or rule.latest is None:
        return ""
    lead = locale.times.lead(rule.latest)
    if near is not None:
        lead = Markup('<span class="nt-whole">{}</span>').format(lead)
    return locale.say.html("notice.deadline", time=moment(locale, deadline, near), lead=lead)


def promised_length(record: Record, rule: NoticeRule | None, policy: Policy, locale: Locale) -> str:
    """How long before the start a notice was promised; empty where that is not before it.

    As the policy says it, where its row still promises what it did then.
    """
    start, deadline = record.start, record.deadline
    if deadline is None or deadline >= start:
        return ""
    latest = rule.latest if rule is not None else None
    if latest is not None and latest.before(start, policy.zone, policy.workdays) == deadline:
        return locale.times.lead_length(latest)
    return locale.times.ahead(deadline, start)


def delay_text(locale: Locale, message: Message, mark: Mark) -> str:
    """How long after its deadline a message came; empty where that is less than a minute."""
    delays = [
        record.published_at - record.deadline
        for record in message.records
        if record.deadline is not None and is_broken(record, mark)
    ]
    minutes = max(delays, default=timedelta()) // timedelta(minutes=1)
    if not mark or minutes < 1:
        return ""
    length = locale.times.length(timedelta(minutes=minutes))
    return locale.say("notice.late_by" if mark == "late" else "notice.later", length=length)
