"""Phrases: what the program says to people who work on entries, in English and translatable.

Belongs here: sentences that keep the template and the values that they were made from, so that
whoever prints them can print them in another language. Does not belong here: translations and the
choice of a language (``cli``), how values read (``wording``), what customers read (``rendering``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Self

__all__ = [
    "LANGUAGE",
    "NO_TEXT",
    "Catalog",
    "Phrase",
    "counted",
    "in_languages",
    "joined",
    "phrase",
    "sentence",
    "translated",
    "verbatim",
]

Catalog = Mapping[str, str]
"""English templates, and the same in another language with the same fields; ``LANGUAGE`` is the
key of that language's code."""

LANGUAGE = "{language}"
_ENGLISH = "en"


class Phrase(str):
    """An English text that knows its template and values; everywhere else an ordinary string.

    A value may be a phrase itself. What is made of a phrase by methods of strings (``+``,
    ``upper``, an f-string) is no phrase any more: it stays English.
    """

    __slots__ = ("template", "values")
    template: str
    values: Mapping[str, object]

    def __new__(cls, template: str, values: Mapping[str, object], text: str | None = None) -> Self:
        """``text`` is the English text where it is not the template filled in."""
        self = super().__new__(cls, template.format_map(values) if text is None else text)
        self.template, self.values = template, values
        return self

    def with_values(self, **values: object) -> Phrase:
        """The same, with these values in the place of its own."""
        return phrase(self.template, **{**self.values, **values})

    def __getnewargs__(self) -> tuple[str, Mapping[str, object], str]:  # type: ignore[override]  # str's own have one
        return self.template, self.values, str(self)


NO_TEXT = Phrase("", {})
"""Nothing to say."""

_SENTENCE = "{sentence}"
_OWN = "{own}"


def phrase(template: str, /, **values: object) -> Phrase:
    """``template`` with its fields (``{name}``) filled in; a literal brace is doubled."""
    return Phrase(template, values)


def counted(count: int, one: str, many: str, /, **values: object) -> Phrase:
    """``one`` if ``count`` is 1, else ``many``; both may have a field ``{count}``.

    A catalog has ``many`` alone: the languages that we translate into have one form.
    """
    known = {"count": count, **values}
    return Phrase(many, known, (one if count == 1 else many).format_map(known))


def joined(parts: Iterable[str], separator: str = " ") -> Phrase:
    """All parts that are not empty, one after the other; a separator may be a phrase as well."""
    pieces: list[str] = []
    for part in filter(None, parts):
        pieces += (separator, part) if pieces else (part,)
    values = {f"part{number}": piece for number, piece in enumerate(pieces)}
    return Phrase("".join(f"{{{name}}}" for name in values), values)


def verbatim(text: str) -> Phrase:
    """A text that is the same in every language: names, lines to paste, what another program said."""
    return text if isinstance(text, Phrase) else Phrase("{text}", {"text": text})


def in_languages(texts: Mapping[str, str], default: str) -> Phrase:
    """A text of the company's own in the language of messages; where it has none, in ``default``, or
    in any that it has."""
    other = texts.get(default) or next(iter(texts.values()))
    return Phrase(_OWN, {"own": texts, "other": other}, texts.get(_ENGLISH, other))


def sentence(text: Phrase) -> Phrase:
    """A phrase as a sentence, whatever the language: with a large first letter and an end."""
    return Phrase(_SENTENCE, {"sentence": text}, _as_sentence(text))


def _as_sentence(text: str) -> str:
    ended = text if not text or text.endswith((".", "?", "…")) else f"{text}."
    return ended[:1].upper() + ended[1:]


def translated(text: str, catalog: Catalog) -> str:
    """A phrase as the catalog has it, values that are phrases too; any other text as it is.

    What the catalog lacks stays English.
    """
    if not isinstance(text, Phrase):
        return text
    if text.template == _OWN:
        return _own(text, catalog.get(LANGUAGE, _ENGLISH))
    template = catalog.get(text.template)
    if template is None and not any(isinstance(value, Phrase) for value in text.values.values()):
        return str(text)
    values = {
        name: translated(value, catalog) if isinstance(value, str) else value
        for name, value in text.values.items()
    }
    said = (text.template if template is None else template).format_map(values)
    return _as_sentence(said) if text.template == _SENTENCE else said


def _own(text: Phrase, language: str) -> str:
    texts = text.values["own"]
    assert isinstance(texts, Mapping)
    return str(texts.get(language, text.values["other"]))
