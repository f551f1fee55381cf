"""Letters: what a message of the outbox says, in the words of one language, before it has a form.

Belongs here: subject, content, link and event of one message. Does not belong here: mails
(``mails``), the short form (``short``), the layout (``theme/templates``).

A letter says what the page says, of the window and the ending that the message told. To staff and
to affected customers it says who may read it; whatever the site does not show has no link.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Self

from markupsafe import Markup

from notices.domain.outbox import OutboxMessage
from notices.domain.policy import update_number
from notices.domain.public import PublicPlan, PublicRelease, PublicSite
from notices.rendering.documents import Theme
from notices.rendering.feeds.events import Events
from notices.rendering.locale.locale import Locale
from notices.rendering.locale.plain import plain
from notices.rendering.locale.templates import TemplateRenderer
from notices.rendering.metadata.calendar_text import EventText
from notices.rendering.outbox.styled import with_styles
from notices.rendering.views.cards import Card, CardLists
from notices.rendering.views.effects import downtime_of
from notices.rendering.views.plan_page import plan_page
from notices.rendering.views.release_page import ReleasePage, guide_pages, release_page
from notices.rendering.views.step import Step
from notices.rendering.views.timeline import headline, notice_label, step_of

__all__ = ["Letter", "LetterWriter"]

# Where a company's style sheet has no such colour: dark texts on white.
_PLAIN = {
    **dict.fromkeys(("ink", "soft", "accent", "action", "awaiting"), "#1f2430"),
    **dict.fromkeys(("announced", "in-progress", "good", "partly", "bad", "quiet"), "#1f2430"),
    **dict.fromkeys(("ground", "surface", "tint", "accent-ink"), "#ffffff"),
    "line": "#c9ced6",
}
# The colour of each result.
_RESULTS = {"success": "good", "partial": "partly", "rolled_back": "bad"}


@dataclass(frozen=True, slots=True)
class Letter:
    """One message in one language. ``content`` is HTML that is safe to show, without a frame.

    ``url`` is absolute, and empty where the site does not show what it is about. The rest is plain,
    for the short form: ``title`` is the subject without its time, ``when`` the window with its
    zone, ``notes`` are sentences that may not be missing, ``facts`` others, the most needed first,
    and ``todo`` is what to do beforehand, or the news of the update. ``tone`` is the colour of its
    kind, by the name of the theme's token.
    """

    subject: str
    preview: str
    content: str
    notes: tuple[str, ...]
    url: str
    title: str
    when: str
    facts: tuple[str, ...]
    todo: str = ""
    tone: str = "announced"
    event: EventText | None = None


def _result(public: PublicRelease) -> str | None:
    return public.release.outcome.result if public.release.outcome else None


class LetterWriter:
    """Writes the letters of one language. ``site`` is all that customers may see."""

    def __init__(self, site: PublicSite, theme: Theme, locale: Locale) -> None:
        self._site, self._theme, self._locale = site, theme, locale
        self._renderer = TemplateRenderer(theme, locale)
        self._colours = {**_PLAIN, **theme.colours}
        self._has_dark = all(f"{name}-dark" in theme.colours for name in _PLAIN)

    @property
    def locale(self) -> Locale:
        """Its language."""
        return self._locale

    @classmethod
    def of(cls, site: PublicSite, theme: Theme, language: str) -> Self:
        """The writer of one language."""
        public = frozenset(each.release.id for each in site.releases)
        pages = frozenset(site.others)
        return cls(site, theme, Locale.of(language, site.policy, theme, public, site.hidden, pages))

    def letter(self, message: OutboxMessage) -> Letter:
        """The letter of one message. The same message gives the same letter at any time."""
        entry = message.entry
        if isinstance(entry, PublicPlan):
            return self._plan(message, entry)
        return self._release(message, entry)

    def page(self, letter: Letter) -> str:
        """A letter as a whole HTML page that fetches nothing, its styles on each element."""
        page = self._renderer.render(
            "mail.html",
            "",
            subject=letter.subject,
            preview=letter.preview,
            content=Markup(letter.content),  # noqa: S704 (rendered from a template)
            site_name=self._theme.site_name,
            direction=self._locale.say.direction,
            colours=self._colours,
            tone=letter.tone,
            has_dark=self._has_dark,
        )
        return with_styles(page)

    def text(self, letter: Letter) -> str:
        """A letter as plain text, which says the same."""
        home = f"{self._theme.base_url}{self._locale.at.home}"
        name = self._locale.say("calendar.name", site=self._theme.site_name)
        return f"{plain(letter.content)}\n\n{name}\n{home}\n"

    def _release(self, message: OutboxMessage, public: PublicRelease) -> Letter:
        locale, say, release = self._locale, self._locale.say, public.release
        site = replace(self._site, releases=(public,))
        card = CardLists(site, locale).cards[release.id]
        guides = tuple(guide for guide in guide_pages(public, site, locale) if not guide.note)
        page = release_page(public, locale, {release.id: card}, {release.id: guides})
        told = message.message
        step = step_of(locale, public, told) if told is not None else None
        news = step.updates if step is not None else ()
        news_text = " ".join(update.text.text for update in news)
        result = told.result if told is not None else _result(public)
        off = public.state == "cancelled"
        begun = public.state == "in_progress" if step is None else step.begun
        ended = off or result is not None or public.state == "completed"
        if result is not None:
            label = say(f"notice.{result}")
        elif off and message.notice == "cancelled":
            label = say("state.cancelled")
        elif told is not None:
            label = headline(locale, public, told).text
        elif begun:
            label = say("notice.begun")
        else:
            label = notice_label(locale, public.category, message.notice, None).text
        if result is not None:
            tone = _RESULTS[result]
        elif off:
            tone = "quiet"
        elif step is not None and step.before:
            tone = "partly"
        else:
            tone = "in-progress" if begun or news else "announced"
        brief = told is not None and told.updates_only
        when = locale.times.window(release.window.start, release.window.end)
        url = f"{self._theme.base_url}{card.url}" if message.is_public else ""
        notes = tuple(self._notes(message, public))
        content = self._renderer.render(
            "mail-release.html",
            card.url,
            label=label,
            page=page,
            step=step,
            off=off,
            ended=ended,
            ahead=not ended and not brief,
            begun=begun,
            changes=not off and not brief and _result(public) != "rolled_back",
            url=url,
            internal=message.audience == "staff",
            notes=notes,
        )
        title = say("mail.title", site=self._theme.site_name, notice=label, release=card.title.text)
        before = told.previous[0] if told is not None and told.previous is not None else None
        time = locale.times.instant(release.window.start)
        if news and update_number(message.notice):
            time = news[-1].time
        elif before == release.window.start:
            time = when  # Only the end is another.
        todo = "" if ended or begun or page.prepare is None else self._todo(page)
        return Letter(
            subject=self._subject(message, say("mail.subject", title=title, time=time.text)),
            preview=news_text or card.summary.text,
            content=content.strip(),
            notes=notes,
            url=url,
            title=self._subject(message, title),
            when=when.text,
            facts=()
            if brief or (news and not ended)
            else tuple(self._facts(public, page, card, step, ended=ended)),
            todo=news_text or todo,
            tone=tone,
            event=Events(site, self._theme, locale).of(public, card)
            if message.is_public and (told is not None or message.sent is None)
            else None,
        )

    def _plan(self, message: OutboxMessage, public: PublicPlan) -> Letter:
        locale, say = self._locale, self._locale.say
        page = plan_page(public, self._site.policy, locale, {})
        url = f"{self._theme.base_url}{page.url}"
        title = say("mail.plan", site=self._theme.site_name, plan=page.title)
        count = page.tally[0].text
        time = count if page.lines else say("plans.nothing")
        content = self._renderer.render("mail-plan.html", page.url, page=page, url=url)
        return Letter(
            subject=say("mail.subject", title=title, time=time),
            preview=page.about,
            content=content.strip(),
            notes=(),
            url=url,
            title=title,
            when=count,
            facts=(),
            todo="; ".join(f"{line.day}: {line.title}" for line in page.lines) or page.summary.text,
        )

    def _subject(self, message: OutboxMessage, subject: str) -> str:
        if message.audience == "staff":
            return self._locale.say("mail.internal_subject", subject=subject)
        return subject

    def _notes(self, message: OutboxMessage, public: PublicRelease) -> Iterator[str]:
        """What its readers have to know of who else knows of it."""
        say = self._locale.say
        if message.audience == "affected":
            yield say("mail.affected")
        if message.audience != "staff" or message.is_public or public.release.targeted:
            return
        planned = min((n.planned for n in public.notices if n.planned is not None), default=None)
        if planned is None:
            yield say("mail.hidden")
        else:
            yield say("mail.hidden_until", time=self._locale.times.instant(planned).text)

    def _facts(
        self,
        public: PublicRelease,
        page: ReleasePage,
        card: Card,
        step: Step | None,
        *,
        ended: bool,
    ) -> Iterator[str]:
        """Sentences: how it ended, or what customers notice of it."""
        say, impact = self._locale.say, public.release.impact
        if page.outcome:
            yield plain(page.outcome)
            if page.reason:
                yield say("notice.reason", reason=page.reason.text)
        if ended:
            return
        if step is not None and step.before and card.before:
            yield say("notice.before", window=card.before.text) + "."
        if step is not None and step.moved_reason:
            yield say("notice.reason", reason=step.moved_reason.text)
        downtime = downtime_of(public, self._locale)
        yield say("calendar.downtime", length=downtime) if downtime else say("calendar.no_downtime")
        if impact.sign_in_again:
            yield say("calendar.sign_in_again")

    def _todo(self, page: ReleasePage) -> str:
        assert page.prepare is not None
        lines = (line.strip().removeprefix("- ") for line in plain(page.prepare.html).split("\n"))
        return f"{self._locale.say('release.prepare')}: {' '.join(filter(None, lines))}"
