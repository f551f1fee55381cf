"""The plugin that MkDocs calls: each of its events, handed to the splicer of the build.

Belongs here: MkDocs' events. Does not belong here: running MkDocs (the package itself), what is
done at an event (``splicing``, ``sources``), what MkDocs' own commands evaluate and show
(``cli.mkdocs_plugin``, which is the class that MkDocs loads).
"""

from __future__ import annotations

import html
import logging
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast

from mkdocs.config.base import Config
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.toc import TableOfContents
from mkdocs.utils import CountHandler

from notices.domain.layout import CONTENT
from notices.domain.phrases import phrase
from notices.domain.problem import Problem, Unusable
from notices.evaluation import NoPolicy
from notices.hosts import HostError, RenderRequest
from notices.hosts.failure import failure_page
from notices.hosts.mkdocs.log import plugin_log, program_log
from notices.hosts.mkdocs.session import current
from notices.hosts.mkdocs.sources import SiteFiles
from notices.hosts.splicing import Splicer
from notices.hosts.view import RenderedText
from notices.project.configuration import Configuration, read_configuration
from notices.rendering.content_security import HeadMissing
from notices.rendering.shells import ShellError

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page
    from mkdocs.utils.templates import TemplateContext

__all__ = ["HostPlugin"]


@contextmanager
def _known_errors() -> Iterator[None]:
    """Turn what people can fix into the one error on which MkDocs ends without a traceback."""
    try:
        yield
    except (HeadMissing, NoPolicy, OSError, ShellError, Unusable) as error:
        raise PluginError(_text(error)) from error


