"""What every mapping of a file has in common: only its own keys, each with its own kind of value.

Belongs here: the base of all models. Does not belong here: any key.
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

__all__ = ["Keys"]


class Keys(BaseModel):
    """A mapping with known keys; instances are read from a file and never change."""

    # Of most models no validator is ever needed: those of whole files hold them.
    model_config = ConfigDict(
        extra="forbid", frozen=True, hide_input_in_errors=True, defer_build=True
    )
