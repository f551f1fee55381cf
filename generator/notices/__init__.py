"""notices: tells customers of updates, and keeps its word about when.

This module imports nothing; it is the map of the package, lowest layer first. A package imports
only packages of lower layers; a test holds it.

- ``domain``: releases, windows, notices, leads, the policy, plans, ledger records, problems;
  what is owed when. Standard library only; ``now`` is always a parameter.
- ``rules``: what is forbidden, one rule a module, and the manual of every rule.
- ``loading``: text to domain: located YAML, schemas, the ledger's lines, texts.
- ``rendering``: the public site to documents: pages, feeds, API, metadata, in every language.
- ``evaluation``: sources and ``now`` in; problems, the site and new records out.
- ``project``: the project on disk and in git, and its ``mkdocs.yml``.
- ``publishing``: the only way to show a site or grow the ledger.
- ``channels``: one payload to one recipient: mail, webhooks, chat, hubs.
- ``audit``: a deployed site, compared with what it should show.
- ``hosts``: shells and hand-written pages to HTML, in a staging folder.
- ``cli``: the commands, and MkDocs' plugin, which joins a host to ``publishing``.
"""
