"""The audit: a live site, held against what it should be.

Belongs here: fetching a site, reading its files, and what differs. Does not belong here: what
the site should be (``evaluation``).
"""
