"""The site's icons for home screens, and the manifest that names them.

Belongs here: these files. Does not belong here: drawing the icon (``metadata.drawing``).
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from notices.rendering.documents import Document
from notices.rendering.metadata.pictures import icon_picture
from notices.rendering.metadata.social import MARK
from notices.rendering.registry import FileKind, Output, SiteContext

__all__ = ["OUTPUT"]

_SIZES = (180, 192, 512)


def _manifest(context: SiteContext) -> Iterator[Document]:
    theme, locale = context.theme, context.default
    accent, path = (
        theme.colour("accent"),
        context.renderers[locale.language].icons.get(MARK, ""),
    )
    for size in _SIZES:
        yield Document(f"og/icon-{size}.png", data=icon_picture(size, path, accent, theme))
    manifest = {
        "name": theme.site_name,
        "short_name": theme.site_name,
        "description": locale.say("home.description"),
        "lang": locale.language,
        "start_url": "./",
        "scope": "./",
        "display": "browser",
        "background_color": theme.colour("ground"),
        "theme_color": theme.brand.accent or theme.colour("surface"),
        "icons": [
            {
                "src": f"og/icon-{size}.png",
                "sizes": f"{size}x{size}",
                "type": "image/png",
                "purpose": "any maskable",
            }
            for size in _SIZES[1:]
        ],
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=2)
    yield Document("manifest.json", data=f"{text}\n".encode())


OUTPUT = Output(
    (
        FileKind("og/icon-{size}.png", "image/png", "revalidate"),
        FileKind("manifest.json", "application/json", "revalidate"),
    ),
    for_site=_manifest,
)
