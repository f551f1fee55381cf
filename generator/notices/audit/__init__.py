"""The audit: a deployed site, compared with what the project should show.

Belongs here: fetching two files of a site (``fetch``), reading them (``deployed``), and how they
differ from the ledger and the public site (``doctor``). Does not belong here: what the site should
show (``evaluation``).
"""
