"""What is installed is what the locks say, and what they say is what we asked for and may use."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.figures import figure
from tests.locks import LOCKS, RUNTIME, WHOLE, needed, read_lock
from tests.project import CLONE
from tests.sbom import license_of

PROJECT = tomllib.loads((CLONE / "pyproject.toml").read_text(encoding="utf-8"))
BUILDERS = {"hatchling", "setuptools", "wheel"}
# Whoever uses or hands on the program may do so as with the program itself.
ALLOWED = {
    "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "MIT", "MIT-CMU", "PSF-2.0",
    # Used as they are published, each in files of its own.
    "MPL-2.0",
}  # fmt: skip


def asked(requirements: list[str]) -> set[str]:
    return {canonicalize_name(Requirement(each).name) for each in requirements}


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.relative_to(CLONE).as_posix())
def test_each_line_of_a_lock_is_one_version_with_its_hashes_and_no_address(lock: Path) -> None:
    locked = read_lock(lock)

    assert len({(one.name, one.version) for one in locked}) == len(locked)
    assert [one.name for one in locked if not one.hashes or not one.version[0].isdigit()] == []
    assert re.findall(r"://|^-|@|--(?!hash)", lock.read_text(encoding="utf-8"), re.MULTILINE) == []


@pytest.mark.parametrize(
    "line",
    [
        "six==1.17.0\n",
        "six>=1.17.0 \\\n    --hash=sha256:" + "0" * 64 + "\n",
        "six==1.17.0 \\\n    --hash=md5:" + "0" * 32 + "\n",
        "six @ file:///six.whl\n",
        "--index-url https://packages.example/simple\n",
        "six==1.17.0 \\\n    --hash=sha256:" + "0" * 63 + "\n",
    ],
)
def test_a_line_that_pins_nothing_is_seen(tmp_path: Path, line: str) -> None:
    lock = tmp_path / "a.lock"
    lock.write_text(RUNTIME.read_text(encoding="utf-8") + line, encoding="utf-8")

    with pytest.raises(ValueError, match="not a version with its hashes"):
        read_lock(lock)


def test_every_lock_of_the_clone_is_held_to_this() -> None:
    """They are found where `.ci/audit` looks for them."""
    tracked = subprocess.run(
        ["git", "ls-files", "*.lock"], cwd=CLONE, capture_output=True, text=True, check=True
    ).stdout.splitlines()

    assert sorted(lock.relative_to(CLONE).as_posix() for lock in LOCKS) == sorted(tracked)


def test_what_publishes_is_the_whole_lock_without_the_tests_tools() -> None:
    runtime, whole = read_lock(RUNTIME), read_lock(WHOLE)
    tools = asked(PROJECT["project"]["optional-dependencies"]["test"])

    assert set(runtime) - set(whole) == set()
    assert tools - {one.name for one in whole} == set()
    assert tools & {one.name for one in runtime} == set()


def test_what_publishes_is_what_the_program_asks_for_and_what_builds_it() -> None:
    """What is asked for in pyproject.toml, not in what was installed of it."""
    direct = asked(PROJECT["project"]["dependencies"])
    closure = direct.union(*(needed(name) for name in direct))
    built_with = asked(PROJECT["build-system"]["requires"])
    builders = BUILDERS.union(*(needed(name) for name in BUILDERS))
    names = {one.name for one in read_lock(RUNTIME)}

    assert built_with <= BUILDERS
    assert direct - names == set()
    assert names - closure - builders == set()
    figure("packages to publish with", len(names & closure))


def test_every_lock_is_for_the_versions_that_are_asked_for() -> None:
    pinned: dict[str, set[str]] = {}
    for one in read_lock(RUNTIME):
        pinned.setdefault(one.name, set()).add(one.version)

    assert [
        str(need)
        for need in map(Requirement, PROJECT["project"]["dependencies"])
        if not all(map(need.specifier.contains, pinned[canonicalize_name(need.name)]))
    ] == []


def test_each_package_to_publish_with_has_a_licence_that_is_allowed() -> None:
    """Of a choice, one of the licences will do."""
    licences = {one.name: license_of(one.name) for one in read_lock(RUNTIME)}

    assert {
        name: licence
        for name, licence in licences.items()
        if not ALLOWED.intersection(licence.split(" OR "))
    } == {}
    figure("licences of packages to publish with", ", ".join(sorted(set(licences.values()))))
