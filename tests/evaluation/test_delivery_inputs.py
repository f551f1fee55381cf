"""Channels and deliveries: what an evaluation makes of them, and what of them anybody sees.

Whatever is wrong with the two files, the site is shown and notices are recorded.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from notices.domain.channels import MailChannel
from notices.domain.deliveries import DeliveryLog, DeliveryRecord, delivery_key
from notices.domain.layout import CHANNELS, DELIVERIES, LEDGER, POLICY, SYSTEMS
from notices.domain.public import PublicSite, SubscribeOffer
from notices.evaluation import Evaluation, evaluate
from notices.evaluation.sources import Sources
from notices.loading import chain_deliveries
from notices.project.disk import Workspace
from tests.project import FEATURE, Project
from tests.project import POLICY as POLICY_FILE
from tests.project import SYSTEMS as SYSTEMS_TEXT

NOW = datetime(2026, 12, 1, 2, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
AT = "2026-12-01 09:00"
MAIL = """\
  - id: list
    type: mail
    audience: customers
    languages: [vi]
    since: 2026-12-01
    subscribe_url: https://lists.example.com/join
    from: sender-of-mails@example.com
    to: [recipient-of-mails@example.com]
    smtp: {host: smtp-host.example.com, port: 465, user_env: USER_VARIABLE, password_env: PASSWORD_VARIABLE}
