"""Git, as a program that is called: the only place that does.

Belongs here: reading a clone's head and changes, and what files were at a commit; fetching,
committing files without touching the work tree, pushing. Does not belong here: what is
committed and when (``publishing.push``), what an older commit is asked for (``revisions``).

Git never prompts: it has no terminal, and every call has a time limit.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from notices.project import process_group

__all__ = [
    "Clone",
    "GitError",
    "Rejected",
    "blobs",
    "commit_of",
    "fork_from",
    "is_shallow",
    "tree",
]

_LOCAL_S = 60.0
_NETWORK_S = 180.0
# Of a git that runs us as a hook: they would turn our calls to its own index and work tree.
_FOREIGN = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_OBJECT_DIRECTORY")
_QUIET = ("-c", "gc.auto=0", "-c", "maintenance.auto=false", "-c", "advice.detachedHead=false")
_US = ("notices", "notices@localhost")
_FILE = "100644"


class GitError(Exception):
    """Git failed; the message says why, in one line."""


class Rejected(GitError):
    """The other side has not taken a push; it may after a new start."""


@dataclass(frozen=True, slots=True)
class Clone:
    """A clone on a branch that follows one of another repository.

    ``folder`` is the project's, which may lie deeper than the clone's own; every path that
    goes in or out is POSIX and from there. ``source`` is the branch's name over there.
    """

    folder: Path
    branch: str
    remote: str
    source: str
    prefix: str = ""

    @classmethod
    def at(cls, folder: Path) -> Clone:
        """The clone that ``folder`` lies in. Raises :class:`GitError` where it cannot push."""
        try:
            prefix = _git(folder, "rev-parse", "--show-prefix").strip()
        except GitError as error:
            raise GitError(f"{folder} is not in a git clone ({error})") from None
        branch = _git(folder, "symbolic-ref", "--quiet", "--short", "HEAD", fine=(0, 1)).strip()
        if not branch:
            raise GitError(
                "the clone is on no branch (detached HEAD); check one out: git switch main"
            )
        remote = _git(folder, "config", f"branch.{branch}.remote", fine=(0, 1)).strip()
        source = _git(folder, "config", f"branch.{branch}.merge", fine=(0, 1)).strip()
        if not remote or not source:
            raise GitError(
                f"the branch `{branch}` has no upstream branch; set one: "
                f"git branch --set-upstream-to=origin/{branch}"
            )
        return cls(folder, branch, remote, source, prefix)

    def fetch(self) -> str:
        """The commit that the other side's branch is at now, with all that it needs."""
        self._run(
            "fetch", "--quiet", "--no-tags", "--no-recurse-submodules", self.remote, self.source,
            network=True,
        )  # fmt: skip
        return self._run("rev-parse", "--verify", "FETCH_HEAD^{commit}").strip()

    def head(self) -> str:
        """The commit that the branch is at here."""
        return self._run("rev-parse", "--verify", "HEAD^{commit}").strip()

    def leads_to(self, older: str, newer: str) -> bool:
        """Whether ``older`` is ``newer``, or one of its ancestors."""
        args = ("merge-base", "--is-ancestor", older, newer)
        return _status(self.folder, args, fine=(0, 1)) == 0

    def changed(self, older: str, newer: str) -> tuple[str, ...]:
        """The files that differ between two commits, from the clone's own folder."""
        out = self._run("diff", "--name-only", "--no-renames", "-z", older, newer)
        return tuple(name for name in out.split("\0") if name)

    def uncommitted(self, *paths: str) -> tuple[str, ...]:
        """The files below ``paths`` that are not as the head has them; ignored ones are none."""
        out = self._run(
            "status", "--porcelain", "-z", "--no-renames", "--untracked-files=all", "--", *paths
        )
        return tuple(line[3:].removeprefix(self.prefix) for line in out.split("\0") if line)

    def holds(self, commit: str, path: str) -> bool:
        """Whether a file here is byte for byte the commit's; no file is like no file."""
        file = self.folder / path
        named = f"{commit}:{self.prefix}{path}"
        there = self._run("rev-parse", "--verify", "--quiet", named, fine=(0, 1, 128)).strip()
        if not file.is_file():
            return not there and not file.exists()
        return self._run("hash-object", "--no-filters", "--", path).strip() == there

    def take(self, paths: tuple[str, ...]) -> None:
        """Let git know files as they are here."""
        if paths:
            self._run("add", "--all", "--", *paths)

    def forward(self, commit: str) -> None:
        """Move the branch and the work tree on to a commit that the head leads to."""
        self._run("merge", "--ff-only", "--quiet", commit)

    def commit(self, parent: str, files: Mapping[str, bytes], message: str) -> str:
        """A commit on ``parent`` with new bytes for files. Branch and work tree stay as they are."""
        with tempfile.TemporaryDirectory(prefix="notices-") as folder:
            index = {"GIT_INDEX_FILE": str(Path(folder) / "index")}
            self._run("read-tree", parent, env=index)
            for path, data in sorted(files.items()):
                blob = self._run("hash-object", "-w", "--stdin", data=data).strip()
                entry = f"{_FILE},{blob},{self.prefix}{path}"
                self._run("update-index", "--add", "--cacheinfo", entry, env=index)
            tree = self._run("write-tree", env=index).strip()
        args = ("commit-tree", tree, "-p", parent, "-F", "-")
        return self._run(*args, env=self._author(), data=message.encode()).strip()

    def push(self, commit: str) -> None:
        """Offer a commit as the other side's branch; never by force.

        Raises :class:`Rejected` where the other side refuses, and :class:`GitError` where its
        answer is unknown.
        """
        args = ("push", "--porcelain", "--no-verify", self.remote, f"{commit}:{self.source}")
        done = _called(self.folder, args, timeout=_NETWORK_S)
        if done.returncode == 0:
            return
        for line in done.stdout.decode(errors="replace").splitlines():
            if line.startswith("!"):
                raise Rejected(f"the push to {self.remote} was rejected: {line.split(chr(9))[-1]}")
        raise _failed(args, done)

    def _author(self) -> dict[str, str]:
        """The clone's own author, or a plain one where a machine has none."""
        if self._run("config", "user.email", fine=(0, 1)).strip() or "EMAIL" in os.environ:
            return {}
        given = os.environ
        return {
            f"GIT_{who}_{what}": given.get(f"GIT_{who}_{what}", plain)
            for who in ("AUTHOR", "COMMITTER")
            for what, plain in zip(("NAME", "EMAIL"), _US, strict=True)
        }

    def _run(
        self,
        *args: str,
        network: bool = False,
        data: bytes | None = None,
        env: Mapping[str, str] | None = None,
        fine: tuple[int, ...] = (0,),
    ) -> str:
        timeout = _NETWORK_S if network else _LOCAL_S
        return _git(self.folder, *args, data=data, env=env, fine=fine, timeout=timeout)


