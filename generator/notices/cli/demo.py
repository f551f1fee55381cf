"""The demo: a project with releases around now, one in every state.

Belongs here: when each entry's file appears, when its window is, what is added later, and
publishing at every instant up to now (but for one standstill), so that the ledger is one that
publishing would have written. Does not belong here: the entries' own texts, what is added to them
and their guides (``demo_entries``), any rule.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path

from notices.domain.instants import at_wall, local
from notices.domain.layout import LEDGER, PAGES, PLANS, POLICY, RELEASES, SYSTEMS
from notices.domain.plans import Plan, plan_timing
from notices.domain.policy import Policy
from notices.evaluation import Evaluation, Sources, evaluate, next_change
from notices.loading import load_policy, load_release
from notices.project.disk import ProjectError
from notices.project.theme_folders import installed
from notices.publishing.site_dir import protected_places
from notices.rules.project.unplanned import planned_categories

__all__ = ["MARKER", "make"]

_TEXTS = Path(__file__).parent / "demo_entries"
MARKER = ".notices-demo"
_REASON = (
    "    reason: {vi: Khung giờ đã thống nhất với khách hàng, en: Agreed with the customers}\n"
    "    approved_by: product\n"
)


@dataclass(frozen=True, slots=True)
class DemoEntry:
    """One release: when its file appears (UTC), its window, and what is added to the file when.

    ``start`` is the first one that was announced, ``moved`` says when it gave way to which other.
    """

    id: str
    appears: datetime
    start: datetime
    length: timedelta
    outside_evenings: bool = False
    planned: bool = True
    extra: str = ""
    later: Mapping[datetime, str] = field(default_factory=dict)
    moved: tuple[datetime, datetime] | None = None

    def path(self, policy: Policy) -> str:
        """The file's path in the project."""
        return f"{RELEASES}/{local(self.start, policy.zone).year}/{self.id}.yml"

    def at(self, now: datetime, policy: Policy) -> bytes | None:
        """The file's bytes as they are at ``now``; ``None`` before it appears."""
        if now < self.appears:
            return None
        start = self.moved[1] if self.moved and self.moved[0] <= now else self.start
        text = (_TEXTS / f"{self.id}.yml").read_text(encoding="utf-8")
        text += f"window:\n    start: {_written(start, policy)}\n"
        text += f"    end: {_written(start + self.length, policy)}\n"
        text += _REASON if self.outside_evenings else ""
        text += self.extra + "".join(added for at, added in self.later.items() if at <= now)
        return text.encode()


@dataclass(frozen=True, slots=True)
class DemoPlan:
    """One month's plan: when its file appears (UTC), and its text."""

    id: str
    appears: datetime
    text: str


def _plans(entries: tuple[DemoEntry, ...], now: datetime, policy: Policy) -> Iterator[DemoPlan]:
    """The plan of each month with a planned release, approved on the first day for approvals."""
    rules = policy.plan
    if rules is None:
        return
    planned = planned_categories(policy)
    items: dict[date, str] = {}
    for entry in entries:
        path = entry.path(policy)
        release = load_release(path, entry.at(now, policy) or b"", policy).value
        if release is None or release.draft or not entry.planned or release.category not in planned:
            continue
        day = local(entry.start, policy.zone).date()
        title = json.dumps(dict(release.title), ensure_ascii=False)
        items[day.replace(day=1)] = items.get(day.replace(day=1), "") + (
            f"  - title: {title}\n"
            f"    category: {release.category}\n    expected: {day}\n    release: {entry.id}\n"
        )
    for month, listed in sorted(items.items()):
        on = plan_timing(Plan(f"{month:%Y-%m}", month, (), ()), rules, policy).approved_from
        approvals = "".join(f"  - {{role: {role}, on: {on}}}\n" for role in rules.roles)
        yield DemoPlan(
            f"{month:%Y-%m}",
            at_wall(on, _APPROVED_AT, policy.zone),
            f"approvals:\n{approvals}{_SUMMARY}items:\n{listed}",
        )


