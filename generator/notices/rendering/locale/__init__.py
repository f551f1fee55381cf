"""Locale: the texts and templates of one language.

Belongs here: texts, times in words, plain and marked-up text, links within texts, Jinja. Does not
belong here: the content of a release (``views``), what a page holds (``pages``).
"""
