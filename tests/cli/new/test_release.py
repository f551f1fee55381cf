"""`notices new CATEGORY` writes an entry that passes, in a legal window, and says what is next."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from notices.cli.new.desk import Desk
from notices.evaluation import evaluate
from notices.project.disk import Workspace
from tests.cli.new.reading import NOW, entry, files, problems
from tests.core_builders import hanoi
from tests.project import CLONE, FEATURE, Project

GOLDEN = CLONE / "tests/golden/new"


@pytest.mark.parametrize("language", ["en", "vi"])
def test_a_feature_is_written_with_every_field_that_it_may_use(
    project: Project, language: str
) -> None:
    """The golden files are what marketing sees first; read them before changing them."""
    answer = project.run(
        "--lang", language, "new", "feature", "--title", "Bảng lương mới", "--now", NOW
    )

    assert answer.status == 0, answer.err
    assert entry(project, "bang-luong-moi") == (GOLDEN / f"feature.{language}.yml").read_text(
        encoding="utf-8"
    )
    assert answer.err == (GOLDEN / f"feature.{language}.txt").read_text(encoding="utf-8")
    assert answer.out.splitlines() == [
        "content/releases/bang-luong-moi.yml",
        "content/pages/guides/bang-luong-moi.md",
        "content/pages/guides/bang-luong-moi.en.md",
        "content/pages/faq/bang-luong-moi.md",
        "content/pages/faq/bang-luong-moi.en.md",
    ]


def test_only_its_placeholders_are_warned_of(project: Project) -> None:
    project.run("new", "feature", "--title", "A", "--title", "B", "--now", NOW)

    path = "content/releases/a.yml"
    assert problems(project) == [("warning", "placeholder", path)] * 4


def test_a_draft_is_written_so_that_no_placeholder_is_published(project: Project) -> None:
    """An important fix goes out at once; nobody may be sent three dots."""
    assert project.run("new", "fix", "--title", "A", "--important", "--now", NOW).status == 0

    published = project.run("publish", "--now", NOW)

    assert published.status == 0
    assert project.ledger == []


def test_without_the_line_draft_it_is_as_legal_but_for_its_texts(project: Project) -> None:
    project.run("new", "feature", "--title", "A", "--now", NOW)
    path = project.root / "content/releases/a.yml"
    path.write_text(path.read_text("utf-8").replace("draft: true\n", ""), encoding="utf-8")

    assert {(severity, rule) for severity, rule, _ in problems(project)} == {
        ("error", "placeholder"),
        ("warning", "unplanned"),
    }
    path.write_text(path.read_text("utf-8").replace("…", "Nhanh hơn."), encoding="utf-8")
    assert {(severity, rule) for severity, rule, _ in problems(project)} == {
        ("warning", "unplanned"),
    }
    assert project.entry("a", NOW)["state"] == "announced"


def off(text: str) -> dict[str, str]:
    """The file with each field behind a ``#`` switched on alone, by the field."""
    lines = text.splitlines()
    found = {}
    number = 0
    while number < len(lines):
        block = re.match(r"( *)#(\w+):", lines[number])
        end = number + 1
        if block:
            while end < len(lines) and re.match(rf"{block[1]}#  ", lines[end]):
                end += 1
            on = [re.sub(r"^( *)#", r"\1", line) for line in lines[number:end]]
            found[block[2]] = "\n".join([*lines[:number], *on, *lines[end:]]) + "\n"
        number = end
    return found


OFF = {
    "feature": {
        "reason", "approved_by", "moved_reason", "mode", "sign_in_again", "systems", "prepare",
        "notices", "exception", "updates", "outcome", "cancelled", "known_issues",
    },
    "fix": {
        "moved_reason", "mode", "sign_in_again", "systems", "prepare", "important", "customers",
        "exception", "updates", "outcome", "cancelled", "known_issues",
    },
    "server": {
        "moved_reason", "mode", "sign_in_again", "systems", "prepare", "origin", "notices",
        "exception", "updates", "outcome", "cancelled", "known_issues",
    },
}  # fmt: skip


LATER = {"outcome": {"lead-time"}, "exception": {"lead-time"}, "updates": {"updates"}}
"""What refuses a field of a release that was never announced."""


