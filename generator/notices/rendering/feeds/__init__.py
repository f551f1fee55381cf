"""Feeds: the published messages and windows, for programs that people subscribe with.

Belongs here: RSS, Atom, JSON Feed, iCalendar. Does not belong here: what a message says
(``views``).
"""
