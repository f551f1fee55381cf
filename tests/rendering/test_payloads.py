"""What a channel of each kind sends of a message."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from email import message_from_bytes
from email.policy import default
from typing import Any

import pytest

from notices.domain.channels import AppriseChannel, MailChannel, SmtpServer, WebhookChannel
from notices.domain.outbox import OutboxMessage
from notices.domain.payloads import CallPayload, ChatPayload, MailPayload
from notices.domain.public import PublicSite
from notices.rendering.outbox.payloads import CHAT_MOST, PayloadWriter
from tests.mails import Mail, read_mail
from tests.rendering.builders import public, release, site
from tests.rendering.hostile_titles import HOSTILE
from tests.rendering.test_mails import announced, every_kind, handed, plan, project, told

BASE: dict[str, Any] = {
    "id": "list", "audience": "customers", "languages": ("vi", "en"), "since": date(2026, 1, 1),
}  # fmt: skip
LIST = MailChannel(
    **BASE, sender="news@example.com", to=("all@example.org",), smtp=SmtpServer("localhost", 25)
)
HOOK = WebhookChannel(**BASE, url_env="X")
CHAT = AppriseChannel(**BASE, url_env="X")


def mail_of(
    shown: PublicSite, message: OutboxMessage, channel: MailChannel = LIST, language: str = "en",
    to: str = "all@example.org",
) -> MailPayload:  # fmt: skip
    payload = PayloadWriter(shown, project()).payload(message, channel, language, to)
    assert isinstance(payload, MailPayload)
    return payload


def an_announcement(channel: MailChannel = LIST, **more: Any) -> Mail:
    shown = announced()
    return read_mail(mail_of(site(shown), told(shown), channel, **more).data)


def call_of(shown: PublicSite, message: OutboxMessage, language: str = "en") -> dict[str, Any]:
    payload = PayloadWriter(shown, project()).payload(message, HOOK, language, "list")
    assert isinstance(payload, CallPayload)
    read: dict[str, Any] = json.loads(payload.body)
    return read


# Mails.


def test_a_mail_is_the_outboxs_letter_with_the_headers_of_a_list() -> None:
    channel = replace(
        LIST,
        reply_to="care@example.com",
        unsubscribe=("https://lists.example.org/u?l=a&b=c", "mailto:leave@example.org"),
        one_click=True,
    )
    shown = announced()

    payload = mail_of(site(shown), told(shown), channel)

    mail = read_mail(payload.data)
    uid = shown.messages[0].uid.removeprefix("urn:uuid:")
    assert mail.headers == {
        "From": "Anviec <news@example.com>",
        "To": "all@example.org",
        "Reply-To": "care@example.com",
        "Subject": mail.subject,
        "Date": "Sun, 22 Nov 2026 01:00:00 +0000",
        "Message-ID": payload.message_id,
        "List-Id": "<list.updates.example.com>",
        "List-Unsubscribe": "<https://lists.example.org/u?l=a&b=c>, <mailto:leave@example.org>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
        "Content-Language": "en",
        "MIME-Version": "1.0",
        "Content-Type": mail.headers["Content-Type"],
    }
    assert payload.message_id == f"<{uid}.en.4de9b9af86c18518@updates.example.com>"
    assert mail.text.startswith("Advance notice\n\nNew payroll engine")
    assert mail.event.decoded("DTSTART") == shown.release.window.start


def test_an_id_is_of_one_message_in_one_language_to_one_recipient_over_one_channel() -> None:
    shown = announced()
    where, message = site(shown), told(shown)
    other = replace(LIST, id="other")

    ids = [
        mail_of(where, message, channel, language, to).message_id
        for channel in (LIST, other)
        for language in ("vi", "en")
        for to in ("a@example.org", "b@example.org")
    ]

    assert len(set(ids)) == 8
    assert mail_of(where, message, LIST, "vi", "a@example.org").message_id == ids[0]


def test_one_click_is_promised_only_beside_an_address_that_takes_it() -> None:
    """A program of mail cannot post to a mailto: address."""
    channel = replace(LIST, unsubscribe=("mailto:leave@example.org",), one_click=True)

    assert an_announcement(channel).headers["List-Unsubscribe"] == "<mailto:leave@example.org>"
    assert "List-Unsubscribe-Post" not in an_announcement(channel).headers
    assert "List-Unsubscribe" not in an_announcement(LIST).headers


def test_a_list_may_have_a_name_of_its_own() -> None:
    assert an_announcement(replace(LIST, list_id="news.example.net")).headers["List-Id"] == (
        "<news.example.net>"
    )


@pytest.mark.parametrize(
    "channel",
    [
        replace(LIST, list_id="https://x/\r\nBcc: <c@d>, e"),
        replace(LIST, unsubscribe=("https://x/\r\nBcc: <c@d>, e",)),
    ],
)
def test_no_value_begins_a_header_of_its_own(channel: MailChannel) -> None:
    mail = an_announcement(channel)

    assert "Bcc" not in mail.headers


@pytest.mark.parametrize("value", ["a@b\r\nBcc: c@d", "A <a@b>", "a"])
def test_what_is_no_address_makes_no_mail(value: str) -> None:
    for channel in (replace(LIST, sender=value), replace(LIST, reply_to=value)):
        with pytest.raises(ValueError, match="no mail address"):
            an_announcement(channel)
    with pytest.raises(ValueError, match="no mail address"):
        an_announcement(to=value)


@pytest.mark.parametrize("name", ["Công ty An Việc", 'An "Việc", Ltd', "A, B: <c@d>", "Bcc: x\ny"])
def test_the_sites_name_stands_beside_the_senders_address(name: str) -> None:
    shown = announced()
    theme = replace(project(), site_name=name)

    payload = PayloadWriter(site(shown), theme).payload(told(shown), LIST, "vi", "a@example.org")

    assert isinstance(payload, MailPayload)
    sender = _addresses(payload.data)
    assert sender == [(" ".join(name.split()), "news@example.com")]


def _addresses(data: bytes) -> list[tuple[str, str]]:
    found = message_from_bytes(data, policy=default)["From"].addresses
    return [(each.display_name, each.addr_spec) for each in found]


def test_a_domain_that_is_not_ascii_is_written_so_that_every_server_takes_it() -> None:
    assert an_announcement(to="an@viện.example").headers["To"] == "an@xn--vin-5kz.example"


def test_a_message_that_nobody_has_sent_yet_has_no_date() -> None:
    """The sender of mails gives it one."""
    message = handed(public(release()), is_public=False)

    headers = read_mail(mail_of(site(), message).data).headers
    assert "Date" not in headers
    assert "X-Unsent" not in headers


def test_a_mail_that_is_too_large_loses_its_calendar_then_its_colours_never_its_text() -> None:
    shown = announced()
    where, message = site(shown), told(shown)
    whole = mail_of(where, message).data

    def kinds(most: int) -> list[bytes]:
        data = mail_of(where, message, replace(LIST, max_bytes=most)).data
        names = (b"text/calendar", b"text/html", b"text/plain")
        return [name for name in names if name in data]

    small = mail_of(where, message, replace(LIST, max_bytes=1)).data
    assert kinds(len(whole)) == [b"text/calendar", b"text/html", b"text/plain"]
    assert kinds(len(whole) - 1) == [b"text/html", b"text/plain"]
    assert kinds(len(small)) == [b"text/plain"]
    assert kinds(1) == [b"text/plain"]


@pytest.mark.parametrize("title", HOSTILE[:12])
def test_a_title_is_read_back_whatever_it_holds(title: str) -> None:
    shown = announced(title={"en": title})

    mail = read_mail(mail_of(site(shown), told(shown)).data)

    assert " ".join(title.split()) in mail.subject


# Calls.


def test_a_call_says_all_of_a_release_in_stable_keys() -> None:
    shown = announced()
    message = told(shown)

    call = call_of(site(shown), message)

    text, short = call["data"].pop("text"), call["data"].pop("short")
    assert call == {
        "type": "notice.published",
        "timestamp": "2026-11-22T01:00:00Z",
        "data": {
            "message": shown.messages[0].uid,
            "release": "payroll-engine",
            "plan": None,
            "notice": "advance",
            "audience": "customers",
            "language": "en",
            "title": "[Anviec] Advance notice: New payroll engine",
            "url": "https://updates.example.com/en/releases/payroll-engine/",
            "state": "announced",
            "window": {"start": "2026-12-12T13:00:00Z", "end": "2026-12-12T15:00:00Z"},
            "category": "feature",
            "systems": ["payroll"],
        },
    }
    assert text.startswith("Advance notice\n\nNew payroll engine\n")
    assert short.startswith("[Anviec] Advance notice: New payroll engine. Saturday 12 December")


def test_a_call_of_a_plan_has_its_month_and_no_window() -> None:
    data = call_of(*plan())["data"]

    assert (data["release"], data["plan"]) == (None, "2026-12")
    assert (data["window"], data["category"], data["systems"]) == (None, None, [])


def test_a_call_to_staff_says_so_and_has_no_link_to_what_the_site_hides() -> None:
    call = call_of(site(), handed(public(release()), is_public=False))

    assert call["timestamp"] is None
    assert (call["data"]["audience"], call["data"]["url"]) == ("staff", None)


def test_the_same_message_gives_the_same_bytes() -> None:
    for _, shown, message in every_kind():
        for channel in (LIST, HOOK, CHAT):
            first, second = (
                PayloadWriter(shown, project()).payload(message, channel, "vi", "a@example.org")
                for _ in range(2)
            )
            assert first == second


# Chats.


@pytest.mark.parametrize("language", ["vi", "en", "de"])
def test_a_chat_gets_a_title_and_a_text_that_does_not_repeat_it(language: str) -> None:
    for kind, shown, message in every_kind():
        payload = PayloadWriter(shown, project()).payload(message, CHAT, language, "chat")
        assert isinstance(payload, ChatPayload)
        assert payload.title.startswith("[")
        assert payload.title not in payload.text
        assert len(payload.title) + 1 + len(payload.text) <= CHAT_MOST
        assert payload.text.endswith("/") == (kind not in ("staff", "hand-off"))


def test_a_chat_says_when_and_where_to_read_more() -> None:
    shown = announced()

    payload = PayloadWriter(site(shown), project()).payload(told(shown), CHAT, "vi", "chat")

    assert payload == ChatPayload(
        "[Anviec] Thông báo sớm: Bảng lương thế hệ mới",
        "20:00–22:00, thứ Bảy 12/12/2026 (GMT+7). Thời gian gián đoạn: khoảng 10 phút. "
        "Sau khi cập nhật, Quý khách cần đăng nhập lại. Cần chuẩn bị: Lưu bảng lương "
        "https://updates.example.com/releases/payroll-engine/",
    )


def test_a_long_chat_keeps_its_link() -> None:
    shown = announced(title={"en": "word " * 400}, prepare={"en": "do this " * 400})

    payload = PayloadWriter(site(shown), project()).payload(told(shown), CHAT, "en", "chat")

    assert isinstance(payload, ChatPayload)
    assert len(payload.title) + 1 + len(payload.text) <= CHAT_MOST
    assert payload.text.endswith(" https://updates.example.com/en/releases/payroll-engine/")
