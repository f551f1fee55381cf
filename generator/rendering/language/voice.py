"""Voice: one language's texts, words and addresses, bundled.

Belongs here: what every page model of one language needs to speak. Does not belong here: what
is said (``cards``, ``timeline``, ``release_page``).
"""

from __future__ import annotations

from dataclasses import dataclass

from generator.domain.policy import Policy, Texts
from generator.rendering.addresses import Addresses
from generator.rendering.documents import Look
from generator.rendering.language.links import Links
from generator.rendering.language.texts import Phrases, Told, tell
from generator.rendering.language.words import Words

__all__ = ["Voice"]


@dataclass(frozen=True, slots=True)
class Voice:
    """How one language speaks on this site."""

    language: str
    default: str
    say: Phrases
    words: Words
    at: Addresses
    links: Links

    @classmethod
    def of(cls, language: str, policy: Policy, look: Look, public: frozenset[str]) -> Voice:
        """The voice of ``language``; ``public`` are the ids of all releases that the site shows.

        Raises ``TextsMissing`` where the language has no texts.
        """
        say = Phrases(language, look.texts)
        words = Words(say, policy.zone, policy.timezone)
        default = policy.default_language
        links = Links(look.base_url, policy.languages, public)
        return cls(language, default, say, words, Addresses(language, default), links)

    def own(self, key: str) -> Told:
        """One of the site's own texts, as :meth:`tell` gives those of entries."""
        return Told(self.say(key), self.language)

    def tell(self, texts: Texts) -> Told:
        """An entry's text in this language, else in the nearest that it has."""
        return tell(texts, self.language, self.default)
