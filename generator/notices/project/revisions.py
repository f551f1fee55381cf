"""Revisions: the project as git has it at another commit, beside that on the disk.

Belongs here: which commits a branch is held against, and their content as sources. Does not
belong here: calling git (``git``), what the comparison finds (``evaluation.base``).
"""

from __future__ import annotations

from notices.domain.layout import CONTENT
from notices.domain.phrases import phrase
from notices.evaluation import Base, Sources
from notices.project import git
from notices.project.content_files import is_looked_at, kept_of, stray
from notices.project.disk import ProjectError, Workspace

__all__ = ["NoBase", "base_of"]


class NoBase(ProjectError):
    """Git cannot tell what the project was at a revision; says why, and what to do."""


def base_of(workspace: Workspace, ref: str) -> Base:
    """The content at ``ref``, and at the commit where this branch left it.

    Raises :class:`NoBase` where there is no clone, no such revision or no common commit, and
    for a shallow clone, in which nothing is proof.
    """
    root = workspace.root
    try:
        if git.is_shallow(root):
            raise NoBase(
                phrase(
                    "the clone is shallow, so the ledger cannot be compared; fetch the rest: "
                    "`git fetch --unshallow` (in a workflow: `fetch-depth: 0`)"
                )
            )
        tip = git.commit_of(root, ref)
        if tip is None:
            raise NoBase(
                phrase(
                    "unknown revision `{ref}`; fetch it (`git fetch origin`), or name another",
                    ref=ref,
                )
            )
        if git.commit_of(root, "HEAD") is None:
            raise NoBase(phrase("the clone has no commit yet"))
        fork = git.fork_from(root, tip)
        if fork is None:
            raise NoBase(phrase("this branch and `{ref}` have no commit in common", ref=ref))
        return _read(workspace, ref, tip, fork)
    except git.GitError as error:
        raise NoBase(phrase("--base needs git: {error}", error=error.text)) from None


def _read(workspace: Workspace, ref: str, tip: str, fork: str) -> Base:
    """The content at both commits; what did not change between them is read once."""
    trees = {commit: _tree(workspace, commit) for commit in (tip, fork)}
    wanted = {
        blob for files in trees.values() for path, (_, blob) in files.items() if kept_of(path)
    }
    data = git.blobs(workspace.root, sorted(wanted))
    return Base(ref, _sources(trees[tip], data), _sources(trees[fork], data))


def _tree(workspace: Workspace, commit: str) -> dict[str, tuple[int, str]]:
    return {
        path: entry
        for path, entry in git.tree(workspace.root, commit, CONTENT).items()
        if is_looked_at(path)
    }


def _sources(tree: dict[str, tuple[int, str]], data: dict[str, bytes]) -> Sources:
    """What the walk over the disk would have found."""
    files, problems = {}, []
    for path, (mode, blob) in tree.items():
        problem = stray(path, mode)
        if problem is not None:
            problems.append(problem)
            continue
        kept = kept_of(path)
        files[path] = data.get(blob, b"")[: None if kept < 0 else kept]
    return Sources(files, tuple(problems))
