"""The proof before a push: files that may only grow have grown, line by line, on both sides.

Belongs here: which commit or branch lost a line, and the commands that bring it back. Does not
belong here: starting from the other side's head and pushing (``push``), the chain inside of a
ledger (``loading``).
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from notices.domain.instants import utc
from notices.domain.layout import DELIVERIES, LEDGER, PUBLISHED
from notices.domain.ledger import Record, by_meaning
from notices.domain.phrases import Phrase, joined, phrase
from notices.loading import first_missing_line, read_deliveries, read_ledger
from notices.project.clone import Clone
from notices.project.git import GitError

__all__ = [
    "APPEND_ONLY",
    "check_commits",
    "check_fetched",
    "check_history",
    "check_work_tree",
    "diverged",
]

APPEND_ONLY = (LEDGER, DELIVERIES)
"""The files that may only grow: each line of one stays in its place forever."""


def check_work_tree(clone: Clone, here: str) -> None:
    """Raise :class:`GitError` where a file on the disk has lost a line that the head has."""
    for path in APPEND_ONLY:
        line = first_missing_line(clone.versions(path, [here])[here], _bytes(clone.folder / path))
        if line is not None:
            raise GitError(
                phrase(
                    "{file} has lost line {line}, which was committed; bring it back: {command}",
                    file=path,
                    line=line,
                    command=_restore(clone, here, "HEAD"),
                )
            )


def check_fetched(clone: Clone, here: str, there: str, paths: Collection[str]) -> None:
    """Raise :class:`GitError` where the other side's branch lacks a line of ``paths`` that is here."""
    for path in paths:
        versions = clone.versions(path, [here, there])
        line = _lost(path, versions[here], versions[there])
        if line is None:
            continue
        if _lost(path, versions[there], versions[here]) is None:
            help = phrase(
                "Bring it back: {command}, and run this again",
                command=f"{_start_again(clone, here, there)} && "
                f"{_restored(clone, here, clone.short(here))}",
            )
        else:
            help = _way_out(clone, here, there, [here, there])
        raise GitError(
            phrase(
                "the branch at {remote} lacks line {line} of {file}, which this clone has; "
                "nothing was taken from it. {help}",
                remote=clone.remote,
                line=line,
                file=path,
                help=help,
            )
        )


def check_history(clone: Clone, commit: str, paths: Collection[str]) -> None:
    """Raise :class:`GitError` where one of ``paths`` at ``commit`` lost its end, or its chain is broken.

    It names an older commit that has the lines.
    """
    for path in paths:
        now = clone.versions(path, [commit])[commit]
        kept, broken = _unbroken(path, now)
        longest = max(
            (
                (len(data), name)
                for name, data in clone.history(
                    path, commit, longer_than=len(kept) - broken
                ).items()
                if _unbroken(path, data) == (data, False) and first_missing_line(kept, data) is None
            ),
            default=None,
        )
        if longest is not None:
            name = longest[1]
            line = kept.count(b"\n") + 1
            what = (
                phrase("{file} is broken at line {line}", file=path, line=line)
                if broken
                else phrase("{file} has lost line {line}", file=path, line=line)
            )
            raise GitError(
                phrase(
                    "{what}; commit {commit} had it. Bring it back: {command}, and run this again",
                    what=what,
                    commit=clone.subject(name),
                    command=_restored(clone, name, clone.short(name)),
                )
            )


def check_commits(clone: Clone, there: str, commit: str) -> None:
    """Raise :class:`GitError` where a commit that a push would carry loses a line.

    Each one is compared with the commits that it was made from, and the last with the other
    side's head.
    """
    new = clone.between(there, commit)
    pairs = [(before, one) for one, parents in new.items() for before in parents]
    pairs.append((there, commit))
    for path in APPEND_ONLY:
        versions = clone.versions(path, [name for pair in pairs for name in pair])
        for before, one in pairs:
            line = _lost(path, versions[before], versions[one])
            if line is None:
                continue
            pushed = first_missing_line(versions[there], versions[one]) is not None
            lost = (
                phrase(
                    "line {line} of {file} that {remote} has",
                    line=line,
                    file=path,
                    remote=clone.remote,
                )
                if pushed
                else phrase("line {line} of {file} of an earlier commit", line=line, file=path)
            )
            raise GitError(
                phrase(
                    "commit {commit} loses {lost}; it is not pushed. {help}",
                    commit=clone.subject(one),
                    lost=lost,
                    help=_way_out(clone, commit, there, list(versions)),
                )
            )


