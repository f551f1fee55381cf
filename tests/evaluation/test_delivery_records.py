"""The records of a delivery: whatever dies when, nobody gets a message twice unless a person says so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from notices.domain.deliveries import (
    ANSWER_WITHIN,
    Answer,
    DeliveryLog,
    DeliveryRecord,
    delivery_key,
    delivery_status,
)
from notices.evaluation.deliveries import Delivery
from notices.evaluation.delivery_records import RunNotes, claim_of, outcomes, settlement_of
from notices.loading import chain_deliveries

NOW = datetime(2026, 12, 1, 2, 0, tzinfo=UTC)
KEY = delivery_key("urn:uuid:1", "list", "vi", "an@list.example")


@dataclass
class Process:
    """A process, and its run if it is at work: what it claimed and began. ``disk`` has its notes."""

    number: int
    disk: dict[str, RunNotes]
    runs: int = 0
    claim: DeliveryRecord | None = None
    begun: bool = False
    taken: bool = False

    @property
    def run(self) -> str:
        return f"{self.number}{self.runs:07x}"


class Deliveries:
    """One delivery; two processes of one machine and one of another share its record; a receiver."""

    def __init__(self) -> None:
        self.now = NOW
        self.log = DeliveryLog()
        ours: dict[str, RunNotes] = {}
        self.processes = [Process(0, ours), Process(1, ours), Process(2, {})]
        self.taken = 0
        self.retries = 0

    @property
    def delivery(self) -> Delivery:
        return Delivery(
            key=KEY,
            message_id="urn:uuid:1",
            channel_id="list",
            language="vi",
            recipient="an@list.example",
            status=delivery_status(self.log.records, self.now),
            records=self.log.records,
        )

    @property
    def status(self) -> str:
        return self.delivery.status

    def add(self, *records: DeliveryRecord) -> None:
        _, self.log = chain_deliveries(self.log, records)

    def record(self, process: Process) -> None:
        self.add(*outcomes(self.log, process.disk, self.now))

    def go_on(self, process: Process, *, taken: bool = True, knows: bool = True) -> None:
        """The next step of a process: it claims, or begins to send, or has its answer."""
        if process.claim is None:
            self.claim(process)
        elif not process.begun:
            self.begin(process, taken=taken)
        else:
            self.answer(process, knows=knows)

    def claim(self, process: Process, *, retry: bool = False) -> None:
        self.record(process)
        status = self.status
        if process.claim or status not in (("open", "unknown") if retry else ("open",)):
            return
        self.retries += status == "unknown"
        process.runs += 1
        process.disk[process.run] = RunNotes()
        self.add(claim_of(self.delivery, process.run, self.now))
        process.claim, process.begun = self.log.records[-1], False

    def begin(self, process: Process, *, taken: bool) -> None:
        claim = process.claim
        assert claim is not None
        assert claim.until is not None
        if self.now >= claim.until:
            process.claim = None
            return
        process.disk[process.run] = RunNotes({(KEY, claim.attempt)})
        process.begun, process.taken = True, taken
        self.taken += taken

    def answer(self, process: Process, *, knows: bool) -> None:
        assert process.claim is not None
        answer = Answer("unknown")
        if knows:
            answer = Answer("accepted" if process.taken else "deferred")
        attempt = KEY, process.claim.attempt
        process.disk[process.run] = RunNotes({attempt}, {attempt: answer})
        process.claim = None
        self.record(process)

    def die(self, *processes: Process, disk: bool = False) -> None:
        for process in processes:
            process.claim = None
            if disk:
                process.disk.clear()

    def settle(self) -> None:
        self.record(self.processes[0])
        if self.status not in ("accepted", "settled"):
            self.add(settlement_of(self.delivery, self.now))

    def wait(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)


STEPS: dict[str, tuple[int, Callable[[Deliveries], None]]] = {
    "0 goes on": (3, lambda d: d.go_on(d.processes[0])),
    "1 goes on": (3, lambda d: d.go_on(d.processes[1])),
    "2 goes on": (3, lambda d: d.go_on(d.processes[2])),
    "0 is put off": (1, lambda d: d.go_on(d.processes[0], taken=False)),
    "2 hears nothing": (1, lambda d: d.go_on(d.processes[2], knows=False)),
    "0 dies": (1, lambda d: d.die(d.processes[0])),
    "2 dies": (1, lambda d: d.die(d.processes[2])),
    "the first machine is lost": (1, lambda d: d.die(*d.processes[:2], disk=True)),
    "a person sends it again": (1, lambda d: d.claim(d.processes[1], retry=True)),
    "a person settles it": (1, Deliveries.settle),
    "a claim's time": (4, lambda d: d.wait(15)),
}
OFTEN = [name for name, (often, _) in STEPS.items() for _ in range(often)]


@settings(max_examples=600)
@given(st.lists(st.sampled_from(OFTEN), min_size=8, max_size=16))
def test_nobody_gets_a_message_twice_unless_a_person_says_so(steps: list[str]) -> None:
    deliveries = Deliveries()
    for step in steps:
        STEPS[step][1](deliveries)

        assert deliveries.taken <= 1 + deliveries.retries
        events = {record.event for record in deliveries.log.records}
        assert deliveries.taken or "accepted" not in events
        assert "settled" not in events or deliveries.status in ("settled", "accepted")
        ran_out = deliveries.now + ANSWER_WITHIN
        assert delivery_status(deliveries.log.records, ran_out) != "claimed"
