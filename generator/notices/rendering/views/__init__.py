"""Views: the content of one release or plan, in one language.

Belongs here: models that page, feed, calendar and API share, so that none can disagree. Does not
belong here: whole pages (``pages``), formats (``feeds``, ``api``).
"""
