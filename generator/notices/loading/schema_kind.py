"""The kinds of file that have a schema.

Belongs here: their names, which are known without any model. Does not belong here: the schemas
(``schema``).
"""

from __future__ import annotations

from typing import Literal

__all__ = ["SchemaKind"]

SchemaKind = Literal["release", "plan", "policy", "systems", "holidays", "channels"]
"""The files that people write and an editor can check."""
