"""What each page says, in both languages."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from notices.domain.ledger import Verdict
from notices.domain.public import Message, PublicRelease, State
from notices.domain.release import Approval, Impact, KnownIssue, Outcome, Release, Result, Update
from notices.rendering import render_site, site_documents
from tests.rendering.builders import (
    ADVANCE,
    COMPLETED,
    FINAL,
    at,
    cancelled,
    completed,
    html,
    message,
    public,
    record,
    release,
    rendered,
    site,
    standing,
    theme,
)

PAGE = "releases/payroll-engine/index.html"


def words_of(text: str) -> str:
    """The page's words, its markup gone."""
    text = re.sub(r"<script.*?</script>", "", text, flags=re.DOTALL)
    text = re.sub(r'<span class="nt-whole">(.*?)</span>', r"\1", text)
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def announced(**changes: Any) -> PublicRelease:
    entry = changes.pop("entry", release())
    advance = record(entry, "advance", at("2026-11-22 08:00"), deadline=at("2026-12-02 20:00"))
    return public(
        entry,
        "announced",
        [message(advance)],
        [
            standing(ADVANCE, "published", at("2026-11-22 08:00"), at("2026-12-02 20:00"), advance),
            standing(FINAL, "pending", at("2026-12-11 14:00"), at("2026-12-11 20:00")),
            standing(COMPLETED, "waiting"),
        ],
        **changes,
    )


def test_a_release_page_says_all_that_a_customer_asks() -> None:
    documents = rendered(site(announced()))
    vi = words_of(html(documents, PAGE))
    for text in (
        "Sắp diễn ra",
        "Bảng lương thế hệ mới",
        "20:00–22:00, thứ Bảy 12/12/2026 (giờ Việt Nam, GMT+7)",
        "Bắt đầu lúc 20:00, thứ Bảy 12/12/2026 (GMT+7)",
        "Thời lượng 2 giờ",
        "Gián đoạn khoảng 10 phút",
        "Trong lúc thực hiện Ngoài lúc gián đoạn, vẫn sử dụng bình thường",
        "Cần đăng nhập lại sau khi cập nhật",
        "Phần liên quan Tiền lương",
        "Cần chuẩn bị Lưu bảng lương",
        "Có gì thay đổi Thay đổi Nhanh hơn.",
        "Thông báo sớm Đã đăng lúc 08:00, Chủ nhật 22/11 (GMT+7)",
        "Cam kết trước 10 ngày, chậm nhất 20:00, thứ Tư 02/12 ",
        "Nhắc lần cuối Dự kiến đăng lúc 14:00, thứ Sáu 11/12 ",
        "Thông báo hoàn tất Sẽ đăng khi có kết quả",
    ):
        assert text in vi, text
    en = words_of(html(documents, f"en/{PAGE}"))
    for text in (
        "Scheduled",
        "Saturday 12 December 2026, 20:00–22:00 (GMT+7)",
        "Posted Sunday 22 November, 08:00 ",
        "Promised 10 days ahead, by Wednesday 2 December, 20:00 ",
        "You need to sign in again afterwards",
    ):
        assert text in en, text


def test_the_countdown_has_what_the_browser_needs() -> None:
    page = html(rendered(site(announced())), PAGE)
    assert (
        'data-countdown data-state="announced"'
        ' data-start="2026-12-12T13:00:00Z" data-end="2026-12-12T15:00:00Z"'
    ) in page
    assert 'role="timer" aria-live="off"' in page
    assert 'data-badge="announced"' in page


@pytest.mark.parametrize("state", ["completed", "cancelled"])
def test_what_is_settled_neither_counts_down_nor_flips(state: str) -> None:
    start = at("2026-06-06 20:00")
    final = (
        completed("payroll-engine", start)
        if state == "completed"
        else cancelled("payroll-engine", start, at("2026-06-01 09:00"))
    )
    documents = rendered(site(final))
    for path in ("index.html", PAGE, "changelog/index.html"):
        page = html(documents, path)
        assert "data-countdown" not in page
        assert "data-badge" not in page


@pytest.mark.parametrize(
    "result, vi, en",
    [
        (
            "success",
            "Bản cập nhật đã hoàn tất lúc 22:00",
            "The update was completed",
        ),
        ("partial", "Cập nhật hoàn tất một phần lúc 22:00", "partly completed on"),
        (
            "rolled_back",
            "chưa thành công. Lúc 22:00",
            "previous version was restored",
        ),
    ],
)
def test_the_outcome_is_told_by_its_result(result: str, vi: str, en: str) -> None:
    documents = rendered(site(completed("payroll-engine", at("2026-06-06 20:00"), result)))
    assert vi in words_of(html(documents, PAGE))
    assert en in words_of(html(documents, f"en/{PAGE}"))


ISSUE = KnownIssue({"vi": "Lỗi in", "en": "Printing"}, "open", "again")


def result_of(*shown: PublicRelease) -> str:
    """The box of ``payroll-engine`` that says how it ended."""
    return html(rendered(site(*shown)), f"en/{PAGE}").split('<section class="nt-outcome')[1]


def test_a_partial_result_leads_to_what_remains() -> None:
    ended = completed("payroll-engine", at("2026-06-06 20:00"), "partial", known_issues=(ISSUE,))
    box = result_of(ended).partition("</section>")[0]

    assert box.count("The update was partly completed on <time") == 1
    assert box.count('<p>Being worked on: <a href="#nt-issues">Printing</a></p>') == 1
    assert '<h2 id="nt-issues">' in html(rendered(site(ended)), f"en/{PAGE}")


def test_a_success_names_the_open_issue_or_says_how_many_there_are_and_leads_to_them() -> None:
    start, fixed = at("2026-06-06 20:00"), replace(ISSUE, status="fixed")

    def lead(*issues: KnownIssue) -> list[str]:
        box = result_of(completed("payroll-engine", start, known_issues=issues))
        return re.findall(r"<p>(Being.*?)</p>", box.partition("</section>")[0])

    assert lead(ISSUE, fixed) == ['Being worked on: <a href="#nt-issues">Printing</a>']
    assert lead(ISSUE, ISSUE) == ['Being worked on: <a href="#nt-issues">2 known issues</a>.']
    assert lead(fixed) == lead() == []


