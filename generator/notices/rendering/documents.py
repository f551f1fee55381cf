"""Documents: what rendering returns, and the theme that it renders with.

Belongs here: the two shapes between rendering and whoever writes files. Does not belong
here: what is in them, and the shells that they are spliced into (``shells``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from notices.domain.problem import Problem

__all__ = ["Document", "Theme"]


@dataclass(frozen=True, slots=True)
class Document:
    """One file of the site.

    ``path`` is below the site's root (``releases/x/index.html``). With ``shell`` None, the file
    is ``data``; else it is the shell of that (language, kind), filled with ``slots``: HTML,
    already escaped and cleaned. ``place`` is the page's URL below the root (``releases/x/``,
    ``''`` for the home page); empty for files that are no pages.
    """

    path: str
    shell: tuple[str, str] | None = None
    slots: Mapping[str, str] = field(default_factory=dict)
    data: bytes = b""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Theme:
    """What pages are made from: templates and texts, and where the site will stand.

    ``templates`` maps names to Jinja sources, ``texts`` language codes to nested mappings of
    strings; ``embed`` is the source of the banner for other applications, ``times`` what it
    shares with the script of the pages. ``base_url`` is
    absolute and ends with a slash. ``fonts`` maps names to TrueType files, for pictures;
    ``colours`` the theme's tokens (``ink``, ``surface-dark``) to ``#rrggbb``. ``warnings``
    are what its author should know of its files.
    """

    templates: Mapping[str, str]
    texts: Mapping[str, Mapping[str, Any]]
    embed: str
    times: str
    base_url: str
    site_name: str
    fonts: Mapping[str, bytes] = field(default_factory=dict)
    colours: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[Problem, ...] = ()
