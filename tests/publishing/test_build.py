"""A build shows what fits the ledger on the disk, and never a site older than the last publish."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from notices import hosts
from notices.hosts import plain
from tests.project import FEATURE, Project, bytes_below

AT = "2026-11-23 09:00"
PUBLISH = ("publish", "--now", "2026-11-23 09:00")
LATER = ("publish", "--now", "2026-12-01 09:00")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def count(project: Project) -> tuple[int, bool]:
    """How many records the site names, and whether it says that all is recorded."""
    document = json.loads(project.page("api/notices.json"))
    return document["ledger"]["count"], document["recorded"]


@pytest.fixture
def overlapping(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> Callable[[Callable[[], object]], list[int]]:
    """Lets something happen while a build renders; gives the number of renderings."""

    def happens(event: Callable[[], object]) -> list[int]:
        render, rendered = plain.render, [0]

        def interrupted(request: hosts.RenderRequest) -> hosts.Rendered:
            rendered[0] += 1
            result = render(request)
            if rendered[0] == 1:
                # What happens renders, too, and must not be interrupted itself.
                monkeypatch.setattr(plain, "render", render)
                event()
                monkeypatch.setattr(plain, "render", interrupted)
            return result

        monkeypatch.setattr(plain, "render", interrupted)
        return rendered

    return happens


def test_a_build_that_overlaps_a_publish_does_not_turn_the_site_back(
    project: Project, overlapping: Callable[[Callable[[], object]], list[int]]
) -> None:
    project.release("payroll-engine")
    project.run(*PUBLISH)
    project.release("second", FEATURE.replace("payroll engine", "second thing"))
    rendered = overlapping(lambda: project.run(*LATER))

    result = project.run_at("2026-12-01 10:00", "build")

    assert result.status == 0
    assert len(project.ledger) == 2
    assert count(project) == (2, True)
    assert rendered == [2]


def test_a_build_that_is_overtaken_again_and_again_leaves_the_newest_site(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    render = plain.render
    # Each publish needs a later instant: the names grow.
    ids = iter(["a", "bb", "ccc", "dddd", "eeeee"])

    def overtaken(request: hosts.RenderRequest) -> hosts.Rendered:
        rendered = render(request)
        monkeypatch.setattr(plain, "render", render)
        name = next(ids)
        project.release(name, FEATURE.replace("payroll engine", name))
        assert project.run("publish", "--now", f"2026-12-01 10:{len(name):02}").status == 0
        monkeypatch.setattr(plain, "render", overtaken)
        return rendered

    monkeypatch.setattr(plain, "render", overtaken)

    result = project.run_at("2026-12-01 10:30", "build")

    assert result.status == 1
    assert "content/ledger.jsonl changed while this was running" in result.err
    assert count(project) == (5, True)
    assert len(list((project.root / ".notices/generations").iterdir())) == 5


def test_a_build_in_another_folder_waits_for_a_publish_and_fits_its_ledger(
    project: Project, overlapping: Callable[[Callable[[], object]], list[int]], tmp_path: Path
) -> None:
    project.release("payroll-engine")
    overlapping(lambda: project.run(*PUBLISH))

    result = project.run_at(AT, "build", "--site-dir", str(tmp_path / "out"))

    assert result.status == 0
    document = json.loads((tmp_path / "out/api/notices.json").read_text(encoding="utf-8"))
    assert (document["ledger"]["count"], document["recorded"]) == (1, True)


def test_mkdocs_build_that_a_publish_overtakes_says_so_and_leaves_the_newer_site(
    project: Project,
) -> None:
    project.release("payroll-engine")
    (project.root / "overtake.py").write_text(
        "import os, subprocess, sys\n"
        "def on_env(env, config, files):\n"
        "    if os.environ.pop('OVERTAKE', None):\n"
        "        subprocess.run([sys.executable, '-m', 'mkdocs', '--version'])\n"
        "        subprocess.run([sys.executable, '-c', 'from notices.cli import main; main()',\n"
        f"            '-f', {str(project.root / 'mkdocs.yml')!r}, 'publish',\n"
        "            '--now', '2026-11-23 09:00'], check=True)\n",
        encoding="utf-8",
    )
    text = (project.root / "mkdocs.yml").read_text(encoding="utf-8")
    project.write("mkdocs.yml", f"{text}\nhooks: [overtake.py]\n")

    built = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "-f", str(project.root / "mkdocs.yml")],
        capture_output=True, text=True, check=False,
        env={
            **os.environ, "NO_MKDOCS_2_WARNING": "1", "OVERTAKE": "1",
            "SOURCE_DATE_EPOCH": "1795399200",
        },
    )  # fmt: skip

    assert built.returncode == 1
    assert "content/ledger.jsonl changed while this was running" in built.stderr
    assert count(project) == (1, True)
    assert len(list((project.root / ".notices/generations").iterdir())) == 1


def test_a_refusal_names_every_problem_and_leaves_the_old_site(project: Project) -> None:
    project.release("payroll-engine")
    project.run_at(AT, "build")
    before = project.bytes_of_site()
    project.release("too-soon", FEATURE)
    project.release("broken", "category: feature\n")

    result = project.run_at("2026-12-11 09:00", "build")

    assert result.status == 1
    assert "too-soon.yml" in result.err
    assert "broken.yml" in result.err
    assert project.bytes_of_site() == before


@pytest.mark.parametrize("option", ["command", "mkdocs"])
def test_a_folder_that_is_called_like_a_previews_is_staged_like_any_other(
    project: Project, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, option: str
) -> None:
    """A refused build empties nothing, and a shown one leaves no file of the last."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    out = tmp_path / "mkdocs_out"
    args = ("build", "--site-dir", str(out))
    assert project.run_at(AT, *args).status == 0
    before = bytes_below(out)
    monkeypatch.setattr(plain, "render", lambda request: (_ for _ in ()).throw(OSError(28, "")))

    if option == "command":
        assert project.run_at(AT, *args).status == 1
    else:
        project.write("content/pages/subscribe.md", "[x](missing.md)\n")
        env = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "TMPDIR": str(tmp_path)}
        built = subprocess.run(
            [sys.executable, "-m", "mkdocs", "build", "--strict", "-d", str(out), "-f",
             str(project.root / "mkdocs.yml")],
            capture_output=True, check=False, env=env,
        )  # fmt: skip
        assert built.returncode == 1

    assert bytes_below(out) == before


