"""Whether a site is whole, by what a reader meets who follows its links."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

_LINK = re.compile(r'(?:href|src)="([^"]*)"')
_ADDRESS = "https://capnhat.anviec.example/"


def missing_from(site: Path) -> list[str]:
    """What the site's pages lead to and it has not, and pages without an end."""
    if not (site / "index.html").is_file():
        return ["index.html"]
    missing: set[str] = set()
    for page in sorted(site.rglob("*.html")):
        text = page.read_text(encoding="utf-8")
        name = page.relative_to(site).as_posix()
        if not text.rstrip().endswith("</html>"):
            missing.add(f"the end of {name}")
        here = urljoin(_ADDRESS, name)
        for link in set(_LINK.findall(text)):
            target = urlsplit(urljoin(here, link))
            if f"{target.scheme}://{target.netloc}/" != _ADDRESS:
                continue
            path = site / unquote(target.path).lstrip("/")
            if not (path / "index.html" if path.is_dir() else path).is_file():
                missing.add(target.path)
    return sorted(missing)
