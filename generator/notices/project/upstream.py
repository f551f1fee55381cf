"""The upstream branch of a clone, as git last saw it: whether it has more than is here.

Belongs here: that comparison, for people who work in a clone. Does not belong here: fetching, and
what may be pushed (``clone``, ``notices.publishing.push``).
"""

from __future__ import annotations

from pathlib import Path

from notices.domain.layout import CONTENT
from notices.domain.phrases import counted, phrase
from notices.domain.problem import Mark, Problem

__all__ = ["stale_clone"]


def stale_clone(folder: Path) -> tuple[Problem, ...]:
    """A warning where the upstream has commits to the project that are not here.

    Nothing is fetched. None without a clone, on no branch, without an upstream, and in a shallow
    clone, which may only lack older commits.
    """
    if not any((parent / ".git").exists() for parent in (folder, *folder.parents)):
        return ()
    from notices.project import git  # Without a clone there is nothing to call it for.

    try:
        done = git.call(
            folder, ("rev-list", "--left-right", "--count", "HEAD...@{upstream}", "--", ".")
        )
        if done.returncode:
            return ()
        ours, theirs = (int(count) for count in done.stdout.split())
        if not theirs or git.is_shallow(folder):
            return ()
        upstream = git.run(folder, "rev-parse", "--abbrev-ref", "@{upstream}").strip()
    except git.GitError:
        return ()
    return (
        Problem(
            "warning",
            "stale-clone",
            Mark(CONTENT),
            counted(
                theirs,
                "`{upstream}` has {count} commit of this project that this clone lacks",
                "`{upstream}` has {count} commits of this project that this clone lacks",
                upstream=upstream,
            ),
            phrase("Run `{command}`.", command="git pull --rebase" if ours else "git pull"),
            facts=(),
        ),
    )
