"""The demo of a second company: another policy, another language, and nothing of the first one."""

from __future__ import annotations

import json
import re
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from notices.cli import demo, main
from notices.evaluation import Evaluation
from tests.demo import NOW, made
from tests.project import Project

TIDEWART = demo.COMPANIES["tidewart"]
CLOCK = "2026-11-23 09:10"
"""``NOW`` in Berlin."""

REFUSED = {"customs-fields"}
"""What is refused, on purpose."""

# The font is called after the country; its files and its licence say so.
OURS = re.compile(r"anviec|việt|(?<!be)(?<!be[- ])vietnam|ho.chi.minh", re.IGNORECASE)
# Letters that no language but Vietnamese has.
LETTERS = re.compile("[\u1ea0-\u1ef9ơưƠƯ]")
TEXTS = {".html", ".xml", ".json", ".ics", ".txt", ".js", ".css"}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return Project(made(tmp_path_factory.mktemp("tidewart") / "demo", "tidewart", CLOCK).parent)


@pytest.fixture(scope="module")
def evaluation(tmp_path_factory: pytest.TempPathFactory) -> Evaluation:
    return demo.make(tmp_path_factory.mktemp("evaluation") / "demo", NOW, TIDEWART)


def test_its_policy_is_its_own() -> None:
    """A month for an API, three days for small changes, two weeks for maintenance."""
    policy = (TIDEWART.config.parent / "content/policy.yml").read_text(encoding="utf-8")

    assert re.findall(r"\n  (\w+):\n    label: .*de: ([^,]+),", policy) == [
        ("api", "Inkompatible API-Änderung"),
        ("change", "Kleine Änderung"),
        ("maintenance", "Wartung"),
    ]
    assert re.findall(r"id: announcement\n(?:.*\n){3}        latest: (\w+)", policy) == [
        "30d",
        "72h",
        "14d",
    ]
    assert "{days: [tue, wed, thu], from: 09:00, to: 15:00}" in policy


def test_customers_see_every_state(evaluation: Evaluation) -> None:
    states = {each.entry.id: each.state for each in evaluation.decisions}

    assert states == {
        "warehouse-api-v1": "completed",
        "stock-database": "completed",
        "tracking-servers": "completed",
        "barcode-scanner": "completed",
        "return-labels": "completed",
        "stock-filters": "in_progress",
        "carrier-choice": "awaiting_confirmation",
        "picking-sounds": "announced",
        "provider-network": "announced",
        "webhook-signatures": "announced",
        "label-printing": "announced",
        "bulk-orders": "cancelled",
        "site-transfers": "draft",
        "customs-fields": "refused",
    }


@pytest.mark.parametrize(
    "id, notices",
    [
        ("warehouse-api-v1", ["announcement", "reminder", "final", "completed"]),
        ("tracking-servers", ["announcement", "reminder late", "completed"]),
        ("provider-network", ["announcement exception", "reminder exception"]),
        ("label-printing", ["announcement", "rescheduled"]),
        ("bulk-orders", ["announcement", "cancelled"]),
        ("stock-filters", ["announcement", "update-1"]),
        ("site-transfers", []),
        ("customs-fields", []),
    ],
)
def test_what_its_customers_were_told(evaluation: Evaluation, id: str, notices: list[str]) -> None:
    """All in time but where a word says otherwise."""
    (decision,) = [each for each in evaluation.decisions if each.entry.id == id]
    told = [
        record.notice if record.verdict == "on_time" else f"{record.notice} {record.verdict}"
        for record in decision.entry.history.records
    ]
    assert told == notices


