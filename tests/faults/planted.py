"""Words that may not come out, each so rare that it can be looked for.

Belongs here: secrets and hidden entries, and where one of their words was found. Does not belong
here: what comes out.
"""

from __future__ import annotations

import subprocess
from base64 import b64encode
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import quote

from tests.embargo.planting import secret
from tests.project import Project

__all__ = [
    "HIDDEN", "HOOK_ADDRESS", "HOOK_KEY", "MAIL_PASSWORD", "MAIL_USER", "SECRETS", "found_in", "hide",
    "secret_traces",
]  # fmt: skip

MAIL_USER = "zquser-4f1"
MAIL_PASSWORD = "zqpassword/9+k3"
HOOK_ADDRESS = "zqaddress-77e2"
HOOK_KEY = b64encode(b"zqkey-0123456789abcdefghijklmno").decode()

_LOGIN = f"\0{MAIL_USER}\0{MAIL_PASSWORD}"
SECRETS = tuple(
    form.encode()
    for word in (MAIL_USER, MAIL_PASSWORD, HOOK_ADDRESS, HOOK_KEY, _LOGIN)
    for form in dict.fromkeys((word, quote(word, safe=""), b64encode(word.encode()).decode()))
)
"""Each secret as it is, and as it goes over a line."""

HIDDEN = ("xhidden", "xdraft", "xrefused", "xinvalid", "xtargeted", "xacme", "xpending", "zqe")
"""What stands in every text, and in the ids, of what customers may not hear of."""


def hide(project: Project) -> None:
    """Entries of each kind that customers are told nothing of in December 2026."""
    later = "start: 2027-01-30 20:00, end: 2027-01-30 22:00"
    soon = "start: 2026-12-05 20:00, end: 2026-12-05 22:00"
    past = "start: 2026-12-01 08:00, end: 2026-12-01 08:30"
    targeted = secret("xtargeted", past, "customers: [xacme]\n")
    for name, text in (
        ("hidden", secret("xhidden", later)),
        ("draft", secret("xdraft", later, "draft: true\n")),
        ("refused", secret("xrefused", soon)),
        ("invalid", secret("xinvalid", later, "nonsense: true\n")),
        ("targeted", targeted.replace("category: feature", "category: fix")),
        ("pending", secret("xpending", later).replace("category: feature", "category: fix")),
    ):
        project.release(f"{name}-zqe", text)


def found_in(data: bytes, words: Iterable[bytes]) -> list[bytes]:
    """The words that are in some bytes, in whatever capitals."""
    data = data.lower()
    return [word for word in words if word.lower() in data]


def secret_traces(folder: Path) -> list[tuple[str, str]]:
    """Every secret below a folder: in names, files, and in all objects of the repositories there."""
    return [*_in_files(folder), *_in_git(folder)]


def _in_files(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        data = path.read_bytes() if path.is_file() else b""
        yield from (
            (name, word.decode()) for word in found_in(name.encode() + b"\n" + data, SECRETS)
        )


def _in_git(folder: Path) -> Iterator[tuple[str, str]]:
    for head in folder.rglob("HEAD"):
        if (head.parent / "objects").is_dir():
            objects = subprocess.run(
                ["git", "cat-file", "--batch-all-objects", "--batch"],
                cwd=head.parent, capture_output=True, check=True,
            ).stdout  # fmt: skip
            yield from ((str(head.parent), word.decode()) for word in found_in(objects, SECRETS))
