"""Dead links of hand-written pages: those that lead to nothing on the finished site.

Belongs here: finding them, and the place in the page's file. Does not belong here: links to
what is not public, which are taken out before (``rendering.locale.links``).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from unicodedata import is_normalized, normalize
from urllib.parse import unquote, urljoin, urlsplit

from notices.domain.layout import PAGES
from notices.domain.names import nearest
from notices.domain.problem import Mark, Problem

__all__ = ["WrittenPage", "dead_links"]

_LINKING = {"a": "href", "img": "src"}


@dataclass(frozen=True, slots=True)
class WrittenPage:
    """A hand-written page: its file below ``content/pages`` and that file's text, URL and HTML."""

    source: str
    text: str
    url: str
    html: str


def dead_links(
    page: WrittenPage,
    base_url: str,
    exists: Callable[[str], bool],
    sources: Collection[str],
    hidden: Collection[str],
) -> Iterator[Problem]:
    """A warning for each link and image of a page that leads to nothing.

    ``exists`` says whether the site has a file at a path below its root. ``sources`` are the
    files below ``content/pages`` that a link may name. Links that name something ``hidden`` (ids)
    are passed over: a log must not tell of it.
    """
    finder = _Finder()
    finder.feed(page.html)
    finder.close()
    behind = 0
    for tag, link in finder.found:
        at = page.text.find(link, behind)
        if at >= 0:
            behind = at + len(link)
        if any(part.partition(".")[0] in hidden for part in unquote(link).split("/")):
            continue
        if _leads_somewhere(link, base_url + page.url, base_url, exists):
            continue
        what = "image" if tag == "img" else "link"
        yield Problem(
            "warning",
            "dead-link",
            _mark(page, max(at, 0)),
            f"this {what} leads to nothing on the site: {link}",
            _help(link.rpartition("/")[2], [name.rpartition("/")[2] for name in sources]),
            field=link,
        )


def _help(name: str, names: Collection[str]) -> str:
    typed = unquote(name)
    form = "NFC" if is_normalized("NFC", typed) else "NFD"
    for other in names:
        # Letters with marks are one character or several (macOS writes these), and look the same.
        if other != typed and normalize("NFC", other) == normalize("NFC", typed):
            return (
                f"The file `{other}` has this name in another Unicode form; the link is in {form}. "
                "Rename the file, with its letters typed anew, or copy its name into the link."
            )
    guess = nearest(name, names)
    help = "Name a file of `content/pages` by its path from this one, or a page of the site."
    return f"Did you mean `{guess}`?" if guess else help


def _leads_somewhere(link: str, page: str, base_url: str, exists: Callable[[str], bool]) -> bool:
    try:
        own, url = urlsplit(base_url), urlsplit(urljoin(page, link))
    except ValueError:
        return False
    if url.scheme not in ("http", "https") or url.netloc != own.netloc:
        return True
    path = unquote(url.path)
    if not path.startswith(own.path):
        # Another site of the same server, unless it is an address of ours without the folder.
        return not _is_file(path.lstrip("/"), exists)
    return _is_file(path.removeprefix(own.path), exists)


def _is_file(path: str, exists: Callable[[str], bool]) -> bool:
    folder = path.rstrip("/")
    return bool(
        (path and not path.endswith("/") and exists(path))
        or exists(f"{folder}/index.html".lstrip("/"))
    )


def _mark(page: WrittenPage, offset: int) -> Mark:
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
        if link and not link.startswith("#"):
            self.found.append((tag, link.strip()))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
