"""A publish that is killed, starved or crowded: nothing is lost, and nothing shown by halves."""

from __future__ import annotations

import os
import random
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from notices.loading import read_ledger
from tests.faults.publishers import Publishers
from tests.faults.trials import Trials, full_disks, random_kills, small_disk
from tests.project import Project, bytes_below


@pytest.fixture
def trials(publishers: Publishers) -> Iterator[Trials]:
    # In memory, where there is room: a disk makes each of a hundred publishes wait.
    memory = Path("/dev/shm")
    place = memory if os.access(memory, os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="notices-", dir=place) as folder:
        project = Trials(Project.create(Path(folder) / "project"), publishers)
        project.begin()
        yield project


def test_a_publish_killed_before_any_of_its_steps_is_finished_or_undone_by_the_next(
    trials: Trials,
) -> None:
    for step in range(1, 40):
        if trials.disturbed(die_before_step=step).status == 0:
            break
    else:
        pytest.fail("a publish has fewer steps than that")

    # Some died before the site was shown, some after it, and one lived.
    assert trials.shown >= 4
    assert step - trials.shown >= 3
    assert trials.acknowledged == 1


def test_a_publish_killed_at_a_random_instant_leaves_a_whole_site_and_no_notice_twice(
    trials: Trials,
) -> None:
    random_kills(trials, 15, seed=3)


def test_after_all_generations_were_removed_a_killed_publish_shows_nothing_or_a_whole_site(
    trials: Trials,
) -> None:
    for step in range(1, 40):
        # The link stays, and points to nothing.
        shutil.rmtree(trials.project.root / ".notices")
        trials.old = {}
        if trials.disturbed(die_before_step=step).status == 0:
            break
    else:
        pytest.fail("a publish has fewer steps than that")

    assert trials.shown >= 4
    assert step - trials.shown >= 3


def test_while_the_first_site_after_that_is_built_readers_are_shown_none_of_it(
    trials: Trials,
) -> None:
    chance = random.Random(5)
    trials.disturbed()
    for _ in range(5):
        shutil.rmtree(trials.project.root / ".notices")
        trials.old = {}
        before, name = trials.ledger_bytes(), trials.add()
        running = trials.publishers.start(trials.project.root, *trials.command())
        time.sleep(chance.uniform(0.1, trials.took))
        running.kill()
        trials.healed(before, name, running.wait(), [])


@pytest.mark.parametrize("note", ["", "garbage", "{}", "[]", '{"generation": null, "files": 1}'])
def test_a_damaged_journal_of_an_unfinished_publish_stops_the_next_in_one_line(
    project: Project, note: str
) -> None:
    path = project.write(".notices/intent.json", note)

    for _ in range(2):
        result = project.run("publish", "--now", "2026-12-01 09:00")
        assert (result.status, result.out) == (1, "")
        assert result.err.startswith("notices: the journal of an unfinished publish is damaged; ")
        assert result.err.endswith(f"then delete it: {path}\n")

    path.unlink()
    assert project.run("publish", "--now", "2026-12-01 09:00").status == 0


def test_a_build_after_a_crash_does_not_hide_that_something_was_shown(trials: Trials) -> None:
    name = trials.add()
    before = len(trials.project.ledger)
    trials.publish(die_once_shown=True)
    assert name in trials.project.page("feed.xml")
    assert len(trials.project.ledger) == before
    at = trials.now.isoformat().replace("+00:00", "Z")

    assert trials.project.run_at(trials.now.isoformat(), "build").status == 0

    assert trials.project.ledger[-1]["entry"] == name
    assert trials.project.ledger[-1]["at"] == at


@pytest.mark.parametrize("largest", [40, 400, 4000, 40_000, 100_000])
def test_where_no_file_may_grow_the_old_site_and_ledger_stay_and_one_line_says_why(
    trials: Trials, largest: int
) -> None:
    before = trials.project.bytes_of_site(), len(trials.project.ledger)
    trials.add()

    result = trials.publish(largest=largest)

    assert result.status == 1
    assert result.err.splitlines()[-1].startswith("notices: File too large")
    assert "Traceback" not in result.err
    assert (trials.project.bytes_of_site(), len(trials.project.ledger)) == before


def test_a_publish_that_cannot_write_its_records_shows_nothing_and_leaves_nothing(
    trials: Trials,
) -> None:
    before = trials.project.bytes_of_site(), bytes_below(trials.project.root / "content")
    generations = trials.project.root / ".notices/generations"
    kept = sorted(generations.iterdir())
    name = trials.add()
    in_the_way = trials.project.root / f"content/published/.{name}.yml.new"
    in_the_way.mkdir()

    result = trials.publish()

    assert result.status == 1
    assert result.err.splitlines()[-1].startswith("notices: Is a directory: ")
    assert sorted(generations.iterdir()) == kept
    in_the_way.rmdir()
    (trials.project.root / f"content/releases/{name}.yml").unlink()
    after = trials.project.bytes_of_site(), bytes_below(trials.project.root / "content")
    assert after == before


def test_on_a_full_disk_the_old_site_and_ledger_stay_and_one_line_says_why(
    tmp_path: Path, publishers: Publishers
) -> None:
    with small_disk(tmp_path / "disk") as disk:
        if disk is None:
            pytest.skip("only root may mount a disk that can be filled")
        full_disks(disk, publishers, levels=4)


def test_of_eight_publishers_at_once_one_writes_the_records_and_the_chain_is_whole(
    trials: Trials,
) -> None:
    names = [trials.add() for _ in range(3)]
    running = [trials.publishers.start(trials.project.root, *trials.command()) for _ in range(8)]

    answers = [one.wait() for one in running]

    busy = "notices: another publish is running in this project"
    assert {answer.status for answer in answers} <= {0, 1}
    assert any(answer.status == 0 for answer in answers)
    assert all(answer.err.startswith(busy) for answer in answers if answer.status == 1)
    text = read_ledger("", (trials.project.root / "content/ledger.jsonl").read_bytes())
    assert not text.problems
    assert [record.entry for record in text.ledger.records] == ["fix-001", *names]
    assert sum(answer.out.count(" published") for answer in answers) == len(names)
