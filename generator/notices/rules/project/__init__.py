"""Rules over all entries together: one rule a module. They warn and never refuse anything.

Belongs here: the checks and manual pages of these rules. Does not belong here: rules over one
release (``release``) or one plan (``plan``).
"""
