"""A release's own page: everything on it, in the words of one language.

Belongs here: impact, preparation, changes, known issues, documents. Does not belong here: its
head (``cards``), how it ended (``ending``), its notices (``timeline``), the layout (``theme/templates``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from markupsafe import Markup

from notices.domain.instants import utc
from notices.domain.public import Delivered, PublicRelease, PublicSite
from notices.rendering.locale.locale import Locale
from notices.rendering.locale.markdown import body_html
from notices.rendering.locale.texts import LocalizedText
from notices.rendering.locale.times import TimeText
from notices.rendering.views.cards import Card
from notices.rendering.views.effects import downtime_now, downtime_of, mode_text, names_areas
from notices.rendering.views.ending import ending_of, successor, without_guides
from notices.rendering.views.stages import Stage, stages
from notices.rendering.views.step import Step
from notices.rendering.views.timeline import steps
from notices.rendering.views.unannounced import unannounced
from notices.rendering.views.updates import UpdateText, last_update

__all__ = [
    "Body",
    "GuidePage",
    "Issue",
    "ReleasePage",
    "guide_pages",
    "prepare_of",
    "release_page",
]


@dataclass(frozen=True, slots=True)
class Body:
    """A Markdown text of the entry, cleaned, and the language it is in if not the page's."""

    html: Markup
    language: str | None


@dataclass(frozen=True, slots=True)
class Issue:
    """A known issue; ``note`` says where it stands, with a link where there is one.

    ``workaround`` is what customers do until it is fixed.
    """

    title: LocalizedText
    fixed: bool
    note: str
    workaround: LocalizedText | None = None
    url: str | None = None
    fixed_in: LocalizedText | None = None


@dataclass(frozen=True, slots=True)
class GuidePage:
    """A guide or its questions and answers: where it is, and by when if not yet.

    ``due`` is the instant (ISO 8601 in UTC) from which the browser shows ``late`` instead of the note.
    """

    label: str
    url: str
    note: str
    due: str = ""
    late: str = ""


@dataclass(frozen=True, slots=True)
class ReleasePage:
    """All that a release's page says beside its card. HTML texts are safe to show.

    ``window`` is that of the card with the zone by its name. ``downtime_now`` says more while the update
    runs, ``downtime`` is for messages, which stay as they were sent.
    ``names_areas`` says that ``mode`` names the systems. From ``over_at`` on (ISO 8601 in UTC), the
    window's end where that is still to come, the impact is called planned. ``result_expected`` is when the
    result ought to be there. ``ended``, ``later`` and ``listed`` are of :class:`Ending`. ``open_issues`` is how
    many are still open, empty where none is, ``open_issue`` the one that is, where it is the only one;
    ``issue_count`` says how many are open and how many are fixed, where there are both. ``last`` is the newest update that tells
    of how it ended.
    ``outside`` is why the window lies outside the usual ones, ``moved`` why it is not the one that
    was announced before, ``reason`` why it was cancelled, or not announced in advance, ``instead``
    the update that comes instead, or that tries once more what was rolled back.
    """

    card: Card
    window: TimeText
    length: str
    downtime: str
    downtime_now: str
    mode: str
    names_areas: bool
    sign_in: str
    over_at: str
    result_expected: TimeText | None
    outside: LocalizedText | None
    moved: LocalizedText | None
    outcome: str
    verdict: str
    ended: TimeText | None
    later: str
    listed: bool
    open_issues: str
    open_issue: LocalizedText | None
    issue_count: str
    last: UpdateText | None
    unannounced: bool
    reason: LocalizedText | None
    instead: Card | None
    prepare: Body | None
    body: Body | None
    issues: tuple[Issue, ...]
    guide_pages: tuple[GuidePage, ...]
    stages: tuple[Stage, ...]
    steps: tuple[Step, ...]
    imported: bool


