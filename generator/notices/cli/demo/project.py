"""The demo as a project: its files, and the ledger that publishing would have written.

Belongs here: which companies there are, their files, and publishing at every instant up to now
(but for one standstill). Does not belong here: when anything happens (each company's
``schedule``), any rule.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from notices.cli.demo.anviec import schedule as anviec
from notices.cli.demo.entries import Schedule
from notices.cli.demo.plans import demo_plans
from notices.cli.demo.tidewart import schedule as tidewart
from notices.domain.instants import local
from notices.domain.layout import LEDGER, PAGES, PLANS, POLICY, SYSTEMS
from notices.domain.phrases import phrase
from notices.domain.policy import Policy
from notices.evaluation import Evaluation, Sources, evaluate, next_change
from notices.loading import load_policy
from notices.project.disk import ProjectError
from notices.project.theme_folders import installed
from notices.publishing.site_dir import protected_places

__all__ = ["COMPANIES", "MARKER", "Company", "make"]

MARKER = ".notices-demo"


@dataclass(frozen=True, slots=True)
class Company:
    """An invented company: its configuration, the folder of its entries, and what happens when.

    Policy, systems and front pages lie beside the configuration, guides and FAQ pages beside the
    entries.
    """

    config: Path
    texts: Path
    schedule: Callable[[datetime, Policy], Schedule]

    def files(self) -> dict[str, bytes]:
        """Its files before the first entry appears, by their paths in the project."""
        root = self.config.parent
        found = {name: (root / name).read_bytes() for name in (POLICY, SYSTEMS)}
        for folder, pages in (
            (root / PAGES, (root / PAGES).glob("*.md")),
            (self.texts, self.texts.rglob("*.md")),
        ):
            for path in sorted(pages):
                found[f"{PAGES}/{path.relative_to(folder).as_posix()}"] = path.read_bytes()
        return found


COMPANIES = {
    "anviec": Company(installed("mkdocs.yml"), anviec.TEXTS, anviec.schedule),
    "tidewart": Company(
        Path(tidewart.__file__).parent / "mkdocs.yml", tidewart.TEXTS, tidewart.schedule
    ),
}
"""The companies by the names that the command knows; the first is the default."""


def make(folder: Path, now: datetime, company: Company = COMPANIES["anviec"]) -> Evaluation:
    """Write a company's demo into ``folder`` as it is at ``now`` (UTC), and evaluate it.

    Nothing is built. Raises :class:`ProjectError` where the folder is not empty, or is a home or
    the system's.
    """
    if reason := protected_places().reason(folder.absolute()):
        raise ProjectError(
            phrase(
                "cannot make a demo in {folder}: {reason}; name a folder below it",
                folder=folder,
                reason=reason,
            )
        )
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ProjectError(phrase("{folder} is not empty; name a new folder", folder=folder))
    files, evaluation = _published(now, company)
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    shutil.copy(company.config, folder)
    (folder / ".gitignore").write_text("/site\n/.notices/\n/outbox/\n", encoding="utf-8")
    (folder / MARKER).write_text("`make demo` replaces this folder.\n", encoding="utf-8")
    return evaluation


def _published(now: datetime, company: Company) -> tuple[dict[str, bytes], Evaluation]:
    """The project's files after a publish at every instant at which something was due up to now."""
    files = company.files()
    policy = load_policy(POLICY, files[POLICY]).value
    if policy is None:
        raise ProjectError(phrase("the demo's own {file} has errors", file=POLICY))
    texts, base = company.texts, _full_minutes(now, policy)
    schedule = company.schedule(base, policy)
    plans = tuple(demo_plans(schedule.entries, now, texts, policy))
    stands, goes_on = schedule.standstill
    edits = sorted(
        {at for entry in schedule.entries for at in (entry.appears, *entry.later) if at <= now}
        | {plan.appears for plan in plans if plan.appears <= now}
    )
    at: datetime | None = edits[0]
    while at is not None:
        for entry in schedule.entries:
            data = entry.at(at, texts, policy)
            if data is not None:
                files[entry.path(policy)] = data
        for plan in plans:
            if plan.appears <= at:
                files[f"{PLANS}/{plan.id}.yml"] = plan.text.encode()
        published = evaluate(Sources(files), at)
        files[LEDGER] = files.get(LEDGER, b"") + published.lines
        files |= published.copies
        ahead = [*edits, next_change(evaluate(Sources(files), at)), now]
        at = min((then for then in ahead if then and at < then <= now), default=None)
        if at is not None and stands < at < goes_on:
            at = goes_on
    return files, evaluate(Sources(files), now)


def _full_minutes(now: datetime, policy: Policy) -> datetime:
    """The last five minutes by the company's clock: windows of the demo begin at them."""
    return now - timedelta(minutes=local(now, policy.zone).minute % 5, seconds=now.second)
