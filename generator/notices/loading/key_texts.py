"""What the keys of people's files are called and mean, in the language of whoever edits them.

Belongs here: titles and descriptions of the keys, by model. Does not belong here: the keys and
their English descriptions (the models), the schema (``schema``).
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

from notices.loading.located import read

__all__ = ["FILE", "KeyText", "key_text", "key_texts", "known_languages"]

FILE = "file"
"""What stands in the place of a key for the mapping as a whole."""

_TEXTS = Path(__file__).parent / "key_texts"


class KeyText(NamedTuple):
    """What a key is called, and a sentence on what it means."""

    title: str
    description: str


def known_languages() -> tuple[str, ...]:
    """The languages that keys are described in; English, which the models are written in, first."""
    return ("en", *sorted(path.stem for path in _TEXTS.glob("*.yml")))


def key_text(model: str, key: str, description: str, language: str) -> KeyText:
    """The texts of a model's key; English ones where the language has none."""
    english = KeyText(key.replace("_", " ").capitalize(), description)
    return key_texts(language).get((model, key), english)


@cache
def key_texts(language: str) -> dict[tuple[str, str], KeyText]:
    """Every text of a language by model and key; none for English and unknown languages."""
    if language not in known_languages()[1:]:
        return {}
    file = _TEXTS / f"{language}.yml"
    texts = read(file.name, file.read_bytes()).data or {}
    return {
        (model, key): KeyText(*map(str, text))
        for model, keys in texts.items()
        for key, text in keys.items()
    }
