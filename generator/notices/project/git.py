"""Git, as a program that is called: the only place that does.

Belongs here: calling it, and what files were at a commit. Does not belong here: a clone that
fetches and pushes (``clone``), what an older commit is asked for (``revisions``).

Git never prompts: it has no terminal, and every call has a time limit.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Collection, Mapping
from pathlib import Path

from notices.domain.phrases import phrase, verbatim
from notices.domain.problem import Failure
from notices.project import process_group

__all__ = [
    "GitError",
    "blobs",
    "call",
    "commit_of",
    "failure",
    "fork_from",
    "is_shallow",
    "run",
    "tree",
]

_LOCAL_S = 60.0
# Of a git that runs us as a hook: they would turn our calls to its own index and work tree.
_FOREIGN = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_OBJECT_DIRECTORY")
_QUIET = ("-c", "gc.auto=0", "-c", "maintenance.auto=false", "-c", "advice.detachedHead=false")


class GitError(Failure):
    """Git failed; the message says why, in one line."""


def is_shallow(folder: Path) -> bool:
    """Whether the clone lacks older commits. Raises :class:`GitError` where there is no clone."""
    return run(folder, "rev-parse", "--is-shallow-repository").strip() == "true"


def commit_of(folder: Path, ref: str) -> str | None:
    """The commit that a branch, tag or revision names; ``None`` where git knows none."""
    if ref.startswith("-"):
        return None
    asked = ("rev-parse", "--verify", "--quiet", f"{ref}^{{commit}}")
    return run(folder, *asked, fine=(0, 1, 128)).strip() or None


def fork_from(folder: Path, commit: str) -> str | None:
    """The newest commit that the head and ``commit`` have in common, if they have one."""
    return run(folder, "merge-base", "HEAD", commit, fine=(0, 1)).strip() or None


def tree(folder: Path, commit: str, below: str) -> dict[str, tuple[int, str]]:
    """The files below a folder at a commit: path from ``folder``, to ``st_mode`` and blob."""
    out = run(folder, "ls-tree", "-r", "-z", commit, "--", f"{below}/")
    found = {}
    for line in out.split("\0")[:-1]:
        about, _, path = line.partition("\t")
        mode, _, blob = about.split(" ")
        found[path] = (int(mode, 8), blob)
    return found


def blobs(folder: Path, names: Collection[str]) -> dict[str, bytes]:
    """The bytes of many blobs, by their names."""
    if not names:
        return {}
    args = ("cat-file", "--batch")
    done = call(folder, args, data="".join(f"{name}\n" for name in names).encode())
    if done.returncode:
        raise failure(args, done)
    found, out, at = {}, done.stdout, 0
    for name in names:
        end = out.index(b"\n", at)
        _, kind, *size = out[at:end].split(b" ")
        if kind != b"blob":
            raise GitError(phrase("git cat-file: the blob {name} is not in this clone", name=name))
        at = end + 1 + int(size[0]) + 1
        found[name] = out[end + 1 : at - 1]
    return found


def run(
    folder: Path,
    *args: str,
    data: bytes | None = None,
    env: Mapping[str, str] | None = None,
    fine: tuple[int, ...] = (0,),
    timeout: float = _LOCAL_S,
) -> str:
    """What git printed. Raises :class:`GitError` unless it ended in a way that is fine."""
    done = call(folder, args, data=data, env=env, timeout=timeout)
    if done.returncode not in fine:
        raise failure(args, done)
    # A file's name may be of any bytes.
    return os.fsdecode(done.stdout)


def call(
    folder: Path,
    args: tuple[str, ...],
    *,
    data: bytes | None = None,
    env: Mapping[str, str] | None = None,
    timeout: float = _LOCAL_S,
) -> subprocess.CompletedProcess[bytes]:
    """Git's answer, however it ended. Raises :class:`GitError` where it gave none in time."""
    around = {name: value for name, value in os.environ.items() if name not in _FOREIGN}
    around |= {"GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C", **(env or {})}
    around.setdefault("GIT_SSH_COMMAND", "ssh -o BatchMode=yes")
    try:
        # Input that is at its end, so that git cannot prompt.
        command = ("git", *_QUIET, *args)
        return process_group.run(command, cwd=folder, env=around, data=data or b"", timeout=timeout)
    except FileNotFoundError:
        raise GitError(phrase("git is not installed, or not on PATH")) from None
    except subprocess.TimeoutExpired:
        message = phrase(
            "git {command} took longer than {count} seconds",
            command=args[0],
            count=round(timeout),
        )
        raise GitError(message) from None


def failure(args: tuple[str, ...], done: subprocess.CompletedProcess[bytes]) -> GitError:
    """The most telling line of git's answer."""
    lines = done.stderr.decode(errors="replace").strip().splitlines()
    errors = [line for line in lines if line.startswith(("fatal:", "error:"))]
    if not lines:
        return GitError(
            phrase(
                "git {command}: it ended with status {status}",
                command=args[0],
                status=done.returncode,
            )
        )
    line = (errors or lines)[0].removeprefix("fatal: ").removeprefix("error: ")
    return GitError(verbatim(f"git {args[0]}: {line}"))
