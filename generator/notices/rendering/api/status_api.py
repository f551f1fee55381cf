"""The Status API: the public Statuspage v2 files, so that existing clients read this site.

Belongs here: the names and shapes of that format, and what of ours each of them means. Does not
belong here: what is public (``domain.public``), our own JSON (``notices_json``). The maintenances
are in ``status_maintenances``, states and instants in ``status_terms``.

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

import json
from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from typing import Any

from notices.domain.past import known_instants, ran
from notices.domain.public import PublicRelease, PublicSite
from notices.domain.release import System
from notices.rendering.api.status_maintenances import Maintenances
from notices.rendering.api.status_terms import (
    instant_text,
    short_id,
    status_of_system,
)
from notices.rendering.documents import Document, Theme
from notices.rendering.locale.locale import Locale
from notices.rendering.registry import FileKind, Output

__all__ = ["LATEST", "OUTPUT", "status_api"]

LATEST = 50
"""How many maintenances the list of all holds."""

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


def status_api(site: PublicSite, theme: Theme, locale: Locale) -> Iterator[Document]:
    """The eight files below ``/api/v2``, in the language of ``locale``.

    Instants are UTC with milliseconds and ``Z``. Ids are 12 small letters and digits, made from
    the ids of releases, systems and messages alone, so that they outlast every change of text
    and window. ``scheduled-maintenances`` holds the latest windows, the last to start first;
    the other lists hold all, the next to start first. Beside what Statuspage has, each file
    names its generation, last.
    """
    board = _Board(site, theme, locale)
    of = board.maintenances.of
    active = [of(public) for public in board.of("in_progress", "awaiting_confirmation")]
    upcoming = [of(public) for public in board.of("announced")]
    latest = [of(public) for public in board.releases[:LATEST]]
    components, status = board.components, board.status()
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
        self._site, self._locale = site, locale
        self.releases = [public for public in site.releases if not public.preview]
        self._begins = site.policy.promise_begins
        self._running = {
            system for public in self.of("in_progress") for system in public.release.impact.systems
        }
        turned: dict[str, datetime] = {}
        for public in self.releases:
            newest = max((*ran(public), self._begins))
            for system in public.release.impact.systems:
                turned[system] = max(newest, turned.get(system, newest))
        self._turned = turned
        self._page_id = short_id("page", theme.base_url)
        known = (instant for public in self.releases for instant in known_instants(public))
        self.page = {
            "id": self._page_id,
            "name": theme.site_name,
            "url": theme.base_url.rstrip("/"),
            "time_zone": site.policy.timezone,
            "updated_at": instant_text(max([self._begins, *known])),
        }
        self.components = self._all_components()
        self.maintenances = Maintenances(
            theme, locale, self._page_id, self.components, self._begins
        )

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

    def _all_components(self) -> list[dict[str, Any]]:
        """Every current system in its order, each group of systems before its first."""
        localize = self._locale.localize
        components: list[dict[str, Any]] = []
        grouped = groupby(self._site.systems, key=lambda system: localize(system.group).text)
        place = 0
        for name, systems in grouped:
            known = list(systems)
            # A group has no id of its own, and its name may be corrected.
            group_id = short_id("group", known[0].id)
            members = [system for system in known if not system.retired]
            if not members:
                continue
            place += 1
            inner = [
                self._component(system, number, group_id)
                for number, system in enumerate(members, 1)
            ]
            components.append(
                {
                    **inner[0],
                    "id": group_id,
                    "name": name,
                    "status": status_of_system(runs=any(s.id in self._running for s in members)),
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
            "id": short_id("system", system.id),
            "name": self._locale.localize(system.name).text,
            "status": status_of_system(runs=system.id in self._running),
            "created_at": instant_text(self._begins),
            "updated_at": instant_text(self._turned.get(system.id, self._begins)),
            "position": position,
            "description": None,
            "showcase": False,
            "start_date": None,
            "group_id": group_id,
            "page_id": self._page_id,
            "group": False,
            "only_show_if_degraded": False,
        }


OUTPUT = Output(
    (
        FileKind("api/v2/{name}.json", "application/json", "programs"),
        FileKind("api/v2/{list}/{name}.json", "application/json", "programs"),
    ),
    for_site=lambda c: status_api(c.site, c.theme, c.default),
)
