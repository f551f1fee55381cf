"""A random walk through what a project's people do, with the site compared after each step.

Belongs here: the steps, and the full build that each published site has to equal. What was kept from
earlier publishes has no part in that one.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from notices.cli import building
from notices.loading import Reader
from notices.project import content_index, disk
from notices.project.content_index import ContentIndex
from notices.publishing.marker import MARKER
from notices.rendering import rows
from tests.delivered import CUSTOMERS, deliver, messages
from tests.project import CLONE, POLICY, SYSTEMS, Project, bytes_below

BEGUN = datetime(2026, 11, 2, 1, tzinfo=UTC)
_HOUR = timedelta(hours=1)
_WORDS = ("payroll", "leave", "invoice", "report", "mobile", "export", "login", "approval")
_MARKUP = (
    "See [the other one](../u0/).",
    "Read [the guide](/guides/u1/) first.",
    "| a | b |\n    | --- | --- |\n    | 1 | 2 |",
    "Plain words.",
    "Soon: u2 and u3.",
)
_MAIL = (
    "{{id: {0}, type: mail, audience: customers, languages: [{1}], since: 2026-11-01, from: a@b.example, "
    "to: [c@d.example], smtp: {{host: d.example, port: 465}}, subscribe_url: 'https://d.example/{0}'}}"
)
_CHANNELS = (
    _MAIL.format("list", "vi"),
    _MAIL.format("news", "en"),
    "{id: hub, type: websub, hub: 'https://hub.example/'}",
)


class SameSiteWalk:
    """A project, its clock, and the random choices of one seed."""

    def __init__(self, root: Path, seed: int, begun: datetime = BEGUN) -> None:
        self.random = random.Random(seed)
        self.project = Project.create(root / "project")
        self.full = root / "full"
        self.begun = self.now = begun
        self.count = 0
        self.left = 0
        """How many publishes left the shown site as it was."""
        policy = POLICY.read_text(encoding="utf-8").replace("2025-07-01", "2026-11-01")
        self.project.write("content/policy.yml", policy)
        theme = self.project.root / "theme"
        theme.unlink()
        shutil.copytree(CLONE / "theme", theme)
        for _ in range(3):
            self.add()

    @property
    def steps(self) -> tuple[Callable[[], None], ...]:
        return (
            self.add, self.add_history, self.edit, self.edit, self.edit, self.move, self.end, self.cancel,
            self.draft, self.remove, self.fix, self.comment, self.guide, self.home, self.theme, self.texts,
            self.policy, self.systems, self.channels, self.deliver, self.tamper, self.page, self.frame,
            self.configuration, self.wait, self.wait, self.wait, self.wait, self.sleep,
        )  # fmt: skip

    def step(self) -> str:
        """Take one step, publish, and compare, and the same a minute later; what the step was."""
        step = self.random.choice(self.steps)
        step()
        self.publish()
        self.sleep()
        self.publish()
        return step.__name__

    def publish(self) -> None:
        at = self.now.isoformat()
        before = self.project.site.readlink() if self.project.site.is_symlink() else None
        with pytest.MonkeyPatch.context() as patch:
            # What was written just now counts as old: else the index would never be believed.
            patch.setattr(content_index, "_YOUNG_NS", -(10**12))
            answer = self.project.run_at(at, "publish", "--all")
        assert answer.status in (0, 1, 3), answer.err
        if self.project.site.exists():
            self.compare(at)
            self.left += self.project.site.readlink() == before

    def compare(self, at: str) -> None:
        """The published site against one that is made from nothing."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(building, "earlier_site", lambda _: None)
            patch.setattr(disk, "reader_of", lambda _: Reader())
            patch.setattr(ContentIndex, "of", lambda root: ContentIndex(root, {}))
            patch.setattr(rows, "_read", lambda _: {})
            patch.setattr(rows.Rows, "keep", lambda _: None)
            answer = self.project.run_at(at, "build", "--withhold", "--site-dir", str(self.full))
        assert answer.status == 0, answer.err
        shown, full = bytes_below(self.project.site), bytes_below(self.full)
        assert shown.keys() == full.keys()
        assert [path for path in shown if shown[path] != full[path]] == []

    # What people do.

    def add(self) -> None:
        self._write(f"u{self.count}", self._text(self._saturday()))

    def add_history(self) -> None:
        start = self.begun - timedelta(days=self.random.randint(5, 900))
        end = f"{start + _HOUR:%Y-%m-%d %H:%MZ}"
        self._write(
            f"u{self.count}", self._text(start) + f"outcome: {{result: success, at: {end}}}\n"
        )

    def edit(self) -> None:
        self._replace(
            self._any(), "title", f"title: {{vi: {self._words()}, en: {self._words()}}}\n"
        )

    def move(self) -> None:
        start = self._saturday()
        reason = "moved_reason: {vi: Vì lý do khác, en: For another reason}"
        end = start + _HOUR
        window = (
            f"window: {{start: {start:%Y-%m-%d %H:%MZ}, end: {end:%Y-%m-%d %H:%MZ}, {reason}}}\n"
        )
        self._replace(self._any(), "window", window)

    def end(self) -> None:
        result = self.random.choice(("success", "partial", "rolled_back"))
        at = f"{self.now:%Y-%m-%d %H:%MZ}"
        self._replace(self._any(), "outcome", f"outcome: {{result: {result}, at: {at}}}\n")

    def cancel(self) -> None:
        at, reason = f"{self.now:%Y-%m-%d %H:%MZ}", "{vi: Không cần nữa, en: Not needed}"
        other = f"u{self.random.randrange(max(1, self.count))}"
        told = f"at: {at}, reason: {reason}, replaced_by: {other}"
        self._replace(self._any(), "cancelled", f"cancelled: {{{told}}}\n")

    def draft(self) -> None:
        self._replace(self._any(), "draft", self.random.choice(("draft: true\n", "")))

    def remove(self) -> None:
        if (path := self._any()) is not None and self.random.random() < 0.3:
            path.unlink()

    def fix(self) -> None:
        other = f"u{self.random.randrange(max(1, self.count))}"
        issue = f"{{title: {{vi: Lỗi, en: A bug}}, status: fixed, fixed_in: {other}}}"
        self._replace(self._any(), "known_issues", f"known_issues: [{issue}]\n")

    def comment(self) -> None:
        if (path := self._any()) is not None:
            path.write_text(path.read_text("utf-8") + f"# {self._words()}\n", encoding="utf-8")

    def guide(self) -> None:
        name = f"u{self.random.randrange(max(1, self.count))}"
        kind, language = self.random.choice(("guides", "faq")), self.random.choice(("", ".en"))
        self.project.write(
            f"content/pages/{kind}/{name}{language}.md", f"# {self._words()}\n\n{self._words()}\n"
        )

    def home(self) -> None:
        self.project.write("content/pages/index.md", f"# Tin\n\n{self._words()}\n")

    def theme(self) -> None:
        path = self.project.root / "theme/templates/release.html"
        path.write_text(path.read_text("utf-8") + f"{{# {self._words()} #}}", encoding="utf-8")

    def texts(self) -> None:
        path = self.project.root / "theme/texts/en.yml"
        path.write_text(path.read_text("utf-8") + f"# {self._words()}\n", encoding="utf-8")

    def policy(self) -> None:
        path = self.project.root / "content/policy.yml"
        text = path.read_text("utf-8")
        old, new = self.random.choice(
            (("Feature", "Features"), ("from: 24", "from: 23"), ("\n", "\n# x\n"))
        )
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    def systems(self) -> None:
        name = self.random.choice(("Payroll", "Wages"))
        self.project.write("content/systems.yml", SYSTEMS.replace("Payroll", name))

    def channels(self) -> None:
        """Other channels, in the simplest case none."""
        found = [channel for channel in _CHANNELS if self.random.random() < 0.5]
        self.project.write("content/channels.yml", f"channels: [{', '.join(found)}]\n")

    def deliver(self) -> None:
        """Some message is mailed, or told to a chat."""
        if self.project.site.exists() and (found := [*messages(self.project.site)]):
            uid, _ = self.random.choice(found)
            deliver(
                self.project.root, uid, self.now, self.random.choice((CUSTOMERS, CUSTOMERS, "chat"))
            )

    def wait(self) -> None:
        self.now += timedelta(
            hours=self.random.choice((1, 5, 24, 72)), seconds=self.random.randrange(60)
        )

    def tamper(self) -> None:
        """Somebody changes, removes or adds a file of the shown site."""
        if not self.project.site.exists():
            return
        path = self.random.choice(sorted(p for p in self.project.site.rglob("*") if p.is_file()))
        data, how = path.read_bytes(), self.random.choice(("flip", "remove", "add"))
        if how == "flip":
            path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
        elif how == "remove" and path.name != MARKER:
            path.unlink()
        elif how == "add":
            path.with_name("added.txt").write_bytes(data)

    def page(self) -> None:
        self.project.write("content/pages/about.md", f"# {self._words()}\n\n{self._words()}\n")

    def frame(self) -> None:
        name = self.random.choice(("main.html", "assets/frame.css"))
        path = self.project.root / "theme/overrides" / name
        more = f"{{# {self._words()} #}}" if name.endswith("html") else f"/* {self._words()} */"
        path.write_text(path.read_text("utf-8") + more, encoding="utf-8")

    def configuration(self) -> None:
        path = self.project.root / "mkdocs.yml"
        lines = [line for line in path.read_text("utf-8").splitlines() if "site_name" not in line]
        path.write_text("\n".join([*lines, f"site_name: {self._words()}", ""]), encoding="utf-8")

    def sleep(self) -> None:
        """Nothing but a minute goes by."""
        self.now += timedelta(minutes=1)

    # What they write.

    def _saturday(self) -> datetime:
        """An evening on which the policy allows updates, in one of the next weeks."""
        day = self.now + timedelta(days=5 - self.now.weekday(), weeks=self.random.randint(0, 4))
        return day.replace(hour=13, minute=0, second=0)

    def _any(self) -> Path | None:
        found = sorted((self.project.root / "content/releases").glob("*.yml"))
        return self.random.choice(found) if found else None

    def _write(self, name: str, text: str) -> None:
        self.project.release(name, text)
        self.count += 1

    def _text(self, start: datetime) -> str:
        end = start + _HOUR
        return (
            f"category: {self.random.choice(('feature', 'fix', 'server'))}\n"
            f"title: {{vi: {self._words()}, en: {self._words()}}}\n"
            f"summary: {{vi: {self._words()}, en: {self._words()}}}\n"
            f"window: {{start: {start:%Y-%m-%d %H:%MZ}, end: {end:%Y-%m-%d %H:%MZ}}}\n"
            f"impact: {{downtime: 10m, mode: usable, systems: [{self.random.choice(('payroll', 'crm'))}]}}\n"
            f"body:\n  vi: |\n    {self.random.choice(_MARKUP)}\n  en: |\n    {self.random.choice(_MARKUP)}\n"
        )

    def _words(self) -> str:
        return " ".join(self.random.choices(_WORDS, k=3))

    def _replace(self, path: Path | None, key: str, line: str) -> None:
        """Write a key of an entry in place of the one that it has."""
        if path is None:
            return
        kept, keep = [], True
        for each in path.read_text("utf-8").splitlines(keepends=True):
            if each[:1].isalpha():
                keep = not each.startswith(f"{key}:")
            if keep:
                kept.append(each)
        path.write_text("".join(kept) + line, encoding="utf-8")
