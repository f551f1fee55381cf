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
    Window,
)
from notices.loading.fields import (
    CategoryName,
    Day,
    Duration,
    EndInstant,
    Id,
    Instant,
    Many,
    Name,
    OwnTime,
    Some,
    Toggle,
)
from notices.loading.languages import Body, Reason, Summary, Title
from notices.loading.reading import Keys, key

__all__ = ["ReleaseFile"]

_REASON = "Why; customers read it."


class WindowKeys(Keys):
    shape = Window
    start: Instant = key("When the update begins.", example="2026-12-12 20:00")
    end: EndInstant = key(
        "When the update ends; 24:00 is the end of the day.", example="2026-12-12 22:00"
    )
    reason: Reason | None = key("Why the window lies outside the allowed ones.", None)
    approved_by: Name | None = key(
        "The role that approved a window outside the allowed ones.", None
    )


class ImpactKeys(Keys):
    shape = Impact
    downtime: Duration = key("How long customers cannot work; 0m if not at all.", example="10m")
    mode: Literal["usable", "read_only", "stopped"] | None = key(
        "What customers can do during the update.", None
    )
    sign_in_again: Toggle | None = key("Whether customers have to sign in again afterwards.", None)
    systems: Many[Id] = key("The systems that the update touches, by their ids.", ())


class KnownIssueKeys(Keys):
    shape = KnownIssue
    title: Title = key("What is wrong, in one line.")
    status: Literal["open", "fixed"] = key("Whether the issue remains.", "open")
    fixed_in: Id | None = key("The id of the release that fixes it.", None)


class OwnTimeKeys(Keys):
    at: OwnTime = key("When this notice goes out: a time, or asap.", example="2026-11-28 09:00")

    def to_domain(self, **_: Any) -> datetime | Literal["asap"]:
        return self.at


class ExceptionKeys(Keys):
    shape = Approval
    approved_by: Name = key("The role that approved the exception.", example="ceo")
    on: Day = key("The day of the approval.", example="2026-12-01")
    reason: Reason = key(_REASON)


class CancelledKeys(Keys):
    shape = Cancellation
    at: Instant = key("When the update was cancelled.", example="2026-12-10 09:00")
    reason: Reason = key(_REASON)


class OutcomeKeys(Keys):
    shape = Outcome
    result: Literal["success", "partial", "rolled_back"] = key(
        "How the update ended.", example="success"
    )
    at: Instant = key("When it was over.", example="2026-12-12 21:40")


class ReleaseFile(Keys):
    """One release: a planned update, `content/releases/<any folders>/<id>.yml`."""

    shape = Release
    category: CategoryName = key("A category of the policy.", example="feature")
    title: Title = key(
        "The title in one line: a text in the default language, or one for each language."
    )
    summary: Summary = key("One or two sentences for feeds and cards.")
    window: WindowKeys = key(
        "The maintenance window.", example="{start: 2026-12-12 20:00, end: 2026-12-12 22:00}"
    )
    impact: ImpactKeys = key("What customers notice during the update.", example="{downtime: 10m}")
    body: Body | None = key("What changes, in Markdown.", None)
    prepare: Body | None = key("What customers do beforehand, in Markdown.", None)
    known_issues: Many[KnownIssueKeys] = key("Bugs that remain after the update.", ())
    important: Toggle = key("Whether customers hear of it as an important change.", False)
    customers: Some[Name] | None = key(
        "The customers that it is for; such a release is never public.", None
    )
    origin: Name | None = key("Who caused it, such as provider.", None)
    own_times: dict[Name, OwnTimeKeys] = key(
        "Own times of notices, by the notice's id.", {}, alias="notices", max_length=50
    )
    draft: Toggle = key("Whether it is only a draft.", False)
    exception: ExceptionKeys | None = key(
        "An exception from the lead times that the policy grants.", None
    )
    cancelled: CancelledKeys | None = key("That the update will not happen.", None)
    outcome: OutcomeKeys | None = key("How the update ended.", None)
