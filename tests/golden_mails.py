"""Mails as they are, to be looked at: ``python -m tests.golden_mails`` writes ``tests/golden/outbox``.

Belongs here: which mails are kept, and writing them. Does not belong here: what holds for every mail
(``mails``). Open one in a mail program to see what its readers see.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from tests.rendering.test_mails import drawn, every_kind

__all__ = ["FOLDER", "golden_mails"]

FOLDER = Path(__file__).parent / "golden" / "outbox"
# Each kind in one language.
_KEPT = {
    "announcement": "vi",
    "move": "en",
    "cancellation": "vi",
    "result": "en",
    "update": "vi",
    "begun": "en",
    "staff": "vi",
    "hand-off": "en",
    "plan": "vi",
}


def golden_mails() -> Mapping[str, bytes]:
    """The bytes of each kept file by its name."""
    files = {}
    for kind, site, message in every_kind():
        if language := _KEPT.get(kind):
            found = drawn(site, message)
            files[f"{kind}.{language}.eml"] = found[message.path(language)]
            files[f"{kind}.{language}.txt"] = found[message.short_path(language)]
    return files


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.iterdir():
        old.unlink()
    for name, data in golden_mails().items():
        (FOLDER / name).write_bytes(data)
