"""Documents: what rendering returns, and the theme that it renders with.

Belongs here: the shapes between rendering and whoever reads and writes files. Does not belong
here: what is in them, and the shells that they are spliced into (``shells``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from notices.domain.problem import Mark, Problem
from notices.rendering.brand import NO_BRAND, Brand

__all__ = ["Cache", "Document", "NoCache", "Theme"]


class Cache(Protocol):
    """What earlier builds made, each by a key that names all that it was made from.

    It gives back the bytes that were put in or nothing, and never fails.
    """

    def get(self, key: str) -> bytes | None:
        """What was put in under that key; ``None`` where it is not there, or no longer whole."""

    def put(self, key: str, data: bytes) -> None:
        """Keep it, if that is possible."""


class NoCache:
    """A cache that keeps nothing."""

    def get(self, key: str) -> bytes | None:
        """Nothing."""
        return None

    def put(self, key: str, data: bytes) -> None:
        """Keep nothing."""


@dataclass(frozen=True, slots=True)
class Document:
    """One file of the site.

    ``path`` is below the site's root (``releases/x/index.html``). With ``shell`` None, the file
    is ``data``; else it is the shell of that (language, kind), filled with ``slots``: HTML,
    already escaped and cleaned. ``place`` is the page's URL below the root (``releases/x/``,
    ``''`` for the home page); empty for files that are no pages.

    ``inputs`` is the digest of all that it is made from beside its shell and the program; empty where that is not known. One that is rendered ``later`` has its slots and data only
    once it is ``finished``.
    """

    path: str
    shell: tuple[str, str] | None = None
    slots: Mapping[str, str] = field(default_factory=dict)
    data: bytes = b""
    place: str = ""
    inputs: str = ""
    later: Callable[[], Document] | None = field(default=None, compare=False)

    @property
    def finished(self) -> Document:
        """The document with its content, which is rendered now if it was not yet."""
        return self if self.later is None else self.later()


@dataclass(frozen=True, slots=True)
class Theme:
    """What pages are made from: templates and texts, and where the site will stand.

    ``templates`` maps names to Jinja sources, ``texts`` language codes to texts by their dotted keys;
    ``own_texts`` (language, key) are those that the program has not, with their places. ``embed`` is
    the source of the banner for other applications, ``times`` what it shares with the script of the
    pages. ``base_url`` is absolute and ends with a slash. ``fonts`` maps names to TrueType files, for pictures;
    ``colours`` the theme's tokens (``ink``, ``surface-dark``) to ``#rrggbb``, with those of the
    ``brand``; ``logo_css`` is the style of the brand's logo. ``warnings`` are what its author
    should know of its files. ``cache`` keeps what takes long to make. ``support`` is the address
    where a person answers, if the site says so.
    """

    templates: Mapping[str, str]
    texts: Mapping[str, Mapping[str, str]]
    embed: str
    times: str
    base_url: str
    site_name: str
    fonts: Mapping[str, bytes] = field(default_factory=dict)
    colours: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[Problem, ...] = ()
    brand: Brand = NO_BRAND
    logo_css: str = ""
    cache: Cache = field(default_factory=NoCache, compare=False)
    own_texts: Mapping[tuple[str, str], Mark] = field(default_factory=dict)
    support: str = ""

    def colour(self, token: str) -> str:
        """A colour of the theme; where it has none of that name, dark text or a white ground."""
        spare = "#ffffff" if token in ("ground", "surface") else "#1f2430"
        return self.colours.get(token) or spare