def _written(instant: datetime, policy: Policy) -> str:
    return local(instant, policy.zone).isoformat(sep=" ", timespec="minutes")


def _evening(after: datetime, policy: Policy, category: str = "feature") -> datetime:
    """Two hours into the first allowed window that begins after an instant."""
    day = local(after, policy.zone).date()
    for ahead in range(15):
        for span in policy.categories[category].windows.allowed:
            window = span.on(day + timedelta(days=ahead), policy.zone)
            if window is not None and window[0] > after:
                return window[0] + timedelta(hours=2)
    raise ProjectError("the policy allows no window within two weeks")


def _entries(now: datetime, policy: Policy) -> Iterator[DemoEntry]:
    base = now - timedelta(minutes=local(now, policy.zone).minute % 5, seconds=now.second)
    day, hour, minute = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)

    def outcome(at: datetime, result: str = "success") -> str:
        return f"outcome: {{result: {result}, at: {_written(at, policy)}}}\n"

    def added(name: str, at: datetime = base) -> str:
        text = (_TEXTS / f"{name}.yml").read_text(encoding="utf-8")
        clock = _written(at, policy)
        return text.replace("{at}", clock).replace("{on}", clock.partition(" ")[0])

    # What was.
    begins = policy.promise_begins
    yield DemoEntry(
        "employee-portal", base - 60 * day, _evening(begins - 40 * day, policy), 2 * hour,
        planned=False, extra=outcome(_evening(begins - 40 * day, policy) + 2 * hour),
    )  # fmt: skip
    partly = _evening(base - 40 * day, policy)
    yield DemoEntry(
        "travel-expenses", partly - 25 * day, partly, 2 * hour,
        later={
            partly + 2 * hour: outcome(partly + 2 * hour, "partial"),
            partly + day: added("travel-expenses.known_issues"),
        },
    )  # fmt: skip
    back = _evening(base - 26 * day, policy)
    yield DemoEntry(
        "report-builder", back - 25 * day, back, 2 * hour,
        later={back + 90 * minute: outcome(back + 90 * minute, "rolled_back")},
    )  # fmt: skip
    late = _late(base, policy)
    yield DemoEntry(
        "shift-swap", late - 25 * day, late, hour, later={late + hour: outcome(late + hour)}
    )
    done = _evening(base - 12 * day, policy)
    yield DemoEntry(
        "leave-forecast", done - 25 * day, done, 2 * hour,
        later={
            done + 2 * hour: outcome(done + 2 * hour),
            done + 2 * day: added("leave-forecast.known_issues"),
        },
    )  # fmt: skip
    unannounced = _evening(base - 8 * day, policy)
    yield DemoEntry(
        "dark-mode", unannounced + day, unannounced, 30 * minute, planned=False,
        extra=outcome(unannounced + 30 * minute)
        + added("dark-mode.exception", unannounced + day),
    )  # fmt: skip
    fixed = base - 2 * day
    yield DemoEntry(
        "expense-rounding", fixed - 4 * hour, fixed, 30 * minute,
        later={fixed + 30 * minute: outcome(fixed + 30 * minute)},
    )  # fmt: skip

    # What is, and what is ahead.
    running = base - 20 * minute
    yield DemoEntry("project-timeline", running - 25 * day, running, hour, outside_evenings=True)
    waiting = base - 3 * hour
    yield DemoEntry("invoice-designer", waiting - 24 * day, waiting, hour, outside_evenings=True)
    soon = base + 26 * hour
    yield DemoEntry("customer-map", soon - 23 * day, soon, 2 * hour, outside_evenings=True)
    ahead = _evening(base + 8 * day, policy)
    yield DemoEntry("payroll-engine", ahead - 26 * day, ahead, 2 * hour)
    yield DemoEntry(
        "mobile-signing", ahead - 25 * day, ahead, hour, moved=(base - 3 * day, ahead + 7 * day)
    )
    yield DemoEntry("search-server-move", base - 3 * day, base + 5 * hour, 45 * minute)
    yield DemoEntry(
        "provider-power", base - 30 * minute, base + 150 * minute, 30 * minute,
        extra=added("provider-power.exception"),
    )  # fmt: skip
    yield DemoEntry("certificate-renewal", base - day, base + 3 * day, 30 * minute)
    cancelled = _evening(base + 4 * day, policy)
    yield DemoEntry(
        "chat-rooms", cancelled - 25 * day, cancelled, 2 * hour,
        later={base - day: added("chat-rooms.cancelled", base - day)},
    )  # fmt: skip

    # What is not public.
    yield DemoEntry("attendance-export", base - hour, base + 2 * day, 30 * minute)
    yield DemoEntry("hiring-pipeline", base - 2 * day, _evening(base + 24 * day, policy), 2 * hour)
    yield DemoEntry("office-assets", base - day, _evening(base + 30 * day, policy), hour)
    yield DemoEntry(
        "approval-shortcuts", base - hour, _evening(base + 2 * day, policy), hour, planned=False
    )
    yield DemoEntry("kpi-board", base - hour, _evening(base + 30 * day, policy), hour)


