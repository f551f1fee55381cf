"""A month's plan from its file to its readers: hidden until announced, recorded, and kept to."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime

import feedparser
import pytest

from notices.domain.layout import LEDGER, POLICY, SYSTEMS
from notices.evaluation import Evaluation, Sources, evaluate, next_change
from notices.rendering import render_site
from tests import project as projects
from tests.core_builders import HANOI, SECOND, hanoi
from tests.embargo.decoding import traces
from tests.embargo.planting import secret
from tests.project import FEATURE, Project
from tests.rendering.builders import theme

DUE = hanoi("2026-11-28 09:00")
LAST = hanoi("2026-11-30 00:00")
PLAN = """\
approvals:
  - {role: ceo, on: 2026-11-24}
  - {role: marketing, on: 2026-11-25}
  - {role: product, on: 2026-11-26}
summary: {vi: Xplansummary vi, en: Xplansummary en}
items:
  - title: {vi: Xplantitle vi, en: Xplantitle en}
    category: feature
    expected: 2026-12-26
    release: hidden-zq1
  - title: {vi: Bảng lương thế hệ mới, en: New payroll engine}
    category: feature
    expected: 2026-12-12
    release: payroll-engine
"""


FILE = "content/plans/2026-12.yml"
COPY = "content/published/plans/2026-12.yml"
PAGE = "en/plans/2026-12/index.html"


class Timeline:
    """A project in memory: its files through time, and the site of the last publish."""

    def __init__(self, text: str = PLAN, month: str = "2026-12") -> None:
        self.files = {
            POLICY: projects.POLICY.read_bytes(),
            SYSTEMS: projects.SYSTEMS.encode(),
            f"content/plans/{month}.yml": text.encode(),
        }

    def release(self, name: str, text: str) -> None:
        self.files[f"content/releases/{name}.yml"] = text.encode()

    def decided(self, now: datetime) -> Evaluation:
        """What stands at ``now``; nothing changes."""
        return evaluate(Sources(self.files), now)

    def publish(self, now: datetime) -> Evaluation:
        """The same, recorded, with its copies kept."""
        evaluation = self.decided(now)
        self.files[LEDGER] = self.files.get(LEDGER, b"") + evaluation.lines
        self.files |= evaluation.copies
        return evaluation


def pages(evaluation: Evaluation) -> Mapping[str, str]:
    """Every file of the site by its path: what we put into it."""
    assert evaluation.site is not None
    return {
        document.path: document.data.decode(errors="replace") + "\n".join(document.slots.values())
        for document in render_site(evaluation.site, theme())
    }


def rules(evaluation: Evaluation, entry: str = "2026-12") -> list[str]:
    """The rules about an entry, but those that have tests of their own."""
    advice = ("plan-item", "plan-due")
    return [p.rule for p in evaluation.problems if p.entry == entry and p.rule not in advice]


def test_a_plan_leaves_no_trace_until_it_is_announced_and_hidden_releases_leave_none_after(
    project: Project,
) -> None:
    project.release("hidden-zq1", secret("xhidden"))
    project.write(FILE, PLAN)

    project.run("publish", "--now", "2026-11-28 08:59:59")
    words = ["xplansummary", "xplantitle", "2026-12", "zq1", "xhidden"]
    assert (project.site / "plans/index.html").exists()
    assert traces(project.site.resolve(), words) == []

    result = project.run("publish", "--now", "2026-11-28 09:00")
    assert (result.status, result.out) == (0, "2026-11-28T09:00:00+07:00 2026-12 plan published\n")
    site = project.site.resolve()
    assert traces(site, ["zq1", "xhidden"]) == []
    found = {name for name, _ in traces(site, ["Xplantitle vi"])}
    assert {"plans/2026-12/index.html", "feed.xml", "index.html", "api/notices.json"} <= found
    assert {name for name, _ in traces(site, ["Xplantitle en"])} >= {PAGE, "en/feed.xml"}
    assert "Xplansummary vi" in project.page("plans/index.html")

    [line] = project.ledger
    expected = {
        "seq": 1,
        "kind": "plan",
        "entry": "2026-12",
        "notice": "plan",
        "audience": "customers",
        "at": "2026-11-28T02:00:00Z",
        "start": "2026-11-30T17:00:00Z",
        "end": "2026-12-31T17:00:00Z",
        "deadline": "2026-11-29T17:00:00Z",
        "verdict": "on_time",
        "result": None,
    }
    assert {key: line[key] for key in expected} == expected
    assert (project.root / COPY).read_bytes() == (project.root / FILE).read_bytes()


@pytest.mark.parametrize(
    "old, new, state",
    [
        ("2026-11-24", "2026-11-23", "refused"),
        ("  - {role: product, on: 2026-11-26}\n", "", "refused"),
        ("category: feature", "category: featur", "invalid"),
    ],
)
def test_a_refused_or_invalid_plan_leaves_no_trace(old: str, new: str, state: str) -> None:
    evaluation = Timeline(PLAN.replace(old, new, 1)).publish(DUE)

    assert [plan.state for plan in evaluation.plans] == [state]
    assert evaluation.refuses
    assert evaluation.records == ()
    for path, text in pages(evaluation).items():
        for word in ("plansummary", "plantitle", "2026-12"):
            assert word not in path + text.lower(), path


def test_it_is_announced_once_and_is_one_item_of_the_feed() -> None:
    timeline = Timeline()
    assert [record.notice for record in timeline.publish(DUE).records] == ["plan"]
    assert timeline.files[COPY] == timeline.files[FILE]

    again = timeline.publish(DUE)

    assert again.records == ()
    found = pages(again)
    [item] = feedparser.parse(found["en/feed.xml"]).entries
    assert item.title == "[Monthly plan] December 2026"
    assert item.link.endswith("en/plans/2026-12/#plan-20261130T170000Z")
    assert 'id="plan-20261130T170000Z"' in found[PAGE]


def test_next_names_the_announcement_the_months_start_and_its_end() -> None:
    timeline = Timeline()
    seen, now = [], next_change(timeline.publish(hanoi("2026-11-27 10:00")))
    while now is not None:
        timeline.publish(now)
        seen.append(f"{now.astimezone(HANOI):%Y-%m-%d %H:%M}")
        now = next_change(timeline.decided(now))
    assert seen == ["2026-11-28 09:00", "2026-12-01 00:00", "2027-01-01 00:00"]
    assert timeline.files[LEDGER].count(b"\n") == 1


@pytest.mark.parametrize(
    "month, before, last",
    [
        ("2026-12", "2026-11", "2026-11-30 00:00"),
        ("2027-01", "2026-12", "2026-12-30 00:00"),
        ("2027-03", "2027-02", "2027-03-01 00:00"),  # announced on 28 February at the latest
        ("2028-03", "2028-02", "2028-03-01 00:00"),
    ],
)
def test_it_is_on_time_until_the_last_midnight_and_refused_a_second_later(
    month: str, before: str, last: str
) -> None:
    text = PLAN.replace("2026-12", month).replace("2026-11", before)
    timeline = Timeline(text, month)
    late = timeline.decided(hanoi(last) + SECOND)
    assert (rules(late, month), late.plans[0].public) == (["plan-late"], False)

    [line] = timeline.publish(hanoi(last)).records

    assert (line.verdict, line.deadline) == ("on_time", hanoi(last))
    assert rules(timeline.decided(hanoi(last) + SECOND), month) == []


def test_what_was_announced_stands_whatever_becomes_of_the_file() -> None:
    timeline = Timeline()
    timeline.publish(DUE)
    now = hanoi("2026-12-02 09:00")
    for changed in (PLAN.replace("12-26", "12-27"), "items: [}\n", None):
        if changed is None:
            del timeline.files[FILE]
        else:
            timeline.files[FILE] = changed.encode()
        evaluation = timeline.publish(now)
        assert evaluation.refuses
        assert "Saturday 26 December 2026" in pages(evaluation)[PAGE]
        assert timeline.files[COPY] == PLAN.encode()
    assert timeline.files[LEDGER].count(b"\n") == 1


def test_links_may_be_added_and_the_copy_follows() -> None:
    timeline = Timeline(PLAN.replace("    release: payroll-engine\n", ""))
    timeline.publish(DUE)
    timeline.release("payroll-engine", FEATURE)
    now = hanoi("2026-11-29 09:00")
    assert rules(timeline.decided(now), "payroll-engine") == ["unplanned"]
    timeline.files[FILE] = PLAN.encode()

    evaluation = timeline.publish(now)

    assert rules(evaluation, "payroll-engine") == []
    assert '<a href="../../../en/releases/payroll-engine/">' in pages(evaluation)[PAGE]
    assert timeline.files[COPY] == PLAN.encode()


MORE = """\
  - {title: Xdropped, category: feature, expected: 2026-12-19}
  - {title: Xmoved, category: feature, expected: 2026-12-13, release: moved}
