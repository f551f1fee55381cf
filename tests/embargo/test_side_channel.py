"""Nobody can tell from anything public whether there is something hidden: not by a byte, a name or a date."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from notices.cli import delivery, ledger
from notices.cli.commands import publish as publish_command
from tests.embargo.decoding import traces
from tests.embargo.planting import secret, write_pages
from tests.embargo.side_channel import EmbargoWalk
from tests.faults.clones import Clones, git
from tests.figures import figure
from tests.project import FEATURE, Project, bytes_below

NOW = "2026-12-01 09:00"
_counts = {"walks": 0, "files": 0, "deeds": 0}


# A seed has nothing to shrink; the same walk is `python -m tests.soak embargo 1 SEED`.
@settings(
    max_examples=3,
    phases=[Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(seed=st.integers(0, 2**32))
def test_whatever_is_done_to_hidden_entries_the_public_gets_the_same_bytes(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    with TemporaryDirectory() as folder:
        walk = EmbargoWalk(Path(folder), seed)
        walk.publish()
        for _ in range(4):
            walk.step()
    for what, count in (("walks", 1), ("files", walk.compared), ("deeds", walk.deeds)):
        _counts[what] += count
        figure(f"embargo: side channel: {what}", _counts[what])


PROVIDED = """\
category: server
title: Storage
summary: A provider moves it.
window: {start: 2026-12-01 20:00, end: 2026-12-01 21:00, reason: They chose it, approved_by: ceo}
impact: {downtime: 10m, systems: [payroll]}
origin: provider
exception: {approved_by: ceo, on: 2026-12-01, reason: They said so today}
known_issues: [{fixed_in: zq-hidden, title: Slow, status: fixed}]
"""


@pytest.mark.parametrize(
    "private, other",
    [
        ("category:", "# Nobody has to know.\ncategory:"),
        ("{approved_by: ceo", "{approved_by: product"),
        ("approved_by: ceo}\nimpact", "approved_by: [ceo, product]}\nimpact"),
        ("on: 2026-12-01", "on: 2026-11-30"),
        ("fixed_in: zq-hidden", "fixed_in: zq-other"),
        ("fixed_in: zq-hidden, ", ""),
    ],
)
def test_what_no_reader_sees_of_a_public_entry_changes_no_byte(
    private: str, other: str, project: Project
) -> None:
    project.release("zq-hidden", secret("xhidden"))
    project.release("zq-other", secret("xother"))
    project.release("storage", PROVIDED)
    assert project.run("publish", "--now", NOW).status == 0
    before = project.bytes_of_site()
    assert "releases/storage/index.html" in before

    assert private in PROVIDED
    project.release("storage", PROVIDED.replace(private, other))
    assert project.run("publish", "--now", "2026-12-01 10:00").status == 0

    assert project.bytes_of_site() == before


def test_a_push_holds_the_ledger_and_announced_copies_and_no_hidden_word(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    clones = Clones.create(tmp_path)
    clones.one.release("payroll-engine")
    for name, more in (
        ("zq-hidden", ""),
        ("zq-draft", "draft: true\n"),
        ("zq-bad", "nonsense: 1\n"),
    ):
        clones.one.release(name, secret(name, extra=more))
        write_pages(clones.one, name, name)
    before = clones.commit(clones.one)
    for module in (ledger, delivery, publish_command):
        monkeypatch.setattr(module, "clock", lambda: datetime(2026, 12, 1, 2, tzinfo=UTC))

    told = clones.one.run("publish", "--push")

    assert told.status == 3, told.err
    pushed = git(clones.bare, "diff", "--name-only", f"{before}..main").split()
    assert pushed == ["content/ledger.jsonl", "content/published/payroll-engine.yml"]
    message = git(clones.bare, "log", "--format=%B", f"{before}..main")
    patch = git(clones.bare, "diff", f"{before}..main")
    assert "Publish advance of payroll-engine" in message
    assert "zq-" not in f"{told.out}{message}{patch}".lower()


# Previews.


@contextmanager
def renamed_onto(place: Path) -> Iterator[list[str]]:
    """The paths that anything is renamed or linked to at a place, while this lasts."""
    found: list[str] = []
    lasts = True

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        if lasts and event in ("os.rename", "os.symlink", "os.link"):
            target = str(arguments[1])
            if Path(target) == place or place in Path(target).parents:
                found.append(target)

    sys.addaudithook(hook)
    try:
        yield found
    finally:
        lasts = False


def hidden_project(project: Project) -> None:
    project.release("payroll-engine")
    project.release("zq-hidden", secret("xhidden"))
    write_pages(project, "zq-hidden", "xhidden")
    assert project.run("publish", "--now", NOW).status == 0


def test_a_preview_is_at_no_moment_where_the_site_is_served(project: Project) -> None:
    hidden_project(project)
    served, before = project.site.resolve(), project.bytes_of_site()

    with renamed_onto(project.site) as found:
        args = (
            "build",
            "--withhold",
            "--drafts",
            "--now",
            NOW,
            "--site-dir",
            str(project.root / "preview"),
        )
        assert project.run(*args).status == 0
    with renamed_onto(project.site) as seen:
        project.release("other", FEATURE)
        assert project.run("publish", "--now", NOW).status == 0

    assert found == []
    assert seen == [str(project.site)]
    assert traces(project.root / "preview", ["xhidden"]) != []
    assert bytes_below(served) == before
    assert traces(project.site.resolve(), ["xhidden"]) == []


@pytest.mark.parametrize(
    "folder",
    ["site", "site/", "./site", "other/../site", "site/preview", "link", "link/preview", ".notices/generations/x",
     ".notices/generations", "content/pages/preview"],
)  # fmt: skip
def test_no_name_of_the_served_site_takes_a_preview(folder: str, project: Project) -> None:
    hidden_project(project)
    (project.root / "link").symlink_to("site")
    (project.root / "other").mkdir()
    before = project.bytes_of_site()

    told = project.run("build", "--withhold", "--drafts", "--now", NOW, "--site-dir", folder)

    assert told.status == 2
    assert project.bytes_of_site() == before
