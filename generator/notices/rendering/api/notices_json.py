"""Our own JSON: all that is public, with every instant that a browser needs.

Belongs here: ``/api/notices.json`` and the part of it that the banner reads. Does not belong
here: its keys and types (``notices_model``), its published schema (``notices_schema``), the
formats of others (``status_api``, feeds).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import cast

from notices.domain.freezes import Freeze
from notices.domain.instants import utc
from notices.domain.policy import Texts
from notices.domain.public import (
    UNSETTLED,
    Message,
    NoticeStanding,
    PublicPlan,
    PublicRelease,
    PublicSite,
)
from notices.domain.release import KnownIssue, Result
from notices.rendering.api.notices_model import (
    VERSION,
    JsonCancellation,
    JsonDocument,
    JsonFreeze,
    JsonKnownIssue,
    JsonMessage,
    JsonNotice,
    JsonOutcome,
    JsonPlan,
    JsonPlanState,
    JsonRelease,
    JsonUpdate,
    JsonWindow,
    PublicState,
)
from notices.rendering.documents import Document, Theme
from notices.rendering.inputs import SiteInputs
from notices.rendering.locale.locale import Locale
from notices.rendering.registry import FileKind, Output
from notices.rendering.rows import Rows
from notices.rendering.views.plan_page import plan_title
from notices.rendering.views.timeline import mark_of, message_title
from notices.rendering.views.unannounced import unannounced

__all__ = ["OUTPUT", "SCHEMA", "notices_json"]

SCHEMA = "api/notices.schema.json"
"""Where the schema stands, below the site's root."""

_TO_COME = ("pending", "due", "waiting")
_LAST = datetime.max.replace(tzinfo=UTC)


def notices_json(
    site: PublicSite, theme: Theme, locales: Mapping[str, Locale], inputs: SiteInputs
) -> Iterator[Document]:
    """``/api/notices.json``: every public release and monthly plan with what was published.

    Then ``/api/upcoming.json``: the same with only the releases that are not settled (announced,
    running, or waiting for their result) and no plans, so that a banner in somebody else's
    application never fetches years of history.

    Instants are UTC with ``Z``; ``recorded`` is false while the ledger lacks what is shown.
    ``ledger`` is the record as it stood, so that a later one can be held against it;
    ``generation`` is the same in everything that was made together.
    """
    writer = _NoticesWriter(site, theme, locales)
    releases = {p.release.id: p for p in site.releases if not p.preview}
    rows = Rows(theme.cache, "notices.json")
    lines = {
        name: rows.row(
            inputs.of("notices.json", inputs.release(public)),
            partial(_release_line, writer, public),
        )
        for name, public in releases.items()
    }
    rows.keep()
    plans = [_line(writer.plan(plan)) for plan in site.plans]
    unsettled = [lines[name] for name, p in releases.items() if p.state in UNSETTLED]
    head = _line(writer.head()).removesuffix(', "releases": [], "plans": []}')
    yield _document("api/notices.json", head, list(lines.values()), plans)
    yield _document("api/upcoming.json", head, unsettled, [])


def _document(path: str, head: str, releases: Sequence[str], plans: Sequence[str]) -> Document:
    """An entry a line: people read it too, and the fast encoder writes no indents."""
    # Encoded one by one: as one text, ten thousand take 50 MB more.
    rows = [b",\n".join([line.encode() for line in lines]) for lines in (releases, plans)]
    data = b'%b, "releases": [\n%b\n], "plans": [\n%b\n]}\n' % (head.encode(), *rows)
    return Document(path, data=data)


# ``json.dumps`` makes another one for each line.
_line = json.JSONEncoder(ensure_ascii=False).encode


def _release_line(writer: _NoticesWriter, public: PublicRelease) -> str:
    return _line(writer.release(public))


