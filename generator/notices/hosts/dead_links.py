"""Dead links of hand-written pages: those that lead to nothing on the finished site.

Belongs here: finding them, and the place in the page's file. Does not belong here: where a link
leads, and whether it may stand (``rendering.locale.links``); the texts of entries (``evaluation``).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from unicodedata import is_normalized, normalize
from urllib.parse import unquote, urljoin, urlsplit

from notices.domain.layout import PAGES
from notices.domain.names import nearest
from notices.domain.phrases import Phrase, phrase
from notices.domain.problem import Mark, Problem
from notices.rendering.locale.links import Links
from notices.rules.elsewhere.texts import hidden_link

__all__ = ["FinishedSite", "WrittenPage", "dead_links", "mark_at"]

_LINKING = {"a": "href", "img": "src"}
_NAMED = re.compile(r"""\s(?:id|name)=(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
# Browsers know it, whatever the page says.
_TOP = frozenset({"", "top"})


@dataclass(frozen=True, slots=True)
class WrittenPage:
    """A hand-written page: its file below ``content/pages`` and that file's text, URL and HTML."""

    source: str
    text: str
    url: str
    html: str


@dataclass(frozen=True, slots=True)
class FinishedSite:
    """The files of a site below ``root``, and where links of its pages lead."""

    root: Path
    links: Links
    _names: dict[Path, frozenset[str]] = field(default_factory=dict)

    def names(self, link: str, page: str) -> frozenset[str]:
        """The names of the places on the page that a link of the page at URL ``page`` leads to."""
        base_url = self.links.base_url
        path = unquote(urlsplit(urljoin(base_url + page, link)).path)
        file = self._file(path.removeprefix(urlsplit(base_url).path))
        return frozenset() if file is None else self._names_in(file)

    def has(self, link: str, page: str) -> bool:
        """Whether a link of the page at URL ``page`` leads to something; to other sites, always."""
        base_url = self.links.base_url
        try:
            own, url = urlsplit(base_url), urlsplit(urljoin(base_url + page, link))
        except ValueError:
            return False
        if url.scheme not in ("http", "https") or url.netloc != own.netloc:
            return True
        path = unquote(url.path)
        if not path.startswith(own.path):
            # Another site of the same server, unless it is an address of ours without the folder.
            return self._file(path.lstrip("/")) is None
        file = self._file(path.removeprefix(own.path))
        return file is not None and self._holds(file, unquote(url.fragment))

    def _file(self, path: str) -> Path | None:
        file = self.root / path
        if path and not path.endswith("/") and file.is_file():
            return file
        index = file / "index.html"
        return index if index.is_file() else None

    def _holds(self, file: Path, name: str) -> bool:
        """Whether a page has a place of that name; other files have the places that they have."""
        if name.lower() in _TOP or file.suffix != ".html":
            return True
        return name in self._names_in(file)

    def _names_in(self, file: Path) -> frozenset[str]:
        if file not in self._names:
            html = file.read_text(encoding="utf-8", errors="replace")
            found = ("".join(map(unescape, match.groups(""))) for match in _NAMED.finditer(html))
            self._names[file] = frozenset(found)
        return self._names[file]


def dead_links(
    page: WrittenPage, site: FinishedSite, sources: Collection[str]
) -> Iterator[Problem]:
    """A warning for each link and image of a page that leads to nothing, or to what is hidden.

    ``sources`` are the files below ``content/pages`` that a link may name.
    """
    finder = _Finder()
    finder.feed(page.html)
    finder.close()
    behind = 0
    for tag, link in finder.found:
        at = page.text.find(link, behind)
        if at >= 0:
            behind = at + len(link)
        target = site.links.in_page(link, page.url, page.source)
        if target.hidden:
            yield hidden_link(mark_at(page, max(at, 0)))
            continue
        if target.url is not None and site.has(target.url, page.url):
            continue
        address, hash, name = link.partition("#")
        if hash and target.url is not None and site.has(target.url.partition("#")[0], page.url):
            # The host may have written another address before it.
            at = at if at >= 0 else page.text.find(f"#{name}", behind)
            named = nearest(name, sorted(site.names(target.url, page.url)))
            message = phrase(
                "the page that this link leads to has no place of the name #{name}", name=name
            )
            help = phrase("A heading's name is its `id` in the finished page.")
            if named:
                help = phrase("Did you mean `{near}`?", near=f"#{named}")
            yield Problem(
                "warning", "dead-link", mark_at(page, max(at, 0)), message, help, field=link
            )
            continue
        message = (
            phrase("this image leads to nothing on the site: {link}", link=link)
            if tag == "img"
            else phrase("this link leads to nothing on the site: {link}", link=link)
        )
        yield Problem(
            "warning",
            "dead-link",
            mark_at(page, max(at, 0)),
            message,
            _help(address.rpartition("/")[2], [name.rpartition("/")[2] for name in sources]),
            field=link,
        )


def _help(name: str, names: Collection[str]) -> Phrase:
    typed = unquote(name)
    form = "NFC" if is_normalized("NFC", typed) else "NFD"
    for other in names:
        # Letters with marks are one character or several (macOS writes these), and look the same.
        if other != typed and normalize("NFC", other) == normalize("NFC", typed):
            return phrase(
                "The file `{file}` has this name in another Unicode form; the link is in {form}. "
                "Rename the file, with its letters typed anew, or copy its name into the link.",
                file=other,
                form=form,
            )
    if guess := nearest(name, names):
        return phrase("Did you mean `{near}`?", near=guess)
    return phrase(
        "Name a file of `content/pages` by its path from this one, or a page of the site."
    )


def mark_at(page: WrittenPage, offset: int) -> Mark:
    """The place of a character of the page's text in its file."""
    before = page.text[:offset]
    line, column = before.count("\n") + 1, offset - before.rfind("\n")
    return Mark(f"{PAGES}/{page.source}", line, column)


class _Finder(HTMLParser):
    """The links and images of a piece of HTML, in order: tag and address."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        link = dict(attrs).get(_LINKING.get(tag, ""))
        if link:
            self.found.append((tag, link.strip()))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
