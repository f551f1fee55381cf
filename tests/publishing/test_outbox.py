"""The outbox on the disk: what a publish, a record and the command leave in it."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.mails import read_mail
from tests.project import FEATURE, Project, bytes_below

ANNOUNCED = "2026-11-25 09:00"
FINAL = "2026-12-11 15:00"
AT_START = "20261212T130000Z"
FIX = """\
category: fix
title: {vi: Sửa mẫu riêng, en: A form of their own}
summary: {vi: Sửa lỗi., en: Mended.}
window: {start: 2026-12-12 20:00, end: 2026-12-12 21:00}
impact: {downtime: 0m, mode: usable, systems: [crm]}
customers: [acme-zz, beta-qq]
"""


@pytest.fixture
def feature(project: Project) -> Project:
    """Announced on 25 November, for 12 December."""
    project.release("payroll-engine")
    assert project.run("publish", "--now", ANNOUNCED).status == 0
    return project


def outbox(project: Project) -> dict[str, bytes]:
    folder = project.root / "outbox"
    found = bytes_below(folder) if folder.exists() else {}
    assert found.pop(".gitignore", b"*\n") == b"*\n"
    return found


def mails(project: Project) -> set[str]:
    """The messages that have their four files, by release and name without language and ending."""
    names = outbox(project)
    found = {name.rsplit(".", 2)[0] for name in names}
    assert names.keys() == {
        f"{each}.{language}.{form}"
        for each in found
        for language in ("vi", "en")
        for form in ("eml", "txt")
    }
    return found


def payroll(*notices: str, start: str = AT_START) -> set[str]:
    return {f"payroll-engine/{start}-{notice}" for notice in notices}


# What a publish writes.


def test_a_publish_writes_what_it_published_and_what_people_owe(feature: Project) -> None:
    assert mails(feature) == payroll("advance", "advance-internal")


def test_what_is_not_due_has_no_message(project: Project) -> None:
    """Of a release whose first notice lies ahead there is nothing at all."""
    project.release("payroll-engine")

    assert project.run("publish", "--now", "2026-11-20 09:00").status == 0

    assert outbox(project) == {}


def test_a_publish_with_nothing_due_writes_nothing(feature: Project) -> None:
    before = outbox(feature)
    dates = {p: p.stat().st_mtime_ns for p in (feature.root / "outbox").rglob("*")}

    told = feature.run("publish", "--now", "2026-11-25 10:00")

    assert "outbox" not in told.err
    assert outbox(feature) == before
    assert {p: p.stat().st_mtime_ns for p in dates} == dates


def test_later_publishes_add_what_is_new_and_keep_what_went_out(feature: Project) -> None:
    before = outbox(feature)

    feature.run("publish", "--now", "2026-12-09 14:00")
    feature.run("publish", "--now", FINAL)

    assert mails(feature) >= payroll("advance", "advance-internal", "announcement", "final")
    kept = {name: data for name, data in outbox(feature).items() if "-advance." in name}
    assert kept == {name: data for name, data in before.items() if "-advance." in name}


def test_two_projects_with_the_same_history_have_the_same_outbox(
    feature: Project, tmp_path: Path
) -> None:
    other = Project.create(tmp_path / "other")
    other.release("payroll-engine")
    other.run("publish", "--now", ANNOUNCED)

    assert outbox(other) == outbox(feature)


def test_a_plan_is_a_message_like_any_other(project: Project) -> None:
    project.write(
        "content/plans/2026-12.yml",
        "approvals: [{role: ceo, on: 2026-11-25}, {role: marketing, on: 2026-11-25},"
        " {role: product, on: 2026-11-26}]\nitems: []\nsummary: {vi: Chưa có., en: None yet.}\n",
    )

    assert project.run("publish", "--now", "2026-11-28 09:00").status == 0

    assert mails(project) == {"2026-12/20261130T170000Z-plan"}


def test_a_hand_off_is_written_though_the_release_is_never_public(project: Project) -> None:
    """Of whom it is for, nothing is in it; the site has nothing of it at all."""
    project.release("their-form", FIX)

    assert project.run("publish", "--now", ANNOUNCED).status == 0

    assert mails(project) == {f"their-form/{AT_START}-handoff"}
    for data in outbox(project).values():
        assert b"acme-zz" not in data
        assert b"beta-qq" not in data
    assert not any(b"their-form" in data for data in project.bytes_of_site().values())


def test_a_refused_release_has_no_message_to_staff(project: Project) -> None:
    """Nobody is told of a window that cannot be."""
    project.release("payroll-engine", FEATURE.replace("20:00, end", "09:00, end"))

    assert project.run("publish", "--now", ANNOUNCED).status == 3

    assert outbox(project) == {}


def test_a_draft_has_no_message(project: Project) -> None:
    project.release("payroll-engine", FEATURE + "draft: true\n")

    project.run("publish", "--now", ANNOUNCED)

    assert outbox(project) == {}


# What a record changes.


def test_a_recorded_notice_is_no_draft_any_more_and_has_the_date_of_its_sending(
    feature: Project,
) -> None:
    path = feature.root / f"outbox/payroll-engine/{AT_START}-advance-internal.en.eml"
    draft = read_mail(path.read_bytes())

    told = feature.run(
        "record", "payroll-engine", "advance-internal", "--sent", "2026-11-25 09:30",
        "--now", "2026-11-25 10:00",
    )  # fmt: skip

    assert told.status == 0
    sent = read_mail(path.read_bytes())
    assert (draft.headers.get("X-Unsent"), draft.headers.get("Date")) == ("1", None)
    assert sent.headers.get("X-Unsent") is None
    assert sent.headers["Date"] == "Wed, 25 Nov 2026 02:30:00 +0000"
    assert sent.headers["Message-ID"] == draft.headers["Message-ID"]


def test_a_refused_record_changes_nothing(feature: Project) -> None:
    before = outbox(feature)

    assert feature.run("record", "payroll-engine", "final", "--now", "2026-11-25 10:00").status == 1

    assert outbox(feature) == before


# What nobody has to send any more.


def moved(project: Project) -> None:
    project.release("payroll-engine", FEATURE.replace("2026-12-12", "2026-12-19"))


def test_a_mail_to_staff_of_a_window_that_moved_is_gone_unless_it_was_sent(
    feature: Project,
) -> None:
    feature.run("record", "payroll-engine", "advance-internal", "--now", "2026-11-25 10:00")
    feature.run("publish", "--now", FINAL)
    assert payroll("internal") <= mails(feature)
    moved(feature)

    told = feature.run("publish", "--now", "2026-12-11 17:00")

    assert "1 message removed from outbox/" in told.err
    left = mails(feature)
    assert not payroll("internal") & left
    assert payroll("advance", "advance-internal", "final") <= left
    assert payroll("rescheduled", start="20261219T130000Z") <= left


def test_with_the_last_mail_of_a_release_its_folder_goes(project: Project) -> None:
    project.release("their-form", FIX)
    project.run("publish", "--now", ANNOUNCED)
    (project.root / "content/releases/their-form.yml").unlink()

    project.run("publish", "--now", "2026-11-25 10:00")

    assert outbox(project) == {}
    assert not (project.root / "outbox/their-form").exists()


def test_a_file_that_somebody_changed_is_neither_replaced_nor_removed(feature: Project) -> None:
    """The text may be theirs; whoever deletes the file gets it anew."""
    name = f"outbox/payroll-engine/{AT_START}-advance-internal.en.eml"
    own = feature.root / name
    own.write_bytes(b"To: all@example.com\r\n\r\nOurs.\r\n")

    for now in ("2026-11-25 10:00", "2026-11-25 11:00"):
        told = feature.run("publish", "--now", now)
        assert f"{name} was changed by somebody, and stays as it is" in told.err
    moved(feature)
    feature.run("publish", "--now", "2026-11-26 09:00")
    assert own.read_bytes() == b"To: all@example.com\r\n\r\nOurs.\r\n"

    feature.release("payroll-engine")
    feature.run("publish", "--now", "2026-11-26 10:00")
    own.unlink()
    feature.run("publish", "--now", "2026-11-26 11:00")
    assert read_mail(own.read_bytes()).subject


def test_what_people_keep_in_the_folder_stays(feature: Project) -> None:
    feature.write("outbox/lists.csv", "a@example.com\n")
    feature.write("outbox/payroll-engine/notes.txt", "called them\n")
    moved(feature)

    feature.run("publish", "--now", "2026-11-26 09:00")
    feature.run("outbox", "--now", "2026-11-26 09:00")

    assert (feature.root / "outbox/lists.csv").read_text() == "a@example.com\n"
    assert (feature.root / "outbox/payroll-engine/notes.txt").read_text() == "called them\n"


def test_a_memory_that_names_other_files_removes_none_of_them(feature: Project) -> None:
    """It is a working file; nobody's content hangs on what it says."""
    outside = feature.write("precious.txt", "x")
    memory = feature.root / ".notices/outbox.json"
    digests = [hashlib.sha256(outside.read_bytes()).hexdigest()]
    names = ("outbox/../precious.txt", "precious.txt", str(outside))
    files = dict.fromkeys(names, digests)
    memory.write_text(json.dumps({"records": 1, "files": files, "owed": list(names)}))

    feature.run("publish", "--now", "2026-11-26 09:00")

    assert outside.read_text() == "x"


