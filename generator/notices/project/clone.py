"""A clone that follows a branch of another repository: fetching, going forward, pushing.

Belongs here: reading its head and changes, committing files without touching the work tree, and
what keeps it from any of that (``clone_state``). Does not belong here: calling git (``git``),
what is committed and when (``publishing.push``).
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from notices.domain.phrases import phrase
from notices.project import clone_state, git
from notices.project.git import GitError

__all__ = ["Clone", "Rejected"]

_LOCAL_S = 60.0
_NETWORK_S = 180.0
_US = ("notices", "notices@localhost")
_FILE = "100644"
_ABBREVIATED = 10


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
            prefix = git.run(folder, "rev-parse", "--show-prefix").strip()
        except GitError as error:
            message = phrase(
                "{folder} is in no git clone ({error})", folder=str(folder), error=error.text
            )
            raise GitError(message) from None
        clone_state.check_finished(folder)
        branch = git.run(folder, "symbolic-ref", "--quiet", "--short", "HEAD", fine=(0, 1)).strip()
        if not branch:
            raise clone_state.detached(folder)
        remote = git.run(folder, "config", f"branch.{branch}.remote", fine=(0, 1)).strip()
        source = git.run(folder, "config", f"branch.{branch}.merge", fine=(0, 1)).strip()
        if not remote or not source or remote == ".":
            raise clone_state.without_upstream(folder, branch)
        return cls(folder, branch, remote, source, prefix)

    def fetch(self) -> str:
        """The commit that the other side's branch is at now, with all that it needs."""
        try:
            self._run(
                "fetch", "--quiet", "--no-tags", "--no-recurse-submodules", self.remote, self.source,
                network=True,
            )  # fmt: skip
        except GitError as error:
            raise clone_state.not_fetched(error, self.remote, self.branch, self.source) from None
        return self._run("rev-parse", "--verify", "FETCH_HEAD^{commit}").strip()

    def check_unlocked(self) -> None:
        """Raise :class:`GitError` while another git changes this clone, or left its lock behind."""
        clone_state.check_unlocked(self.folder)

    def head(self) -> str | None:
        """The commit that the branch is at here; ``None`` where it has none yet."""
        return git.commit_of(self.folder, "HEAD")

    def leads_to(self, older: str, newer: str) -> bool:
        """Whether ``older`` is ``newer``, or one of its ancestors."""
        args = ("merge-base", "--is-ancestor", older, newer)
        done = git.call(self.folder, args)
        if done.returncode not in (0, 1):
            raise git.failure(args, done)
        return done.returncode == 0

    def fork(self, one: str, other: str) -> str | None:
        """The newest commit that two have in common, as far as this clone has their history."""
        return self._run("merge-base", one, other, fine=(0, 1)).strip() or None

    def changed(self, older: str, newer: str) -> tuple[str, ...]:
        """The files that differ between two commits, from the clone's own folder."""
        out = self._run("diff-tree", "-r", "--name-only", "--no-renames", "-z", older, newer)
        return tuple(name for name in out.split("\0") if name)

    def between(self, older: str, newer: str) -> dict[str, tuple[str, ...]]:
        """The commits that lead to ``newer`` and not to ``older``, oldest first, with their parents."""
        out = self._run("rev-list", "--topo-order", "--reverse", "--parents", newer, f"^{older}")
        lines = [line.split() for line in out.splitlines()]
        return {commit: tuple(parents) for commit, *parents in lines}

    def versions(self, path: str, commits: Iterable[str]) -> dict[str, bytes]:
        """The bytes of one file at each of the commits; none where there is no such file."""
        wanted = list(dict.fromkeys(commits))
        asked = "".join(f"{commit}:{self.prefix}{path}\n" for commit in wanted)
        out = self._run(
            "cat-file", "--batch-check=%(objectname) %(objecttype)", data=asked.encode()
        )
        found = {
            commit: line.split(" ")[0]
            for commit, line in zip(wanted, out.splitlines(), strict=True)
            if line.endswith(" blob")
        }
        data = git.blobs(self.folder, list(dict.fromkeys(found.values())))
        return {commit: data[found[commit]] if commit in found else b"" for commit in wanted}

    def history(self, path: str, commit: str, *, longer_than: int) -> dict[str, bytes]:
        """The bytes of one file at those commits up to ``commit`` that changed it, if so long.

        Of commits with the same bytes it is the newest.
        """
        found = self._run("rev-list", "--full-history", commit, "--", path).splitlines()
        asked = "".join(f"{one}:{self.prefix}{path}\n" for one in found)
        out = self._run(
            "cat-file", "--batch-check=%(objectsize) %(objectname)", data=asked.encode()
        )
        longer: dict[str, str] = {}
        for one, line in zip(found, out.splitlines(), strict=True):
            size, _, blob = line.partition(" ")
            if size.isdigit() and int(size) > longer_than:
                longer.setdefault(blob, one)
        data = git.blobs(self.folder, list(longer))
        return {one: data[blob] for blob, one in longer.items()}

    def has(self, commit: str, path: str) -> bool:
        """Whether a commit has a file or folder of that path."""
        named = f"{commit}:{self.prefix}{path}"
        return bool(self._run("rev-parse", "--verify", "--quiet", named, fine=(0, 1, 128)).strip())

    @property
    def is_shallow(self) -> bool:
        """Whether it lacks older commits."""
        return git.is_shallow(self.folder)

    def subject(self, commit: str) -> str:
        """A commit's short name and the first line of its message, for people."""
        subject = self._run("show", "--no-patch", "--format=%s", commit).strip()
        return f"{self.short(commit)} ({subject})"

    @staticmethod
    def short(commit: str) -> str:
        """A commit's name for commands that people type."""
        return commit[:_ABBREVIATED]

    def typed(self, path: str) -> str:
        """A path as people type it for git, in whatever folder of the clone they are."""
        return clone_state.typed(f":/{self.prefix}{path}" if self.prefix else path)

    def uncommitted(self, *paths: str) -> tuple[str, ...]:
        """The files below ``paths`` that are not as the head has them; ignored ones are none."""
        out = self._run(
            "status", "--porcelain", "-z", "--no-renames", "--untracked-files=all", "--", *paths
        )
        return tuple(line[3:].removeprefix(self.prefix) for line in out.split("\0") if line)

    def conflicts(self, *paths: str) -> tuple[str, ...]:
        """The files below ``paths`` that a merge of two versions left unresolved."""
        out = self._run("ls-files", "--unmerged", "-z", "--", *paths)
        # Each of the versions has a line of its own.
        return tuple(dict.fromkeys(line.partition("\t")[2] for line in out.split("\0") if line))

    def holds(self, commit: str, path: str) -> bool:
        """Whether a file here is byte for byte the commit's; no file is like no file."""
        file = self.folder / path
        named = f"{commit}:{self.prefix}{path}"
        there = self._run("rev-parse", "--verify", "--quiet", named, fine=(0, 1, 128)).strip()
        if not file.is_file():
            return not there and not file.exists()
        return self._run("hash-object", "--no-filters", "--", path).strip() == there

    def take(self, paths: Iterable[str]) -> None:
        """Let git know files as they are here."""
        if names := tuple(paths):
            self._run("add", "--all", "--", *names)

    def give_up(self, paths: Iterable[str]) -> None:
        """Let files be as the head has them; one that it has not is removed."""
        for path in paths:
            (self.folder / path).unlink()
            if self.has("HEAD", path):
                self._run("checkout", "--quiet", "HEAD", "--", path)

    def forward(self, commit: str) -> None:
        """Move the branch and the work tree on to a commit that the head leads to.

        A merge would do the same, but for whatever its settings in this clone demand.
        """
        here = self._run("rev-parse", "--verify", "HEAD^{commit}").strip()
        self._run("update-index", "-q", "--refresh", fine=(0, 1))
        self._run("read-tree", "-m", "-u", "--no-recurse-submodules", here, commit)
        self._run("update-ref", "-m", "notices: fast-forward", "HEAD", commit, here)

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
        """Offer a commit, and nothing else, as the other side's branch; never by force.

        Raises :class:`Rejected` where the other side refuses, and :class:`GitError` where its
        answer is unknown.
        """
        args = (
            "push", "--porcelain", "--no-verify", "--no-follow-tags", "--recurse-submodules=no",
            self.remote, f"{commit}:{self.source}",
        )  # fmt: skip
        done = git.call(self.folder, args, timeout=_NETWORK_S)
        if done.returncode == 0:
            return
        for line in done.stdout.decode(errors="replace").splitlines():
            if line.startswith("!"):
                why = ": ".join([line.split("\t")[-1], *clone_state.words(done.stderr)[:1]])
                raise Rejected(
                    phrase("the push to {remote} was rejected: {why}", remote=self.remote, why=why)
                )
        raise git.failure(args, done)

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
        return git.run(self.folder, *args, data=data, env=env, fine=fine, timeout=timeout)