def test_where_some_issues_are_fixed_it_says_how_many_are_open() -> None:
    start, fixed = at("2026-06-06 20:00"), replace(ISSUE, status="fixed")

    def counts(*issues: KnownIssue, home: str = "en/") -> list[str]:
        ended = completed("payroll-engine", start, known_issues=issues)
        page = html(rendered(site(ended)), f"{home}{PAGE}")
        return re.findall(r'<p class="nt-issues__count">(.*?)</p>', page)

    assert counts(ISSUE, fixed, ISSUE) == ["2 open, 1 fixed"]
    assert counts(ISSUE, fixed, home="") == ["1 đang xử lý, 1 đã khắc phục"]
    assert counts(ISSUE) == counts(fixed, fixed) == counts() == []


def test_what_was_not_announced_in_advance_says_so_before_its_success() -> None:
    start = at("2026-06-06 20:00")
    ended = completed("payroll-engine", start)
    done = ended.messages[-1]
    missed = replace(ended.notices[0], status="missed", record=None)
    why = Approval("ceo", start.date(), {"vi": "Gấp.", "en": "It was urgent."})
    late = replace(
        ended,
        messages=(done,),
        notices=(missed, *ended.notices[1:]),
        release=replace(ended.release, exception=why),
    )
    box = result_of(late).partition("</section>")[0]
    description = rendered(site(late))[f"en/{PAGE}"].slots["description"]

    assert description.startswith("This update was not announced in advance. The update was comp")
    assert box.startswith(' nt-outcome--unannounced"')
    assert late.release.outcome is not None
    longer = replace(late.release.outcome, at=at("2026-06-06 23:00"))
    longer_box = result_of(replace(late, release=replace(late.release, outcome=longer)))
    assert "than planned" not in longer_box, "nothing was planned"
    assert words_of(box.partition("</h2>")[2]) == (
        "This update was not announced in advance. Reason: It was urgent. "
        "The update was completed on Saturday 6 June 2026, 22:00 (GMT+7) ."
    )
    assert result_of(ended).startswith(' nt-outcome--success"')


def test_a_roll_back_says_what_customers_have_now_why_and_what_comes_next() -> None:
    start = at("2026-06-06 20:00")
    ended = completed("payroll-engine", start, "rolled_back", known_issues=(ISSUE,))
    box = result_of(ended).partition("</section>")[0]

    assert words_of(box.partition("</h2>")[2]) == (
        "The update did not succeed. The previous version was restored on "
        "Saturday 6 June 2026, 22:00 (GMT+7) . "
        "You are using the previous version again. "
        "What went wrong: Printing As soon as there is a new date, we will announce it. "
        "Get notified"
    )
    assert '<a href="#nt-issues">Printing</a>' in box

    following = public(release("again", title={"vi": "Lần hai", "en": "Second try"}))
    box = result_of(ended, following).partition("</section>")[0]
    assert "As soon as there" not in box
    assert (
        'Next attempt: <a href="../../../en/releases/again/">Second try</a>, '
        "Saturday 12 December 2026, 20:00–22:00 (GMT+7).</p>"
    ) in box


@pytest.mark.parametrize(
    "home, result, told",
    [
        ("en/", "success", "Followed by: Second try , completed on Saturday 11 July 2026."),
        ("en/", "partial", "Followed by: Second try , partly completed on Saturday 11 July 2026."),
        ("", "success", "Lần cập nhật tiếp theo: Lần hai , đã hoàn tất vào thứ Bảy 11/07/2026."),
    ],
)
def test_once_the_next_attempt_is_over_a_roll_back_tells_of_it_as_past(
    home: str, result: str, told: str
) -> None:
    issue = replace(ISSUE, status="fixed")
    ended = completed(
        "payroll-engine", at("2026-06-06 20:00"), "rolled_back", known_issues=(issue,)
    )
    title = {"vi": "Lần hai", "en": "Second try"}
    following = completed("again", at("2026-07-11 20:00"), result, title=title)
    page = html(rendered(site(ended, following)), home + PAGE)
    box = words_of(page.partition('id="nt-outcome"')[2].partition("</section>")[0])

    assert box.endswith(told)
    for present in ("You are using", "Next attempt", "Quý khách đang dùng"):
        assert present not in box


def test_after_a_second_roll_back_customers_still_have_the_previous_version() -> None:
    ended = completed(
        "payroll-engine", at("2026-06-06 20:00"), "rolled_back", known_issues=(ISSUE,)
    )
    box = words_of(result_of(ended, completed("again", at("2026-07-11 20:00"), "rolled_back")))
    assert "You are using the previous version again." in box
    assert "Followed by" not in box


@pytest.mark.parametrize(
    "home, result, minutes, told",
    [
        ("en/", "success", 5, "(GMT+7) . 5 minutes later than planned."),
        ("", "success", 5, "(GMT+7) . Trễ 5 phút so với dự kiến."),
        ("en/", "partial", 65, "1 hour 5 minutes later than planned."),
        ("en/", "success", 0, ""),
        ("en/", "rolled_back", 50, ""),
    ],
)
def test_what_was_completed_after_its_window_says_how_much_later(
    home: str, result: Result, minutes: int, told: str
) -> None:
    ended = completed("payroll-engine", at("2026-06-06 20:00"), result)
    outcome = Outcome(result, at("2026-06-06 22:00") + timedelta(minutes=minutes))
    ended = replace(ended, release=replace(ended.release, outcome=outcome))
    page = words_of(html(rendered(site(ended)), home + PAGE))

    assert told in page
    assert ("later than planned" in page or "so với dự kiến" in page) is bool(told)


@pytest.mark.parametrize("result, told", [("success", True), ("rolled_back", False)])
def test_what_customers_could_do_meanwhile_is_not_claimed_of_a_roll_back(
    result: str, told: bool
) -> None:
    ended = completed("payroll-engine", at("2026-06-06 20:00"), result)
    page = html(rendered(site(ended)), f"en/{PAGE}")
    impact = words_of(page.partition('id="nt-impact"')[2].partition("</section>")[0])

    assert ("Except during the downtime, you could keep working" in impact) is told
    assert ("You had to sign in again afterwards" in impact) is told
    assert "Downtime about 10 minutes" in impact


