"""What a rule is: its id, its severities, its checks and its page of the manual.

Belongs here: the shape of a rule and of its manual text. Does not belong here: any rule, finding
the rules (``registry``).
"""

from __future__ import annotations

import inspect
import re
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal, TypeVar

from notices.domain.problem import Problem, Severity
from notices.rules.context import RuleContext
from notices.rules.plan_context import PlanContext
from notices.rules.project_context import ProjectContext

__all__ = ["Check", "Group", "Rule"]

C = TypeVar("C")

Check = Callable[[C], Iterator[Problem]]
"""A check looks at one context and yields a problem for each fault. It never raises."""

Group = Literal[
    "valid", "hidden", "public", "advice", "hidden_plan", "public_plan", "project", "publishable"
]

_EXAMPLE = re.compile(r"^(Announced|Fails|Passes)::\n\n((?:    .*\n|\n)+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. Its groups say when its checks run; one without checks is checked elsewhere.

    ``valid``: on every release's file; a problem makes the file invalid.
    ``hidden``: on a valid file that customers have not heard of; a problem refuses it.
    ``public``: on the changed file of an announced release; a problem refuses the change.
    ``advice``: on what stands and has not ended; warnings only.
    ``hidden_plan``, ``public_plan``: as ``hidden`` and ``public``, for a month's plan.
    ``project``: on all entries together; warnings only.
    ``publishable``: the same, where nothing keeps the whole project from being published; an error
    stops the publish, and refuses no entry.

    ``source`` is the key of the policy that names the row of the procedure; empty where none does.

    ``manual`` is the module's docstring. Its first line is the summary. Then comes why the rule
    exists, then the blocks ``Fails::`` and ``Passes::`` with one example each. An example is a
    whole file if its first line is a comment that names the path, a command if it starts with
    ``$``, else keys of a release. Keys that are left out are those of ``registry.EXAMPLE``; of
    the policy, those of the default policy. A block ``Announced::`` before them is what customers
    were shown.
    """

    id: str
    severities: tuple[Severity, ...]
    manual: str | None
    source: str = ""
    valid: Check[RuleContext] | None = None
    hidden: Check[RuleContext] | None = None
    public: Check[RuleContext] | None = None
    advice: Check[RuleContext] | None = None
    hidden_plan: Check[PlanContext] | None = None
    public_plan: Check[PlanContext] | None = None
    project: Check[ProjectContext] | None = None
    publishable: Check[ProjectContext] | None = None

    @property
    def summary(self) -> str:
        """What the rule says, in one line."""
        return self._text.partition("\n")[0]

    @property
    def why(self) -> str:
        """Why there is such a rule: the paragraphs between the summary and the examples."""
        return _EXAMPLE.split(self._text)[0].partition("\n")[2].strip()

    @property
    def announced(self) -> str:
        """What customers were shown before the examples; empty where that does not matter."""
        return self._example("Announced")

    @property
    def fails(self) -> str:
        """An example that breaks the rule."""
        return self._example("Fails")

    @property
    def passes(self) -> str:
        """The same example as it should be."""
        return self._example("Passes")

    @property
    def _text(self) -> str:
        return f"{inspect.cleandoc(self.manual or '')}\n"

    def _example(self, name: str) -> str:
        blocks = (block for title, block in _EXAMPLE.findall(self._text) if title == name)
        return textwrap.dedent(next(blocks, "")).strip("\n")
