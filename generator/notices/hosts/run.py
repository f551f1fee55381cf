"""One run of MkDocs: what it may see, what its theme knows, and what comes out.

Belongs here: the course of one build, from MkDocs' configuration to the finished site. Does
not belong here: MkDocs' events and commands (``mkdocs``), what is published (``pipeline``),
what pages say (``rendering``), how a finished site is shown (``generations``).

MkDocs is given nothing that is not due. It empties its ``site_dir`` when it begins, so that is
never the folder that readers see.
"""

from __future__ import annotations

import logging
import os
import re
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from mkdocs.utils import CountHandler

from notices import evaluation as pipeline
from notices.domain.problem import Problem
from notices.evaluation import Evaluation
from notices.hosts.sources import PageSources
from notices.hosts.view import PROBLEMS, View, Views
from notices.loading import NotReadable, read_epoch
from notices.project.disk import Workspace
from notices.publishing import generations, journal
from notices.rendering.content_security import blocked, secured
from notices.rendering.documents import Document
from notices.rendering.locale.links import Links
from notices.rendering.reports import problems_text
from notices.rendering.shells import SHELL_SLOTS, WRITTEN, WRITTEN_SLOTS, Shell

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

__all__ = ["HostError", "Request", "Run", "Unusable"]

_log = logging.getLogger("mkdocs.plugins.notices")

# How Markdown writes the columns of a table: as a style, which browsers do not take from us.
_ALIGNED = re.compile(r'<(t[hd]) style="text-align: (left|center|right);">')


class HostError(Exception):
    """The site could not be made; the text says why, for people. The old site is as it was."""


class Unusable(HostError):
    """The configuration or the theme is broken: this is no usable project."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked beyond ``mkdocs.yml``.

    ``now`` (UTC) None is ``SOURCE_DATE_EPOCH`` or the clock. With ``evaluation`` nothing is
    evaluated. Without ``show`` the finished site stays where it was staged.
    """

    now: datetime | None = None
    withhold: bool = False
    drafts: bool = False
    evaluation: Evaluation | None = None
    show: bool = True


