"""What channels send is text, whatever a release says: list mails, calls, chats, and calendars for operators."""

from __future__ import annotations

import json
from datetime import timedelta

import icalendar
import pytest

from notices.domain.payloads import CallPayload, ChatPayload
from notices.domain.policy import Organizer
from notices.domain.public import PublicRelease
from notices.domain.release import Impact
from notices.rendering.feeds.maintnote import maintnote_event
from notices.rendering.outbox.payloads import PayloadWriter
from tests.hostile.outputs import Read, read_calendar, read_mail
from tests.hostile.payloads import PAYLOADS
from tests.hostile.probe import words
from tests.rendering.builders import site
from tests.rendering.test_mails import announced, project, told
from tests.rendering.test_maintnote import BASE, LOCALE
from tests.rendering.test_payloads import CHAT, HOOK, mail_of

HEADERS = {
    "From", "To", "Subject", "Date", "Message-ID", "List-Id", "Auto-Submitted", "Content-Language",
    "MIME-Version", "Content-Type", "Content-Transfer-Encoding", "Content-Disposition",
}  # fmt: skip


def saying(text: str) -> PublicRelease:
    """A release all of whose texts are this one."""
    texts = {"vi": text, "en": text}
    impact = Impact(timedelta(minutes=10), None, None, ())
    return announced(title=texts, summary=texts, body=texts, prepare=texts, impact=impact)


def test_no_text_becomes_a_header_or_a_part_of_a_list_mail() -> None:
    read = Read()
    for name, text in PAYLOADS.items():
        shown = saying(text)

        mail = mail_of(site(shown), told(shown), language="vi")

        subject, plain = read_mail(name, mail.data, read)
        assert words(text) in words(subject), name
        assert words(text) in words(plain), name
        assert "evil.example" not in read_headers(mail.data), name
    headers = {shape for shape in read.shapes if shape[:1].isupper() and not shape.isupper()}
    assert headers <= HEADERS


def read_headers(data: bytes) -> str:
    """Those by which a mail finds its way."""
    head = data.partition(b"\r\n\r\n")[0].decode().lower().replace("\r\n ", " ").split("\r\n")
    return "\n".join(
        line for line in head if line.startswith(("to:", "cc:", "bcc:", "from:", "list-"))
    )


def test_a_call_and_a_chat_say_what_was_typed_and_no_more() -> None:
    for name, text in PAYLOADS.items():
        shown = saying(text)
        writer = PayloadWriter(site(shown), project())
        call, chat = (
            writer.payload(told(shown), channel, "vi", "list") for channel in (HOOK, CHAT)
        )

        assert isinstance(call, CallPayload)
        assert isinstance(chat, ChatPayload)
        data = json.loads(call.body)["data"]
        assert words(text) in words(data["title"]), name
        assert words(text) in words(chat.title), name
        said = (data["title"], data["text"], data["short"], chat.title, chat.text)
        assert not [c for each in said for c in each if ord(c) < 32 and c not in "\t\n"], name


@pytest.mark.parametrize("key", ["name", "provider", "account"])
def test_no_text_of_the_organizer_becomes_a_property_of_the_operators_calendar(key: str) -> None:
    def read(text: str) -> tuple[frozenset[str], icalendar.Component]:
        about = {"name": "NOC", "provider": "example.com", "account": "all", key: text}
        data = maintnote_event(
            saying(text), Organizer(email="noc@example.com", **about), LOCALE, BASE
        )
        found = Read()
        read_calendar(key, data, found)
        [event] = icalendar.Calendar.from_ical(data).walk("VEVENT")
        return frozenset(found.shapes), event

    expected, _ = read("Plain words")
    for name, text in PAYLOADS.items():
        shapes, event = read(text)
        assert shapes == expected, name
        assert str(event["ORGANIZER"]) == "mailto:noc@example.com", name
