"""Pages: every page of one language, and what is on it beside the views.

Belongs here: which pages there are and what fills their slots. Does not belong here: the content
of one release (``views``), the frame around pages (``hosts``).
"""
