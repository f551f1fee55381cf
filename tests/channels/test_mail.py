"""Mails over real lines: what arrives, and what each thing that a server does means."""

from __future__ import annotations

import logging
from base64 import b64encode
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from notices.channels import MissingSecret, sender
from notices.channels.mail import MailLimits, MailSender
from notices.channels.secrets import ChannelFault, Secrets
from notices.domain.channels import MailChannel, SmtpServer
from notices.domain.deliveries import Answer
from notices.domain.payloads import MailPayload
from notices.rendering.outbox.payloads import PayloadWriter
from tests.channels.servers import (
    DROP,
    HANG,
    MailServer,
    authority,
    machine,
    mail_channel,
    opened,
    server_tls,
)
from tests.mails import read_mail
from tests.rendering.test_mails import every_kind, project

USER, PASSWORD = "postmaster-qz", "mật-khẩu-9f3k"
ENVIRON = {"MAIL_USER": USER, "MAIL_PASSWORD": PASSWORD}
MAIL = MailPayload(
    b"Subject: x\r\nDate: Sun, 22 Nov 2026 01:00:00 +0000\r\n\r\nHello\r\n.\r\n..two\r\n", "<1@x>"
)
QUICK = MailLimits(connect=2, text=0.4, dot=0.4, quit=0.2)
PATIENT = MailLimits(connect=5, text=20, dot=20, quit=5)


def sending(
    channel: MailChannel, *recipients: str, limits: MailLimits = PATIENT, mail: MailPayload = MAIL
) -> list[Answer]:
    """The answers to one mail for each recipient, over one sender."""
    one = MailSender(channel, Secrets("list", ENVIRON), machine(), limits)
    answers = [one.send("key", to, mail) for to in recipients or ("list@example.org",)]
    one.close()
    return answers


# What arrives.


class AnyPort(Controller):
    """A controller whose port the system chooses."""

    def _trigger_server(self) -> None:
        server: Any = self.server
        self.port = server.sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]


class Handler:
    def __init__(self) -> None:
        self.got: list[tuple[str, list[str], bytes]] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.got.append((envelope.mail_from, envelope.rcpt_tos, envelope.original_content))
        return "250 2.0.0 taken"


