"""MkDocs as a host: it renders hand-written pages and the shells.

Belongs here: running MkDocs, and turning its log and its errors into ours. Does not belong here:
its events (``plugin``), what it is given (``sources``), what any host does (``splicing``).
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from mkdocs.commands.build import build as mkdocs_build
from mkdocs.commands.serve import serve as mkdocs_serve
from mkdocs.config import load_config
from mkdocs.exceptions import MkDocsException

from notices.hosts import HostError, InvalidSetup, Rendered, RenderRequest
from notices.hosts.mkdocs.session import MakeRequest, Session, opened
from notices.hosts.setup import check_setup

__all__ = ["render", "serve"]


def render(request: RenderRequest) -> Rendered:
    """Fill the staging folder, as :class:`notices.hosts.Host` promises."""
    check_setup(request.configuration)
    session, warnings, errors = Session(lambda _: request), list[str](), list[str]()
    invalid: type[HostError] = InvalidSetup
    with opened(session), _log_to(warnings.append, errors.append, logging.WARNING):
        try:
            file = str(request.configuration.file)
            config = load_config(file, site_dir=str(request.staging))
            invalid = HostError
            config.plugins.on_startup(command="build", dirty=False)
            try:
                mkdocs_build(config)
            finally:
                config.plugins.on_shutdown()
        except Exception as error:
            raise _explained(error, errors, invalid) from error
    return Rendered(tuple(session.problems), tuple(warnings))


def serve(
    config_file: Path, make: MakeRequest, say: Callable[[str], None], dev_addr: str | None = None
) -> None:
    """Serve a preview, rendered anew at each edit, until interrupted.

    ``make`` makes the request of each build. ``say`` is given warnings, and where it serves.
    Raises as :func:`render` does where it cannot begin.
    """
    with opened(Session(make)), _log_to(say, say, logging.INFO):
        try:
            mkdocs_serve(str(config_file), dev_addr=dev_addr)
        except Exception as error:
            raise _explained(error, [], HostError) from error


class _Handler(logging.Handler):
    """Passes on errors, warnings, and where a preview is served."""

    def __init__(
        self, warned: Callable[[str], object], failed: Callable[[str], object], level: int
    ) -> None:
        super().__init__(level)
        self._warned, self._failed = warned, failed

    def emit(self, record: logging.LogRecord) -> None:
        text = record.getMessage()
        if record.levelno >= logging.ERROR:
            self._failed(text)
        elif record.levelno >= logging.WARNING or "Serving on" in text:
            self._warned(text)


@contextmanager
def _log_to(
    warned: Callable[[str], object], failed: Callable[[str], object], level: int
) -> Iterator[None]:
    """Let MkDocs' log go here, and nowhere else."""
    logger = logging.getLogger("mkdocs")
    before = logger.level, logger.propagate
    handler = _Handler(warned, failed, level)
    logger.addHandler(handler)
    logger.setLevel(level)
    logger.propagate = False
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(before[0])
        logger.propagate = before[1]


def _explained(error: Exception, errors: list[str], invalid: type[HostError]) -> Exception:
    """What to raise for an error of MkDocs: a known one as itself, a bug of ours as it is."""
    behind: BaseException | None = error
    while behind is not None:
        if isinstance(behind, (HostError, OSError)):
            return behind
        wrapped = isinstance(behind, MkDocsException)
        behind = behind.__cause__ or (behind.__context__ if wrapped else None)
    if isinstance(error, MkDocsException):
        return invalid("\n".join(errors) or error.format_message())
    if _is_ours(error.__traceback__):
        return error
    # The theme, an extension of Markdown or another plugin failed in its own way.
    return HostError("\n".join((*errors, f"MkDocs failed: {type(error).__name__}: {error}")))


def _is_ours(traceback: TracebackType | None) -> bool:
    """Whether an error passed through code of this program that MkDocs called."""
    while traceback is not None:
        name = str(traceback.tb_frame.f_globals.get("__name__", ""))
        if name.startswith("notices.") and name != __name__:
            return True
        traceback = traceback.tb_next
    return False
