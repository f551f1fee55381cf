"""The frame of one language: the holes that every page has, and its two kinds of page.

Belongs here: a page of our own and a hand-written one as documents. Does not belong here: which
pages there are (``pages``, ``papers``), the markup around the holes (``theme/overrides``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import escape

from generator.domain.public import PublicSite
from generator.rendering.documents import Document, Look
from generator.rendering.head.heads import Heads
from generator.rendering.language.ink import Ink
from generator.rendering.language.voice import Voice
from generator.rendering.shells import STUBS

__all__ = ["Frame"]

_UNINDEXED = '<meta name="robots" content="noindex">'


@dataclass(frozen=True, slots=True)
class Other:
    """The same page in another language."""

    language: str
    name: str
    url: str


class Frame:
    """What makes documents of the pages' content; ``names`` are those of all languages."""

    def __init__(
        self,
        site: PublicSite,
        look: Look,
        voice: Voice,
        voices: Mapping[str, Voice],
        ink: Ink,
        heads: Heads,
    ) -> None:
        self._site, self._look, self._voice, self._ink = site, look, voice, ink
        self._heads = heads
        self._others = [other for other in voices.values() if other.language != voice.language]
        self.names = {other.language: other.say("language.name") for other in voices.values()}
        # What the browser needs comes before what it works on, so that no page moves under
        # a reader's eyes.
        self._bar = ink.print("browser.html", "")
        if site.drafts:
            self._bar += ink.print("preview-bar.html", "")

    def shell(
        self,
        kind: str,
        local: str,
        title: str,
        description: str,
        content: str,
        *above: tuple[str, str],
        head: str = "",
    ) -> Document:
        """A page of ours; ``above`` are the pages between the home page and it."""
        page = self._voice.at.home + local
        holes = {
            "title": str(escape(title)),
            "description": str(escape(description)),
            "head": head or self._heads.page(*above, (title, page)),
            "canonical": str(escape(self._look.base_url + page)),
            "content": content,
            **self._holes(local, indexed=kind not in STUBS),
        }
        return Document(f"{page}index.html", (self._voice.language, kind), holes, place=page)

    def written(
        self, source: str, local: str, head: str, *, lead: str = "", tail: str = ""
    ) -> Document:
        """A hand-written page, with ours before and after its text; ``head`` as for ours.

        ``source`` is its path below ``content/pages`` without language and ending.
        """
        page = self._voice.at.home + local
        holes = {"head": head, "lead": lead, "tail": tail, **self._holes(local)}
        shell = (self._voice.language, f"written:{source}")
        return Document(f"{page}index.html", shell, holes, place=page)

    def _holes(self, local: str, *, indexed: bool = True) -> dict[str, str]:
        """Those that every page has."""
        others = [
            Other(o.language, self.names[o.language], o.at.home + local) for o in self._others
        ]
        return {
            "switch": self._ink.print("switch.html", self._voice.at.home + local, others=others),
            "robots": "" if indexed and not self._site.drafts else _UNINDEXED,
            "notice-bar": self._bar,
        }