def log_in(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
    right = data == LoginPassword(USER.encode(), PASSWORD.encode())
    return AuthResult(success=right, handled=right)


@cache
def payloads(channel: MailChannel) -> list[tuple[str, str, MailPayload]]:
    """Each kind of mail with its recipient and language."""
    found = []
    for _, shown, message in every_kind():
        writer = PayloadWriter(shown, project())
        for language in channel.languages:
            for to in channel.recipients:
                payload = writer.payload(message, channel, language, to)
                assert isinstance(payload, MailPayload)
                found.append((to, language, payload))
    return found


# A line that is TLS from its first byte is none to aiosmtpd.
@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
# aiosmtpd asks so, which Python 3.14 does not like.
@pytest.mark.filterwarnings("ignore:'asyncio.iscoroutinefunction' is deprecated")
@pytest.mark.parametrize("tls", ["implicit", "starttls"])
def test_each_message_arrives_once_at_each_recipient_in_each_language(tls: Any) -> None:
    """At a server that asks for TLS and a password; read back by two parsers."""
    handler = Handler()
    context = server_tls()
    options: dict[str, Any] = {"authenticator": log_in, "auth_required": True}
    if tls == "implicit":
        options |= {"ssl_context": context, "auth_require_tls": False}
    else:
        # The plainer mechanism is missing here.
        options |= {"tls_context": context, "require_starttls": True}
        options |= {"auth_exclude_mechanism": ["PLAIN"]}
    controller = AnyPort(handler, hostname="127.0.0.1", port=0, **options)
    controller.start()
    try:
        channel = mail_channel(controller.port, tls, to=("list@example.org", "team@example.net"))
        one = sender(replace(channel, per_minute=1000), ENVIRON, machine())
        expected = payloads(replace(channel, smtp=SmtpServer("localhost", 25)))
        answers = [one.send("key", to, payload) for to, _, payload in expected]
        one.close()
    finally:
        controller.stop()

    assert answers == [Answer("accepted", "end of DATA: 250 2.0.0 taken")] * len(expected)
    assert [(frm, to) for frm, to, _ in handler.got] == [
        ("news@example.com", [to]) for to, _, _ in expected
    ]
    ids = []
    for (_, _, data), (to, language, payload) in zip(handler.got, expected, strict=True):
        mail = read_mail(data)
        assert data.endswith(payload.data.partition(b"\r\nSubject:")[2])
        assert (mail.headers["From"], mail.headers["To"]) == ("Anviec <news@example.com>", to)
        assert mail.headers["Message-ID"] == payload.message_id
        assert mail.headers["Content-Language"] == language
        assert "Date" in mail.headers
        ids.append(payload.message_id)
    assert len(set(ids)) == len(ids) == 9 * 2 * 2


def test_a_text_arrives_byte_for_byte_whatever_its_lines_begin_with() -> None:
    with opened(MailServer()) as server:
        assert sending(mail_channel(server.port))[0].event == "accepted"

    assert server.mails == [MAIL.data]


def test_a_lone_line_end_cannot_end_a_mail() -> None:
    """A server that takes one for the end would take the rest for commands."""
    smuggled = replace(MAIL, data=b"Date: x\r\n\r\na\n.\nMAIL FROM:<x@y>\r.\rb")
    with opened(MailServer()) as server:
        sending(mail_channel(server.port), mail=smuggled)

    assert server.mails == [b"Date: x\r\n\r\na\r\n.\r\nMAIL FROM:<x@y>\r\n.\r\nb\r\n"]
    assert server.verbs.count("MAIL") == 1


def test_several_mails_share_one_line() -> None:
    with opened(MailServer()) as server:
        answers = sending(mail_channel(server.port), "a@example.org", "b@example.org")

    assert [each.event for each in answers] == ["accepted"] * 2
    assert server.count == 1
    assert server.verbs == ["EHLO", *("MAIL", "RCPT", "DATA") * 1, "RSET", "MAIL", "RCPT", "DATA",
                            "QUIT"]  # fmt: skip


def test_a_refused_recipient_leaves_the_line_for_the_next() -> None:
    with opened(MailServer({"RCPT": "550 5.1.1 nobody"})) as server:
        answers = sending(mail_channel(server.port), "a@example.org", "b@example.org")

    assert answers == [Answer("refused", "RCPT: 550 5.1.1 nobody")] * 2
    assert server.count == 1


def test_a_line_that_died_between_two_mails_is_opened_again() -> None:
    with opened(MailServer({"RSET": DROP})) as server:
        answers = sending(mail_channel(server.port), "a@example.org", "b@example.org")

    assert [each.event for each in answers] == ["accepted"] * 2
    assert server.count == 2


def test_a_mail_without_date_gets_that_of_its_sending() -> None:
    with opened(MailServer()) as server:
        sending(mail_channel(server.port), mail=MailPayload(b"Subject: x\r\n\r\nDate: y\r\n", "<>"))

    (mail,) = server.mails
    assert mail.startswith(b"Date: ")
    assert mail.endswith(b" +0000\r\nSubject: x\r\n\r\nDate: y\r\n")


# Addresses.


def test_only_an_address_that_is_not_ascii_asks_for_smtputf8() -> None:
    with opened(MailServer(features=("SMTPUTF8", "SIZE 1000"))) as server:
        sending(mail_channel(server.port), "an@example.org", "an@viện.example", "ánh@example.org")

    size = len(MAIL.data)
    heard = [command.replace("from:", "FROM:").replace("to:", "TO:") for command in server.heard]
    assert [command for command in heard if command[:4] in ("mail", "rcpt")] == [
        f"mail FROM:<news@example.com> SIZE={size}",
        "rcpt TO:<an@example.org>",
        f"mail FROM:<news@example.com> SIZE={size}",
        "rcpt TO:<an@xn--vin-5kz.example>",
        f"mail FROM:<news@example.com> SIZE={size} SMTPUTF8 BODY=8BITMIME",
        "rcpt TO:<ánh@example.org>",
    ]


def test_a_server_without_smtputf8_cannot_reach_such_an_address() -> None:
    with opened(MailServer()) as server:
        (answer,) = sending(mail_channel(server.port), "ánh@example.org")

    assert answer.event == "refused"
    assert "MAIL" not in server.verbs


@pytest.mark.parametrize("to", ["a@b\r\nRCPT TO:<c@d>", "a@b>\nDATA", "a b@c", "<a@b>", "", "a@"])
def test_what_is_no_address_never_reaches_the_server(to: str) -> None:
    with opened(MailServer()) as server:
        (answer,) = sending(mail_channel(server.port), to)

    assert answer == Answer("refused", "the recipient is no mail address")
    assert server.heard == []


# What a server says, and what it means.

SETUP = ("greeting", "EHLO")


@pytest.mark.parametrize(
    "step, reply, event",
    [
        *((step, "421 later", "deferred") for step in (*SETUP, "MAIL", "RCPT", "DATA", "dot")),
        *((step, "451 later", "deferred") for step in (*SETUP, "MAIL", "RCPT", "DATA", "dot")),
        *((step, "554 never", "deferred") for step in (*SETUP, "MAIL")),
        *((step, "554 never", "refused") for step in ("RCPT", "DATA", "dot")),
        *((step, DROP, "deferred") for step in (*SETUP, "MAIL", "RCPT", "DATA")),
        ("MAIL", "552 too large", "refused"),
        ("RCPT", "530 log in first", "deferred"),
        ("DATA", "250 what?", "deferred"),
        ("dot", DROP, "unknown"),
        ("dot", "354 what?", "unknown"),
        ("dot", "hello", "unknown"),
        ("dot", "250-and so on\r\n" * 500, "unknown"),
        ("RCPT", "251 forwarded", "accepted"),
    ],
)
def test_what_a_reply_means_depends_on_the_step(step: str, reply: str, event: str) -> None:
    with opened(MailServer({step: reply})) as server:
        (answer,) = sending(mail_channel(server.port))

    assert answer.event == event
    assert len(server.mails) == (step == "dot" or event == "accepted")


@pytest.mark.parametrize("step", [*SETUP, "MAIL", "RCPT", "DATA", "dot"])
def test_a_server_that_says_nothing_is_left_alone(step: str) -> None:
    with opened(MailServer({step: HANG})) as server:
        (answer,) = sending(mail_channel(server.port), limits=QUICK)

    assert answer.event == ("unknown" if step == "dot" else "deferred")
    said = {"greeting": "connect", "dot": "end of DATA"}.get(step, step)
    assert answer.detail == f"{said}: timed out"


def test_a_line_that_dies_within_the_text_leaves_the_mail_for_later() -> None:
    """The text has to be larger than what a line holds, so that we hear of it before the dot."""
    large = replace(MAIL, data=MAIL.data + b"0123456789abcdef\r\n" * 400_000)
    with opened(MailServer({"text": DROP})) as server:
        (answer,) = sending(mail_channel(server.port), mail=large)

    assert answer == Answer("deferred", "DATA: connection lost")


def test_a_goodbye_that_is_not_answered_does_not_hold_up() -> None:
    with opened(MailServer({"QUIT": HANG})) as server:
        (answer,) = sending(mail_channel(server.port), limits=QUICK)

    assert answer.event == "accepted"


def test_a_server_that_is_not_there_is_tried_later() -> None:
    with opened(MailServer()) as server:
        port = server.port
    gone = replace(mail_channel(port), smtp=SmtpServer("name.invalid", 25, "none"))

    assert sending(mail_channel(port)) == [
        Answer("deferred", "connect: connection refused", reached=False)
    ]
    assert sending(gone)[0].event == "deferred"


# TLS and passwords.


def test_without_starttls_nothing_is_sent_in_plain() -> None:
    with opened(MailServer(features=("AUTH PLAIN",))) as server:
        (answer,) = sending(mail_channel(server.port, "starttls"))

    assert answer == Answer("deferred", "STARTTLS: the server does not offer it", reached=False)
    assert server.verbs == ["EHLO"]


@pytest.mark.parametrize("reply, event", [("454 not now", "deferred"), ("501 never", "deferred")])
def test_a_refused_starttls_is_no_reason_to_go_on_in_plain(reply: str, event: str) -> None:
    with opened(MailServer({"STARTTLS": reply}, features=("STARTTLS",))) as server:
        (answer,) = sending(mail_channel(server.port, "starttls"))

    assert answer == Answer("deferred", f"STARTTLS: {reply}", reached=False)
    assert server.verbs == ["EHLO", "STARTTLS"]


def test_what_was_said_before_tls_counts_no_more() -> None:
    """AUTH was offered in plain, and is not within."""
    script = {"STARTTLS": "220 go\r\n250-injected\r\n250 AUTH PLAIN"}
    secure = server_tls()
    with opened(MailServer(script, features=("STARTTLS",), starttls=secure)) as server:
        (answer,) = sending(mail_channel(server.port, "starttls"))

    assert answer.event == "deferred"
    assert not [command for command in server.heard if command.startswith("AUTH")]
    assert server.mails == []


@pytest.mark.parametrize("tls", ["implicit", "starttls"])
@pytest.mark.parametrize(
    "name, ca, why",
    [
        ("localhost", trustme.CA(), "the certificate is not valid"),
        ("mail.example.org", None, "the certificate is another host's"),
    ],
)
def test_a_certificate_that_is_not_the_servers_ends_it(
    tls: Any, name: str, ca: trustme.CA | None, why: str
) -> None:
    secure = server_tls(name, ca or authority())
    options: dict[str, Any] = {"tls": secure} if tls == "implicit" else {"starttls": secure}
    with opened(MailServer(features=("STARTTLS", "AUTH PLAIN"), **options)) as server:
        (answer,) = sending(mail_channel(server.port, tls))

    assert answer.event == "deferred"
    assert why in answer.detail
    assert server.verbs == ([] if tls == "implicit" else ["EHLO", "STARTTLS"])


@pytest.mark.parametrize("reply", ["454 later", "535 wrong password", "501 what?", DROP, "334 "])
def test_a_failed_login_loses_no_mail(reply: str) -> None:
    with opened(MailServer({"AUTH": reply}, features=("AUTH PLAIN",), tls=server_tls())) as server:
        (answer,) = sending(mail_channel(server.port, "implicit"))

    assert answer.event == "deferred"
    assert "MAIL" not in server.verbs


def test_a_password_is_tried_once() -> None:
    """More would lock the account."""
    with opened(
        MailServer({"AUTH": "535 no"}, features=("AUTH CRAM-MD5 LOGIN PLAIN",), tls=server_tls())
    ) as server:
        sending(mail_channel(server.port, "implicit"))

    assert server.verbs == ["EHLO", "AUTH"]


def test_no_password_goes_over_a_line_without_tls() -> None:
    login = {"user_env": "MAIL_USER", "password_env": "MAIL_PASSWORD"}

    with pytest.raises(ChannelFault, match="channel list: no password is sent without TLS"):
        sender(mail_channel(25, login=login), ENVIRON)


def test_a_missing_secret_is_named_and_nothing_more() -> None:
    with pytest.raises(MissingSecret) as error:
        sender(mail_channel(25, "implicit"), {"MAIL_USER": USER})

    assert error.value.text == "channel list: the environment variable MAIL_PASSWORD is not set"


def test_a_server_that_repeats_what_it_was_sent_puts_no_secret_into_an_answer(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    """In each reply after the login, and in that of the login."""
    caplog.set_level(logging.DEBUG)
    plain = b64encode(f"\0{USER}\0{PASSWORD}".encode()).decode()
    said = []
    for script in ({"AUTH": "535 no"}, {"MAIL": "451 no"}, {"RCPT": "550 no"}, {"dot": "250 ok"}):
        with opened(
            MailServer(script, features=("AUTH PLAIN",), tls=server_tls(), echoes=True)
        ) as server:
            (answer,) = sending(mail_channel(server.port, "implicit"))
            assert any(plain in command for command in server.heard)
            said.append(answer.detail)

    assert said[0] == "AUTH: 535"
    assert "AUTH PLAIN ***" in said[1]
    everything = "\n".join((*said, caplog.text, *capfd.readouterr()))
    assert not [each for each in (USER, PASSWORD, plain) if each in everything]
