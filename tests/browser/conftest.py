"""One browser and one demo for all browser tests; a new visitor, with nothing kept, for each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response

from tests.browser.stage import chromium, launched, serving
from tests.demo import BELOW

Visitor = Callable[..., Page]


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
    """Everything of a visit that should never happen."""

    def __init__(self, page: Page) -> None:
        self.heard: list[str] = []
        self.lost: set[str] = set()
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.heard.append(f"error: {error}"))
        page.on("request", self._request)
        page.on("requestfailed", self._failed)
        page.on("response", self._response)

    def _console(self, message: ConsoleMessage) -> None:
        # The browser itself reports the page that a test asks for to see it missing.
        if message.type in ("warning", "error") and message.location["url"] not in self.lost:
            self.heard.append(f"console: {message.text} {message.location}")

    def _request(self, request: Request) -> None:
        if urlsplit(request.url).hostname != "127.0.0.1":
            self.heard.append(f"another host: {request.url}")

    def _failed(self, request: Request) -> None:
        # What was still on its way when a test went on to the next page.
        if request.failure != "net::ERR_ABORTED":
            self.heard.append(f"failed: {request.url} {request.failure}")

    def _response(self, response: Response) -> None:
        if response.status >= 400 and response.url not in self.lost:
            self.heard.append(f"{response.status}: {response.url}")


@pytest.fixture(scope="session")
def base_below(demo_below: Path) -> Iterator[str]:
    """The address of the demo that does not stand at its host's root."""
    with serving(demo_below, BELOW) as address:
        yield address


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Visitor]:
    """Makes visitors from Vietnam, unless told; whatever they see, nothing may go wrong.

    ``missing`` names the URLs that are asked for although they are not there.
    """
    contexts = []
    ears = []

    def come(missing: tuple[str, ...] = (), width: int = 1280, **options: Any) -> Page:
        told = {"timezone_id": "Asia/Ho_Chi_Minh", "locale": "vi-VN", **options}
        context = browser.new_context(viewport={"width": width, "height": 900}, **told)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(5000)
        ear = _Ears(page)
        ear.lost.update(missing)
        ears.append(ear)
        return page

    yield come
    for context in contexts:
        context.close()
    assert [line for ear in ears for line in ear.heard] == []
