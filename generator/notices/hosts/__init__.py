"""The hosts: what turns shells and hand-written pages into HTML.

Belongs here: the contract of every host, and what all of them share: which pages there are
(``pages``), what the theme knows of each (``view``), and the splicing of our documents into them
(``splicing``). One package a host knows its library: ``mkdocs``. Does not belong here: what the
pages say (``rendering``), whether a site is shown, where, and to whom (``publishing``).

A host is given an empty staging folder and fills it with the whole site. It shows nothing,
locks nothing, asks no clock, and formats no problem: it returns them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from notices.domain.problem import Unusable

if TYPE_CHECKING:
    from notices.domain.problem import Problem
    from notices.evaluation import Evaluation
    from notices.project.configuration import Configuration
    from notices.project.contact import Contact
    from notices.rendering import Theme

__all__ = ["EarlierSite", "Host", "HostError", "InvalidSetup", "RenderRequest", "Rendered"]


class HostError(Unusable):
    """The site cannot be rendered; text or problems say why. The staging folder is of no use."""


class InvalidSetup(HostError):
    """The configuration or the theme is invalid, so that no content could be rendered."""


@dataclass(frozen=True, slots=True)
class RenderRequest:
    """What a host renders: an evaluation, in a theme, into the folder ``staging``.

    ``configuration`` names the hand-written pages and how the host is set up. A ``preview``
    shows its problems on top of every page, leaves out the security policy so that the server
    may add a script that reloads, and may be rendered into a folder that holds the last one.
    Without a site in the evaluation only a preview can be rendered: one page with the problems.
    They are told as ``say`` says a phrase, in ``language``. Documents whose inputs ``earlier`` knows
    are not rendered again. A ``sample`` is rendered to find
    problems and shown to nobody: of the releases only as many as show every kind of page.
    ``contact`` is where readers go from the site.
    """

    configuration: Configuration
    evaluation: Evaluation
    theme: Theme
    staging: Path
    preview: bool = False
    say: Callable[[str], str] = str
    language: str = "en"
    earlier: EarlierSite | None = None
    sample: bool = False
    contact: Contact | None = None


@dataclass(frozen=True, slots=True)
class Rendered:
    """What was found while rendering: problems of pages, and what the host itself warns of.

    ``inputs`` are those of the documents that can be used again, by path, as an
    :class:`EarlierSite` is asked for them.
    """

    problems: tuple[Problem, ...] = ()
    warnings: tuple[str, ...] = ()
    inputs: Mapping[str, str] = field(default_factory=dict)


class EarlierSite(Protocol):
    """A site that was rendered before, of which files can be used again.

    ``hidden`` are the ids that were not public when its files were last looked through.
    """

    hidden: frozenset[str]

    def take(self, path: str, inputs: str, target: str) -> bool:
        """Put its file at ``path`` at ``target`` too, if it was made from these inputs.

        Whether it did; otherwise nothing is there. It never raises.
        """


class Host(Protocol):
    """A module or an object that renders sites."""

    def render(self, request: RenderRequest) -> Rendered:
        """Fill the staging folder. Two hosts leave the same bytes.

        Raises :class:`HostError` for what people can fix in pages, theme or configuration, an
        ``OSError`` of the disk as it is, and a bug as whatever it is.
        """
