"""What reading gave, kept in the user's cache for the next run.

Belongs here: when it is fetched and stored, and in how many parts. Does not belong here: of what it
depends (``loading.reader``), what of the cache is believed (``user_cache``).
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from notices.evaluation import Evaluation, Sources, evaluate
from notices.loading import Reader
from notices.project.user_cache import UserCache, user_cache

__all__ = ["evaluated", "keep", "reader_of"]

_PARTS = 8
"""Ten thousand releases would not fit into one entry of the cache, and one edit writes one part."""

_LARGEST = 64 * 1024 * 1024


def reader_of(root: Path) -> Reader:
    """A reader that knows what was read of the project at ``root`` before."""
    cache = user_cache()
    known: dict[str, Any] = {}
    for part in range(_PARTS):
        known.update(_fetched(cache, root, part))
    return Reader(known)


def evaluated(root: Path, sources: Sources, now: datetime, *, drafts: bool = False) -> Evaluation:
    """As :func:`evaluate`; what reading gave is kept for the next run."""
    evaluation = evaluate(sources, now, drafts=drafts)
    keep(root, sources)
    return evaluation


def keep(root: Path, sources: Sources) -> None:
    """Keep what reading the sources of the project at ``root`` gave, if that is possible.

    What was not needed this time is dropped where something new is kept.
    """
    kept, new = sources.reader.kept()
    if not new:
        return
    cache = user_cache()
    parts: dict[int, dict[str, Any]] = {_part(key): {} for key in new}
    for key, value in kept.items():
        if (part := _part(key)) in parts:
            parts[part][key] = value
    for part, values in parts.items():
        data = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
        cache.put(_name(root, part), zlib.compress(data.encode(), 1))


def _fetched(cache: UserCache, root: Path, part: int) -> Mapping[str, Any]:
    data = cache.get(_name(root, part))
    if data is not None:
        with suppress(zlib.error, ValueError, RecursionError):
            found = json.loads(zlib.decompressobj().decompress(data, _LARGEST))
            if isinstance(found, dict):
                return found
    return {}


def _name(root: Path, part: int) -> str:
    return f"read {part} {root}"


def _part(key: str) -> int:
    return int(key[:8], 16) % _PARTS
