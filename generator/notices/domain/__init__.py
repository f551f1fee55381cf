"""The lowest layer: plain frozen data and pure functions, standard library only.

Belongs here: what the procedure's words mean. Does not belong here: files, YAML, HTML,
the clock, and what is forbidden (that is ``notices.rules``).
"""
