"""Hand-written pages: their text, and what their head says of them.

Belongs here: reading one file of ``content/pages``, with a place for all that is wrong in it.
Does not belong here: which page belongs to what and whether it counts as written (``rules``),
what Markdown makes of it (the host).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from notices.domain.phrases import Phrase, phrase
from notices.domain.problem import Mark, Problem
from notices.loading import characters
from notices.loading.conflicts import merge_conflict
from notices.loading.loaded import Loaded, bounded
from notices.loading.page_limits import HEAD_BYTES, PAGE_BYTES, excesses

__all__ = ["front_matter", "page_text"]

_FRONT = re.compile(
    rb"(?:\xef\xbb\xbf)?-{3}[ \t]*\r?\n((?:.*?\n)?)(?:-{3}|\.{3})[ \t]*(?:\r?\n|\Z)", re.DOTALL
)
# Behind so many problems nobody wants to know of more.
_HOPELESS = 1_000
_META = ("title", "description", "stub")


def page_text(path: str, data: bytes) -> Loaded[str]:
    """A page's text without its head; no text, and errors, where it cannot be rendered or shown.

    ``data`` may be cut off behind the limit of :data:`PAGE_BYTES`.
    """
    if len(data) > PAGE_BYTES:
        message = phrase("the page is larger than {most} KiB", most=PAGE_BYTES // 1024)
        return _limited(path, (1, 1), message, phrase("Divide it into several pages."))
    try:
        text = data.decode().removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        at, message = characters.undecodable(data, error)
        help = phrase("Save the page as UTF-8.")
        return Loaded(None, (Problem("error", "schema", Mark(path, *at), message, help),))
    if (conflict := merge_conflict(path, text, markdown=True)) is not None:
        return Loaded(None, (conflict,))
    if problems := bounded(_unshowable(path, text)):
        return Loaded(None, problems)
    front = _FRONT.match(data)
    if front is None:
        head, body = "", text
    else:
        head, body = (
            data[: front.end()].decode().removeprefix("\ufeff"),
            data[front.end() :].decode(),
        )
    if (excess := next(excesses(body), None)) is not None:
        offset, message, help = excess
        return _limited(path, characters.place(head + body, len(head) + offset), message, help)
    return Loaded(body)


def _limited(path: str, at: tuple[int, int], message: Phrase, help: Phrase) -> Loaded[str]:
    return Loaded(None, (Problem("error", "page-limits", Mark(path, *at), message, help),))


def _unshowable(path: str, text: str) -> Iterator[Problem]:
    """The characters that no page may hold."""
    offsets = sorted({*characters.forbidden(text), *characters.private(text)})
    for offset in offsets[:_HOPELESS]:
        message, help = characters.name_of(text[offset]), phrase("Delete this character.")
        at = characters.place(text, offset)
        yield Problem("error", "schema", Mark(path, *at), message, help)


def front_matter(path: str, data: bytes) -> Loaded[dict[str, str]]:
    """``title``, ``description`` and ``stub`` from the head of a hand-written page.

    Only those that are there; other keys are the host's business. A page without a head has
    none of them. ``stub`` is ``true`` or ``false``.
    """
    front = _FRONT.match(data)
    if front is None:
        return Loaded({})
    if len(front[1]) > HEAD_BYTES:
        message = phrase("the front matter is larger than {most} KiB", most=HEAD_BYTES // 1024)
        help = phrase("Put the text below it.")
        return Loaded(None, (Problem("error", "page-limits", Mark(path), message, help),))
    from notices.loading.findings import Findings

    # The line of dashes is read as an empty one, so that the positions are the page's own.
    findings = Findings(path, b"\n" + front[1], may_be_empty=True)
    head = findings.document.data or {}
    meta: dict[str, str] = {}
    for key in _META:
        value = head.get(key)
        if isinstance(value, dict | list):
            findings.at_value(key, phrase("{field} must be text on one line", field=key))
        elif key == "stub" and isinstance(value, str) and value not in {"true", "false"}:
            findings.at_value(key, phrase("{field} must be true or false", field="stub"))
        elif isinstance(value, str) and value:
            meta[key] = str(value)
    return findings.loaded(meta)