# Where a site may stand. Everything lies in the test's own temporary folder.


def configure(project: Project, site_dir: str) -> None:
    text = (project.root / "mkdocs.yml").read_text(encoding="utf-8")
    project.write("mkdocs.yml", text.replace("site_dir: site", f"site_dir: {site_dir}"))


@pytest.fixture
def complete(project: Project) -> Project:
    """A project with a theme of its own, a repository, and a link to its content."""
    theme = project.root / "theme"
    source = theme.resolve()
    theme.unlink()
    shutil.copytree(source, theme)
    project.release("payroll-engine")
    project.write("content/plans/.keep", "")
    (project.root / ".git").mkdir()
    (project.root / "linked").symlink_to("content")
    return project


@pytest.mark.parametrize("how", ["option", "configured", "published"])
@pytest.mark.parametrize(
    "folder",
    [
        "content", "content/releases", "content/new", "content/pages/out", "theme",
        "theme/overrides/out", ".git", ".git/out", ".", "..", "out/../content/plans",
        "linked/plans", "linked", ".notices", ".notices/generations/000001", "mkdocs.yml",
    ],
)  # fmt: skip
def test_a_site_that_would_replace_what_it_is_made_from_is_refused_before_anything_is_touched(
    complete: Project, folder: str, how: str
) -> None:
    args = {
        "option": ("build", "--site-dir", str(complete.root / folder)),
        "configured": ("build",),
        "published": ("publish",),
    }
    if how != "option":
        configure(complete, folder)
    before = bytes_below(complete.root), names(complete.root)

    result = complete.run_at(AT, *args[how])

    assert (result.status, result.out) == (2, "")
    assert result.err.startswith("notices: invalid site_dir ")
    assert result.err.count("\n") == 1
    assert (bytes_below(complete.root), names(complete.root)) == before


@pytest.mark.parametrize("folder", ["content/releases", "theme", ".git/out"])
def test_mkdocs_build_refuses_such_a_folder_as_well(complete: Project, folder: str) -> None:
    configure(complete, folder)
    before = bytes_below(complete.root), names(complete.root)

    built = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "-f", str(complete.root / "mkdocs.yml")],
        capture_output=True, text=True, check=False,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
    )  # fmt: skip

    assert built.returncode == 1
    assert "invalid site_dir" in built.stderr
    assert "Traceback" not in built.stderr
    assert (bytes_below(complete.root), names(complete.root)) == before


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Path]:
    """A folder of the test's own on another file system."""
    here = tmp_path.stat().st_dev
    candidates = [Path(name) for name in ("/dev/shm", "/tmp", "/var/tmp")]
    others = [path for path in candidates if path.is_dir() and path.stat().st_dev != here]
    if not others:
        pytest.skip("needs a second file system")
    with tempfile.TemporaryDirectory(dir=others[0], prefix="notices-test-") as folder:
        yield Path(folder)


def test_a_site_on_another_file_system_is_shown_and_replaced(
    project: Project, elsewhere: Path
) -> None:
    configure(project, f"{elsewhere}/site")
    (elsewhere / "site").mkdir()
    project.release("payroll-engine")

    assert project.run(*PUBLISH).status == 0
    assert project.run(*LATER).status == 0

    assert (elsewhere / "site/releases/payroll-engine/index.html").is_file()
    assert names(elsewhere) == ["site"]
    assert names(project.root / ".notices") == ["generations", "lock", "outbox.json"]


def test_the_configured_site_stays_a_link_however_its_path_is_written(
    project: Project, tmp_path: Path
) -> None:
    (tmp_path / "other").symlink_to(project.root)

    result = project.run_at(AT, "build", "--site-dir", str(tmp_path / "other/site"))

    assert result.status == 0
    assert project.site.is_symlink()


def test_a_site_dir_of_the_environment_is_shown_where_it_says(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    configure(project, "!ENV [SITE_DIR, site]")
    monkeypatch.setenv("SITE_DIR", "public")

    assert project.run(*PUBLISH).status == 0

    assert (project.root / "public").is_symlink()
    assert names(project.root) == [
        ".notices", "content", "mkdocs.yml", "public", "theme",
    ]  # fmt: skip