def _text(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror and error.filename:
        return f"{error.strerror}: {error.filename}"
    return str(error)


class _Options(Config):  # type: ignore[no-untyped-call]  # MkDocs'
    """The plugin has none: everything that can be decided is in the policy."""


class HostPlugin(BasePlugin[_Options]):  # type: ignore[no-untyped-call]  # MkDocs'
    """Renders what the current session asks for. MkDocs' own commands need a subclass."""

    def __init__(self) -> None:
        self._preview = False
        self._failure = ""
        self._request: RenderRequest | None = None
        self._parts: tuple[Splicer, SiteFiles] | None = None
        self._warnings: CountHandler | None = None

    # What a subclass may do in another way.

    def request(self, configuration: Configuration, *, preview: bool) -> RenderRequest:
        """What to render. Raises what people can fix before MkDocs touches any folder."""
        session = current()
        if session is None:
            raise HostError(phrase("the plugin `notices` is not set up for MkDocs' own commands"))
        return session.request

    def report(self, problems: Collection[Problem]) -> None:
        """Take the problems that were found while rendering."""
        if (session := current()) is not None:
            session.problems.extend(problems)

    def finish(self, request: RenderRequest) -> None:
        """Everything is in the staging folder, and no strict check failed."""

    def discard(self, request: RenderRequest) -> None:
        """The build failed; its staging folder is of no use."""

    def warn(self, text: str, *, lenient: bool = False) -> None:
        """Put a warning into MkDocs' log; ``lenient`` ones do not count under ``--strict``."""
        plugin_log.log(logging.INFO if lenient else logging.WARNING, "%s", text.rstrip())

    # MkDocs' events.

    @property
    def _splicer(self) -> Splicer:
        assert self._parts is not None, "MkDocs calls on_config first"
        return self._parts[0]

    @property
    def _files(self) -> SiteFiles:
        assert self._parts is not None, "MkDocs calls on_config first"
        return self._parts[1]

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Learns whether this is a preview."""
        self._preview = command == "serve"

    # Other plugins ask the theme's templates for words, and ours need a page to say any.
    @event_priority(-100)
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Learns what to render, and refuses before MkDocs touches any folder."""
        self._request, self._parts, self._failure = None, None, ""
        try:
            with _known_errors():
                self._begin(config)
        except PluginError as error:
            if not self._preview:
                raise
            # A preview that dies would have to be started again after each slip.
            self._failure = str(error)
            config.theme.static_templates.clear()
        return config

    def _begin(self, config: MkDocsConfig) -> None:
        self._count_warnings(config)
        configuration = replace(
            read_configuration(Path(config.config_file_path)),
            site_dir=Path(config.site_dir),
            site_url=config.site_url or "",
            site_name=config.site_name,
        )
        self._request = self.request(configuration, preview=self._preview)
        config.site_dir = str(self._request.staging)
        overrides = configuration.override_folders
        # Where MkDocs looks for templates and assets: ours lie over Material's.
        ours = [str(folder) for folder in overrides]
        config.theme.dirs[:] = [*ours, *(each for each in config.theme.dirs if each not in ours)]
        splicer = Splicer(self._request, _material_languages(config))
        files = SiteFiles(config, self._request.theme, splicer.views, overrides)
        self._parts = splicer, files
        # What leads to nothing is found on the finished site, for every host alike.
        for name in ("not_found", "absolute_links", "unrecognized_links", "anchors"):
            config.validation.links[name] = logging.DEBUG
        # Ours has the real dates of what is public.
        config.theme.static_templates.discard("sitemap.xml")

    def _count_warnings(self, config: MkDocsConfig) -> None:
        """Under ``--strict``: MkDocs asks for warnings only when the site would be shown already."""
        self._stop_counting()
        if config.strict and not self._preview:
            self._warnings = CountHandler()
            self._warnings.setLevel(logging.WARNING)
            program_log.addHandler(self._warnings)

    def _stop_counting(self) -> int:
        if self._warnings is None:
            return 0
        program_log.removeHandler(self._warnings)
        found, self._warnings = self._warnings.get_counts(), None
        return len(found)

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Leaves only what is due, and adds the shells."""
        if self._failure:
            return Files([])
        with _known_errors():
            return self._files.chosen(files, self._splicer.due)

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> None:
        """Hands over how the theme is rendered."""
        if not self._failure:
            env.trim_blocks = env.lstrip_blocks = True
            self._splicer.problems_template = lambda **values: env.get_template(
                "partials/problems.html"
            ).render(**values)

    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Takes out of a hand-written page what leads to something that is not public."""
        with _known_errors():
            source = page.file.src_uri
            return self._splicer.written(html, source, page.file.url, self._files.places[source])

    def on_page_context(
        self, context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """Gives the theme what it has to know of a page."""
        with _known_errors():
            view = self._splicer.view(_rendered(page), self._files.places[page.file.src_uri])
        # No list of headings: there is no room for one beside the text.
        page.toc = TableOfContents([])
        cast("dict[str, Any]", context)["view"] = view
        return context

    def on_template_context(
        self, context: TemplateContext, *, template_name: str, config: MkDocsConfig
    ) -> TemplateContext:
        """Gives the theme what it has to know of the 404 page."""
        with _known_errors():
            cast("dict[str, Any]", context)["view"] = self._splicer.not_found_view()
        return context

    def on_post_template(self, output: str, *, template_name: str, config: MkDocsConfig) -> str:
        """Gives the 404 page its security policy."""
        with _known_errors():
            return self._splicer.secured(output)

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Keeps a page with slots from being written, for ``on_post_build`` to fill."""
        with _known_errors():
            source = page.file.src_uri
            return self._splicer.cut(output, source, self._files.places[source]) or ""

    # Other plugins write into the staging folder before it is shown.
    @event_priority(-100)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Writes every page and file of ours."""
        try:
            if self._request is not None and not self._failure:
                with _known_errors():
                    self._end(config, self._request)
        except PluginError as error:
            if not self._preview:
                raise
            self._failure = str(error)
        if self._failure:
            _write_failure(Path(config.site_dir), self._failure)

    def _end(self, config: MkDocsConfig, request: RenderRequest) -> None:
        self._splicer.write()
        self.report(self._splicer.problems)
        warned = self._stop_counting()
        if config.strict and not self._preview and (warned or self._splicer.problems):
            raise HostError(phrase("strict: there were warnings; the site is unchanged"))
        self.finish(request)
        config.site_dir = str(request.configuration.site_dir)

    def on_build_error(self, *, error: Exception) -> None:
        """Throws the unfinished site away."""
        self._stop_counting()
        if self._request is not None:
            self.discard(self._request)

    def on_serve(
        self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Callable[..., None]
    ) -> LiveReloadServer:
        """Watches everything that the preview is made from."""
        root = Path(config.config_file_path).parent
        for folder in (root / CONTENT, root / "theme"):
            if folder.is_dir():
                server.watch(str(folder))
        return server


def _rendered(page: Page) -> RenderedText:
    """A page as MkDocs has it: its title is raw from the front matter, escaped from a heading."""
    title, description = page.meta.get("title"), page.meta.get("description")
    return RenderedText(
        url=page.url,
        html=page.content or "",
        title=str(title) if title else html.unescape(page._title_from_render or ""),
        description=str(description) if description else "",
        canonical=page.canonical_url or "",
    )


def _material_languages(config: MkDocsConfig) -> frozenset[str]:
    """The languages that Material has texts for."""
    folders = [Path(folder) / "partials" / "languages" for folder in config.theme.dirs]
    return frozenset(path.stem for folder in folders for path in folder.glob("*.html"))


def _write_failure(site_dir: Path, failure: str) -> None:
    """Say in a preview why there is nothing else."""
    site_dir.mkdir(parents=True, exist_ok=True)
    for name in ("index.html", "404.html"):
        (site_dir / name).write_text(failure_page(failure), encoding="utf-8")
