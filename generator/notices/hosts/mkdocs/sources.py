"""The sources of one build: the files that MkDocs may see, and which page each of them becomes.

Belongs here: what of the theme and of the hand-written pages MkDocs is given, and the empty
shells that it renders for us. Does not belong here: which pages are due (``evaluation``), which
pages there are (``hosts.pages``).
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from typing import TYPE_CHECKING

from mkdocs.structure.files import File, Files, InclusionLevel

from notices.hosts.pages import HostPage, host_pages, problems_page
from notices.hosts.view import Views
from notices.project.content_files import is_looked_at
from notices.rendering.documents import Theme
from notices.rendering.theme_assets import FINISHED_ASSETS, finished_asset

if TYPE_CHECKING:
    from pathlib import Path

    from mkdocs.config.defaults import MkDocsConfig

    from notices.hosts.view import Place

__all__ = ["SiteFiles"]

# Of Material's own assets the styles of hand-written texts alone.
_UNUSED_ASSETS = ("assets/javascripts/", "assets/stylesheets/palette.", "assets/images/favicon.png")
_MATERIAL = "assets/stylesheets/main."


class SiteFiles:
    """What MkDocs is given, of all that it found.

    After ``chosen``, ``places`` maps each page's source to what the page is.
    """

    def __init__(
        self, config: MkDocsConfig, theme: Theme, views: Views, overrides: Collection[Path]
    ) -> None:
        """``overrides`` are the folders over Material's templates, as MkDocs names them."""
        self._config = config
        # A generated file has no folder.
        self._own: frozenset[str | None] = frozenset({None, *map(str, overrides)})
        self._theme = theme
        self._views = views
        self._languages = views.languages
        self.places: dict[str, Place] = {}

    def chosen(self, files: Files, due: tuple[str, ...] | None) -> Files:
        """The theme's assets, the files of ``content/pages`` that are ``due``, and the shells.

        There is a shell for each kind of page and language. ``due`` is ``None`` where there is
        no site: then there is one page, for the problems.
        """
        kept = Files([self._asset(file) for file in files if self._is_asset(file)])
        self._views.assets = {
            file.src_uri: f"{file.src_uri}?{_version(file.content_bytes)}"
            for file in kept
            if file.src_dir in self._own
        }
        material = [file.src_uri for file in kept if file.src_uri.startswith(_MATERIAL)]
        self._views.assets["material"] = next(iter(material), "")
        if due is None:
            self._add(kept, problems_page(self._languages[0]))
            return kept
        written: dict[str, str] = {}
        for uri in due:
            file = files.get_file_from_path(uri)
            if file is None:
                continue
            if not file.is_documentation_page():
                file.inclusion = InclusionLevel.INCLUDED
                kept.append(file)
            else:
                written[uri] = file.content_string
        for page in host_pages(self._languages, written):
            self._add(kept, page)
        return kept

    def _is_asset(self, file: File) -> bool:
        return (
            file.src_dir in self._config.theme.dirs
            and file.src_uri.startswith("assets/")
            and is_looked_at(file.src_uri)
            and not file.src_uri.startswith(_UNUSED_ASSETS)
            and not file.src_uri.endswith(".map")
        )

    def _asset(self, file: File) -> File:
        if file.src_uri not in FINISHED_ASSETS:
            return file
        data = finished_asset(file.src_uri, file.content_bytes, self._theme)
        return File.generated(self._config, file.src_uri, content=data)

    def _add(self, files: Files, page: HostPage) -> None:
        # Generated even where there is a file: so it is rendered again in every kind of run,
        # and in none of MkDocs' navigation.
        file = File.generated(
            self._config, page.source, content=page.text, inclusion=InclusionLevel.NOT_IN_NAV
        )
        file.use_directory_urls = True
        file.dest_uri = page.path
        files.append(file)
        self.places[page.source] = page.place


def _version(data: bytes) -> str:
    """What changes in an asset's address when the asset changes."""
    return hashlib.sha256(data).hexdigest()[:8]
