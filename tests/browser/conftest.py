"""One browser and one demo for all browser tests; a new visitor, with nothing kept, for each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, expect

from tests.browser import kinds
from tests.browser.stage import chromium, launched, serving
from tests.demo import BELOW, made

Visitor = Callable[..., Page]
# Of a busy machine; where all is well nothing waits that long.
_PATIENCE_MS = 30_000
expect.set_options(timeout=_PATIENCE_MS)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if chromium() is None:
        pytest.fail("the browser tests need Chromium on PATH; `make test` says how to get it")
    with launched() as started:
        yield started


@pytest.fixture(scope="session")
def base(demo_site: Path) -> Iterator[str]:
    """The demo's address."""
    with serving(demo_site) as address:
        yield address


class _Ears:
    """Everything of a visit that should never happen.

    A request to another host fails, by how the browser was started; what a host answers with
    an error stands in the console.
    """

    def __init__(self, page: Page, missing: tuple[str, ...]) -> None:
        self.heard: list[str] = []
        self._missing = missing
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.heard.append(f"error: {error}"))
        page.on("requestfailed", self._failed)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("warning", "error") and message.location["url"] not in self._missing:
            self.heard.append(f"console: {message.text} {message.location['url']}")

    def _failed(self, request: Request) -> None:
        # What was still on its way when a test went on to the next page.
        if request.failure != "net::ERR_ABORTED":
            self.heard.append(f"failed: {request.url} {request.failure}")


@pytest.fixture(scope="session")
def base_below(demo_below: Path) -> Iterator[str]:
    """The address of the demo that does not stand at its host's root."""
    with serving(demo_below, BELOW) as address:
        yield address


@pytest.fixture(scope="session")
def german(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the German company's demo."""
    site: Path = made(tmp_path_factory.mktemp("german") / "demo", "tidewart")
    with serving(site) as address:
        yield address


@pytest.fixture(scope="session")
def every_kind(
    base: str, own_site: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, ...]]:
    """The addresses of one page of every kind, each first in one language, then in the other."""
    folder = tmp_path_factory.mktemp("kinds")
    with (
        serving(own_site) as own,
        serving(kinds.moved(folder / "moved")) as moved,
        serving(kinds.empty(folder / "empty")) as empty,
        serving(kinds.frozen(folder / "frozen")) as frozen,
    ):
        shown = (
            (base, kinds.DEMO),
            (own, kinds.OWN),
            (moved, kinds.MOVED),
            (empty, kinds.EMPTY),
            (frozen, kinds.FROZEN),
        )
        yield tuple(
            f"{address}{language}{path}"
            for address, paths in shown
            for path in paths
            for language in ("", "en/")
        )


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Visitor]:
    """Makes visitors from Vietnam, unless told; whatever they see, nothing may go wrong.

    ``missing`` names the URLs that are asked for although they are not there.
    """
    contexts = []
    ears = []

    def come(missing: tuple[str, ...] = (), width: int = 1280, **options: Any) -> Page:
        context_options = {"timezone_id": "Asia/Ho_Chi_Minh", "locale": "vi-VN", **options}
        context = browser.new_context(viewport={"width": width, "height": 900}, **context_options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(_PATIENCE_MS)
        ears.append(_Ears(page, missing))
        return page

    yield come
    for context in contexts:
        context.close()
    assert [line for ear in ears for line in ear.heard] == []
