"""The project as a command finds it that adds files to it.

Belongs here: which ids are taken, judging new files before they are written, and saying what was
written. Does not belong here: the texts of the files, asking.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path

from notices.cli.instants import instant_phrase
from notices.cli.new.files import write_new
from notices.cli.terminal import friendly, refuse, show
from notices.domain.phrases import Phrase, phrase
from notices.domain.policy import Policy
from notices.domain.problem import Problem
from notices.domain.quotas import TakenWindows
from notices.domain.release import System
from notices.evaluation import Evaluation, Sources, evaluate

__all__ = ["Desk"]


@dataclass(frozen=True)
class Desk:
    """A project, read and judged at one instant."""

    root: Path
    sources: Sources
    evaluation: Evaluation
    policy: Policy

    @property
    def now(self) -> datetime:
        """The instant (UTC) at which everything is judged."""
        return self.evaluation.now

    @cached_property
    def taken(self) -> frozenset[str]:
        """The ids that releases have, or had."""
        ids = {decision.entry.id for decision in self.evaluation.decisions}
        return frozenset(ids | self.evaluation.ledger.histories().keys())

    @property
    def windows(self) -> TakenWindows | None:
        """The windows that count against the quotas of a new one."""
        return self.evaluation.taken

    @cached_property
    def systems(self) -> tuple[System, ...]:
        """The systems that a new release may name."""
        site = self.evaluation.site
        return tuple(system for system in site.systems if not system.retired) if site else ()

    def time(self, instant: datetime) -> Phrase:
        """An instant with its weekday, by the clocks of the policy's zone."""
        return instant_phrase(instant, self.policy)

    def _refusals(self, files: Mapping[str, str]) -> tuple[Problem, ...]:
        """What ``check`` would refuse, with these new files, that it does not refuse now."""
        added = {path: text.encode() for path, text in files.items()}
        sources = replace(self.sources, files={**self.sources.files, **added})
        known = {problem.key for problem in self.evaluation.problems if problem.is_error}
        found = evaluate(sources, self.now).problems
        return tuple(each for each in found if each.is_error and each.key not in known)

    def write(
        self,
        files: Mapping[str, str],
        *,
        judged: Mapping[str, str] | None = None,
        but_for: Collection[str] = (),
    ) -> None:
        """Write new files and print their paths, unless ``check`` would refuse one of them.

        Where ``judged`` has a text, it is judged in the place of the one that is written.
        ``but_for`` names the rules that a person still has to comply with.
        """
        refusals = self._refusals({**files, **(judged or {})})
        if refused := [each for each in refusals if each.rule not in but_for]:
            refuse(refused, phrase("nothing was written"))
        write_new(self.root, files)
        for path in files:
            show(friendly(self.root / path))
