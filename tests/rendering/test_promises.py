"""The page of lead times says in words what the policy promises, and nothing else."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest

from notices.domain.policy import Policy
from notices.domain.public import PublicRelease
from notices.domain.release import System
from notices.loading import load_policy
from notices.rendering.locale.locale import Locale
from notices.rendering.views.promises import plan_promise, promises_of
from tests.project import CLONE, Project
from tests.rendering.builders import at, cancelled, html, rendered, site, theme
from tests.rendering.test_on_time import promised, words_of

NOW = "2026-12-01 09:00"
HOSTS = ("plain", "mkdocs")
FRAME = """\
timezone: Europe/Berlin
languages: [en, vi]
roles: [ops]
ledger_starts: 2026-01-01
notice_hours: {from: 08:00, to: 20:00}
categories:
  change:
    label: {en: Change, vi: Thay đổi}
"""


def policy_of(text: str) -> Policy:
    loaded = load_policy("content/policy.yml", text.encode())
    assert loaded.value is not None, loaded.problems
    return loaded.value


def told(text: str, language: str = "en") -> list[tuple[str, list[str], str, bool]]:
    policy = policy_of(text)
    locale = Locale.of(language, policy, theme(), frozenset())
    return [
        (
            str(each.label),
            [f"{notice.label}: {notice.when}" for notice in each.told],
            each.window,
            each.important,
        )
        for each in promises_of(policy, locale)
    ]


def notices(*rows: str) -> str:
    """A policy with these rows for customers."""
    lines = [
        f"      - {{id: n{number}, label: {{en: N, vi: N}}, audience: customers, owner: ops, {row}, source: x}}\n"
        for number, row in enumerate(rows)
    ]
    return f"{FRAME}    notices:\n{''.join(lines)}"


def windows(*rows: str) -> str:
    lines = "".join(f"        - {row}\n" for row in rows)
    return (
        notices("latest: 1d")
        + f"    windows:\n      allowed:\n{lines}      otherwise: warn\n      source: x\n"
    )


OWN = (CLONE / "content/policy.yml").read_text("utf-8")


def test_the_policy_of_this_project_in_english() -> None:
    evenings = "Saturday and Sunday, 18:00–24:00"

    done = "Completion notice: once it is done"

    assert told(OWN) == [
        (
            "New feature",
            [
                "Advance notice: 10 to 20 days ahead",
                "Update announcement: at least 3 days ahead",
                "Reminder to prepare: at least 2 days ahead",
                "Final reminder: at least 24 hours ahead",
                "User guide, questions and answers: at least 24 hours ahead",
                done,
            ],
            evenings,
            False,
        ),
        ("Fix", ["Important notice: as soon as there is a date", done], "At any time", True),
        ("Fix", [done], "At any time", False),
        (
            "Server maintenance",
            [
                "Maintenance notice: at least 24 hours ahead",
                "Final reminder: at least 30 minutes ahead",
                done,
            ],
            evenings,
            False,
        ),
    ]


def test_the_policy_of_this_project_in_vietnamese() -> None:
    evenings = "18:00–24:00, thứ Bảy và Chủ nhật"
    done = "Thông báo hoàn tất: sau khi hoàn tất"

    assert told(OWN, "vi") == [
        (
            "Tính năng mới",
            [
                "Thông báo sớm: trước 10 đến 20 ngày",
                "Thông báo lịch cập nhật: trước ít nhất 3 ngày",
                "Nhắc chuẩn bị: trước ít nhất 2 ngày",
                "Nhắc lần cuối: trước ít nhất 24 giờ",
                "Hướng dẫn sử dụng, hỏi đáp: trước ít nhất 24 giờ",
                done,
            ],
            evenings,
            False,
        ),
        ("Bản sửa lỗi", ["Thông báo quan trọng: ngay khi có lịch", done], "Bất kỳ lúc nào", True),
        ("Bản sửa lỗi", [done], "Bất kỳ lúc nào", False),
        (
            "Bảo trì máy chủ",
            [
                "Thông báo bảo trì: trước ít nhất 24 giờ",
                "Nhắc lần cuối: trước ít nhất 30 phút",
                done,
            ],
            evenings,
            False,
        ),
    ]


@pytest.mark.parametrize(
    "rows, words",
    [
        (["latest: 5d"], ["at least 5 days ahead"]),
        (["latest: 1d"], ["at least 1 day ahead"]),
        (["latest: 24h", "latest: 30d"], ["at least 30 days ahead", "at least 24 hours ahead"]),
        (["on: outcome", "latest: 24h", "on: start"], ["at least 24 hours ahead", "when it begins", "once it is done"]),
        (["earliest: 14d, latest: 72h"], ["72 hours to 14 days ahead"]),
        (["earliest: 14d, latest: 7d"], ["7 to 14 days ahead"]),
        (["planned: asap"], ["as soon as there is a date"]),
        (["latest: 24h", "planned: asap"], ["as soon as there is a date", "at least 24 hours ahead"]),
        (["on: outcome"], ["once it is done"]),
    ],
)  # fmt: skip
def test_notices_are_told_from_the_farthest_to_the_result(
    rows: list[str], words: list[str]
) -> None:
    assert [each[1] for each in told(notices(*rows))] == [[f"N: {when}" for when in words]]


@pytest.mark.parametrize(
    "language, day, words",
    [
        ("en", 28, "no later than the 28th of the month before."),
        (
            "en",
            29,
            "no later than the 29th of the month before. In February, no later than its last day.",
        ),
        (
            "en",
            30,
            "no later than the 30th of the month before. In February, no later than its last day.",
        ),
        ("en", 1, "no later than the 1st of the month before."),
        ("en", 22, "no later than the 22nd of the month before."),
        ("en", 23, "no later than the 23rd of the month before."),
        ("en", 11, "no later than the 11th of the month before."),
        ("en", 31, "no later than the last day of the month before."),
        ("vi", 1, "chậm nhất là hết ngày 1 của tháng trước."),
        (
            "vi",
            29,
            (
                "chậm nhất là hết ngày 29 của tháng trước. "
                "Riêng tháng 2, chậm nhất là hết ngày cuối cùng của tháng."
            ),
        ),
        ("vi", 31, "chậm nhất là hết ngày cuối cùng của tháng trước."),
    ],
)
def test_by_when_a_months_plan_is_published_is_promised(
    language: str, day: int, words: str
) -> None:
    policy = policy_of(OWN)
    assert policy.plan is not None
    policy = replace(policy, plan=replace(policy.plan, announce_to=day))
    locale = Locale.of(language, policy, theme(), frozenset())

    assert plan_promise(policy, locale) == words
    assert plan_promise(replace(policy, plan=None), locale) == ""


def test_the_page_and_the_track_record_name_a_promise_alike(tmp_path: Path) -> None:
    """Whoever reads of a promise on one of them finds it on the other."""
    project = Project.create(tmp_path / "project")
    project.release("payroll-engine")
    for now in ("2026-11-22 20:00", "2026-12-09 14:00", "2026-12-10 14:00", "2026-12-11 14:00"):
        assert project.run_at(now, "publish").status == 0
    page, record = (
        words_of(project.page(f"en/{name}/index.html")) for name in ("lead-times", "on-time")
    )

    lines = [
        ("Advance notice", "10 to 20 days", "10 days"),
        ("Update announcement", "at least 3 days", "3 days"),
        ("Reminder to prepare", "at least 2 days", "2 days"),
        ("Final reminder", "at least 24 hours", "24 hours"),
    ]
    for name, promise, length in lines:
        assert f"{name}: {promise} ahead" in page
        assert re.search(rf"{name} (?:\d+ \w+ )+ahead · promised {length} ", record)
    assert "Publication of the plan : no later than the 29th of the month before." in page


@pytest.mark.parametrize(
    "rows, words",
    [
        (["{days: [mon], from: 09:00, to: 17:30}"], "Monday, 09:00–17:30"),
        (["{days: [mon, tue, wed, thu, fri], from: 20:00, to: 24:00}"], "Monday to Friday, 20:00–24:00"),
        (["{days: [mon, wed, fri], from: 20:00, to: 24:00}"], "Monday, Wednesday and Friday, 20:00–24:00"),
        (["{days: [mon, tue, wed, sun], from: 22:00, to: 02:00}"], "Monday to Wednesday and Sunday, 22:00–02:00"),
        (["{days: [mon, tue, wed, thu, fri, sat, sun], from: 18:00, to: 24:00}"], "Every day, 18:00–24:00"),
        (["{days: [mon, tue, wed, thu, fri, sat, sun], from: 00:00, to: 24:00}"], "At any time"),
        (["{days: [sat, sun], from: 00:00, to: 24:00}", "{days: [fri], from: 20:00, to: 24:00}"], "Saturday and Sunday, all day; Friday, 20:00–24:00"),
    ],
)  # fmt: skip
def test_allowed_windows_are_told_in_words(rows: list[str], words: str) -> None:
    assert [each[2] for each in told(windows(*rows))] == [words]


@pytest.mark.parametrize(
    "language, quota, words",
    [
        ("en", "{count: 2, per: week, by: system}", "At any time; at most 2 updates a week for each system"),
        ("en", "{count: 1, per: month, by: category}", "At any time; at most 1 update a month"),
        ("en", "{count: 3, hours: 1, per: week, by: category}", "At any time; at most 3 updates and at most 1 hour of updates a week"),
        ("vi", "{count: 2, per: week, by: system}", "Bất kỳ lúc nào; nhiều nhất 2 lần cập nhật mỗi tuần cho từng hệ thống"),
        ("vi", "{hours: 4, per: month, by: category}", "Bất kỳ lúc nào; nhiều nhất 4 giờ cập nhật mỗi tháng"),
        ("de", "{hours: 4, per: month, by: system}", "Jederzeit; Updates von höchstens 4 Stunden pro Monat für jedes System"),
    ],
)  # fmt: skip
def test_quotas_are_told_with_the_windows(language: str, quota: str, words: str) -> None:
    text = f"{notices('latest: 5d')}    windows: {{at_most: [{quota}]}}\n"
    text = text.replace("[en, vi]", "[en, vi, de]").replace("vi:", "de: x, vi:")

    assert [each[2] for each in told(text, language)] == [words]


def test_no_line_ends_between_two_times_of_day(tmp_path: Path) -> None:
    project = Project.create(tmp_path / "project")
    assert project.run_at(NOW, "build").status == 0
    evenings = '<span class="nt-whole">18:00–24:00</span>, thứ Bảy và Chủ nhật</span></td>'

    assert project.page("lead-times/index.html").count(evenings) == 2


def test_the_zone_is_named_in_the_head_and_not_again_in_each_row(tmp_path: Path) -> None:
    project = Project.create(tmp_path / "project")
    assert project.run_at(NOW, "build").status == 0
    page = project.page("en/lead-times/index.html")

    assert re.findall(r"Usual time[^\"<]*", page) == [
        "Usual time (Vietnam time)",
        *["Usual time"] * 4,
    ]


def test_what_customers_never_hear_of_is_not_promised() -> None:
    text = notices("latest: 5d").replace("audience: customers", "audience: staff")

    assert told(text) == []


# One that was kept, as an example.


def example(*releases: PublicRelease, language: str = "en") -> str:
    """The line below the table in words; empty where there is none."""
    path = {"vi": "lead-times/index.html", "en": "en/lead-times/index.html"}[language]
    found = re.findall(r'<p class="nt-also">(.*?)</p>', html(rendered(site(*releases)), path))
    return words_of(*found) if found else ""


OLD, NEW = at("2026-11-07 20:00"), at("2026-12-12 20:00")


def test_the_newest_update_whose_first_notice_came_in_time_is_the_example() -> None:
    old, new = (
        promised(name, start, "on_time", "missed") for name, start in (("old", OLD), ("new", NEW))
    )

    assert example(old, new) == (
        "For example: The new , planned for Saturday 12 December 2026. "
        "We promise to announce it at least 1 day ahead, and did so 20 days ahead."
    )
    assert example(old, new, language="vi") == (
        "Ví dụ: Bản new , dự kiến thứ Bảy 12/12/2026. "
        "Chúng tôi cam kết báo trước ít nhất 1 ngày, và đã đăng thông báo trước 20 ngày."
    )
    page = html(rendered(site(old, new)), "en/lead-times/index.html")
    assert '<a href="../../en/releases/new/">The new</a>' in page


@pytest.mark.parametrize("verdict", ["late", "exception", "missed"])
def test_a_promise_that_was_not_kept_is_no_example(verdict: str) -> None:
    old, new = promised("old", OLD, "on_time"), promised("new", NEW, verdict, "on_time")

    assert example(old, new).startswith("For example: The old , planned for")
    assert example(new) == ""


def test_what_was_moved_cancelled_or_is_a_draft_is_no_example() -> None:
    """Of these, more would have to be said."""
    new = promised("new", NEW, "on_time")
    window = replace(new.release.window, start=NEW + timedelta(days=1))
    moved = replace(new, release=replace(new.release, window=window))
    off = replace(cancelled("new", NEW, OLD), promises=new.promises)

    assert [example(each) for each in (moved, off, replace(new, preview=True))] == [""] * 3


# Where the home page leads to it.

LINK = 'lead-times/">'


def home(tmp_path: Path, text: str, host: str) -> tuple[Project, str]:
    project = Project.create(tmp_path / "project")
    project.write("content/pages/index.md", text)
    answer = project.run_at(NOW, "build", "--host", host)
    assert answer.status == 0, answer.err
    assert "content/pages/index.md" not in answer.err
    return project, project.page("index.html")


def order(page: str) -> list[str]:
    content = unescape(page).partition("<footer")[0]
    return re.findall(rf"Đầu trang|Cuối trang|{LINK}|<!--", content)


@pytest.mark.parametrize("host", HOSTS)
def test_it_stands_where_the_page_says(tmp_path: Path, host: str) -> None:
    text = "Đầu trang\n\n<!-- notices: bảng thời hạn -->\n\nCuối trang\n"

    project, page = home(tmp_path, text, host)

    assert order(page) == ["Đầu trang", LINK, "Cuối trang"]
    # A page in another language is there with the same text, and the table in its own.
    english = project.page("en/index.html")
    assert order(english) == order(page)
    assert f"{LINK}How much notice we give<svg" in english


@pytest.mark.parametrize("host", HOSTS)
def test_it_stands_at_the_end_of_a_page_that_does_not_say_where(tmp_path: Path, host: str) -> None:
    _, page = home(
        tmp_path, "Đầu trang\n\nCuối trang <!-- notices --> ở đây\n\n<!-- notices cũ -->\n", host
    )

    assert order(page) == ["Đầu trang", "Cuối trang", LINK]


@pytest.mark.parametrize("host", HOSTS)
def test_it_stands_once_where_the_page_says_so_twice(tmp_path: Path, host: str) -> None:
    text = "Đầu trang\n\n<!--notices-->\n\n<!-- notices -->\n\nCuối trang\n"

    _, page = home(tmp_path, text, host)

    assert order(page) == ["Đầu trang", LINK, "Cuối trang"]


def test_a_code_block_that_shows_the_comment_is_no_place_for_it(tmp_path: Path) -> None:
    _, page = home(tmp_path, "    <!-- notices -->\n\nCuối trang\n", "plain")

    assert order(page) == ["<!--", "Cuối trang", LINK]


@pytest.mark.parametrize("name", ["index.md", "index.en.md"])
def test_no_lead_stands_in_the_hand_written_home_page(name: str) -> None:
    text = (CLONE / "content/pages" / name).read_text("utf-8")

    assert "<!-- notices: " in text
    assert re.findall(r"\d", text) == []


@pytest.mark.parametrize(
    "row, english, vietnamese",
    [
        (
            "{days: [sat], from: 22:00, to: 24:00, nth: [-1]}",
            "The last Saturday of the month, 22:00–24:00",
            "22:00–24:00, thứ Bảy cuối cùng trong tháng",
        ),
        (
            "{days: [sat, sun], from: 00:00, to: 24:00, nth: [3, 1]}",
            "The first and third Saturday and Sunday of the month, all day",
            "Cả ngày thứ Bảy và Chủ nhật đầu tiên và thứ ba trong tháng",
        ),
        (
            "{from: sat 22:00, to: mon 06:00}",
            "Saturday 22:00 to Monday 06:00",
            "22:00 thứ Bảy đến 06:00 thứ Hai",
        ),
        (
            "{from: sat 22:00, to: mon 06:00, nth: [-2]}",
            "The last but one Saturday of the month 22:00 to Monday 06:00",
            "22:00 thứ Bảy áp chót trong tháng đến 06:00 thứ Hai",
        ),
        (
            "{days: [sat], from: 18:00, to: 24:00, zone: America/New_York}",
            "Saturday, 18:00–24:00 (America/New_York time)",
            "18:00–24:00, thứ Bảy (giờ America/New_York)",
        ),
        (
            "{days: [sat], from: 18:00, to: 24:00, systems: [old, crm, payroll]}",
            "Saturday, 18:00–24:00 (Payroll, CRM and old only)",
            "18:00–24:00, thứ Bảy (chỉ Bảng lương, CRM và old)",
        ),
    ],
)
def test_a_row_of_any_form_is_said_in_words(row: str, english: str, vietnamese: str) -> None:
    systems = (
        System("payroll", {"en": "Payroll", "vi": "Bảng lương"}, {}),
        System("crm", {"en": "CRM", "vi": "CRM"}, {}),
    )
    for language, expected in (("en", english), ("vi", vietnamese)):
        policy = policy_of(windows(row))
        locale = Locale.of(language, policy, theme(), frozenset())
        [promise] = promises_of(policy, locale, systems)
        assert promise.window == expected
