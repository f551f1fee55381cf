"""What a preview answers to a path: a file of the rendered folder, with its type.

Belongs here: from the path of a request to status, type and bytes. Does not belong here: HTTP
(``server``). Nothing outside the folder is ever read, and no folder is listed.
"""

from __future__ import annotations

import mimetypes
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote, unquote

from notices.cli.language import chosen, say_in
from notices.cli.preview.reloading import SCRIPT, SCRIPT_PATH, with_script
from notices.hosts.failure import failure_page
from notices.rendering.registry.discovery import file_kinds

__all__ = ["PreviewAnswer", "Shown", "answer"]

_HTML = "text/html"
# Python's own table depends on its version and on the machine.
_TYPES = {
    ".css": "text/css",
    ".htm": _HTML,
    ".html": _HTML,
    ".ico": "image/x-icon",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".js": "text/javascript",
    ".json": "application/json",
    ".mjs": "text/javascript",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """What a preview shows: the site in ``folder``, or why there is none.

    ``version`` is another one after each render. ``below`` is the path of the site's root; it
    begins and ends with a slash.
    """

    version: str
    folder: Path | None = None
    below: str = "/"
    failure: str = ""


@dataclass(frozen=True, slots=True)
class PreviewAnswer:
    """Status, type and bytes; ``location`` where it leads elsewhere."""

    status: int
    content_type: str = "text/plain; charset=utf-8"
    body: bytes = b""
    location: str = ""


def answer(shown: Shown, target: str) -> PreviewAnswer:
    """The answer to a request of ``target``, the path and query of its first line."""
    path = target.partition("?")[0]
    if path == SCRIPT_PATH:
        return PreviewAnswer(200, _with_charset("text/javascript"), SCRIPT.encode())
    if shown.folder is None:
        return _page(500, failure_page(shown.failure, say_in, chosen()).encode(), shown)
    try:
        found = _found(shown.folder, shown.below, unquote(path, errors="strict"))
        if isinstance(found, str):
            return PreviewAnswer(302, location=quote(found))
        if found is not None:
            return _file(200, found, shown)
        return _file(404, shown.folder / "404.html", shown)
    except (OSError, ValueError):
        # Not there, no name that a file can have, or removed meanwhile.
        return PreviewAnswer(404, body=b"not found\n")


def _found(folder: Path, below: str, path: str) -> Path | str | None:
    """The file at a path; the path where it leads instead; ``None`` where there is nothing."""
    if not path.startswith(below):
        return below if path in {"/", below.rstrip("/")} else None
    *folders, name = path.removeprefix(below).split("/")
    if any(part in {"", ".", ".."} for part in folders) or name in {".", ".."} or "\\" in path:
        return None
    file = folder.joinpath(*folders, name or "index.html")
    if file.is_dir():
        return f"{path}/" if (file / "index.html").is_file() else None
    is_inside = file.resolve().is_relative_to(folder.resolve())
    return file if file.is_file() and is_inside else None


def _file(status: int, file: Path, shown: Shown) -> PreviewAnswer:
    assert shown.folder is not None, "a file is of a folder"
    media_type = _media_type(file.relative_to(shown.folder).as_posix())
    data = file.read_bytes()
    if media_type == _HTML:
        return _page(status, data, shown)
    return PreviewAnswer(status, _with_charset(media_type), data)


def _page(status: int, data: bytes, shown: Shown) -> PreviewAnswer:
    return PreviewAnswer(status, _with_charset(_HTML), with_script(data, shown.version))


def _media_type(path: str) -> str:
    """The type of the site's file at a path, as ``docs/hosting.md`` has it."""
    for pattern, media_type in _registered():
        if pattern.fullmatch(path):
            return media_type
    known = _TYPES.get(Path(path).suffix.lower()) or mimetypes.guess_type(path)[0]
    return known or "application/octet-stream"


@lru_cache(maxsize=1)
def _registered() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(kind.pattern), kind.media_type) for kind in file_kinds())


def _with_charset(media_type: str) -> str:
    is_text = media_type.startswith("text/") or media_type.endswith(("/xml", "+xml"))
    has_charset = is_text and not media_type.startswith("image/")
    return media_type + ("; charset=utf-8" if has_charset else "")
