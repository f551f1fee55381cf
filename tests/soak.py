"""What takes too long for every run of the tests.

``python -m tests.soak kills 200``, ``disks 20``, ``year``, ``steps 1000``, ``agreement 500``. A number behind ``year``
or ``steps 1000`` is the seed of a run to repeat; more numbers are the only steps to take.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from tests.agreement_walk import AgreementWalk, Disagreement
from tests.breakages import BREAKAGES, NOW
from tests.faults.publishers import opened
from tests.faults.simulation import Simulation
from tests.faults.trials import Trials, full_disks, random_kills, small_disk
from tests.faults.walk import Fault, Walk
from tests.project import Project


def kills(count: int) -> None:
    """Kill so many publishes, each at a random instant, and say what came of it."""
    seed = time.time_ns()
    print(f"{count} kills, seed {seed}", flush=True)
    publishers = opened()
    try:
        with tempfile.TemporaryDirectory(prefix="notices-soak-") as folder:
            os.chdir(folder)
            trials = Trials(Project.create(Path(folder) / "project"), publishers)
            trials.begin()
            random_kills(trials, count, seed=seed)
    finally:
        publishers.close()
    print(
        f"0 half sites, 0 records lost, 0 notices twice; of {count} publishes that were killed "
        f"{trials.shown} had shown their site, and {trials.acknowledged} had ended before"
    )


def year(seed: int) -> None:
    """Live through a year of 200 releases, and say what came of it."""
    print(f"a year of 200 releases, seed {seed}", flush=True)
    publishers, begun = opened(), time.monotonic()
    try:
        with tempfile.TemporaryDirectory(prefix="notices-soak-") as folder:
            lived = Simulation(Path(folder), publishers, seed, days=365, releases=200)
            lived.progress = True
            lived.run()
    finally:
        publishers.close()
    print(f"as the procedure says, all of it, in {time.monotonic() - begun:.0f} seconds:")
    for what, count in sorted(lived.counts.items()):
        print(f"{count:6} {what}")


def disks(levels: int) -> None:
    """Fill the disk to so many levels."""
    publishers = opened()
    try:
        with (
            tempfile.TemporaryDirectory(prefix="notices-soak-") as folder,
            small_disk(Path(folder) / "disk") as disk,
        ):
            if disk is None:
                sys.exit("only root may mount a disk that can be filled")
            full_disks(disk, publishers, levels)
    finally:
        publishers.close()
    print(f"full at {levels} levels: old site and ledger intact, an error in one line, each time")


def steps(count: int, seed: int, only: list[int]) -> None:
    """Take so many random steps, and say what came of it; of a fault, the fewest that lead to it."""
    print(f"{count} steps, seed {seed}", flush=True)
    publishers, begun = opened(), time.monotonic()
    walk = Walk(publishers, seed, small=False, progress=True)
    try:
        walk.take(only or range(1, count + 1))
    except Fault as fault:
        print(fault, flush=True)
        if not only:
            kept, fewest = walk.fewest(fault, seconds=120)
            print(f"\nfewest: steps {count} {seed} {' '.join(map(str, kept))}\n{fewest}")
        sys.exit(1)
    finally:
        publishers.close()
    print(f"no record lost or twice, no half site, in {time.monotonic() - begun:.0f} seconds:")
    for what, times in sorted(walk.counts.items()):
        print(f"{times:6} {what}")


def agreement(count: int, seed: int) -> None:
    """Break a project in each way alone, then so many times in random ways at once."""
    print(f"{len(BREAKAGES)} ways alone, {count} times several at once, seed {seed}", flush=True)
    faults = 0
    with tempfile.TemporaryDirectory(prefix="notices-soak-") as folder:
        os.chdir(folder)
        walk = AgreementWalk(Path(folder))
        taken: list[Callable[[], object]] = [
            *(partial(walk.compare, [name], NOW) for name in BREAKAGES),
            *(partial(walk.take, seed, number) for number in range(count)),
        ]
        for step in taken:
            try:
                step()
            except Disagreement as fault:
                faults += 1
                print(f"{fault}\n", flush=True)
    if faults:
        sys.exit(f"check and publish disagree {faults} times")
    print("check and publish say the same, all times")


def main() -> None:
    match sys.argv[1:]:
        case ["kills", count]:
            kills(int(count))
        case ["year"]:
            year(time.time_ns() % 1_000_000)
        case ["year", seed]:
            year(int(seed))
        case ["disks", levels]:
            disks(int(levels))
        case ["steps", count]:
            steps(int(count), time.time_ns() % 1_000_000, [])
        case ["steps", count, seed, *only]:
            steps(int(count), int(seed), [int(number) for number in only])
        case ["agreement", count]:
            agreement(int(count), time.time_ns() % 1_000_000)
        case ["agreement", count, seed]:
            agreement(int(count), int(seed))
        case _:
            sys.exit(
                "usage: python -m tests.soak kills COUNT, or disks LEVELS, or year [SEED], "
                "or steps COUNT [SEED [STEP…]], or agreement COUNT [SEED]"
            )


if __name__ == "__main__":
    main()
