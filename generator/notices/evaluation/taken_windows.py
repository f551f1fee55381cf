"""Which windows count against the policy's quotas, each from its turn on.

Belongs here: taking the releases in the order of their starts, and whether each one's window counts.
Does not belong here: whether a quota has room (``domain.quotas``), the decision about a release
(``decisions``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from itertools import chain

from notices.domain.bars import as_taken, is_asked, passes
from notices.domain.policy import Policy
from notices.domain.quotas import TakenWindow, TakenWindows
from notices.domain.release import Release
from notices.domain.schedule import is_imported
from notices.evaluation.decisions import is_announced, shown_of
from notices.evaluation.entries import ReleaseEntry
from notices.rules.context import RuleContext
from notices.rules.moves import asks_for_window
from notices.rules.registry import release_problems

__all__ = ["WindowTurns"]


@dataclass(frozen=True)
class WindowTurns:
    """All releases of a project at ``now`` (UTC), as they take their windows one after the other.

    ``known``, ``systems`` and ``retired`` are as in :class:`RuleContext`.
    """

    entries: tuple[ReleaseEntry, ...]
    policy: Policy
    now: datetime
    known: frozenset[str] = frozenset()
    systems: frozenset[str] = frozenset()
    retired: frozenset[str] = frozenset()

    @cached_property
    def taken(self) -> TakenWindows:
        """The windows that count in a policy that has quotas; else none.

        Announced windows count, and imported ones, wherever they lie; hidden ones from their turn
        on once nothing is in the way of the window, whatever else refuses them. A move counts from
        its turn on if nothing refuses it. Drafts, invalid and cancelled ones do not count.
        """
        return self._taken()

    def elsewhere(self, entry: str) -> TakenWindows:
        """Those that would count against any other window of this release."""
        counts = any(each.entry == entry and each.since is not None for each in self.taken)
        return self._taken(without=entry) if counts else self.taken

    def _taken(self, without: str | None = None) -> TakenWindows:
        taken = TakenWindows(self.policy.zone)
        for each in self._claims:
            if isinstance(each, TakenWindow):
                taken.add(each)
            elif each.old is not None:
                taken.add(each.old)
        asking = [each for each in self._claims if isinstance(each, _Asking)]
        for each in sorted(asking, key=lambda asked: asked.turn):
            if each.file.id != without:
                each.take(taken)
        return taken

    @cached_property
    def _claims(self) -> tuple[TakenWindow | _Asking, ...]:
        if not any(category.windows.at_most for category in self.policy.categories.values()):
            return ()
        return tuple(chain.from_iterable(map(self._of, self.entries)))

    def _of(self, entry: ReleaseEntry) -> Iterator[TakenWindow | _Asking]:
        """What counts of a release from the beginning, or what it asks for."""
        shown, file = shown_of(entry, self.policy), entry.file
        context = None
        if file is not None:
            context = RuleContext.of(
                file,
                self.policy,
                entry.history,
                self.now,
                shown=shown,
                known=self.known,
                systems=self.systems,
                retired=self.retired,
            )
            if release_problems("valid", context):
                context = None
        if is_announced(entry, shown, self.policy):
            yield from _of_announced(shown, context)
        elif context is not None:
            yield from _of_hidden(context)


@dataclass(frozen=True, slots=True)
class _Asking:
    """A release whose file asks for a window: a hidden one, or the move of an announced one, which
    has the window ``old`` until then."""

    context: RuleContext
    old: TakenWindow | None = None

    @property
    def file(self) -> Release:
        return self.context.release

    @property
    def turn(self) -> tuple[datetime, str]:
        return self.file.window.start, self.file.id

    def take(self, taken: TakenWindows) -> None:
        """Count the window from now on, if it gets it."""
        context = replace(self.context, taken=taken)
        new = replace(as_taken(self.file), since=self.turn)
        if self.old is not None:
            if not release_problems("public", context):
                taken.remove(self.old)
                taken.add(replace(self.old, until=self.turn))
                taken.add(new)
        elif passes(
            self.file, context.category, context.policy, context.history, context.now, taken
        ):
            taken.add(new)


def _of_announced(
    shown: Release | None, context: RuleContext | None
) -> Iterator[TakenWindow | _Asking]:
    cancelled = context is not None and context.release.cancelled is not None
    if shown is None or shown.cancelled is not None or cancelled:
        return
    known = as_taken(shown)
    if context is not None and as_taken(context.release) != known:
        if asks_for_window(context):
            yield _Asking(context, known)
            return
        if not release_problems("public", context):
            known = as_taken(context.release)
    yield known


def _of_hidden(context: RuleContext) -> Iterator[TakenWindow | _Asking]:
    file, policy, history = context.release, context.policy, context.history
    if file.cancelled is not None or file.draft:
        return
    told = file.targeted and not is_asked(file, context.category, history, context.now)
    if is_imported(file, policy, history) or told:
        yield as_taken(file)
    else:
        yield _Asking(context)
