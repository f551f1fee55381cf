"""Texts: what the site says, in one language.

Belongs here: reading a pattern of ``theme/texts``, filling it in, plural forms, and choosing
the language of an entry's own texts. Does not belong here: any wording (it is in
``theme/texts/<language>.yml``), dates and windows (``times``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from markupsafe import Markup, escape

from notices.domain.patterns import fill
from notices.domain.phrases import Phrase, phrase
from notices.domain.policy import Texts
from notices.domain.problem import Mark, Problem, Unusable
from notices.rendering.documents import Cache, NoCache
from notices.rendering.escaping import html_of
from notices.rendering.locale.babel_data import LanguageData, UnknownLanguage, language_data

__all__ = ["LocalizedText", "Phrases", "TextsMissing", "all_phrases", "localize"]

_SHOWN = 10
_PLURALS = ("zero", "one", "two", "few", "many", "other")
_NO_CACHE = NoCache()


class TextsMissing(Unusable):
    """A language of the policy has no usable ``theme/texts/<language>.yml``."""

    def __init__(self, language: str, message: Phrase, help: Phrase) -> None:
        mark = Mark(f"theme/texts/{language}.yml")
        super().__init__(problems=[Problem("error", "theme-texts", mark, message, help)])


@dataclass(frozen=True, slots=True)
class LocalizedText:
    """A text of an entry as one page shows it, and the language it is really in."""

    text: str
    language: str
    foreign: bool = False

    def __str__(self) -> str:
        return self.text

    def __bool__(self) -> bool:
        return bool(self.text)

    def __html__(self) -> str:
        """Escaped, and marked where it is not in the page's language."""
        if not self.foreign:
            return html_of(self.text)
        return Markup('<span lang="{}">{}</span>').format(self.language, self.text)


def localize(texts: Texts, language: str, default: str) -> LocalizedText:
    """``texts`` in ``language``, else in ``default``, else in any language it has."""
    if texts.get(language):
        return LocalizedText(texts[language], language)
    for chosen in (default, *sorted(texts)):
        if texts.get(chosen):
            return LocalizedText(texts[chosen], chosen, foreign=True)
    return LocalizedText("", language)


class Phrases:
    """The site's own texts in one language.

    ``data`` is what else is known of the language; ``cache`` is the theme's. Raises
    :class:`TextsMissing` where the language, or a key that is asked for, is not there.
    """

    def __init__(
        self, language: str, texts: Mapping[str, Mapping[str, Any]], cache: Cache = _NO_CACHE
    ) -> None:
        if language not in texts:
            model = "en" if "en" in texts else next(iter(texts), "en")
            raise TextsMissing(
                language,
                phrase(
                    "the theme has no texts in `{language}`, a language of the policy",
                    language=language,
                ),
                phrase(
                    "Copy theme/texts/{model}.yml to theme/texts/{language}.yml and translate its "
                    "texts, or take `{language}` out of `languages` in the policy.",
                    model=model,
                    language=language,
                ),
            )
        self.language, self.cache = language, cache
        self.data = _data(language, cache)
        self.all = _names(texts[language])
        self._flat = dict(_flatten(texts[language]))
        self._escaped = {key: str(escape(text)) for key, text in self._flat.items()}
        self._counts: dict[tuple[str, int], str] = {}

    @property
    def direction(self) -> str:
        """Which way the language is written: ``ltr`` or ``rtl``."""
        return self.data.direction

    def __call__(self, key: str, **values: object) -> str:
        """The text at the dotted ``key``, filled in; plain, not escaped."""
        pattern = self._pattern(key)
        return self._filled(key, pattern, values) if values else pattern

    def html(self, key: str, **values: object) -> Markup:
        """The same as HTML: everything is escaped that does not say it is HTML itself."""
        self._pattern(key)
        safe = {name: html_of(value) for name, value in values.items()}
        return Markup(self._filled(key, self._escaped[key], safe))  # noqa: S704 (both escaped)

    def count(self, key: str, n: int) -> str:
        """The text at ``key`` for ``n`` things, in the plural form that the language asks for."""
        if (known := self._counts.get((key, n))) is None:
            form = f"{key}.{self.data.plural_form(n)}"
            known = self(form if form in self._flat else f"{key}.other", n=n)
            self._counts[key, n] = known
        return known

    def forms(self, key: str) -> dict[str, str]:
        """Every plural form at ``key``, for the browser."""
        start = f"{key}."
        return {k[len(start) :]: v for k, v in self._flat.items() if k.startswith(start)}

    def _pattern(self, key: str) -> str:
        try:
            return self._flat[key]
        except KeyError:
            raise _lacking(self.language, [key]) from None

    def _filled(self, key: str, pattern: str, values: Mapping[str, object]) -> str:
        try:
            return fill(pattern, values)
        except KeyError:
            raise TextsMissing(
                self.language,
                phrase(
                    "the text at {key} cannot be filled in: {text}", key=key, text=self._flat[key]
                ),
                phrase(
                    "In braces, it may have {names}.",
                    names=", ".join(f"{{{name}}}" for name in values),
                ),
            ) from None


def all_phrases(
    languages: tuple[str, ...], texts: Mapping[str, Mapping[str, Any]], cache: Cache = _NO_CACHE
) -> dict[str, Phrases]:
    """Every language's phrases. Raises :class:`TextsMissing` where one lacks what another has.

    So a mistake in one file is reported before any page is rendered.
    """
    phrases = {language: Phrases(language, texts, cache) for language in languages}
    needed = sorted({key for file in texts.values() for key in _keys(file)})
    for language in languages:
        has = _keys(texts[language])
        lacks = [key for key in needed if key not in has]
        if lacks:
            raise _lacking(language, lacks)
    return phrases


def _data(language: str, cache: Cache) -> LanguageData:
    try:
        return language_data(language, cache)
    except UnknownLanguage:
        raise TextsMissing(
            language,
            phrase(
                "there are no plural forms and no month names for `{language}`", language=language
            ),
            phrase("Use a language code such as `de`, or one with a region, such as `pt-BR`."),
        ) from None


def _lacking(language: str, keys: list[str]) -> TextsMissing:
    shown = ", ".join(keys[:_SHOWN])
    return TextsMissing(
        language,
        phrase("no text at {keys} and {count} more", keys=shown, count=len(keys) - _SHOWN)
        if len(keys) > _SHOWN
        else phrase("no text at {keys}", keys=shown),
        phrase(
            "Every language has the same keys; copy what is missing from another language's file, "
            "and translate it."
        ),
    )


def _keys(texts: Mapping[str, Any]) -> set[str]:
    """The dotted keys; plural forms, of which languages have different ones, count as one."""
    return {
        head if tail in _PLURALS else key
        for key, _ in _flatten(texts)
        for head, _, tail in [key.rpartition(".")]
    }


def _names(texts: Mapping[str, Any]) -> SimpleNamespace:
    return SimpleNamespace(**{k: v if isinstance(v, str) else _names(v) for k, v in texts.items()})


def _flatten(texts: Mapping[str, Any], start: str = "") -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for key, value in texts.items():
        if isinstance(value, str):
            pairs.append((start + key, value))
        else:
            pairs += _flatten(value, f"{start}{key}.")
    return pairs
