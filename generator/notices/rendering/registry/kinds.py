"""Kinds: what is known of a kind of file or page before any of them is rendered.

Belongs here: addresses, types, caching, tabs. Does not belong here: who renders them
(``declarations``).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from notices.domain.policy import Policy
from notices.rendering.shells import WRITTEN

__all__ = ["Caching", "FileKind", "PageKind"]

Caching = Literal["revalidate", "programs"]
"""``revalidate``: asked for again each time. ``programs``: kept for five minutes, and readable
by scripts of other sites."""

_PLACEHOLDER = re.compile(r"\{\w+\}")


@dataclass(frozen=True, slots=True)
class FileKind:
    """Files of one kind. ``path`` is below the site's root: ``{home}feeds/{kind}/{id}.xml``.

    ``{home}`` is the folder of a language (empty for the default one); any other name in braces
    stands for one part of a path without dots. ``media_type`` is without a charset.
    """

    path: str
    media_type: str
    caching: Caching

    @property
    def parts(self) -> tuple[str, ...]:
        """The path's parts without the language's folder."""
        return tuple(self.path.removeprefix("{home}").split("/"))

    @property
    def per_language(self) -> bool:
        """Whether each language has its own."""
        return self.path.startswith("{home}")

    @property
    def pattern(self) -> str:
        """A regular expression for the whole path, in the syntax that web servers share."""
        texts = _PLACEHOLDER.split("/".join(self.parts))
        path = "[^/.]+".join(re.escape(text) for text in texts).replace(r"\-", "-")
        return f"([A-Za-z0-9-]+/)?{path}" if self.per_language else path


@dataclass(frozen=True, slots=True)
class PageKind:
    """One kind of page. ``name`` is that of its shell, or of a hand-written page's (``written:…``).

    ``path`` is below the language's home: ``plans/{month}/``. ``tab`` is the tab under which it
    stands; its own is the one at ``tab_place`` (counted from 1). ``assets`` are the theme's
    styles and scripts that it needs beside those of every page. One that is not
    ``indexed`` is not for search engines. With ``needs``, only a site whose policy fits has it.
    """

    name: str
    path: str
    tab: str = ""
    tab_place: int = 0
    assets: tuple[str, ...] = ()
    indexed: bool = True
    needs: Callable[[Policy], bool] | None = None

    @property
    def is_written(self) -> bool:
        """Whether the page around our content is a hand-written one."""
        return self.name.startswith(WRITTEN)

    @property
    def shell_url(self) -> str:
        """A URL below the language's home that is as deep as those of these pages."""
        return _PLACEHOLDER.sub("_", self.path)

    def is_shown(self, policy: Policy | None) -> bool:
        """Whether a site with that policy has the page; None is a preview without a site."""
        return self.needs is None or (policy is not None and self.needs(policy))
