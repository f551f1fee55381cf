"""The catalogue of bad input: what the files beside this one say, as values.

Belongs here: the form of a case, and how its change is made in a project. Does not belong here: what the
program answers (``test_cases``).

A file of cases holds `file`, which its cases change unless they name another, and `cases`. Of a case:

- `text` is what stands in the file, `bad` what is refused in its place, `good` the twin that passes. Without
  `text` they are added at the end; a file that is not there is written. Besides a text, `bad` and `good` may be
  `{whole: text}` or `{hex: bytes}` in the place of all that the file holds, `{link: target}`, `{fifo: true}`,
  `{folder: true}`, `{absent: true}`, or `{repeat: text, times: n}`.
- `also` are texts of further files, for the bad one and the good one.
- `says` are all errors of `check`: `line:column rule`, before it the path where it is another file.
- `exit` are the statuses of `check` and `publish`. With `site: may change` the site is published all the same.
- `run` is another command; in its line `bad` and `good` stand for `…`.
- `tells` is a part of the answer, where no place can be named.
- `env` are variables of the environment; `bad` and `good` stand for `…`.
- `now` is the instant; `host: true` asks the pages too; `chain: true` gives each line of a ledger its right
  `prev`, as somebody would who wants to hide a change.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import yaml

HERE = Path(__file__).parent
NOW = "2026-12-01 12:00"
RELEASE = "content/releases/reports.yml"
Side = Literal["bad", "good"]

# Every value is the text that stands there: 2026-02-30, yes and 010 are what cases are about.
_AS_WRITTEN = yaml.BaseLoader
_UNREADABLE = {"merge-conflict", "schema", "yaml"}
_HEAD = {"file", "cases", "exit", "host", "run", "now", "site"}
_PREV = re.compile(rb'"prev":"[0-9a-f]{64}"')
_SAID = re.compile(r"(?:(?P<path>[^:]+):)?(?P<place>\d+:\d+) (?P<rule>[a-z-]+)")


@dataclass(frozen=True, slots=True)
class Case:
    """One input that is refused, and its twin."""

    subject: str
    name: str
    bad: Any
    file: str = ""
    text: str | None = None
    good: Any = None
    also: dict[str, str] = field(default_factory=dict)
    says: str | list[str] = field(default_factory=list)
    exit: list[str] = field(default_factory=lambda: ["1", "3"])
    site: str = ""
    run: str = ""
    tells: str = ""
    env: dict[str, str] = field(default_factory=dict)
    now: str = NOW
    host: str = ""
    chain: str = ""

    @property
    def title(self) -> str:
        """What a test of it is called."""
        return f"{self.subject}: {self.name}"

    @property
    def statuses(self) -> list[int]:
        """How its commands end."""
        return [int(status) for status in self.exit]

    @property
    def unusable(self) -> bool:
        """Whether there is no project to publish; ``check`` alone then names places."""
        return self.statuses == [2, 2]

    @property
    def problems(self) -> list[str]:
        """The errors that it says, each as ``path:line:column rule``."""
        lines = [self.says] if isinstance(self.says, str) else self.says
        found = [_SAID.fullmatch(line) for line in lines]
        return [f"{m['path'] or self.file}:{m['place']} {m['rule']}" for m in found if m]

    @property
    def goes_together(self) -> bool:
        """Whether it is a release that cannot be read: many of them are refused by one command."""
        alone = self.also or self.run or self.host or self.now != NOW or self.file != RELEASE
        return not alone and all(rule in _UNREADABLE for rule in self._rules)

    @property
    def _rules(self) -> list[str]:
        return [problem.rpartition(" ")[2] for problem in self.problems]

    def arguments(self, side: Side) -> list[str]:
        """The words of its command, if it is about one."""
        value = getattr(self, side)
        return [word.replace("…", str(value)) for word in self.run.split()]

    def environment(self, side: Side) -> dict[str, str]:
        """The variables that it sets."""
        value = getattr(self, side)
        return {name: text.replace("…", str(value)) for name, text in self.env.items()}

    def change_copy(self, root: Path, name: str) -> None:
        """Write what is refused in a copy of its file."""
        shutil.copy(root / self.file, root / name)
        _put(root / name, self.text, self.bad)

    def change(self, root: Path, side: Side) -> None:
        """Make its change in a project."""
        for name, text in self.also.items():
            _written(root / name).write_text(text, encoding="utf-8", newline="")
        if self.file and not (self.run or self.env):
            path = _written(root / self.file)
            _put(path, self.text, getattr(self, side))
            if self.chain:
                _chain(path)


def catalogue() -> Iterator[Case]:
    """All cases, subject by subject."""
    for path in sorted(HERE.glob("*.yml")):
        document = yaml.load(path.read_text(encoding="utf-8"), Loader=_AS_WRITTEN)
        assert set(document) <= _HEAD, path
        shared = {key: value for key, value in document.items() if key != "cases"}
        for case in document["cases"]:
            yield Case(path.stem, **(shared | case))


def _written(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def _put(path: Path, text: str | None, value: Any) -> None:
    if isinstance(value, dict) and "repeat" in value:
        value = value["repeat"] * int(value["times"])
    if isinstance(value, dict):
        _replace(path, **value)
    elif text is None:
        with path.open("a", encoding="utf-8", newline="") as file:
            file.write(value)
    else:
        before = path.read_text(encoding="utf-8")
        assert text in before, f"{path.name} does not hold {text!r}"
        path.write_text(before.replace(text, value, 1), encoding="utf-8", newline="")


def _replace(
    path: Path,
    whole: str = "",
    hex: str = "",  # The word of the files.
    link: str = "",
    fifo: str = "",
    folder: str = "",
    absent: str = "",
) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    path.unlink(missing_ok=True)
    if link:
        path.symlink_to(link)
    elif fifo:
        os.mkfifo(path)
    elif folder:
        path.mkdir()
    elif not absent:
        path.write_bytes(bytes.fromhex(hex) or whole.encode())


def _chain(path: Path) -> None:
    lines, prev = [], "0" * 64
    for line in path.read_bytes().splitlines():
        lines.append(_PREV.sub(b'"prev":"' + prev.encode() + b'"', line))
        prev = hashlib.sha256(lines[-1]).hexdigest()
    path.write_bytes(b"".join(line + b"\n" for line in lines))
