"""What a refusal tells people to write is accepted when they write just that."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest

from tests.project import Project

SERVER = """\
category: server
title: {vi: Chuyển máy chủ, en: Server move}
summary: {vi: Hệ thống tạm dừng., en: The system pauses.}
window: {start: 2026-12-10 03:07, end: 2026-12-10 04:07}
impact: {downtime: 30m, mode: stopped}
"""
FEATURE = """\
category: feature
title: {vi: Bảng lương, en: Payroll}
summary: {vi: Nhanh hơn., en: Faster.}
window: {start: 2026-12-12 20:00, end: 2026-12-12 22:00}
impact: {downtime: 10m}
body: {vi: Nội dung., en: Details.}
"""
TWENTY_HOURS_AHEAD = "2026-12-09 07:07"
DURING = "2026-12-10 03:30"
AFTERWARDS = "2026-12-10 09:12:44"


def helped(project: Project, now: str) -> str:
    problems = project.check(now)["problems"]
    return "\n".join(sorted({p["help"] for p in problems if p["severity"] == "error"}))


def written(help: str) -> list[str]:
    """The keys that a help line says to write, without the window's."""
    return [line for line in re.findall(r"`(\w+: [^`]+)`", help) if not line.startswith("window")]


def windows(help: str) -> list[str]:
    return re.findall(r"`(window: [^`]+)`", help)


def errors(project: Project, now: str) -> list[str]:
    return [p["message"] for p in project.check(now)["problems"] if p["severity"] == "error"]


def test_an_outage_by_the_provider_20_hours_ahead_is_told_of_the_exception_that_lets_it_out(
    project: Project,
) -> None:
    text = SERVER + "origin: provider\n"
    project.release("server-move", text)

    help = helped(project, TWENTY_HOURS_AHEAD)

    exception = "exception: {approved_by: ceo, on: 2026-12-09, reason: {vi: …, en: …}}"
    assert help == (
        "This window could have been published until 2026-12-09 03:07 (+07:00); the policy grants "
        f"an exception for short notice: write `{exception}` once ceo or product has approved it; "
        "or write `window: {start: 2026-12-11 03:00, end: 2026-12-11 04:00}`, and publish it by "
        "2026-12-10 03:00 (+07:00); the earliest window that is legal now starts at 2026-12-10 "
        "07:07 (+07:00)."
    )
    project.release("server-move", text + "\n".join(written(help)) + "\n")
    assert errors(project, TWENTY_HOURS_AHEAD) == []


def test_without_an_origin_it_is_offered_to_those_whose_provider_caused_it(
    project: Project,
) -> None:
    project.release("server-move", SERVER)

    help = helped(project, TWENTY_HOURS_AHEAD)

    exception = "exception: {approved_by: ceo, on: 2026-12-09, reason: {vi: …, en: …}}"
    assert (
        f"if the provider caused this update, write `origin: provider` and `{exception}` once "
        "ceo or product has approved it; or write `window: {start: 2026-12-12 18:00, " in help
    )
    project.release("server-move", SERVER + "\n".join(written(help)) + "\n")
    assert errors(project, TWENTY_HOURS_AHEAD) == []


def test_no_exception_is_named_that_would_not_let_it_out(project: Project) -> None:
    project.release("server-move", SERVER + "origin: provider\n")
    assert "exception" not in helped(project, DURING)

    project.release("server-move", FEATURE)
    assert "exception" not in helped(project, TWENTY_HOURS_AHEAD)


@pytest.mark.parametrize("more", ["", "origin: provider\n"])
def test_an_update_that_may_have_run_is_told_how_it_can_still_be_shown(
    project: Project, more: str
) -> None:
    project.release("server-move", SERVER + more)

    help = helped(project, AFTERWARDS)

    assert (
        "; if the update has run, write its result, as "
        "`outcome: {result: success, at: 2026-12-10 04:07}`, and "
        "`exception: {approved_by: ceo, on: 2026-12-10, reason: {vi: …, en: …}}` once ceo has "
        "approved it: it is then shown as 'not announced in advance'; or write `window:" in help
    )
    project.release("server-move", SERVER + more + "\n".join(written(help)) + "\n")
    assert errors(project, AFTERWARDS) == []
    assert project.entry("server-move", AFTERWARDS)["public"] is True