def test_a_roll_back_for_several_reasons_leads_to_their_list() -> None:
    ended = completed(
        "payroll-engine", at("2026-06-06 20:00"), "rolled_back", known_issues=(ISSUE, ISSUE)
    )
    assert 'What went wrong is listed under <a href="#nt-issues">known issues</a>.' in result_of(
        ended
    )


def test_without_known_issues_a_roll_back_leads_to_what_was_told_meanwhile() -> None:
    news = Update(at("2026-06-06 21:00"), {"vi": "Lỗi.", "en": "The check found an error."})
    start = at("2026-06-06 20:00")
    told = result_of(completed("payroll-engine", start, "rolled_back", updates=(news,)))
    silent = result_of(completed("payroll-engine", start, "rolled_back"))

    link = 'How it went is told under <a href="#nt-timeline">Timeline</a>.'
    assert (link in told, "How it went" in silent) == (True, False)


@pytest.mark.parametrize(
    "result, clock, shown",
    [
        ("rolled_back", "21:00", True),
        ("partial", "21:00", True),
        ("success", "21:00", False),
        ("success", "23:00", True),
    ],
)
def test_the_result_repeats_the_newest_word_on_how_it_ended(
    result: str, clock: str, shown: bool
) -> None:
    first = Update(at("2026-06-06 20:30"), {"vi": "Đang chuyển.", "en": "Moving."})
    news = Update(at(f"2026-06-06 {clock}"), {"vi": "Xin lỗi.", "en": "We apologise."})
    start = at("2026-06-06 20:00")
    box = result_of(completed("payroll-engine", start, result, updates=(first, news)))
    box = words_of(box.partition("</section>")[0])

    told = f"Latest status: We apologise. Saturday 6 June 2026, {clock} (GMT+7)"
    assert (told in box, "Moving" in box) == (shown, False)


def test_a_page_says_in_a_word_that_there_is_no_downtime() -> None:
    entry = public(release(impact=Impact(timedelta(0), "usable")))
    documents = rendered(site(entry))
    vietnamese, english = (words_of(html(documents, home + PAGE)) for home in ("", "en/"))
    assert "Gián đoạn Không Trong lúc thực hiện Vẫn sử dụng bình thường" in vietnamese
    assert "Downtime No interruption During this time You can keep working as usual" in english


@pytest.mark.parametrize(
    "result, heads",
    [
        ("success", ["What changed", "Known issues"]),
        ("partial", ["Known issues", "What changed"]),
        ("rolled_back", ["Known issues", "What was planned"]),
    ],
)
def test_what_does_not_work_stands_above_what_was_to_change_unless_that_succeeded(
    result: str, heads: list[str]
) -> None:
    """And when all is over, there is nothing left to prepare."""
    issues = (KnownIssue({"vi": "Lỗi in", "en": "Printing"}, "open"),)
    ended = completed("one", at("2026-06-06 20:00"), result, known_issues=issues)
    main = html(rendered(site(ended)), "en/releases/one/index.html").partition('"nt-main"')[2]

    assert re.findall(r"<h2[^>]*>(.*?)</h2>", main)[:2] == heads


@pytest.mark.parametrize(
    "mode, downtime, ahead, over",
    [
        ("usable", 0, "You can keep working as usual", "You could keep working as usual"),
        (
            "usable",
            10,
            "Except during the downtime, you can keep working as usual",
            "Except during the downtime, you could keep working as usual",
        ),
        (
            "read_only",
            0,
            "You can view everything, but not save changes",
            "You could view everything, but not save changes",
        ),
    ],
)
def test_what_customers_notice_is_told_in_the_past_once_it_is_over(
    mode: Any, downtime: int, ahead: str, over: str
) -> None:
    impact = Impact(timedelta(minutes=downtime), mode, True, ("payroll",))
    past = completed("payroll-engine", at("2026-06-06 20:00"), "success")
    for entry, said, again in (
        (public(release(impact=impact)), ahead, "You need to sign in again afterwards"),
        (
            replace(past, release=replace(past.release, impact=impact)),
            over,
            "You had to sign in again afterwards",
        ),
    ):
        text = words_of(html(rendered(site(entry)), f"en/{PAGE}"))
        assert f"During this time {said} Sign-in {again} Areas affected Payroll" in text


def test_once_the_window_is_over_its_impact_is_no_more_than_what_was_planned() -> None:
    def head(entry: PublicRelease, home: str) -> str:
        page = html(rendered(site(entry)), f"{home}{PAGE}")
        return page.partition('<h2 id="nt-impact"')[2].partition("</h2>")[0]

    ahead, over = public(release()), completed("payroll-engine", at("2026-06-06 20:00"))
    then = ' data-due="2026-12-12T15:00:00Z" data-then='
    assert head(ahead, "en/") == f'{then}"Planned impact">Impact'
    assert head(ahead, "") == f'{then}"Ảnh hưởng dự kiến">Ảnh hưởng'
    assert head(over, "en/") == ">Planned impact"
    assert head(over, "") == ">Ảnh hưởng dự kiến"


@pytest.mark.parametrize(
    "language, again, systems, planned, said",
    [
        (
            "",
            False,
            (),
            "Tạm ngừng sử dụng Đăng nhập Không cần đăng nhập lại",
            "Đã tạm ngừng sử dụng Đăng nhập Không phải đăng nhập lại",
        ),
        (
            "en/",
            False,
            (),
            "The system is unavailable Sign-in No need to sign in again",
            "The system was unavailable Sign-in You did not have to sign in again",
        ),
        (
            "en/",
            True,
            ("payroll",),
            "You need to sign in again afterwards During this time Not available: Payroll",
            "You had to sign in again afterwards During this time Could not be used: Payroll",
        ),
    ],
)
def test_every_effect_has_a_past_form_which_nobody_uses_before_the_result_is_known(
    language: str, again: bool, systems: tuple[str, ...], planned: str, said: str
) -> None:
    impact = Impact(timedelta(minutes=10), "stopped", again, systems)
    over = completed("payroll-engine", at("2026-06-06 20:00"), impact=impact)
    awaiting = public(replace(over.release, outcome=None), "awaiting_confirmation")
    for shown, words in ((awaiting, planned), (over, said)):
        assert words in words_of(html(rendered(site(shown)), f"{language}{PAGE}"))


