"""Splicing: our documents into the pages that a host rendered, and all of it into the folder.

Belongs here: one build of any host, from the request to the files: what the theme is given for a
page, what happens to a hand-written text, cutting shells and filling them. Does not belong here:
a host's library (its package), what pages say (``rendering``), showing a site (``publishing``).
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Protocol
from urllib.parse import unquote, urljoin

from notices.domain.layout import PAGES
from notices.domain.phrases import joined, phrase, verbatim
from notices.domain.problem import Mark, Problem
from notices.hosts import HostError, RenderRequest
from notices.hosts.dead_links import FinishedSite, WrittenPage, dead_links
from notices.hosts.hidden_names import HiddenNames
from notices.hosts.lost_words import lost_words
from notices.hosts.sample import names_in, sample_of
from notices.hosts.view import PROBLEMS, Place, RenderedText, View, Views
from notices.project.brand import brand_warnings
from notices.project.contact import NO_CONTACT
from notices.rendering import site_documents
from notices.rendering.content_security import blocked, leads_away, secured, staying
from notices.rendering.documents import Document
from notices.rendering.inputs import digest_of
from notices.rendering.locale.contents import Outline, outline_of
from notices.rendering.locale.links import Links
from notices.rendering.locale.missing_texts import missing_texts
from notices.rendering.picture_sizes import enlarged, sized
from notices.rendering.registry.discovery import page_kinds
from notices.rendering.shells import SHELL_SLOTS, WRITTEN, WRITTEN_SLOTS, Shell, slot

__all__ = ["ProblemsTemplate", "Splicer"]

# How Markdown writes the columns of a table: as a style, which browsers do not take from us.
_ALIGNED = re.compile(r'<(t[hd]) style="text-align: (left|center|right);">')
# Where the author of a page wants what we add to it, on a line of its own; it may say what that is.
_HERE = re.compile(r"^<!--\s*notices\s*(?::[^<>]*)?-->$", re.MULTILINE)

_NO_NAMES = frozenset({"", ".", ".."})


class ProblemsTemplate(Protocol):
    """The theme's bar of problems, ``partials/problems.html``, as the host renders it."""

    def __call__(self, *, text: str, problems: Collection[Problem], language: str) -> str:
        """HTML. ``text`` says how many problems there are."""


