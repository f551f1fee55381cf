"""The files of a project, as bytes.

Belongs here: which files there are. Does not belong here: reading the disk (``project``), what
the files say (``entries``, ``written``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from notices.domain.problem import Problem
from notices.loading import Reader

__all__ = ["Sources"]


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

    def below(self, folder: str, suffix: str = ".yml") -> Iterator[tuple[str, bytes]]:
        """The files below a folder that end so, by path."""
        for path in sorted(self.files):
            if path.startswith(f"{folder}/") and path.endswith(suffix):
                yield path, self.files[path]
