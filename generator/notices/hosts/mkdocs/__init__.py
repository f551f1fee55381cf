"""MkDocs as a host: it renders hand-written pages and the shells.

Belongs here: running MkDocs, and turning its errors into ours. Does not belong here: its log
(``log``), its events (``plugin``), what it is given (``sources``), what any host does
(``splicing``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from types import TracebackType
from typing import cast

from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.config.config_options import Plugins
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException

from notices.domain.phrases import NO_TEXT, Phrase, phrase, verbatim
from notices.domain.problem import Mark, Problem, Unusable
from notices.evaluation import NoPolicy
from notices.hosts import HostError, InvalidSetup, Rendered, RenderRequest
from notices.hosts.frame_faults import frame_fault
from notices.hosts.mkdocs.log import listening
from notices.hosts.mkdocs.session import Session, opened
from notices.hosts.setup import check_setup
from notices.project.configuration import Configuration

__all__ = ["render"]

_PLUGINS = cast("Plugins", MkDocsConfig.plugins)
_CONFIG_VALUE = re.compile(r"Config value '([^']+)': (.*)", re.DOTALL)


def render(request: RenderRequest) -> Rendered:
    """Fill the staging folder, as :class:`notices.hosts.Host` promises."""
    check_setup(request.configuration)
    # Another plugin may write to a file that stands in the folder, and a link is the shown one.
    request = replace(request, earlier=None)
    session, warnings, errors = Session(request), list[str](), list[str]()
    invalid: type[HostError] = InvalidSetup
    with opened(session), listening(warnings.append, errors.append):
        try:
            # MkDocs keeps plugins for its next build, and `on_shutdown` has ended them.
            _PLUGINS.plugin_cache.clear()
            config = load_config(
                str(request.configuration.file),
                site_dir=str(request.staging),
                site_url=request.configuration.site_url,
                # A preview shows its problems; it does not fail because of them.
                strict=False if request.preview else None,
            )
            invalid = HostError
            config.plugins.on_startup(command="build", dirty=False)
            try:
                mkdocs_build(config)
            finally:
                config.plugins.on_shutdown()
        except Exception as error:
            explained = _explained(error, errors, invalid, request.configuration)
            if isinstance(explained, HostError) and not explained.problems:
                # Warnings that count as errors, and that they do.
                found = [replace(problem, severity="error") for problem in session.problems]
                told = [
                    *_problems(warnings, request.configuration),
                    _of_host(explained.text, request.configuration),
                ]
                explained = type(explained)(problems=[*found, *told])
            raise explained from error
    return Rendered(tuple(session.problems), tuple(warnings))


def _explained(
    error: Exception, errors: list[str], invalid: type[HostError], configuration: Configuration
) -> Exception:
    """What to raise for an error of MkDocs: a known one as itself, a bug of ours as it is."""
    behind: BaseException | None = error
    while behind is not None:
        if isinstance(behind, (NoPolicy, OSError, Unusable)):
            return behind
        if isinstance(behind, Exception) and (fault := frame_fault(behind, configuration)):
            return fault
        wrapped = isinstance(behind, MkDocsException)
        behind = behind.__cause__ or (behind.__context__ if wrapped else None)
    if isinstance(error, MkDocsException):
        return invalid(problems=_problems(errors or [error.format_message()], configuration))
    if _is_ours(error.__traceback__):
        return error
    # The theme, an extension of Markdown or another plugin failed in its own way.
    words = " ".join(f"{type(error).__name__}: {error}".split())
    failed = phrase("MkDocs failed: {words}", words=words)
    return HostError(problems=[*_problems(errors, configuration), _of_host(failed, configuration)])


def _problems(errors: list[str], configuration: Configuration) -> Iterator[Problem]:
    """MkDocs' own errors; those about a key of the configuration where it stands."""
    for text in errors:
        if (about := _CONFIG_VALUE.match(text)) is not None:
            yield configuration.problem(verbatim(about[2].strip()), NO_TEXT, about[1])
        else:
            yield _of_host(verbatim(" ".join(text.split())), configuration)


def _of_host(message: Phrase, configuration: Configuration) -> Problem:
    return Problem("error", "host", Mark(configuration.file.name), message)


def _is_ours(traceback: TracebackType | None) -> bool:
    """Whether an error passed through code of this program that MkDocs called."""
    while traceback is not None:
        name = str(traceback.tb_frame.f_globals.get("__name__", ""))
        if name.startswith("notices.") and name != __name__:
            return True
        traceback = traceback.tb_next
    return False
