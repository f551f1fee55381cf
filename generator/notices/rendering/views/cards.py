"""Cards: one release as lists and its own page's head show it.

Belongs here: state, countdown, window, category and systems in words. Does not belong here: what
it does to customers (``effects``), notices (``timeline``), the rest of a release's page
(``release_page``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from notices.domain.instants import utc
from notices.domain.policy import Policy
from notices.domain.public import UNSETTLED, PublicRelease, PublicSite
from notices.rendering.locale.locale import Locale
from notices.rendering.locale.texts import LocalizedText
from notices.rendering.locale.times import TimeText
from notices.rendering.views.effects import Effect, effects_of, hit_of, names_areas
from notices.rendering.views.timeline import mark_of
from notices.rendering.views.unannounced import unannounced
from notices.rendering.views.updates import UpdateText, latest_update

__all__ = [
    "Badge",
    "Card",
    "CardLists",
    "Chip",
    "Countdown",
    "badge_key",
    "tone_of",
]

TONES = 6
"""How many colours there are for categories; each goes with a shape."""


@dataclass(frozen=True, slots=True)
class Badge:
    """A state as people see it. ``key`` names its colour and icon; ``live`` ones can flip."""

    key: str
    label: str
    live: bool


@dataclass(frozen=True, slots=True)
class Countdown:
    """What the browser counts down to, and what is there without JavaScript."""

    state: str
    start: str
    end: str
    label: str
    value: TimeText | str


@dataclass(frozen=True, slots=True)
class Chip:
    """What to notice beside the state: at short notice, moved, important, not announced."""

    icon: str
    text: str


@dataclass(frozen=True, slots=True)
class Card:
    """One release, in the words of one language; ``url`` is below the site's root.

    ``before`` is the window that was moved, while the one that it was moved to lies ahead or runs.
    ``tone`` (1 to ``TONES``) is the category's colour and shape; ``category_id`` and
    ``system_ids`` are what policy and systems call what the others name in words; nothing can be
    chosen by those that are ``retired``. ``names_areas`` says that its effects name the systems. ``chips``, ``effects``,
    ``hit`` (what it does to the systems), ``prepare`` (whether there is something to prepare) and the latest ``update`` are there
    while it lies ahead or runs. One chip is there afterwards: that it was not announced in advance. ``completed`` is the day
    on which it was, if only partly.
    """

    id: str
    title: LocalizedText
    summary: LocalizedText
    category: LocalizedText
    tone: int
    systems: tuple[LocalizedText, ...]
    badge: Badge
    window: TimeText
    before: TimeText | None
    month: tuple[int, int]
    url: str
    countdown: Countdown | None
    preview: bool
    chips: tuple[Chip, ...] = ()
    effects: tuple[Effect, ...] = ()
    hit: str = ""
    prepare: bool = False
    update: UpdateText | None = None
    category_id: str = ""
    system_ids: tuple[str, ...] = ()
    retired: frozenset[str] = frozenset()
    names_areas: bool = False
    completed: str = ""


def tone_of(category: str, policy: Policy) -> int:
    """The colour and shape of a category, by its place in the policy."""
    return list(policy.categories).index(category) % TONES + 1


def badge_key(public: PublicRelease) -> str:
    """The state as people see it: how it ended, where that was not a success."""
    outcome = public.release.outcome
    if public.state == "completed" and outcome is not None and outcome.result != "success":
        return outcome.result
    return public.state


class _Cards(Mapping[str, Card]):
    """Cards that are made once they are asked for."""

    def __init__(
        self, releases: Mapping[str, PublicRelease], make: Callable[[PublicRelease], Card]
    ) -> None:
        self._releases, self._make = releases, make
        self._made: dict[str, Card] = {}

    def __getitem__(self, name: str) -> Card:
        if name not in self._made:
            self._made[name] = self._make(self._releases[name])
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._releases)

    def __len__(self) -> int:
        return len(self._releases)


class CardLists:
    """Every release of the site as a card, and the lists of the home page."""

    def __init__(self, site: PublicSite, locale: Locale) -> None:
        self._locale = locale
        self._site = site
        self._systems = {system.id: locale.localize(system.name) for system in site.systems}
        self._retired = frozenset(system.id for system in site.systems if system.retired)
        self._states: dict[str, Badge] = {}
        self._tones = {name: tone_of(name, site.policy) for name in site.policy.categories}

    @cached_property
    def cards(self) -> Mapping[str, Card]:
        """The cards by release id, newest start first; each is made when it is asked for."""
        return _Cards({public.release.id: public for public in self._site.releases}, self._card)

    @cached_property
    def running(self) -> tuple[Card, ...]:
        """What runs now, and below it what waits for its result; each by start."""
        running = [p for p in self._site.releases if p.state == "in_progress"]
        waiting = [p for p in self._site.releases if p.state == "awaiting_confirmation"]
        return self._in_order(running) + self._in_order(waiting)

    @cached_property
    def ahead(self) -> tuple[Card, ...]:
        """What is announced, soonest first."""
        return self._in_order([p for p in self._site.releases if p.state == "announced"])

    def _in_order(self, chosen: list[PublicRelease]) -> tuple[Card, ...]:
        chosen.sort(key=lambda p: (p.release.window.start, p.release.id))
        return tuple(self._card(p) for p in chosen)

    def _card(self, public: PublicRelease) -> Card:
        locale, release = self._locale, public.release
        start, end = release.window.start, release.window.end
        systems = [name for name in release.impact.systems if name in self._systems]
        names = tuple(self._systems[name] for name in systems)
        moved = next((m.previous for m in reversed(public.messages) if m.previous), None)
        live, badge, outcome = _live(public), self._badge(public), release.outcome
        is_over = badge.key in ("completed", "partial")
        window = locale.times.window(start, end)
        before = locale.times.window(*moved) if moved and live else None
        effects = effects_of(public, names, locale) if live else ()
        return Card(
            id=release.id,
            title=locale.localize(release.title),
            summary=locale.localize(release.summary),
            category=locale.localize(public.category.label),
            tone=self._tones.get(public.category.id, TONES),
            systems=names,
            badge=badge,
            window=window,
            before=before,
            month=locale.times.month_of(start),
            url=locale.at.release(release.id),
            countdown=self._countdown(public) if live else None,
            preview=public.preview,
            chips=tuple(self._chips(public, window, before) if live else self._ended_chips(public)),
            effects=effects,
            hit=hit_of(public, locale) if live else "",
            prepare=live and bool(release.prepare),
            update=latest_update(public, locale),
            category_id=public.category.id,
            system_ids=tuple(systems),
            retired=self._retired.intersection(systems),
            names_areas=live and names_areas(public, names),
            completed=locale.times.date(outcome.at) if outcome and is_over else "",
        )

    def _chips(
        self, public: PublicRelease, window: TimeText, before: TimeText | None
    ) -> Iterator[Chip]:
        say = self._locale.say
        if any(mark_of(message) == "short_notice" for message in public.messages):
            yield Chip("short_notice", say("notice.short_notice"))
        if before is not None:
            ends_only = before.start == window.start
            yield Chip("moved", say("notice.end_moved" if ends_only else "notice.rescheduled"))
        if public.release.important:
            yield Chip("late", say("release.important"))

    def _ended_chips(self, public: PublicRelease) -> Iterator[Chip]:
        if public.state == "completed" and unannounced(public):
            yield Chip("late", self._locale.say("release.not_announced"))

    def _badge(self, public: PublicRelease) -> Badge:
        key = badge_key(public)
        if key not in self._states:
            self._states[key] = Badge(key, self._locale.say(f"state.{key}"), _live(public))
        return self._states[key]

    def _countdown(self, public: PublicRelease) -> Countdown:
        say, times = self._locale.say, self._locale.times
        window = public.release.window
        label, value = {
            "announced": ("countdown.starts_at", times.instant(window.start)),
            "in_progress": ("countdown.ends_at", times.instant(window.end)),
        }.get(
            public.state,
            ("countdown.awaiting_confirmation", say("countdown.checking")),
        )
        return Countdown(public.state, utc(window.start), utc(window.end), say(label), value)


def _live(public: PublicRelease) -> bool:
    """Whether the reader's clock can still change what the page says."""
    return public.state in UNSETTLED
