"""Building through the host, which is loaded only when it is needed.

Belongs here: the one way from a command to the host. Does not belong here: commands.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from notices.cli.terminal import working
from notices.project.disk import Workspace

__all__ = ["NotBuilt", "host_build"]


class NotBuilt(Exception):
    """The host could not make the site; the text says why, for people.

    ``unusable`` tells a broken configuration or theme from refused content.
    """

    def __init__(self, text: str, *, unusable: bool = False) -> None:
        super().__init__(text)
        self.unusable = unusable


def host_build(workspace: Workspace, **asked: Any) -> Path:
    """The folder in which the host left the site. Raises :class:`NotBuilt`."""
    from notices.hosts import mkdocs as host

    try:
        with working("Building the site"):
            return host.build(workspace.config_file, **asked)
    except host.HostError as error:
        unusable = isinstance(error, host.Unusable)
        raise NotBuilt(str(error), unusable=unusable) from None
