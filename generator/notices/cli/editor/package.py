"""Sveltia CMS as its makers publish it: which version, that it is theirs, and what we need of it.

Belongs here: getting the package, proving it by its hash, reading it without unpacking it to disk.
Does not belong here: the folder that is written (``folder``).
"""

from __future__ import annotations

import base64
import hashlib
import io
import re
import subprocess
import tarfile
import tempfile
from pathlib import Path

from notices.domain.phrases import phrase
from notices.project.errors import ProjectError

__all__ = ["PACKAGE", "package_files", "packed"]

PACKAGE = "@sveltia/cms@0.221.1"
"""The one version that is taken, by its name in npm's registry."""

_SHA512 = "J+Qoik9kGMk2L7vNpOQrnDmFRi+NB6vwJ0f657YtsxWH0P8WYSYRRSRC2pQ/jGGbVlM//Pg/WIgmkpswqoo3gQ=="
# What that version calls its reader of YAML, which it does not export.
_YAML_READER = "qR"
_SCRIPT = "npm/index.js"
# The build for bundlers: unlike the one for CDNs it has its fonts beside it. No source maps.
_NEEDED = re.compile(r"package/(LICENSE\.txt|locales/[\w-]+\.json|npm/(?:\w+/)?[\w.-]+(?<!\.map))")
_TIMEOUT_S = 300


def packed(file: Path | None = None) -> bytes:
    """The package as a file that ``npm pack`` made, or as npm fetches it now; its hash is right.

    npm asks the registry that it is set up with. Raises :class:`ProjectError`.
    """
    data = _fetched() if file is None else file.read_bytes()
    if base64.b64encode(hashlib.sha512(data).digest()).decode() != _SHA512:
        raise ProjectError(
            phrase(
                "{file} is not {package}: its hash is another; nothing was written",
                file=str(file) if file else phrase("what npm fetched"), package=PACKAGE,
            )
        )  # fmt: skip
    return data


def _fetched() -> bytes:
    with tempfile.TemporaryDirectory(prefix="notices-editor-") as folder:
        command = ("npm", "pack", "--silent", "--ignore-scripts", PACKAGE)
        try:
            subprocess.run(
                command, cwd=folder, check=True, capture_output=True, timeout=_TIMEOUT_S,
                stdin=subprocess.DEVNULL,
            )  # fmt: skip
            (file,) = Path(folder).glob("*.tgz")
        except FileNotFoundError:
            raise _not_fetched(phrase("npm is not installed")) from None
        except (OSError, subprocess.SubprocessError, ValueError):
            raise _not_fetched(phrase("npm could not fetch it")) from None
        return file.read_bytes()


def _not_fetched(why: str) -> ProjectError:
    return ProjectError(
        phrase(
            "the form needs the package {package}, and {why}; where npm and the network are, run "
            "`npm pack {package}`, and name the file that it writes with --package",
            package=PACKAGE, why=why,
        )
    )  # fmt: skip


def package_files(data: bytes) -> dict[str, bytes]:
    """The files of a package that the form needs, by their paths in it.

    The script exports its reader of YAML as ``readYaml``, too.
    """
    files: dict[str, bytes] = {}
    with tarfile.open(fileobj=io.BytesIO(data), mode="r:gz") as archive:
        for member in archive:
            needed = _NEEDED.fullmatch(member.name)
            if needed and member.isfile() and (file := archive.extractfile(member)):
                files[needed[1]] = file.read()
    files[_SCRIPT] += f"\nexport{{{_YAML_READER} as readYaml}};\n".encode()
    return files
