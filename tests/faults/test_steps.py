"""Two machines and a person with git take random steps: what the remote acknowledged stays.

`python -m tests.soak steps 1000` takes more of them, and repeats a fault by what it printed of it.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from notices.domain.ledger import Ledger
from notices.loading import chain
from tests.core_builders import hanoi, record
from tests.faults.acknowledged import Acknowledged
from tests.faults.publishers import Publishers
from tests.faults.walk import Walk
from tests.faults.way_out import ways_out
from tests.faults.whole_site import missing_from

AT = hanoi("2026-12-01 09:00")
ONE, after_one = chain(Ledger(), [record("advance", AT, entry="one")])
TWO = ONE + chain(after_one, [record("advance", AT, entry="two")])[0]
OTHER = ONE + chain(after_one, [record("advance", AT, entry="other")])[0]
TWICE = ONE + chain(after_one, [record("advance", AT, entry="one")])[0]


@pytest.mark.parametrize("seed", [1, 2])
def test_no_record_is_lost_or_twice_no_site_half_and_every_refusal_leads_out(
    publishers: Publishers, seed: int
) -> None:
    walk = Walk(publishers, seed)

    walk.take(range(1, 61))

    # Enough happened to say something.
    assert walk.counts["records"] >= 4
    assert walk.counts["refusals led out of"] >= 1


@pytest.fixture
def acknowledged() -> Acknowledged:
    """A remote that has had two records."""
    model = Acknowledged()
    model.pushed_by_a_person("a", ONE)
    model.pushed_by_the_program("b", TWO, known=ONE)
    return model


@pytest.mark.parametrize(
    "data, why",
    [(ONE, "acknowledged is missing"), (OTHER, "acknowledged is missing"), (TWICE, "twice")],
    ids=["shorter", "other", "twice"],
)
def test_the_walk_finds_what_the_program_must_not_push(
    acknowledged: Acknowledged, data: bytes, why: str
) -> None:
    with pytest.raises(AssertionError, match=why):
        acknowledged.pushed_by_the_program("c", data, known=TWO)


def test_the_walk_finds_a_program_that_goes_on_without_lines_that_its_clone_has(
    acknowledged: Acknowledged,
) -> None:
    acknowledged.pushed_by_a_person("c", ONE)
    assert acknowledged.lost
    assert acknowledged.known_from({"a", "b"}) == TWO
    assert acknowledged.known_from({"a"}) == ONE

    with pytest.raises(AssertionError, match="that the machine has in its git are lost"):
        acknowledged.pushed_by_the_program("d", OTHER, known=TWO)


def test_a_machine_that_cannot_know_of_lost_lines_may_go_on_without(
    acknowledged: Acknowledged,
) -> None:
    acknowledged.pushed_by_a_person("c", ONE)

    acknowledged.pushed_by_the_program("d", OTHER, known=ONE)

    assert (acknowledged.ledger, acknowledged.lost) == (OTHER, False)
    acknowledged.pushed_by_the_program("e", TWO, known=OTHER)
    assert (acknowledged.ledger, acknowledged.lost) == (TWO, False)


@pytest.mark.parametrize(
    "message, ways",
    [
        ("notices: Is a directory: site", None),
        ("notices: another publish is at work in this project; try again", [[]]),
        ("notices: git fetch: it failed; see: git ls-remote a", [[["git", "ls-remote", "a"]]]),
        ("it changed: `git restore a`", [[["git", "restore", "a"]]]),
        (
            "lost. Bring it back: git reset --keep 1 && git commit -m 'As it was', and run this again",
            [[["git", "reset", "--keep", "1"], ["git", "commit", "-m", "As it was"]]],
        ),
        (
            "Go on: git branch kept. Then record again: notices record a b; notices record c d",
            [[["git", "branch", "kept"], ["notices", "record", "a", "b"],
              ["notices", "record", "c", "d"]]],
        ),
        (
            "put it away: git stash, or throw it away: git restore a",
            [[["git", "stash"]], [["git", "restore", "a"]]],
        ),
    ],
)  # fmt: skip
def test_the_walk_reads_the_commands_of_a_refusal(
    message: str, ways: list[list[list[str]]] | None
) -> None:
    assert ways_out(message) == ways


def test_the_walk_finds_what_half_a_site_lacks(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text('<a href="a/">, <img src="b.png"></html>')
    (tmp_path / "a").mkdir()
    (tmp_path / "a/index.html").write_text('<a href="../">, <a href="https://b.example/c">')

    assert missing_from(tmp_path) == ["/b.png", "the end of a/index.html"]
