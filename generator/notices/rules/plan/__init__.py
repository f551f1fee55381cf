"""Rules over one month's plan: one rule a module.

Belongs here: the checks and manual pages of these rules (II.1, II.2). Does not belong here: the
dates of a plan (``domain.plans``), its page (``rendering``).
"""
