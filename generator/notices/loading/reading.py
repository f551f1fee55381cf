"""What the reading of every value shares: its context, how it refuses, and the base of all models.

Belongs here: what `fields`, `languages` and the models use. Does not belong here: any kind of
value, any key.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from functools import cache
from typing import Any, ClassVar, cast

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    ValidationInfo,
)
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from notices.domain.phrases import NO_TEXT, Phrase, phrase
from notices.loading.document import Commented
from notices.loading.instants import NotReadable

__all__ = [
    "FIELD",
    "NOW",
    "ONE_OF",
    "TODAY",
    "Fault",
    "Keys",
    "Kind",
    "Reading",
    "mapping_schema",
    "optional",
    "refusal",
    "refused",
    "required",
    "single",
]


NOW = "2026-12-12 21:40"
TODAY = "2026-12-12"
"""Examples of a time and a day that have come. Help lines show the present in their place."""

FIELD = "{field}"
"""Stands in a fault's message for the name of the key, which its reader does not know."""

ONE_OF = "x-one-of"
"""The key of a value's schema that says whose names it takes in a project."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the reading of a value depends on: the policy's zone, languages and names.

    The first language is the one that a plain text is in. Where ``roles`` are empty, any is
    good, and so is any system where ``systems`` is ``None``; ``month`` (``YYYY-MM``) is that of a plan. Help lines show ``now`` where a time that has
    come is asked for, and an example without it.
    """

    zone: tzinfo
    languages: tuple[str, ...]
    roles: Collection[str] = ()
    categories: Collection[str] = ()
    month: str = ""
    now: datetime | None = None
    systems: Collection[str] | None = None
    notices: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a value.

    Where ``message`` has ``FIELD`` as its ``field``, the name of the key is filled in.
    ``within`` leads from the value to the part that is wrong, ``at_key`` points to that part's
    key, and ``at`` to a place of its own.
    """

    message: Phrase
    help: Phrase = NO_TEXT
    within: tuple[int | str, ...] = ()
    at_key: bool = False
    at: tuple[int, int] | None = None


def refused(faults: Iterable[Fault]) -> PydanticCustomError:
    """One error for all these faults."""
    return PydanticCustomError("refused", "refused", {"faults": tuple(faults)})


def refusal(
    message: Phrase, help: Phrase = NO_TEXT, at: tuple[int, int] | None = None
) -> PydanticCustomError:
    """The error for one fault of the whole value."""
    return refused([Fault(message, help, at=at)])


def single(value: object) -> str:
    """The text itself; refuses mappings, lists and nothing."""
    if value and isinstance(value, str):
        return str(value)
    if not isinstance(value, str):
        raise refusal(
            phrase("{field} must be a single value, not a mapping", field=FIELD)
            if isinstance(value, dict)
            else phrase("{field} must be a single value, not a list", field=FIELD)
        )
    empty = phrase("{field} is empty", field=FIELD)
    if isinstance(value, Commented):
        raise refusal(empty, phrase("Put a text that begins with # in quotes."), value.at)
    raise refusal(empty, phrase("Write a value, or delete the key."))


class Kind:
    """One kind of value, as the metadata of an ``Annotated`` type.

    ``read`` gets the value's text (with ``raw``, the value as it was read) and the context; it
    raises `NotReadable` or a `refusal`. ``schema`` is the JSON Schema for editors.
    """

    def __init__(
        self, read: Callable[[Any, Reading], object], schema: dict[str, Any], *, raw: bool = False
    ) -> None:
        self.read = read
        self.schema = schema
        self.raw = raw

    def __get_pydantic_core_schema__(self, _: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """A validator that calls ``read``."""
        return core_schema.with_info_plain_validator_function(self._validate)

    def __get_pydantic_json_schema__(self, _: CoreSchema, handler: object) -> dict[str, Any]:
        """The schema for editors."""
        return dict(self.schema)

    def _validate(self, value: object, info: ValidationInfo) -> object:
        try:
            return self.read(value if self.raw else single(value), cast("Reading", info.context))
        except NotReadable as error:
            message = phrase("{field}: {what}", field=FIELD, what=error.message)
            raise refusal(message, error.help) from None


def mapping_schema(names: str, leaf: dict[str, Any]) -> dict[str, Any]:
    """What an editor may know of a mapping: the pattern of its keys, and its values."""
    return {
        "type": "object",
        "minProperties": 1,
        "propertyNames": {"pattern": f"^{names}$"},
        "additionalProperties": leaf,
    }


def required(description: str, example: str = "…", **options: Any) -> Any:
    """A key that must be there; where it is missing, the ``example`` is shown."""
    return Field(description=description, examples=[example], **options)


def optional(description: str, default: Any = None, **options: Any) -> Any:
    """A key that may be missing."""
    return Field(default, description=description, **options)


class Keys(BaseModel):
    """A mapping with known keys; instances are read from a file and never change."""

    # Of most models no validator is ever needed: those of whole files hold them.
    model_config = ConfigDict(
        extra="forbid", frozen=True, hide_input_in_errors=True, defer_build=True
    )

    shape: ClassVar[Any]
    """The domain's dataclass that `to_domain` makes of it."""

    def to_domain(self, **more: Any) -> Any:
        """The domain's shape from the fields of the same names; ``more`` are its other fields.

        A key that is not there leaves the domain its own default.
        """
        given = self.model_fields_set
        for name in _names(type(self)):
            value = getattr(self, name)
            if name not in more and (value is not None or name in given):
                more[name] = _to_domain(value)
        return self.shape(**more)


@cache
def _names(keys: type[Keys]) -> tuple[str, ...]:
    """The fields of the domain's shape that the mapping has, too."""
    names = (field.name for field in dataclasses.fields(keys.shape))
    return tuple(name for name in names if name in keys.model_fields or hasattr(keys, name))


# To ask of a value whether it is a model is slow, and most values are none.
_PLAIN = frozenset({str, bool, int, type(None), date, datetime, timedelta})


def _to_domain(value: Any) -> Any:
    if type(value) in _PLAIN:
        return value
    if isinstance(value, Keys):
        return value.to_domain()
    if isinstance(value, tuple):
        return tuple(map(_to_domain, value))
    if isinstance(value, dict):
        return {name: _to_domain(each) for name, each in value.items()}
    return value