class _NoticesWriter:
    """The site as JSON's own types; texts by language, in the policy's order."""

    def __init__(self, site: PublicSite, theme: Theme, locales: Mapping[str, Locale]) -> None:
        self._site, self._theme, self._locales = site, theme, locales
        self._home = locales[site.policy.default_language]
        self._systems = frozenset(system.id for system in site.systems)
        self._public = frozenset(p.release.id for p in site.releases if not p.preview)

    def head(self) -> JsonDocument:
        """The document without its releases and plans."""
        site, policy = self._site, self._site.policy
        return {
            "$schema": self._theme.base_url + SCHEMA,
            "version": VERSION,
            "generation": site.generation,
            "ledger": {"head": site.ledger_head, "count": site.ledger_count},
            "recorded": site.recorded,
            "site": {
                "name": self._theme.site_name,
                "url": self._theme.base_url,
                "timezone": policy.timezone,
                "languages": list(policy.languages),
            },
            "categories": {
                category.id: {"label": self._texts(category.label)}
                for category in policy.categories.values()
            },
            "systems": [
                {
                    "id": s.id,
                    "name": self._texts(s.name),
                    "group": self._texts(s.group),
                    "retired": s.retired,
                }
                for s in site.systems
            ],
            "freezes": [self.freeze(public.freeze) for public in site.freezes],
            "releases": [],
            "plans": [],
        }

    def freeze(self, freeze: Freeze) -> JsonFreeze:
        """One freeze. Days are days of the policy's zone."""
        policy = self._site.policy
        first, last = freeze.days(policy.zone) or (None, None)
        return {
            "id": freeze.id,
            "label": self._texts(freeze.label),
            "kind": freeze.kind,
            "start": utc(freeze.start),
            "end": utc(freeze.end),
            "first_day": first.isoformat() if first else None,
            "last_day": last.isoformat() if last else None,
            "categories": [name for name in policy.categories if name in freeze.categories],
            "systems": [s.id for s in self._site.systems if s.id in freeze.systems],
        }

    def release(self, public: PublicRelease) -> JsonRelease:
        """One release."""
        release, impact = public.release, public.release.impact
        moved = next((m.previous for m in reversed(public.messages) if m.previous), None)
        moved_reason = release.window.moved_reason if moved else None
        reason = _short_notice_reason(public)
        return {
            "id": release.id,
            "category": public.category.id,
            "state": cast("PublicState", public.state),
            "title": self._texts(release.title),
            "summary": self._texts(release.summary),
            **_window(release.window.start, release.window.end),
            "moved_from": _window(*moved) if moved else None,
            "moved_reason": self._texts(moved_reason) if moved_reason else None,
            "important": release.important,
            "impact": {
                "downtime_s": int(impact.downtime.total_seconds()),
                "mode": impact.mode,
                "sign_in_again": impact.sign_in_again,
                "systems": [s for s in dict.fromkeys(impact.systems) if s in self._systems],
            },
            "cancelled": self._cancelled(public),
            "outcome": _outcome(public),
            "known_issues": [self._issue(issue) for issue in release.known_issues],
            "short_notice_reason": self._texts(reason) if reason else None,
            "url": self._theme.base_url + self._home.at.release(release.id),
            "urls": {
                language: self._theme.base_url + locale.at.release(release.id)
                for language, locale in self._locales.items()
            },
            "notices": _published(public.messages),
            "ahead": [
                {
                    "id": standing.rule.id,
                    "label": self._texts(standing.rule.label),
                    "planned": utc(standing.planned) if standing.planned else None,
                    "deadline": utc(standing.deadline) if standing.deadline else None,
                }
                for standing in _ahead(public)
            ],
            "updates": [*self._updates(public)],
            "messages": [
                _message(
                    message,
                    {
                        language: message_title(locale, public, message)
                        for language, locale in self._locales.items()
                    },
                )
                for message in public.messages
            ],
        }

    def plan(self, public: PublicPlan) -> JsonPlan:
        """One plan. Days are days of the policy's zone; ``release`` only where that is public."""
        plan = public.plan
        title = {language: plan_title(plan, locale) for language, locale in self._locales.items()}
        return {
            "id": plan.id,
            "state": cast("JsonPlanState", public.state),
            "url": self._theme.base_url + self._home.at.plan(plan.id),
            "urls": {
                language: self._theme.base_url + locale.at.plan(plan.id)
                for language, locale in self._locales.items()
            },
            "items": [
                {
                    "title": self._texts(public_item.item.title),
                    "category": public_item.item.category,
                    "expected": public_item.item.expected.isoformat(),
                    "release": public_item.release.release.id if public_item.release else None,
                    "fate": public_item.result,
                }
                for public_item in public.items
            ],
            "unplanned": [public_item.release.id for public_item in public.unplanned],
            "notices": _published(public.messages),
            "messages": [_message(message, title) for message in public.messages],
        }

    def _updates(self, public: PublicRelease) -> Iterator[JsonUpdate]:
        told = {number: m.at for m in public.messages for number in m.updates}
        for number, update in enumerate(public.release.updates, 1):
            published_at = utc(told[number]) if number in told else None
            text = self._texts(update.text)
            yield {"at": utc(update.at), "published_at": published_at, "text": text}

    def _cancelled(self, public: PublicRelease) -> JsonCancellation | None:
        cancelled = public.release.cancelled
        if cancelled is None or public.state != "cancelled":
            return None
        return {
            "at": utc(cancelled.at),
            "reason": self._texts(cancelled.reason),
            "replaced_by": self._named(cancelled.replaced_by),
        }

    def _issue(self, issue: KnownIssue) -> JsonKnownIssue:
        return {
            "title": self._texts(issue.title),
            "status": issue.status,
            "workaround": self._texts(issue.workaround) if issue.workaround else None,
            "fixed_in": self._named(issue.fixed_in),
        }

    def _named(self, release_id: str | None) -> str | None:
        """The id of another release. One that is not public yet must not be named."""
        return release_id if release_id in self._public else None

    def _texts(self, texts: Texts) -> dict[str, str]:
        return {
            language: texts.get(language) or locale.localize(texts).text
            for language, locale in self._locales.items()
        }


