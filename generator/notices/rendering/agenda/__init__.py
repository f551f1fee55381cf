"""The agenda as files for inside: one page of HTML, one calendar.

Belongs here: their form. Does not belong here: what is owed (``domain.agenda``), the words
(``cli``), the site, of which neither is ever a part.
"""
