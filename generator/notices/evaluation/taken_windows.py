"""Which windows count against the policy's quotas, each from its turn on.

Belongs here: taking the releases in the order of their starts, and whether each one's window counts.
Does not belong here: whether a quota has room (``domain.quotas``), the decision about a release
(``decisions``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from heapq import heappop, heappush
from itertools import chain

from notices.domain.bars import as_taken, has_room, is_asked, passes
from notices.domain.policy import Category, Policy
from notices.domain.quotas import Span, TakenWindow, TakenWindows, Turn
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

    @property
    def taken(self) -> TakenWindows:
        """The windows that count in a policy that has quotas; else none.

        Announced windows count, and imported ones, wherever they lie; hidden ones from their turn
        on once nothing is in the way of the window, whatever else refuses them. A move counts from
        its turn on if nothing refuses it. Drafts, invalid and cancelled ones do not count.
        """
        return self._outcome[0]

    def elsewhere(self, entry: str) -> TakenWindows:
        """Those that would count against any other window of this release.

        Only what comes after its turn, in a week or a month where something changed, is asked again.
        """
        taken, got = self._outcome
        gone = self._asking_of.get(entry)
        if gone is None or got[gone.turn] == gone.without:
            return taken
        taken = taken.copy()
        taken.exchange(got[gone.turn], gone.without)
        queue: list[Turn] = []
        for turn in self._affected(gone):
            heappush(queue, turn)
        seen: set[Turn] = set()
        while queue:
            if (turn := heappop(queue)) in seen:
                continue
            seen.add(turn)
            each = self._asking[turn]
            windows = each.windows(taken)
            if windows != got[turn]:
                taken.exchange(got[turn], windows)
                for later in self._affected(each):
                    heappush(queue, later)
        return taken

    @cached_property
    def _outcome(self) -> tuple[TakenWindows, Mapping[Turn, tuple[TakenWindow, ...]]]:
        """The windows that count, and what each release that asks has got at its turn."""
        certain = (each for each in self._claims if isinstance(each, TakenWindow))
        old = (each.without for each in self._asking.values())
        taken = TakenWindows(self.policy.zone, chain(certain, chain.from_iterable(old)))
        got = {}
        for turn, each in self._asking.items():
            got[turn] = each.windows(taken)
            if got[turn] != each.without:
                taken.exchange(each.without, got[turn])
        return taken, got

    @cached_property
    def _asking(self) -> dict[Turn, _Asking]:
        """Those that ask for a window, by their turns, in order."""
        asking = (each for each in self._claims if isinstance(each, _Asking))
        return {each.turn: each for each in sorted(asking, key=lambda each: each.turn)}

    @cached_property
    def _asking_of(self) -> dict[str, _Asking]:
        return {each.file.id: each for each in self._asking.values()}

    @cached_property
    def _asking_in(self) -> Mapping[Span, list[_Asking]]:
        """Those whose windows are counted in a week or a month, by its bounds."""
        found: dict[Span, list[_Asking]] = defaultdict(list)
        for each in self._asking.values():
            for span in each.spans_of(each.file.window.start) if each.asked else ():
                found[span].append(each)
        return found

    def _affected(self, changed: _Asking) -> Iterator[Turn]:
        """The turns after this one that may end otherwise now that its windows do."""
        starts = [changed.file.window.start, *(old.start for old in changed.without)]
        quotas = {q for c in self.policy.categories.values() for q in c.windows.at_most}
        spans = {quota.span(start, self.policy.zone) for quota in quotas for start in starts}
        for span in spans:
            yield from (e.turn for e in self._asking_in.get(span, ()) if e.turn > changed.turn)

    @cached_property
    def _claims(self) -> tuple[TakenWindow | _Asking, ...]:
        """What counts from the beginning, and what is asked for."""
        if not any(category.windows.at_most for category in self.policy.categories.values()):
            return ()
        return tuple(chain.from_iterable(map(self._of, self.entries)))

    def _of(self, entry: ReleaseEntry) -> Iterator[TakenWindow | _Asking]:
        shown = shown_of(entry, self.policy)
        if is_announced(entry, shown, self.policy):
            yield from self._of_announced(entry, shown)
        elif (context := self._context(entry, shown)) is not None:
            yield from _of_hidden(context)

    def _of_announced(
        self, entry: ReleaseEntry, shown: Release | None
    ) -> Iterator[TakenWindow | _Asking]:
        """The window that customers know; or the move away from it, if the file has another one."""
        file, window = entry.file, entry.history.announced_window
        held = shown
        if held is None and file is not None and window is not None:
            held = replace(file, window=replace(file.window, start=window[0], end=window[1]))
        if held is None or held.cancelled is not None:
            return
        known = as_taken(held)
        same = file is not None and file.cancelled is None and as_taken(file) == known
        known = replace(known, announced=entry.history.window_announced_at(known.start))
        context = None if same else self._context(entry, shown)
        if context is None:
            yield known
        elif context.release.cancelled is None:
            alone = not release_problems("public", context)
            asked = asks_for_window(context) and _is_asked(context)
            yield _Asking(context.release, context.category, self.policy, alone, asked, known)
        elif held.outcome is not None:
            yield known

    def _context(self, entry: ReleaseEntry, shown: Release | None) -> RuleContext | None:
        """The release's file, before any window is taken; ``None`` where it is not valid."""
        if entry.file is None:
            return None
        context = RuleContext(
            entry.file,
            self.policy,
            entry.history,
            self.now,
            shown=shown,
            known=self.known,
            systems=self.systems,
            retired=self.retired,
        )
        return None if release_problems("valid", context) else context


@dataclass(frozen=True, slots=True)
class _Asking:
    """A release whose file asks for a window: a hidden one, or the move of an announced one, which
    has the window ``old`` until then.

    ``alone``: nothing would refuse it if there were no other release. ``asked``: its quotas are
    asked about.
    """

    file: Release
    category: Category
    policy: Policy
    alone: bool
    asked: bool
    old: TakenWindow | None = None

    @property
    def turn(self) -> Turn:
        return self.file.window.start, self.file.id

    @property
    def without(self) -> tuple[TakenWindow, ...]:
        """What counts if it does not get the window."""
        return () if self.old is None else (self.old,)

    def spans_of(self, start: datetime) -> set[Span]:
        """The weeks and months of its quotas in which a window counts that starts then."""
        zone = self.policy.zone
        return {quota.span(start, zone) for quota in self.category.windows.at_most}

    def windows(self, taken: TakenWindows) -> tuple[TakenWindow, ...]:
        """What counts once its turn has come, with these windows taken."""
        if not self.alone:
            return self.without
        if self.asked and not has_room(self.file, self.category, self.policy, taken):
            return self.without
        new = replace(as_taken(self.file), since=self.turn, hidden=self.old is None)
        return (new,) if self.old is None else (replace(self.old, until=self.turn), new)


def _of_hidden(context: RuleContext) -> Iterator[TakenWindow | _Asking]:
    file, policy, history = context.release, context.policy, context.history
    if file.cancelled is not None or file.draft:
        return
    asked = _is_asked(context)
    if is_imported(file, policy, history) or (file.targeted and not asked):
        yield as_taken(file)
        return
    alone = passes(file, context.category, policy, history, context.now, taken=None)
    yield _Asking(file, context.category, policy, alone, asked)


def _is_asked(context: RuleContext) -> bool:
    return is_asked(context.release, context.category, context.history, context.now)
