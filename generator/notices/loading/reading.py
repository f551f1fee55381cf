"""What reading one value needs: the policy's zone and languages, and a way to refuse.

Belongs here: what `fields` and `languages` share. Does not belong here: any kind of value.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import tzinfo

from pydantic_core import PydanticCustomError

from notices.loading.located import Commented

__all__ = ["Reading", "refusal", "single"]


@dataclass(frozen=True, slots=True)
class Reading:
    """What the reading of a value depends on: the policy's zone and languages.

    The first language is the one that a plain text is in.
    """

    zone: tzinfo
    languages: tuple[str, ...]


def refusal(
    message: str,
    help: str = "",
    at: tuple[int, int] | None = None,
) -> PydanticCustomError:
    """A finding about one value; ``message`` goes on from the key's name (`is empty`)."""
    return PydanticCustomError("plain", "{message}", {"message": message, "help": help, "at": at})


def single(value: object) -> str:
    """The text itself; refuses mappings, lists and nothing."""
    if not isinstance(value, str):
        kind = "mapping" if isinstance(value, dict) else "list"
        raise refusal(f"has to be a single value, not a {kind}")
    if not value:
        if isinstance(value, Commented):
            raise refusal("is empty", "A text that begins with # needs quotes.", value.at)
        raise refusal("is empty", "Write a value, or delete the key.")
    return value
