"""Words that nobody breaks: no page becomes wider than it is."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visitor
from tests.browser.stage import serving
from tests.project import POLICY, SYSTEMS, Project

pytestmark = pytest.mark.browser


def entry(title: str) -> str:
    # JSON is YAML: so the text arrives whatever it holds.
    fields = {
        "category": "feature",
        "title": {"vi": title, "en": title},
        "summary": {"vi": title, "en": title},
        "impact": {"downtime": "10m", "mode": "usable", "sign_in_again": True, "systems": ["crm"]},
        "prepare": title,
        "body": title,
        "known_issues": [{"title": {"vi": title, "en": title}, "status": "open"}],
    }
    window = "window: {start: 2026-12-12 20:00, end: 2026-12-12 22:00}\n"
    texts = "".join(f"{k}: {json.dumps(v, ensure_ascii=False)}\n" for k, v in fields.items())
    return texts + window


LONG = "Đ" * 60
PLAN = """\
approvals: [{role: ceo, on: 2026-11-25}, {role: marketing, on: 2026-11-25}, {role: product, on: 2026-11-25}]
items:
  - {title: LONG, category: feature, expected: 2026-12-12, release: long}
  - {title: LONG, category: feature, expected: 2026-12-13}
summary: LONG
"""
FREEZES = """\
freezes:
  - {id: year-end, from: 2026-12-24, to: 2027-01-03, kind: hard, label: LONG, categories: [feature], systems: [crm]}
"""
# A box is as wide as the page allows, and what is in it is not cut off at its end; code and addresses scroll in theirs.
WIDE = """() => [document.documentElement.scrollWidth - innerWidth,
  ...[...document.querySelectorAll("main *")].filter(e => {
    const box = e.getBoundingClientRect();
    return box.width > 2 && box.right > innerWidth + 1 && !e.closest(".nt-relative, pre, .nt-address code");
  }).map(e => e.outerHTML.slice(0, 90))]"""


@pytest.fixture(scope="module")
def long_words(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site whose titles, names, labels and texts are each one word of 60 letters."""
    policy = POLICY.read_text(encoding="utf-8")
    policy = re.sub(r"label: \{vi: [^}]*\}", f"label: {LONG}", policy) + FREEZES
    project = Project.create(
        tmp_path_factory.mktemp("long") / "project", policy.replace("LONG", LONG)
    )
    systems = re.sub(r"\{vi: [^}]*\}", LONG, SYSTEMS)
    project.write("content/systems.yml", systems)
    project.write("content/plans/2026-12.yml", PLAN.replace("LONG", LONG))
    project.release("long", entry(LONG))
    for now in ("2026-11-28 09:00", "2026-12-01 09:00"):
        result = project.run("publish", "--now", now)
        assert result.status == 0, result.err
    with serving(project.site) as address:
        yield address


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_a_word_of_sixty_letters_widens_no_page(
    long_words: str, visitor: Visitor, width: int
) -> None:
    page = visitor(width=width)
    page.clock.install(time="2026-12-01T03:00:00Z")
    for path in (
        "",
        "releases/long/",
        "changelog/",
        "changelog/2026/",
        "plans/",
        "plans/2026-12/",
        "on-time/",
        "lead-times/",
        "guides/",
        "guides/long/",
        "faq/long/",
        "subscribe/",
        "banner/",
    ):
        page.goto(long_words + path)
        expect(page.locator("#__content")).to_contain_text(LONG)
        assert page.evaluate(WIDE) == [0], path
