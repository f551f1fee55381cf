"""What a browser test stands on: a built site behind a loopback address, and a browser.

Belongs here: serving a folder as a static host would, starting the Chromium that is installed,
visitors and their clocks. Does not belong here: any expectation of a page.
"""

from __future__ import annotations

import functools
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import Browser, Page, Request, sync_playwright

__all__ = ["arrive", "chromium", "freeze", "launched", "serving", "wait_until"]

_ARGS = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # Whatever a page asks of another host fails, and is heard.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
)
_ANSWERED_S = 30


def chromium() -> str | None:
    """The installed browser's path; none is ever downloaded."""
    # The first is the same browser without what a window needs, and starts much faster.
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    return next((path for path in map(shutil.which, names) if path), None)


@contextmanager
def launched() -> Iterator[Browser]:
    """The installed Chromium, without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(_ARGS))
        try:
            yield browser
        finally:
            browser.close()


class _Host(SimpleHTTPRequestHandler):
    """Files below a path, and ``404.html`` for all that is not there."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    below = "/"
    policy = ""

    def translate_path(self, path: str) -> str:
        if not path.startswith(self.below):
            return str(Path(self.directory) / "\0nowhere")
        return super().translate_path("/" + path.removeprefix(self.below))

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        not_found_page = Path(self.directory) / "404.html"
        if code != 404 or not not_found_page.is_file():
            super().send_error(code, message, explain)
            return
        body = not_found_page.read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def end_headers(self) -> None:
        # As the hosting notes ask for: other sites' pages may read the API.
        if self.path.startswith(f"{self.below}api/"):
            self.send_header("Access-Control-Allow-Origin", "*")
        if self.policy:
            self.send_header("Content-Security-Policy", self.policy)
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the tests look at what the browser saw."""


@contextmanager
def serving(folder: Path, below: str = "/", policy: str = "") -> Iterator[str]:
    """The address at which a folder is served: an ephemeral port of this machine alone.

    ``policy`` is the Content-Security-Policy of every answer.
    """
    host = type("Host", (_Host,), {"below": below, "policy": policy})
    handler = functools.partial(host, directory=str(folder.resolve()))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        server.block_on_close = False
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}{below}"
        finally:
            server.shutdown()
            thread.join()


def wait_until(page: Page, holds: Callable[[], bool], otherwise: Callable[[], str]) -> None:
    """Let the browser go on until a thing holds; fail with what is said otherwise."""
    ends = time.monotonic() + _ANSWERED_S
    while not holds():
        assert time.monotonic() < ends, otherwise()
        page.wait_for_timeout(10)


def arrive(page: Page, url: str) -> None:
    """Open a page, and wait until nothing that it asked for is still on its way.

    The browser's own word for that, ``networkidle``, never comes where it is busy enough.
    """
    awaited: set[str] = set()

    def on_request(request: Request) -> None:
        awaited.add(request.url)

    def answered(request: Request) -> None:
        awaited.discard(request.url)

    page.on("request", on_request)
    page.on("requestfinished", answered)
    page.on("requestfailed", answered)
    page.goto(url)
    page.evaluate("document.fonts.ready.then(() => null)")
    wait_until(page, lambda: not awaited, lambda: f"{url} waits for {sorted(awaited)}")
    page.remove_listener("request", on_request)
    page.remove_listener("requestfinished", answered)
    page.remove_listener("requestfailed", answered)


def freeze(page: Page, url: str, at: datetime) -> None:
    """Open a page with the browser's clock standing still at an instant."""
    page.clock.install(time=at - timedelta(minutes=1))
    page.goto(url)
    page.clock.pause_at(at)
