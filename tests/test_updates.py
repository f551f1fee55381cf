"""News of an update that runs, and why one was moved: wherever customers read."""

from __future__ import annotations

import json
import re
import shutil
from html import unescape
from typing import Any

import icalendar
import pytest

from tests.project import FEATURE, Project, bytes_below

NOTICES = ("2026-11-22 20:00", "2026-12-09 14:00", "2026-12-10 14:00", "2026-12-11 14:00")
FIRST = "  - {at: 2026-12-12 20:40, text: {vi: Đã sao lưu xong., en: The backup is done.}}\n"
SECOND = "  - {at: 2026-12-12 21:50, text: {vi: Đã chuyển <2/3>., en: <2/3> are moved.}}\n"
LONGER = FEATURE.replace(
    "end: 2026-12-12 22:00",
    "end: 2026-12-12 23:30, moved_reason: {vi: Nhiều dữ liệu., en: There is more data.}",
)
HOMES = {"vi": "", "en": "en/"}
PAGE = "releases/payroll-engine/index.html"


def publish(project: Project, text: str, now: str) -> list[str]:
    """Publishes that text, and gives the notices that it recorded."""
    before = len(project.ledger)
    project.release("payroll-engine", text)
    answer = project.run("publish", "--now", now)
    assert answer.status == 0, answer.err
    return [line["notice"] for line in project.ledger[before:]]


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Announced as the policy asks for, begun, and told of one update; nobody may change it."""
    project = Project.create(tmp_path_factory.mktemp("begun") / "project")
    for now in NOTICES:
        publish(project, FEATURE, now)
    assert publish(project, f"{FEATURE}updates:\n{FIRST}", "2026-12-12 20:42") == ["update-1"]
    return project


@pytest.fixture
def running(project: Project, begun: Project) -> Project:
    """A copy of that project."""
    (project.root / "theme").unlink()
    shutil.copytree(begun.root, project.root, symlinks=True, dirs_exist_ok=True)
    return project


def words(html: str) -> str:
    """What a reader sees, on one line."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def section(page: str, label: str) -> str:
    """The words of the section of that heading."""
    found = re.search(rf'<section[^>]*aria-labelledby="{label}".*?</section>', page, re.DOTALL)
    assert found, label
    return words(found[0])


def release(project: Project) -> dict[str, Any]:
    [found] = json.loads(project.page("api/notices.json"))["releases"]
    return dict(found)


def items(project: Project, language: str) -> list[dict[str, Any]]:
    feed = json.loads(project.page(f"{HOMES[language]}feed.json"))
    return list(feed["items"])


# An update of its own


def test_the_page_shows_the_latest_status_above_and_each_in_the_timeline(running: Project) -> None:
    publish(running, f"{FEATURE}updates:\n{FIRST}{SECOND}", "2026-12-12 21:55")
    page = running.page(PAGE)
    assert section(page, "nt-update") == (
        "Tình hình mới nhất Đã chuyển <2/3>. 21:50, thứ Bảy 12/12/2026 (GMT+7)"
    )
    timeline = section(page, "nt-timeline")
    told = "Đã sao lưu xong. 20:40, thứ Bảy 12/12 (GMT+7)"
    assert f"Cập nhật tình hình Đã đăng lúc 20:42, thứ Bảy 12/12 (GMT+7) {told}" in (timeline)
    english = running.page(f"en/{PAGE}")
    assert section(english, "nt-update") == (
        "Latest status <2/3> are moved. Saturday 12 December 2026, 21:50 (GMT+7)"
    )
    assert "Status update Posted Saturday 12 December, 21:55" in section(english, "nt-timeline")


def test_the_home_page_shows_the_latest_while_it_runs(running: Project) -> None:
    card = "Đã sao lưu xong. 20:40, thứ Bảy 12/12/2026 (GMT+7)"
    assert f"Tình hình mới nhất: {card}" in section(running.page("index.html"), "nt-now")
    ended = f"{FEATURE}updates:\n{FIRST}outcome: {{result: success, at: 2026-12-12 21:30}}\n"
    publish(running, ended, "2026-12-12 21:30")
    assert "Tình hình mới nhất" not in running.page("index.html")
    assert "nt-update" not in running.page(PAGE)
    assert "Đã sao lưu xong." in section(running.page(PAGE), "nt-timeline")


