"""What can be read in the bytes that come out, however they are wrapped.

Belongs here: taking wrappings off, and looking for the words of a book. Does not belong here: which words
are planted where (``planting``), which bytes come out (``outputs``).
"""

from __future__ import annotations

import binascii
import gzip
import re
import unicodedata
import zlib
from base64 import b64decode
from collections.abc import Callable, Iterable, Iterator
from email import message_from_bytes
from email.header import decode_header
from email.policy import compat32
from hashlib import sha256
from html import unescape
from pathlib import Path
from urllib.parse import unquote

__all__ = ["files_below", "folded", "signs", "texts", "traces"]

_DEEPEST = 4
_PNG = b"\x89PNG\r\n\x1a\n"
_FOLD = re.compile(r"\r?\n[ \t]")
_SOFT = re.compile(r"=[ \t]*\r?\n")
_QUOTED = re.compile(r"(?:=[0-9A-Fa-f]{2})+")
_JSON = re.compile(r"(?:\\u[0-9a-fA-F]{4})+")
_CSS = re.compile(r"\\([0-9a-fA-F]{2,6})[ \t\r\n]?")
_TAG = re.compile(r"<[^<>]{0,2000}>")
_ENCODED = re.compile(r"(?:=\?[\w-]+\?[bqBQ]\?[^?\s]*\?=\s*)+")
# Lines of a mail are joined; a word of sixteen letters is far shorter than what is looked for.
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{16,}(?:\r?\n[A-Za-z0-9+/_-]+)*={0,2}")
_MARKS = re.compile("[\u0300-\u036f]+")


def folded(text: str) -> str:
    """In small letters without marks: Vietnamese as addresses and the search have it."""
    if text.isascii():
        return text.lower()
    plain = _MARKS.sub("", unicodedata.normalize("NFKD", text))
    return plain.casefold().replace("đ", "d")


def texts(data: bytes) -> frozenset[str]:
    """All that these bytes say to somebody who takes every wrapping off, folded."""
    return frozenset(folded(text) for text in _unwrapped(data, _DEEPEST))


def _unwrapped(data: bytes, depth: int) -> Iterator[str]:
    if depth == 0 or not data:
        return
    for inner in _inside(data):
        yield from _unwrapped(inner, depth - 1)
    for text in dict.fromkeys(_as_text(data)):
        yield from _spelt_out(text, depth)


def _inside(data: bytes) -> Iterator[bytes]:
    """What is packed in the bytes of a file."""
    if data[:2] == b"\x1f\x8b":
        yield gzip.decompress(data)
    if data.startswith(_PNG):
        yield from _png_texts(data)
    if re.match(rb"[A-Za-z-]+: ?", data) and b"MIME-Version:" in data:
        for part in message_from_bytes(data, policy=compat32).walk():
            body = part.get_payload(decode=True)
            if isinstance(body, bytes):
                yield body


def _png_texts(data: bytes) -> Iterator[bytes]:
    """The chunks of a picture that are no picture."""
    at = len(_PNG)
    while at + 8 <= len(data):
        length, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        chunk = data[at + 8 : at + 8 + length]
        if kind != b"IDAT":
            yield chunk
            for start in (i for i, byte in enumerate(chunk) if byte == 0x78):
                try:
                    yield zlib.decompress(chunk[start:])
                except zlib.error:
                    continue
        at += length + 12


def _as_text(data: bytes) -> Iterator[str]:
    yield data.decode("utf-8", "replace")
    if b"\0" in data:
        yield data.replace(b"\0", b"").decode("utf-8", "replace")
        for encoding in ("utf-16-le", "utf-16-be"):
            yield data.decode(encoding, "replace")


_SPELLINGS: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("&", unescape),
    ("%", unquote),
    ("\n", lambda text: _FOLD.sub("", text)),
    ("=", lambda text: _QUOTED.sub(_of_quoted, _SOFT.sub("", text))),
    ("\\u", lambda text: _JSON.sub(lambda found: _of_json(found[0]), text)),
    ("\\", lambda text: _CSS.sub(lambda found: _character(found[1]), text)),
    ("=?", lambda text: _ENCODED.sub(lambda found: _of_header(found[0]), text)),
    ("<", lambda text: _TAG.sub("", text)),
)
"""What a text has to hold for a way of writing it to matter, and the text as it is meant."""


