"""The list of what the wheel is installed with: all of the lock, by the standard, the same each time."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from notices.domain.version import VERSION
from tests.locks import RUNTIME, needed, read_lock
from tests.project import CLONE
from tests.sbom import SBOM

WRITTEN = SBOM.read_text(encoding="utf-8")
BOM: dict[str, Any] = json.loads(WRITTEN)


def test_it_follows_the_standard() -> None:
    validator = JsonStrictValidator(SchemaVersion.V1_6)

    assert validator.validate_str(WRITTEN) is None
    assert validator.validate_str(WRITTEN.replace('"library"', '"shelf"')) is not None


def test_its_components_are_the_lock_s_with_all_hashes() -> None:
    listed = {
        (one["name"], one["version"], tuple(hash["content"] for hash in one["hashes"]))
        for one in BOM["components"]
    }

    assert listed == {
        (one.name, one.version, tuple(sorted(one.hashes))) for one in read_lock(RUNTIME)
    }
    assert len(BOM["components"]) == len(listed)


def test_it_is_of_this_version_and_says_what_only_builds() -> None:
    root = BOM["metadata"]["component"]
    runs = {one["name"] for one in BOM["components"] if one["scope"] == "required"}
    names = {one["name"] for one in BOM["components"]}

    assert (root["name"], root["version"]) == ("notices", VERSION)
    assert runs == needed("notices") & names
    assert names - runs >= {"hatchling", "setuptools", "wheel"}
    assert {one["scope"] for one in BOM["components"]} == {"required", "excluded"}


def test_every_component_is_reached_from_the_program_or_from_what_builds_it() -> None:
    asks = {one["ref"]: one.get("dependsOn", []) for one in BOM["dependencies"]}
    ahead = [BOM["metadata"]["component"]["bom-ref"]]
    ahead += [one["bom-ref"] for one in BOM["components"] if one["name"] in
              ("hatchling", "setuptools", "wheel")]  # fmt: skip
    reached = set()
    while ahead:
        reached.add(one := ahead.pop())
        ahead += [each for each in asks[one] if each not in reached]

    assert reached == {one["bom-ref"] for one in BOM["components"]} | {
        BOM["metadata"]["component"]["bom-ref"]
    }


def test_nothing_in_it_was_drawn_or_read_off_a_clock_or_a_machine() -> None:
    """Another process, another hash seed, another home: the bytes that are committed."""
    made = subprocess.run(
        [sys.executable, "-c", "from tests.sbom import sbom; print(sbom(), end='')"],
        cwd=CLONE,
        env={"PYTHONHASHSEED": "77", "HOME": "/planted-home", "PYTHONPATH": str(CLONE)},
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    assert made == WRITTEN
    assert "timestamp" not in WRITTEN
    assert "://" not in WRITTEN.replace(BOM["$schema"], "")
