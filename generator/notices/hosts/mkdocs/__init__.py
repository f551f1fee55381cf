"""MkDocs as a host: it renders hand-written pages and the shells.

Belongs here: running MkDocs, and turning its errors into ours. Does not belong here: its log
(``log``), its events (``plugin``), what it is given (``sources``), what any host does
(``splicing``).
"""

from __future__ import annotations

from types import TracebackType

from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.exceptions import MkDocsException

from notices.hosts import HostError, InvalidSetup, Rendered, RenderRequest
from notices.hosts.mkdocs.log import listening
from notices.hosts.mkdocs.session import Session, opened
from notices.hosts.setup import check_setup

__all__ = ["render"]


def render(request: RenderRequest) -> Rendered:
    """Fill the staging folder, as :class:`notices.hosts.Host` promises."""
    check_setup(request.configuration)
    session, warnings, errors = Session(request), list[str](), list[str]()
    invalid: type[HostError] = InvalidSetup
    with opened(session), listening(warnings.append, errors.append):
        try:
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
            raise _explained(error, errors, invalid) from error
    return Rendered(tuple(session.problems), tuple(warnings))


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
