"""Where a site may be shown: never where it would replace what the program did not make.

Belongs here: refusing a folder before anything is touched, and the places that are refused
whatever they hold. Does not belong here: reading the configuration (``project``), how the program
knows what it made (``marker``), putting a site there (``generations``).
"""

from __future__ import annotations

import os
import pwd
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from notices.domain.phrases import NO_TEXT, Phrase, phrase, verbatim
from notices.project.configuration import Configuration
from notices.project.disk import Workspace
from notices.project.errors import ProjectError
from notices.publishing.marker import Owner, objection

__all__ = [
    "ProtectedPlaces",
    "check_site_dir",
    "is_same_place",
    "protected_places",
    "what_it_would_replace",
]

# A site may lie in these, as in /srv/notices/site.
_FOLDERS = (
    "/", "/Applications", "/Users", "/Volumes", "/dev", "/home", "/lost+found", "/media", "/mnt",
    "/opt", "/private", "/private/tmp", "/private/var", "/root", "/run", "/srv", "/tmp", "/usr",  # noqa: S108
    "/usr/local", "/usr/share", "/var", "/var/cache", "/var/lib", "/var/log", "/var/tmp",  # noqa: S108
)  # fmt: skip
_TREES = (
    "/Library", "/System", "/bin", "/boot", "/etc", "/lib", "/lib32", "/lib64", "/libx32",
    "/private/etc", "/proc", "/sbin", "/sys", "/usr/bin", "/usr/include", "/usr/lib", "/usr/lib32",
    "/usr/lib64", "/usr/libexec", "/usr/libx32", "/usr/sbin",
)  # fmt: skip
_HOMES = ("/home", "/Users")


@dataclass(frozen=True, slots=True)
class ProtectedPlaces:
    """What is never replaced, even if it is empty or has our marker.

    ``folders``: neither they nor what holds one. ``trees``: nor anything in them. ``homes``: they
    hold people's own folders, each of which is protected like ``folders``.
    """

    folders: tuple[Path, ...]
    trees: tuple[Path, ...]
    homes: tuple[Path, ...]

    def reason(self, path: Path) -> Phrase:
        """What a path is that may not be replaced, for people; empty for any other."""
        folders, trees, homes = map(_all_spellings, (self.folders, self.trees, self.homes))
        for place in _spellings(path):
            for folder in folders:
                if _lies_in(folder, place):
                    return phrase("it is {folder}, or holds that", folder=str(folder))
            for folder in trees:
                if _lies_in(place, folder):
                    return phrase("it is {folder}, or lies in that", folder=str(folder))
            if place.parent in homes:
                return phrase("it is a home")
            if os.path.ismount(place):
                return phrase("it is the root of a file system")
        return NO_TEXT


def protected_places() -> ProtectedPlaces:
    """Those of this machine, and the homes of whoever runs the program."""
    homes = {os.path.expanduser("~")}  # noqa: PTH111  # It never raises.
    # A container may run as somebody who has no name.
    with suppress(KeyError):
        homes.add(pwd.getpwuid(os.getuid()).pw_dir)
    own = (Path(home) for home in homes if home.startswith("/"))
    return ProtectedPlaces(
        folders=(*own, *map(Path, _FOLDERS)),
        trees=tuple(map(Path, _TREES)),
        homes=tuple(map(Path, _HOMES)),
    )


def check_site_dir(
    workspace: Workspace, configuration: Configuration, places: ProtectedPlaces | None = None
) -> Path:
    """The ``site_dir`` with the links of its folder resolved; nothing is written.

    Raises :class:`ProjectError` for one that is or holds a protected place (of this machine where
    ``places`` is not given) or a part of the project, that lies in its ``content``, theme, ``.git``,
    outbox or generations, or that holds anything of which the program cannot prove that it made it. Every
    path counts as it is written and with its links resolved.
    """
    site_dir = configuration.site_dir
    place = _real(site_dir.parent) / site_dir.name
    if what := what_it_would_replace(workspace, configuration):
        raise ProjectError(
            phrase(
                "invalid site_dir {folder}: the site would replace {what}, or lie in it",
                folder=str(site_dir),
                what=what,
            )
        )
    if reason := (places or protected_places()).reason(site_dir):
        raise ProjectError(
            phrase(
                "invalid site_dir {folder}: {why}; name a folder below it",
                folder=str(site_dir),
                why=reason,
            )
        )
    if against := objection(place, Owner.of(workspace)):
        raise ProjectError(
            phrase(
                "invalid site_dir {folder}: {why}; name another folder, or remove this yourself",
                folder=str(site_dir),
                why=against,
            )
        )
    return place


def what_it_would_replace(workspace: Workspace, configuration: Configuration) -> Phrase | None:
    """What of the project the ``site_dir`` is, holds or lies in; ``None`` for nothing."""
    site_dir = configuration.site_dir
    spellings = set(_spellings(site_dir))
    for target in spellings:
        for root in _spellings(workspace.root):
            if _lies_in(root, target):
                return phrase("the project {folder}", folder=str(workspace.root))
    # A site is a link to a generation, and resolves to a folder among them.
    own = {_real(site_dir.parent) / site_dir.name, site_dir}
    through_links = (workspace.generations, workspace.site)
    for kept in _kept(workspace, configuration):
        for target in own if kept in through_links else spellings:
            for part in _spellings(kept):
                if _lies_in(part, target) or _lies_in(target, part):
                    return verbatim(str(kept))
    return None


def is_same_place(one: Path, other: Path) -> bool:
    """Whether two paths name one place, which may be a link itself."""
    return one.name == other.name and _real(one.parent) == _real(other.parent)


def _kept(workspace: Workspace, configuration: Configuration) -> Iterator[Path]:
    """What no site may replace or lie in."""
    yield from (workspace.content, workspace.theme_folder, workspace.root / ".git")
    yield from (workspace.generations, workspace.outbox, configuration.docs_dir)
    if not is_same_place(configuration.site_dir, workspace.site):
        yield workspace.site
    if custom := configuration.theme.get("custom_dir"):
        yield Path(custom)


def _lies_in(path: Path, folder: Path) -> bool:
    """Whether a path is the folder or lies in it, as both are written."""
    return path.parts[: len(folder.parts)] == folder.parts


def _spellings(path: Path) -> Iterator[Path]:
    """A path as it is written, with the links of its folder resolved, and with its own as well."""
    yield from (path, _real(path.parent) / path.name, _real(path))


def _real(path: Path) -> Path:
    """A path with all its links resolved. ``Path.resolve`` raises for a link to itself."""
    return Path(os.path.realpath(path))


def _all_spellings(paths: tuple[Path, ...]) -> tuple[Path, ...]:
    return tuple(spelling for path in paths for spelling in (path, _real(path)))
