"""The theme's assets that are not served as they lie there.

Belongs here: what is put into them, and leaving out what only their authors need. Does not belong
here: which assets there are (``hosts``), the banner for other applications (``api.embed``).
"""

from __future__ import annotations

import re

from rjsmin import jsmin

from notices.rendering.api.embed import with_times
from notices.rendering.brand import branded_css
from notices.rendering.documents import Theme

__all__ = ["FINISHED_ASSETS", "finished_asset"]

_SCRIPT, _STYLE = "assets/notices.js", "assets/frame.css"

FINISHED_ASSETS = (
    _SCRIPT,
    "assets/frame.js",
    "assets/search.js",
    _STYLE,
    "assets/404.css",
    "assets/banner.css",
    "assets/changelog.css",
    "assets/folds.css",
    "assets/guides.css",
    "assets/home.css",
    "assets/notices.css",
    "assets/on-time.css",
    "assets/plans.css",
    "assets/preview.css",
    "assets/release.css",
    "assets/search.css",
    "assets/subscribe.css",
)
"""The paths of these assets below ``theme/overrides``."""

# Strings are kept as they are, and so is a space that may tell two words apart.
_NEEDLESS = re.compile(
    r"""("[^"\n]*"|'[^'\n]*')|/\*.*?\*/|(?<=[{};,])\s+|;\s*(?=\})|(\n)\s*"""
    r"""|(?<=[:>])[ ]|[ ](?=[{>])""",
    re.DOTALL,
)

# A face is written once, with the file of the usual letters; that of the bold ones is made from it.
_FACE = re.compile(r"@font-face \{[^}]*-400\.woff2[^}]*\}\n")


def finished_asset(source: str, data: bytes, theme: Theme) -> bytes:
    """The asset at ``source`` as the site serves it. Raises ``TemplateBroken``."""
    text = data.decode()
    if source == _SCRIPT:
        text = with_times(text, theme, f"theme/overrides/{source}")
    elif source == _STYLE:
        text = branded_css(text, theme.colours, theme.brand, theme.logo_css)
        text = _FACE.sub(lambda face: face[0] + _bold(face[0]), text)
    if source.endswith(".js"):
        return str(jsmin(text)).encode()
    return _NEEDLESS.sub(lambda found: found[1] or found[2] or "", text).encode()


def _bold(face: str) -> str:
    return face.replace("font-weight: 400 500", "font-weight: 600 700").replace("-400.", "-600.")
