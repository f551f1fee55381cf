"""MkDocs as the host: building and serving through it, and its plugin ``notices``.

Belongs here: MkDocs' commands, events, log and errors. It renders hand-written pages and one
shell for each language and kind of page; ours are spliced into those and are never files of
MkDocs. Does not belong here: the course of one build (``run``).
"""

from __future__ import annotations

import errno
import html
import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast

from mkdocs.commands.build import build as mkdocs_build
from mkdocs.commands.serve import serve as mkdocs_serve
from mkdocs.config import load_config
from mkdocs.config.base import Config
from mkdocs.exceptions import MkDocsException, PluginError
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import Files

from notices.domain.layout import CONTENT
from notices.evaluation import Evaluation, NoPolicy
from notices.hosts.run import HostError, Request, Run, Unusable
from notices.project.disk import ProjectError
from notices.rendering import TemplateBroken
from notices.rendering.content_security import HeadMissing
from notices.rendering.locale.texts import TextsMissing
from notices.rendering.shells import ShellError

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page
    from mkdocs.utils.templates import TemplateContext

__all__ = ["HostError", "NoticesPlugin", "Unusable", "build", "serve"]

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)

# MkDocs has no way to hand its plugin anything, and loads the configuration by itself.
_request: ContextVar[Request | None] = ContextVar("notices_request", default=None)


def build(
    config_file: Path,
    *,
    now: datetime | None = None,
    site_dir: Path | None = None,
    withhold: bool = False,
    drafts: bool = False,
    evaluation: Evaluation | None = None,
    show: bool = True,
) -> Path:
    """Make the site as it is at ``now`` (UTC) and return the folder in which it stands.

    That is ``site_dir`` (else that of ``mkdocs.yml``), replaced as a whole at the end; without
    ``show`` it is a finished staging folder that nobody has been shown. With ``evaluation``
    nothing is evaluated again. Raises ``HostError``, with every problem in its text where the
    content is refused, or an ``OSError`` where the disk is full; then the old site is as it was.
    """
    with _asked(Request(now, withhold, drafts, evaluation, show)), _heard() as heard:
        config = load_config(str(config_file), site_dir=str(site_dir) if site_dir else None)
        heard.configured = True
        wanted = Path(config.site_dir)
        config.plugins.on_startup(command="build", dirty=False)
        try:
            mkdocs_build(config)
        finally:
            config.plugins.on_shutdown()
        return wanted if show else Path(config.site_dir)


def serve(config_file: Path, *, now: datetime | None = None, dev_addr: str | None = None) -> None:
    """Serve a preview with drafts, rebuilt at each edit, until interrupted.

    Problems stand on top of every page. ``now`` (UTC) stands still where it is given. Raises
    ``HostError`` where it cannot begin.
    """
    with _asked(Request(now)), _heard(serving=True):
        mkdocs_serve(str(config_file), dev_addr=dev_addr)


@contextmanager
def _asked(request: Request) -> Iterator[None]:
    token = _request.set(request)
    try:
        yield
    finally:
        _request.reset(token)


class _Heard(logging.Handler):
    """Passes warnings on at once, and keeps errors for the ``HostError`` that follows."""

    def __init__(self, *, serving: bool) -> None:
        super().__init__(logging.INFO)
        self.errors: list[str] = []
        self.configured = serving
        self._serving = serving

    def emit(self, record: logging.LogRecord) -> None:
        text = record.getMessage()
        if record.levelno >= logging.ERROR and not self._serving:
            self.errors.append(text)
        elif record.levelno >= logging.WARNING or "Serving on" in text:
            sys.stderr.write(f"{text}\n")


@contextmanager
def _heard(*, serving: bool = False) -> Iterator[_Heard]:
    """MkDocs' log as ``_Heard`` passes it on, and each of its failures as a ``HostError``."""
    logger = logging.getLogger("mkdocs")
    before = logger.level, logger.propagate
    heard = _Heard(serving=serving)
    logger.addHandler(heard)
    logger.setLevel(logging.INFO if serving else logging.WARNING)
    logger.propagate = False
    try:
        yield heard
    except MkDocsException as error:
        _raise_if_full(error)
        kind = HostError if heard.configured else Unusable
        raise kind("\n".join(heard.errors) or error.format_message()) from error
    except Exception as error:
        _raise_if_full(error)
        # A theme, an extension of Markdown or another plugin failed in its own way.
        raise HostError(f"the site could not be rendered: {error}") from error
    finally:
        logger.removeHandler(heard)
        logger.setLevel(before[0])
        logger.propagate = before[1]


