"""An update is dated when it was so: after the announcement, in order, and not in the future.

Each item of `updates` is a message to customers who know of the release already. They read when
it was so. Seven days after the window ended nobody follows the release any more; what happens then
is a release of its own, or one of `known_issues`. Seconds do not count at either end.

Announced::

    impact: {downtime: 10m}

Fails::

    updates: [{at: 2026-12-01 10:00, text: {vi: Đã sao lưu dữ liệu., en: The data is saved.}}]

Passes::

    updates: [{at: 2026-12-01 08:50, text: {vi: Đã sao lưu dữ liệu., en: The data is saved.}}]
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from notices.domain.instants import Lead
from notices.domain.phrases import Phrase, phrase
from notices.domain.policy import update_notice
from notices.domain.problem import Problem
from notices.domain.wording import span_text, written_text
from notices.rules.context import RuleContext
from notices.rules.rule import Rule

__all__ = ["RULE"]

_AFTERWARDS: Final = Lead(7, "d")


def _updates(context: RuleContext) -> Iterator[Problem]:
    release = context.release
    if not release.updates:
        return
    first = context.history.first_announced
    if first is None and (release.targeted or not context.imported):
        yield context.problem(
            "error",
            "updates",
            "updates",
            phrase(
                "`updates` go to customers who know of this release, and it was not announced to "
                "them"
            ),
            facts=("hidden",),
            help=phrase(
                "remove `updates` until it is announced; `summary`, `body` and `prepare` say what "
                "customers need to know of it"
            ),
        )
        return
    earlier: datetime | None = None
    for number, update in enumerate(release.updates, 1):
        if wrong := _wrong(context, number, update.at, first, earlier):
            message, fact, help = wrong
            yield context.problem(
                "error",
                "updates",
                f"updates.{number - 1}.at",
                message,
                facts=(update.at, fact),
                help=help,
            )
        earlier = update.at


def _wrong(
    context: RuleContext,
    number: int,
    at: datetime,
    first: datetime | None,
    earlier: datetime | None,
) -> tuple[Phrase, datetime, Phrase] | None:
    """What is wrong with the time of an update, against which instant, and what to do.

    ``first`` is when the release was announced, ``earlier`` the time of the update before.
    """
    release, policy, now = context.release, context.policy, context.now
    # What is cancelled is the window that customers know.
    end = context.announced[1] if release.cancelled is not None else release.window.end
    last = _AFTERWARDS.after(end, policy.zone)
    notice = update_notice(number)
    if at > now:
        return (
            phrase(
                "`{notice}` is dated {span} in the future", notice=notice, span=span_text(at - now)
            ),
            now,
            phrase("write when it was so, as `at: {at}`", at=written_text(now, policy)),
        )
    if earlier is not None and at <= earlier:
        return (
            phrase(
                "`{notice}` is not later than `{other}`, {at}",
                notice=notice,
                other=update_notice(number - 1),
                at=context.when(earlier),
            ),
            earlier,
            phrase("put the newest last; if both are of one minute, give this one its seconds"),
        )
    if first is not None and _minute(at) < _minute(first):
        return (
            phrase(
                "`{notice}` is dated before the release was announced, {at}",
                notice=notice,
                at=context.when(first),
            ),
            first,
            phrase("write when it was so; customers knew nothing of the release before"),
        )
    if _minute(at) > _minute(last):
        return (
            phrase(
                "`{notice}` is dated more than {days} days after the window ended, {at}",
                notice=notice,
                days=_AFTERWARDS.count,
                at=context.when(end),
            ),
            last,
            phrase("list a bug that remains under `known_issues`, or write a new entry"),
        )
    return None


def _minute(instant: datetime) -> datetime:
    return instant - timedelta(seconds=instant.second, microseconds=instant.microsecond)


RULE = Rule("updates", ("error",), __doc__, valid=_updates)
