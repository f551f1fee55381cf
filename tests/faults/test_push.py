"""`--push`: what the other side took counts, is shown, and is recorded once, whatever happens."""

from __future__ import annotations

import os
import shutil
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from notices.evaluation import Evaluation
from notices.project.git import GitError
from notices.publishing import push as pushing
from notices.publishing.publish import PublishOptions
from notices.publishing.record import RecordRequest
from notices.publishing.seen import observe, observe_after
from tests.faults.clones import Clones, git
from tests.faults.publishers import Publishers
from tests.faults.runner import HANDOFF, NOW, Runner, release
from tests.faults.trials import FIX
from tests.project import Project


def test_a_push_starts_from_the_other_sides_head_and_commits_ledger_and_copy(
    clones: Clones, one: Runner
) -> None:
    release(clones, clones.two, "a")

    assert one.publish() == ["a"]

    assert clones.recorded() == [("a", "important")]
    assert clones.pushed("content/published/a.yml") == FIX.format(name="a")
    assert clones.subjects()[0] == "Publish important of a"
    assert one.shown == ["a"]
    assert git(clones.one.root, "status", "--porcelain") == ""
    assert git(clones.one.root, "rev-parse", "HEAD") == git(clones.bare, "rev-parse", "main")


def test_a_watch_does_not_take_its_own_push_for_somebody_elses(
    clones: Clones, one: Runner, two: Runner
) -> None:
    release(clones, clones.two, "a")
    before = observe(one.workspace, upstream=True)
    evaluation = pushing.publish(one.workspace, one.options, one._render)

    seen = observe_after(one.workspace, before, evaluation, upstream=True)

    assert clones.recorded() == [("a", "important")]
    assert observe(one.workspace, upstream=True) == seen
    release(clones, clones.two, "b")
    assert observe(one.workspace, upstream=True) != seen


def test_a_run_with_nothing_new_commits_nothing_and_shows_the_head(
    clones: Clones, one: Runner, two: Runner
) -> None:
    release(clones, clones.one, "a")
    one.publish()
    subjects = clones.subjects()

    assert two.publish() == []

    assert two.shown == ["a"]
    assert clones.subjects() == subjects


def test_of_two_that_publish_at_once_the_slower_starts_again_from_the_others_head(
    clones: Clones, one: Runner, two: Runner
) -> None:
    release(clones, clones.one, "a")
    release(clones, clones.one, "b")

    def faster() -> None:
        one.before_push = lambda: None
        two.publish()

    one.before_push = faster

    assert one.publish() == []

    assert sorted(clones.recorded()) == [("a", "important"), ("b", "important")]
    assert one.builds == 2
    assert len(one.slept) == 1
    assert one.shown == two.shown == ["a", "b"]


def test_the_slower_ones_own_notices_come_after_the_faster_ones(
    clones: Clones, one: Runner, two: Runner
) -> None:
    release(clones, clones.one, "a")

    def faster() -> None:
        one.before_push = lambda: None
        two.publish()
        release(clones, clones.two, "b")

    one.before_push = faster

    assert one.publish() == ["b"]

    assert clones.recorded() == [("a", "important"), ("b", "important")]
    assert one.shown == ["a", "b"]


def test_what_follows_within_a_second_waits_until_its_dates_stay_apart(
    clones: Clones, one: Runner
) -> None:
    for name in ("a", "for-acme"):
        text = HANDOFF if name == "for-acme" else FIX.format(name=name)
        clones.one.release(name, text)
    clones.commit(clones.one)
    one.publish()

    pushing.enter(one.workspace, one.options, RecordRequest("for-acme", "handoff"))
    release(clones, clones.one, "b")
    release(clones, clones.one, "c")
    one.publish()

    assert one.slept == [1, 2]
    assert [line["at"][-3:] for line in clones.one.ledger] == ["00Z", "01Z", "03Z", "03Z"]


