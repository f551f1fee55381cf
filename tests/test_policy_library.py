"""What each policy of the library promises, at its last second and a second later.

The projects are made on 23 November 2026 in Berlin's time zone. The dates below are counted by
hand on the calendar of 2027, where 1 February and 1 March are Mondays.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch
from zoneinfo import ZoneInfo

import pytest
import yaml
from click.testing import CliRunner

from notices.cli import main
from notices.cli.language import languages
from notices.cli.policy_library import FOLDER, counts_workdays, policies
from notices.domain.policy import NoticeRule, Policy
from notices.domain.wording import lead_text
from notices.loading import load_policy
from tests.project import CLONE, Project
from tests.project_folder.test_schemas import faults, validator

BERLIN = ZoneInfo("Europe/Berlin")
MADE = datetime(2026, 11, 23, 9, tzinfo=BERLIN)
PROMISED = ("bank", "carrier", "cloud-host", "developer-tool", "university")
HOLIDAYS = """\
covers: {from: 2026-11-01, to: 2027-12-31}
off:
  - {from: 2026-12-24, to: 2026-12-26, label: Christmas}
  - {day: 2027-01-01, label: New Year}
  - {day: 2027-01-06, label: Epiphany}
"""


def made(folder: Path, policy: str) -> Project:
    answers = ("--name", "Acme", "--url", "https://a.example", "--timezone", "Europe/Berlin", "--languages", "en,vi,de")  # fmt: skip
    with patch("notices.cli.commands.init.clock", lambda: MADE):
        answer = CliRunner().invoke(main, ["init", str(folder), *answers, "--policy", policy])
    assert answer.exit_code == 0, answer.stderr
    project = Project(folder)
    if counts_workdays(policy):
        project.write("content/holidays.yml", HOLIDAYS)
    return project


def policy_of(project: Project) -> Policy:
    loaded = load_policy("content/policy.yml", (project.root / "content/policy.yml").read_bytes())
    assert loaded.value is not None, loaded.problems
    return loaded.value


def release(
    category: str, start: str, end: str, system: str, window: str = "", more: str = ""
) -> str:
    return (
        f"category: {category}\ntitle: {{en: T, vi: T, de: T}}\nsummary: {{en: S, vi: S, de: S}}\n"
        f"window: {{start: {start}, end: {end}{window}}}\n"
        f"impact: {{downtime: 1m, mode: stopped, systems: [{system}]}}\n{more}"
    )


def problems(project: Project, now: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = project.run(
        "check", "--no-host", "--format", "json", "--now", now
    ).json()["problems"]
    return found


def errors(project: Project, now: str) -> list[str]:
    """The rules of what is refused."""
    return [each["rule"] for each in problems(project, now) if each["severity"] == "error"]


@dataclass(frozen=True)
class Promise:
    """A release whose first notice is on time until ``deadline``, and what is said after it."""

    policy: str
    category: str
    start: str
    end: str
    system: str
    deadline: str
    said: str

    @property
    def text(self) -> str:
        return release(self.category, self.start, self.end, self.system)


DAYS_OFF = (
    "Christmas, 2026-12-24 to 2026-12-26, are days off; New Year, 2027-01-01, is a day off; "
    "Epiphany, 2027-01-06, is a day off"
)
PROMISES = [
    Promise(
        "cloud-host", "maintenance", "2027-02-09 01:00", "2027-02-09 03:00", "eu",
        "2027-01-26 01:00", "`announcement` (maintenance) is due to customers 14 days before the start",
    ),
    Promise(
        "cloud-host", "routine", "2027-02-09 14:00", "2027-02-09 15:00", "eu",
        "2027-02-02 14:00", "`announcement` (routine) is due to customers 7 days before the start",
    ),
    Promise(
        "cloud-host", "emergency", "2027-02-09 14:00", "2027-02-09 15:00", "eu",
        "2027-02-07 14:00", "`announcement` (emergencies) is due to customers 48 hours before the start",
    ),
    # Back from Tuesday the 12th: 11, 8, 7, 5, 4 January, 31, 30, 29, 28 and 23 December.
    Promise(
        "carrier", "planned", "2027-01-12 23:00", "2027-01-13 01:00", "backbone",
        "2026-12-23 23:00", "`announcement` (planned work) is due to customers 10 working days before the start",
    ),
    # The night of Sunday. Back from Monday the 11th: 8, 7, 5, 4 January and 31 December.
    Promise(
        "carrier", "brief", "2027-01-11 00:30", "2027-01-11 00:35", "access",
        "2026-12-31 00:30", "`announcement` (brief interruptions) is due to customers 5 working days before the start",
    ),
    Promise(
        "carrier", "migration", "2027-02-12 22:00", "2027-02-15 05:00", "mobile",
        "2027-01-15 22:00", "`announcement` (migrations) is due to customers 4 weeks before the start",
    ),
    Promise(
        "bank", "release", "2027-02-13 22:00", "2027-02-14 10:00", "app",
        "2027-01-14 22:00", "`advance` (releases) is due to customers 30 days before the start",
    ),
    # Back from Sunday the 28th: 26 to 22, 19 to 15 February.
    Promise(
        "bank", "maintenance", "2027-02-28 00:00", "2027-02-28 06:00", "cards",
        "2027-02-15 00:00", "`announcement` (maintenance) is due to customers 10 working days before the start",
    ),
    Promise(
        "university", "maintenance", "2027-03-07 06:00", "2027-03-07 20:00", "mail",
        "2027-02-28 06:00", "`announcement` (maintenance days) is due to customers 7 days before the start",
    ),
    # Back from Tuesday the 9th: 8, 5 and 4 March.
    Promise(
        "university", "change", "2027-03-09 06:00", "2027-03-09 08:00", "learning",
        "2027-03-04 06:00", "`announcement` (changes) is due to customers 3 working days before the start",
    ),
    # Over the change of clocks on 28 March: 10:00 is 10:00.
    Promise(
        "developer-tool", "breaking", "2027-04-06 10:00", "2027-04-06 11:00", "api",
        "2027-01-06 10:00", "`deprecation` (deprecations) is due to customers 90 days before the start",
    ),
    Promise(
        "developer-tool", "brownout", "2027-02-09 10:00", "2027-02-09 11:00", "api",
        "2027-01-26 10:00", "`announcement` (deprecations) is due to customers 14 days before the start",
    ),
    Promise(
        "developer-tool", "feature", "2027-02-11 09:00", "2027-02-11 10:00", "dashboard",
        "2027-02-09 09:00", "`announcement` (features) is due to customers 48 hours before the start",
    ),
    Promise(
        "developer-tool", "maintenance", "2027-02-13 00:00", "2027-02-13 02:00", "api",
        "2027-02-06 00:00", "`announcement` (maintenance) is due to customers 7 days before the start",
    ),
]  # fmt: skip
IDS = [f"{each.policy}-{each.category}" for each in PROMISES]


@pytest.mark.parametrize("policy", policies())
def test_a_new_project_is_clean_and_builds(tmp_path: Path, policy: str) -> None:
    project = made(tmp_path / "a", policy)

    checked = project.run("check", "--strict", "--now", "2026-12-01 09:00")
    built = project.run("publish", "--now", "2026-12-01 09:00")

    assert (checked.status, checked.err) == (0, "checked 0 entries: 0 errors, 0 warnings\n")
    assert built.status == 0, built.err
    for label in (each.label for each in policy_of(project).categories.values()):
        assert label["en"] in project.page("lead-times/index.html")
        assert label["vi"] in project.page("vi/lead-times/index.html")
        assert label["de"] in project.page("de/lead-times/index.html")


@pytest.mark.parametrize("policy", policies())
def test_its_files_fit_the_schemas_that_editors_read(tmp_path: Path, policy: str) -> None:
    project = made(tmp_path / "a", policy)

    for kind, file in (("policy", "policy.yml"), ("systems", "systems.yml")):
        text = (project.root / "content" / file).read_text(encoding="utf-8")
        assert faults(validator(project, kind), text) == []


@pytest.mark.parametrize("policy", policies())
def test_each_says_in_every_language_of_the_commands_what_it_is_for(policy: str) -> None:
    about = yaml.safe_load((FOLDER / policy / "about.yml").read_text(encoding="utf-8"))

    assert sorted(about) == languages()
    assert all(about.values())


@pytest.mark.parametrize("policy", policies())
def test_every_label_is_in_every_language_with_texts(policy: str) -> None:
    """`check --strict` of a project in one language cannot see what another one lacks."""
    for file in ("policy.yml", "systems.yml"):
        text = (FOLDER / policy / file).read_text(encoding="utf-8")
        for label in re.findall(r"^ .*\b(?:label|name|group): (.*)$", text, re.MULTILINE):
            assert re.findall(r"\b([a-z]{2}): ", label) == ["vi", "en", "de"], label


def test_every_lead_of_the_library_is_tried_here() -> None:
    """A category that is added to a policy needs a line in the table above."""
    for policy in PROMISED:
        text = (FOLDER / policy / "policy.yml").read_text(encoding="utf-8")
        with_leads = {
            name
            for name, category in yaml.safe_load(text.replace("$", ""))["categories"].items()
            if any("latest" in row for row in category["notices"])
        }
        assert {each.category for each in PROMISES if each.policy == policy} == with_leads


@pytest.mark.parametrize("promise", PROMISES, ids=IDS)
def test_the_first_notice_is_on_time_at_its_deadline(tmp_path: Path, promise: Promise) -> None:
    project = made(tmp_path / "a", promise.policy)
    project.release("x", promise.text)

    assert errors(project, promise.deadline) == []
    assert project.run("publish", "--now", promise.deadline).status == 0

    assert project.ledger[0]["verdict"] == "on_time"
    assert instant(project.ledger[0]["deadline"]) == instant(promise.deadline)


@pytest.mark.parametrize("promise", PROMISES, ids=IDS)
def test_a_second_later_it_is_refused(tmp_path: Path, promise: Promise) -> None:
    project = made(tmp_path / "a", promise.policy)
    project.release("x", promise.text)

    found = problems(project, f"{promise.deadline}:01")
    refused = [each for each in found if each["severity"] == "error"]

    assert [(each["rule"], each["late_by_s"]) for each in refused] == [("lead-time", 1)]
    assert refused[0]["message"].startswith(
        f"{promise.said}, by {promise.deadline} ({offset(promise.deadline)}); that was 1 second ago"
    )
    assert project.run("publish", "--now", f"{promise.deadline}:01").status == 3
    assert project.ledger == []


def instant(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=BERLIN)


def offset(text: str) -> str:
    return instant(text).isoformat()[-6:]


def test_a_refusal_says_which_days_off_were_in_the_way(tmp_path: Path) -> None:
    project = made(tmp_path / "a", "carrier")
    project.release("x", PROMISES[3].text)

    [problem] = problems(project, "2026-12-23 23:00:01")

    assert problem["message"].endswith(f"that was 1 second ago; {DAYS_OFF}")


@pytest.mark.parametrize("policy", ["bank", "carrier", "university"])
def test_without_the_days_off_no_lead_in_working_days_is_promised(
    tmp_path: Path, policy: str
) -> None:
    project = made(tmp_path / "a", policy)
    (project.root / "content/holidays.yml").unlink()
    promise = next(
        each for each in PROMISES if each.policy == policy and "working days" in each.said
    )
    project.release("x", promise.text)

    assert errors(project, "2026-12-01 09:00") == ["holidays-missing"]


# Each row: policy, category, system, start, end, and the rule that refuses it, or nothing.
WINDOWS = [
    # Midnight of Tuesday to 06:00, in Berlin; the end at 06:00 is inside.
    ("cloud-host", "maintenance", "eu", "2027-02-09 00:00", "2027-02-09 06:00", ""),
    ("cloud-host", "maintenance", "eu", "2027-02-09 00:00", "2027-02-09 06:00:01", "window-not-allowed"),
    ("cloud-host", "maintenance", "eu", "2027-02-08 23:59:59", "2027-02-09 06:00", "window-not-allowed"),
    # The same night in New York is six hours later, in the weeks between the changes of clocks five.
    ("cloud-host", "maintenance", "us", "2027-02-09 06:00", "2027-02-09 12:00", ""),
    ("cloud-host", "maintenance", "us", "2027-02-09 05:59:59", "2027-02-09 12:00", "window-not-allowed"),
    ("cloud-host", "maintenance", "us", "2027-03-16 05:00", "2027-03-16 11:00", ""),
    ("cloud-host", "maintenance", "us", "2027-03-16 05:00", "2027-03-16 11:00:01", "window-not-allowed"),
    ("cloud-host", "maintenance", "asia", "2027-02-08 17:00", "2027-02-08 23:00", ""),
    ("cloud-host", "maintenance", "asia", "2027-02-08 17:00", "2027-02-08 23:00:01", "window-not-allowed"),
    ("cloud-host", "maintenance", "asia", "2027-02-09 01:00", "2027-02-09 03:00", "window-not-allowed"),
    # Two regions have no hour of the night in common.
    ("cloud-host", "maintenance", "eu, us", "2027-02-09 01:00", "2027-02-09 03:00", "window-not-allowed"),
    ("cloud-host", "maintenance", "console", "2027-02-13 01:00", "2027-02-13 07:00", ""),
    ("cloud-host", "maintenance", "console", "2027-02-13 01:00", "2027-02-13 07:00:01", "window-not-allowed"),
    ("cloud-host", "maintenance", "console", "2027-02-09 01:00", "2027-02-09 03:00", "window-not-allowed"),
    # 20 November is the first day of the season, 27 December the last.
    ("cloud-host", "routine", "eu", "2027-11-19 23:00", "2027-11-20 00:00", ""),
    ("cloud-host", "routine", "eu", "2027-11-19 23:00", "2027-11-20 00:00:01", "freeze"),
    ("cloud-host", "routine", "eu", "2027-12-27 23:59:59", "2027-12-28 01:00", "freeze"),
    ("cloud-host", "routine", "eu", "2027-12-28 00:00", "2027-12-28 01:00", ""),
    ("cloud-host", "emergency", "eu", "2027-11-23 01:00", "2027-11-23 02:00", ""),
    # A night over midnight; the last of the week begins on Thursday.
    ("carrier", "planned", "backbone", "2027-02-08 23:00", "2027-02-09 03:00", ""),
    ("carrier", "planned", "backbone", "2027-02-08 22:59:59", "2027-02-09 02:00", "window-not-allowed"),
    ("carrier", "planned", "backbone", "2027-02-11 23:00", "2027-02-12 03:00", ""),
    ("carrier", "planned", "backbone", "2027-02-12 01:00", "2027-02-12 05:00", ""),
    ("carrier", "planned", "backbone", "2027-02-12 01:00:01", "2027-02-12 05:00:01", "window-not-allowed"),
    ("carrier", "planned", "backbone", "2027-02-12 23:00", "2027-02-13 01:00", "window-not-allowed"),
    # Four hours are the most that a week has for one network.
    ("carrier", "planned", "backbone", "2027-02-10 23:00", "2027-02-11 03:00:01", "quota"),
    ("carrier", "brief", "access", "2027-02-07 23:00", "2027-02-08 05:00", ""),
    ("carrier", "brief", "access", "2027-02-07 22:59:59", "2027-02-08 05:00", "window-not-allowed"),
    ("carrier", "brief", "access", "2027-02-07 23:00", "2027-02-08 05:00:01", "window-not-allowed"),
    ("carrier", "migration", "mobile", "2027-02-12 22:00", "2027-02-15 05:00", ""),
    ("carrier", "migration", "mobile", "2027-02-12 21:59:59", "2027-02-15 05:00", "window-not-allowed"),
    ("carrier", "migration", "mobile", "2027-02-12 22:00", "2027-02-15 05:00:01", "window-not-allowed"),
    # The second Saturday of February is the 13th; that of May is the 8th, whose second Sunday is the 9th.
    ("bank", "release", "app", "2027-02-13 22:00", "2027-02-14 10:00", ""),
    ("bank", "release", "app", "2027-02-13 21:59:59", "2027-02-14 10:00", "window-not-allowed"),
    ("bank", "release", "app", "2027-02-13 22:00", "2027-02-14 10:00:01", "window-not-allowed"),
    ("bank", "release", "app", "2027-02-06 22:00", "2027-02-07 10:00", "window-not-allowed"),
    ("bank", "release", "app", "2027-05-08 22:00", "2027-05-09 10:00", ""),
    # The last Sunday: the fourth of February, the fifth of May.
    ("bank", "maintenance", "cards", "2027-02-28 00:00", "2027-02-28 06:00", ""),
    ("bank", "maintenance", "cards", "2027-02-28 00:00", "2027-02-28 06:00:01", "window-not-allowed"),
    ("bank", "maintenance", "cards", "2027-05-23 00:00", "2027-05-23 06:00", "window-not-allowed"),
    ("bank", "maintenance", "cards", "2027-05-30 00:00", "2027-05-30 06:00", ""),
    ("bank", "maintenance", "cards", "2027-06-27 00:00", "2027-06-27 06:00", "freeze"),
    ("bank", "maintenance", "cards", "2027-12-26 00:00", "2027-12-26 06:00", "freeze"),
    ("bank", "emergency", "cards", "2027-12-26 00:00", "2027-12-26 06:00", ""),
    ("university", "maintenance", "mail", "2027-03-07 06:00", "2027-03-07 20:00", ""),
    ("university", "maintenance", "mail", "2027-03-07 05:59:59", "2027-03-07 20:00", "window-not-allowed"),
    ("university", "maintenance", "mail", "2027-03-07 06:00", "2027-03-07 20:00:01", "window-not-allowed"),
    ("university", "maintenance", "mail", "2027-03-14 06:00", "2027-03-14 20:00", "window-not-allowed"),
    # The second Tuesday of March is the 9th.
    ("university", "maintenance", "cluster", "2027-03-07 06:00", "2027-03-07 20:00", ""),
    ("university", "maintenance", "cluster", "2027-03-09 08:00", "2027-03-09 18:00", ""),
    ("university", "maintenance", "cluster", "2027-03-09 07:59:59", "2027-03-09 18:00", "window-not-allowed"),
    ("university", "maintenance", "cluster", "2027-03-09 08:00", "2027-03-09 18:00:01", "window-not-allowed"),
    ("university", "maintenance", "cluster", "2027-03-16 08:00", "2027-03-16 18:00", "window-not-allowed"),
    ("university", "maintenance", "mail", "2027-03-09 08:00", "2027-03-09 18:00", "window-not-allowed"),
    ("university", "maintenance", "cluster, mail", "2027-03-09 08:00", "2027-03-09 18:00", "window-not-allowed"),
    # The first Sunday of February is the 7th, in the weeks of exams: mail is not among their systems.
    ("university", "maintenance", "learning", "2027-02-07 06:00", "2027-02-07 20:00", "freeze"),
    ("university", "maintenance", "mail", "2027-02-07 06:00", "2027-02-07 20:00", ""),
    ("university", "change", "learning", "2027-02-20 23:59", "2027-02-21 00:10", "freeze"),
    ("university", "change", "learning", "2027-02-21 00:00", "2027-02-21 00:10", ""),
    ("developer-tool", "breaking", "api", "2027-04-08 15:00", "2027-04-08 16:00", ""),
    ("developer-tool", "breaking", "api", "2027-04-08 15:00", "2027-04-08 16:00:01", "window-not-allowed"),
    ("developer-tool", "breaking", "api", "2027-04-06 09:00", "2027-04-06 16:00", ""),
    ("developer-tool", "breaking", "api", "2027-04-06 08:59:59", "2027-04-06 16:00", "window-not-allowed"),
    ("developer-tool", "breaking", "api", "2027-04-09 10:00", "2027-04-09 11:00", "window-not-allowed"),
    ("developer-tool", "brownout", "api", "2027-02-09 10:00", "2027-02-09 12:00", ""),
    ("developer-tool", "brownout", "api", "2027-02-09 10:00", "2027-02-09 12:00:01", "quota"),
    ("developer-tool", "brownout", "api", "2027-02-09 09:59:59", "2027-02-09 11:00", "window-not-allowed"),
    ("developer-tool", "brownout", "api", "2027-02-11 15:00", "2027-02-11 16:00", ""),
    ("developer-tool", "brownout", "api", "2027-02-11 15:00", "2027-02-11 16:00:01", "window-not-allowed"),
    ("developer-tool", "feature", "api", "2027-02-11 09:00", "2027-02-11 16:00", ""),
    ("developer-tool", "feature", "api", "2027-02-08 09:00", "2027-02-08 16:00", ""),
    ("developer-tool", "feature", "api", "2027-02-08 08:59:59", "2027-02-08 16:00", "window-not-allowed"),
    ("developer-tool", "feature", "api", "2027-02-08 09:00", "2027-02-08 16:00:01", "window-not-allowed"),
    ("developer-tool", "feature", "api", "2027-02-12 09:00", "2027-02-12 16:00", "window-not-allowed"),
    ("developer-tool", "maintenance", "api", "2027-02-14 02:00", "2027-02-14 08:00", ""),
    ("developer-tool", "maintenance", "api", "2027-02-14 02:00", "2027-02-14 08:00:01", "window-not-allowed"),
]  # fmt: skip


@pytest.fixture(scope="module")
def projects(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Project]:
    """A project of each policy; whoever uses one leaves no release in it."""
    return {name: made(tmp_path_factory.mktemp("p") / "a", name) for name in PROMISED}


@pytest.mark.parametrize("policy, category, system, start, end, rule", WINDOWS)
def test_a_window_in_the_allowed_hours_passes_and_one_out_of_them_does_not(
    projects: dict[str, Project],
    policy: str,
    category: str,
    system: str,
    start: str,
    end: str,
    rule: str,
) -> None:
    project = projects[policy]
    file = project.release("x", release(category, start, end, system))
    try:
        found = errors(project, "2026-12-01 09:00")
    finally:
        file.unlink()

    assert found == ([rule] if rule else [])


@pytest.mark.parametrize(
    "start, end, warned",
    [
        ("2027-03-09 06:00", "2027-03-09 08:00", False),
        ("2027-03-09 05:59:59", "2027-03-09 08:00", True),
        ("2027-03-09 06:00", "2027-03-09 08:00:01", True),
    ],
)
def test_a_small_change_in_lecture_hours_gets_a_warning_only(
    projects: dict[str, Project], start: str, end: str, warned: bool
) -> None:
    project = projects["university"]
    file = project.release("x", release("change", start, end, "learning"))
    try:
        found = problems(project, "2026-12-01 09:00")
    finally:
        file.unlink()

    rules = [(each["severity"], each["rule"]) for each in found]
    assert (("warning", "window-not-allowed") in rules) is warned
    assert not any(severity == "error" for severity, _ in rules)


# Half-open: the last day is part of the freeze.
FREEZES = {
    "bank": [
        ("half-year-2026", "2026-06-26", "2026-07-04", "soft"),
        ("year-end-2026", "2026-12-18", "2027-01-07", "hard"),
        ("half-year-2027", "2027-06-26", "2027-07-04", "soft"),
        ("year-end-2027", "2027-12-18", "2028-01-07", "hard"),
    ],
    "carrier": [],
    "cloud-host": [
        ("shopping-season-2026", "2026-11-20", "2026-12-28", "hard"),
        ("shopping-season-2027", "2027-11-20", "2027-12-28", "hard"),
    ],
    "developer-tool": [],
    "university": [
        ("winter-exams-2026", "2026-02-01", "2026-02-21", "soft"),
        ("summer-exams-2026", "2026-07-12", "2026-08-01", "soft"),
        ("winter-exams-2027", "2027-02-01", "2027-02-21", "soft"),
        ("summer-exams-2027", "2027-07-12", "2027-08-01", "soft"),
    ],
}


@pytest.mark.parametrize("policy", PROMISED)
def test_the_freezes_are_of_this_year_and_the_next(
    projects: dict[str, Project], policy: str
) -> None:
    freezes = policy_of(projects[policy]).freezes

    assert [(each.id, each.start, each.end, each.kind) for each in freezes] == [
        (name, instant(start), instant(end), kind) for name, start, end, kind in FREEZES[policy]
    ]
    assert all(each.categories for each in freezes)


REASON = ", reason: {en: R, vi: R, de: R}, approved_by: "


@pytest.mark.parametrize(
    "day, approved_by, refused",
    [
        # The last Sunday of June, in the half-year closing: compliance alone may let it be.
        ("2027-06-27", "compliance", []),
        ("2027-06-27", "management", ["freeze"]),
        # A Tuesday of the closing needs both departments.
        ("2027-06-29", "compliance", ["window-not-allowed"]),
        ("2027-06-29", "management", ["freeze"]),
        ("2027-06-29", "[management, compliance]", []),
        ("2027-06-29", "[compliance, operations]", []),
        # At the end of the year nobody may.
        ("2027-12-26", "[management, compliance]", ["freeze"]),
        # Any other Tuesday: either of the two approvers.
        ("2027-05-18", "operations", []),
        ("2027-05-18", "management", []),
        ("2027-05-18", "branches", ["window-not-allowed"]),
    ],
)
def test_more_than_one_department_of_a_bank_has_to_agree(
    projects: dict[str, Project], day: str, approved_by: str, refused: list[str]
) -> None:
    window = f"{REASON}{approved_by}"
    text = release("maintenance", f"{day} 00:00", f"{day} 06:00", "cards", window)

    assert refusals(projects["bank"], x=text) == {"x": refused}


@pytest.mark.parametrize(
    "category, start, end, deadline",
    [
        # Back from Saturday the 13th: 12 to 8, 5 to 1 February, 29 to 25 January.
        ("release", "2027-02-13 22:00", "2027-02-14 10:00", "2027-01-25 22:00"),
        # Back from Sunday the 28th: 26 to 22 February.
        ("maintenance", "2027-02-28 00:00", "2027-02-28 06:00", "2027-02-22 00:00"),
    ],
)
def test_the_branches_of_a_bank_hear_of_it_before_customers_ask(
    projects: dict[str, Project], category: str, start: str, end: str, deadline: str
) -> None:
    project = projects["bank"]
    file = project.release("x", release(category, start, end, "cards"))
    try:
        notices = project.entry("x", "2026-12-01 09:00")["notices"]
    finally:
        file.unlink()

    [staff] = [each for each in notices if each["audience"] == "staff"]
    assert (staff["id"], instant(staff["deadline"])) == ("branches", instant(deadline))


def test_what_has_to_be_written_by_when(projects: dict[str, Project]) -> None:
    tasks = {
        (policy, category.id, str(task.latest), task.done_when)
        for policy, project in projects.items()
        for category in policy_of(project).categories.values()
        for task in category.tasks
    }

    assert tasks == {
        ("bank", "release", "5bd", "guides"),
        ("developer-tool", "breaking", "90d", "guides"),
        ("developer-tool", "feature", "24h", "guides"),
        ("university", "change", "1bd", "guides"),
    }


def test_a_director_may_let_work_be_in_the_weeks_of_exams(projects: dict[str, Project]) -> None:
    start, end = "2027-02-07 06:00", "2027-02-07 20:00"
    asked = {
        role: release("maintenance", start, end, "learning", f"{REASON}{role}")
        for role in ("director", "helpdesk")
    }

    assert refusals(projects["university"], **asked) == {"director": [], "helpdesk": ["freeze"]}


def test_a_network_has_two_windows_and_four_hours_a_week(projects: dict[str, Project]) -> None:
    """Monday to Sunday, 8 to 14 February; those of another network do not count."""
    nights = {
        "a": release("planned", "2027-02-08 23:00", "2027-02-09 01:00", "backbone"),
        "b": release("planned", "2027-02-09 23:00", "2027-02-10 01:00", "backbone"),
        "c": release("planned", "2027-02-10 23:00", "2027-02-10 23:30", "backbone"),
        "d": release("planned", "2027-02-11 23:00", "2027-02-11 23:30", "mobile"),
        "e": release("planned", "2027-02-15 23:00", "2027-02-16 01:00", "backbone"),
    }
    longer = nights | {
        "b": release("planned", "2027-02-09 23:00", "2027-02-10 01:00:01", "backbone"),
        "c": release("planned", "2027-02-10 23:00", "2027-02-11 01:00", "backbone"),
    }

    assert refusals(projects["carrier"], **nights) == {
        "a": [], "b": [], "c": ["quota"], "d": [], "e": [],
    }  # fmt: skip
    # What is refused takes nothing of the week from those behind it.
    assert refusals(projects["carrier"], **longer) == {
        "a": [], "b": ["quota"], "c": [], "d": [], "e": [],
    }  # fmt: skip


def test_emergency_work_counts_and_is_never_held_up(projects: dict[str, Project]) -> None:
    asked = {
        "a": release("emergency", "2027-02-08 13:00", "2027-02-08 14:00", "backbone"),
        "b": release("emergency", "2027-02-09 13:00", "2027-02-09 14:00", "backbone"),
        "c": release("planned", "2027-02-09 23:00", "2027-02-09 23:30", "backbone"),
        "d": release("emergency", "2027-02-10 13:00", "2027-02-10 14:00", "backbone"),
    }

    assert refusals(projects["carrier"], **asked) == {"a": [], "b": [], "c": ["quota"], "d": []}


def test_one_migration_a_month(projects: dict[str, Project]) -> None:
    asked = {
        "a": release("migration", "2027-02-12 22:00", "2027-02-15 05:00", "mobile"),
        "b": release("migration", "2027-02-26 22:00", "2027-03-01 05:00", "access"),
        "c": release("migration", "2027-03-05 22:00", "2027-03-08 05:00", "access"),
    }

    assert refusals(projects["carrier"], **asked) == {"a": [], "b": ["quota"], "c": []}


def test_one_breaking_change_a_month_and_three_features_a_week(
    projects: dict[str, Project],
) -> None:
    breaking = {
        "a": release("breaking", "2027-04-01 10:00", "2027-04-01 11:00", "api"),
        "b": release("breaking", "2027-04-29 10:00", "2027-04-29 11:00", "webhooks"),
        "c": release("breaking", "2027-05-04 10:00", "2027-05-04 11:00", "webhooks"),
    }
    features = {
        f"f{day}": release("feature", f"2027-02-{day} 10:00", f"2027-02-{day} 11:00", "api")
        for day in ("08", "09", "10", "11", "15")
    }

    found = refusals(projects["developer-tool"], **breaking, **features)

    assert {name for name, rules in found.items() if rules == ["quota"]} == {"b", "f11"}
    assert {name for name, rules in found.items() if not rules} == {"a", "c", "f08", "f09", "f10", "f15"}  # fmt: skip


def test_a_supplier_s_window_may_lie_anywhere_and_be_told_late(tmp_path: Path) -> None:
    """An afternoon in the shopping season, told two hours ahead."""
    project = made(tmp_path / "a", "cloud-host")
    start, end, now = "2027-11-23 14:00", "2027-11-23 15:00", "2027-11-23 12:00"
    more = "origin: provider\n"
    granted = f"{more}exception: {{approved_by: operations, on: 2027-11-23, reason: {{en: R, vi: R, de: R}}}}\n"

    project.release("x", release("maintenance", start, end, "eu", more=more))
    # The announcement and the reminder.
    assert errors(project, now) == ["lead-time", "lead-time"]

    project.release("x", release("maintenance", start, end, "eu", more=granted))
    assert [(each["severity"], each["rule"]) for each in problems(project, now)] == [
        ("warning", "expires-soon"),
        ("warning", "freeze"),
    ]
    assert project.run("publish", "--now", now).status == 0
    assert [(each["notice"], each["verdict"]) for each in project.ledger] == [
        ("announcement", "exception"), ("reminder", "exception"),
    ]  # fmt: skip


def test_an_emergency_that_is_told_late_needs_an_approval(projects: dict[str, Project]) -> None:
    start, end = "2026-12-02 14:00", "2026-12-02 15:00"
    grant = "exception: {approved_by: %s, on: 2026-12-01, reason: {en: R, vi: R, de: R}}\n"
    asked = {
        "none": release("emergency", start, end, "eu"),
        "operations": release("emergency", start, end, "eu", more=grant % "operations"),
        "support": release("emergency", start, end, "eu", more=grant % "support"),
    }

    assert refusals(projects["cloud-host"], **asked) == {
        "none": ["lead-time"], "operations": [], "support": ["exception"],
    }  # fmt: skip


@pytest.mark.parametrize(
    "policy, category, system",
    [
        ("bank", "emergency", "cards"),
        ("carrier", "emergency", "backbone"),
        ("cloud-host", "emergency", "eu"),
        ("university", "emergency", "mail"),
    ],
)
def test_customers_hear_of_an_emergency_at_once_at_its_start_and_at_its_end(
    tmp_path: Path, policy: str, category: str, system: str
) -> None:
    project = made(tmp_path / "a", policy)
    text = release(category, "2026-12-05 14:00", "2026-12-05 15:00", system)
    project.release("x", text)

    for now in ("2026-12-03 03:12:07", "2026-12-05 13:59:59", "2026-12-05 14:00"):
        assert project.run("publish", "--now", now).status == 0
    project.release("x", f"{text}outcome: {{result: success, at: 2026-12-05 14:40}}\n")
    assert project.run("publish", "--now", "2026-12-05 14:41").status == 0

    assert [(each["notice"], each["at"]) for each in project.ledger] == [
        ("announcement", "2026-12-03T02:12:07Z"),
        ("started", "2026-12-05T13:00:00Z"),
        ("completed", "2026-12-05T13:41:00Z"),
    ]


def refusals(project: Project, **releases: str) -> dict[str, list[str]]:
    """The rules that refuse each release, all of them together in an empty project."""
    files = [project.release(name, text) for name, text in releases.items()]
    try:
        found = problems(project, "2026-12-01 09:00")
    finally:
        for file in files:
            file.unlink()
    return {
        name: sorted(
            each["rule"] for each in found if each["entry"] == name and each["severity"] == "error"
        )
        for name in releases
    }


PAGE = (CLONE / "docs/policies.md").read_text(encoding="utf-8")


def told(rows: list[NoticeRule]) -> str:
    """When customers hear of a release, in the words of the manual."""
    usual = [row for row in rows if row.audience == "customers" and row.when is None]
    leads = [str(lead_text(row.latest)) for row in usual if row.latest is not None]
    parts = [f"{', '.join(leads)} ahead"] if leads else []
    if any(row.asap for row in usual):
        parts[-1:] = [", ".join([*parts[-1:], "as soon as it is known"])]
    if any(row.on == "start" for row in usual):
        parts.append("when it starts")
    if any(row.on == "outcome" for row in usual):
        parts.append("when it is over")
    if any(row.when == "important" for row in rows):
        parts.append("an important one as soon as it is known")
    return "; ".join(parts)


def test_the_manual_lists_the_policies_as_init_does() -> None:
    listed = re.findall(r"^\| \[`([\w-]+)`\]\(#\1\) \| (.*) \|$", PAGE, re.MULTILINE)
    about = {
        name: yaml.safe_load((FOLDER / name / "about.yml").read_text(encoding="utf-8"))["en"]
        for name in policies()
    }

    assert dict(listed) == about
    assert re.findall(r"^## (\w.*)$", PAGE, re.MULTILINE)[:-1] == list(policies())


@pytest.mark.parametrize("policy", policies())
def test_the_manual_says_when_customers_are_told(tmp_path: Path, policy: str) -> None:
    section = PAGE.partition(f"\n## {policy}\n")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| `([\w-]+)` \| (.*?) \|", section, re.MULTILINE)
    categories = policy_of(made(tmp_path / "a", policy)).categories

    assert rows == [(name, told(list(each.notices))) for name, each in categories.items()]
