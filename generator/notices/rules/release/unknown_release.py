"""The release that fixed a known issue, or comes instead of a cancelled one, exists.

Its page is linked once it is public.

Fails::

    known_issues:
      - {title: {vi: Lỗi in., en: Printing fails.}, status: fixed, fixed_in: print-fix}

Passes::

    known_issues:
      - {title: {vi: Lỗi in., en: Printing fails.}, status: open}
"""

from __future__ import annotations

from collections.abc import Iterator

from notices.domain.phrases import phrase
from notices.domain.problem import Problem
from notices.rules.context import RuleContext
from notices.rules.rule import Rule

__all__ = ["RULE"]


def _references(context: RuleContext) -> Iterator[Problem]:
    cancelled = context.release.cancelled
    if cancelled is not None and cancelled.replaced_by is not None:
        yield from _replacement(context, cancelled.replaced_by)
    for index, issue in enumerate(context.release.known_issues):
        if issue.fixed_in is not None and issue.fixed_in not in context.known:
            yield context.problem(
                "error",
                "unknown-release",
                f"known_issues.{index}.fixed_in",
                phrase("there is no release `{id}`", id=issue.fixed_in),
                facts=(issue.fixed_in,),
                help=phrase(
                    "`fixed_in` is the file name, without .yml, of the release that fixed it"
                ),
            )


def _replacement(context: RuleContext, replaced_by: str) -> Iterator[Problem]:
    itself = replaced_by == context.release.id
    if not itself and replaced_by in context.known:
        return
    yield context.problem(
        "error",
        "unknown-release",
        "cancelled.replaced_by",
        phrase("a release cannot come instead of itself")
        if itself
        else phrase("there is no release `{id}`", id=replaced_by),
        facts=(replaced_by,),
        help=phrase(
            "`replaced_by` is the file name, without .yml, of the release that comes instead"
        ),
    )


RULE = Rule("unknown-release", ("error",), __doc__, valid=_references)