def test_a_push_that_is_always_rejected_shows_nothing_and_is_given_up_after_one_build(
    clones: Clones, one: Runner
) -> None:
    release(clones, clones.one, "a")
    clones.hook("pre-receive", "exit 1")

    with pytest.raises(GitError) as raised:
        one.publish()

    assert "was rejected" in str(raised.value)
    assert "pre-receive hook declined" in str(raised.value)
    assert "\n" not in str(raised.value)
    assert one.shown is None
    assert not (clones.one.root / "content/ledger.jsonl").exists()
    assert list((clones.one.root / ".notices/generations").iterdir()) == []
    assert (one.builds, len(one.slept)) == (1, 2)
    (clones.bare / "hooks/pre-receive").unlink()
    assert one.publish() == ["a"]


def test_a_push_that_is_rejected_twice_is_recorded_once(clones: Clones, one: Runner) -> None:
    release(clones, clones.one, "a")
    clones.hook("update", 'echo x >> tries; [ "$(wc -l < tries)" -gt 2 ]')

    assert one.publish() == ["a"]

    assert clones.recorded() == [("a", "important")]
    assert (one.builds, len(one.slept)) == (1, 2)


@pytest.fixture
def lose_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file to write: while it is there, a push does what it says, and its answer is lost."""
    folder, missing = tmp_path / "bin", tmp_path / "lost"
    folder.mkdir()
    true = shutil.which("git")
    (folder / "git").write_text(
        f'#!/bin/sh\nfor word; do if [ "$word" = push ] && [ -e {missing} ]; then\n'
        f'grep -q pushes {missing} && {true} "$@" >/dev/null 2>&1; echo "fatal: the remote end hung up" >&2; exit 128\n'
        f'fi; done\nexec {true} "$@"\n',
        encoding="utf-8",
    )
    (folder / "git").chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
    return missing


def test_a_push_whose_answer_was_lost_counts_if_the_other_side_has_it(
    clones: Clones, one: Runner, lose_answers: Path
) -> None:
    release(clones, clones.one, "a")
    lose_answers.write_text("pushes", encoding="utf-8")

    assert one.publish() == ["a"]

    assert clones.recorded() == [("a", "important")]
    assert one.shown == ["a"]


def test_a_push_whose_answer_was_lost_does_not_count_if_the_other_side_has_not_got_it(
    clones: Clones, one: Runner, lose_answers: Path
) -> None:
    release(clones, clones.one, "a")
    lose_answers.write_text("does nothing", encoding="utf-8")

    with pytest.raises(GitError, match="git push: the remote end hung up"):
        one.publish()

    assert one.shown is None
    lose_answers.unlink()
    assert one.publish() == ["a"]


def test_a_push_that_got_nowhere_is_an_error_in_one_line_and_leaves_nothing(
    clones: Clones, one: Runner
) -> None:
    release(clones, clones.one, "a")
    away = clones.bare.with_name("away.git")
    one.before_push = lambda: clones.bare.rename(away)

    with pytest.raises(GitError) as raised:
        one.publish()

    assert "git push: " in str(raised.value)
    assert "\n" not in str(raised.value)
    assert one.shown is None
    away.rename(clones.bare)
    one.before_push = lambda: None
    assert one.publish() == ["a"]


@pytest.mark.parametrize(
    "died, kept",
    [
        (("commit-tree", 1), False),
        (("push", 1), False),
        (("push", 2), True),
        (("push", 5), True),
        (("push", 6), True),
    ],
    ids=[
        "before the commit",
        "before the push",
        "after the push",
        "before the branch moved",
        "after the branch moved",
    ],
)
def test_a_crash_around_a_push_is_healed_by_the_next_run(
    clones: Clones, publishers: Publishers, died: tuple[str, int], kept: bool
) -> None:
    release(clones, clones.one, "a")
    first = publishers.run(
        clones.one.root, "publish", "--push", clock="2026-12-01T02:00:00+00:00", die_around_git=died
    )
    # After the branch moved there is no call of git left to die before.
    assert first.status == (0 if died == ("push", 6) else -9)

    result = publishers.run(
        clones.one.root, "publish", "--push", clock="2026-12-01T03:00:00+00:00"
    )  # fmt: skip

    assert result.status == 0, result.err
    assert clones.recorded() == [("a", "important")]
    recorded = clones.one.ledger[0]["at"]
    assert recorded.startswith("2026-12-01T02:0" if kept else "2026-12-01T03:0")
    assert "/a/" in clones.one.page("feed.xml")
    assert git(clones.one.root, "status", "--porcelain") == ""


def test_files_that_the_other_side_has_already_are_nobodys_changes(
    clones: Clones, one: Runner, two: Runner
) -> None:
    release(clones, clones.one, "a")
    one.publish()
    # As after a crash between the files and the branch.
    for path in ("content/ledger.jsonl", "content/published/a.yml", "content/releases/a.yml"):
        clones.two.write(path, clones.pushed(path))

    assert two.publish() == []

    assert two.shown == ["a"]
    assert git(clones.two.root, "status", "--porcelain") == ""


@pytest.mark.parametrize(
    "length", [0, 100, -5], ids=["nothing", "less than here", "more than here"]
)
def test_files_that_a_full_disk_cut_off_are_the_other_sides_again(
    clones: Clones, one: Runner, two: Runner, length: int
) -> None:
    """As where git had no room to follow: nothing is only here, and nobody has to look after it."""
    release(clones, clones.one, "a")
    one.publish()
    two.publish()
    release(clones, clones.one, "b")
    one.now += timedelta(minutes=5)
    one.publish()
    two.now = one.now
    ledger, copy = "content/ledger.jsonl", "content/published/b.yml"
    clones.two.write(ledger, clones.pushed(ledger)[:length])
    clones.two.write(copy, clones.pushed(copy)[:30])

    assert two.publish() == []

    assert two.shown == ["a", "b"]
    assert git(clones.two.root, "status", "--porcelain") == ""
    assert (clones.two.root / ledger).read_text(encoding="utf-8") == clones.pushed(ledger)


@pytest.mark.parametrize(
    "path", ["content/ledger.jsonl", "content/published/a.yml", "content/releases/a.yml"]
)
def test_what_was_changed_and_not_committed_is_refused_and_named(
    clones: Clones, one: Runner, path: str
) -> None:
    release(clones, clones.one, "a")
    one.publish()
    before = clones.subjects()
    text = (clones.one.root / path).read_text(encoding="utf-8")
    clones.one.write(path, text + "# mine\n")

    with pytest.raises(GitError, match=f"^{path} changed and not committed"):
        one.publish()

    assert clones.subjects() == before
    assert (clones.one.root / path).read_text(encoding="utf-8") == text + "# mine\n"


def test_records_that_somebody_committed_and_never_pushed_go_along(
    clones: Clones, one: Runner, two: Runner
) -> None:
    release(clones, clones.one, "a")
    result = clones.one.run("publish", "--now", NOW.isoformat())
    assert result.status == 0
    clones.commit(clones.one, "Published by hand", push=False)
    one.now += timedelta(minutes=5)

    assert one.publish() == []

    assert clones.recorded() == [("a", "important")]
    assert two.publish() == []


def test_where_the_site_of_the_head_is_shown_already_nothing_is_rendered_and_nothing_stays_behind(
    clones: Clones, one: Runner, two: Runner
) -> None:
    def publish() -> Evaluation:
        return pushing.publish(one.workspace, one.options, one._render, lambda _: True)

    release(clones, clones.one, "a")
    assert clones.one.run("publish", "--now", NOW.isoformat()).status == 0
    clones.commit(clones.one, "Published by hand", push=False)
    one.now += timedelta(minutes=5)

    assert publish().records == ()

    assert (one.builds, clones.recorded()) == (0, [("a", "important")])
    git(clones.two.root, "pull", "-q")
    release(clones, clones.two, "b")
    one.now += timedelta(minutes=5)
    assert [record.entry for record in publish().records] == ["b"]
    assert (one.builds, one.shown) == (1, ["a", "b"])
    assert clones.recorded() == [("a", "important"), ("b", "important")]


def test_commits_of_people_are_never_pushed_by_a_publish(clones: Clones, one: Runner) -> None:
    clones.one.release("a", FIX.format(name="a"))
    clones.commit(clones.one, push=False)

    with pytest.raises(GitError, match="commits that were never pushed; git push them first"):
        one.publish()


def test_ledgers_that_have_diverged_are_never_merged(
    clones: Clones, one: Runner, two: Runner
) -> None:
    release(clones, clones.one, "a")
    assert clones.one.run("publish", "--now", NOW.isoformat()).status == 0
    clones.commit(clones.one, "Published by hand", push=False)
    two.publish()
    before = (clones.one.root / "content/ledger.jsonl").read_bytes()

    with pytest.raises(GitError, match="have diverged; a ledger cannot be merged"):
        one.publish()

    assert (clones.one.root / "content/ledger.jsonl").read_bytes() == before


def test_a_shallow_clone_can_publish(clones: Clones, tmp_path: Path) -> None:
    release(clones, clones.one, "a")
    git(tmp_path, "clone", "-q", "--depth=1", f"file://{clones.bare}", "shallow")
    release(clones, clones.one, "b")

    shallow = Runner(Project(tmp_path / "shallow"))

    assert sorted(shallow.publish()) == ["a", "b"]
    assert sorted(clones.recorded()) == [("a", "important"), ("b", "important")]


def test_a_project_may_lie_deeper_in_its_repository(clones: Clones, tmp_path: Path) -> None:
    (clones.one.root / "status").mkdir()
    for name in ("content", "theme", "mkdocs.yml"):
        git(clones.one.root, "mv", name, f"status/{name}")
    clones.commit(clones.one, "Move")
    deeper = Project(clones.one.root / "status")
    deeper.release("a", FIX.format(name="a"))
    clones.commit(clones.one, "Plan a")

    runner = Runner(deeper)

    assert runner.publish() == ["a"]
    assert '"entry":"a"' in clones.pushed("status/content/ledger.jsonl")
    assert git(clones.one.root, "status", "--porcelain") == (
        "?? status/.notices/\n?? status/site\n"
    )


@pytest.mark.parametrize(
    "prepare, text",
    [
        (("switch", "-q", "--detach"), "the clone is on no branch"),
        (("branch", "-q", "--unset-upstream"), "the branch `main` follows no other"),
        (("remote", "set-url", "origin", "/nowhere"), "git fetch: "),
    ],
)
def test_a_clone_that_cannot_push_says_why_in_one_line(
    clones: Clones, prepare: tuple[str, ...], text: str
) -> None:
    git(clones.one.root, *prepare)

    result = clones.one.run("publish", "--push")

    assert result.status == 1
    assert result.err.startswith(f"notices: {text}")
    assert len(result.err.splitlines()) == 1


def test_a_folder_that_is_no_clone_says_so(project: Project) -> None:
    result = project.run("publish", "--push")

    assert result.status == 1
    assert "is in no git clone" in result.err
    assert len(result.err.splitlines()) == 1


def test_a_record_is_pushed_with_how_it_was_sent(clones: Clones, one: Runner) -> None:
    clones.two.release("for-acme", HANDOFF)
    clones.commit(clones.two)

    pending = pushing.enter(
        one.workspace, one.options, RecordRequest("for-acme", "handoff", NOW, "phone")
    )

    assert pending.record is not None
    assert clones.recorded() == [("for-acme", "handoff")]
    message = git(clones.bare, "log", "-1", "--format=%B", "main")
    assert message.startswith("Record handoff of for-acme\n")
    assert "sent 2026-12-01 09:00 (+07:00) by phone" in message


def test_a_record_that_was_not_pushed_goes_along_with_the_next_one(
    clones: Clones, one: Runner, two: Runner
) -> None:
    for name in ("acme", "beta"):
        clones.two.release(name, FIX.replace("important: true", "customers: [x]").format(name=name))
    clones.commit(clones.two)
    git(clones.one.root, "pull", "-q")
    assert clones.one.run("record", "acme", "handoff", "--now", NOW.isoformat()).status == 0
    # Somebody else pushes meanwhile, though nothing that was recorded.
    clones.two.write("README.md", "More\n")
    clones.commit(clones.two)
    one.now += timedelta(minutes=1)

    assert one.record("beta")

    assert clones.recorded() == [("acme", "handoff"), ("beta", "handoff")]
    assert clones.subjects()[:2] == ["Record handoff of beta", "Record what was shown"]
    assert git(clones.one.root, "status", "--porcelain") == ""
    git(clones.two.root, "pull", "-q")
    assert two.publish() == []


def test_what_was_shown_and_not_pushed_goes_along_with_a_record(
    clones: Clones, one: Runner
) -> None:
    clones.two.release("for-acme", HANDOFF)
    release(clones, clones.two, "a")
    git(clones.one.root, "pull", "-q")
    assert clones.one.run("publish", "--now", NOW.isoformat()).status == 0
    one.now += timedelta(minutes=1)

    assert one.record("for-acme")

    assert clones.recorded() == [("a", "important"), ("for-acme", "handoff")]
    assert clones.pushed("content/published/a.yml") == FIX.format(name="a")


def test_a_record_leaves_what_is_being_written_of_other_entries_alone(
    clones: Clones, one: Runner
) -> None:
    clones.two.release("for-acme", HANDOFF)
    release(clones, clones.two, "a")
    git(clones.one.root, "pull", "-q")
    clones.one.release("a", "category: fix # being mended\n")
    clones.one.release("new", HANDOFF)
    before = git(clones.one.root, "status", "--porcelain")
    clones.two.write("README.md", "More\n")
    clones.commit(clones.two)

    assert one.record("for-acme")

    assert clones.recorded() == [("for-acme", "handoff")]
    assert git(clones.one.root, "status", "--porcelain") == before
    files = git(clones.bare, "show", "--format=", "--name-only", "main")
    assert files.splitlines() == ["content/ledger.jsonl"]


@pytest.mark.parametrize("path", ["content/releases/for-acme.yml", "content/policy.yml"])
def test_what_a_record_is_made_of_has_to_be_committed(
    clones: Clones, one: Runner, path: str
) -> None:
    clones.one.release("for-acme", HANDOFF)
    clones.commit(clones.one)
    file = clones.one.root / path
    file.write_bytes(file.read_bytes() + b"# mine\n")

    with pytest.raises(GitError, match=f"^{path} changed and not committed"):
        one.record("for-acme")


def test_a_file_that_others_pushed_meanwhile_is_named_when_it_is_in_the_way(
    clones: Clones, one: Runner
) -> None:
    clones.two.release("for-acme", HANDOFF)
    release(clones, clones.two, "a")
    git(clones.one.root, "pull", "-q")
    clones.one.release("a", "category: fix # being mended\n")
    clones.two.release("a", FIX.format(name="another"))
    clones.commit(clones.two)

    with pytest.raises(GitError, match=r"^content/releases/a.yml changed and not committed"):
        one.record("for-acme")

    assert clones.one.root.joinpath("content/releases/a.yml").read_text() == (
        "category: fix # being mended\n"
    )


def test_of_two_who_record_the_same_at_once_the_slower_hears_that_it_is_recorded(
    clones: Clones, one: Runner, two: Runner
) -> None:
    clones.two.release("for-acme", HANDOFF)
    clones.commit(clones.two)
    options = one.options
    begun: list[datetime] = []

    def evaluate(at: datetime) -> Evaluation:
        evaluation = options.evaluate(at)
        if not begun:
            begun.append(at)
            pushing.enter(two.workspace, two.options, RecordRequest("for-acme", "handoff", NOW))
        return evaluation

    slower = PublishOptions(evaluate, None, options.clock, options.sleep)
    pending = pushing.enter(one.workspace, slower, RecordRequest("for-acme", "handoff", NOW))

    assert pending.record is None
    assert [problem.rule for problem in pending.problems] == ["recorded"]
    assert clones.recorded() == [("for-acme", "handoff")]


def test_two_runners_in_processes_of_their_own_make_one_chain(
    clones: Clones, publishers: Publishers
) -> None:
    names = [f"fix-{number}" for number in range(3)]
    for number, name in enumerate(names):
        release(clones, clones.one, name)
        clock = (NOW + timedelta(hours=number)).isoformat()
        running = [
            publishers.start(project.root, "publish", "--push", clock=clock)
            for project in (clones.one, clones.two)
        ]
        for answer in [one.wait() for one in running]:
            assert answer.status == 0, answer.err

    assert clones.recorded() == [(name, "important") for name in names]
    ours = [subject for subject in clones.subjects() if subject.startswith("Publish")]
    assert ours == [f"Publish important of {name}" for name in reversed(names)]
    assert clones.one.bytes_of_site() == clones.two.bytes_of_site()
