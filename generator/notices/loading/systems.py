"""The systems file.

Belongs here: ``content/systems.yml`` to systems. Does not belong here: whether a release
names one that exists (``rules``).
"""

from __future__ import annotations

from notices.domain.policy import Policy
from notices.domain.problem import Source
from notices.domain.release import System
from notices.loading.findings import Findings, validated
from notices.loading.loaded import Loaded, bounded
from notices.loading.located import Document, read
from notices.loading.reading import Reading
from notices.loading.release_keys import SystemsFile

__all__ = ["load_systems"]


def load_systems(path: str, data: bytes, policy: Policy) -> Loaded[tuple[System, ...]]:
    """The systems in the file's order; a file that is not there (no bytes) names none."""
    if not data:
        return Loaded(())
    document = read(path, data)
    findings = Findings(path, document)
    if document.data is None:
        return Loaded(None, bounded(findings.problems))
    model = validated(SystemsFile, findings, Reading(policy.zone, policy.languages))
    _refuse_duplicates(document.data, findings)
    problems = bounded(findings.problems)
    if model is None or problems:
        return Loaded(None, problems)
    return Loaded(
        tuple(
            System(row.id, row.name, row.group, _source(path, number, document))
            for number, row in enumerate(model.systems)
        )
    )


def _source(path: str, number: int, document: Document) -> Source:
    """Where the texts of one row stand."""
    names = {name: f"systems.{number}.{name}" for name in ("name", "group")}
    places = document.places
    return Source(path, fields={name: places[at] for name, at in names.items() if at in places})


def _refuse_duplicates(data: dict[str, object], findings: Findings) -> None:
    seen: set[str] = set()
    rows = data.get("systems")
    for number, row in enumerate(rows if isinstance(rows, list) else ()):
        name = row.get("id") if isinstance(row, dict) else None
        if isinstance(name, str) and name in seen:
            findings.at_value(
                f"systems.{number}.id",
                f"the system '{name}' stands here twice",
                "Give each system an id of its own.",
            )
        elif isinstance(name, str):
            seen.add(name)
