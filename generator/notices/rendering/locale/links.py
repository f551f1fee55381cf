"""Links inside texts that people wrote: none may name what is not public.

Belongs here: finding the links and images of a piece of HTML, and taking out those that lead
to a release, a guide or an FAQ page that is not public. Does not belong here: cleaning HTML
(``markdown``), the site's own links (``addresses``).

This reads the HTML as a stream, and not as a tree of lxml: a tree is written back with its
attributes in small letters (``viewBox``), and a hand-written page has to stay as it is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html import escape, unescape
from html.parser import HTMLParser
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

from notices.rendering.addresses import relative

__all__ = ["Links"]

_FOLDERS = ("releases", "guides", "faq")
_LINKING = ("href", "src", "data", "poster")


@dataclass(frozen=True, slots=True)
class Links:
    """Which links may stand. ``public`` holds the ids of all releases that the site shows.

    ``base_url`` is absolute and ends with a slash; ``languages`` have the default one first.
    """

    base_url: str
    languages: tuple[str, ...]
    public: frozenset[str]

    def of_body(self, html: str, page: str) -> str:
        """An entry's cleaned HTML: its links made absolute, as seen from the URL ``page``.

        One that may not stand is replaced by its text, so that pages and feeds say the same.
        """

        def target(link: str) -> str | None:
            if link.startswith("mailto:"):
                return link
            absolute = _joined(self.base_url + page, link)
            return absolute if not link.startswith("#") and not self._names(absolute) else None

        return _Rewriter(target, unwrap=True).rewritten(html) if "<a" in html else html

    def of_page(self, html: str, page: str, source: str) -> str:
        """A hand-written page's HTML at URL ``page``, its file at ``source`` below the pages.

        A link or image that the host did not find is still as its file has it. Where it leads
        to a page that the site makes itself, it is led there.
        """

        def target(link: str) -> str | None:
            # A bare file is one that the host found in the page's own folder.
            path = _split(link).path
            bare = "/" not in link and "." in path and not path.lower().endswith(".md")
            places = (page,) if bare else (page, source)
            if any(self._names(_joined(self.base_url + at, link)) for at in places):
                return None
            folder, name, language = self._place(_joined(self.base_url + source, link))
            if folder in _FOLDERS and name and path.endswith(".md"):
                home = "" if language == self.languages[0] else f"{language}/"
                return relative(page, f"{home}{folder}/{name}/")
            return link

        return _Rewriter(target).rewritten(html)

    def _names(self, absolute: str) -> str | None:
        """The id of a release that a URL names and the public may not know of."""
        folder, name, _ = self._place(absolute)
        return name if folder in _FOLDERS and name and name not in self.public else None

    def _place(self, absolute: str) -> tuple[str, str, str]:
        """Folder, id and language of a URL on this site; empty where it has none."""
        own, url = urlsplit(self.base_url), _split(absolute)
        nowhere = ("", "", self.languages[0])
        if url.hostname != own.hostname or url.scheme not in ("http", "https"):
            return nowhere
        path = unquote(url.path)
        if not path.startswith(own.path):
            return nowhere
        parts = [part for part in path.removeprefix(own.path).split("/") if part]
        language = self.languages[0]
        if parts and parts[0] in self.languages:
            language = parts.pop(0)
        if len(parts) < 2:
            return nowhere
        name, _, rest = parts[1].partition(".")
        suffix = rest.removesuffix("md").rstrip(".")
        return parts[0], name.lower(), suffix if suffix in self.languages else language


def _joined(base: str, link: str) -> str:
    """The absolute URL of a link; one that is no URL at all stays as it is."""
    try:
        return urljoin(base, link)
    except ValueError:
        return link


def _split(url: str) -> SplitResult:
    """The parts of a URL; none of one that is not a URL, which leads to no page of ours."""
    try:
        return urlsplit(url)
    except ValueError:
        return urlsplit("")


class _Rewriter(HTMLParser):
    """HTML in, the same HTML out but for its links and images."""

    def __init__(self, target: Callable[[str], str | None], *, unwrap: bool = False) -> None:
        super().__init__(convert_charrefs=False)
        self._target = target
        self._unwrap = unwrap
        self._changed = False
        self._out: list[str] = []
        self._dropped: list[tuple[int, str]] = []
        self._open = 0

    def rewritten(self, html: str) -> str:
        """``html`` with every link as ``target`` has it; the very same where all may stand."""
        self.feed(html)
        self.close()
        return "".join(self._out) if self._changed else html

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        text = self.get_starttag_text() or ""
        for name, value in attrs:
            if name not in _LINKING or value is None:
                continue
            link = value.strip()
            target = self._target(link)
            self._changed |= target != link
            if target is None:
                if tag == "a":
                    self._dropped.append((len(self._out), link))
                return
            if target != link:
                text = _tag(tag, [(n, target if n == name else v) for n, v in attrs])
        if self._unwrap and tag == "a" and not any(name == "href" for name, _ in attrs):
            self._changed = True
            self._dropped.append((len(self._out), ""))
            return
        self._open += tag == "a"
        self._out.append(text)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._dropped and self._open == 0:
            begin, link = self._dropped.pop()
            # An address that was typed as it is says as much in its text.
            if link and link in unescape("".join(self._out[begin:])):
                del self._out[begin:]
            return
        self._open -= tag == "a" and self._open > 0
        self._out.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self._out.append(data)

    def handle_entityref(self, name: str) -> None:
        self._out.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._out.append(f"&#{name};")

    def handle_comment(self, data: str) -> None:
        self._out.append(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        self._out.append(f"<!{decl}>")

    def handle_pi(self, data: str) -> None:
        self._out.append(f"<?{data}>")

    def unknown_decl(self, data: str) -> None:
        self._out.append(f"<![{data}]>")


def _tag(tag: str, attrs: list[tuple[str, str | None]]) -> str:
    written = [
        f" {name}" if value is None else f' {name}="{escape(value)}"' for name, value in attrs
    ]
    return f"<{tag}{''.join(written)}>"
