"""The channels file: the channels that it gives, each fault at its place, and no secret told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notices.domain.channels import (
    AppriseChannel,
    MailChannel,
    SmtpServer,
    WebhookChannel,
    WebSubChannel,
)
from notices.domain.policy import Organizer, Policy
from notices.domain.release import System
from notices.loading import Reader, json_schema, load_channels
from notices.loading.mail_fields import HttpsAddress, MailAddress, Unsubscribe
from notices.loading.reading import Kind
from tests.loading.test_schema import as_editors_see, fits

PATH = "content/channels.yml"
SYSTEMS = (System("search", {"de": "Suche"}, {"de": "Seite"}),)
SMTP = "smtp: {host: mail.example.com, port: 465}"
MAIL = f"""\
channels:
  - id: list
    type: mail
    audience: customers
    since: 2026-12-01
    from: news@example.com
    to: [list@example.com]
    {SMTP}
"""
MORE = 9
"""The line of the first key after those."""

EVERYTHING = """\
channels:
  - id: list
    type: mail
    audience: customers
    languages: [en]
    since: 2026-12-01
    categories: [change]
    systems: [search]
    notices: [early, updates, rescheduled]
    subscribe_url: https://lists.example.com/updates?join=1
    from: news@example.com
    to: [one@example.com, two@münchen.example]
    reply_to: help@example.com
    list_id: updates.example.com
    unsubscribe: ["https://lists.example.com/leave", "mailto:leave@example.com?subject=leave"]
    one_click: true
    per_minute: 10
    max_bytes: 5000000
    smtp: {host: mail.example.com, port: 587, tls: starttls, user_env: SMTP_USER, password_env: SMTP_PASSWORD}
  - {id: calls, type: webhook, audience: staff, since: 2026-12-01, url_env: CALL_URL, secret_env: CALL_SECRET, idempotent: true}
  - {id: chat, type: apprise, audience: staff, since: 2026-12-02, url_env: CHAT_URL, per_minute: 5}
  - {id: hub, type: websub, hub: https://hub.example.com/}
"""


def found(
    policy: Policy, text: str, systems: tuple[System, ...] | None = SYSTEMS
) -> list[tuple[int, int, str]]:
    problems = load_channels(PATH, text.encode(), policy, systems).problems
    assert {(p.severity, p.rule, p.mark.path) for p in problems} <= {("error", "channels", PATH)}
    return [(p.mark.line, p.mark.column, p.message) for p in problems]


def test_no_file_names_no_channel(policy: Policy) -> None:
    assert load_channels(PATH, b"", policy, SYSTEMS).value == ()


def test_the_file_gives_the_channels_in_its_order(policy: Policy) -> None:
    loaded = load_channels(PATH, EVERYTHING.encode(), policy, SYSTEMS)
    assert loaded.problems == ()
    assert loaded.value == (
        MailChannel(
            id="list",
            audience="customers",
            languages=("en",),
            since=date(2026, 12, 1),
            categories=frozenset({"change"}),
            systems=frozenset({"search"}),
            notices=frozenset({"early", "updates", "rescheduled"}),
            sender="news@example.com",
            to=("one@example.com", "two@xn--mnchen-3ya.example"),
            smtp=SmtpServer("mail.example.com", 587, "starttls", "SMTP_USER", "SMTP_PASSWORD"),
            reply_to="help@example.com",
            list_id="updates.example.com",
            unsubscribe=(
                "https://lists.example.com/leave",
                "mailto:leave@example.com?subject=leave",
            ),
            one_click=True,
            subscribe_url="https://lists.example.com/updates?join=1",
            per_minute=10,
            max_bytes=5_000_000,
        ),
        WebhookChannel(
            id="calls",
            audience="staff",
            languages=("de", "en"),
            since=date(2026, 12, 1),
            url_env="CALL_URL",
            secret_env="CALL_SECRET",
            idempotent=True,
        ),
        AppriseChannel(
            id="chat",
            audience="staff",
            languages=("de", "en"),
            since=date(2026, 12, 2),
            url_env="CHAT_URL",
            per_minute=5,
        ),
        WebSubChannel(id="hub", hub="https://hub.example.com/"),
    )


def test_a_channel_without_filters_takes_every_language_and_all_there_is(policy: Policy) -> None:
    (channel,) = load_channels(PATH, MAIL.encode(), policy, SYSTEMS).value or ()
    assert isinstance(channel, MailChannel)
    assert channel.languages == ("de", "en")
    assert (channel.categories, channel.systems, channel.notices) == (frozenset(),) * 3
    assert channel.smtp.tls == "starttls"
    assert (channel.per_minute, channel.max_bytes) == (60, 1_000_000)


def test_a_channel_knows_where_its_keys_stand(policy: Policy) -> None:
    (channel,) = load_channels(PATH, MAIL.encode(), policy, SYSTEMS).value or ()
    assert channel.source is not None
    mark = channel.source.at("smtp.port")
    assert (mark.path, mark.line, mark.column) == (PATH, 8, 42)


def test_editors_know_the_file(policy: Policy) -> None:
    schema = json_schema("channels", "en", policy, SYSTEMS)
    assert fits(as_editors_see(EVERYTHING), schema, schema)
    for wrong in ("type: mail", "notices: [early", "systems: [search", "languages: [en"):
        assert not fits(as_editors_see(EVERYTHING.replace(wrong, f"{wrong}x", 1)), schema, schema)


@pytest.mark.parametrize(
    "old, new, line, column, message",
    [
        ("type: mail", "type: male", 3, 11, "channels (item 1): type must be mail, webhook, apprise or websub, not 'male'"),
        ("    type: mail\n", "", 2, 5, "channels (item 1): type is missing"),
        ("type: mail", "type: websub", 2, 5, "channels (item 1): hub is missing"),
        ("id: list", "id: My list", 2, 9, "channels (item 1): id: 'My list' is not a valid name"),
        ("customers", "affected", 4, 15, "channels (item 1): audience must be customers or staff, not 'affected'"),
        ("2026-12-01", "2026-12-01 09:00", 5, 12, "channels (item 1): since: '2026-12-01 09:00' is not a date"),
        ("    since: 2026-12-01\n", "", 2, 5, "channels (item 1): since is missing"),
        ("[list@example.com]", "[]", 7, 5, "channels (item 1): to is empty"),
        ("[list@example.com]", "[a@b.example, a@b.example]", 7, 23, "duplicate 'a@b.example'"),
        ("[list@example.com]", "[a@b.example, A@B.example]", 7, 23, "duplicate 'A@b.example'"),
        ("[list@example.com]", "[list]", 7, 10, "channels (item 1): to (item 1): 'list' is not an email address"),
        ("from: news", "from: The news", 6, 11, "channels (item 1): from: 'The news@example.com' is not an email address"),
        ("from: news@example.com", r'from: "a@b.example\nBcc: c@d.example"', 6, 11, r"channels (item 1): from: 'a@b.example\nBcc: c@d.example' is not an email address"),
        ("port: 465", "port: 0", 8, 42, "channels (item 1): smtp.port: '0' is not a whole number from 1 to 65535"),
        ("port: 465", "port: 65536", 8, 42, "channels (item 1): smtp.port: '65536' is not a whole number from 1 to 65535"),
        ("mail.example.com", "mail.example.com:25", 8, 18, "channels (item 1): smtp.host: 'mail.example.com:25' is not the name of a server"),
        ("port: 465", "port: 465, tls: ssl", 8, 52, "channels (item 1): smtp.tls must be implicit, starttls or none, not 'ssl'"),
        ("port: 465", "port: 465, user_env: U", 8, 5, "channels (item 1): smtp has user_env without password_env"),
        ("port: 465", "port: 465, tls: none, user_env: U, password_env: P", 8, 52, "channels (item 1): smtp.tls: a password would go over a line that is not encrypted"),
        ("port: 465", "port: 465, password: x", 8, 47, "unknown key 'password' in channels (item 1): smtp"),
        (SMTP, "smtp: mail.example.com", 8, 11, "channels (item 1): smtp must be keys with values"),
        ("channels:\n", "channel: []\nchannels:\n", 1, 1, "unknown key 'channel'"),
    ],
)  # fmt: skip
def test_each_fault_has_its_place(
    policy: Policy, old: str, new: str, line: int, column: int, message: str
) -> None:
    text = MAIL.replace(old, new, 1)
    assert text != MAIL
    faults = found(policy, text)
    assert (line, column, message) in faults
    if new != "type: websub":  # There, nearly every key is one too many.
        assert len(faults) == 1


@pytest.mark.parametrize(
    "key, column, message",
    [
        ("list_id: updates", 14, "list_id: 'updates' is not the name of a list"),
        ("reply_to: nobody", 15, "reply_to: 'nobody' is not an email address"),
        ("subscribe_url: http://example.com/", 20, "subscribe_url is not an address that begins with https://"),
        ("subscribe_url: https://me:secret@example.com/", 20, "subscribe_url is not an address that begins with https://"),
        ('subscribe_url: "https://example.com/a b"', 20, "subscribe_url is not an address that begins with https://"),
        ("unsubscribe: [http://example.com/leave]", 19, "unsubscribe (item 1) is not an address to unsubscribe at"),
        ('unsubscribe: ["https://example.com/a,b"]', 19, "unsubscribe (item 1) is not an address to unsubscribe at"),
        ("unsubscribe: [mailto:leave]", 19, "unsubscribe (item 1) is not an address to unsubscribe at"),
        ("one_click: true", 16, "one_click needs an https address in `unsubscribe`"),
        ("url_env: CHAT_URL", 5, None),
        ("languages: [fr]", 17, "unknown language 'fr'"),
        ("languages: [de, de]", 21, "duplicate 'de'"),
        ("languages: []", 5, "languages is empty"),
        ("categories: [changes]", 18, "unknown category 'changes'"),
        ("systems: [searches]", 15, "unknown system 'searches'"),
        ("notices: [erly]", 15, "unknown notice 'erly'"),
        ("per_minute: 0", 17, "per_minute: '0' is not a whole number from 1 to 1000000"),
    ],
)  # fmt: skip
def test_each_fault_of_a_key_that_may_be_missing_has_its_place(
    policy: Policy, key: str, column: int, message: str | None
) -> None:
    name = "" if message and message.startswith(("unknown", "duplicate")) else "channels (item 1): "
    wanted = f"{name}{message}" if message else "unknown key 'url_env' in channels (item 1)"
    assert found(policy, f"{MAIL}    {key}\n") == [(MORE, column, wanted)]


def test_customers_are_offered_no_list_for_staff(policy: Policy) -> None:
    text = MAIL.replace("customers", "staff") + "    subscribe_url: https://example.com/\n"
    assert found(policy, text) == [
        (MORE, 5, "channels (item 1): subscribe_url stands with `audience: customers` alone")
    ]


def test_a_calendar_for_network_operators_needs_an_organizer(policy: Policy) -> None:
    text = f"{MAIL}    calendar: maintnote\n"
    [problem] = load_channels(PATH, text.encode(), policy, SYSTEMS).problems
    assert (problem.mark.line, problem.mark.column, str(problem.message)) == (
        MORE, 15,
        "channels (item 1): calendar is `maintnote`, and the policy names no `organizer`",
    )  # fmt: skip
    assert str(problem.help) == (
        "Add `organizer: {name: …, email: …}` to content/policy.yml, or delete the key."
    )

    named = replace(policy, organizer=Organizer("NOC", "noc@example.com", "NOC", "all"))
    (channel,) = load_channels(PATH, text.encode(), named, SYSTEMS).value or ()
    assert isinstance(channel, MailChannel)
    assert channel.calendar == "maintnote"
    assert found(policy, f"{MAIL}    calendar: event\n") == []


def test_two_channels_of_one_id_are_refused(policy: Policy) -> None:
    text = EVERYTHING.replace("id: chat", "id: calls")
    assert [message for _, _, message in found(policy, text)] == ["duplicate 'calls'"]


def test_all_that_is_wrong_is_told_at_once_and_yaml_is_of_the_same_rule(policy: Policy) -> None:
    text = EVERYTHING.replace("[en]", "[fr]").replace("CHAT_URL", "chat").replace("587", "0")
    assert [line for line, _, _ in found(policy, text)] == [5, 19, 21]
    assert len(found(policy, "channels: [")) == 1
    assert len(found(policy, "# nothing\n")) == 1


def test_where_the_systems_cannot_be_read_any_is_good(policy: Policy) -> None:
    assert found(policy, f"{MAIL}    systems: [searches]\n", None) == []


def test_a_help_line_names_what_was_meant(policy: Policy) -> None:
    def help_of(more: str, systems: tuple[System, ...] = SYSTEMS) -> str:
        (problem,) = load_channels(PATH, f"{MAIL}    {more}\n".encode(), policy, systems).problems
        return str(problem.help)

    assert help_of("notices: [erly]") == "Did you mean 'early'?"
    assert help_of("languages: [fr]") == "The policy's languages are: de, en."
    assert help_of("systems: [mail]") == "The systems are: search."
    assert help_of("systems: [mail]", ()) == "List it in `content/systems.yml`."


SECRET = "hunter2-S3cret"


@pytest.mark.parametrize(
    "text",
    [
        MAIL.replace("port: 465", f"port: 465, user_env: {SECRET}, password_env: PASSWORD"),
        MAIL.replace("port: 465", f"port: 465, password: {SECRET}"),
        f"{MAIL}    subscribe_url: https://me:{SECRET}@example.com/\n",
        f"channels:\n  - {{id: a, type: apprise, audience: staff, since: 2026-12-01, url_env: 'slack://{SECRET}'}}\n",
        f"channels:\n  - {{id: a, type: websub, hub: 'https://me:{SECRET}@example.com/'}}\n",
    ],
)
def test_a_secret_in_the_file_is_refused_and_not_repeated(policy: Policy, text: str) -> None:
    problems = load_channels(PATH, text.encode(), policy, SYSTEMS).problems
    assert len(problems) == 1
    assert SECRET not in problems[0].message + problems[0].help


def read(kind: object, text: str) -> str | None:
    """The text as a value of that kind; ``None`` where it is refused."""
    (reader,) = kind.__metadata__  # type: ignore[attr-defined]
    assert isinstance(reader, Kind)
    try:
        return str(reader.read(text, None))  # type: ignore[arg-type]
    except ValueError:
        return None


@pytest.mark.parametrize(
    "text, address",
    [
        ("a@b.example", "a@b.example"),
        ("Anna.Berg+news@B.Example", "Anna.Berg+news@b.example"),
        ("a@münchen.example", "a@xn--mnchen-3ya.example"),
        ("a@faß.example", None),  # Python's older standard takes it for fass.example.
        ("a@b", None), ("@b.example", None), ("a@", None), ("a@@b.example", None),
        ("a.@b.example", None), ("a@-b.example", None), ("a@b..example", None),
        ("Ä@b.example", None), ("a b@c.example", None), ("<a@b.example>", None),
        ("a@b.example,c@d.example", None), ("a@b.example\n", None), ("a@[127.0.0.1]", None),
        (f"{'a' * 65}@b.example", None), (f"a@{'b.' * 123}example", None), (f"a@{'b' * 64}.example", None),
    ],
)  # fmt: skip
def test_what_is_a_mail_address(text: str, address: str | None) -> None:
    assert read(MailAddress, text) == address


@pytest.mark.parametrize(
    "text, address",
    [
        ("https://example.com", "https://example.com"),
        ("https://Exämple.com:8443/a?b=c&d=%20", "https://xn--exmple-cua.com:8443/a?b=c&d=%20"),
        ("https://", None), ("https:///a", None), ("HTTP://example.com", None),
        ("https://example.com:0/", None), ("https://example.com:70000/", None),
        ("https://example.com/#part", None), ("https://me@example.com/", None),
        ("https://example.com/ä", None), ("https://example.com/<a>", None),
        ("https://example.com/a\r\nX: y", None), ("javascript:alert(1)", None),
    ],
)  # fmt: skip
def test_what_is_an_https_address(text: str, address: str | None) -> None:
    assert read(HttpsAddress, text) == address


HOSTILE = st.text(
    st.sampled_from("ab@.:/?,<>\r\n\t\0 äß\u2028\u212a%#;=") | st.characters(), max_size=30
)


@given(
    st.sampled_from([MailAddress, HttpsAddress, Unsubscribe]),
    st.sampled_from(["a@b.example", "https://b.example/", "mailto:a@b.example", ""]),
    st.data(),
)
def test_nothing_that_passes_can_end_a_header(
    kind: object, start: str, data: st.DataObject
) -> None:
    where = data.draw(st.integers(0, len(start)))
    text = read(kind, start[:where] + data.draw(HOSTILE) + start[where:])
    if text is not None:
        assert text.isascii()
        assert text.isprintable()
        assert not {" ", "<", ">", '"'} & set(text)


def test_what_was_read_is_kept_until_the_systems_change(policy: Policy) -> None:
    first = Reader()
    channels = first.channels(PATH, EVERYTHING.encode(), policy, SYSTEMS).value
    second = Reader(first.kept()[0])
    assert second.channels(PATH, EVERYTHING.encode(), policy, SYSTEMS).value == channels
    assert second.parsed == 0
    assert second.channels(PATH, EVERYTHING.encode(), policy, ()).value is None