def _raise_if_full(error: BaseException) -> None:
    """Raise the ``OSError`` behind an error, if there was no room: nothing of ours is wrong."""
    behind: BaseException | None = error
    while behind is not None:
        if isinstance(behind, OSError) and behind.errno in _FULL:
            raise behind from None
        behind = behind.__cause__ or behind.__context__


@contextmanager
def _in_order() -> Iterator[None]:
    """Fail with the one error on which MkDocs ends without a traceback."""
    try:
        yield
    except (
        HeadMissing,
        HostError,
        NoPolicy,
        OSError,
        ProjectError,
        ShellError,
        TemplateBroken,
        TextsMissing,
    ) as error:
        text = str(error)
        if isinstance(error, OSError) and error.strerror and error.filename:
            text = f"{error.strerror}: {error.filename}"
        raise PluginError(text) from error


class _Options(Config):  # type: ignore[no-untyped-call]  # MkDocs'
    """The plugin has none: what there is to decide stands in the policy."""


class NoticesPlugin(BasePlugin[_Options]):  # type: ignore[no-untyped-call]  # MkDocs'
    """The plugin: hands each event of MkDocs to the run that is going on."""

    def __init__(self) -> None:
        self._preview = False
        self._current: Run | None = None
        self._failure = ""

    @property
    def _run(self) -> Run:
        if self._current is None:
            raise PluginError("notices: MkDocs did not tell its configuration first")
        return self._current

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Learns whether this is a preview."""
        self._preview = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Evaluates everything, and refuses before MkDocs touches any folder."""
        self._current, self._failure = None, ""
        try:
            with _in_order():
                self._current = Run(config, _request.get(), preview=self._preview)
        except PluginError as error:
            if not self._preview:
                raise
            # A preview that dies would have to be started again after each slip.
            self._failure = str(error)
            config.theme.static_templates.clear()
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Leaves only what is due, and adds the shells."""
        if self._failure:
            return Files([])
        with _in_order():
            return self._run.files(files)

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> None:
        """Hands over how the theme is rendered."""
        if not self._failure:
            self._run.environment(env)

    def on_page_context(
        self, context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """Tells the theme what it has to know of a page."""
        with _in_order():
            cast("dict[str, Any]", context)["view"] = self._run.page(page)
        return context

    def on_template_context(
        self, context: TemplateContext, *, template_name: str, config: MkDocsConfig
    ) -> TemplateContext:
        """Tells the theme what it has to know of the 404 page."""
        with _in_order():
            cast("dict[str, Any]", context)["view"] = self._run.nowhere()
        return context

    def on_post_template(self, output: str, *, template_name: str, config: MkDocsConfig) -> str:
        """Makes the 404 page whole."""
        with _in_order():
            return self._run.whole(output)

    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Takes out of a hand-written page what leads to something that is not public."""
        with _in_order():
            return self._run.content(html, page)

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Keeps a page with slots from being written, for ``on_post_build`` to fill."""
        with _in_order():
            return self._run.rendered(output, page.file.src_uri)

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Writes every page and file of ours, and shows the site."""
        try:
            if not self._failure:
                with _in_order():
                    self._run.finish()
        except PluginError as error:
            if not self._preview:
                raise
            self._failure = str(error)
        if self._failure:
            _write_failure(Path(config.site_dir), self._failure)

    def on_build_error(self, *, error: Exception) -> None:
        """Throws the unfinished site away."""
        if self._current is not None:
            self._current.discard()

    def on_serve(
        self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Callable[..., None]
    ) -> LiveReloadServer:
        """Watches everything that the preview is made from."""
        root = Path(config.config_file_path).parent
        for folder in (root / CONTENT, root / "theme"):
            if folder.is_dir():
                server.watch(str(folder))
        return server


def _write_failure(site_dir: Path, failure: str) -> None:
    """A page without the theme, which may be what is broken, for a preview."""
    text = (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        "<title>There is nothing to preview yet</title></head><body>"
        "<h1>There is nothing to preview yet</h1>"
        f"<pre>{html.escape(failure)}</pre><p>Mend it; this page reloads by itself.</p>"
        "</body></html>\n"
    )
    site_dir.mkdir(parents=True, exist_ok=True)
    for name in ("index.html", "404.html"):
        (site_dir / name).write_text(text, encoding="utf-8")
