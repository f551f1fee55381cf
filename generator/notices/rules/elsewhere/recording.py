"""Rules for ``notices record``, which enters a notice that people sent; ``evaluation`` checks
them."""

from __future__ import annotations

from notices.rules.rule import Rule

__all__ = [
    "NOT_BY_HAND",
    "NOT_OWED",
    "RECORDED",
    "SENT_AHEAD",
    "UNKNOWN_ENTRY",
    "UNKNOWN_NOTICE",
    "UNUSABLE",
]

UNKNOWN_ENTRY = Rule(
    "unknown-entry",
    ("error",),
    """\
    A notice is recorded for a release that exists.

    Fails::

        $ notices record payrol-engine internal

    Passes::

        $ notices record payroll-engine internal
    """,
)

UNUSABLE = Rule(
    "unusable",
    ("error",),
    """\
    A notice is recorded for a release whose file can be read.

    The record holds the window and the digest of the file, so the file has to be valid.

    Fails::

        $ notices check                             # error[schema] in payroll-engine.yml
        $ notices record payroll-engine internal

    Passes::

        $ notices check                             # no error
        $ notices record payroll-engine internal
    """,
)

UNKNOWN_NOTICE = Rule(
    "unknown-notice",
    ("error",),
    """\
    A notice is recorded that the policy has for the category of the release.

    Fails::

        $ notices record payroll-engine handoff     # only fixes have it

    Passes::

        $ notices record payroll-engine internal
    """,
)

NOT_BY_HAND = Rule(
    "not-by-hand",
    ("error",),
    """\
    Notices to all customers are recorded by `notices publish`, not by hand.

    A publish shows them, and records what it showed at that second.

    Fails::

        $ notices record payroll-engine announcement

    Passes::

        $ notices publish
    """,
)

NOT_OWED = Rule(
    "not-owed",
    ("error",),
    """\
    A notice is recorded that is owed for the release as it is.

    A notice of the outcome waits until there is an outcome; a notice for affected customers is
    owed only where the entry names `customers`.

    Fails::

        $ notices record payroll-fix handoff        # an entry without `customers`

    Passes::

        $ notices record payroll-fix handoff        # with `customers: [acme]`
    """,
)

RECORDED = Rule(
    "recorded",
    ("error",),
    """\
    A notice is recorded once for each window.

    Fails::

        $ notices record payroll-engine internal
        $ notices record payroll-engine internal

    Passes::

        $ notices record payroll-engine internal
    """,
)

SENT_AHEAD = Rule(
    "sent-ahead",
    ("error",),
    """\
    A notice is recorded after it was sent.

    Fails::

        $ notices record payroll-engine internal --sent '2099-01-01 09:00'

    Passes::

        $ notices record payroll-engine internal
    """,
)
