"""What is forbidden: one rule family a module, and the judgement that puts them together.

Belongs here: pure functions from a case (one release, its records, the policy, ``now``) to
problems. Does not belong here: when a notice is due (``domain.schedule``), reading files.
"""
