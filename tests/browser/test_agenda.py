"""The agenda as a page: read on a telephone and a desk, by day and night, and alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from notices.cli import main
from tests.browser.conftest import Visitor
from tests.browser.test_accessibility import found

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def pages(demo_site: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The page of the demo's agenda in each language."""
    written = {}
    for language in ("vi", "en"):
        written[language] = tmp_path_factory.mktemp("agenda") / "agenda.html"
        project = str(demo_site.parent / "mkdocs.yml")
        command = ["-f", project, "--lang", language, "agenda", "--format", "html"]
        command += ["--now", "2026-11-25 09:00", "-o", str(written[language])]
        result = CliRunner().invoke(main, command, catch_exceptions=False)
        assert result.exit_code == 0, result.output
    return written


@pytest.mark.parametrize(
    "language, width, scheme",
    [("vi", 360, "light"), ("en", 360, "dark"), ("en", 1280, "light"), ("vi", 1280, "dark")],
)
def test_it_fits_loads_nothing_and_axe_finds_nothing(
    pages: dict[str, Path], visitor: Visitor, language: str, width: int, scheme: str
) -> None:
    page = visitor(width=width, color_scheme=scheme, bypass_csp=True)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(pages[language].as_uri())

    assert page.locator("h1").count() == 1
    assert page.locator("li").count() > 5
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert found(page, more_than=10) == []
    policy = page.locator('meta[http-equiv="Content-Security-Policy"]').get_attribute("content")
    assert policy == "default-src 'none'; style-src 'unsafe-inline'"
    assert asked == [pages[language].as_uri()]
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground == ("rgb(247, 248, 250)" if scheme == "light" else "rgb(18, 22, 29)")
