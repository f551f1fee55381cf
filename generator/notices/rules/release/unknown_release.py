"""The release that fixed a known issue exists.

Its page is linked from the issue, once it is public.

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


RULE = Rule("unknown-release", ("error",), __doc__, valid=_references)
