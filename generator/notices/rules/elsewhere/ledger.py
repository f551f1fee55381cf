"""Rules for the ledger; ``loading`` and ``evaluation`` check them."""

from __future__ import annotations

from notices.rules.rule import Rule

__all__ = ["CLOCK", "LEDGER_BROKEN", "LEDGER_STARTS", "LEDGER_TORN", "UNRECORDED"]

LEDGER_BROKEN = Rule(
    "ledger-broken",
    ("error",),
    """\
    The ledger only grows, and each line follows from the one before.

    The ledger proves what customers were told, and when. A line that was edited, removed or
    reordered breaks the chain of hashes, and nothing is published until it is restored from git.
    A line of `content/published/<id>.jsonl`, which keeps when a text was corrected, can be broken
    as well; it still counts, so that no calendar goes back.

    Fails::

        $ sed -i s/late/on_time/ content/ledger.jsonl && notices check

    Passes::

        $ git checkout content/ledger.jsonl && notices check
    """,
)

LEDGER_TORN = Rule(
    "ledger-torn",
    ("warning",),
    """\
    The last line of the ledger is complete.

    Something stopped the program while it was writing. The next `notices publish` repairs it.

    Fails::

        $ truncate --size=-10 content/ledger.jsonl && notices check

    Passes::

        $ notices publish && notices check
    """,
)

LEDGER_STARTS = Rule(
    "ledger-starts",
    ("error",),
    """\
    The policy's `ledger_starts` is not later than the first record.

    Updates from before that day carry no claim about their notices. Moving the day forward would
    take back claims that customers were shown, so nothing is published until it is corrected.

    Fails::

        $ sed -i 's/^ledger_starts: .*/ledger_starts: 2100-01-01/' content/policy.yml

    Passes::

        $ git checkout content/policy.yml
    """,
)

CLOCK = Rule(
    "clock",
    ("error", "warning"),
    """\
    No record of the ledger or of a delivery is later than now.

    Either the machine's clock is slow, or it was fast when the records were made. `check` leaves
    those records out and warns; `publish` refuses to run until the clock has passed the ledger's,
    and `deliver` until it has passed those of deliveries.

    Fails::

        $ notices check --now '2020-01-01 09:00'

    Passes::

        $ notices check
    """,
)

UNRECORDED = Rule(
    "unrecorded",
    ("warning",),
    """\
    What the site shows is recorded in the ledger.

    `build` shows a notice without recording it, so nothing proves when customers could see it.

    Fails::

        $ notices build

    Passes::

        $ notices publish
    """,
)
