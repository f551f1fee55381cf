"""A project in a temporary folder, worked on as its users do: files, commands, what comes out."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from notices.cli import main
from notices.cli.failures import BUG

CLONE = Path(__file__).parents[1]
POLICY = CLONE / "content" / "policy.yml"
ZONE = timezone(timedelta(hours=7))
"""That of the policy."""

FEATURE = """\
category: feature
title: {vi: Bảng lương thế hệ mới, en: New payroll engine}
summary: {vi: Tính lương nhanh hơn., en: Payroll is faster.}
window: {start: 2026-12-12 20:00, end: 2026-12-12 22:00}
impact: {downtime: 10m, mode: usable, sign_in_again: true, systems: [payroll]}
body: {vi: Nội dung chi tiết., en: The details.}
"""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command said and how it ended."""

    status: int
    out: str
    err: str

    def json(self) -> Any:
        return json.loads(self.out)


@dataclass(frozen=True, slots=True)
class Project:
    """A project with the repository's own policy, systems and theme, and no releases."""

    root: Path

    @classmethod
    def create(cls, root: Path, policy: str | None = None) -> Project:
        project = cls(root)
        root.mkdir(parents=True, exist_ok=True)
        shutil.copy(CLONE / "mkdocs.yml", root)
        (root / "theme").symlink_to(CLONE / "theme")
        project.write("content/policy.yml", policy or POLICY.read_text(encoding="utf-8"))
        project.write("content/systems.yml", SYSTEMS)
        project.write("content/pages/index.md", "# Tin cập nhật\n\nChào Quý khách.\n")
        return project

    def write(self, name: str, text: str) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
        return path

    def release(self, name: str, text: str = FEATURE) -> Path:
        return self.write(f"content/releases/{name}.yml", text)

    def run(self, *args: str) -> Answer:
        return self._run(args, {})

    def run_at(self, now: str, *args: str) -> Answer:
        """The same by `SOURCE_DATE_EPOCH`, which may set the instant of the served site's build."""
        at = datetime.fromisoformat(now)
        at = at if at.tzinfo else at.replace(tzinfo=ZONE)
        return self._run(args, {"SOURCE_DATE_EPOCH": str(int(at.timestamp()))})

    def _run(self, args: tuple[str, ...], env: dict[str, str]) -> Answer:
        command = ["--debug", "-f", str(self.root / "mkdocs.yml"), *args]
        told = CliRunner().invoke(main, command, env=env)
        assert BUG not in told.stderr, told.stderr
        return Answer(told.exit_code, told.stdout, told.stderr)

    def check(self, now: str) -> Any:
        """What `check` says of the entries; to render all pages as well takes ten times as long."""
        return self.run("check", "--no-host", "--format", "json", "--now", now).json()

    def entry(self, name: str, now: str) -> Any:
        return next(e for e in self.check(now)["entries"] if e["id"] == name)

    @property
    def site(self) -> Path:
        return self.root / "site"

    @property
    def ledger(self) -> list[dict[str, Any]]:
        path = self.root / "content/ledger.jsonl"
        if not path.exists():
            return []
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]

    def page(self, name: str) -> str:
        return (self.site / name).read_text(encoding="utf-8")

    def bytes_of_site(self) -> dict[str, bytes]:
        return bytes_below(self.site)


def bytes_below(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by its path there."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


SYSTEMS = """\
systems:
  - {id: payroll, name: {vi: Tiền lương, en: Payroll}, group: {vi: Nhân sự, en: People}}
  - {id: crm, name: {vi: Khách hàng, en: CRM}, group: {vi: Bán hàng, en: Sales}}
"""
