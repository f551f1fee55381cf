"""Slots as JSON.

Belongs here: what ``notices slots --format json`` prints. Does not belong here: the text for people
(``slot_report``), finding slots (``evaluation.slots``).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from notices.cli.reports import quota_json
from notices.cli.terminal import iso
from notices.domain.policy import Policy
from notices.domain.release import Release, Window
from notices.domain.slot_list import NoSlot
from notices.evaluation.slots import MonthsPlan, Slot, Slots

__all__ = ["slots_json"]


def slots_json(found: Slots, release: Release, policy: Policy, now: datetime) -> dict[str, Any]:
    """Slots, and the days that have none, as plain data; times are ISO 8601 in the policy's zone."""
    return {
        "now": iso(now, policy),
        "category": release.category,
        "length_s": int(release.window.length.total_seconds()),
        "slots": [_slot_entry(slot, policy) for slot in found.slots],
        "left_out": [_left_out_entry(each, policy, now) for each in found.left_out],
    }


def _slot_entry(slot: Slot, policy: Policy) -> dict[str, Any]:
    return {
        **_window_entry(slot.window, policy),
        "publish_by": _iso(slot.publish_by, policy),
        "notices": [
            {
                "id": notice.rule.id,
                "audience": notice.rule.audience,
                "owner": notice.rule.owner,
                "opens": _iso(notice.opens, policy),
                "planned": _iso(notice.planned, policy),
                "deadline": _iso(notice.deadline, policy),
                "status": notice.status,
                "source": notice.rule.source,
            }
            for notice in slot.notices
        ],
        "tasks": [
            {
                "id": task.id,
                "owner": task.owner,
                "deadline": iso(at, policy),
                "source": task.source,
            }
            for task, at in slot.tasks
        ],
        "plan": _plan_entry(slot.plan, policy) if slot.plan is not None else None,
        "clashes": [
            {
                "entry": clash.entry,
                **_window_entry(clash.window, policy),
                "systems": list(clash.systems),
            }
            for clash in slot.clashes
        ],
    }


def _plan_entry(plan: MonthsPlan, policy: Policy) -> dict[str, Any]:
    timing = plan.timing
    return {
        "id": plan.id,
        "path": plan.path,
        "state": plan.state,
        "approved_from": f"{timing.approved_from}",
        "approved_to": f"{timing.approved_to}",
        "planned": iso(timing.planned, policy),
        "deadline": iso(timing.deadline, policy),
        "first_start": _iso(plan.first_start, policy),
    }


def _left_out_entry(left_out: NoSlot, policy: Policy, now: datetime) -> dict[str, Any]:
    window, deadline = left_out.window, left_out.deadline
    late = left_out.why == "late" and deadline is not None
    missing, bar = left_out.first_missing_day, left_out.bar
    return {
        "day": f"{left_out.day}",
        "why": left_out.why,
        "start": _iso(window.start, policy) if window is not None else None,
        "end": _iso(window.end, policy) if window is not None else None,
        "notice": left_out.notice.id if left_out.notice is not None else None,
        "deadline": _iso(deadline, policy),
        "late_by_s": int((now - deadline).total_seconds()) if late and deadline else None,
        "source": left_out.source or None,
        **({"first_missing_day": f"{missing}"} if missing is not None else {}),
        **({"freeze": bar.freeze.id} if bar is not None and bar.freeze is not None else {}),
        **({"quota": quota_json(bar.quota, policy)} if bar is not None and bar.quota else {}),
        **({"system": bar.system} if bar is not None and bar.system is not None else {}),
    }


def _window_entry(window: Window, policy: Policy) -> dict[str, Any]:
    return {"start": iso(window.start, policy), "end": iso(window.end, policy)}


def _iso(instant: datetime | None, policy: Policy) -> str | None:
    return None if instant is None else iso(instant, policy)