def _spelt_out(text: str, depth: int) -> Iterator[str]:
    """The text, and what becomes of it when it is read in one way after another, and so once more."""
    first = text
    yield text
    for sign, meant in _SPELLINGS * 2:
        if sign in text and (read := meant(text)) != text:
            text = read
            yield text
    for run in {*_BASE64.findall(first), *_BASE64.findall(text)}:
        yield from _unwrapped(_of_base64(run), depth - 1)


def _of_quoted(found: re.Match[str]) -> str:
    return bytes.fromhex(found[0].replace("=", "")).decode("utf-8", "replace")


def _of_json(run: str) -> str:
    units = b"".join(int(code, 16).to_bytes(2, "big") for code in run.split("\\u")[1:])
    return units.decode("utf-16-be", "replace")


def _character(code: str) -> str:
    number = int(code, 16)
    return chr(number) if number < 0x110000 else "�"


def _of_header(words: str) -> str:
    found = []
    try:
        for part, charset in decode_header(words):
            data = part if isinstance(part, bytes) else part.encode()
            found.append(data.decode(charset or "ascii", "replace"))
    except (LookupError, ValueError):
        return words
    return "".join(found)


def _of_base64(run: str) -> bytes:
    joined = re.sub(r"\s", "", run).rstrip("=").translate(str.maketrans("-_", "+/"))
    try:
        data = b64decode(joined[: len(joined) // 4 * 4] + _tail(joined))
    except binascii.Error:
        return b""
    # What was no base64 gives bytes that say nothing; text is mostly letters.
    printable = sum(32 <= byte < 127 or byte in (9, 10, 13) or byte >= 0xC3 for byte in data)
    return data if data[:2] == b"\x1f\x8b" or printable * 10 >= len(data) * 8 else b""


def _tail(joined: str) -> str:
    rest = joined[len(joined) // 4 * 4 :]
    return rest + "=" * (-len(rest) % 4) if len(rest) > 1 else ""


_WORD = re.compile(r"zq[a-z]{3}(?:[0-9]{3}[a-z]{2})?")
_CLOCK = re.compile(r"[0-9]{2}:[0-9]{2}(?![0-9])")
_STAMP = re.compile(r"t([0-9]{2})([0-9]{2})[0-9]{2}z?(?![0-9a-z])")
_SPAN = re.compile(r"(?<![\w.:-])([0-9]{1,4})\s?(?:phut|minutes?|min)\b|\bpt([0-9]{1,4})m\b")
_SECONDS = re.compile(r"downtime_s\W{1,3}([0-9]{1,6})\b")
_known: dict[bytes, frozenset[str]] = {}


def signs(data: bytes) -> frozenset[str]:
    """What may be planted: words such as `zqdra007vi`, clocks (`20:17`) and spans (`37 min`)."""
    # Most files of a site are those of the one before.
    digest = sha256(data).digest()
    if digest not in _known:
        _known[digest] = frozenset(sign for text in texts(data) for sign in _signs(text))
    return _known[digest]


def _signs(text: str) -> Iterator[str]:
    yield from _WORD.findall(text)
    yield from _CLOCK.findall(text)
    yield from (f"{hour}:{minute}" for hour, minute in _STAMP.findall(text))
    yield from (f"{count or short} min" for count, short in _SPAN.findall(text))
    yield from (f"{int(count) // 60} min" for count in _SECONDS.findall(text))


def traces(folder: Path, words: Iterable[str]) -> list[tuple[str, str]]:
    """Every word found in the name or in the bytes of a file below a folder."""
    looked = {word: folded(word) for word in words}
    return [
        (name, word)
        for name, data in files_below(folder).items()
        for word, plain in looked.items()
        if any(plain in text for text in (*texts(name.encode()), *texts(data)))
    ]


def files_below(folder: Path) -> dict[str, bytes]:
    """Every file and folder below a folder by its path; a folder has no bytes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else b""
        for path in sorted(folder.rglob("*"))
    }