@pytest.mark.parametrize(
    "language, systems, said",
    [
        ("", ("payroll",), "Trong lúc thực hiện Tạm ngừng sử dụng: Tiền lương Cần chuẩn bị"),
        ("en/", ("payroll",), "During this time Not available: Payroll What"),
        ("en/", (), "During this time The system is unavailable Sign-in"),
    ],
)
def test_what_is_unavailable_is_named(language: str, systems: tuple[str, ...], said: str) -> None:
    impact = Impact(timedelta(minutes=10), "stopped", True, systems)
    page = html(rendered(site(public(release(impact=impact)))), f"{language}{PAGE}")
    assert said in words_of(page)
    assert "Areas affected" not in page
    assert "Phần liên quan" not in page


def test_a_cancellation_is_told_with_its_reason_and_promises_nothing_more() -> None:
    documents = rendered(
        site(cancelled("payroll-engine", at("2026-06-06 20:00"), at("2026-06-01 09:00")))
    )
    text = words_of(html(documents, PAGE))
    assert "Bản cập nhật này đã bị hủy lúc 09:00, thứ Hai 01/06/2026" in text
    assert "Lý do: Cần kiểm tra thêm" in text
    assert "Dự kiến đăng" not in text


def test_a_moved_window_stands_struck_through_beside_the_new_one() -> None:
    entry = release()
    old = (at("2026-12-05 20:00"), at("2026-12-05 22:00"))
    moved = message(record(entry, "rescheduled", at("2026-11-20 09:00")), previous=old)
    page = html(rendered(site(public(entry, messages=[moved]))), PAGE)
    assert "Đổi lịch" in page
    hours = '<span class="nt-whole">20:00–22:00</span>'
    assert re.search(rf"<del><time [^>]*>{hours}, thứ Bảy 05/12/2026 .*?</time></del>", page)
    assert re.search(rf"<ins><time [^>]*>{hours}, thứ Bảy 12/12/2026 .*?</time></ins>", page)


def test_marks_tell_what_went_wrong() -> None:
    entry = replace(
        release(),
        exception=Approval("ceo", at("2026-12-10 08:00").date(), {"vi": "Nhà cung cấp báo gấp"}),
    )
    late = message(record(entry, "advance", at("2026-12-05 08:00"), "late"))
    short = message(record(entry, "final", at("2026-12-12 08:00"), "exception"))
    missed = standing(ADVANCE, "missed", at("2026-12-01 08:00"), at("2026-12-02 20:00"))
    text = words_of(
        html(rendered(site(public(entry, messages=[late, short], notices=[missed]))), PAGE)
    )
    assert "Thông báo sớm Đăng trễ hạn 05/12/2026 Đã đăng lúc" in text
    assert "Nhắc lần cuối Báo gấp Đã đăng lúc" in text
    assert "Lý do báo gấp: Nhà cung cấp báo gấp" in text
    assert "Thông báo sớm: lịch mới Không có thông báo" in text


REASON = Approval("ceo", at("2026-12-10 08:00").date(), {"vi": "Nhà cung cấp báo gấp"})


@pytest.mark.parametrize(
    "state, verdict, said",
    [
        ("announced", "exception", True),
        ("in_progress", "exception", True),
        ("announced", "on_time", False),
        ("completed", "exception", False),
    ],
)
def test_why_it_is_announced_so_late_stands_below_its_time_until_it_is_over(
    state: State, verdict: Verdict, said: bool
) -> None:
    entry = replace(release(), exception=REASON)
    if state == "completed":
        entry = replace(entry, outcome=Outcome("success", entry.window.end))
    told = message(record(entry, "advance", at("2026-12-10 08:00"), verdict))
    page = html(rendered(site(public(entry, state, messages=[told]))), PAGE)
    head = page.partition("</header>")[0]

    assert ("Lý do báo gấp: Nhà cung cấp báo gấp</span>" in head) is said


def test_notices_that_went_out_together_are_one_step() -> None:
    entry = release()
    both = message(
        record(entry, "final", at("2026-12-11 14:00")),
        record(entry, "advance", at("2026-12-11 14:00")),
    )
    page = html(rendered(site(public(entry, messages=[both]))), PAGE)
    assert page.count("Đã đăng lúc") == 1
    assert "Gồm cả: Thông báo sớm" in page
    assert f'id="{both.anchor}"' in page


@pytest.mark.parametrize("state", ["announced", "in_progress", "awaiting_confirmation"])
def test_a_page_with_news_to_come_leads_to_the_ways_to_follow(state: State) -> None:
    """Right below its times, and not only from the frame."""
    documents = rendered(site(replace(announced(), state=state)))

    for home, label in (("", "Nhận tin khi có thông báo mới"), ("en/", "Get notified")):
        head = html(documents, home + PAGE).partition("</header>")[0]
        [link] = re.findall(r'<a class="nt-hear" href="([^"]*)">.*?</svg>(.*?)</a>', head)
        assert link == (f"{'../' * (2 + bool(home))}{home}subscribe/", label)


@pytest.mark.parametrize(
    "state, hidden",
    [("announced", True), ("in_progress", True), ("awaiting_confirmation", False)],
)
def test_while_the_result_is_awaited_the_page_leads_to_a_person(state: State, hidden: bool) -> None:
    """The browser shows it once the window is over; where nobody answers, it is not there."""
    shown = site(replace(announced(), state=state))
    with_support = replace(theme(), support="mailto:care@acme.example")
    documents = {each.path: each for each in render_site(shown, with_support)}

    for home, words in (
        ("", "Quý khách gặp trục trặc? | Liên hệ hỗ trợ"),
        ("en/", "Is something not working? | Contact support"),
    ):
        box = r'nt-outcome--awaiting" data-awaiting( hidden)?>(.*?)</div>'
        [(is_hidden, rest)] = re.findall(box, html(documents, home + PAGE), re.DOTALL)
        question, _, label = words.partition(" | ")
        link = f'<a href="mailto:care@acme.example">{label}</a>'
        assert (bool(is_hidden), f"<p>{question} {link}</p>" in rest) == (hidden, True)
        assert question not in html(rendered(shown), home + PAGE)


