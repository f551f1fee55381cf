"""Rules for the git clone that the project lies in; ``project.upstream`` checks them."""

from __future__ import annotations

from notices.rules.rule import Rule

__all__ = ["STALE_CLONE"]

STALE_CLONE = Rule(
    "stale-clone",
    ("warning",),
    """\
    The clone has what its upstream branch has.

    A colleague may have moved an update, or recorded a notice, that this clone does not know of
    yet. Nothing is fetched for this check: it compares with the upstream as git last saw it.

    Fails::

        $ git fetch && notices check

    Passes::

        $ git pull && notices check
    """,
)
