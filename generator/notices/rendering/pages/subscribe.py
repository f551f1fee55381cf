"""The ways to follow, in the words of one language.

Belongs here: which addresses the page offers beside the whole feeds, how they are grouped, and the
lists of mails. Does not belong here: what is at them (``news``, ``calendar``), the layout
(``theme/templates``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from markupsafe import Markup

from notices.domain.plans import PLAN_NOTICE
from notices.domain.policy import EVENTS, Policy
from notices.domain.public import SubscribeOffer
from notices.rendering.addresses import MAINTNOTE
from notices.rendering.documents import Document
from notices.rendering.feeds.news import paths_of
from notices.rendering.feeds.topics import Kind
from notices.rendering.locale.locale import Locale
from notices.rendering.locale.texts import LocalizedText
from notices.rendering.registry import LanguageContext, PageKind, PageSet
from notices.rendering.shells import WRITTEN

__all__ = ["PAGES", "MailList", "SubscribePage", "TopicGroup", "TopicLinks", "subscribe_page"]

_SUBSCRIBE = PageKind(
    WRITTEN + "subscribe", "subscribe/", "subscribe", 6, ("subscribe.css", "copy.js")
)


@dataclass(frozen=True, slots=True)
class TopicLinks:
    """What there are files of: all, one category, one system; URLs are below the site's root.

    ``program`` is the whole address of the calendar as programs open it.
    """

    name: LocalizedText
    program: str
    calendar: str
    rss: str
    atom: str
    json: str


@dataclass(frozen=True, slots=True)
class TopicGroup:
    """Topics that are shown together: the categories, or the systems of one group."""

    title: LocalizedText
    topics: tuple[TopicLinks, ...]


@dataclass(frozen=True, slots=True)
class MailList:
    """A list of mails; ``url`` is where people put themselves on it.

    ``languages`` are the codes and names of those of its mails, empty where it is the page's alone.
    ``only`` says in HTML what it is limited to.
    """

    url: str
    languages: tuple[tuple[str, str], ...]
    only: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CalendarLink:
    """A way into a calendar: the link's words, and for whom it is."""

    url: str
    label: str
    about: str


@dataclass(frozen=True, slots=True)
class SubscribePage:
    """``calendars`` are the links that put the site's calendar into a program or a service.

    ``mails`` are the lists, those in the page's language first. ``maintnote`` is the file for
    network operators' tools; empty where there is none.
    """

    mails: tuple[MailList, ...]
    calendars: tuple[CalendarLink, ...]
    whole: TopicLinks
    groups: tuple[TopicGroup, ...]
    plans: bool
    maintnote: str


def subscribe_page(context: LanguageContext) -> SubscribePage:
    """The page of one language: every category of the policy, every current system."""
    site, locale, at = context.site, context.locale, context.locale.at
    categories = ((c.id, locale.localize(c.label)) for c in site.policy.categories.values())
    groups = [
        TopicGroup(locale.phrase("subscribe.by_category"), _topics(context, "category", categories))
    ]
    for title in dict.fromkeys(locale.localize(system.group) for system in site.current_systems):
        systems = (
            (s.id, locale.localize(s.name))
            for s in site.current_systems
            if locale.localize(s.group) == title
        )
        groups.append(TopicGroup(title, _topics(context, "system", systems)))
    offers = sorted(site.subscribe, key=lambda offer: locale.language not in offer.languages)
    return SubscribePage(
        mails=tuple(_mail_list(offer, context) for offer in offers),
        calendars=tuple(_calendars(context)),
        whole=_topic(
            context,
            LocalizedText("", locale.language),
            at.calendar,
            (at.feed, at.atom, at.json_feed),
        ),
        groups=tuple(groups),
        plans=site.policy.plan is not None,
        maintnote=MAINTNOTE if site.policy.organizer is not None else "",
    )


def _calendars(context: LanguageContext) -> Iterator[CalendarLink]:
    """Programs open a calendar's address by itself; services have a page that takes one."""
    say, theme = context.locale.say, context.theme
    address = theme.base_url + context.locale.at.calendar
    program = _program(address)
    named = urlencode({"url": address, "name": say("calendar.name", site=theme.site_name)})
    for name, url in (
        ("calendar", program),
        ("google", f"https://calendar.google.com/calendar/r?{urlencode({'cid': program})}"),
        ("office", f"https://outlook.office.com/calendar/0/addfromweb?{named}"),
        ("outlook", f"https://outlook.live.com/calendar/0/addfromweb?{named}"),
    ):
        yield CalendarLink(url, say(f"subscribe.{name}_open"), say(f"subscribe.{name}_for"))


def _program(address: str) -> str:
    return f"webcal://{address.partition('://')[2]}"


def _mail_list(offer: SubscribeOffer, context: LanguageContext) -> MailList:
    site, locale = context.site, context.locale
    categories = site.policy.categories.values()
    limits = {
        "types": [locale.localize(c.label) for c in categories if c.id in offer.categories],
        "areas": [locale.localize(s.name) for s in site.systems if s.id in offer.systems],
        "notices": [*_notice_names(offer, site.policy, locale)],
    }
    own = offer.languages == (locale.language,)
    return MailList(
        offer.url,
        () if own else tuple((each, context.frame.names[each]) for each in offer.languages),
        tuple(
            locale.say.html(f"subscribe.mail_only.{key}", names=Markup(", ").join(names))
            for key, names in limits.items()
            if names
        ),
    )


def _notice_names(offer: SubscribeOffer, policy: Policy, locale: Locale) -> Iterable[LocalizedText]:
    """What the notices are called that a list is limited to, each name once."""
    rows = (row for category in policy.categories.values() for row in category.notices)
    names = {row.id: locale.localize(row.label) for row in rows}
    names |= {event: locale.phrase(f"notice.{event}") for event in EVENTS}
    names |= {
        "updates": locale.phrase("notice.update"),
        PLAN_NOTICE: locale.phrase("mail.plan_label"),
    }
    return dict.fromkeys(name for notice, name in names.items() if notice in offer.notices)


def _topics(
    context: LanguageContext, kind: Kind, named: Iterable[tuple[str, LocalizedText]]
) -> tuple[TopicLinks, ...]:
    locale = context.locale
    return tuple(
        _topic(context, name, locale.at.calendar_for(kind, entry), paths_of(locale, kind, entry))
        for entry, name in named
    )


def _topic(
    context: LanguageContext, name: LocalizedText, calendar: str, feeds: tuple[str, str, str]
) -> TopicLinks:
    return TopicLinks(name, _program(context.theme.base_url + calendar), calendar, *feeds)


def _subscribe(context: LanguageContext) -> Iterator[Document]:
    locale, url = context.locale, context.locale.at.subscribe
    page = subscribe_page(context)
    tail = context.renderer.render("subscribe-tail.html", url, page=page)
    head = context.heads.page((locale.say("nav.subscribe"), url))
    yield context.frame.written("subscribe", _SUBSCRIBE.path, head, tail=tail)


PAGES = PageSet(20, (_SUBSCRIBE,), _subscribe)
