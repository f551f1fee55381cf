"""Locale: the texts, times and addresses of one language.

Belongs here: what every view of one language needs. Does not belong here: the views
(``cards``, ``timeline``, ``release_page``).
"""

from __future__ import annotations

from dataclasses import dataclass

from notices.domain.policy import Policy, Texts
from notices.rendering.addresses import Addresses
from notices.rendering.documents import Theme
from notices.rendering.locale.links import Links
from notices.rendering.locale.texts import LocalizedText, Phrases, localize
from notices.rendering.locale.times import TimeFormatter

__all__ = ["Locale"]


@dataclass(frozen=True, slots=True)
class Locale:
    """One language of this site."""

    language: str
    default: str
    say: Phrases
    times: TimeFormatter
    at: Addresses
    links: Links

    @classmethod
    def of(
        cls,
        language: str,
        policy: Policy,
        theme: Theme,
        public: frozenset[str],
        hidden: frozenset[str] = frozenset(),
        pages: frozenset[str] = frozenset(),
    ) -> Locale:
        """The locale of ``language``; ``public`` are the ids of all releases that the site shows.

        ``hidden`` are the ids that no link may name, ``pages`` the names of hand-written pages.
        Raises ``TextsMissing`` where the language has no texts.
        """
        say = Phrases(language, theme.texts, theme.cache)
        times = TimeFormatter(say, policy.zone, policy.timezone)
        default = policy.default_language
        links = Links(theme.base_url, policy.languages, public, hidden, pages)
        return cls(language, default, say, times, Addresses(language, default), links)

    def phrase(self, key: str) -> LocalizedText:
        """One of the site's own texts, as :meth:`localize` gives those of entries."""
        return LocalizedText(self.say(key), self.language)

    def localize(self, texts: Texts) -> LocalizedText:
        """An entry's text in this language, else in the nearest that it has."""
        return localize(texts, self.language, self.default)
