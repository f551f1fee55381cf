"""What people and machines do in a walk: one small function a deed, with its weight.

Belongs here: the deeds. Does not belong here: the clones (``world``), drawing deeds and
checking what comes of them (``walk``).
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from tests.faults.trials import FIX
from tests.faults.world import LEDGER, World
from tests.project import Project

RECORDED = (LEDGER, "content/published")


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that may happen; ``weight`` is how often, beside the others."""

    act: Callable[[World], None]
    weight: int

    @property
    def name(self) -> str:
        return self.act.__name__.replace("_", " ")


DEEDS: list[Deed] = []


def deed(weight: int) -> Callable[[Callable[[World], None]], Callable[[World], None]]:
    def register(act: Callable[[World], None]) -> Callable[[World], None]:
        DEEDS.append(Deed(act, weight))
        return act

    return register


def anywhere(world: World) -> Project:
    """Mostly the desk; at times a person works on a machine."""
    return world.chance.choices(world.everywhere, (1, 1, 4))[0]


def machine(world: World) -> Project:
    return world.chance.choice(world.machines)


# A person writes


@deed(16)
def write_a_release(world: World) -> None:
    """For all customers, or for one that is told in person."""
    name = f"r{world.number}"
    text = FIX.format(name=name)
    if world.chance.random() < 0.4:
        text = text.replace("important: true", "customers: [acme]")
    place = anywhere(world)
    place.release(name, text)
    world.tell(f"{place.root.name}: writes {name}")
    if world.chance.random() < 0.85:
        save_all(world, place)


@deed(3)
def edit_a_release(world: World) -> None:
    place = anywhere(world)
    files = sorted((place.root / "content/releases").glob("*.yml"))
    if files:
        path = world.chance.choice(files)
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("en: The details", "en: More details"), encoding="utf-8")
        world.tell(f"{place.root.name}: edits {path.stem}")


# A person with git


@deed(8)
def save(world: World) -> None:
    save_all(world, anywhere(world))


def save_all(world: World, place: Project) -> None:
    """As whoever knows git a little does it."""
    world.git(place, "add", "--all")
    world.git(place, "commit", "-qm", f"Save {world.number}")
    if world.git(place, "pull", "-q", "--rebase") and world.chance.random() < 0.8:
        world.git(place, "rebase", "--abort")
    world.git(place, "push", "-q")


@deed(8)
def commit(world: World) -> None:
    place = anywhere(world)
    world.git(place, "add", "--all")
    world.git(place, "commit", "-qm", f"Commit {world.number}")


@deed(6)
def pull(world: World) -> None:
    world.git(anywhere(world), "pull", "-q", "--no-rebase", "--no-edit")


@deed(4)
def rebase(world: World) -> None:
    world.git(anywhere(world), "pull", "-q", "--rebase")


@deed(6)
def resolve(world: World) -> None:
    """End a merge or a rebase that stopped, one way or the other."""
    place = anywhere(world)
    side = world.chance.choice(("--ours", "--theirs"))
    match world.chance.randrange(3):
        case 0:
            world.git(place, "merge", "--abort")
            world.git(place, "rebase", "--abort")
        case 1:
            world.git(place, "checkout", side, "--", ".")
            world.git(place, "add", "--all")
            world.git(place, "commit", "-qm", f"Resolve {world.number}")
            world.git(place, "rebase", "--continue")
        case _:
            world.git(place, "rebase", "--skip")


@deed(5)
def push(world: World) -> None:
    world.git(anywhere(world), "push", "-q")


@deed(1)
def force_push(world: World) -> None:
    world.git(anywhere(world), "push", "-q", "--force")


@deed(2)
def amend(world: World) -> None:
    world.git(anywhere(world), "commit", "-q", "--amend", "--no-edit", "--all")


@deed(3)
def reset(world: World) -> None:
    how = world.chance.choice(("--soft", "--mixed", "--hard"))
    back = world.chance.choice(("HEAD~1", "HEAD~2", "@{upstream}"))
    world.git(anywhere(world), "reset", "-q", how, back)


@deed(4)
def checkout_an_old_file(world: World) -> None:
    back = world.chance.randrange(1, 5)
    paths = world.chance.choice((RECORDED, RECORDED, RECORDED[:1], ("content",)))
    place = anywhere(world)
    world.git(place, "checkout", "-q", f"HEAD~{back}", "--", *paths)
    if world.chance.random() < 0.5:
        world.git(place, "commit", "-qm", f"Take back {world.number}")