"""
CHANNEL_LIST = f"""\
channels:
{MAIL}  - {{id: chat, type: apprise, audience: customers, since: 2026-12-01, url_env: CHAT_VARIABLE}}
  - {{id: staff, type: webhook, audience: staff, since: 2026-12-01, url_env: CALL_VARIABLE}}
  - {{id: hub, type: websub, hub: https://hub.example.com/}}
"""


def files(**more: str) -> dict[str, bytes]:
    """A project of one release, due at ``NOW``, with these channels and deliveries."""
    found = {
        POLICY: POLICY_FILE.read_bytes(),
        SYSTEMS: SYSTEMS_TEXT.encode(),
        "content/releases/payroll-engine.yml": FEATURE.encode(),
    }
    return found | {{"channels": CHANNELS}[name]: text.encode() for name, text in more.items()}


def published(found: dict[str, bytes]) -> dict[str, bytes]:
    """The files once a publish has recorded what is due."""
    evaluation = evaluate(Sources(found), NOW)
    return {**found, LEDGER: evaluation.lines, **evaluation.copies}


def site(found: dict[str, bytes], now: datetime = LATER) -> PublicSite:
    shown = evaluate(Sources(found), now).site
    assert shown is not None
    return shown


def record(
    message: str, channel: str = "list", recipient: str = "a@b.example", event: str = "accepted",
    minutes: int = 0,
) -> DeliveryRecord:  # fmt: skip
    at, of = NOW + timedelta(minutes=minutes), (message, channel, "vi", recipient)
    until = at + timedelta(minutes=15) if event == "claim" else None
    return DeliveryRecord(0, at, delivery_key(*of), *of, 1, event, until)  # type: ignore[arg-type]


def deliveries(*records: DeliveryRecord) -> bytes:
    return chain_deliveries(DeliveryLog(), records)[0]


def rules(evaluation: Evaluation) -> list[tuple[str, str, str]]:
    return [
        (p.severity, p.rule, f"{p.mark.path}:{p.mark.line}")
        for p in evaluation.problems
        if p.mark.path in (CHANNELS, DELIVERIES)
    ]


def test_an_evaluation_has_channels_and_deliveries() -> None:
    text = deliveries(record("urn:uuid:1", event="claim"), record("urn:uuid:1", minutes=1))
    found = evaluate(Sources({**files(channels=CHANNEL_LIST), DELIVERIES: text}), LATER)
    assert [channel.id for channel in found.channels] == ["list", "chat", "staff", "hub"]
    assert [each.event for each in found.deliveries.records] == ["claim", "accepted"]
    assert (found.may_deliver, rules(found)) == (True, [])


def test_without_both_files_nothing_is_there_and_nothing_wrong() -> None:
    found = evaluate(Sources(files()), NOW)
    assert (found.channels, found.deliveries, found.may_deliver) == ((), DeliveryLog(), True)


BROKEN = (deliveries(record("urn:uuid:1")) * 2, [("error", "deliveries-broken", f"{DELIVERIES}:2")])
TORN = (
    deliveries(record("urn:uuid:1"))[:-9], [("warning", "deliveries-torn", f"{DELIVERIES}:1")],
)  # fmt: skip


@pytest.mark.parametrize(
    "path, data, problems, may_deliver",
    [
        (CHANNELS, b"channels: [{type: fax}]\n", [("error", "channels", f"{CHANNELS}:1")], False),
        (CHANNELS, b"channels: [\n", [("error", "channels", f"{CHANNELS}:2")], False),
        (CHANNELS, CHANNEL_LIST.replace("hub.ex", "h b.ex").encode(), [("error", "channels", f"{CHANNELS}:13")], False),
        (DELIVERIES, *BROKEN, False),
        (DELIVERIES, *TORN, True),
        (DELIVERIES, deliveries(record("urn:uuid:1"), record("urn:uuid:1", minutes=90)), [("warning", "clock", f"{DELIVERIES}:2")], False),
    ],
)  # fmt: skip
def test_what_is_wrong_with_them_keeps_delivery_back_and_nothing_else(
    path: str, data: bytes, problems: list[tuple[str, str, str]], may_deliver: bool
) -> None:
    found = evaluate(Sources({**files(), path: data}), LATER)
    assert (rules(found), found.may_deliver) == (problems, may_deliver)
    assert (found.site is not None, found.refuses) == (True, False)


@pytest.mark.parametrize(
    "path, data, severity, rule",
    [
        (CHANNELS, b"channels: [{type: fax}]\n", "error", "channels"),
        (DELIVERIES, BROKEN[0], "error", "deliveries-broken"),
        (DELIVERIES, deliveries(record("urn:uuid:1", minutes=90)), "warning", "clock"),
    ],
)
def test_the_site_is_built_and_published_and_notices_are_recorded_whatever_is_wrong_with_them(
    project: Project, path: str, data: bytes, severity: str, rule: str
) -> None:
    project.release("payroll-engine")
    project.write(path, data.decode())
    assert project.run_at(AT, "build").status == 0
    told = project.run("publish", "--now", AT)
    assert (told.status, len(project.ledger)) == (0, 1)
    assert f"{severity}[{rule}]" in told.err
    staff = ("record", "payroll-engine", "internal", "--sent", AT, "--now", AT)
    assert (project.run(*staff).status, len(project.ledger)) == (0, 2)
    assert (project.root / path).read_bytes() == data
    checked = project.run("check", "--no-host", "--now", AT)
    assert checked.status == (severity == "error")
    assert f"{severity}[{rule}]" in checked.out


def test_deliveries_later_than_now_are_left_out() -> None:
    text = deliveries(record("urn:uuid:1"), record("urn:uuid:1", minutes=90))
    found = evaluate(Sources({**files(), DELIVERIES: text}), LATER)
    assert found.deliveries == chain_deliveries(DeliveryLog(), [record("urn:uuid:1")])[1]
    (problem,) = (p for p in found.problems if p.rule == "clock")
    assert problem.message.startswith("1 record is later than now, 2026-12-01 10:00 (+07:00)")


def test_a_link_in_the_place_of_the_deliveries_is_not_taken_for_none(project: Project) -> None:
    """All would be sent once more."""
    project.write("elsewhere.jsonl", "")
    (project.root / DELIVERIES).symlink_to(project.root / "elsewhere.jsonl")
    assert not evaluated(project).may_deliver


def test_a_misspelt_name_of_the_channels_is_not_taken_for_none(project: Project) -> None:
    project.write("content/channels.yaml", CHANNEL_LIST)
    assert not evaluated(project).may_deliver


def evaluated(project: Project, now: datetime = NOW) -> Evaluation:
    return evaluate(Workspace.at(project.root / "mkdocs.yml").sources(), now)


def shown_by(project: Project, now: datetime = NOW) -> PublicSite:
    shown = evaluated(project, now).site
    assert shown is not None
    return shown


def test_broken_systems_do_not_make_a_channel_wrong() -> None:
    text = CHANNEL_LIST.replace("since", "systems: [payroll]\n    since", 1)
    found = evaluate(Sources({**files(channels=text), SYSTEMS: b"systems: [\n"}), NOW)
    assert rules(found) == []
    assert isinstance(found.channels[0], MailChannel)


def test_a_broken_policy_hides_no_broken_deliveries() -> None:
    found = evaluate(Sources({**files(), POLICY: b"x: [\n", DELIVERIES: BROKEN[0]}), NOW)
    assert rules(found) == BROKEN[1]
    assert not found.may_deliver


# What anybody sees


def test_the_site_has_the_lists_that_customers_can_join_and_the_hubs() -> None:
    shown = site(files(channels=CHANNEL_LIST))
    offer = SubscribeOffer("list", ("vi",), "https://lists.example.com/join")
    assert (shown.subscribe, shown.hubs) == ((offer,), ("https://hub.example.com/",))
    hidden = CHANNEL_LIST.replace("    subscribe_url: https://lists.example.com/join\n", "")
    assert site(files(channels=hidden)).subscribe == ()


def test_the_site_has_what_was_accepted_of_public_messages_by_mail_and_by_other_ways() -> None:
    found = published(files(channels=CHANNEL_LIST))
    ((message,),) = [each.messages for each in site(found).releases]
    found[DELIVERIES] = deliveries(
        record(message.uid, event="claim"),
        record(message.uid, "chat", "chat", minutes=1),
        record(message.uid, minutes=2),
        record(message.uid, recipient="c@b.example", minutes=3),
        record("urn:uuid:of-staff", "staff", "staff", minutes=4),
        record(message.uid, "chat", "chat", event="refused", minutes=5),
    )
    ways = {"chat": NOW + timedelta(minutes=1), "mail": NOW + timedelta(minutes=2)}
    assert site(found).delivered == {message.uid: ways}
    # That of a channel which is gone stays.
    assert site({**found, CHANNELS: b""}).delivered == {message.uid: ways}


def test_only_what_the_site_says_makes_another_generation() -> None:
    found = published(files())
    before = site(found)
    ((message,),) = [each.messages for each in before.releases]

    def generation(channels: str = "", *records: DeliveryRecord) -> str:
        more = {CHANNELS: channels.encode(), DELIVERIES: deliveries(*records)}
        return site({**found, **{path: data for path, data in more.items() if data}}).generation

    silent = CHANNEL_LIST.replace("    subscribe_url: https://lists.example.com/join\n", "")
    silent = silent.replace("  - {id: hub, type: websub, hub: https://hub.example.com/}\n", "")
    assert generation(silent) == before.generation
    assert generation("", record("urn:uuid:of-staff")) == before.generation
    assert generation("", record(message.uid, event="claim")) == before.generation
    differing = {
        before.generation,
        generation(CHANNEL_LIST),
        generation(f"channels:\n{MAIL}"),
        generation("", record(message.uid)),
        generation("", record(message.uid, "chat", "chat")),
    }
    assert len(differing) == 5


def test_no_byte_of_a_site_differs_for_channels_that_it_does_not_name(
    project: Project,
) -> None:
    project.release("payroll-engine")
    project.run("publish", "--now", AT)
    before = project.bytes_of_site()
    silent = CHANNEL_LIST.replace("    subscribe_url: https://lists.example.com/join\n", "")
    silent = silent.replace("  - {id: hub, type: websub, hub: https://hub.example.com/}\n", "")
    project.write(CHANNELS, silent)
    project.write(DELIVERIES, deliveries(record("urn:uuid:of-staff")).decode())
    project.run("publish", "--now", AT)
    assert project.bytes_of_site() == before


SECRETS = (
    b"sender-of-mails", b"recipient-of-mails", b"smtp-host", b"_VARIABLE", b"answer-of-a-server",
)  # fmt: skip


def test_no_host_no_recipient_and_no_variable_is_in_any_byte_of_a_site(project: Project) -> None:
    project.release("payroll-engine")
    project.write(CHANNELS, CHANNEL_LIST)
    project.run("publish", "--now", AT)
    ((message,),) = [each.messages for each in shown_by(project).releases]
    answer = replace(record(message.uid), detail="answer-of-a-server")
    told = replace(answer, recipient="recipient-of-mails@example.com")
    told = replace(told, key=delivery_key(told.message, "list", "vi", told.recipient))
    project.write(DELIVERIES, deliveries(told).decode())
    assert project.run("publish", "--now", "2026-12-01 09:05").status == 0
    leaks = [
        (name, secret)
        for name, data in project.bytes_of_site().items()
        for secret in SECRETS
        if secret in data
    ]
    assert leaks == []
    assert shown_by(project, LATER).delivered.keys() == {message.uid}
