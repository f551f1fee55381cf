"""What takes too long for every run of the tests.

``python -m tests.soak kills 200``, ``disks 20``, ``year``, ``steps 1000``, ``agreement 500``,
``same 500``, ``deliver 200``, ``large 22``, ``inject``, ``embargo 500``. A number behind ``year``,
``steps 1000``, ``deliver 200`` or ``embargo 500`` is the seed of a run to repeat; more numbers behind ``steps``
are the only steps to take. ``large 3 10000 SEED clock_went_back`` takes no disturbance but those named.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path

from tests.agreement_walk import AgreementWalk, Disagreement
from tests.breakages import BREAKAGES, NOW
from tests.embargo.side_channel import EmbargoWalk
from tests.faults.delivery_claims import all_holds
from tests.faults.delivery_month import DeliveryMonth
from tests.faults.large import Large
from tests.faults.mail_servers import MailHost, exim_mail, planned_mail
from tests.faults.publishers import opened
from tests.faults.receivers import PlannedReceiver, serving
from tests.faults.simulation import Simulation
from tests.faults.trials import Trials, full_disks, random_kills, small_disk
from tests.faults.walk import Fault, Walk
from tests.hostile.whole import WholeProduct
from tests.project import Project
from tests.same_site_walk import SameSiteWalk

_PAIR = 25
"""How many steps a pair of projects takes before a new one begins."""


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


def same(count: int, seed: int) -> None:
    """Take so many random steps, each published and compared with a site made from nothing."""
    print(f"{count} steps, seed {seed}", flush=True)
    with tempfile.TemporaryDirectory(prefix="notices-soak-") as folder:
        walk = SameSiteWalk(Path(folder), seed)
        walk.publish()
        for number in range(1, count + 1):
            print(f"{number:6} {walk.step()}", flush=True)
    print("the same bytes, all times")


def embargo(count: int, seed: int) -> None:
    """Take so many random steps in two projects, of which one has hidden entries, too.

    Every 25 steps a new pair begins; nothing that readers get may differ.
    """
    print(f"{count} steps, seed {seed}", flush=True)
    begun, files, size, deeds = time.monotonic(), 0, 0, 0
    for first in range(0, count, _PAIR):
        with tempfile.TemporaryDirectory(prefix="notices-soak-") as folder:
            walk = EmbargoWalk(Path(folder), seed + first)
            walk.publish()
            for number in range(first, min(first + _PAIR, count)):
                print(f"{number + 1:6} {walk.step()}", flush=True)
        files, size, deeds = files + walk.compared, size + walk.bytes, deeds + walk.deeds
        print(
            f"{deeds} things done to hidden entries, {files} files of {size} bytes compared in "
            f"{time.monotonic() - begun:.0f} seconds: the same names, bytes and dates, all times",
            flush=True,
        )


def deliver(count: int, seed: int) -> None:
    """Live through months of deliveries in which so many runs are killed in all.

    Half of them with two clones; the rest with two processes in one folder, and with two clones and
    Debian's exim instead of a server of ours.
    """
    print(f"{count} kills of deliveries, seed {seed}", flush=True)
    half, quarter = count - count // 4 * 2, count // 4
    _months("two clones", half, seed, planned_mail)
    _months("one folder, two processes", quarter, seed + 1, planned_mail, apart=False)
    _months("two clones, exim", quarter, seed + 2, exim_mail)


def _months(
    name: str,
    kills: int,
    seed: int,
    mail_host: Callable[[Path], AbstractContextManager[MailHost]],
    *,
    apart: bool = True,
) -> None:
    if not kills:
        return
    publishers, begun = opened(), time.monotonic()
    try:
        with (
            tempfile.TemporaryDirectory(prefix="notices-soak-") as folder,
            small_disk(Path(folder) / "disk", "1g") as disk,
            mail_host(Path(folder) / "mail") as mail,
            serving(PlannedReceiver()) as hooks,
        ):
            place = (disk or Path(folder)) / "world"
            month = DeliveryMonth(
                place, publishers, mail, hooks, seed, kills, apart, max(3, kills // 3), disk=disk
            )
            month.progress = True
            month.run()
            counts = all_holds(month)
    finally:
        publishers.close()
    print(f"{name}: none twice, none lost, in {time.monotonic() - begun:.0f} seconds:")
    for what, number in sorted(counts.items()):
        print(f"{number:6} {what}", flush=True)


def large(count: int, size: int, seed: int, only: tuple[str, ...] = ()) -> None:
    """Disturb so many publishes of so many releases, and compare each site with a full build."""
    print(f"{count} disturbances at {size} releases, seed {seed}", flush=True)
    publishers, begun = opened(), time.monotonic()
    try:
        with (
            tempfile.TemporaryDirectory(prefix="notices-soak-") as folder,
            small_disk(Path(folder) / "disk", "3g") as disk,
        ):
            place = disk or Path(folder)
            lived = Large(place, publishers, size, seed, full_disk=disk is not None, only=only)
            print(f"{time.monotonic() - begun:6.0f} s  all is announced", flush=True)
            for _ in range(count):
                told = lived.take()
                print(f"{time.monotonic() - begun:6.0f} s  {told}", flush=True)
    finally:
        publishers.close()
    print(f"each site that of a full build, in {time.monotonic() - begun:.0f} seconds:")
    for what, times in sorted(lived.counts.items()):
        print(f"{times:8} {what}")


def inject(product: WholeProduct) -> None:
    """Put each payload alone into each text field, look at all that comes of it, and say what that was."""
    begun = time.monotonic()
    product.run()
    for fault in product.faults:
        print(fault)
    print(f"in {time.monotonic() - begun:.0f} seconds:")
    for what, count in sorted(product.figures.items()):
        print(f"{count:6} {what}")
    if product.faults:
        sys.exit(f"{len(product.faults)} faults")


def _seed(given: list[str]) -> int:
    """The seed of a run to repeat, else one of this instant."""
    return int(given[0]) if given else time.time_ns() % 1_000_000


def main() -> None:
    match sys.argv[1:]:
        case ["kills", count]:
            kills(int(count))
        case ["year", *seed]:
            year(_seed(seed))
        case ["disks", levels]:
            disks(int(levels))
        case ["steps", count]:
            steps(int(count), _seed([]), [])
        case ["steps", count, seed, *only]:
            steps(int(count), int(seed), [int(number) for number in only])
        case ["agreement", count, *seed]:
            agreement(int(count), _seed(seed))
        case ["same", count, *seed]:
            same(int(count), _seed(seed))
        case ["embargo", count, *seed]:
            embargo(int(count), _seed(seed))
        case ["deliver", count, *seed]:
            deliver(int(count), _seed(seed))
        case ["large", count]:
            large(int(count), 10_000, _seed([]))
        case ["large", count, size, *rest]:
            large(int(count), int(size), _seed(rest[:1]), tuple(rest[1:]))
        case ["inject", *count]:
            inject(WholeProduct(*map(int, count)))
        case _:
            sys.exit(
                "usage: python -m tests.soak kills COUNT, or disks LEVELS, or year [SEED], "
                "or steps COUNT [SEED [STEP…]], or agreement COUNT [SEED], or same COUNT [SEED], "
                "or deliver KILLS [SEED], or large COUNT [SIZE [SEED [KIND…]]], or inject [PAYLOADS], "
                "or embargo COUNT [SEED]"
            )


if __name__ == "__main__":
    main()
