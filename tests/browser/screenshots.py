"""Pictures of the site, to be looked at: ``python -m tests.browser.screenshots DIR``.

Makes the demo at a fixed instant, builds the repository's own content, and takes every kind of
page in both languages, at two widths and in both colours. ``home.png`` is the README's picture.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from click.testing import CliRunner
from playwright.sync_api import Browser

from notices.cli import main
from tests.browser.stage import launched, serving
from tests.demo import NOW, made
from tests.project import CLONE

_DEMO = (
    "",
    "releases/project-timeline/",
    "releases/invoice-designer/",
    "releases/customer-map/",
    "releases/payroll-engine/",
    "releases/provider-power/",
    "releases/search-server-move/",
    "releases/leave-forecast/",
    "releases/travel-expenses/",
    "releases/report-builder/",
    "releases/shift-swap/",
    "releases/dark-mode/",
    "releases/mobile-signing/",
    "releases/chat-rooms/",
    "changelog/",
    "plans/",
    "plans/2026-11/",
    "on-time/",
    "guides/",
    "guides/customer-map/",
    "guides/travel-expenses/",
    "faq/leave-forecast/",
    "subscribe/",
    "banner/",
)
_OWN = (
    "",
    "releases/shift-scheduling/",
    "releases/provider-network-2026-01/",
    "changelog/",
    "changelog/2025/",
    "on-time/",
    "plans/",
    "plans/2026-04/",
    "guides/shift-scheduling/",
    "faq/",
)
_WIDTHS = (1280, 360)
_SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


def _shoot(browser: Browser, base: str, pages: tuple[str, ...], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for scheme in _SCHEMES:
        for width in _WIDTHS:
            context = browser.new_context(
                viewport={"width": width, "height": 900},
                color_scheme=scheme,
                locale="vi-VN",
                timezone_id="Asia/Ho_Chi_Minh",
            )
            page = context.new_page()
            page.clock.install(time=NOW)
            for path in (*_in_both(pages), "nowhere/"):
                page.goto(base + path)
                name = path.strip("/").replace("/", "-") or "home"
                page.screenshot(
                    path=folder / f"{name}-{width}-{scheme}.png",
                    full_page=True,
                    animations="disabled",
                )
            context.close()


def _in_both(pages: tuple[str, ...]) -> Iterator[str]:
    for path in pages:
        yield path
        yield f"en/{path}"


def _for_the_readme(browser: Browser, base: str, file: Path) -> None:
    context = browser.new_context(
        viewport={"width": 1280, "height": 900},
        locale="vi-VN",
        timezone_id="Asia/Ho_Chi_Minh",
    )
    page = context.new_page()
    page.clock.install(time=NOW)
    page.goto(base)
    page.screenshot(path=file, animations="disabled")
    context.close()


def shoot(folder: Path) -> None:
    """Write all pictures into ``folder``."""
    with tempfile.TemporaryDirectory() as temporary, launched() as browser:
        demo, own = made(Path(temporary) / "demo"), Path(temporary) / "own"
        command = ["-f", str(CLONE / "mkdocs.yml"), "build", "--site-dir", str(own)]
        CliRunner().invoke(main, command, catch_exceptions=False)
        with serving(demo) as base:
            _shoot(browser, base, _DEMO, folder / "demo")
            _for_the_readme(browser, base, folder / "home.png")
        with serving(own) as base:
            _shoot(browser, base, _OWN, folder / "own")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m tests.browser.screenshots DIR")
    shoot(Path(sys.argv[1]))
