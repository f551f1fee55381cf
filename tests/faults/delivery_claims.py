"""What holds after any month of deliveries: each message once, none lost, no word that may not come out.

Belongs here: the receivers' side compared with the record of deliveries and with the site. Does not
belong here: what happened (``delivery_month``). A delivery's end is read off its records here as a
person would read it, without the program's own judgement.
"""

from __future__ import annotations

import hmac
import json
from base64 import b64decode, b64encode
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from itertools import pairwise
from pathlib import Path

from notices.domain.deliveries import DeliveryRecord, delivery_key
from notices.domain.layout import DELIVERIES, LEDGER
from notices.domain.outbox import hand_uid
from notices.loading import read_deliveries, read_ledger
from tests.delivered import messages
from tests.embargo.decoding import traces
from tests.faults.clones import git
from tests.faults.delivery_month import CUSTOMERS, LANGUAGES, STAFF, DeliveryMonth
from tests.faults.planted import HIDDEN, HOOK_KEY, SECRETS, found_in, secret_traces
from tests.mails import Mail, read_mail

__all__ = ["all_holds"]

_HIDDEN = [word.encode() for word in HIDDEN]


def all_holds(month: DeliveryMonth) -> Counter[str]:
    """Let a month come to its end, and check all of it; gives the counts."""
    month.settle_down(wait=timedelta(minutes=16))
    _no_delivery_is_lost(month, waiting=True)
    month.behave()
    month.settle_down(wait=timedelta(hours=7))
    counts = _no_delivery_is_lost(month, waiting=False)
    mails = {taken.data: read_mail(taken.data) for taken in month.mail.taken()}
    site = month.render().site.resolve()
    dates = dict(messages(site))
    _all_that_was_owed_was_begun(month, dates)
    _ledgers_are_whole(month)
    _mails_are_right(month, mails, dates)
    _calls_are_right(month, dates)
    _nothing_hidden_was_told(month, mails, site)
    _no_secret_came_out(month)
    return month.counts + counts


@dataclass
class _Story:
    """One delivery: its records, and what its receiver took of it."""

    records: list[DeliveryRecord] = field(default_factory=list)
    taken: int = 0
    again_by_a_person: int = 0

    def end(self, now: datetime) -> str:
        """What became of it; what was put off is given up two days after its first try."""
        events = [record.event for record in self.records]
        if "accepted" in events:
            return "accepted"
        if events[-1] != "deferred":
            return events[-1]
        tries = [r for r in self.records if r.event in ("claim", "unknown")]
        begun = tries[0].at
        for before, record in pairwise(tries):
            if before.event == "unknown":
                begun = record.at
        if now - begun < timedelta(hours=48):
            return "deferred"
        # Of a receiver that recognises a key nobody knows; of another nothing was taken.
        return "unknown" if self.records[0].channel == "keyed" else "refused"


def _stories(month: DeliveryMonth) -> dict[str, _Story]:
    """Every delivery by its key."""
    text = read_deliveries(DELIVERIES, month.record())
    assert not text.problems, text.problems
    stories: dict[str, _Story] = defaultdict(_Story)
    by_message_id: dict[str, str] = {}
    for record in text.log.records:
        story = stories[record.key]
        before = [each.event for each in story.records]
        if record.event == "claim" and before and record.channel != "keyed":
            assert before[-1] in ("deferred", "unknown"), f"{record.key} was claimed after {before}"
            if "unknown" in before:
                asked = any(record.seq in lines for lines in month.by_people)
                # Of what a person sent again, the next try after it was put off is no machine's own.
                assert asked or before[-1] == "deferred", f"{record.key} went again by itself"
                story.again_by_a_person += 1
        story.records.append(record)
        if record.message_id:
            by_message_id[record.message_id] = record.key
    for mail in month.mail.taken():
        key = by_message_id[_headers(mail.data)["message-id"]]
        assert stories[key].records[0].recipient == mail.to
        stories[key].taken += 1
    for call in month.hooks.taken:
        assert stories[call.id].records[0].channel == call.path
        stories[call.id].taken += 1
    return stories


def _headers(data: bytes) -> dict[str, str]:
    head = data.partition(b"\r\n\r\n")[0].decode("ascii").replace("\r\n ", " ")
    pairs = (line.partition(":") for line in head.split("\r\n"))
    return {name.lower(): value.strip() for name, _, value in pairs}


def _no_delivery_is_lost(month: DeliveryMonth, *, waiting: bool) -> Counter[str]:
    """Each has an end that is true; ``waiting`` says that some may be put off still."""
    counts: Counter[str] = Counter()
    stories = _stories(month)
    for key, story in stories.items():
        channel, end = story.records[-1].channel, story.end(month.now)
        counts[end] += 1
        counts["sent"] += story.taken
        counts.update(f"answered {record.event}" for record in story.records)
        possible = {"accepted", "refused", "unknown", "settled", *(["deferred"] if waiting else [])}
        assert end in possible, (key, story)
        if channel == "keyed":
            counts["again to a receiver that recognises it"] += max(0, story.taken - 1)
        else:
            counts["again by a person"] += story.again_by_a_person
            twice = story.taken > 1 + story.again_by_a_person
            assert not twice, f"{key} came {story.taken} times: {story}"
        if story.taken and not story.again_by_a_person:
            put_off = waiting and channel == "keyed" and end == "deferred"
            assert end in ("accepted", "unknown", "settled") or put_off, (key, story)
            assert "refused" not in [record.event for record in story.records], (key, story)
        if end == "accepted":
            assert story.taken, (key, story)
    machines = month.machines if month.apart else month.machines[:1]
    ends = {key: story.end(month.now) for key, story in stories.items()}
    unsettled = {key: end for key, end in ends.items() if end in ("unknown", "refused")}
    for machine in machines:
        if month.apart:
            git(machine.root, "pull", "-q", "--ff-only")
        assert (machine.root / DELIVERIES).read_bytes() == month.record()
        assert month.agenda(machine) == unsettled
    return counts


