"""The kinds of value that the files hold: how each is read, and how an editor may know it.

Belongs here: one annotated type for each kind of single value, and its bounds. Does not
belong here: texts in several languages (``languages``), which file has which keys
(``release_keys``, ``policy_keys``), what the policy makes of a value (``releases``, ``policy``).
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any, Literal, TypeVar
from zoneinfo import ZoneInfo

from pydantic import Field

from notices.domain.instants import Lead, midnight
from notices.domain.names import ID, RESERVED, is_id, known
from notices.domain.phrases import Phrase, phrase
from notices.domain.release import ASAP
from notices.domain.wording import quoted
from notices.loading import instants
from notices.loading.languages import LANGUAGE, line, line_schema
from notices.loading.reading import (
    FIELD,
    ONE_OF,
    Kind,
    Reading,
    mapping_schema,
    refusal,
    single,
)

__all__ = [
    "Address",
    "Approver",
    "Approvers",
    "CategoryName",
    "Clock",
    "ClockEnd",
    "Count",
    "Day",
    "DayOfMonth",
    "Duration",
    "EndInstant",
    "Id",
    "Instant",
    "KnownLanguage",
    "KnownNotice",
    "KnownSystem",
    "LeadTime",
    "Line",
    "Many",
    "Name",
    "NoticeName",
    "OwnTime",
    "Period",
    "Planned",
    "Port",
    "Role",
    "Since",
    "Size",
    "Some",
    "SystemId",
    "Toggle",
    "Weekday",
    "ZoneName",
    "bad_id",
    "zone_of",
]

T = TypeVar("T")

_ZONE = re.compile(r"[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*")
# They are no zone's name but parts of the zone data's folder, or differ from machine to machine.
_NO_ZONES = frozenset({"localtime", "posixrules", "Factory", "posix", "right"})
_MOST = 500
_LONGEST_ADDRESS = 254


Many = Annotated[tuple[T, ...], Field(max_length=_MOST)]
Some = Annotated[tuple[T, ...], Field(min_length=1, max_length=_MOST)]


def _pattern(pattern: str) -> dict[str, Any]:
    return {"type": "string", "pattern": f"^{pattern}$"}


Line = Annotated[str, Kind(lambda text, _: line(text, 200), line_schema(200))]


# Of what RFC 5322 allows, what needs no quotes in any format.
_ADDRESS = r"[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+"


def _address(text: str, _: Reading) -> str:
    if len(text) > _LONGEST_ADDRESS or not re.fullmatch(_ADDRESS, text):
        raise refusal(
            phrase("{field}: {text} is not an email address", field=FIELD, text=quoted(text)),
            phrase("Write it like noc@example.com."),
        )
    return text


Address = Annotated[str, Kind(_address, _pattern(_ADDRESS))]


def bad_id(text: str) -> tuple[Phrase, Phrase] | None:
    """Why ``text`` cannot be an id, as message and help; ``None`` if it can."""
    if not is_id(text):
        return (
            phrase("{text} is not an id", text=quoted(text)),
            phrase(
                "An id has 1 to 64 lowercase letters (a to z), digits and hyphens, and does not "
                "start with a hyphen."
            ),
        )
    if text in RESERVED:
        return phrase("the id '{id}' is reserved", id=text), phrase("Choose another id.")
    return None


def _id(text: str, _: Reading) -> str:
    if bad := bad_id(text):
        raise refusal(phrase("{field}: {what}", field=FIELD, what=bad[0]), bad[1])
    return text


def _name(text: str, _: Reading) -> str:
    if not is_id(text):
        raise refusal(
            phrase("{field}: {text} is not a valid name", field=FIELD, text=quoted(text)),
            phrase("Use lowercase letters (a to z), digits and hyphens."),
        )
    return text


def _role(text: str, reading: Reading) -> str:
    if reading.roles and text not in reading.roles:
        help = known(text, reading.roles, phrase("The policy's roles are"))
        raise refusal(phrase("unknown role {text}", text=quoted(text)), help)
    return _name(text, reading)


def _category(text: str, reading: Reading) -> str:
    if text not in reading.categories:
        help = known(text, reading.categories, phrase("The policy's categories are"))
        raise refusal(phrase("unknown category {text}", text=quoted(text)), help)
    return text


def _one_of(names: str) -> dict[str, Any]:
    """An id; in a project one of its ``names``, which a schema puts there (``schema``)."""
    return {**_pattern(ID), ONE_OF: names}


Id = Annotated[str, Kind(_id, _pattern(ID))]
SystemId = Annotated[str, Kind(_id, _one_of("systems"))]
Name = Annotated[str, Kind(_name, _pattern(ID))]
NoticeName = Annotated[str, Kind(_name, _one_of("notices"))]
Approver = Annotated[str, Kind(_name, _one_of("roles"))]
Role = Annotated[str, Kind(_role, _one_of("roles"))]
CategoryName = Annotated[str, Kind(_category, _one_of("categories"))]


def _known_language(text: str, reading: Reading) -> str:
    if text not in reading.languages:
        help = known(text, reading.languages, phrase("The policy's languages are"))
        raise refusal(phrase("unknown language {text}", text=quoted(text)), help)
    return text


def _known_notice(text: str, reading: Reading) -> str:
    if text not in reading.notices:
        help = known(text, reading.notices, phrase("The notices are"))
        raise refusal(phrase("unknown notice {text}", text=quoted(text)), help)
    return text


def _known_system(text: str, reading: Reading) -> str:
    if reading.systems is not None and text not in reading.systems:
        help = known(text, reading.systems, phrase("The systems are"))
        raise refusal(
            phrase("unknown system {text}", text=quoted(text)),
            help or phrase("List it in `content/systems.yml`."),
        )
    return text


KnownLanguage = Annotated[str, Kind(_known_language, {**_pattern(LANGUAGE), ONE_OF: "languages"})]
KnownNotice = Annotated[str, Kind(_known_notice, _one_of("told"))]
KnownSystem = Annotated[str, Kind(_known_system, _one_of("systems"))]


def _approvers(value: object, reading: Reading) -> tuple[str, ...]:
    """One role, or several."""
    if not isinstance(value, list):
        return (_name(single(value), reading),)
    if not value:
        raise refusal(
            phrase("{field} is empty", field=FIELD),
            phrase("Write at least one, or delete the key."),
        )
    return tuple(_name(single(each), reading) for each in value)


_ROLE = _one_of("roles")
Approvers = Annotated[
    tuple[str, ...],
    Kind(
        _approvers,
        {"anyOf": [_ROLE, {"type": "array", "minItems": 1, "items": _ROLE}]},
        raw=True,
    ),
]


def _instant(text: str, reading: Reading) -> datetime:
    return instants.read_instant(text, reading.zone)


def _since(text: str, reading: Reading) -> datetime:
    if re.fullmatch(instants.DATE, text):
        return midnight(instants.read_date(text), reading.zone)
    return _instant(text, reading)


Instant = Annotated[datetime, Kind(_instant, _pattern(instants.INSTANT))]
EndInstant = Annotated[
    datetime,
    Kind(
        lambda text, reading: instants.read_instant(text, reading.zone, end=True),
        _pattern(instants.INSTANT),
    ),
]
OwnTime = Annotated[
    datetime | Literal["asap"],
    Kind(
        lambda text, reading: ASAP if text == ASAP else _instant(text, reading),
        {"anyOf": [{"const": "asap"}, _pattern(instants.INSTANT)]},
    ),
]
Since = Annotated[datetime, Kind(_since, _pattern(f"(?:{instants.DATE}|{instants.INSTANT})"))]
Day = Annotated[date, Kind(lambda text, _: instants.read_date(text), _pattern(instants.DATE))]
Clock = Annotated[time, Kind(lambda text, _: instants.read_clock(text), _pattern(instants.CLOCK))]
ClockEnd = Annotated[
    time | None,
    Kind(lambda text, _: instants.read_clock(text, end=True), _pattern(instants.CLOCK)),
]
LeadTime = Annotated[Lead, Kind(lambda text, _: instants.read_lead(text), _pattern(instants.LEAD))]
Period = Annotated[
    Lead, Kind(lambda text, _: instants.read_period(text), _pattern(instants.PERIOD))
]
Duration = Annotated[
    timedelta, Kind(lambda text, _: instants.read_duration(text), _pattern(instants.DURATION))
]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


def _toggle(text: str, _: Reading) -> bool:
    if text not in {"true", "false"}:
        raise refusal(
            phrase("{field} must be true or false, not {text}", field=FIELD, text=quoted(text))
        )
    return text == "true"


Toggle = Annotated[bool, Kind(_toggle, {"type": "boolean"})]


def _whole_number(most: int) -> Kind:
    def read(text: str, _: Reading) -> int:
        if not re.fullmatch(r"[0-9]{1,9}", text) or not 1 <= int(text) <= most:
            raise refusal(
                phrase(
                    "{field}: {text} is not a whole number from 1 to {most}",
                    field=FIELD,
                    text=quoted(text),
                    most=most,
                )
            )
        return int(text)

    return Kind(read, {"type": "integer", "minimum": 1, "maximum": most})


Count = Annotated[int, _whole_number(1_000_000)]
DayOfMonth = Annotated[int, _whole_number(31)]
Port = Annotated[int, _whole_number(65_535)]
Size = Annotated[int, _whole_number(100_000_000)]


def zone_of(text: str) -> ZoneInfo | None:
    """The time zone of that name in the zone data, if there is one."""
    if not _ZONE.fullmatch(text) or text.split("/", maxsplit=1)[0] in _NO_ZONES:
        return None
    try:
        return ZoneInfo(text)
    except (OSError, ValueError, KeyError):
        return None


def _zone_name(text: str, _: Reading) -> str:
    if zone_of(text) is None:
        raise refusal(
            phrase("{field}: unknown time zone {text}", field=FIELD, text=quoted(text)),
            phrase("Write a name of the zone database, such as Asia/Ho_Chi_Minh or Europe/Berlin."),
        )
    return text


ZoneName = Annotated[str, Kind(_zone_name, {"type": "string", "minLength": 1})]


def _planned(value: object, _: Reading) -> frozenset[str] | Literal["asap"]:
    """As soon as possible always, or for these origins only."""
    if value == ASAP:
        return ASAP
    if isinstance(value, dict) and value:
        if all(when == ASAP and is_id(origin) for origin, when in value.items()):
            return frozenset(value)
    elif not isinstance(value, dict):
        single(value)
    raise refusal(
        phrase("{field} must be asap, or asap for an origin", field=FIELD),
        phrase("Write `planned: asap`, or for example `planned: {{provider: asap}}`."),
    )


_ASAP = {"const": ASAP}
Planned = Annotated[
    frozenset[str] | Literal["asap"],
    Kind(_planned, {"anyOf": [_ASAP, mapping_schema(ID, _ASAP)]}, raw=True),
]
