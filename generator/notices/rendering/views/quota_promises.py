"""Quotas as customers read them: 'at most 2 windows a week for each system'.

Belongs here: one quota of the policy in words. Does not belong here: the rest of what is promised
(``promises``), the words (``theme/texts``).
"""

from __future__ import annotations

from notices.domain.quotas import Quota
from notices.rendering.locale.locale import Locale

__all__ = ["quota_text"]


def quota_text(quota: Quota, locale: Locale) -> str:
    """Its limits, whether in a week or a month, and whether for each system."""
    say = locale.say
    limits = []
    if quota.count is not None:
        limits.append(say.count("quota.windows", quota.count))
    if quota.hours is not None:
        limits.append(say("quota.hours", length=say.count("units.hour", quota.hours)))
    limit = say("promises.and", first=limits[0], last=limits[1]) if len(limits) > 1 else limits[0]
    return say(f"quota.{quota.per}_{quota.by}", limit=limit)
