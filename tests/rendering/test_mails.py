"""Mails: what each kind says, read back by programs that are not ours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

import icalendar
import pytest

from notices.domain.messages import messages_of
from notices.domain.outbox import OutboxMessage, as_handed, as_planned, as_told, hand_uid
from notices.domain.policy import Audience
from notices.domain.public import PublicPlan, PublicPlanItem, PublicRelease, PublicSite, State
from notices.domain.release import (
    Cancellation,
    KnownIssue,
    Outcome,
    Release,
    Result,
    Update,
    Window,
)
from notices.rendering.brand import Brand, branded_tokens
from notices.rendering.colours import AA, contrast
from notices.rendering.documents import Theme
from notices.rendering.outbox.files import render_outbox
from notices.rendering.outbox.mails import message_id
from notices.rendering.site import render_site
from tests.mails import Mail, read_mail
from tests.rendering.builders import at, notice, public, record, release, site, standing, theme
from tests.rendering.hostile_titles import HOSTILE, random_titles
from tests.rendering.test_plans import PAYROLL, REPORTS, planned, showing

TOLD = at("2026-11-22 08:00")
DONE = at("2026-12-12 21:30")
project = cache(theme)


def drawn(
    shown: PublicSite, *messages: OutboxMessage, where: Theme | None = None
) -> dict[str, bytes]:
    """Every file by its path."""
    found = render_outbox(shown, messages, where or project())
    return {document.path: document.data for _, document in found}


def in_language(
    shown: PublicSite, message: OutboxMessage, language: str = "en", where: Theme | None = None
) -> Mail:
    return read_mail(drawn(shown, message, where=where)[message.path(language)])


def with_messages(of: Release, *records: tuple[str, datetime, dict[str, Any]]) -> PublicRelease:
    """The release with messages of its own, made as those of the ledger are."""
    lines = tuple(
        record(of, name, when, seq=n, **more) for n, (name, when, more) in enumerate(records, 1)
    )
    state: State = "cancelled" if of.cancelled else "completed" if of.outcome else "announced"
    return public(of, state, messages_of(lines)[of.id])


def told(shown: PublicRelease, number: int = -1) -> OutboxMessage:
    message = shown.messages[number]
    tail = message.anchor.rpartition("Z-")[2] if "Z-" in message.anchor else "1"
    return OutboxMessage(
        as_told(shown, message),
        message.notice,
        "customers",
        message.start,
        message.uid,
        int(tail),
        message,
    )


def handed(
    of: PublicRelease,
    name: str = "internal",
    audience: Audience = "staff",
    *,
    is_public: bool,
    sent: datetime | None = None,
) -> OutboxMessage:
    line = record(of.release, name, sent or TOLD, audience=audience, seq=1 if sent else 0)
    start = line.start
    return OutboxMessage(
        as_handed(of, line), name, audience, start, hand_uid(of.release.id, name, start, 1),
        is_public=is_public, sent=sent,
    )  # fmt: skip


def announced(**fields: Any) -> PublicRelease:
    return with_messages(release(**fields), ("advance", TOLD, {}))


# What every mail has.


def test_an_announcement_says_in_its_subject_what_and_when() -> None:
    """In each language as its people write it."""
    shown = announced()

    subjects = {
        language: in_language(site(shown), told(shown), language).subject
        for language in ("vi", "en")
    }

    assert subjects == {
        "vi": "[Anviec] Thông báo sớm: Bảng lương thế hệ mới – 20:00, thứ Bảy 12/12/2026 (GMT+7)",
        "en": "[Anviec] Advance notice: New payroll engine – "
        "Saturday 12 December 2026, 20:00 (GMT+7)",
    }


def test_a_mail_is_a_draft_without_sender_that_has_the_date_and_id_of_its_message() -> None:
    shown = announced()

    mail = in_language(site(shown), told(shown))

    uid = shown.messages[0].uid.removeprefix("urn:uuid:")
    assert mail.headers == {
        "Subject": mail.subject,
        "Date": "Sun, 22 Nov 2026 01:00:00 +0000",
        "Message-ID": f"<{uid}.en@updates.example.com>",
        "Content-Language": "en",
        "X-Unsent": "1",
        "MIME-Version": "1.0",
        "Content-Type": mail.headers["Content-Type"],
    }


def test_the_text_says_all_that_the_page_says() -> None:
    shown = announced()

    assert (
        in_language(site(shown), told(shown)).text
        == """\
