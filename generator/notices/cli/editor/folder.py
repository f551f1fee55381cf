"""The folder to host: a page that loads Sveltia CMS from beside it, and nothing from elsewhere.

Belongs here: the page, what a browser may load for it, where the folder may be. Does not belong
here: the package (``package``), the configuration (``collections``).
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from string import Template
from typing import Any
from urllib.parse import urlsplit

from notices.cli.editor.collections import elsewhere
from notices.domain.phrases import phrase
from notices.project.configuration import Configuration
from notices.project.disk import Workspace
from notices.project.errors import ProjectError
from notices.publishing.marker import Owner, discard, mark, objection
from notices.publishing.site_dir import is_same_place, protected_places, what_it_would_replace

__all__ = ["checked_place", "page_files", "write_folder"]

_PAGE = Path(__file__).parent / "page"
_CMS = "cms/"


def page_files(
    package: Mapping[str, bytes], configurations: Mapping[str, Mapping[str, Any]], *, api: str
) -> dict[str, bytes]:
    """Every file of the folder by its path: the page, its configuration by language, the package.

    ``api`` is the address of the git host's API, the only other one that the page may ask; a form
    for clones has none.
    """
    files = {f"{_CMS}{name}": data for name, data in package.items()}
    imports = {}
    for name in [name for name in files if name.endswith(".json")]:
        # Browsers import no JSON.
        script = f"{name.removesuffix('.json')}.js"
        files[script] = b"export default " + files.pop(name)
        imports[f"./{name}"] = f"./{script}"
    first = next(iter(configurations.values()))
    title, locales = str(first["app_title"]), first["i18n"]["locales"]
    import_map = json.dumps({"imports": imports})
    values = {
        "language": next(iter(configurations)),
        "title": html.escape(title),
        "imports": import_map,
        "policy": _policy(import_map, api),
        "works_on": "host" if api else "clone",
        "first": locales[0],
        "count": str(len(locales)),
    }
    for path in sorted(_PAGE.iterdir()):
        text = path.read_text(encoding="utf-8")
        # A script has dollars of its own.
        text = text if path.suffix == ".js" else Template(text).substitute(values)
        files[path.name] = text.encode()
    notes = {language: "" if api else elsewhere(language) for language in configurations}
    files["languages.json"] = _json(notes)
    for language, configuration in configurations.items():
        files[f"config.{language}.json"] = _json(configuration)
    return files


def _policy(import_map: str, api: str) -> str:
    """The page's Content-Security-Policy: no other host, no inline script but the import map."""
    digest = base64.b64encode(hashlib.sha256(import_map.encode()).digest()).decode()
    host = urlsplit(api)
    asked = f" {host.scheme}://{host.netloc}" if api else ""
    rules = {
        "default-src": "'none'",
        "script-src": f"'self' 'sha256-{digest}'",
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "font-src": "'self'",
        "connect-src": f"'self' data: blob:{asked}",
        "worker-src": "'self' blob:",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def checked_place(workspace: Workspace, configuration: Configuration, folder: Path) -> Path:
    """The folder's absolute path, if the form may be there. Raises :class:`ProjectError` if not.

    It may not be in the public site, a part of the project that is published or read, a protected
    place of this machine, or a folder with anything that no earlier run wrote.
    """
    place = Path(os.path.abspath(folder))  # noqa: PTH100  # A link that is replaced stays one.
    site = configuration.site_dir
    against: str = protected_places().reason(place)
    if is_same_place(place, site) or site.absolute() in place.parents:
        against = phrase("the public site is there, and the form shows what is not yet public")
    elif what := what_it_would_replace(workspace, replace(configuration, site_dir=place)):
        against = phrase("it would replace {what}, or lie in it", what=what)
    against = against or objection(place, _owner(workspace))
    if against:
        message = phrase("the form cannot be in {folder}: {why}", folder=str(folder), why=against)
        raise ProjectError(message)
    return place


def write_folder(workspace: Workspace, folder: Path, files: Mapping[str, bytes]) -> None:
    """Write the folder in the place of an earlier one; it is a ``checked_place``."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    new = folder.with_name(f".{folder.name}.{os.getpid()}.new")
    try:
        for name, data in files.items():
            path = new / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        mark(new, _owner(workspace))
        if os.path.lexists(folder):
            discard(folder)
        new.rename(folder)
    finally:
        if new.exists():
            discard(new)


def _owner(workspace: Workspace) -> Owner:
    """Who made the folder: this project, and not as its site."""
    site = Owner.of(workspace)
    return replace(site, site=hashlib.sha256(f"editor {site.site}".encode()).hexdigest())
