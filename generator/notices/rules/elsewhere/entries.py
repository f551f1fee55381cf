"""Rules for the text of entries, policy and systems; ``loading`` and ``evaluation`` check them."""

from __future__ import annotations

from notices.rules.rule import Rule

__all__ = ["ACCIDENTAL_ESCAPE", "DUPLICATE_ID", "HOLIDAYS", "SCHEMA", "YAML"]

YAML = Rule(
    "yaml",
    ("error",),
    """\
    A file is plain YAML, read in one way only.

    Duplicate keys, tabs, anchors and invisible characters are refused: two readers, or two
    programs, could understand them differently.

    Fails::

        title: {vi: Bảng lương, vi: Tiền lương}

    Passes::

        title: {vi: Bảng lương, en: Payroll}
    """,
)

ACCIDENTAL_ESCAPE = Rule(
    "accidental-escape",
    ("warning",),
    r"""
    A backslash in double quotes is meant as an escape.

    In double quotes `\t` is a tab and `\n` a line break, also within a path. Readers would see
    `C: emp`. In single quotes, and without quotes, a backslash is a backslash.

    Fails::

        body: {vi: "Mở C:\temp.", en: 'Open C:\temp.'}

    Passes::

        body: {vi: 'Mở C:\temp.', en: 'Open C:\temp.'}
    """,
)

SCHEMA = Rule(
    "schema",
    ("error",),
    """\
    A file has the keys and the kinds of values that its format allows.

    A misspelt key would silently have no effect. The JSON schemas let an editor complete the
    keys and check them while you type.

    Fails::

        impact: {downtme: 10m}

    Passes::

        impact: {downtime: 10m}
    """,
)

DUPLICATE_ID = Rule(
    "duplicate-id",
    ("error",),
    """\
    Two entries do not have the same id.

    The id of an entry is the name of its file, in whatever folder it is. Addresses, feeds and
    the ledger use it.

    Fails::

        $ ls content/releases/2026/payroll.yml content/releases/2027/payroll.yml

    Passes::

        $ ls content/releases/2026/payroll.yml content/releases/2027/payroll-2027.yml
    """,
)

HOLIDAYS = Rule(
    "holidays",
    ("error",),
    """\
    The days of `content/holidays.yml` lie in the span that it covers, each off or worked.

    `covers` says of which days the lists are complete. A day outside is a slip of the pen, or the
    span was not extended. A day that is both off and worked would be counted in one way by chance.

    Fails::

        # content/holidays.yml
        covers: {from: 2026-01-01, to: 2026-12-31}
        off: [{day: 2027-01-01, label: New Year}]

    Passes::

        # content/holidays.yml
        covers: {from: 2026-01-01, to: 2027-12-31}
        off: [{day: 2027-01-01, label: New Year}]
    """,
)
