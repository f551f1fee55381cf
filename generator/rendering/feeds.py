"""Feeds: every message as an item of RSS.

Belongs here: feedgen, which nothing else may know. Does not belong here: which notices make
up a message and how it is dated (``domain.public``), its words (``timeline``, ``words``).

Traps of feedgen that are dealt with here: it dates a feed by the real clock unless told
otherwise, takes the last link for the channel's own, and puts entries in reverse.
"""

from __future__ import annotations

from collections.abc import Mapping

from feedgen.feed import FeedGenerator

from generator.domain.public import Message, PublicPlan, PublicRelease, PublicSite
from generator.rendering.cards import Card
from generator.rendering.documents import Document, Look
from generator.rendering.ink import Ink
from generator.rendering.plan_page import plan_month, plan_page
from generator.rendering.release_page import papers, release_page
from generator.rendering.timeline import headline, step_of
from generator.rendering.voice import Voice

__all__ = ["NEWEST", "rss"]

NEWEST = 50
"""How many items a feed holds."""


def rss(
    site: PublicSite, look: Look, voice: Voice, ink: Ink, cards: Mapping[str, Card]
) -> Document:
    """The language's feed: the newest messages of all releases and plans, newest first.

    ``ink`` and ``cards`` are the language's own. Ids are the messages' own and never change; dates are the messages', never the clock's.
    """
    found: list[tuple[Message, PublicRelease | PublicPlan]] = [
        (message, public)
        for public in site.releases
        if not public.preview
        for message in public.messages
    ]
    found += [(message, plan) for plan in site.plans for message in plan.messages]
    found.sort(key=lambda pair: (pair[0].dated, pair[0].uid), reverse=True)
    newest = found[:NEWEST]

    feed = FeedGenerator()
    feed.title(voice.say("feed.title", site=look.site_name))
    feed.description(voice.say("feed.description", site=look.site_name))
    feed.language(voice.language)
    feed.generator(f"notices {site.generation}".rstrip())
    feed.link(href=look.base_url + voice.at.feed, rel="self", type="application/rss+xml")
    feed.link(href=look.base_url + voice.at.home, rel="alternate")
    feed.lastBuildDate(newest[0][0].dated if newest else site.policy.promise_begins)
    for message, public in newest:
        if isinstance(public, PublicPlan):
            _plan(feed, message, public, site, look, voice, ink, cards)
        else:
            _item(feed, message, public, site, look, voice, ink, cards)
    return Document(voice.at.feed, data=feed.rss_str(pretty=True))


def _item(
    feed: FeedGenerator,
    message: Message,
    public: PublicRelease,
    site: PublicSite,
    look: Look,
    voice: Voice,
    ink: Ink,
    cards: Mapping[str, Card],
) -> None:
    words, card = voice.words, cards[public.release.id]
    url = look.base_url + card.url
    item = feed.add_entry(order="append")
    item.title(
        voice.say(
            "feed.item",
            notice=headline(voice, public.category, message),
            release=card.title.text,
            window=words.window(message.start, message.end, zone=False).text,
        )
    )
    item.guid(message.uid, permalink=False)
    item.link(href=f"{url}#{message.anchor}")
    item.pubDate(message.dated)
    item.category(
        [{"term": term} for term in (card.category, *(told.text for told in card.systems))]
    )
    documents = {public.release.id: papers(public, site, voice)}
    page = release_page(public, voice, cards, documents)
    item.description(card.summary.text)
    item.content(
        ink.print(
            "feed-item.html",
            card.url,
            page=page,
            summary=card.summary,
            window=words.window(message.start, message.end).text,
            step=step_of(voice, public, message),
            ending=page if _tells_ending(message, page.verdict) else None,
        ),
        type="CDATA",
    )


def _plan(
    feed: FeedGenerator,
    message: Message,
    public: PublicPlan,
    site: PublicSite,
    look: Look,
    voice: Voice,
    ink: Ink,
    cards: Mapping[str, Card],
) -> None:
    """A plan as it was announced: nothing of it changes with what became of it."""
    page = plan_page(public, site.policy, voice, cards)
    item = feed.add_entry(order="append")
    item.title(voice.say("feed.plan", month=plan_month(public.plan.month, voice)))
    item.guid(message.uid, permalink=False)
    item.link(href=f"{look.base_url}{page.url}#{message.anchor}")
    item.pubDate(message.dated)
    item.category([{"term": term} for term in dict.fromkeys(x.category for x in page.lines)])
    item.description(page.summary.text or page.about)
    item.content(ink.print("feed-plan.html", page.url, page=page), type="CDATA")


def _tells_ending(message: Message, verdict: str) -> bool:
    """Whether this message told the ending that the page tells: an older one knew nothing yet."""
    told = message.result or ("cancelled" if message.notice == "cancelled" else None)
    return told == verdict
