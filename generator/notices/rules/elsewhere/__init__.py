"""Rules whose checks belong to other packages, described for the manual.

Belongs here: id, severities and manual page of every problem that ``loading``, ``project``,
``evaluation`` and the hosts find themselves. Does not belong here: any check.
"""