@pytest.mark.parametrize("text", ["", "[]", "{", '{"records": "x", "files": [], "owed": 3}'])
def test_a_damaged_memory_is_as_good_as_none(feature: Project, text: str) -> None:
    (feature.root / ".notices/outbox.json").write_text(text)
    before = outbox(feature)

    assert feature.run("publish", "--now", "2026-11-26 09:00").status == 0

    assert outbox(feature) == before


# Where it lies.


def test_nothing_of_it_is_ever_in_the_site(feature: Project) -> None:
    feature.run("build", "--site-dir", "elsewhere", "--now", FINAL, "--drafts")

    for site in (feature.site, feature.root / "elsewhere"):
        names = bytes_below(site)
        assert names
        assert not [name for name in names if name.endswith(".eml")]
        assert not any(b"do not forward" in data for data in names.values())


@pytest.mark.parametrize("place", ["outbox", "outbox/site"])
def test_no_site_may_be_shown_there(feature: Project, place: str) -> None:
    configuration = feature.root / "mkdocs.yml"
    text = configuration.read_text(encoding="utf-8")
    configuration.write_text(text.replace("site_dir: site", f"site_dir: {place}"), encoding="utf-8")
    before = outbox(feature)

    told = feature.run("publish", "--now", FINAL)

    assert told.status == 2
    assert "outbox" in told.err
    assert outbox(feature) == before


