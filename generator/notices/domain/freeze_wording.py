"""How freezes read in problems and reports.

Belongs here: a freeze and its span in words. Does not belong here: how other spans read
(``wording``), what customers read (``rendering``).
"""

from __future__ import annotations

from notices.domain.freezes import Freeze
from notices.domain.phrases import NO_TEXT, Phrase, in_languages, phrase
from notices.domain.policy import Policy
from notices.domain.wording import instant_text, quoted, sourced

__all__ = ["freeze_text"]


def freeze_text(freeze: Freeze, policy: Policy) -> Phrase:
    """``the freeze `year-end`, 'Year's end', from 2026-12-24 to 2027-01-03``: its id, its label,
    where it has one, and its span, with the row of the procedure that asks for it."""
    values = {"freeze": sourced(freeze.id, freeze.source), "span": _span(freeze, policy)}
    label = _label(freeze, policy)
    if not label:
        return phrase("the freeze {freeze}, {span}", **values)
    return phrase("the freeze {freeze}, {label}, {span}", label=label, **values)


def _label(freeze: Freeze, policy: Policy) -> Phrase:
    if set(freeze.label.values()) == {freeze.id}:
        return NO_TEXT
    texts = {language: quoted(text) for language, text in freeze.label.items()}
    return in_languages(texts, policy.default_language)


def _span(freeze: Freeze, policy: Policy) -> Phrase:
    """A freeze of whole days by its days, both of which belong to it."""
    if (days := freeze.days(policy.zone)) is None:
        return phrase(
            "from {start} to {end}",
            start=instant_text(freeze.start, policy),
            end=instant_text(freeze.end, policy),
        )
    first, last = days
    if first == last:
        return phrase("on {day}", day=first)
    return phrase("from {start} to {end}", start=first, end=last)
