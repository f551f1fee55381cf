"""Rules for the configuration of the site; ``loading.configuration`` checks them."""

from __future__ import annotations

from notices.rules.rule import Rule

__all__ = ["CONFIGURATION"]

CONFIGURATION = Rule(
    "configuration",
    ("error",),
    """\
    The configuration of the site can be read.

    `mkdocs.yml` names the site, its address and its theme. Where it is not valid YAML, nothing
    can be built.

    Fails::

        $ echo 'site_name: [Updates' > mkdocs.yml && notices build

    Passes::

        $ echo 'site_name: Updates' > mkdocs.yml && notices build
    """,
)
