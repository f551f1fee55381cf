"""Hand-written pages: what may be in ``content/pages``, and what of it may be shown.

Belongs here: sorting the folder's paths into pages, guides, FAQ and their images; strays are
errors, and only what belongs to a public release is let through. Does not belong here:
reading or rendering them (the host renders Markdown pages).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Literal
from unicodedata import normalize

from notices.domain.layout import POLICY
from notices.domain.phrases import Phrase, phrase
from notices.domain.problem import Mark, Problem
from notices.rules.reserved import OWN_NAMES

__all__ = [
    "GUIDED",
    "STUB_MARK",
    "Page",
    "documented",
    "guides_of",
    "page_file",
    "sort_pages",
    "unfilled",
]

GUIDED = ("guides", "faq")
STUB_MARK = "<!-- notices:stub -->"
"""A line of every generated stub; whoever writes the page removes it."""
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_PAGE_LIKE = re.compile(r"(.+?)\.(?:md|markdown)(?:\.txt)?", re.IGNORECASE | re.DOTALL)
_ASSETS = frozenset(
    [
        ".png",
        ".jpg",
        ".jpeg",
        ".gif",
        ".svg",
        ".webp",
        ".avif",
        ".ico",
        ".pdf",
        ".css",
        ".js",
        ".woff2",
        ".txt",
        ".webmanifest",
    ]
)
# Beside what the site itself has: the missing page, a host's own name for a home page, the theme.
_RESERVED = OWN_NAMES | {"404", "readme", "assets"}


@dataclass(frozen=True, slots=True)
class Page:
    """One file below ``content/pages``; ``path`` is relative to that folder.

    ``kind`` says what it is; a guide, an FAQ page or an image of either carries the id of its
    release. ``language`` is that of a Markdown file.
    """

    path: str
    kind: Literal["page", "asset", "guides", "faq", "image"]
    release: str | None = None
    language: str | None = None

    @property
    def name(self) -> str:
        """The path without its ending, the same in every language (``about``)."""
        stem = self.path.removesuffix(".md")
        return stem.removesuffix(f".{self.language}") if self.language else stem


def sort_pages(
    paths: Iterable[str], prefix: str, languages: tuple[str, ...], known: Collection[str]
) -> tuple[tuple[Page, ...], tuple[Problem, ...]]:
    """Every path below ``content/pages`` as a page, and an error for each stray one.

    A page that looks like a translation and is none has a warning.

    ``prefix`` is the folder's own path from the project's root, ``known`` the ids of all
    entries, hidden ones too.
    """
    pages, problems = [], []
    for path in sorted(paths):
        page = _page(path, languages, known)
        if isinstance(page, Page):
            pages.append(page)
        else:
            message, help = page
            mark = Mark(f"{prefix}/{path}")
            problems.append(Problem("error", "stray-file", mark, message, help, facts=()))
    kept: dict[tuple[str, str], Page] = {}
    # Of twins the one in small letters, and of a page and a folder's index the page.
    for page in sorted(pages, key=lambda page: (page.path != _small(page.path), page.path)):
        if (first := kept.setdefault(_address(page), page)) is not page:
            mark = Mark(f"{prefix}/{page.path}")
            message = phrase("`{path}` has the same address on the site", path=first.path)
            help = phrase("Rename one of them; capitals and small letters are not told apart.")
            problems.append(Problem("error", "stray-file", mark, message, help, facts=()))
    problems += _of_no_language(kept.values(), prefix)
    return tuple(sorted(kept.values(), key=lambda page: page.path)), tuple(problems)


def _of_no_language(pages: Collection[Page], prefix: str) -> Iterator[Problem]:
    """A warning for each page that has the name of another one, and a language that no policy names."""
    names = {page.name for page in pages if page.language is not None}
    for page in pages:
        name, _, language = page.name.rpartition(".")
        if name in names and _LANGUAGE.fullmatch(language):
            yield Problem(
                "warning",
                "stray-file",
                Mark(f"{prefix}/{page.path}"),
                phrase(
                    "the policy has no language `{language}`, so this is no translation of "
                    "`{name}.md`, but a page of its own",
                    language=language,
                    name=name,
                ),
                phrase(
                    "Add the language to `languages` in {policy}, or rename the page.",
                    policy=POLICY,
                ),
                facts=(),
            )


def unfilled(text: str) -> Literal["", "empty", "stub"]:
    """Why a guide or FAQ page with this text, its head aside, counts as unwritten (II.5).

    Empty where it counts as written.
    """
    if not text.strip():
        return "empty"
    return "stub" if STUB_MARK in text else ""


def guides_of(pages: Iterable[Page]) -> frozenset[tuple[str, str, str]]:
    """Kind, release and language of each guide and FAQ page among ``pages``."""
    return frozenset(
        (page.kind, page.release, page.language)
        for page in pages
        if page.kind in GUIDED and page.release and page.language
    )


def documented(pages: Iterable[Page], language: str) -> frozenset[str]:
    """The releases whose guide and FAQ are both among ``pages`` in that language (II.5)."""
    guides, faq = (
        {page.release for page in pages if page.kind == kind and page.language == language}
        for kind in GUIDED
    )
    return frozenset(release for release in guides & faq if release is not None)


def page_file(name: str, language: str, languages: tuple[str, ...]) -> str:
    """The name of a page's file in one of the ``languages``; the first needs no mark."""
    return f"{name}.md" if language == languages[0] else f"{name}.{language}.md"


