"""Rows: lines of long lists, kept from one build to the next by their inputs.

Belongs here: giving back the line that was made from the same inputs. Does not belong here: what a line
says (``api``, ``feeds``), what its inputs are (``inputs``), what of a cache is believed (``documents``).
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Mapping
from contextlib import suppress

from notices.rendering.documents import Cache

__all__ = ["Rows"]

_LARGEST = 64 * 1024 * 1024
_FEW = 64
"""Rows are kept anew where more than one in so many had to be made: to make one takes less."""


class Rows:
    """The rows of one list; ``name`` tells it from the others in ``cache``."""

    def __init__(self, cache: Cache, name: str) -> None:
        self._cache, self._name = cache, f"rows {name}"
        self._known = _read(cache.get(self._name))
        self._used: dict[str, str] = {}

    def row(self, inputs: str, make: Callable[[], str]) -> str:
        """The row that is made from these inputs; where they are unknown, it is made anew."""
        if not inputs:
            return make()
        text = self._known.get(inputs)
        if not isinstance(text, str):
            text = make()
        self._used[inputs] = text
        return text

    def keep(self) -> None:
        """Keep the rows that were asked for, and no others, if that is worth it."""
        if len(self._used.keys() - self._known.keys()) * _FEW > len(self._used):
            self._cache.put(self._name, _packed(self._used))


def _packed(rows: Mapping[str, str]) -> bytes:
    packer = zlib.compressobj(1)
    # Row by row: as one text, ten thousand take 80 MB more.
    chunks = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).iterencode(rows)
    packed = [packer.compress(chunk.encode("utf-8", "surrogatepass")) for chunk in chunks]
    return b"".join([*packed, packer.flush()])


def _read(data: bytes | None) -> Mapping[str, object]:
    if data is not None:
        with suppress(zlib.error, ValueError, RecursionError):
            found = json.loads(zlib.decompressobj().decompress(data, _LARGEST))
            if isinstance(found, dict):
                return found
    return {}
