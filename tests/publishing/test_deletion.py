"""The program removes only what it can prove that it made, whoever runs it.

Everything lies in the test's own temporary folder: homes, system folders and roots are stand-ins.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from notices.project.configuration import Configuration
from notices.project.disk import Workspace
from notices.project.errors import ProjectError
from notices.publishing import marker
from notices.publishing.site_dir import ProtectedPlaces, check_site_dir, protected_places
from tests.faults.trials import small_disk
from tests.project import CLONE, Project, bytes_below

AT = "2026-12-01 09:00"
OWNED = "the folder is not empty, and notices did not make it"


def everything(folder: Path) -> dict[str, str]:
    """All that stands below a folder, links by where they lead, files by what they hold."""
    return {
        path.relative_to(folder).as_posix(): (
            f"-> {path.readlink()}"
            if path.is_symlink()
            else path.read_bytes().decode("latin-1")
            if path.is_file()
            else "folder"
        )
        for path in sorted(folder.rglob("*"))
    }


def configure(project: Project, site_dir: Path) -> None:
    text = (CLONE / "mkdocs.yml").read_text(encoding="utf-8")
    project.write("mkdocs.yml", text.replace("site_dir: site", f"site_dir: {site_dir}"))


def built(project: Project, folder: Path) -> Path:
    told = project.run_at(AT, "build", "--site-dir", str(folder))
    assert told.status == 0, told.err
    return folder


def refusal(project: Project, folder: Path, how: str = "option") -> str:
    """Why a build into a folder, or a publish to it, is refused; nothing may change by it."""
    if how == "published":
        configure(project, folder)
    command = ("publish",) if how == "published" else ("build", "--site-dir", str(folder))
    before = everything(project.root.parent)
    told = project.run_at(AT, *command)
    assert everything(project.root.parent) == before
    assert (told.status, told.out) == (2, "")
    return told.err


def mine(folder: Path) -> Path:
    (folder / "letters").mkdir(parents=True)
    (folder / "letters/one.txt").write_text("mine", encoding="utf-8")
    return folder


# What stands at a folder.


@pytest.mark.parametrize("how", ["option", "published"])
def test_a_folder_that_somebody_filled_is_refused(
    project: Project, tmp_path: Path, how: str
) -> None:
    folder = mine(tmp_path / "out")

    assert refusal(project, folder, how) == (
        f"notices: invalid site_dir {folder}: {OWNED}; name another folder, or remove this yourself\n"
    )


@pytest.mark.parametrize("how", ["option", "published"])
def test_a_link_to_such_a_folder_is_refused_and_so_is_one_to_nothing(
    project: Project, tmp_path: Path, how: str
) -> None:
    folder = mine(tmp_path / "theirs")
    (tmp_path / "out").symlink_to(folder)
    assert f"it is a link to {folder}; " in refusal(project, tmp_path / "out", how)

    (tmp_path / "lost").symlink_to("nowhere")
    assert "it is a link to nowhere; " in refusal(project, tmp_path / "lost", how)

    (tmp_path / "round").symlink_to("round")
    assert "it is a link to round; " in refusal(project, tmp_path / "round", how)


def test_links_on_the_way_to_a_folder_are_resolved(project: Project, tmp_path: Path) -> None:
    mine(tmp_path / "theirs")
    (tmp_path / "way").symlink_to("theirs")

    assert OWNED in refusal(project, tmp_path / "way/letters")
    assert OWNED in refusal(project, tmp_path / "nowhere/../theirs")


def test_a_file_is_refused(project: Project, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine", encoding="utf-8")

    assert "it is a file; " in refusal(project, tmp_path / "out")


def test_mkdocs_build_refuses_such_a_folder_as_well(project: Project, tmp_path: Path) -> None:
    folder = mine(tmp_path / "out")
    before = everything(tmp_path)

    told = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "-d", str(folder), "-f",
         str(project.root / "mkdocs.yml")],
        capture_output=True, text=True, check=False,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
    )  # fmt: skip

    assert told.returncode == 1
    assert OWNED in told.stderr
    assert everything(tmp_path) == before


def test_a_folder_that_a_build_made_is_replaced_and_so_is_an_empty_one(
    project: Project, tmp_path: Path
) -> None:
    (tmp_path / "out").mkdir()
    built(project, tmp_path / "out")
    project.write("content/pages/subscribe.md", "# Other\n")

    built(project, tmp_path / "out")

    assert "Other" in (tmp_path / "out/subscribe/index.html").read_text(encoding="utf-8")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "project"]


def test_a_fresh_clone_of_the_project_replaces_the_folder_too(
    project: Project, tmp_path: Path
) -> None:
    built(project, tmp_path / "out")
    shutil.rmtree(project.root / ".notices")

    built(project, tmp_path / "out")


def test_what_was_put_into_a_site_is_named_and_kept(project: Project, tmp_path: Path) -> None:
    folder = built(project, tmp_path / "out")
    (folder / "_headers").write_text("mine", encoding="utf-8")
    assert "notices did not make _headers in it; " in refusal(project, folder)

    (folder / "_headers").unlink()
    (folder / "assets/linked").symlink_to(tmp_path)
    assert "notices did not make assets/linked in it; " in refusal(project, folder)


def test_a_marker_that_came_along_with_a_site_proves_nothing_of_what_stands_beside_it(
    project: Project, tmp_path: Path
) -> None:
    folder = mine(tmp_path / "web")
    shutil.copytree(built(project, tmp_path / "out"), folder, dirs_exist_ok=True)

    assert "notices did not make letters/one.txt in it; " in refusal(project, folder)


def test_another_site_s_folder_is_refused(project: Project, tmp_path: Path) -> None:
    folder = built(project, tmp_path / "out")
    text = (project.root / "mkdocs.yml").read_text(encoding="utf-8")
    project.write("mkdocs.yml", text.replace("https://", "https://other."))

    assert "notices made the folder for a site with another address; " in refusal(project, folder)


@pytest.mark.parametrize("text", ["", "mine\n", "notices \n"])
def test_a_file_that_is_only_called_like_a_marker_is_none(
    project: Project, tmp_path: Path, text: str
) -> None:
    mine(tmp_path / "out")
    (tmp_path / "out" / marker.MARKER).write_text(text, encoding="utf-8")

    assert "invalid site_dir" in refusal(project, tmp_path / "out")


def test_a_folder_that_was_built_where_the_site_is_served_becomes_the_link(
    project: Project, tmp_path: Path
) -> None:
    built(project, tmp_path / "out").rename(project.site)

    assert project.run("publish", "--now", AT).status == 0

    assert project.site.is_symlink()
    assert sorted(path.name for path in project.root.iterdir() if path.name[0] == ".") == [
        ".notices"
    ]


def test_a_folder_that_is_filled_between_the_check_and_the_renames_stays(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "out"

    def filled(workspace: Workspace, configuration: Configuration) -> Path:
        place = check_site_dir(workspace, configuration)
        mine(folder)
        return place

    monkeypatch.setattr("notices.publishing.showing.check_site_dir", filled)

    told = project.run_at(AT, "build", "--site-dir", str(folder))

    assert (told.status, told.err) == (2, f"notices: invalid site_dir {folder}: {OWNED}\n")
    assert everything(folder) == {"letters": "folder", "letters/one.txt": "mine"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "project"]


def test_what_a_killed_build_left_is_removed_and_anything_else_of_that_name_stays(
    project: Project, tmp_path: Path
) -> None:
    folder = built(project, tmp_path / "out")
    shutil.copytree(folder, tmp_path / ".out-new")
    (tmp_path / ".out-new/index.html").unlink()
    mine(tmp_path / ".out-old")

    built(project, folder)

    assert sorted(path.name for path in tmp_path.iterdir()) == [".out-old", "out", "project"]
    assert (tmp_path / ".out-old/letters/one.txt").read_text(encoding="utf-8") == "mine"


def test_old_generations_go_and_what_is_only_called_like_one_stays(project: Project) -> None:
    folder = project.root / ".notices/generations"
    for minute in range(3):
        assert project.run("publish", "--now", f"2026-12-01 09:0{minute}").status == 0
    mine(folder / "000000")
    (folder / "000000").rename(folder / "000099")
    mine(folder / "000000")
    for old in folder.iterdir():
        os.utime(old, (0, 0))

    assert project.run("publish", "--now", "2026-12-01 09:05").status == 0

    assert (folder / "000000/letters/one.txt").exists()
    assert (folder / "000099/letters/one.txt").exists()
    assert not (folder / "000001").exists()


# How a folder is removed.


def test_no_link_is_followed_when_a_folder_is_removed(tmp_path: Path) -> None:
    theirs = mine(tmp_path / "theirs")
    (tmp_path / "out/inner").mkdir(parents=True)
    (tmp_path / "out/inner/folder").symlink_to(theirs)
    (tmp_path / "out/file").symlink_to(theirs / "letters/one.txt")
    (tmp_path / "link").symlink_to(theirs)

    marker.discard(tmp_path / "out")
    marker.discard(tmp_path / "link")

    assert sorted(path.name for path in tmp_path.iterdir()) == ["theirs"]
    assert (theirs / "letters/one.txt").exists()


def test_a_folder_with_another_file_system_in_it_stays_whole(tmp_path: Path) -> None:
    with small_disk(tmp_path / "out/inner/disk") as disk:
        if disk is None:
            pytest.skip("only root may mount a disk")
        mine(disk / "theirs")
        (tmp_path / "out/one.txt").write_text("one", encoding="utf-8")
        before = everything(tmp_path)

        with pytest.raises(OSError, match="another file system is mounted here"):
            marker.discard(tmp_path / "out")

        assert everything(tmp_path) == before


def test_a_site_with_another_file_system_in_it_is_refused(project: Project, tmp_path: Path) -> None:
    folder = built(project, tmp_path / "out")
    with small_disk(folder / "assets/disk") as disk:
        if disk is None:
            pytest.skip("only root may mount a disk")
        assert "notices did not make assets/disk in it; " in refusal(project, folder)


# Places that are refused whatever they hold.


@pytest.fixture
def places(tmp_path: Path) -> ProtectedPlaces:
    """Stand-ins for the machine's."""
    for name in ("srv/www", "system/lib", "home/people/out"):
        (tmp_path / "machine" / name).mkdir(parents=True)
    machine = tmp_path / "machine"
    return ProtectedPlaces((machine / "srv",), (machine / "system",), (machine / "home",))