def _late(base: datetime, policy: Policy) -> datetime:
    """The start of the release whose last reminder comes late."""
    return _evening(base - 19 * timedelta(days=1), policy)


def _standstill(now: datetime, policy: Policy) -> tuple[datetime, datetime]:
    """From when and until when nothing is published: long enough for that reminder to be late."""
    due = _late(now, policy) - timedelta(hours=24)
    return due - timedelta(hours=8), due + timedelta(minutes=40)


_APPROVED_AT = time(16)
_SUMMARY = (
    "summary:\n"
    "  vi: Những tính năng mới mà chúng tôi dự định đưa đến Quý khách trong tháng.\n"
    "  en: The new features that we mean to bring you this month.\n"
)


def make(folder: Path, now: datetime) -> Evaluation:
    """Write a demo project into ``folder`` as it is at ``now`` (UTC), and evaluate it.

    Nothing is built. Raises :class:`ProjectError` where the folder is not empty, or is a home or
    the system's.
    """
    if reason := protected_places().reason(folder.absolute()):
        raise ProjectError(f"cannot make a demo in {folder}: {reason}; name a folder below it")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ProjectError(f"{folder} is not empty; name a new folder")
    files, evaluation = _published(now)
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    shutil.copy(installed("mkdocs.yml"), folder)
    (folder / ".gitignore").write_text("/site\n/.notices/\n/outbox/\n", encoding="utf-8")
    (folder / MARKER).write_text("`make demo` replaces this folder.\n", encoding="utf-8")
    return evaluation


def _published(now: datetime) -> tuple[dict[str, bytes], Evaluation]:
    """The project's files after a publish at every instant at which something was due up to now."""
    files = {name: installed(name).read_bytes() for name in (POLICY, SYSTEMS)}
    files |= {
        f"{PAGES}/{path.name}": path.read_bytes() for path in sorted(installed(PAGES).glob("*.md"))
    }
    policy = load_policy(POLICY, files[POLICY]).value
    if policy is None:
        raise ProjectError(f"the program's own {POLICY} has errors")
    entries = tuple(_entries(now, policy))
    plans = tuple(_plans(entries, now, policy))
    files |= {
        f"content/pages/{path.relative_to(_TEXTS).as_posix()}": path.read_bytes()
        for path in sorted(_TEXTS.rglob("*.md"))
    }
    stands, goes_on = _standstill(now, policy)
    edits = sorted(
        {at for entry in entries for at in (entry.appears, *entry.later) if at <= now}
        | {plan.appears for plan in plans if plan.appears <= now}
    )
    at: datetime | None = edits[0]
    while at is not None:
        for entry in entries:
            data = entry.at(at, policy)
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
