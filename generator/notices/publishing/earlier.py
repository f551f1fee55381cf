"""The earlier site: files of the generation that is shown, for the next one to use again.

Belongs here: of which documents the inputs are kept, and when a file is still the one that was
made from them. Does not belong here: what the inputs of a document are (``rendering.inputs``),
showing a site (``generations``).

What is kept is kept in the user's cache, for one program and one generation, after that is shown: a run
that dies leaves nothing behind that speaks of a site which nobody has seen whole. A file counts only
while it has the length and the date that it had then.
"""

from __future__ import annotations

import json
import os
import stat
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from notices.project.disk import Workspace
from notices.project.user_cache import UserCache, user_cache

__all__ = ["Earlier", "earlier_site", "keep"]

_IN_PART = 20_000
_LARGEST = 16 * 1024 * 1024

_Known = tuple[str, int, int]
"""Inputs, length, and date in nanoseconds."""


class Earlier:
    """The files of the generation in ``folder``, as :class:`notices.hosts.EarlierSite` has them."""

    def __init__(self, folder: str, files: Mapping[str, _Known], hidden: frozenset[str]) -> None:
        self._folder, self._files, self.hidden = folder, files, hidden

    @classmethod
    def of(cls, folder: Path, inputs: Mapping[str, str], hidden: frozenset[str]) -> Earlier:
        """The finished site in ``folder``, whose documents were made from ``inputs``."""
        return cls(os.fspath(folder), dict(_looked_at(folder, inputs)), hidden)

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
    for kept in _parts(user_cache(), workspace, folder.name):
        with suppress(KeyError, TypeError, ValueError):
            hidden = _texts(kept["hidden"])
            for path, inputs, size, date in kept["files"]:
                files[path] = inputs, size, date
            continue
        return None
    return Earlier(os.fspath(folder), files, frozenset(hidden)) if files else None


def keep(
    workspace: Workspace, folder: Path, inputs: Mapping[str, str], hidden: Iterable[str]
) -> None:
    """Keep the inputs of the generation in ``folder``, which is shown now, if that is possible."""
    files = [(path, *known) for path, known in _looked_at(folder, inputs)]
    cache, named = user_cache(), sorted(hidden)
    for part, start in enumerate(range(0, len(files), _IN_PART)):
        kept = {
            "generation": folder.name,
            "more": start + _IN_PART < len(files),
            "hidden": named,
            "files": files[start : start + _IN_PART],
        }
        data = json.dumps(kept, separators=(",", ":"))
        cache.put(_name(workspace, part), zlib.compress(data.encode(), 1))


def _looked_at(folder: Path, inputs: Mapping[str, str]) -> Iterator[tuple[str, _Known]]:
    for path, made_from in inputs.items():
        with suppress(OSError):
            found = os.lstat(f"{folder}/{path}")  # Of thousands, none needs a path object.
            yield path, (made_from, found.st_size, found.st_mtime_ns)


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