class Run:
    """One build. ``request`` None is MkDocs' own command; a ``preview`` never refuses.

    Raises ``HostError`` before anything is touched where the content is refused; ``files`` and
    ``finish`` raise it where a site cannot be made of what is there.
    """

    def __init__(self, config: MkDocsConfig, request: Request | None, *, preview: bool) -> None:
        # As MkDocs writes `site_dir`: without dots, but through links.
        config_file = os.path.abspath(config.config_file_path)  # noqa: PTH100
        self.workspace = Workspace.at(Path(config_file))
        self._config = config
        self._request = request or Request()
        self._preview = preview
        if Path(config.docs_dir).resolve() != self.workspace.pages.resolve():
            raise Unusable(f"mkdocs.yml: docs_dir has to be {self.workspace.pages}")
        if not config.site_url:
            raise Unusable("mkdocs.yml: site_url is missing; feeds need absolute addresses")
        self._evaluation = self._request.evaluation or pipeline.evaluate(
            self.workspace.sources(),
            self._request.now or _present(),
            drafts=preview or self._request.drafts,
        )
        self._problems = list(self._evaluation.problems)
        self._warnings = self._count_warnings()
        if not preview:
            self._refuse_or_warn(aloud=request is None)
        self._theme = self.workspace.theme(config.site_url.rstrip("/") + "/", config.site_name)
        self._views = Views(config, self._theme, self._evaluation.site)
        self._sources = PageSources(config, self.workspace, self._theme, self._views)
        shown = self._evaluation.site.releases if self._evaluation.site else ()
        public = frozenset(each.release.id for each in shown)
        self._links = Links(self._theme.base_url, tuple(self._views.languages), public)
        self._env: Environment | None = None
        self._shells: dict[tuple[str, str], Shell] = {}
        self._texts: dict[str, str] = {}
        # Ours has the real dates of what is public.
        config.theme.static_templates.discard("sitemap.xml")
        self._target = Path(config.site_dir)
        self._refuse_to_replace_sources()
        self._staged = self._stage()

    def _refuse_to_replace_sources(self) -> None:
        """What stands at ``site_dir`` makes room for the site: that may not be what it is made of."""
        if self._target == self.workspace.site:
            return
        for name in ("content", "theme", ".git"):
            # Either may be a link; neither what it names nor the link itself may be lost.
            for kept in (self.workspace.root / name, (self.workspace.root / name).resolve()):
                for target in (self._target, self._target.resolve()):
                    if target == kept or target in kept.parents or kept in target.parents:
                        raise Unusable(f"the site cannot stand at {target}: {kept} would be lost")

    def _refuse_or_warn(self, *, aloud: bool) -> None:
        evaluation = self._evaluation
        if evaluation.site is None or (evaluation.refuses and not self._request.withhold):
            report = problems_text(evaluation.problems)
            raise HostError(f"refused; the site stays as it was\n{report.rstrip()}")
        if aloud:
            for problem in (*evaluation.problems, *evaluation.unrecorded):
                _log.warning("%s", problems_text([problem]).rstrip())

    def _count_warnings(self) -> CountHandler | None:
        """Under ``--strict``: MkDocs asks for warnings only when the site would be shown already."""
        if self._preview or not self._config.strict:
            return None
        counter = CountHandler()
        counter.setLevel(logging.WARNING)
        logging.getLogger("mkdocs").addHandler(counter)
        return counter

    def _stage(self) -> bool:
        """Turn MkDocs to a folder that nobody sees. A server's temporary folder is one."""
        temporary = Path(tempfile.gettempdir())
        served = self._target.name.startswith("mkdocs_") and self._target.parent == temporary
        if self._preview or served:
            return False
        self._config.site_dir = str(generations.stage(self.workspace))
        return True

    # What MkDocs may see.

    def files(self, found: Files) -> Files:
        """What is due of the files that MkDocs ``found``, and the shells of our own pages."""
        due = self._evaluation.written if self._evaluation.site is not None else None
        return self._sources.chosen(found, due)

    # What the theme knows.

    def environment(self, env: Environment) -> None:
        """Take the environment in which MkDocs renders the theme."""
        env.trim_blocks = env.lstrip_blocks = True
        self._env = env

    def _bar(self, language: str) -> str:
        """What a preview shows on top of every page: all problems there are."""
        if not (self._preview and self._problems and self._env):
            return ""
        say = self._views.phrases[language]
        key = "problems.all" if self._evaluation.site is None else "problems.some"
        template = self._env.get_template("partials/problems.html")
        text = say.count(key, len(self._problems))
        return template.render(text=text, problems=self._problems)

    def page(self, page: Page) -> View:
        """The view of a page that MkDocs renders."""
        place = self._sources.places[page.file.src_uri]
        return self._views.page(page, place, self._bar(place.language))

    def content(self, html: str, page: Page) -> str:
        """A hand-written page's HTML, with no link to what the public may not know of."""
        if self._evaluation.site is None or not self._sources.places[page.file.src_uri].is_written:
            return html
        html = self._links.of_page(html, page.file.url, page.file.src_uri)
        html = _ALIGNED.sub(r'<\1 class="nt-\2">', html)
        self._tell_blocked(html, page.file.src_uri)
        self._texts[page.file.src_uri] = html
        return html

    def _tell_blocked(self, html: str, uri: str) -> None:
        """Warn of what the page's author will look for in vain."""
        place = self._sources.places[uri]
        if place.text_language != place.language or not (
            found := blocked(html, self._theme.base_url)
        ):
            return
        message = f"no browser will run or show this on the page: {', '.join(found)}"
        help = (
            "Pages are served with a strict Content-Security-Policy; a script or a style may "
            "stand in a file of its own in `content/pages`, and so may an image."
        )
        problem = Problem("warning", "content-security", self._sources.mark(uri), message, help)
        if self._preview:
            self._problems.append(problem)
        else:
            _log.warning("%s", problems_text([problem]).rstrip())

    def nowhere(self) -> View:
        """The view of the 404 page."""
        return self._views.nowhere(self._bar(self._views.languages[0]))

    # What comes out.

    def rendered(self, output: str, uri: str) -> str:
        """Cut a rendered page at its slots; empty, so that MkDocs does not write it."""
        place = self._sources.places[uri]
        output = self.whole(output, self._texts.pop(uri, ""))
        if place.kind == PROBLEMS:
            return output
        if place.is_written:
            name, slots = f"content/pages/{uri}", WRITTEN_SLOTS
        else:
            name, slots = f"shell {place.language}/{place.kind}", SHELL_SLOTS
        self._shells[place.language, place.kind] = Shell.split(output, slots, name)
        return ""

    def whole(self, output: str, own: str = "") -> str:
        """A page as MkDocs rendered it, as browsers get it; a person wrote the part ``own``.

        It says itself what the browser may run.
        """
        # MkDocs' server puts a script of its own, ever new, into the pages of a preview.
        return output if self._preview else secured(output, own)

    def finish(self) -> None:
        """Write what is ours beside what MkDocs wrote, and show the whole."""
        root = Path(self._config.site_dir)
        if self._evaluation.site is not None:
            self._write(root)
        if self._warnings is not None:
            warned = self._warnings.get_counts()
            self._silence()
            if warned:
                raise HostError("strict: there were warnings; the site stays as it was")
        if self._staged and self._request.show:
            self._show(root)
            self._config.site_dir = str(self._target)

    def _show(self, root: Path) -> None:
        if self._target != self.workspace.site:
            generations.show(self.workspace, root, self._target, _log.warning)
            return
        # A publish that died may have shown its site and not recorded it yet. It is known by
        # the site that is shown, so its records come first.
        with journal.locked(self.workspace, patient=True):
            generations.show(self.workspace, root, self._target, _log.warning)

    def _write(self, root: Path) -> None:
        unfilled = {at for at in self._shells if at[1].startswith(WRITTEN)}
        bars = {language: self._bar(language) for language in self._views.languages}
        made: set[Path] = set()
        for document in pipeline.render(self._evaluation, self._theme):
            path = _below(root, document.path)
            if path.parent not in made:
                path.parent.mkdir(parents=True, exist_ok=True)
                made.add(path.parent)
            try:
                # A served folder may keep the last preview; a staged one is new.
                with path.open("xb" if self._staged else "wb") as file:
                    file.write(self._bytes(document, bars))
            except FileExistsError:
                raise HostError(f"two files of the site would be {document.path}") from None
            if document.shell is not None:
                unfilled.discard(document.shell)
        if unfilled and not self._preview:
            raise HostError(f"nothing is spliced into the hand-written pages {sorted(unfilled)}")

    def _bytes(self, document: Document, bars: Mapping[str, str]) -> bytes:
        if document.shell is None:
            return document.data
        shell = self._shells.get(document.shell)
        if shell is None:
            raise HostError(f"{document.path}: there is no shell {document.shell}")
        slots = document.slots
        if bar := bars[document.shell[0]]:
            slots = {**slots, "notice-bar": bar + slots["notice-bar"]}
        return shell.fill(slots).encode()

    def discard(self) -> None:
        """Remove what was staged."""
        self._silence()
        if self._staged and self._config.site_dir != str(self._target):
            shutil.rmtree(self._config.site_dir, ignore_errors=True)

    def _silence(self) -> None:
        if self._warnings is not None:
            logging.getLogger("mkdocs").removeHandler(self._warnings)
            self._warnings = None


def _present() -> datetime:
    """The instant that a build speaks for where nobody named one (UTC, whole seconds)."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if not epoch:
        return datetime.now(UTC).replace(microsecond=0)
    try:
        return read_epoch(epoch)
    except NotReadable as error:
        raise HostError(f"SOURCE_DATE_EPOCH: {error}") from None


def _below(root: Path, path: str) -> Path:
    """The file at ``path`` below ``root``. Raises ``HostError`` where it would lie elsewhere."""
    parts = PurePosixPath(path).parts
    if not parts or "\\" in path or any(part in {"/", "..", "."} for part in parts):
        raise HostError(f"no file of the site can be called {path!r}")
    return root.joinpath(*parts)
