"""The earlier site: files of the generation that is shown, for the next one to use again.

Belongs here: of which documents the inputs are kept, when a file is still the one that was made from them,
and when that is so of the whole site. Does not belong here: what the inputs of a document are (``rendering.inputs``),
showing a site (``generations``).

What is kept is kept in the user's cache, for one program and one generation, after that is shown: a run
that dies leaves nothing behind that speaks of a site which nobody has seen whole. A file counts only
while it has the length and the date that it had then.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from notices.project.disk import Workspace
from notices.project.user_cache import UserCache, user_cache

__all__ = ["SITE", "Earlier", "earlier_site", "keep"]

SITE = ""
"""The site as a whole, where documents have their paths."""

_IN_PART = 20_000
_LARGEST = 16 * 1024 * 1024

_Known = tuple[str, int, int]
"""Inputs, length, and date in nanoseconds."""


class Earlier:
    """The files of the generation in ``folder``, as :class:`notices.hosts.EarlierSite` has them."""

    def __init__(
        self,
        folder: str,
        files: Mapping[str, _Known],
        hidden: frozenset[str],
        site: tuple[str, str] = ("", ""),
    ) -> None:
        self._folder, self._files, self.hidden, self._site = folder, files, hidden, site

    @classmethod
    def of(cls, folder: Path, inputs: Mapping[str, str], hidden: frozenset[str]) -> Earlier:
        """The finished site in ``folder``, whose documents were made from ``inputs``."""
        return cls(os.fspath(folder), dict(_looked_at(folder, inputs)), hidden)

    def is_whole(self, inputs: str) -> bool:
        """Whether the site was made from these inputs, and all of it is as it was left.

        No inputs are ever the same as others.
        """
        made_from, left = self._site
        if not inputs or made_from != inputs:
            return False
        with suppress(OSError):
            return _look(self._folder, self._files)[1] == left
        return False

    def take(self, path: str, inputs: str, target: str) -> bool:
        """Link the file at ``path`` to ``target``, if it was made from these inputs."""
        known = self._files.get(path)
        if known is None or known[0] != inputs:
            return False
        file = f"{self._folder}/{path}"
        with suppress(OSError):
            found = os.lstat(file)
            if stat.S_ISREG(found.st_mode) and (found.st_size, found.st_mtime_ns) == known[1:]:
                os.link(file, target, follow_symlinks=False)
                return True
        return False


def earlier_site(workspace: Workspace) -> Earlier | None:
    """The site that the project shows, if its documents' inputs are known."""
    site = workspace.site
    if not site.is_symlink():
        return None
    folder = workspace.generations / site.readlink().name
    files: dict[str, _Known] = {}
    hidden: list[str] = []
    whole = "", ""
    for kept in _parts(user_cache(), workspace, folder.name):
        with suppress(KeyError, TypeError, ValueError):
            hidden = _texts(kept["hidden"])
            made_from, left = _texts(kept["site"])
            whole = made_from, left
            for path, inputs, size, date in kept["files"]:
                files[path] = inputs, size, date
            continue
        return None
    return Earlier(os.fspath(folder), files, frozenset(hidden), whole) if files else None


def keep(
    workspace: Workspace, folder: Path, inputs: Mapping[str, str], hidden: Iterable[str]
) -> None:
    """Keep the inputs of the generation in ``folder``, which is shown now, if that is possible."""
    try:
        found, left = _look(os.fspath(folder), inputs)
    except OSError:
        return
    files = [(path, inputs[path], length, date) for path, length, date in found]
    cache, named = user_cache(), sorted(hidden)
    for part, start in enumerate(range(0, len(files), _IN_PART)):
        kept = {
            "generation": folder.name,
            "more": start + _IN_PART < len(files),
            "hidden": named,
            "site": [inputs.get(SITE, ""), left],
            "files": files[start : start + _IN_PART],
        }
        data = json.dumps(kept, separators=(",", ":"))
        cache.put(_name(workspace, part), zlib.compress(data.encode(), 1))


def _looked_at(folder: Path, inputs: Mapping[str, str]) -> Iterator[tuple[str, _Known]]:
    for path, made_from in inputs.items():
        with suppress(OSError):
            found = os.lstat(f"{folder}/{path}")  # Of thousands, none needs a path object.
            yield path, (made_from, found.st_size, found.st_mtime_ns)


def _look(folder: str, documents: Collection[str]) -> tuple[list[tuple[str, int, int]], str]:
    """Length and date of a site's ``documents``, and one digest of all that is in its folder.

    Of a document these two count, as where it is used again; of any other file its bytes, which a publish
    writes anew. Raises an ``OSError`` where something cannot be read.
    """
    found, digest = [], hashlib.sha256()
    for path, state in _below(folder, ""):
        said = f"{path}\0{state.st_mode}"
        if path in documents:
            found.append((path, state.st_size, state.st_mtime_ns))
            said = f"{said}\0{state.st_size}\0{state.st_mtime_ns}"
        elif stat.S_ISREG(state.st_mode):
            with open(f"{folder}/{path}", "rb", buffering=0) as file:  # noqa: PTH123
                said = f"{said}\0{hashlib.sha256(file.readall()).hexdigest()}"
        digest.update(f"{said}\0\0".encode("utf-8", "surrogateescape"))
    return found, digest.hexdigest()


def _below(folder: str, start: str) -> Iterator[tuple[str, os.stat_result]]:
    """All that is below a folder, folders too, by its path."""
    with os.scandir(folder) as entries:
        found = sorted(entries, key=lambda entry: entry.name)
    for entry in found:
        path = start + entry.name
        yield path, entry.stat(follow_symlinks=False)
        if entry.is_dir(follow_symlinks=False):
            yield from _below(entry.path, f"{path}/")


def _parts(cache: UserCache, workspace: Workspace, generation: str) -> Iterator[Mapping[str, Any]]:
    """What was kept of a generation; an empty mapping at the end where a part is missing."""
    more, part = True, 0
    while more:
        kept: Mapping[str, Any] = {}
        data = cache.get(_name(workspace, part))
        if data is not None:
            with suppress(zlib.error, ValueError, RecursionError):
                found = json.loads(zlib.decompressobj().decompress(data, _LARGEST))
                kept = found if isinstance(found, dict) else {}
        yield kept if kept.get("generation") == generation else {}
        more, part = kept.get("more") is True, part + 1


def _texts(value: object) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise TypeError
    return value


def _name(workspace: Workspace, part: int) -> str:
    return f"documents {part} {workspace.root}"
