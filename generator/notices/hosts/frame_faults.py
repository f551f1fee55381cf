"""Faults of the frame: what of the theme's overrides keeps a page from being rendered.

Belongs here: such a fault as an error with its place in the project. Does not belong here: finding
it in a template's error (``rendering.template_faults``), faults of the configuration (``setup``).
"""

from __future__ import annotations

from pathlib import Path

from notices.domain.phrases import Phrase, joined, phrase
from notices.domain.problem import Mark, Problem
from notices.hosts import HostError
from notices.project.configuration import Configuration
from notices.rendering.content_security import HeadMissing
from notices.rendering.shells import ShellError
from notices.rendering.template_faults import fault_of

__all__ = ["frame_fault"]

_FOLDER, _PAGE = "theme/overrides", "main.html"


def frame_fault(error: Exception, configuration: Configuration) -> HostError | None:
    """The error to raise for one that a template of the frame, or the page it gave, is to blame for."""
    if isinstance(error, (HeadMissing, ShellError)):
        return _host_error(Mark(f"{_FOLDER}/{_PAGE}"), error.text)
    if (fault := fault_of(error)) is None:
        return None
    others = [name for name in configuration.plugins if name != "notices"]
    if fault.message == "'view' is undefined" and others:
        message = phrase(
            "the plugin {plugins} adds pages that are not a part of this site",
            plugins=joined([f"`{name}`" for name in others], phrase(" or ")),
        )
        help = phrase("Remove it; only plugins that leave the list of pages as it is can be used.")
        return HostError(problems=[configuration.problem(message, help, "plugins")])
    file, root = Path(fault.file or f"{_FOLDER}/{_PAGE}"), configuration.file.parent
    if not file.is_absolute():
        return _host_error(Mark(file.as_posix(), fault.line), fault.message)
    if file.is_relative_to(root):
        return _host_error(Mark(file.relative_to(root).as_posix(), fault.line), fault.message)
    # A template of the program or of Material, with which something of the project does not fit.
    message = phrase(
        "line {line} of {file}, which is not the project's: {what}",
        line=fault.line,
        file=file.name,
        what=fault.message,
    )
    return _host_error(Mark(configuration.file.name), message)


def _host_error(mark: Mark, message: Phrase) -> HostError:
    return HostError(problems=[Problem("error", "theme", mark, message)])
