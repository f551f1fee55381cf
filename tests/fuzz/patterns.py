"""Regular expressions of the package on long hostile texts.

Belongs here: finding the patterns and how they are used. Does not belong here: what of them our files
can reach (``targets``).
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Collection, Iterator
from importlib import import_module
from itertools import product
from pkgutil import walk_packages
from typing import Any

import notices
from tests.fuzz.inputs import hostile
from tests.fuzz.limits import TooSlow, within

__all__ = ["AnyPattern", "patterns", "slow_texts"]

AnyPattern = re.Pattern[str] | re.Pattern[bytes]


def patterns() -> Iterator[tuple[str, AnyPattern, frozenset[str]]]:
    """Each pattern that a module of the package has compiled: its name, and how it is used there."""
    for found in walk_packages(notices.__path__, "notices."):
        module = import_module(found.name)
        own = {name: each for name, each in vars(module).items() if isinstance(each, re.Pattern)}
        source = inspect.getsource(module) if own else ""
        for name, pattern in own.items():
            uses = re.findall(rf"\b{name}\.([a-z]+)\b", source)
            yield f"{found.name}.{name}", pattern, frozenset(uses)


def slow_texts(
    pattern: AnyPattern, uses: Collection[str], length: int, seconds: float
) -> Iterator[str]:
    """The beginnings of hostile texts of that length for which it takes longer than that."""
    for how, data in product(sorted(uses), hostile(length)):
        text = data if isinstance(pattern.pattern, bytes) else data.decode("utf-8", "replace")
        try:
            with within(seconds):
                _use(pattern, how, text)
        except TooSlow:
            yield f"{how}: {text[:40]!r}"


def _use(pattern: AnyPattern, how: str, text: Any) -> None:
    match how:
        case "match" | "fullmatch" | "search" | "findall" | "split":
            getattr(pattern, how)(text)
        case "finditer" | "sub":
            for _ in pattern.finditer(text):
                pass
        case _:
            assert how in ("pattern", "flags"), how
