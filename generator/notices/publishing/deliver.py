"""Delivering: claim what is due, send it, record the answers; at most once to each recipient.

Belongs here: that order, and the records of staff notices that were delivered. Does not belong
here: what is claimed (``claiming``), one channel's turn (``sending``), what is written down
(``delivery_run``).

Nothing is sent without a claim that is on the disk, and with ``push`` on the other side. The lock is
never held while something is sent.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

from notices.domain.channels import AnyChannel
from notices.domain.deliveries import Answer, answered
from notices.evaluation.deliveries import delivered_notices
from notices.project.disk import Workspace
from notices.project.git import GitError
from notices.publishing import push as pushing
from notices.publishing import record as recording
from notices.publishing.claiming import Claiming
from notices.publishing.deliver_options import DeliverOptions, DeliverResult
from notices.publishing.delivery_log import read_log
from notices.publishing.delivery_run import RunRecord
from notices.publishing.journal import Busy
from notices.publishing.judging import Judged
from notices.publishing.record import RecordRequest
from notices.publishing.sending import Claimed, Limits, send_claimed

__all__ = ["deliver"]

_AGAIN_AFTER = timedelta(minutes=5)


def deliver(workspace: Workspace, options: DeliverOptions) -> DeliverResult:
    """Send what is owed, and record what came of it.

    Raises ``Unusable`` where the record of deliveries is broken, and an ``OSError``, ``GitError`` or
    ``Busy`` where it could not be written: what was answered is noted, and the next run records it.
    """
    run = _Run(workspace, options)
    try:
        run.go()
    finally:
        run.close()
    return run.result


class _Run:
    """One run."""

    def __init__(self, workspace: Workspace, options: DeliverOptions) -> None:
        self._workspace, self._options = workspace, options
        self.result = result = DeliverResult()
        self._judged = judged = Judged(workspace, options, result)
        self._record = record = RunRecord(workspace, options, judged, result)
        self._claiming = Claiming(options, judged, record, result)
        self._entered: set[str] = set()

    def go(self) -> None:
        """Bring in what is known already, then send, channel by channel."""
        self._judged.judge()
        self._record.append(self._record.known)
        if self._options.push:
            self._judged.forget()  # The other side's head may have brought anything.
        if not self._judged.judge():
            return
        self._record_delivered()
        rounds = 0
        while not self._options.is_over and self._judged.judge():
            claimed = sum(self._send_over(channel) for channel in self._judged.channels)
            rounds += 1
            if not claimed or rounds == self._options.rounds:
                break
        self._look_ahead()

    def close(self) -> None:
        """Close what is open."""
        self._claiming.close()
        self._record.close()

    def _send_over(self, channel: AnyChannel) -> int:
        """One turn of a channel: how many deliveries it claimed."""
        options, claiming = self._options, self._claiming
        if options.is_over or not self._judged.judge():
            return 0
        claimed = claiming.claimed(channel, read_log(self._workspace).log)
        if claimed:
            limits = Limits(lambda: options.is_over, options.publish.clock, options.monotonic)
            sender, notes = claiming.senders[channel.id], self._record.notes
            try:
                send_claimed(claimed, sender, notes, limits, self._answered)
            finally:
                self._record.append_answers(claiming.tried)
            self._record_delivered()
        return len(claimed)

    def _answered(self, claimed: Claimed, answer: Answer) -> None:
        delivery, options = claimed.delivery, self._options
        recognises_key = delivery.channel is not None and delivery.channel.recognises_key
        tries = (*delivery.records, claimed.claim)
        event, _ = answered(tries, answer, options.now, recognises_key=recognises_key)
        answer = replace(answer, event=event)
        self.result.answers.append((delivery, answer))
        options.tell(delivery, answer, self._judged.policy)
        if not options.push:
            with suppress(Busy):  # It is noted, and comes with the next one.
                self._record.append(self._record.known, own=self._claiming.tried, patient=False)

    def _record_delivered(self) -> None:
        """Enter the staff notices that were delivered, as `record` does."""
        if not self._judged.judge():
            return
        enter = pushing.enter if self._options.push else recording.enter
        for first in delivered_notices(self._judged.deliveries(self._record.log)):
            message = first.message
            if message is None or first.message_id in self._entered:
                continue
            self._entered.add(first.message_id)
            channel, at = first.channel_id, first.accepted_at
            request = RecordRequest(message.id, message.notice, at, channel)
            try:
                result = enter(self._workspace, self._options.publish, request, patient=True)
            except (Busy, GitError) as error:
                self.result.failed = True
                self._options.fail(error)  # The next run does it.
                continue
            self.result.recorded.append(result)
            self._judged.forget()

    def _look_ahead(self) -> None:
        """When the next run has something to do."""
        if not self._judged.judge():
            return
        now, found = self._options.now, self._judged.deliveries(self._record.log)
        ahead = [each.again for each in found]
        ahead += [
            now + _AGAIN_AFTER if self._claiming.is_blocked(each) else now
            for each in self._claiming.allowed(found)
            if each.status == "open"
        ]
        self.result.next = min((at for at in ahead if at is not None), default=None)