def test_an_outbox_that_leads_into_the_site_stops_a_publish(feature: Project) -> None:
    shutil.rmtree(feature.root / "outbox")
    (feature.root / "outbox").symlink_to(feature.site.resolve(), target_is_directory=True)

    told = feature.run("publish", "--now", FINAL)

    assert told.status == 2
    assert not list(feature.site.rglob("*.eml"))


def test_it_is_no_part_of_a_repository(feature: Project) -> None:
    """Also of one that is older than the outbox, whose `.gitignore` does not name it."""
    clone = Path(__file__).parents[2]
    for ignored in (".gitignore", "generator/notices/cli/init_files/gitignore"):
        assert "/outbox/\n" in (clone / ignored).read_text(encoding="utf-8")

    subprocess.run(["git", "init", "--quiet"], cwd=feature.root, check=True)
    status = subprocess.run(
        ["git", "status", "--porcelain", "--untracked-files=all"],
        cwd=feature.root, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    assert "content/ledger.jsonl" in status
    assert "outbox" not in status.replace(".notices/outbox.json", "")


# What goes wrong.


def test_where_it_cannot_be_written_the_publish_stands_and_the_next_one_makes_up_for_it(
    project: Project,
) -> None:
    """Nothing that customers are shown waits for it, and nothing is lost."""
    project.release("payroll-engine")
    in_the_way = project.write("outbox/payroll-engine", "a file")

    told = project.run("publish", "--now", ANNOUNCED)

    assert told.status == 1
    assert [record["notice"] for record in project.ledger] == ["advance"]
    assert "payroll-engine advance published" in told.out
    in_the_way.unlink()
    assert project.run("publish", "--now", "2026-11-25 10:00").status == 0
    assert mails(project) == payroll("advance", "advance-internal")


def test_a_fresh_clone_writes_only_what_is_new(feature: Project) -> None:
    """A job of CI starts without what earlier ones wrote, and keeps what it adds."""
    shutil.rmtree(feature.root / "outbox")
    shutil.rmtree(feature.root / ".notices")

    feature.run("publish", "--now", FINAL)

    assert mails(feature) == payroll("advance-internal", "final", "internal")


# The command.


def test_the_command_writes_the_messages_of_the_ledger_again(feature: Project) -> None:
    """And says which were sent; on the same content and ledger, with the same bytes."""
    feature.run("publish", "--now", FINAL)
    feature.run("record", "payroll-engine", "internal", "--now", "2026-12-11 16:00")
    before = outbox(feature)
    shutil.rmtree(feature.root / "outbox")

    told = feature.run("outbox", "--now", "2026-12-11 17:00")

    assert outbox(feature) == before
    start = f"outbox/payroll-engine/{AT_START}"
    assert told.out.splitlines() == [
        f"{start}-advance.vi.eml  published 2026-11-25T09:00:00+07:00  to customers",
        f"{start}-advance.en.eml  published 2026-11-25T09:00:00+07:00  to customers",
        f"{start}-final.vi.eml  published 2026-12-11T15:00:00+07:00  to customers",
        f"{start}-final.en.eml  published 2026-12-11T15:00:00+07:00  to customers",
        f"{start}-internal.vi.eml  sent 2026-12-11T16:00:00+07:00  to staff",
        f"{start}-internal.en.eml  sent 2026-12-11T16:00:00+07:00  to staff",
        f"{start}-advance-internal.vi.eml  to be sent  to staff",
        f"{start}-advance-internal.en.eml  to be sent  to staff",
    ]


def test_the_command_names_the_customers_of_a_hand_off(project: Project) -> None:
    project.release("their-form", FIX)

    told = project.run("outbox", "their-form", "--now", ANNOUNCED)

    assert told.status == 0
    assert told.out.splitlines()[0] == (
        f"outbox/their-form/{AT_START}-handoff.vi.eml  to be sent  to acme-zz, beta-qq"
    )


def test_the_command_writes_nothing_to_customers_that_the_site_does_not_show(
    project: Project,
) -> None:
    """A staff mail that is due already does not say that customers know."""
    project.release("payroll-engine")

    told = project.run("outbox", "--now", ANNOUNCED)

    assert mails(project) == payroll("advance-internal")
    assert "1 notice to customers is due: `notices publish` shows it" in told.err
    mail = read_mail(outbox(project)[f"payroll-engine/{AT_START}-advance-internal.en.eml"])
    assert "Customers have not been told of this update yet" in mail.text
    assert "/releases/" not in mail.text
    assert project.ledger == []


def test_the_command_asks_for_one_release_or_month(feature: Project) -> None:
    feature.release("their-form", FIX)

    told = feature.run("outbox", "their-form", "--now", ANNOUNCED)

    assert {line.split("/")[1] for line in told.out.splitlines()} == {"their-form"}
    unknown = feature.run("outbox", "their-fro", "--now", ANNOUNCED)
    assert (unknown.status, unknown.out) == (1, "")
    assert "help: Did you mean 'their-form'?" in unknown.err
