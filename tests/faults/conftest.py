"""What the tests of faults share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.faults.publishers import Publishers, opened


@pytest.fixture(scope="session")
def publishers() -> Iterator[Publishers]:
    """Commands in processes of their own."""
    created = opened()
    yield created
    created.close()
