"""The systems file.

Belongs here: ``content/systems.yml`` to systems. Does not belong here: whether a release
names one that exists (``rules``).
"""

from __future__ import annotations

from notices.domain.policy import Policy
from notices.domain.problem import Source
from notices.domain.release import System
from notices.loading.fields import Id, Many, Toggle
from notices.loading.findings import Findings
from notices.loading.languages import Title
from notices.loading.loaded import Loaded
from notices.loading.reading import Keys, Reading, optional, required
from notices.loading.validation import validated

__all__ = ["SystemsFile", "load_systems"]


class SystemKeys(Keys):
    shape = System
    id: Id = required("The system's id.", "payroll")
    name: Title = required("What readers see.", "Payroll")
    group: Title = required("Systems of one group are shown together.", "People")
    retired: Toggle = optional(
        "Whether it is gone: past releases may name it, new ones may not.", False
    )


class SystemsFile(Keys):
    """The systems that releases can touch, `content/systems.yml`; public as a whole."""

    systems: Many[SystemKeys] = required("The systems in the order in which they are shown.")


def load_systems(path: str, data: bytes, policy: Policy) -> Loaded[tuple[System, ...]]:
    """The systems in the file's order; a file that is not there (no bytes) names none."""
    if not data:
        return Loaded(())
    findings = Findings(path, data)
    model = validated(findings, SystemsFile, Reading(policy.zone, policy.languages))
    if model is None:
        return findings.loaded(None)
    places = findings.document.places
    return findings.loaded(
        tuple(
            row.to_domain(source=Source(path, fields=_texts_of(number, places)))
            for number, row in enumerate(model.systems)
        )
    )


def _texts_of(number: int, places: dict[str, tuple[int, int]]) -> dict[str, tuple[int, int]]:
    """Where the texts of one row stand."""
    names = {name: f"systems.{number}.{name}" for name in ("name", "group")}
    return {name: places[at] for name, at in names.items() if at in places}