def test_a_page_is_made_again_once_somebody_else_answers() -> None:
    """What an earlier build left is not taken for it."""
    shown = replace(site(announced()), basis="basis")
    addresses = ("", "mailto:care@acme.example", "https://acme.example/help")
    used = [replace(theme(), support=address) for address in addresses]

    made = [{d.path: d.inputs for d in site_documents(shown, each)}[PAGE] for each in used]

    assert "" not in made
    assert len({*made}) == 3


def test_where_no_news_is_to_come_and_in_a_preview_none_is_offered() -> None:
    over = rendered(site(completed("ok", at("2026-04-04 20:00"))))
    draft = rendered(site(replace(announced(), preview=True), drafts=True))

    assert "nt-hear" not in html(over, "releases/ok/index.html")
    assert "nt-hear" not in html(draft, PAGE)


@pytest.mark.parametrize(
    "result, issues, offered",
    [
        ("success", (), False),
        ("success", (ISSUE,), True),
        ("partial", (ISSUE,), True),
        ("partial", (), False),
        ("rolled_back", (), True),
        ("cancelled", (), True),
    ],
)
def test_news_of_what_is_not_settled_yet_can_be_followed(
    result: str, issues: tuple[KnownIssue, ...], offered: bool
) -> None:
    start = at("2026-05-02 20:00")
    if result == "cancelled":
        of = cancelled("payroll-engine", start, at("2026-05-01 09:00"))
    else:
        of = completed("payroll-engine", start, result, known_issues=issues)
    page = html(rendered(site(of)), PAGE)

    assert ('<a class="nt-hear" href="../../subscribe/">' in page) is offered


def test_what_was_rolled_back_and_has_a_next_attempt_is_followed_there() -> None:
    fixed = replace(ISSUE, status="fixed")
    ended = completed(
        "payroll-engine", at("2026-06-06 20:00"), "rolled_back", known_issues=(fixed,)
    )
    following = public(release("again", title={"vi": "Lần hai", "en": "Second try"}))

    assert "nt-hear" in html(rendered(site(ended)), PAGE)
    assert "nt-hear" not in html(rendered(site(ended, following)), PAGE)


def test_of_what_was_cancelled_the_areas_are_named_without_an_effect() -> None:
    off = cancelled("payroll-engine", at("2026-05-02 20:00"), at("2026-05-01 09:00"))
    text = words_of(html(rendered(site(off)), f"en/{PAGE}"))

    assert (
        "Time window Saturday 2 May 2026, 20:00–22:00 (Vietnam time, GMT+7) Areas Payroll" in text
    )
    assert "Areas affected" not in text


def test_the_page_never_claims_that_anyone_was_told() -> None:
    documents = rendered(site(announced(), completed("done", at("2026-06-06 20:00"))))
    for path, document in documents.items():
        text = html(documents, path) + document.data.decode(errors="ignore")
        assert "customers were told" not in text.lower()
        assert "đã báo khách hàng" not in text.lower()


@pytest.mark.parametrize(
    "result, lead",
    [
        ("success", "Pay is calculated faster."),
        ("partial", "Pay is calculated faster."),
        ("rolled_back", "Planned: Pay is calculated faster."),
        ("cancelled", "Planned: Pay is calculated faster."),
    ],
)
def test_what_customers_do_not_have_after_all_is_said_to_have_been_planned(
    result: str, lead: str
) -> None:
    start, summary = at("2026-06-06 20:00"), {"vi": "Nhanh hơn.", "en": "Pay is calculated faster."}
    over = (
        cancelled("payroll-engine", start, at("2026-06-05 20:00"))
        if result == "cancelled"
        else completed("payroll-engine", start, result)
    )
    over = replace(over, release=replace(over.release, summary=summary))
    page = html(rendered(site(over)), f"en/{PAGE}")

    assert f'<p class="nt-hero__summary">{lead}</p>' in page


def test_imported_history_claims_no_notices() -> None:
    past = replace(completed("old", at("2025-03-15 20:00")), messages=(), imported=True)
    page = html(rendered(site(past)), "releases/old/index.html")
    text = words_of(page)
    assert "nt-step" not in page
    assert "Bản cập nhật này diễn ra trước khi chúng tôi bắt đầu lưu lại các thông báo." in text
    assert "Đã đăng lúc" not in text
    assert "Không có thông báo" not in text


def test_a_fix_that_is_not_public_is_not_named() -> None:
    issues = (
        KnownIssue({"vi": "Lỗi in", "en": "Printing"}, "fixed", "hidden-fix"),
        KnownIssue({"vi": "Lỗi lọc", "en": "Filter"}, "fixed", "public-fix"),
        KnownIssue({"vi": "Lỗi xem", "en": "Viewing"}, "open", "public-fix"),
    )
    one = completed("one", at("2026-06-06 20:00"), known_issues=issues)
    fix = completed("public-fix", at("2026-07-04 20:00"), title={"vi": "Bản vá", "en": "Patch"})
    documents = rendered(site(one, fix))
    page = html(documents, "releases/one/index.html")
    assert 'Đã khắc phục trong <a href="../../releases/public-fix/">Bản vá</a>' in page
    assert "Lỗi in</span>" in page
    assert page.count("releases/public-fix/") == 1
    assert all("hidden-fix" not in html(documents, p) + str(d.data) for p, d in documents.items())


def test_a_workaround_stands_below_its_issue_until_that_is_fixed() -> None:
    meanwhile = {"vi": "In từ bản xem trước.", "en": "Print from the preview."}
    issues = (
        KnownIssue({"vi": "Lỗi in", "en": "Printing"}, "open", None, meanwhile),
        KnownIssue({"vi": "Lỗi lọc", "en": "Filter"}, "fixed", None, {"vi": "Lọc hai lần."}),
    )
    documents = rendered(site(completed("one", at("2026-06-06 20:00"), known_issues=issues)))
    english = words_of(html(documents, "en/releases/one/index.html"))
    assert "Printing Meanwhile: Print from the preview. Being worked on" in english
    vietnamese = words_of(html(documents, "releases/one/index.html"))
    assert "Lỗi in Cách xử lý tạm thời: In từ bản xem trước. Đang xử lý" in vietnamese
    assert "Lọc hai lần" not in vietnamese


