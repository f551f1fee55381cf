"""Whatever bytes come in, values and problems come out: the corpus, and mutations of it.

In plain Python with one seed, so that it is the same on each version; `make fuzz` follows branches with
atheris, and goes on for as long as one likes.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

from tests.figures import figure
from tests.fuzz.inputs import CORPUS
from tests.fuzz.targets import TARGETS
from tests.fuzz.trials import ROOT

MUTATIONS, SEED, SIZE = 150, 20261212, 2048


@pytest.fixture(scope="module")
def replayed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What came of each target, in a process of its own: its memory is limited."""
    folder = tmp_path_factory.mktemp("replay")
    numbers = map(str, (MUTATIONS, SEED, SIZE))
    command = [sys.executable, "-m", "tests.fuzz.replay", str(folder), *numbers]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.fail(f"it ended at {(folder / 'now').read_bytes()[:200]!r}: {done.stderr[-2000:]}")
    told = [json.loads(line) for line in done.stdout.splitlines()]
    figure("fuzz inputs replayed", sum(each["tried"] for each in told))
    return {each["target"]: each for each in told}


@pytest.mark.parametrize("target", TARGETS)
def test_no_input_makes_it_raise_or_hang(replayed: dict[str, Any], target: str) -> None:
    assert replayed[target]["found"] == []
    assert replayed[target]["tried"] > MUTATIONS


def test_the_corpus_is_small_and_each_of_its_folders_is_a_targets() -> None:
    files = [path for path in CORPUS.rglob("*") if path.is_file()]
    assert {path.parent.name for path in files} <= TARGETS.keys()
    assert len(files) < 300
    assert sum(path.stat().st_size for path in files) < 500_000


def test_findings_are_told_from_each_other_by_their_place(monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.fuzz import trials

    def broken(data: bytes) -> None:
        if data == b"x":
            raise ValueError("it is x")
        while data == b"y":
            pass
        bytearray(1 << 62 if data == b"z" else 1)

    monkeypatch.setitem(TARGETS, "broken", broken)
    assert trials.finding("broken", b"a") is None
    assert "broken: ValueError: it is x" in (trials.finding("broken", b"x") or "")
    assert "broken: TooSlow: more than 2.0 seconds" in (trials.finding("broken", b"y") or "")
    assert "broken: MemoryError: " in (trials.finding("broken", b"z") or "")
