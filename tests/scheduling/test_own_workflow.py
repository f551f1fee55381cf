"""The workflow that tests this repository runs what a contributor can run, on each Python."""

from __future__ import annotations

import re
import tomllib

import pytest

from tests.project import CLONE
from tests.scheduling.runner import Repository, step, workflow

CI = CLONE / ".github/workflows/ci.yml"
JOBS = workflow(CI)["jobs"]


def scripts() -> str:
    return "\n".join(step.get("run", "") for job in JOBS.values() for step in job["steps"])


def test_its_jobs_read_the_repository_and_nothing_else() -> None:
    assert workflow(CI)["permissions"] == {}
    assert list(JOBS) == ["lint", "test", "wheel", "docs"]
    assert [job["permissions"] for job in JOBS.values()] == [{"contents": "read"}] * 4


def test_no_step_is_left_the_token_of_the_checkout() -> None:
    checkouts = [
        step["with"]["persist-credentials"]
        for job in JOBS.values()
        for step in job["steps"]
        if step.get("uses", "").startswith("actions/checkout@")
    ]

    assert checkouts == [False] * len(JOBS)


@pytest.mark.parametrize("job", ["test", "wheel"])
def test_tests_and_wheel_run_on_every_python_that_is_promised(job: str) -> None:
    project = tomllib.loads((CLONE / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    versions = JOBS[job]["strategy"]["matrix"]["python"]

    assert versions == ["3.11", "3.12", "3.13", "3.14"]
    assert project["requires-python"] == f">={versions[0]}"
    assert [
        name.removeprefix("Programming Language :: Python :: ")
        for name in project["classifiers"]
        if re.search(r":: 3\.\d+$", name)
    ] == versions


def test_every_target_of_make_that_it_calls_is_there() -> None:
    makefile = (CLONE / "Makefile").read_text(encoding="utf-8")
    called = re.findall(r"make ([a-z]+)", scripts())

    assert called == ["lint", "test", "wheel", "docs"]
    assert [target for target in called if f"\n{target}: " not in makefile] == []


def test_the_wheel_s_step_makes_a_project_and_publishes_it(repository: Repository) -> None:
    repository.check_out_main()
    temporary = repository.folder / "temporary"
    temporary.mkdir()

    result = repository.github(step(CI, "wheel", "Use"), RUNNER_TEMP=str(temporary))

    assert result.status == 0, result.err
    assert (temporary / "acme/site/index.html").is_file()
    assert (temporary / "acme/preview/index.html").is_file()
