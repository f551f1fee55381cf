"""All commands on another machine: ``python -m tests.supply.elsewhere FOLDER`` runs them there, and says how.

Belongs here: the commands, counting what asks for the network, and folders in an order of their own. Does not
belong here: the machine (``machines``), what has to hold of it (``test_machine``).
"""

from __future__ import annotations

import json
import os
import random
import socket
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

__all__ = ["ASKING", "COMMANDS"]

NOW = "2031-03-04 09:00"
LATER = "2031-03-05 09:00"
_NEW = (
    "--title",
    "Tính năng mới",
    "--title",
    "A new feature",
    "--start",
    "2031-05-10 20:00",
    "--length",
    "1h",
)

# Each by the name under which its answer stands. What `init` and `editor` write is told apart.
COMMANDS: dict[str, tuple[str, ...]] = {
    "check": ("check", "--now", NOW),
    "check json": ("check", "--format", "json", "--now", NOW),
    "build": ("build", "--withhold", "--now", NOW, "--site-dir", "built"),
    "build drafts": ("build", "--drafts", "--withhold", "--now", NOW, "--site-dir", "drafts"),
    "build mkdocs": ("build", "--host", "mkdocs", "--withhold", "--now", NOW, "--site-dir", "mkdocs"),
    "publish": ("publish", "--now", NOW),
    "new": ("new", "feature", "a-new-feature", *_NEW, "--now", NOW),
    "stubs": ("stubs", "payroll-engine", "--now", NOW),
    "explain": ("explain", "payroll-engine", "--now", NOW),
    "slots": ("slots", "feature", "--explain", "--now", NOW),
    "outbox": ("outbox", "--now", NOW),
    "record": ("record", "for-acme", "handoff", "--channel", "phone", "--now", LATER),
    "publish again": ("publish", "--now", LATER),
    "next": ("next", "--now", LATER),
    "agenda": ("agenda", "--now", LATER),
    "agenda ics": ("agenda", "--format", "ics", "--now", LATER),
    "agenda html": ("agenda", "--format", "html", "-o", "agenda.html", "--now", LATER),
    "deliver dry": ("deliver", "--dry-run", "--now", LATER),
    "new plan": ("new", "plan", "2031-04", "--now", NOW),
    "rule": ("rule", "lead-time"),
    "schema": ("schema", "policy"),
    "holidays": ("holidays", "VN", "2031"),
    "demo": ("demo", "demo", "--company", "tidewart", "--now", NOW),
    "init": ("init", "begun", "--name", "Acme", "--url", "https://a.example/", "--policy", "simple", "--ci", "github"),
}  # fmt: skip
ASKING = {
    "deliver": ("deliver", "--all"),
    "deliver test list": ("deliver", "test", "list"),
    "deliver test tickets": ("--debug", "deliver", "test", "tickets"),
    "doctor": ("doctor", "http://127.0.0.1:9/", "--now", LATER),
}

_ASKS = ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr",
         "socket.sendto", "socket.sendmsg", "urllib.Request", "http.client.connect", "smtplib.connect")  # fmt: skip


def _count_asks() -> list[str]:
    asked: list[str] = []

    def hook(event: str, args: tuple[Any, ...]) -> None:
        if event in _ASKS:
            asked.append(f"{event} {args[1:]}")

    sys.addaudithook(hook)
    return asked


def _shuffle_folders(seed: int) -> None:
    """Let each folder be listed in an order that no other machine has."""
    chance = random.Random(seed)
    listdir, scandir = os.listdir, os.scandir

    class Shuffled:
        def __init__(self, *args: Any) -> None:
            with scandir(*args) as found:
                self._left = list(found)
            chance.shuffle(self._left)

        def __iter__(self) -> Iterator[os.DirEntry[str]]:
            return self

        def __next__(self) -> os.DirEntry[str]:
            if not self._left:
                raise StopIteration
            return self._left.pop()

        def __enter__(self) -> Shuffled:
            return self

        def __exit__(self, *_: object) -> None:
            self.close()

        def close(self) -> None:
            self._left = []

    def shuffled(*args: Any) -> list[str]:
        names = listdir(*args)
        chance.shuffle(names)
        return names

    vars(os).update(listdir=shuffled, scandir=Shuffled)


def _set_clock() -> None:
    """Deliveries take no ``--now``: let their clock stand at ``LATER``."""
    from notices.cli import delivery, ledger
    from notices.cli.commands import deliver

    later = datetime.fromisoformat(f"{LATER}+07:00")
    for module in (delivery, deliver, ledger):
        vars(module)["clock"] = lambda: later


def main() -> None:
    folder = Path(sys.argv[1])
    with suppress(OSError):  # In a namespace of its own, it has a name of its own.
        socket.sethostname(os.environ["HOSTNAME"])
    _shuffle_folders(int(os.environ["FOLDER_ORDER"]))
    asked = _count_asks()

    from click.testing import CliRunner

    from notices.cli import main as notices

    os.chdir(folder)

    def told(*args: str) -> list[Any]:
        answer = CliRunner().invoke(notices, ["--lang", "en", *args])
        return [answer.exit_code, answer.stdout, answer.stderr]

    answers = {name: told(*args) for name, args in COMMANDS.items()}
    counted = list(asked)
    _set_clock()
    # These ask for the network: what they say of a machine is looked at all the same.
    answers |= {name: told(*args) for name, args in ASKING.items()}
    report = {
        "answers": answers,
        "asked": counted,
        "asked when it may": len(asked) - len(counted),
        "interfaces": [name for _, name in socket.if_nameindex()],
        "host": socket.gethostname(),
    }
    Path("report.json").write_text(json.dumps(report), encoding="utf-8")


if __name__ == "__main__":
    main()
