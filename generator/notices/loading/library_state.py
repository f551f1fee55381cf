"""The state of libraries: whether what one of them gave can be taken for what it would give now.

Belongs here: how that is known without importing one. Does not belong here: what is kept (``reader``).
"""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path

__all__ = ["library_state"]


@cache
def library_state(*names: str) -> str:
    """Libraries as the system knows their files: to import them takes long."""
    states = []
    for name in names:
        spec = find_spec(name)
        if spec is not None and spec.origin is not None:
            state = Path(spec.origin).stat()
            states.append(f"{spec.origin} {state.st_size} {state.st_mtime_ns}")
    return " ".join(states)
