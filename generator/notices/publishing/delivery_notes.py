"""What a run of `deliver` notes on its own disk: what it begins to send, and each answer.

Belongs here: the files in ``.notices/deliveries``, one a run. Does not belong here: what follows from
them (``evaluation.delivery_records``), the record of deliveries (``delivery_log``).

An answer is safe here as soon as it is known, also while a publish has the lock and while no push
gets through. After a crash the next run finds which claims were never begun.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

from notices.domain.deliveries import ANSWER_WITHIN, Answer, DeliveryLog
from notices.evaluation.delivery_records import Attempt, RunNotes, open_claims
from notices.project.disk import Workspace
from notices.publishing.generations import sync_file

__all__ = ["Notes", "forget", "notes_of_all"]

_ENDING = ".jsonl"


class Notes:
    """The notes of this run; they are also kept in memory."""

    def __init__(self, workspace: Workspace, run: str) -> None:
        """Begin the file of the run of that name. Raises an ``OSError``."""
        self.run = run
        self._begun: set[Attempt] = set()
        self._answers: dict[Attempt, Answer] = {}
        self._path = _folder(workspace) / f"{run}{_ENDING}"
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._path.touch()
        sync_file(self._path)
        sync_file(self._path.parent)

    @property
    def value(self) -> RunNotes:
        """All that was noted."""
        return RunNotes(frozenset(self._begun), dict(self._answers))

    def begin(self, attempt: Attempt) -> None:
        """Note that a try begins. Raises an ``OSError``: then nothing may be sent."""
        self._write({"begun": attempt})
        self._begun.add(attempt)

    def answer(self, attempt: Attempt, answer: Answer) -> None:
        """Note an answer. Raises an ``OSError``; it is known in memory even then."""
        self._answers[attempt] = answer
        self._write(
            {
                "answer": attempt,
                "event": answer.event,
                "detail": answer.detail,
                "wait": answer.wait.total_seconds(),
            }
        )

    def _write(self, line: Mapping[str, Any]) -> None:
        # After a full disk there may be half a line before this one.
        data = memoryview(b"\n" + json.dumps(line).encode() + b"\n")
        with self._path.open("ab", buffering=0) as file:
            while data:
                data = data[file.write(data) :]
            os.fsync(file.fileno())


def notes_of_all(workspace: Workspace) -> dict[str, RunNotes]:
    """The notes of every run on this machine that has its file still, by the run's name."""
    return {path.stem: _read(path) for path in sorted(_folder(workspace).glob(f"*{_ENDING}"))}


def forget(workspace: Workspace, log: DeliveryLog, *, own: str = "") -> None:
    """Remove the notes of runs that no claim in the log waits for: ``own``, and old ones."""
    for path in _folder(workspace).glob(f"*{_ENDING}"):
        with suppress(OSError):
            age = time.time() - path.stat().st_mtime
            is_over = path.stem == own or age > ANSWER_WITHIN.total_seconds()
            if is_over and not open_claims(log, path.stem):
                path.unlink()


def _read(path: Path) -> RunNotes:
    begun: set[Attempt] = set()
    answers: dict[Attempt, Answer] = {}
    with suppress(FileNotFoundError):
        for line in path.read_bytes().split(b"\n"):
            # What a crash left half written was not begun, or has no answer.
            with suppress(ValueError, KeyError, TypeError, OverflowError, RecursionError):
                noted = json.loads(line)
                if "begun" in noted:
                    begun.add(_attempt(noted["begun"]))
                else:
                    answers[_attempt(noted["answer"])] = Answer(
                        noted["event"], noted["detail"], timedelta(seconds=noted["wait"])
                    )
    return RunNotes(begun, answers)


def _attempt(noted: list[Any]) -> Attempt:
    key, number = noted
    return str(key), int(number)


def _folder(workspace: Workspace) -> Path:
    return workspace.state / "deliveries"
