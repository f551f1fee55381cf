"""Machines that differ in all that a machine has: users, names, homes, zones, languages, clocks of files.

Belongs here: what each machine is, and running all commands on it. Does not belong here: the commands
(``elsewhere``).
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.project import CLONE, FEATURE, Project, bytes_below

__all__ = ["SECRETS", "Machine", "Run", "namespace"]

SECRETS = {
    "SMTP_USER": "{mark}-mail-user",
    "SMTP_PASSWORD": "{mark}-mail-password/+&",
    "TICKETS_URL": "https://tickets.example/{mark}-path?key={mark}-query",
    "TICKETS_SECRET": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    "NOTICES_PUSH_TOKEN": "{mark}-push-token",
    "AWS_SECRET_ACCESS_KEY": "{mark}-somebody-else-s",
}
_CHANNELS = """\
channels:
  - id: list
    type: mail
    audience: customers
    languages: [vi]
    since: 2031-03-01
    from: updates@acme.example
    to: [list@lists.acme.example]
    smtp: {host: 127.0.0.1, port: 9, tls: implicit, user_env: SMTP_USER, password_env: SMTP_PASSWORD}
  - {id: tickets, type: webhook, audience: customers, since: 2031-03-01, url_env: TICKETS_URL, secret_env: TICKETS_SECRET}
"""


@dataclass(frozen=True, slots=True)
class Machine:
    """``mark`` is in every value that is its own and nobody else's."""

    mark: str
    deep: str
    zone: str
    locale: str
    umask: int
    hash_seed: str
    order: int
    files_from: int

    @property
    def environment(self) -> dict[str, str]:
        home = f"/{self.mark}-home"
        return {
            "USER": f"{self.mark}-user", "LOGNAME": f"{self.mark}-user", "HOME": home,
            "HOSTNAME": f"{self.mark}-host", "PWD": f"/{self.mark}-pwd",
            "GIT_AUTHOR_NAME": f"{self.mark}-author", "EMAIL": f"{self.mark}@mail.example",
            "TZ": self.zone, "LC_ALL": self.locale, "LANG": self.locale, "COLUMNS": str(80 + self.order),
            "PYTHONHASHSEED": self.hash_seed, "FOLDER_ORDER": str(self.order),
            "PYTHONPATH": f"{CLONE / 'generator'}{os.pathsep}{CLONE}", "PATH": os.environ["PATH"], "TMPDIR": os.environ.get("TMPDIR", "/tmp"),
            **{name: value.format(mark=self.mark) for name, value in SECRETS.items()},
        }  # fmt: skip

    def run(self, folder: Path) -> Run:
        """Run all commands there, with no network if the system lets us take it away."""
        root = folder / self.deep.format(mark=self.mark)
        cache = folder / f"{self.mark}-cache"
        _write(root)
        for path in [*root.rglob("*"), root]:
            if not path.is_symlink():
                os.utime(path, (self.files_from, self.files_from))
        done = subprocess.run(
            [*namespace(), sys.executable, "-m", "tests.supply.elsewhere", str(root)],
            cwd="/",
            env=self.environment | {"XDG_CACHE_HOME": str(cache)},
            umask=self.umask,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return Run(root, json.loads((root / "report.json").read_text(encoding="utf-8")))


@dataclass(frozen=True, slots=True)
class Run:
    """What all commands left and said."""

    root: Path
    report: dict[str, Any]

    @property
    def answers(self) -> dict[str, tuple[int, str, str]]:
        return {name: tuple(told) for name, told in self.report["answers"].items()}

    @property
    def written(self) -> dict[str, bytes]:
        """Every file that came out, by its path; what the program notes for itself aside."""
        files = {
            path.relative_to(self.root).as_posix(): path.read_bytes()
            for path in sorted(self.root.rglob("*"))
            if path.is_file() and ".notices" not in path.relative_to(self.root).parts
        }
        site = {f"site/{name}": data for name, data in bytes_below(self.root / "site").items()}
        return {name: data for name, data in (files | site).items() if name != "report.json"}

    @property
    def notes(self) -> dict[str, bytes]:
        """What the program notes for itself, and for a form."""
        kept = (self.root / ".notices").rglob("*")
        return {str(path): path.read_bytes() for path in kept if path.is_file()}


def namespace() -> list[str]:
    """The words before a command that leave it loopback alone, and a host name of its own."""
    for options in (["--net", "--uts"], ["--map-root-user", "--net", "--uts"]):
        command = ["unshare", *options]
        if (
            shutil.which("unshare")
            and not subprocess.run([*command, "true"], capture_output=True, check=False).returncode
        ):
            return command
    return []


def _write(root: Path) -> None:
    project = Project.create(root)
    (root / "theme").unlink()
    shutil.copytree(CLONE / "theme", root / "theme")
    for name, start in (("payroll-engine", "2031-03-15"), ("second", "2031-03-22")):
        project.release(name, FEATURE.replace("2026-12-12", start))
    project.release("hidden", FEATURE.replace("2026-12-12", "2031-06-07"))
    fix = FEATURE.replace("category: feature", "category: fix").replace("2026-12-12", "2031-03-14")
    project.release("for-acme", fix + "customers: [acme]\n")
    project.write("content/pages/guides/payroll-engine.md", "# Hướng dẫn\n\nBước một.\n")
    project.write("content/pages/faq/payroll-engine.en.md", "# Questions\n\nNone.\n")
    project.write("content/channels.yml", _CHANNELS)
