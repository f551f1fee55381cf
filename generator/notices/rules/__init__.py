"""What is forbidden, and what deserves a warning: one rule a module, found by the registry.

``release`` judges one release, ``plan`` one month's plan, ``project`` all of them together;
``elsewhere`` describes the rules whose checks belong to other packages. To add a rule, write one
module that holds a ``Rule`` (``rule``) and its test.

Belongs here: pure functions from a context (what a rule may look at, with ``now``) to problems,
and the manual page of every rule. Does not belong here: when a notice is due
(``domain.schedule``), which copy of an entry stands (``evaluation``), reading files.
"""