class Splicer:
    """One build. ``material`` are the languages that Material has texts for.

    A host hands over each page twice: as HTML of its Markdown (``written``), and as the theme
    rendered it (``cut``). Then ``write`` makes every file of ours. ``problems`` are those
    of the theme and those found on the way. Methods raise ``HostError``, or what ``rendering`` raises for a theme.
    """

    def __init__(self, request: RenderRequest, material: Collection[str]) -> None:
        self._request = request
        self._evaluation = request.evaluation
        theme, site = request.theme, request.evaluation.site
        wanted = str(request.configuration.theme.get("language", ""))
        # A preview without a site is in the theme's language, if that has texts.
        language = wanted if wanted in theme.texts else next(iter(theme.texts), wanted)
        rights = str(request.configuration.values.get("copyright") or "")
        self.views = Views(language, material, theme, site, rights, request.contact or NO_CONTACT)
        self.problems: list[Problem] = [
            *theme.warnings,
            *missing_texts(self.views.languages, theme),
            *brand_warnings(request.configuration, theme.brand, theme.colours),
        ]
        self.problems_template: ProblemsTemplate | None = None
        public = frozenset(each.release.id for each in (site.releases if site else ()))
        hidden = site.hidden if site else frozenset()
        pages = frozenset(site.others if site else ())
        self._links = Links(theme.base_url, tuple(self.views.languages), public, hidden, pages)
        self._shells: dict[tuple[str, str], Shell] = {}
        self._digests: dict[tuple[str, str] | None, str] = {}
        self._pages: list[WrittenPage] = []
        self._texts: dict[str, str] = {}
        self._outlines: dict[tuple[str, str], Outline] = {}
        self.inputs: dict[str, str] = {}

    @property
    def due(self) -> tuple[str, ...] | None:
        """The files below ``content/pages`` that are due; ``None`` where there is no site."""
        return self._evaluation.written if self._evaluation.site is not None else None

    # What the theme knows.

    def view(self, page: RenderedText, place: Place) -> View:
        """The view of a page that the host renders."""
        if place.is_written:
            at, language = (place.language, place.kind.removeprefix(WRITTEN)), place.text_language
            foreign = language != place.language
            self._outlines[at] = outline_of(page.html, page.title, language, foreign=foreign)
        return self.views.page(page, place, self._bar(place.language))

    def not_found_view(self) -> View:
        """The view of the 404 page."""
        return self.views.nowhere(self._bar(self.views.languages[0]))

    def _bar(self, language: str) -> str:
        """What a preview shows on top of every page: all problems there are."""
        problems = (*self._evaluation.problems, *self.problems)
        if not (self._request.preview and problems and self.problems_template):
            return ""
        say = self.views.phrases[language]
        key = "problems.all" if self._evaluation.site is None else "problems.some"
        told = [
            replace(
                problem,
                message=verbatim(self._request.say(problem.message)),
                help=verbatim(self._request.say(problem.help)),
            )
            for problem in problems
        ]
        text, language = say.count(key, len(problems)), self._request.language
        return self.problems_template(text=text, problems=told, language=language)

    # What the host rendered.

    def written(self, html: str, source: str, url: str, place: Place) -> str:
        """The HTML of a page's Markdown, with no link to what the public may not know of.

        ``source`` is the page's file below ``content/pages``, ``url`` its URL below the root.
        """
        if self._evaluation.site is None or not place.is_written:
            return html
        as_written, html = html, staying(html)
        if place.kind in page_kinds():
            html = _HERE.sub(slot("tail"), html, count=1)
        html = self._links.of_page(html, url, source)
        html = _ALIGNED.sub(r'<\1 class="nt-\2">', html)
        html = enlarged(sized(html, lambda address: self._picture(urljoin(f"/{url}", address))))
        if place.text_language == place.language:
            # A text that stands in for another language is looked at once, where it is its own.
            self._find_blocked(html, as_written, source)
            text = self._request.configuration.docs_dir / source
            if text.is_file():
                own = text.read_text(encoding="utf-8-sig")
                page = WrittenPage(source, own, url.removeprefix("./"), as_written)
                self._pages.append(page)
                self.problems += lost_words(page, self._links)
        self._texts[source] = html
        return html

    def _picture(self, path: str) -> bytes | None:
        """The file at a path of the site, if it lies beside the hand-written texts and is due."""
        source = unquote(path.removeprefix("/"))
        if source not in (self.due or ()):
            return None
        return (self._request.configuration.docs_dir / source).read_bytes()

    def _find_blocked(self, html: str, as_written: str, source: str) -> None:
        """Find what the page's author will look for in vain."""
        mark = Mark(f"{PAGES}/{source}")
        if leads_away(as_written):
            message = phrase(
                "<meta http-equiv=refresh> is left out: it would send readers elsewhere"
            )
            help = phrase("Delete it, and write a link.")
            self.problems.append(Problem("warning", "content-security", mark, message, help))
        if found := blocked(html, self._request.theme.base_url):
            message = phrase(
                "no browser will run or show this on the page: {found}", found=joined(found, ", ")
            )
            help = phrase(
                "Pages are served with a strict Content-Security-Policy; put scripts, styles and "
                "images in files of their own in `content/pages`."
            )
            self.problems.append(Problem("warning", "content-security", mark, message, help))

    def cut(self, output: str, source: str, place: Place) -> str | None:
        """Take a page as the theme rendered it; what the host has to write itself, if anything."""
        output = self.secured(output, self._texts.pop(source, ""))
        if place.kind == PROBLEMS:
            return output
        if place.is_written:
            name, slots = f"{PAGES}/{source}", WRITTEN_SLOTS
        else:
            name, slots = f"shell {place.language}/{place.kind}", SHELL_SLOTS
        at = place.language, place.kind
        self._shells[at] = Shell.split(output, slots, name)
        self._digests[at] = self._shells[at].digest
        return None

    def secured(self, output: str, own: str = "") -> str:
        """A rendered page with its security policy; a person wrote the part ``own`` of it."""
        # A preview's server puts a script of its own, ever new, into the pages.
        return output if self._request.preview else secured(output, own)

    # What comes out.

    def write(self) -> None:
        """Write every page and file of ours beside what the host wrote."""
        if self._evaluation.site is None:
            return
        root = os.fspath(self._request.staging)
        unfilled = {at for at in self._shells if at[1].startswith(WRITTEN)}
        bars = {language: self._bar(language) for language in self.views.languages}
        folders = {""}
        site = self._evaluation.site
        hidden = HiddenNames(() if site.drafts else site.hidden)
        earlier = self._request.earlier
        everywhere = digest_of(self._request.preview, bars)
        # What was looked through before is searched for new names alone.
        new = site.hidden - earlier.hidden if earlier is not None else frozenset()
        unseen = HiddenNames(() if site.drafts else new)
        # The bar of a preview is in no document's slots.
        shells = {} if self._request.preview else self._shells
        spared = {at for at, shell in shells.items() if hidden.spares(shell.texts)}
        if self._request.sample:
            site = sample_of(site, names_in(page.html for page in self._pages))
        for document in site_documents(site, self._request.theme, self._outlines):
            path = _below(root, document.path)
            folder = document.path.rpartition("/")[0]
            if folder not in folders:
                _make_folder(root, folder, folders)
            if self._request.sample and document.later and document.path.endswith(".png"):
                # Links may lead to it; whatever a picture says, a page says as well.
                self._write(document.path, path, b"")
                continue
            if document.shell is not None:
                unfilled.discard(document.shell)
            inputs = self._inputs(document, everywhere)
            if inputs and earlier is not None and earlier.take(document.path, inputs, path):
                problem = unseen.problem_of_file(document.path, path)
            else:
                whole = document.finished
                data = self._bytes(whole, bars)
                slots = None
                if document.shell in spared:
                    slots = "\n".join(whole.slots.values()).encode()
                problem = hidden.problem(document.path, data, slots)
                self._write(document.path, path, data)
            if problem is not None:
                # It has to be found again each time.
                self.problems.append(problem)
            elif inputs:
                self.inputs[document.path] = inputs
        if unfilled and not self._request.preview:
            raise HostError(
                phrase(
                    "nothing is spliced into the hand-written pages {pages}",
                    pages=str(sorted(unfilled)),
                )
            )
        finished = FinishedSite(self._request.staging, self._links)
        for page in self._pages:
            self.problems += dead_links(page, finished, self._evaluation.written)

    def _write(self, name: str, path: str, data: bytes) -> None:
        try:
            # The folder of a preview may keep the last one; any other is new.
            with open(path, "wb" if self._request.preview else "xb") as file:  # noqa: PTH123  # Of thousands.
                file.write(data)
        except FileExistsError:
            raise HostError(phrase("two documents have the path {path}", path=name)) from None

    def _inputs(self, document: Document, everywhere: str) -> str:
        """The inputs of a document with those of its shell; empty where they are not all known."""
        if not document.inputs or (document.shell and document.shell not in self._shells):
            return ""
        return digest_of(everywhere, document.inputs, self._digests.get(document.shell))

    def _bytes(self, document: Document, bars: Mapping[str, str]) -> bytes:
        if document.shell is None:
            return document.data
        shell = self._shells.get(document.shell)
        if shell is None:
            raise HostError(
                phrase(
                    "{path}: there is no shell {shell}",
                    path=document.path,
                    shell=str(document.shell),
                )
            )
        slots = document.slots
        if bar := bars[document.shell[0]]:
            slots = {**slots, "notice-bar": bar + slots["notice-bar"]}
        return shell.encoded(slots)


def _make_folder(root: str, folder: str, made: set[str]) -> None:
    """Make a folder below ``root`` and those above it, unless they are ``made``."""
    if folder not in made:
        _make_folder(root, folder.rpartition("/")[0], made)
        with suppress(FileExistsError):
            os.mkdir(f"{root}/{folder}")  # noqa: PTH102  # Of thousands.
        made.add(folder)


def _below(root: str, path: str) -> str:
    """The file at ``path`` below ``root``. Raises ``HostError`` where it would lie elsewhere."""
    if "\\" in path or not _NO_NAMES.isdisjoint(path.split("/")):
        raise HostError(phrase("no file of the site can be called {path}", path=repr(path)))
    return f"{root}/{path}"
