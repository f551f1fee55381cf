"""Corrections: announced texts that change on the site without a message.

Belongs here: which releases were corrected since the last publish, and the file that keeps when
that was. Does not belong here: the form of its lines (``loading``), what a calendar makes of it
(``rendering``).

A message has its date in the ledger; a corrected text has none there, and calendar programs take
no change of an event whose date and number stay.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from notices.domain.layout import PUBLISHED
from notices.domain.past import ended
from notices.domain.policy import EVENTS, update_number
from notices.domain.problem import Problem
from notices.domain.projection import reads_alike
from notices.domain.public import PublicRelease
from notices.evaluation.decisions import Decision
from notices.evaluation.sources import Sources
from notices.loading import correction_line, read_corrections

__all__ = ["Corrections", "corrections_of", "recorded"]

_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Corrections:
    """The corrections of all releases, by id: the recorded ones, and those that a publish records.

    ``problems`` are those of the files that hold the recorded ones.
    """

    known: Mapping[str, tuple[datetime, ...]]
    new: frozenset[str]
    problems: tuple[Problem, ...] = ()

    def shown(self, releases: Iterable[PublicRelease]) -> tuple[PublicRelease, ...]:
        """The releases with their corrections."""
        return tuple(
            replace(
                public,
                corrections=self.known.get(public.release.id, ()),
                corrected=public.release.id in self.new,
            )
            if public.release.id in self.known or public.release.id in self.new
            else public
            for public in releases
        )


def corrections_of(decided: Iterable[Decision], sources: Sources) -> Corrections:
    """What the files say, and what has changed since the last publish.

    A correction is any other content of a public release than its announced copy has, where no
    message tells of a change: comments, blanks and what no reader sees are none.
    """
    decided = tuple(decided)
    public = frozenset(decision.entry.id for decision in decided if decision.public)
    known: dict[str, tuple[datetime, ...]] = {}
    problems: list[Problem] = []
    new = set()
    for decision in decided:
        name = decision.entry.id
        path = _path(name)
        if path in sources.files:
            known[name], found = read_corrections(path, sources.files[path])
            problems += (replace(p, entry=name, kind="release") for p in found)
        told = any(
            record.result or record.notice in EVENTS or update_number(record.notice)
            for record in decision.records
        )
        shown = decision.entry.shown
        release = decision.release
        if not decision.public or told or shown is None or release is None:
            continue
        if not reads_alike(release, shown, public):
            new.add(name)
    return Corrections(known, frozenset(new), tuple(problems))


def recorded(
    public: PublicRelease, sources: Sources, now: datetime
) -> tuple[PublicRelease, str, bytes]:
    """A corrected release as a publish at ``now`` shows it, and the file that it leaves.

    The correction is later than all that the release's event was dated by before.
    """
    before = [*public.corrections, *(message.at for message in public.messages[-1:])]
    before += filter(None, [ended(public)])
    at = max([now.replace(microsecond=0), *(instant + _SECOND for instant in before)])
    path = _path(public.release.id)
    data = sources.files.get(path, b"")
    if data and not data.endswith(b"\n"):
        data += b"\n"
    shown = replace(public, corrections=(*public.corrections, at), corrected=False)
    return shown, path, data + correction_line(at)


def _path(name: str) -> str:
    return f"{PUBLISHED}/{name}.jsonl"
