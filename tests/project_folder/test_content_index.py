"""An entry that nobody touched is not opened; whatever else was done to one, its bytes are seen."""

from __future__ import annotations

import json
import os
import shutil
import zlib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from notices.evaluation import Sources, evaluate
from notices.evaluation.additions import announced_copies
from notices.project import content_index, disk
from notices.project.content_index import ContentIndex
from notices.project.disk import Workspace
from notices.project.errors import ProjectError
from notices.project.user_cache import user_cache
from tests.project import FEATURE, Project

_HOUR_NS = 3600 * 10**9
OLD = FEATURE
NEW = FEATURE.replace("Payroll", "Holiday")
NAME = "content/releases/payroll.yml"
NOW = datetime(2026, 12, 1, 5, tzinfo=UTC)


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture
def project(tmp_path: Path) -> Project:
    made = Project.create(tmp_path / "project")
    for name in ("crm", "mobile", "payroll"):
        made.release(name, OLD)
    return made


@pytest.fixture
def old(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files that are older than the run, though the test has just written them."""
    monkeypatch.setattr(content_index, "_YOUNG_NS", -_HOUR_NS)


def read(project: Project, monkeypatch: pytest.MonkeyPatch) -> tuple[Sources, list[str]]:
    """What a run has of a project, and the entries that it opened for that, by name."""
    opened: list[str] = []
    with monkeypatch.context() as patch:
        original = disk._read

        def note(path: str) -> bytes:
            opened.append(path)
            return original(path)

        patch.setattr(disk, "_read", note)
        sources = Workspace.at(project.root / "mkdocs.yml").sources()
    return sources, sorted(Path(path).stem for path in opened if "/releases/" in path)


@pytest.mark.usefixtures("old")
def test_the_second_run_opens_no_entry_and_has_the_same_files(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, opened = read(project, monkeypatch)
    assert opened == ["crm", "mobile", "payroll"]
    again, opened = read(project, monkeypatch)
    assert opened == []

    assert [*again.files] == [*first.files]
    assert {path: again.digest(path) for path in again.files} == {
        path: first.digest(path) for path in first.files
    }
    assert dict(again.files) == dict(first.files)


def test_a_file_of_the_last_seconds_is_opened_again(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may be written again within what its file system calls the same instant."""
    read(project, monkeypatch)
    assert read(project, monkeypatch)[1] == ["crm", "mobile", "payroll"]


def edited(path: Path) -> None:
    path.write_text(NEW, encoding="utf-8")


def edited_and_dated_back(path: Path) -> None:
    date = path.stat().st_mtime_ns
    path.write_text(NEW, encoding="utf-8")
    os.utime(path, ns=(date, date))


def replaced_by_another_of_that_date(path: Path) -> None:
    new = path.with_name("new")
    new.write_text(NEW, encoding="utf-8")
    shutil.copystat(path, new)
    new.replace(path)


@pytest.mark.usefixtures("old")
@pytest.mark.parametrize(
    "change", [edited, edited_and_dated_back, replaced_by_another_of_that_date]
)
def test_another_text_of_that_length_is_seen(
    project: Project, monkeypatch: pytest.MonkeyPatch, change: object
) -> None:
    assert len(OLD) == len(NEW)
    read(project, monkeypatch)
    assert callable(change)
    change(project.root / NAME)

    sources, opened = read(project, monkeypatch)
    assert opened == ["payroll"]
    assert sources.files[NAME] == NEW.encode()


@pytest.mark.usefixtures("old")
def test_what_somebody_asks_for_is_read_then_and_counts_as_it_is_then(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    read(project, monkeypatch)
    sources, opened = read(project, monkeypatch)
    assert opened == []
    edited(project.root / NAME)

    assert sources.files[NAME] == NEW.encode()
    assert sources.digest(NAME) == Sources({NAME: NEW.encode()}).digest(NAME)


def test_no_bytes_of_an_entry_stay_in_memory(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those of ten thousand are an eighth of what a build may take."""
    sources, opened = read(project, monkeypatch)
    assert opened == ["crm", "mobile", "payroll"]

    assert sources.files[NAME] == OLD.encode()
    edited(project.root / NAME)
    assert sources.files[NAME] == NEW.encode()


def test_what_was_written_since_it_was_judged_is_not_announced(tmp_path: Path) -> None:
    project = Project.create(tmp_path / "other")
    project.release("payroll", OLD)
    workspace = Workspace.at(project.root / "mkdocs.yml")
    evaluation = evaluate(workspace.sources(), NOW)
    (copy,) = evaluation.copies
    decisions, sources = evaluation.decisions, workspace.sources()
    assert announced_copies(decisions, (), sources) == {copy: OLD.encode()}

    edited(project.root / NAME)
    assert announced_copies(decisions, (), sources) == {}


@pytest.mark.usefixtures("old")
def test_what_is_gone_when_somebody_asks_for_it_is_said(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    read(project, monkeypatch)
    sources, _ = read(project, monkeypatch)
    (project.root / NAME).unlink()

    with pytest.raises(ProjectError, match=f"{NAME} changed while this was running; run it again"):
        sources.files[NAME]


@pytest.mark.usefixtures("old")
def test_an_entry_with_a_problem_is_opened_each_time_and_has_it_each_time(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.release("payroll", OLD + "titel: x\n")
    answers = [project.run_at("2026-11-20 10:00", "check") for _ in range(3)]

    assert "titel" in answers[0].out
    assert answers[0].out == answers[1].out == answers[2].out


@pytest.mark.usefixtures("old")
@pytest.mark.parametrize(
    "kept",
    [
        b"",
        b"junk",
        zlib.compress(b"{"),
        zlib.compress(b"[]"),
        zlib.compress(b"null"),
        zlib.compress(json.dumps({NAME: None}).encode()),
        zlib.compress(json.dumps({NAME: []}).encode()),
        zlib.compress(json.dumps({NAME: [1, 2, 3, 4, "0" * 64]}).encode()),
        zlib.compress(json.dumps({NAME: {"digest": "0" * 64}}).encode()),
    ],
)
def test_an_index_that_is_not_as_it_should_be_is_not_believed(
    project: Project, monkeypatch: pytest.MonkeyPatch, kept: bytes
) -> None:
    read(project, monkeypatch)
    user_cache().put(content_index._name(project.root), kept)

    sources, opened = read(project, monkeypatch)
    assert opened == ["crm", "mobile", "payroll"]
    assert sources.files[NAME] == OLD.encode()


@pytest.mark.usefixtures("old")
def test_an_index_that_was_cut_short_is_not_believed(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    read(project, monkeypatch)
    cache = user_cache()
    assert cache._folder is not None
    kept = cache._folder / cache._name(content_index._name(project.root))
    whole, state = kept.read_bytes(), (project.root / NAME).stat()
    assert ContentIndex.of(project.root).holds(NAME, state)
    for length in range(0, len(whole), 7):
        kept.write_bytes(whole[:length])
        assert not ContentIndex.of(project.root).holds(NAME, state), length


@pytest.mark.usefixtures("old")
def test_one_project_knows_nothing_of_another(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    read(project, monkeypatch)
    index = ContentIndex.of(project.root.parent)
    assert not index.holds(NAME, (project.root / NAME).stat())