@pytest.mark.parametrize(
    "now",
    [
        "2026-07-01T22:30:00+00:00",
        "2026-12-31T23:59:59+00:00",
        # The clocks went forward between the reminder that comes late and its update.
        "2026-04-16T01:07:00+00:00",
        # While the clocks go forward, and while they go back.
        "2027-03-28T01:10:00+00:00",
        "2027-10-31T01:10:00+00:00",
        "2028-02-29T00:00:00+00:00",
    ],
)
def test_it_looks_alike_whatever_the_day(tmp_path: Path, now: str) -> None:
    evaluation = demo.make(tmp_path / "demo", datetime.fromisoformat(now), TIDEWART)

    problems = {each.rule: each.entry for each in evaluation.problems if each.severity == "error"}
    assert problems == {"lead-time": "customs-fields"}
    late = [
        (each.entry.id, record.notice)
        for each in evaluation.decisions
        for record in each.entry.history.records
        if record.verdict == "late"
    ]
    assert late == [("tracking-servers", "reminder")]
    assert {each.state for each in evaluation.decisions} == {
        *("completed", "in_progress", "awaiting_confirmation", "announced"),
        *("cancelled", "draft", "refused"),
    }
    assert evaluation.records == ()


def test_everything_is_written_in_both_languages(project: Project) -> None:
    result = project.run("check", "--format", "json", "--now", CLOCK)

    problems = result.json()["problems"]
    assert {each["entry"] for each in problems if each["severity"] == "error"} == REFUSED
    # Two updates are under way at whatever hour the demo is made.
    assert {each["rule"] for each in problems if each["severity"] == "warning"} <= {
        "window-not-allowed"
    }


def test_its_site_speaks_german_and_english(project: Project) -> None:
    page = project.page("releases/label-printing/index.html")

    assert '<html lang="de"' in page
    assert "<title>Umzug des Etikettendrucks – Tidewart" in page
    when = re.sub(r"<[^>]*>", "", page)
    assert "Dienstag, 15. Dezember 2026, 22:00–24:00\u00a0Uhr (GMT+1)" in when
    assert "Bisher: Dienstag, 1. Dezember 2026, 22:00–24:00\u00a0Uhr (GMT+1)" in when
    assert "Veröffentlicht: Mittwoch, 11. November, 22:00\u00a0Uhr (GMT+1)" in when
    assert (
        "Zugesagt 14 Tage vorher, also bis Dienstag, 17. November, 22:00\u00a0Uhr (GMT+1)" in when
    )
    assert "Label printing moves" in project.page("en/releases/label-printing/index.html")
    assert "Seite nicht gefunden" in project.page("404.html")
    assert "<language>de</language>" in project.page("feed.xml")
    assert "X-WR-CALNAME:Tidewart: Updates und Wartung" in project.page("calendar.ics")
    status = json.loads(project.page("api/v2/status.json"))["status"]
    assert status["description"] == "Zurzeit läuft ein Update"
    modes = project.page("embed.js").partition('"modes":')[2]
    assert json.JSONDecoder().raw_decode(modes)[0] == [
        "Das System ist nicht verfügbar",
        "Sie können alles ansehen, aber nichts ändern",
        "Außerhalb der Unterbrechung können Sie alles ansehen, aber nichts ändern",
    ]


def test_nothing_of_the_first_company_or_its_language_is_in_its_site(project: Project) -> None:
    assert len(list(project.site.rglob("*"))) > 100
    for path in project.site.rglob("*"):
        if path.is_file():
            text = path.read_bytes().decode("utf-8", "replace")
            assert not OURS.search(path.relative_to(project.site).as_posix()), path
            assert not (found := OURS.search(text)), (path, found)
            if path.suffix in TEXTS:
                assert not (letter := LETTERS.search(text)), (path, letter)


def test_what_is_not_public_leaves_no_trace(project: Project) -> None:
    for path in project.site.rglob("*"):
        if path.is_file():
            text = path.read_bytes().decode("utf-8", "replace")
            for secret in ("customs-fields", "site-transfers", "Warennummer", "Umlagerungen"):
                assert secret not in path.as_posix()
                assert secret not in text, (path, secret)


def test_a_company_that_does_not_exist_is_refused_and_the_others_are_named(tmp_path: Path) -> None:
    command = ["demo", str(tmp_path / "demo"), "--company", "tidewarp"]
    result = CliRunner().invoke(main, command)

    assert result.exit_code == 2
    assert "'tidewarp' is not one of 'anviec', 'tidewart'" in result.stderr
    assert not (tmp_path / "demo").exists()
