"""What the tests of scheduling share."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.scheduling.runner import Repository


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository.create(tmp_path)
