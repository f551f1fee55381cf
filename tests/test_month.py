"""A month of marketing's desk, from ideas to what customers were told, as the workflows run it.

Belongs here: one story on a bare repository, with the project and the workflows that `init` wrote.
Does not belong here: what each command does in each case (``tests.cli``), the workflows' other
steps (``tests.scheduling``).
"""

from __future__ import annotations

import email
import email.policy
import html
import json
import os
import re
import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest
from click.testing import CliRunner

from notices.cli import main
from notices.cli.commands import init
from tests.project import CLONE, ZONE, Answer, Project, bytes_below
from tests.scheduling.runner import Repository, git, step

PAYROLL = "bang-luong-moi"
DATABASE = "nang-cap-co-so-du-lieu"
POWER = "thay-nguon-dien-trung-tam-du-lieu"
EXPORT = "xuat-tep-lon-chay-het"
REPORTS = "bao-cao-theo-chi-nhanh"

# The workflows' commands go by the clock alone; here it stands at NOW.
CLOCKED = f"""#!/bin/sh
PYTHONPATH='{CLONE}' exec '{sys.executable}' -c '
import os
from datetime import UTC, datetime
from notices.cli import ledger, main, now
now.clock = ledger.clock = lambda: datetime.fromtimestamp(int(os.environ["NOW"]), UTC)
main(prog_name="notices")' "$@"
"""


def instant(now: str) -> datetime:
    return datetime.fromisoformat(now).replace(tzinfo=ZONE)


def words(page: str) -> str:
    """What a page says, without its markup."""
    body = re.sub(r"(?s)<(script|style)\b.*?</\1>", " ", page)
    text = " ".join(html.unescape(re.sub(r"<[^>]*>", " ", body)).split())
    return re.sub(r" (?=[,.:])", "", text)


