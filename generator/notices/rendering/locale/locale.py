"""Voice: one language's texts, words and addresses, bundled.

Belongs here: what every page model of one language needs to speak. Does not belong here: what
is said (``cards``, ``timeline``, ``release_page``).
"""

from __future__ import annotations

from dataclasses import dataclass

from notices.domain.policy import Policy, Texts
from notices.rendering.addresses import Addresses
from notices.rendering.documents import Theme
from notices.rendering.locale.links import Links
from notices.rendering.locale.texts import LocalizedText, Phrases, tell
from notices.rendering.locale.words import Words

__all__ = ["Locale"]


@dataclass(frozen=True, slots=True)
class Locale:
    """How one language speaks on this site."""

    language: str
    default: str
    say: Phrases
    words: Words
    at: Addresses
    links: Links

    @classmethod
    def of(cls, language: str, policy: Policy, theme: Theme, public: frozenset[str]) -> Locale:
        """The voice of ``language``; ``public`` are the ids of all releases that the site shows.

        Raises ``TextsMissing`` where the language has no texts.
        """
        say = Phrases(language, theme.texts)
        words = Words(say, policy.zone, policy.timezone)
        default = policy.default_language
        links = Links(theme.base_url, policy.languages, public)
        return cls(language, default, say, words, Addresses(language, default), links)

    def own(self, key: str) -> LocalizedText:
        """One of the site's own texts, as :meth:`tell` gives those of entries."""
        return LocalizedText(self.say(key), self.language)

    def tell(self, texts: Texts) -> LocalizedText:
        """An entry's text in this language, else in the nearest that it has."""
        return tell(texts, self.language, self.default)
