"""The timeline: a release's notices and its window, in the order of time.

Belongs here: what was posted and when, what is still to come, and the marks of the
record's verdicts. Does not belong here: which notices are owed (``domain.public`` brings that),
the layout (``theme/templates``).

The site proves what it published, not what anyone read: so the word is 'posted'. What went
out by mail is in the record of deliveries, and is said to have been sent.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from markupsafe import Markup

from notices.domain.ledger import Record
from notices.domain.policy import EVENTS, Category, NoticeRule, update_number
from notices.domain.public import Delivered, Message, NoticeStanding, PublicRelease
from notices.rendering.locale.locale import Locale
from notices.rendering.locale.texts import LocalizedText
from notices.rendering.locale.times import TimeText
from notices.rendering.views.updates import UpdateText, update_text

__all__ = [
    "Step",
    "headline",
    "mailed",
    "mark_of",
    "message_title",
    "notice_label",
    "step_of",
    "steps",
]

Kind = Literal["published", "planned", "missed", "window"]
Mark = Literal["", "late", "short_notice"]


@dataclass(frozen=True, slots=True)
class Step:
    """One step. ``text`` says when it was or will be posted, ``posted`` and ``day`` when it was;
    ``folded`` that newer ones stand below it, and one line is enough. ``icon`` is that of what it
    told, where that is more than a date. ``mailed`` is when it went out by mail. ``promise`` is the deadline in words; ``before`` the window that was moved,
    ``moved_reason`` why; ``updates`` what it told while the update ran, oldest first.

    ``report`` says of a message that it came when the update had begun, ``begun`` that the update
    has begun is what it told. With ``included`` the
    mark is not the headline's, but that of another notice in it, which ``promise`` names.
    ``due`` is when what is only planned ought to be there (ISO 8601 with its offset).
    """

    kind: Kind
    label: LocalizedText
    text: str = ""
    posted: TimeText | None = None
    day: str = ""
    folded: bool = False
    icon: str = ""
    mailed: str = ""
    due: str = ""
    report: str = ""
    begun: bool = False
    anchor: str = ""
    together: str = ""
    mark: Mark = ""
    included: bool = False
    reason: LocalizedText | None = None
    promise: str = ""
    before: TimeText | None = None
    moved_reason: LocalizedText | None = None
    window: TimeText | None = None
    updates: tuple[UpdateText, ...] = ()


def headline(locale: Locale, public: PublicRelease, message: Message) -> LocalizedText:
    """Which notice a message is, in words: 'Nhắc lần cuối', 'Completed'."""
    return _named(locale, public, message, message.leading)


def message_title(locale: Locale, public: PublicRelease, message: Message) -> str:
    """A message's title, plain, which says it all: '[Moved] New payroll: Saturday 12 …'."""
    return locale.say(
        "feed.item",
        notice=headline(locale, public, message),
        release=locale.localize(public.release.title).text,
        window=locale.times.window(message.start, message.end).text,
    )


def mark_of(message: Message) -> Mark:
    """What the record says of a message's time: late, at short notice, or nothing."""
    verdicts = {record.verdict for record in message.records}
    return "late" if "late" in verdicts else "short_notice" if "exception" in verdicts else ""


def _named(
    locale: Locale, public: PublicRelease, message: Message, record: Record
) -> LocalizedText:
    """What one notice of a message is called; a move of the end alone has a name of its own, and so
    has the start."""
    if record.notice == "rescheduled" and message.previous and message.previous[0] == message.start:
        return locale.phrase("notice.end_moved")
    if public.says_begun(record):
        return locale.phrase("notice.begun")
    return notice_label(locale, public.category, record.notice, message.result)


def steps(public: PublicRelease, locale: Locale, delivered: Delivered) -> tuple[Step, ...]:
    """The steps, oldest first; of an imported release, which claims no notices, its updates."""
    window = public.release.window
    timed = [*_untold(public, locale)]
    if public.imported:
        return tuple(step for _, _, step in timed)
    after: list[Step] = []
    shown: set[tuple[str, datetime]] = set()
    for message in public.messages:
        shown |= {(r.notice, r.published_at) for r in message.records}
        # The window is what begins: it stands above the news of that.
        place = 2 if public.is_begun_by(message) else 0
        step = step_of(locale, public, message)
        step = replace(step, mailed=mailed(locale, message, delivered))
        timed.append((message.at, place, step))
    for standing in public.notices:
        published_at = standing.published_at
        if published_at is not None:
            if (standing.rule.id, published_at) not in shown:
                timed.append((published_at, 0, _sent(locale, standing, published_at)))
            continue
        if standing.status == "not_owed" or public.state == "cancelled":
            continue
        step = _ahead(locale, standing)
        when = standing.planned or standing.deadline
        if when is None:
            after.append(step)
        else:
            timed.append((when, 2 if standing.rule.on == "start" else 0, step))
    if public.state != "cancelled":
        text = locale.times.window(window.start, window.end)
        label = locale.phrase("notice.window")
        timed.append((window.start, 1, Step("window", label, window=text)))
    timed.sort(key=lambda entry: entry[:2])
    return (*_folded([step for _, _, step in timed]), *after)


def _folded(steps: list[Step]) -> Iterator[Step]:
    """The steps, of which old notices are one line each; what was told of the update stays whole."""
    newest = next((step for step in reversed(steps) if step.kind == "published"), None)
    for step in steps:
        old = step.kind == "published" and step is not newest
        yield replace(step, folded=True) if old and not step.updates else step


def _untold(public: PublicRelease, locale: Locale) -> Iterator[tuple[datetime, int, Step]]:
    """The updates that no message told: those of an imported release, or left at a cancellation."""
    told = {number for message in public.messages for number in message.updates}
    for number, update in enumerate(public.release.updates, 1):
        if number not in told:
            label = locale.phrase("notice.update")
            step = Step("published", label, icon="bell", updates=(update_text(update, locale),))
            yield update.at, 0, step


