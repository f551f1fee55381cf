"""Values of the domain as JSON and back, by the types that their classes name.

Belongs here: one way to write and to read each type. Does not belong here: which values are
kept, and when they are believed (``reader``).

A class needs nothing for it, and a new field is written as soon as it is there. What is read has
the types that the class names, or is refused; no class is looked up by a name in the text.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import cache
from typing import Any, Literal, NamedTuple, TypeVar, Union, get_args, get_origin, get_type_hints
from zoneinfo import ZoneInfo

__all__ = ["decoded", "encoded"]

T = TypeVar("T")

_MICROSECOND = timedelta(microseconds=1)


def encoded(value: Any) -> Any:
    """An instance of a data class as lists, mappings, text and numbers.

    Raises ``ValueError`` or ``TypeError`` for what could not be read back as the same.
    """
    kind: Any = type(value)
    return _codec(kind).encode(value)


def decoded(kind: type[T], data: Any) -> T:
    """The instance of the data class ``kind`` that ``encoded`` wrote.

    Raises ``ValueError`` or ``TypeError`` where ``data`` has other types.
    """
    named: Any = kind
    value: T = _codec(named).decode(data)
    return value


class _Codec(NamedTuple):
    """How values of one type are known, written and read."""

    holds: Callable[[Any], bool]
    encode: Callable[[Any], Any]
    decode: Callable[[Any], Any]


@cache
def _codec(kind: Hashable) -> _Codec:
    origin, inner = get_origin(kind), get_args(kind)
    if kind in _SINGLE:
        return _SINGLE[kind]
    if is_dataclass(kind) and isinstance(kind, type):
        return _of_class(kind)
    if origin is Literal:
        return _plain(lambda value: type(value) in (str, bool) and value in inner)
    if origin in (Union, types.UnionType):
        return _of_union([_codec(each) for each in inner])
    if origin in (tuple, frozenset) and inner[1:] in ((), (...,)):
        return _of_many(origin, _codec(inner[0]))
    if origin is tuple:
        return _of_row([_codec(each) for each in inner])
    if origin is not None and issubclass(origin, Mapping) and inner[0] is str:
        return _of_mapping(_codec(inner[1]))
    raise TypeError(f"{kind} has no form as JSON")


def _checked(value: Any, holds: Callable[[Any], bool]) -> Any:
    if not holds(value):
        raise TypeError(f"{type(value)} has no place here")
    return value


def _plain(holds: Callable[[Any], bool]) -> _Codec:
    """What JSON has itself."""
    return _Codec(holds, lambda value: _checked(value, holds), lambda data: _checked(data, holds))


def _text(kind: type, write: Callable[[Any], str], read: Callable[[str], Any]) -> _Codec:
    """What is written as text."""

    def encode(value: Any) -> str:
        text = write(value)
        if read(text) != value:
            raise ValueError(f"{value!r} cannot be read back")
        return text

    def decode(data: Any) -> Any:
        return read(_checked(data, _is_text))

    return _Codec(lambda value: type(value) is kind, encode, decode)


def _instant(text: str) -> datetime:
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is not UTC:
        raise ValueError(f"{text} is not in UTC")
    return instant


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (OSError, KeyError):
        raise ValueError(f"there is no zone {name}") from None


def _of_type(kind: type) -> _Codec:
    return _plain(lambda value: type(value) is kind)


_SINGLE: dict[Any, _Codec] = {
    **{kind: _of_type(kind) for kind in (str, int, bool, types.NoneType)},
    datetime: _text(datetime, datetime.isoformat, _instant),
    date: _text(date, date.isoformat, date.fromisoformat),
    time: _text(time, time.isoformat, time.fromisoformat),
    timedelta: _text(
        timedelta,
        lambda span: str(span // _MICROSECOND),
        lambda text: int(text) * _MICROSECOND,
    ),
    tzinfo: _text(ZoneInfo, str, _zone),
}


def _of_class(kind: type) -> _Codec:
    """A list of its fields, in their order."""
    hints = get_type_hints(kind)
    names = [field.name for field in fields(kind)]
    codecs = [_codec(hints[name]) for name in names]
    writers = [(name, codec.encode) for name, codec in zip(names, codecs, strict=True)]
    readers = [codec.decode for codec in codecs]

    def encode(value: Any) -> list[Any]:
        return [write(getattr(value, name)) for name, write in writers]

    def decode(data: Any) -> Any:
        each = _checked(data, _is_list)
        return kind(*[read(value) for read, value in zip(readers, each, strict=True)])

    return _Codec(lambda value: type(value) is kind, encode, decode)


def _of_union(codecs: Sequence[_Codec]) -> _Codec:
    """Nothing as nothing; each other value, where there are several types, with the type's number."""
    nothing = _SINGLE[types.NoneType]
    others = [codec for codec in codecs if codec is not nothing]

    def holds(value: Any) -> bool:
        return any(codec.holds(value) for codec in codecs)

    def encode(value: Any) -> Any:
        if value is None and nothing in codecs:
            return None
        if len(others) == 1:
            return others[0].encode(value)
        for number, codec in enumerate(others):
            if codec.holds(value):
                return [number, codec.encode(value)]
        raise TypeError(f"{type(value)} has no place here")

    def decode(data: Any) -> Any:
        if data is None and nothing in codecs:
            return None
        if len(others) == 1:
            return others[0].decode(data)
        number, inner = _checked(data, _is_list)
        if type(number) is not int or number not in range(len(others)):
            raise ValueError(f"there is no type of number {number}")
        return others[number].decode(inner)

    return _Codec(holds, encode, decode)


def _of_many(kind: Callable[[Any], Any], codec: _Codec) -> _Codec:
    write, read = codec.encode, codec.decode
    return _Codec(
        lambda value: isinstance(value, tuple | frozenset),
        lambda value: [write(each) for each in value],
        lambda data: kind([read(each) for each in _checked(data, _is_list)]),
    )


def _of_row(codecs: Sequence[_Codec]) -> _Codec:
    return _Codec(
        lambda value: type(value) is tuple,
        lambda value: [codec.encode(each) for codec, each in zip(codecs, value, strict=True)],
        lambda data: tuple(
            [c.decode(each) for c, each in zip(codecs, _checked(data, _is_list), strict=True)]
        ),
    )


def _of_mapping(codec: _Codec) -> _Codec:
    write, read = codec.encode, codec.decode
    return _Codec(
        lambda value: isinstance(value, Mapping),
        lambda value: {name: write(each) for name, each in value.items()},
        lambda data: {name: read(each) for name, each in _checked(data, _is_dict).items()},
    )


def _is_text(data: Any) -> bool:
    return type(data) is str


def _is_list(data: Any) -> bool:
    return type(data) is list


def _is_dict(data: Any) -> bool:
    return type(data) is dict
