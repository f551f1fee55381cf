"""The states in which people, crashes and servers leave a clone: one line that leads out of each."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from notices.domain.phrases import phrase
from notices.project.git import GitError
from tests.faults.clones import ENVIRONMENT, Clones, git
from tests.faults.refusals import refusal, typed
from tests.faults.runner import Runner, release
from tests.faults.trials import FIX
from tests.project import Project, bytes_below


def state(clones: Clones, project: Project) -> tuple[object, ...]:
    """All that a refusal leaves as it was."""
    refs = git(clones.bare, "for-each-ref", "refs/heads", "refs/tags")
    branches = git(project.root, "for-each-ref", "refs/heads")
    site = project.bytes_of_site() if project.site.exists() else None
    generations = set((project.root / ".notices").glob("generations/*"))
    return refs, branches, site, generations, bytes_below(project.root / "content")


def refused(clones: Clones, runner: Runner) -> str:
    before = state(clones, runner.project)
    help = refusal(runner.publish)
    assert state(clones, runner.project) == before
    return help


@pytest.fixture(scope="module")
def one_due(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Runner]:
    """Clones of which one shows a release, and another release is due; nobody may change them."""
    folder = tmp_path_factory.mktemp("due")
    with pytest.MonkeyPatch.context() as patch:
        for name, value in ENVIRONMENT.items():
            patch.setenv(name, value)
        clones = Clones.create(folder)
        one = Runner(clones.one)
        release(clones, clones.one, "a")
        one.publish()
        release(clones, clones.one, "b")
    one.now += timedelta(minutes=1)
    return folder, one


@pytest.fixture
def due(clones: Clones, one: Runner, one_due: tuple[Path, Runner]) -> Runner:
    """A clone that shows a release; another one is due."""
    folder, as_due = one_due
    for project in (clones.one, clones.two):
        origin = project.root / ".git/config"  # It names the folder.
        known = origin.read_bytes()
        shutil.rmtree(project.root)
        shutil.copytree(folder / project.root.name, project.root, symlinks=True)
        origin.write_bytes(known)
    shutil.rmtree(clones.bare)
    shutil.copytree(folder / clones.bare.name, clones.bare, symlinks=True)
    one.now, one.builds = as_due.now, as_due.builds
    return one


def in_root(project: Project, *args: str) -> Callable[[], object]:
    return lambda: git(project.root, *args)


@pytest.mark.parametrize(
    "lock",
    [
        "index.lock",
        "HEAD.lock",
        "packed-refs.lock",
        "refs/heads/main.lock",
        "refs/remotes/origin/main.lock",
    ],
)
def test_a_lock_that_a_killed_git_left_is_named(clones: Clones, due: Runner, lock: str) -> None:
    (clones.one.root / ".git" / lock).touch()

    help = refused(clones, due)

    assert help.startswith("another git is at work in this clone, or was killed; if none is ")
    typed(clones.one, help)
    assert due.publish() == ["b"]


def test_a_lock_that_appears_while_the_site_is_built_stops_the_push(
    clones: Clones, due: Runner
) -> None:
    lock = clones.one.root / ".git/index.lock"
    due.before_push = lock.touch

    help = refused(clones, due)

    due.before_push = lambda: None
    typed(clones.one, help)
    assert due.publish() == ["b"]


def test_a_detached_head_is_led_to_the_branch_that_stands_there(
    clones: Clones, due: Runner
) -> None:
    git(clones.one.root, "branch", "-m", "trunk")
    git(clones.one.root, "switch", "-q", "--detach")

    help = refused(clones, due)

    assert help == (
        "the clone is on no branch (a detached head); check one out: git switch trunk, or with "
        "changes that are in the way: git stash push --include-untracked && git switch trunk"
    )
    typed(clones.one, help)
    assert due.publish() == ["b"]


def test_a_branch_without_upstream_is_led_to_the_one_of_its_name(
    clones: Clones, due: Runner
) -> None:
    git(clones.one.root, "branch", "--unset-upstream")

    help = refused(clones, due)

    assert help == (
        "the branch `main` follows no other; name one: "
        "git branch --set-upstream-to=origin/main main"
    )
    typed(clones.one, help)
    assert due.publish() == ["b"]


@pytest.mark.parametrize("follows", ["nothing", "a local branch"])
def test_of_two_remotes_a_new_branch_is_pushed_to_origin(
    clones: Clones, due: Runner, tmp_path: Path, follows: str
) -> None:
    git(tmp_path, "clone", "-q", "--bare", "bare.git", "mirror.git")
    git(clones.one.root, "remote", "add", "a-mirror", str(tmp_path / "mirror.git"))
    track = "--track" if follows == "a local branch" else "--no-track"
    git(clones.one.root, "switch", "-q", "-c", "status", track, "main")

    help = refused(clones, due)

    assert help == (
        "the branch `status` follows no other; push it: git push --set-upstream origin status"
    )
    typed(clones.one, help)
    assert due.publish() == ["b"]


def test_two_remotes_are_kept_apart(clones: Clones, due: Runner, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", "--bare", "bare.git", "mirror.git")
    git(clones.one.root, "remote", "add", "a-mirror", str(tmp_path / "mirror.git"))
    git(clones.one.root, "config", "remote.pushDefault", "a-mirror")
    before = git(tmp_path / "mirror.git", "rev-parse", "main")

    assert due.publish() == ["b"]

    assert clones.recorded()[-1] == ("b", "important")
    assert git(tmp_path / "mirror.git", "rev-parse", "main") == before


def test_a_branch_that_is_gone_on_the_other_side_is_pushed_anew(
    clones: Clones, due: Runner
) -> None:
    git(clones.one.root, "push", "-q", "--set-upstream", "origin", "main:refs/heads/status")
    git(clones.bare, "update-ref", "-d", "refs/heads/status")

    help = refused(clones, due)

    assert help == (
        "origin has no branch `status`; push what is committed here: git push origin main:status"
    )
    typed(clones.one, help)
    assert due.publish() == ["b"]


def test_a_repository_that_cannot_be_read_is_named_with_the_command_that_shows_it(
    clones: Clones, due: Runner
) -> None:
    away = clones.bare.with_name("away.git")
    clones.bare.rename(away)
    help = refusal(due.publish)
    away.rename(clones.bare)

    assert help.startswith("git fetch: ")
    assert help.endswith("; see its address, and whether you may read it: git ls-remote origin")
    typed(clones.one, help)
    assert due.publish() == ["b"]


@pytest.mark.parametrize("hook", ["pre-receive", "update"])
def test_a_branch_that_is_protected_says_so_in_the_servers_words(
    clones: Clones, due: Runner, hook: str
) -> None:
    clones.hook(hook, 'echo "error: GH006: Protected branch update failed." >&2; exit 1')

    help = refused(clones, due)

    assert help == (
        "the push to origin was rejected: "
        f"[remote rejected] ({'pre-receive hook declined' if hook != 'update' else 'hook declined'})"
        ": GH006: Protected branch update failed.; nothing changed here. "
        "Give whoever runs this the right to push to `main`, and run it again"
    )
    assert due.builds == 2
    (clones.bare / "hooks" / hook).unlink()
    assert due.publish() == ["b"]


def test_a_branch_without_a_commit_starts_from_the_other_sides(clones: Clones, due: Runner) -> None:
    git(clones.one.root, "update-ref", "-d", "refs/heads/main")

    help = refused(clones, due)

    assert help.startswith("the branch `main` has no commit yet; start it from origin: git reset ")
    typed(clones.one, help)
    assert due.publish() == ["b"]


@pytest.mark.parametrize("kind", ["merge", "rebase", "cherry-pick"])
def test_a_merge_that_waits_for_a_person_is_undone(clones: Clones, due: Runner, kind: str) -> None:
    due.publish()
    git(clones.one.root, "switch", "-q", "-c", "other", "HEAD~1")
    clones.one.release("b", FIX.format(name="other"))
    git(clones.one.root, "commit", "-q", "-am", "Change b")
    git(clones.one.root, "switch", "-q", "main")
    clones.one.release("b", FIX.format(name="mine"))
    clones.commit(clones.one, "Change b, too")
    with pytest.raises(AssertionError):
        git(clones.one.root, kind, "other")

    help = refused(clones, due)

    assert help == f"a git {kind} is unfinished here; undo it: git {kind} --abort"
    typed(clones.one, help)
    due.publish()
    assert git(clones.one.root, "status", "--porcelain") == ""


def test_a_stash_that_does_not_fit_the_ledger_is_undone(clones: Clones, due: Runner) -> None:
    ledger = clones.one.root / "content/ledger.jsonl"
    ledger.write_bytes(ledger.read_bytes() + b"{}\n")
    git(clones.one.root, "stash", "push", "-q")
    due.publish()
    with pytest.raises(AssertionError):
        git(clones.one.root, "stash", "pop")

    help = refused(clones, due)

    assert help.startswith("content/ledger.jsonl holds two versions that git could not merge; ")
    typed(clones.one, help)
    assert due.publish() == []


@pytest.mark.parametrize(
    "change", ["content/releases/b.yml", "content/releases/new.yml", "content/policy.yml"]
)
def test_what_is_not_committed_can_be_put_away(clones: Clones, due: Runner, change: str) -> None:
    path = clones.one.root / change
    path.write_text("# mine\n", encoding="utf-8")

    help = refused(clones, due)

    assert help.startswith(f"{change} changed and not committed; --push shows what is pushed: ")
    typed(clones.one, help)
    assert due.publish() == ["b"]


def test_records_that_nobody_committed_are_committed_and_go_along(
    clones: Clones, due: Runner
) -> None:
    assert clones.one.run("publish", "--now", due.now.isoformat()).status == 0

    help = refused(clones, due)

    assert help.startswith("content/ledger.jsonl and 1 more changed and not committed; ")
    typed(clones.one, help)
    due.now += timedelta(minutes=1)
    assert due.publish() == []
    assert clones.recorded()[-1] == ("b", "important")


def test_commits_of_people_are_pushed_by_the_command_that_is_named(
    clones: Clones, due: Runner
) -> None:
    clones.one.release("c", FIX.format(name="c"))
    clones.commit(clones.one, push=False)

    help = refused(clones, due)

    typed(clones.one, help)
    assert sorted(due.publish()) == ["b", "c"]


@pytest.mark.parametrize(
    "name, value",
    [
        ("merge.ff", "false"),
        ("merge.verifySignatures", "true"),
        ("branch.main.mergeOptions", "--squash"),
        ("branch.main.mergeOptions", "-s ours"),
        ("pull.rebase", "true"),
        ("pull.ff", "only"),
        ("push.followTags", "true"),
        ("push.default", "nothing"),
        ("diff.relative", "true"),
        ("diff.noprefix", "true"),
        ("status.showUntrackedFiles", "no"),
        ("commit.gpgSign", "true"),
        ("fetch.prune", "true"),
    ],
)
def test_no_setting_of_a_clone_leaves_its_site_behind_what_was_pushed(
    clones: Clones, due: Runner, name: str, value: str
) -> None:
    git(clones.one.root, "config", name, value)
    git(clones.one.root, "tag", "-a", "mine", "-m", "mine")
    release(clones, clones.two, "c")

    assert sorted(due.publish()) == ["b", "c"]

    assert due.shown == ["a", "b", "c"]
    assert git(clones.bare, "tag") == ""
    assert git(clones.one.root, "rev-parse", "HEAD") == git(clones.bare, "rev-parse", "main")
    assert git(clones.one.root, "status", "--porcelain") == ""


def test_a_shallow_clone_of_a_branch_that_went_back_is_told_to_fetch_the_rest(
    clones: Clones, due: Runner, tmp_path: Path
) -> None:
    git(tmp_path, "clone", "-q", "--depth=1", f"file://{clones.bare}", "shallow")
    git(clones.bare, "update-ref", "refs/heads/main", "main~1")
    shallow = Runner(Project(tmp_path / "shallow"), due.now)

    help = refused(clones, shallow)

    assert help == (
        "`main` and its branch at origin have diverged; this clone may be too shallow: "
        "git fetch --unshallow"
    )
    typed(shallow.project, help)
    # What is only here is a person's commit, and pushed by one.
    typed(shallow.project, refused(clones, shallow))
    assert shallow.publish() == ["b"]


def test_a_project_deeper_in_its_repository_names_paths_that_hold_everywhere(
    clones: Clones, one: Runner
) -> None:
    (clones.one.root / "status").mkdir()
    for name in ("content", "theme", "mkdocs.yml"):
        git(clones.one.root, "mv", name, f"status/{name}")
    clones.commit(clones.one, "Move")
    deeper = Project(clones.one.root / "status")
    deeper.release("a", FIX.format(name="a"))
    clones.commit(clones.one, "Plan a")
    runner = Runner(deeper)
    deeper.release("b", FIX.format(name="b"))

    help = refusal(runner.publish)

    assert help.endswith("git stash push --include-untracked -- :/status/content/releases/b.yml")
    typed(clones.one, help)
    assert runner.publish() == ["a"]
    path = "status/content/ledger.jsonl"
    (clones.one.root / path).write_text("\n", encoding="utf-8")
    help = refusal(runner.publish)
    assert help.startswith("content/ledger.jsonl has lost line 1, which was committed; ")
    typed(clones.one, help)
    assert runner.publish() == []


@pytest.mark.parametrize(
    "name",
    [
        "content/.DS_Store", "content/releases/Thumbs.db", "content/pages/desktop.ini",
        "content/releases/#a.yml#", "content/releases/.a.yml.swp", "content/releases/a.yml.swp",
        "content/releases/4913", "content/ledger.jsonl.orig", "content/releases/a.yml~",
        "content/releases/a.yml.rej", "content/releases/a.yml.bak", "content/.obsidian/app.json",
    ],
)  # fmt: skip
def test_what_editors_and_desktops_leave_keeps_nobody_from_publishing(
    clones: Clones, due: Runner, name: str
) -> None:
    clones.one.write(name, "theirs")

    assert due.publish() == ["b"]

    assert (clones.one.root / name).read_text(encoding="utf-8") == "theirs"
    assert git(clones.bare, "ls-tree", "-r", "--name-only", "main", "--", name) == ""


def test_a_folder_that_cannot_be_written_stops_a_push_before_it(
    clones: Clones, due: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = state(clones, clones.one)
    folder = clones.one.root / "content/published"
    true = __import__("os").access
    monkeypatch.setattr(
        "notices.publishing.journal.os.access",
        lambda path, mode: Path(path) != folder and true(path, mode),
    )

    with pytest.raises(PermissionError, match="the folder is read-only"):
        due.publish()

    assert state(clones, clones.one) == before
    monkeypatch.undo()


def test_content_that_vanishes_while_a_push_is_prepared_is_not_made_anew(
    clones: Clones, due: Runner
) -> None:
    away = clones.one.root / "elsewhere"
    due.before_push = lambda: (clones.one.root / "content").rename(away)

    with pytest.raises(FileNotFoundError, match="the folder is gone; nothing was shown"):
        due.publish()

    assert not (clones.one.root / "content").exists()
    assert clones.recorded() == [("a", "important")]
    shutil.move(away, clones.one.root / "content")
    due.before_push = lambda: None
    assert due.publish() == ["b"]


def test_a_push_that_was_taken_while_the_clone_cannot_follow_says_so(
    clones: Clones, due: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = due.shown

    def fails(*args: object) -> None:
        raise GitError(phrase("git read-tree: no space left"))

    monkeypatch.setattr("notices.project.clone.Clone.forward", fails)
    help = refusal(due.publish)
    monkeypatch.undo()

    assert help == (
        "origin took the push, but this clone could not follow (git read-tree: no space left), "
        "and shows what it did; run this again when that is put right"
    )
    assert due.shown == shown
    assert due.publish() == []
    assert due.shown == ["a", "b"]
