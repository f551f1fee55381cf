"""The case that a rule looks at, and the words that rules share.

Belongs here: one release with all that a rule may ask, and how instants, spans and windows
read in a problem. Does not belong here: any rule.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from notices.domain.ledger import History
from notices.domain.policy import Category, NoticeRule, Policy
from notices.domain.problem import Mark, Problem, Severity
from notices.domain.public import NoticeStanding
from notices.domain.release import Release, Window
from notices.domain.schedule import publish_by, standings
from notices.domain.slots import earliest_window, window_is_allowed
from notices.domain.wording import instant_text, window_text

# A window that has to be published sooner than this leaves nobody time to review it.
_CALM = timedelta(days=1)

__all__ = ["RuleContext", "legal_window_help"]


@dataclass(frozen=True, slots=True)
class RuleContext:
    """One release as its file stands, before the law.

    ``shown`` is its announced copy; ``known`` the ids of all releases and ``systems`` those
    of all systems, for references. ``announced`` is the window that customers know.
    """

    release: Release
    policy: Policy
    history: History
    now: datetime
    shown: Release | None = None
    known: frozenset[str] = frozenset()
    systems: frozenset[str] = frozenset()
    notices: tuple[NoticeStanding, ...] = field(default=())

    @classmethod
    def of(
        cls,
        release: Release,
        policy: Policy,
        history: History,
        now: datetime,
        *,
        shown: Release | None = None,
        known: frozenset[str] = frozenset(),
        systems: frozenset[str] = frozenset(),
    ) -> RuleContext:
        """The case with its notices worked out."""
        category = policy.categories[release.category]
        notices = standings(release, category, policy, history, now)
        return cls(release, policy, history, now, shown, known, systems, notices)

    @property
    def category(self) -> Category:
        """The policy's category of the release."""
        return self.policy.categories[self.release.category]

    @property
    def publish_by(self) -> datetime | None:
        """The latest instant at which this window can first be published; ``None``: never."""
        if not window_is_allowed(self.release, self.category, self.policy):
            return None
        return publish_by(self.release, self.category, self.policy, self.history, self.now)

    def earliest(self) -> Window | None:
        """The earliest window of this length that is legal now."""
        return earliest_window(self.release, self.category, self.policy, self.history, self.now)

    def problem(
        self,
        severity: Severity,
        rule: str,
        field_name: str,
        message: str,
        *,
        help: str = "",
        row: NoticeRule | None = None,
        late_by: timedelta | None = None,
        earliest: Window | None = None,
        latest: datetime | None = None,
        mark: Mark | None = None,
        source: str = "",
    ) -> Problem:
        """A problem of this case, placed at a field of its file."""
        return Problem(
            severity=severity,
            rule=rule,
            mark=mark or self.release.source.at(field_name),
            message=message,
            help=_sentence(help),
            entry=self.release.id,
            notice=row.id if row else None,
            source_row=(row.source if row else source) or None,
            late_by_s=int(late_by.total_seconds()) if late_by is not None else None,
            publish_by=latest,
            earliest_start=earliest.start if earliest else None,
        )

    def when(self, instant: datetime) -> str:
        """An instant as the policy's zone reads it."""
        return instant_text(instant, self.policy)


def _sentence(text: str) -> str:
    """Help as a sentence, with what its start and end need."""
    ended = text if not text or text.endswith((".", "…")) else f"{text}."
    return ended[:1].upper() + ended[1:]


def legal_window_help(context: RuleContext, earliest: Window | None) -> str:
    """What to write instead: the earliest legal window, ready to paste, and by when.

    Where that leaves less than a day to publish it, a later one that leaves more, too.
    """
    if earliest is None:
        return "no start is legal with the rest of this entry as it is"
    text = f"the earliest window that is legal now is `window: {_window(context, earliest)}`"
    until = _publishable_until(context, earliest)
    if until is None:
        return text
    text += f", if it is published by {context.when(until)}"
    if until - context.now < _CALM:
        later = earliest_window(
            context.release, context.category, context.policy, context.history, context.now + _CALM
        )
        calm_until = _publishable_until(context, later) if later else None
        if later is not None and calm_until is not None:
            text += f"; `window: {_window(context, later)}` leaves until {context.when(calm_until)}"
    return text


def _window(context: RuleContext, window: Window) -> str:
    return window_text(window, context.policy)


def _publishable_until(context: RuleContext, window: Window) -> datetime | None:
    moved = replace(context.release, window=window)
    return publish_by(moved, context.category, context.policy, context.history, context.now)