@pytest.mark.parametrize(
    "language, title, summary, content",
    [
        (
            "vi",
            ("[Cập nhật tình hình] Bảng lương thế hệ mới: 20:00–22:00, thứ Bảy 12/12/2026 (GMT+7)"),
            "Đã sao lưu xong.",
            (
                "20:40, thứ Bảy 12/12/2026 (GMT+7): Đã sao lưu xong. Tính lương nhanh hơn. "
                "Khung giờ: 20:00–22:00, thứ Bảy 12/12/2026 (giờ Việt Nam, GMT+7)"
            ),
        ),
        (
            "en",
            "[Status update] New payroll engine: Saturday 12 December 2026, 20:00–22:00 (GMT+7)",
            "The backup is done.",
            (
                "Saturday 12 December 2026, 20:40 (GMT+7): The backup is done. Payroll is faster. "
                "Time window: Saturday 12 December 2026, 20:00–22:00 (Vietnam time, GMT+7)"
            ),
        ),
    ],
)
def test_it_is_an_item_of_the_feeds(
    running: Project, language: str, title: str, summary: str, content: str
) -> None:
    newest = items(running, language)[0]
    assert (newest["title"], newest["summary"]) == (title, summary)
    assert words(newest["content_html"].replace("</strong>", "")) == content
    assert newest["date_published"] == "2026-12-12T13:42:00Z"
    assert newest["url"].endswith("/releases/payroll-engine/#update-1-20261212T130000Z")
    assert len(items(running, language)) == 5


def test_an_item_keeps_its_id_and_its_date_whatever_comes_later(running: Project) -> None:
    before = {item["id"]: item["date_published"] for item in items(running, "vi")}
    publish(running, f"{LONGER}updates:\n{FIRST}{SECOND}", "2026-12-12 21:55")
    mended = f"{LONGER}updates:\n{FIRST.replace('xong', 'xong hết')}{SECOND}"
    assert publish(running, mended, "2026-12-12 21:57") == []
    after = {item["id"]: item for item in items(running, "vi")}
    assert {uid: after[uid]["date_published"] for uid in before} == before
    assert len(after) == len(before) + 1
    assert [each for each in after.values() if each["summary"] == "Đã sao lưu xong hết."]


def test_updates_of_one_publish_are_one_item_with_all_texts(running: Project) -> None:
    third = SECOND.replace("21:50", "21:53").replace("<2/3>", "tất cả")
    publish(running, f"{FEATURE}updates:\n{FIRST}{SECOND}{third}", "2026-12-12 21:55")
    newest = items(running, "vi")[0]
    assert newest["summary"] == "Đã chuyển <2/3>. Đã chuyển tất cả."
    assert newest["url"].endswith("#update-3-20261212T130000Z")
    assert [m["notice"] for m in release(running)["messages"]][-2:] == ["update-1", "update-3"]
    timeline = section(running.page(PAGE), "nt-timeline")
    assert timeline.count("Cập nhật tình hình") == 2
    assert "Gồm cả" not in timeline


def test_the_api_has_each_with_its_times(running: Project) -> None:
    found = release(running)
    assert found["updates"] == [
        {
            "at": "2026-12-12T13:40:00Z",
            "published_at": "2026-12-12T13:42:00Z",
            "text": {"vi": "Đã sao lưu xong.", "en": "The backup is done."},
        }
    ]
    assert found["notices"][-1] == {"id": "update-1", "published_at": "2026-12-12T13:42:00Z"}
    upcoming = json.loads(running.page("api/upcoming.json"))["releases"]
    assert upcoming == [found]


