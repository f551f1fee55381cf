"""The loop of a preview: render, show, wait for an edit, until interrupted.

Belongs here: folders to render into, and what is shown when a render fails. Does not belong
here: what is rendered (``commands.serve``), HTTP (``server``).
"""

from __future__ import annotations

import shutil
import signal
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import click

from notices.cli.failures import failure_line, report_failure
from notices.cli.preview.answers import Shown
from notices.cli.preview.changes import state, wait
from notices.cli.preview.server import Server
from notices.cli.terminal import say
from notices.domain.phrases import phrase
from notices.project.disk import Workspace

__all__ = ["Render", "run"]

Render = Callable[[Path], str]
"""Renders into an empty folder, and returns the path of the site's root (``/updates/``).

Whatever it raises is shown in place of the site.
"""


def run(workspace: Workspace, server: Server, render: Render, *, debug: bool) -> None:
    """Keep the preview up to date until Ctrl-C or SIGTERM; no file of it is left then."""
    with ExitStack() as stack:
        stack.enter_context(_ended_by_signals())
        stack.callback(server.server_close)
        root = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="notices-preview-")))
        # After a restart, open pages have to see another version.
        started, number = time.time_ns(), 0
        before = state(workspace)
        folders: list[Path] = []
        while True:
            number += 1
            folders.append(root / str(number))
            shown = _shown(render, folders[-1], f"{started:x}-{number}", debug=debug)
            server.show(shown)
            if number == 1:
                stack.enter_context(server.running())
                say(
                    phrase(
                        "serving {url} (Ctrl-C ends it)", url=f"{server.address.url}{shown.below}"
                    )
                )
            # The last one may be being read.
            for old in folders[:-2]:
                shutil.rmtree(old, ignore_errors=True)
            del folders[:-2]
            before = wait(workspace, before)


def _shown(render: Render, folder: Path, version: str, *, debug: bool) -> Shown:
    """The site, or why there is none."""
    folder.mkdir()
    try:
        return Shown(version, folder, render(folder))
    except click.ClickException as error:
        failure = error.format_message()
        say(failure)
    except Exception as error:
        failure = failure_line(error)
        report_failure(error, debug=debug)
    return Shown(version, failure=failure)


@contextmanager
def _ended_by_signals() -> Iterator[None]:
    """End the block quietly at Ctrl-C and SIGTERM; a second one does not disturb its cleaning."""
    numbers = (signal.SIGINT, signal.SIGTERM)
    before = {number: signal.getsignal(number) for number in numbers}

    def end(number: int, frame: object) -> None:
        for each in numbers:
            signal.signal(each, signal.SIG_IGN)
        raise KeyboardInterrupt

    for number in numbers:
        signal.signal(number, end)
    try:
        yield
    except KeyboardInterrupt:
        pass
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
