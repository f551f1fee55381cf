"""What ``notices new`` and ``notices stubs`` write: entries, plans, guide and FAQ pages.

Belongs here: the texts of the files, the windows to choose, writing without replacing anything.
Does not belong here: asking people (``commands.new``), any rule.
"""
