"""Rules for the channels and the deliveries; ``loading`` checks them."""

from __future__ import annotations

from notices.rules.rule import Rule

__all__ = ["CHANNELS", "DELIVERIES_BROKEN", "DELIVERIES_TORN"]

CHANNELS = Rule(
    "channels",
    ("error", "warning"),
    """\
    The channels of `content/channels.yml` can be used.

    A message to a wrong address is lost, and one to a wrong list is read by the wrong people. So
    nothing is delivered while anything in the file is wrong. The site is shown and notices are
    recorded as always: `publish` does not wait for a channel. Secrets are never in the file. A key
    that ends with `_env` names the environment variable that holds one.

    Fails::

        # content/channels.yml
        channels:
          - {id: hub, type: websub, hub: "http://hub.example.com/"}

    Passes::

        # content/channels.yml
        channels:
          - {id: hub, type: websub, hub: "https://hub.example.com/"}
    """,
)

DELIVERIES_BROKEN = Rule(
    "deliveries-broken",
    ("error",),
    """\
    The record of deliveries only grows, and each line follows from the one before.

    It keeps a message from being sent twice. A line that was edited, removed or reordered breaks the
    chain of hashes, and nothing is delivered until it is restored from git. The site is shown and
    notices are recorded as always.

    Fails::

        $ sed -i 2d content/deliveries.jsonl && notices check

    Passes::

        $ git checkout content/deliveries.jsonl && notices check
    """,
)

DELIVERIES_TORN = Rule(
    "deliveries-torn",
    ("warning",),
    """\
    The last line of the record of deliveries is complete.

    Something stopped the program while it was writing. The next `notices deliver` repairs it.

    Fails::

        $ truncate --size=-10 content/deliveries.jsonl && notices check

    Passes::

        $ notices deliver && notices check
    """,
)
