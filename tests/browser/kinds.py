"""One page of every kind, and small sites for what neither the demo nor our own content shows.

Belongs here: which pages stand for which kind. Does not belong here: any expectation.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import yaml

from tests.project import CLONE, FEATURE, POLICY, Project

__all__ = [
    "DEMO",
    "EMPTY",
    "FROZEN",
    "MOVED",
    "OWN",
    "RIGHT_TO_LEFT",
    "empty",
    "frozen",
    "moved",
    "right_to_left",
]

DEMO = (
    "",
    "releases/search-server-move/",  # announced
    "releases/project-timeline/",  # in progress
    "releases/invoice-designer/",  # awaiting confirmation
    "releases/leave-forecast/",  # completed, with a known issue
    "releases/travel-expenses/",  # partly completed, with a fixed issue and a written guide
    "releases/report-builder/",  # rolled back
    "releases/shift-swap/",  # completed, with a late reminder
    "releases/dark-mode/",  # not announced in advance
    "releases/mobile-signing/",  # moved
    "releases/employee-portal/",  # from before the ledger
    "releases/chat-rooms/",  # cancelled
    "releases/provider-power/",  # announced at short notice, by an exception
    "releases/payroll-engine/",  # in a plan
    "changelog/",
    "changelog/2026/",
    "plans/",
    "plans/2026-11/",
    "on-time/",
    "lead-times/",
    "guides/",
    "guides/customer-map/",  # a stub
    "guides/travel-expenses/",  # written
    "faq/",
    "faq/leave-forecast/",  # a stub whose instant is over
    "subscribe/",
    "banner/",
)
"""Pages of the demo."""

OWN = (
    "",  # nothing runs and nothing is ahead
    "releases/work-automation/",  # rolled back
    "releases/mobile-offline/",
    "changelog/2025/",
    "plans/",
    "plans/2026-03/",
    "on-time/",
    "guides/",
    "guides/shift-scheduling/",  # written by hand, with pictures
    "faq/",
    "faq/shift-scheduling/",
)
"""Pages of the repository's own site."""

MOVED = ("", "releases/payroll-engine/", "changelog/")
RIGHT_TO_LEFT = (
    "",
    "releases/payroll-engine/",
    "changelog/",
    "plans/",
    "on-time/",
    "guides/",
    "guides/payroll-engine/",
    "subscribe/",
    "banner/",
)
"""Below ``ar/``; the same pages below the root run to the right."""

EMPTY = ("", "changelog/", "plans/", "on-time/", "guides/", "faq/", "subscribe/")


FROZEN = ("", "plans/", "plans/2026-12/")


def frozen(root: Path) -> Path:
    """A site with a plan for a month in which there are no updates for some days."""
    freezes = """\
freezes:
  - {id: closing, from: 2026-12-18 18:00, to: 2026-12-20 06:00, kind: soft, label: {vi: Khóa sổ kế toán, en: Closing of the books}, categories: [feature, server], systems: [payroll]}
  - {id: year-end, from: 2026-12-24, to: 2027-01-03, kind: hard, label: Nghỉ cuối năm}
"""
    project = Project.create(root, POLICY.read_text(encoding="utf-8") + freezes)
    roles = ("ceo", "marketing", "product")
    approvals = ", ".join(f"{{role: {role}, on: 2026-11-25}}" for role in roles)
    project.write(
        "content/plans/2026-12.yml",
        f"approvals: [{approvals}]\nitems: []\nsummary: {{vi: Tháng nghỉ., en: A quiet month.}}\n",
    )
    answer = project.run("publish", "--now", "2026-11-28 09:00")
    assert answer.status == 0, answer.err
    return project.site


def moved(root: Path) -> Path:
    """A site with one window, moved and not yet begun, in texts that are Vietnamese alone."""
    project = Project.create(root)
    text = FEATURE.replace(", en: The details.", "").replace(", en: Payroll is faster.", "")
    for start, now in (("2026-12-12", "2026-11-22 20:00"), ("2026-12-19", "2026-11-23 13:00")):
        project.release("payroll-engine", text.replace("2026-12-12", start))
        answer = project.run("publish", "--now", now)
        assert answer.status == 0, answer.err
    return project.site


def empty(root: Path) -> Path:
    """The site of somebody who has announced nothing yet."""
    project = Project.create(root)
    project.write("content/pages/index.en.md", "# Updates\n\nWelcome.\n")
    answer = project.run_at("2026-11-23 15:10", "build")
    assert answer.status == 0, answer.err
    return project.site


def right_to_left(root: Path) -> Path:
    """A site in Vietnamese, English and a trial of Arabic, with one release on its way.

    The trial's texts are the English ones, each with an Arabic word before it.
    """
    project = Project.create(root)
    (root / "theme").unlink()
    shutil.copytree(CLONE / "theme", root / "theme")
    english = yaml.safe_load((CLONE / "theme/texts/en.yml").read_text(encoding="utf-8"))
    texts = {**_arabic(english), "language": {**english["language"], "name": "العربية"}}
    project.write("theme/texts/ar.yml", yaml.safe_dump(texts, allow_unicode=True))
    policy = POLICY.read_text(encoding="utf-8")
    project.write(
        "content/policy.yml", policy.replace("languages: [vi, en]", "languages: [vi, en, ar]")
    )
    project.release("payroll-engine", FEATURE.replace("vi: Bảng", "ar: محرك الرواتب, vi: Bảng"))
    for now in ("2026-11-22 20:00", "2026-12-09 13:00"):
        answer = project.run("publish", "--now", now)
        assert answer.status in (0, 3), answer.err
    return project.site


def _arabic(texts: Any) -> Any:
    if isinstance(texts, str):
        return "نص " + texts
    return {key: _arabic(value) for key, value in texts.items()}
