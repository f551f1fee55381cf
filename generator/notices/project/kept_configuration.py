"""The keys of a configuration file, kept in the user's cache from one run to the next.

Belongs here: of which files they are kept, and on what they depend. Does not belong here: reading
them (``loading.configuration``), what they mean (``configuration``).

Each command asks for the configuration, and to import what reads YAML takes a tenth of a short one.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from notices import loading
from notices.loading import Loaded
from notices.project.user_cache import user_cache

__all__ = ["configuration_keys"]

_PLAIN = (str, int, float, bool, type(None))


def configuration_keys(
    file: str, data: bytes, environ: Mapping[str, str]
) -> Loaded[dict[str, Any]]:
    """As ``load_configuration``. A file that reads variables (``environ``) is read each time."""
    if environ:  # They may be secrets, and change.
        return loading.load_configuration(file, data, environ)
    cache = user_cache()
    key = f"configuration {loading.library_state('yaml')} {hashlib.sha256(data).hexdigest()}"
    if (known := cache.get(key)) is not None:
        return Loaded(json.loads(known))
    loaded = loading.load_configuration(file, data, environ)
    if loaded.value is not None and not loaded.problems and _is_plain(loaded.value):
        cache.put(key, json.dumps(loaded.value).encode())
    return loaded


def _is_plain(value: object) -> bool:
    """Whether JSON has the value as it is."""
    try:
        if type(value) is dict:
            return all(type(key) is str and _is_plain(each) for key, each in value.items())
        if type(value) is list:
            return all(map(_is_plain, value))
    except RecursionError:  # A list may hold itself.
        return False
    return type(value) in _PLAIN