def test_an_update_with_its_outcome_is_told_of_the_exception_alone(project: Project) -> None:
    text = SERVER + "outcome: {result: partial, at: 2026-12-10 03:20}\n"
    project.release("server-move", text)

    help = helped(project, DURING)

    assert help == (
        "This window could have been published until 2026-12-09 03:07 (+07:00); write "
        "`exception: {approved_by: ceo, on: 2026-12-10, reason: {vi: …, en: …}}` once ceo has "
        "approved it: it is then shown as 'not announced in advance', from 2026-12-10 04:07 "
        "(+07:00) on."
    )
    project.release("server-move", text + "\n".join(written(help)) + "\n")
    assert errors(project, "2026-12-10 04:07") == []


@pytest.mark.parametrize(
    "text, asked, now, expected",
    [
        # The hour that was asked for, on the policy's next day that leaves time.
        (FEATURE, "2026-12-10 21:10", "2026-12-01 10:20:31", "2026-12-12 21:00"),
        (FEATURE, "2026-12-10 21:10", "2026-11-03 10:20:31", "2026-12-12 21:00"),
        (FEATURE, "2026-12-12 20:00", "2026-12-02 20:30", "2026-12-13 20:00"),
        # At night nobody publishes: it is still legal in the morning, and a margin later.
        (FEATURE, "2026-12-12 20:00", "2026-12-03 05:00", "2026-12-13 20:00"),
        (FEATURE, "2026-12-12 20:00", "2026-12-03 13:45", "2026-12-13 20:00"),
        (FEATURE, "2026-12-12 20:00", "2026-12-03 14:15", "2026-12-19 20:00"),
        # As near to it as the evenings let.
        (FEATURE, "2026-12-12 23:00", "2026-11-20 10:00", "2026-12-12 22:00"),
        (SERVER, "2026-12-10 03:07", TWENTY_HOURS_AHEAD, "2026-12-12 18:00"),
        (SERVER, "2026-12-12 23:40", "2026-12-12 09:00", "2026-12-13 23:00"),
    ],
)
def test_a_suggested_window_is_round_and_keeps_the_hour_that_was_asked_for(
    project: Project, text: str, asked: str, now: str, expected: str
) -> None:
    """The start that the help says to write has no error, now and six notice hours later."""
    start = datetime.fromisoformat(asked)
    end = start + timedelta(hours=2 if text == FEATURE else 1)
    key = re.search("^window: .*", text, re.MULTILINE)
    assert key is not None
    text = text.replace(
        key[0], f"window: {{start: {start:%Y-%m-%d %H:%M}, end: {end:%Y-%m-%d %H:%M}}}"
    )
    before = text.splitlines()[3]
    project.release("update", text)

    [suggested] = set(windows(helped(project, now)))

    assert suggested.startswith(f"window: {{start: {expected}, end: ")
    project.release("update", text.replace(before, suggested))
    until = datetime.fromisoformat(now) + timedelta(hours=6)
    assert [errors(project, at) for at in (now, str(until))] == [[], []]


@pytest.mark.parametrize(
    "window, lacks",
    [
        ("", ["reason", "approved_by"]),
        (", approved_by: product", ["reason"]),
        (", reason: Gấp., approved_by: care", ["approved_by"]),
    ],
)
def test_what_an_approved_window_lacks_is_named_ready_to_write(
    project: Project, window: str, lacks: list[str]
) -> None:
    start, now = "2026-12-10 20:00", "2026-11-23 09:00"
    project.release(
        "update", FEATURE.replace("12-12", "12-10").replace("22:00}", f"22:00{window}}}")
    )

    keys = written(helped(project, now))

    assert [key.split(":")[0] for key in keys] == lacks
    given = re.findall(r"reason: \w+\.", window) + [
        k for k in [", approved_by: product"] if k in window
    ]
    full = ", ".join(
        [f"start: {start}, end: 2026-12-10 22:00", *(g.strip(", ") for g in given), *keys]
    )
    project.release("update", re.sub("window: .*", f"window: {{{full}}}", FEATURE))
    assert errors(project, now) == []


def test_a_date_in_the_future_is_told_which_one_passes(project: Project) -> None:
    project.release("update", FEATURE + "cancelled: {at: 2026-12-02 10:00, reason: Hoãn.}\n")
    assert helped(project, "2026-12-01 09:00:30") == (
        "Write when it was decided, as `at: 2026-12-01 09:00:30`."
    )

    project.release("update", FEATURE + "outcome: {result: success, at: 2026-12-12 22:10}\n")
    assert helped(project, "2026-12-12 21:00") == (
        "Write when it was known, as `at: 2026-12-12 21:00`."
    )
    assert helped(project, "2026-12-12 19:00") == (
        "The window begins at 2026-12-12 20:00 (+07:00); report its outcome after that."
    )


