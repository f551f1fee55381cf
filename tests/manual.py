"""Pages of the manual, done as they say: ``python -m tests.manual`` writes what commands print.

Belongs here: what a page's marks mean, and the folder in which they are followed. Does not
belong here: what is expected of the pages (``test_manual``).

A page is read from top to bottom:

- ``<!-- language: vi -->``, first of all: the company speaks it, and the locale of those who run
  commands; without it, English.
- ``<!-- now: 2026-11-24 09:00 -->`` sets the clock, in the zone of the page's company.
- ``<!-- project: procedure -->`` makes its project by ``notices init``, with that policy; another
  one later on the page begins anew.
- ``<!-- folder: updates -->`` goes into that folder.
- ``<!-- run: notices publish -->`` is a command that readers are not shown; it must succeed.
- ``<!-- run-refused: notices check -->`` is one that must be refused.
- ``<!-- answer: unknown no answer -->`` is what the next message's receiver says, in the order of the
  marks; without one, each message is accepted. Nothing is sent anywhere.
- ``<!-- delete: content/releases/example.yml draft -->`` deletes a key, or without one the file.
- A fence with ``title="content/…"`` writes a file. Where the YAML file is there already, its
  top-level keys are set and the others stay.
- A ``console`` fence runs what stands behind ``$`` and holds what is printed, standard error too.
- A ``markdown`` or ``text`` fence with another title holds that file, which a command wrote.
- A ``text`` fence with ``title="/…/"`` holds texts of that page of the site, one a line.
"""

from __future__ import annotations

import html
import re
import shlex
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, chdir
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import cast, get_args
from unittest.mock import patch
from zoneinfo import ZoneInfo

from click.testing import CliRunner

from notices.cli import delivery, ledger, main
from notices.cli.commands import deliver, init, publish
from notices.cli.failures import BUG
from notices.domain.deliveries import Answer, AnswerEvent
from notices.domain.payloads import Payload

