"""The version of this program, known without a look among all installed packages.

Belongs here: that text; the package's own metadata are made from it. Does not belong here: anything
else.
"""

__all__ = ["VERSION"]

VERSION = "0.1.0"