def test_an_exception_that_another_role_approved_is_told_which_role_may(project: Project) -> None:
    asked = "exception: {approved_by: marketing, on: 2026-12-09, reason: Gấp.}\n"
    project.release("update", SERVER + "origin: provider\n" + asked)

    assert helped(project, TWENTY_HOURS_AHEAD) == (
        "Write `approved_by: ceo`, once ceo or product has approved it."
    )


@pytest.mark.parametrize(
    "downtime, help",
    [
        ("90m", "Write a shorter `downtime`, or `end: 2026-12-12 23:30` in the window."),
        ("3h", "Write a shorter `downtime`."),
    ],
)
def test_a_downtime_longer_than_the_window_is_told_what_fits(
    project: Project, downtime: str, help: str
) -> None:
    text = FEATURE.replace("20:00", "22:00").replace("22:00}", "23:00}")
    project.release("update", text.replace("downtime: 10m", f"downtime: {downtime}"))

    problems = project.check("2026-12-01 09:00")["problems"]

    assert [p["help"] for p in problems if p["rule"] == "long-downtime"] == [help]


def test_an_announced_update_that_was_made_a_draft_is_told_how_to_cancel_it(
    project: Project,
) -> None:
    project.release("update", FEATURE)
    assert project.run("publish", "--now", "2026-12-01 09:00").status == 0
    project.release("update", FEATURE + "draft: true\n")

    [line] = written(helped(project, "2026-12-02 09:00"))

    assert line == "cancelled: {at: 2026-12-02 09:00, reason: {vi: …, en: …}}"
    assert helped(project, "2026-12-02 09:00").startswith(
        f"Remove `draft`, or write `{line}` instead if it will not happen; "
    )
    project.release("update", FEATURE + line + "\n")
    assert errors(project, "2026-12-02 09:00") == []


def test_an_announced_update_that_ended_and_was_made_a_draft_is_not_told_to_cancel_it(
    project: Project,
) -> None:
    project.release("update", FEATURE)
    assert project.run("publish", "--now", "2026-12-01 09:00").status == 0
    project.release("update", FEATURE + "draft: true\n")

    assert helped(project, "2026-12-12 22:00").startswith("Remove `draft`; the announced copy ")


def test_a_window_with_an_approval_keeps_it_when_another_one_is_written(project: Project) -> None:
    """The start and the end alone are to be written; the day may be a Friday, as it was approved."""
    approved = ", reason: Gấp., approved_by: product}"
    text = FEATURE.replace("12-12", "12-09").replace("22:00}", "22:00" + approved)
    project.release("update", text)

    keys = written(helped(project, "2026-12-01 09:00"))

    assert keys == ["start: 2026-12-11 20:00", "end: 2026-12-11 22:00"]
    window = f"window: {{{', '.join(keys)}{approved}"
    project.release("update", re.sub("window: .*", window, FEATURE))
    assert errors(project, "2026-12-01 09:00") == []


def test_a_move_keeps_its_reason_when_another_window_is_written(project: Project) -> None:
    project.release("update", FEATURE)
    assert project.run("publish", "--now", "2026-12-01 09:00").status == 0
    moved = FEATURE.replace("12-12", "12-09")
    project.release("update", moved.replace("22:00}", "22:00, moved_reason: Chờ.}"))

    keys = written(helped(project, "2026-12-02 09:00"))

    assert [key.partition(":")[0] for key in keys[:2]] == ["start", "end"]
    window = f"window: {{{', '.join(keys[:2])}, moved_reason: Chờ.}}"
    project.release("update", re.sub("window: .*", window, FEATURE))
    assert errors(project, "2026-12-02 09:00") == []


@pytest.mark.parametrize("outcome", ["", "outcome: {result: success, at: 2026-11-28 22:00}\n"])
def test_an_announced_update_is_not_told_of_the_exception_for_what_was_never_announced(
    project: Project, outcome: str
) -> None:
    """It has a window that customers know of, which its file has left for one that is over."""
    project.release("update", FEATURE)
    assert project.run("publish", "--now", "2026-12-01 09:00").status == 0
    project.release("update", FEATURE.replace("2026-12-12", "2026-11-28") + outcome)

    help = helped(project, "2026-12-02 09:00")

    assert "exception" not in help
    known = "; the announced window is 2026-12-12 20:00 (+07:00) to 2026-12-12 22:00 (+07:00)."
    assert help.endswith(known) == bool(outcome)
