"""A walk of random deeds, the same for the same seed, and the fewest of them that still fail.

Belongs here: drawing, checking after each deed, naming what led to a failure, leaving deeds
out. Does not belong here: the deeds (``deeds``), what is compared (``acknowledged``).
"""

from __future__ import annotations

import os
import random
import tempfile
import time
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from tests.faults.deeds import DEEDS
from tests.faults.publishers import Publishers
from tests.faults.world import BEGIN, World

_LAST = 40


class Fault(AssertionError):
    """What must not be, with the deeds that led there."""

    def __init__(self, seed: int, number: int, why: str, story: Iterable[str]) -> None:
        super().__init__(f"{why}\nseed {seed}, step {number}; the last steps:\n" + "\n".join(story))
        self.why = why
        self.number = number


@dataclass
class Walk:
    """Walks of one seed.

    Every step draws from a number of its own: it is the same where others are left out.
    """

    publishers: Publishers
    seed: int
    small: bool = True
    progress: bool = False
    counts: Counter[str] = field(default_factory=Counter)

    def take(self, numbers: Collection[int]) -> None:
        """Take these steps. Raises :class:`Fault` at the first after which something is wrong."""
        # In memory, where there is room: a disk makes every publish wait.
        memory = Path("/dev/shm")
        place = memory if os.access(memory, os.W_OK) else None
        with tempfile.TemporaryDirectory(prefix="notices-walk-", dir=place) as folder:
            world = World(Path(folder), self.publishers, self.small)
            for number in numbers:
                self._step(world, number)
                if self.progress and number % 100 == 0:
                    print(f"step {number}", flush=True)
            self.counts.update(world.counts)
            self.counts["records"] += world.acknowledged.ledger.count(b"\n")

    def _step(self, world: World, number: int) -> None:
        world.number = number
        world.chance = random.Random(f"{self.seed} {number}")
        world.now = max(world.now, BEGIN + timedelta(minutes=5 * number))
        drawn = world.chance.choices(DEEDS, [deed.weight for deed in DEEDS])[0]
        world.story.append(f"{number:4} {drawn.name}")
        self.counts[drawn.name] += 1
        try:
            drawn.act(world)
            world.check_sites()
        except Exception as error:
            why = str(error).splitlines()[0] if str(error) else type(error).__name__
            raise Fault(self.seed, number, why, world.story[-_LAST:]) from error

    def fewest(self, fault: Fault, seconds: float) -> tuple[list[int], Fault]:
        """Fewer steps that end in the same fault, as far as it is found in so many seconds."""
        kept, end = list(range(1, fault.number + 1)), time.monotonic() + seconds
        size = max(1, len(kept) // 2)
        while time.monotonic() < end:
            shorter = False
            for at in range(len(kept) - 1 - size, -size, -size):
                fewer = kept[: max(at, 0)] + kept[max(at, 0) + size :]
                found = self._fails(fewer, fault.why) if len(fewer) < len(kept) else None
                if found is not None:
                    kept, fault, shorter = fewer, found, True
                if time.monotonic() > end:
                    break
            if size == 1 and not shorter:
                break
            size = max(1, size // 2)
        return kept, fault

    def _fails(self, numbers: Collection[int], why: str) -> Fault | None:
        try:
            self.take(numbers)
        except Fault as fault:
            return fault if fault.why == why else None
        return None