def diverged(clone: Clone, here: str, there: str) -> GitError:
    """Both sides have commits that the other has not."""
    fork = clone.fork(here, there)
    base = phrase(
        "`{branch}` and its branch at {remote} have diverged",
        branch=clone.branch,
        remote=clone.remote,
    )
    if fork is None:
        # A shallow clone may only lack what they have in common.
        if clone.is_shallow:
            help = phrase("this clone may be too shallow: git fetch --unshallow")
            return GitError(joined([base, help], "; "))
        changed: tuple[str, ...] = (f"{clone.prefix}{LEDGER}",)
    else:
        changed = clone.changed(fork, here)
    recorded = (f"{clone.prefix}{PUBLISHED}/", *(f"{clone.prefix}{path}" for path in APPEND_ONLY))
    only_here = [name for name in changed if name.startswith(recorded)]
    if not only_here:
        help = phrase(
            "put what is only here upon it: {rebase}, or keep it on a branch of its own: {keep}",
            rebase=f"git rebase {clone.short(there)} && "
            f"git push {clone.remote} HEAD:{clone.source.removeprefix('refs/heads/')}",
            keep=_start_again(clone, here, there),
        )
        return GitError(joined([base, help], "; "))
    way_out = _way_out(clone, here, there, [here, there])
    if only_here == [f"{clone.prefix}{DELIVERIES}"]:
        help = phrase("a record of deliveries cannot be merged. {help}", help=way_out)
    else:
        help = phrase("a ledger cannot be merged. {help}", help=way_out)
    return GitError(joined([base, help], "; "))


def _way_out(clone: Clone, here: str, there: str, commits: list[str]) -> Phrase:
    """The commands that go on from the other side's head, and enter again what it does not know.

    Of the ledger of ``commits``, that is what people sent; of their deliveries, all that was claimed:
    from the other side it would go once more.
    """
    versions = clone.versions(LEDGER, commits)
    lines = [
        phrase(
            "Go on from {remote}; what is only here stays on a branch: {command}",
            remote=clone.remote,
            command=_start_again(clone, here, there),
        )
    ]
    known = _records(versions[there])
    found: dict[tuple[object, ...], Record] = {}
    for data in versions.values():
        for meaning, record in _records(data).items():
            if record.audience != "customers" and meaning not in known:
                found.setdefault(meaning, record)
    if found:
        again = "; ".join(
            f"notices record {record.entry} {record.notice} "
            f"--sent {utc(record.published_at)} --push"
            for record in found.values()
        )
        lines.append(phrase("Then record again what people sent: {commands}", commands=again))
    deliveries = {
        commit: _deliveries(data) for commit, data in clone.versions(DELIVERIES, commits).items()
    }
    keys = dict.fromkeys(key for each in deliveries.values() for key in each)
    if claimed := [key for key in keys if key not in deliveries[there]]:
        settle = "; ".join(f"notices deliver --settle {key} --push" for key in claimed)
        lines.append(phrase("Then settle what was delivered already: {commands}", commands=settle))
    return joined(lines, ". ")


def _start_again(clone: Clone, here: str, there: str) -> str:
    """Keep what is here on a branch of its own, and go on from the other side's head."""
    here, there = clone.short(here), clone.short(there)
    return f"git branch --force kept-{here} {here} && git reset --keep {there}"


def _restore(clone: Clone, commit: str, name: str) -> str:
    """Bring the files back as a commit has them, whatever the index says."""
    paths = [*APPEND_ONLY, PUBLISHED]
    typed = " ".join(clone.typed(path) for path in paths if clone.has(commit, path))
    return f"git restore --source={name} --staged --worktree -- {typed}"


def _restored(clone: Clone, commit: str, name: str) -> str:
    return f"{_restore(clone, commit, name)} && git commit -m 'Restore lost records'"


def _records(data: bytes) -> dict[tuple[object, ...], Record]:
    """The records of a ledger by their meaning, up to where its chain breaks."""
    return by_meaning(read_ledger(LEDGER, data).ledger.records)


def _deliveries(data: bytes) -> dict[str, None]:
    """The keys of the deliveries, up to where their chain breaks, in their order."""
    return dict.fromkeys(record.key for record in read_deliveries(DELIVERIES, data).log.records)


def _lost(path: str, older: bytes, newer: bytes) -> int | None:
    """As ``first_missing_line``; what is behind a break of the older chain never counted."""
    line = first_missing_line(older, newer)
    return None if line is None else first_missing_line(_unbroken(path, older)[0], newer)


def _unbroken(path: str, data: bytes) -> tuple[bytes, bool]:
    """The lines of a file up to where its chain breaks, and whether it does."""
    if path == LEDGER:
        text = read_ledger(path, data)
        count, problems = len(text.ledger.records), text.problems
    else:
        deliveries = read_deliveries(path, data)
        count, problems = len(deliveries.log.records), deliveries.problems
    kept = b"".join(data.splitlines(keepends=True)[:count])
    return kept, any(problem.is_error for problem in problems)


def _bytes(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""
