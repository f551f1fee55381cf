"""Evaluation: sources and ``now`` in; problems, the public site and new records out.

Belongs here: the order of things (``steps``) and what they found (``evaluation``), what files a project has (``sources``) and
what they hold (``inputs``, ``entries``, ``written``), what stands for each entry (``decisions``,
``plan_decisions``), what is recorded of a release (``release_records``), what becomes visible
(``public_site``) and may not vanish again (``missing``), what a publish adds (``additions``,
``corrections``), when anything changes next (``upcoming``), when a new release can run
(``slots``), what people owe (``agenda``, ``agenda_entries``, ``agenda_plans``, ``owners``), what a
person may record (``recording``) and sends (``outbox``), what a branch is compared with (``base``).
Does not belong here: any rule, the disk, the clock.

What is asked of an evaluation is imported when its name is asked for first: no command asks all.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from notices.evaluation.evaluation import Evaluation
from notices.evaluation.inputs import NoPolicy
from notices.evaluation.sources import LateFiles, Sources
from notices.evaluation.steps import evaluate

if TYPE_CHECKING:
    from notices.evaluation.base import Base, BranchChanges, evaluate_against
    from notices.evaluation.outbox import Outbox, newest_of_each_kind, outbox_of
    from notices.evaluation.recording import owed_by_people, sent_record
    from notices.evaluation.upcoming import (
        ChangeAhead,
        changes_ahead,
        next_change,
        next_owed,
        planned_notices,
    )

__all__ = [
    "Base",
    "BranchChanges",
    "ChangeAhead",
    "Evaluation",
    "LateFiles",
    "NoPolicy",
    "Outbox",
    "Sources",
    "changes_ahead",
    "evaluate",
    "evaluate_against",
    "newest_of_each_kind",
    "next_change",
    "next_owed",
    "outbox_of",
    "owed_by_people",
    "planned_notices",
    "sent_record",
]

_LATE = {
    "Base": "base",
    "BranchChanges": "base",
    "ChangeAhead": "upcoming",
    "Outbox": "outbox",
    "changes_ahead": "upcoming",
    "evaluate_against": "base",
    "newest_of_each_kind": "outbox",
    "next_change": "upcoming",
    "next_owed": "upcoming",
    "outbox_of": "outbox",
    "owed_by_people": "recording",
    "planned_notices": "upcoming",
    "sent_record": "recording",
}


def __getattr__(name: str) -> Any:
    if name not in _LATE:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{_LATE[name]}"), name)
