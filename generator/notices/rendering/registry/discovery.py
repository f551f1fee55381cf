"""Discovery: the declarations of all outputs and pages.

Belongs here: importing the modules that declare something. Does not belong here: what they
declare (``declarations``).
"""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib import import_module
from types import ModuleType

from notices.rendering.registry.declarations import Output, PageSet
from notices.rendering.registry.kinds import FileKind, PageKind

__all__ = ["file_kinds", "outputs", "page_kinds", "page_sets", "tabs"]

_ROOT = __name__.rpartition(".registry")[0]


@lru_cache(maxsize=1)
def outputs() -> tuple[Output, ...]:
    """Every ``OUTPUT``, by the name of its module."""
    return tuple(m.OUTPUT for m in (*_modules("api"), *_modules("feeds")) if hasattr(m, "OUTPUT"))


@lru_cache(maxsize=1)
def page_sets() -> tuple[PageSet, ...]:
    """Every ``PAGES``, by place."""
    sets = (module.PAGES for module in _modules("pages") if hasattr(module, "PAGES"))
    return tuple(sorted(sets, key=lambda pages: pages.place))


@lru_cache(maxsize=1)
def page_kinds() -> Mapping[str, PageKind]:
    """Every kind of page by its name."""
    return {kind.name: kind for pages in page_sets() for kind in pages.kinds}


def tabs() -> tuple[PageKind, ...]:
    """The pages that have a tab of their own, in the order of the tabs."""
    kinds = (kind for kind in page_kinds().values() if kind.tab_place)
    return tuple(sorted(kinds, key=lambda kind: kind.tab_place))


def file_kinds() -> tuple[FileKind, ...]:
    """Every kind of file that is not a page."""
    return tuple(file for output in outputs() for file in output.files)


def _modules(package: str) -> Iterator[ModuleType]:
    folder = import_module(f"{_ROOT}.{package}")
    for entry in sorted(pkgutil.iter_modules(folder.__path__), key=lambda module: module.name):
        yield import_module(f"{folder.__name__}.{entry.name}")