@deed(6)
def tidy_up(world: World) -> None:
    """Throw away what is only here, and start from the remote again."""
    place = anywhere(world)
    (place.root / ".git/index.lock").unlink(missing_ok=True)
    for args in (
        ("rebase", "--abort"), ("merge", "--abort"), ("switch", "-qf", "main"), ("fetch", "-q"),
        ("reset", "-q", "--hard", "@{upstream}"), ("clean", "-qfd"),
    ):  # fmt: skip
        world.git(place, *args)


@deed(2)
def clone_again(world: World) -> None:
    """As people do who have lost their way; a machine may be a new one each time."""
    place = anywhere(world)
    shutil.rmtree(place.root)
    world.clone(place.root.name)
    world.tell(f"{place.root.name}: is cloned again")


@deed(1)
def leave_the_branch(world: World) -> None:
    world.git(anywhere(world), "switch", "-q", "--detach", "HEAD~1")


@deed(1)
def leave_a_lock(world: World) -> None:
    """As a git that was killed leaves it."""
    place = anywhere(world)
    place.write(".git/index.lock", "")
    world.tell(f"{place.root.name}: leaves .git/index.lock")


@deed(2)
def remove_working_files(world: World) -> None:
    world.git(machine(world), "clean", "-qfdx", ".notices")


# A machine


@deed(20)
def publish(world: World) -> None:
    world.run(machine(world), "publish", "--push")


@deed(10)
def publish_and_die(world: World) -> None:
    chance = world.chance
    ways: tuple[dict[str, Any], ...] = (
        {"die_in_render": True, "small": True},
        {"die_before_step": chance.randrange(1, 6)},
        {"die_around_git": ("commit-tree", 1)},
        {"die_around_git": ("push", chance.randrange(1, 4))},
        {"die_around_git": ("fetch", chance.randrange(1, 9))},
    )
    world.run(machine(world), "publish", "--push", **chance.choice(ways))


@deed(4)
def publish_without_push(world: World) -> None:
    world.run(machine(world), "publish", follow=False)


@deed(4)
def publish_without_push_and_die(world: World) -> None:
    step = world.chance.randrange(1, 10)
    world.run(machine(world), "publish", follow=False, die_before_step=step)


@deed(5)
def publish_on_both(world: World) -> None:
    world.start_both("publish", "--push")


@deed(4)
def publish_while_somebody_works(world: World) -> None:
    """In the middle of it, a person pulls, takes an old ledger back, or removes working files."""
    place = machine(world)
    meanwhile = world.chance.choice(
        (
            [["git", "pull", "-q", "--no-rebase", "--no-edit"]],
            [["git", "checkout", "-q", "HEAD~2", "--", *RECORDED]],
            [["rm", "-rf", ".notices"]],
        )
    )
    pushed = world.chance.choice((("--push",), ()))
    world.run(
        place, "publish", *pushed, follow=bool(pushed), small=True, meanwhile=meanwhile
    )  # fmt: skip


@deed(3)
def publish_on_a_full_disk(world: World) -> None:
    world.run(machine(world), "publish", "--push", largest=world.chance.choice((2000, 4000, 8000)))


@deed(3)
def publish_with_the_clock_back(world: World) -> None:
    back = world.now - timedelta(minutes=world.chance.randrange(5, 300))
    world.run(machine(world), "publish", "--push", stands_at=back.isoformat())


@deed(8)
def record(world: World) -> None:
    place = machine(world)
    names = _for_one_customer(place)
    if names:
        pushed = ("--push",) if world.chance.random() < 0.8 else ()
        world.run(
            place, "record", world.chance.choice(names), "handoff", *pushed, follow=bool(pushed)
        )


def _for_one_customer(place: Project) -> list[str]:
    files = sorted((place.root / "content/releases").glob("*.yml"))
    return [path.stem for path in files if "acme" in path.read_text(encoding="utf-8")]


@deed(3)
def build(world: World) -> None:
    world.run(machine(world), "build", "--withhold", follow=False)


@deed(3)
def check(world: World) -> None:
    world.run(machine(world), "check", follow=False)
