"""The form's configuration of a project, once for each language that the form speaks.

Belongs here: what of the project goes into it. Does not belong here: what it looks like
(``collections``, ``fields``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from notices.cli.editor.collections import configuration, form_languages
from notices.domain.layout import POLICY, SYSTEMS
from notices.domain.phrases import phrase
from notices.evaluation import NoPolicy
from notices.loading import load_policy, load_systems, load_texts
from notices.project import git
from notices.project.configuration import Configuration
from notices.project.disk import Workspace
from notices.project.errors import ProjectError
from notices.project.schemas import project_files
from notices.project.theme_folders import theme_folders

__all__ = ["configurations"]


def configurations(
    workspace: Workspace, settings: Configuration, connection: Mapping[str, Any]
) -> dict[str, dict[str, Any]]:
    """The configuration in each language, that of the policy's first one first.

    Without a ``connection`` the form works on a clone of the reader's own. Raises
    :class:`ProjectError` where the policy or the systems cannot be read.
    """
    files = project_files(workspace)
    if not files[POLICY]:
        raise NoPolicy(phrase("{field} is missing", field=POLICY))
    read = load_policy(POLICY, files[POLICY])
    policy = read.value
    if policy is None:
        raise ProjectError(problems=read.problems)
    systems = load_systems(SYSTEMS, files[SYSTEMS], policy)
    if systems.value is None:
        raise ProjectError(problems=systems.problems)
    names = {code: _name(workspace, code) for code in policy.languages}
    spoken = sorted(form_languages(), key=lambda code: code != policy.languages[0])
    top, prefix = _repository(workspace)
    # Sveltia CMS asks for a host even where it works on a clone alone, and shows the name.
    clone = {"name": "github", "repo": f"local/{re.sub('[^A-Za-z0-9_.-]', '-', top)}"}
    return {
        language: configuration(
            policy, systems.value, language=language, languages=names, title=settings.site_name,
            connection=connection or clone, prefix=prefix, is_reviewed=bool(connection),
        )
        for language in spoken
    }  # fmt: skip


def _name(workspace: Workspace, code: str) -> str:
    """What a language calls itself: in the theme's texts; its code where there are none."""
    for folder in theme_folders(workspace.root):
        path = folder / "texts" / f"{code}.yml"
        texts = load_texts(path.name, path.read_bytes()).value if path.is_file() else None
        if texts and "language.name" in texts:
            return texts["language.name"]
    return code


def _repository(workspace: Workspace) -> tuple[str, str]:
    """What the folder of the repository is called, and where the project is in it.

    The project's own folder where there is no repository.
    """
    try:
        top = git.run(workspace.root, "rev-parse", "--show-toplevel").strip()
        prefix = git.run(workspace.root, "rev-parse", "--show-prefix").strip()
    except git.GitError:
        return workspace.root.name, ""
    return Path(top).name, prefix
