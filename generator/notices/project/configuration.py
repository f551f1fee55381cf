"""The configuration of the site: ``mkdocs.yml`` as MkDocs reads it, without MkDocs.

Belongs here: the file with all that it inherits, and the settings that we and every host need.
Does not belong here: its YAML (``loading.configuration``), rendering with it (``hosts``).
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from reprlib import repr as shortened
from typing import Any
from urllib.parse import urlunsplit

from notices import loading
from notices.domain.phrases import NO_TEXT, Phrase, phrase, verbatim
from notices.domain.problem import Mark, Problem
from notices.loading import Loaded
from notices.project.errors import ProjectError
from notices.project.kept_configuration import configuration_keys
from notices.project.theme_folders import override_folders
from notices.project.web_addresses import web_address

__all__ = ["Configuration", "configuration_files", "read_configuration"]

_DEEPEST = 20
_BUILTIN_EXTENSIONS = ("toc", "tables", "fenced_code")
_DEFAULT_PLUGINS = ("search",)
_ADDRESS = phrase("Write where the site stands, such as `site_url: https://updates.example.com/`.")


@dataclass(frozen=True, slots=True)
class Configuration:
    """What one ``mkdocs.yml`` says.

    Folders are absolute and without ``..``; relative ones are from the folder of ``file``,
    whichever file of an ``INHERIT`` chain names them. ``site_url`` ends with a slash, and is
    empty where it is missing. ``theme`` holds the theme's own keys, with ``name`` and, where it
    has one, an absolute ``custom_dir``. ``markdown_extensions`` and ``plugins`` map names to
    their options, in order. ``values`` are all keys of the file, for hosts that know more.
    """

    file: Path
    docs_dir: Path
    site_dir: Path
    site_name: str = ""
    site_url: str = ""
    theme: Mapping[str, Any] = field(default_factory=dict)
    extra: Mapping[str, Any] = field(default_factory=dict)
    markdown_extensions: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    plugins: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    values: Mapping[str, Any] = field(default_factory=dict)

    @property
    def base_url(self) -> str:
        """The absolute address of the site. Raises :class:`ProjectError` where it is missing."""
        if not self.site_url:
            message = phrase("site_url is missing; feeds need absolute URLs")
            raise ProjectError(problems=[self.problem(message, _ADDRESS, "site_url")])
        if not self.site_name:
            message = phrase("site_name is missing; each page and mail names it")
            help = phrase("Write who speaks here, such as `site_name: Example`.")
            raise ProjectError(problems=[self.problem(message, help, "site_name")])
        return self.site_url

    @property
    def override_folders(self) -> tuple[Path, ...]:
        """The folders with templates and assets over Material's, the first one first.

        The theme of the project at the folder of ``file``, and what ``custom_dir`` adds to it.
        """
        return override_folders(self.file.parent, self.theme.get("custom_dir"))

    def problem(self, message: Phrase, help: Phrase, *names: str) -> Problem:
        """An error where the keys lead, or as near to that as any of them does."""
        return _problem(self.file, message, help, *names)

    def warning(self, message: Phrase, help: Phrase, *names: str) -> Problem:
        """A warning at the same place."""
        return replace(self.problem(message, help, *names), severity="warning")


def read_configuration(file: Path, environ: Mapping[str, str] | None = None) -> Configuration:
    """Read the file and its parents now. Raises :class:`ProjectError` where MkDocs refuses them.

    ``environ`` is that of the process where it is not given.
    """
    file = Path(os.path.abspath(file))  # noqa: PTH100  # As MkDocs: without dots, through links.
    values = _inherited(file, file, os.environ if environ is None else environ, 0)
    return Configuration(
        file=file,
        docs_dir=_folder(file, values, "docs_dir", "docs"),
        site_dir=_folder(file, values, "site_dir", "site"),
        site_name=_text(file, values, "site_name"),
        site_url=_url(file, values),
        theme=_theme(file, values.get("theme")),
        extra=_mapping(file, "extra", values.get("extra")),
        markdown_extensions=_named(
            file, "markdown_extensions", values.get("markdown_extensions"), _BUILTIN_EXTENSIONS
        ),
        plugins=_named(file, "plugins", _plugins(values), ()),
        values=values,
    )


def configuration_files(file: Path) -> tuple[Path, ...]:
    """The file and those that it inherits from, as far as they can be read."""
    files = [Path(os.path.abspath(file))]  # noqa: PTH100  # As above.
    while len(files) <= _DEEPEST:
        try:
            data = files[-1].read_bytes()
        except OSError:
            break
        if b"INHERIT" not in data:
            break  # Watches ask often, and most files inherit from none.
        loaded = loading.load_configuration(str(files[-1]), data, os.environ)
        parent = (loaded.value or {}).get("INHERIT")
        if not isinstance(parent, str):
            break
        files.append(Path(os.path.normpath(files[-1].parent / parent)))
    return tuple(files)


def _inherited(top: Path, file: Path, environ: Mapping[str, str], depth: int) -> dict[str, Any]:
    """The keys of a file over those of the file that it inherits from; ``top`` inherits from all."""
    try:
        data = file.read_bytes()
    except OSError as error:
        raise ProjectError(verbatim(f"{file}: {error.strerror or error}")) from None
    # A build asks often, and reads the file each time.
    known = tuple(sorted(environ.items())) if b"!ENV" in data else ()
    loaded = _parsed(_name(top, file), data, known)
    if loaded.value is None:
        raise ProjectError(problems=loaded.problems)
    values = deepcopy(loaded.value)
    if "INHERIT" not in values:
        return values
    parent = values.pop("INHERIT")
    if not isinstance(parent, str):
        message = phrase("{key} has to be the path of a file", key="INHERIT")
        raise _invalid(top, message, "INHERIT")
    path = Path(os.path.normpath(file.parent / parent))
    if not path.is_file():
        message = phrase("INHERIT names {file}, which is not a file", file=_name(top, path))
        raise _invalid(top, message, "INHERIT")
    if depth >= _DEEPEST:
        raise _invalid(top, phrase("INHERIT is circular"), "INHERIT")
    return _merged(_inherited(top, path, environ, depth + 1), values)


@lru_cache(maxsize=16)
def _parsed(file: str, data: bytes, environ: tuple[tuple[str, str], ...]) -> Loaded[dict[str, Any]]:
    return configuration_keys(file, data, dict(environ))


def _merged(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    """Mappings are merged, key by key; any other value replaces the inherited one."""
    merged = dict(below)
    for key, value in above.items():
        old = merged.get(key)
        if isinstance(old, dict) and isinstance(value, dict):
            value = _merged(old, value)  # noqa: PLW2901
        merged[key] = value
    return merged


def _invalid(file: Path, message: Phrase, *names: str, help: Phrase = NO_TEXT) -> ProjectError:
    """The error of a key; ``names`` lead to its place, if the key alone does not."""
    return ProjectError(problems=[_problem(file, message, help, *names)])


def _problem(file: Path, message: Phrase, help: Phrase, *names: str) -> Problem:
    return Problem("error", "configuration", _place(file, names), message, help)


def _place(file: Path, names: tuple[str, ...]) -> Mark:
    """Where keys lead, in the file or in one that it inherits from; else where those before lead."""
    for each in configuration_files(file) if names else ():
        try:
            place = loading.key_place(each.read_bytes(), *names)
        except OSError:
            continue
        if place is not None:
            return Mark(_name(file, each), *place)
    return _place(file, names[:-1]) if names else Mark(file.name)


def _name(top: Path, file: Path) -> str:
    """How problems call a file that ``top``, which lies in the project's root, inherits from."""
    return Path(os.path.relpath(file, top.parent)).as_posix()