@pytest.mark.parametrize("category", OFF)
def test_a_field_that_is_switched_on_is_one_that_the_category_may_use(
    project: Project, category: str
) -> None:
    """Some speak of what has happened: they are refused until it has, and never for their form."""
    project.run("new", category, "--title", "A", "--title", "B", "--now", NOW)
    text = entry(project, "a").replace("draft: true\n", "").replace("…", "Nhanh hơn.")
    assert off(text).keys() == OFF[category]

    for field, changed in off(text).items():
        project.release("a", changed)
        then = "2027-06-01 09:00" if field in ("outcome", "exception") else NOW
        refused = {rule for severity, rule, _ in problems(project, then) if severity == "error"}
        assert refused <= LATER.get(field, set()), (field, refused)


def test_its_own_times_are_those_that_the_policy_gives(project: Project) -> None:
    """Switched on as they stand, they change nothing."""
    project.run("new", "server", "--title", "A", "--now", NOW)
    text = entry(project, "a").replace("draft: true\n", "")
    project.release("a", text)
    before = [notice["planned"] for notice in project.entry("a", NOW)["notices"]]

    project.release("a", off(text)["notices"])

    assert [notice["planned"] for notice in project.entry("a", NOW)["notices"]] == before
    assert before[0] == "2026-11-27T12:00:00+07:00"


def test_what_is_given_is_written(project: Project) -> None:
    answer = project.run(
        "new", "server", "move", "--title", "Chuyển máy chủ", "--title", "Server move",
        "--start", "2026-12-05 19:30", "--end", "2026-12-05 24:00", "--downtime", "45m",
        "--systems", "crm,payroll", "--origin", "provider", "--now", NOW,
    )  # fmt: skip

    assert answer.status == 0, answer.err
    read = yaml.load(entry(project, "move"), yaml.BaseLoader)
    assert read == {
        "draft": "true",
        "category": "server",
        "title": {"vi": "Chuyển máy chủ", "en": "Server move"},
        "summary": {"vi": "…", "en": "…"},
        "window": {"start": "2026-12-05 19:30", "end": "2026-12-06 00:00"},
        "impact": {"downtime": "45m", "systems": ["crm", "payroll"]},
        "origin": "provider",
        "body": {"vi": "…\n", "en": "…\n"},
    }
    assert answer.out == "content/releases/move.yml\n"


def test_of_many_systems_the_first_are_named(project: Project) -> None:
    """All 500 that a company may have would make the file too large to be read."""
    rows = (f"  - {{id: s{n}, name: {'x' * 190}, group: G}}\n" for n in range(290))
    project.write("content/systems.yml", f"systems:\n{''.join(rows)}")

    answer = project.run("new", "fix", "a", "--title", "A", "--systems", "s289", "--now", NOW)

    assert answer.status == 0, answer.err
    assert "  systems: [s289]\n" in entry(project, "a")
    assert entry(project, "a").count(" (xxx") == 20


def test_a_fix_for_single_customers_or_an_important_one(project: Project) -> None:
    assert project.run("new", "fix", "a", "--title", "A", "--customers", "acme, b").status == 0
    assert project.run("new", "fix", "b", "--title", "B", "--important").status == 0

    assert "customers: [acme, b]\n" in entry(project, "a")
    assert "important" not in entry(project, "a")
    assert "updates" not in entry(project, "a")
    assert "\nimportant: true\n" in entry(project, "b")
    assert "customers:" not in entry(project, "b")


def test_the_id_follows_from_the_title_and_is_free(project: Project) -> None:
    for expected in ("bang-luong-moi", "bang-luong-moi-2", "bang-luong-moi-3"):
        answer = project.run("new", "fix", "--title", "Bảng lương mới", "--now", NOW)
        assert answer.out.startswith(f"content/releases/{expected}.yml\n")
    assert project.run("new", "fix", "--title", "Con").out.startswith("content/releases/con-2.yml")
    assert project.run("new", "fix", "--title", "更新").out.startswith("content/releases/fix.yml")


def test_an_id_that_the_ledger_knows_is_taken(project: Project) -> None:
    """Whoever has read of it would take the new one for the old one."""
    project.release("payroll-engine")
    project.run("publish", "--now", "2026-12-01 09:00")
    (project.root / "content/releases/payroll-engine.yml").unlink()

    answer = project.run("new", "fix", "--title", "Payroll engine", "--now", "2026-12-01 10:00")

    assert answer.out.startswith("content/releases/payroll-engine-2.yml\n")


def test_nothing_that_exists_is_replaced(project: Project) -> None:
    page = project.write("content/pages/faq/payroll.md", "# ours\n")
    assert project.run("new", "feature", "payroll", "--title", "A", "--now", NOW).status == 0
    assert page.read_text(encoding="utf-8") == "# ours\n"

    again = project.run("new", "feature", "payroll", "--title", "B", "--now", NOW)

    assert again.status == 2
    assert "there is a release `payroll` already; choose another id" in again.err
    assert 'vi: "A"' in entry(project, "payroll")


