"""Events: one maintenance window as an event of iCalendar.

Belongs here: what an event says, its id, and when it changed. Does not belong here: the files
that hold events (``calendar``), iCalendar (``metadata.icalendar``), what an ending is called
(``release_page``), which messages there are (``domain.messages``).

Calendar programs take a change only where ``SEQUENCE`` and ``DTSTAMP`` of one ``UID`` have
grown. All three come from the entry's id, the ledger and the record of corrections, never from
the clock, so that every build writes the same. Nothing of an event follows the clock either: between two messages its
file keeps its bytes, so that whoever asks again gets "not modified". (The release that comes next
is named once it is public, and that is a message, too.)
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from functools import lru_cache
from types import MappingProxyType

from notices.domain.public import PublicRelease, PublicSite
from notices.domain.release import Impact
from notices.rendering.documents import Theme
from notices.rendering.locale.locale import Locale
from notices.rendering.locale.plain import plain
from notices.rendering.metadata.calendar_text import EventText
from notices.rendering.views.cards import Card
from notices.rendering.views.effects import downtime_of, mode_of, names_areas
from notices.rendering.views.ending import ending_of, successor, without_guides
from notices.rendering.views.release_page import prepare_of
from notices.rendering.views.unannounced import unannounced

__all__ = ["Events", "changes_of", "modified", "uid_of"]

_NONE: Mapping[str, Card] = MappingProxyType({})
# The endings that stand before an event's title.
_NAMED = ("cancelled", "partial", "rolled_back")
_NAMESPACE = uuid.UUID("1d7c3c55-1d0c-5c9e-8d55-6a2b0f6f8e21")


@lru_cache(maxsize=65536)
def _uid_of(name: str) -> str:
    return str(uuid.uuid5(_NAMESPACE, name))


def uid_of(public: PublicRelease, base_url: str) -> str:
    """The event's id: made of the first message's, which nothing can change.

    The same in every language, in the whole calendar and in the release's own file; never the
    same as another company's, whose calendar the reader may keep beside this one. An imported
    release, of which no message is known, has that of its page's address, without the scheme.
    """
    _, _, site = base_url.partition("://")
    page = f"{site}releases/{public.release.id}"
    return _uid_of(public.messages[0].uid if public.messages else page)


class Events:
    """Windows of releases as events, in one language; what many of them say is worded once."""

    def __init__(self, site: PublicSite, theme: Theme, locale: Locale) -> None:
        self._site, self._theme, self._locale = site, theme, locale
        self._impacts: dict[Impact, str] = {}

    def of(self, public: PublicRelease, card: Card, cards: Mapping[str, Card] = _NONE) -> EventText:
        """The window of a release; ``card`` is its own in the same language, ``cards`` are those
        of the releases that it may name."""
        release = public.release
        cancelled, outcome = release.cancelled is not None, release.outcome
        title, ended = card.title.text, "cancelled" if cancelled else outcome and outcome.result
        if ended in _NAMED:
            title = self._locale.say(f"calendar.{ended}", title=title)
        return EventText(
            uid=uid_of(public, self._theme.base_url),
            sequence=changes_of(public),
            modified=modified(public),
            created=public.messages[0].at if public.messages else None,
            start=release.window.start,
            end=release.window.end,
            title=title,
            description=self._description(public, card, cards),
            url=self._theme.base_url + card.url,
            cancelled=cancelled,
            categories=(card.category.text, *[system.text for system in card.systems]),
            alarm=_alarm(public, self._site),
        )

    def _description(self, public: PublicRelease, card: Card, cards: Mapping[str, Card]) -> str:
        """What happens and what to do about it, in sentences; where to read on."""
        say, locale = self._locale.say, self._locale
        when = f"{say('release.window')}: {card.window.text}"
        if card.before:
            when += "\n" + say("notice.before", window=card.before.text)
            if public.release.window.moved_reason:
                reason = locale.localize(public.release.window.moved_reason)
                when += "\n" + say("notice.reason", reason=reason.text)
        ending = _ending(public, locale)
        if ending and (following := self._next(public, cards)):
            ending += f"\n{following}"
        blocks = [card.summary.text, ending, _issues(public, locale), _update(card, locale), when]
        if public.release.outcome is None and public.state != "cancelled":
            blocks.append(self._impact(public, card))
        prepare = prepare_of(public, locale) if card.countdown else None
        if prepare is not None:
            blocks.append(f"{say('release.prepare')}:\n{plain(prepare.html)}")
        blocks.append(say("calendar.details", url=self._theme.base_url + card.url))
        return "\n\n".join(filter(None, blocks))

    def _next(self, public: PublicRelease, cards: Mapping[str, Card]) -> str:
        """What customers have after a cancellation or a roll-back, and the update that comes next."""
        say, following = self._locale.say, successor(public, cards)
        named = (
            f"{following.title.text} ({self._theme.base_url}{following.url})"
            if following is not None and not following.preview
            else ""
        )
        match without_guides(public):
            case "cancelled" if named:
                return say("release.instead", release=named)
            case "rolled_back" if following is not None and named and following.completed:
                key = f"outcome.followed.{following.badge.key}"
                return say(key, release=named, day=following.completed)
            case "rolled_back" if following is not None and named:
                after = say("outcome.again", release=named, window=following.window.text)
            case "rolled_back":
                after = say("outcome.again_later")
            case _:
                return ""
        return f"{say('outcome.restored')} {after}"

    def _impact(self, public: PublicRelease, card: Card) -> str:
        impact = public.release.impact
        if impact not in self._impacts:
            self._impacts[impact] = "\n".join(_impact(public, card, self._locale))
        return self._impacts[impact]


def changes_of(public: PublicRelease) -> int:
    """How often its event has changed since it was announced."""
    told = sum(message.changes for message in public.messages)
    return told + len(public.corrections) + public.corrected


def modified(public: PublicRelease) -> datetime:
    """When its last message or correction was published; before any, when it had ended.

    A correction that no publish recorded yet has no instant; it counts as a second later than
    what was before it.
    """
    release = public.release
    ended = release.cancelled or release.outcome
    known = [*public.corrections, *(message.at for message in public.messages[-1:])]
    if not public.messages:
        known.append(ended.at if ended is not None else release.window.start)
    return max(known) + timedelta(seconds=public.corrected)


def _alarm(public: PublicRelease, site: PublicSite) -> timedelta | None:
    """How long before the start the calendar reminds: as late as the policy's last notice may.

    Nothing for what is over or off, nor where the policy has no notice with a deadline.
    """
    release, start = public.release, public.release.window.start
    if release.cancelled is not None or release.outcome is not None:
        return None
    conditions = (None, "important") if release.important else (None,)
    leads = [
        start - row.latest.before(start, site.policy.zone, site.policy.workdays)
        for row in public.category.notices
        if row.audience == "customers" and row.latest is not None and row.when in conditions
    ]
    return min(leads, default=None)


def _update(card: Card, locale: Locale) -> str:
    if card.update is None:
        return ""
    time, text = card.update.time.text, card.update.text.text
    return (
        f"{locale.say('release.latest')}:\n{locale.say('notice.update_text', time=time, text=text)}"
    )


def _ending(public: PublicRelease, locale: Locale) -> str:
    """What its page says of how it ended, and why; without the page's markup."""
    say, ending = locale.say, ending_of(public, locale)
    parts = [plain(ending.text)]
    if public.state == "completed" and unannounced(public):
        parts.append(say("release.unannounced"))
    if ending.reason:
        parts.append(say("notice.reason", reason=ending.reason.text))
    return " ".join(filter(None, parts))


