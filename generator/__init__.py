"""notices: tells customers of updates, and keeps its word about when.

This module imports nothing; it is the map of the house, ground floor first.
A module imports only from floors below its own (a test holds it).

- ``domain``: releases, windows, notices, leads, the policy, ledger records, problems;
  what is owed when. Standard library only; ``now`` is always a parameter.
- ``rules``: what is forbidden, one family a module, and the judgement over one release.
- ``loading``: text to domain: located YAML, the schema, the ledger's lines.
- ``rendering``: domain to text, in rooms: ``language`` (how the site speaks), ``stories`` (what
  there is to say of one release or plan), ``pages``, ``feeds``, ``api``, ``head``.
- ``pipeline``: the story on one screen: sources and ``now`` in, documents and problems out.
- ``workspace``, ``generations``, ``intents``: the shell that touches the disk.
- ``publishing``, ``recording``, ``pushing``, ``watching``: in which order, and when.
- ``git``, ``revisions``, ``doctor``: the shell that asks git, and a live site.
- ``hosts``: the site generator that lends its theme; today MkDocs.
- ``cli``: the commands.
"""
