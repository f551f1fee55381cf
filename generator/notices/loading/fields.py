"""The kinds of value that the files hold: how each is read, and how an editor may know it.

Belongs here: one annotated type for each kind of single value, and its bounds. Does not
belong here: texts in several languages (``languages``), which file has which keys
(``release_keys``, ``policy_keys``), what the policy makes of a value (``releases``, ``policy``).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any, Literal, TypeVar, cast
from zoneinfo import ZoneInfo

from pydantic import PlainValidator, ValidationInfo, WithJsonSchema

from notices.domain.instants import Lead, midnight
from notices.domain.release import ASAP
from notices.loading import instants
from notices.loading.languages import line_schema
from notices.loading.reading import Reading, refusal, single
from notices.loading.wording import quoted

__all__ = [
    "ID",
    "RESERVED",
    "Clock",
    "ClockEnd",
    "Count",
    "Day",
    "DayOfMonth",
    "Duration",
    "EndInstant",
    "Id",
    "Instant",
    "LeadTime",
    "Line",
    "Name",
    "OwnTime",
    "Planned",
    "Since",
    "Toggle",
    "ZoneName",
    "bad_id",
    "zone_of",
]

T = TypeVar("T")

ID = r"[a-z0-9][a-z0-9-]{0,63}"
RESERVED = frozenset(
    # `index` would be a page of its own; the others cannot be the name of a file on Windows,
    # so that a repository with one of them could not be checked out there.
    {"index", "con", "prn", "aux", "nul"}
    | {f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10)}
)
_ID = re.compile(ID)
_ZONE = re.compile(r"[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*")
# They are no zone's name but parts of the zone data's folder, or differ from machine to machine.
_NO_ZONES = frozenset({"localtime", "posixrules", "Factory", "posix", "right"})


def _source_line(value: object) -> str:
    text = single(value).rstrip("\n")
    if "\n" in text:
        raise refusal("has a line break", "Write it on one line.")
    if len(text) > 200:
        raise refusal(f"is {len(text)} characters long, more than 200")
    return text


Line = Annotated[str, PlainValidator(_source_line), WithJsonSchema(line_schema(200))]


def bad_id(text: str) -> tuple[str, str] | None:
    """Why ``text`` cannot be an id, as message and help; ``None`` if it can."""
    if not _ID.fullmatch(text):
        return (
            f"{quoted(text)} is not an id",
            "An id has 1 to 64 small letters a to z, digits and hyphens, and no hyphen first.",
        )
    if text in RESERVED:
        return f"the id '{text}' is reserved", "Choose another id."
    return None


def _id(value: object) -> str:
    text = single(value)
    if bad := bad_id(text):
        raise refusal(f": {bad[0]}", bad[1])
    return str(text)


def _name(value: object) -> str:
    text = single(value)
    if not _ID.fullmatch(text):
        raise refusal(
            f": {quoted(text)} is not a name that can be used here",
            "Write small letters a to z, digits and hyphens.",
        )
    return str(text)


Id = Annotated[str, PlainValidator(_id), WithJsonSchema({"type": "string", "pattern": f"^{ID}$"})]
Name = Annotated[
    str, PlainValidator(_name), WithJsonSchema({"type": "string", "pattern": f"^{ID}$"})
]


def _read_by(reader: Callable[[str], T]) -> Callable[[object], T]:
    def read(value: object) -> T:
        try:
            return reader(single(value))
        except instants.NotReadable as error:
            raise refusal(f": {error.message}", error.help) from None

    return read


def _instant(end: bool) -> Callable[[object, ValidationInfo], datetime]:
    def read(value: object, info: ValidationInfo) -> datetime:
        zone = cast("Reading", info.context).zone
        return _read_by(lambda text: instants.read_instant(text, zone, end=end))(value)

    return read


def _own_time(value: object, info: ValidationInfo) -> datetime | Literal["asap"]:
    return ASAP if value == ASAP else _instant(end=False)(value, info)


def _since(value: object, info: ValidationInfo) -> datetime:
    if isinstance(value, str) and re.fullmatch(instants.DATE, value):
        zone = cast("Reading", info.context).zone
        return _read_by(lambda text: midnight(instants.read_date(text), zone))(value)
    return _instant(end=False)(value, info)


_INSTANT_SCHEMA = {"type": "string", "pattern": f"^{instants.INSTANT}$"}

Instant = Annotated[datetime, PlainValidator(_instant(end=False)), WithJsonSchema(_INSTANT_SCHEMA)]
EndInstant = Annotated[
    datetime, PlainValidator(_instant(end=True)), WithJsonSchema(_INSTANT_SCHEMA)
]
OwnTime = Annotated[
    datetime | Literal["asap"],
    PlainValidator(_own_time),
    WithJsonSchema({"anyOf": [{"const": "asap"}, _INSTANT_SCHEMA]}),
]
Day = Annotated[
    date,
    PlainValidator(_read_by(instants.read_date)),
    WithJsonSchema({"type": "string", "pattern": f"^{instants.DATE}$"}),
]
Since = Annotated[
    datetime,
    PlainValidator(_since),
    WithJsonSchema({"type": "string", "pattern": f"^(?:{instants.DATE}|{instants.INSTANT})$"}),
]
_CLOCK_SCHEMA = {"type": "string", "pattern": f"^{instants.CLOCK}$"}
Clock = Annotated[
    time, PlainValidator(_read_by(instants.read_clock)), WithJsonSchema(_CLOCK_SCHEMA)
]
ClockEnd = Annotated[
    time | None,
    PlainValidator(_read_by(lambda text: instants.read_clock(text, end=True))),
    WithJsonSchema(_CLOCK_SCHEMA),
]
_LEAD_SCHEMA = {"type": "string", "pattern": f"^{instants.LEAD}$"}
LeadTime = Annotated[
    Lead, PlainValidator(_read_by(instants.read_lead)), WithJsonSchema(_LEAD_SCHEMA)
]
Duration = Annotated[
    timedelta, PlainValidator(_read_by(instants.read_duration)), WithJsonSchema(_LEAD_SCHEMA)
]


def _toggle(value: object) -> bool:
    text = single(value)
    if text not in {"true", "false"}:
        raise refusal(f" has to be true or false, not {quoted(text)}")
    return text == "true"


Toggle = Annotated[bool, PlainValidator(_toggle), WithJsonSchema({"type": "boolean"})]


def _whole(least: int, most: int) -> Callable[[object], int]:
    def read(value: object) -> int:
        text = single(value)
        if not re.fullmatch(r"[0-9]{1,9}", text) or not least <= int(text) <= most:
            raise refusal(f": {quoted(text)} is not a whole number from {least} to {most}")
        return int(text)

    return read


def _whole_schema(least: int, most: int) -> dict[str, Any]:
    return {"type": "integer", "minimum": least, "maximum": most}


Count = Annotated[
    int, PlainValidator(_whole(1, 1_000_000)), WithJsonSchema(_whole_schema(1, 1_000_000))
]
DayOfMonth = Annotated[int, PlainValidator(_whole(1, 31)), WithJsonSchema(_whole_schema(1, 31))]


def zone_of(text: str) -> ZoneInfo | None:
    """The time zone of that name in the zone data, if there is one."""
    if not _ZONE.fullmatch(text) or text.split("/", maxsplit=1)[0] in _NO_ZONES:
        return None
    try:
        return ZoneInfo(text)
    except (OSError, ValueError, KeyError):
        return None


def _zone_name(value: object) -> str:
    text = single(value)
    if zone_of(text) is None:
        raise refusal(
            f": there is no time zone {quoted(text)}",
            "Write its name in the zone database, such as Asia/Ho_Chi_Minh or Europe/Berlin.",
        )
    return str(text)


ZoneName = Annotated[
    str, PlainValidator(_zone_name), WithJsonSchema({"type": "string", "minLength": 1})
]


def _planned(value: object) -> frozenset[str] | Literal["asap"]:
    """As soon as possible always, or for these origins only."""
    if value == ASAP:
        return ASAP
    wrong = refusal(
        " has to be asap, or an origin with asap",
        "Write `planned: asap`, or such as `planned: {provider: asap}`.",
    )
    if not isinstance(value, dict):
        single(value)
        raise wrong
    if not value or any(
        said != ASAP or not _ID.fullmatch(origin) for origin, said in value.items()
    ):
        raise wrong
    return frozenset(value)


Planned = Annotated[
    frozenset[str] | Literal["asap"],
    PlainValidator(_planned),
    WithJsonSchema(
        {
            "anyOf": [
                {"const": "asap"},
                {
                    "type": "object",
                    "minProperties": 1,
                    "propertyNames": {"pattern": f"^{ID}$"},
                    "additionalProperties": {"const": "asap"},
                },
            ]
        }
    ),
]
