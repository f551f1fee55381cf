"""A process that has the program loaded, and forks a command of it for each line that it reads.

So a test can start a hundred publishes, kill them at any instant, and not wait a second for
each to load MkDocs. Every command is a process of its own, with its own signals and limits.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from notices.cli import building, ledger, main, now
from notices.cli.commands import publish as publish_command
from notices.evaluation import Evaluation
from notices.hosts import mkdocs as _loaded  # noqa: F401
from notices.project.disk import Workspace
from notices.publishing.publish import PublishOptions

# What changes the project outside of the generation that is being built.
_STEPS = ("os.rename", "os.remove", "os.symlink")


def _die_before(step: int, *, counted_from: str | None = None) -> None:
    """Kill this process just before the ``step``-th rename, removal or link.

    They are counted from the first of the kind that ``counted_from`` names.
    """
    left = step
    counting = counted_from is None

    def hook(event: str, args: tuple[Any, ...]) -> None:
        nonlocal left, counting
        # Old generations are removed file by file, relative to their folders.
        if event not in _STEPS:
            return
        if event != "os.symlink" and (args[-1] != -1 or "/generations/" in str(args[0])):
            return
        counting = counting or event == counted_from
        left -= counting
        if left <= 0:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)


def _die_around_git(command: str, times: int) -> None:
    """Kill this process before the ``times``-th call of git after one of ``command`` began."""
    left = times
    begun = False

    def hook(event: str, args: tuple[Any, ...]) -> None:
        nonlocal left, begun
        if event != "subprocess.Popen":
            return
        begun = begun or command in args[1]
        if begun:
            left -= 1
            if left <= 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)


def _set_clock(text: str) -> None:
    """Let the program's clock go on from another instant."""
    ahead = datetime.fromisoformat(text) - now.clock()
    true: Callable[[], datetime] = now.clock

    def clock() -> datetime:
        return true() + ahead

    assert isinstance(ahead, timedelta)
    for module in (ledger, publish_command):
        vars(module)["clock"] = clock


def _stop_clock(text: str) -> None:
    """Let the program's clock stand, and go on only while dates have to be kept apart."""
    at = datetime.fromisoformat(text)

    def clock() -> datetime:
        return at

    def sleep(seconds: float) -> None:
        nonlocal at
        if float(seconds).is_integer():
            at += timedelta(seconds=seconds)
        else:
            # Between two tries to push, which are drawn, and are no matter of dates.
            time.sleep(min(seconds, 0.3))

    for module in (ledger, publish_command):
        vars(module)["clock"] = clock
    setattr(ledger, "PublishOptions", partial(PublishOptions, sleep=sleep))  # noqa: B010


def _render_small(*, dies: bool, meanwhile: list[list[str]]) -> None:
    """Let the program render a site of few pages, where MkDocs is not what is tested.

    Halfway it may die, or wait for commands of somebody else to run.
    """

    def renderer(
        workspace: Workspace, host: str | None = None
    ) -> Callable[[Evaluation, Path], None]:
        def render(evaluation: Evaluation, staging: Path) -> None:
            assert evaluation.site is not None
            pages = [f"{one.release.id}.html" for one in evaluation.site.releases]
            links = "".join(f'<a href="{page}">' for page in pages)
            (staging / "index.html").write_text(f"{links}</html>", encoding="utf-8")
            for args in meanwhile:
                subprocess.run(args, capture_output=True, check=False)
            if dies:
                os.kill(os.getpid(), signal.SIGKILL)
            for page in pages:
                (staging / page).write_text("</html>", encoding="utf-8")

        return render

    for module in (building, publish_command):
        vars(module)["renderer"] = renderer


def _run(request: dict[str, Any]) -> None:
    for number, name in ((1, "out"), (2, "err")):
        os.dup2(os.open(request[name], os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
    os.chdir(request["folder"])
    os.environ.update(request.get("env", {}))
    if request.get("largest") is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (request["largest"], request["largest"]))
    if request.get("clock"):
        _set_clock(request["clock"])
    if request.get("stands_at"):
        _stop_clock(request["stands_at"])
    if request.get("die_before_step"):
        _die_before(request["die_before_step"])
    if request.get("die_once_shown"):
        # The link is made, renamed over the old one, and then come the ledger and the copies.
        _die_before(3, counted_from="os.symlink")
    if request.get("die_around_git"):
        _die_around_git(*request["die_around_git"])
    if request.get("small"):
        _render_small(
            dies=request.get("die_in_render", False), meanwhile=request.get("meanwhile", [])
        )
    main(request["args"])


def _serve() -> None:
    for line in sys.stdin:
        request = json.loads(line)
        if "wait" in request:
            _, status = os.waitpid(request["wait"], 0)
            print(os.waitstatus_to_exitcode(status), flush=True)
            continue
        pid = os.fork()
        if pid == 0:
            status = 70
            try:
                _run(request)
            except SystemExit as end:
                status = end.code if isinstance(end.code, int) else 0
            except BaseException:
                traceback.print_exc()
            finally:
                try:
                    sys.stdout.flush()
                    sys.stderr.flush()
                finally:
                    os._exit(status)
        print(pid, flush=True)


if __name__ == "__main__":
    _serve()
