"""All releases and plans of a project, for the rules that look at them together.

Belongs here: what such a rule may ask, after it is decided what stands for each entry. Does not
belong here: any rule, deciding that (``evaluation``).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from notices.domain.channels import Channel
from notices.domain.deliveries import UnsettledDelivery
from notices.domain.ledger import History, Record
from notices.domain.plans import Plan, PlanTiming
from notices.domain.policy import Category, Policy
from notices.domain.problem import Mark
from notices.domain.public import NoticeStanding, State
from notices.domain.release import Release, System
from notices.domain.staff_channels import staff_channels

__all__ = ["ProjectContext", "StandingPlan", "StandingRelease"]


@dataclass(frozen=True, slots=True)
class StandingRelease:
    """What stands for one release id: its ``file``, or its announced copy where that is refused.

    ``id`` is there also where neither is usable; ``path`` is the file's.
    """

    id: str
    path: str
    file: Release | None
    release: Release | None
    category: Category | None
    state: State
    public: bool
    imported: bool
    notices: Sequence[NoticeStanding]
    history: History

    def mark(self, field: str) -> Mark:
        """A field in the file; the file as a whole where only the announced copy has the field."""
        if self.release is None or self.release.source.path != self.path:
            return Mark(self.path)
        return self.release.source.at(field)

    @property
    def current(self) -> Release | None:
        """The release, while people still owe something for it: public, or hidden with nothing
        in its way, and neither ended nor cancelled."""
        release = self.release
        if release is None or not (self.public or self.state == "hidden"):
            return None
        return None if release.outcome or release.cancelled else release


@dataclass(frozen=True, slots=True)
class StandingPlan:
    """What stands for one month: its ``file``, or its announced copy where that is refused.

    ``id`` is the month (``YYYY-MM``), ``path`` the file's. ``announced`` says that the ledger has a
    record of it; ``public`` that it is shown once a publish has run.
    """

    id: str
    path: str
    file: Plan | None
    plan: Plan | None
    public: bool
    announced: bool
    imported: bool
    timing: PlanTiming | None


@dataclass(frozen=True, slots=True)
class ProjectContext:
    """Everything that stands at ``now``.

    ``documented`` are the ids of the releases whose guide and FAQ are written in the policy's
    first language, ``guides`` all guide and FAQ pages that are written (kind, release, language).
    ``files`` are the paths of all files below ``content``. ``records`` are those that a publish would append.
    ``channels`` are those of ``content/channels.yml``, ``undelivered`` the deliveries that a person has to
    look after.
    """

    policy: Policy
    now: datetime
    systems: tuple[System, ...] = ()
    releases: tuple[StandingRelease, ...] = ()
    plans: tuple[StandingPlan, ...] = ()
    documented: frozenset[str] = frozenset()
    guides: frozenset[tuple[str, str, str]] = frozenset()
    files: Collection[str] = ()
    records: tuple[Record, ...] = ()
    channels: tuple[Channel, ...] = ()
    undelivered: tuple[UnsettledDelivery, ...] = ()

    def senders(
        self, notice: NoticeStanding, release: Release, standing: StandingRelease
    ) -> tuple[str, ...]:
        """The ids of the channels that send a notice to the staff and have it recorded."""
        return staff_channels(
            self.channels, notice, release, standing.history, self.policy, self.now
        )
