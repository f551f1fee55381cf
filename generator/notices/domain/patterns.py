"""Patterns: texts with names in braces, which values replace.

Belongs here: what a pattern may hold, and filling one in. Does not belong here: where patterns
come from (``loading.texts``), which values a text is given (``rendering``).

Translators write patterns, so a name is all that braces may hold: ``str.format`` would let a
text read any attribute of what it is given, and print it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

__all__ = ["fill", "invalid_braces"]

_NAME = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_BRACES = re.compile(r"\{[^{}]*\}|[{}]")


def fill(pattern: str, values: Mapping[str, object]) -> str:
    """``pattern`` with each ``{name}`` replaced by the text of its value, and nothing else.

    Raises ``KeyError`` for a name that has no value. Braces within a value stay.
    """
    return _template(pattern) % values


@lru_cache(maxsize=4096)
def _template(pattern: str) -> str:
    """The pattern as the operator ``%`` takes it: a site fills the same few in, again and again."""
    return _NAME.sub(r"%(\1)s", pattern.replace("%", "%%"))


def invalid_braces(pattern: str) -> str | None:
    """The first braces that hold anything but a name; ``None`` where there are none."""
    found = (braces[0] for braces in _BRACES.finditer(pattern))
    return next((braces for braces in found if not _NAME.fullmatch(braces)), None)
