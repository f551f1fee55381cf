"""The files of a project, as bytes.

Belongs here: which files there are. Does not belong here: reading the disk (``project``), what
the files say (``entries``, ``written``).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from notices.domain.layout import HOLIDAYS, POLICY, SYSTEMS
from notices.domain.plans import Plan
from notices.domain.policy import Policy
from notices.domain.problem import Problem
from notices.domain.release import Release, System
from notices.loading import Loaded, Reader, zone_data

__all__ = ["LateFiles", "Sources"]


class LateFiles(Mapping[str, bytes]):
    """Files of which some are read whenever somebody asks for their bytes: ``read`` gives those.

    ``data`` are the files in their order, ``None`` for one that is read each time, since thousands
    would fill the memory; its SHA-256 is in ``digests``. Where the file has other bytes by then,
    these count from then on.
    """

    def __init__(
        self,
        data: dict[str, bytes | None],
        digests: dict[str, str],
        read: Callable[[str], bytes],
    ) -> None:
        self._data, self._digests, self._read = data, digests, read

    def __getitem__(self, path: str) -> bytes:
        data = self._data[path]
        if data is None:
            data = self._read(path)
            self._digests[path] = hashlib.sha256(data).hexdigest()
        return data

    def __contains__(self, path: object) -> bool:
        return path in self._data

    def __iter__(self) -> Iterator[str]:
        return iter(self._data)

    def __len__(self) -> int:
        return len(self._data)

    def digest(self, path: str) -> str:
        """The SHA-256 of a file, in hexadecimal digits."""
        if path not in self._digests:
            self._digests[path] = hashlib.sha256(self[path]).hexdigest()
        return self._digests[path]


@dataclass(frozen=True, slots=True)
class Sources:
    """Every file below ``content``: POSIX path from the project's root, to its bytes.

    Of files that nobody here reads (images) the bytes may be left empty. ``problems`` are
    what the walk itself found (links, files that cannot be read). ``site_url`` is where the site
    stands, with a slash at its end; empty where that is not known. ``reader`` reads the files, and
    may know some already.
    """

    files: Mapping[str, bytes]
    problems: tuple[Problem, ...] = ()
    site_url: str = ""
    reader: Reader = field(default_factory=Reader, compare=False, repr=False)

    def basis(self, timezone: str) -> str:
        """The digest of what holds for every release: policy, systems, days off, the zone's data."""
        digest = hashlib.sha256(zone_data(timezone).encode())
        for path in (POLICY, SYSTEMS, HOLIDAYS):
            digest.update(hashlib.sha256(self.files.get(path, b"")).digest())
        return digest.hexdigest()

    def below(self, folder: str, suffix: str = ".yml") -> Iterator[str]:
        """The paths of the files below a folder that end so, in order."""
        start = f"{folder}/"
        return (p for p in sorted(self.files) if p.startswith(start) and p.endswith(suffix))

    def is_hidden(self, path: str) -> bool:
        """Whether something stands in a file's place, or near it, that the walk has a problem for."""
        stem = path.rpartition(".")[0]
        return any(problem.mark.path.lower().startswith(f"{stem}.") for problem in self.problems)

    def digest(self, path: str) -> str:
        """The SHA-256 of a file, in hexadecimal digits; it may be known without its bytes."""
        if isinstance(self.files, LateFiles):
            return self.files.digest(path)
        return hashlib.sha256(self.files[path]).hexdigest()

    def systems(self, policy: Policy) -> Loaded[tuple[System, ...]]:
        """The systems. Nothing usable where they cannot be read: their feeds would go from the site."""
        if SYSTEMS in self.files:
            return self.reader.systems(SYSTEMS, self.files[SYSTEMS], policy)
        return Loaded(None if self.is_hidden(SYSTEMS) else ())

    def release(self, path: str, policy: Policy, now: datetime | None = None) -> Loaded[Release]:
        """The release of a file, as the reader has it; what it knows is not opened."""
        known = self.reader.known(Release, path, self.digest(path), policy)
        return known or self.reader.release(path, self.files[path], policy, now)

    def plan(self, path: str, policy: Policy, now: datetime | None = None) -> Loaded[Plan]:
        """The same for a plan."""
        known = self.reader.known(Plan, path, self.digest(path), policy)
        return known or self.reader.plan(path, self.files[path], policy, now)
