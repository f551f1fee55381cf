"""Which steps of a timeline take one line, so that what was told last and what comes next stand out.

Belongs here: that, and the name of the next one. Does not belong here: which steps there are
(``timeline``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from markupsafe import Markup

from notices.rendering.locale.locale import Locale
from notices.rendering.locale.texts import LocalizedText
from notices.rendering.views.step import Step

__all__ = ["condensed"]


def condensed(steps: list[Step], locale: Locale) -> Iterator[Step]:
    """The steps, of which old notices are one line each, and so are those after the next one; what was
    told of the update stays whole.
    """
    steps = _gathered(steps, locale)
    newest = next((step for step in reversed(steps) if step.kind == "published"), None)
    coming = next((step for step in steps if step.kind == "planned"), None)
    for step in steps:
        if step is coming:
            name = locale.say("notice.next", label=step.label.text)
            yield replace(step, label=replace(step.label, text=name))
        elif step is newest or step.updates or not step.day:
            yield step
        else:
            yield replace(step, folded=True)


def _gathered(steps: list[Step], locale: Locale) -> list[Step]:
    """The steps, of which notices one after another that were not posted are one."""
    missed = locale.say("notice.missed")
    gathered: list[Step] = []
    for alike, run in groupby(steps, key=lambda step: step.text == missed):
        group = list(run)
        if not alike or len(group) == 1:
            gathered += group
            continue
        words = locale.say.count("notice.missed_some", len(group))
        labels = Markup(", ").join(step.label for step in group)
        gathered.append(Step("missed", LocalizedText(words, locale.language), text=labels))
    return gathered
