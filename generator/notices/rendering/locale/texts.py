"""Texts: what the site says, in one language.

Belongs here: reading a pattern of ``theme/texts``, filling it in, plural forms, and choosing
the language of an entry's own texts. Does not belong here: any wording (it is in
``theme/texts/<language>.yml``), dates and windows (``times``).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import SimpleNamespace

from markupsafe import Markup, escape

from notices.domain.patterns import fill
from notices.domain.phrases import Phrase, phrase
from notices.domain.policy import Texts
from notices.domain.problem import Mark, Problem, Unusable
from notices.rendering.documents import Cache, NoCache
from notices.rendering.escaping import html_of
from notices.rendering.locale.babel_data import LanguageData, UnknownLanguage, language_data

__all__ = ["SPARE", "LocalizedText", "Phrases", "TextsMissing", "localize", "names_of"]

SPARE = "en"
"""The language whose texts stand in for those that another one lacks."""

_FORMS = ("zero", "one", "two", "few", "many")
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
    """The site's own texts in one language; the English ones where it lacks any.

    ``data`` is what else is known of the language; ``cache`` is the theme's. Raises
    :class:`TextsMissing` where the language, or a key that is asked for, is not there.
    """

    def __init__(
        self, language: str, texts: Mapping[str, Mapping[str, str]], cache: Cache = _NO_CACHE
    ) -> None:
        if language not in texts:
            model = SPARE if SPARE in texts else next(iter(texts), SPARE)
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
        self._flat = _completed(texts[language], texts.get(SPARE, {}))
        self.all = _nested(self._flat)
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
            known = self._counts[key, n] = self._in_form(key, self.data.plural_form(n), n)
        return known

    def nth_day(self, key: str, day: int) -> str:
        """The text at ``key`` for the ``day``-th of a month, in the form that the language asks for."""
        return self._in_form(key, self.data.ordinal_form(day), day)

    def _in_form(self, key: str, form: str, n: int) -> str:
        return self(f"{key}.{form}" if f"{key}.{form}" in self._flat else f"{key}.other", n=n)

    def forms(self, key: str) -> dict[str, str]:
        """Every plural form at ``key``, for the browser."""
        start = f"{key}."
        return {k[len(start) :]: v for k, v in self._flat.items() if k.startswith(start)}

    def _pattern(self, key: str) -> str:
        try:
            return self._flat[key]
        except KeyError:
            raise TextsMissing(
                self.language,
                phrase("no text at {keys}", keys=key),
                phrase("Write it, or the English one, which stands in for all that is missing."),
            ) from None

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


def names_of(keys: Collection[str]) -> set[str]:
    """The names of the texts at these keys; one that counts has all its forms, by the form ``other``."""
    split = [key.rpartition(".") for key in keys]
    return {
        head if form == "other" else key
        for (head, _, form), key in zip(split, keys, strict=True)
        if form not in _FORMS
    }


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


def _completed(texts: Mapping[str, str], spare: Mapping[str, str]) -> dict[str, str]:
    """A language's texts, and the spare ones where it has none; all forms of one that counts."""
    missing = names_of(spare) - names_of(texts)
    return {
        key: text
        for key, text in spare.items()
        if key in missing or key.rpartition(".")[0] in missing
    } | dict(texts)


def _nested(texts: Mapping[str, str]) -> SimpleNamespace:
    """The texts as templates name them: ``t.home.title``. A text beside texts below it is left out."""
    root = SimpleNamespace()
    for key, text in texts.items():
        *path, name = key.split(".")
        inner = root
        for step in path:
            if not isinstance(below := vars(inner).get(step), SimpleNamespace):
                below = SimpleNamespace()
                setattr(inner, step, below)
            inner = below
        if not isinstance(vars(inner).get(name), SimpleNamespace):
            setattr(inner, name, text)
    return root
