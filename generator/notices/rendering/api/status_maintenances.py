"""Maintenances: each public release as a scheduled maintenance of Statuspage.

Belongs here: the maintenance, its updates and what they say. Does not belong here: the files and
the components (``status_api``), which state a release is in (``status_terms``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from notices.domain.past import ended, known_instants
from notices.domain.public import Message, PublicRelease
from notices.rendering.api.status_terms import (
    STATES,
    checked_from,
    instant_text,
    short_id,
    status_at,
    status_of_system,
)
from notices.rendering.documents import Theme
from notices.rendering.locale.locale import Locale
from notices.rendering.views.timeline import headline, step_of

__all__ = ["Maintenances"]


class Maintenances:
    """The maintenances of a site. ``components`` are all of its, groups among them.

    ``begins`` dates what has no instant of its own.
    """

    def __init__(
        self,
        theme: Theme,
        locale: Locale,
        page_id: str,
        components: Sequence[Mapping[str, Any]],
        begins: datetime,
    ) -> None:
        self._theme, self._locale, self._page_id, self._begins = theme, locale, page_id, begins
        self._components = {c["id"]: c for c in components if not c["group"]}
        groups = {c["id"]: c["name"] for c in components if c["group"]}
        self._full_names = {
            name: f"{groups[component['group_id']]} - {component['name']}"
            for name, component in self._components.items()
        }
        self._known: dict[str, dict[str, object]] = {}

    def of(self, public: PublicRelease) -> dict[str, object]:
        """One release as a scheduled maintenance."""
        name = public.release.id
        if name not in self._known:
            self._known[name] = self._maintenance(public)
        return self._known[name]

    def _maintenance(self, public: PublicRelease) -> dict[str, object]:
        release = public.release
        known = known_instants(public) or [self._begins]
        created = public.messages[0].at if public.messages else min(known)
        touched = dict.fromkeys(short_id("system", system) for system in release.impact.systems)
        components = [self._components[name] for name in touched if name in self._components]
        return {
            "id": short_id("release", release.id),
            "name": self._locale.localize(release.title).text,
            "status": STATES[public.state],
            "created_at": instant_text(created),
            "updated_at": instant_text(max(known)),
            "monitoring_at": _or_none(checked_from(public)),
            "resolved_at": _or_none(ended(public)),
            "impact": "maintenance",
            "shortlink": self._theme.base_url + self._locale.at.release(release.id),
            # As Statuspage has it: when it became known, unless it ran before that.
            "started_at": instant_text(min(created, release.window.start)),
            "page_id": self._page_id,
            "incident_updates": list(reversed(list(self._updates(public, components)))),
            "components": components,
            "scheduled_for": instant_text(release.window.start),
            "scheduled_until": instant_text(release.window.end),
        }

    def _updates(
        self, public: PublicRelease, components: Sequence[Mapping[str, Any]]
    ) -> Iterator[dict[str, object]]:
        """The messages, oldest first, each with the state that it was published in."""
        before = "scheduled"
        for message in public.messages:
            status = status_at(message, over=before == "completed")
            at = instant_text(message.at)
            # A window turns at its own start and end, and no message does that but an ending.
            ran = message.start <= message.at < message.end and before != "completed"
            yield {
                "id": short_id("update", message.uid),
                "status": status,
                "body": self._body(public, message),
                "incident_id": short_id("release", public.release.id),
                "created_at": at,
                "updated_at": at,
                "display_at": at,
                "affected_components": [
                    {
                        "code": component["id"],
                        "name": self._full_names[component["id"]],
                        "old_status": status_of_system(runs=ran),
                        "new_status": status_of_system(runs=status == "in_progress"),
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
        updates = [update.text.text for update in step.updates]
        if message.updates_only:
            return "\n".join(updates)
        window = times.window(message.start, message.end).text
        lines = [
            say(
                "status.update",
                notice=headline(self._locale, public, message),
                window=window,
            )
        ]
        if step.before:
            lines.append(say("notice.before", window=step.before.text))
        if step.moved_reason:
            lines.append(say("notice.reason", reason=step.moved_reason.text))
        lines += [step.together, *updates]
        told = public.is_told_by(message)
        outcome, cancelled = release.outcome, release.cancelled
        if told and outcome is not None:
            lines.append(say(f"outcome.{outcome.result}", time=times.instant(outcome.at).text))
        elif told and cancelled is not None:
            reason = self._locale.localize(cancelled.reason).text
            lines.append(say("release.cancelled", time=times.instant(cancelled.at).text))
            lines.append(say("notice.reason", reason=reason))
        else:
            lines.append(self._locale.localize(release.summary).text)
        if step.reason:
            lines.append(say("notice.reason", reason=step.reason.text))
        return "\n".join(line for line in lines if line)


def _or_none(instant: datetime | None) -> str | None:
    return instant_text(instant) if instant else None
