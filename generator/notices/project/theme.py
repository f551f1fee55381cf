"""The theme on disk: templates, texts, fonts and colours, read for rendering.

Belongs here: which files make a theme. Does not belong here: which of two files counts
(``theme_folders``), the rest of the project (``disk``, which commands that render nothing import
without any renderer).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

from notices import loading
from notices.domain.phrases import phrase
from notices.domain.problem import Mark, Problem
from notices.project.disk import ProjectError, Workspace
from notices.project.theme_folders import OVERRIDES, overlaid, theme_folders
from notices.project.user_cache import user_cache
from notices.rendering import Theme
from notices.rendering.brand import NO_BRAND, Brand, branded_tokens
from notices.rendering.colours import colours_of
from notices.rendering.documents import Cache

__all__ = ["read_theme"]


def read_theme(
    workspace: Workspace, base_url: str, site_name: str, brand: Brand = NO_BRAND
) -> Theme:
    """What the theme has for our pages. Raises :class:`ProjectError` with all that is unusable.

    ``base_url`` is the site's address and ends with a slash.
    """
    folders = theme_folders(workspace.root)
    problems: list[Problem] = []

    def read(pattern: str) -> Mapping[str, str]:
        found = {}
        for name, path in overlaid(folders, pattern).items():
            try:
                found[name] = path.read_text(encoding="utf-8")
            except UnicodeDecodeError as error:
                problems.append(_not_utf8(folders, path, error))
        return found

    templates, scripts = read("templates/*.html"), read("*.js")
    fonts = {name: path.read_bytes() for name, path in overlaid(folders, "fonts/*.ttf").items()}
    colours = colours_of("".join(read(f"{OVERRIDES}/assets/frame.css").values()))
    logo_css = "".join(read("logo.css").values())
    cache = user_cache()
    texts, own_texts = _texts(folders, problems, cache)
    if any(problem.is_error for problem in problems):
        raise ProjectError(problems=problems)
    return Theme(
        templates, texts, scripts["embed.js"], scripts["times.js"], base_url, site_name,
        fonts, branded_tokens(colours, brand), tuple(problems), brand, logo_css, cache,
        own_texts,
    )  # fmt: skip


def _texts(
    folders: tuple[Path, ...], problems: list[Problem], cache: Cache
) -> tuple[Mapping[str, Mapping[str, str]], Mapping[tuple[str, str], Mark]]:
    """The texts by language, and where a company has texts that the program has not.

    What is wrong with them is added to the problems. A company's file needs only the texts that it
    changes.
    """
    *above, base = folders
    texts = {path.stem: _loaded(path, problems, cache) for path in _files(base)}
    known = {key for language in texts.values() for key in language}
    own: dict[tuple[str, str], Mark] = {}
    for folder in above:
        for path in _files(folder):
            found = _loaded(path, problems, cache)
            if added := sorted(found.keys() - known):
                marks = loading.marks_of_texts(_name(path), path.read_bytes(), added)
                own |= {(path.stem, key): mark for key, mark in marks.items()}
            texts[path.stem] = {**texts.get(path.stem, {}), **found}
    return dict(sorted(texts.items())), own


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("texts/*.yml"))


def _name(path: Path) -> str:
    return f"theme/texts/{path.name}"


def _loaded(path: Path, problems: list[Problem], cache: Cache) -> Mapping[str, str]:
    """The texts of one file; its problems are added to the others."""
    data = path.read_bytes()
    key = f"texts by key {hashlib.sha256(data).hexdigest()}"
    if (known := cache.get(key)) is not None:
        return dict(json.loads(known))
    loaded = loading.load_texts(_name(path), data)
    problems += loaded.problems
    if loaded.value is not None and not loaded.problems:
        cache.put(key, json.dumps(loaded.value).encode())
    return loaded.value or {}


def _not_utf8(folders: tuple[Path, ...], path: Path, error: UnicodeDecodeError) -> Problem:
    """The problem of a file, where its first wrong byte stands."""
    folder = next(each for each in folders if path.is_relative_to(each))
    data: bytes = error.object
    line, column = (
        data.count(b"\n", 0, error.start) + 1,
        error.start - data.rfind(b"\n", 0, error.start),
    )
    mark = Mark(f"theme/{path.relative_to(folder).as_posix()}", line, column)
    message, help = phrase("the file is not UTF-8"), phrase("Save the file as UTF-8.")
    return Problem("error", "theme", mark, message, help)
