"""What a publish shows is what a build from nothing gives, whatever came before."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.same_site_walk import SameSiteWalk


@pytest.mark.parametrize("seed", range(2))
def test_a_site_that_uses_earlier_files_again_has_the_bytes_of_one_made_from_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    walk = SameSiteWalk(tmp_path, seed)
    walk.publish()
    for _ in range(12):
        walk.step()
    assert walk.left >= 6
