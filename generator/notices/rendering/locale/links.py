"""Links inside texts that people wrote: none may name what is not public.

Belongs here: where a link leads, and whether it names a release, a guide or an FAQ page that is
not public. Does not belong here: finding the links of a piece of HTML (``rewriting``), cleaning
HTML (``markdown``), the site's own links (``addresses``).

Text is left as it is: an id may be an ordinary word, and whoever writes it means what it says.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from urllib.parse import SplitResult, unquote, urljoin, urlsplit, urlunsplit

from notices.rendering.addresses import Addresses, relative
from notices.rendering.locale.rewriting import hidden_parts, rewritten
from notices.rules.reserved import ALWAYS_WRITTEN, OWN_NAMES

__all__ = ["LinkTarget", "Links"]

_FOLDERS = ("releases", "guides", "faq")
# Shorter ids, and those of one word, stand in too many names of other things.
_UNUSUAL = re.compile(r"(?=.*[-0-9]).{6,}")
_ID = re.compile(r"[a-z0-9-]+")
# Browsers pass over these within an address.
_IGNORED = re.compile(r"[\t\r\n]")
_MOST_DECODED = 4
# People name entries and pages by their files, as they lie side by side.
_FILE = re.compile(r"(?:(.*)/)?([^/.]+)(?:\.([A-Za-z-]+))?\.(?:md|yml)", re.IGNORECASE)
_OUTER = re.compile(r"^(?:(?:\.{1,2}|content|pages|)/)+")
_AS_TYPED = ("mailto:", "tel:")


@dataclass(frozen=True, slots=True)
class LinkTarget:
    """Where a link of an entry leads.

    ``url`` is absolute, and ``None`` where the link may not stand: ``hidden`` says that it names
    an entry that is not public. ``path`` is below the site's root, ``None`` for other sites.
    """

    url: str | None
    path: str | None = None
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Links:
    """Which links may stand. ``public`` holds the ids of all releases that the site shows.

    ``base_url`` is absolute and ends with a slash; ``languages`` have the default one first.
    ``hidden`` holds the ids of the entries that are not public: no link may name one in another
    way, such as by its file. ``pages`` are the names of hand-written pages (``about``).
    """

    base_url: str
    languages: tuple[str, ...]
    public: frozenset[str]
    hidden: frozenset[str] = frozenset()
    pages: frozenset[str] = frozenset()

    def of_body(self, html: str, page: str) -> str:
        """An entry's cleaned HTML: its links made absolute, as seen from the URL ``page``.

        One that may not stand is replaced by its text, so that pages and feeds say the same.
        """

        def target(link: str) -> str | None:
            return self.target_of(link, page).url

        return rewritten(html, target, unwrap=True) if "<a" in html else html

    def target_of(self, link: str, page: str) -> LinkTarget:
        """Where a link in the text of an entry leads, as seen from the URL ``page``.

        ``b.md`` and ``b.yml`` are the page of the entry ``b``, or a hand-written page. An address
        such as ``/releases/b/`` is one of this site, wherever on its server that stands.
        """
        if link.lower().startswith(_AS_TYPED):
            return LinkTarget(link)
        absolute = self._meant(link, page)
        own, url = urlsplit(self.base_url), _split(absolute)
        path = None
        if self._is_ours(absolute):
            whole = _resolved(unquote(url.path))
            path = whole[len(own.path) :] if whole.startswith(own.path) else None
        if not self._names(absolute):
            return LinkTarget(absolute, path)
        name = self._place(absolute)[1]
        return LinkTarget(None, path, hidden=name in self.hidden or self._mentions(absolute))

    def _meant(self, link: str, page: str) -> str:
        """The absolute address that a link of an entry stands for."""
        typed = _split(_IGNORED.sub("", link).replace("\\", "/"))
        ours = None
        if not typed.scheme and not typed.netloc and typed.path:
            ours = self._of_file(typed.path, page)
            ours = self._below_root(typed.path) if ours is None else ours
        if ours is None:
            return _joined(self.base_url + page, link)
        return self.base_url + ours + urlunsplit(("", "", "", typed.query, typed.fragment))

    def _of_file(self, path: str, page: str) -> str | None:
        """The page of a file of entries or pages, below the root."""
        file = _FILE.fullmatch(unquote(path))
        if file is None:
            return None
        folder, name = _OUTER.sub("", f"{file[1] or ''}/"), file[2]
        language = file[3] if file[3] in self.languages else self._language(page)
        home = Addresses(language, self.languages[0]).home
        last = folder.rstrip("/").rpartition("/")[2]
        if last in ("guides", "faq"):
            return f"{home}{last}/{name}/"
        written = f"{folder}{name}"
        if name in self.public or folder.startswith("releases/") or not self._is_written(written):
            # What is no page may be an entry. Whether there is a hidden one must not show.
            return f"{home}releases/{name}/"
        return home if written == "index" else f"{home}{written}/"

    def _is_written(self, name: str) -> bool:
        """Whether a name below the root is that of a page that no entry has."""
        return name in self.pages | ALWAYS_WRITTEN or name.partition("/")[0] in OWN_NAMES

    def _below_root(self, path: str) -> str | None:
        """An address of ours that was typed from the root of its server, below our own root."""
        own = urlsplit(self.base_url).path
        if own == "/" or not path.startswith("/") or path.startswith(own):
            return None
        parts = path.lstrip("/").split("/")
        first = parts[1] if parts[0] in self.languages and len(parts) > 1 else parts[0]
        known = self._is_written(first) or first.partition(".")[0] in OWN_NAMES
        return path.lstrip("/") if known else None

    def _language(self, page: str) -> str:
        first = page.partition("/")[0]
        return first if first in self.languages else self.languages[0]

    def of_page(self, html: str, page: str, source: str) -> str:
        """A hand-written page's HTML at URL ``page``, its file at ``source`` below the pages.

        A link or image that the host did not find is still as its file has it. Where it leads
        to a page that the site makes itself, it is led there.
        """

        def target(link: str) -> str | None:
            return self.in_page(link, page, source).url

        return rewritten(html, target, self._mentions)

    def hidden_markup(self, html: str) -> tuple[tuple[str, str], ...]:
        """What :meth:`of_page` takes out though it is no link, in order.

        The name and the value of an attribute; of a script or a style its name and its text.
        """
        return hidden_parts(html, self._mentions)

    def in_page(self, link: str, page: str, source: str) -> LinkTarget:
        """Where a link or image of a hand-written page leads; its ``url`` is for that page.

        ``b.md`` is the page of the entry ``b`` in that page's language, where the host found no
        file of that name.
        """
        # A bare file is one that the host found in the page's own folder.
        path = _split(link).path
        is_page = path.lower().endswith(".md")
        bare = "/" not in link and "." in path and not is_page
        places = [_joined(self.base_url + at, link) for at in ((page,) if bare else (page, source))]
        folder, name, language = self._place(places[-1])
        file = _FILE.fullmatch(unquote(path)) if is_page else None
        if file is not None:  # An entry has one file for all languages.
            language = file[3] if file[3] in self.languages else self._language(page)
        if file is not None and folder not in _FOLDERS and self._is_ours(places[-1]):
            # The host found no such page. Whether there is a hidden entry must not show.
            folder, name = "releases", file[2]
            places.append(f"{self.base_url}releases/{name}/")
        if named := [each for each in places if self._names(each)]:
            hidden = any(
                self._mentions(each) or self._place(each)[1] in self.hidden for each in named
            )
            return LinkTarget(None, hidden=hidden)
        if folder in _FOLDERS and name and is_page:
            home = Addresses(language, self.languages[0]).home
            anchor = urlunsplit(("", "", "", "", _split(link).fragment))
            return LinkTarget(relative(page, f"{home}{folder}/{name}/") + anchor)
        if not _split(link).netloc and (ours := self._below_root(link)) is not None:
            return LinkTarget(relative(page, ours))
        return LinkTarget(link)

    def _names(self, absolute: str) -> bool:
        """Whether a URL names a release that the public may not know of."""
        if not self._is_ours(absolute):
            return False
        folder, name, _ = self._place(absolute)
        if folder in _FOLDERS and name and name not in self.public:
            return True
        return self._mentions(absolute)

    def _is_ours(self, absolute: str) -> bool:
        """Whether a URL leads to the server that this site stands on."""
        own, url = urlsplit(self.base_url), _split(absolute)
        return url.hostname == own.hostname and url.scheme in ("http", "https")

    def _mentions(self, value: str) -> bool:
        """Whether an address or a value names a hidden entry by its id."""
        if not self.hidden:
            return False
        text = _decoded(value)
        words = _ID.findall(text)
        for before, name in pairwise(("", *words)):
            if name in self.hidden and (before in _FOLDERS or _UNUSUAL.fullmatch(name)):
                return True
        return False

    def _place(self, absolute: str) -> tuple[str, str, str]:
        """Folder, id and language of a URL on this site; empty where it has none."""
        own, url = urlsplit(self.base_url), _split(absolute)
        nowhere = ("", "", self.languages[0])
        if not self._is_ours(absolute):
            return nowhere
        path = _resolved(_decoded(url.path))
        if not path.startswith(own.path.lower()):
            return nowhere
        path = path[len(own.path) :].removesuffix("index.html")
        parts = [part for part in path.split("/") if part]
        language = self.languages[0]
        known = {each.lower(): each for each in self.languages}
        if parts and parts[0] in known:
            language = known[parts.pop(0)]
        if len(parts) < 2:
            return nowhere
        name, _, rest = parts[1].partition(".")
        suffix = rest.removesuffix("md").rstrip(".")
        return parts[0], name, known.get(suffix, language)


def _decoded(text: str) -> str:
    """As a server may read it, in small letters: without percent signs and ignored characters."""
    text = _IGNORED.sub("", text)
    for _ in range(_MOST_DECODED):
        if "%" not in text:
            break
        text = unquote(text)
    return text.replace("\\", "/").lower()


def _resolved(path: str) -> str:
    """A path without its steps up, which may have been hidden behind percent signs."""
    parts: list[str] = []
    for part in path.split("/"):
        if part == ".." and len(parts) > 1:
            parts.pop()
        elif part not in (".", ".."):
            parts.append(part)
    return "/".join(parts)


def _joined(base: str, link: str) -> str:
    """The absolute URL of a link; one that is no URL at all stays as it is."""
    try:
        return urljoin(base, _IGNORED.sub("", link).replace("\\", "/"))
    except ValueError:
        return link


def _split(url: str) -> SplitResult:
    """The parts of a URL; none of one that is not a URL, which leads to no page of ours."""
    try:
        return urlsplit(url)
    except ValueError:
        return urlsplit("")
