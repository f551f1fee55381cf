"""What a run of `deliver` writes down: claims and answers, in the record and in its notes.

Belongs here: what became known of claims, and bringing it into the record of deliveries. Does not
belong here: which records follow (``evaluation.delivery_records``), the files (``delivery_log``,
``delivery_notes``), what is claimed (``claiming``).
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from contextlib import suppress
from datetime import datetime

from notices.domain.deliveries import DeliveryLog, DeliveryRecord
from notices.evaluation.delivery_records import outcomes
from notices.project.disk import Workspace
from notices.project.git import GitError
from notices.publishing.deliver_options import DeliverOptions, DeliverResult
from notices.publishing.delivery_log import Change, append, append_pushed
from notices.publishing.delivery_notes import Notes, forget, notes_of_all
from notices.publishing.judging import Judged

__all__ = ["RunRecord"]

_TRIES, _FIRST_PAUSE_S = 3, 5.0


class RunRecord:
    """The record of deliveries as a run knows it, its ``log``, and the run's ``name`` and notes."""

    def __init__(
        self, workspace: Workspace, options: DeliverOptions, judged: Judged, result: DeliverResult
    ) -> None:
        self._workspace, self._options = workspace, options
        self._judged, self._result = judged, result
        self._notes: Notes | None = None
        self.name = secrets.token_hex(4)
        self.log = DeliveryLog()

    @property
    def notes(self) -> Notes:
        """The notes of this run, begun when they are first asked for. Raises an ``OSError``."""
        if self._notes is None:
            self._notes = Notes(self._workspace, self.name)
        return self._notes

    def known(self, log: DeliveryLog, now: datetime) -> Sequence[DeliveryRecord]:
        """What became known of claims: answers, and which of them ran out."""
        notes = notes_of_all(self._workspace)
        if self._notes is not None:
            notes[self.name] = self._notes.value
        recognising = [each.id for each in self._judged.channels if each.recognises_key]
        return outcomes(log, notes, now, recognising=recognising)

    def append(self, change: Change, *, own: Collection[str] = (), patient: bool = True) -> None:
        """Append what ``change`` says; of claims that are not this run's ``own``, lost ones are told."""
        lost: list[DeliveryRecord] = []

        def noticed(log: DeliveryLog, now: datetime) -> Sequence[DeliveryRecord]:
            records = change(log, now)
            lost[:] = [r for r in records if r.event == "unknown" and r.key not in own]
            return records

        options = self._options.publish
        if self._options.push:
            self.log = append_pushed(self._workspace, options, noticed)
        else:
            self.log = append(self._workspace, options, noticed, patient=patient)
        self._result.lost += lost

    def append_answers(self, own: Collection[str]) -> None:
        """Record the answers; through git, try again where the other side cannot be reached."""
        for tried in range(_TRIES):
            try:
                self.append(self.known, own=own)
            except GitError:
                if tried == _TRIES - 1:
                    raise
                self._options.publish.sleep(_FIRST_PAUSE_S * 2**tried)
            else:
                return

    def close(self) -> None:
        """Remove notes that nobody needs."""
        with suppress(OSError):
            forget(self._workspace, self.log, own=self.name)
