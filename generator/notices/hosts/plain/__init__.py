"""The host without MkDocs: Jinja over the theme, and Python-Markdown.

Belongs here: rendering what a request asks for, and saying what only MkDocs can do. Does not
belong here: what any host does (``pages``, ``splicing``, ``view``), the theme's folders and
filters (``theme``), Markdown (``texts``).
"""

from __future__ import annotations

import hashlib
import html
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote, urlsplit

from notices.domain.layout import PAGES
from notices.domain.phrases import Phrase, phrase, verbatim
from notices.domain.problem import Mark, Problem, Unusable
from notices.hosts import HostError, Rendered, RenderRequest
from notices.hosts.frame_faults import frame_fault
from notices.hosts.pages import HostPage, host_pages, problems_page
from notices.hosts.plain.texts import convert
from notices.hosts.setup import check_setup
from notices.hosts.splicing import Splicer
from notices.hosts.templates import frame_folders
from notices.hosts.view import RenderedText
from notices.loading import Tagged, front_matter, page_text
from notices.project.configuration import Configuration
from notices.project.content_files import is_looked_at
from notices.rendering.addresses import relative_url
from notices.rendering.frame import FrameTemplates
from notices.rendering.theme_assets import FINISHED_ASSETS, finished_asset

__all__ = ["render", "unsupported"]

# What MkDocs and Material say where mkdocs.yml says nothing.
_CONFIG: Mapping[str, Any] = {"copyright": None, "extra_css": (), "extra_javascript": ()}
_THEME: Mapping[str, Any] = {
    "language": "en", "direction": None, "features": (), "font": {}, "icon": {}, "logo": None,
    "favicon": "assets/images/favicon.png",
}  # fmt: skip
_OWN_PLUGINS = frozenset({"notices"})
# Of Material's own assets the styles of hand-written texts alone.
_UNUSED_ASSETS = ("assets/javascripts/", "assets/stylesheets/palette.", "assets/images/favicon.png")
_MATERIAL = "assets/stylesheets/main."


def unsupported(configuration: Configuration) -> tuple[Phrase, ...]:
    """What the configuration asks for that only MkDocs can do; nothing where this host can."""
    named = [f"plugins: {name}" for name in configuration.plugins if name not in _OWN_PLUGINS]
    values = configuration.values
    named += [key for key in ("hooks", "extra_templates", "nav") if values.get(key)]
    if values.get("use_directory_urls") is False:
        named.append("use_directory_urls: false")
    found = [verbatim(name) for name in named]
    if any(isinstance(value, Tagged) for value in _all_values(values)):
        found.append(phrase("a value that names a Python object"))
    return tuple(found)


def _all_values(value: object) -> Iterator[object]:
    if isinstance(value, Mapping):
        for each in value.values():
            yield from _all_values(each)
    elif isinstance(value, list):
        for each in value:
            yield from _all_values(each)
    else:
        yield value


def render(request: RenderRequest) -> Rendered:
    """Fill the staging folder, as :class:`notices.hosts.Host` promises."""
    check_setup(request.configuration)
    build = _Build(request)
    try:
        build.run()
    except Unusable:
        raise
    except Exception as error:
        if (fault := frame_fault(error, request.configuration)) is None:
            raise
        raise fault from error
    return Rendered(tuple(build.splicer.problems), inputs=build.splicer.inputs)


@dataclass(frozen=True, slots=True)
class _Page:
    """What templates know as ``page``."""

    url: str


