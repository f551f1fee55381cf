"""Which files below ``content`` are read, which are ignored, and which have no place there.

Belongs here: what a path alone says. Every command asks here, so that a file that one of them
ignores is ignored by all. Does not belong here: reading files (``disk``, ``revisions``), which
pages there may be (``rules.pages``).
"""

from __future__ import annotations

import posixpath
import re
import stat
from pathlib import PurePosixPath

from notices.domain.layout import (
    CHANNELS,
    CONTENT,
    DELIVERIES,
    HOLIDAYS,
    LEDGER,
    PAGES,
    PLANS,
    POLICY,
    PUBLISHED,
    RELEASES,
    SYSTEMS,
)
from notices.domain.names import nearest
from notices.domain.phrases import phrase
from notices.domain.problem import Mark, Problem
from notices.domain.wording import every, quoted
from notices.loading import DRAWING_BYTES

__all__ = ["is_entry", "is_looked_at", "is_looked_into", "kept_of", "stray"]

# A file of a new kind needs a line here, or it is refused.
_FILES = (POLICY, SYSTEMS, HOLIDAYS, CHANNELS, LEDGER, DELIVERIES)
_ENTRIES = (RELEASES, PLANS, PUBLISHED)
_IN_ENTRIES = tuple(f"{folder}/" for folder in _ENTRIES)

_READ = (".yml", ".yaml", ".jsonl", ".md")
_MOST = 64 * 1024 + 1
_LEDGERS = (".jsonl",)

# What systems, editors, office programs and git leave beside people's files. Vim tries whether it
# may write to a folder with a file called 4913; macOS packs a folder of its own into archives.
_LEFT = re.compile(
    r"thumbs\.db|ehthumbs\.db|desktop\.ini|icon\r|4913|#.*#|~\$.*"
    r"|.*(?:~|\.(?:swp|orig|rej|bak|tmp)|___jb_(?:tmp|old)___)",
    re.IGNORECASE | re.DOTALL,
)
_LEFT_FOLDERS = frozenset({"__MACOSX"})
_ENTRY_LIKE = re.compile(r"(.+?)\.ya?ml(?:\..*)?", re.IGNORECASE | re.DOTALL)


def is_entry(path: str) -> bool:
    """Whether a file of that path may be an entry, or the announced copy of one."""
    return path.startswith(_IN_ENTRIES) and path.endswith(".yml") and path.isascii()


def is_looked_at(path: str) -> bool:
    """Whether a file of that path is read.

    Not those whose name, or whose folder's, starts with a dot, nor what editors and systems leave.
    A folder is never taken for what an editor left: there may be entries in it.
    """
    *folders, name = PurePosixPath(path).parts if "/" in path else (path,)
    if name.startswith("."):
        return False
    # The name of an entry is none of those, and asking the pattern takes long.
    if (name.startswith("~") or not name.endswith(".yml")) and _LEFT.fullmatch(name):
        return False
    return all(map(is_looked_into, folders))


def is_looked_into(name: str) -> bool:
    """Whether files in a folder of that name are read."""
    return not name.startswith(".") and name not in _LEFT_FOLDERS


def stray(path: str, mode: int) -> Problem | None:
    """The problem of a path from the project's root that has no place there, by its ``st_mode``.

    A folder has one unless it has the name of a file that a command would read or write.
    """
    if stat.S_ISDIR(mode):
        if path.startswith(f"{PAGES}/") or not path.endswith((".yml", *_LEDGERS)):
            return None
        message = phrase("this is a folder, and only a file has such a name here")
        return Problem("error", "stray-file", Mark(path), message, phrase("Rename the folder."))
    if not stat.S_ISREG(mode):
        message = (
            phrase("this is a link; what it points to would be published with the site")
            if stat.S_ISLNK(mode)
            else phrase("this is not a regular file")
        )
        help = phrase("Put the file itself here.")
        return Problem("error", "stray-file", Mark(path), message, help)
    if path in _FILES or path.startswith(f"{PAGES}/"):
        return None
    if path.startswith(_IN_ENTRIES):
        return _not_an_entry(path)
    return _unknown(path)


def _not_an_entry(path: str) -> Problem | None:
    """The problem of a file in a folder of entries that does not end as they do."""
    if path.endswith(".yml") and not path.endswith("/.yml"):
        return None
    pure = PurePosixPath(path)
    # People read a README beside the entries on the pages of their git host.
    if pure.name == "README.md":
        return None
    # Beside a copy stand the instants of its corrections.
    if pure.suffix == ".jsonl" and path.startswith(f"{PUBLISHED}/"):
        return None
    if like := _ENTRY_LIKE.fullmatch(pure.name):
        help = phrase("Rename it to {name}.yml.", name=like[1])
    else:
        help = phrase(
            "If it is an entry, rename it to {name}.yml; if not, move it out of {folder}.",
            name=pure.stem,
            folder=CONTENT,
        )
    return Problem("error", "file-name", Mark(path), phrase("entries end in `.yml`"), help)


def _unknown(path: str) -> Problem | None:
    """The problem of a file in no known folder."""
    pure = PurePosixPath(path)
    if path == f"{CONTENT}/README.md":
        return None
    folders = every(f"`{folder}`" for folder in (RELEASES, PLANS, PAGES))
    name = pure.parts[1]
    if len(pure.parts) > 2:
        message = phrase(
            "nothing reads the folder {folder}, so this file has no effect",
            folder=quoted(f"{CONTENT}/{name}"),
        )
        known: tuple[str, ...] = (*_ENTRIES, PAGES)
    else:
        message = phrase(
            "nothing reads a file of this name in `{folder}`, so it has no effect", folder=CONTENT
        )
        known = _FILES
    near = nearest(name.lower(), [each.removeprefix(f"{CONTENT}/") for each in known])
    if near is not None:
        help = phrase("Did you mean `{near}`?", near=f"{CONTENT}/{near}")
    elif _ENTRY_LIKE.fullmatch(pure.name):
        help = phrase("Move it to one of the folders {folders}.", folders=folders)
    else:
        help = phrase(
            "The folders are {folders}; move it there, or out of `{folder}`.",
            folders=folders,
            folder=CONTENT,
        )
    return Problem("error", "stray-file", Mark(path), message, help)


def kept_of(name: str) -> int:
    """How many bytes of a file somebody here reads: a little more than any may have; -1: all."""
    suffix = posixpath.splitext(name)[1]
    if suffix.lower() == ".svg":
        return DRAWING_BYTES + 1
    return (-1 if suffix in _LEDGERS else _MOST) if suffix in _READ else 0