def test_home_is_calm_when_nothing_runs() -> None:
    documents = rendered(site())
    assert "Hiện không có bản cập nhật nào đang diễn ra" in words_of(html(documents, "index.html"))
    assert "No update is running now" in words_of(html(documents, "en/index.html"))
    assert '<div class="nt-calm" data-calm>' in documents["index.html"].slots["lead"]


def test_home_shows_what_runs_what_comes_and_what_was() -> None:
    runs = public(release("runs", start=at("2026-11-23 20:00")), "in_progress")
    waits = public(release("waits", start=at("2026-11-22 20:00")), "awaiting_confirmation")
    ahead = [public(release(f"next-{n}", start=at(f"2026-12-1{n} 20:00"))) for n in range(7)]
    past = [completed(f"past-{n}", at(f"2026-0{n}-06 20:00")) for n in range(1, 8)]
    lead = rendered(site(runs, waits, *ahead, *past))["index.html"].slots["lead"]
    order = re.findall(r'href="(?:\./)?releases/([a-z0-9-]+)/"', lead)
    assert order == [
        *("runs", "waits"),
        *(f"next-{n}" for n in range(5)),
        *(f"past-{n}" for n in range(7, 2, -1)),
    ]
    assert "Và 2 bản cập nhật nữa" in lead
    assert '<div class="nt-calm" data-calm hidden>' in lead
    assert lead.count("Đang diễn ra") == 2  # the section's heading, unseen, and the card


def test_the_changelog_is_newest_first_by_month_and_each_year_has_its_own() -> None:
    documents = rendered(
        site(
            completed("a", at("2025-12-27 20:00")),
            completed("b", at("2026-01-03 20:00")),
            completed("c", at("2026-01-31 20:00")),
        )
    )
    everything = html(documents, "changelog/index.html")
    assert re.findall(r'<h2 class="nt-month__title">(.*?)</h2>', everything) == [
        "Tháng 1 năm 2026",
        "Tháng 12 năm 2025",
    ]
    assert re.findall(r'href="../releases/(\w)/"', everything) == ["c", "b", "a"]
    year = html(documents, "en/changelog/2026/index.html")
    assert re.findall(r'href="../../../en/releases/(\w)/"', year) == ["c", "b"]
    assert '<a href="../../../en/changelog/2026/" data-keep aria-current="page">2026 <' in year
    [years] = re.findall(r'<nav class="nt-years".*?</nav>', everything, re.DOTALL)
    counts = re.findall(r'>(\d{4}) <span class="nt-years__count">(\d+)</span></a>', years)
    assert counts == [("2026", "2"), ("2025", "1")]


def test_a_month_is_that_of_the_companys_clocks() -> None:
    documents = rendered(site(completed("late", at("2026-01-01 00:30"))))
    assert "changelog/2026/index.html" in documents
    assert "changelog/2025/index.html" not in documents


def test_a_guide_that_nobody_wrote_says_by_when_it_will_be_there() -> None:
    due = at("2026-12-11 20:00")
    documents = rendered(site(announced(guides_due=due)))
    for path in ("guides/payroll-engine/index.html", "faq/payroll-engine/index.html"):
        assert "sẽ có tại đây trước 20:00, thứ Sáu 11/12/2026 (GMT+7)" in words_of(
            html(documents, path)
        )
        assert documents[path].shell == ("vi", path.split("/")[0].removesuffix("s"))
    assert "Available by Friday 11 December 2026, 20:00" in words_of(
        html(documents, "en/guides/payroll-engine/index.html")
    )
    assert "Sẽ có trước 20:00, thứ Sáu 11/12/2026" in words_of(html(documents, PAGE))
    assert 'href="../../guides/' not in html(documents, PAGE)
    assert "Sẽ có trước" in words_of(html(documents, "guides/index.html"))


def test_what_is_not_written_yet_leads_to_the_ways_to_hear_of_it() -> None:
    start, owed = at("2026-06-06 20:00"), at("2026-06-05 20:00")
    shown = site(
        announced(guides_due=at("2026-12-11 20:00")),
        replace(completed("back", start, "rolled_back"), guides_due=owed),
    )
    documents = rendered(shown)
    follow = '<a href="../../subscribe/">'

    assert follow in html(documents, "guides/payroll-engine/index.html")
    assert follow not in html(documents, "guides/back/index.html").partition("<footer")[0]


def test_in_the_list_what_is_still_owed_looks_different_from_what_can_be_read() -> None:
    start, owed = at("2026-06-06 20:00"), at("2026-06-05 20:00")
    texts = {"vi": "Đã viết", "en": "Written"}
    shown = site(
        announced(guides_due=at("2026-12-11 20:00")),
        replace(completed("late", start), guides_due=owed),
        completed("written", start, title=texts),
        guides=frozenset({("written", "vi")}),
    )
    page = html(rendered(shown), "guides/index.html")

    read, *others = re.findall(
        r"<li( class=[^>]*)?>(<svg.*?</svg>)<div><a href=.*?>(.*?)</a>", page
    )
    assert (read[0], read[2]) == ("", "Đã viết")
    assert [each[0] for each in others] == [' class="nt-guides__owed"'] * 2
    assert read[1] not in {each[1] for each in others}


def test_what_is_important_has_its_symbol_on_the_home_page_too() -> None:
    documents = rendered(site(announced(entry=release(important=True))))
    marks = [
        re.findall(r'<span class="nt-mark">(<svg.*?</svg>)Quan trọng</span>', html(documents, path))
        for path in ("index.html", PAGE)
    ]

    assert len(marks[0]) == 1
    assert marks[0] == marks[1]


CHIPS = re.compile(r'<span class="nt-mark"><svg.*?</svg>(.*?)</span>')


def at_short_notice_moved_and_important() -> tuple[Release, list[Message]]:
    entry = release(important=True)
    old = (at("2026-12-05 20:00"), at("2026-12-05 22:00"))
    return entry, [
        message(record(entry, "advance", at("2026-11-20 09:00"), "exception")),
        message(record(entry, "rescheduled", at("2026-11-20 10:00")), previous=old),
    ]


