"""One step of a release's timeline, as its page shows it.

Belongs here: what a step holds. Does not belong here: which steps there are (``timeline``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from notices.rendering.locale.texts import LocalizedText
from notices.rendering.locale.times import TimeText
from notices.rendering.views.promised import Mark
from notices.rendering.views.updates import UpdateText

__all__ = ["Step"]

Kind = Literal["published", "planned", "missed", "window"]


@dataclass(frozen=True, slots=True)
class Step:
    """One step. ``text`` says when it was or will be posted, ``posted`` when it was, and
    ``day`` on which day; ``folded`` that it is neither the newest nor the next, and one line is enough. ``icon`` is that of what it
    told, where that is more than a date. ``mailed`` is when it went out by mail. ``promise`` is the
    deadline in words; ``before`` the window that was moved, ``moved_reason`` why; ``updates`` what it
    told while the update ran, oldest first.

    ``report`` says of a message that it came when the update had begun, ``begun`` that the update
    has begun is what it told. ``delay`` is how long after its deadline it came. With ``included`` the
    mark is not the headline's, but that of another notice in it, which ``promise`` names.
    ``due`` is when what is only planned ought to be there (ISO 8601 with its offset).
    """

    kind: Kind
    label: LocalizedText
    text: str = ""
    posted: TimeText | None = None
    day: str = ""
    folded: bool = False
    icon: str = ""
    mailed: str = ""
    due: str = ""
    report: str = ""
    begun: bool = False
    anchor: str = ""
    together: str = ""
    mark: Mark = ""
    included: bool = False
    reason: LocalizedText | None = None
    promise: str = ""
    delay: str = ""
    before: TimeText | None = None
    moved_reason: LocalizedText | None = None
    window: TimeText | None = None
    updates: tuple[UpdateText, ...] = ()
