"""What `check` says of a policy: what the tests of rules about policies share.

Belongs here: a policy made of a few lines, and the warnings of one rule about it. Does not belong
here: any claim.
"""

from __future__ import annotations

from datetime import datetime
from functools import cache

from notices.domain.layout import POLICY, SYSTEMS
from notices.domain.phrases import Catalog, translated
from notices.domain.problem import Problem
from notices.evaluation import Sources, evaluate
from notices.loading.catalog import load_catalog
from tests.core_builders import hanoi
from tests.phrases import CATALOGS
from tests.project import SYSTEMS as SYSTEMS_TEXT

__all__ = ["HEAD", "NOW", "TOLD", "told", "told_in_vietnamese"]

HEAD = """\
timezone: Asia/Ho_Chi_Minh
languages: [vi, en]
roles: [ceo, product, care]
ledger_starts: 2025-07-01
notice_hours: {from: 08:00, to: 20:00}
"""
"""Five lines before those of a test."""

TOLD = "notices: [{id: told, audience: customers, owner: product, latest: 24h}]"
NOW = hanoi("2026-12-01 09:00")


def found(rule: str, policy: str, now: datetime, systems: str, holidays: str) -> list[Problem]:
    """The warnings of a rule; nothing else may be told."""
    files = {POLICY: HEAD + policy, SYSTEMS: systems, "content/holidays.yml": holidays}
    sources = Sources({path: text.encode() for path, text in files.items() if text})
    problems = evaluate(sources, now).problems
    assert {(p.rule, p.severity, p.mark.path) for p in problems} <= {(rule, "warning", POLICY)}
    return list(problems)


def told(
    rule: str,
    policy: str,
    now: datetime = NOW,
    systems: str = SYSTEMS_TEXT,
    holidays: str = "",
) -> list[tuple[str, str, str]]:
    """`line:column`, message and help of each warning of a rule."""
    problems = found(rule, policy, now, systems, holidays)
    return [(f"{p.mark.line}:{p.mark.column}", str(p.message), str(p.help)) for p in problems]


def told_in_vietnamese(rule: str, policy: str) -> list[tuple[str, str]]:
    """Message and help of each, as commands say them with `--lang vi`."""
    problems = found(rule, policy, NOW, SYSTEMS_TEXT, "")
    return [(translated(p.message, _catalog()), translated(p.help, _catalog())) for p in problems]


@cache
def _catalog() -> Catalog:
    known: dict[str, str] = {}
    for file in (CATALOGS / "vi").glob("*.yml"):
        known |= load_catalog(file.read_bytes())
    return known
