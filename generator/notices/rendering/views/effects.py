"""What an update means for customers while it runs, in a few words of one language.

Belongs here: the downtime, and what can be done beside it. Does not belong here: the release itself
(``cards``), the layout (``theme/templates``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from markupsafe import Markup

from notices.domain.public import PublicRelease
from notices.rendering.locale.locale import Locale
from notices.rendering.locale.texts import LocalizedText

__all__ = [
    "Effect",
    "downtime_now",
    "downtime_of",
    "effects_of",
    "hit_of",
    "mode_of",
    "mode_text",
    "names_areas",
]


@dataclass(frozen=True, slots=True)
class Effect:
    """What the update means for a customer, in a few words."""

    icon: str
    text: str


def downtime_of(public: PublicRelease, locale: Locale) -> str:
    """How long the product is down, about; empty where it is not."""
    downtime = public.release.impact.downtime
    if downtime <= timedelta():
        return ""
    return locale.say("time.about", length=locale.times.length(downtime))


def downtime_now(public: PublicRelease, locale: Locale) -> str:
    """The same; while the update runs, that it lies within the window, unless it takes all of that.

    Whether it is ahead or over, only a status says.
    """
    length, window = downtime_of(public, locale), public.release.window
    whole = public.release.impact.downtime >= window.end - window.start
    if not length or whole or public.state != "in_progress":
        return length
    return locale.say("time.within", length=length)


def mode_of(public: PublicRelease) -> str:
    """The key of what customers can do meanwhile; empty where the entry does not say.

    What they can do beside a downtime, they can do outside of it.
    """
    impact = public.release.impact
    if impact.mode in ("usable", "read_only") and impact.downtime > timedelta():
        return f"{impact.mode}_outside"
    return impact.mode or ""


def names_areas(public: PublicRelease, systems: Sequence[LocalizedText]) -> bool:
    """Whether what customers can do meanwhile is said of the systems by their names."""
    return mode_of(public) == "stopped" and bool(systems)


def mode_text(
    public: PublicRelease,
    systems: Sequence[LocalizedText],
    locale: Locale,
    *,
    over: bool = False,
) -> str:
    """What customers can do meanwhile, as HTML; of an update that is ``over``, what they could."""
    mode = mode_of(public)
    if names_areas(public, systems):
        joined = Markup(", ").join(systems)
        return locale.say.html(f"release.{'past.' * over}stopped_areas", systems=joined)
    return locale.say(f"release.{'past.' * over}{mode}") if mode else ""


def effects_of(
    public: PublicRelease, systems: Sequence[LocalizedText], locale: Locale
) -> tuple[Effect, ...]:
    """What it does to those ``systems``, of a release that is not settled."""
    impact = public.release.impact
    down = _down(downtime_now(public, locale), locale)
    effects = [Effect("pause" if impact.downtime else "completed", down)]
    if mode := mode_text(public, systems, locale):
        effects.append(Effect("screen", mode))
    if impact.sign_in_again:
        effects.append(Effect("key", locale.say("release.sign_in_again")))
    return tuple(effects)


def hit_of(public: PublicRelease, locale: Locale) -> str:
    """The downtime; where there is none, what cannot be done meanwhile."""
    mode = mode_of(public)
    if public.release.impact.downtime <= timedelta() and mode in ("read_only", "stopped"):
        return locale.say(f"release.{mode}")
    return _down(downtime_of(public, locale), locale)


def _down(length: str, locale: Locale) -> str:
    say = locale.say
    return say("effect.downtime", length=length) if length else say("effect.no_downtime")
