"""The texts of sample releases: the repository's own, and no two of them alike.

Belongs here: what a release says. Does not belong here: when it happens, and files (``sample``).
Each text has its number in its title, and sentences of words that are drawn from all texts by a
generator with a fixed seed. So nothing that keeps equal texts looks fast, and every run measures
the same ones.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tests.project import CLONE

__all__ = ["LANGUAGES", "Corpus", "Text", "repository_corpus"]

LANGUAGES = ("vi", "en")
_SPOKEN = ("title", "summary", "prepare", "body")
_WORD = re.compile(r"[^\W\d_]{2,}")


@dataclass(frozen=True, slots=True)
class Text:
    """What one release says, as its file has it: category, impact, and texts by language."""

    category: str
    impact: dict[str, Any]
    spoken: dict[str, dict[str, str]]

    def title(self, language: str) -> str:
        return self.spoken["title"][language]

    def summary(self, language: str) -> str:
        return self.spoken["summary"][language]

    def markdown(self, language: str) -> str:
        """All of its Markdown, as a page of another program has it."""
        parts = (self.spoken[key][language] for key in ("prepare", "body") if key in self.spoken)
        return "\n\n".join(part.strip() for part in parts) + "\n"


class Corpus:
    """Texts without end, made of those of given releases."""

    def __init__(self, entries: Iterable[dict[str, Any]]) -> None:
        self._entries = list(entries)
        self._words = {
            language: sorted(
                {
                    word.lower()
                    for entry in self._entries
                    for key in _SPOKEN
                    for word in _WORD.findall(entry.get(key, {}).get(language, ""))
                }
            )
            for language in LANGUAGES
        }

    def text(self, number: int) -> Text:
        """The text of that number, always the same."""
        entry, drawn = self._entries[number % len(self._entries)], random.Random(number)
        spoken = {
            key: {
                language: self._varied(key, entry[key][language], number, language, drawn)
                for language in LANGUAGES
            }
            for key in _SPOKEN
            if key in entry
        }
        return Text(entry["category"], entry["impact"], spoken)

    def _varied(self, key: str, text: str, number: int, language: str, drawn: random.Random) -> str:
        if key == "title":
            return f"{text} ({number + 1})"
        sentence = self._sentence(language, drawn)
        if key == "summary":
            return f"{text} {sentence}"
        return f"{text.rstrip()}\n\n{sentence} {self._sentence(language, drawn)}\n"

    def _sentence(self, language: str, drawn: random.Random) -> str:
        words = drawn.choices(self._words[language], k=drawn.randint(6, 12))
        return f"{' '.join(words).capitalize()}."


def repository_corpus(folder: Path = CLONE / "content/releases") -> Corpus:
    """That of the repository's own public releases."""
    read = (yaml.safe_load(path.read_bytes()) for path in sorted(folder.rglob("*.yml")))
    return Corpus(entry for entry in read if "customers" not in entry)
