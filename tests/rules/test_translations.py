"""A text that lacks a language of the policy is a warning, at its place, while it matters."""

from __future__ import annotations

import pytest

from tests.project import FEATURE, POLICY, SYSTEMS, Project

NOW = "2026-11-23 09:00"
PATH = "content/releases/payroll-engine.yml"


def found(project: Project, now: str = NOW) -> list[str]:
    """The warnings, as `notices check` prints them, without their help."""
    text = project.run("check", "--no-host", "--now", now).out
    lines = [line for line in text.splitlines() if "[missing-translation]" in line]
    return [line.replace("warning[missing-translation] ", "") for line in lines]


def entry(**changes: str) -> str:
    """The feature of the tests with one of its lines replaced, or one more line."""
    lines = dict(line.split(": ", 1) for line in FEATURE.splitlines())
    return "".join(f"{key}: {value}\n" for key, value in (lines | changes).items())


CASES = {
    "a title in the default language alone": (
        entry(title="Bảng lương thế hệ mới"),
        ["2:8: `title` is not written in `en`; its readers see it in `vi`"],
    ),
    "a summary in the other language alone": (
        entry(summary="{en: Payroll is faster.}"),
        ["3:1: `summary` is not written in `vi`; its readers see it in `en`"],
    ),
    "a body": (
        entry(body="Nội dung chi tiết."),
        ["6:7: `body` is not written in `en`; its readers see it in `vi`"],
    ),
    "what to prepare": (
        entry(prepare="{vi: Lưu bảng lương.}"),
        ["7:1: `prepare` is not written in `en`; its readers see it in `vi`"],
    ),
    "a known issue": (
        entry(known_issues="[{title: Chưa in được phiếu, status: open}]"),
        ["7:24: `known_issues.0.title` is not written in `en`; its readers see it in `vi`"],
    ),
    "what to do until it is fixed": (
        entry(known_issues="[{title: {vi: Lỗi in, en: Printing}, workaround: Chờ.}]"),
        ["7:64: `known_issues.0.workaround` is not written in `en`; its readers see it in `vi`"],
    ),
    "why the window lies elsewhere": (
        entry(
            window="{start: 2026-12-12 08:00, end: 2026-12-12 09:00, "
            "reason: Theo hẹn, approved_by: product}"
        ),
        ["4:66: `window.reason` is not written in `en`; its readers see it in `vi`"],
    ),
    "two fields, by their places": (
        entry(summary="Nhanh hơn.", title="Bảng lương"),
        [
            "2:8: `title` is not written in `en`; its readers see it in `vi`",
            "3:10: `summary` is not written in `en`; its readers see it in `vi`",
        ],
    ),
    "a text that nobody wrote": (
        "".join(line + "\n" for line in FEATURE.splitlines() if not line.startswith("body")),
        [],
    ),
    "a draft": (entry(title="Bảng lương", draft="true"), []),
    "a cancelled one": (
        entry(title="Bảng lương", cancelled="{at: 2026-11-22 09:00, reason: Hoãn}"),
        [],
    ),
    "one that is never public": (
        entry(category="fix", title="Sửa lỗi", customers="[acme]"),
        [],
    ),
    "one that is hidden and cancelled, with an issue": (
        entry(
            cancelled="{at: 2026-11-22 09:00, reason: Hoãn}",
            known_issues="[{title: Còn lỗi in, status: open}]",
        ),
        [],
    ),
    "one whose time has gone by unannounced": (
        entry(title="Bảng lương", window="{start: 2026-11-02 20:00, end: 2026-11-02 21:00}"),
        [],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_each_text_of_an_entry_is_asked_for_in_every_language(project: Project, name: str) -> None:
    text, expected = CASES[name]
    project.release("payroll-engine", text)
    assert found(project) == [f"{PATH}:{line}" for line in expected]


def test_the_help_says_what_to_write(project: Project) -> None:
    project.release("payroll-engine", entry(title="Bảng lương"))
    problem = project.check(NOW)["problems"][0]

    assert (problem["rule"], problem["severity"]) == ("missing-translation", "warning")
    assert problem["entry"] == "payroll-engine"
    assert problem["help"] == "Write it in each language of the policy: `title: {vi: …, en: …}`."
    assert project.run("check", "--now", NOW).status == 0
    assert project.run("check", "--strict", "--now", NOW).status == 1


def test_what_is_over_is_not_asked_for_but_its_open_issues_are(project: Project) -> None:
    issues = "[{title: Còn lỗi in, status: open}, {title: Lỗi cũ, status: fixed}]"
    project.release("payroll-engine", entry(title="Bảng lương"))
    assert project.run("publish", "--now", "2026-12-01 09:00").status == 0
    project.release(
        "payroll-engine",
        entry(
            title="Bảng lương",
            known_issues=issues,
            outcome="{result: success, at: 2026-12-12 21:30}",
        ),
    )

    assert found(project, "2026-12-12 22:30") == [
        f"{PATH}:7:24: `known_issues.0.title` is not written in `en`; its readers see it in `vi`"
    ]


def test_what_was_before_the_ledger_is_not_asked_for(project: Project) -> None:
    window = "{start: 2025-03-01 20:00, end: 2025-03-01 21:00}"
    issues = "[{title: Còn lỗi in, status: open}]"
    project.release("payroll-engine", entry(title="Cũ", window=window, known_issues=issues))
    assert found(project) == []


def test_a_refused_change_is_told_where_a_person_can_mend_it(project: Project) -> None:
    project.release("payroll-engine", entry(title="Bảng lương"))
    assert project.run("publish", "--now", "2026-12-01 09:00").status == 0
    early = "{start: 2026-12-05 20:00, end: 2026-12-05 22:00}"
    project.release("payroll-engine", entry(title="Bảng lương", window=early))

    assert found(project, "2026-12-02 09:00") == [
        f"{PATH}:2:8: `title` is not written in `en`; its readers see it in `vi`"
    ]


def test_names_of_systems_are_asked_for(project: Project) -> None:
    project.write("content/systems.yml", SYSTEMS.replace("{vi: Bán hàng, en: Sales}", "Bán hàng"))
    (line,) = found(project)
    assert line.startswith("content/systems.yml:3:")
    assert "`group` is not written in `en`" in line


def test_labels_of_the_policy_are_asked_for(project: Project) -> None:
    policy = POLICY.read_text(encoding="utf-8")
    label = next(line for line in policy.splitlines() if "label: {vi: " in line)
    line_number = policy.splitlines().index(label) + 1
    text = label.partition("{vi: ")[2].partition(",")[0]
    project.write("content/policy.yml", policy.replace(label, label.partition("{")[0] + text))
    (line,) = found(project)
    column = label.index("{") + 1
    assert line.startswith(f"content/policy.yml:{line_number}:{column}: `categories.")
    assert line.endswith(".label` is not written in `en`; its readers see it in `vi`")


def test_texts_of_a_plan_are_asked_for_until_its_month_is_over(project: Project) -> None:
    project.write(
        "content/plans/2026-12.yml",
        "approvals: []\nsummary: Tháng bận rộn\n"
        "items:\n  - {title: Bảng lương, category: feature, expected: 2026-12-12}\n",
    )
    path = "content/plans/2026-12.yml"
    assert found(project) == [
        f"{path}:2:10: `summary` is not written in `en`; its readers see it in `vi`",
        f"{path}:4:13: `items.0.title` is not written in `en`; its readers see it in `vi`",
    ]
    assert found(project, "2027-01-01 00:00") == []


def test_with_three_languages_each_that_lacks_is_named(project: Project) -> None:
    policy = POLICY.read_text(encoding="utf-8")
    project.write(
        "content/policy.yml", policy.replace("languages: [vi, en]", "languages: [vi, en, de]")
    )
    project.release("payroll-engine", entry(title="Bảng lương"))
    value = f"{PATH}:2:8: `title` is not written in `en` and `de`; its readers see it in `vi`"
    assert value in found(project)


def test_the_reason_of_a_cancellation_is_asked_for_until_the_window_is_over(
    project: Project,
) -> None:
    project.release("payroll-engine", entry(title="Bảng lương"))
    assert project.run("publish", "--now", "2026-12-01 09:00").status == 0
    cancelled = "{at: 2026-12-02 09:00, reason: Hoãn vì lỗi}"
    project.release("payroll-engine", entry(title="Bảng lương", cancelled=cancelled))

    assert found(project, "2026-12-02 10:00") == [
        f"{PATH}:7:43: `cancelled.reason` is not written in `en`; its readers see it in `vi`"
    ]
    assert project.run("publish", "--now", "2026-12-02 10:00").status == 0
    assert len(found(project, "2026-12-12 21:59")) == 1
    assert found(project, "2026-12-12 22:00") == []


def test_labels_of_notices_that_customers_never_see_are_not_asked_for(project: Project) -> None:
    policy = POLICY.read_text(encoding="utf-8")
    label = "label: {vi: Thông báo nội bộ, en: Internal notice}"
    assert label in policy
    project.write("content/policy.yml", policy.replace(label, "label: Thông báo nội bộ"))
    assert found(project) == []


@pytest.mark.parametrize("kind", ["guides", "faq"])
def test_a_guide_or_faq_page_is_asked_for_in_every_language_once_it_is_written(
    project: Project, kind: str
) -> None:
    folder = f"content/pages/{kind}"
    project.release("payroll-engine")
    page = project.write(f"{folder}/payroll-engine.md", "---\nstub: true\n---\n")
    assert found(project) == []

    page.write_text("Nội dung.\n", encoding="utf-8")
    assert found(project) == [
        (
            f"{folder}/payroll-engine.md:1:1: this page is not written in `en`; its readers see it in "
            "`vi`"
        )
    ]
    (problem,) = [p for p in project.check(NOW)["problems"] if p["rule"] == "missing-translation"]
    assert problem["help"] == f"Write `{folder}/payroll-engine.en.md`."

    project.write(f"{folder}/payroll-engine.en.md", "---\nstub: true\n---\n")
    assert found(project) == []


def test_a_guide_of_another_language_alone_is_asked_for_in_the_first(project: Project) -> None:
    project.release("payroll-engine")
    project.write("content/pages/guides/payroll-engine.en.md", "Text.\n")
    assert found(project) == [
        (
            "content/pages/guides/payroll-engine.en.md:1:1: this page is not written in `vi`; its "
            "readers see it in `en`"
        )
    ]


@pytest.mark.parametrize(
    "change",
    [
        {"draft": "true"},
        {"category": "fix", "customers": "[acme]"},
        {"cancelled": "{at: 2026-11-22 09:00, reason: {vi: Hoãn, en: Later}}"},
    ],
)
def test_a_guide_of_what_is_not_public_and_never_will_be_is_not_asked_for(
    project: Project, change: dict[str, str]
) -> None:
    project.release("payroll-engine", entry(**change))
    project.write("content/pages/guides/payroll-engine.md", "Nội dung.\n")
    assert found(project) == []
