"""ProperDocs, the fork of MkDocs that goes on, runs the same plugin."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime

import pytest

from tests.previews import epoch
from tests.project import Project

PUBLIC = datetime(2026, 11, 23, 2, tzinfo=UTC)


def run(
    program: str, project: Project, *args: str, at: datetime = PUBLIC
) -> subprocess.CompletedProcess[str]:
    """The program's own command, as people call it."""
    settings = {"SOURCE_DATE_EPOCH": epoch(at), "NO_MKDOCS_2_WARNING": "1"}
    return subprocess.run(
        [sys.executable, "-m", program, *args, "-f", str(project.root / "mkdocs.yml")],
        capture_output=True, text=True, check=False, env={**os.environ, **settings},
    )  # fmt: skip


@pytest.mark.slow
def test_properdocs_builds_the_site_of_mkdocs_byte_for_byte(project: Project) -> None:
    project.release("payroll-engine")
    project.write("content/pages/guides/payroll-engine.md", "# Hướng dẫn\n\nMở bảng lương.\n")
    sites = []
    for program in ("mkdocs", "properdocs"):
        built = run(program, project, "build")
        assert built.returncode == 0, built.stderr
        sites.append(project.bytes_of_site())
        assert "content/releases/payroll-engine.yml:1:1: warning[unrecorded]" in built.stderr
        project.site.unlink()
        shutil.rmtree(project.root / ".notices")

    assert sites[0] == sites[1]
    assert "releases/payroll-engine/index.html" in sites[0]


@pytest.mark.slow
def test_properdocs_refuses_with_status_1_and_leaves_the_old_site(project: Project) -> None:
    assert run("properdocs", project, "build").returncode == 0
    before = project.bytes_of_site()
    project.release("broken", "category: feature\n")

    refused = run("properdocs", project, "build")

    assert refused.returncode == 1
    assert "content/releases/broken.yml:1:1: error[" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert project.bytes_of_site() == before


@pytest.mark.slow
def test_a_warning_of_properdocs_stops_a_strict_build(project: Project) -> None:
    config = (project.root / "mkdocs.yml").read_text(encoding="utf-8")
    project.write("mkdocs.yml", f"{config}nav: [missing.md]\n")

    refused = run("properdocs", project, "build", "--strict")

    assert refused.returncode == 1
    assert "'missing.md' is included in the 'nav'" in refused.stderr
    assert "strict: there were warnings" in refused.stderr
    assert not project.site.exists()
