"""Which pages a host renders: the hand-written ones in each language, and the shells.

Belongs here: a page's source and address, and which text stands in for a missing translation.
Does not belong here: which pages are due (``evaluation``), rendering one (a host's package).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from notices.hosts.view import PROBLEMS, Place
from notices.rendering.addresses import Addresses
from notices.rendering.registry.discovery import page_kinds
from notices.rendering.shells import WRITTEN

__all__ = ["HostPage", "host_pages", "problems_page"]


@dataclass(frozen=True, slots=True)
class HostPage:
    """One page to render.

    ``source`` is its path below the hand-written pages, from which its links are resolved;
    shells have one that no file has. ``path`` is the file's in the site, ``text`` its Markdown.
    """

    source: str
    path: str
    text: str
    place: Place


def host_pages(languages: tuple[str, ...], written: Mapping[str, str]) -> Iterator[HostPage]:
    """The hand-written pages (source path to Markdown) in each language, then the shells."""
    texts = {_name(source, languages): text for source, text in written.items()}
    kinds = page_kinds().values()
    # Pages that every language has, written or not.
    always = [kind.name.removeprefix(WRITTEN) for kind in kinds if kind.is_written]
    for name in dict.fromkeys((*always, *sorted(name for name, _ in texts))):
        yield from _written(name, languages, texts)
    for language in languages:
        home = Addresses(language, languages[0]).home
        for kind in kinds:
            if not kind.is_written:
                source = f"_shells/{language}/{kind.name}.md"
                path = f"{home}{kind.shell_url}index.html"
                yield HostPage(source, path, "", Place(language, kind.name))


def problems_page(language: str) -> HostPage:
    """The only page of a preview where no site can be made."""
    return HostPage("index.md", "index.html", "", Place(language, PROBLEMS))


def _name(source: str, languages: tuple[str, ...]) -> tuple[str, str]:
    """A hand-written page's name and language (``guides/x.en.md``: ``guides/x``, ``en``)."""
    stem = source.removesuffix(".md")
    name, _, language = stem.rpartition(".")
    return (name, language) if language in languages else (stem, languages[0])


def _written(
    name: str, languages: tuple[str, ...], texts: Mapping[tuple[str, str], str]
) -> Iterator[HostPage]:
    """The page of that name in each language; where it is missing, another one's text."""
    known = [language for language in languages if (name, language) in texts]
    for language in languages:
        own = language if language in known else next(iter(known), language)
        suffix = "" if language == languages[0] else f".{language}"
        folder = "" if name == "index" else f"{name}/"
        yield HostPage(
            # Beside the text's own file, so that its links and images are found.
            f"{name}{suffix}.md",
            f"{Addresses(language, languages[0]).home}{folder}index.html",
            texts.get((name, own), ""),
            Place(language, WRITTEN + name, own),
        )
