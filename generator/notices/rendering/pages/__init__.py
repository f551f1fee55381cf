"""Pages: every page of one language, and what is on it beside the stories.

Belongs here: which pages there are and what fills their slots. Does not belong here: what is said
of one release (``stories``), the frame around pages (``hosts``).
"""
