"""A month of which the plan says that nothing is planned, and an update that has just begun."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visitor
from tests.browser.stage import arrive, serving
from tests.project import POLICY, Project

pytestmark = pytest.mark.browser

NOW = "2026-12-08T12:00:05+07:00"
PLAN = """\
approvals:
  - {role: ceo, on: 2026-11-24}
  - {role: marketing, on: 2026-11-25}
  - {role: product, on: 2026-11-26}
summary:
  vi: Chúng tôi giữ hệ thống ổn định để Quý khách quyết toán năm.
  en: We keep everything as it is while you close the year.
  de: Während Ihres Jahresabschlusses bleibt alles unverändert.
items: []
"""
FIX = """\
category: fix
title: {vi: Sửa lỗi in, en: Printing works again, de: Drucken geht wieder}
summary: {vi: In lại được., en: Invoices print again., de: Rechnungen sind wieder druckbar.}
window: {start: 2026-12-08 12:00, end: 2026-12-08 12:30}
impact: {downtime: 0m, systems: [crm]}
"""
SENTENCES = {
    "": "Không có bản cập nhật nào được lên kế hoạch cho tháng 12/2026.",
    "en/": "No updates are planned for December 2026.",
    "de/": "Für Dezember 2026 sind keine Updates geplant.",
}
BEGUN = {
    "": "Bản cập nhật đã bắt đầu",
    "en/": "The update has begun",
    "de/": "Das Update hat begonnen",
}


@pytest.fixture(scope="module")
def calm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    row = "- {id: begun, audience: customers, owner: care, on: start, source: ours}"
    text = POLICY.read_text(encoding="utf-8").replace("[vi, en]", "[vi, en, de]")
    text = text.replace("- id: important\n", f"{row}\n      - id: important\n", 1)
    project = Project.create(tmp_path_factory.mktemp("calm") / "project", text)
    project.write("content/plans/2026-12.yml", PLAN)
    project.release("printing", FIX)
    for now in ("2026-11-28 09:00", NOW):
        assert project.run("publish", "--now", now).status == 0
    with serving(project.site) as address:
        yield address


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("home", [*SENTENCES])
def test_they_are_read_at_once_on_a_phone_and_on_a_desk(
    calm: str, visitor: Visitor, home: str, width: int
) -> None:
    page = visitor(width=width)
    for path, said in (
        ("", SENTENCES[home]),
        ("plans/2026-12/", SENTENCES[home]),
        ("releases/printing/", BEGUN[home]),
    ):
        arrive(page, f"{calm}{home}{path}")
        expect(page.get_by_text(said).last).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
