"""What the locks say, and what packages say of themselves.

Belongs here: reading locks and the installed packages' metadata. Does not belong here: what has to hold of
them (``supply.test_locks``), the list of components that follows (``sbom``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.project import CLONE

__all__ = ["LOCKS", "RUNTIME", "WHOLE", "Locked", "needed", "needs", "read_lock"]

RUNTIME = CLONE / "requirements-runtime.lock"
WHOLE = CLONE / "requirements.lock"
LOCKS = (RUNTIME, WHOLE, *sorted(CLONE.glob("tests/*/requirements.lock")))

_ENTRY = re.compile(
    r"^(?P<name>[a-z0-9-]+)==(?P<version>[^ ;]+)(?: ; (?P<marker>[^\\\n]+?))?"
    r"(?P<hashes>(?: \\\n    --hash=sha256:[0-9a-f]{64})+)$",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Locked:
    """One version of a package; ``marker`` says where it is the one."""

    name: str
    version: str
    marker: str
    hashes: tuple[str, ...]


def read_lock(path: Path) -> list[Locked]:
    """What a lock pins. A line that is neither an entry's nor a comment is an error."""
    text = path.read_text(encoding="utf-8")
    rest = re.sub(r"^ *#.*\n", "", _ENTRY.sub("", text), flags=re.MULTILINE).strip()
    if rest:
        raise ValueError(f"{path.name}: not a version with its hashes: {rest.splitlines()[0]}")
    return [
        Locked(
            entry["name"],
            entry["version"],
            entry["marker"] or "",
            tuple(re.findall(r"sha256:([0-9a-f]{64})", entry["hashes"])),
        )
        for entry in _ENTRY.finditer(text)
    ]


def needs(package: str) -> set[str]:
    """The packages that a package asks for itself, on any system, by their normal names."""
    try:
        requires = metadata.requires(package) or []
    except metadata.PackageNotFoundError:
        return set()  # On another system only.
    return {
        canonicalize_name(need.name)
        for need in map(Requirement, requires)
        if "extra" not in str(need.marker)
    }


def needed(package: str) -> set[str]:
    """The same with all that those ask for in their turn."""
    found: set[str] = set()
    ahead = {package}
    while ahead:
        new = needs(ahead.pop()) - found
        found |= new
        ahead |= new
    return found
