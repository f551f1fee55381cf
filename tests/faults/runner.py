"""A runner that publishes in a clone through git, with a clock of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from notices import evaluation as pipeline
from notices.evaluation import Evaluation
from notices.project.disk import Workspace
from notices.publishing import push as pushing
from notices.publishing.publish import PublishOptions
from notices.publishing.record import RecordRequest
from tests.faults.clones import Clones
from tests.faults.trials import FIX
from tests.project import Project

NOW = datetime(2026, 12, 1, 2, 0, tzinfo=UTC)
HANDOFF = FIX.replace("important: true", "customers: [acme]").format(name="for-acme")


def release(clones: Clones, project: Project, name: str) -> None:
    project.release(name, FIX.format(name=name))
    clones.commit(project, f"Plan {name}")


@dataclass
class Runner:
    """Publishes in one clone, with a clock of its own and a site of one file."""

    project: Project
    now: datetime = NOW
    slept: list[float] = field(default_factory=list)
    before_push: Callable[[], object] = field(default=lambda: None)
    builds: int = 0

    @property
    def workspace(self) -> Workspace:
        return Workspace.at(self.project.root / "mkdocs.yml")

    @property
    def asked(self) -> PublishOptions:
        return PublishOptions(
            evaluate=lambda at: pipeline.evaluate(self.workspace.sources(), at),
            now=None,
            clock=lambda: self.now,
            sleep=self._sleep,
        )

    def _sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += timedelta(seconds=max(1, round(seconds)))

    def _render(self, evaluation: Evaluation, staged: Path) -> None:
        self.builds += 1
        assert evaluation.site is not None
        shown = sorted(one.release.id for one in evaluation.site.releases)
        (staged / "index.html").write_text("\n".join(shown), encoding="utf-8")
        self.before_push()

    def publish(self) -> list[str]:
        evaluation = pushing.publish(self.workspace, self.asked, self._render)
        return [record.entry for record in evaluation.records]

    def record(self, entry: str, at: datetime | None = None) -> bool:
        """Whether a hand-off was recorded."""
        request = RecordRequest(entry, "handoff", at)
        return pushing.enter(self.workspace, self.asked, request).record is not None

    @property
    def shown(self) -> list[str] | None:
        page = self.project.site / "index.html"
        return page.read_text(encoding="utf-8").split() if page.exists() else None
