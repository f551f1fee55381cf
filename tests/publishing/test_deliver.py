"""Delivering: each message once to each recipient, whatever the receiver and the machine do."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from notices.domain.deliveries import Answer
from notices.domain.problem import Unusable
from notices.publishing import journal
from notices.publishing.delivery_log import append
from notices.publishing.seen import observe, observe_after
from tests.project import FEATURE, Project
from tests.publishing.couriers import (
    ACCEPTED,
    CHANNELS,
    DEFERRED,
    NOW,
    REFUSED,
    UNKNOWN,
    UNREACHED,
    Courier,
)

AN, BINH = "an@list.example", "binh@list.example"
ADVANCE = "payroll-engine advance"
INTERNAL = "payroll-engine advance-internal"
PLAN = """\
summary: Nothing happens.
approvals:
  - {role: ceo, on: 2026-12-24}
  - {role: marketing, on: 2026-12-24}
  - {role: product, on: 2026-12-24}
items: []
"""


@pytest.fixture
def courier(project: Project) -> Courier:
    """Of a project with one release that is announced, and a list for customers and a chat for staff."""
    project.write("content/channels.yml", CHANNELS)
    project.release("payroll-engine")
    courier = Courier(project)
    courier.publish()
    return courier


def test_a_message_goes_once_to_each_recipient_of_each_channel(courier: Courier) -> None:
    courier.deliver()
    courier.deliver()

    assert courier.sent == [(AN, ADVANCE), (BINH, ADVANCE), ("chat", INTERNAL)]
    assert courier.events == [
        (AN, "claim"), (BINH, "claim"), (AN, "accepted"), (BINH, "accepted"),
        ("chat", "claim"), ("chat", "accepted"),
    ]  # fmt: skip


def test_a_claim_is_on_the_disk_before_anything_is_sent_and_each_answer_before_the_next(
    courier: Courier,
) -> None:
    seen: list[list[str]] = []
    courier.while_sending = lambda: seen.append([event for _, event in courier.events])

    courier.deliver()

    assert seen == [
        ["claim", "claim"],
        ["claim", "claim", "accepted"],
        ["claim", "claim", "accepted", "accepted", "claim"],
    ]


def test_a_claim_names_its_message_its_run_and_when_it_runs_out(courier: Courier) -> None:
    courier.deliver()

    claim = courier.log[0]
    assert claim["detail"].startswith("run ")
    assert {key: claim[key] for key in ("at", "until", "channel", "language", "attempt")} == {
        "at": "2026-12-01T02:00:00Z",
        "until": "2026-12-01T02:15:00Z",
        "channel": "list",
        "language": "vi",
        "attempt": 1,
    }


def test_the_lock_is_free_while_a_message_is_sent(courier: Courier) -> None:
    locked: list[bool] = []

    def look() -> None:
        with journal.locked(courier.workspace):
            locked.append(True)

    courier.while_sending = look

    courier.deliver()

    assert locked == [True, True, True]


def test_an_answer_that_comes_while_a_publish_has_the_lock_is_noted_and_recorded_later(
    courier: Courier,
) -> None:
    locks = []

    def hold() -> None:
        lock = journal.locked(courier.workspace)
        lock.__enter__()
        locks.append(lock)

    def let_go() -> None:
        locks.pop().__exit__(None, None, None)
        courier.while_sending = lambda: None

    courier.while_sending = lambda: let_go() if locks else hold()

    courier.deliver()

    assert [event for _, event in courier.events[:4]] == ["claim", "claim", "accepted", "accepted"]


@pytest.mark.parametrize(
    "seconds, tries", [(59, 1), (60, 2), (60 + 299, 2), (60 + 300, 3), (360 + 1800, 4)]
)
def test_what_is_put_off_is_tried_again_after_1_5_and_30_minutes(
    courier: Courier, seconds: int, tries: int
) -> None:
    courier.answers[AN] = [DEFERRED] * 9
    start = courier.now
    for at in (0, 60, 360, 2160):
        if at < seconds:
            courier.now = start + timedelta(seconds=at)
            courier.deliver()

    courier.now = start + timedelta(seconds=seconds)
    courier.deliver()

    assert [recipient for recipient, _ in courier.sent].count(AN) == tries
    assert [recipient for recipient, _ in courier.sent].count(BINH) == 1


def test_what_was_put_off_for_two_days_is_refused(courier: Courier) -> None:
    courier.answers[AN] = [DEFERRED] * 99
    result = courier.deliver()
    while result.next is not None:
        courier.now = result.next
        result = courier.deliver()

    assert courier.now - NOW < timedelta(hours=48)
    assert courier.events[-1] == (AN, "refused")
    assert courier.told[-1] == (AN, "refused")
    count = len(courier.sent)
    courier.later(hours=9)
    courier.deliver()
    assert len(courier.sent) == count


def test_a_receiver_that_cannot_be_reached_is_not_tried_again_in_the_same_run(
    courier: Courier,
) -> None:
    courier.answers[AN] = [UNREACHED]

    courier.deliver()

    assert courier.sent == [(AN, ADVANCE), ("chat", INTERNAL)]
    assert [event for event in courier.events if event[1] == "deferred"] == [
        (AN, "deferred"), (BINH, "deferred"),
    ]  # fmt: skip
    assert courier.log[3]["detail"] == "connection refused"
    courier.later(minutes=1)
    courier.deliver()
    assert courier.sent[2:] == [(AN, ADVANCE), (BINH, ADVANCE)]


def test_an_unknown_answer_is_final_until_a_person_sends_it_again(courier: Courier) -> None:
    courier.answers[AN] = [UNKNOWN]
    courier.deliver()
    courier.later(hours=2)
    courier.deliver()
    assert [recipient for recipient, _ in courier.sent] == [AN, BINH, "chat"]

    courier.deliver(retry_unknown=True)

    assert [recipient for recipient, _ in courier.sent] == [AN, BINH, "chat", AN]
    assert [line["attempt"] for line in courier.log if line["recipient"] == AN] == [1, 1, 2, 2]


def test_an_error_of_a_sender_is_unknown_and_its_text_is_told_to_nobody(courier: Courier) -> None:
    def fail() -> None:
        raise RuntimeError("https://hooks.example/secret")

    courier.while_sending = fail

    courier.deliver()

    assert {line["event"] for line in courier.log} == {"claim", "unknown"}
    assert [line["detail"] for line in courier.log if line["event"] == "unknown"] == [
        "RuntimeError"
    ] * 3


def test_a_receiver_that_recognises_a_key_is_simply_asked_again(courier: Courier) -> None:
    idempotent = CHANNELS.replace("CHAT_URL}", "CHAT_URL, idempotent: true}")
    courier.project.write("content/channels.yml", idempotent)
    courier.answers["chat"] = [UNKNOWN, ACCEPTED]
    courier.deliver()
    courier.later(minutes=1)

    courier.deliver()

    assert [recipient for recipient, _ in courier.sent] == [AN, BINH, "chat", "chat"]


@pytest.mark.parametrize("hours", [1, 47, 48])
def test_of_a_receiver_that_recognises_a_key_and_never_answers_nobody_knows_in_the_end(
    courier: Courier, hours: int
) -> None:
    """It may have had the message each time: nobody is told that it refused it."""
    idempotent = CHANNELS.replace("CHAT_URL}", "CHAT_URL, idempotent: true}")
    courier.project.write("content/channels.yml", idempotent)
    courier.answers["chat"] = [UNKNOWN] * 4
    for _ in range(2):
        courier.deliver()
        courier.later(hours=hours)
    courier.deliver()
    courier.later(hours=48)

    courier.deliver()

    tries = [recipient for recipient, _ in courier.sent].count("chat")
    assert tries == (1 if hours == 48 else 2 if hours == 47 else 3)
    now = f"{courier.now:%Y-%m-%dT%H:%M:%SZ}"
    said = courier.project.run("check", "--no-host", "--now", now).out
    assert "warning[delivery-unknown] nobody knows whether chat got" in said
    assert "delivery-refused" not in said


def test_a_staff_notice_is_recorded_as_sent_at_its_first_acceptance(courier: Courier) -> None:
    courier.later(minutes=3)

    result = courier.deliver()

    [record] = [line for line in courier.project.ledger if line["notice"] == "advance-internal"]
    assert (record["sent"], record["verdict"]) == ("2026-12-01T02:03:00Z", "on_time")
    assert [entered.problems for entered in result.recorded] == [()]


def test_a_staff_notice_that_a_person_recorded_is_not_delivered(courier: Courier) -> None:
    courier.project.run("record", "payroll-engine", "advance-internal", "--now", "2026-12-01 09:00")

    courier.deliver()

    assert [recipient for recipient, _ in courier.sent] == [AN, BINH]


def test_a_staff_notice_goes_on_to_the_others_once_one_has_it(courier: Courier) -> None:
    channels = CHANNELS + (
        "  - {id: room, type: webhook, audience: staff, languages: [vi], since: 2026-12-01, "
        "url_env: ROOM_URL}\n"
    )
    courier.project.write("content/channels.yml", channels)
    courier.answers["chat"] = [DEFERRED]
    courier.deliver()
    assert courier.project.ledger[-1]["notice"] == "advance-internal"
    courier.later(minutes=1)

    courier.deliver()

    staff = [recipient for recipient, title in courier.sent if title == INTERNAL]
    assert staff == ["chat", "room", "chat"]
    assert [line["notice"] for line in courier.project.ledger].count("advance-internal") == 1


def test_a_channel_takes_nothing_from_before_its_first_day(courier: Courier) -> None:
    courier.project.write("content/channels.yml", CHANNELS.replace("2026-12-01", "2026-12-02"))

    courier.later(days=1)
    courier.deliver()

    assert courier.sent == []


def test_a_channel_takes_what_all_its_filters_let_in_in_each_of_its_languages(
    courier: Courier,
) -> None:
    important = FEATURE.replace("category: feature", "category: fix\nimportant: true")
    courier.project.release("login", important.replace("[payroll]", "[crm]"))
    filters = {
        "all": "languages: [vi]",
        "fixes": "languages: [vi], categories: [fix]",
        "payroll": "languages: [vi], systems: [payroll]",
        "advance": "languages: [vi], notices: [advance, completed]",
        "nothing": "categories: [fix], systems: [payroll]",
        "each": "categories: [fix]",
        "staff": "languages: [vi], notices: [advance]",
    }
    courier.project.write(
        "content/channels.yml",
        "channels:\n"
        + "".join(
            f"  - {{id: {id}, type: webhook, audience: {'staff' if id == 'staff' else 'customers'}, "
            f"since: 2026-12-01, url_env: X, {those}}}\n"
            for id, those in filters.items()
        ),
    )
    courier.publish()

    courier.deliver()

    login = "login important"
    assert sorted(courier.sent) == [
        ("advance", ADVANCE), ("all", login), ("all", ADVANCE), ("each", login), ("each", login),
        ("fixes", login), ("payroll", ADVANCE),
    ]  # fmt: skip
    languages = [line["language"] for line in courier.log if line["event"] == "accepted"]
    assert sorted(languages) == ["en", *6 * ["vi"]]


def test_the_company_hears_of_a_months_plan_over_a_channel_of_what_customers_are_told(
    courier: Courier,
) -> None:
    """A plan is told to both, and is no message to the staff alone."""
    courier.project.write("content/plans/2027-01.yml", PLAN)
    courier.project.write(
        "content/channels.yml",
        f"{CHANNELS}  - {{id: company, type: webhook, audience: customers, languages: [vi],\n"
        "     since: 2026-12-01, notices: [plan], url_env: COMPANY_URL}\n",
    )
    courier.later(days=27)
    courier.publish()

    courier.deliver()

    plan = [(to, title) for to, title in courier.sent if title == "2027-01 plan"]
    assert plan == [(AN, "2027-01 plan"), (BINH, "2027-01 plan"), ("company", "2027-01 plan")]
    assert [title for to, title in courier.sent if to == "company"] == ["2027-01 plan"]


def test_what_is_hidden_or_refused_is_sent_to_nobody(courier: Courier) -> None:
    hidden = FEATURE.replace("2026-12-12", "2027-02-13")
    courier.project.release("hidden", hidden)
    courier.project.release("refused", FEATURE.replace("2026-12-12", "2026-12-05"))
    courier.project.release(
        "targeted", FEATURE.replace("category: feature", "category: fix\ncustomers: [acme]")
    )

    courier.deliver()

    assert {title.split()[0] for _, title in courier.sent} == {"payroll-engine"}


@pytest.mark.parametrize("seconds, sent, withheld", [(3600, 6, 0), (3601, 0, 4)])
def test_more_late_messages_than_the_policy_allows_are_not_sent_unless_somebody_says_so(
    courier: Courier, seconds: int, sent: int, withheld: int
) -> None:
    policy = (courier.project.root / "content/policy.yml").read_text(encoding="utf-8")
    courier.project.write("content/policy.yml", policy.replace("max_at_once: 10", "max_at_once: 3"))
    courier.project.release("other", FEATURE.replace("20:00", "18:00").replace("22:00", "19:00"))
    courier.publish()
    courier.later(seconds=seconds)

    result = courier.deliver()

    assert (len(courier.sent), result.withheld) == (sent, withheld)
    courier.deliver(send_all=True)
    assert len(courier.sent) == 6


def test_a_message_of_which_something_was_tried_is_never_late(courier: Courier) -> None:
    courier.answers = {AN: [DEFERRED], BINH: [DEFERRED], "chat": [DEFERRED]}
    courier.deliver()
    courier.later(hours=5)

    result = courier.deliver()

    assert result.withheld == 0
    assert len(courier.sent) == 6


def test_a_channel_that_this_machine_cannot_use_is_told_and_claims_nothing(
    courier: Courier,
) -> None:
    courier.no_sender = ValueError("CHAT_URL is not set")

    result = courier.deliver()

    assert result.failed
    assert courier.failures == ["CHAT_URL is not set"] * 2
    assert courier.log == []
    assert result.next == courier.now + timedelta(minutes=5)


def test_a_slow_channel_is_left_after_five_minutes_and_the_others_have_their_turn(
    courier: Courier,
) -> None:
    def creep() -> None:
        courier.seconds += 300

    courier.while_sending = creep

    courier.deliver()

    assert courier.sent == [(AN, ADVANCE), ("chat", INTERNAL)]
    assert (BINH, "deferred") in courier.events


def test_a_claim_that_is_about_to_run_out_is_not_begun(courier: Courier) -> None:
    courier.while_sending = lambda: courier.later(minutes=10)

    courier.deliver()

    assert [recipient for recipient, _ in courier.sent] == [AN, "chat"]


def test_a_run_that_is_told_to_stop_finishes_the_message_at_work_and_puts_off_the_rest(
    courier: Courier,
) -> None:
    courier.deliver(stopped=lambda: bool(courier.sent))

    assert courier.sent == [(AN, ADVANCE)]
    assert courier.events[2:] == [(AN, "accepted"), (BINH, "deferred")]


def test_nothing_is_begun_from_the_instant_on_at_which_the_site_changes(courier: Courier) -> None:
    courier.while_sending = lambda: courier.later(seconds=30)

    courier.deliver(until=courier.now + timedelta(seconds=30))

    assert courier.sent == [(AN, ADVANCE)]


def test_an_interrupted_run_records_what_it_knows(courier: Courier) -> None:
    def interrupt() -> None:
        raise KeyboardInterrupt

    courier.while_sending = interrupt
    with pytest.raises(KeyboardInterrupt):
        courier.deliver()

    assert courier.events[2:] == [(AN, "unknown"), (BINH, "deferred")]


def test_a_broken_record_of_deliveries_stops_delivery_and_nothing_else(courier: Courier) -> None:
    courier.deliver()
    courier.project.write("content/deliveries.jsonl", "{}\n")

    with pytest.raises(Unusable):
        courier.deliver()

    assert len(courier.sent) == 3
    assert courier.publish().site is not None


@pytest.mark.parametrize("cut", [1, 40])
def test_a_line_that_a_crash_cut_off_is_repaired_by_the_next_run(
    courier: Courier, cut: int
) -> None:
    courier.deliver()
    path = courier.project.root / "content/deliveries.jsonl"
    whole = path.read_bytes()
    path.write_bytes(whole[:-cut])
    courier.later(hours=1)

    courier.deliver()

    assert path.read_bytes()[: len(whole) - 400] == whole[: len(whole) - 400]
    assert [event for _, event in courier.events].count("accepted") == (3 if cut == 1 else 2)
    assert len(courier.sent) == 3


def test_a_clock_that_was_set_back_breaks_no_order_of_the_record(courier: Courier) -> None:
    courier.answers[AN] = [DEFERRED]
    courier.while_sending = lambda: courier.later(seconds=-20)

    courier.deliver()

    assert [line["at"] for line in courier.log] == sorted(line["at"] for line in courier.log)


def test_what_went_out_otherwise_is_settled_before_it_is_sent(courier: Courier) -> None:
    courier.answers = {AN: [DEFERRED]}
    courier.deliver(stopped=lambda: bool(courier.sent))
    waiting = courier.log[0]["key"]
    [due] = [
        each["key"]
        for each in courier.project.run(
            "deliver", "--dry-run", "--format", "json", "--now", "2026-12-01 09:00"
        ).json()
        if each["recipient"] == "chat"
    ]

    assert courier.settle(waiting, due) == ()

    assert courier.events[-2:] == [(AN, "settled"), ("chat", "settled")]
    courier.later(minutes=1)
    courier.deliver()
    assert courier.sent == [(AN, ADVANCE), (BINH, ADVANCE)]
    assert [line["notice"] for line in courier.project.ledger] == ["advance"]


def test_what_was_accepted_or_settled_or_is_no_delivery_is_not_settled(courier: Courier) -> None:
    courier.answers = {AN: [REFUSED], BINH: [UNKNOWN]}
    courier.deliver()
    keys = {line["recipient"]: line["key"] for line in courier.log}

    assert courier.settle(keys[AN], keys["chat"], "0" * 16) == (keys["chat"], "0" * 16)
    assert courier.settle(keys[AN], keys[BINH]) == ()

    assert courier.events[-2:] == [(AN, "settled"), (BINH, "settled")]
    courier.deliver(retry_unknown=True)
    assert len(courier.sent) == 3
    assert courier.settle(keys[AN]) == (keys[AN],)


def test_what_was_refused_or_is_unknown_stands_in_check_and_on_the_agenda_until_it_is_settled(
    courier: Courier,
) -> None:
    courier.answers = {AN: [REFUSED], BINH: [UNKNOWN]}
    courier.deliver()
    keys = {line["recipient"]: line["key"] for line in courier.log}

    def rules() -> list[tuple[str, str]]:
        problems = courier.project.check("2026-12-01 10:00")["problems"]
        return [(p["rule"], p["entry"]) for p in problems if p["rule"].startswith("delivery")]

    def commands() -> list[str]:
        agenda = courier.project.run(
            "agenda", "--format", "json", "--now", "2026-12-01 10:00"
        ).json()
        return [item["command"] for item in agenda["items"] if item["kind"] == "delivery"]

    assert rules() == [
        ("delivery-refused", "payroll-engine"), ("delivery-unknown", "payroll-engine"),
    ]  # fmt: skip
    assert commands() == [f"notices deliver --settle {keys[name]}" for name in (AN, BINH)]
    courier.settle(keys[AN], keys[BINH])
    assert (rules(), commands()) == ([], [])


def test_the_notes_of_a_run_are_gone_once_everything_is_recorded(courier: Courier) -> None:
    courier.deliver()

    assert list((courier.project.root / ".notices/deliveries").iterdir()) == []
    assert json.loads(json.dumps(courier.log)) == courier.log


def test_a_watch_takes_deliveries_for_seen_that_its_publish_knew_and_no_others(
    courier: Courier,
) -> None:
    before = observe(courier.workspace)
    courier.deliver()
    unknowing = courier.options.evaluate(NOW - timedelta(days=1))
    courier.later(minutes=1)
    knowing = courier.publish()

    now = observe(courier.workspace)
    assert observe_after(courier.workspace, before, knowing) == now
    seen = observe_after(courier.workspace, before, unknowing)
    assert "content/deliveries.jsonl" not in seen.files


def test_whatever_a_receiver_says_is_recorded_in_one_line(courier: Courier) -> None:
    courier.answers[AN] = [Answer("refused", "550 no\r\nsuch\x00user " + "x" * 999)]

    courier.deliver()

    [refused] = [line for line in courier.log if line["event"] == "refused"]
    assert refused["detail"] == ("550 no such user " + "x" * 999)[:300]


def test_a_longer_wait_that_a_receiver_asked_for_is_kept_in_the_notes_too(
    courier: Courier,
) -> None:
    courier.answers[AN] = [Answer("deferred", "429", timedelta(hours=2))]
    locks = []

    def hold() -> None:
        lock = journal.locked(courier.workspace)
        lock.__enter__()
        locks.append(lock)
        courier.while_sending = let_go

    def let_go() -> None:
        locks.pop().__exit__(None, None, None)
        raise SystemExit

    courier.while_sending = hold
    with pytest.raises(SystemExit):
        courier.deliver()

    [deferred] = [line for line in courier.log if line["event"] == "deferred"]
    assert deferred["until"] == "2026-12-01T04:00:00Z"


def test_nothing_is_appended_while_somebody_else_has_the_lock(courier: Courier) -> None:
    """Of two that read the same record at once, both would claim."""
    with journal.locked(courier.workspace), pytest.raises(journal.Busy):
        append(courier.workspace, courier.options, lambda log, now: (), patient=False)
