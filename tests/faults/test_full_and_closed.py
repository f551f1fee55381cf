"""No room at any write, folders that nobody may write to, and a clock that jumps while a publish runs."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

import pytest

from notices.loading import read_ledger
from tests.faults.clones import Clones
from tests.faults.publishers import Publishers
from tests.faults.trials import FIX
from tests.project import Answer, Project, bytes_below

FIRST, SECOND = "2026-12-01 09:00", "2026-12-01 09:10"
MAILS = {f"c/20270301T130000Z-important.{language}.{form}"
         for language in ("vi", "en") for form in ("eml", "txt")}  # fmt: skip


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory, publishers: Publishers) -> Project:
    """One release is public, and a second is due; nobody may change it."""
    project = Project.create(tmp_path_factory.mktemp("begun") / "project")
    project.release("a", FIX.format(name="a"))
    assert published(publishers, project, at=FIRST).status == 0
    project.release("c", FIX.format(name="c"))
    return project


def published(publishers: Publishers, project: Project, at: str = SECOND, **how: object) -> Answer:
    answer = publishers.run(project.root, "publish", "--now", at, small=True, **how)
    assert "Traceback" not in answer.err
    return answer


def state(project: Project) -> tuple[list[str], list[str]]:
    pages = sorted(path.stem for path in project.site.glob("[ac].html"))
    return [line["entry"] for line in project.ledger], pages


def is_healed(publishers: Publishers, project: Project) -> None:
    """The next publish: all is recorded once, shown, and in the outbox."""
    assert published(publishers, project, "2026-12-01 09:20").status == 0
    assert state(project) == (["a", "c"], ["a", "c"])
    assert bytes_below(project.root / "outbox").keys() >= MAILS
    assert not list(project.root.glob("content/**/.*.new"))


def test_a_disk_that_is_full_from_any_write_on_shows_nothing_that_is_not_recorded(
    begun: Project, tmp_path: Path, publishers: Publishers
) -> None:
    shown = 0
    for number in range(1, 60):
        project = Project(tmp_path / str(number))
        shutil.copytree(begun.root, project.root, symlinks=True)
        answer = published(publishers, project, no_room_from=number)
        if answer.status == 0:
            break
        assert answer.status == 1
        assert answer.err.splitlines()[-1].startswith("notices: No space left on device: ")
        if state(project) == (["a"], ["a"]):
            assert bytes_below(project.root / "content") == bytes_below(begun.root / "content")
            if (project.root / ".notices/intent.json").exists():
                is_healed(publishers, project)
        else:
            shown += 1
            assert state(project) == (["a", "c"], ["a", "c"])
            is_healed(publishers, project)
    else:
        pytest.fail("a publish writes fewer files than that")

    assert number > 10
    assert 0 < shown < number - 1


@contextmanager
def closed(folder: Path) -> Iterator[None]:
    """Nobody may write there: mounted so where we are root, whom no mode keeps out."""
    if os.geteuid():
        folder.chmod(0o555)
    else:
        subprocess.run(["mount", "--bind", folder, folder], check=True)
        subprocess.run(["mount", "-o", "remount,ro,bind", folder], check=True)
    try:
        with pytest.raises(OSError, match=r"Read-only|Permission denied"):
            (folder / "may-not-be").touch()
        yield
    finally:
        if os.geteuid():
            folder.chmod(0o755)
        else:
            subprocess.run(["umount", "--lazy", folder], check=True)


@pytest.mark.parametrize(
    "where", ["", "content", "content/published", ".notices", ".notices/generations", "outbox"]
)
def test_a_folder_that_is_closed_is_named_and_nothing_is_shown_that_is_not_recorded(
    begun: Project, tmp_path: Path, publishers: Publishers, where: str
) -> None:
    project = Project(tmp_path / "project")
    shutil.copytree(begun.root, project.root, symlinks=True)
    with closed(project.root / where):
        answer = published(publishers, project)

    # The outbox comes after all that counts.
    told = ["a", "c"] if where == "outbox" else ["a"]
    assert (answer.status, state(project)) == (1, (told, told))
    last = answer.err.splitlines()[-1]
    assert last.startswith("notices: ")
    assert str(project.root / where) in last
    is_healed(publishers, project)


@pytest.mark.parametrize(
    "instants, told",
    [
        (("2026-12-01T02:10:00", "2026-12-01T01:00:00"), "published"),
        (("2026-12-01T02:10:00", "2026-12-05T02:00:00", "2026-11-20T02:00:00"), "published"),
        (("2026-11-20T02:00:00", "2026-12-01T02:10:00"), "error[clock] 1 record is later than now"),
    ],
    ids=["an hour back", "days ahead and back", "from the past"],
)
def test_a_clock_that_jumps_during_a_push_leaves_records_in_order_and_none_twice(
    clones: Clones, publishers: Publishers, instants: tuple[str, ...], told: str
) -> None:
    clones.one.release("a", FIX.format(name="a"))
    clones.commit(clones.one)
    at = "2026-12-01T02:00:00+00:00"
    assert publishers.run(clones.one.root, "publish", "--push", small=True, clock=at).status == 0
    clones.one.release("c", FIX.format(name="c"))
    clones.commit(clones.one)
    jumping = [f"{instant}+00:00" for instant in instants]

    first = publishers.run(clones.one.root, "publish", "--push", small=True, jumping=jumping)

    assert "Traceback" not in first.err
    assert told in first.err
    assert first.status == int("error" in told)
    # The true time again, behind all that it jumped to.
    at = "2027-01-02T02:00:00+00:00"
    assert publishers.run(clones.one.root, "publish", "--push", small=True, clock=at).status == 0
    assert clones.recorded() == [("a", "important"), ("c", "important")]
    records = read_ledger("", clones.pushed().encode()).ledger.records
    assert all(one.at <= other.at for one, other in pairwise(records))
    assert state(clones.one) == (["a", "c"], ["a", "c"])
