"""What makes a project unusable.

Belongs here: the exceptions of this package. Does not belong here: problems, which are values.
"""

from __future__ import annotations

__all__ = ["ProjectError"]


class ProjectError(Exception):
    """There is no usable project here; the message says what is missing or invalid."""