def release_page(
    public: PublicRelease,
    locale: Locale,
    cards: Mapping[str, Card],
    documents: Mapping[str, tuple[GuidePage, ...]],
    plan: str = "",
    delivered: Delivered = MappingProxyType({}),
    *,
    over: bool = False,
    result_expected: datetime | None = None,
) -> ReleasePage:
    """The page of ``public``. ``cards`` and ``documents`` hold the public releases only.

    ``plan`` is the month (``YYYY-MM``) of the public plan that lists it, ``delivered`` the site's.
    With ``over`` its effects are told as past ones; ``result_expected`` is when its result ought to be there.
    """
    release, impact, say = public.release, public.release.impact, locale.say
    window, card = release.window, cards[release.id]
    ending = ending_of(public, locale)
    issues = _issues(public, locale, cards)
    unsolved = [issue for issue in issues if not issue.fixed]
    return ReleasePage(
        card=card,
        window=locale.times.window(window.start, window.end, zone="long"),
        length=locale.times.length(window.length),
        downtime=downtime_of(public, locale) or say("release.no_downtime"),
        downtime_now=downtime_now(public, locale) or say("release.no_downtime"),
        mode=mode_text(public, card.systems, locale, over=over),
        names_areas=names_areas(public, card.systems),
        sign_in=_sign_in(impact.sign_in_again, locale, over=over),
        over_at="" if public.state in ("awaiting_confirmation", "completed") else utc(window.end),
        result_expected=locale.times.instant(result_expected) if result_expected else None,
        outside=locale.localize(window.reason) if window.reason else None,
        moved=locale.localize(window.moved_reason) if window.moved_reason else None,
        outcome=ending.text,
        verdict=ending.verdict,
        ended=ending.time,
        later=ending.later,
        listed=ending.listed,
        open_issues=locale.say.count("outcome.count", len(unsolved)) if unsolved else "",
        open_issue=unsolved[0].title if len(unsolved) == 1 else None,
        issue_count=_issue_count(len(unsolved), len(issues) - len(unsolved), locale),
        last=last_update(public, locale),
        unannounced=public.state == "completed" and unannounced(public),
        reason=ending.reason,
        instead=successor(public, cards),
        prepare=prepare_of(public, locale),
        body=_body(locale, locale.localize(release.body), release.id),
        issues=issues,
        guide_pages=documents[release.id],
        stages=stages(public, locale, plan),
        steps=steps(public, locale, delivered),
        imported=public.imported,
    )


def _issue_count(unsolved: int, fixed: int, locale: Locale) -> str:
    if not (unsolved and fixed):
        return ""
    counts = (("release.count_open", unsolved), ("release.count_fixed", fixed))
    return ", ".join(locale.say.count(key, number) for key, number in counts)


def prepare_of(public: PublicRelease, locale: Locale) -> Body | None:
    """What customers do beforehand, if there is anything."""
    prepare = locale.localize(public.release.prepare)
    return _body(locale, prepare, public.release.id, "prepare-")


def _sign_in(again: bool | None, locale: Locale, *, over: bool) -> str:
    """Whether customers sign in again; empty where the entry does not say."""
    if again is None:
        return ""
    return locale.say(f"release.{'past.' * over}sign_in_{'again' if again else 'kept'}")


def guide_pages(public: PublicRelease, site: PublicSite, locale: Locale) -> tuple[GuidePage, ...]:
    """The release's guide and questions: written, or owed unless it was taken back."""
    guides = []
    say, release_id = locale.say, public.release.id
    owed = without_guides(public) is None
    for label, pages, url in (
        (say("release.guide"), site.guides, locale.at.guide(release_id)),
        (say("release.faq"), site.faq, locale.at.answers(release_id)),
    ):
        if any((release_id, language) in pages for language in site.policy.languages):
            guides.append(GuidePage(label, url, ""))
        elif owed and public.guides_due is not None:
            late = say("release.document_late", day=locale.times.short_day(public.guides_due))
            if public.state == "announced":
                time = locale.times.instant(public.guides_due)
                note = say.html("release.document_due", time=time)
                guides.append(GuidePage(label, url, note, utc(public.guides_due), late))
            else:
                guides.append(GuidePage(label, url, late))
    return tuple(guides)


def _body(locale: Locale, text: LocalizedText, release_id: str, part: str = "") -> Body | None:
    html = body_html(text.text, part=part)
    html = Markup(locale.links.of_body(html, locale.at.release(release_id)))  # noqa: S704 (cleaned)
    return Body(html, text.language if text.foreign else None) if html else None


def _issues(public: PublicRelease, locale: Locale, cards: Mapping[str, Card]) -> tuple[Issue, ...]:
    issues = []
    for issue in public.release.known_issues:
        fixed = issue.status == "fixed"
        note = locale.say("release.issue_fixed" if fixed else "release.issue_open")
        # A fix that is not public yet must not be named: neither linked nor by its id.
        fix = cards.get(issue.fixed_in or "") if fixed else None
        issues.append(
            Issue(
                locale.localize(issue.title),
                fixed,
                note,
                locale.localize(issue.workaround) if issue.workaround and not fixed else None,
                url=fix.url if fix else None,
                fixed_in=fix.title if fix else None,
            )
        )
    return tuple(issues)