def test_statuspage_clients_read_its_text_as_the_newest_update_in_progress(
    running: Project,
) -> None:
    publish(running, f"{FEATURE}updates:\n{FIRST}{SECOND}", "2026-12-12 21:55")
    for name in ("summary", "scheduled-maintenances", "scheduled-maintenances/active"):
        [found] = json.loads(running.page(f"api/v2/{name}.json"))["scheduled_maintenances"]
        newest, earlier, final = found["incident_updates"][:3]
        assert (newest["status"], newest["body"]) == ("in_progress", "Đã chuyển <2/3>.")
        assert (earlier["status"], earlier["body"]) == ("in_progress", "Đã sao lưu xong.")
        assert earlier["display_at"] == "2026-12-12T13:42:00.000Z"
        assert final["status"] == "scheduled"
        assert found["updated_at"] == newest["created_at"] == "2026-12-12T14:55:00.000Z"
        for component in newest["affected_components"]:
            assert component["old_status"] == component["new_status"] == "under_maintenance"


def test_the_calendar_takes_it_as_a_change(running: Project) -> None:
    def event() -> Any:
        text = running.page("en/releases/payroll-engine/event.ics")
        [found] = icalendar.Calendar.from_ical(text).walk("VEVENT")
        return found

    first = event()
    assert first["SEQUENCE"] == 1
    assert "Latest status:\nSaturday 12 December 2026, 20:40 (GMT+7): The backup is done.\n" in (
        str(first["DESCRIPTION"])
    )
    publish(running, f"{FEATURE}updates:\n{FIRST}{SECOND}", "2026-12-12 21:55")
    second = event()
    assert second["SEQUENCE"] == 2
    assert second["DTSTAMP"].dt > first["DTSTAMP"].dt
    assert second["UID"] == first["UID"]
    assert not (running.root / "content/published/payroll-engine.jsonl").exists()


def test_a_mended_text_is_a_correction_without_a_message(running: Project) -> None:
    mended = f"{FEATURE}updates:\n{FIRST.replace('The backup', 'The whole backup')}"
    assert publish(running, mended, "2026-12-12 20:50") == []
    assert release(running)["updates"][0]["text"]["en"] == "The whole backup is done."
    assert (running.root / "content/published/payroll-engine.jsonl").read_text() == (
        '{"at":"2026-12-12T13:50:00Z"}\n'
    )


def test_two_builds_of_one_instant_are_the_same(running: Project) -> None:
    before = bytes_below(running.site)
    assert running.run_at("2026-12-12 20:45", "build").status == 0
    assert bytes_below(running.site) == before


def test_a_build_before_its_publish_shows_it_and_says_that_it_is_not_recorded(
    running: Project,
) -> None:
    text = f"{FEATURE}updates:\n{FIRST}{SECOND}"
    running.release("payroll-engine", text)
    answer = running.run_at("2026-12-12 21:55", "build")
    assert "warning[unrecorded] `update-2` of `payroll-engine` is shown, but not recorded" in (
        answer.err
    )
    assert "Đã chuyển &lt;2/3&gt;." in running.page(PAGE)


def test_next_names_it_as_due_and_one_that_is_ahead_of_its_time(running: Project) -> None:
    running.release("payroll-engine", f"{FEATURE}updates:\n{FIRST}{SECOND}")
    ahead = running.run("next", "--now", "2026-12-12 21:00")
    assert ahead.out.startswith("2026-12-12T21:50:00+07:00")
    due = running.run("next", "--now", "2026-12-12 21:50", "--format", "json").json()
    assert "update-2" in json.dumps(due)


# With a move, an ending, a cancellation