def _window(start: datetime, end: datetime) -> JsonWindow:
    return {"start": utc(start), "end": utc(end)}


def _outcome(public: PublicRelease) -> JsonOutcome | None:
    outcome = public.release.outcome
    if outcome is None or public.state != "completed":
        return None
    return {"result": outcome.result, "at": utc(outcome.at)}


def _short_notice_reason(public: PublicRelease) -> Texts | None:
    """Why it was announced at short notice, or only afterwards: where its page says so."""
    exception = public.release.exception
    late = any(mark_of(message) == "short_notice" for message in public.messages)
    if exception is not None and (late or (public.state == "completed" and unannounced(public))):
        return exception.reason
    return None


def _ahead(public: PublicRelease) -> Iterable[NoticeStanding]:
    """The customers' notices still to come, as the page's timeline orders them."""
    if public.imported or public.state == "cancelled":
        return ()
    ahead = [standing for standing in public.notices if standing.status in _TO_COME]
    return sorted(ahead, key=lambda standing: standing.planned or standing.deadline or _LAST)


def _published(messages: Sequence[Message]) -> list[JsonNotice]:
    published = {(r.published_at, r.notice) for message in messages for r in message.records}
    return [{"id": notice, "published_at": utc(at)} for at, notice in sorted(published)]


def _message(message: Message, title: dict[str, str]) -> JsonMessage:
    return {
        "id": message.uid,
        "notice": message.notice,
        "published_at": utc(message.at),
        **_window(message.start, message.end),
        "result": cast("Result | None", message.result),
        "title": title,
    }


OUTPUT = Output(
    tuple(
        FileKind(f"api/{name}.json", "application/json", "programs")
        for name in ("notices", "upcoming")
    ),
    for_site=lambda c: notices_json(c.site, c.theme, c.locales, c.inputs),
)
