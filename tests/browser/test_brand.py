"""A company's logo and accent, as a reader sees them in both schemes and on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.stage import serving
from tests.project import Project
from tests.project_folder.test_brand import ACCENT, DARK, SVG, WHOLE, configured

WIDTHS = (1280, 360)


@pytest.fixture(scope="module")
def branded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site with a wide logo for each scheme."""
    project = Project.create(tmp_path_factory.mktemp("branded") / "project")
    (project.root / "theme").unlink()
    for name in ("logo", "logo-dark", "mark"):
        project.write(f"theme/overrides/assets/{name}.svg", SVG)
    project.release("payroll-engine")
    answer = configured(project, WHOLE).run_at("2026-12-01 09:00", "build")
    assert answer.status == 0, answer.err
    with serving(Path(project.site)) as address:
        yield address


def shown(page: Page) -> list[tuple[str, float, float]]:
    """The logos that can be seen: of which scheme, and how wide to their height."""
    images: list[dict[str, Any]] = page.evaluate(
        """[...document.querySelectorAll(".nt-brand__logo img")].map((image) => {
            const {width, height} = image.getBoundingClientRect();
            return {scheme: image.dataset.logo, width, height};
        })"""
    )
    return [(each["scheme"], each["width"], each["height"]) for each in images if each["width"]]


def colour(page: Page) -> str:
    script = "getComputedStyle(document.documentElement).getPropertyValue('--nt-accent').trim()"
    return str(page.evaluate(script))


@pytest.mark.parametrize("width", WIDTHS)
def test_one_logo_is_seen_and_it_goes_with_the_colours(
    browser: Browser, branded: str, width: int
) -> None:
    for scheme, other, accent in (("light", "dark", ACCENT), ("dark", "light", DARK)):
        context = browser.new_context(
            viewport={"width": width, "height": 800},
            color_scheme="dark" if scheme == "dark" else "light",
        )
        page = context.new_page()
        page.goto(branded)

        ((seen, wide, high),) = shown(page)
        assert (seen, colour(page)) == (scheme, accent)
        # As high as one line of the header; on a phone at most twice as wide as that.
        assert high == 30
        assert wide == (90 if width > 600 else 60)

        page.evaluate("scheme => { document.documentElement.dataset.scheme = scheme; }", other)
        assert [each for each, *_ in shown(page)] == [other]
        context.close()