def test_where_one_file_cannot_be_written_none_is(project: Project, tmp_path: Path) -> None:
    """A link that leads nowhere is not replaced either."""
    link = project.root / "content/pages/faq/payroll.en.md"
    link.parent.mkdir(parents=True)
    link.symlink_to(tmp_path / "nowhere")
    before = files(project)

    answer = project.run("new", "feature", "payroll", "--title", "A", "--now", NOW)

    assert answer.status in (1, 2)
    assert "exists" in answer.err
    assert files(project) - before <= {str(project.root / "content" / name) for name in (
        "releases", "pages/guides")}  # fmt: skip


@pytest.mark.parametrize(
    "options, message",
    [
        (["feature"], 'Error: there is no title: add --title "…"\n'),
        (["featur", "--title", "A"], "Error: there is no category 'featur'. Did you mean 'feature'?\n"),
        (["fix", "--title", " "], "Invalid value for --title: title.vi is empty\n"),
        (["fix", "--title", "a\u202eb"], "Invalid value for --title: U+202E changes the text direction\n"),
        (["fix", "--title", "x" * 201], "Invalid value for --title: title.vi is 201 characters long, more than 200\n"),
        (["fix", *["--title", "A"] * 3], "Error: --title: the policy has the languages vi, en only\n"),
        (["fix", "A b", "--title", "A"], "Invalid value for ID: 'A b' is not an id"),
        (["fix", "con", "--title", "A"], "Invalid value for ID: the id 'con' is reserved. Choose another id.\n"),
        (["feature", "--title", "A", "--origin", "provider"], "Error: --origin has no effect in category feature\n"),
        (["server", "--title", "A", "--origin", "us"], "Error: --origin is provider in this category\n"),
        (["server", "--title", "A", "--important"], "Error: --important has no effect in category server\n"),
        (["server", "--title", "A", "--customers", "a"], "Error: --customers has no effect in category server\n"),
        (["fix", "--title", "A", "--important", "--customers", "a"], "Error: write --important or --customers, not both\n"),
        (["fix", "--title", "A", "--customers", "A & B"], "Invalid value for --customers: 'A & B' is no name such as acme\n"),
        (["fix", "--title", "A", "--systems", "payrol"], "Invalid value for --systems: there is no system `payrol`. Did you mean 'payroll'?\n"),
        (["fix", "--title", "A", "--start", "next week"], "Invalid value for --start: 'next week' is not a date. Write it like 2026-12-12.\n"),
        (["fix", "--title", "A", "--length", "2 hours"], "Invalid value for --length: '2 hours' is not a length of time"),
        (["fix", "--title", "A", "--end", "2026-12-12 20:00"], "Error: --end needs --start, and no --length\n"),
        (["fix", "--title", "A", "--start", "2026-12-12 20:00", "--end", "2026-12-12 20:00"], "Error: the window ends at or before its start\n"),
        (["fix", "--title", "A", "--count", "3"], "Error: --count needs --repeat\n"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_named_and_nothing_is_written(
    project: Project, options: list[str], message: str
) -> None:
    before = files(project)

    answer = project.run("new", *options, "--now", NOW)

    assert answer.status == 2
    assert message in answer.err
    assert files(project) == before


def test_a_project_that_cannot_be_judged_gets_no_entry(project: Project) -> None:
    project.write("content/policy.yml", "timezone: nowhere\n")

    answer = project.run("new", "fix", "--title", "A")

    assert answer.status == 1
    assert "unknown time zone 'nowhere'" in answer.err
    assert not (project.root / "content/releases").exists()


def test_what_check_would_refuse_is_never_written(project: Project) -> None:
    """The last look before writing, whatever was overlooked until then."""
    workspace = Workspace.at(project.root / "mkdocs.yml")
    sources = workspace.sources()
    evaluation = evaluate(sources, hanoi(NOW))
    assert evaluation.policy is not None
    desk = Desk(workspace.root, sources, evaluation, evaluation.policy)
    late = FEATURE.replace("2026-12-12", "2026-11-28")
    before = files(project)

    with pytest.raises(SystemExit) as end:
        desk.write({"content/releases/a.yml": late})
    with pytest.raises(SystemExit):
        desk.write(
            {"content/releases/a.yml": f"draft: true\n{late}"},
            judged={"content/releases/a.yml": late},
        )

    assert end.value.code == 1
    assert files(project) == before
