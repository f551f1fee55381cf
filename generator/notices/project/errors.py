"""What makes a project unusable.

Belongs here: the exceptions of this package. Does not belong here: problems, which are values.
"""

from __future__ import annotations

from notices.domain.problem import Unusable

__all__ = ["ProjectError"]


class ProjectError(Unusable):
    """There is no usable project here; text or problems say what is missing or invalid."""