def _issues(public: PublicRelease, locale: Locale) -> str:
    """What is known not to work since, and what customers do until it is fixed."""
    say, lines = locale.say, []
    for issue in public.release.known_issues if public.state == "completed" else ():
        if issue.status == "open":
            line = f"- {locale.localize(issue.title).text} – {say('release.issue_open')}"
            if issue.workaround:
                text = locale.localize(issue.workaround).text
                line += f". {say('release.workaround', text=text)}"
            lines.append(line)
    return "\n".join([f"{say('release.known_issues')}:", *lines]) if lines else ""


def _impact(public: PublicRelease, card: Card, locale: Locale) -> Iterator[str]:
    say, impact = locale.say, public.release.impact
    downtime = downtime_of(public, locale)
    yield say("calendar.downtime", length=downtime) if downtime else say("calendar.no_downtime")
    systems = ", ".join(system.text for system in card.systems)
    named = names_areas(public, card.systems)
    if named:
        yield say("calendar.stopped_areas", systems=systems)
    elif mode := mode_of(public):
        yield say(f"calendar.{mode}")
    if impact.sign_in_again is not None:
        yield say("calendar.sign_in_again" if impact.sign_in_again else "calendar.sign_in_kept")
    if systems and not named:
        yield say("calendar.systems", systems=systems)
