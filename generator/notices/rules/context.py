"""The release that a rule looks at.

Belongs here: one release with all that a rule may ask, and the problems about it. Does not belong
here: any rule, what to write instead of an illegal window (``legal_window``).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from notices.domain.bars import Bar, bars, is_asked, passes
from notices.domain.instants import Lead
from notices.domain.ledger import History
from notices.domain.phrases import NO_TEXT, Phrase, joined, sentence
from notices.domain.policy import Category, NoticeRule, Policy
from notices.domain.problem import Fact, Problem, Severity
from notices.domain.public import NoticeStanding
from notices.domain.quotas import TakenWindows
from notices.domain.release import Release, Window
from notices.domain.schedule import has_after_the_fact, is_imported, publish_by, standings
from notices.domain.settled import is_settled
from notices.domain.slots import earliest_window, is_legal, suggested_window
from notices.domain.wording import days_off_text, instant_text

__all__ = ["RuleContext"]


@dataclass(frozen=True)
class RuleContext:
    """One release as its file stands, at ``now`` (UTC).

    ``shown`` is its announced copy; ``known`` the ids of all releases, ``systems`` those of all
    systems and ``retired`` those of the retired ones, for references. ``taken`` are the windows that
    count against its window's quotas, ``taken_elsewhere`` gives those that count against any other
    window of it; ``None`` where nothing counts.
    """

    release: Release
    policy: Policy
    history: History
    now: datetime
    shown: Release | None = None
    known: frozenset[str] = frozenset()
    systems: frozenset[str] = frozenset()
    retired: frozenset[str] = frozenset()
    taken: TakenWindows | None = None
    taken_elsewhere: Callable[[], TakenWindows] | None = None

    @cached_property
    def notices(self) -> tuple[NoticeStanding, ...]:
        """The standing of each notice, in policy order."""
        return standings(self.release, self.category, self.policy, self.history, self.now)

    @cached_property
    def settled(self) -> bool:
        """Whether no notice of it is open any more, nor was late; see :func:`is_settled`."""
        return is_settled(self.release, self.category, self.policy, self.history)

    @property
    def category(self) -> Category:
        """The policy's category of the release."""
        return self.policy.categories[self.release.category]

    @cached_property
    def imported(self) -> bool:
        """Whether the release is from before the ledger, so that no notice of it is owed."""
        return is_imported(self.release, self.policy, self.history)

    @property
    def ended(self) -> bool:
        """Whether the file says how the update ended, or that it was cancelled."""
        return self.release.outcome is not None or self.release.cancelled is not None

    @property
    def after_the_fact(self) -> bool:
        """Whether an exception lets the finished update be shown though it was not announced."""
        return has_after_the_fact(self.release, self.category, self.now)

    @cached_property
    def announced(self) -> tuple[datetime, datetime]:
        """The window that customers know; the file's where they know none."""
        known = self.shown or self.release
        return self.history.announced_window or (known.window.start, known.window.end)

    @cached_property
    def bars(self) -> tuple[Bar, ...]:
        """All that is in the way of the window, and that nobody let pass; none if it is not asked."""
        if not is_asked(self.release, self.category, self.history, self.now):
            return ()
        return bars(self.release, self.category, self.policy, self.taken)

    @cached_property
    def publish_by(self) -> datetime | None:
        """The latest instant at which this window can first be published; ``None``: never."""
        start, end = self.release.window.start, self.release.window.end
        if any(
            bar.refuses
            for bar in self.bars
            # Neither a full week nor a freeze that came later takes back what customers know.
            if self.history.announced_window != (start, end) or not (bar.freeze or bar.quota)
        ):
            return None
        return publish_by(self.release, self.category, self.policy, self.history, self.now)

    @cached_property
    def earliest(self) -> Window | None:
        """The earliest window of this length that is legal now; searched once for all rules."""
        return earliest_window(
            self.release, self.category, self.policy, self.history, self.now, self._elsewhere
        )

    @cached_property
    def suggested(self) -> Window | None:
        """The window to write instead: a round one, or else the earliest; searched once."""
        if self.earliest is None:
            return None
        found = suggested_window(
            self.release, self.category, self.policy, self.history, self.now, self._elsewhere
        )
        return found or self.earliest

    def is_legal(self, release: Release) -> bool:
        """Whether nothing would refuse this release, another form of the one it is about."""
        return is_legal(
            release, self.category, self.policy, self.history, self.now, self._elsewhere
        )

    def passes(self, release: Release) -> bool:
        """Whether the window of this release, another form of the one it is about, is allowed."""
        return passes(release, self.category, self.policy, self.history, self.now, self._elsewhere)

    @cached_property
    def _elsewhere(self) -> TakenWindows | None:
        return self.taken_elsewhere() if self.taken_elsewhere is not None else self.taken

    def problem(
        self,
        severity: Severity,
        rule: str,
        field: str,
        message: Phrase,
        *,
        facts: tuple[Fact, ...] = (),
        help: Phrase = NO_TEXT,
        row: NoticeRule | None = None,
        late_by: timedelta | None = None,
        earliest: Window | None = None,
        latest: datetime | None = None,
        first_missing_day: date | None = None,
        bar: Bar | None = None,
        source: str = "",
    ) -> Problem:
        """A problem of this release, at a field of its file.

        ``facts`` are the values that make it a problem; ``row`` is the notice's row of the policy, ``bar``
        what is in the way of the window.
        """
        return Problem(
            severity=severity,
            rule=rule,
            mark=self.release.source.at(field),
            message=message,
            help=sentence(help) if help else help,
            entry=self.release.id,
            notice=row.id if row else None,
            source_row=(row.source if row else source) or None,
            late_by_s=int(late_by.total_seconds()) if late_by is not None else None,
            publish_by=latest,
            earliest_start=earliest.start if earliest else None,
            first_missing_day=first_missing_day,
            freeze=bar.freeze.id if bar and bar.freeze else None,
            quota=bar.quota if bar else None,
            system=bar.system if bar else None,
            kind="release",
            field=field,
            facts=facts,
        )

    def with_days_off(self, message: Phrase, lead: Lead | None) -> Phrase:
        """A message about an instant that lies this lead before the start, with the days off that
        the lead has to walk over."""
        days_off = days_off_text([lead], self.release.window.start, self.policy)
        return joined([message, days_off], "; ") if days_off else message

    def when(self, instant: datetime) -> str:
        """An instant as the policy's zone reads it."""
        return instant_text(instant, self.policy)