@pytest.mark.parametrize(
    "language, shown",
    [
        (
            "vi",
            (
                "Lịch trước đó: 20:00–22:00 , thứ Bảy 12/12/2026 (GMT+7) "
                "Lịch mới: 20:00–23:30 , thứ Bảy 12/12/2026 (GMT+7) "
                "Lý do: Nhiều dữ liệu."
            ),
        ),
        (
            "en",
            (
                "Previously: Saturday 12 December 2026, 20:00–22:00 (GMT+7) "
                "Now: Saturday 12 December 2026, 20:00–23:30 (GMT+7) "
                "Reason: There is more data."
            ),
        ),
    ],
)
def test_the_reason_of_a_move_stands_with_the_old_window(
    running: Project, language: str, shown: str
) -> None:
    assert publish(running, f"{LONGER}updates:\n{FIRST}{SECOND}", "2026-12-12 21:55") == [
        "rescheduled",
        "update-2",
    ]
    page = running.page(f"{HOMES[language]}{PAGE}")
    assert shown in section(page, "nt-timeline")
    reason = shown.rpartition(") ")[2]
    head = words(page.partition('class="nt-facts"')[0])
    both = r"(Lịch trước đó|Previously) [^)]*\) (Lịch mới|Now) [^)]*\)"
    assert re.search(f"{both} {re.escape(reason)}", head)

    newest = items(running, language)[0]
    content = words(newest["content_html"])
    assert newest["title"].startswith(("[Đổi giờ kết thúc]", "[New end time]"))
    assert content.index(reason) < content.index("2/3"), "the message leads with the move"
    assert re.search(rf"(Lịch trước đó|Previously): [^)]*\) {re.escape(reason)}", content)


def test_programs_read_the_reason_of_a_move(running: Project) -> None:
    assert release(running)["moved_reason"] is None
    publish(running, f"{LONGER}updates:\n{FIRST}", "2026-12-12 21:55")
    assert release(running)["moved_reason"] == {"vi": "Nhiều dữ liệu.", "en": "There is more data."}
    [found] = json.loads(running.page("api/v2/summary.json"))["scheduled_maintenances"]
    assert found["incident_updates"][0]["body"].splitlines()[:3] == [
        "[Đổi giờ kết thúc] 20:00–23:30, thứ Bảy 12/12/2026 (GMT+7)",
        "Lịch trước đó: 20:00–22:00, thứ Bảy 12/12/2026 (GMT+7)",
        "Lý do: Nhiều dữ liệu.",
    ]
    event = icalendar.Calendar.from_ical(running.page("en/releases/payroll-engine/event.ics"))
    [found] = event.walk("VEVENT")
    assert "(GMT+7)\nReason: There is more data.\n" in str(found["DESCRIPTION"])


def test_the_reason_belongs_to_the_newest_move_alone(project: Project) -> None:
    """What the first move said why is no longer in the file."""
    publish(project, FEATURE, NOTICES[0])
    first = FEATURE.replace("-12 2", "-19 2")
    publish(project, first, "2026-11-23 10:00")
    second = FEATURE.replace("-12 2", "-26 2").replace(
        "22:00}", "22:00, moved_reason: {vi: Lễ., en: A holiday.}}"
    )
    publish(project, second, "2026-11-24 10:00")
    timeline = section(project.page(f"en/{PAGE}"), "nt-timeline")
    assert timeline.count("Moved ") == 2
    assert timeline.count("Reason: A holiday.") == 1
    first_step, second_step = timeline.split("Moved ")[1:]
    assert "Reason" not in first_step
    assert "Reason" in second_step


def test_a_reason_without_a_move_is_shown_nowhere(project: Project) -> None:
    unmoved = FEATURE.replace("22:00}", "22:00, moved_reason: {vi: Vô cớ., en: Groundless.}}")
    publish(project, unmoved, NOTICES[0])
    for path, data in bytes_below(project.site).items():
        assert b"Groundless" not in data, path
    assert "warning[moved-reason]" in project.run("check", "--now", NOTICES[0]).out


def test_what_a_cancellation_left_untold_is_shown_without_a_message(project: Project) -> None:
    publish(project, FEATURE, NOTICES[0])
    off = (
        f"{FEATURE}updates: [{{at: 2026-11-30 09:00, text: {{vi: Lùi một bước., en: A step back.}}}}]\n"
        "cancelled: {at: 2026-11-30 10:00, reason: {vi: Hoãn., en: Postponed.}}\n"
    )
    assert publish(project, off, "2026-11-30 10:00") == ["cancelled"]
    timeline = section(project.page(f"en/{PAGE}"), "nt-timeline")
    assert (
        "Status update A step back. Monday 30 November, 09:00 (GMT+7) Cancelled Posted"
    ) in timeline
    assert release(project)["updates"][0]["published_at"] is None
    assert not [item for item in items(project, "en") if "A step back." in item["content_html"]]


