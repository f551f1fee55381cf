"""The reader of a project's files, which need not read again what it knows.

Belongs here: of which files the value is known, and all that a value depends on. Does not belong
here: reading a file (``releases``, ``plans``, ``policy``, …), how a value is written
(``codec``), where it is kept (``project.kept``).

What reads files is imported where one has to be read: pydantic and our models take as long as
all else that a check of a hundred releases does.
"""

from __future__ import annotations

import hashlib
import zlib
import zoneinfo
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, TypeVar

from notices.domain.channels import Channel
from notices.domain.plans import Plan
from notices.domain.policy import Policy
from notices.domain.release import Release, System
from notices.loading.codec import decoded, encoded
from notices.loading.library_state import library_state
from notices.loading.loaded import Loaded

__all__ = ["Reader", "zone_data"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _PolicyOfZone:
    """A policy, and the digest of its zone's data that it was read with."""

    policy: Policy
    zone_data: str


@dataclass(frozen=True, slots=True)
class _Systems:
    systems: tuple[System, ...]


@dataclass(frozen=True, slots=True)
class _Channels:
    channels: tuple[Channel, ...]


@dataclass(frozen=True, slots=True)
class _Head:
    keys: Mapping[str, str]


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
            data_of_zone = zone_data(loaded.value.timezone)
            return Loaded(_PolicyOfZone(loaded.value, data_of_zone), loaded.problems)

        def holds(kept: _PolicyOfZone) -> bool:
            return kept.zone_data == zone_data(kept.policy.timezone)

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

    def channels(
        self, path: str, data: bytes, policy: Policy, systems: Collection[System] | None
    ) -> Loaded[tuple[Channel, ...]]:
        """The channels of one file; see ``load_channels``."""

        def load() -> Loaded[_Channels]:
            from notices.loading.channels import load_channels

            loaded = load_channels(path, data, policy, systems)
            value = None if loaded.value is None else _Channels(loaded.value)
            return Loaded(value, loaded.problems)

        if not data:
            return Loaded(())
        names = "any" if systems is None else " ".join(["of", *(system.id for system in systems)])
        loaded = self._read(_Channels, path, data, policy, load, names=names)
        return Loaded(loaded.value.channels if loaded.value else None, loaded.problems)

    def front_matter(self, path: str, data: bytes) -> Loaded[Mapping[str, str]]:
        """The keys of a hand-written page's head; see ``front_matter``."""

        def load() -> Loaded[_Head]:
            from notices.loading.pages import front_matter

            loaded = front_matter(path, data)
            return Loaded(None if loaded.value is None else _Head(loaded.value), loaded.problems)

        if not data.startswith((b"---", b"\xef\xbb\xbf---")):
            return Loaded({})
        loaded = self._read(_Head, path, data, None, load)
        return Loaded(loaded.value.keys if loaded.value else None, loaded.problems)

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

    def known(self, kind: type[T], path: str, digest: str, policy: Policy) -> Loaded[T] | None:
        """What the file with that SHA-256 gives, where that is known without its bytes."""
        return self._found(kind, _key(kind, path, digest, policy))

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
        names: str = "",
    ) -> Loaded[T]:
        key = _key(kind, path, _digest(data), policy, names)
        known = self._found(kind, key, holds)
        if known is not None:
            return known
        self.parsed += 1
        loaded = load()
        if loaded.value is not None and not loaded.problems:
            self._new.add(key)
            self._values[key] = loaded.value
        return loaded

    def _found(
        self, kind: type[T], key: str, holds: Callable[[T], bool] = lambda _: True
    ) -> Loaded[T] | None:
        found = self._values.get(key)
        if isinstance(found, kind):
            return Loaded(found)
        if key in self._known:
            with suppress(ValueError, TypeError, ArithmeticError, RecursionError):
                value = decoded(kind, self._known[key])
                if holds(value):
                    self._values[key] = value
                    return Loaded(value)
        return None


def _key(kind: type, path: str, file: str, policy: Policy | None, names: str = "") -> str:
    """What a value depends on: the digest of its ``file``, and beside the policy's names ``names``."""
    parts = [kind.__name__, _libraries(), *([names] if names else [])]
    if policy is not None:
        parts += [policy.source.path, policy.source.digest, zone_data(policy.timezone)]
    name = path.encode("utf-8", "surrogatepass")
    digest = _hash_of(*parts).copy()
    digest.update(b"%d\n" % len(name))
    digest.update(name)
    digest.update(file.encode())
    return f"{zlib.crc32(name):08x}{digest.hexdigest()}"


@lru_cache(16)
def _hash_of(*parts: str) -> Any:
    """The hash that begins with them, for many files to go on with."""
    # Its form has no line end and no character that is not ASCII.
    return hashlib.sha256(ascii(parts).encode() + b"\n")


@cache
def zone_data(name: str) -> str:
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
    return library_state("pydantic", "pydantic_core", "yaml")


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
