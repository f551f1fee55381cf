"""Addresses: the URL of each page.

Belongs here: the site's URLs and how one page points to another. Does not belong here: what
the pages say (``pages``). A URL is written below the site's root (``en/changelog/``), without a
leading slash, so that the site works under any base path.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

__all__ = ["MAINTNOTE", "Addresses", "links_from", "relative", "relative_url"]

MAINTNOTE = "maintnote.ics"
"""The windows for network operators' tools; one file for all languages."""


def relative(page: str, target: str) -> str:
    """The link from the page at URL ``page`` to ``target``, both below the root."""
    return "../" * page.count("/") + target or "./"


def links_from(page: str) -> Callable[[str], str]:
    """What ``relative`` gives for that page."""
    root = "../" * page.count("/")

    def link(target: str) -> str:
        return root + target or "./"

    return link


def relative_url(url: str, page: str) -> str:
    """The shortest link to ``url`` from the page at ``page``, both below the root.

    A page whose name has a dot is a file: its folder counts.
    """
    folder, _, name = page.rpartition("/")
    here, there = _parts(folder if "." in name else page), _parts(url)
    common = len(posixpath.commonprefix([here, there]))
    link = "/".join([".."] * (len(here) - common) + there[common:]) or "."
    return f"{link}/" if url.endswith("/") else link


def _parts(url: str) -> list[str]:
    path = posixpath.normpath(f"/{url.lstrip('/')}").strip("/")
    return path.split("/") if path else []


@dataclass(frozen=True, slots=True)
class Addresses:
    """The pages of one language; the default language is at the root."""

    language: str
    default: str

    @property
    def home(self) -> str:
        """The home page, and what every other URL of the language begins with."""
        return "" if self.language == self.default else f"{self.language}/"

    @property
    def changelog(self) -> str:
        """The changelog of all years."""
        return f"{self.home}changelog/"

    @property
    def guides(self) -> str:
        """The list of guides."""
        return f"{self.home}guides/"

    @property
    def faq(self) -> str:
        """The list of questions and answers."""
        return f"{self.home}faq/"

    @property
    def subscribe(self) -> str:
        """The ways to follow."""
        return f"{self.home}subscribe/"

    @property
    def on_time(self) -> str:
        """How punctual the notices were."""
        return f"{self.home}on-time/"

    @property
    def lead_times(self) -> str:
        """How far ahead customers are told of each kind of update."""
        return f"{self.home}lead-times/"

    @property
    def feed(self) -> str:
        """The language's RSS feed."""
        return f"{self.home}feed.xml"

    @property
    def atom(self) -> str:
        """The language's Atom feed."""
        return f"{self.home}atom.xml"

    @property
    def json_feed(self) -> str:
        """The language's JSON Feed."""
        return f"{self.home}feed.json"

    def feed_of(self, kind: Literal["category", "system"], name: str) -> str:
        """What the feeds of one category or system begin with; the format's ending follows."""
        return f"{self.home}feeds/{kind}/{name}"

    @property
    def search(self) -> str:
        """What the search box looks through."""
        return f"{self.home}search.json"

    @property
    def calendar(self) -> str:
        """The calendar of what is ahead and what ended within the last year, to subscribe to."""
        return f"{self.home}calendar.ics"

    def calendar_of(self, year: int) -> str:
        """The calendar of all windows of one year."""
        return f"{self.home}calendar/{year}.ics"

    def calendar_for(self, kind: Literal["category", "system"], name: str) -> str:
        """The calendar of one category or system, to subscribe to; it stands beside its feeds."""
        return f"{self.feed_of(kind, name)}.ics"

    @property
    def banner(self) -> str:
        """How customers put the banner into their own application."""
        return f"{self.home}banner/"

    @property
    def plans(self) -> str:
        """The list of monthly plans."""
        return f"{self.home}plans/"

    def plan(self, month: str) -> str:
        """The plan of a month (``YYYY-MM``)."""
        return f"{self.plans}{month}/"

    def changelog_of(self, kind: Literal["category", "system"], name: str) -> str:
        """The changelog, of which the browser shows one category or system."""
        return f"{self.changelog}?{kind}={name}"

    def year(self, year: int) -> str:
        """The changelog of one year."""
        return f"{self.changelog}{year}/"

    def release(self, release_id: str) -> str:
        """A release's page."""
        return f"{self.home}releases/{release_id}/"

    def event(self, release_id: str) -> str:
        """A release's window as a calendar of its own."""
        return f"{self.release(release_id)}event.ics"

    def picture(self, release_id: str) -> str:
        """The picture beside a shared link to a release."""
        return f"{self.release(release_id)}picture.png"

    def guide(self, release_id: str) -> str:
        """A release's guide."""
        return f"{self.guides}{release_id}/"

    def answers(self, release_id: str) -> str:
        """A release's questions and answers."""
        return f"{self.faq}{release_id}/"
