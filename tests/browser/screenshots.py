"""Pictures of the site, to be looked at: ``python -m tests.browser.screenshots DIR``.

Makes the demos at a fixed instant, builds the repository's own content, and takes every kind of
page in each of its languages, at four widths, in both colours, on paper and in forced colours; and
a few pages of sites of other kinds: German, from right to left, without a release, with 300.
``home.png`` is the README's picture.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from click.testing import CliRunner
from playwright.sync_api import Browser

from notices.cli import main
from tests.benchmarks import sample
from tests.browser import kinds
from tests.browser.stage import launched, serving
from tests.demo import NOW, made
from tests.project import CLONE

_GERMAN = ("", "changelog/", "releases/label-printing/", "on-time/", "subscribe/")
_MANY = ("", "changelog/", "changelog/2028/", "on-time/", "guides/")


@dataclass(frozen=True, slots=True)
class Look:
    """How a page is looked at."""

    width: int
    scheme: Literal["light", "dark"] = "light"
    forced: bool = False
    paper: bool = False

    @property
    def name(self) -> str:
        """What the file's name ends in."""
        parts = ("paper" if self.paper else "", "forced" if self.forced else "", self.scheme)
        return "-".join(filter(None, (str(self.width), *parts)))


SCREENS = (Look(1280), Look(1280, "dark"), Look(360), Look(360, "dark"))
ALL = (*SCREENS, Look(768), Look(1920), Look(1280, "dark", forced=True), Look(720, paper=True))


@dataclass(frozen=True, slots=True)
class Site:
    """A built site: its pages, the paths of its languages, and when it is looked at."""

    folder: Path
    pages: tuple[str, ...]
    languages: tuple[str, ...] = ("", "en/")
    now: datetime = NOW
    looks: tuple[Look, ...] = SCREENS


def _sites(folder: Path) -> Mapping[str, Site]:
    own, many = folder / "own", sample.write(folder / "many", sample.releases(300, weeks=3))
    command = ["-f", str(CLONE / "mkdocs.yml"), "build", "--site-dir", str(own)]
    command += ["--now", f"{NOW:%Y-%m-%d %H:%MZ}"]
    CliRunner().invoke(main, command, catch_exceptions=False)
    many.run("publish", "--all", "--now", f"{sample.NOW:%Y-%m-%d %H:%MZ}")
    return {
        "demo": Site(made(folder / "demo"), kinds.DEMO, looks=ALL),
        "own": Site(own, kinds.OWN),
        # In Berlin it is the same wall clock, six hours later.
        "german": Site(made(folder / "german", "tidewart"), _GERMAN, now=NOW + timedelta(hours=6)),
        "right-to-left": Site(
            kinds.right_to_left(folder / "mirrored"), kinds.RIGHT_TO_LEFT, ("ar/",)
        ),
        "empty": Site(kinds.empty(folder / "empty"), kinds.EMPTY),
        "many": Site(many.site, _MANY, now=sample.NOW),
    }


def _shoot(browser: Browser, base: str, site: Site, look: Look, folder: Path) -> None:
    context = browser.new_context(
        viewport={"width": look.width, "height": 900},
        color_scheme=look.scheme,
        forced_colors="active" if look.forced else "none",
        locale="vi-VN",
        timezone_id="Asia/Ho_Chi_Minh",
    )
    page = context.new_page()
    page.clock.install(time=site.now)
    for path in (f"{home}{path}" for path in (*site.pages, "nowhere/") for home in site.languages):
        page.goto(base + path)
        page.emulate_media(media="print" if look.paper else "screen")
        name = path.strip("/").replace("/", "-") or "home"
        file = folder / f"{name}-{look.name}.png"
        page.screenshot(path=file, full_page=True, animations="disabled")
    context.close()


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
        for name, site in _sites(Path(temporary)).items():
            (folder / name).mkdir(parents=True, exist_ok=True)
            with serving(site.folder) as base:
                for look in site.looks:
                    _shoot(browser, base, site, look, folder / name)
                if name == "demo":
                    _for_the_readme(browser, base, folder / "home.png")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m tests.browser.screenshots DIR")
    shoot(Path(sys.argv[1]))