class _Build:
    """One build."""

    def __init__(self, request: RenderRequest) -> None:
        self._request = request
        self._configuration = request.configuration
        self._folders = frame_folders(self._configuration)
        names = {"config": _template_config(self._configuration), "nav": (), "pages": ()}
        root = self._configuration.file.parent
        self._frame = FrameTemplates(self._folders, root, names, request.theme.cache)
        languages = [folder / "partials" / "languages" for folder in self._folders]
        self.splicer = Splicer(
            request, frozenset(path.stem for folder in languages for path in folder.glob("*.html"))
        )
        self.splicer.problems_template = self._problems

    def run(self) -> None:
        """Write the assets, the pages and the documents."""
        assets = self._assets()
        pages = self._pages()
        urls = {page.source: _url(page.path) for page in pages}
        urls |= {source: quote(source) for source in assets}
        self._write_all(assets)
        for page in pages:
            self._render(page, urls)
        not_found = self._frame.render(
            "404.html", view=self.splicer.not_found_view(), base_url=self._base
        )
        self._write("404.html", self.splicer.secured(not_found).encode())
        self.splicer.write()

    @property
    def _base(self) -> str:
        """The site's own folder on its server: the 404 page is shown at any address."""
        return urlsplit(self._configuration.site_url or "/").path

    # What there is.

    def _assets(self) -> dict[str, bytes]:
        """The theme's assets, and what is due of the files beside hand-written pages."""
        found: dict[str, bytes] = {}
        own: dict[str, str] = {}
        overrides = self._configuration.override_folders
        for source, path in _theme_assets(self._folders).items():
            data = path.read_bytes()
            if source in FINISHED_ASSETS:
                data = finished_asset(source, data, self._request.theme)
            found[source] = data
            if any(path.is_relative_to(folder) for folder in overrides):
                own[source] = f"{source}?{hashlib.sha256(data).hexdigest()[:8]}"
        own["material"] = next((name for name in found if name.startswith(_MATERIAL)), "")
        self.splicer.views.assets = own
        for source in self.splicer.due or ():
            if not source.endswith(".md"):
                found[source] = (self._configuration.docs_dir / source).read_bytes()
        return found

    def _pages(self) -> tuple[HostPage, ...]:
        if self.splicer.due is None:
            return (problems_page(self.splicer.views.languages[0]),)
        written = {
            source: (self._configuration.docs_dir / source).read_text(encoding="utf-8-sig")
            for source in self.splicer.due
            if source.endswith(".md")
        }
        return tuple(host_pages(self.splicer.views.languages, written))

    # What becomes of it.

    def _render(self, page: HostPage, urls: Mapping[str, str]) -> None:
        url = urls[page.source].removeprefix("./")
        text = self._text(page, urls)
        content = self.splicer.written(text.html, page.source, urls[page.source], page.place)
        text = RenderedText(url, content, text.title, text.description, text.canonical)
        view = self.splicer.view(text, page.place)
        output = self._frame.render(
            "main.html", view=view, page=_Page(url), base_url=relative_url(".", url)
        )
        if left := self.splicer.cut(output, page.source, page.place):
            self._write(page.path, left.encode())

    def _text(self, page: HostPage, urls: Mapping[str, str]) -> RenderedText:
        url = urls[page.source].removeprefix("./")
        canonical = f"{self._configuration.site_url}{url}" if self._configuration.site_url else ""
        if not page.place.is_written:
            return RenderedText(url, canonical=canonical)
        data = page.text.encode()
        text, meta = page_text(page.source, data).value, front_matter(page.source, data).value
        extensions = self._configuration.markdown_extensions
        try:
            converted = convert((text or "").lstrip("\n"), page.source, urls, extensions)
        except Exception as error:
            raise _failed_extension(error, page.source) from error
        title = (meta or {}).get("title") or html.unescape(converted.title)
        return RenderedText(
            url, converted.html, title, (meta or {}).get("description", ""), canonical
        )

    def _problems(self, *, text: str, problems: Collection[Problem], language: str) -> str:
        return self._frame.render(
            "partials/problems.html", text=text, problems=problems, language=language
        )

    # Writing.

    def _write_all(self, files: Mapping[str, bytes]) -> None:
        for path, data in files.items():
            self._write(path, data)

    def _write(self, path: str, data: bytes) -> None:
        file = self._request.staging / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)


def _url(path: str) -> str:
    """The URL of a file of the site: of a page, that of its folder."""
    folder, _, name = path.rpartition("/")
    return quote(f"{folder}/".lstrip("/") or "./") if name == "index.html" else quote(path)


def _theme_assets(folders: Sequence[Path]) -> dict[str, Path]:
    """The files below ``assets`` of the folders, by their path; of two that of the first."""
    found: dict[str, Path] = {}
    for folder in folders:
        for path in sorted((folder / "assets").rglob("*")):
            name = path.relative_to(folder).as_posix()
            unused = name.startswith(_UNUSED_ASSETS) or name.endswith(".map")
            if path.is_file() and is_looked_at(name) and not unused:
                found.setdefault(name, path)
    return found


def _template_config(configuration: Configuration) -> Mapping[str, Any]:
    """What templates know as ``config``."""
    return {
        **_CONFIG,
        **configuration.values,
        "site_name": configuration.site_name,
        "site_url": configuration.site_url,
        "extra": configuration.extra,
        "plugins": configuration.plugins,
        "theme": SimpleNamespace(**{**_THEME, **configuration.theme}),
    }


def _failed_extension(error: Exception, source: str) -> HostError:
    """An extension of Markdown failed in its own way."""
    message = phrase("Markdown failed: {words}", words=f"{type(error).__name__}: {error}")
    help = phrase(
        "Look at the options of `markdown_extensions` in the configuration, and at this page."
    )
    return HostError(problems=[Problem("error", "host", Mark(f"{PAGES}/{source}"), message, help)])
