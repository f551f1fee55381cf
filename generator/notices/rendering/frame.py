"""The frame: the theme's page around everything, rendered with Jinja and without MkDocs.

Belongs here: the templates of ``theme/overrides`` over Material's, with the names and filters that
MkDocs gives to a theme. Does not belong here: where they lie (``hosts``), what a page is told
(``hosts.view``), the templates of our own pages (``locale.templates``).
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, TemplateSyntaxError, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from notices.domain.phrases import phrase
from notices.rendering.addresses import relative_url
from notices.rendering.compiled import CompiledTemplates
from notices.rendering.documents import Cache

__all__ = ["FrameTemplates"]


class _Loader(FileSystemLoader):
    """The files of the theme's folders; those of the project are called by their path in it.

    So a project in another folder, as a new clone is, compiles none again.
    """

    def __init__(self, folders: Sequence[Path], root: Path) -> None:
        super().__init__([str(folder) for folder in folders])
        self._root = root

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        try:
            source, file, is_fresh = super().get_source(environment, template)
        except UnicodeDecodeError:
            files = (Path(folder) / template for folder in self.searchpath)
            file = next((str(file) for file in files if file.is_file()), template)
            message = phrase("the file is not UTF-8")
            raise TemplateSyntaxError(message, 1, template, file) from None
        path = Path(file)
        if path.is_relative_to(self._root):
            file = path.relative_to(self._root).as_posix()
        return source, file, is_fresh


class FrameTemplates:
    """The theme's templates; of two with one name that of the first folder is used.

    ``root`` is the project's folder. ``names`` are what every template knows, such as ``config``;
    ``cache`` is the theme's.
    """

    def __init__(
        self, folders: Sequence[Path], root: Path, names: Mapping[str, object], cache: Cache
    ) -> None:
        self._environment = Environment(  # noqa: S701  # As in MkDocs: the templates escape.
            loader=_Loader(folders, root),
            auto_reload=False,
            trim_blocks=True,
            lstrip_blocks=True,
            bytecode_cache=CompiledTemplates(cache),
        )
        self._environment.filters.update(url=_url, script_tag=_script_tag)
        self._environment.globals.update(names)

    def render(self, template: str, **values: object) -> str:
        """The template as HTML. What a template of the theme is to blame for, ``fault_of`` tells."""
        return self._environment.get_template(template).render(**values)


@pass_context
def _url(context: Context, value: object) -> str:
    """The link from the page to a path below the site's root; any other address as it is."""
    text = str(value) or "."
    parts = urlsplit(text)
    if parts.scheme or parts.netloc or text.startswith(("/", "#")):
        return text
    page = context.get("page")
    if page is None:
        return posixpath.join(context["base_url"], text)
    return relative_url(text, page.url)


@pass_context
def _script_tag(context: Context, script: str | Mapping[str, Any]) -> Markup:
    """The element that loads a script of the configuration."""
    given = {"path": script} if isinstance(script, str) else script
    path = str(given["path"])
    kind = given.get("type") or ("module" if script == path and path.endswith(".mjs") else "")
    html = Markup('<script src="{}"').format(_url(context, path))
    if kind:
        html += Markup(' type="{}"').format(kind)
    for name in ("defer", "async"):
        if given.get(name):
            html += Markup(f" {name}")  # noqa: S704  # One of two constants.
    return html + Markup("></script>")
