"""The banner for customers' own applications: the theme's script with its words in it.

Belongs here: putting the words of every language into ``theme/embed.js``, and leaving out what
only its authors need. Does not belong here: what the banner does (``theme/embed.js``), which
words it needs (``theme/templates/embed.html``), what it reads (``notices_json``), the page that
explains how to embed it (``pages``).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from rjsmin import jsmin

from notices.domain.phrases import phrase
from notices.rendering.brand import branded_banner
from notices.rendering.documents import Document, Theme
from notices.rendering.locale.templates import TemplateRenderer
from notices.rendering.registry import FileKind, Output
from notices.rendering.template_faults import TemplateBroken

__all__ = ["OUTPUT", "embed", "with_times"]

_TIMES = "// @times@\n"

_WORDS = '"@texts@"'

_INDENT = re.compile(r"^[ \t]+", re.MULTILINE)


def embed(theme: Theme, renderers: Mapping[str, TemplateRenderer]) -> Document:
    """``/embed.js`` with the words of each language of ``renderers``, the default first.

    All of it is ASCII: a page reads a script in the page's own encoding, and not every
    application's is UTF-8.

    Raises :class:`TemplateBroken` where the theme's script has no single place for the words.
    """
    if theme.embed.count(_WORDS) != 1:
        raise TemplateBroken(
            "theme/embed.js", phrase("{words} must be in it exactly once", words=_WORDS)
        )
    words = {
        language: json.loads(renderer.render("embed.html", "", site_name=theme.site_name))
        for language, renderer in renderers.items()
    }
    texts = json.dumps(words, ensure_ascii=False, separators=(",", ":"))
    source = branded_banner(theme.embed, theme.colours, theme.brand)
    # The minifier leaves what stands between backticks as it is.
    source = _INDENT.sub("", with_times(source, theme, "theme/embed.js"))
    script = str(jsmin(source)).replace(_WORDS, texts)
    return Document("embed.js", data=f"{_ascii(script)}\n".encode("ascii"))


def _ascii(script: str) -> str:
    r"""The script with every other letter as ``\uXXXX``, as texts of a script may have it."""
    return re.sub(r"[^\x00-\x7f]", lambda match: json.dumps(match[0])[1:-1], script)


def with_times(script: str, theme: Theme, name: str) -> str:
    """A script of the theme with ``theme/times.js`` in the place that it has for it.

    Raises :class:`TemplateBroken` where there is not one such place.
    """
    if script.count(_TIMES) != 1:
        raise TemplateBroken(
            name, phrase("{words} must be in it exactly once", words=_TIMES.strip())
        )
    return script.replace(_TIMES, f"\n{theme.times}")


OUTPUT = Output(
    (FileKind("embed.js", "text/javascript", "programs"),),
    for_site=lambda c: [embed(c.theme, c.renderers)],
)
