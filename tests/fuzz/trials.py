"""Trials: one input for one target, and what is found.

Belongs here: running a target within its limits, and telling one finding from another. Does not
belong here: where inputs come from (``inputs``), several of them (``replay``, ``guided``).
"""

from __future__ import annotations

import traceback
import warnings
from pathlib import Path

from tests.fuzz.limits import TooSlow, within
from tests.fuzz.targets import TARGETS

__all__ = ["ROOT", "finding", "place_of"]

ROOT = Path(__file__).parents[2]
_OURS = (
    str(ROOT / "generator"),
    str(ROOT / "tests/fuzz/targets.py"),
    str(ROOT / "tests/fuzz/test_"),
)
_MOST = 300


def finding(target: str, data: bytes) -> str | None:
    """What is wrong with the target's answer, in one line with its place; ``None``: nothing."""
    try:
        with within(), warnings.catch_warnings():
            warnings.simplefilter("error")
            TARGETS[target](data)
    except (Exception, TooSlow) as error:
        return f"{_place(error)}: {type(error).__name__}: {' '.join(str(error).split())[:_MOST]}"
    return None


def place_of(what: str) -> str:
    """The part of a finding by which it is told from others."""
    return what.partition(": ")[0]


def _place(error: BaseException) -> str:
    """The last line of ours that it went through."""
    frames = traceback.extract_tb(error.__traceback__)
    last = next(
        (frame for frame in reversed(frames) if frame.filename.startswith(_OURS)), frames[-1]
    )
    return f"{Path(last.filename).name}:{last.lineno} {last.name}"
