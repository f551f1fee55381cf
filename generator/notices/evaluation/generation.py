"""The generation: one id for all that a site shows.

Belongs here: what of the public model counts. Two sites with the same id say the same; what
is not shown has no part in it, except through the ledger's head. Does not belong here: the
folders that sites are staged in (``notices.publishing.generations``).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from notices.domain.policy import Category
from notices.domain.projection import Projection
from notices.domain.public import PublicRelease, PublicSite

__all__ = ["generation_of"]

_LENGTH = 32

# What a row of the policy follows. Ids are older than notices at the start, and do not change.
_FOLLOWS: Mapping[str | None, bool | str] = {None: False, "outcome": True, "start": "start"}


def generation_of(site: PublicSite) -> str:
    """The id, 32 hexadecimal digits: a digest of the public model and the ledger's head.

    What a preview alone shows does not count. ``site.recorded`` does not count either: the
    head tells that. The names of all systems and categories count: feeds and API list them,
    whether or not a release names them.
    """
    shown = [public for public in site.releases if not public.preview]
    policy, projection = site.policy, Projection(frozenset(p.release.id for p in shown))
    content: dict[str, Any] = {
        "languages": policy.languages,
        "timezone": policy.timezone,
        "begins": policy.promise_begins,
        "categories": [[known.id, known.label] for known in policy.categories.values()],
        "rows": [_rows(category) for category in _used(shown)],
        "systems": site.systems,
        "releases": [_release(public, projection) for public in shown],
        "site": projection.of(site),
    }
    # Where there are none of these, a site keeps the id that it had before there were any.
    if site.freezes:
        content["freezes"] = site.freezes
    told = {"subscribe": site.subscribe, "hubs": site.hubs, "delivered": site.delivered}
    content |= {name: value for name, value in told.items() if value}
    if names := [[each.first, each.last, each.name] for each in policy.workdays.off if each.name]:
        content["days_off"] = names
    if policy.organizer is not None:
        content["organizer"] = policy.organizer
    if any(public.settled and not public.imported for public in shown):
        content["workdays"] = policy.workdays
    text = json.dumps(
        content, sort_keys=True, ensure_ascii=False, check_circular=False, default=projection
    )
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_LENGTH]


def _release(public: PublicRelease, projection: Projection) -> dict[str, Any]:
    """What counts of a release; of most entries' files the digest is known."""
    said, release = projection.of(public), public.release
    if release.content:
        window = release.window.start, release.window.end
        said["release"] = [release.content, window, release.cancelled, release.known_issues]
    if public.settled:
        # The rows, the window and the records make them what they are, and with them the days off.
        del said["notices"]
    return said


def _used(shown: list[PublicRelease]) -> list[Category]:
    categories = {public.category.id: public.category for public in shown}
    return [categories[name] for name in sorted(categories)]


def _rows(category: Category) -> list[object]:
    """What pages say of the policy's rows for a category, once for all its releases."""
    rows = [
        [row.id, row.label, row.latest, _FOLLOWS[row.on]]
        for row in category.notices
        if row.audience == "customers"
    ]
    return [category.id, rows]
