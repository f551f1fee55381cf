"""Texts that are hard on a format: each is allowed in an entry, and comes back as it was."""

from __future__ import annotations

import random
import unicodedata

from notices.loading.characters import any_forbidden

__all__ = ["HOSTILE", "random_titles"]

_VIETNAMESE = "Cập nhật quyền đăng nhập ở máy chủ"

HOSTILE = (
    "a ]]> b ]]]]><![CDATA[> c",
    "</script><script>alert(1)</script>",
    "<b>bold</b> & &amp; &lt; &#38; \"quoted\" 'single'",
    r"semi;colon, comma \ backslash \n no line",
    "BEGIN:VEVENT END:VCALENDAR X-A=1:2",
    "👩🏽‍💻 🇻🇳 emoji ✓ ＆",
    "עברית ואנגלית mixed \u200fmark\u200e العربية",
    unicodedata.normalize("NFC", _VIETNAMESE),
    unicodedata.normalize("NFD", _VIETNAMESE),
    "{{ 7*7 }} {% raw %} {title} %s %(x)s ${x}",
    "x" * 76 + "ườ" * 40,
    "#5 is out: 50% -- <!-- not a comment --> ?> <?xml",
    "zero\u200bwidth \u00a0 no-break \u00ad soft",
)


def random_titles(count: int, seed: int = 20261212) -> tuple[str, ...]:
    """So many titles of random characters from all of Unicode that loading lets through.

    No blanks at the ends and none doubled: a title is one line of words.
    """
    chance = random.Random(seed)
    spans = ((0x20, 0x7E), (0xA0, 0x17F), (0x1E00, 0x1EFF), (0x300, 0x36F), (0x590, 0x6FF),
             (0x0E00, 0x0E7F), (0x2000, 0x20FF), (0x3040, 0x9FFF), (0x1F300, 0x1FAFF),
             (0x20000, 0x2A6DF))  # fmt: skip
    found: list[str] = []
    while len(found) < count:
        length = chance.randrange(1, 60)
        drawn = "".join(chr(chance.randint(*chance.choice(spans))) for _ in range(length))
        title = " ".join(drawn.split())
        if title and not any_forbidden(title):
            found.append(title)
    return tuple(found)