Advance notice

New payroll engine

Payroll runs faster.

Time window

Saturday 12 December 2026, 20:00–22:00 (Vietnam time, GMT+7)

Impact

- Duration: 2 hours
- Downtime: about 10 minutes
- During this time: Except during the downtime, you can keep working as usual
- Sign-in: You need to sign in again afterwards
- Areas affected: Payroll

What to prepare

- Save your payroll

What changes

Changes

Faster.

See all details (https://updates.example.com/en/releases/payroll-engine/)

Anviec: updates and maintenance
https://updates.example.com/en/
"""
    )


def test_its_event_is_that_of_the_sites_calendar() -> None:
    """So a reader who has both sees one window, and a move reaches it."""
    shown = moved()
    documents = {d.path: d.data for d in render_site(site(shown), project())}

    for language, home in (("vi", ""), ("en", "en/")):
        mail = in_language(site(shown), told(shown), language)
        calendar = icalendar.Calendar.from_ical(
            documents[f"{home}releases/payroll-engine/event.ics"]
        )
        (event,) = calendar.walk("VEVENT")
        assert mail.event.to_ical() == event.to_ical()
        assert mail.event["SEQUENCE"] == 1


def test_the_same_message_has_the_same_bytes_and_any_other_has_others() -> None:
    shown, other = announced(), announced(title={"vi": "Khác", "en": "Other"})

    first, second = (drawn(site(shown), told(shown)) for _ in range(2))

    assert first == second
    changed = drawn(site(other), told(other))
    assert all(data != first[path] for path, data in changed.items())


def test_a_message_keeps_its_id_when_its_text_is_corrected() -> None:
    shown, corrected = announced(), announced(summary={"vi": "Khác.", "en": "Other."})

    ids = {in_language(site(s), told(s)).headers["Message-ID"] for s in (shown, corrected)}

    assert len(ids) == 1


def test_ids_are_of_the_language_and_of_the_sites_host() -> None:
    uid = "urn:uuid:9b3c4a52-6c6b-5a3c-9a43-0f0000000001"

    assert message_id(uid, "pt-BR", "https://status.example:8443/a/") == (
        "<9b3c4a52-6c6b-5a3c-9a43-0f0000000001.pt-br@status.example>"
    )
    assert message_id(uid, "en", "https://cậpnhật.example/").endswith(
        ".en@xn--cpnht-l31bd.example>"
    )
    assert message_id(uid, "en", "https://[::1]:8000/").endswith(".en@[IPv6:::1]>")


def test_its_page_is_readable_in_dark_colours_and_has_the_brands_accent() -> None:
    brand = Brand(accent="#0b6b5e")
    branded = replace(project(), colours=branded_tokens(project().colours, brand), brand=brand)
    shown = announced()

    page = in_language(site(shown), told(shown), where=branded).html

    assert '<meta name="color-scheme" content="light dark">' in page
    assert "@media (prefers-color-scheme: dark)" in page
    assert "background: #0b6b5e" in page


def test_a_company_whose_styles_have_no_such_colours_gets_dark_texts_on_white() -> None:
    shown = announced()

    page = in_language(site(shown), told(shown), where=replace(project(), colours={})).html

    assert '<meta name="color-scheme" content="light">' in page
    assert "prefers-color-scheme" not in page
    assert "color: #1f2430" in page


ENCODED = "=?utf-8?b?c3BvdA==?= and =?us-ascii?q?=3D?="
LONG = " ".join(["Chuyển máy chủ lương"] * 12)


@pytest.mark.parametrize("title", [*HOSTILE, *random_titles(20), ENCODED, LONG, "x" * 300])
def test_a_title_of_any_characters_comes_back_as_it_was(title: str) -> None:
    """In the subject on one line, and in the texts."""
    shown = announced(title={"vi": title, "en": title}, summary={"vi": title, "en": title})

    mail = in_language(site(shown), told(shown))

    words = " ".join(title.split())
    assert title in mail.subject
    assert words in " ".join(mail.text.split())


# What each kind says.


def moved() -> PublicRelease:
    return with_messages(
        release(),
        ("advance", TOLD, {"start": at("2026-12-05 20:00"), "end": at("2026-12-05 22:00")}),
        ("rescheduled", TOLD + timedelta(days=1), {}),
    )


def test_a_move_has_the_old_window_struck_through() -> None:
    shown = moved()

    mail = in_language(site(shown), told(shown))

    assert mail.subject == (
        "[Anviec] Moved: New payroll engine – Saturday 12 December 2026, 20:00 (GMT+7)"
    )
    assert "Previously: ~~Saturday 5 December 2026, 20:00–22:00 (GMT+7)~~" in mail.text
    assert mail.event["DTSTART"].dt == at("2026-12-12 20:00")


def test_a_new_end_has_the_whole_window_in_its_subject() -> None:
    shown = with_messages(
        release(),
        ("advance", TOLD, {"end": at("2026-12-12 21:00")}),
        ("rescheduled", TOLD + timedelta(days=1), {}),
    )

    assert in_language(site(shown), told(shown)).subject == (
        "[Anviec] New end time: New payroll engine – Saturday 12 December 2026, 20:00–22:00 (GMT+7)"
    )


def off() -> PublicRelease:
    entry = release(
        cancelled=Cancellation(at("2026-12-01 09:00"), {"vi": "Hoãn.", "en": "Postponed."})
    )
    return with_messages(
        entry, ("advance", TOLD, {}), ("cancelled", at("2026-12-01 09:00"), {"deadline": None})
    )


def test_a_cancellation_says_why_and_asks_for_nothing() -> None:
    shown = off()

    mail = in_language(site(shown), told(shown))

    assert mail.subject == (
        "[Anviec] Cancelled: New payroll engine – Saturday 12 December 2026, 20:00 (GMT+7)"
    )
    assert "Reason: Postponed." in mail.text
    assert "~~Saturday 12 December 2026, 20:00–22:00 (Vietnam time, GMT+7)~~" in mail.text
    assert "What to prepare" not in mail.text
    assert "What changes" not in mail.text
    assert mail.event["STATUS"] == "CANCELLED"
    assert mail.event["SEQUENCE"] == 1


def test_an_announcement_is_written_again_as_it_was_when_the_update_is_long_over() -> None:
    """With the event of that time: a reader who opens it takes no step back."""
    before = announced()
    for after in (
        off(),
        with_messages(
            release(outcome=Outcome("success", DONE)),
            ("advance", TOLD, {}),
            ("completed", DONE, {"result": "success"}),
        ),
    ):
        assert drawn(site(after), told(after, 0)) == drawn(site(before), told(before))


def partial() -> PublicRelease:
    meanwhile = {"vi": "Xem từng tháng.", "en": "View month by month."}
    issue = KnownIssue({"vi": "Báo cáo chậm", "en": "Reports are slow"}, "open", None, meanwhile)
    return with_messages(
        release(outcome=Outcome("partial", DONE), known_issues=(issue,)),
        ("advance", TOLD, {}),
        ("completed", DONE, {"result": "partial"}),
    )


def test_a_partial_result_names_what_remains() -> None:
    shown = partial()

    mail = in_language(site(shown), told(shown))

    assert mail.subject.startswith("[Anviec] Partly completed: New payroll engine – ")
    remains = "- Reports are slow – Being worked on. Meanwhile: View month by month."
    assert remains in mail.text
    assert "What to prepare" not in mail.text


@pytest.mark.parametrize("result", ["success", "partial"])
def test_a_result_tells_what_changed_and_the_notice_before_it_what_changes(result: Result) -> None:
    """As the page does at that time; a mail that went out is never written otherwise."""
    shown = with_messages(
        release(outcome=Outcome(result, DONE)),
        ("advance", TOLD, {}),
        ("completed", DONE, {"result": result}),
    )

    heads = [
        [
            line
            for line in in_language(site(shown), told(shown, n)).text.split("\n")
            if "What ch" in line
        ]
        for n in (0, 1)
    ]

    assert heads == [["What changes"], ["What changed"]]


def updated() -> PublicRelease:
    """While it runs, one update was told, and then another."""
    news = (
        Update(at("2026-12-12 20:30"), {"vi": "Đã xong một nửa.", "en": "Half of it is done."}),
        Update(at("2026-12-12 21:10"), {"vi": "Chậm 20 phút.", "en": "It takes 20 minutes more."}),
    )
    return with_messages(
        release(updates=news),
        ("advance", TOLD, {}),
        ("update-1", at("2026-12-12 20:31"), {}),
        ("update-2", at("2026-12-12 21:11"), {}),
    )


def begun() -> PublicRelease:
    """By a policy with a notice at the start."""
    row = notice("begun", "Bắt đầu", "Start", on="start")
    shown = with_messages(
        release(), ("advance", TOLD, {}), ("begun", at("2026-12-12 20:00:04"), {})
    )
    category = replace(shown.category, notices=(*shown.category.notices, row))
    return replace(shown, category=category, state="in_progress")


def test_a_mail_at_the_start_says_that_the_update_has_begun_and_what_it_means() -> None:
    """It is too late to prepare."""
    shown = begun()
    mail, first = in_language(site(shown), told(shown)), in_language(site(shown), told(shown, 0))

    assert mail.subject == (
        "[Anviec] The update has begun: New payroll engine – "
        "Saturday 12 December 2026, 20:00 (GMT+7)"
    )
    assert mail.text.startswith("The update has begun\n")
    assert "Downtime: about 10 minutes" in mail.text
    assert "Save your payroll" not in mail.text
    assert "Save your payroll" in first.text
    assert "begun" not in first.text


def test_an_update_says_what_is_so_and_since_when_and_nothing_of_before() -> None:
    """Its first line in a list of mails is the news."""
    shown = updated()

    mail = in_language(site(shown), told(shown))

    assert told(shown).path("en") == "outbox/payroll-engine/20261212T130000Z-update-2.en.eml"
    assert mail.subject == (
        "[Anviec] Status update: New payroll engine – Saturday 12 December 2026, 21:10 (GMT+7)"
    )
    assert "Saturday 12 December 2026, 21:10 (GMT+7): It takes 20 minutes more." in mail.text
    assert "Half of it" not in mail.text
    assert "What to prepare" not in mail.text
    assert "What changes" not in mail.text
    assert "It takes 20 minutes more." in mail.html.partition("</div>")[0]


def test_an_earlier_message_knows_of_no_later_update() -> None:
    """Neither its texts nor its event, which the site's calendar has with the newest."""
    shown = updated()

    for number, later in ((0, ("Half of it", "20 minutes more")), (1, ("20 minutes more",))):
        mail = in_language(site(shown), told(shown, number))
        said = f"{mail.text} {mail.event.to_ical().decode()}".replace("\r\n ", "")
        assert not any(words in said for words in later)
    newest = in_language(site(shown), told(shown))
    assert "It takes 20 minutes more." in newest.event["DESCRIPTION"]
    assert newest.event["SEQUENCE"] == 2


def test_a_message_after_the_result_asks_for_nothing_any_more() -> None:
    news = Update(DONE + timedelta(hours=2), {"vi": "Đã ổn.", "en": "All is well."})
    shown = with_messages(
        release(outcome=Outcome("success", DONE), updates=(news,)),
        ("advance", TOLD, {}),
        ("completed", DONE, {"result": "success"}),
        ("update-1", DONE + timedelta(hours=2), {}),
    )

    mail = in_language(site(shown), told(shown))

    assert mail.subject.startswith("[Anviec] Status update: New payroll engine – ")
    assert "The update was completed" in mail.text
    assert "Impact" not in mail.text
    assert "What to prepare" not in mail.text


def test_a_move_says_why() -> None:
    window = Window(
        at("2026-12-12 20:00"),
        at("2026-12-12 22:00"),
        moved_reason={"vi": "Cần kiểm tra thêm.", "en": "More testing is needed."},
    )
    shown = with_messages(
        release(window=window),
        ("advance", TOLD, {"start": at("2026-12-05 20:00"), "end": at("2026-12-05 22:00")}),
        ("rescheduled", TOLD + timedelta(days=1), {}),
    )

    assert "Reason: More testing is needed." in in_language(site(shown), told(shown)).text
    assert "More testing" not in in_language(site(shown), told(shown, 0)).text
    message = told(shown)
    assert drawn(site(shown), message)[message.short_path("vi")].decode() == (
        "[Anviec] Đổi lịch: Bảng lương thế hệ mới. 20:00–22:00, thứ Bảy 12/12/2026 (GMT+7)."
        " Lịch trước đó: 20:00–22:00, thứ Bảy 05/12/2026 (GMT+7). Lý do: Cần"
        " kiểm tra thêm. Thời gian gián đoạn: khoảng 10 phút. Sau khi"
        " cập nhật, Quý khách cần đăng nhập lại."
        " https://updates.example.com/releases/payroll-engine/\n"
    )


def test_what_was_rolled_back_is_not_told_as_a_change() -> None:
    shown = with_messages(
        release(outcome=Outcome("rolled_back", DONE)),
        ("advance", TOLD, {}),
        ("completed", DONE, {"result": "rolled_back"}),
    )

    mail = in_language(site(shown), told(shown), "vi")

    assert mail.subject.startswith(
        "[Anviec] Đã khôi phục phiên bản trước: Bảng lương thế hệ mới – "
    )
    assert "Có gì thay đổi" not in mail.text


def test_a_third_result_has_a_file_of_its_own() -> None:
    """Success, rolled back, success are three messages of one notice for one start."""
    shown = with_messages(
        release(outcome=Outcome("success", DONE)),
        ("advance", TOLD, {}),
        ("completed", DONE, {"result": "success"}),
        ("completed", DONE + timedelta(hours=1), {"result": "rolled_back"}),
        ("completed", DONE + timedelta(hours=2), {"result": "success"}),
    )

    paths = [told(shown, number).path("en") for number in (1, 2, 3)]

    start = "outbox/payroll-engine/20261212T130000Z-completed"
    assert paths == [f"{start}.en.eml", f"{start}.2.en.eml", f"{start}.3.en.eml"]
    first, _, third = (in_language(site(shown), told(shown, n)) for n in (1, 2, 3))
    assert first.headers["Message-ID"] != third.headers["Message-ID"]
    assert "The update was completed" in third.text
    assert "The update was completed" not in first.text


def test_a_staff_message_of_a_hidden_release_says_who_must_not_have_it_and_leads_nowhere() -> None:
    planned_at = at("2026-12-02 09:00")
    hidden = public(
        release(),
        notices=[standing(notice("advance", "Báo sớm", "Advance"), "pending", planned_at)],
    )
    message = handed(hidden, is_public=False)

    mail = in_language(site(), message)

    assert mail.subject.startswith("[Internal – do not forward] [Anviec] ")
    assert mail.text.startswith(
        "Internal – please do not forward outside the company. Customers have not been told of"
        " this update yet; that is planned for Wednesday 2 December 2026, 09:00 (GMT+7)."
    )
    assert "/releases/" not in mail.text + mail.html
    assert mail.event is None


def test_a_staff_message_of_a_public_release_links_to_it_and_has_its_event() -> None:
    shown = announced()

    mail = in_language(site(shown), handed(shown, is_public=True), "vi")

    assert mail.text.startswith("Nội bộ – vui lòng không chuyển tiếp ra ngoài công ty.\n")
    assert "https://updates.example.com/releases/payroll-engine/" in mail.text
    assert mail.event["UID"] == in_language(site(shown), told(shown), "vi").event["UID"]


def test_what_nobody_has_sent_yet_has_no_date_and_what_was_sent_is_no_draft() -> None:
    """With one id: the same message before and after."""
    shown = announced()
    sent = at("2026-12-11 16:00")

    draft = in_language(site(shown), handed(shown, is_public=True))
    done = in_language(site(shown), handed(shown, is_public=True, sent=sent))

    assert (draft.dated, draft.headers["X-Unsent"]) == (None, "1")
    assert (done.dated, done.headers.get("X-Unsent")) == (sent, None)
    assert draft.headers["Message-ID"] == done.headers["Message-ID"]


def test_a_hand_off_says_that_it_is_for_them_alone_and_names_no_customer() -> None:
    """Each of them gets it, and none may learn of the others."""
    hidden = public(release(customers=("acme-zz", "beta-qq")))
    message = handed(hidden, "handoff", "affected", is_public=False)

    files = drawn(site(), message)

    mail = read_mail(files[message.path("en")])
    assert mail.text.startswith("This message is for the customers concerned only.")
    assert "Internal" not in mail.subject
    assert mail.event is None
    for data in files.values():
        assert b"acme-zz" not in data
        assert b"beta-qq" not in data
        assert b"/releases/" not in data


def test_a_link_to_a_hidden_release_is_only_its_text() -> None:
    body = "See [the next one](/releases/secret-thing-2/) and [this](https://x.example/)."
    shown = announced(body={"vi": body, "en": body})
    hiding = site(shown, hidden=frozenset({"secret-thing-2"}))

    mail = in_language(hiding, told(shown))

    assert "secret-thing-2" not in mail.text + mail.html
    assert "this (https://x.example/)" in mail.text


# Plans.


TWO = (PublicPlanItem(PAYROLL), PublicPlanItem(REPORTS))


def plan(
    items: tuple[PublicPlanItem, ...] = TWO, **changes: Any
) -> tuple[PublicSite, OutboxMessage]:
    shown = planned(*items, **changes)
    message = shown.messages[0]
    entry: PublicPlan = as_planned(shown)
    return showing(shown), OutboxMessage(
        entry, "plan", "customers", message.start, f"urn:uuid:{UUID(int=7)}", message=message
    )


def test_a_plan_lists_what_is_meant_for_which_day() -> None:
    shown, message = plan()

    mail = in_language(shown, message)

    assert mail.subject == "[Anviec] Plan for December 2026 – 2 planned updates"
    assert message.path("vi") == "outbox/2026-12/20261130T170000Z-plan.vi.eml"
    assert "- Saturday 5 December 2026: Quick <reports> (New feature)\n" in mail.text
    assert "- Saturday 12 December 2026: New payroll (New feature)\n" in mail.text
    assert "zq-hidden" not in mail.text + mail.html
    assert "https://updates.example.com/en/plans/2026-12/" in mail.text
    assert mail.event is None


def test_what_became_of_a_plan_changes_nothing_of_its_mail() -> None:
    shown, message = plan()
    later, again = plan(state="completed", unplanned=(announced(),))

    assert drawn(shown, message) == drawn(later, again)


@pytest.mark.parametrize(
    "language, plan_of, nothing, sentence, short",
    [
        ("vi", "Kế hoạch tháng 12/2026", "không có cập nhật theo kế hoạch",
         "Không có bản cập nhật nào được lên kế hoạch cho tháng 12/2026.",
         "Không có cập nhật theo kế hoạch. Tháng của kế toán."),
        ("en", "Plan for December 2026", "no updates planned",
         "No updates are planned for December 2026.",
         "No updates planned. A month for accounting."),
    ],
)  # fmt: skip
def test_a_plan_of_nothing_says_so_in_subject_text_and_short_form(
    language: str, plan_of: str, nothing: str, sentence: str, short: str
) -> None:
    shown, message = plan(items=())
    over, again = plan(items=(), state="completed")
    mail, files = in_language(shown, message, language), drawn(shown, message)

    assert mail.subject == f"[Anviec] {plan_of} – {nothing}"
    assert sentence in mail.text
    [text] = [data.decode() for name, data in files.items() if name.endswith(f".{language}.txt")]
    assert text.startswith(f"[Anviec] {plan_of}. {short} https://")
    assert drawn(over, again) == files


def every_kind() -> Iterator[tuple[str, PublicSite, OutboxMessage]]:
    """One of each, for whoever looks at all of them."""
    for kind, shown in (
        ("announcement", announced()),
        ("move", moved()),
        ("cancellation", off()),
        ("result", partial()),
        ("update", updated()),
        ("begun", begun()),
    ):
        yield kind, site(shown), told(shown)
    yield "staff", site(), handed(public(release()), is_public=False)
    hidden = public(release(customers=("acme",)))
    yield "hand-off", site(), handed(hidden, "handoff", "affected", is_public=False)
    yield ("plan", *plan())


def ended(result: Result) -> PublicRelease:
    return with_messages(
        release(outcome=Outcome(result, DONE)),
        ("advance", TOLD, {}),
        ("completed", DONE, {"result": result}),
    )


def test_bar_and_word_tell_the_kind_by_a_colour_that_is_read() -> None:
    """On each element and as an attribute, for programs that know no style sheets."""
    colours = project().colours
    tones = {
        "announcement": "announced", "move": "partly", "cancellation": "quiet", "result": "partly",
        "update": "in-progress", "begun": "in-progress", "staff": "announced",
        "hand-off": "announced", "plan": "announced", "success": "good", "rolled_back": "bad",
    }  # fmt: skip
    results: tuple[Result, ...] = ("success", "rolled_back")
    more = [(result, site(ended(result)), told(ended(result))) for result in results]
    for kind, shown, message in [*every_kind(), *more]:
        html = in_language(shown, message).html
        [bar] = re.findall(
            r'<td class="bar"[^>]*bgcolor="(#\w{6})"[^>]*background: (#\w{6});', html
        )
        [word] = re.findall(
            r'<span class="kind" [^>]*background: (#\w{6});[^>]*color: (#\w{6});', html
        )
        tone = colours[tones[kind]]
        assert (bar, word) == ((tone, tone), (tone, colours["surface"])), kind
        for suffix in ("", "-dark"):
            pair = colours[tones[kind] + suffix], colours[f"surface{suffix}"]
            assert contrast(*pair) >= AA, kind
            assert f".bar {{ background: {colours[tones[kind] + '-dark']} !important; }}" in html


def test_a_roll_back_says_what_customers_have_now_and_what_comes_next() -> None:
    shown = ended("rolled_back")
    assert (
        "You are using the previous version again. "
        "As soon as there is a new date, we will announce it."
    ) in in_language(site(shown), told(shown)).text


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_time_in_a_mail_has_its_zone(language: str) -> None:
    """Each clock in the texts is followed by the company's zone."""
    for kind, shown, message in every_kind():
        text = in_language(shown, message, language).text
        lines = [line for line in text.splitlines() if "20:00" in line]
        assert lines or kind == "plan"
        assert all("GMT+7)" in line for line in lines), kind


def test_dates_do_not_depend_on_the_clock_of_the_machine() -> None:
    shown = announced()

    assert in_language(site(shown), told(shown)).dated == TOLD.astimezone(UTC)
