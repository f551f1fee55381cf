"""The translations of the program's own phrases, as one file holds them.

Belongs here: reading a catalog that came with the program. Does not belong here: the theme's texts,
which companies change (``texts``), which language is chosen (``cli``).
"""

from __future__ import annotations

from typing import Any

import yaml

from notices.domain.phrases import Catalog

__all__ = ["load_catalog"]

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def load_catalog(data: bytes) -> Catalog:
    """English templates and their translations; those without one are left out."""
    texts: dict[str, str | None] = yaml.load(data, Loader=_LOADER) or {}  # noqa: S506  # Both are safe loaders.
    return {template: text for template, text in texts.items() if text}
