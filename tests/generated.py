"""Files that follow from others: ``python -m tests.generated`` writes them.

Belongs here: the rules for web servers in ``docs/hosting``, between the lines ``generated: …``
and ``end of generated``, the names that hand-written pages may not have, and the list of what the
wheel is installed with. Does not belong here: what a server is to send in the end
(``tests.hosting``), how that list is made (``tests.sbom``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from notices.rendering.registry.discovery import file_kinds, page_kinds
from notices.rendering.registry.kinds import FileKind
from notices.rendering.shells import WRITTEN
from tests.sbom import SBOM, sbom

__all__ = ["content_type", "current", "reserved_names"]

_CLONE = Path(__file__).parents[1]
_HOSTING = _CLONE / "docs" / "hosting"
_ASSETS = _CLONE / "theme" / "overrides" / "assets"
_RESERVED = _CLONE / "generator" / "notices" / "rules" / "reserved.py"

_PROGRAMS = "public, max-age=300"
_FOR_EVER = "public, max-age=31536000, immutable"
# What the theme's own assets have.
_THEME_TYPES = ("text/css", "text/javascript", "application/manifest+json", "image/svg+xml")


def current() -> dict[Path, str]:
    """What each file has to hold, by its path; only the generated parts are changed."""
    files = file_kinds()
    return {
        _HOSTING / "nginx.conf": _filled(_HOSTING / "nginx.conf", _nginx(files)),
        _HOSTING / "Caddyfile": _filled(_HOSTING / "Caddyfile", _caddy(files)),
        _HOSTING / "_headers": _filled(_HOSTING / "_headers", _headers(files)),
        _RESERVED: _reserved(),
        SBOM: sbom(),
    }


def reserved_names() -> list[str]:
    """The first part of every path of the site, without its ending."""
    paths = [file.parts[0] for file in file_kinds()]
    paths += [kind.path.split("/")[0] for kind in page_kinds().values() if not kind.is_written]
    return sorted({re.split(r"[.{]", path)[0].rstrip("-") for path in paths})


def _filled(path: Path, parts: Mapping[str, Iterable[str]]) -> str:
    text = path.read_text(encoding="utf-8")
    for name, lines in parts.items():
        pattern = re.compile(
            rf"^([ \t]*)# generated: {name}\n.*?^[ \t]*# end of generated\n",
            re.MULTILINE | re.DOTALL,
        )

        def region(match: re.Match[str], name: str = name, lines: Iterable[str] = lines) -> str:
            written = (f"# generated: {name}", *lines, "# end of generated")
            return "".join(f"{match[1]}{line}".rstrip() + "\n" for line in written)

        text, count = pattern.subn(region, text)
        if count != 1:
            raise ValueError(f"{path}: the part `# generated: {name}` is there {count} times")
    return text


def _of_programs(files: Iterable[FileKind]) -> list[str]:
    return [file.pattern for file in files if file.caching == "programs"]


def _by_type(files: Iterable[FileKind]) -> dict[str, str]:
    """A regular expression for the paths of each type."""
    found: dict[str, list[str]] = {}
    for file in files:
        found.setdefault(file.media_type, []).append(file.pattern)
    return {media_type: "|".join(patterns) for media_type, patterns in found.items()}


def _texts(files: Iterable[FileKind]) -> list[str]:
    """The types that are worth compressing."""
    types = {*_THEME_TYPES, *(file.media_type for file in files)}
    return sorted(name for name in types if not name.startswith("image/") or "svg" in name)


def _has_charset(media_type: str) -> bool:
    return media_type.startswith("text/") or media_type.endswith(("/xml", "+xml"))


def content_type(media_type: str) -> str:
    """A media type as servers send it, with the charset of a text."""
    return media_type + ("; charset=utf-8" if _has_charset(media_type) else "")


def _nginx(files: Iterable[FileKind]) -> dict[str, list[str]]:
    texts = _texts(files)
    with_charset = [name for name in texts if _has_charset(name) and "image/" not in name]
    types = []
    for media_type, pattern in _by_type(files).items():
        types += [
            f'location ~ "^/({pattern})$" {{',
            "    types { }",
            f"    default_type {media_type};",
            "}",
        ]
    return {
        "caching": [f'"~^/{pattern}\\?" "{_PROGRAMS}";' for pattern in _of_programs(files)],
        "texts": [f"charset_types {' '.join(with_charset)};", f"gzip_types {' '.join(texts)};"],
        "types": types,
    }


def _caddy(files: Iterable[FileKind]) -> dict[str, list[str]]:
    return {
        "caching": [f'~^/{pattern}\\? "{_PROGRAMS}"' for pattern in _of_programs(files)],
        "texts": [
            f"header Content-Type {name}*" for name in _texts(files) if not name.startswith("text/")
        ],
        "types": [
            f'~^/({pattern})$ "{content_type(media_type)}"'
            for media_type, pattern in _by_type(files).items()
        ],
    }


def _headers(files: Iterable[FileKind]) -> dict[str, list[str]]:
    kinds: dict[str, list[FileKind]] = {}
    for file in files:
        path = "/".join(re.sub(r"^\{(\w+)\}$", r":\1", part) for part in file.parts)
        if "{" in path:
            # A rule has a name for one whole part of a path, or takes all that is in a folder.
            path = "/".join(file.parts).partition("{")[0].rpartition("/")[0] + "/*"
        if path != "/*":
            for home in ("/", "/:language/") if file.per_language else ("/",):
                kinds.setdefault(home + path, []).append(file)
    lines = []
    for path, found in kinds.items():
        lines.append(path)
        if len(types := {file.media_type for file in found}) == 1:
            lines.append(f"  Content-Type: {content_type(types.pop())}")
        if found[0].caching == "programs":
            lines.append(f"  Cache-Control: {_PROGRAMS}")
            lines.append("  Access-Control-Allow-Origin: *")
            lines.append("  Cross-Origin-Resource-Policy: cross-origin")
        lines.append("")
    for asset in sorted(_ASSETS.glob("*.*s")):
        lines += [f"/assets/{asset.name}", f"  Cache-Control: {_FOR_EVER}", ""]
    return {"rules": lines}


def _reserved() -> str:
    names = "".join(f'        "{name}",\n' for name in reserved_names())
    written = [kind.name.removeprefix(WRITTEN) for kind in page_kinds().values() if kind.is_written]
    pages = ", ".join(f'"{name}"' for name in sorted(written))
    return f'''"""The names at the root of the site that its own pages and files have.

Generated from the registry of documents by ``make generated``; a check of the entries must not
wait for the renderers to be imported.
"""

from __future__ import annotations

__all__ = ["ALWAYS_WRITTEN", "OWN_NAMES"]

ALWAYS_WRITTEN = frozenset([{pages}])
"""The names of hand-written pages that the site has, whether or not anybody wrote them."""

OWN_NAMES = frozenset(
    [
{names}    ]
)
'''


if __name__ == "__main__":
    for path, text in current().items():
        path.write_text(text, encoding="utf-8")
