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
from functools import cache, lru_cache
from typing import Any, Literal, NamedTuple, TypeVar, Union, get_args, get_origin, get_type_hints
from zoneinfo import ZoneInfo

__all__ = ["decoded", "encoded"]

T = TypeVar("T")

_MICROSECOND = timedelta(microseconds=1)
_INTEGERS = frozenset({int})


def encoded(value: Any) -> Any:
    """An instance of a data class as lists, mappings, text and numbers.

    Raises ``ValueError`` or ``TypeError`` for what could not be read back as the same.
    """
    kind: Any = type(value)
    return _codec(kind).encode(value)


def decoded(kind: type[T], data: Any) -> T:
    """The instance of the data class ``kind`` that ``encoded`` wrote.

    It may share mappings with ``data``. Raises ``ValueError`` or ``TypeError`` where ``data`` has
    other types.
    """
    named: Any = kind
    value: T = _codec(named).decode(data)
    return value


class _Codec(NamedTuple):
    """How values of one type are known, written and read.

    What has one of the types ``same`` is written and read as it is. Thousands of entries are
    read at once, and most of what they hold is so: nobody is called for it.
    """

    holds: Callable[[Any], bool]
    encode: Callable[[Any], Any]
    decode: Callable[[Any], Any]
    same: frozenset[type] = frozenset()

    def written(self, value: Any) -> Any:
        return value if type(value) in self.same else self.encode(value)

    def read(self, data: Any) -> Any:
        return data if type(data) in self.same else self.decode(data)


@cache
def _codec(kind: Hashable) -> _Codec:
    origin, inner = get_origin(kind), get_args(kind)
    if kind in _SINGLE:
        return _SINGLE[kind]
    if is_dataclass(kind) and isinstance(kind, type):
        return _of_class(kind)
    if origin is Literal:
        return _of_choices(inner)
    if origin in (Union, types.UnionType):
        return _of_union([_codec(each) for each in inner])
    if origin in (tuple, frozenset) and inner[1:] in ((), (...,)):
        return _of_many(origin, _codec(inner[0]))
    if origin is tuple:
        return _of_row([_codec(each) for each in inner])
    if origin is not None and issubclass(origin, Mapping) and inner[0] is str:
        if get_origin(inner[1]) is tuple and _INTEGERS.issuperset(get_args(inner[1])):
            return _of_table(len(get_args(inner[1])))
        return _of_mapping(_codec(inner[1]))
    raise TypeError(f"{kind} has no form as JSON")


def _refused(value: Any) -> Any:
    raise TypeError(f"{type(value)} has no place here")


def _checked(value: Any, kind: type) -> Any:
    return value if type(value) is kind else _refused(value)


def _of_type(kind: type) -> _Codec:
    """What JSON has itself."""
    return _Codec(lambda value: type(value) is kind, _refused, _refused, frozenset({kind}))


def _of_choices(choices: Sequence[Any]) -> _Codec:
    def check(value: Any) -> Any:
        return value if type(value) in (str, bool) and value in choices else _refused(value)

    return _Codec(lambda value: type(value) in (str, bool) and value in choices, check, check)


def _text(kind: type, write: Callable[[Any], str], read: Callable[[Any], Any]) -> _Codec:
    """What is written as text; ``read`` refuses all else."""

    def encode(value: Any) -> str:
        text = write(value)
        if read(text) != value:
            raise ValueError(f"{value!r} cannot be read back")
        return text

    return _Codec(lambda value: type(value) is kind, encode, read)


def _instant(text: Any) -> datetime:
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is not UTC:
        raise ValueError(f"{text} is not in UTC")
    return instant


def _span(text: Any) -> timedelta:
    return int(_checked(text, str)) * _MICROSECOND


def _zone(name: Any) -> ZoneInfo:
    try:
        return ZoneInfo(_checked(name, str))
    except (OSError, KeyError):
        raise ValueError(f"there is no zone {name}") from None