def test_imported_ones_are_shown_without_a_claim(project: Project) -> None:
    past = re.sub(
        "window: .*",
        "window: {start: 2025-05-03 20:00, end: 2025-05-03 22:00}\n"
        "outcome: {result: success, at: 2025-05-03 22:00}\n"
        "updates: [{at: 2025-05-03 21:00, text: {vi: Đã xong nửa., en: Half is done.}}]",
        FEATURE,
    )
    assert publish(project, past, "2026-11-22 20:00") == []
    assert section(project.page(f"en/{PAGE}"), "nt-timeline") == (
        "Timeline This update took place before we began to keep a record of notices. "
        "Status update Half is done. Saturday 3 May, 21:00 (GMT+7)"
    )
    assert release(project)["updates"][0]["published_at"] is None


# What must not come out


def test_nothing_of_an_update_that_may_not_stand_is_shown(running: Project) -> None:
    ahead = SECOND.replace("21:50", "22:50").replace("are moved", "are secretly moved")
    running.release("payroll-engine", f"{FEATURE}updates:\n{FIRST}{ahead}")
    answer = running.run("publish", "--now", "2026-12-12 21:55")
    assert answer.status == 3
    assert "error[updates] `update-2` is dated 55 minutes in the future" in answer.err
    assert len(running.ledger) == 5
    for path, data in bytes_below(running.site).items():
        assert b"secretly" not in data, path
    assert "The backup is done." in running.page(f"en/{PAGE}")


def test_an_update_in_one_language_or_of_dots_gets_a_warning(running: Project) -> None:
    half = "  - {at: 2026-12-12 21:50, text: {vi: Đã xong nửa.}}\n"
    dots = "  - {at: 2026-12-12 21:51, text: {vi: …, en: …}}\n"
    running.release("payroll-engine", f"{FEATURE}updates:\n{FIRST}{half}{dots}")
    told = running.run("check", "--now", "2026-12-12 21:55").out
    assert "9:28: warning[missing-translation] `updates.1.text` is not written in `en`" in told
    assert "10:39: warning[placeholder] `updates.2.text.vi` is the placeholder …" in told


def test_check_tells_programs_of_it_behind_the_rows_of_the_policy(running: Project) -> None:
    running.release("payroll-engine", f"{FEATURE}updates:\n{FIRST}{SECOND}")
    notices = running.entry("payroll-engine", "2026-12-12 21:55")["notices"]
    assert [notice["id"] for notice in notices[-3:]] == ["completed", "update-1", "update-2"]
    assert notices[-1] == {
        "id": "update-2",
        "audience": "customers",
        "opens": None,
        "planned": None,
        "deadline": None,
        "status": "due",
        "published_at": None,
    }
    assert notices[-2]["published_at"] == "2026-12-12T20:42:00+07:00"


def test_people_do_not_record_it(running: Project) -> None:
    answer = running.run("record", "payroll-engine", "update-1", "--now", "2026-12-12 21:00")
    assert answer.status == 1
    assert "`update-1` goes to customers; `notices publish` shows and records it" in answer.err


def test_an_update_that_names_what_is_hidden_gets_a_warning(running: Project) -> None:
    running.release("next-engine", FEATURE.replace("2026-12-12", "2027-01-23"))
    naming = SECOND.replace("<2/3> are moved.", "It makes room for next-engine.")
    running.release("payroll-engine", f"{FEATURE}updates:\n{FIRST}{naming}")
    told = running.run("publish", "--now", "2026-12-12 21:55").err
    assert "warning[hidden-name]" in told
    assert "next-engine" in told
