"""The reader of a project's files, which need not read again what it knows.

Belongs here: of which files the value is known, and all that a value depends on. Does not belong
here: reading a file (``releases``, ``plans``, ``policy``, ``systems``), how a value is written
(``codec``), where it is kept (``project.kept``).

What reads files is imported where one has to be read: pydantic and our models take as long as
all else that a check of a hundred releases does.
"""

from __future__ import annotations

import hashlib
import zoneinfo
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeVar

from notices.domain.plans import Plan
from notices.domain.policy import Policy
from notices.domain.release import Release, System
from notices.loading.codec import decoded, encoded
from notices.loading.loaded import Loaded

__all__ = ["Reader"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _PolicyOfZone:
    """A policy, and the digest of its zone's data that it was read with."""

    policy: Policy
    zone_data: str


@dataclass(frozen=True, slots=True)
class _Systems:
    systems: tuple[System, ...]


class Reader:
    """Reads the files of a project; what a file without any problem gave is read once.

    ``known`` is what an earlier reader had :meth:`kept`. Its values depend on a file's path
    and bytes, on the policy's, on the data of its zone and on the libraries that read; whoever
    keeps it answers for the program. Whatever is not as it should be is read anew. The result
    is always that of the functions of the same names in this package. ``parsed`` counts the files
    that were read anew.
    """

    def __init__(self, known: Mapping[str, Any] | None = None) -> None:
        self._known = known or {}
        self._values: dict[str, object] = {}
        self._new: set[str] = set()
        self.parsed = 0

    def policy(self, path: str, data: bytes) -> Loaded[Policy]:
        """The policy of one file; see ``load_policy``."""

        def load() -> Loaded[_PolicyOfZone]:
            from notices.loading.policy import load_policy

            loaded = load_policy(path, data)
            if loaded.value is None:
                return Loaded(None, loaded.problems)
            zone_data = _zone_data(loaded.value.timezone)
            return Loaded(_PolicyOfZone(loaded.value, zone_data), loaded.problems)

        def holds(kept: _PolicyOfZone) -> bool:
            return kept.zone_data == _zone_data(kept.policy.timezone)

        loaded = self._read(_PolicyOfZone, path, data, None, load, holds)
        return Loaded(loaded.value.policy if loaded.value else None, loaded.problems)

    def systems(self, path: str, data: bytes, policy: Policy) -> Loaded[tuple[System, ...]]:
        """The systems of one file; see ``load_systems``."""

        def load() -> Loaded[_Systems]:
            from notices.loading.systems import load_systems

            loaded = load_systems(path, data, policy)
            return Loaded(None if loaded.value is None else _Systems(loaded.value), loaded.problems)

        if not data:
            return Loaded(())
        loaded = self._read(_Systems, path, data, policy, load)
        return Loaded(loaded.value.systems if loaded.value else None, loaded.problems)

    def release(
        self, path: str, data: bytes, policy: Policy, now: datetime | None = None
    ) -> Loaded[Release]:
        """The release of one file; see ``load_release``. ``now`` is for help lines alone."""

        def load() -> Loaded[Release]:
            from notices.loading.releases import load_release

            return load_release(path, data, policy, now)

        return self._read(Release, path, data, policy, load)

    def plan(
        self, path: str, data: bytes, policy: Policy, now: datetime | None = None
    ) -> Loaded[Plan]:
        """The plan of one file; see ``load_plan``. ``now`` is for help lines alone."""

        def load() -> Loaded[Plan]:
            from notices.loading.plans import load_plan

            return load_plan(path, data, policy, now)

        return self._read(Plan, path, data, policy, load)

    def kept(self) -> tuple[Mapping[str, Any], frozenset[str]]:
        """What this reader gave, for another one to know, and the keys of what it read anew.

        All keys of one path begin with the same eight hexadecimal digits. Values have JSON's types.
        """
        kept, new = {}, set()
        for key, value in self._values.items():
            if key not in self._new:
                kept[key] = self._known[key]
                continue
            with suppress(ValueError, TypeError):
                kept[key] = encoded(value)
                new.add(key)
        return kept, frozenset(new)

    def _read(
        self,
        kind: type[T],
        path: str,
        data: bytes,
        policy: Policy | None,
        load: Callable[[], Loaded[T]],
        holds: Callable[[T], bool] = lambda _: True,
    ) -> Loaded[T]:
        key = _key(kind, path, data, policy)
        found = self._values.get(key)
        if isinstance(found, kind):
            return Loaded(found)
        value = self._decoded(kind, key)
        if value is None or not holds(value):
            self.parsed += 1
            loaded = load()
            if loaded.value is None or loaded.problems:
                return loaded
            value = loaded.value
            self._new.add(key)
        self._values[key] = value
        return Loaded(value)

    def _decoded(self, kind: type[T], key: str) -> T | None:
        if key in self._known:
            with suppress(ValueError, TypeError, ArithmeticError, RecursionError):
                return decoded(kind, self._known[key])
        return None


def _key(kind: type, path: str, data: bytes, policy: Policy | None) -> str:
    parts = [kind.__name__, path, _libraries()]
    if policy is not None:
        parts += [policy.source.path, policy.source.digest, _zone_data(policy.timezone)]
    # Its form has no line end and no character that is not ASCII.
    place = hashlib.sha256(ascii(path).encode()).hexdigest()[:8]
    return place + hashlib.sha256(ascii(parts).encode() + b"\n" + data).hexdigest()


@cache
def _zone_data(name: str) -> str:
    """The digest of a zone's data on this machine, from where ``ZoneInfo`` has it."""
    for folder in zoneinfo.TZPATH:
        with suppress(OSError):
            return _digest(Path(folder, name).read_bytes())
    from importlib.resources import files

    with suppress(OSError):
        return _digest(files("tzdata").joinpath("zoneinfo", name).read_bytes())
    return ""


@cache
def _libraries() -> str:
    """What reads files beside us, as the system knows its files: to import it takes long."""
    states = []
    for name in ("pydantic", "pydantic_core", "yaml"):
        spec = find_spec(name)
        if spec is not None and spec.origin is not None:
            state = Path(spec.origin).stat()
            states.append(f"{spec.origin} {state.st_size} {state.st_mtime_ns}")
    return " ".join(states)


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
