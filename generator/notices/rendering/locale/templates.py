"""Templates: rendering those of the theme in one language.

Belongs here: the Jinja environment, what every template may use, and the frame that all pages
share. Does not belong here: what a page says (``pages``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from jinja2 import BaseLoader, FunctionLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from notices.domain.problem import Unusable
from notices.rendering.addresses import links_from
from notices.rendering.compiled import CompiledTemplates
from notices.rendering.documents import Theme
from notices.rendering.escaping import html_of
from notices.rendering.locale.locale import Locale
from notices.rendering.locale.texts import Phrases
from notices.rendering.locale.times import unbroken
from notices.rendering.locale.whole_words import whole_words
from notices.rendering.steady import SteadyEnvironment
from notices.rendering.template_faults import TemplateBroken, fault_of

__all__ = ["TemplateRenderer"]


_FOLDER = "theme/templates"

# An address within what a reader copies, as HTML: its scheme, its host's name, and its path.
_ADDRESS = re.compile(r"(https?://)([^/\s&;]+)([^\s&;]*)")


@dataclass(frozen=True, slots=True)
class _Blamed:
    """Raises a template's error with its file, and the line where it is known."""

    template: str

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if not isinstance(error, Exception) or isinstance(error, Unusable):
            return
        if (fault := fault_of(error)) is not None:
            path = fault.file or f"{_FOLDER}/{self.template}"
            raise TemplateBroken(path, fault.message, fault.line) from error


def _loader(templates: Mapping[str, str]) -> BaseLoader:
    """A loader that tells each template's file to whoever has to correct it."""

    def source(name: str) -> tuple[str, str, None] | None:
        text = templates.get(name)
        return None if text is None else (text, f"{_FOLDER}/{name}", None)

    return FunctionLoader(source)


class TemplateRenderer:
    """The templates of ``theme`` in one language; ``icons`` are paths on a grid of 24 by 24."""

    def __init__(self, theme: Theme, locale: Locale) -> None:
        self._environment = SteadyEnvironment(
            loader=_loader(theme.templates),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            bytecode_cache=CompiledTemplates(theme.cache),
        )
        self._environment.filters.update(
            fill=_fill(locale), unbroken=unbroken, whole=whole_words, breaking=_breaking
        )
        units = ("day", "hour", "minute", "second")
        self._environment.globals.update(
            t=locale.say.all,
            at=locale.at,
            language=locale.language,
            direction=locale.say.direction,
            base_url=theme.base_url,
            units={unit: locale.say.forms(f"units.{unit}") for unit in units},
            calendar=locale.times.calendar,
            relative=_relative(locale.say),
            anchor=_anchor,
            called=_called,
            struck=_struck,
            set_in=_set_in,
            once=lru_cache(maxsize=None),
        )
        # Few and the same on every page: drawn once each.
        with _Blamed("parts.html"):
            parts = self._environment.get_template("parts.html").module
        self.icons: Mapping[str, str] = getattr(parts, "icons", {})
        for name in ("icon", "badge"):
            self._environment.globals[name] = lru_cache(maxsize=None)(getattr(parts, name))

    def render(self, template: str, here: str, **values: object) -> str:
        """``template`` as HTML for the page at URL ``here`` (below the site's root).

        Raises :class:`TemplateBroken`.
        """
        with _Blamed(template):
            return self._environment.render(template, {"link": links_from(here), **values})


def _relative(say: Phrases) -> dict[str, object]:
    """What the browser calls a time by the reader's clock."""
    words: dict[str, object] = {
        name: say(f"relative.{name}")
        for name in ("today", "tomorrow", "yesterday", "just_now", "began", "began_now", "ended")
    }
    # Hours ahead are 'today' or 'tomorrow'.
    for way, units in (("in", ("day", "minute")), ("ago", ("day", "hour", "minute"))):
        words[way] = {unit: say.forms(f"relative.{way}.{unit}") for unit in units}
    return words


def _fill(locale: Locale) -> Callable[..., Markup]:
    # With the context, so that no language's words become part of the compiled template.
    @pass_context
    def fill(_: Context, key: str, **values: object) -> Markup:
        return locale.say.html(key, **values)

    return fill


def _anchor(url: str, label: object) -> Markup:
    return Markup('<a href="{}">{}</a>').format(url, label)


def _called(language: str, name: str) -> Markup:
    """A language by its own name, which is a word of that language."""
    return Markup('<bdi lang="{}">{}</bdi>').format(language, name)


def _breaking(text: object) -> Markup:
    """``text`` as HTML in which an address may go on in another line.

    It does so behind a dot of its host's name or behind a slash: an extension stays with its name.
    """
    html = _ADDRESS.sub(
        lambda found: (
            f"{found[1]}<wbr>{found[2].replace('.', '.<wbr>')}{found[3].replace('/', '/<wbr>')}"
        ),
        html_of(text),
    )
    return Markup(html)  # noqa: S704 (escaped)


def _struck(text: object) -> Markup:
    return Markup("<del>{}</del>").format(text)


def _set_in(text: object) -> Markup:
    return Markup("<ins>{}</ins>").format(text)
