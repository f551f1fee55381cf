"""Rules over one release: one rule a module.

Belongs here: the checks and manual pages of these rules. Does not belong here: which of them run
when (the registry's groups), rules that look at several entries (``project``).
"""
