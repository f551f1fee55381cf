"""A walk over broken projects: what `check` says of each, held against what `publish` does.

Belongs here: drawing breakages, the comparison, and naming what led to a difference. Does not belong
here: the breakages (``breakages``).
"""

from __future__ import annotations

import os
import random
import re
import shutil
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from tests.breakages import BREAKAGES, NOW, sound
from tests.project import Answer, Project

INSTANTS = (NOW, NOW, "2026-12-05 09:00", "2026-12-12 21:00", "2026-12-20 09:00")
# Check 0, publish 0; check 1, publish 1, or 3 if it left something out; check 2, publish 2.
AGREED = {(0, 0), (1, 1), (1, 3), (2, 2)}
_LINE = re.compile(r"^(\S.*?):(\d+):(\d+): (?:error|warning)\[([a-z-]+)\] ", re.MULTILINE)


class Disagreement(AssertionError):
    """`check` and `publish` do not say the same of a project."""


class AgreementWalk:
    """Projects that are broken in a folder of the test, each made anew."""

    def __init__(self, folder: Path) -> None:
        self._sound = sound(folder / "sound")
        self._broken = Project(folder / "broken")

    def take(self, seed: int, number: int) -> tuple[str, ...]:
        """Break a project in up to three ways, and compare; the same for the same numbers."""
        chance = random.Random(f"{seed} {number}")
        names = tuple(chance.sample(sorted(BREAKAGES), chance.choice((1, 1, 2, 2, 3))))
        self.compare(names, chance.choice(INSTANTS))
        return names

    def compare(self, names: Iterable[str], now: str) -> None:
        """Raises :class:`Disagreement` for a project that is broken so, at that instant."""
        root = self._broken.root
        shutil.rmtree(root, ignore_errors=True)
        shutil.copytree(self._sound.root, root, symlinks=True)
        for name in names:
            with suppress(OSError):  # One change may be in the way of the next.
                BREAKAGES[name](self._broken)
        check = self._broken.run("check", "--now", now)
        publish = self._broken.run("publish", "--now", now)
        why = _difference(check, publish)
        if why:
            broken = ", ".join(names)
            told = f"check:\n{check.out}{check.err}\npublish:\n{publish.out}{publish.err}"
            raise Disagreement(f"{why}\nat {now}, broken: {broken}\n{told}")


def _difference(check: Answer, publish: Answer) -> str:
    if (check.status, publish.status) not in AGREED:
        return f"check ends with {check.status}, publish with {publish.status}"
    missing = {*_LINE.findall(publish.err)} - {*_LINE.findall(check.out + check.err)}
    if missing:
        return f"publish names what check does not: {sorted(missing)}"
    return ""


def steps(default: int) -> int:
    """How many steps a test takes; ``NOTICES_STEPS`` sets another number."""
    return int(os.environ.get("NOTICES_STEPS", default))
