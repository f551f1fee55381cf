"""Projects with random damage: whatever somebody does to the files, each command says so and ends.

`NOTICES_STEPS=1000` draws more of them, which `make fuzz` does.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from tests.agreement_walk import steps
from tests.breakages import NOW, sound
from tests.figures import figure
from tests.fuzz.limits import within
from tests.fuzz.projects import COMMANDS, DAMAGES, Damage, damaged
from tests.project import Answer, Project, bytes_below

EXAMPLES = steps(40)
DOCUMENTED = {0, 1, 2, 3}
ANNOUNCED = {"payroll-engine"}
CHECK = ("check", "--no-host", "--format", "json", "--now", NOW)
# A build of a whole site, with a host that is imported for it.
SECONDS_OF_A_COMMAND = 20


@pytest.fixture(scope="module")
def sound_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sound(tmp_path_factory.mktemp("sound") / "project").root


@pytest.fixture(scope="module")
def around(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which the damaged projects stand, each for a moment."""
    folder = tmp_path_factory.mktemp("around")
    (folder / "neighbour.yml").write_text("mine: true\n")
    return folder


def answered(project: Project, *command: str) -> Answer:
    with within(SECONDS_OF_A_COMMAND):
        answer = project.run(*(part.replace("{project}", str(project.root)) for part in command))
    assert answer.status in DOCUMENTED, answer
    assert "Traceback" not in answer.out + answer.err, answer.err
    (answer.out + answer.err).encode()
    return answer


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
    print_blob=True,
)
@given(damages=DAMAGES, command=COMMANDS)
def test_whatever_happens_to_its_files_a_command_says_what_is_wrong_and_ends(
    sound_project: Path, around: Path, damages: list[Damage], command: tuple[str, ...]
) -> None:
    figure("damaged projects", EXAMPLES)
    with tempfile.TemporaryDirectory(dir=around) as folder:
        project = damaged(sound_project, Path(folder) / "project", damages)

        first = answered(project, *CHECK)
        answer = answered(project, *command)

        if first.status in (0, 1):
            refused = {p["entry"] for p in first.json()["problems"] if p["severity"] == "error"}
            if command[0] in ("build", "publish"):
                assert not (pages_of(project) & refused - ANNOUNCED), "an invalid entry is public"
            else:
                assert answered(project, *CHECK).out == first.out or command[0] in (
                    "new",
                    "stubs",
                    "record",
                )
        if "json" in command and (answer.out or answer.status == 0):
            json.loads(answer.out)
        assert [path.name for path in Path(folder).iterdir()] == ["project"]
    assert bytes_below(around) == {"neighbour.yml": b"mine: true\n"}, (
        "something was written outside"
    )


def pages_of(project: Project) -> set[str]:
    """The releases that have a page."""
    return {path.parent.name for path in project.root.glob("*/releases/*/index.html")}
