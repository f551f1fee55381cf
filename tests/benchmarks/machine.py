"""Where it is measured: cores, Python, the folder's file system, versions of all that is measured.

Belongs here: what this machine has. Does not belong here: measuring it.
"""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from tests.project import CLONE

__all__ = ["OTHERS", "Other", "folder_for_all", "hugos", "machine", "material_python"]

OTHERS = CLONE / ".notices/bench"
"""Where `.ci/setup hugo` installs what the Python registry has."""
_TMPFS = Path("/dev/shm")
_ENOUGH = 4 * 1024**3
_ASKED = ("mkdocs", "mkdocs-material", "mkdocs-rss-plugin")


@dataclass(frozen=True, slots=True)
class Other:
    """A Hugo that is there: its name in the table, its path, its version."""

    name: str
    program: Path
    version: str


def folder_for_all() -> tuple[Path, bool]:
    """Where to write, and whether that is memory: a disk would be measured otherwise."""
    usable = _is_tmpfs(_TMPFS) and os.access(_TMPFS, os.W_OK)
    usable = usable and shutil.disk_usage(_TMPFS).free >= _ENOUGH
    folder = _TMPFS if usable else Path(tempfile.gettempdir())
    return folder, _is_tmpfs(folder)


def hugos() -> list[Other]:
    """The system's Hugo and that of the registry, as far as they are there."""
    system, registry = shutil.which("hugo"), _hugo_of_the_registry()
    found = {"Hugo, system": Path(system) if system else None, "Hugo, registry": registry}
    return [Other(name, program, _hugo(program)) for name, program in found.items() if program]


def material_python() -> Path | None:
    """A Python that has Material and its feeds."""
    python = OTHERS / "bin/python"
    return python if python.exists() else None


def machine(folder: Path, *, tmpfs: bool) -> dict[str, Any]:
    versions = {"notices": version("notices")}
    versions["commit"] = _said("git", "-C", str(CLONE), "describe", "--always", "--dirty") or "?"
    versions |= {hugo.name: hugo.version for hugo in hugos()}
    python = material_python()
    if python:
        code = (
            "import sys; from importlib.metadata import version; print(*map(version, sys.argv[1:]))"
        )
        versions |= dict(zip(_ASKED, _said(str(python), "-c", code, *_ASKED).split(), strict=False))
    return {
        "folder": str(folder),
        "tmpfs": tmpfs,
        "system": platform.platform(),
        "processor": _processor(),
        "cores": len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count(),
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "versions": versions,
    }


def _hugo_of_the_registry() -> Path | None:
    """The program itself: the package's own script would be Python around it."""
    found = sorted(OTHERS.glob("lib/python3*/site-packages/hugo/binaries/hugo"))
    return found[0] if found else None


def _hugo(program: Path) -> str:
    said = _said(str(program), "version")
    found = re.search(r"v(\d[\w.]*)", said)
    return found[1] if found else said


def _said(*command: str) -> str:
    """What a program prints; nothing where it is not there, or fails."""
    try:
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""


def _is_tmpfs(folder: Path) -> bool:
    try:
        mounts = Path("/proc/mounts").read_text(encoding="utf-8").splitlines()
    except OSError:
        return False
    kinds = {mount.split()[1]: mount.split()[2] for mount in mounts}
    nearest = next(str(each) for each in (folder, *folder.parents) if str(each) in kinds)
    return kinds[nearest] == "tmpfs"


def _processor() -> str:
    try:
        text = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        return platform.processor()
    found = re.search(r"^model name\s*: (.+)$", text, re.MULTILINE)
    return found[1] if found else platform.processor()
