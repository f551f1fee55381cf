"""The API: what other programs read, the search and the banner among them.

Belongs here: JSON with its schema, the Status API, the search's index, the sitemap, the banner's
script. Does not belong here: feeds and calendars (``feeds``).
"""
