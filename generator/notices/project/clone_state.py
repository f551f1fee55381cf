"""What keeps a clone from publishing through git, and the commands that lead out of it.

Belongs here: the state that a person, a crash or the other side left a clone in. Does not
belong here: what of its content may be pushed (``publishing.append_only``).
"""

from __future__ import annotations

import shlex
from pathlib import Path

from notices.domain.phrases import phrase
from notices.project import git
from notices.project.git import GitError

__all__ = [
    "check_finished",
    "check_unlocked",
    "detached",
    "not_fetched",
    "typed",
    "without_upstream",
    "words",
]

# What git keeps while one of its commands waits for a person, and that command.
_UNFINISHED = {
    "rebase-merge": "rebase",
    "rebase-apply": "rebase",
    "MERGE_HEAD": "merge",
    "CHERRY_PICK_HEAD": "cherry-pick",
    "REVERT_HEAD": "revert",
}
_HEADS = "refs/heads/"


def check_finished(folder: Path) -> None:
    """Raise :class:`GitError` in the middle of a merge, a rebase or the like."""
    for path, command in zip(_paths(folder, *_UNFINISHED), _UNFINISHED.values(), strict=True):
        if path.exists():
            raise GitError(
                phrase(
                    "a git {command} is unfinished here; undo it: git {command} --abort",
                    command=command,
                )
            )


def check_unlocked(folder: Path) -> None:
    """Raise :class:`GitError` where git could not fetch, or move the branch or the work tree."""
    refs, *locks = _paths(folder, "refs", "index.lock", "HEAD.lock", "packed-refs.lock")
    for path in (*locks, *refs.rglob("*.lock")):
        if path.exists():
            raise GitError(
                phrase(
                    "another git is at work in this clone, or was killed; "
                    "if none is running: rm -f {file}",
                    file=typed(str(path)),
                )
            )


def detached(folder: Path) -> GitError:
    """The clone is on no branch."""
    # One that follows another first: those that help lines had somebody keep follow none.
    names = ("for-each-ref", "--format=%(upstream:short) %(refname:short)")
    found = [
        *git.run(folder, *names, "--points-at=HEAD", _HEADS).splitlines(),
        *git.run(folder, *names, _HEADS).splitlines(),
        " main",
    ]
    branch = typed(min(found, key=lambda line: line.startswith(" ")).split(" ")[-1])
    return GitError(
        phrase(
            "the clone is on no branch (a detached head); check one out: git switch {branch}, or "
            "with changes that are in the way: git stash push --include-untracked && "
            "git switch {branch}",
            branch=branch,
        )
    )


def without_upstream(folder: Path, branch: str) -> GitError:
    """The branch follows none of another repository."""
    remotes = git.run(folder, "remote").split()
    known = [
        remote
        for remote in remotes
        if git.commit_of(folder, f"refs/remotes/{remote}/{branch}") is not None
    ]
    if known:
        return GitError(
            phrase(
                "the branch `{branch}` follows no other; name one: "
                "git branch --set-upstream-to={upstream} {typed}",
                branch=branch,
                upstream=typed(f"{known[0]}/{branch}"),
                typed=typed(branch),
            )
        )
    if remotes:
        remote = "origin" if "origin" in remotes else remotes[0]
        return GitError(
            phrase(
                "the branch `{branch}` follows no other; push it: "
                "git push --set-upstream {remote} {typed}",
                branch=branch,
                remote=typed(remote),
                typed=typed(branch),
            )
        )
    return GitError(
        phrase(
            "the branch `{branch}` follows no other; and the clone knows no other repository; "
            "name one: git remote add origin <address>",
            branch=branch,
        )
    )


def not_fetched(error: GitError, remote: str, branch: str, source: str) -> GitError:
    """The other side's branch could not be read."""
    if "couldn't find remote ref" in str(error):
        name = source.removeprefix(_HEADS)
        target = branch if name == branch else f"{branch}:{name}"
        return GitError(
            phrase(
                "{remote} has no branch `{branch}`; push what is committed here: {command}",
                remote=remote,
                branch=name,
                command=f"git push {typed(remote)} {typed(target)}",
            )
        )
    return GitError(
        phrase(
            "{error}; see its address, and whether you may read it: git ls-remote {remote}",
            error=error.text,
            remote=remote,
        )
    )


def typed(word: str) -> str:
    """A word as people type it at a shell."""
    return shlex.quote(word)


def words(answer: bytes) -> list[str]:
    """What the other side wrote to whoever pushes."""
    lines = [line.strip() for line in answer.decode(errors="replace").splitlines()]
    told = [line.removeprefix("remote:").strip() for line in lines if line.startswith("remote:")]
    return [line.removeprefix("error: ") for line in told if line]


def _paths(folder: Path, *names: str) -> list[Path]:
    """Where files of git's own are; a linked work tree has some of its own."""
    args = [word for name in names for word in ("--git-path", name)]
    return [folder / line for line in git.run(folder, "rev-parse", *args).splitlines()]
