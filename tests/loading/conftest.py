"""A policy that is not the repository's own: another zone, other languages and categories."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from notices.domain.policy import Policy
from notices.domain.release import Release
from notices.loading import Loaded, load_policy, load_release

POLICY = """\
timezone: Europe/Berlin
languages: [de, en]
roles: [head, press]
ledger_starts: 2026-01-01
notice_hours: {from: 09:00, to: 17:00}
categories:
  change:
    windows: {allowed: [{days: [sat], from: 22:00, to: 24:00}], approvers: [head]}
    exceptions: {short_notice: {origin: supplier, roles: [head]}}
    notices:
      - {id: early, audience: customers, owner: press, earliest: 14d, latest: 7d}
      - {id: last, audience: customers, owner: press, latest: 90m, planned: {landlord: asap}}
      - {id: done, audience: customers, owner: press, on: outcome}
  patch:
    notices:
      - {id: flash, audience: customers, owner: press, planned: asap, when: important}
      - {id: call, audience: affected, owner: press, planned: asap, when: targeted}
"""

RELEASE = """\
category: change
title: {de: Neue Suche, en: New search}
summary: Die Suche findet mehr.
window: {start: 2026-06-06 22:00, end: 2026-06-06 24:00}
impact: {downtime: 10m}
"""

Messages = list[tuple[str, int, int, str]]


@pytest.fixture
def policy_text() -> str:
    return POLICY


@pytest.fixture
def policy() -> Policy:
    loaded = load_policy("content/policy.yml", POLICY.encode())
    assert loaded.value is not None, loaded.problems
    return loaded.value


@pytest.fixture
def release_text() -> str:
    return RELEASE


@pytest.fixture
def messages() -> Callable[[Loaded[Any]], Messages]:
    """Rule, line, column and message of each problem."""
    return lambda loaded: [(p.rule, p.mark.line, p.mark.column, p.message) for p in loaded.problems]


@pytest.fixture
def load(policy: Policy) -> Callable[[str], Loaded[Release]]:
    """Reads a release's text under the policy above."""
    return lambda text: load_release("content/releases/search.yml", text.encode(), policy)


@pytest.fixture
def load_with(load: Callable[[str], Loaded[Release]]) -> Callable[[str], Loaded[Release]]:
    """Reads the release above with more lines at its end: the first is line 6."""
    return lambda more: load(RELEASE + more)
