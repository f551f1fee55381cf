"""A process that has the program loaded, and forks a command of it for each line that it reads.

So a test can start a hundred publishes, kill them at any instant, and not wait a second for
each to load MkDocs. Every command is a process of its own, with its own signals and limits.
"""

from __future__ import annotations

import http.client
import json
import os
import resource
import select
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial, wraps
from pathlib import Path
from typing import Any

from notices.channels import mail
from notices.channels.mail import MailLimits
from notices.channels.smtp import MailLine
from notices.channels.webhook import WebhookSender
from notices.cli import building, delivery, ledger, main, now
from notices.cli.commands import deliver as deliver_command
from notices.cli.commands import publish as publish_command
from notices.evaluation import Evaluation
from notices.hosts import mkdocs as _loaded  # noqa: F401
from notices.project.disk import Workspace
from notices.publishing.publish import PublishOptions
from tests.faults.surroundings import disturb

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


def _die_while_delivering(step: int) -> None:
    """Kill this process just before the ``step``-th write to a record of deliveries, or call."""
    left = step

    def hook(event: str, args: tuple[Any, ...]) -> None:
        nonlocal left
        written = event == "open" and args[1] in ("a", "r+") and "deliveries" in str(args[0])
        left -= written or event == "socket.connect"
        if left <= 0:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)


def _die_in_delivery(step: int) -> None:
    """Kill this process just before the ``step``-th thing of a delivery that others may see.

    That is a write to a record of deliveries, a call of git, something that is sent, and the
    reading of what was said to it.
    """
    left = step

    def count() -> None:
        nonlocal left
        left -= 1
        if left <= 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def hook(event: str, args: tuple[Any, ...]) -> None:
        written = event == "open" and args[1] in ("a", "r+", "ab") and "deliveries" in str(args[0])
        if written or event in ("subprocess.Popen", "socket.connect"):
            count()

    def counted(method: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(method)
        def call(*args: Any, **named: Any) -> Any:
            count()
            return method(*args, **named)

        return call

    sys.addaudithook(hook)
    for kind, names in (
        (MailLine, ("send", "getreply")),
        (http.client.HTTPConnection, ("send", "getresponse")),
    ):
        for name in names:
            setattr(kind, name, counted(getattr(kind, name)))


def _die_behind_the_dot(number: int) -> None:
    """Kill this process when it has sent the ``number``-th mail, before it hears whether it is taken."""
    left = number
    send_dot = MailLine.send_dot

    def sent(line: MailLine) -> Any:
        nonlocal left
        left -= 1
        if left <= 0:
            line.send(b".\r\n")
            # The server has done by now whatever it does.
            assert line.sock is not None
            select.select([line.sock], [], [], 10)
            os.kill(os.getpid(), signal.SIGKILL)
        return send_dot(line)

    setattr(MailLine, "send_dot", sent)  # noqa: B010


def _hurry(at: str, began: float, speed: float) -> None:
    """Let the program's clock run from ``at`` on since ``began``, and faster than the machine's.

    Lines are waited for a moment only. ``began`` is on the clock that all processes share.
    """
    first = datetime.fromisoformat(at)

    def clock() -> datetime:
        passed = timedelta(seconds=(time.monotonic() - began) * speed)
        return (first + passed).replace(microsecond=0)

    def sleep(seconds: float) -> None:
        time.sleep(seconds / speed)

    for module in (ledger, delivery, deliver_command, publish_command):
        vars(module)["clock"] = clock
    setattr(ledger, "PublishOptions", partial(PublishOptions, sleep=sleep))  # noqa: B010
    vars(mail)["MailLimits"] = partial(MailLimits, connect=5.0, text=1.0, dot=1.0, quit=0.2)
    WebhookSender.__init__.__defaults__ = (1.0,)


def _set_clock(text: str) -> None:
    """Let the program's clock go on from another instant."""
    ahead = datetime.fromisoformat(text) - now.clock()
    true: Callable[[], datetime] = now.clock

    def clock() -> datetime:
        return true() + ahead

    assert isinstance(ahead, timedelta)
    for module in (ledger, delivery, deliver_command, publish_command):
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

    for module in (ledger, delivery, deliver_command, publish_command):
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
    if request.get("hurry"):
        _hurry(*request["hurry"])
    if request.get("die_in_delivery"):
        _die_in_delivery(request["die_in_delivery"])
    if request.get("die_behind_the_dot"):
        _die_behind_the_dot(request["die_behind_the_dot"])
    if request.get("die_before_step"):
        _die_before(request["die_before_step"])
    if request.get("die_once_shown"):
        # The link is made, renamed over the old one, and then come the ledger and the copies.
        _die_before(3, counted_from="os.symlink")
    if request.get("die_while_delivering"):
        _die_while_delivering(request["die_while_delivering"])
    if request.get("die_around_git"):
        _die_around_git(*request["die_around_git"])
    if request.get("small"):
        _render_small(
            dies=request.get("die_in_render", False), meanwhile=request.get("meanwhile", [])
        )
    disturb(request)
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