def step_of(locale: Locale, public: PublicRelease, message: Message) -> Step:
    """One message: what it was, what else it covered, and what there is to say of its time."""
    own = headline(locale, public, message)
    others = [
        _named(locale, public, message, record)
        for record in message.records
        if not update_number(record.notice)  # The texts of updates are shown themselves.
    ]
    others = [label for label in dict.fromkeys(others) if label != own]
    mark = mark_of(message)
    exception = public.release.exception
    promise = _promise(locale, public, message, mark)
    posted = locale.times.instant(message.at)
    own_mark = any(r.notice == message.notice for r in _broken(message, mark))
    return Step(
        "published",
        own,
        text=locale.say.html("notice.published", time=posted),
        posted=posted,
        day=locale.times.short_day(message.at),
        icon=_icon(message),
        report=locale.say("notice.report") if _reports(public, message) else "",
        begun=public.is_begun_by(message),
        anchor=message.anchor,
        together=locale.say.html("notice.together", labels=_listed(others)) if others else "",
        mark=mark,
        included=bool(mark and promise and not own_mark),
        reason=locale.localize(exception.reason) if exception and mark == "short_notice" else None,
        promise=promise,
        before=locale.times.window(*message.previous) if message.previous else None,
        moved_reason=_moved_reason(locale, public, message),
        window=locale.times.window(message.start, message.end) if message.previous else None,
        updates=tuple(update_text(update, locale) for update in public.updates_of(message)),
    )


def _icon(message: Message) -> str:
    if message.result:
        return "" if message.result == "success" else message.result
    if message.cancels:
        return "cancelled"
    return "moved" if message.previous else "bell" if update_number(message.leading.notice) else ""


def mailed(locale: Locale, message: Message, delivered: Delivered) -> str:
    """When a message went out by mail, as HTML; empty where it did not.

    It stands behind the time at which it was published, whose day it need not name again.
    """
    at = delivered.get(message.uid, {}).get("mail")
    if at is None:
        return ""
    if locale.times.day_of(at) == locale.times.day_of(message.at):
        return locale.say.html("notice.mailed", time=locale.times.clock(at))
    return locale.say.html("notice.mailed_later", time=locale.times.instant(at))


def _moved_reason(locale: Locale, public: PublicRelease, message: Message) -> LocalizedText | None:
    reason = public.release.window.moved_reason
    return locale.localize(reason) if reason and public.is_moved_by(message) else None


def _listed(labels: list[LocalizedText]) -> Markup:
    return Markup(", ").join(labels)


def _reports(public: PublicRelease, message: Message) -> bool:
    """Whether it announced an update that had begun, and not its beginning, result or a change."""
    event = message.result is not None or message.notice in EVENTS or message.updates
    return not event and not public.is_begun_by(message) and message.at >= message.start


def _promise(locale: Locale, public: PublicRelease, message: Message, mark: Mark) -> str:
    """The deadline that the headline kept; where one was broken, that, by its notice's name."""
    own = [r for r in message.records if r.notice == message.notice]
    broken = _broken(message, mark)
    records = [r for r in own if not mark or r in broken] + broken
    rule = public.category.notice(records[0].notice) if records else None
    if rule is None:
        return ""
    promise = _deadline(locale, rule, records[0].deadline)
    if records[0].notice == message.notice or not promise:
        return promise
    label = locale.localize(rule.label)
    return locale.say.html("notice.of", label=label, promise=promise)


def _broken(message: Message, mark: Mark) -> list[Record]:
    """The records of a message that gave it its mark."""
    verdict = {"late": "late", "short_notice": "exception", "": None}[mark]
    return [record for record in message.records if record.verdict == verdict]


def _deadline(locale: Locale, rule: NoticeRule, deadline: datetime | None) -> str:
    if deadline is None or rule.latest is None:
        return ""
    lead = locale.times.lead(rule.latest)
    return locale.say.html("notice.deadline", time=locale.times.instant(deadline), lead=lead)


def _sent(locale: Locale, standing: NoticeStanding, at: datetime) -> Step:
    label = locale.localize(standing.rule.label)
    text = locale.say.html("notice.sent", time=locale.times.instant(at))
    return Step("published", label, text=text, day=locale.times.short_day(at))


def _ahead(locale: Locale, standing: NoticeStanding) -> Step:
    say, times, rule = locale.say, locale.times, standing.rule
    label = locale.localize(rule.label)
    promise = _deadline(locale, rule, standing.deadline)
    if standing.status == "missed":
        return Step("missed", label, text=say("notice.missed"), promise=promise)
    if standing.status == "late":
        return Step("missed", label, text=say("notice.late_now"), promise=promise)
    if standing.status == "waiting" or (rule.on == "outcome" and standing.planned is None):
        return Step("planned", label, text=say("notice.waiting"))
    if standing.planned is None:
        return Step("planned", label, text=say("notice.planned_soon"), promise=promise)
    planned = times.instant(standing.planned)
    text = say.html("notice.planned", time=planned)
    return Step("planned", label, text=text, due=planned.start, promise=promise)


def notice_label(
    locale: Locale, category: Category, notice: str, result: str | None
) -> LocalizedText:
    """What a notice is called: by its result, by the policy, or as the event that it is."""
    if notice in EVENTS:
        return locale.phrase(f"notice.{notice}")
    if update_number(notice):
        return locale.phrase("notice.update")
    rule = category.notice(notice)
    if result and (rule is None or rule.on == "outcome"):
        return locale.phrase(f"notice.{result}")
    if rule is None:
        return locale.phrase("notice.other")
    return locale.localize(rule.label)
