"""The files of feeds: where they stand in a site, and which of their bytes are news.

Belongs here: finding feeds in a site that was built, and telling whether one says something else.
Does not belong here: writing them (``rss_atom``, ``json_feed``).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence

from notices.rendering.addresses import Addresses
from notices.rendering.feeds import json_feed, rss_atom

__all__ = ["feed_digest", "feed_patterns"]

_FILES = (*rss_atom.OUTPUT.files, *json_feed.OUTPUT.files)
_NAME = re.compile(r"\{\w+\}")
_GENERATION = re.compile(rb'<generator>[^<]*</generator>|"_notices": \{"generation": "[^"]*"\}')


def feed_patterns(languages: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Each language, the default one first, with patterns for the paths of its feeds.

    A path may be found by more than one.
    """
    for language in languages:
        home = Addresses(language, languages[0]).home
        for kind in _FILES:
            yield language, home + _NAME.sub("*", kind.path.removeprefix("{home}"))


def feed_digest(data: bytes) -> str:
    """The SHA-256 (hex) of a feed without the name of its generation, which every build changes."""
    return hashlib.sha256(_GENERATION.sub(b"", data, count=1)).hexdigest()
