"""The projection: what of the domain's values readers can see, as JSON.

Belongs here: which fields count, and the digest of what an entry's file says to readers. Does not
belong here: the id of a whole site (``evaluation.generation``).
"""

from __future__ import annotations

import hashlib
import json
import re
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
from notices.domain.release import Approval, Cancellation, KnownIssue, Release, Window
from notices.domain.settled import Deferred
from notices.domain.workdays import NamedDays

__all__ = ["Projection", "content_of", "is_plain", "reads_alike"]

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
            "basis",
            "subscribe",
            "hubs",
            "delivered",
        }
    ),
    NamedDays: frozenset({"name"}),
    PublicRelease: frozenset({"settled"}),
    Record: frozenset({"seq", "digest", "prev"}),
    Release: frozenset({"customers", "origin", "own_times", "draft", "source", "content", "plain"}),
    Window: frozenset({"approved_by"}),
}

# What is not in the digest of a file: the ledger, a cancellation or another release may change it.
_OF_FILE = frozenset({"window", "cancelled", "known_issues"})
# What may be a link, a tag, a picture or code.
_MARKUP = re.compile(r"[<\[@]|```|~~~|//|www\.", re.IGNORECASE)


def content_of(release: Release) -> str:
    """The digest of what the release's file says to readers.

    The window, a cancellation and known issues have no part in it.
    """
    projection = Projection(frozenset())
    told = {k: v for k, v in projection.of(release).items() if k not in _OF_FILE}
    reasons = [release.window.reason, release.window.moved_reason]
    text = json.dumps([told, reasons], sort_keys=True, ensure_ascii=False, default=projection)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def reads_alike(one: Release, other: Release, public: frozenset[str]) -> bool:
    """Whether two versions of a release's file say the same to readers. ``public`` is as below.

    Its own times do not stand in it as such; the times of its notices follow from them.
    """
    projection = Projection(public)

    def said(release: Release) -> str:
        return json.dumps(projection.of(release), sort_keys=True, default=projection)

    return one == other or (one.own_times == other.own_times and said(one) == said(other))


def is_plain(release: Release) -> bool:
    """Whether no Markdown text of it can hold a link, a tag, a picture or code."""
    return not any(_MARKUP.search(text) for _, _, text in release.markdown)


class Projection:
    """What JSON cannot write by itself, as what it can. ``public`` are the ids of releases."""

    def __init__(self, public: frozenset[str]) -> None:
        self._public = public
        self._shown: dict[type, tuple[str, ...]] = {}

    def __call__(self, value: object) -> Any:
        """A value of the domain as one that JSON has, or the next that is not."""
        if type(value) in self._shown:
            return self.of(value)
        match value:
            case date() | timedelta() | Lead():  # An instant is a date, too.
                return str(value)
            case Category() | NoticeRule():
                return value.id
            case PublicRelease():
                return value.release.id
            case KnownIssue() | Cancellation():
                return self._naming(value)
            case Mapping():
                return dict(value)
            case Set() | Deferred():
                return sorted(value) if isinstance(value, Set) else list(value)
        return self.of(value)

    def _naming(self, value: KnownIssue | Cancellation) -> object:
        """What names another release, which is not told apart from none while it is hidden."""
        if isinstance(value, KnownIssue):
            fix = value.fixed_in if value.fixed_in in self._public else None
            return [value.title, value.status, fix, *filter(None, [value.workaround])]
        shown = {"replaced_by": value.replaced_by} if value.replaced_by in self._public else {}
        return {"at": value.at, "reason": value.reason, **shown}

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
