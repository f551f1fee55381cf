"""The Status API: the public Statuspage v2 files, so that existing clients read this site.

Belongs here: the names and shapes of that format, and what of ours each of them means. Does not
belong here: what is public (``domain.public``), our own JSON (``notices_json``).

A static file knows no clock: a window's state is that of the site, which is published again when
a window starts and when it ends. Its dates are instants that the site knows to be past; what has
none of its own, such as a system, is dated by the day on which the ledger begins.

What Statuspage has and we have not:

- There are no incidents, ever, and nothing says that all systems are operational: nobody here
  measures that.
- Statuspage knows no cancelled maintenance, and its clients know four states. Elsewhere one that
  is cancelled is deleted, so that whoever planned for it never learns of it. Here it keeps its id,
  leaves ``upcoming`` and ``active``, and is ``completed`` from the cancellation on, with
  that as its newest update: clients drop the countdown and show why.
- A release from before the ledger makes no claim about notices, so it has no updates.
- Nothing is delivered through this format: ``deliver_notifications`` is false.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

from notices.domain.public import Message, PublicRelease, PublicSite
from notices.domain.release import System
from notices.rendering.documents import Document, Theme
from notices.rendering.locale.locale import Locale
from notices.rendering.registry import FileKind, Output
from notices.rendering.views.timeline import headline, step_of

__all__ = ["LATEST", "OUTPUT", "status_api"]

LATEST = 50
"""How many maintenances the list of all holds."""

_STATES = {
    "announced": "scheduled",
    "in_progress": "in_progress",
    "awaiting_confirmation": "verifying",
    "completed": "completed",
    "cancelled": "completed",
}
_FILES = (
    "summary",
    "status",
    "components",
    "incidents",
    "incidents/unresolved",
    "scheduled-maintenances",
    "scheduled-maintenances/upcoming",
    "scheduled-maintenances/active",
)
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_LENGTH = 12


def status_api(site: PublicSite, theme: Theme, locale: Locale) -> Iterator[Document]:
    """The eight files below ``/api/v2``, in the language of ``locale``.

    Instants are UTC with milliseconds and ``Z``. Ids are 12 small letters and digits, made from
    the ids of releases, systems and messages alone, so that they outlast every change of text
    and window. ``scheduled-maintenances`` holds the latest windows, the last to start first;
    the other lists hold all, the next to start first. Beside what Statuspage has, each file
    names its generation, last.
    """
    board = _Board(site, theme, locale)
    active = [board.maintenance(p) for p in board.of("in_progress", "awaiting_confirmation")]
    upcoming = [board.maintenance(p) for p in board.of("announced")]
    latest = [board.maintenance(p) for p in board.releases[:LATEST]]
    components, status = board.components(), board.status()
    contents: tuple[dict[str, object], ...] = (
        {
            "components": components,
            "incidents": [],
            "scheduled_maintenances": active + upcoming,
            "status": status,
        },
        {"status": status},
        {"components": components},
        {"incidents": []},
        {"incidents": []},
        {"scheduled_maintenances": latest},
        {"scheduled_maintenances": upcoming},
        {"scheduled_maintenances": active},
    )
    for name, content in zip(_FILES, contents, strict=True):
        body = {"page": board.page, **content, "generation": site.generation}
        text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
        yield Document(f"api/v2/{name}.json", data=f"{text}\n".encode())


class _Board:
    """The site in the words of Statuspage. ``releases`` are the public ones, newest start first."""

    def __init__(self, site: PublicSite, theme: Theme, locale: Locale) -> None:
        self._site, self._theme, self._locale = site, theme, locale
        self.releases = [public for public in site.releases if not public.preview]
        self._begins = site.policy.promise_begins
        self._running = {
            system for public in self.of("in_progress") for system in public.release.impact.systems
        }
        turned: dict[str, datetime] = {}
        for public in self.releases:
            for system in public.release.impact.systems:
                turned[system] = max(*_ran(public), turned.get(system, self._begins), self._begins)
        self._turned = turned
        self._page_id = _id("page", theme.base_url)
        known = (instant for public in self.releases for instant in _known(public))
        self.page = {
            "id": self._page_id,
            "name": theme.site_name,
            "url": theme.base_url.rstrip("/"),
            "time_zone": site.policy.timezone,
            "updated_at": _text(max([self._begins, *known])),
        }
        self._maintenances: dict[str, dict[str, object]] = {}
        self._members = {
            member["id"]: member for member in self.components() if not member["group"]
        }

    def of(self, *states: str) -> list[PublicRelease]:
        """The releases of these states, the next to start first."""
        releases = [public for public in self.releases if public.state in states]
        return sorted(releases, key=lambda p: (p.release.window.start, p.release.id))

    def status(self) -> dict[str, str]:
        """The whole at a glance: whether an update runs."""
        say, running = self._locale.say, len(self.of("in_progress"))
        if not running:
            return {"indicator": "none", "description": say("status.none")}
        return {"indicator": "maintenance", "description": say.count("status.running", running)}

    def components(self) -> list[dict[str, Any]]:
        """Every system in its order, each group of systems before its first."""
        localize = self._locale.localize
        components: list[dict[str, Any]] = []
        grouped = groupby(self._site.systems, key=lambda system: localize(system.group).text)
        for place, (name, systems) in enumerate(grouped, 1):
            members = list(systems)
            # A group has no id of its own, and its name may be corrected.
            group_id = _id("group", members[0].id)
            inner = [
                self._component(system, number, group_id)
                for number, system in enumerate(members, 1)
            ]
            components.append(
                {
                    **inner[0],
                    "id": group_id,
                    "name": name,
                    "status": _of_system(runs=any(s.id in self._running for s in members)),
                    "updated_at": max(member["updated_at"] for member in inner),
                    "position": place,
                    "group_id": None,
                    "group": True,
                    "components": [member["id"] for member in inner],
                }
            )
            components += inner
        return components

    def _component(self, system: System, position: int, group_id: str) -> dict[str, Any]:
        return {
            "id": _id("system", system.id),
            "name": self._locale.localize(system.name).text,
            "status": _of_system(runs=system.id in self._running),
            "created_at": _text(self._begins),
            "updated_at": _text(self._turned.get(system.id, self._begins)),
            "position": position,
            "description": None,
            "showcase": False,
            "start_date": None,
            "group_id": group_id,
            "page_id": self._page_id,
            "group": False,
            "only_show_if_degraded": False,
        }

    def maintenance(self, public: PublicRelease) -> dict[str, object]:
        """One release as a scheduled maintenance."""
        release = public.release
        if release.id in self._maintenances:
            return self._maintenances[release.id]
        known = _known(public) or [self._begins]
        created = public.messages[0].at if public.messages else min(known)
        touched = dict.fromkeys(_id("system", system) for system in release.impact.systems)
        components = [self._members[member] for member in touched if member in self._members]
        self._maintenances[release.id] = {
            "id": _id("release", release.id),
            "name": self._locale.localize(release.title).text,
            "status": _STATES[public.state],
            "created_at": _text(created),
            "updated_at": _text(max(known)),
            "monitoring_at": _or_none(_checked_from(public)),
            "resolved_at": _or_none(_ended(public)),
            "impact": "maintenance",
            "shortlink": self._theme.base_url + self._locale.at.release(release.id),
            # As Statuspage has it: when it became known, unless it ran before that.
            "started_at": _text(min(created, release.window.start)),
            "page_id": self._page_id,
            "incident_updates": list(reversed(list(self._updates(public, components)))),
            "components": components,
            "scheduled_for": _text(release.window.start),
            "scheduled_until": _text(release.window.end),
        }
        return self._maintenances[release.id]

    def _updates(
        self, public: PublicRelease, components: list[dict[str, Any]]
    ) -> Iterator[dict[str, object]]:
        """The messages, oldest first, each with the state that it was published in."""
        before = "scheduled"
        for message in public.messages:
            status = _status_at(message, over=before == "completed")
            at = _text(message.at)
            # A window turns at its own start and end, and no message does that but an ending.
            ran = message.start <= message.at < message.end and before != "completed"
            yield {
                "id": _id("update", message.uid),
                "status": status,
                "body": self._body(public, message),
                "incident_id": _id("release", public.release.id),
                "created_at": at,
                "updated_at": at,
                "display_at": at,
                "affected_components": [
                    {
                        "code": component["id"],
                        "name": component["name"],
                        "old_status": _of_system(runs=ran),
                        "new_status": _of_system(runs=status == "in_progress"),
                    }
                    for component in components
                ],
                "deliver_notifications": False,
                "custom_tweet": None,
                "tweet_id": None,
            }
            before = status

    def _body(self, public: PublicRelease, message: Message) -> str:
        """What the message says, as lines of plain text."""
        say, times, release = self._locale.say, self._locale.times, public.release
        step = step_of(self._locale, public, message)
        window = times.window(message.start, message.end).text
        lines = [
            say(
                "status.update",
                notice=headline(self._locale, public.category, message),
                window=window,
            )
        ]
        if step.before:
            lines.append(say("notice.before", window=step.before.text))
        lines.append(step.together)
        outcome, cancelled = release.outcome, release.cancelled
        if outcome is not None and message.result == outcome.result:
            lines.append(say(f"outcome.{outcome.result}", time=times.instant(outcome.at).text))
        elif cancelled is not None and message.notice == "cancelled":
            reason = self._locale.localize(cancelled.reason).text
            lines.append(say("release.cancelled", time=times.instant(cancelled.at).text))
            lines.append(say("notice.reason", reason=reason))
        else:
            lines.append(self._locale.localize(release.summary).text)
        if step.reason:
            lines.append(say("notice.reason", reason=step.reason.text))
        return "\n".join(line for line in lines if line)


def _status_at(message: Message, *, over: bool) -> str:
    """The state in which a message was published, for the window that it announced."""
    if over or message.result is not None or message.notice == "cancelled":
        return "completed"
    if message.at < message.start:
        return "scheduled"
    return "in_progress" if message.at < message.end else "verifying"


def _of_system(*, runs: bool) -> str:
    return "under_maintenance" if runs else "operational"


def _ran(public: PublicRelease) -> tuple[datetime, ...]:
    """When its window started and stopped running, as far as its state shows that to be past."""
    window, outcome = public.release.window, public.release.outcome
    if public.state == "in_progress":
        return (window.start,)
    if public.state == "awaiting_confirmation":
        return (window.start, window.end)
    if public.state == "completed" and outcome is not None:
        known = min((m.at for m in public.messages if m.result), default=outcome.at)
        return (window.start, min(window.end, known))
    return ()


def _ended(public: PublicRelease) -> datetime | None:
    """When it was completed, or called off."""
    if public.state == "cancelled" and public.release.cancelled is not None:
        return public.release.cancelled.at
    if public.state == "completed" and public.release.outcome is not None:
        return public.release.outcome.at
    return None


def _checked_from(public: PublicRelease) -> datetime | None:
    """Since when its result is, or was, awaited; never where the result came within the window."""
    end = public.release.window.end
    if public.state == "awaiting_confirmation":
        return end
    waited = public.state == "completed" and any(m.at < end for m in public.messages)
    return end if waited and end in _ran(public) else None


def _known(public: PublicRelease) -> list[datetime]:
    """Every instant of it that is past: its messages, its window's turns, its ending."""
    ended = _ended(public)
    published = [message.at for message in public.messages]
    return [*published, *_ran(public), *([ended] if ended else [])]


def _id(kind: str, name: str) -> str:
    """A short id that depends on nothing but a name of its kind."""
    number = int.from_bytes(hashlib.sha256(f"{kind}/{name}".encode()).digest())
    digits = []
    for _ in range(_LENGTH):
        number, digit = divmod(number, len(_DIGITS))
        digits.append(_DIGITS[digit])
    return "".join(digits)


def _text(instant: datetime) -> str:
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def _or_none(instant: datetime | None) -> str | None:
    return _text(instant) if instant else None


OUTPUT = Output(
    (
        FileKind("api/v2/{name}.json", "application/json", "programs"),
        FileKind("api/v2/{list}/{name}.json", "application/json", "programs"),
    ),
    for_site=lambda c: status_api(c.site, c.theme, c.default),
)
