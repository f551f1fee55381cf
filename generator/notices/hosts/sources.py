"""The sources of one build: the files that MkDocs may see, and which page each of them becomes.

Belongs here: what of the theme and of the hand-written pages MkDocs is given, and the empty
shells that it renders for us. Does not belong here: which pages are due (``evaluation``), the
course of a build (``run``).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import TYPE_CHECKING

from mkdocs.structure.files import File, Files, InclusionLevel

from notices.domain.problem import Mark
from notices.hosts.view import PROBLEMS, Place, Views
from notices.rendering.api.embed import with_times
from notices.rendering.documents import Theme
from notices.rendering.registry.discovery import page_kinds
from notices.rendering.shells import WRITTEN

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

    from notices.project.disk import Workspace

__all__ = ["PageSources"]

# Of Material's own assets the styles of hand-written texts alone.
_UNUSED_ASSETS = ("assets/javascripts/", "assets/stylesheets/palette.", "assets/images/favicon.png")
_MATERIAL = "assets/stylesheets/main."


class PageSources:
    """What MkDocs is given, of all that it found.

    After ``chosen``, ``places`` maps each page's source to what the page is.
    """

    def __init__(
        self, config: MkDocsConfig, workspace: Workspace, theme: Theme, views: Views
    ) -> None:
        self._config = config
        self._workspace = workspace
        self._theme = theme
        self._views = views
        self._languages = views.languages
        self.places: dict[str, Place] = {}

    def chosen(self, found: Files, due: tuple[str, ...] | None) -> Files:
        """The theme's assets, the files of ``content/pages`` that are ``due``, and the shells.

        There is a shell for each kind of page and language. ``due`` is ``None`` where there is
        no site: then there is one page, for the problems.
        """
        kept = Files([self._asset(file) for file in found if self._is_asset(file)])
        self._views.assets = {
            file.src_uri: f"{file.src_uri}?{_version(file.content_bytes)}"
            for file in kept
            if file.src_dir in (self._config.theme.custom_dir, None)
        }
        material = [file.src_uri for file in kept if file.src_uri.startswith(_MATERIAL)]
        self._views.assets["material"] = next(iter(material), "")
        if due is None:
            self._add(kept, "index.md", "index.html", "", Place(self._languages[0], PROBLEMS))
            return kept
        written: dict[tuple[str, str], str] = {}
        for uri in due:
            file = found.get_file_from_path(uri)
            if file is None:
                continue
            if not file.is_documentation_page():
                file.inclusion = InclusionLevel.INCLUDED
                kept.append(file)
            else:
                written[self._name(uri)] = file.content_string
        # Pages that every language has, written or not.
        always = [
            kind.name.removeprefix(WRITTEN) for kind in page_kinds().values() if kind.is_written
        ]
        for name in dict.fromkeys((*always, *sorted(name for name, _ in written))):
            self._add_written(kept, name, written)
        for language in self._languages:
            for kind in page_kinds().values():
                if kind.is_written:
                    continue
                dest = f"{self._views.at(language).home}{kind.shell_url}index.html"
                uri = f"_shells/{language}/{kind.name}.md"
                self._add(kept, uri, dest, "", Place(language, kind.name))
        return kept

    def mark(self, uri: str) -> Mark:
        """Where a hand-written page stands in the project."""
        path = (self._workspace.pages / uri).relative_to(self._workspace.root)
        return Mark(path.as_posix())

    def _is_asset(self, file: File) -> bool:
        return (
            file.src_dir in self._config.theme.dirs
            and file.src_uri.startswith("assets/")
            and not file.src_uri.startswith(_UNUSED_ASSETS)
            and not file.src_uri.endswith(".map")
        )

    def _asset(self, file: File) -> File:
        if file.src_uri != "assets/notices.js":
            return file
        script = with_times(file.content_string, self._theme, f"theme/overrides/{file.src_uri}")
        return File.generated(self._config, file.src_uri, content=script)

    def _name(self, uri: str) -> tuple[str, str]:
        """A hand-written page's name and language (``guides/x.en.md``: ``guides/x``, ``en``)."""
        stem = uri.removesuffix(".md")
        name, _, language = stem.rpartition(".")
        return (name, language) if language in self._languages else (stem, self._languages[0])

    def _add_written(self, files: Files, name: str, written: Mapping[tuple[str, str], str]) -> None:
        """The page of that name in each language; where it is missing, another one's text."""
        texts = {lang: written[name, lang] for lang in self._languages if (name, lang) in written}
        for language in self._languages:
            own = language if language in texts else next(iter(texts), language)
            suffix = "" if language == self._languages[0] else f".{language}"
            folder = "" if name == "index" else f"{name}/"
            self._add(
                files,
                # Beside the text's own file, so that its links and images are found.
                f"{name}{suffix}.md",
                f"{self._views.at(language).home}{folder}index.html",
                texts.get(own, ""),
                Place(language, WRITTEN + name, own),
            )

    def _add(self, files: Files, uri: str, dest: str, text: str, place: Place) -> None:
        # Generated even where there is a file: so it is rendered again in every kind of run,
        # and in none of MkDocs' navigation.
        file = File.generated(self._config, uri, content=text, inclusion=InclusionLevel.NOT_IN_NAV)
        file.use_directory_urls = True
        file.dest_uri = dest
        files.append(file)
        self.places[uri] = place


def _version(data: bytes) -> str:
    """What changes in an asset's address when the asset changes."""
    return hashlib.sha256(data).hexdigest()[:8]