def _all_that_was_owed_was_begun(month: DeliveryMonth, dates: dict[str, datetime]) -> None:
    """Every message that the site shows, and each to the staff; and nothing else."""
    owed = {
        delivery_key(message, channel, language, to)
        for message in dates
        for channel, languages, recipients in (
            ("list", LANGUAGES, CUSTOMERS),
            ("hook", LANGUAGES, ("hook",)),
            ("keyed", ("en",), ("keyed",)),
        )
        for language in languages
        for to in recipients
    } | {
        delivery_key(hand_uid(entry, notice, start, 1), "team", "vi", STAFF)
        for entry, notice, start in month.staff_notices
    }
    assert len(dates) > month.fixes
    stories = _stories(month)
    assert owed - stories.keys() == set(), "some were never begun"
    assert [story.records for key, story in stories.items() if key not in owed] == []


def _ledgers_are_whole(month: DeliveryMonth) -> None:
    """Both machines have one, its chain holds, and what the staff was sent is in it."""
    data = {(machine.root / LEDGER).read_bytes() for machine in month.machines}
    assert len(data) == 1
    text = read_ledger(LEDGER, data.pop())
    assert not text.problems
    told = [(each.kind, each.entry, each.notice, each.start) for each in text.ledger.records]
    assert len(told) == len(set(told))
    recorded = {(each.entry, each.notice) for each in text.ledger.records}
    stories = _stories(month)
    for entry, notice, start in month.staff_notices:
        key = delivery_key(hand_uid(entry, notice, start, 1), "team", "vi", STAFF)
        assert ((entry, notice) in recorded) == (stories[key].end(month.now) == "accepted"), (
            entry,
            notice,
        )


def _mails_are_right(
    month: DeliveryMonth, mails: dict[bytes, Mail], dates: dict[str, datetime]
) -> None:
    by_id = {
        record.message_id: record
        for story in _stories(month).values()
        for record in story.records
        if record.message_id
    }
    languages = set()
    dated: dict[str, datetime] = {}
    for taken in month.mail.taken():
        mail = mails[taken.data]
        headers = mail.headers
        record = by_id[headers["Message-ID"]]
        customers = record.channel == "list"
        assert headers["From"].endswith("<tin@anviec.example>")
        assert headers["To"] == taken.to == record.recipient
        if customers:
            # Messages of one publish have seconds of their own, for ever.
            assert mail.dated is not None
            assert abs(mail.dated - dates[record.message]) < timedelta(minutes=1)
            assert dated.setdefault(record.message, mail.dated) == mail.dated
            assert headers["List-Id"] == "<tin.anviec.example>"
            links = "<https://list.example/leave>, <mailto:leave@list.example>"
            assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        else:
            assert parsedate_to_datetime(headers["Date"]) is not None
            assert headers["List-Id"].startswith("<team.")
            links = "<mailto:leave@list.example>"
        assert headers["List-Unsubscribe"] == links
        assert headers["Auto-Submitted"] == "auto-generated"
        assert headers["Content-Language"] == record.language
        assert mail.subject
        languages.add((customers, record.language))
    assert languages >= {(True, "vi"), (True, "en")}


def _calls_are_right(month: DeliveryMonth, dates: dict[str, datetime]) -> None:
    """Each is signed, and says what it has to."""
    for call in month.hooks.taken:
        signed = f"{call.id}.{call.headers['webhook-timestamp']}.".encode() + call.body
        right = b64encode(hmac.digest(b64decode(HOOK_KEY), signed, "sha256")).decode()
        assert call.headers["webhook-signature"] == f"v1,{right}"
        said = json.loads(call.body)
        at = datetime.fromisoformat(said["timestamp"])
        assert abs(at - dates[said["data"]["message"]]) < timedelta(minutes=1)
        assert said["data"]["audience"] == "customers"
        key = delivery_key(said["data"]["message"], call.path, said["data"]["language"], call.path)
        assert call.id == key


def _nothing_hidden_was_told(month: DeliveryMonth, mails: dict[bytes, Mail], site: Path) -> None:
    for data, mail in mails.items():
        said = f"{mail.subject}\n{mail.text}\n{mail.html}\n{mail.event}".encode()
        assert found_in(data + said, _HIDDEN) == []
    for call in month.hooks.taken:
        said = json.dumps(json.loads(call.body), ensure_ascii=False).encode()
        assert found_in(call.body + said, _HIDDEN) == []
    assert traces(site, list(HIDDEN)) == []


def _no_secret_came_out(month: DeliveryMonth) -> None:
    """In no file, object of git, or word that a command said; in no message either."""
    assert secret_traces(month.folder) == []
    assert found_in("\n".join(month.said).encode(), SECRETS) == []
    for data in _received(month):
        assert found_in(data, SECRETS) == []


def _received(month: DeliveryMonth) -> Iterator[bytes]:
    for mail in month.mail.taken():
        yield mail.data
    for call in month.hooks.taken:
        yield call.body
