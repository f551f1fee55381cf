"""What a machine does to a command while it runs: files vanish, no room is left, the clock jumps.

Belongs here: each as a hook in the command's own process. Does not belong here: starting it (``publisher``), what
has to hold (``test_vanished``, ``test_full_and_closed``). Only what lies below the working folder is touched.
"""

from __future__ import annotations

import errno
import os
import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import cycle
from pathlib import Path
from typing import Any

from notices.cli import delivery, ledger
from notices.cli.commands import deliver as deliver_command
from notices.cli.commands import publish as publish_command

__all__ = ["disturb"]

_WRITING = os.O_WRONLY | os.O_RDWR


def disturb(request: Mapping[str, Any]) -> None:
    """Do what the request asks for, in this process."""
    if request.get("vanish_before_open"):
        _vanish_before_open(*request["vanish_before_open"])
    if request.get("generation_vanishes_before"):
        _generation_vanishes_before(request["generation_vanishes_before"])
    if request.get("no_room_from"):
        _no_room_from(request["no_room_from"])
    if request.get("jumping"):
        _jump(request["jumping"])


def _vanish_before_open(below: str, number: int) -> None:
    """Remove the ``number``-th file below a folder that is opened to be read, just before it is."""
    root, left = Path(below).resolve(), number

    def vanish(path: Path) -> None:
        nonlocal left
        if path.is_relative_to(root) and path.is_file():
            left -= 1
            if left == 0:
                path.unlink()

    _before_open(vanish, writing=False)


def _generation_vanishes_before(number: int) -> None:
    """Remove the folder of the new site just before the ``number``-th folder is made in it."""
    root, left = Path(".notices/generations").resolve(), number

    def hook(event: str, args: tuple[Any, ...]) -> None:
        nonlocal left
        if event != "os.mkdir" or not isinstance(args[0], (str, os.PathLike)):
            return
        path = Path(os.path.realpath(os.fsdecode(args[0])))
        if path.is_relative_to(root) and path.parent != root:
            left -= 1
            if left == 0:
                shutil.rmtree(root / path.relative_to(root).parts[0])

    sys.addaudithook(hook)


def _no_room_from(number: int) -> None:
    """From the ``number``-th file of the project that is opened to be written, the disk is full."""
    root, left = Path.cwd().resolve(), number

    def refuse(path: Path) -> None:
        nonlocal left
        if path.is_relative_to(root):
            left -= 1
            if left <= 0:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))

    _before_open(refuse, writing=True)


def _before_open(act: Callable[[Path], None], *, writing: bool) -> None:
    busy = False

    def hook(event: str, args: tuple[Any, ...]) -> None:
        nonlocal busy
        if event != "open" or busy or not isinstance(args[0], (str, bytes, os.PathLike)):
            return
        flags = args[2] if isinstance(args[2], int) else 0
        if bool(flags & _WRITING) != writing:
            return
        busy = True  # What is done here opens files, too.
        try:
            act(Path(os.path.realpath(os.fsdecode(args[0]))))
        finally:
            busy = False

    sys.addaudithook(hook)


def _jump(instants: Sequence[str]) -> None:
    """Let each look at the clock find one of these instants, in turn, and a second more each round."""
    known = cycle(enumerate(map(datetime.fromisoformat, instants)))
    rounds = 0

    def clock() -> datetime:
        nonlocal rounds
        number, at = next(known)
        rounds += number == 0
        return at + timedelta(seconds=rounds)

    for module in (ledger, delivery, deliver_command, publish_command):
        vars(module)["clock"] = clock
