"""The Markdown of entries: a warning for each thing in it that its readers will not get.

Belongs here: which texts there are, what the site has that they may link to, the words and the
place of each warning. Does not belong here: reading Markdown (``rendering``), hand-written pages
(the hosts).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from notices.domain.instants import local
from notices.domain.layout import RELEASES
from notices.domain.names import nearest
from notices.domain.phrases import Phrase, phrase
from notices.domain.problem import Mark, Problem
from notices.domain.public import PublicSite
from notices.domain.release import Release
from notices.evaluation.sources import Sources
from notices.loading import position_within
from notices.rendering.locale.links import Links, LinkTarget
from notices.rendering.locale.losses import Loss, losses
from notices.rendering.locale.markdown import headings_of
from notices.rules.elsewhere.texts import hidden_link
from notices.rules.reserved import ALWAYS_WRITTEN, OWN_NAMES

__all__ = ["text_problems"]

_UNKNOWN_SITE = "https://site.invalid/"
# The folder of the theme's own files; the host knows which there are.
_THEME = "assets"


def text_problems(
    sources: Sources, releases: Iterable[Release], site: PublicSite, written: Iterable[str]
) -> Iterator[Problem]:
    """What the files of ``releases`` say, and the site will not show.

    ``written`` are the files below ``content/pages`` that may be shown.
    """
    checker = _Checker(sources, site, frozenset(written))
    for release in releases:
        for field, language, text in release.markdown:
            yield from checker.problems(_MarkdownText(release, field, language, text))


@dataclass(frozen=True, slots=True)
class _MarkdownText:
    """One Markdown text of a release's file, in one language."""

    release: Release
    field: str
    language: str
    text: str


class _Checker:
    def __init__(self, sources: Sources, site: PublicSite, written: frozenset[str]) -> None:
        self._sources, self._site, self._written = sources, site, written
        self._public = frozenset(public.release.id for public in site.releases)
        self._languages = site.policy.languages
        self._months = {public.plan.id for public in site.plans}
        zone = site.policy.zone
        self._years = {f"{local(each.release.window.start, zone).year}" for each in site.releases}
        # A guide that is owed has a page that says by when.
        owed = {each.release.id for each in site.releases if each.guides_due is not None}
        self._documented = {
            "guides": owed | {release for release, _ in site.guides},
            "faq": owed | {release for release, _ in site.faq},
        }
        self._pages = ALWAYS_WRITTEN.union(site.others)
        base_url = sources.site_url or _UNKNOWN_SITE
        self._links = Links(base_url, self._languages, self._public, site.hidden, self._pages)

    def problems(self, text: _MarkdownText) -> Iterator[Problem]:
        own = text.release.id
        # Whoever reads the text may know of its own release.
        links = replace(self._links, public=self._public | {own}, hidden=self._site.hidden - {own})
        home = "" if text.language == self._languages[0] else f"{text.language}/"
        page = f"{home}releases/{own}/"

        def target_of(link: str) -> LinkTarget:
            return links.target_of(link, page)

        def exists(path: str) -> bool:
            return self._exists(path, own)

        for loss in losses(text.text, target_of, exists):
            yield self._problem(text, loss)

    def _problem(self, text: _MarkdownText, loss: Loss) -> Problem:
        source = text.release.source
        field = f"{text.field}.{text.language}"
        start = source.at(field)
        data = self._sources.files[source.path]
        line, column = position_within(data, (start.line, start.column), text.text[: loss.offset])
        mark = Mark(source.path, line, column)
        if loss.kind == "hidden":
            problem = replace(hidden_link(mark), facts=())
        elif loss.kind in ("page", "heading"):
            message, help = self._dead(text, loss)
            problem = Problem("warning", "dead-link", mark, message, help, facts=(loss.what,))
        else:
            message, help = _left_out(loss)
            problem = Problem("warning", "left-out", mark, message, help, facts=(loss.what,))
        return replace(problem, entry=text.release.id, kind="release", field=field)

    def _dead(self, text: _MarkdownText, loss: Loss) -> tuple[Phrase, Phrase]:
        if loss.kind == "heading":
            names = sorted(headings_of(text.text))
            named = nearest(loss.what[1:], names) or next(iter(names), "")
            help = phrase("Name a heading by its words.")
            if named:
                help = phrase("Did you mean `{near}`?", near=f"#{named}")
            return phrase("this text has no heading for the link {link}", link=loss.what), help
        name = re.split(r"[?#]", loss.what)[0].rstrip("/").rpartition("/")[2]
        stem = name.partition(".")[0]
        guess = nearest(stem, sorted(self._public | self._pages))
        help = (
            phrase("Did you mean `{near}`?", near=f"{guess}.md")
            if guess
            else phrase(
                "Name a release by its file in `{folder}`, such as `{id}.md`, or a page of the "
                "site by its address, such as `/changelog/`.",
                folder=RELEASES,
                id=text.release.id,
            )
        )
        return phrase("this link leads to nothing on the site: {link}", link=loss.what), help

    def _exists(self, path: str, own: str) -> bool:
        """Whether the site has a page or a file at a path below its root.

        The guide of the text's ``own`` release may come with it.
        """
        if path in self._written and not path.endswith(".md"):
            return True
        parts = [part for part in path.removesuffix("index.html").split("/") if part]
        if parts and parts[0] in self._languages[1:]:
            parts.pop(0)
        match parts:
            case []:
                return True
            case ["releases", _, *more]:
                # Whether there is such a release is known by now.
                return more in ([], ["event.ics"], ["picture.png"])
            case ["guides" | "faq" as folder, name]:
                return name in self._documented[folder] or (name == own and own not in self._public)
            case ["plans", month]:
                return month in self._months
            case ["changelog", year]:
                return year in self._years
            case [first, *_] if first.partition(".")[0] in OWN_NAMES - {"releases"}:
                return len(parts) == 1 or first not in ("guides", "faq", "plans", "changelog")
        return "/".join(parts) in self._pages or parts[0] == _THEME


def _left_out(loss: Loss) -> tuple[Phrase, Phrase]:
    match loss.kind:
        case "picture":
            return (
                phrase("pictures are not shown in entries; readers see its description"),
                phrase("Put it on the release's guide page, or write a link to it."),
            )
        case "fence":
            return (
                phrase("these words are not shown: {words}", words=loss.what),
                phrase(
                    "Write code on the line below the ```; behind them stands the name of a "
                    "language."
                ),
            )
        case "comment":
            return (
                phrase("this comment is left out"),
                phrase("Write it as a comment of YAML, on a line of its own that begins with #."),
            )
        case "tag":
            return (
                phrase(
                    "`<{tag}>` is shown as it was typed: a text of an entry cannot have it",
                    tag=loss.what,
                ),
                phrase("Write it in Markdown; put it in backticks if readers are to see it."),
            )
        case "attribute":
            return (
                phrase("the attribute `{name}` is left out", name=loss.what),
                phrase("Delete it: a text of an entry has no styles, classes or ids."),
            )
    return (
        phrase(
            "no link may have this address: {link}; readers see its words without the link",
            link=loss.what,
        ),
        phrase("A link begins with https:, http:, mailto: or tel:, or names a page of the site."),
    )
