"""The frame of one language: the slots that every page has, and its two kinds of page.

Belongs here: a page of our own and a hand-written one as documents. Does not belong here: which
pages there are (``pages``), the markup around the slots (``theme/overrides``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from notices.domain.public import PublicSite
from notices.rendering.documents import Document, Theme
from notices.rendering.escaping import html_of
from notices.rendering.locale.locale import Locale
from notices.rendering.locale.templates import TemplateRenderer
from notices.rendering.metadata.heads import Heads
from notices.rendering.registry.kinds import PageKind
from notices.rendering.shells import WRITTEN

__all__ = ["Frame"]

_NOT_INDEXED = '<meta name="robots" content="noindex">'


@dataclass(frozen=True, slots=True)
class OtherLanguage:
    """The same page in another language."""

    language: str
    name: str
    url: str


class Frame:
    """Makes documents of the pages' content; ``names`` are those of all languages."""

    def __init__(
        self,
        site: PublicSite,
        theme: Theme,
        locale: Locale,
        locales: Mapping[str, Locale],
        renderer: TemplateRenderer,
        heads: Heads,
    ) -> None:
        self._site, self._theme, self._locale, self._renderer = site, theme, locale, renderer
        self._heads = heads
        self._others = [other for other in locales.values() if other.language != locale.language]
        self.names = {other.language: other.say("language.name") for other in locales.values()}
        # What the browser needs comes before what it works on, so that no page moves under
        # a reader's eyes.
        self._bar = renderer.render("browser.html", "")
        if site.drafts:
            self._bar += renderer.render("preview-bar.html", "")

    def shell(
        self,
        kind: PageKind,
        local: str,
        title: str,
        description: str,
        content: str,
        *above: tuple[str, str],
        head: str = "",
    ) -> Document:
        """A page of ours; ``above`` are the pages between the home page and it."""
        page = self._locale.at.home + local
        slots = {
            "title": html_of(title),
            "description": html_of(description),
            "head": head or self._heads.page(*above, (title, page)),
            "canonical": html_of(self._theme.base_url + page),
            "content": content,
            **self._slots(local, indexed=kind.indexed),
        }
        return Document(f"{page}index.html", (self._locale.language, kind.name), slots, place=page)

    def later(self, kind: str, local: str, inputs: str, make: Callable[[], Document]) -> Document:
        """The page that ``make`` gives, at ``local`` below the language's home.

        ``kind`` is the name of its kind, or of the shell of a hand-written page.
        """
        page = self._locale.at.home + local
        shell = self._locale.language, kind
        return Document(f"{page}index.html", shell, place=page, inputs=inputs, later=make)

    def page(
        self,
        kind: PageKind,
        template: str,
        title: str,
        description: str,
        *above: tuple[str, str],
        local: str = "",
        **values: object,
    ) -> Document:
        """A page of ours, its content rendered from ``template``, which gets title and description.

        It is at ``local`` below the language's home; without it, at the path of its kind.
        """
        local = local or kind.path
        content = self._renderer.render(
            template,
            self._locale.at.home + local,
            title=title,
            description=description,
            **values,
        )
        return self.shell(kind, local, title, description, content, *above)

    def written(
        self, source: str, local: str, head: str, *, lead: str = "", tail: str = ""
    ) -> Document:
        """A hand-written page, with ours before and after its text; ``head`` as for ours.

        ``source`` is its path below ``content/pages`` without language and ending.
        """
        page = self._locale.at.home + local
        slots = {"head": head, "lead": lead, "tail": tail, **self._slots(local)}
        shell = (self._locale.language, WRITTEN + source)
        return Document(f"{page}index.html", shell, slots, place=page)

    def _slots(self, local: str, *, indexed: bool = True) -> dict[str, str]:
        """Those that every page has."""
        here = self._locale.at.home + local
        others = [
            OtherLanguage(o.language, self.names[o.language], o.at.home + local)
            for o in self._others
        ]
        return {
            "switch": self._renderer.render("switch.html", here, others=others),
            "robots": "" if indexed and not self._site.drafts else _NOT_INDEXED,
            "notice-bar": self._bar,
        }
