"""Missing texts: warnings for texts that a language of the site does not have.

Belongs here: which keys are missing where, and what its author is told. Does not belong here: what
readers see instead (``texts``), what is wrong within one file (``loading.texts``).
"""

from __future__ import annotations

from collections.abc import Iterator

from notices.domain.names import nearest
from notices.domain.phrases import phrase
from notices.domain.problem import Mark, Problem
from notices.rendering.documents import Theme
from notices.rendering.locale.texts import SPARE, names_of

__all__ = ["missing_texts"]

_SHOWN = 10


def missing_texts(languages: tuple[str, ...], theme: Theme) -> Iterator[Problem]:
    """A warning for each language that lacks texts of the program, and for each text of the company's
    own that not all have: it may be misspelt, or the program may ask for it no longer."""
    has = {language: names_of(theme.texts[language]) for language in languages}
    ours = names_of([key for _, key in theme.own_texts])
    needed = names_of(theme.texts.get(SPARE, {})) - ours
    for language in languages:
        if missing := sorted(needed - has[language]):
            yield _missing(language, missing)
    for (language, key), mark in theme.own_texts.items():
        without = [each for each in languages if not names_of([key]) <= has[each]]
        if language in languages and without:
            yield _stray(mark, key, without, needed)


def _missing(language: str, keys: list[str]) -> Problem:
    shown = ", ".join(keys[:_SHOWN])
    return Problem(
        "warning",
        "theme-texts",
        Mark(f"theme/texts/{language}.yml"),
        phrase("no text at {keys} and {count} more", keys=shown, count=len(keys) - _SHOWN)
        if len(keys) > _SHOWN
        else phrase("no text at {keys}", keys=shown),
        phrase(
            "Readers see the English text. Copy what is missing from the program's "
            "theme/texts/en.yml, and translate it."
        ),
    )


def _stray(mark: Mark, key: str, without: list[str], needed: set[str]) -> Problem:
    return Problem(
        "warning",
        "theme-texts",
        mark,
        phrase(
            "the program has no text at {key}, and this theme has none in {languages}",
            key=key,
            languages=", ".join(without),
        ),
        phrase("Did you mean '{near}'?", near=near)
        if (near := nearest(key, needed))
        else phrase("Delete it, or write it in every language of the site."),
    )