def _small(path: str) -> str:
    return normalize("NFC", path).lower()


def _address(page: Page) -> tuple[str, str]:
    """Where a page stands on the site, as a host has it that tells no capitals apart."""
    name = _small(page.name).casefold()
    if page.language is not None:
        folder, _, last = name.rpartition("/")
        name = folder if last in {"index", "readme"} else name
    return page.language or "", name


def _page(
    path: str, languages: tuple[str, ...], known: Collection[str]
) -> Page | tuple[Phrase, Phrase]:
    """The page that a path stands for, or why it is not allowed there and what to do."""
    pure = PurePosixPath(path)
    stem, language = _named(pure, languages)
    if pure.parts[0] in GUIDED and len(pure.parts) > 1:
        return _guided(pure, stem, language, known)
    alone = len(pure.parts) == 1
    first = stem if alone else pure.parts[0]
    taken = first in languages or first.partition(".")[0].lower() in _RESERVED
    if taken or (alone and first in GUIDED):
        return (
            phrase("`{name}` is a name that the site itself uses", name=pure.parts[0]),
            phrase("Rename the page; other languages are `<name>.<language>.md`."),
        )
    if pure.suffix == ".md":
        return Page(path, "page", None, language)
    if like := _PAGE_LIKE.fullmatch(pure.name):
        return (
            phrase("hand-written pages end in `.md`"),
            phrase("Rename it to {name}.md.", name=like[1]),
        )
    if pure.suffix.lower() in _ASSETS:
        return Page(path, "asset")
    return (
        phrase(
            "a `{ending}` file here would be copied to the site as it is",
            ending=pure.suffix or pure.name,
        ),
        phrase("Only Markdown, images and style files belong here; entries belong in `releases`."),
    )


def _named(pure: PurePosixPath, languages: tuple[str, ...]) -> tuple[str, str]:
    """The name of a Markdown file without its language, and the language."""
    stem = pure.name.removesuffix(".md")
    head, _, tail = stem.rpartition(".")
    if head and tail in languages[1:]:
        return head, tail
    return stem, languages[0]


def _guided(
    pure: PurePosixPath, stem: str, language: str, known: Collection[str]
) -> Page | tuple[Phrase, Phrase]:
    kind = pure.parts[0]
    name = pure.parts[1]
    if len(pure.parts) == 2 and pure.suffix == ".md":
        if stem == "index":
            return (
                phrase("the program generates the list of `{kind}`", kind=kind),
                phrase("Delete this file, and put your text on a page of its own."),
            )
        if stem not in known:
            return (
                phrase(
                    "no release has the id `{id}`, so it is unknown when this page may be shown",
                    id=stem,
                ),
                phrase(
                    "Name it `{kind}/<release id>.md`, as the entry's file is named.", kind=kind
                ),
            )
        return Page(str(pure), "guides" if kind == "guides" else "faq", stem, language)
    if kind == "guides" and len(pure.parts) > 2:
        if name in known and _ID.fullmatch(name) and pure.suffix.lower() in _ASSETS:
            return Page(str(pure), "image", name)
        if name not in known:
            return (
                phrase(
                    "no release has the id `{id}`, so it is unknown when this file may be shown",
                    id=name,
                ),
                phrase("A guide's images belong in `guides/<release id>/`."),
            )
    return (
        phrase("this file does not belong to the page of a release"),
        phrase("Only `<id>.md`, `<id>.<language>.md` and images in `guides/<id>/` belong here."),
    )
