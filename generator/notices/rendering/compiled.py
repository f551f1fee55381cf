"""Compiled templates: each is compiled once, and kept for the next build.

Belongs here: the compiled form of Jinja's templates, in this process and in the theme's cache.
Does not belong here: the environments (``frame``, ``locale.templates``), where a cache lies
(``project.user_cache``).

To compile the theme takes longer than to fill it for a hundred releases.
"""

from __future__ import annotations

import marshal
from importlib.util import MAGIC_NUMBER
from types import CodeType

import jinja2
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from notices.rendering.documents import Cache

__all__ = ["CompiledTemplates"]

_CODE: dict[str, CodeType] = {}
"""What this process has compiled or read: for its other languages, and for the next build of a preview."""


class CompiledTemplates(BytecodeCache):
    """What Jinja asks for compiled templates: each by its source and all that compiles it.

    While it compiles, Jinja computes a filter whose arguments are constant. So no filter may
    depend on the environment, unless it takes the context.
    """

    def __init__(self, cache: Cache) -> None:
        self._cache = cache

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill the bucket, if its template was compiled before."""
        key = _key(bucket)
        if key not in _CODE:
            data = self._cache.get(key)
            code = _loaded(data) if data is not None else None
            if code is None:
                return
            _CODE[key] = code
        bucket.code = _CODE[key]

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled just now."""
        if bucket.code is not None:
            key = _key(bucket)
            _CODE[key] = bucket.code
            self._cache.put(key, marshal.dumps(bucket.code))


def _key(bucket: Bucket) -> str:
    own = bucket.environment
    generator = own.code_generator_class.__qualname__
    options = (own.autoescape, own.trim_blocks, own.lstrip_blocks, generator)
    # Jinja's key is made of the template's name and file, its checksum of the source.
    parts = (jinja2.__version__, MAGIC_NUMBER.hex(), options, bucket.key, bucket.checksum)
    return " ".join(("template", *map(str, parts)))


def _loaded(data: bytes) -> CodeType | None:
    try:
        code = marshal.loads(data)  # noqa: S302  # A cache gives back what was put into it.
    except (EOFError, TypeError, ValueError):
        return None
    return code if isinstance(code, CodeType) else None
