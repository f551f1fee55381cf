"""Guides and questions: the page of each, written or not, and their two lists (II.5).

Belongs here: which of these pages there are, and what is around a hand-written text. Does
not belong here: the text itself (``hosts``), when it is shown (``rules.pages``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from notices.domain.instants import utc
from notices.domain.public import PublicRelease
from notices.rendering.documents import Document
from notices.rendering.locale.babel_data import language_name
from notices.rendering.locale.contents import Outline, TextPart
from notices.rendering.locale.markdown import body_html
from notices.rendering.locale.texts import LocalizedText
from notices.rendering.registry import LanguageContext, PageKind, PageSet
from notices.rendering.shells import WRITTEN
from notices.rendering.views.cards import Card
from notices.rendering.views.ending import successor, without_guides
from notices.rendering.views.release_page import GuidePage

__all__ = ["ASKED", "AT_A_GLANCE", "EACH", "PAGES"]

_GUIDES = PageKind("guides", "guides/", "guides", 4, ("guides.css",))
_FAQ = PageKind("faq-index", "faq/", "faq", 5, ("folds.css", "guides.css"))
# Pages that are not written yet are not for search engines.
_GUIDE = PageKind("guide", "guides/{id}/", "guides", assets=("guides.css",), indexed=False)
_ANSWERS = PageKind("faq", "faq/{id}/", "faq", assets=("guides.css",), indexed=False)


ASKED = 20
"""Of how many updates the list of questions shows each question; of older ones it says how many."""

EACH = 8
"""How many questions of one update it shows."""

AT_A_GLANCE = 8
"""How many questions it shows without a table of contents."""


@dataclass(frozen=True, slots=True)
class GuideEntry:
    """One update in the list of guides, or of questions.

    ``title`` is the text's own, else the update's; ``release`` the update's where that is another.
    ``questions`` are those that the list shows; ``count`` says in words how many there are,
    ``more`` how many of them are not shown. Both are empty where there is none.
    """

    card: Card
    title: LocalizedText
    release: LocalizedText | None
    day: str
    guide: GuidePage
    questions: tuple[TextPart, ...] = ()
    count: str = ""
    more: str = ""


_Listed = tuple[PublicRelease, GuidePage, Outline | None]


def _lists(context: LanguageContext) -> Iterator[Document]:
    """The list of all guides, and of all questions."""
    say, language = context.locale.say, context.locale.language
    for key, kind, label in (
        ("guides", _GUIDES, say("release.guide")),
        ("faq", _FAQ, say("release.faq")),
    ):
        listed = [
            (public, guide, context.outlines.get((language, f"{key}/{public.release.id}")))
            for public in context.site.releases
            for guide in context.guide_pages[public.release.id]
            if guide.label == label
        ]
        inputs = context.inputs.of(
            key,
            language,
            [(context.inputs.release(public), *rest) for public, *rest in listed],
        )
        make = partial(_list, context, key, kind, listed)
        yield context.frame.later(kind.name, kind.path, inputs, make)


def _list(
    context: LanguageContext, key: str, kind: PageKind, listed: Sequence[_Listed]
) -> Document:
    """What can be read, newest first; then what is late, then what is promised, each by its deadline."""
    say = context.locale.say
    written = [each for each in listed if not each[1].note]
    owed = sorted((each for each in listed if each[1].note), key=_deadline)
    shown = sum(len(text.parts[:EACH]) for _, _, text in written[:ASKED] if text)
    return context.frame.page(
        kind,
        f"{key}.html",
        say(f"{key}.title"),
        say(f"{key}.description"),
        written=[_entry(context, *each) for each in written],
        owed=[_entry(context, *each) for each in owed],
        asked=ASKED,
        is_long=shown > AT_A_GLANCE,
    )


def _deadline(listed: _Listed) -> tuple[bool, str]:
    public, guide, _ = listed
    return bool(guide.due), utc(public.guides_due) if public.guides_due else ""


def _entry(
    context: LanguageContext, public: PublicRelease, guide: GuidePage, text: Outline | None
) -> GuideEntry:
    locale, card = context.locale, context.cards[public.release.id]
    title, parts = (text.title or card.title, text.parts) if text else (card.title, ())
    shown = parts[:EACH]
    return GuideEntry(
        card,
        title,
        card.title if title.text != card.title.text else None,
        _of_update(context, public),
        guide,
        shown,
        locale.say.count("faq.count", len(parts)) if parts else "",
        locale.say.count("faq.more", len(parts) - len(shown)) if len(parts) > len(shown) else "",
    )


def _of_update(context: LanguageContext, public: PublicRelease) -> str:
    locale = context.locale
    return locale.say("guides.of", day=locale.times.short_day(public.release.window.start))


def _of_release(context: LanguageContext, public: PublicRelease) -> Iterator[Document]:
    """The guide and the questions of one release, or their stubs (II.5)."""
    release_id = public.release.id
    for (key, kind, companion), written in zip(
        (("guides", _GUIDE, "release.faq"), ("faq", _ANSWERS, "release.guide")),
        context.once(_written_languages),
        strict=True,
    ):
        label = context.locale.say(companion)
        also = next((p for p in context.guide_pages[release_id] if p.label == label), None)
        languages = written.get(release_id, frozenset())
        if languages & set(context.locales):
            make = partial(_written, context, key, public, also, languages)
            inputs = context.page_inputs(key, public, sorted(languages))
            shell = f"{WRITTEN}{key}/{release_id}"
            yield context.frame.later(shell, f"{key}/{release_id}/", inputs, make)
        elif public.guides_due is not None:
            make = partial(_stub, context, key, kind, public, also)
            inputs = context.page_inputs(f"{key} stub", public)
            yield context.frame.later(kind.name, f"{key}/{release_id}/", inputs, make)


def _written(
    context: LanguageContext,
    key: str,
    public: PublicRelease,
    also: GuidePage | None,
    languages: frozenset[str],
) -> Document:
    locale, renderer, names = context.locale, context.renderer, context.frame.names
    card = context.cards[public.release.id]
    source = f"{key}/{card.id}"
    url = f"{locale.at.home}{source}/"
    only = ""
    if locale.language not in languages:
        shown = next(language for language in names if language in languages)
        name = language_name(shown, locale.language, locale.say.cache) or names[shown]
        only = locale.say.html("language.only", language=name)
    above = (locale.say(f"{key}.title"), f"{locale.at.home}{key}/")
    return context.frame.written(
        source,
        f"{source}/",
        context.heads.page(above, (card.title.text, url)),
        lead=renderer.render(
            "guide-lead.html",
            url,
            above=above,
            card=card,
            day=_of_update(context, public),
            issues=_open_issues(context, public),
            instead=successor(public, context.cards),
            only=only,
        ),
        tail=renderer.render(
            "guide-tail.html",
            url,
            card=card,
            also=also,
            support=context.theme.support if key == "faq" else "",
        ),
    )


def _open_issues(context: LanguageContext, public: PublicRelease) -> str:
    """How many bugs of the update are known and open, where that has run; empty where none is."""
    issues = public.release.known_issues if public.state == "completed" else ()
    unsolved = sum(issue.status == "open" for issue in issues)
    return context.locale.say.count("outcome.count", unsolved) if unsolved else ""


def _stub(
    context: LanguageContext,
    key: str,
    kind: PageKind,
    public: PublicRelease,
    also: GuidePage | None,
) -> Document:
    locale, say, card = context.locale, context.locale.say, context.cards[public.release.id]
    local = f"{key}/{card.id}/"
    owed, never = public.guides_due, without_guides(public)
    due = owed if public.state == "announced" else None
    late = say(f"{key}.stub_late", day=locale.times.date(owed)) if owed else ""
    if due is not None:
        time = locale.times.instant(due)
        text: str = say.html(f"{key}.stub", time=time)
        plain = say(f"{key}.stub", time=time)
    else:
        plain = text = say(f"{key}.stub_{never}") if never else late
    above = (say(f"{key}.title"), f"{locale.at.home}{key}/")
    content = context.renderer.render(
        "stub.html",
        locale.at.home + local,
        above=above,
        title=say.html(f"{key}.stub_title", release=card.title),
        text=text,
        due=utc(due) if due else "",
        then=late,
        off=bool(never),
        changes=not never and bool(body_html(locale.localize(public.release.body).text)),
        completed=public.state == "completed",
        support="" if never or due is not None else context.theme.support,
        card=card,
        also=also,
    )
    title = say(f"{key}.stub_title", release=card.title.text)
    return context.frame.shell(kind, local, title, plain, content, above)


def _written_languages(context: LanguageContext) -> tuple[Mapping[str, frozenset[str]], ...]:
    """The languages in which each release's guide is written, and its questions."""
    written: tuple[dict[str, set[str]], ...] = (defaultdict(set), defaultdict(set))
    for languages, pages in zip(written, (context.site.guides, context.site.faq), strict=True):
        for release_id, language in pages:
            languages[release_id].add(language)
    return tuple({k: frozenset(names) for k, names in each.items()} for each in written)


PAGES = PageSet(80, (_GUIDES, _GUIDE, _FAQ, _ANSWERS), _lists, _of_release)
