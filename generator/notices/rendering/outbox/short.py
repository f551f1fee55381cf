"""The short form of a message: one text for chat and SMS.

Belongs here: what goes into 320 characters, and where they end. Does not belong here: the words
(``letters``).

What it is about, when, and the link always stand there; the link is never cut. What else there is
room for comes by its need; a text that is too long ends at a word, with ``…``.
"""

from __future__ import annotations

from notices.rendering.outbox.letters import Letter

__all__ = ["MOST", "cut", "short_body", "short_text"]

MOST = 320
"""Characters: two or three parts of an SMS, and a preview that chat programs show whole."""

_LEAST = 24
# At the end of a text that was cut, before its mark.
_LOOSE = " \t,;:.–-(["


def short_text(letter: Letter) -> str:
    """At most ``MOST`` characters on one line, unless the link alone has more."""
    needed = (f"{letter.when}.", *letter.notes, letter.url)
    room = MOST - sum(len(part) + 1 for part in needed)
    title = cut(f"{letter.title}.", max(room, 0))
    return " ".join(filter(None, (title, short_body(letter, MOST - len(title) - 1))))


def short_body(letter: Letter, most: int) -> str:
    """The same without its title, in at most ``most`` characters, unless what is needed has more."""
    needed = (f"{letter.when}.", *letter.notes, letter.url)
    room = most + 1 - sum(len(part) + 1 for part in needed)
    chosen: list[str] = []
    for fact in letter.facts:
        if len(fact) < room:
            chosen.append(fact)
            room -= len(fact) + 1
    if letter.todo and room > _LEAST:
        chosen.append(cut(letter.todo, room - 1))
    *body, link = needed
    return " ".join(filter(None, (*body, *chosen, link)))


def cut(text: str, most: int) -> str:
    """``text`` on one line, in at most ``most`` characters; what is longer ends at a word."""
    text = " ".join(text.split())
    if len(text) <= most:
        return text
    if most < 2:
        return ""
    head = text[: most - 1]
    if text[most - 1] != " ":
        head = head.rpartition(" ")[0] or head
    return f"{head.rstrip(_LOOSE)}…"
