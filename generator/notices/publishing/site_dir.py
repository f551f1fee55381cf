"""Where a site may be shown: never where it would replace what it is built from.

Belongs here: refusing a folder before anything is touched. Does not belong here: reading the
configuration (``project``), putting a site there (``generations``).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from notices.project.configuration import Configuration
from notices.project.disk import Workspace
from notices.project.errors import ProjectError

__all__ = ["check_site_dir"]


def check_site_dir(workspace: Workspace, configuration: Configuration) -> None:
    """Raise :class:`ProjectError` for a ``site_dir`` that is or holds a part of the project.

    Nothing may lie inside ``content``, the theme, ``.git`` or the generations either. Every
    path counts as it is written and with its links resolved.
    """
    site_dir = configuration.site_dir
    spellings = set(_spellings(site_dir))
    for target in spellings:
        for root in _spellings(workspace.root):
            if target == root or target in root.parents:
                raise _refused(site_dir, f"the project {workspace.root}")
    for kept in _kept(workspace, configuration):
        # A site is a link to a generation, and resolves to a folder among them.
        own = {site_dir.parent.resolve() / site_dir.name, site_dir}
        targets = own if kept == workspace.generations else spellings
        for target in targets:
            for part in _spellings(kept):
                if target == part or target in part.parents or part in target.parents:
                    raise _refused(site_dir, str(kept))
    if site_dir.exists() and not site_dir.is_dir():
        raise ProjectError(f"invalid site_dir {site_dir}: it is a file")


def _kept(workspace: Workspace, configuration: Configuration) -> Iterator[Path]:
    """What no site may replace or lie in."""
    yield from (workspace.content, workspace.theme_folder, workspace.root / ".git")
    yield from (workspace.generations, configuration.docs_dir)
    if custom := configuration.theme.get("custom_dir"):
        yield Path(custom)


def _spellings(path: Path) -> Iterator[Path]:
    """A path as it is written, with the links of its folder resolved, and with its own as well."""
    yield from (path, path.parent.resolve() / path.name, path.resolve())


def _refused(site_dir: Path, what: str) -> ProjectError:
    return ProjectError(
        f"invalid site_dir {site_dir}: the site would replace {what}, or be inside it"
    )
