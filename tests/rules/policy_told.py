"""What `check` says of a policy: the default one with some of its keys replaced.

Belongs here: what the tests of rules about policies share. Does not belong here: any claim.
"""

from __future__ import annotations

from notices.domain.layout import POLICY, SYSTEMS
from notices.domain.phrases import translated
from notices.evaluation import Sources, evaluate
from tests.core_builders import hanoi
from tests.project import SYSTEMS as SYSTEMS_TEXT

HEAD = """\
timezone: Asia/Ho_Chi_Minh
languages: [vi, en]
roles: [ceo, product, care]
ledger_starts: 2025-07-01
notice_hours: {from: 08:00, to: 20:00}
"""
"""Five lines before what a test writes."""

NOTICE = "{id: told, audience: customers, owner: product, latest: 24h}"
NOW = "2026-12-01 09:00"


def told(
    rule: str, policy: str, now: str = NOW, systems: str = SYSTEMS_TEXT
) -> list[tuple[str, str, str]]:
    """`line:column`, message and help of each warning of a rule; nothing else may be told."""
    files = {POLICY: (HEAD + policy).encode(), SYSTEMS: systems.encode()}
    problems = evaluate(Sources(files), hanoi(now)).problems
    assert {(p.rule, p.severity, p.mark.path) for p in problems} <= {(rule, "warning", POLICY)}
    return [(f"{p.mark.line}:{p.mark.column}", str(p.message), str(p.help)) for p in problems]


def told_in_vietnamese(rule: str, policy: str) -> list[tuple[str, str]]:
    """Message and help as the Vietnamese catalog has them."""
    raise NotImplementedError
