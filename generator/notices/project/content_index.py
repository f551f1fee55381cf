"""The index of the content: which bytes an entry's file has that nobody touched since it was read.

Belongs here: how a file is known to be untouched, and keeping that for the next run. Does not belong
here: which files are entries (``content_files``), reading them (``disk``), what they gave (``kept``).

As git's: of each file its length, dates and number, and the digest of its bytes. A file that changed
within the last seconds before it was read may change again and have the same date, so it is read each
time until it is older than that.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
import zlib
from contextlib import suppress
from pathlib import Path
from typing import Any

from notices.project.user_cache import user_cache

__all__ = ["ContentIndex"]

_YOUNG_NS = 2 * 10**9
"""No file system that we know has coarser dates."""

_LARGEST = 64 * 1024 * 1024
_FEW = 64
"""The index is written anew where more than one in so many entries had to be read."""


class ContentIndex:
    """The entries of the project at ``root`` by their paths, as the last run left them in the cache.

    ``digests`` has the SHA-256 of each file that is known to ``hold`` or that was read. What of the
    cache is not as it should be counts as missing.
    """

    def __init__(self, root: Path, known: dict[str, Any]) -> None:
        self._name, self._known, self._begun = _name(root), known, time.time_ns()
        self._states: dict[str, tuple[int, int, int, int]] = {}
        self._read = 0
        self.digests: dict[str, str] = {}

    @classmethod
    def of(cls, root: Path) -> ContentIndex:
        """What is known of the project at ``root``."""
        data = user_cache().get(_name(root))
        if data is not None:
            with suppress(zlib.error, ValueError, RecursionError):
                found = json.loads(zlib.decompressobj().decompress(data, _LARGEST))
                if isinstance(found, dict):
                    return cls(root, found)
        return cls(root, {})

    def holds(self, path: str, state: os.stat_result) -> bool:
        """Whether the file has the bytes that it had when it was read."""
        now = state.st_size, state.st_mtime_ns, state.st_ctime_ns, state.st_ino
        self._states[path] = now
        match self._known.get(path):
            case [*then, str(digest)] if tuple(then) == now:
                self.digests[path] = digest
                return True
        return False

    def was_read(self, path: str, data: bytes) -> None:
        """Take the bytes that a file has, whose state was asked about before it was read."""
        self.digests[path] = hashlib.sha256(data).hexdigest()
        self._read += 1

    def keep(self) -> None:
        """Keep it for the next run, if that is possible and worth it."""
        if self._read * _FEW <= len(self._states):
            return
        old = self._begun - _YOUNG_NS
        kept = {
            path: [*state, self.digests[path]]
            for path, state in self._states.items()
            if path in self.digests and state[1] < old and state[2] < old
        }
        if kept:
            data = json.dumps(kept, separators=(",", ":"))
            user_cache().put(self._name, zlib.compress(data.encode(), 1))


def _name(root: Path) -> str:
    return f"index {root}"
