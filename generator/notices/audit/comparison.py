"""A live site, held against what it should be at an instant: what differs, and what it means.

Belongs here: what is stale, missing, ahead or forged. Does not belong here: fetching a site
(``notices.audit.doctor``), the shape of its files (``loading.live``).

A site is judged by the ledger. What it shows of the ledger's past has to be in the ledger;
what is newer than our copy of the ledger can only be said to be ahead of us.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from notices.audit.live import FEED, NOTICES, Kind, Live, Shown, read_live
from notices.domain.instants import utc
from notices.domain.ledger import Record
from notices.domain.public import Message
from notices.domain.wording import instant_text
from notices.evaluation.evaluation import Evaluation, render
from notices.rendering import Theme

__all__ = ["Finding", "differences"]

# What the ledger says of an entry, so that a difference is no mere edit of its text.
_OF_THE_LEDGER = ("start", "end")
_BRIEF = 60


@dataclass(frozen=True, slots=True)
class Finding:
    """One difference. ``stale``: older than it should be; ``missing``: not there; ``ahead``: newer
    than our ledger; ``forged``: what our ledger denies.
    """

    kind: Literal["stale", "missing", "ahead", "forged"]
    message: str

    def __str__(self) -> str:
        return f"{self.kind}: {self.message}"


def differences(evaluation: Evaluation, theme: Theme, live: Live) -> tuple[Finding, ...]:
    """How a live site differs from what a publish at the edition's ``now`` would show.

    Nothing, where it is the same. The edition has to have a site.
    """
    if not live.head:
        message = f"/{NOTICES} names no ledger; an older version of the program made it"
        return (Finding("stale", message),)
    return tuple(_Comparison(evaluation, theme, live).findings())


def _expected(evaluation: Evaluation, theme: Theme) -> Live:
    """The site that a publish would show, by its files."""
    files = {
        d.path: d.data for d in render(evaluation.published, theme) if d.path in (NOTICES, FEED)
    }
    return read_live(files[NOTICES], files[FEED])


class _Comparison:
    """One comparison. ``newest`` is the instant up to which our ledger knows everything."""

    def __init__(self, evaluation: Evaluation, theme: Theme, live: Live) -> None:
        assert evaluation.policy is not None
        self._evaluation, self._live = evaluation, live
        self._begins = evaluation.policy.promise_begins
        self._wanted = _expected(evaluation, theme)
        records = evaluation.ledger.records
        self._count = len(records)
        self._newest = records[-1].at if records else None
        self._ahead = live.head not in evaluation.ledger.heads and live.count > self._count
        self._known = frozenset(_shown(r) for r in records if _reached_customers(r))
        self._due = frozenset(_shown(r) for r in evaluation.records if _reached_customers(r))
        # Entries of which something was found already: what follows from it is not told again.
        self._touched: set[tuple[Kind, str]] = set()

    def findings(self) -> Iterator[Finding]:
        """Every difference, the most telling first."""
        found = [
            *self._ledger(),
            *self._not_held(),
            *self._not_there(),
            *self._otherwise(),
            *self._feed(),
        ]
        live, wanted = self._live, self._wanted
        if live.maker != live.generation:
            found.append(
                Finding(
                    "stale",
                    f"/{FEED} is of generation {live.maker or 'none'} and /{NOTICES} of "
                    f"{live.generation or 'none'}: half of a site, or a cache between",
                )
            )
        if not found and live.generation != wanted.generation:
            message = f"the site is generation {live.generation}; it should be {wanted.generation}"
            found.append(Finding("stale", message))
        yield from found

    def _ledger(self) -> Iterator[Finding]:
        """Where on our chain the head stands that the site names."""
        live, ledger = self._live, self._evaluation.ledger
        count = self._count
        if self._ahead:
            yield Finding(
                "ahead",
                f"the site's ledger has {live.count} records and ours {count}: take over the "
                "newer ledger (git pull), and ask again",
            )
        elif live.head not in ledger.heads or ledger.heads.index(live.head) != live.count:
            theirs = f"{live.head[:12]}… after {live.count} records"
            ours = ledger.heads[live.count] if 0 <= live.count <= count else None
            yield Finding(
                "forged",
                f"the site names the ledger's head as {theirs}; by our ledger that is "
                f"{f'{ours[:12]}…' if ours else 'impossible'}",
            )
        elif live.count < count:
            since = self._when(ledger.records[live.count].at)
            yield Finding(
                "stale",
                f"the site stands at record {live.count} of {count}; "
                f"nothing has been shown since {since}",
            )

    def _not_held(self) -> Iterator[Finding]:
        """What the site shows, and our ledger would have to hold and does not."""
        for shown in sorted(self._live.notices - self._known, key=lambda s: (s.at, s)):
            if self._is_news(shown.at):
                continue
            self._touched.add((shown.kind, shown.entry))
            said = "" if self._live.recorded else "; the site was built without being recorded"
            yield Finding(
                "forged",
                f"{_name(shown)} is shown as published on {self._when(shown.at)}, "
                f"and the ledger does not hold that{said}",
            )
        for kind, entry in sorted(self._live.entries.keys() - self._wanted.entries.keys()):
            if self._ahead or (kind, entry) in self._touched:
                continue
            # History from before the ledger has no records; it can be taken out again.
            start = str(self._live.entries[kind, entry].told.get("start", ""))
            imported = start < utc(self._begins)
            yield Finding(
                "stale" if imported else "forged",
                f"the {kind} `{entry}` is shown, and should not be",
            )

    def _not_there(self) -> Iterator[Finding]:
        """What the site should show and does not."""
        live = self._live
        fresh = {(s.kind, s.entry, s.notice) for s in live.notices - self._known}
        for shown in sorted(self._wanted.notices - live.notices, key=lambda s: (s.at, s)):
            if shown in self._due and (shown.kind, shown.entry, shown.notice) in fresh:
                continue
            self._touched.add((shown.kind, shown.entry))
            if shown in self._due:
                yield Finding("missing", f"{_name(shown)} is due{self._since(shown)}: not there")
            else:
                at = self._when(shown.at)
                yield Finding("missing", f"{_name(shown)}, published on {at}, is not there")
        for kind, entry in sorted(self._wanted.entries.keys() - live.entries.keys()):
            if (kind, entry) not in self._touched:
                yield Finding("missing", f"the {kind} `{entry}` is not there")
        for record in self._evaluation.records:
            if record.verdict == "missed" and not self._ahead:
                name = f"`{record.notice}` of `{record.entry}`"
                yield Finding("stale", f"{name} was missed, and no publish has recorded that")

    def _otherwise(self) -> Iterator[Finding]:
        """What the site tells of an entry that both know, and tells otherwise."""
        live, wanted = self._live, self._wanted
        if self._ahead:
            return
        for kind, entry in sorted(live.entries.keys() & wanted.entries.keys()):
            theirs, ours = live.entries[kind, entry].told, wanted.entries[kind, entry].told
            for key in sorted(theirs.keys() | ours.keys()):
                if (kind, entry) in self._touched or theirs.get(key) == ours.get(key):
                    continue
                denied = key in _OF_THE_LEDGER or live.generation == wanted.generation
                yield Finding(
                    "forged" if denied else "stale",
                    f"the {kind} `{entry}` is shown with {key} {_brief(theirs.get(key))}; "
                    f"it should be {_brief(ours.get(key))}",
                )

    def _feed(self) -> Iterator[Finding]:
        """Items that no record gave, that are not there, or that are told otherwise."""
        site = self._evaluation.published.site
        assert site is not None
        messages = {m.uid: m for p in site.releases if not p.preview for m in p.messages}
        messages |= {m.uid: m for plan in site.plans for m in plan.messages}
        live, wanted = self._live.items, self._wanted.items
        held = {uid for uid, m in messages.items() if m.records[0].seq <= self._count}
        for uid in sorted(live.keys() - held, key=lambda u: (live[u].dated, u)):
            item, due = live[uid], messages.get(uid)
            if not self._is_news(item.dated) and not (due and self._told_of(due)):
                at = self._when(item.dated)
                yield Finding("forged", f"/{FEED} has an item of {at} that no record gave")
        # A feed holds the newest items; which those are depends on what else is in it.
        oldest = min((item.dated for item in live.values()), default=None)
        for uid, item in wanted.items():
            full = self._ahead and oldest is not None and item.dated < oldest
            if uid not in live and not full and not self._told_of(messages[uid]):
                yield Finding("missing", f"/{FEED} lacks the item of {self._when(item.dated)}")
        for uid in sorted(live.keys() & wanted.keys() & held):
            theirs, ours = live[uid], wanted[uid]
            at = self._when(ours.dated)
            if (theirs.dated, theirs.anchor) != (ours.dated, ours.anchor):
                yield Finding("forged", f"/{FEED} tells the item of {at} with another date or link")
            elif theirs.title != ours.title and not self._ahead:
                same = self._live.maker == self._wanted.generation
                kind: Literal["forged", "stale"] = "forged" if same else "stale"
                yield Finding(kind, f"/{FEED} has another title for the item of {at}")

    def _told_of(self, message: Message) -> bool:
        """Whether a message's notices were found missing already."""
        kind: Kind = message.records[0].kind
        return (kind, message.release) in self._touched

    def _is_news(self, at: datetime) -> bool:
        """Whether something may be in a ledger that is newer than ours."""
        return self._ahead and (self._newest is None or at > self._newest)

    def _since(self, shown: Shown) -> str:
        """Since when a notice is due, and until when it is on time, where that is known."""
        standings = {
            (j.entry.id, n.rule.id): n for j in self._evaluation.decisions for n in j.notices
        }
        standings |= {(j.entry.id, n.rule.id): n for j in self._evaluation.plans for n in j.notices}
        standing = standings.get((shown.entry, shown.notice))
        text = ""
        if standing is not None and standing.planned is not None:
            text += f" since {self._when(standing.planned)}"
        if standing is not None and standing.deadline is not None:
            text += f", by {self._when(standing.deadline)}"
        return text

    def _when(self, instant: datetime) -> str:
        assert self._evaluation.policy is not None
        return instant_text(instant, self._evaluation.policy)


def _shown(record: Record) -> Shown:
    return Shown(record.kind, record.entry, record.notice, record.published_at)


def _reached_customers(record: Record) -> bool:
    return record.audience == "customers" and record.verdict != "missed"


def _name(shown: Shown) -> str:
    return f"`{shown.notice}` of `{shown.entry}`"


def _brief(value: object) -> str:
    """What a site says, fit for a terminal."""
    text = "".join(c if c.isprintable() else "?" for c in str(value))
    return text if len(text) <= _BRIEF else f"{text[: _BRIEF - 1]}…"
