"""Rules for the files below ``content``; ``project``, ``loading`` and ``rules.pages`` check them."""

from __future__ import annotations

from notices.rules.rule import Rule

__all__ = ["FILE_NAME", "MERGE_CONFLICT", "STRAY_FILE", "UNREADABLE"]

FILE_NAME = Rule(
    "file-name",
    ("error",),
    """\
    The files of entries end in `.yml`.

    Nothing reads a file with another ending, and its notices would never be sent. Some editors add
    `.txt` to a name; some show no endings at all. What editors and systems leave beside people's
    files (`Thumbs.db`, `payroll.yml~`, `payroll.yml.orig`) is ignored everywhere.

    Fails::

        $ ls content/releases/2026/payroll.yml.txt

    Passes::

        $ ls content/releases/2026/payroll.yml
    """,
)

STRAY_FILE = Rule(
    "stray-file",
    ("error", "warning"),
    """\
    Every file below `content` has a place there.

    What is below `content/pages` is copied to the public site, so a link, a secret or a page of
    an unknown release does not belong there. Names that the site itself uses are taken, and of two
    pages with one address (`about.md` and `About.md`, or `about/index.md`) only one is shown. Nothing
    reads a file of an unknown name or in an unknown folder; what it announces would never be sent.
    A warning tells of a page such as `about.fr.md` where the policy has no French: it is no translation,
    but a page of its own.

    Fails::

        $ ls content/pages/customers.xlsx

    Passes::

        $ ls content/pages/about.md
    """,
)

UNREADABLE = Rule(
    "unreadable",
    ("error",),
    """\
    Every file below `content` can be read.

    A file that cannot be read may hold an announcement. Nothing is concluded from its absence.

    Fails::

        $ chmod u-r content/releases/2026/payroll.yml

    Passes::

        $ chmod u+r content/releases/2026/payroll.yml
    """,
)

MERGE_CONFLICT = Rule(
    "merge-conflict",
    ("error",),
    """\
    No file holds two versions that git could not join.

    Git marks the two with lines of `<<<<<<<`, `=======` and `>>>>>>>` and leaves the choice to a
    person. A page with them would be shown with both versions. A ledger with them is
    `ledger-broken`: it is never joined by hand.

    Fails::

        # content/releases/example.yml
        <<<<<<< HEAD
        category: fix
        =======
        category: server
        >>>>>>> work

    Passes::

        category: server
    """,
)