REASONS: dict[str, Callable[[Path], str]] = {
    "srv": lambda machine: f"it is {machine / 'srv'}, or holds that",
    ".": lambda machine: f"it is {machine / 'srv'}, or holds that",
    "system": lambda machine: f"it is {machine / 'system'}, or lies in that",
    "system/lib/new/out": lambda machine: f"it is {machine / 'system'}, or lies in that",
    "linked/out": lambda machine: f"it is {machine / 'system'}, or lies in that",
    "linked": lambda machine: f"it is {machine / 'system'}, or lies in that",
    "home/people": lambda machine: "it is a home",
}


@pytest.mark.parametrize("marked", [False, True])
@pytest.mark.parametrize("name", REASONS)
def test_a_protected_place_is_refused_even_if_it_is_empty_or_has_our_marker(
    project: Project, tmp_path: Path, places: ProtectedPlaces, name: str, marked: bool
) -> None:
    machine = tmp_path / "machine"
    (machine / "linked").symlink_to("system")
    workspace = Workspace.at(project.root / "mkdocs.yml")
    folder = (machine / name).absolute()
    if marked:
        folder.mkdir(parents=True, exist_ok=True)
        marker.mark(folder, marker.Owner.of(workspace))
    before = everything(tmp_path)

    with pytest.raises(ProjectError) as refused:
        check_site_dir(workspace, replace(workspace.configuration(), site_dir=folder), places)

    assert f": {REASONS[name](machine)}; name a folder below it" in str(refused.value)
    assert everything(tmp_path) == before


