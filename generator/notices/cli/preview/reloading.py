"""The script by which a page of a preview reloads itself.

Belongs here: the script, and putting it into a page. Does not belong here: saying that there is
something new (``server``). Names with a dot in front cannot be the site's own.
"""

from __future__ import annotations

__all__ = ["EVENTS", "SCRIPT", "SCRIPT_PATH", "with_script"]

EVENTS = "/.notices/events"
"""Where the version is sent, at once and whenever there is a new one."""

SCRIPT_PATH = "/.notices/reload.js"

SCRIPT = """\
(() => {
  const { events, version } = document.currentScript.dataset;
  let source = null;
  const listen = () => {
    source?.close();
    source = null;
    // Browsers allow few connections to one address; a page in the background needs none.
    if (document.hidden) return;
    source = new EventSource(events);
    source.onmessage = (message) => {
      if (message.data !== version) location.reload();
    };
  };
  document.addEventListener("visibilitychange", listen);
  listen();
})();
"""


def with_script(page: bytes, version: str) -> bytes:
    """A page that reloads as soon as the server has another version than this one."""
    tag = f'<script src="{SCRIPT_PATH}" data-events="{EVENTS}" data-version="{version}"></script>\n'
    before, end, after = page.rpartition(b"</body>")
    return before + tag.encode() + end + after if end else page + tag.encode()