CLONE = Path(__file__).parents[1]
DELIVERING = ("deliver", "--deliver")
ZONES = {"en": "Europe/Berlin", "vi": "Asia/Ho_Chi_Minh"}
INIT = (
    "init . --name Acme --url https://updates.acme.example/ --timezone {zone}"
    " --languages {language} --policy {policy}"
)
MARK = re.compile(
    r"^<!-- (?P<word>language|now|project|folder|run|run-refused|answer|delete): (?P<what>.*?) -->$"
    r"|^```(?P<language>\w+)(?: title=\"(?P<title>[^\"]+)\")?\n(?P<text>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
COMMAND = re.compile(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", re.MULTILINE)
KEY = re.compile(r"^(?=[a-z_]+:)", re.MULTILINE)


def pages() -> list[Path]:
    """The pages of the manual that people write, and the README."""
    return [CLONE / "README.md", *sorted((CLONE / "docs").rglob("*.md"))]


def tried_pages() -> list[Path]:
    """Those that are followed: they set the clock."""
    return [page for page in pages() if "\n<!-- now: " in page.read_text(encoding="utf-8")]


def followed(page: str, root: Path) -> str:
    """The page with what its commands print when all of it is done in ``root``, in order."""
    folder = _Folder(root)
    parts = []
    done = 0
    for mark in MARK.finditer(page):
        parts.append(page[done : mark.start()])
        done = mark.end()
        parts.append(folder.follow(mark))
    return "".join((*parts, page[done:]))


@dataclass
class _Folder:
    top: Path
    now: datetime | None = None
    spoken: str = "en"
    answers: list[Answer] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.root = self.top

    def send(self, key: str, recipient: str, payload: Payload) -> Answer:
        """In the place of every receiver."""
        return self.answers.pop(0) if self.answers else Answer("accepted")

    def close(self) -> None:
        """No line is kept."""

    def follow(self, mark: re.Match[str]) -> str:
        """Do what one mark says; the mark as it should be."""
        word, what, language, title, text = mark.group("word", "what", "language", "title", "text")
        if word == "language":
            self.spoken = what
        elif word == "now":
            zone = ZoneInfo(ZONES[self.spoken])
            self.now = datetime.fromisoformat(what).replace(tzinfo=zone)
        elif word == "project":
            self.root = Path(tempfile.mkdtemp(dir=self.top))
            options = {"zone": ZONES[self.spoken], "language": self.spoken, "policy": what}
            self._must_run(f"notices {INIT.format_map(options)}")
        elif word == "folder":
            self.root /= what
        elif word == "run":
            self._must_run(what)
        elif word == "run-refused":
            assert self._run(what)[0] == 1, what
        elif word == "answer":
            event, _, detail = what.partition(" ")
            assert event in get_args(AnswerEvent)
            self.answers.append(Answer(cast("AnswerEvent", event), detail))
        elif word == "delete":
            self._delete(*what.split())
        elif language == "console" and self.now:
            printed = (f"$ {line}\n{self._run(line)[1]}" for line, _ in COMMAND.findall(text))
            return f"```console\n{''.join(printed)}```"
        elif title and title.startswith("/"):
            self._shows(title, text)
        elif title and language in ("markdown", "text") and not title.startswith("content/"):
            written = (self.root / title).read_text(encoding="utf-8")
            return f'```{language} title="{title}"\n{written}```'
        elif title:
            self._write(title, text)
        return mark[0]

    def _run(self, line: str) -> tuple[int, str]:
        now = self.now
        assert now
        program, *arguments = shlex.split(line)
        assert program == "notices", line
        env = {"SOURCE_DATE_EPOCH": str(int(now.timestamp())), "LC_ALL": self.spoken}
        if "--dry-run" not in arguments and any(word in arguments for word in DELIVERING):
            del env["SOURCE_DATE_EPOCH"]  # Delivery goes by the clock.
        at = now.astimezone(UTC)
        with ExitStack() as stack:
            stack.enter_context(chdir(self.root))
            for module in (init, ledger, delivery, deliver, publish):
                stack.enter_context(patch.object(module, "clock", lambda: at))
            for module in (delivery, deliver):
                stack.enter_context(patch.object(module, "sender_of", lambda channel: self))
            answer = CliRunner().invoke(main, arguments, env=env)
        assert BUG not in answer.output, answer.output
        return answer.exit_code, answer.output

    def _must_run(self, line: str) -> None:
        status, printed = self._run(line)
        assert status == 0, f"{line}\n{printed}"

    def _write(self, name: str, text: str) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and path.suffix == ".yml":
            blocks = _blocks(path.read_text(encoding="utf-8"))
            for key, block in _blocks(text).items():
                blocks[key] = block + _comments(blocks.get(key, ""))
            text = "".join(blocks.values())
        path.write_text(text, encoding="utf-8")

    def _delete(self, name: str, key: str = "") -> None:
        path = self.root / name
        if not key:
            path.unlink()
            return
        blocks = _blocks(path.read_text(encoding="utf-8"))
        blocks[key] = _comments(blocks[key])
        path.write_text("".join(blocks.values()), encoding="utf-8")

    def _shows(self, address: str, text: str) -> None:
        path = self.root / "site" / address.lstrip("/")
        source = (path / "index.html" if address.endswith("/") else path).read_text("utf-8")
        [content] = re.findall(r"<main[^>]*>(.*)</main>", source, re.DOTALL)
        words = _spaced(html.unescape(re.sub(r"<[^>]+>", " ", content)))
        for line in text.splitlines():
            assert _spaced(line) in words, f"{address} lacks {line!r}: {words}"


def _spaced(text: str) -> str:
    """Words with one space between; none before a mark, where a tag may have ended."""
    return re.sub(r" (?=[,.:;])", "", " ".join(text.split()))


def _blocks(text: str) -> dict[str, str]:
    """Each top-level key with its lines; what stands before the first is at the empty key."""
    return {block.partition(":")[0] if KEY.match(block) else "": block for block in KEY.split(text)}


def _comments(block: str) -> str:
    """The comments and blank lines behind a key's lines: they speak of the next one."""
    found = re.search(r"(?:^(?:#.*)?\n)*\Z", block, re.MULTILINE)
    return found[0] if found else ""


def _rewritten() -> Iterator[tuple[Path, str]]:
    for page in tried_pages():
        with tempfile.TemporaryDirectory() as folder:
            yield page, followed(page.read_text(encoding="utf-8"), Path(folder))


if __name__ == "__main__":
    for page, text in _rewritten():
        page.write_text(text, encoding="utf-8")
