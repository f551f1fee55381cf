"""What a whole site is made from, as one digest: where it is the same, so is every byte.

Belongs here: all that the host without MkDocs is given, and what it reads of the disk by itself. Does not
belong here: what one document is made from (``rendering.inputs``), whether a site with that digest is
shown (``publishing.earlier``).

Nothing here is a time: what the clock changes on a page, it changes in the public model first.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from notices.domain.problem import Unusable
from notices.hosts import RenderRequest
from notices.hosts.templates import frame_folders
from notices.rendering.inputs import SiteInputs, digest_of

__all__ = ["files_read", "made_from"]

# Those of Markdown itself read no file. What another one does, nobody knows.
_EXTENSIONS = frozenset({
    "abbr", "admonition", "attr_list", "codehilite", "def_list", "extra", "fenced_code", "footnotes",
    "md_in_html", "meta", "nl2br", "sane_lists", "smarty", "tables", "toc", "wikilinks",
})  # fmt: skip


def made_from(request: RenderRequest, host: str | None, files: str) -> str:
    """The digest of all that the site of a request is made from; empty where that is not known.

    ``host`` is the one that was asked for, ``files`` what :func:`files_read` gives.
    """
    site = request.evaluation.site
    if not files or site is None:
        return ""
    inputs = SiteInputs(site, request.theme)
    return inputs.of(inputs.site(), host, request.configuration, files)


def files_read(request: RenderRequest) -> str:
    """The digest of the files that the host will read; empty where these are not all known."""
    extensions = request.configuration.markdown_extensions
    if not {name.removeprefix("markdown.extensions.") for name in extensions} <= _EXTENSIONS:
        return ""
    try:
        return digest_of([*_files(request)])
    except (Unusable, OSError):
        return ""  # The host says it better.


def _files(request: RenderRequest) -> Iterator[tuple[object, ...]]:
    configuration = request.configuration
    own = configuration.override_folders
    for folder in frame_folders(configuration):
        for path in _below(folder):
            yield _bytes(path) if folder in own and path.is_file() else _state(path)
    for source in request.evaluation.written:
        yield _bytes(configuration.docs_dir / source)


def _below(folder: Path) -> Iterator[Path]:
    """A folder and all that is in it. Raises an ``OSError`` for a link to a folder: it may lead anywhere.

    Not Material's ten thousand icons, which only another version of it changes.
    """
    for root, folders, names in os.walk(folder, onerror=_raise):
        if any(Path(root, name).is_symlink() for name in folders):
            raise NotADirectoryError(root)
        folders[:] = sorted(name for name in folders if name != ".icons" or root != str(folder))
        yield Path(root)  # Its date tells of files that were there for a while.
        yield from (Path(root, name) for name in sorted(names))


def _bytes(path: Path) -> tuple[object, ...]:
    # The dates tell a file that stayed as it was from one that became so again.
    return *_state(path), hashlib.sha256(path.read_bytes()).digest()


def _state(path: Path) -> tuple[object, ...]:
    found = path.stat()
    return str(path), found.st_size, found.st_mtime_ns, found.st_ctime_ns


def _raise(error: OSError) -> None:
    raise error
