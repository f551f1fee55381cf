"""Mutations: inputs that are nearly like known ones, drawn from a seed.

Belongs here: the ways in which bytes change. Does not belong here: coverage, which needs atheris
(``guided``). This is plain Python, the same on each version of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from random import Random

__all__ = ["mutated"]

_LONGEST = 16 * 1024
_MOST_CHANGES = 6

Change = Callable[[Random, bytes, Sequence[bytes], Sequence[bytes]], bytes]


def mutated(seed: int, known: Sequence[bytes], words: Sequence[bytes]) -> Iterator[bytes]:
    """Changed copies of the ``known`` inputs without an end; a seed gives the same each time."""
    chance = Random(seed)
    while True:
        data = chance.choice(known) if known else b""
        for _ in range(chance.randint(1, _MOST_CHANGES)):
            data = chance.choice(_CHANGES)(chance, data, known, words)
        yield data[:_LONGEST]


def _span(chance: Random, data: bytes) -> tuple[int, int]:
    begin = chance.randint(0, len(data))
    return begin, min(len(data), begin + chance.choice((1, 1, 2, 4, 8, 32, 128)))


def _word(chance: Random, data: bytes, _: Sequence[bytes], words: Sequence[bytes]) -> bytes:
    at = chance.randint(0, len(data))
    return data[:at] + chance.choice(words) + data[at:]


def _other_word(chance: Random, data: bytes, _: Sequence[bytes], words: Sequence[bytes]) -> bytes:
    begin, end = _span(chance, data)
    return data[:begin] + chance.choice(words) + data[end:]


def _without(chance: Random, data: bytes, _: Sequence[bytes], __: Sequence[bytes]) -> bytes:
    begin, end = _span(chance, data)
    return data[:begin] + data[end:]


def _byte(chance: Random, data: bytes, _: Sequence[bytes], __: Sequence[bytes]) -> bytes:
    begin = chance.randint(0, len(data))
    return data[:begin] + bytes([chance.randrange(256)]) + data[begin + 1 :]


def _repeated(chance: Random, data: bytes, _: Sequence[bytes], __: Sequence[bytes]) -> bytes:
    begin, end = _span(chance, data)
    return data[:end] + data[begin:end] * chance.choice((1, 2, 10, 100, 1000)) + data[end:]


def _torn(chance: Random, data: bytes, _: Sequence[bytes], __: Sequence[bytes]) -> bytes:
    return data[: chance.randint(0, len(data))]


def _crossed(chance: Random, data: bytes, known: Sequence[bytes], __: Sequence[bytes]) -> bytes:
    other = chance.choice(known) if known else b""
    return data[: chance.randint(0, len(data))] + other[chance.randint(0, len(other)) :]


def _lines(chance: Random, data: bytes, _: Sequence[bytes], __: Sequence[bytes]) -> bytes:
    """A line lost, doubled, or in another place."""
    lines = data.split(b"\n")
    line = lines.pop(chance.randrange(len(lines)))
    for _again in range(chance.randrange(3)):
        lines.insert(chance.randint(0, len(lines)), line)
    return b"\n".join(lines)


_CHANGES: tuple[Change, ...] = (
    *(_word, _other_word, _without, _byte, _repeated, _torn, _crossed, _lines),
)
