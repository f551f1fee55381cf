"""On a terminal `new` asks for what is missing, and proposes the rest."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
import textwrap
import time

import pytest
from click.testing import CliRunner

from notices.cli import main
from tests.cli.new.reading import NOW, entry, window
from tests.project import Answer, Project


@pytest.fixture(autouse=True)
def _terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("release", "dates", "plan"):
        monkeypatch.setattr(f"notices.cli.new.{module}.is_terminal", lambda: True)


def typed(text: str, *arguments: str, language: str = "en", now: str = NOW) -> Answer:
    """`notices` called in the project's folder, and what is typed."""
    answer = CliRunner().invoke(
        main, ["--debug", "--lang", language, *arguments, "--now", now], input=text
    )
    assert "Traceback" not in answer.stderr, answer.stderr
    return Answer(answer.exit_code, answer.stdout, answer.stderr)


def test_title_in_each_language_then_id_and_start_by_enter(project: Project) -> None:
    answer = typed("Bảng lương mới\n\n\n\n", "new", "feature")

    assert answer.status == 0, answer.err
    assert answer.err.splitlines()[:4] == [
        "Title (vi): Bảng lương mới",
        "Title (en): ",
        "Id [bang-luong-moi]: ",
        "Start [2026-12-05 18:00]: ",
    ]
    assert 'title:\n  vi: "Bảng lương mới"\n  en: "…"\n' in entry(project, "bang-luong-moi")
    assert window(project, "bang-luong-moi") == ("2026-12-05 18:00", "2026-12-05 20:00")


def test_in_vietnamese(project: Project) -> None:
    answer = typed("A\n\n\n\n", "new", "feature", language="vi")
    assert answer.err.splitlines()[:4] == [
        "Tiêu đề (vi): A",
        "Tiêu đề (en): ",
        "Mã [a]: ",
        "Bắt đầu [2026-12-05 18:00]: ",
    ]


def test_what_is_given_is_not_asked_for(project: Project) -> None:
    answer = typed(
        "", "new", "fix", "a", "--title", "A", "--title", "B", "--start", "2026-12-01 20:00"
    )
    assert answer.status == 0, answer.err
    assert answer.err.startswith("a runs from Tue 2026-12-01 20:00")


def test_an_answer_that_cannot_be_used_is_asked_for_again(project: Project) -> None:
    typed("A\n\na\n\n", "new", "fix")
    answer = typed("\nB\n\nA b\na\nb\ntomorrow\n2026-12-01 20:00\n", "new", "fix")

    assert answer.status == 0, answer.err
    assert "Error: 'A b' is not an id" in answer.err
    assert "Error: there is a release `a` already; choose another id" in answer.err
    assert "Error: 'tomorrow' is not a date" in answer.err
    assert window(project, "b")[0] == "2026-12-01 20:00"


def test_a_start_that_is_not_legal_says_why_and_proposes_the_nearest(project: Project) -> None:
    answer = typed("A\n\n\n2026-11-28 20:00\n\n", "new", "feature")

    assert answer.status == 0, answer.err
    assert "Sat 2026-11-28 20:00 is not legal: `advance` (I.1) is due" in answer.err
    assert "Start [2026-12-05 20:00]: " in answer.err
    assert window(project, "a")[0] == "2026-12-05 20:00"


PLAN = """\
# the month of people
summary: {vi: Tháng Một, en: January}   # two languages
items:
  # first
  - title: {vi: CRM, en: CRM}
    category: feature
    expected: 2027-01-16   # or later
# that is all
"""
LINES = """\
  - title: {vi: "A"}
    category: feature
    expected: 2027-01-09
    release: a
"""
NEW = ("new", "feature", "a", "--title", "A", "--title", "", "--start", "2027-01-09 20:00")