def is_shallow(folder: Path) -> bool:
    """Whether the clone lacks older commits. Raises :class:`GitError` where there is no clone."""
    return _git(folder, "rev-parse", "--is-shallow-repository").strip() == "true"


def commit_of(folder: Path, ref: str) -> str | None:
    """The commit that a branch, tag or revision names; ``None`` where git knows none."""
    if ref.startswith("-"):
        return None
    args = ("rev-parse", "--verify", "--quiet", f"{ref}^{{commit}}")
    return _git(folder, *args, fine=(0, 1, 128)).strip() or None


def fork_from(folder: Path, commit: str) -> str | None:
    """The newest commit that the head and ``commit`` have in common, if they have one."""
    return _git(folder, "merge-base", "HEAD", commit, fine=(0, 1)).strip() or None


def tree(folder: Path, commit: str, below: str) -> dict[str, tuple[int, str]]:
    """The files below a folder at a commit: path from ``folder``, to ``st_mode`` and blob."""
    out = _git(folder, "ls-tree", "-r", "-z", commit, "--", f"{below}/")
    entries = {}
    for line in out.split("\0")[:-1]:
        about, _, path = line.partition("\t")
        mode, _, blob = about.split(" ")
        entries[path] = (int(mode, 8), blob)
    return entries


def blobs(folder: Path, names: Collection[str]) -> dict[str, bytes]:
    """The bytes of many blobs, by their names."""
    if not names:
        return {}
    args = ("cat-file", "--batch")
    done = _called(folder, args, data="".join(f"{name}\n" for name in names).encode())
    if done.returncode:
        raise _failed(args, done)
    blobs, out, at = {}, done.stdout, 0
    for name in names:
        end = out.index(b"\n", at)
        _, kind, *size = out[at:end].split(b" ")
        if kind != b"blob":
            raise GitError(f"git cat-file: the blob {name} is not in this clone")
        at = end + 1 + int(size[0]) + 1
        blobs[name] = out[end + 1 : at - 1]
    return blobs


def _git(
    folder: Path,
    *args: str,
    data: bytes | None = None,
    env: Mapping[str, str] | None = None,
    fine: tuple[int, ...] = (0,),
    timeout: float = _LOCAL_S,
) -> str:
    """What git printed. Raises :class:`GitError` unless it ended in a way that is fine."""
    done = _called(folder, args, data=data, env=env, timeout=timeout)
    if done.returncode not in fine:
        raise _failed(args, done)
    # A file's name may be of any bytes.
    return os.fsdecode(done.stdout)


def _status(folder: Path, args: tuple[str, ...], *, fine: tuple[int, ...]) -> int:
    done = _called(folder, args)
    if done.returncode not in fine:
        raise _failed(args, done)
    return done.returncode


def _called(
    folder: Path,
    args: tuple[str, ...],
    *,
    data: bytes | None = None,
    env: Mapping[str, str] | None = None,
    timeout: float = _LOCAL_S,
) -> subprocess.CompletedProcess[bytes]:
    around = {name: value for name, value in os.environ.items() if name not in _FOREIGN}
    around |= {"GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C", **(env or {})}
    around.setdefault("GIT_SSH_COMMAND", "ssh -o BatchMode=yes")
    try:
        # Input that is at its end, so that git cannot prompt.
        command = ("git", *_QUIET, *args)
        return process_group.run(command, cwd=folder, env=around, data=data or b"", timeout=timeout)
    except FileNotFoundError:
        raise GitError("git is not installed, or not on PATH") from None
    except subprocess.TimeoutExpired:
        raise GitError(f"git {args[0]} took longer than {timeout:.0f} seconds") from None


def _failed(args: tuple[str, ...], done: subprocess.CompletedProcess[bytes]) -> GitError:
    """The most telling line of git's answer."""
    lines = done.stderr.decode(errors="replace").strip().splitlines()
    errors = [line for line in lines if line.startswith(("fatal:", "error:"))]
    line = (errors or lines or [f"it ended with status {done.returncode}"])[0]
    return GitError(f"git {args[0]}: {line.removeprefix('fatal: ').removeprefix('error: ')}")
