"""Whatever a word is wrapped in, it is found."""

from __future__ import annotations

import gzip
import json
import quopri
import struct
import zlib
from base64 import b64encode, urlsafe_b64encode
from email.message import EmailMessage
from html import escape
from urllib.parse import quote

import pytest

from tests.embargo.decoding import signs

WORD = "zqdra007en"
MARKED = "zqđrạ007ẽn"
CODED = "".join(f"&#{ord(c)};" for c in WORD)
TEXT = f"The secret is {WORD}, and nobody knows it."


def mail(encoding: str) -> bytes:
    message = EmailMessage()
    message["Subject"] = f"Đây là {MARKED} và còn nữa, để dòng này dài hơn bảy mươi sáu chữ cái"
    message.set_content(f"Đây là {'x' * 70} {WORD}", cte=encoding)
    return message.as_bytes()


def picture(kind: bytes, chunk: bytes) -> bytes:
    body = kind + chunk
    return (
        b"\x89PNG\r\n\x1a\n"
        + struct.pack(">I", len(chunk))
        + body
        + struct.pack(">I", zlib.crc32(body))
    )


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        TEXT.upper().encode(),
        f"Đây là {MARKED}".encode(),
        TEXT.encode("utf-16"),
        TEXT.encode("utf-16-be"),
        f"Đây là {MARKED}".encode("utf-16-le"),
        gzip.compress(TEXT.encode(), mtime=0),
        gzip.compress(gzip.compress(CODED.encode(), mtime=0), mtime=0),
        CODED.encode(),
        escape(CODED).encode(),
        "".join(f"%{ord(c):02x}" for c in WORD).encode(),
        quote(quote(MARKED)).encode(),
        "".join(f"\\u{ord(c):04x}" for c in WORD).encode(),
        json.dumps({"a": MARKED}).encode(),
        b'.a::after{content:"\\7a\\71\\64\\72\\61 007en"}',
        f"SUMMARY:{'x' * 60}zqdra0\r\n 07en".encode(),
        b64encode(TEXT.encode()),
        urlsafe_b64encode(f"~~~???{TEXT}".encode()),
        f'<a href="data:text/plain;base64,{b64encode(gzip.compress(TEXT.encode(), mtime=0)).decode()}">'.encode(),
        "\r\n".join(b64encode((TEXT * 9).encode()).decode()[at : at + 30] for at in range(0, 600, 30)).encode(),
        quopri.encodestring(f"Đây là {MARKED}".encode()),
        b"zqdra0=\r\n07en",
        b"zqdra<b>007</b>en",
        mail("base64"),
        mail("quoted-printable"),
        picture(b"tEXt", f"Title\0{WORD}".encode()),
        picture(b"zTXt", b"Title\0\0" + zlib.compress(TEXT.encode())),
        picture(b"iTXt", b"Title\0\1\0vi\0\0" + zlib.compress(f"Đây là {MARKED}".encode())),
    ],
)  # fmt: skip
def test_a_word_is_found(data: bytes) -> None:
    assert WORD in signs(data)


@pytest.mark.parametrize(
    "text, sign",
    [
        ("20:17–22:19", "20:17"),
        ("2026-12-26T13:17:00Z", "13:17"),
        ("DTSTART:20261226T131700Z", "13:17"),
        ("khoảng 37 phút", "37 min"),
        ("about 37&nbsp;minutes", "37 min"),
        ("PT37M", "37 min"),
        ('"downtime_s": 2220', "37 min"),
    ],
)
def test_a_time_and_a_length_are_found(text: str, sign: str) -> None:
    assert sign in signs(text.encode())


def test_of_a_word_cut_short_the_entry_is_found() -> None:
    assert signs(b"The secret is zqdra00\xe2\x80\xa6") == {"zqdra"}


def test_a_word_of_nobody_is_not_found() -> None:
    assert signs(b"Nothing is at 20:170, nor for 37 mins of it") == frozenset()