@pytest.mark.parametrize(
    "plan, expected",
    [
        (PLAN, PLAN.replace("# that is all\n", f"{LINES}# that is all\n")),
        (PLAN.replace("\n# that is all\n", ""), PLAN.replace("# that is all\n", LINES)),
        ("items: []\nsummary: x\n", f"items:\n{LINES}summary: x\n"),
        (
            "items:\n- title: CRM\n  category: feature\n  expected: 2027-01-16\n\nsummary: x\n",
            "items:\n- title: CRM\n  category: feature\n  expected: 2027-01-16\n@\n\nsummary: x\n",
        ),
        ("items: []\r\n", f"items:\n{LINES}".replace("\n", "\r\n")),
    ],
)
def test_listed_in_a_plan_all_that_people_wrote_stays(
    project: Project, plan: str, expected: str
) -> None:
    path = project.write("content/plans/2027-01.yml", plan)

    answer = typed("y\n", "new", "feature", "a", "--title", "A", "--title", "B", "--start", "2027-01-09 20:00")  # fmt: skip

    assert answer.status == 0, answer.err
    assert "List it in content/plans/2027-01.yml? [Y/n]: " in answer.err
    expected = expected.replace("@\n", textwrap.dedent(LINES))
    assert path.read_bytes().decode() == expected.replace('{vi: "A"}', '{vi: "A", en: "B"}')
    assert answer.out.splitlines()[-1] == "content/plans/2027-01.yml"


@pytest.mark.parametrize(
    "plan", ["items: [{title: CRM, category: feature, expected: 2027-01-16}]\n", "items: [ ]\n"]
)
def test_a_plan_in_another_form_is_left_alone_and_the_lines_are_printed(
    project: Project, plan: str
) -> None:
    path = project.write("content/plans/2027-01.yml", plan)

    answer = typed("\n", "new", "feature", "a", "--title", "A", "--start", "2027-01-09 20:00")

    assert answer.status == 0, answer.err
    assert answer.err.endswith(f"list it in content/plans/2027-01.yml, below `items:`\n{LINES}")
    assert path.read_text(encoding="utf-8") == plan


def test_whoever_says_no_gets_the_lines(project: Project) -> None:
    path = project.write("content/plans/2027-01.yml", PLAN)
    answer = typed("\nn\n", "new", "feature", "a", "--title", "A", "--start", "2027-01-09 20:00")
    assert answer.err.endswith(LINES)
    assert path.read_text(encoding="utf-8") == PLAN


def test_a_plan_without_a_month_proposes_the_next_one(project: Project) -> None:
    answer = typed("\n", "new", "plan")
    assert answer.err.startswith("Month [2026-12]: ")
    assert answer.out == "content/plans/2026-12.yml\n"


def test_whoever_stops_while_asked_leaves_nothing(project: Project) -> None:
    answer = typed("A\n", "new", "feature")
    assert answer.status == 1
    assert not (project.root / "content/releases").exists()


def test_a_real_terminal(project: Project) -> None:
    """Everything above with a terminal of the system instead of a replaced function."""
    near, far = pty.openpty()
    command = [sys.executable, "-c", "from notices.cli import main; main()", "--lang", "en"]
    process = subprocess.Popen(
        [*command, "new", "fix", "--now", NOW], stdin=far, stdout=far, stderr=far, cwd=project.root
    )
    os.close(far)
    seen = b""
    for question, answer in (
        (b"Title (vi): ", "Sửa lỗi\n"),
        (b"Title (en): ", "\n"),
        (b"Id [sua-loi]: ", "\n"),
        (b"]: ", "2026-12-01 20:00\n"),
    ):
        until = time.monotonic() + 60
        while not seen.endswith(question):
            assert time.monotonic() < until, seen
            if select.select([near], [], [], 1)[0]:
                seen += os.read(near, 1024)
        os.write(near, answer.encode())
        seen = b""
    assert process.wait(60) == 0
    os.close(near)
    assert window(project, "sua-loi") == ("2026-12-01 20:00", "2026-12-01 22:00")
