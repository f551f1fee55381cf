"""Which keys a release's file has.

Belongs here: one model for each mapping in it. Does not belong here: how one value is read
(``fields``, ``languages``), checks that need the policy or other keys (``releases``).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from notices.domain.release import (
    Approval,
    Cancellation,
    Impact,
    KnownIssue,
    Outcome,
    Release,
    Update,
    Window,
)
from notices.loading.fields import (
    Approver,
    Approvers,
    CategoryName,
    Day,
    Duration,
    EndInstant,
    Id,
    Instant,
    Many,
    Name,
    NoticeName,
    OwnTime,
    Some,
    SystemId,
    Toggle,
)
from notices.loading.languages import Body, News, Reason, Summary, Title
from notices.loading.reading import NOW, TODAY, Keys, optional, required

__all__ = ["ReleaseFile"]

_REASON = "Why; customers read it."


class WindowKeys(Keys):
    shape = Window
    start: Instant = required("When the update begins.", "2026-12-12 20:00")
    end: EndInstant = required("When it ends; 24:00 is the end of the day.", "2026-12-12 22:00")
    reason: Reason | None = optional("Why the window is outside the allowed ones, or in a freeze.")
    approved_by: Approvers = optional("The role, or the roles, that approved such a window.", ())
    moved_reason: Reason | None = optional("Why an announced window is moved; customers read it.")


class ImpactKeys(Keys):
    shape = Impact
    downtime: Duration = required("How long customers cannot work; 0m if not at all.", "10m")
    mode: Literal["usable", "read_only", "stopped"] | None = optional(
        "What customers can do during the update."
    )
    sign_in_again: Toggle | None = optional("Whether customers have to sign in again afterwards.")
    systems: Many[SystemId] = optional("The systems that the update touches, by their ids.", ())


class KnownIssueKeys(Keys):
    shape = KnownIssue
    title: Title = required("What is wrong, in one line.")
    status: Literal["open", "fixed"] = optional("Whether the issue remains.", "open")
    fixed_in: Id | None = optional("The id of the release that fixes it.")
    workaround: News | None = optional("What customers do meanwhile, in one or two sentences.")


class UpdateKeys(Keys):
    shape = Update
    at: Instant = required("When it was so.", NOW)
    text: News = required("What customers are told, in one or two sentences.")


class OwnTimeKeys(Keys):
    at: OwnTime = required("When this notice goes out: a time, or asap.", "2026-11-28 09:00")

    def to_domain(self, **_: Any) -> datetime | Literal["asap"]:
        return self.at


class ExceptionKeys(Keys):
    shape = Approval
    approved_by: Approver = required("The role that approved the exception.", "ceo")
    on: Day = required("The day of the approval.", TODAY)
    reason: Reason = required(_REASON)


class CancelledKeys(Keys):
    shape = Cancellation
    at: Instant = required("When the update was cancelled.", NOW)
    reason: Reason = required(_REASON)
    replaced_by: Id | None = optional("The id of the release that comes instead.")


class OutcomeKeys(Keys):
    shape = Outcome
    result: Literal["success", "partial", "rolled_back"] = required(
        "How the update ended.", "success"
    )
    at: Instant = required("When it was over.", NOW)


class ReleaseFile(Keys):
    """One release: a planned update, `content/releases/<any folders>/<id>.yml`."""

    shape = Release
    category: CategoryName = required("A category of the policy.", "feature")
    title: Title = required(
        "The title in one line: a text in the default language, or one for each language."
    )
    summary: Summary = required("One or two sentences for feeds and cards.")
    window: WindowKeys = required(
        "The maintenance window.", "{start: 2026-12-12 20:00, end: 2026-12-12 22:00}"
    )
    impact: ImpactKeys = required("What customers notice during the update.", "{downtime: 10m}")
    body: Body | None = optional("What changes, in Markdown.")
    prepare: Body | None = optional("What customers do beforehand, in Markdown.")
    known_issues: Many[KnownIssueKeys] = optional("Bugs that remain after the update.", ())
    updates: tuple[UpdateKeys, ...] = optional(
        "What customers are told while it runs, the oldest first; each is a message of its own.",
        (),
        max_length=20,
    )
    important: Toggle = optional(
        "Whether it is announced to customers as an important change.", False
    )
    customers: Some[Name] | None = optional(
        "The customers that it is for; such a release is never public."
    )
    origin: Name | None = optional("Who caused it, such as provider.")
    own_times: dict[NoticeName, OwnTimeKeys] = optional(
        "Own times of notices, by the notice's id.", {}, alias="notices", max_length=50
    )
    draft: Toggle = optional("Whether it is only a draft.", False)
    exception: ExceptionKeys | None = optional(
        "An exception from the lead times that the policy grants."
    )
    cancelled: CancelledKeys | None = optional("That the update will not happen.")
    outcome: OutcomeKeys | None = optional("How the update ended.")
