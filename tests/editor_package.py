"""The package of the form, which the tests of `notices editor` read: ``python -m tests.editor_package``.

Belongs here: keeping the one version that the program takes where the tests find it. Does not
belong here: what is proved of it (``notices.cli.editor.package``).
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from notices.cli.editor.package import PACKAGE, packed
from notices.project.errors import ProjectError
from tests.project import CLONE

__all__ = ["kept_package"]

_FILE = CLONE / ".notices" / "cache" / "editor" / f"{PACKAGE.replace('/', '-')}.tgz"


def kept_package() -> Path:
    """Where the package is; without it the test fails, and says how to get it."""
    if not _FILE.is_file():
        pytest.fail(f"{_FILE} is missing; `make editor` fetches it")
    return _FILE


def _keep() -> None:
    if _FILE.is_file():
        packed(_FILE)
        return
    data = packed()
    _FILE.parent.mkdir(parents=True, exist_ok=True)
    new = _FILE.with_suffix(".new")
    new.write_bytes(data)
    new.replace(_FILE)


if __name__ == "__main__":
    try:
        _keep()
    except ProjectError as error:
        sys.exit(str(error))
