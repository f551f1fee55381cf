"""The user's cache: what takes long to make, kept from one run to the next.

Belongs here: where it lies, and what of it is believed. Does not belong here: what is kept, and
under which key (``rendering``).

Compiled templates are code, so whoever writes to the cache runs programs as its user. It
therefore lies outside the project, which people exchange and CI restores, in a folder that its
user alone can open. It may be deleted at any time.
"""

from __future__ import annotations

import hashlib
import os
import stat
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import TypeVar

import notices
from notices.domain.version import VERSION

__all__ = ["UserCache", "program_digest", "user_cache"]

T = TypeVar("T")

_MOST_ENTRIES = 400
_MOST_BYTES = 32 * 1024 * 1024
_LARGEST = 4 * 1024 * 1024
_DIGEST = hashlib.sha256().digest_size


class UserCache:
    """Entries in ``folder``, each for one ``program`` and one key.

    Nothing is read or written where the folder belongs to another user or others may open it. An
    entry that was changed, cut short or renamed is taken for missing. No error of the disk is
    raised. After the first entry that a process writes, the oldest are removed: 400 entries and
    32 MiB stay.
    """

    def __init__(self, folder: Path | None, program: str) -> None:
        self._folder, self._program, self._bounded = folder, program, False

    def get(self, key: str) -> bytes | None:
        """What was put in under that key; ``None`` where it is not there, or no longer whole."""
        name = self._name(key)

        def read(folder: int) -> bytes:
            handle = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder)
            with open(handle, "rb") as file:  # noqa: PTH123  # Opened below the folder.
                return file.read()

        found = self._within(read) or b""
        digest, data = found[:_DIGEST], found[_DIGEST:]
        return data if digest == _digest(name, data) else None

    def put(self, key: str, data: bytes) -> None:
        """Keep it, if that is possible and it is no larger than 4 MiB."""
        if len(data) > _LARGEST:
            return
        import secrets  # Most runs keep nothing new.

        name = self._name(key)
        new = f".{secrets.token_hex(8)}"

        def write(folder: int) -> None:
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
            handle = os.open(new, flags, 0o600, dir_fd=folder)
            try:
                with open(handle, "wb") as file:  # noqa: PTH123  # Opened below the folder.
                    file.write(_digest(name, data) + data)
                os.replace(new, name, src_dir_fd=folder, dst_dir_fd=folder)
            except BaseException:
                with suppress(OSError):
                    os.unlink(new, dir_fd=folder)
                raise
            if not self._bounded:
                self._bounded = True
                _forget_oldest(folder)

        if self._folder is not None:
            with suppress(OSError):
                self._folder.parent.mkdir(parents=True, exist_ok=True)
                self._folder.mkdir(mode=0o700)
        self._within(write)

    def _name(self, key: str) -> str:
        return hashlib.sha256(f"{self._program}\n{key}".encode()).hexdigest()

    def _within(self, work: Callable[[int], T]) -> T | None:
        """The result of ``work`` in the opened folder; ``None`` where that cannot be."""
        if self._folder is None:
            return None
        try:
            with _opened(self._folder) as folder:
                return work(folder)
        except OSError:
            return None


def user_cache(environ: Mapping[str, str] | None = None) -> UserCache:
    """The cache of whoever runs this program, for the code that runs."""
    environ = os.environ if environ is None else environ
    base = environ.get("XDG_CACHE_HOME", "")
    if not base.startswith("/"):
        home = os.path.expanduser("~")  # noqa: PTH111  # It never raises.
        # Without a home it gives the root, or the tilde.
        base = f"{home}/.cache" if len(home) > 1 and home.startswith("/") else ""
    return UserCache(Path(base, "notices") if base else None, program_digest())


@contextmanager
def _opened(folder: Path) -> Iterator[int]:
    """The folder, if it is the user's own and nobody else's."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        found = os.fstat(handle)
        if found.st_uid != os.geteuid() or stat.S_IMODE(found.st_mode) & 0o077:
            raise PermissionError(folder)
        yield handle
    finally:
        os.close(handle)


def _digest(name: str, data: bytes) -> bytes:
    return hashlib.sha256(name.encode() + data).digest()


def _forget_oldest(folder: int) -> None:
    entries = []
    for name in os.listdir(folder):
        with suppress(OSError):
            found = os.stat(name, dir_fd=folder, follow_symlinks=False)
            entries.append((found.st_mtime_ns, name, found.st_size))
    kept = 0
    for number, (_, name, size) in enumerate(sorted(entries, reverse=True), 1):
        kept += size
        if number > _MOST_ENTRIES or kept > _MOST_BYTES:
            with suppress(OSError):
                os.unlink(name, dir_fd=folder)


@cache
def program_digest() -> str:
    """Python, the packages beside us, and this one as the system knows its files.

    Other code makes other things.
    """
    parts = [sys.version, VERSION, *_packages(), *_modules(str(Path(notices.__file__).parent))]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _packages() -> Iterator[str]:
    """The installed packages with their versions, as their folders are named."""
    for folder in sys.path:
        with suppress(OSError):
            names = os.listdir(folder)  # noqa: PTH208  # Of a folder of hundreds.
            yield from sorted(name for name in names if name.endswith(".dist-info"))


def _modules(folder: str) -> Iterator[str]:
    with os.scandir(folder) as found:
        entries = sorted(found, key=lambda entry: entry.name)
    for entry in entries:
        if entry.name.endswith((".py", ".yml")):
            state = entry.stat()
            yield f"{entry.path} {state.st_size} {state.st_mtime_ns}"
        elif "." not in entry.name and entry.name != "__pycache__" and entry.is_dir():
            yield from _modules(entry.path)