"""


def test_after_the_month_the_page_tells_what_was_kept_moved_dropped_and_unplanned() -> None:
    timeline = Timeline(PLAN + MORE)
    timeline.publish(DUE)
    timeline.release("payroll-engine", FEATURE)
    timeline.release("moved", FEATURE.replace("12-12", "12-20"))
    timeline.release("extra", FEATURE.replace("12-12", "12-19"))
    during = timeline.publish(hanoi("2026-11-30 20:00"))
    assert rules(during, "extra") == ["unplanned"]
    assert "unplanned" not in rules(during, "payroll-engine") + rules(during, "moved")
    page = pages(during)[PAGE]
    assert "Now scheduled for Sunday 20 December 2026" in page
    assert "nt-fate--dropped" not in page

    found = pages(timeline.publish(hanoi("2027-01-01 00:00")))

    for result, note in (
        ("kept", "On the expected day"),
        ("moved", "Moved to Sunday 20 December 2026"),
        ("dropped", "Not carried out"),
        ("unplanned", "Not in the plan"),
    ):
        assert f"nt-fate--{result}" in found[PAGE]
        assert f"<span>{note}</span>" in found[PAGE]
    assert found[PAGE].count("nt-fate--dropped") == 2
    assert re.findall(r"</svg>(\d [^<]+)</li>", found["en/plans/index.html"]) == [
        "1 on the expected day",
        "1 moved",
        "2 not carried out",
        "1 outside the plan",
    ]
    titles = [item.title for item in feedparser.parse(found["en/feed.xml"]).entries]
    assert titles.count("[Monthly plan] December 2026") == 1


def test_explain_shows_a_plans_timeline(project: Project) -> None:
    project.write(FILE, PLAN)

    result = project.run("explain", "2026-12", "--now", "2026-11-29 09:00")

    assert result.status == 0
    lines = [" ".join(line.split()) for line in result.out.splitlines()]
    assert lines[0] == "2026-12 (content/plans/2026-12.yml)"
    assert "month 2026-12-01 00:00 to 2027-01-01 00:00 (Asia/Ho_Chi_Minh)" in lines
    assert "state hidden; a publish now would show it as announced, verdict ok" in lines
    assert (
        "approvals 2026-11-24 to 2026-11-27: ceo on 2026-11-24, marketing on 2026-11-25, "
        "product on 2026-11-26" in lines
    )
    assert "item 2026-12-12 feature Bảng lương thế hệ mới (payroll-engine)" in lines
    assert (
        "plan customers – 2026-11-28 09:00 2026-11-30 00:00 due – "
        "from day 28, 09:00, to day 29 II.2" in lines
    )


def test_explain_of_an_invalid_plan_shows_its_problems(project: Project) -> None:
    project.write(FILE, "items: []\nnonsense: true\n")

    result = project.run("explain", "2026-12", "--now", "2026-11-28 09:00")

    assert result.status == 0
    assert "state  invalid" in result.out
    assert "error[schema] unknown key 'nonsense'" in result.out


def test_explain_of_an_unknown_month_names_the_nearest(project: Project) -> None:
    project.write(FILE, PLAN)

    result = project.run("explain", "2026-11", "--now", "2026-11-28 09:00")

    assert result.status == 2
    assert "there is no release or plan `2026-11`; did you mean `2026-12`?" in result.err


NOTHING = f"{PLAN[: PLAN.index('summary')]}summary: {{vi: Yên., en: Calm., de: Ruhe.}}\nitems: []\n"


def test_a_plan_of_nothing_is_approved_announced_and_kept_to_as_any_other(
    project: Project,
) -> None:
    """In each language it says so; what then takes place all the same, nobody planned."""
    policy = (project.root / POLICY).read_text(encoding="utf-8")
    project.write(POLICY, policy.replace("languages: [vi, en]", "languages: [vi, en, de]"))
    project.write(FILE, NOTHING)

    known = project.run("explain", "2026-12", "--now", "2026-11-27 09:00").out
    assert re.search(r"^items +none; customers are told so$", known, re.MULTILINE)
    assert project.run("publish", "--now", "2026-11-28 08:59:59").status == 0
    assert not (project.site / "plans/2026-12").exists()
    assert project.run("publish", "--now", "2026-11-28 09:00").status == 0

    for home, said in (
        ("", "Không có bản cập nhật nào được lên kế hoạch cho tháng 12/2026."),
        ("en/", "No updates are planned for December 2026."),
        ("de/", "Für Dezember 2026 sind keine Updates geplant."),
    ):
        assert said in project.page(f"{home}plans/2026-12/index.html")
        assert said in project.page(f"{home}index.html")
        assert said in project.page(f"{home}feed.xml")
    assert "Dezember 2026. Keine Updates geplant. Ruhe." in (
        project.root / "outbox/2026-12/20261130T170000Z-plan.de.txt"
    ).read_text(encoding="utf-8")

    project.release("payroll-engine", FEATURE)
    found = project.check("2026-12-01 09:00")["problems"]
    assert [p["entry"] for p in found if p["rule"] == "unplanned"] == ["payroll-engine"]
    item = "items: [{title: {vi: A, en: A, de: A}, category: feature, expected: 2026-12-12}]"
    project.write(FILE, NOTHING.replace("items: []", item))
    found = project.check("2026-12-01 09:00")["problems"]
    assert [p["entry"] for p in found if p["rule"] == "taken-back"] == ["2026-12"]
