"""A reader's browser that notes whatever a text has made it do.

Belongs here: opening pages and pieces of HTML, and what ran, was asked for or is more than text there. Does not
belong here: which pages, and what a page may hold.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from playwright.sync_api import Browser, ConsoleMessage, Dialog, Page, Request, Response

__all__ = ["Probe", "missing", "opened", "words"]

# While the windows of the hostile releases run.
_NOW = "2026-12-02T14:30:00Z"
# Whatever calls one of these was no text.
_LISTEN = """
  for (const name of ["alert", "confirm", "prompt", "print", "open"]) window[name] = () => { window.ran = name; };
"""
# Every element with each of its attributes; an address by its scheme and host.
_LOOK = """(root) => {
  const found = new Set();
  const places = ["href", "src", "action", "formaction", "data", "poster", "background", "ping", "srcset", "xlink:href"];
  for (const element of document.querySelectorAll(root + " *")) {
    const tag = element.localName;
    found.add(tag);
    for (const { name, value } of element.attributes) {
      found.add(tag + " " + name);
      if (!places.includes(name)) continue;
      let address = "none";
      try { address = new URL(value, location); } catch {}
      const own = address.origin === location.origin && address.protocol !== "about:";
      if (!own) found.add(tag + " " + name + " " + (address.protocol || "none"));
    }
  }
  for (const fold of document.querySelectorAll("details")) fold.open = true;
  return [window.ran ?? null, [...found], document.querySelector(root)?.innerText ?? "", Object.keys(Object.prototype)];
}"""
# As a program that trusts what it was sent: scripts in it run, too.
_TRUST = """(pieces) => document.body.replaceChildren(...pieces.map((html) => {
  const place = document.createElement("section");
  place.append(document.createRange().createContextualFragment(html));
  return place;
}))"""
_AT_ONCE = 40


@dataclass
class Probe:
    """What happened on all pages so far: ``ran`` scripts, ``left`` requests, ``heard`` errors; each with its page."""

    page: Page
    base: str
    policy: bool
    own: tuple[str, ...]
    ran: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)
    shapes: set[str] = field(default_factory=set)
    opened: int = 0

    def open(self, path: str, root: str = "body") -> str:
        """The text that a reader sees on a page, below ``root``."""
        self.page.goto(self.base + path)
        self.opened += 1
        return self.look(path, root)

    def trust(self, pieces: Mapping[str, str]) -> None:
        """Show pieces of HTML, with the place of each, as a program that does not clean them."""
        self.shapes.clear()
        left = [*pieces.items()]
        while left:
            some, left = left[:_AT_ONCE], left[_AT_ONCE:]
            self.page.evaluate(_TRUST, [html for html, _ in some])
            self.look(f"{some[0][1]} and the next")

    def look(self, name: str, root: str = "body") -> str:
        """What is there by now."""
        ran, shapes, text, prototype = self.page.evaluate(_LOOK, root)
        if ran is not None or prototype:
            self.ran.append(f"{name}: {ran} {prototype}")
        self.shapes |= {*shapes}
        return words(text)

    def faults(self) -> list[str]:
        """All that should not have happened."""
        return [*self.ran, *self.left, *self.heard]

    def _asked(self, request: Request) -> None:
        # What its policy, or the browser by itself, refused has not left.
        own = request.url.startswith((*self.own, "data:", "blob:"))
        if not own and request.failure not in ("csp", "origin"):
            self._came(request.url)

    def _answered(self, response: Response) -> None:
        # A picture `x` would be one of our own host, which has none; a hand-written page may have one.
        if response.status >= 400 and not self.policy:
            self._came(response.url)

    def _spoke(self, dialog: Dialog) -> None:
        self.ran.append(f"{self.page.url}: {dialog.message}")
        dialog.dismiss()

    def _came(self, address: str) -> None:
        self.left.append(f"{self.page.url}: {address}")

    def _failed(self, error: str) -> None:
        self.heard.append(f"{self.page.url}: {error}")

    def _said(self, line: ConsoleMessage) -> None:
        if line.type == "error":
            self._failed(line.text)


@contextmanager
def opened(
    browser: Browser,
    base: str,
    *,
    policy: bool = False,
    now: str | datetime = _NOW,
    also: tuple[str, ...] = (),
) -> Iterator[Probe]:
    """A new visitor of ``base`` at ``now``, who may ask what is ``also`` there.

    Without ``policy`` nothing but escaping keeps a script from running.
    """
    context = browser.new_context(bypass_csp=not policy, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    probe = Probe(page, base, policy, (base, *also))
    page.clock.set_fixed_time(now)
    page.add_init_script(_LISTEN)
    page.on("requestfinished", probe._asked)
    page.on("requestfailed", probe._asked)
    page.on("response", probe._answered)
    page.on("dialog", probe._spoke)
    page.on("popup", lambda popup: probe._came(popup.url))
    page.on("pageerror", lambda error: probe._failed(str(error)))
    if not policy:  # The browser itself tells what a policy refused.
        page.on("console", probe._said)
    try:
        yield probe
    finally:
        context.close()


def words(text: str) -> str:
    """A text as it reads: one space between words, composed letters."""
    # What has no width may stand between any two letters, and browsers leave some of it out.
    seen = re.sub("[\u00ad\u200b\u2060]", "", unicodedata.normalize("NFC", text))
    return " ".join(seen.split())


def missing(wanted: Iterable[tuple[str, str]], seen: str) -> list[str]:
    """Which of the named texts are not to be read."""
    return [f"{name}: {text}" for name, text in wanted if words(text) not in seen]
