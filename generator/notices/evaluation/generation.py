"""The generation: one id for all that a site shows.

Belongs here: what of the public model counts. Two sites with the same id say the same; what
is not shown has no part in it, except through the ledger's head. Does not belong here: the
folders that sites are staged in (``notices.publishing.generations``).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Set
from dataclasses import fields, is_dataclass
from datetime import date, timedelta
from typing import Any

from notices.domain.freezes import Freeze
from notices.domain.instants import Lead
from notices.domain.ledger import Record
from notices.domain.plans import Plan, PlanItem
from notices.domain.policy import Category, NoticeRule
from notices.domain.public import NoticeStanding, PublicRelease, PublicSite
from notices.domain.release import Approval, KnownIssue, Release, Window

__all__ = ["generation_of"]

_LENGTH = 32

# What a row of the policy follows. Ids are older than notices at the start, and do not change.
_FOLLOWS: Mapping[str | None, bool | str] = {None: False, "outcome": True, "start": "start"}

# What is in an entry or a record and on no page. Whatever is not named here counts, so
# that a new field can only make ids differ too often, never too rarely.
_UNSHOWN: Mapping[type, frozenset[str]] = {
    Approval: frozenset({"approved_by", "on"}),
    Freeze: frozenset({"approvers", "source"}),
    NoticeStanding: frozenset({"record", "excused", "opens"}),
    Plan: frozenset({"approvals", "items", "source"}),
    PlanItem: frozenset({"release"}),
    PublicSite: frozenset(
        {
            "policy",
            "systems",
            "releases",
            "freezes",
            "generation",
            "drafts",
            "recorded",
            "hidden",
        }
    ),
    Record: frozenset({"seq", "digest", "prev"}),
    Release: frozenset({"customers", "origin", "own_times", "draft", "source"}),
    Window: frozenset({"approved_by"}),
}


def generation_of(site: PublicSite) -> str:
    """The id, 32 hexadecimal digits: a digest of the public model and the ledger's head.

    What a preview alone shows does not count. ``site.recorded`` does not count either: the
    head tells that. The names of all systems and categories count: feeds and API list them,
    whether or not a release names them.
    """
    shown = [public for public in site.releases if not public.preview]
    policy, projection = site.policy, _Projection(frozenset(p.release.id for p in shown))
    content = {
        "languages": policy.languages,
        "timezone": policy.timezone,
        "begins": policy.promise_begins,
        "categories": [[known.id, known.label] for known in policy.categories.values()],
        "rows": [_rows(category) for category in _used(shown)],
        "systems": site.systems,
        "releases": [projection.of(public) for public in shown],
        "site": projection.of(site),
    }
    if site.freezes:  # Where there are none, a site keeps the id that it had before there were any.
        content["freezes"] = site.freezes
    text = json.dumps(
        content, sort_keys=True, ensure_ascii=False, check_circular=False, default=projection
    )
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_LENGTH]


class _Projection:
    """What JSON cannot write by itself, as what it can. ``public`` are the ids of releases."""

    def __init__(self, public: frozenset[str]) -> None:
        self._public = public
        self._shown: dict[type, tuple[str, ...]] = {}

    def __call__(self, value: object) -> Any:
        if type(value) in self._shown:
            return self.of(value)
        match value:
            case date() | timedelta() | Lead():  # An instant is a date, too.
                return str(value)
            case Category() | NoticeRule():
                return value.id
            case PublicRelease():
                return value.release.id
            case KnownIssue():
                fix = value.fixed_in if value.fixed_in in self._public else None
                return [value.title, value.status, fix]
            case Mapping():
                return dict(value)
            case Set():
                return sorted(value)
        return self.of(value)

    def of(self, value: object) -> dict[str, Any]:
        """The fields of a dataclass that are shown."""
        kind = type(value)
        if kind not in self._shown:
            self._shown[kind] = _shown(kind)
        return {name: getattr(value, name) for name in self._shown[kind]}


def _shown(kind: type) -> tuple[str, ...]:
    if not is_dataclass(kind):
        raise TypeError(f"nothing says how {kind.__name__} counts")
    hidden = _UNSHOWN.get(kind, frozenset())
    return tuple(field.name for field in fields(kind) if field.name not in hidden)


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
