"""The pictures beside shared links.

Belongs here: these files. Does not belong here: which picture a page names (``heads``), drawing
them (``social``).
"""

from __future__ import annotations

from notices.rendering.registry import FileKind, Output

__all__ = ["OUTPUT"]

OUTPUT = Output(
    (
        FileKind("og/{name}.{language}.png", "image/png", "revalidate"),
        FileKind("{home}releases/{id}/picture.png", "image/png", "revalidate"),
    ),
    for_language=lambda c: c.heads.pictures(c.cards),
)
