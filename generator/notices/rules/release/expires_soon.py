"""A hidden release is published before its window stops being legal.

Two days before the last instant at which a window can be published, `check` starts to warn.
After it the window is refused, and the update needs another one.

Fails::

    window: {start: 2026-12-12 20:00, end: 2026-12-12 22:00}

Passes::

    window: {start: 2026-12-19 20:00, end: 2026-12-19 22:00}
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from notices.domain.phrases import phrase
from notices.domain.problem import Problem
from notices.domain.wording import span_text
from notices.rules.context import RuleContext
from notices.rules.rule import Rule

__all__ = ["RULE"]


_SOON = timedelta(hours=48)


def _expires(context: RuleContext) -> Iterator[Problem]:
    """Of what customers have not heard of; a public release has been published already."""
    announced = context.shown is not None or context.history.announced_window is not None
    if announced or context.imported:
        return
    latest = context.publish_by
    if latest is not None and timedelta() <= latest - context.now <= _SOON:
        left = latest - context.now
        until = context.when(latest)
        yield context.problem(
            "warning",
            "expires-soon",
            "window.start",
            phrase(
                "this window can be published for another {span}, until {until}",
                span=span_text(left),
                until=until,
            )
            if left
            else phrase("this window can be published at this very second, {until}", until=until),
            facts=(latest,),
            help=phrase("publish before then, or choose a later window"),
            latest=latest,
        )


RULE = Rule("expires-soon", ("warning",), __doc__, advice=_expires)