@pytest.mark.parametrize("path", ["index.html", "changelog/index.html", PAGE])
def test_the_same_chips_stand_on_each_list_and_on_the_page_itself(path: str) -> None:
    entry, messages = at_short_notice_moved_and_important()
    documents = rendered(site(public(entry, messages=messages)))

    assert CHIPS.findall(html(documents, path)) == ["Báo gấp", "Đổi lịch", "Quan trọng"]
    en = CHIPS.findall(html(documents, f"en/{path}"))
    assert en == ["Short notice", "Moved", "Important"]


@pytest.mark.parametrize("state", ["in_progress", "awaiting_confirmation"])
def test_chips_stay_until_the_result(state: State) -> None:
    entry, messages = at_short_notice_moved_and_important()
    shown = public(entry, state, messages=messages)

    assert len(CHIPS.findall(html(rendered(site(shown)), PAGE))) == 3


@pytest.mark.parametrize("path", ["index.html", "changelog/index.html", PAGE])
def test_what_is_over_has_no_chips(path: str) -> None:
    entry, messages = at_short_notice_moved_and_important()
    done = completed(entry.id, entry.window.start, important=True)

    documents = rendered(site(replace(done, messages=tuple(messages))))
    assert CHIPS.findall(html(documents, path)) == []


NONE, HALF_AN_HOUR = timedelta(), timedelta(minutes=30)
BOTH, NAMED = ("payroll", "crm"), "Tiền lương, Khách hàng"
READ_ONLY = "Chỉ xem được, không lưu được thay đổi"


@pytest.mark.parametrize(
    "impact, hit",
    [
        (Impact(HALF_AN_HOUR, "read_only", systems=BOTH), f"Gián đoạn khoảng 30 phút · {NAMED}"),
        (Impact(NONE, "usable", systems=BOTH), f"Không gián đoạn · {NAMED}"),
        (Impact(NONE, "read_only", systems=BOTH), f"{READ_ONLY} · {NAMED}"),
        (Impact(NONE, "stopped", systems=BOTH), f"Tạm ngừng sử dụng · {NAMED}"),
        (Impact(NONE, "stopped"), "Tạm ngừng sử dụng"),
        (Impact(NONE), "Không gián đoạn"),
    ],
)
def test_a_row_of_the_home_page_says_in_one_line_what_is_hit(impact: Impact, hit: str) -> None:
    documents = rendered(site(announced(entry=release(impact=impact))))

    [shown] = re.findall(r'<p class="nt-card__hit">(.*?)</p>', html(documents, "index.html"))
    assert re.sub("</?span>", "", shown) == hit


def test_a_guide_owed_after_the_update_is_being_written() -> None:
    done = replace(completed("done", at("2026-06-06 20:00")), guides_due=at("2026-06-05 20:00"))
    documents = rendered(site(done))
    assert "Hướng dẫn trễ hạn: đã hẹn thứ Sáu 05/06/2026, hiện vẫn đang biên soạn." in words_of(
        html(documents, "guides/done/index.html")
    )
    assert "Trễ hạn, lẽ ra có ngày 05/06/2026" in words_of(
        html(documents, "releases/done/index.html")
    )


def test_a_page_that_is_not_written_yet_leads_to_what_changes_where_that_is_told() -> None:
    def page(text: str, path: str, *, is_over: bool) -> str:
        body, due = {"vi": text, "en": text}, at("2026-06-05 20:00")
        done = replace(completed("id", at("2026-06-06 20:00"), body=body), guides_due=due)
        ahead = announced(entry=release("id", body=body), guides_due=due)
        return html(rendered(site(done if is_over else ahead)), path)

    for name in ("guides", "faq"):
        for is_over, verb in ((False, "changes"), (True, "changed")):
            assert (
                f'Until then, see <a href="../../../en/releases/id/#nt-changes">what the update {verb}</a>.'
            ) in page("Faster.", f"en/{name}/id/index.html", is_over=is_over)
            assert "Until then" not in page("", f"en/{name}/id/index.html", is_over=is_over)


@pytest.mark.parametrize("state", ["in_progress", "awaiting_confirmation"])
def test_no_page_promises_a_guide_by_a_time_that_is_past(state: Any) -> None:
    begun = replace(announced(guides_due=at("2026-12-11 20:00")), state=state)
    documents = rendered(site(begun))
    assert "Hướng dẫn trễ hạn: đã hẹn thứ Sáu 11/12/2026, hiện vẫn đang biên soạn." in words_of(
        html(documents, "guides/payroll-engine/index.html")
    )
    for path in (PAGE, "guides/index.html", "faq/payroll-engine/index.html"):
        assert "Sẽ có trước" not in words_of(html(documents, path))


def test_a_cancelled_update_needs_no_guide() -> None:
    off = cancelled("off", at("2026-06-06 20:00"), at("2026-06-01 09:00"))
    documents = rendered(site(replace(off, guides_due=at("2026-06-05 20:00"))))
    assert "nên không có hướng dẫn" in words_of(html(documents, "guides/off/index.html"))
    assert "guides/off" not in html(documents, "releases/off/index.html")


def test_an_update_that_was_rolled_back_needs_no_guide() -> None:
    """Nobody is told that a guide to something that is gone is being written."""
    done = completed("back", at("2026-06-06 20:00"), "rolled_back")
    documents = rendered(site(replace(done, guides_due=at("2026-06-05 20:00"))))
    assert "nên chưa có hướng dẫn cho bản cập nhật này" in words_of(
        html(documents, "guides/back/index.html")
    )
    assert "nên chưa có phần hỏi đáp" in words_of(html(documents, "faq/back/index.html"))
    assert "This update was rolled back, so there is no guide." in words_of(
        html(documents, "en/guides/back/index.html")
    )
    for path in ("releases/back/index.html", "guides/index.html", "en/releases/back/index.html"):
        assert "guides/back" not in html(documents, path)


def test_no_guide_is_named_where_none_is_owed() -> None:
    documents = rendered(site(announced()))
    assert not any(path.startswith(("guides/p", "faq/p")) for path in documents)
    assert "guides/payroll-engine" not in html(documents, PAGE)


