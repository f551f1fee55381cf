"""Stages: the course of one release in a few steps, and which of them it has reached.

Belongs here: plan, announcement, reminders, update and result, each as done, under way, ahead,
missed, or past without success. Does not belong here: the notices one by one (``timeline``), the layout.

The browser moves the strip on at the window's start and end by ``rank``: 0 is all before the
start, 1 the update, 2 its result.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from notices.domain.public import NoticeStanding, PublicRelease
from notices.rendering.locale.locale import Locale

__all__ = ["Stage", "stages"]

_LATE = {"late": "notice.late", "exception": "notice.short_notice"}

Standing = Literal["done", "current", "ahead", "missed", "past"]


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage. ``here`` marks the one that we are at; ``icon`` is that of its standing.

    ``note`` says more than the label; ``late`` marks a notice that was posted later than promised.
    ``url`` (below the site's root) is where there is more to read.
    """

    label: str
    standing: Standing
    rank: int
    icon: str
    here: bool = False
    note: str = ""
    url: str = ""
    late: bool = False


def stages(public: PublicRelease, locale: Locale, plan: str = "") -> tuple[Stage, ...]:
    """The stages in order; none for an imported release, of whose notices nothing is known.

    ``plan`` is the month (``YYYY-MM``) of the public plan that lists the release.
    """
    if public.imported:
        return ()
    before = _before(public, locale, plan)
    if public.state == "cancelled":
        end = Stage(locale.say("state.cancelled"), "missed", 2, "cancelled", here=True)
        return (*(stage for stage in before if stage.standing != "ahead"), end)
    return (*before, *_update_and_result(public, locale))


def _before(public: PublicRelease, locale: Locale, plan: str) -> list[Stage]:
    say = locale.say
    stages = []
    if plan:
        stages.append(Stage(say("stage.plan"), "done", 0, "published", url=locale.at.plan(plan)))
    owed = [n for n in public.notices if n.rule.on is None and n.status != "not_owed"]
    # A cancelled release owes nothing more; what went out is in its messages alone.
    if not owed and public.state == "cancelled":
        first = next(iter(public.messages), None)
        if first is not None and not first.changes and not public.is_begun_by(first):
            stages.append(Stage(say("stage.advance"), "done", 0, "published"))
        return stages
    waiting = public.state == "announced"
    # A window that was moved is announced anew.
    again = [n for n in owed[:1] if n.status in ("pending", "due")]
    for label, notices in ((say("stage.advance"), owed[:1]), (say("stage.reminders"), owed[1:])):
        if notices:
            at = again or owed[1:] or owed[:1]
            stages.append(_stage_of(label, notices, locale, here=waiting and notices == at))
    return stages


def _stage_of(label: str, notices: list[NoticeStanding], locale: Locale, *, here: bool) -> Stage:
    """A stage before the start: one notice, or the reminders together."""
    published = sum(n.status == "published" for n in notices)
    missed = any(n.status in ("missed", "late") for n in notices)
    note, late = "", False
    if len(notices) > 1:
        note = locale.say("stage.of", n=published, total=len(notices))
    elif missed:
        note = locale.say("notice.missed")
    elif notices[0].record:
        key = _LATE.get(notices[0].record.verdict, "")
        note, late = (locale.say(key), True) if key else ("", False)
    if missed and not published:
        return Stage(label, "missed", 0, "missed", here, note)
    if published == len(notices):
        return Stage(label, "done", 0, "published", here, note, late=late)
    if here:
        return Stage(label, "current", 0, "announced", here, note)
    return Stage(label, "ahead", 0, "ahead", note=note)


def _update_and_result(public: PublicRelease, locale: Locale) -> tuple[Stage, Stage]:
    say, state = locale.say, public.state
    update, result = say("stage.update"), say("stage.result")
    if state == "in_progress":
        return (
            Stage(update, "current", 1, "in_progress", here=True),
            Stage(result, "ahead", 2, "ahead"),
        )
    if state not in ("awaiting_confirmation", "completed"):
        return Stage(update, "ahead", 1, "ahead"), Stage(result, "ahead", 2, "ahead")
    ran = Stage(update, "done", 1, "published")
    if state == "awaiting_confirmation":
        return ran, Stage(result, "current", 2, "awaiting_confirmation", here=True)
    outcome = public.release.outcome
    key = outcome.result if outcome is not None and outcome.result != "success" else "completed"
    icon = "published" if key == "completed" else key
    if key == "rolled_back":
        ran = Stage(update, "past", 1, "published")
    return ran, Stage(say(f"state.{key}"), "done", 2, icon, here=True)
