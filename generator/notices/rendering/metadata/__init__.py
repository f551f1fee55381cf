"""The head of a page: what those read who share it or list it.

Belongs here: descriptions, structured data, pictures for shared links. Does not belong here: what
is on the page (``pages``).
"""