@dataclass
class Desk:
    """The repository, its people and its runner; `secrets` may be in nothing that customers see."""

    repository: Repository
    secrets: set[str] = field(default_factory=set)
    recorded: int = 0

    @property
    def people(self) -> Project:
        return self.repository.people

    def notices(self, now: str, *args: str) -> Answer:
        """A command as it is typed by somebody who reads Vietnamese."""
        return self.people.run_at(now, "--lang", "vi", *args)

    def edit(self, name: str, *changes: tuple[str, str]) -> None:
        """Replace a part of an entry by another, as one does in an editor."""
        path = self.people.root / f"content/releases/{name}.yml"
        text = path.read_text(encoding="utf-8")
        for old, new in changes:
            assert text.count(old) == 1, (old, text)
            text = text.replace(old, new)
        path.write_text(text, encoding="utf-8")

    def write_texts(self, name: str, summary: tuple[str, str], body: tuple[str, str]) -> None:
        """Write in the place of each …, and delete the line `draft: true`."""
        path = self.people.root / f"content/releases/{name}.yml"
        text = path.read_text(encoding="utf-8").replace("draft: true\n", "")
        for key, (vi, en), written in (
            ("summary", summary, '{key}:\n  vi: "{vi}"\n  en: "{en}"\n'),
            ("body", body, "{key}:\n  vi: |\n    {vi}\n  en: |\n    {en}\n"),
        ):
            blank = written.format(key=key, vi="…", en="…")
            assert text.count(blank) == 1, text
            text = text.replace(blank, written.format(key=key, vi=vi, en=en))
        path.write_text(text, encoding="utf-8")

    def propose(self, now: str) -> tuple[Answer, str]:
        """A pull request: the answer of the step Check, and the summary on its page."""
        git(self.people.root, "checkout", "--quiet", "-B", "proposed")
        self.repository.push("proposed", "A change")
        self._check_out("proposed")
        checked = self._step(now, "notices", "check", "Check", BASE="main", PREVIEW="")
        return checked, self.repository.text_of("summary")

    def merge(self) -> None:
        git(self.people.root, "checkout", "--quiet", "main")
        git(self.people.root, "merge", "--quiet", "--ff-only", "proposed")
        git(self.people.root, "push", "--quiet", "origin", "main", ":proposed")

    def publish(self, now: str) -> list[tuple[str, str]]:
        """What the run of the workflow records; nothing secret is in what customers see or get."""
        self._check_out("main")
        published = self._step(now, "notices", "publish", "Publish")
        assert published.status == 0, published.err
        self._pull()
        seen = b"\n".join(bytes_below(self.repository.runner / "site").values()).decode(
            "utf-8", "replace"
        )
        seen += "\n".join(self.message(path) for path in self.outbox if self.for_customers(path))
        assert {secret for secret in self.secrets if secret in seen} == set()
        return self.new_records()

    def record(self, now: str, name: str, notice: str, sent: str, channel: str) -> Answer:
        """The form *Record a notice*."""
        self._check_out("main")
        given = {"ID": name, "NOTICE": notice, "SENT": sent, "CHANNEL": channel}
        answer = self._step(now, "record", "record", "Record", **given)
        self._pull()
        return answer

    def agenda(self, now: str) -> str:
        return self.notices(now, "agenda").out

    def monday(self, now: str) -> str:
        """The page of the run of *Agenda*."""
        self._check_out("main")
        assert self._step(now, "agenda", "agenda", "Agenda").status == 0
        return self.repository.text_of("summary")

    def new_records(self) -> list[tuple[str, str]]:
        new = self.people.ledger[self.recorded :]
        self.recorded += len(new)
        return [(record["entry"], record["notice"]) for record in new]

    def page(self, path: str) -> str:
        return words((self.repository.runner / "site" / path / "index.html").read_text("utf-8"))

    @property
    def outbox(self) -> list[str]:
        folder = self.repository.runner / "outbox"
        return sorted(path.relative_to(folder).as_posix() for path in folder.glob("*/*.*"))

    @staticmethod
    def for_customers(path: str) -> bool:
        return not re.search(r"-(advance-internal|internal|handoff)\.", path)

    def mail(self, path: str) -> EmailMessage:
        data = (self.repository.runner / "outbox" / path).read_bytes()
        read = email.message_from_bytes(data, policy=email.policy.default)
        assert isinstance(read, EmailMessage)
        return read

    def message(self, path: str) -> str:
        """All that the readers of a message may find in it."""
        if path.endswith(".txt"):
            return (self.repository.runner / "outbox" / path).read_text("utf-8")
        mail = self.mail(path)
        parts = [part.get_content() for part in mail.walk() if not part.is_multipart()]
        return "\n".join([*(str(value) for value in mail.values()), *map(str, parts)])

    def subject(self, path: str) -> str:
        return str(self.mail(path)["Subject"])

    def _check_out(self, branch: str) -> None:
        """A runner that keeps its clone, and what a job before left for it is gone."""
        runner = self.repository.runner
        if not runner.exists():
            self.repository.check_out_main()
        git(runner, "fetch", "--quiet", "--prune", "origin")
        git(runner, "checkout", "--quiet", "-B", branch, f"origin/{branch}")
        git(runner, "clean", "--quiet", "-xdf", "outbox", "site")
        (self.repository.folder / "summary").unlink(missing_ok=True)

    def _step(self, now: str, file: str, job: str, name: str, **env: str) -> Answer:
        path = self.people.root / f".github/workflows/{file}.yml"
        clock = {"NOW": str(int(instant(now).timestamp())), "LC_ALL": "", "LC_MESSAGES": "vi"}
        return self.repository.github(step(path, job, name), **clock, **env)

    def _pull(self) -> None:
        git(self.people.root, "pull", "--quiet", "--ff-only", "origin", "main")


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A new company, on Sunday 29 November 2026."""
    monkeypatch.setattr(init, "clock", lambda: datetime(2026, 11, 29, 2, tzinfo=UTC))
    monkeypatch.setitem(os.environ, "LC_ALL", "C.UTF-8")

    def write(root: Path) -> None:
        options = {
            "name": "Acme",
            "url": "https://updates.acme.example/",
            "policy": "procedure",
            "languages": "vi,en",
            "timezone": "Asia/Ho_Chi_Minh",
            "ci": "github",
        }
        given = [f"--{key}={value}" for key, value in options.items()]
        made = CliRunner().invoke(main, ["--lang", "vi", "init", str(root), *given])
        assert made.exit_code == 0, made.stderr

    repository = Repository.create(tmp_path, write)
    repository.replace_command("notices", CLOCKED)
    return Desk(repository)


def test_a_month_of_marketings_desk(desk: Desk) -> None:
    """Each step needs what the one before said, and nothing else."""
    a_feature_is_written_in_a_window_that_is_legal(desk)
    on_another_day_it_is_refused_with_the_lines_to_write(desk)
    with_them_it_is_accepted_merged_and_announced(desk)
    it_is_moved_with_a_reason(desk)
    the_staff_are_told_and_the_form_records_it(desk)
    server_work_is_announced_and_cancelled(desk)
    an_outage_of_the_provider_is_told_of_20_hours_ahead(desk)
    a_fix_is_handed_over_and_never_public(desk)
    the_feature_is_told_of_again_three_times(desk)
    while_it_runs_customers_hear_how_it_goes(desk)
    it_is_partly_and_then_wholly_completed(desk)
    the_agenda_asks_for_the_plan_and_it_is_announced_in_time(desk)
    nobody_broke_a_promise(desk)


def a_feature_is_written_in_a_window_that_is_legal(desk: Desk) -> None:
    desk.secrets |= {"Bảng lương mới", "New payroll", PAYROLL}
    titles = ("--title", "Bảng lương mới", "--title", "New payroll")
    written = desk.notices(
        "2026-11-30 09:00", "new", "feature", *titles, "--start", "2026-12-09 20:00",
        "--systems", "app",
    )  # fmt: skip

    assert written.status == 0
    assert written.err.splitlines() == [
        (
            "T4 2026-12-09 20:00 không hợp lệ: `advance` (I.1) phải đến khách hàng trước giờ bắt đầu "
            "10 ngày, chậm nhất lúc 2026-11-29 20:00 (+07:00); hạn đó đã qua 13 giờ"
        ),
        (
            "T4 2026-12-09 20:00 không hợp lệ: khung giờ không bắt đầu và kết thúc trong một ngày thứ "
            "Bảy hoặc Chủ nhật, 18:00–24:00 (II.6)"
        ),
        "khung giờ hợp lệ gần nhất là T7 2026-12-12 20:00 đến T7 2026-12-12 22:00",
        (
            f"{PAYROLL} chạy từ T7 2026-12-12 20:00 đến T7 2026-12-12 22:00; "
            "công bố chậm nhất T4 2026-12-02 20:00"
        ),
        "viết nội dung vào chỗ mỗi dấu …, xóa dòng `draft: true`, rồi chạy: notices check",
        (
            f"{PAYROLL} không thuộc kế hoạch nào: "
            "kế hoạch 2026-12 chỉ công bố được đến T2 2026-11-30 00:00"
        ),
    ]
    assert [Path(line).name for line in written.out.splitlines()] == [
        f"{PAYROLL}.yml", *2 * [f"{PAYROLL}.md", f"{PAYROLL}.en.md"]
    ]  # fmt: skip
    desk.write_texts(
        PAYROLL,
        ("Bảng lương tính nhanh hơn.", "Payroll is calculated faster."),
        ("Mỗi khoản có lời giải thích.", "Every item comes with an explanation."),
    )


def on_another_day_it_is_refused_with_the_lines_to_write(desk: Desk) -> None:
    desk.edit(
        PAYROLL,
        ("  start: 2026-12-12 20:00", "  start: 2026-12-09 20:00"),
        ("  end: 2026-12-12 22:00", "  end: 2026-12-09 22:00"),
    )
    checked, summary = desk.propose("2026-11-30 09:30")

    assert checked.status == 1
    assert summary.startswith("# Thông báo: có 2 lỗi cần sửa\n")
    paste = "Viết dòng này:\n\n~~~yaml\nstart: 2026-12-12 20:00\nend: 2026-12-12 22:00\n~~~\n"
    assert summary.count(paste) == 2
    assert "- **Tình trạng:** bị từ chối: không hiện và không gửi gì\n" in summary


def with_them_it_is_accepted_merged_and_announced(desk: Desk) -> None:
    desk.edit(
        PAYROLL,
        ("start: 2026-12-09 20:00", "start: 2026-12-12 20:00"),
        ("end: 2026-12-09 22:00", "end: 2026-12-12 22:00"),
    )
    checked, summary = desk.propose("2026-11-30 09:40")

    assert checked.status == 0
    assert summary.startswith("# Thông báo: không có gì bị từ chối\n")
    assert "- **Gộp (merge) và công bố chậm nhất:** T4 2026-12-02 20:00\n" in summary
    for row in (
        "| ở lần công bố tới | Thông báo sớm (`advance`) | khách hàng | đến hạn |",
        "| T4 2026-12-09 14:00 | Thông báo lịch cập nhật (`announcement`) | khách hàng | dự kiến |",
        "| T7 2026-12-12 20:00 | **Bắt đầu cập nhật** |  |  |",
    ):
        assert row in summary

    desk.merge()
    desk.secrets.clear()
    assert desk.publish("2026-11-30 10:00") == [(PAYROLL, "advance")]
    start = f"{PAYROLL}/20261212T130000Z"
    assert desk.outbox == [
        f"{start}-{notice}.{language}.{form}"
        for notice in ("advance-internal", "advance")
        for language in ("en", "vi")
        for form in ("eml", "txt")
    ]
    assert desk.subject(f"{start}-advance.vi.eml") == (
        "[Acme] Thông báo sớm: Bảng lương mới – 20:00, thứ Bảy 12/12/2026 (GMT+7)"
    )
    assert desk.subject(f"{start}-advance.en.eml") == (
        "[Acme] Advance notice: New payroll – Saturday 12 December 2026, 20:00 (GMT+7)"
    )


def it_is_moved_with_a_reason(desk: Desk) -> None:
    desk.edit(
        PAYROLL,
        ("  start: 2026-12-12 20:00", "  start: 2026-12-13 20:00"),
        ("  end: 2026-12-12 22:00", "  end: 2026-12-13 22:00"),
        (
            "  #moved_reason: {vi: …, en: …}",
            "  moved_reason: {vi: Cần thêm một ngày thử., en: One more day of tests is needed.}",
        ),
    )
    checked, summary = desk.propose("2026-12-02 09:00")
    assert checked.status == 0
    assert "; khách hàng đang biết lịch T7 2026-12-12 20:00 – 22:00\n" in summary
    desk.merge()

    assert desk.publish("2026-12-02 09:10") == [(PAYROLL, "rescheduled")]
    for language, page, new, old, reason in (
        (
            "vi", f"releases/{PAYROLL}", "20:00–22:00, Chủ nhật 13/12/2026",
            "20:00–22:00, thứ Bảy 12/12/2026", "Lý do: Cần thêm một ngày thử.",
        ),
        (
            "en", f"en/releases/{PAYROLL}", "Sunday 13 December 2026, 20:00–22:00",
            "Saturday 12 December 2026, 20:00–22:00", "Reason: One more day of tests is needed.",
        ),
    ):  # fmt: skip
        path = f"{PAYROLL}/20261213T130000Z-rescheduled.{language}.eml"
        mail = desk.mail(path)
        text = mail.get_body(("plain",))
        assert text is not None
        for said in (new, old, reason):
            assert said in desk.page(page)
            assert said in text.get_content()
        assert "DTSTART:20261213T130000Z" in desk.message(path)


def the_staff_are_told_and_the_form_records_it(desk: Desk) -> None:
    assert (
        f"Gửi outbox/{PAYROLL}/20261213T130000Z-advance-internal.vi.eml "
        f"(`notices outbox {PAYROLL}` tạo tệp này), "
        f"rồi ghi vào sổ: `notices record {PAYROLL} advance-internal`."
    ) in desk.agenda("2026-12-02 09:30")

    answer = desk.record(
        "2026-12-02 10:00", PAYROLL, "advance-internal", "2026-12-02 09:50", "email"
    )

    assert answer.out.splitlines()[0].strip() == (
        f"2026-12-02T09:50:00+07:00 {PAYROLL} advance-internal đã ghi là đã gửi qua email: đúng hạn"
    )
    assert desk.new_records() == [(PAYROLL, "advance-internal")]


def server_work_is_announced_and_cancelled(desk: Desk) -> None:
    desk.secrets |= {"Nâng cấp cơ sở dữ liệu", "Database upgrade", DATABASE}
    at = "2026-12-02 11:00"
    slots = desk.notices(at, "slots", "server", "--systems", "app", "--near", "2026-12-05")
    assert "T7 2026-12-05 18:00–19:00, công bố chậm nhất T6 2026-12-04 18:00\n" in slots.out
    titles = ("--title", "Nâng cấp cơ sở dữ liệu", "--title", "Database upgrade")
    written = desk.notices(
        at, "new", "server", *titles, "--start", "2026-12-05 20:00", "--systems", "app"
    )
    assert written.status == 0
    desk.write_texts(DATABASE, ("Nhanh hơn.", "Faster."), ("Máy chủ mới.", "A new server."))
    checked, summary = desk.propose("2026-12-02 11:10")
    assert checked.status == 0
    assert "- **Tình trạng:** chưa công bố cho đến T6 2026-12-04 14:00\n" in summary
    desk.merge()

    desk.secrets.clear()
    assert desk.publish("2026-12-04 14:00") == [(DATABASE, "advance")]

    path = desk.people.root / f"content/releases/{DATABASE}.yml"
    text = path.read_text("utf-8")
    why = "{vi: Bản mới chưa đủ ổn định., en: The new version is not stable enough yet.}"
    off = re.compile(r"^#cancelled: .*$", re.MULTILINE)
    path.write_text(off.sub(f"cancelled: {{at: 2026-12-05 09:00, reason: {why}}}", text), "utf-8")
    assert desk.notices("2026-12-05 09:30", "check").status == 0
    desk.repository.push("main", "Cancelled")

    assert desk.publish("2026-12-05 09:40") == [(DATABASE, "cancelled")]
    for page, said in (
        (f"releases/{DATABASE}", "Bản cập nhật này đã bị hủy"),
        (f"releases/{DATABASE}", "Lý do: Bản mới chưa đủ ổn định."),
        (f"en/releases/{DATABASE}", "Reason: The new version is not stable enough yet."),
    ):
        assert said in desk.page(page)
    assert "STATUS:CANCELLED" in desk.message(f"{DATABASE}/20261205T130000Z-cancelled.vi.eml")


def an_outage_of_the_provider_is_told_of_20_hours_ahead(desk: Desk) -> None:
    at = "2026-12-08 09:00"
    titles = ("--title", "Thay nguồn điện trung tâm dữ liệu", "--title", "Power supply")
    written = desk.notices(
        at, "new", "server", *titles, "--origin", "provider", "--start", "2026-12-09 05:00",
        "--length", "45m", "--downtime", "45m", "--systems", "app,api",
    )  # fmt: skip
    assert written.status == 0
    assert "cần ngoại lệ (`exception`) do ceo hoặc product duyệt\n" in written.err
    desk.write_texts(POWER, ("Thay nguồn điện.", "New supply."), ("Tắt rồi bật.", "A restart."))
    refused = desk.notices(at, "check")
    off = "exception: {approved_by: ceo, on: 2026-12-08, reason: {vi: …, en: …}}"
    assert refused.status == 1
    assert f"hãy ghi `{off}` sau khi ceo hoặc product đã duyệt" in refused.out + refused.err

    reason = "{vi: Nhà cung cấp báo trước 20 giờ., en: The provider told us 20 hours before.}"
    desk.edit(POWER, (f"#{off}", off.replace("{vi: …, en: …}", reason)))
    assert desk.propose(at)[0].status == 0
    desk.merge()

    assert desk.publish(at) == [(POWER, "advance")]
    assert "Báo gấp" in desk.page(f"releases/{POWER}")
    assert "Lý do báo gấp: Nhà cung cấp báo trước 20 giờ." in desk.page(f"releases/{POWER}")
    assert "Short notice" in desk.message(f"{POWER}/20261208T220000Z-advance.en.eml")
    assert desk.publish("2026-12-09 04:00") == [(POWER, "final")]

    desk.edit(POWER, ("#outcome: {result: success, at: 2026-12-09 05:45}", "outcome: {result: success, at: 2026-12-09 05:40}"))  # fmt: skip
    desk.repository.push("main", "The outage is over")


def a_fix_is_handed_over_and_never_public(desk: Desk) -> None:
    desk.secrets |= {"Xuất tệp lớn chạy hết", "Exports of large archives", EXPORT, "globex"}
    titles = ("--title", "Xuất tệp lớn chạy hết", "--title", "Exports of large archives finish")
    written = desk.notices(
        "2026-12-09 07:30", "new", "fix", *titles, "--customers", "globex",
        "--start", "2026-12-09 12:00", "--systems", "api",
    )  # fmt: skip
    assert written.status == 0
    desk.write_texts(EXPORT, ("Không còn dừng.", "No longer stops."), ("Đã sửa.", "Fixed."))
    checked, summary = desk.propose("2026-12-09 07:40")
    assert checked.status == 0
    assert "chỉ dành cho khách hàng được nêu tên; không bao giờ hiện trên trang web" in summary
    desk.merge()

    assert desk.publish("2026-12-09 08:00") == [(POWER, "completed")]
    mail = f"{EXPORT}/20261209T050000Z-handoff.vi.eml"
    assert mail in desk.outbox
    assert "không đăng trên website của chúng tôi" in desk.message(mail)
    assert "globex" not in desk.message(mail)
    owed = f"Gửi outbox/{mail} (`notices outbox {EXPORT}` tạo tệp này)"
    assert owed in desk.agenda("2026-12-09 08:10")

    sent = desk.record("2026-12-09 10:30", EXPORT, "handoff", "2026-12-09 10:15", "phone")

    assert sent.status == 0, sent.out
    assert desk.new_records() == [(EXPORT, "handoff")]
    assert owed not in desk.agenda("2026-12-09 10:31")


def the_feature_is_told_of_again_three_times(desk: Desk) -> None:
    for kind in ("guides", "faq"):
        for language in ("", ".en"):
            name = f"content/pages/{kind}/{PAYROLL}{language}.md"
            desk.people.write(name, "---\ntitle: Bảng lương mới\n---\n\nNội dung.\n")
    desk.repository.push("main", "Guide and FAQ")

    assert desk.publish("2026-12-10 14:00") == [(PAYROLL, "announcement")]
    assert desk.publish("2026-12-11 14:00") == [(PAYROLL, "reminder")]
    assert desk.publish("2026-12-12 14:00") == [(PAYROLL, "final")]
    sent = desk.record("2026-12-12 15:00", PAYROLL, "internal", "", "chat")
    assert sent.status == 0, sent.out
    assert desk.new_records() == [(PAYROLL, "internal")]


def while_it_runs_customers_hear_how_it_goes(desk: Desk) -> None:
    path = desk.people.root / f"content/releases/{PAYROLL}.yml"
    text = "{vi: Dữ liệu đã chép xong., en: The data is copied.}"
    off = re.compile(r"^#updates:\n#  - .*$", re.MULTILINE)
    new = f"updates:\n  - {{at: 2026-12-13 20:20, text: {text}}}"
    path.write_text(off.sub(new, path.read_text("utf-8")), "utf-8")
    assert desk.notices("2026-12-13 20:21", "check").status == 0
    desk.repository.push("main", "An update")

    assert desk.publish("2026-12-13 20:22") == [(PAYROLL, "update-1")]
    assert "Dữ liệu đã chép xong." in desk.page(f"releases/{PAYROLL}")
    assert "The data is copied." in desk.page(f"en/releases/{PAYROLL}")
    assert desk.subject(f"{PAYROLL}/20261213T130000Z-update-1.vi.eml") == (
        "[Acme] Cập nhật tình hình: Bảng lương mới – 20:20, Chủ nhật 13/12/2026 (GMT+7)"
    )


def it_is_partly_and_then_wholly_completed(desk: Desk) -> None:
    partial = "outcome: {result: partial, at: 2026-12-13 22:00}"
    path = desk.people.root / f"content/releases/{PAYROLL}.yml"
    off = re.compile(r"^#outcome: .*$", re.MULTILINE)
    path.write_text(off.sub(partial, path.read_text("utf-8")), "utf-8")
    desk.repository.push("main", "Partly done")

    assert desk.publish("2026-12-13 22:05") == [(PAYROLL, "completed")]
    assert "Cập nhật hoàn tất một phần lúc 22:00" in desk.page(f"releases/{PAYROLL}")
    whole = "outcome: {result: success, at: 2026-12-14 07:00}"
    agenda = desk.agenda("2026-12-14 07:00")
    assert "CN 2026-12-20 22:00  marketing  Bảng lương mới: mới xong một phần" in agenda
    assert f"ghi `{whole}` vào content/releases/{PAYROLL}.yml." in agenda

    desk.edit(PAYROLL, (partial, whole))
    desk.repository.push("main", "Wholly done")

    assert desk.publish("2026-12-14 08:40") == [(PAYROLL, "completed")]
    assert "Bản cập nhật đã hoàn tất lúc 07:00" in desk.page(f"releases/{PAYROLL}")
    assert desk.subject(f"{PAYROLL}/20261213T130000Z-completed.2.en.eml").startswith(
        "[Acme] Completed: New payroll"
    )


def the_agenda_asks_for_the_plan_and_it_is_announced_in_time(desk: Desk) -> None:
    asked = desk.monday("2026-12-21 07:00")
    assert "CN 2026-12-27 24:00  marketing  Kế hoạch 2027-01: lập kế hoạch" in asked
    assert "`notices new plan 2027-01` tạo tệp mẫu." in asked
    assert "Thêm `- {role: ceo, on: 2026-12-24}` vào `approvals`" in asked

    desk.secrets |= {"Báo cáo theo chi nhánh", "Reports by branch", REPORTS}
    titles = ("--title", "Báo cáo theo chi nhánh", "--title", "Reports by branch")
    now = "2026-12-24 09:00"
    feature = desk.notices(now, "new", "feature", *titles, "--start", "2027-01-09")
    assert "chưa có kế hoạch 2027-01; tạo bằng lệnh: notices new plan 2027-01\n" in feature.err
    assert desk.notices(now, "new", "plan", "2027-01").status == 0
    path = desk.people.root / "content/plans/2027-01.yml"
    written = path.read_text("utf-8")
    assert f"release: {REPORTS}\n" in written
    for old, new in (("…", "Một tính năng mới."), ("…", "One new feature.")):
        written = written.replace(old, new, 1)
    path.write_text(written, "utf-8")
    checked, summary = desk.propose(now)
    assert checked.status == 1
    assert "`ceo` chưa duyệt kế hoạch này" in summary
    assert "approvals: [{role: ceo, on: 2026-12-24}, …]" in summary

    path.write_text(re.sub(r"(?m)^#(?=approvals|  - )", "", written), "utf-8")
    assert desk.propose("2026-12-24 15:00")[0].status == 0
    desk.merge()
    assert "Kế hoạch 2027-01" not in desk.agenda("2026-12-25 07:00")

    desk.secrets = {REPORTS}
    assert desk.publish("2026-12-28 09:00") == [("2027-01", "plan")]
    assert "Báo cáo theo chi nhánh" in desk.page("plans/2027-01")
    assert "Reports by branch" in desk.page("en/plans/2027-01")
    plan = "2027-01/20261231T170000Z-plan"
    assert desk.outbox == [f"{plan}.{each}" for each in ("en.eml", "en.txt", "vi.eml", "vi.txt")]


def nobody_broke_a_promise(desk: Desk) -> None:
    """All is on time but the notice that the exception let out."""
    verdicts = {(r["entry"], r["notice"]): r["verdict"] for r in desk.people.ledger}
    assert {key: verdict for key, verdict in verdicts.items() if verdict != "on_time"} == {
        (POWER, "advance"): "exception"
    }
    text = (desk.repository.runner / "site/api/notices.json").read_text("utf-8")
    assert {each["id"]: each["state"] for each in json.loads(text)["releases"]} == {
        PAYROLL: "completed", DATABASE: "cancelled", POWER: "completed"
    }  # fmt: skip
