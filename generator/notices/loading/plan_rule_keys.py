"""Which keys the rules of the monthly plan have, in the policy's file (II.1, II.2).

Belongs here: their models, and what the domain makes of them. Does not belong here: the policy's
other keys (``policy_keys``), the file of a plan (``plans``).
"""

from __future__ import annotations

from typing import Any

from pydantic import ValidationInfo, field_validator

from notices.domain.phrases import phrase
from notices.domain.policy import PlanPolicy
from notices.loading.fields import Clock, DayOfMonth, Line, Role, Some
from notices.loading.reading import FIELD, Keys, optional, refusal, required

__all__ = ["SOURCE", "PlanRules"]

SOURCE = "The row of the procedure that asks for it."
"""What the key ``source`` says, here and in the policy's other rows."""


class DaysKeys(Keys):
    """Days of the month before."""

    since: DayOfMonth = required("The first day for it, in the month before.", "24", alias="from")
    until: DayOfMonth = required("The last day for it, in the month before.", "27", alias="to")
    source: Line = optional(SOURCE, "")

    @field_validator("until")
    @classmethod
    def _not_before_since(cls, until: int, info: ValidationInfo) -> int:
        since = info.data.get("since")
        if since and until < since:
            raise refusal(
                phrase(
                    "{field} is day {until}, before day {since}",
                    field=FIELD,
                    until=until,
                    since=since,
                ),
                phrase("Swap the days."),
            )
        return until


class ApprovalsKeys(DaysKeys):
    roles: Some[Role] = required("The roles that all have to approve.", "[ceo]")


class AnnounceKeys(DaysKeys):
    at: Clock = required("The time of day.", "09:00")
    owner: Role = required("The role that is responsible for it.", "marketing")


class PlanRules(Keys):
    """The rules of the monthly plan."""

    approvals: ApprovalsKeys = required(
        "Who approves the plan, and when.", "{roles: [ceo], from: 24, to: 27}"
    )
    announce: AnnounceKeys = required(
        "When the plan is announced.", "{from: 28, to: 29, at: 09:00, owner: marketing}"
    )

    def to_domain(self, **_: Any) -> PlanPolicy:
        """The rules as the domain has them."""
        return PlanPolicy(
            roles=self.approvals.roles,
            approved_from=self.approvals.since,
            approved_to=self.approvals.until,
            announce_from=self.announce.since,
            announce_to=self.announce.until,
            announce_at=self.announce.at,
            owner=self.announce.owner,
            approvals_source=self.approvals.source,
            announce_source=self.announce.source,
        )