@pytest.mark.parametrize("name", ["srv/www", "srv/www/new", "home/people/out"])
def test_a_folder_below_a_protected_one_may_show_a_site(
    project: Project, tmp_path: Path, places: ProtectedPlaces, name: str
) -> None:
    workspace = Workspace.at(project.root / "mkdocs.yml")
    folder = tmp_path / "machine" / name

    found = check_site_dir(workspace, replace(workspace.configuration(), site_dir=folder), places)

    assert found == folder.resolve()


def test_the_root_of_a_file_system_is_refused(project: Project, tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as disk:
        if disk is None:
            pytest.skip("only root may mount a disk")
        assert "it is the root of a file system; " in refusal(project, disk)


@pytest.mark.parametrize("how", ["option", "published"])
def test_a_home_is_refused_even_if_it_is_empty(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    home = tmp_path / "me"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))

    assert f"it is {home}, or holds that" in refusal(project, home, how)


def test_a_demo_is_not_made_in_a_home(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "me"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))

    told = project.run("demo", str(home))

    assert told.status == 2
    assert told.err.splitlines()[-1] == (
        f"notices: cannot make a demo in {home}: it is {home}, or holds that; name a folder below it"
    )
    assert list(home.iterdir()) == []


# Previews.


@pytest.mark.parametrize("option", [("--drafts",), ("--now", AT), ("--now", AT, "--drafts")])
def test_a_preview_needs_a_folder_of_its_own_and_leaves_the_served_site(
    project: Project, tmp_path: Path, option: tuple[str, ...]
) -> None:
    project.release("payroll-engine")
    project.run("publish", "--now", "2026-11-23 09:00")
    shown = project.bytes_of_site(), project.site.readlink()
    name = "--drafts" if "--drafts" in option else "--now"
    (tmp_path / "other").symlink_to(project.root)
    (project.root / "preview").symlink_to("site")

    told = project.run("build", *option)
    assert told.status == 2
    assert told.err.splitlines()[-1] == (
        f"Error: {name} is a preview; name a folder for it with --site-dir"
    )
    for served in (project.site, tmp_path / "other/site", project.root / "preview"):
        told = project.run("build", *option, "--site-dir", str(served))
        assert told.status == 2
        assert told.err.splitlines()[-1] == (
            f"Error: {name} is a preview, and {served} is the site that is served; "
            "name another folder with --site-dir"
        )
    assert project.run("build", *option, "--site-dir", str(project.site / "in")).status == 2

    assert (project.bytes_of_site(), project.site.readlink()) == shown
    assert project.run("build", *option, "--site-dir", str(tmp_path / "out")).status == 0
    assert (project.bytes_of_site(), project.site.readlink()) == shown


