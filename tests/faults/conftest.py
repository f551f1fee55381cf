"""What the tests of faults share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.clones import ENVIRONMENT, Clones
from tests.faults.publishers import Publishers, opened
from tests.faults.runner import Runner


@pytest.fixture(scope="session")
def publishers() -> Iterator[Publishers]:
    """Commands in processes of their own."""
    made = opened()
    yield made
    made.close()


@pytest.fixture
def clones(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Clones:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    return Clones.create(tmp_path)


@pytest.fixture
def one(clones: Clones) -> Runner:
    return Runner(clones.one)


@pytest.fixture
def two(clones: Clones) -> Runner:
    return Runner(clones.two)
