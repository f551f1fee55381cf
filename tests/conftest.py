"""What all tests share: hypothesis' profile, and a fresh project."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.project import Project

settings.register_profile(
    "steady",
    deadline=None,
    derandomize=bool(os.environ.get("CI")),
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("steady")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """An empty project under the default policy; commands run inside it."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    made = Project.create(tmp_path / "project")
    monkeypatch.chdir(made.root)
    return made
