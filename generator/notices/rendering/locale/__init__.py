"""Language: how the site speaks, and the templates that it speaks through.

Belongs here: texts, times in words, plain and marked-up text, links within texts, Jinja. Does not
belong here: what is said of a release (``stories``), what a page holds (``pages``).
"""
