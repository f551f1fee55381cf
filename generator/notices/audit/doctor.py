"""The doctor: how a deployed site differs from what a publish would show now.

Belongs here: what is stale, missing, ahead or forged, by the ledger's head, the generation, the
notices and the feed's items. Does not belong here: fetching the site (``fetch``), the shape of
its files (``deployed``), what it should show (``expected``), rendering.

A site is judged by the ledger: every notice that it shows has to be in it. What is newer than
our copy of the ledger cannot be judged; then the site is ahead of us.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from notices.audit.deployed import (
    FEED,
    NOTICES,
    DeployedSite,
    EntryKey,
    Kind,
    NotOurs,
    ShownItem,
    ShownNotice,
    read_deployed,
)
from notices.audit.expected import (
    expected_entries,
    expected_messages,
    notices_of,
)
from notices.audit.fetch import Unreachable, fetch, site_url
from notices.domain.instants import utc
from notices.domain.phrases import NO_TEXT, Phrase, joined, phrase
from notices.domain.wording import instant_text
from notices.evaluation import Evaluation

__all__ = ["Finding", "Unreachable", "differences", "examine"]

# The ledger holds these; another value is more than an edited text.
_RECORDED_FACTS = ("start", "end")
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Finding:
    """One difference. ``stale``: older than it should be; ``missing``: not there; ``ahead``: newer
    than our ledger; ``forged``: our ledger contradicts it.
    """

    kind: Literal["stale", "missing", "ahead", "forged"]
    message: Phrase

    @property
    def text(self) -> Phrase:
        """The finding in one line, its kind first."""
        return joined([self.kind, self.message], ": ")


def examine(evaluation: Evaluation, url: str) -> tuple[Finding, ...]:
    """How the site at ``url`` differs from what a publish at the evaluation's ``now`` would show.

    The evaluation must have a site. Raises :class:`Unreachable`.
    """
    base = site_url(url)
    try:
        deployed = read_deployed(fetch(base + NOTICES), fetch(base + FEED))
    except NotOurs as error:
        message = phrase("{url} is not a site of this program: {why}", url=base, why=error.text)
        raise Unreachable(message) from None
    return differences(evaluation, deployed)


def differences(evaluation: Evaluation, deployed: DeployedSite) -> tuple[Finding, ...]:
    """As :func:`examine`, of a site that was read already; empty where nothing differs."""
    if not deployed.head:
        message = phrase(
            "/{file} does not name a ledger; an older version of the program made it", file=NOTICES
        )
        return (Finding("stale", message),)
    comparison = _Comparison(evaluation, deployed)
    problems = [*comparison.ledger(), *comparison.notices(), *comparison.entries()]
    if not problems:
        # The feed comes from the same records: it would only repeat what the notices showed.
        problems = list(comparison.feed())
    return tuple(problems or comparison.generation())


class _Comparison:
    def __init__(self, evaluation: Evaluation, deployed: DeployedSite) -> None:
        site = evaluation.published.site
        assert evaluation.policy is not None
        assert site is not None
        self._evaluation, self._policy, self._site = evaluation, evaluation.policy, site
        self._deployed = deployed
        self._expected = expected_entries(site)
        records = evaluation.ledger.records
        self._ahead = deployed.head not in evaluation.ledger.heads and deployed.count > len(records)
        self._newest = records[-1].at if records else None
        self._recorded = frozenset(notices_of(records))
        self._due = frozenset(notices_of(evaluation.records))
        # Entries with a finding: what follows from it is not reported again.
        self._reported: set[EntryKey] = set()

    def ledger(self) -> Iterator[Finding]:
        """Where in our ledger the head is that the site names."""
        deployed, ledger = self._deployed, self._evaluation.ledger
        count = len(ledger.records)
        if self._ahead:
            yield Finding(
                "ahead",
                phrase(
                    "the site's ledger has {theirs} records, ours has {ours}: "
                    "get the newer ledger (git pull), then run this again",
                    theirs=deployed.count,
                    ours=count,
                ),
            )
        elif deployed.head not in ledger.heads or (
            ledger.heads.index(deployed.head) != deployed.count
        ):
            theirs = f"{deployed.head[:12]}…"
            if 0 <= deployed.count <= count:
                message = phrase(
                    "the site names {theirs} as the ledger's head after {count} records; in our "
                    "ledger that is {ours}",
                    theirs=theirs,
                    count=deployed.count,
                    ours=f"{ledger.heads[deployed.count][:12]}…",
                )
            else:
                message = phrase(
                    "the site names {theirs} as the ledger's head after {count} records; in our "
                    "ledger that is impossible",
                    theirs=theirs,
                    count=deployed.count,
                )
            yield Finding("forged", message)
        elif deployed.count < count:
            yield Finding(
                "stale",
                phrase(
                    "the site is at record {number} of {count}; it has not changed since {since}",
                    number=deployed.count,
                    count=count,
                    since=self._when(ledger.records[deployed.count].at),
                ),
            )

    def notices(self) -> Iterator[Finding]:
        """Notices that the site shows without a record, or does not show."""
        shown = self._deployed.notices
        expected = frozenset(n for entry in self._expected.values() for n in entry.notices)
        unrecorded = shown - self._recorded
        for notice in _by_time(unrecorded):
            if self._ahead and (self._newest is None or notice.at > self._newest):
                continue
            self._reported.add((notice.kind, notice.entry))
            message = phrase(
                "{notice} is shown as published on {at}, but the ledger does not hold it",
                notice=_name(notice),
                at=self._when(notice.at),
            )
            if not self._deployed.recorded:
                built = phrase("the site was built without being recorded")
                message = joined([message, built], "; ")
            yield Finding("forged", message)
        early = {(n.kind, n.entry, n.notice) for n in unrecorded}
        for notice in _by_time(expected - shown):
            due = notice in self._due
            if due and (notice.kind, notice.entry, notice.notice) in early:
                continue
            self._reported.add((notice.kind, notice.entry))
            if due:
                yield Finding("missing", self._due_message(notice))
            else:
                yield Finding(
                    "missing",
                    phrase(
                        "{notice}, published on {at}, is not shown",
                        notice=_name(notice),
                        at=self._when(notice.at),
                    ),
                )
        for record in self._evaluation.records:
            if record.verdict == "missed" and not self._ahead:
                yield Finding(
                    "stale",
                    phrase(
                        "{notice} was missed, and no publish has recorded that",
                        notice=phrase(
                            "`{notice}` of `{entry}`", notice=record.notice, entry=record.entry
                        ),
                    ),
                )

    def entries(self) -> Iterator[Finding]:
        """Entries that are shown and should not be, the reverse, and facts that differ."""
        shown, expected = self._deployed.entries, self._expected
        for kind, entry in sorted((shown.keys() ^ expected.keys()) - self._reported):
            if (kind, entry) in expected:
                yield Finding(
                    "missing", phrase("{entry} is not shown", entry=_entry_name(kind, entry))
                )
            elif not self._ahead:
                # History from before the ledger has no records; it may be removed again.
                start = str(shown[kind, entry].facts.get("start", ""))
                imported = start < utc(self._policy.promise_begins)
                yield Finding(
                    "stale" if imported else "forged",
                    phrase("{entry} is shown, but should not be", entry=_entry_name(kind, entry)),
                )
        if self._ahead:
            return
        current = self._deployed.generation == self._site.generation
        for kind, entry in sorted((shown.keys() & expected.keys()) - self._reported):
            theirs, ours = shown[kind, entry].facts, expected[kind, entry].facts
            for fact, value in ours.items():
                shown_value = theirs[fact]
                if fact == "title":  # Further languages show one of these.
                    shown_value = {language: shown_value.get(language) for language in value}
                if shown_value != value:
                    forged = current or fact in _RECORDED_FACTS
                    yield Finding(
                        "forged" if forged else "stale",
                        phrase(
                            "{entry} is shown with {fact} {shown}; it should be {wanted}",
                            entry=_entry_name(kind, entry),
                            fact=fact,
                            shown=_printable(shown_value),
                            wanted=_printable(value),
                        ),
                    )

    def feed(self) -> Iterator[Finding]:
        """Items without a record, with another date or link, or missing."""
        shown = self._deployed.items
        expected = {m.uid: ShownItem(m.dated, m.anchor) for m in expected_messages(self._site)}
        for uid, item in sorted(shown.items(), key=lambda pair: pair[1].dated):
            when = self._when(item.dated)
            if uid not in expected:
                yield Finding(
                    "forged",
                    phrase("/{file} has an item of {at} without a record", file=FEED, at=when),
                )
            elif item != expected[uid]:
                yield Finding(
                    "forged",
                    phrase(
                        "/{file}: the item of {at} has another date or link", file=FEED, at=when
                    ),
                )
        # A feed holds only the newest items.
        oldest = min((item.dated for item in shown.values()), default=None)
        for uid, item in sorted(expected.items(), key=lambda pair: pair[1].dated):
            if uid not in shown and (oldest is None or item.dated >= oldest):
                yield Finding(
                    "missing",
                    phrase("/{file} lacks the item of {at}", file=FEED, at=self._when(item.dated)),
                )
        theirs, ours = self._deployed.feed_generation, self._deployed.generation
        if theirs != ours:
            yield Finding(
                "stale",
                phrase(
                    "/{feed} is of generation {theirs}, /{notices} of {ours}: "
                    "the deployment is incomplete, or a cache holds an old file",
                    feed=FEED,
                    theirs=theirs or phrase("none"),
                    notices=NOTICES,
                    ours=ours or phrase("none"),
                ),
            )

    def generation(self) -> Iterator[Finding]:
        """The rest: something else on the site differs."""
        theirs, ours = self._deployed.generation, self._site.generation
        if theirs != ours:
            yield Finding(
                "stale",
                phrase(
                    "the site is generation {theirs}; it should be {ours}", theirs=theirs, ours=ours
                ),
            )

    def _due_message(self, notice: ShownNotice) -> Phrase:
        since, by = self._due_times(notice)
        return joined(
            [
                phrase("{notice} is due", notice=_name(notice)),
                phrase(" since {since}", since=self._when(since)) if since else NO_TEXT,
                phrase(", by {deadline}", deadline=self._when(by)) if by else NO_TEXT,
            ],
            "",
        )

    def _due_times(self, notice: ShownNotice) -> tuple[datetime | None, datetime | None]:
        """From when the notice is due, and by when it is on time, where that is known."""
        decisions = (
            self._evaluation.decisions if notice.kind == "release" else self._evaluation.plans
        )
        for decision in decisions:
            for standing in decision.notices:
                if (decision.entry.id, standing.rule.id) == (notice.entry, notice.notice):
                    return standing.planned, standing.deadline
        return None, None

    def _when(self, instant: datetime) -> str:
        return instant_text(instant, self._policy)


def _by_time(notices: Iterable[ShownNotice]) -> list[ShownNotice]:
    return sorted(notices, key=lambda notice: (notice.at, notice))


def _name(notice: ShownNotice) -> Phrase:
    return phrase("`{notice}` of `{entry}`", notice=notice.notice, entry=notice.entry)


def _entry_name(kind: Kind, entry: str) -> Phrase:
    if kind == "plan":
        return phrase("the plan `{entry}`", entry=entry)
    return phrase("the release `{entry}`", entry=entry)


def _printable(value: object) -> str:
    """A value of the site, safe and short enough for a terminal."""
    text = "".join(c if c.isprintable() else "?" for c in str(value))
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
