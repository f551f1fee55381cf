"""The project on disk, and as git has it.

Belongs here: where things lie, reading them, the host's configuration, git and other
revisions. Does not belong here: what the files mean (``loading``, ``evaluation``), writing the
site or the ledger (``publishing``).
"""
