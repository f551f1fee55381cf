"""Entries: all that is known of one release id, or of one month's plan, before it is judged.

Belongs here: putting file, announced copy and records of one id together. Does not belong here:
choosing between them (``decisions``, ``plan_decisions``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import ClassVar, Generic, TypeVar

from notices import loading
from notices.domain.layout import PLANS, PUBLISHED, PUBLISHED_PLANS, RELEASES
from notices.domain.ledger import History, Ledger
from notices.domain.phrases import phrase
from notices.domain.plans import Plan
from notices.domain.policy import Policy
from notices.domain.problem import EntryKind, Mark, Problem
from notices.domain.release import Release
from notices.evaluation.sources import Sources
from notices.loading import Loaded

__all__ = ["Entry", "PlanEntry", "ReleaseEntry", "plan_entries_of", "release_entries_of"]

T = TypeVar("T", Release, Plan)


@dataclass(frozen=True, slots=True)
class Entry(Generic[T]):
    """One id and all that is known of it: its file, its announced copy, its records.

    ``file`` is ``None`` where the file is gone, or invalid (then ``problems`` holds why). A usable
    file may have warnings in ``problems``.
    """

    kind: ClassVar[EntryKind]

    id: str
    path: str
    file: T | None
    shown: T | None = None
    problems: tuple[Problem, ...] = ()
    history: History = field(default_factory=History)

    @property
    def about(self) -> tuple[EntryKind, str]:
        """Kind and id; a release and a plan may have the same id."""
        return self.kind, self.id


@dataclass(frozen=True, slots=True)
class ReleaseEntry(Entry[Release]):
    """One release. ``cancelled_copy`` is the announced copy with the file's cancellation, and its
    bytes, where the copy is not cancelled yet."""

    kind: ClassVar[EntryKind] = "release"

    cancelled_copy: tuple[Release, bytes] | None = None


@dataclass(frozen=True, slots=True)
class PlanEntry(Entry[Plan]):
    """One month's plan; its id is ``YYYY-MM``."""

    kind: ClassVar[EntryKind] = "plan"


def release_entries_of(
    sources: Sources, policy: Policy, ledger: Ledger, now: datetime
) -> tuple[ReleaseEntry, ...]:
    """One entry for each id that a file, a copy or the ledger names, by id.

    ``now`` is only for examples in help lines.
    """
    load = partial(sources.release, now=now)
    copies = (path for path in _paths(sources, PUBLISHED) if not _is_plan_copy(path))
    releases = []
    for known in _known(_paths(sources, RELEASES), copies, ledger.histories()):
        path, file, problems = _file(known, PUBLISHED, sources, policy, load, "release")
        copy = _copy(known, file, sources, policy, load)
        cancelled = None
        if known.copy and file and file.cancelled and copy and copy.cancelled is None:
            data = sources.files[known.copy]
            cancelled = loading.cancelled_copy(known.copy, data, file.cancelled, policy)
        if known.files or copy is not None or known.history.announced_window is not None:
            releases.append(
                ReleaseEntry(known.id, path, file, copy, problems, known.history, cancelled)
            )
    return tuple(releases)


def plan_entries_of(
    sources: Sources, policy: Policy, ledger: Ledger, now: datetime
) -> tuple[PlanEntry, ...]:
    """The same for each month that a plan's file, its copy or the ledger names, by month."""
    load = partial(sources.plan, now=now)
    copies = _paths(sources, PUBLISHED_PLANS)
    plans = []
    for known in _known(_paths(sources, PLANS), copies, ledger.plan_histories()):
        path, file, problems = _file(known, PUBLISHED_PLANS, sources, policy, load, "plan")
        copy = _copy(known, file, sources, policy, load)
        plans.append(PlanEntry(known.id, path, file, copy, problems, known.history))
    return tuple(plans)


@dataclass(frozen=True, slots=True)
class _Known:
    """The paths of one id: its files (more than one is a fault) and its announced copy."""

    id: str
    files: list[str]
    copy: str | None
    history: History


def _paths(sources: Sources, folder: str) -> Iterator[str]:
    return sources.below(folder)


def _is_plan_copy(path: str) -> bool:
    return path.startswith(f"{PUBLISHED_PLANS}/")


def _known(
    paths: Iterable[str], copies: Iterable[str], histories: Mapping[str, History]
) -> Iterator[_Known]:
    files: dict[str, list[str]] = defaultdict(list)
    for path in paths:
        files[_stem(path)].append(path)
    shown = {_stem(path): path for path in copies}
    for name in sorted({*files, *shown, *histories}):
        yield _Known(name, files.get(name, []), shown.get(name), histories.get(name, History()))


def _stem(path: str) -> str:
    return path.rpartition("/")[2].removesuffix(".yml")


_Load = Callable[[str, Policy], Loaded[T]]


def _copy(
    known: _Known, file: T | None, sources: Sources, policy: Policy, load: _Load[T]
) -> T | None:
    if known.copy is None:
        return None
    if file is not None and sources.digest(known.copy) == sources.digest(file.source.path):
        # Most copies are their file's bytes, and are not read again.
        return replace(file, source=replace(file.source, path=known.copy))
    return load(known.copy, policy).value


def _file(
    known: _Known, folder: str, sources: Sources, policy: Policy, load: _Load[T], kind: EntryKind
) -> tuple[str, T | None, tuple[Problem, ...]]:
    """Path and content of the one file, and its problems; the copy's path where there is none."""
    if not known.files:
        return known.copy or f"{folder}/{known.id}.yml", None, ()
    path = known.files[0]
    if len(known.files) > 1:
        return path, None, _duplicates(known, kind)
    loaded = load(path, policy)
    invalid = any(problem.is_error for problem in loaded.problems)
    problems = tuple(replace(p, entry=known.id, kind=kind) for p in loaded.problems)
    return path, None if invalid else loaded.value, problems


def _duplicates(known: _Known, kind: EntryKind) -> tuple[Problem, ...]:
    return tuple(
        Problem(
            "error",
            "duplicate-id",
            Mark(path),
            phrase(
                "duplicate id `{id}`: also the id of {files}",
                id=known.id,
                files=", ".join(other for other in known.files if other != path),
            ),
            help=phrase("An entry's id is its file name, whatever the folder; rename one of them."),
            entry=known.id,
            kind=kind,
            facts=tuple(known.files),
        )
        for path in known.files
    )