# The Makefile.


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """The Makefile and its scripts, alone in a folder of the test's own."""
    folder = tmp_path / "clone"
    shutil.copytree(CLONE / ".ci", folder / ".ci")
    shutil.copy(CLONE / "Makefile", folder)
    return folder


def make(clone: Path, *targets: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["make", "--no-print-directory", *targets],
        cwd=clone, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_make_clean_removes_what_make_made(clone: Path, project: Project) -> None:
    for name in (".notices/cache", ".venv/bin", ".hypothesis", "tests/__pycache__", "x.egg-info"):
        (clone / name).mkdir(parents=True)
    (clone / ".notices/manual").mkdir()
    (clone / ".venv/pyvenv.cfg").write_text("", encoding="utf-8")
    (clone / "outbox").mkdir()
    built(project, clone.parent / "out").rename(clone / "site")

    done = make(clone, "clean")

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert sorted(path.name for path in clone.iterdir()) == [".ci", "Makefile", "outbox", "tests"]


def test_make_clean_removes_links_and_not_what_they_lead_to(clone: Path) -> None:
    theirs = mine(clone.parent / "theirs")
    for name in ("site", ".notices", ".venv"):
        (clone / name).symlink_to(theirs)

    assert make(clone, "clean").returncode == 0

    assert sorted(path.name for path in clone.iterdir()) == [".ci", "Makefile"]
    assert everything(theirs) == {"letters": "folder", "letters/one.txt": "mine"}


@pytest.mark.parametrize("name", ["site", ".venv", ".notices/site-before", ".notices/mine"])
def test_make_clean_keeps_what_it_did_not_make_and_says_so(clone: Path, name: str) -> None:
    mine(clone / name)

    done = make(clone, "clean")

    assert done.returncode == 2
    assert f"{name} was not made by make; it stays" in done.stderr
    assert (clone / name / "letters/one.txt").read_text(encoding="utf-8") == "mine"


def test_make_clean_keeps_the_journal_of_a_publish_that_died(clone: Path) -> None:
    for name in ("generations/000001/index.html", "intent.json"):
        (clone / ".notices" / name).parent.mkdir(parents=True, exist_ok=True)
        (clone / ".notices" / name).write_text("", encoding="utf-8")

    done = make(clone, "clean")

    assert done.returncode == 2
    assert "a publish did not finish; run `notices publish` first; .notices stays" in done.stderr
    assert (clone / ".notices/generations/000001/index.html").exists()
    assert (clone / ".notices/intent.json").exists()


def test_make_clean_keeps_a_site_with_something_of_yours_in_it(
    clone: Path, project: Project
) -> None:
    built(project, clone.parent / "out").rename(clone / "site")
    (clone / "site/_headers").write_text("mine", encoding="utf-8")
    before = bytes_below(clone / "site")

    assert "site was not made by make; it stays" in make(clone, "clean").stderr
    assert bytes_below(clone / "site") == before


def test_make_clean_removes_the_wheel_and_keeps_what_lies_beside_it(clone: Path) -> None:
    mine = clone / "dist/mine.txt"
    mine.parent.mkdir()
    for name in ("notices-1.0-py3-none-any.whl", "notices-1.0-py3-none-any.cdx.json", "mine.txt"):
        (clone / "dist" / name).write_text(name, encoding="utf-8")

    assert "dist was not made by make; it stays" in make(clone, "clean").stderr
    assert list((clone / "dist").iterdir()) == [mine]

    mine.unlink()
    make(clone, "clean")
    assert not (clone / "dist").exists()


def test_the_demo_of_make_is_replaced_only_if_it_is_one(clone: Path) -> None:
    mine(clone / ".notices/demo")
    clean = [str(clone / ".ci/clean"), "demo"]
    done = subprocess.run(clean, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, ".notices/demo was not made by make; it stays\n")
    assert (clone / ".notices/demo/letters/one.txt").exists()

    (clone / ".notices/demo/.notices-demo").write_text("", encoding="utf-8")
    assert subprocess.run(clean, check=False).returncode == 0
    assert not (clone / ".notices/demo").exists()


def test_the_system_s_folders_are_among_the_protected_places() -> None:
    found = protected_places()

    assert {Path("/"), Path("/home"), Path("/usr"), Path("/var")} <= set(found.folders)
    assert {Path("/bin"), Path("/etc"), Path("/usr/lib")} <= set(found.trees)
