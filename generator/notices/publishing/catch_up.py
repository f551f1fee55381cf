"""Starting a push: the clone is brought to the other side's head, with nothing of it lost.

Belongs here: what may differ between the two, and the commands that lead out where more does.
Does not belong here: the proof about ledgers (``append_only``), offering a commit (``push``).
"""

from __future__ import annotations

from pathlib import PurePosixPath

from notices.domain.layout import CONTENT, LEDGER, PAGES, PLANS, PUBLISHED, RELEASES
from notices.domain.phrases import joined, phrase, verbatim
from notices.project.clone import Clone
from notices.project.content_files import is_looked_at
from notices.project.git import GitError
from notices.publishing import append_only

__all__ = ["caught_up"]


def caught_up(
    clone: Clone, *, entering: str | None = None, delivering: bool = False
) -> tuple[str, str]:
    """Bring the clone to the other side's head: that head, and the commit to go on from.

    They differ only by records that somebody committed and never pushed: those go along. Raises
    :class:`GitError` for anything else that is only here, and where a record would be lost.

    For the notice of one release, the one of the id ``entering``, records that nobody committed
    go along too, and what is written of other entries stays as it is. Deliveries that the other
    side lost are in nobody's way but for ``delivering``.
    """
    proven = append_only.APPEND_ONLY if delivering else (LEDGER,)
    clone.check_unlocked()
    there = clone.fetch()
    here = clone.head()
    if here is None:
        raise GitError(
            phrase(
                "the branch `{branch}` has no commit yet; start it from {remote}: {command}",
                branch=clone.branch,
                remote=clone.remote,
                command=f"git reset {clone.short(there)}",
            )
        )
    here = _settled(clone, here, there, entering, proven)
    if clone.leads_to(here, there):
        append_only.check_fetched(clone, here, there, proven)
        if here != there:
            clone.forward(there)
        append_only.check_history(clone, there, proven)
        return there, there
    if not clone.leads_to(there, here):
        append_only.check_fetched(clone, here, there, proven)
        raise append_only.diverged(clone, here, there)
    append_only.check_commits(clone, there, here)
    recorded = tuple(
        f"{clone.prefix}{path}" for path in (*append_only.APPEND_ONLY, f"{PUBLISHED}/")
    )
    if not all(name.startswith(recorded) for name in clone.changed(there, here)):
        raise GitError(
            phrase(
                "`{branch}` has commits that were never pushed; git push them first: {command}",
                branch=clone.branch,
                command=f"git push {clone.remote} HEAD:{clone.source.removeprefix('refs/heads/')}",
            )
        )
    append_only.check_history(clone, here, proven)
    return there, here


def _settled(
    clone: Clone, here: str, there: str, entering: str | None, proven: tuple[str, ...]
) -> str:
    """The head, once no file of ``content`` differs from it, but for what does not matter.

    A crash after the push leaves files that the other side has already: the head follows them. A
    disk that was full then has the beginnings of some.
    """
    conflicts = clone.conflicts(CONTENT)
    if conflicts:
        path = clone.typed(conflicts[0])
        raise GitError(
            phrase(
                "{file} holds two versions that git could not merge; take the committed one: "
                "{command}",
                file=conflicts[0],
                command=f"git restore --source=HEAD --staged --worktree -- {path}",
            )
        )
    changes = [path for path in clone.uncommitted(CONTENT) if is_looked_at(path)]
    cut_off = [path for path in changes if _is_cut_off(clone, there, path)]
    clone.give_up(cut_off)
    changes = [path for path in changes if path not in cut_off]
    if entering is not None:
        others = [path for path in changes if _is_of_others(path, entering)]
        _check_free(clone, here, there, others)
        changes = [path for path in changes if path not in others]
    if not changes:
        return here
    came = [there, *reversed(clone.between(here, there))] if clone.leads_to(here, there) else []
    for commit in dict.fromkeys(came):
        if all(clone.holds(commit, path) for path in changes):
            clone.take(changes)
            append_only.check_fetched(clone, here, commit, proven)
            clone.forward(commit)
            return commit
    append_only.check_work_tree(clone, here)
    if entering is not None and all(_is_recorded(clone, path) for path in changes):
        _check_free(clone, here, there, changes)
        return _committed(clone, here, there, changes)
    raise _uncommitted(clone, [path for path in changes if not clone.holds(there, path)] or changes)


def _is_of_others(path: str, entering: str) -> bool:
    """Whether a file has no part in what is recorded of the release ``entering``."""
    written = path.startswith((f"{RELEASES}/", f"{PLANS}/", f"{PAGES}/"))
    return written and PurePosixPath(path).stem != entering


def _is_recorded(clone: Clone, path: str) -> bool:
    """Whether it is a file, and one that only the program writes."""
    ours = path in append_only.APPEND_ONLY or path.startswith(f"{PUBLISHED}/")
    return ours and (clone.folder / path).is_file()


def _is_cut_off(clone: Clone, there: str, path: str) -> bool:
    """Whether a file of the program's ends amid a line of what the other side has: none is only here."""
    if not _is_recorded(clone, path):
        return False
    data = (clone.folder / path).read_bytes()
    whole = clone.versions(path, [there])[there]
    return len(data) < len(whole) and whole.startswith(data) and not data.endswith(b"\n")


def _check_free(clone: Clone, here: str, there: str, paths: list[str]) -> None:
    """Raise :class:`GitError` where files that nobody committed were changed on the other side."""
    if clone.leads_to(here, there):
        taken = {f"{clone.prefix}{path}" for path in paths} & {*clone.changed(here, there)}
        if taken:
            raise _uncommitted(clone, sorted(name.removeprefix(clone.prefix) for name in taken))


def _committed(clone: Clone, here: str, there: str, paths: list[str]) -> str:
    """The head with records that nobody committed, upon the other side's head where it can be."""
    base = there if clone.leads_to(here, there) else here
    files = {path: (clone.folder / path).read_bytes() for path in paths}
    commit = clone.commit(base, files, "Record what was shown\n")
    append_only.check_commits(clone, base, commit)
    clone.take(paths)
    clone.forward(commit)
    return commit


def _uncommitted(clone: Clone, paths: list[str]) -> GitError:
    """Files of ``content`` that nobody committed, and how to go on with them and without."""
    grown = [path for path in append_only.APPEND_ONLY if path in paths]
    path = next(iter(grown or paths))
    changed = verbatim(path)
    if len(paths) > 1:
        changed = phrase("{file} and {count} more", file=path, count=len(paths) - 1)
    what = phrase("{files} changed and not committed; --push shows what is pushed", files=changed)
    if grown:
        if (clone.folder / PUBLISHED).exists():
            grown.append(PUBLISHED)
        help = phrase(
            "commit its records, and this pushes them: {command}",
            command=f"git add -- {' '.join(clone.typed(path) for path in grown)} && "
            "git commit -m 'Record what was shown'",
        )
    else:
        help = phrase(
            "commit and push it first, or put it away: {command}",
            command=f"git stash push --include-untracked -- {clone.typed(path)}",
        )
    return GitError(joined([what, help], ": "))