def test_a_guide_in_one_language_stands_in_the_other_with_a_note() -> None:
    shown = site(
        announced(guides_due=at("2026-12-11 20:00")),
        guides=frozenset({("payroll-engine", "vi")}),
    )
    documents = rendered(shown)
    vi = documents["guides/payroll-engine/index.html"]
    en = documents["en/guides/payroll-engine/index.html"]
    assert vi.shell == ("vi", "written:guides/payroll-engine")
    assert en.shell == ("en", "written:guides/payroll-engine")
    assert "only available" not in vi.slots["lead"]
    assert "This page is only available in Vietnamese so far." in en.slots["lead"]
    assert '<a href="../../../en/releases/payroll-engine/">' in en.slots["lead"]
    assert '<a href="../../../en/faq/payroll-engine/">' in en.slots["tail"]


def test_every_page_has_its_holes_and_links_to_the_same_page_in_the_other_language() -> None:
    documents = rendered(site(announced(guides_due=at("2026-12-11 20:00"))))
    frame = {"head", "switch", "robots", "notice-bar"}
    for path, document in documents.items():
        if document.shell is None:
            continue
        language, kind = document.shell
        written = kind.startswith("written:")
        own = {"lead", "tail"} if written else {"title", "description", "canonical", "content"}
        assert set(document.slots) == frame | own, path
        assert path == f"{document.place}index.html"
        other = "en/" + document.place if language == "vi" else document.place[3:]
        target = "../" * document.place.count("/") + other or "./"
        code = "en" if language == "vi" else "vi"
        assert f'href="{target}" hreflang="{code}" lang="{code}"' in document.slots["switch"]
        assert f"{other}index.html" in documents
        if not written:
            assert document.slots["canonical"] == f"https://updates.example.com/{document.place}"


def test_every_link_of_a_page_leads_to_a_page() -> None:
    documents = rendered(
        site(
            announced(guides_due=at("2026-12-11 20:00")),
            completed("done", at("2026-06-06 20:00")),
            guides=frozenset({("payroll-engine", "en")}),
        )
    )
    for path, document in documents.items():
        here = document.place.split("/")[:-1]
        for target in re.findall(r'href="(?!https?:|mailto:|#)([^"#]*)"', html(documents, path)):
            up = target.count("../")
            complete = "/".join(
                [*here[: len(here) - up], target.replace("../", "").removeprefix("./")]
            ).partition("?")[0]
            if target.startswith("webcal://updates.example.com/"):
                complete = target.removeprefix("webcal://updates.example.com/")
            is_page = complete.endswith("/") or not complete
            file = f"{complete}index.html" if is_page else complete
            assert file.lstrip("/") in documents, (path, target)


def test_a_preview_is_marked_on_every_page_and_not_indexed() -> None:
    hidden = public(release("secret"), "hidden", preview=True)
    documents = rendered(site(announced(), hidden, drafts=True))
    for document in documents.values():
        if document.shell:
            assert "noindex" in document.slots["robots"]
            assert "nt-preview" in document.slots["notice-bar"]
    assert "Bản xem trước: chưa được công bố" in html(documents, "releases/secret/index.html")
    for path in ("feed.xml", "sitemap.xml", "api/notices.json"):
        assert b"secret" not in documents[path].data
    for document in rendered(site(announced())).values():
        assert not document.slots.get("robots")
        assert "nt-preview" not in document.slots.get("notice-bar", "")


def test_a_text_in_the_default_language_alone_says_so_on_the_others_page() -> None:
    entry = release(title={"vi": "Bảng lương"}, body={"vi": "Nhanh."}, prepare={})
    page = html(rendered(site(public(entry))), f"en/{PAGE}")
    assert '<h1 class="nt-hero__title"><span lang="vi">Bảng lương</span></h1>' in page
    assert '<section aria-labelledby="nt-changes" lang="vi">' in page


def test_no_pause_is_said_in_words() -> None:
    entry = release(impact=Impact(timedelta(), "read_only"))
    text = words_of(html(rendered(site(public(entry))), f"en/{PAGE}"))
    assert "Downtime No interruption" in text
    assert "You can view everything, but not save changes" in text


@pytest.mark.parametrize(
    "mode, vi, en",
    [
        (
            "usable",
            "Ngoài lúc gián đoạn, vẫn sử dụng bình thường",
            "Except during the downtime, you can keep working as usual",
        ),
        (
            "read_only",
            "Ngoài lúc gián đoạn, chỉ xem được, không lưu được thay đổi",
            "Except during the downtime, you can view everything, but not save changes",
        ),
        ("stopped", "Tạm ngừng sử dụng", "The system is unavailable"),
    ],
)
def test_beside_a_downtime_what_customers_can_do_does_not_contradict_it(
    mode: Any, vi: str, en: str
) -> None:
    """On the page, the cards of the home page and in the feeds alike."""
    entry = release(impact=Impact(timedelta(minutes=10), mode))
    documents = rendered(
        site(public(entry, messages=[message(record(entry, "advance", at("2026-11-22 08:00")))]))
    )
    for home, text in (("", vi), ("en/", en)):
        for path in (f"{home}{PAGE}", f"{home}index.html"):
            assert text in words_of(html(documents, path))
        assert text in (documents[f"{home}feed.xml"].data or b"").decode()


def test_a_pages_title_is_its_own_and_the_theme_adds_the_sites_name() -> None:
    documents = rendered(site(announced()))
    assert documents[PAGE].slots["title"] == "Bảng lương thế hệ mới"
    assert documents["en/changelog/2026/index.html"].slots["title"] == "Changelog 2026"


@pytest.mark.parametrize(
    "home, url, label",
    [("", "../subscribe/", "Cách theo dõi"), ("en/", "../../en/subscribe/", "Ways to follow")],
)
@pytest.mark.parametrize("name", ["changelog", "guides", "faq", "on-time"])
def test_a_list_that_is_empty_as_yet_leads_to_the_ways_to_follow(
    name: str, home: str, url: str, label: str
) -> None:
    path = f"{home}{name}/index.html"
    way = f'<p class="nt-more"><a href="{url}">{label}<svg'
    assert html(rendered(site()), path).count(way) == 1