def _text(file: Path, values: Mapping[str, Any], key: str, default: str = "") -> str:
    value = values.get(key)
    if value is None:
        return default
    if not isinstance(value, str):
        message = phrase("{key} has to be text, not {value}", key=key, value=shortened(value))
        raise _invalid(file, message, key)
    return value


def _folder(file: Path, values: Mapping[str, Any], key: str, default: str) -> Path:
    return Path(os.path.normpath(file.parent / _text(file, values, key, default)))


def _url(file: Path, values: Mapping[str, Any]) -> str:
    text = _text(file, values, "site_url")
    if not text:
        return ""
    # Nobody's password into a log.
    shown = re.sub(r"//[^/]*@", "//…@", text)
    try:
        url = web_address(text)
    except ValueError:
        message = phrase("site_url is not a URL: {url}", url=shown)
        raise _invalid(file, message, "site_url", help=_ADDRESS) from None
    if url.scheme not in ("http", "https") or not url.hostname:
        message = phrase("site_url has to begin with https:// or http://, not {url}", url=shown)
        raise _invalid(file, message, "site_url", help=_ADDRESS)
    if "@" in url.netloc:
        message = phrase(
            "site_url has a user name or a password, which every reader of the site would see"
        )
        raise _invalid(file, message, "site_url", help=_ADDRESS)
    if "?" in text or "#" in text:
        message = phrase(
            "site_url has a query or a fragment, so no address can be made from it: {url}",
            url=shown,
        )
        raise _invalid(file, message, "site_url", help=_ADDRESS)
    path = url.path if url.path.endswith("/") else f"{url.path}/"
    return urlunsplit(url._replace(path=path))


def _theme(file: Path, value: object) -> Mapping[str, Any]:
    if value is None:
        return {"name": "mkdocs"}
    if isinstance(value, str):
        return {"name": value}
    theme = dict(_mapping(file, "theme", value))
    if "name" not in theme:
        help = phrase("Write `name: material` below it.")
        raise _invalid(file, phrase("theme has no name"), "theme", help=help)
    if "custom_dir" in theme:
        theme["custom_dir"] = str(file.parent / _text(file, theme, "custom_dir"))
    return theme


def _mapping(file: Path, key: str, value: object, *names: str) -> Mapping[str, Any]:
    if value is None:
        return {}
    if not isinstance(value, dict):
        message = phrase("{key} has to be a mapping", key=key)
        raise _invalid(file, message, *(names or (key,)))
    return value


def _plugins(values: Mapping[str, Any]) -> object:
    plugins = values.get("plugins")
    return list(_DEFAULT_PLUGINS) if plugins is None else plugins


def _named(
    file: Path, key: str, value: object, builtin: tuple[str, ...]
) -> Mapping[str, Mapping[str, Any]]:
    """Names with their options, from a list of names and mappings, or from one mapping."""
    plugins: dict[str, Mapping[str, Any]] = {name: {} for name in builtin}
    if value is not None and not isinstance(value, (list, dict)):
        raise _invalid(file, phrase("{key} has to be a list", key=key), key)
    items = (
        [{name: options} for name, options in value.items()] if isinstance(value, dict) else value
    )
    for name, options in (_pair(file, key, item) for item in items or ()):
        if not isinstance(name, str):
            message = phrase(
                "{key} has a name that is not text: {name}", key=key, name=shortened(name)
            )
            raise _invalid(file, message, key)
        plugins[name] = _mapping(file, f"{key}.{name}", options, key, name) or plugins.get(name, {})
    return plugins


def _pair(file: Path, key: str, item: object) -> tuple[object, object]:
    if not isinstance(item, dict):
        return item, {}
    if len(item) != 1:
        raise _invalid(file, phrase("{key} has an item with more than one name", key=key), key)
    return next(iter(item.items()))
