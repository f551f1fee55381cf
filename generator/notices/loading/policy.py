"""The policy file.

Belongs here: ``content/policy.yml`` to the policy. Does not belong here: its keys
(``policy_keys``), any value of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC
from typing import Any

from notices.domain.policy import Policy
from notices.loading.fields import zone_of
from notices.loading.findings import Findings
from notices.loading.loaded import Loaded
from notices.loading.policy_keys import PolicyFile
from notices.loading.reading import Reading
from notices.loading.validation import validated

__all__ = ["load_policy"]


def load_policy(path: str, data: bytes) -> Loaded[Policy]:
    """The policy of one file. All problems of the file at once, rules ``yaml`` and ``schema``."""
    findings = Findings(path, data)
    raw = findings.document.data or {}
    name = raw.get("timezone")
    zone = zone_of(name) if isinstance(name, str) else None
    # Where one of these is wrong, the rest is read as well as it goes, for its own problems.
    languages = _texts(raw.get("languages")) or _languages_used(raw)
    roles, categories = _texts(raw.get("roles")), tuple(_keys(raw.get("categories")))
    model = validated(findings, PolicyFile, Reading(zone or UTC, languages, roles, categories))
    if model is None or zone is None:
        return findings.loaded(None)
    policy = model.to_domain(
        zone=zone,
        categories={
            name: each.category(name, model.languages) for name, each in model.categories.items()
        },
        plan=model.plan.to_domain() if model.plan else None,
        freezes=tuple(each.freeze(model.languages) for each in model.freezes),
        imposed_by=frozenset(model.imposed_by),
        systems_named=dict(_systems_named(model)),
        source=findings.source,
    )
    return findings.loaded(policy)


def _systems_named(model: PolicyFile) -> Iterator[tuple[str, str]]:
    """Each system that the rules about windows name, after its field."""
    lists = {
        f"categories.{name}.windows.allowed.{number}.systems": row.systems
        for name, category in model.categories.items()
        for number, row in enumerate((category.windows and category.windows.allowed) or ())
    }
    lists |= {f"freezes.{number}.systems": row.systems for number, row in enumerate(model.freezes)}
    for field, systems in lists.items():
        for number, system in enumerate(systems or ()):
            yield f"{field}.{number}", system


def _texts(value: object) -> tuple[str, ...]:
    items = value if isinstance(value, list) else ()
    return tuple(text for text in items if isinstance(text, str) and text)


def _languages_used(raw: dict[str, Any]) -> tuple[str, ...]:
    labels = [_keys(category).get("label") for category in _keys(raw.get("categories")).values()]
    return tuple(dict.fromkeys(code for label in labels for code in _keys(label))) or ("en",)


def _keys(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
