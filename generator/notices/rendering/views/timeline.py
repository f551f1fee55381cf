"""The timeline: a release's notices and its window, in the order of time.

Belongs here: what was posted and when, what is still to come, and the marks of the
record's verdicts. Does not belong here: which notices are owed (``domain.public`` brings that),
the layout (``theme/templates``).

The site proves what it published, not what anyone read: so the word is 'posted'. What went
out by mail is in the record of deliveries, and is said to have been sent.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from markupsafe import Markup

from notices.domain.ledger import Record
from notices.domain.policy import EVENTS, Category, update_number
from notices.domain.public import Delivered, Message, NoticeStanding, PublicRelease
from notices.rendering.locale.locale import Locale
from notices.rendering.locale.texts import LocalizedText
from notices.rendering.views.condensed import condensed
from notices.rendering.views.promised import (
    deadline_text,
    delay_text,
    is_broken,
    mark_of,
    moment,
    promise_text,
)
from notices.rendering.views.step import Step
from notices.rendering.views.updates import update_text

__all__ = [
    "headline",
    "mailed",
    "mark_of",
    "message_title",
    "notice_label",
    "step_of",
    "steps",
]


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
        step = step_of(locale, public, message, window.start)
        earlier = [told for told in public.messages if told.at < message.at]
        if not message.changes and not update_number(message.notice):
            again = _is_told_by(message.leading.notice, earlier)
            step = replace(step, label=_once_more(locale, step.label)) if again else step
        step = replace(step, mailed=mailed(locale, message, delivered))
        timed.append((message.at, place, step))
    for standing in public.notices:
        published_at = standing.published_at
        if published_at is not None:
            if (standing.rule.id, published_at) not in shown:
                timed.append((published_at, 0, _sent(locale, standing, published_at, window.start)))
            continue
        if standing.status == "not_owed" or public.state == "cancelled":
            continue
        step = _ahead(locale, public, standing)
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
    return (*condensed([step for _, _, step in timed], locale), *after)


def _is_told_by(notice: str, messages: Iterable[Message]) -> bool:
    return any(record.notice == notice for message in messages for record in message.records)


def _once_more(locale: Locale, label: LocalizedText) -> LocalizedText:
    """The name of a notice that is due once more since the window was moved."""
    return replace(label, text=locale.say("notice.again", label=label.text))


def _untold(public: PublicRelease, locale: Locale) -> Iterator[tuple[datetime, int, Step]]:
    """The updates that no message told: those of an imported release, or left at a cancellation."""
    told = {number for message in public.messages for number in message.updates}
    for number, update in enumerate(public.release.updates, 1):
        if number not in told:
            label = locale.phrase("notice.update")
            step = Step(
                "published",
                label,
                icon="bell",
                updates=(update_text(update, locale, public.release.window.start),),
            )
            yield update.at, 0, step


def step_of(
    locale: Locale, public: PublicRelease, message: Message, near: datetime | None = None
) -> Step:
    """One message: what it was, what else it covered, and what there is to say of its time.

    With ``near``, its times are as beside a window that starts then.
    """
    own = headline(locale, public, message)
    others = [
        _named(locale, public, message, record)
        for record in message.records
        if not update_number(record.notice)  # The texts of updates are shown themselves.
    ]
    others = [label for label in dict.fromkeys(others) if label != own]
    mark = mark_of(message)
    exception = public.release.exception
    promise = promise_text(locale, public, message, mark, near)
    posted = moment(locale, message.at, near)
    own_mark = any(r.notice == message.notice and is_broken(r, mark) for r in message.records)
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
        delay=delay_text(locale, message, mark),
        before=locale.times.window(*message.previous) if message.previous else None,
        moved_reason=_moved_reason(locale, public, message),
        window=locale.times.window(message.start, message.end) if message.previous else None,
        updates=tuple(update_text(update, locale, near) for update in public.updates_of(message)),
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


def _sent(locale: Locale, standing: NoticeStanding, at: datetime, near: datetime) -> Step:
    label = locale.localize(standing.rule.label)
    text = locale.say.html("notice.sent", time=moment(locale, at, near))
    return Step("published", label, text=text, day=locale.times.short_day(at))


def _ahead(locale: Locale, public: PublicRelease, standing: NoticeStanding) -> Step:
    say, rule, near = locale.say, standing.rule, public.release.window.start
    label = locale.localize(rule.label)
    if _is_told_by(rule.id, public.messages):
        label = _once_more(locale, label)
    promise = deadline_text(locale, rule, standing.deadline, near)
    if standing.status == "missed":
        return Step("missed", label, text=say("notice.missed"), promise=promise)
    if standing.status == "late":
        return Step("missed", label, text=say("notice.late_now"), promise=promise)
    if standing.status == "waiting" or (rule.on == "outcome" and standing.planned is None):
        return Step("planned", label, text=say("notice.waiting"))
    if standing.planned is None:
        return Step("planned", label, text=say("notice.planned_soon"), promise=promise)
    planned = moment(locale, standing.planned, near)
    text, day = say.html("notice.planned", time=planned), locale.times.short_day(standing.planned)
    return Step("planned", label, text=text, day=day, due=planned.start, promise=promise)


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