_SINGLE: dict[Any, _Codec] = {
    **{kind: _of_type(kind) for kind in (str, int, bool, types.NoneType)},
    datetime: _text(datetime, datetime.isoformat, _instant),
    date: _text(date, date.isoformat, date.fromisoformat),
    time: _text(time, time.isoformat, time.fromisoformat),
    timedelta: _text(timedelta, lambda span: str(span // _MICROSECOND), _span),
    tzinfo: _text(ZoneInfo, str, _zone),
}


def _of_class(kind: type) -> _Codec:
    """A list of its fields, in their order."""
    hints = get_type_hints(kind)
    codecs = [(field.name, _codec(hints[field.name])) for field in fields(kind)]
    writers = [(name, codec.written) for name, codec in codecs]
    readers = [(codec.same, codec.decode) for _, codec in codecs]
    made: Callable[..., Any] = kind
    if any(field.kw_only for field in fields(kind)):
        names = [name for name, _ in codecs]

        def made(*values: Any) -> Any:
            return kind(**dict(zip(names, values, strict=True)))

    def encode(value: Any) -> list[Any]:
        return [write(getattr(value, name)) for name, write in writers]

    def decode(data: Any) -> Any:
        if type(data) is not list:
            _refused(data)
        values = [
            each if type(each) in same else read(each)
            for (same, read), each in zip(readers, data, strict=True)
        ]
        return made(*values)

    return _Codec(lambda value: type(value) is kind, encode, decode)


def _of_union(codecs: Sequence[_Codec]) -> _Codec:
    """Nothing as nothing; each other value, where there are several types, with the type's number."""
    nothing = _SINGLE[types.NoneType]
    others = [codec for codec in codecs if codec is not nothing]
    same = nothing.same if nothing in codecs else frozenset[type]()

    def holds(value: Any) -> bool:
        return any(codec.holds(value) for codec in codecs)

    def encode(value: Any) -> Any:
        for number, codec in enumerate(others):
            if codec.holds(value):
                return [number, codec.written(value)]
        return _refused(value)

    def decode(data: Any) -> Any:
        number, inner = _checked(data, list)
        if type(number) is not int or number not in range(len(others)):
            raise ValueError(f"there is no type of number {number}")
        return others[number].read(inner)

    if len(others) == 1:
        return _Codec(holds, others[0].encode, others[0].decode, same | others[0].same)
    return _Codec(holds, encode, decode, same)


def _of_many(kind: Callable[[Any], Any], codec: _Codec) -> _Codec:
    def decode(data: Any) -> Any:
        if type(data) is not list:
            _refused(data)
        if codec.same.issuperset(map(type, data)):
            return kind(data)
        return kind(map(codec.read, data))

    return _Codec(
        lambda value: isinstance(value, tuple | frozenset),
        lambda value: list(map(codec.written, value)),
        decode,
    )


def _of_row(codecs: Sequence[_Codec]) -> _Codec:
    return _Codec(
        lambda value: type(value) is tuple,
        lambda value: [codec.written(each) for codec, each in zip(codecs, value, strict=True)],
        lambda data: tuple(
            [codec.read(each) for codec, each in zip(codecs, _checked(data, list), strict=True)]
        ),
    )


def _of_mapping(codec: _Codec) -> _Codec:
    def decode(data: Any) -> Any:
        if type(data) is not dict:
            _refused(data)
        if codec.same.issuperset(map(type, data.values())):
            return data
        return {name: codec.read(each) for name, each in data.items()}

    return _Codec(
        lambda value: isinstance(value, Mapping),
        lambda value: {name: codec.written(each) for name, each in value.items()},
        decode,
    )


def _of_table(width: int) -> _Codec:
    """Names with ``width`` numbers each, as one text and one list: every entry has dozens."""

    def encode(value: Any) -> list[Any]:
        data = ["\n".join(value), [number for row in value.values() for number in row]]
        if decode(data) != value:
            raise ValueError(f"{value!r} cannot be read back")
        return data

    def decode(data: Any) -> Any:
        text, numbers = _checked(data, list)
        if not _INTEGERS.issuperset(map(type, _checked(numbers, list))):
            raise TypeError(f"{numbers} are no whole numbers")
        names = _lines(_checked(text, str)) if numbers else ()
        rows = zip(*[iter(numbers)] * width, strict=True)
        return dict(zip(names, rows, strict=True))

    return _Codec(lambda value: isinstance(value, Mapping), encode, decode)


@lru_cache(512)
def _lines(text: str) -> tuple[str, ...]:
    """Most entries have the same few fields, and share their names."""
    return tuple(text.split("\n"))
