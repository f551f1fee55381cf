"""The on-time page: how far ahead each notice went out, month by month.

Belongs here: what the page says, in the words of one language. Does not belong here: which
records are promises and how they are counted (``domain.punctuality``), the layout
(``theme/templates``).

The ledger alone speaks here: a release's own file cannot make a late notice a punctual one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from generator.domain.ledger import Record
from generator.domain.public import PublicRelease, PublicSite
from generator.domain.punctuality import Tally, ahead_of_start
from generator.rendering.cards import Card
from generator.rendering.timeline import notice_label
from generator.rendering.voice import Voice

__all__ = ["OnTimePage", "on_time_page"]


@dataclass(frozen=True, slots=True)
class Line:
    """One notice; ``mark`` is empty where it was on time, ``moved`` where its start has moved."""

    label: str
    ahead: str
    mark: Literal["", "late", "short_notice", "missed"] = ""
    moved: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One release with its notices, oldest first."""

    card: Card
    date: str
    lines: tuple[Line, ...]
    kept: str


@dataclass(frozen=True, slots=True)
class Month:
    """The releases of one month, in the order of the changelog."""

    title: str
    summary: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class OnTimePage:
    """All that the page says; ``summary`` is empty where nothing was promised yet."""

    summary: tuple[str, ...]
    months: tuple[Month, ...]
    head: str
    count: str


def on_time_page(site: PublicSite, cards: dict[str, Card], voice: Voice) -> OnTimePage:
    """The page of all public releases that promised anything, newest month first."""
    promised = [p for p in site.releases if p.promises and not p.preview]
    months = []
    for month, together in groupby(promised, key=lambda p: cards[p.release.id].month):
        releases = tuple(together)
        months.append(
            Month(
                voice.words.month(*month),
                _summary(releases, voice),
                tuple(_row(public, cards[public.release.id], voice) for public in releases),
            )
        )
    return OnTimePage(
        _summary(promised, voice) if promised else (),
        tuple(months),
        site.ledger_head,
        voice.say.count("on_time.records", site.ledger_count),
    )


def _summary(releases: Iterable[PublicRelease], voice: Voice) -> tuple[str, ...]:
    """The tally in words; what never happened is not mentioned."""
    say, tally = voice.say, Tally.of(r for public in releases for r in public.promises)
    others = {"late": tally.late, "missed": tally.missed, "exception": tally.exception}
    return (
        say("on_time.kept_of", n=tally.on_time, total=say.count("on_time.notices", tally.total)),
        *(say.count(f"on_time.count.{name}", n) for name, n in others.items() if n),
    )


def _row(public: PublicRelease, card: Card, voice: Voice) -> Row:
    tally = Tally.of(public.promises)
    kept = voice.say("on_time.kept", n=tally.on_time, total=tally.total)
    lines = tuple(_line(public, record, voice) for record in public.promises)
    return Row(card, voice.words.date(public.release.window.start), lines, kept)


def _line(public: PublicRelease, record: Record, voice: Voice) -> Line:
    ahead = ahead_of_start(record)
    said = voice.say("on_time.never")
    if ahead is not None:
        said = voice.say("on_time.ahead", length=voice.words.length(ahead))
    mark: Literal["", "late", "short_notice", "missed"] = ""
    if record.verdict != "on_time":
        mark = "short_notice" if record.verdict == "exception" else record.verdict
    moved = ""
    if record.start != public.release.window.start:
        moved = voice.say("on_time.of_start", date=voice.words.date(record.start))
    label = notice_label(voice, public.category, record.notice, record.result)
    return Line(label, said, mark, moved)
